"""Somebody answers by text: the same commands as from their phone, from the number they enrolled only.

Whatever is not plainly a yes or a no to one open offer changes nothing and is answered in words. Who texts from a
number that nobody asked lately enrolled is not answered at all.
"""

from functools import partial
from typing import Any, Final

from schemas.asides import Said
from schemas.commands import AcceptAssignment, DeclineAssignment
from server.access import SYSTEM, Actor, require
from server.dispatch.rules.ladder import TOLD_MS
from server.doors import Received
from server.errors import NotNow, Refusal
from server.identity.store import roles_of
from server.ids import derived
from server.journal import Change, send_later
from server.outward.texts import rules, store
from server.outward.texts.rules import Answer, Word
from server.storage.database import Row, Tx
from server.sync.branch import Branch

LATELY_MS: Final = TOLD_MS
"""An answer to what was asked longer ago answers nothing."""

HELP_MS: Final = 3_600_000
"""How to answer is explained at most once in so long."""

GUESSES: Final = 3
"""So many wrong digits from a number while an offer waits, and no text from there answers that offer any more: who a
text is from can be forged, and two digits are found in 90 tries. Only that offer: else whoever forges a number could
keep its person from answering at all. Our default, for a city to confirm."""

WRONG: Final = 5
WRONG_MS: Final = 3_600_000
"""So many wrong digits in so long are answered: nobody's telephone is made to ring all night by another's texts."""

KEPT_MS: Final = 30 * 24 * 3_600_000
"""No provider brings a text again after so long."""


async def heard(branch: Branch, said: Said) -> None:
    """Do what a text says, and have its answer sent. The same text come again does and says nothing."""
    now = branch.clock.now()
    people = await branch.database.read(
        partial(store.reached_at, vault=branch.vault, number=said.number, since=now - LATELY_MS)
    )
    await branch.database.write(partial(_hear, branch, said, people, now))


def _hear(branch: Branch, said: Said, people: list[str], now: int, tx: Tx) -> None:
    """Remember the text even if nobody was asked: come again later it must not answer what was asked since."""
    command_id = derived(said.id, "text")
    store.forget(tx, now - KEPT_MS)
    if not store.hear(tx, command_id, now) or not people:
        return
    _answer(branch, said, people, command_id, tx)


def _answer(branch: Branch, said: Said, people: list[str], command_id: str, tx: Tx) -> None:
    now = branch.clock.now()
    answer = rules.read(said.text)
    if answer is None:
        _say(branch, tx, f"sms help {people[0]} {now // HELP_MS}", people[0], word="help", digits=None)
        return
    found = store.meant(tx, people, answer.digits, since=now - LATELY_MS)
    if not found:
        _guessed(branch, tx, people, answer, command_id)
        return
    meant = found[0]
    if len({row["id"] for row in found}) > 1:
        _say(branch, tx, f"sms answer {command_id}", people[0], word="ambiguous", digits=answer.digits)
    elif meant["state"] == "offered" and max(row["wrong"] for row in found) >= GUESSES:
        _say(branch, tx, f"sms guessing {meant['id']} {people[0]}", people[0], word="guessing", digits=None)
    else:
        word = _done(branch, tx, meant, answer, command_id)
        _say(branch, tx, f"sms answer {command_id}", meant["person_id"], word=word, digits=answer.digits)


def _guessed(branch: Branch, tx: Tx, people: list[str], answer: Answer, command_id: str) -> None:
    """Digits that nobody here was told: a slip, or somebody who forges the number and tries them all."""
    now = branch.clock.now()
    store.note_guess(tx, people, since=now - LATELY_MS)
    if store.wrong(tx, people[0], since=now - WRONG_MS) >= WRONG:
        _say(branch, tx, f"sms guessing {people[0]} {now // WRONG_MS}", people[0], word="guessing", digits=None)
        return
    store.note_wrong(tx, command_id, people[0])
    _say(branch, tx, f"sms answer {command_id}", people[0], word="unknown", digits=answer.digits)


def _done(branch: Branch, tx: Tx, meant: Row, answer: Answer, command_id: str) -> Word:
    actor = Actor(person_id=meant["person_id"], roles=roles_of(tx, meant["person_id"]))
    command = _command(meant, answer, command_id, branch.clock.now())

    def work(change: Change) -> None:
        require(actor, command.type, branch.organization.kind)
        branch.handlers[command.type](change, actor, command, command.received_at)

    try:
        tx.attempt(lambda: branch.journal.change(tx, actor, work, command_id=command_id, now=command.received_at))
    except NotNow:
        raise
    except Refusal:
        return "theirs" if store.has_call(tx, meant) else "over"
    return "yes" if answer.is_yes else "no"


def _command(meant: Row, answer: Answer, command_id: str, now: int) -> Received[Any]:
    yes = AcceptAssignment(call_id=meant["call_id"], unit_id=meant["unit_id"])
    return Received(
        id=command_id,
        type="assignment.accept" if answer.is_yes else "assignment.decline",
        v=1,
        entity=meant["id"],
        person=meant["person_id"],
        device_at=now,
        skew_ms=0,
        corrected_at=now,
        received_at=now,
        args=yes if answer.is_yes else DeclineAssignment(reason="other"),
        is_text=True,
    )


def _say(branch: Branch, tx: Tx, key: str, person_id: str, *, word: Word, digits: int | None) -> None:
    payload = {"about": "text", "entity": person_id, "person_id": person_id, "word": word, "digits": digits}
    now = branch.clock.now()
    branch.journal.change(tx, SYSTEM, lambda change: send_later(change, kind="sms", key=key, payload=payload), now=now)
