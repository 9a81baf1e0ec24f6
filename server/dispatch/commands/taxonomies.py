"""Making the next edition of the call types. Calls keep the number of the edition they were taken by."""

from collections.abc import Sequence

from schemas.records.taxonomy import Taxonomy, TypeInUse
from server.dispatch.rules.intake import taxonomies as rules
from server.dispatch.store.intake import taxonomies as store
from server.journal import Change, hide, record


def set_edition(tx: Change, edition_id: str, types: Sequence[TypeInUse], *, agreed_on: str | None) -> Taxonomy:
    """From now the desk takes calls by this; those before it stay on record.

    Raises:
        Invalid: this is no edition (`rules.intake.taxonomies`).
    """
    before = store.newest(tx)
    made = Taxonomy(
        id=edition_id,
        number=store.number_now(tx) + 1,
        types=rules.checked(types, agreed_on),
        agreed_on=agreed_on,
        set_at=tx.at,
    )
    store.add(tx, made)
    if before is not None:
        hide(tx, "desk", "taxonomy", before.id)
    record(
        tx,
        kind="taxonomy.set",
        entity_type="taxonomy",
        entity_id=made.id,
        coded={"number": made.number, "types": len(made.types), "agreed_on": agreed_on or ""},
        audience=("desk",),
    )
    return made
