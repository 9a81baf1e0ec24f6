"""Supervisors who are at work: who is sent a text when something that waits for an answer gets none."""

from typing import Final

from server.journal import Change, send_later
from server.storage.database import Tx

ANSWER_MS: Final = 60_000
"""So long what a team asks for waits for an answer before supervisors are sent a text. Our default, for a city to
confirm."""

AT_WORK_MS: Final = 12 * 3_600_000
"""Whose device was heard in so long, a shift at its longest, is taken to be at work: supervisors sign on to no team."""


def at_work(tx: Tx, *, now: int) -> list[str]:
    """The supervisors who are signed in on a device that was heard lately (index session_by_person)."""
    rows = tx.all(
        "SELECT r.person_id FROM role AS r JOIN person AS p ON p.id = r.person_id WHERE r.role = 'supervisor'"
        " AND p.ended_at IS NULL AND EXISTS (SELECT 1 FROM session AS s JOIN device AS d ON d.id = s.device_id"
        " WHERE s.person_id = r.person_id AND s.ended_at IS NULL AND d.revoked_at IS NULL AND d.last_seen >= :since)"
        " ORDER BY r.person_id",
        since=now - AT_WORK_MS,
    )
    return [row["person_id"] for row in rows]


def text(tx: Change, about: str, entity_id: str, *, word: str, once: str) -> None:
    """Send each of them this word about what waits; a second time only under another `once`."""
    for person_id in at_work(tx, now=tx.at):
        payload = {"about": about, "entity": entity_id, "person_id": person_id, "word": word, "digits": None}
        send_later(tx, kind="sms", key=f"{once} {person_id}", payload=payload)
