"""SQL of who is sent for help in a site and who is phoned when no lead has it: every policy that was ever set here."""

from collections.abc import Sequence

import msgspec

from schemas.commands import SetHelpPolicy
from schemas.records import HelpPolicy, ToPhone
from server.interruption.store import people
from server.storage.database import Row, Tx, listed
from server.vault import Vault


def add(tx: Tx, policy_id: str, policy: SetHelpPolicy, *, by: str, at: int) -> None:
    """Write a policy under the next number; it counts from now."""
    row = tx.one("SELECT COALESCE(MAX(number), 0) + 1 AS number FROM site_policy")
    assert row is not None, "an aggregate has a row"
    tx.run(
        "INSERT INTO site_policy (id, number, said, set_by, set_at) VALUES (:id, :number, :said, :by, :at)"
        " ON CONFLICT DO NOTHING",
        id=policy_id,
        number=row["number"],
        said=msgspec.json.encode(policy).decode(),
        by=by,
        at=at,
    )


def newest(tx: Tx) -> tuple[str, SetHelpPolicy] | None:
    """The policy that counts now, and its id; None where none was set."""
    row = tx.one("SELECT id, said FROM site_policy ORDER BY number DESC LIMIT 1")
    return None if row is None else (row["id"], msgspec.json.decode(row["said"], type=SetHelpPolicy))


def on_call(tx: Tx) -> list[str]:
    """Who is named to be phoned when no lead has a call for help; where nobody who works here is, every lead."""
    set_last = newest(tx)
    named = None if set_last is None else set_last[1].on_call
    return [named] if named is not None and people.works_here(tx, named) else people.leads(tx)


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, HelpPolicy]:
    """Policies as a lead sees them, with whoever set them and whoever is to be phoned."""
    rows = listed(tx, "SELECT id, number, said, set_by, set_at FROM site_policy WHERE id IN (:ids)", ids)
    said = {row["id"]: msgspec.json.decode(row["said"], type=SetHelpPolicy) for row in rows}
    wanted = {row["set_by"] for row in rows} | {each.on_call for each in said.values() if each.on_call is not None}
    known = {each.person_id: each for each in people.to_phone(tx, vault, wanted)}
    return {row["id"]: _record(row, said[row["id"]], known) for row in rows}


def _record(row: Row, said: SetHelpPolicy, known: dict[str, ToPhone]) -> HelpPolicy:
    by = known.get(row["set_by"])
    return HelpPolicy(
        id=row["id"],
        number=row["number"],
        order=said.order,
        police_preset=said.police_preset,
        on_call=known.get(said.on_call or ""),
        set_at=row["set_at"],
        by=row["set_by"],
        name="" if by is None else by.name,
    )
