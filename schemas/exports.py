"""Export rows: what a programme manager's files hold, column by column, with its grain and meaning.

The four files join by opaque keys. Start times are cut to the hour (UTC), durations are whole seconds from corrected
clocks, an unknown value is empty. Nothing here can hold a name, a note, a number or an exact place: there is no column.
"""

from typing import Annotated, get_args, get_type_hints

import msgspec
from msgspec import Meta

from schemas.base import Struct
from schemas.codes import LABELS


def column(meaning: str, *, codes: str = "", unit: str = "") -> Meta:
    """A column's place in the dictionary: what it means, its unit, the code list it takes values from."""
    return Meta(description=meaning, extra={"codes": codes, "unit": unit})


Key = str
Seconds = int | None


class CallRow(Struct, frozen=True, kw_only=True):
    """One row per call, also those nobody was sent to, with the reason."""

    call_key: Annotated[Key, column("joins the files; means nothing outside them")]
    received_hour: Annotated[str, column("when the call came in, cut to the hour", unit="UTC hour")]
    status: Annotated[str, column("where the call stands", codes="call_status")]
    source: Annotated[str, column("how it came in", codes="source")]
    type_code: Annotated[str, column("what it was taken as", codes="type_code")]
    taxonomy_version: Annotated[int, column("which edition of the call types it was coded with")]
    priority: Annotated[str, column("how urgent", codes="priority")]
    triage_result: Annotated[str, column("what the screening led to", codes="triage_result")]
    not_sent_reason: Annotated[str | None, column("why no team went", codes="not_sent_reason")]
    would_have_gone_to: Annotated[str, column("who would have been sent without 727", codes="would_have_gone_to")]
    would_have_gone_to_proposed: Annotated[
        str | None,
        column("who would have been sent, as agreed with 911; empty if nothing was", codes="would_have_gone_to"),
    ]
    caller_role: Annotated[str, column("who called", codes="caller_role")]
    location_kind: Annotated[str, column("what kind of place", codes="location_kind")]
    area: Annotated[str, column("area of at least 1,000 people")]
    minor_involved: Annotated[str, column("somebody under 18 involved", codes="answer")]
    persons_count: Annotated[int | None, column("how many people", unit="people")]
    screened_yes: Annotated[
        str,
        column("screening questions answered yes, joined by ; (the city's own by their ids)", codes="screening_key"),
    ]
    screened_unknown: Annotated[
        str,
        column(
            "screening questions answered not known, joined by ; (the city's own by their ids)", codes="screening_key"
        ),
    ]
    responses: Annotated[int, column("teams asked or sent", unit="rows in responses.csv")]
    to_entered_s: Annotated[Seconds, column("received to entered", unit="seconds")]
    to_triaged_s: Annotated[Seconds, column("received to screened", unit="seconds")]
    to_first_offer_s: Annotated[Seconds, column("received to first offer", unit="seconds")]
    to_closed_s: Annotated[Seconds, column("received to closed", unit="seconds")]
    caller_told: Annotated[str | None, column("what the caller was last told to expect", codes="told_what")]
    called_back: Annotated[
        str | None, column("what came of the last promised call-back; empty while it is owed", codes="called_back")
    ]
    place_within: Annotated[str, column("how near to the place it was said to be", codes="place_within")]


class ResponseRow(Struct, frozen=True, kw_only=True):
    """One row per team and call: asked, sent, or gone by itself."""

    response_key: Annotated[Key, column("joins encounters.csv")]
    call_key: Annotated[Key, column("joins calls.csv")]
    unit_key: Annotated[Key, column("the same team in all files")]
    state: Annotated[str, column("how it stands or ended", codes="assignment_state")]
    self_initiated: Annotated[bool, column("the team went without a won offer")]
    decline_reason: Annotated[str | None, column("why the team could not", codes="decline_reason")]
    origin: Annotated[str, column("who entered the acceptance", codes="origin")]
    outcome: Annotated[str, column("whether the outcome was written", codes="outcome_state")]
    to_offered_s: Annotated[Seconds, column("call received to this offer", unit="seconds")]
    to_accepted_s: Annotated[Seconds, column("offered to accepted", unit="seconds")]
    turnout_s: Annotated[Seconds, column("accepted to on the way", unit="seconds")]
    travel_s: Annotated[Seconds, column("on the way to arrived", unit="seconds")]
    to_contact_s: Annotated[Seconds, column("arrived to with the person", unit="seconds")]
    on_scene_s: Annotated[Seconds, column("arrived to clear", unit="seconds")]
    task_s: Annotated[Seconds, column("accepted to clear", unit="seconds")]
    response_s: Annotated[Seconds, column("call received to arrived; empty for on-view calls", unit="seconds")]
    begun: Annotated[str, column("how the team came to the call", codes="begun")]


