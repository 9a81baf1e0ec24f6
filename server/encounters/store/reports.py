"""SQL of reports that the law asks for: that one was made, when, to whom, in which role."""

from collections.abc import Sequence
from itertools import groupby

import msgspec

from schemas.commands import MadeReport
from schemas.records import MandatedReport
from server.storage.database import Tx, listed


def add(tx: Tx, report_id: str, made: MadeReport, *, at: int) -> bool:
    """Keep that one was made; False when that was kept before."""
    added = tx.run(
        "INSERT INTO mandated_report (id, call_id, unit_id, reported_to, role, at)"
        " VALUES (:id, :call, :unit, :to, :role, :at) ON CONFLICT DO NOTHING",
        id=report_id,
        call=made.call_id,
        unit=made.unit_id,
        to=made.to,
        role=made.role,
        at=at,
    )
    return added == 1


def shown_with(tx: Tx, call_id: str, unit_id: str) -> list[str]:
    """The outcomes that it stands with: those of the team at this call."""
    rows = tx.all(
        "SELECT id FROM encounter WHERE call_id = :call AND unit_id = :unit ORDER BY id", call=call_id, unit=unit_id
    )
    return [row["id"] for row in rows]


def of_encounters(tx: Tx, ids: Sequence[str]) -> dict[str, tuple[MandatedReport, ...]]:
    """What was reported after these outcomes, the earliest first."""
    rows = listed(
        tx,
        "SELECT e.id AS encounter_id, r.id, r.reported_to, r.role, r.at FROM encounter AS e JOIN mandated_report AS r"
        " ON r.call_id = e.call_id AND r.unit_id = e.unit_id WHERE e.id IN (:ids) ORDER BY e.id, r.at, r.id",
        ids,
    )
    return {
        encounter_id: tuple(
            msgspec.convert(
                {"id": row["id"], "to": row["reported_to"], "role": row["role"], "at": row["at"]}, MandatedReport
            )
            for row in made
        )
        for encounter_id, made in groupby(rows, key=lambda row: str(row["encounter_id"]))
    }
