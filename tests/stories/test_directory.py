"""The directory: brought in from other people's tables, published as one file, the same on every phone."""

import hashlib
from pathlib import Path

import msgspec
import pytest

import server
from schemas.directory import Directory
from schemas.normalise import matches
from server.errors import Invalid
from server.referrals.commands.directory import build_directory, publish_directory
from server.referrals.commands.importing import import_directory, read_tables

pytestmark = pytest.mark.told_on("sqlite")

SAMPLE = Path(server.__file__).parent / "example" / "directory"
TIMEZONE = "America/Los_Angeles"


@pytest.fixture
def city(served):
    return served.found("city")


@pytest.fixture
def tables():
    return read_tables(SAMPLE)


async def bring_in(served, organization, tables):
    """Import and publish; answers the report and what was published."""
    branch = served.app.branches.of(organization.tag)
    report = await branch.act(lambda tx: import_directory(tx, tables, timezone=TIMEZONE))
    return report, await branch.act(publish_directory)


async def directory(organization) -> Directory:
    found: Directory = await organization.database.read(build_directory)
    return found


def by_name(found: Directory):
    return {service.name: service for service in found.services}


async def test_every_row_that_came_in_was_kept_or_rejected_with_its_reason(served, city, tables):
    report, _ = await bring_in(served, city, tables)

    for name, count in report.tables.items():
        rejected = [row for row in report.rejected if row.table == name]
        assert count.read == len(tables[name]) == count.loaded + len(rejected)
        assert all(row.reason for row in rejected)
    # Six numbers of persons, and a Monday from 9am to 03:00.
    assert {row.table for row in report.rejected} == {"phones", "regular_schedules"}
    assert len(report.rejected) == 7


async def test_services_somebody_can_be_sent_to_are_in_it_and_no_others(served, city, tables):
    await bring_in(served, city, tables)

    found = by_name(await directory(city))

    assert len(found) == 21
    assert "Service with blank fields" not in found  # defunct
    assert "Service for Admin Test Location" not in found  # inactive
    corps = found["Redwood City Corps"]
    assert corps.organization == "Salvation Army"
    assert corps.needs == ("benefits", "eviction_help", "food", "outpatient_mh", "shelter_adult")
    assert corps.place == "660 Veterans Blvd, Redwood City"
    assert corps.phones[0].number == "650 368-4643"
    assert matches("salvation bed", corps.search)


async def test_hours_are_the_services_own_or_else_its_places_and_unknown_is_not_closed(served, city, tables):
    await bring_in(served, city, tables)

    found = by_name(await directory(city))

    own = [(hours.weekday, hours.opens, hours.closes) for hours in found["Passport Photos"].hours or ()]
    assert own == [(0, 480, 720), (0, 840, 960), (2, 600, 900)]
    assert [hours.weekday for hours in found["Example Service Name"].hours or ()] == [0, 1, 2, 3, 4, 5, 6]
    # Its only line cannot be read.
    assert found["Fair Oaks Adult Activity Center"].hours is None


async def test_one_line_that_cannot_be_read_makes_the_whole_week_unknown(served, city, tables):
    slipped = [{**line, "opens_at": "8"} if line["id"] == "7" else line for line in tables["regular_schedules"]]

    report, _ = await bring_in(served, city, {**tables, "regular_schedules": slipped})

    assert (await directory(city)).services
    assert by_name(await directory(city))["Example Service Name"].hours is None
    assert len([row for row in report.rejected if row.table == "regular_schedules"]) == 8


async def test_no_line_order_changes_a_byte(served, city, tables):
    _, published = await bring_in(served, city, tables)

    _, again = await bring_in(served, city, {name: lines[::-1] for name, lines in tables.items() if lines})

    assert again == published


async def test_a_city_and_a_site_publish_the_same_bytes(served, city, tables):
    site = served.found("site")

    _, ours = await bring_in(served, city, tables)
    _, theirs = await bring_in(served, site, tables)

    assert ours == theirs