class EncounterRow(Struct, frozen=True, kw_only=True):
    """One row per written outcome: one for each response, however many phones saved it."""

    encounter_key: Annotated[Key, column("this outcome")]
    response_key: Annotated[Key, column("joins responses.csv")]
    call_key: Annotated[Key, column("joins calls.csv")]
    contact_result: Annotated[
        str,
        column(
            "whether and how the person was met; of several saves the latest decides, here and on",
            codes="contact_result",
        ),
    ]
    resolution_1: Annotated[str | None, column("how it ended, first; empty when not met", codes="resolution")]
    resolution_2: Annotated[str | None, column("how it ended, second", codes="resolution")]
    resolution_3: Annotated[str | None, column("how it ended, third", codes="resolution")]
    unmet_reason: Annotated[str | None, column("why a need was not met", codes="unmet_reason")]
    transport_by: Annotated[str | None, column("who took the person; empty when nobody moved", codes="transport_by")]
    transport_to: Annotated[str | None, column("kind of place", codes="destination")]
    transport_consented: Annotated[bool | None, column("the person wanted to go")]
    others: Annotated[str, column("agency:asked_by:when, joined by ;; empty for nobody else", codes="agency")]
    services: Annotated[str, column("what was done, joined by ;; all that any save names", codes="service")]
    supplies: Annotated[
        str,
        column(
            "what was given, code:quantity, joined by ;; of each thing the most that any one save says", codes="supply"
        ),
    ]
    persons_count: Annotated[int | None, column("people met", unit="people")]
    repeat_contact: Annotated[str, column("met before, as the team judged", codes="repeat")]
    would_have_gone_to: Annotated[
        str, column("who would have been sent, as the team saw it", codes="would_have_gone_to")
    ]
    team_safe: Annotated[bool | None, column("the team was safe and unhurt; false as soon as any save says so")]
    staff_injured: Annotated[
        bool | None, column("somebody of the team was hurt; true as soon as any save says so; empty: not said")
    ]
    dispute_about: Annotated[
        str | None,
        column(
            "what neighbours or a family were at odds over; empty when it was no such dispute, or not said",
            codes="dispute_about",
        ),
    ]
    dispute_parties: Annotated[int | None, column("those at odds who were there", unit="people")]
    dispute_agreement: Annotated[str | None, column("whether they agreed", codes="agreement")]
    dispute_follow_up: Annotated[str | None, column("by when a look at it was promised", codes="follow_up")]
    additions: Annotated[int, column("saves by a partner beside the first", unit="saves")]
    saved_after_clear_s: Annotated[Seconds, column("clear to first saved on the phone", unit="seconds")]
    sync_lag_s: Annotated[Seconds, column("saved on the phone to stored", unit="seconds")]
    self_initiated: Annotated[bool, column("of a team that went without a won offer; responses.csv says how")]


class ReferralRow(Struct, frozen=True, kw_only=True):
    """One row per service offered to a person."""

    referral_key: Annotated[Key, column("this referral")]
    call_key: Annotated[Key, column("joins calls.csv")]
    unit_key: Annotated[Key, column("joins responses.csv")]
    service_id: Annotated[str | None, column("the service in the directory")]
    need: Annotated[str, column("what was needed", codes="need")]
    state: Annotated[str, column("how far it came", codes="referral_state")]
    unavailable_reason: Annotated[str | None, column("why nothing could be offered", codes="unavailable_reason")]
    urgency: Annotated[str, column("how soon", codes="urgency")]
    consent_form: Annotated[str | None, column("how the person agreed", codes="consent_form")]
    consent_days: Annotated[int | None, column("for how long the person agreed", unit="days")]
    fields_shared: Annotated[str, column("what the place was told, joined by ;", codes="shared_field")]
    made_hour: Annotated[str, column("when, cut to the hour", unit="UTC hour")]
    response_key: Annotated[Key, column("joins responses.csv: the last time the team had gone by then")]
    self_initiated: Annotated[bool, column("of a team that went without a won offer; responses.csv says how")]


class StageRow(Struct, frozen=True, kw_only=True):
    """One row per reported stage, every report kept (supervisor's full export, audited)."""

    call_number: Annotated[str, column("the spoken number of the call")]
    call_id: Annotated[str, column("the call")]
    assignment_id: Annotated[str, column("the assignment")]
    unit: Annotated[str, column("the team")]
    stage: Annotated[str, column("what was reached", codes="assignment_state")]
    device_time: Annotated[str, column("by the device's own clock", unit="UTC milliseconds")]
    corrected_time: Annotated[str, column("by the device's clock plus its measured skew", unit="UTC milliseconds")]
    received_time: Annotated[str, column("when it reached the server", unit="UTC milliseconds")]
    skew_ms: Annotated[int, column("corrected minus device", unit="milliseconds")]
    origin: Annotated[str, column("who entered it", codes="origin")]
    self_initiated: Annotated[bool, column("of a team that went without a won offer; responses.csv says how")]
    corrects: Annotated[
        bool, column("says that the time told before was wrong: the last such counts, else the earliest report")
    ]
    taken_back: Annotated[bool, column("was said by mistake and taken back: counts for nothing")]


