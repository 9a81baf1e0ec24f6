"""SQL of roll-calls: why and when everybody was asked, and each team's answer."""

from collections.abc import Sequence

import msgspec

from schemas.codes.dispatch import CheckStep, RollReason
from schemas.records import Roll
from server.storage.database import Row, Tx, listed
from server.vault import Vault

_TEAM = (
    "SELECT t.id, t.roll_id, t.unit_id, r.why, r.called_at, t.asked_at, t.answered_at, r.ended_at, t.step, t.no_link,"
    " t.version FROM roll_team AS t JOIN roll_call AS r ON r.id = t.roll_id"
)


def add(tx: Tx, roll_id: str, *, why: RollReason, by: str, at: int) -> bool:
    """Write a roll-call; False when it is known."""
    added = tx.run(
        "INSERT INTO roll_call (id, why, called_by, called_at) VALUES (:id, :why, :by, :at) ON CONFLICT DO NOTHING",
        id=roll_id,
        why=why,
        by=by,
        at=at,
    )
    return added == 1


def called(tx: Tx, roll_id: str) -> Row | None:
    """When everybody was asked, and when that ended."""
    return tx.one("SELECT called_at, ended_at FROM roll_call WHERE id = :id", id=roll_id)


def end(tx: Tx, roll_id: str, *, at: int) -> None:
    """Nobody is asked any more; the earliest stands."""
    tx.run(
        "UPDATE roll_call SET ended_at = :at WHERE id = :id AND (ended_at IS NULL OR ended_at > :at)",
        id=roll_id,
        at=at,
    )


def on_shift(tx: Tx) -> list[str]:
    """The units with somebody on shift now."""
    rows = tx.all(
        "SELECT u.id FROM unit AS u WHERE EXISTS (SELECT 1 FROM shift_member AS m WHERE m.shift_id = u.shift_id"
        " AND m.left_at IS NULL) ORDER BY u.id"
    )
    return [row["id"] for row in rows]


def ask(tx: Tx, team_id: str, *, roll_id: str, unit_id: str, at: int) -> None:
    """A team is asked, or asked again where it has not answered."""
    tx.run(
        "INSERT INTO roll_team (id, roll_id, unit_id, asked_at, no_link, version) VALUES (:id, :roll, :unit, :at, 0, 1)"
        " ON CONFLICT (id) DO UPDATE SET asked_at = :at, step = NULL, no_link = 0, version = roll_team.version + 1",
        id=team_id,
        roll=roll_id,
        unit=unit_id,
        at=at,
    )


def find(tx: Tx, team_id: str) -> Row | None:
    """One team of a roll-call."""
    return tx.one(f"{_TEAM} WHERE t.id = :id", id=team_id)


def teams(tx: Tx, roll_id: str) -> list[Row]:
    """Every team of a roll-call (index roll_team_by_roll)."""
    return tx.all(f"{_TEAM} WHERE t.roll_id = :roll ORDER BY t.unit_id", roll=roll_id)


def unanswered(tx: Tx, unit_id: str) -> list[Row]:
    """What a unit was asked and has not answered, in roll-calls that go on (index roll_team_open)."""
    return tx.all(
        f"{_TEAM} WHERE t.unit_id = :unit AND t.answered_at IS NULL AND r.ended_at IS NULL ORDER BY t.id", unit=unit_id
    )


def is_awaited(tx: Tx, roll_id: str) -> bool:
    """Whether a team has not answered yet."""
    row = tx.one("SELECT id FROM roll_team WHERE roll_id = :roll AND answered_at IS NULL LIMIT 1", roll=roll_id)
    return row is not None


def answer(tx: Tx, team_id: str, *, at: int) -> None:
    """The team is all right; the earliest answer stands."""
    tx.run(
        "UPDATE roll_team SET answered_at = :at, step = NULL, no_link = 0, version = version + 1"
        " WHERE id = :id AND (answered_at IS NULL OR answered_at > :at)",
        id=team_id,
        at=at,
    )


def leave_out(tx: Tx, team_id: str) -> None:
    """The team is off shift: it is asked no longer."""
    tx.run("DELETE FROM roll_team WHERE id = :id", id=team_id)


def set_step(tx: Tx, team_id: str, step: CheckStep | None, *, no_link: bool) -> None:
    """What the desk is to do about an answer that does not come."""
    tx.run(
        "UPDATE roll_team SET step = :step, no_link = :no_link, version = version + 1 WHERE id = :id",
        id=team_id,
        step=step,
        no_link=int(no_link),
    )


def load(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, Roll]:
    """Teams of roll-calls as readers see them."""
    rows = listed(tx, f"{_TEAM} WHERE t.id IN (:ids)", ids)
    return {row["id"]: msgspec.convert({**row, "no_link": bool(row["no_link"])}, Roll) for row in rows}