async def test_rows_that_hang_on_nothing_are_rejected_with_what_is_missing(served, city, tables):
    orphan = {**tables["services"][0], "id": "900", "location_id": "900"}
    twice = tables["services"][1]
    odd = {**tables["services"][0], "id": "901", "status": "sleeping"}

    report, _ = await bring_in(served, city, {**tables, "services": [*tables["services"], orphan, twice, odd]})

    reasons = {row.id: row.reason for row in report.rejected if row.table == "services"}
    assert set(reasons) == {"900", twice["id"], "901"}
    assert "locations" in reasons["900"]
    assert "twice" in reasons[twice["id"]]
    assert "sleeping" in reasons["901"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_service_that_is_gone_leaves_the_directory_but_not_the_records(served, city, tables):
    await bring_in(served, city, tables)

    _, published = await bring_in(served, city, {**tables, "services": tables["services"][1:]})

    assert published.version == 2
    assert "Fair Oaks Adult Activity Center" not in by_name(await directory(city))
    kept = await city.database.read(
        lambda tx: tx.one("SELECT name, status FROM directory_service WHERE id = :id", id=tables["services"][0]["id"])
    )
    assert dict(kept) == {"name": "Fair Oaks Adult Activity Center", "status": "defunct"}


@pytest.mark.told_on("sqlite", "postgres")
async def test_when_a_service_was_last_checked_goes_to_the_phones_and_a_newer_list_tells_it_anew(served, city, tables):
    first, *others = tables["services"]
    for day, assured_at in (("2024-03-01", 1_709_294_400_000), ("2026-02-18", 1_771_416_000_000), ("", None)):
        await bring_in(served, city, {**tables, "services": [{**first, "assured_date": day}, *others]})

        found = by_name(await directory(city))
        assert found[first["name"]].assured_at == assured_at
        assert found[others[0]["name"]].assured_at is None


async def test_what_has_not_changed_is_not_told_again(served, city, tables):
    _, first = await bring_in(served, city, tables)
    async with served.phone(city, "responder") as phone:
        before = (await phone.pull()).of("directory")
        _, second = await bring_in(served, city, tables)
        after = (await phone.pull()).of("directory")

    assert first == second
    assert before == after == {"current": msgspec.to_builtins(first)}


@pytest.mark.parametrize(("kind", "role"), [("city", "responder"), ("city", "dispatcher"), ("site", "interrupter")])
async def test_a_phone_fetches_the_very_bytes_the_feed_announced(served, tables, kind, role):
    organization = served.found(kind)
    await bring_in(served, organization, tables)
    async with served.phone(organization, role) as phone:
        told = (await phone.pull()).of("directory")["current"]
        answer = await phone.http.get(told["url"])
        again = await phone.http.get(told["url"], headers={"If-None-Match": answer.headers["etag"]})

    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == told["sha256"]
    assert msgspec.json.decode(answer.content, type=Directory) == await directory(organization)
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert (again.status_code, again.content) == (304, b"")


async def test_a_new_version_is_told_and_the_one_before_can_still_be_fetched(served, city, tables):
    async with served.phone(city, "responder") as phone:
        for count in (23, 22, 21):
            await bring_in(served, city, {**tables, "services": tables["services"][:count]})
        told = (await phone.pull()).of("directory")["current"]
        found = [(await phone.http.get(f"/api/directory/{n}.json")).status_code for n in (1, 2, 3, 4)]

    assert told["version"] == 3
    assert found == [404, 200, 200, 404]


@pytest.mark.parametrize("file", ["1", "x.json", "-1.json", "1.JSON", "1.json.gz", "0001.csv"])
async def test_a_file_that_never_was_is_not_found(served, city, tables, file):
    await bring_in(served, city, tables)
    async with served.phone(city, "responder") as phone:
        answer = await phone.http.get(f"/api/directory/{file}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_only_those_who_refer_people_may_fetch_it(served, city, tables):
    await bring_in(served, city, tables)
    async with served.http() as stranger, served.phone(city, "manager") as manager:
        unknown = await stranger.get("/api/directory/1.json")
        forbidden = await manager.http.get("/api/directory/1.json")

    assert (unknown.status_code, unknown.json()["code"]) == (401, "not_signed_in")
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "forbidden")


def test_a_folder_without_its_tables_says_which_is_missing(tmp_path):
    with pytest.raises(Invalid, match=r"organizations\.csv is missing"):
        read_tables(tmp_path)


def test_a_file_that_is_no_text_says_so(tmp_path):
    (tmp_path / "taxonomy.csv").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(Invalid, match=r"taxonomy\.csv is no CSV file in UTF-8"):
        read_tables(tmp_path)