class SiteDayRow(Struct, frozen=True, kw_only=True):
    """One row per day on which callers were given the number of the confidential site; nothing else is kept of them."""

    date: Annotated[str, column("of the city's calendar", unit="day")]
    given: Annotated[int, column("callers who were given the number", unit="callers")]


class SiteQuarterRow(Struct, frozen=True, kw_only=True):
    """One row per quarter that is over, lies in the span whole, and in which callers were given the site's number."""

    quarter: Annotated[str, column("of the city's calendar: 2026-Q4", unit="quarter")]
    given: Annotated[int | None, column("callers who were given the number; empty: fewer than 11", unit="callers")]


class FeltWeekRow(Struct, frozen=True, kw_only=True):
    """One row per team and week that is over, lies in the span whole, and in which somebody said how they felt."""

    unit_key: Annotated[Key, column("joins responses.csv")]
    week: Annotated[str, column("of the city's calendar, Monday to Sunday: 2026-W44", unit="week")]
    answers: Annotated[
        int | None,
        column(
            "who said whether they felt safe; empty: fewer than 11, or fewer than 3 people on the team that week",
            unit="answers",
        ),
    ]
    felt_safe: Annotated[int | None, column("of them, who felt safe; empty likewise", unit="answers")]


EXPORTS: dict[str, type[Struct]] = {
    "calls": CallRow,
    "responses": ResponseRow,
    "encounters": EncounterRow,
    "referrals": ReferralRow,
    "site_quarters": SiteQuarterRow,
    "felt_weeks": FeltWeekRow,
}
"""The manager's files by name."""

FULL_EXPORTS: dict[str, type[Struct]] = {"stages": StageRow, "site_days": SiteDayRow}
"""The supervisor's files by name."""


class DictionaryRow(Struct, frozen=True, kw_only=True):
    """One row per column, and one per code of its list."""

    file: str
    grain: str
    column: str
    type: str
    unit: str
    meaning: str
    code: str
    code_label: str


def dictionary() -> list[DictionaryRow]:
    """The dictionary that goes with every export: grain, columns, units and codes."""
    rows: list[DictionaryRow] = []
    for file, struct in (EXPORTS | FULL_EXPORTS).items():
        grain = (struct.__doc__ or "").split("\n", 1)[0]
        for name, hint in get_type_hints(struct, include_extras=True).items():
            kind, meta = get_args(hint)
            rows += _rows(file, grain, name, kind, meta)
    return rows


def _rows(file: str, grain: str, name: str, kind: object, meta: Meta) -> list[DictionaryRow]:
    extra = meta.extra or {}
    first = DictionaryRow(
        file=f"{file}.csv",
        grain=grain,
        column=name,
        type=_type_name(kind),
        unit=extra["unit"],
        meaning=meta.description or "",
        code="",
        code_label="",
    )
    labels = LABELS.get(extra["codes"], {})
    coded = [msgspec.structs.replace(first, meaning="", code=code, code_label=label) for code, label in labels.items()]
    return [first, *coded]


def _type_name(kind: object) -> str:
    names = {"str": "text", "int": "whole number", "bool": "true or false"}
    options = get_args(kind) or (kind,)
    found = next(names[option.__name__] for option in options if option.__name__ in names)
    return f"{found}, may be empty" if type(None) in options else found


class OutcomeLogRow(Struct, frozen=True, kw_only=True):
    """One line of the outcome log on a manager's screen: a call and, where a team went, one response."""

    call_key: str
    response_key: str
    hour: str
    area: str
    type_code: str
    priority: str
    status: str
    triage_result: str
    not_sent_reason: str | None
    state: str | None
    self_initiated: bool
    begun: str
    outcome: str
    contact_result: str | None
    resolution: tuple[str, ...]
    unmet_reason: str | None
    transport_by: str | None
    transport_to: str | None
    others: tuple[str, ...]
    referrals: int
    wait_s: int | None
    with_them_s: int | None


class OutcomeLog(Struct, frozen=True, kw_only=True):
    """A page of the outcome log, newest first, with what the page can honestly be said to leave out."""

    rows: tuple[OutcomeLogRow, ...]
    calls: int
    open_logs: int
    not_sent: int
    more: str | None
