"""SQL of the log and the exports: reads other slices' tables, in pages, within one snapshot. Writes nothing."""

from collections.abc import Iterator
from typing import Final

from server.storage.database import Row, Tx

PAGE: Final = 500


def calls(tx: Tx, since: int, until: int) -> Iterator[Row]:
    """Calls received in the span, oldest first, each with how many responses it had (index call_by_received_at)."""
    at, last = since, ""
    while True:
        rows = tx.all(
            "SELECT c.id, c.number, c.status, c.source, c.type_code, c.taxonomy_version, c.priority, c.received_at,"
            " c.entered_at, c.triaged_at, c.first_offer_at, c.closed_at, c.not_sent_reason,"
            " CASE WHEN c.merged_into IS NULL THEN c.triage_result ELSE 'duplicate' END AS triage_result,"
            " c.would_have_gone_to, c.would_have_gone_to_proposed, c.caller_role, c.location_kind, c.area,"
            " c.minor_involved, c.persons_count, c.place_within, c.screening, c.told,"
            " (SELECT COUNT(*) FROM assignment AS a WHERE a.call_id = c.id) AS responses"
            " FROM call AS c WHERE (c.received_at > :at OR (c.received_at = :at AND c.id > :last))"
            " AND c.received_at < :until ORDER BY c.received_at, c.id LIMIT :page",
            at=at,
            last=last,
            until=until,
            page=PAGE,
        )
        yield from rows
        if len(rows) < PAGE:
            return
        at, last = rows[-1]["received_at"], rows[-1]["id"]


def assignments_of(tx: Tx, call_id: str) -> list[Row]:
    """The responses of one call in the order they were offered (index assignment_by_call)."""
    return tx.all(
        "SELECT a.id, a.call_id, a.unit_id, a.state, a.offered_at, a.accepted_at, a.enroute_at, a.staged_at,"
        " a.arrived_at, a.contact_at, a.transport_at, a.dest_at, a.cleared_at, a.decline_reason, a.self_initiated,"
        " a.begun, a.origin, e.id AS encounter_id"
        " FROM assignment AS a LEFT JOIN encounter AS e ON e.assignment_id = a.id"
        " WHERE a.call_id = :call ORDER BY a.offered_at, a.id",
        call=call_id,
    )


def encounters_of(tx: Tx, call_id: str) -> list[Row]:
    """The written outcomes of one call: the answers that count, and how many saves made them."""
    return tx.all(
        "SELECT e.id, e.assignment_id, e.call_id, e.unit_id, e.first_saved_at, e.received_at, e.figures,"
        " (SELECT COUNT(*) FROM encounter_save AS s WHERE s.encounter_id = e.id) AS saves, a.cleared_at,"
        " a.self_initiated"
        " FROM encounter AS e LEFT JOIN assignment AS a ON a.id = e.assignment_id"
        " WHERE e.call_id = :call ORDER BY e.first_saved_at, e.id",
        call=call_id,
    )


def referrals_of(tx: Tx, call_id: str) -> list[Row]:
    """The referrals of one call, each with the last time its unit had gone by then (index referral_by_call)."""
    return tx.all(
        "SELECT r.id, r.call_id, r.unit_id, r.service_id, r.need, r.state, r.unavailable_reason, r.urgency,"
        " r.consent_form, r.consent_given_at, r.consent_expires_at, r.shared_fields, r.made_at, a.id AS assignment_id,"
        " a.self_initiated"
        " FROM referral AS r LEFT JOIN assignment AS a ON a.id = ("
        "  SELECT w.id FROM assignment AS w WHERE w.call_id = r.call_id AND w.unit_id = r.unit_id"
        "  AND w.state NOT IN ('offered', 'declined', 'expired', 'superseded', 'withdrawn')"
        "  ORDER BY CASE WHEN w.offered_at <= r.made_at THEN 0 ELSE 1 END, w.offered_at DESC, w.id DESC LIMIT 1)"
        " WHERE r.call_id = :call ORDER BY r.made_at, r.id",
        call=call_id,
    )


