"""SQL of handoffs: what a shift leaves is read here from all that is known, and kept as it was when the shift ended."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final

import msgspec

from schemas.records import Handoff, Left, OutcomeAnswers, SupplyGiven, Told
from server.dispatch.rules.shifts.handoffs import Leaving, Summary, promises
from server.dispatch.rules.told import owed
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault

KEPT: Final = Retention.CARE_NOTE
"""What a note to the next shift is, for the clock that ends it."""

_SHOWN: Final = (
    *("id", "unit_id", "shift_id", "by", "since", "made_at", "late_at", "read_at", "read_by"),
    *("unkept", "version"),
)
_LEFT: Final = (
    "SELECT a.id, a.call_id, c.number FROM assignment AS a JOIN call AS c ON c.id = a.call_id"
    " AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.subject = c.id)"
)


def add(tx: Tx, leaving: Leaving, summary: Summary, *, by: str) -> bool:
    """Write what was left; False when it was written before."""
    added = tx.run(
        "INSERT INTO handoff (id, unit_id, shift_id, given_by, since, made_at, summary, done, version)"
        " VALUES (:id, :unit_id, :shift_id, :by, :since, :at, :summary, '[]', 1) ON CONFLICT DO NOTHING",
        **msgspec.structs.asdict(leaving),
        by=by,
        summary=msgspec.json.encode(summary).decode(),
    )
    for call_id in {each.call_id for each in promises(summary)}:
        tx.run(
            "INSERT INTO handoff_about (call_id, handoff_id) VALUES (:call, :id) ON CONFLICT DO NOTHING",
            call=call_id,
            id=leaving.id,
        )
    return added == 1


def find(tx: Tx, handoff_id: str) -> Row | None:
    """Whose it is, what it says and who read it."""
    return tx.one(
        "SELECT id, unit_id, given_by, summary, notes, late_at, read_at, done FROM handoff WHERE id = :id",
        id=handoff_id,
    )


def about(tx: Tx, handoff_id: str) -> list[str]:
    """The calls it is about."""
    rows = tx.all("SELECT call_id FROM handoff_about WHERE handoff_id = :id ORDER BY call_id", id=handoff_id)
    return [row["call_id"] for row in rows]


def is_about_erased(tx: Tx, handoff_id: str) -> bool:
    """True when a call that it is about was erased."""
    sql = "SELECT a.call_id FROM handoff_about AS a JOIN erased AS e ON e.subject = a.call_id WHERE a.handoff_id = :id"
    return bool(tx.all(sql, id=handoff_id))


def of_call(tx: Tx, call_id: str) -> list[str]:
    """The handoffs that are about a call."""
    rows = tx.all("SELECT handoff_id FROM handoff_about WHERE call_id = :call ORDER BY handoff_id", call=call_id)
    return [row["handoff_id"] for row in rows]


def set_notes(tx: Tx, handoff_id: str, sealed: bytes) -> None:
    """What was added in free words, as ciphertext."""
    tx.run("UPDATE handoff SET notes = :notes, version = version + 1 WHERE id = :id", id=handoff_id, notes=sealed)


def add_unkept(tx: Tx, handoff_id: str) -> None:
    """One more note that is not kept."""
    tx.run("UPDATE handoff SET unkept = unkept + 1, version = version + 1 WHERE id = :id", id=handoff_id)


def set_late(tx: Tx, handoff_id: str, at: int) -> None:
    """Nobody has read it in time."""
    tx.run("UPDATE handoff SET late_at = :at, version = version + 1 WHERE id = :id", id=handoff_id, at=at)


def read(tx: Tx, handoff_id: str, *, by: str, at: int, shift_id: str | None) -> None:
    """Somebody has read it, on this shift or at the desk; the earliest stands."""
    tx.run(
        "UPDATE handoff SET read_at = :at, read_by = :by, read_shift = :shift, version = version + 1"
        " WHERE id = :id AND (read_at IS NULL OR read_at > :at)",
        id=handoff_id,
        by=by,
        at=at,
        shift=shift_id,
    )


def set_done(tx: Tx, handoff_id: str, done: Sequence[str]) -> None:
    """What somebody saw to."""
    tx.run(
        "UPDATE handoff SET done = :done, version = version + 1 WHERE id = :id",
        id=handoff_id,
        done=msgspec.json.encode(done).decode(),
    )


def read_on(tx: Tx, shift_id: str) -> list[Summary]:
    """What was read on this shift, without what somebody saw to or was erased, the oldest first.

    By index handoff_by_read_shift.
    """
    sql = "SELECT id, summary, done FROM handoff WHERE read_shift = :shift ORDER BY made_at, id"
    rows = tx.all(sql, shift=shift_id)
    erased = _erased(tx, rows)
    return [_still_to_do(row, erased) for row in rows]


def own_promises(row: Row) -> frozenset[str]:
    """What somebody has to see to, by id."""
    return frozenset(each.id for each in promises(_summary(row)))


def _still_to_do(row: Row, erased: Collection[str]) -> Summary:
    done = frozenset(msgspec.json.decode(row["done"]))
    return _without(_summary(row), lambda each: each.id in done or each.call_id in erased)


def _erased(tx: Tx, handoffs: Iterable[Row]) -> set[str]:
    """The calls that these are about and that were erased."""
    rows = listed(
        tx,
        "SELECT a.handoff_id, a.call_id FROM handoff_about AS a JOIN erased AS e ON e.subject = a.call_id"
        " WHERE a.handoff_id IN (:ids)",
        [row["id"] for row in handoffs],
    )
    return {row["call_id"] for row in rows}


def _without(summary: Summary, is_gone: Callable[[Left], bool]) -> Summary:
    kept = {
        name: tuple(each for each in getattr(summary, name) if not is_gone(each))
        for name in ("calls", "reasons", "backs", "logs", "referrals")
    }
    return msgspec.structs.replace(summary, **kept)


def _summary(row: Row) -> Summary:
    return msgspec.json.decode(row["summary"], type=Summary)


# ------------------------------------------------------------------ what a shift leaves


def of_assignments(tx: Tx, ids: Iterable[str]) -> list[Left]:
    """These assignments as something that is left."""
    return _left(listed(tx, f"{_LEFT} WHERE a.id IN (:ids) ORDER BY a.offered_at, a.id", list(ids)))


def referrals(tx: Tx, unit_id: str, since: int) -> list[Left]:
    """What a unit promised for tonight since then (index referral_by_made_at)."""
    return _left(
        tx.all(
            "SELECT r.id, r.call_id, c.number FROM referral AS r JOIN call AS c ON c.id = r.call_id"
            " WHERE r.made_at >= :since AND r.unit_id = :unit AND r.state = 'sent' AND r.urgency = 'tonight'"
            " AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.subject = c.id)"
            " ORDER BY r.made_at, r.id",
            unit=unit_id,
            since=since,
        )
    )


def open_calls(tx: Tx) -> list[Left]:
    """Every call without an end."""
    return _left(
        tx.all(
            "SELECT c.id, c.id AS call_id, c.number FROM call AS c"
            " WHERE c.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.subject = c.id)"
            " ORDER BY c.received_at, c.id"
        )
    )


def reasons_to_do(tx: Tx) -> list[Left]:
    """Calls on the desk that were closed without a team, and of which nobody has said yet why."""
    return _left(
        tx.all(
            "SELECT c.id, c.id AS call_id, c.number FROM feed AS f JOIN call AS c ON c.id = f.id"
            " WHERE f.scope = 'desk' AND f.type = 'call' AND f.op = 'put' AND c.closed_at IS NOT NULL"
            " AND c.not_sent_reason IS NULL AND c.merged_into IS NULL"
            " AND c.triage_result NOT IN ('phone_resolved', 'transfer_988', 'transfer_211', 'self_help', 'duplicate')"
            " AND NOT EXISTS (SELECT 1 FROM assignment AS a WHERE a.call_id = c.id"
            " AND (a.arrived_at IS NOT NULL OR a.state = 'cleared'))"
            " AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.subject = c.id) ORDER BY c.received_at, c.id"
        )
    )


def call_backs_owed(tx: Tx) -> list[Left]:
    """Calls on the desk whose callers are still to be called back; each promise by its own id."""
    rows = tx.all(
        "SELECT c.id, c.number, c.told FROM feed AS f JOIN call AS c ON c.id = f.id"
        " WHERE f.scope = 'desk' AND f.type = 'call' AND f.op = 'put' AND c.told <> '[]'"
        " AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.subject = c.id) ORDER BY c.received_at, c.id"
    )
    return [
        Left(id=told.id, call_id=row["id"], number=row["number"])
        for row in rows
        if (told := owed(msgspec.json.decode(row["told"], type=tuple[Told, ...]))) is not None
    ]


def supplies(tx: Tx, unit_id: str, since: int) -> tuple[SupplyGiven, ...]:
    """What a unit gave since then, so that the van is filled up: by the answers that count."""
    rows = tx.all(
        "SELECT figures FROM encounter WHERE unit_id = :unit AND first_saved_at >= :since ORDER BY id",
        unit=unit_id,
        since=since,
    )
    total: dict[Any, int] = {}
    for row in rows:
        for given in msgspec.json.decode(row["figures"], type=OutcomeAnswers).supplies or ():
            total[given.code] = total.get(given.code, 0) + given.quantity
    return tuple(SupplyGiven(code=code, quantity=quantity) for code, quantity in sorted(total.items()))


def open_alarms(tx: Tx) -> int:
    """How many alarms nobody at the desk has."""
    row = tx.one("SELECT COUNT(*) AS n FROM alarm WHERE resolved_at IS NULL")
    return 0 if row is None else int(row["n"])


def unsent(tx: Tx, people: Sequence[str]) -> int:
    """What the phones of these people said they had not sent yet when they were last heard."""
    rows = listed(
        tx,
        "SELECT d.id, d.unsent FROM device AS d WHERE EXISTS (SELECT 1 FROM session AS s"
        " WHERE s.device_id = d.id AND s.ended_at IS NULL AND s.person_id IN (:ids))",
        people,
    )
    return sum(int(row["unsent"]) for row in rows)


def held(tx: Tx, people: Sequence[str]) -> int:
    """What of these people lies in custody."""
    rows = listed(tx, "SELECT command_id FROM held WHERE resolved_at IS NULL AND person_id IN (:ids)", people)
    return len(rows)


# ------------------------------------------------------------------ the record


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Handoff]:
    """Handoffs as readers see them: nothing in them is about a call that was erased."""
    rows = listed(
        tx,
        "SELECT h.id, h.unit_id, h.shift_id, h.given_by AS by, h.since, h.made_at, h.summary, h.notes, h.late_at,"
        " h.read_at, h.read_by, h.done, h.unkept, h.version, p.sealed AS by_sealed, r.sealed AS reader_sealed"
        " FROM handoff AS h LEFT JOIN person AS p ON p.id = h.given_by LEFT JOIN person AS r ON r.id = h.read_by"
        " WHERE h.id IN (:ids)",
        ids,
    )
    people = {row[name] for row in rows for name in ("by", "read_by") if row[name] is not None}
    vault.expect(Retention.STAFF, sorted(people))
    vault.expect(KEPT, [key_name("handoff", row["id"]) for row in rows if row["notes"] is not None])
    erased = _erased(tx, rows)
    return {row["id"]: _record(vault, row, erased) for row in rows}


def notes(vault: Vault, row: Row) -> tuple[str, ...]:
    """What was added in free words, as far as its key is there."""
    if row["notes"] is None:
        return ()
    name = key_name("handoff", row["id"])
    opened = vault.show(entity=name, retention=KEPT, sealed=bytes(row["notes"])) or {}
    return tuple(opened.get("notes", ()))


def _record(vault: Vault, row: Row, erased: set[str]) -> Handoff:
    summary = _without(_summary(row), lambda each: each.call_id in erased)
    shown = {name: row[name] for name in _SHOWN}
    named = {"name": _name(vault, row["by"], row["by_sealed"]), "notes": notes(vault, row)}
    if row["read_by"] is not None:
        named["reader"] = _name(vault, row["read_by"], row["reader_sealed"])
    told = msgspec.structs.asdict(summary) | {"promised": len(summary.referrals)}
    return msgspec.convert({**shown, **told, **named, "done": msgspec.json.decode(row["done"])}, Handoff)


def _name(vault: Vault, person_id: str, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    opened = vault.show(entity=person_id, retention=Retention.STAFF, sealed=bytes(sealed)) or {}
    return str(opened.get("name", ""))


def _left(rows: Iterable[Row]) -> list[Left]:
    return [Left(id=row["id"], call_id=row["call_id"], number=row["number"]) for row in rows]
