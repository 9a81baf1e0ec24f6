"""Setting what an organization says in its own words. What it said before stays on record; readers have the newest."""

from schemas.commands import SetCards, SetWording
from schemas.guidance.cards import CardSet, first_cards
from schemas.guidance.wording import WordingSaid
from server.access import Actor
from server.doors import Received, Slice
from server.errors import Conflict
from server.guidance import rules, store
from server.journal import Change, hide, record


def set_next_cards(tx: Change, actor: Actor, command: Received[SetCards], _now: int) -> None:
    """A supervisor or a lead made the next set from the one that counts. Twice is once.

    Raises:
        Conflict: it was made from a set that counts no more; what is in it may undo what that changed.
        Invalid: this is no set of cards (`rules`).
    """
    if store.is_known(tx, command.entity):
        return
    _follows(tx, store.CARDS, command.args.follows)
    set_cards(tx, command.entity, CardSet(cards=command.args.cards), by=actor.person_id)


def set_cards(tx: Change, new_id: str, said: CardSet, *, by: str | None = None) -> int:
    """From now these are the cards of everybody here; answers their number. `by` is null at the command line.

    Raises:
        Invalid: this is no set of cards (`rules`).
    """
    rules.checked(said)
    return _set(tx, new_id, store.CARDS, said, by=by, counts={"cards": len(said.cards)})


def begin(tx: Change, new_id: str) -> None:
    """An organization that has no cards yet begins with the first set."""
    if store.newest(tx, store.CARDS) is None:
        set_cards(tx, new_id, first_cards())


def set_next_wording(tx: Change, actor: Actor, command: Received[SetWording], _now: int) -> None:
    """A supervisor or a lead made the next wording from the one that counts. Twice is once.

    Raises:
        Conflict: it was made from a wording that counts no more; what is in it may undo what that changed.
        Invalid: one of these sentences is not to be said so (`rules`).
        NotNow: the app is not built yet.
    """
    if store.is_known(tx, command.entity):
        return
    _follows(tx, store.WORDING, command.args.follows)
    set_wording(tx, command.entity, command.args, by=actor.person_id)


def set_wording(tx: Change, new_id: str, said: WordingSaid, *, by: str | None = None) -> int:
    """From now the app says these sentences so to everybody here; answers the number. `by` is null at the command line.

    Raises: as above.
    """
    made = rules.replaced(said, store.sentences())
    return _set(tx, new_id, store.WORDING, made, by=by, counts={"sentences": len(made)})


def _follows(tx: Change, what: store.What, follows: int) -> None:
    old = store.newest(tx, what)
    counts = 0 if old is None else old["number"]
    if follows != counts:
        raise Conflict(f"Number {counts} counts by now, and this was made from {follows}: begin again from it.")


def _set(tx: Change, new_id: str, what: store.What, said: store.Said, *, by: str | None, counts: dict[str, int]) -> int:
    old = store.newest(tx, what)
    number = 1 if old is None else old["number"] + 1
    store.add(tx, new_id, what, said, number=number, by=by, at=tx.at)
    if old is not None:
        hide(tx, "directory", what, old["id"])
    record(
        tx,
        kind=f"{what}.set",
        entity_type=what,
        entity_id=new_id,
        coded={"number": number} | counts,
        audience=("directory",),
    )
    return int(number)


SLICE = Slice(
    handlers={"cards.set": set_next_cards, "wording.set": set_next_wording},
    loaders={"cards": store.load_cards, "wording": store.load_wording},
)
