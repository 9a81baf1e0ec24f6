"""SQL of the ladder: how far each offer climbed towards each person."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final, Literal, get_args

import msgspec

from schemas.records import Rung
from server.storage.database import Row, Tx, listed
from server.vault import Vault

Step = Literal[
    "sent_at", "delivered_at", "shown_at", "pushed_at", "push_failed_at", "texted_at", "text_failed_at", "rang_at"
]

STEPS: Final[tuple[Step, ...]] = get_args(Step)

_CLIMB: Final[dict[Step, str]] = {
    step: (
        "UPDATE delivery SET STEP = :at"
        " WHERE assignment_id = :assignment AND person_id = :person AND (STEP IS NULL OR STEP > :at)"
    ).replace("STEP", step)
    for step in STEPS
}


def expect(tx: Tx, assignment_id: str, person_id: str) -> None:
    """This person should get this offer."""
    tx.run(
        "INSERT INTO delivery (assignment_id, person_id) VALUES (:assignment, :person) ON CONFLICT DO NOTHING",
        assignment=assignment_id,
        person=person_id,
    )


def numbers_given(tx: Tx, since: int) -> list[int]:
    """The numbers of offers since then, whoever they were given to, the latest first (index text_number_by_time)."""
    rows = tx.all("SELECT n FROM text_number WHERE given_at >= :since ORDER BY given_at DESC, n", since=since)
    return [row["n"] for row in rows]


def last_number(tx: Tx, person_id: str) -> int:
    """The last number this person was given; -1 when none was."""
    row = tx.one("SELECT MAX(n) AS n FROM text_number WHERE person_id = :person", person=person_id)
    return -1 if row is None or row["n"] is None else int(row["n"])


def number(tx: Tx, assignment_id: str, person_id: str, n: int, now: int) -> None:
    """Give the offer this number for this person: a text names it by that."""
    tx.run(
        "INSERT INTO text_number (person_id, n, assignment_id, given_at) VALUES (:person, :n, :assignment, :now)",
        person=person_id,
        n=n,
        assignment=assignment_id,
        now=now,
    )


def climb(tx: Tx, assignment_id: str, person_id: str, step: Step, at: int) -> bool:
    """The offer climbed a step towards this person; the earliest time counts. False when nothing changed."""
    return tx.run(_CLIMB[step], assignment=assignment_id, person=person_id, at=at) == 1


def ladders(tx: Tx, assignment_ids: Sequence[str]) -> dict[str, tuple[Rung, ...]]:
    """How far each of these offers climbed, per person; of those that climb nowhere nothing is said."""
    rows = listed(
        tx,
        "SELECT assignment_id, person_id, sent_at, delivered_at, shown_at, pushed_at, push_failed_at, texted_at,"
        " text_failed_at, rang_at FROM delivery WHERE assignment_id IN (:ids) ORDER BY assignment_id, person_id",
        assignment_ids,
    )
    by_assignment = groupby(rows, key=lambda row: str(row["assignment_id"]))
    return {name: tuple(msgspec.convert(row, Rung) for row in climbed) for name, climbed in by_assignment}


_WAITING: Final = (
    "SELECT a.id, a.unit_id FROM delivery AS d JOIN assignment AS a ON a.id = d.assignment_id AND a.state = 'offered'"
    " JOIN unit AS u ON u.id = a.unit_id"
    " JOIN shift_member AS m ON m.shift_id = u.shift_id AND m.person_id = d.person_id AND m.left_at IS NULL"
    " JOIN person AS p ON p.id = d.person_id AND p.ended_at IS NULL WHERE d.person_id = :person"
)
"""Open offers of the unit that this person is on now: who is off shift is told of none."""


def unsent(tx: Tx, _vault: Vault, person_id: str) -> list[tuple[str, str]]:
    """Open offers (assignment, scope of the unit) no socket has carried to this person yet (index delivery_unsent)."""
    return _of(tx.all(f"{_WAITING} AND d.sent_at IS NULL ORDER BY a.id", person=person_id))


def undelivered(tx: Tx, _vault: Vault, person_id: str) -> list[tuple[str, str]]:
    """Open offers (assignment, scope of the unit) their phone has not confirmed (index delivery_undelivered)."""
    return _of(tx.all(f"{_WAITING} AND d.delivered_at IS NULL ORDER BY a.id", person=person_id))


def _of(rows: Sequence[Row]) -> list[tuple[str, str]]:
    return [(row["id"], f"unit:{row['unit_id']}") for row in rows]
