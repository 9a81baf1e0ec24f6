"""Export rows made of stored rows: one generator per file, in the order of the calls, from one snapshot."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from schemas.base import Struct
from schemas.exports import (
    CallRow,
    EncounterRow,
    FeltWeekRow,
    ReferralRow,
    ResponseRow,
    SiteDayRow,
    SiteQuarterRow,
    StageRow,
)
from schemas.records import OtherOnScene, OutcomeAnswers, Told
from server.days import day_of, ends_of, ends_of_week, quarter_of, start_of
from server.reports import store
from server.reports.rules import days, hour, joined, moment, opaque, seconds
from server.storage.database import Row, Tx

RESOLUTIONS = 3

FEWEST: Final = 11
"""Fewer callers than these are told to nobody outside. Source: CMS shows no cell of 1 to 10 (domain: small cells)."""

FEWEST_PEOPLE: Final = 3
"""Fewer people are a pair, of whom each knows the other's answer by their own. Ours, for a city to confirm."""


def call_rows(tx: Tx, secret: bytes, since: int, until: int) -> Iterator[CallRow]:
    """Every call, also those nobody was sent to."""
    for row in store.calls(tx, since, until):
        yield call_row(row, secret)


def call_row(row: Row, secret: bytes) -> CallRow:
    """One call as the manager may see it."""
    screening = msgspec.json.decode(row["screening"], type=dict[str, str])
    told = msgspec.json.decode(row["told"], type=tuple[Told, ...])
    received = row["received_at"]
    return CallRow(
        call_key=opaque(secret, "call", row["id"]),
        received_hour=hour(received),
        screened_yes=joined(sorted(key for key, answer in screening.items() if answer == "yes")),
        screened_unknown=joined(sorted(key for key, answer in screening.items() if answer == "unknown")),
        to_entered_s=seconds(received, row["entered_at"]),
        to_triaged_s=seconds(received, row["triaged_at"]),
        to_first_offer_s=seconds(received, row["first_offer_at"]),
        to_closed_s=seconds(received, row["closed_at"]),
        caller_told=next((each.what for each in reversed(told) if each.what != "call_back"), None),
        called_back=next((each.how for each in reversed(told) if each.what == "call_back"), None),
        **_same(row, CALL_COLUMNS),
    )


CALL_COLUMNS: Final = (
    *("status", "source", "type_code", "taxonomy_version", "priority", "triage_result", "not_sent_reason"),
    *("would_have_gone_to", "would_have_gone_to_proposed", "caller_role", "location_kind", "area"),
    *("minor_involved", "persons_count", "place_within", "responses"),
)


def _same(row: Row, columns: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: row[name] for name in columns}


def response_rows(tx: Tx, secret: bytes, since: int, until: int) -> Iterator[ResponseRow]:
    """One row per team and call."""
    for call in store.calls(tx, since, until):
        for row in store.assignments_of(tx, call["id"]):
            yield response_row(row, call["received_at"], secret)


def response_row(row: Row, received_at: int, secret: bytes) -> ResponseRow:
    """One response: how it ended, and the time between its stages."""
    begun = row["accepted_at"]
    return ResponseRow(
        response_key=opaque(secret, "response", row["id"]),
        call_key=opaque(secret, "call", row["call_id"]),
        unit_key=opaque(secret, "unit", row["unit_id"]),
        state=row["state"],
        self_initiated=bool(row["self_initiated"]),
        decline_reason=row["decline_reason"],
        origin=row["origin"],
        outcome=outcome_state(row),
        to_offered_s=None if row["self_initiated"] else seconds(received_at, row["offered_at"]),
        to_accepted_s=seconds(row["offered_at"], begun),
        turnout_s=seconds(begun, row["enroute_at"]),
        travel_s=seconds(row["enroute_at"], row["arrived_at"]),
        to_contact_s=seconds(row["arrived_at"], row["contact_at"]),
        on_scene_s=seconds(row["arrived_at"], row["cleared_at"]),
        task_s=seconds(begun, row["cleared_at"]),
        response_s=waited_s(received_at, row),
        begun=row["begun"],
    )


def waited_s(received_at: int, row: Row) -> int | None:
    """How long somebody waited until this team came; whom a team came across waited for nobody."""
    return None if row["begun"] == "on_view" else seconds(received_at, row["arrived_at"])


def outcome_state(row: Row) -> str:
    """Whether the outcome was written: it is due once the team arrived or cleared."""
    if row["encounter_id"] is not None:
        return "saved"
    return "due" if row["arrived_at"] is not None or row["cleared_at"] is not None else "none"


def encounter_rows(tx: Tx, secret: bytes, since: int, until: int) -> Iterator[EncounterRow]:
    """One row per written outcome."""
    for call in store.calls(tx, since, until):
        for row in store.encounters_of(tx, call["id"]):
            yield encounter_row(row, secret)


