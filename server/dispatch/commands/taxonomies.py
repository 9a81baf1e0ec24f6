"""Making the next edition of what calls are taken by. Calls keep the number of the edition they were taken by."""

from schemas.commands import SetTaxonomy
from schemas.records.taxonomy import Edition, Taxonomy
from server.access import Actor
from server.dispatch.rules.intake import taxonomies as rules
from server.dispatch.store.intake import taxonomies as store
from server.doors import Received
from server.errors import Conflict
from server.journal import Change, hide, record


def set_next(tx: Change, actor: Actor, command: Received[SetTaxonomy], _now: int) -> None:
    """A supervisor made the next edition from the one that counts. Twice is once.

    Raises:
        Conflict: it was made from an edition that counts no more; what is in it may undo what that changed.
        Invalid: this is no edition (`rules.intake.taxonomies`).
    """
    if store.is_known(tx, command.entity):
        return
    args, counts = command.args, store.number_now(tx)
    if args.follows != counts:
        raise Conflict(f"Edition {counts} counts by now, and this was made from {args.follows}: begin again from it.")
    set_edition(tx, command.entity, args, by=actor.person_id)


def set_edition(tx: Change, edition_id: str, edition: Edition, *, by: str | None = None) -> Taxonomy:
    """From now the desk takes calls by this; those before it stay on record, and the newest of them at the desk.

    `by` is who set it, null at the command line.

    Raises:
        Invalid: this is no edition (`rules.intake.taxonomies`).
    """
    told = {name: getattr(edition, name) for name in Edition.__struct_fields__}
    made = Taxonomy(id=edition_id, number=store.number_now(tx) + 1, by=by, set_at=tx.at, **told)
    rules.checked(made)
    store.add(tx, made)
    old = store.numbered(tx, made.number - rules.SHOWN)
    if old is not None:
        hide(tx, "desk", "taxonomy", old)
    record(
        tx,
        kind="taxonomy.set",
        entity_type="taxonomy",
        entity_id=made.id,
        coded={"number": made.number, "types": len(made.types), "agreed_on": made.agreed_on or ""},
        audience=("desk",),
    )
    return made
