"""What leaves as a file: cell by cell what happened, nobody's name, and nothing a spreadsheet would run."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest

from schemas.exports import EXPORTS, FULL_EXPORTS, dictionary
from server.reports import rules
from server.reports.routes import FOREVER
from tests.phone import Phone
from tests.served import DAY, NOON
from tests.stories.team import UNIT, Team, a_team
from tests.walls import evening
from tests.walls.evening import Table, disclosed, fetch

pytestmark = pytest.mark.told_on("sqlite")

FILES = tuple(EXPORTS)


@pytest.fixture
async def team(served) -> AsyncIterator[Team]:
    async with a_team(served, served.found("city")) as made:
        yield made


@pytest.fixture
async def priya(team) -> AsyncIterator[Phone]:
    async with team.served.phone(team.city, "manager") as phone:
        yield phone


# ------------------------------------------------------------------ cell by cell

CALL_CELLS = {
    "status": "closed",
    "source": "line727",
    "type_code": "UNHOUSED_NEED",
    "taxonomy_version": "1",
    "priority": "P3",
    "triage_result": "alt_only",
    "not_sent_reason": "",
    "would_have_gone_to": "police",
    "would_have_gone_to_proposed": "",
    "caller_role": "bystander",
    "location_kind": "outdoor_public",
    "area": "east",
    "minor_involved": "unknown",
    "persons_count": "",
    "screened_yes": "",
    "screened_unknown": "",
    "to_entered_s": "20",
    "to_triaged_s": "20",
    "to_first_offer_s": "",
    "caller_told": "",
    "called_back": "",
    "place_within": "exact",
}
CALLS = [
    CALL_CELLS
    | {"received_hour": "2026-09-21T14", "responses": "1", "to_first_offer_s": "60", "to_closed_s": "1960"}
    | {"screened_yes": "private_home", "screened_unknown": "minor_alone"},
    CALL_CELLS
    | {"received_hour": "2026-09-21T14", "responses": "0", "to_closed_s": "620", "not_sent_reason": "no_unit_available"}
    | {"priority": "P4", "persons_count": "3", "caller_told": "nobody", "called_back": "left_word"},
    CALL_CELLS
    | {"received_hour": "2026-09-21T15", "responses": "1", "to_first_offer_s": "20", "to_closed_s": "35"}
    | {"type_code": "WELFARE", "triage_result": "phone_resolved"},
    CALL_CELLS | {"received_hour": "2026-09-21T15", "responses": "1", "to_closed_s": "320"},
]

NO_TIMES = dict.fromkeys(
    (
        *("to_offered_s", "to_accepted_s", "turnout_s", "travel_s", "to_contact_s", "on_scene_s", "task_s"),
        *("response_s", "decline_reason"),
    ),
    "",
)
RESPONSES = [
    NO_TIMES
    | {"state": "cleared", "self_initiated": "false", "origin": "device", "outcome": "saved", "to_offered_s": "60"}
    | {"begun": "offered"}
    | {"to_accepted_s": "10", "turnout_s": "30", "travel_s": "300", "to_contact_s": "60", "on_scene_s": "1560"}
    | {"task_s": "1890", "response_s": "400"},
    NO_TIMES
    | {"state": "declined", "self_initiated": "false", "origin": "device", "outcome": "none", "to_offered_s": "20"}
    | {"decline_reason": "too_far", "begun": "offered"},
    NO_TIMES
    | {"state": "cleared", "self_initiated": "true", "origin": "device", "outcome": "saved", "on_scene_s": "240"}
    | {"response_s": "80", "begun": "by_itself"},
]

ENCOUNTERS = [
    {
        "contact_result": "contact_made",
        "resolution_1": "transported_service",
        "resolution_2": "needs_followup",
        "resolution_3": "",
        "unmet_reason": "",
        "transport_by": "us",
        "transport_to": "shelter",
        "transport_consented": "true",
        "others": "police:bystander:before_us",
        "services": "basic_needs;deescalation",
        "supplies": "socks:2;water:1",
        "persons_count": "1",
        "repeat_contact": "first",
        "would_have_gone_to": "police",
        "team_safe": "true",
        "staff_injured": "",
        "dispute_about": "money",
        "dispute_parties": "2",
        "dispute_agreement": "partly",
        "dispute_follow_up": "7d",
        "additions": "1",
        "saved_after_clear_s": "120",
        "sync_lag_s": "0",
        "self_initiated": "false",
    },
    dict.fromkeys((*(f"resolution_{n}" for n in (1, 2, 3)), "unmet_reason", "transport_by", "transport_to"), "")
    | dict.fromkeys(("transport_consented", "others", "services", "supplies", "persons_count"), "")
    | dict.fromkeys(("team_safe", "staff_injured"), "")
    | dict.fromkeys((f"dispute_{each}" for each in ("about", "parties", "agreement", "follow_up")), "")
    | {"contact_result": "gone", "repeat_contact": "unknown", "would_have_gone_to": "unknown", "additions": "0"}
    | {"saved_after_clear_s": "0", "sync_lag_s": "0", "self_initiated": "true"},
]

REFERRALS = [
    {
        "service_id": "14",
        "need": "shelter_adult",
        "state": "sent",
        "unavailable_reason": "",
        "urgency": "tonight",
        "consent_form": "verbal_witnessed",
        "consent_days": "90",
        "fields_shared": "need;first_name",
        "made_hour": "2026-09-21T14",
        "self_initiated": "false",
    }
]
EXPECTED = {
    "calls": CALLS,
    "responses": RESPONSES,
    "encounters": ENCOUNTERS,
    "referrals": REFERRALS,
    "site_quarters": [{"quarter": "2026-Q2", "given": "12"}],
    "felt_weeks": [{"week": "2026-W38", "answers": "", "felt_safe": ""}],
}


def without_keys(table: Table) -> Table:
    return [{name: cell for name, cell in row.items() if not name.endswith("_key")} for row in table]


@pytest.mark.told_on("sqlite", "postgres")
async def test_every_file_says_cell_by_cell_what_happened(team, priya):
    await evening.lived(team)
    await team.must(team.desk, "call.tell", "call-2", {"what": "nobody"})
    await team.must(team.desk, "call.call_back", "call-2", {"told": "told-1", "how": "left_word"})
    await team.must(team.desk, "site.count", "count-1", {"day": "2026-05-01", "given": 12})
    week_ago = int(NOON - 7 * DAY * 1000)
    await team.must(team.ama, "felt.say", "felt-1", {"unit_id": UNIT, "safe": False}, at=week_ago)

    tables = {name: await fetch(priya, f"{name}.csv") for name in FILES}

    for name, table in tables.items():
        assert list(table[0]) == list(EXPORTS[name].__struct_fields__)
        assert without_keys(table) == [dict(row) for row in EXPECTED[name]], name
    for name in ("Rosa", "Somewhere by the river", "call-1", "assignment-1", "encounter-1", "Wren"):
        assert name not in str(tables)


async def test_the_files_join_by_keys_that_are_no_ids_and_mean_nothing_elsewhere(team, priya):
    await evening.lived(team)
    calls, responses, encounters, referrals = [await fetch(priya, f"{name}.csv") for name in FILES[:4]]
    again = await fetch(priya, "calls.csv")

    key = {"one": calls[0]["call_key"], "three": calls[2]["call_key"], "four": calls[3]["call_key"]}
    assert [row["call_key"] for row in responses] == [key["one"], key["three"], key["four"]]
    assert [row["call_key"] for row in encounters] == [key["one"], key["four"]]
    assert [row["response_key"] for row in encounters] == [responses[0]["response_key"], responses[2]["response_key"]]
    assert [row["call_key"] for row in referrals] == [key["one"]]
    assert referrals[0]["unit_key"] == responses[0]["unit_key"] == responses[2]["unit_key"]
    every = [cell for table in (calls, responses, encounters, referrals) for row in table for cell in keys_of(row)]
    assert len(set(every)) == 4 + 3 + 1 + 2 + 1, "calls, responses, the unit, encounters, a referral"
    assert all(len(cell) == rules.KEY_LETTERS and set(cell) <= set("0123456789abcdef") for cell in every)
    assert again == calls

    other = team.served.found("city")
    async with a_team(team.served, other) as elsewhere, team.served.phone(other, "manager") as theirs:
        await evening.take(elsewhere, "call-1")
        assert (await fetch(theirs, "calls.csv"))[0]["call_key"] not in every


def keys_of(row: dict[str, str]) -> list[str]:
    return [cell for name, cell in row.items() if name.endswith("_key")]


async def test_every_column_and_every_code_in_a_file_stands_in_the_dictionary(team, priya):
    await evening.lived(team)
    told = await fetch(priya, "dictionary.csv")

    assert len(told) == len(dictionary())
    columns = {(row["file"], row["column"]) for row in told}
    listed = {(row["file"], row["column"], row["code"]) for row in told if row["code"]}
    coded = {(file, column) for file, column, _ in listed}
    for name in FILES:
        for row in await fetch(priya, f"{name}.csv"):
            for column, cell in row.items():
                here = (f"{name}.csv", column)
                assert here in columns
                for code in cell.replace(":", ";").split(";") if here in coded and cell else ():
                    assert (*here, code) in listed or column in {"others", "supplies"}, (here, code)
    assert all(row["meaning"] for row in told if not row["code"])
    assert all(row["grain"] for row in told)


async def test_a_span_holds_the_calls_received_in_it(team, priya):
    start = team.served.clock.now()
    await evening.nobody_is_free(team)
    await evening.a_team_declines(team)
    at = start + 1_000_000

    early = await fetch(priya, f"calls.csv?to={at}")
    late = await fetch(priya, f"calls.csv?from={at}")

    assert [row["not_sent_reason"] for row in early] == ["no_unit_available"]
    assert [row["type_code"] for row in late] == ["WELFARE"]


# ------------------------------------------------------------------ the full export


async def test_the_supervisors_file_has_the_devices_the_corrected_and_the_received_time(team):
    await evening.a_team_goes_by_itself(team)
    async with team.served.phone(team.city, "supervisor") as supervisor:
        table = await fetch(supervisor, "full/stages.csv")

    assert list(table[0]) == list(FULL_EXPORTS["stages"].__struct_fields__)
    assert [row["stage"] for row in table] == ["on_scene", "cleared"]
    assert table[0] == {
        "call_number": "0001",
        "call_id": "call-4",
        "assignment_id": "assignment-4",
        "unit": "Wren",
        "stage": "on_scene",
        "device_time": "2026-09-21T14:22:50.000Z",
        "corrected_time": "2026-09-21T14:24:20.000Z",
        "received_time": "2026-09-21T14:24:20.000Z",
        "skew_ms": "90000",
        "origin": "device",
        "self_initiated": "true",
        "corrects": "false",
        "taken_back": "false",
    }
    assert await disclosed(team) == [(supervisor.person, f"export stages 0-{FOREVER}")]


# ------------------------------------------------------------------ the log on the screen


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_log_is_read_in_pages_that_leave_nothing_out_and_tell_no_id(team, priya):
    for n in range(60):
        await evening.take(team, f"call-{n:02}", received_at=1_790_000_000_000 + n // 3)
    whole: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    for _ in range(9):
        page = (await priya.http.get("/api/reports/outcomes", params=after)).json()
        assert (page["calls"], page["not_sent"], page["open_logs"]) == (60, 0, 0)
        whole += page["rows"]
        if page["more"] is None:
            break
        assert "call" not in page["more"]
        assert "1790" not in page["more"]
        assert not contains(page["more"], b"call-"), "not even in another alphabet"
        after = {"after": page["more"]}

    calls = [row["call_key"] for row in await fetch(priya, "calls.csv")]
    assert [row["call_key"] for row in whole] == calls[::-1]


def contains(text: str, words: bytes) -> bool:
    return words in base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_place_of_another_citys_log_is_no_place_here(team, priya):
    for n in range(50):
        await evening.take(team, f"call-{n:02}")
    other = team.served.found("city")
    async with team.served.phone(other, "manager") as theirs:
        place = (await priya.http.get("/api/reports/outcomes")).json()["more"]
        answer = await theirs.http.get("/api/reports/outcomes", params={"after": place})

    assert place is not None
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


async def test_the_log_and_the_files_agree(team, priya):
    await evening.lived(team)
    page = (await priya.http.get("/api/reports/outcomes")).json()
    responses = {row["response_key"]: row for row in await fetch(priya, "responses.csv")}

    assert (page["calls"], page["not_sent"], page["open_logs"], page["more"]) == (4, 1, 0, None)
    for row in page["rows"]:
        if row["response_key"]:
            told = responses.pop(row["response_key"])
            assert (row["state"], row["outcome"]) == (told["state"], told["outcome"])
            assert str(row["wait_s"] if row["wait_s"] is not None else "") == told["response_s"]
        else:
            assert row["not_sent_reason"] == "no_unit_available"
    assert responses == {}