def encounter_row(row: Row, secret: bytes) -> EncounterRow:
    """One outcome: its four axes apart, what was done and given."""
    answers = msgspec.json.decode(row["figures"], type=OutcomeAnswers)
    ended: list[str | None] = [*(answers.resolution or ()), *([None] * RESOLUTIONS)]
    moved, dispute = answers.transport, answers.dispute
    return EncounterRow(
        encounter_key=opaque(secret, "encounter", row["id"]),
        response_key=opaque(secret, "response", row["assignment_id"]),
        call_key=opaque(secret, "call", row["call_id"]),
        contact_result=answers.contact_result,
        resolution_1=ended[0],
        resolution_2=ended[1],
        resolution_3=ended[2],
        unmet_reason=answers.unmet_reason,
        transport_by=None if moved is None else moved.by,
        transport_to=None if moved is None else moved.destination,
        transport_consented=None if moved is None else moved.consented,
        others=joined(map(_other, answers.others_on_scene)),
        services=joined(answers.services or ()),
        supplies=joined(f"{given.code}:{given.quantity}" for given in answers.supplies or ()),
        persons_count=answers.persons_count,
        repeat_contact=answers.repeat_contact,
        would_have_gone_to=answers.would_have_gone_to,
        team_safe=answers.team_safe,
        staff_injured=answers.staff_injured,
        dispute_about=None if dispute is None else dispute.about,
        dispute_parties=None if dispute is None else dispute.parties,
        dispute_agreement=None if dispute is None else dispute.agreement,
        dispute_follow_up=None if dispute is None else dispute.follow_up,
        additions=row["saves"] - 1,
        saved_after_clear_s=seconds(row["cleared_at"], row["first_saved_at"]),
        sync_lag_s=seconds(row["first_saved_at"], row["received_at"]),
        self_initiated=bool(row["self_initiated"]),
    )


def _other(other: OtherOnScene) -> str:
    return f"{other.agency}:{other.asked_by}:{other.when}"


def referral_rows(tx: Tx, secret: bytes, since: int, until: int) -> Iterator[ReferralRow]:
    """One row per service offered."""
    for call in store.calls(tx, since, until):
        for row in store.referrals_of(tx, call["id"]):
            yield ReferralRow(
                referral_key=opaque(secret, "referral", row["id"]),
                call_key=opaque(secret, "call", row["call_id"]),
                unit_key=opaque(secret, "unit", row["unit_id"]),
                consent_days=days(row["consent_given_at"], row["consent_expires_at"]),
                fields_shared=joined(msgspec.json.decode(row["shared_fields"], type=list[str])),
                made_hour=hour(row["made_at"]),
                response_key=opaque(secret, "response", row["assignment_id"]),
                self_initiated=bool(row["self_initiated"]),
                **_same(row, REFERRAL_COLUMNS),
            )


REFERRAL_COLUMNS: Final = ("service_id", "need", "state", "unavailable_reason", "urgency", "consent_form")


def stage_rows(tx: Tx, _secret: bytes, since: int, until: int) -> Iterator[StageRow]:
    """Every stage of every response, with device, corrected and received time."""
    for call in store.calls(tx, since, until):
        for row in store.stages_of(tx, call["id"]):
            yield StageRow(
                call_number=call["number"],
                call_id=call["id"],
                assignment_id=row["assignment_id"],
                unit=row["unit"],
                stage=row["stage"],
                device_time=moment(row["device_at"]),
                corrected_time=moment(row["corrected_at"]),
                received_time=moment(row["received_at"]),
                skew_ms=row["corrected_at"] - row["device_at"],
                origin=row["origin"],
                self_initiated=bool(row["self_initiated"]),
                corrects=row["corrects_at"] is not None,
                taken_back=bool(row["taken_back"]),
            )


def site_day_rows(tx: Tx, _secret: bytes, since: int, until: int) -> Iterator[SiteDayRow]:
    """To how many callers of each day the desks gave the site's number; a day that the span touches is in it whole."""
    zone = store.zone(tx)
    for row in store.site_days(tx, day_of(since, zone), day_of(until - 1, zone)):
        yield SiteDayRow(date=row["day"], given=row["given"])


def site_quarter_rows(tx: Tx, _secret: bytes, since: int, until: int) -> Iterator[SiteQuarterRow]:
    """The same for whoever is outside: whole quarters that are over, and no number that few people stand behind."""
    zone = store.zone(tx)
    first, end = day_of(since, zone), day_of(min(until, store.known_until(tx)), zone)
    given: Counter[str] = Counter()
    for row in store.site_days(tx, first, end):
        given[quarter_of(row["day"])] += row["given"]
    for quarter, callers in sorted(given.items()):
        begins, ends = ends_of(quarter)
        if first <= begins and ends <= end:
            yield SiteQuarterRow(quarter=quarter, given=callers if callers >= FEWEST else None)


def felt_week_rows(tx: Tx, secret: bytes, since: int, until: int) -> Iterator[FeltWeekRow]:
    """How many of a team felt safe in each week that is over, where enough people stand behind it to be nobody's."""
    zone = store.zone(tx)
    first, end = day_of(since, zone), day_of(min(until, store.known_until(tx)), zone)
    for row in store.felt_weeks(tx):
        begins, ends = ends_of_week(row["week"])
        if begins < first or ends > end:
            continue
        answers = row["safe"] + row["unsafe"]
        people = store.people_of_week(tx, row["unit_id"], start_of(begins, zone), start_of(ends, zone))
        is_told = answers >= FEWEST and people >= FEWEST_PEOPLE
        yield FeltWeekRow(
            unit_key=opaque(secret, "unit", row["unit_id"]),
            week=row["week"],
            answers=answers if is_told else None,
            felt_safe=row["safe"] if is_told else None,
        )


ROWS: dict[str, Callable[[Tx, bytes, int, int], Iterator[Struct]]] = {
    "calls": call_rows,
    "responses": response_rows,
    "encounters": encounter_rows,
    "referrals": referral_rows,
    "stages": stage_rows,
    "site_days": site_day_rows,
    "site_quarters": site_quarter_rows,
    "felt_weeks": felt_week_rows,
}
"""The files that can be made, by name."""
