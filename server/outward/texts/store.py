"""SQL of texts: whose number it is, and which offer two digits mean. A number is ciphertext until it is dialled."""

from collections.abc import Sequence

from server.dispatch.rules.assignments import TAKEN
from server.dispatch.rules.ladder import digits_of
from server.outward.texts.rules import same_number
from server.storage.database import Row, Tx
from server.vault import Retention, Vault


def hear(tx: Tx, text_id: str, now: int) -> bool:
    """Remember that a text came; False when it came before."""
    added = tx.run("INSERT INTO text_heard (id, at) VALUES (:id, :now) ON CONFLICT DO NOTHING", id=text_id, now=now)
    return added == 1


def note_wrong(tx: Tx, text_id: str, person_id: str) -> None:
    """Its digits were told to nobody who has this number."""
    tx.run("UPDATE text_heard SET wrong_by = :person WHERE id = :id", id=text_id, person=person_id)


def note_guess(tx: Tx, people: Sequence[str], *, since: int) -> None:
    """Whoever it was had one try less at each offer that waits for one of these people."""
    for person_id in people:
        tx.run(
            "UPDATE text_number SET wrong = wrong + 1 WHERE person_id = :person AND given_at >= :since"
            " AND assignment_id IN (SELECT id FROM assignment WHERE state = 'offered')",
            person=person_id,
            since=since,
        )


def wrong(tx: Tx, person_id: str, *, since: int) -> int:
    """How often this person's number gave wrong digits (index text_heard_wrong)."""
    row = tx.one(
        "SELECT COUNT(*) AS n FROM text_heard WHERE wrong_by = :person AND at > :since", person=person_id, since=since
    )
    return 0 if row is None else int(row["n"])


def forget(tx: Tx, before: int) -> None:
    """The texts that cannot come again any more (index text_heard_by_time)."""
    tx.run("DELETE FROM text_heard WHERE at < :before", before=before)


def number_of(tx: Tx, vault: Vault, person_id: str) -> str | None:
    """The number somebody enrolled, while they work here."""
    row = tx.one("SELECT sealed FROM person WHERE id = :id AND ended_at IS NULL", id=person_id)
    opened = None if row is None else vault.show(entity=person_id, retention=Retention.STAFF, sealed=row["sealed"])
    return None if opened is None else opened.get("phone")


def digits_for(tx: Tx, assignment_id: str, person_id: str) -> int | None:
    """What this offer is called in a text to this person (index text_number_by_assignment)."""
    row = tx.one(
        "SELECT n FROM text_number WHERE assignment_id = :assignment AND person_id = :person",
        assignment=assignment_id,
        person=person_id,
    )
    return None if row is None else digits_of(row["n"])


def reached_at(tx: Tx, vault: Vault, number: str, *, since: int) -> list[str]:
    """Who was asked lately and enrolled this number; several may share a telephone (index text_number_by_time)."""
    rows = tx.all(
        "SELECT DISTINCT p.id, p.sealed FROM text_number AS t JOIN person AS p ON p.id = t.person_id"
        " WHERE t.given_at >= :since AND p.ended_at IS NULL ORDER BY p.id",
        since=since,
    )
    vault.expect(Retention.STAFF, [row["id"] for row in rows])
    found = {row["id"]: vault.show(entity=row["id"], retention=Retention.STAFF, sealed=row["sealed"]) for row in rows}
    phones = {person_id: (opened or {}).get("phone") for person_id, opened in found.items()}
    return [person_id for person_id, phone in phones.items() if phone is not None and same_number(phone, number)]


def meant(tx: Tx, people: Sequence[str], digits: int, *, since: int) -> list[Row]:
    """The offers these digits were given to, for each of these people the last one."""
    return [row for person_id in people for row in _meant_by(tx, person_id, digits, since)]


def _meant_by(tx: Tx, person_id: str, digits: int, since: int) -> list[Row]:
    rows = tx.all(
        "SELECT t.n, t.person_id, t.wrong, a.id, a.call_id, a.unit_id, a.state FROM text_number AS t"
        " JOIN assignment AS a ON a.id = t.assignment_id"
        " WHERE t.person_id = :person AND t.given_at >= :since ORDER BY t.n DESC",
        person=person_id,
        since=since,
    )
    return [row for row in rows if digits_of(row["n"]) == digits][:1]


def has_call(tx: Tx, meant: Row) -> bool:
    """Whether this person is on a team that has the call, by this offer or another (index assignment_by_call)."""
    rows = tx.all(
        "SELECT a.state FROM assignment AS a JOIN unit AS u ON u.id = a.unit_id"
        " JOIN shift_member AS m ON m.shift_id = u.shift_id AND m.person_id = :person AND m.left_at IS NULL"
        " WHERE a.call_id = :call",
        call=meant["call_id"],
        person=meant["person_id"],
    )
    return any(row["state"] in TAKEN for row in rows)