def stages_of(tx: Tx, call_id: str) -> list[Row]:
    """Every stage reported for one call, each report kept, in the order of corrected time; and whether it still counts.

    What takes a report back is said in the row that it takes back, as `standing` of the rules of dispatch has it.
    """
    return tx.all(
        "SELECT a.id AS assignment_id, u.name AS unit, t.stage, t.device_at, t.corrected_at, t.received_at, t.origin,"
        " a.self_initiated, t.corrects_at, CASE WHEN EXISTS ("
        "  SELECT 1 FROM stage_time AS b WHERE b.assignment_id = t.assignment_id AND b.stage = t.stage"
        "  AND (b.takes_back = t.command_id OR (b.takes_back = 'every'"
        "   AND b.said_at >= COALESCE(t.said_at, t.corrects_at, t.corrected_at)))"
        " ) THEN 1 ELSE 0 END AS taken_back"
        " FROM assignment AS a JOIN stage_time AS t ON t.assignment_id = a.id"
        " JOIN unit AS u ON u.id = a.unit_id WHERE a.call_id = :call AND t.takes_back IS NULL"
        " ORDER BY t.corrected_at, t.received_at, t.stage",
        call=call_id,
    )


def zone(tx: Tx) -> str:
    """The time zone of the city, as its directory states it."""
    row = tx.one("SELECT timezone FROM directory_head WHERE one = 1")
    return "UTC" if row is None else str(row["timezone"])


def known_until(tx: Tx) -> int:
    """When the last that this snapshot knows of happened here: what is later is not over yet."""
    row = tx.one("SELECT at FROM journal ORDER BY seq DESC, n DESC LIMIT 1")
    return 0 if row is None else int(row["at"])


def site_days(tx: Tx, first: str, last: str) -> list[Row]:
    """The days from the first to the last on which callers were given the confidential site's number."""
    return tx.all(
        "SELECT day, given FROM site_day WHERE day >= :first AND day <= :last ORDER BY day", first=first, last=last
    )


def felt_weeks(tx: Tx) -> list[Row]:
    """How many of each team felt safe in each week, and how many did not, the earliest first."""
    return tx.all("SELECT unit_id, week, safe, unsafe FROM felt_week ORDER BY week, unit_id")


def people_of_week(tx: Tx, unit_id: str, since: int, until: int) -> int:
    """How many people were on a shift of this team in the span (index shift_member_by_unit)."""
    row = tx.one(
        "SELECT COUNT(DISTINCT person_id) AS people FROM shift_member"
        " WHERE unit_id = :unit AND joined_at < :until AND (left_at IS NULL OR left_at >= :since)",
        unit=unit_id,
        since=since,
        until=until,
    )
    assert row is not None, "a count always answers"
    return int(row["people"])


def latest_calls(tx: Tx, since: int, before_at: int, before_id: str, limit: int) -> list[Row]:
    """Calls of the span before a place in it, newest first (index call_by_received_at)."""
    return tx.all(
        "SELECT id, status, type_code, priority, received_at, not_sent_reason, area,"
        " CASE WHEN merged_into IS NULL THEN triage_result ELSE 'duplicate' END AS triage_result FROM call"
        " WHERE received_at >= :since AND (received_at < :at OR (received_at = :at AND id < :id))"
        " ORDER BY received_at DESC, id DESC LIMIT :n",
        since=since,
        at=before_at,
        id=before_id,
        n=limit,
    )


def totals(tx: Tx, since: int, until: int) -> Row:
    """How many calls, how many nobody was sent to, and how many outcomes are still to be written, in the span."""
    row = tx.one(
        "SELECT (SELECT COUNT(*) FROM call WHERE received_at >= :since AND received_at < :until) AS calls,"
        " (SELECT COUNT(*) FROM call WHERE received_at >= :since AND received_at < :until"
        "  AND not_sent_reason IS NOT NULL) AS not_sent,"
        " (SELECT COUNT(*) FROM assignment AS a JOIN call AS c ON c.id = a.call_id"
        "  WHERE c.received_at >= :since AND c.received_at < :until"
        "  AND (a.arrived_at IS NOT NULL OR a.cleared_at IS NOT NULL)"
        "  AND NOT EXISTS (SELECT 1 FROM encounter AS e WHERE e.assignment_id = a.id)) AS open_logs",
        since=since,
        until=until,
    )
    assert row is not None, "a count always answers"
    return row
