"""An interrupter calls for help: it stands before the leads until one has it, and who goes is the site's own policy."""

import json
from typing import Any

import pytest

from server.journal import verify
from tests.phone import Phone
from tests.served import DAY, HOUR, MINUTE
from tests.stories.callouts import STEP, Site, a_site
from tests.sync.doors import rows
from tests.walls.socket import a_socket, follow

pytestmark = pytest.mark.told_on("sqlite")

HELP = "help-1"
POLICY = {"order": ["team", "supervisor", "ambulance", "police"], "police_preset": False}


async def helps(phone: Phone) -> dict[str, dict[str, Any]]:
    return (await phone.pull()).of("help")


async def on_board(site: Site) -> dict[str, Any]:
    """The call for help as the lead sees it."""
    return (await site.rows("help"))[HELP]


@pytest.mark.told_on("sqlite", "postgres")
async def test_from_the_hold_to_a_day_after_it_is_over(served):
    async with a_site(served) as site, a_socket(served) as socket:
        await follow(socket, site.lead)
        pressed_at = served.clock.now()
        await site.must(site.tre, "help.call", HELP, {})
        push = await socket.until("push")
        assert [put["t"] for put in push["puts"]] == ["help"], "the board hears of it at once"
        board = await on_board(site)
        assert (board["by"], board["name"], board["raised_at"]) == (site.tre.person, "Ada Example", pressed_at)
        assert (board["taken_at"], board["ended_at"], board["phone_at"]) == (None, None, None)
        assert board["unit_id"] is None
        assert "position" not in board

        served.clock.forward(5)
        await site.must(site.lead, "help.take", HELP)
        taken_at = served.clock.now()
        for phone in (site.lead, site.tre):
            assert (await helps(phone))[HELP]["taken_at"] == taken_at
        await site.days_later(DAY)
        assert HELP in await helps(site.lead), "it stays until somebody says that it is over"

        await site.must(site.lead, "help.end", HELP, {"ending": "safe"})
        assert (await on_board(site))["ending"] == "safe"
        await site.days_later(DAY - 1)
        before = await rows(site.site, "SELECT id FROM site_help")
        await site.days_later(1)
        assert (before, await rows(site.site, "SELECT id FROM site_help")) == ([{"id": HELP}], [])
        assert await helps(site.lead) == {}
        late = await site.lead.do("help.end", HELP, {"ending": "mistake"})
        assert (late["r"], late["code"]) == ("ok", "erased")
        assert await site.site.database.read(verify) is None


async def test_whoever_is_signed_in_is_heard_on_call_or_not_and_what_lay_on_the_phone_is_heard_late(served):
    async with a_site(served) as site:
        await site.on_call(site.vic)
        site.tre.save("help.call", HELP, {"unit_id": "whatever"})
        pressed_at = served.clock.now()
        await site.later(HOUR)
        await site.tre.upload()
        board = await on_board(site)

        assert (board["raised_at"], board["received_at"]) == (pressed_at, served.clock.now())
        assert board["taken_at"] is None
        assert [await helps(phone) for phone in (site.vic, site.moe)] == [{}, {}], "nobody was sent"


@pytest.mark.told_on("sqlite", "postgres")
async def test_another_team_is_whoever_is_on_call_and_nobody_off_call_is_asked(served):
    async with a_site(served) as site:
        await site.on_call(site.tre, site.vic)
        await site.must(site.tre, "help.call", HELP, {})
        await site.must(site.lead, "help.send", HELP, {"to": "team", "policy": 2})
        board = await on_board(site)

        assert [(it["to"], it["policy"], it["at_risk"]) for it in board["sent"]] == [("team", 2, False)]
        assert board["taken_at"] == board["sent"][0]["at"], "whoever sends somebody has it"
        asked = (await helps(site.vic))[HELP]
        assert (asked["name"], asked["sent"][0]["to"], "people" in asked) == ("Ada Example", "team", False)
        assert await helps(site.moe) == {}, "off call"

        await site.on_call(site.moe)
        assert HELP in await helps(site.moe), "who comes on call meanwhile is asked too"
        await site.must(site.tre, "help.end", HELP, {"ending": "safe"})
        await site.must(site.tre, "help.call", "help-2", {})
        await site.must(site.lead, "help.send", "help-2", {"to": "ambulance"})
        await site.on_call(site.vic)
        assert "help-2" not in await helps(site.vic), "no team was wanted"


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_policy_counts_from_when_a_lead_sets_it_and_an_interrupter_sets_none(served):
    async with a_site(served) as site:
        before = (await site.lead.pull()).of("help_policy")
        await site.must(site.lead, "help.policy", "policy-1", POLICY | {"on_call": site.lead.person})
        await site.must(site.lead, "help.policy", "policy-2", POLICY | {"police_preset": True})
        ((policy_id, policy),) = (await site.lead.pull()).of("help_policy").items()
        refused = await site.tre.do("help.policy", "policy-3", POLICY)

        assert before == {}
        assert (policy_id, policy["number"], policy["police_preset"], policy["on_call"]) == ("policy-2", 2, True, None)
        assert (policy["by"], policy["order"]) == (site.lead.person, POLICY["order"])
        assert (refused["r"], refused["code"]) == ("held", "forbidden")
        assert (await site.tre.pull()).of("help_policy") == {}, "a colleague's number is the lead's"


@pytest.mark.told_on("sqlite", "postgres")
async def test_after_a_minute_and_a_half_somebody_is_to_be_phoned_by_name_and_that_is_the_last_step(served):
    async with a_site(served) as site:
        await site.must(site.tre, "help.call", HELP, {})
        seen = []
        for _ in range(5):
            board = await on_board(site)
            seen.append((board["phone_at"] is not None, [each["person_id"] for each in board["people"]]))
            await site.later(STEP)

        assert seen == [(False, [])] * 3 + [(True, [site.lead.person])] * 2
        assert await rows(site.site, "SELECT kind FROM deadline WHERE kind = 'help.climb'") == []
        assert "people" not in (await helps(site.tre))[HELP]
        await site.must(site.lead, "help.take", HELP)
        assert (await on_board(site))["people"] == []


async def test_who_is_named_by_the_policy_is_the_one_to_phone(served):
    async with a_site(served) as site, served.phone(site.site, "site_lead") as other:
        await site.must(site.lead, "help.policy", "policy-1", POLICY | {"on_call": other.person})
        await site.must(site.tre, "help.call", HELP, {})
        await site.later(2 * MINUTE)

        assert [each["person_id"] for each in (await on_board(site))["people"]] == [other.person]


@pytest.mark.parametrize(("who", "kind", "args"), [("lead", "help.take", {}), ("tre", "help.end", {"ending": "safe"})])
async def test_once_a_lead_has_it_or_it_is_over_nobody_is_to_be_phoned(served, who, kind, args):
    async with a_site(served) as site:
        await site.must(site.tre, "help.call", HELP, {})
        await site.must(getattr(site, who), kind, HELP, args)
        await site.later(3 * MINUTE)

        assert (await on_board(site))["phone_at"] is None


async def test_whoever_is_safe_says_so_and_a_lead_takes_it_all_the_same(served):
    async with a_site(served) as site:
        await site.must(site.tre, "help.call", HELP, {})
        await site.must(site.tre, "help.end", HELP, {"ending": "safe"})
        await site.days_later(2 * DAY)
        over = await on_board(site)
        assert (over["ending"], over["taken_at"]) == ("safe", None)
        await site.must(site.lead, "help.take", HELP)
        await site.days_later(DAY)

        assert await helps(site.lead) == {}


async def test_a_colleague_takes_and_ends_nothing_and_what_is_said_before_it_is_heard_waits(served):
    async with a_site(served) as site:
        early = await site.lead.do("help.take", HELP, {})
        served.clock.forward(MINUTE)
        await site.must(site.tre, "help.call", HELP, {})
        refused = [
            await site.vic.do("help.end", HELP, {"ending": "mistake"}),
            await site.vic.do("help.take", HELP, {}),
            await site.vic.do("help.send", HELP, {"to": "police"}),
        ]

        assert (early["r"], early["code"]) == ("held", "dependency")
        board = await on_board(site)
        assert (board["taken_at"], board["ended_at"]) == (served.clock.now() - MINUTE * 1000, None)
        assert [ack["code"] for ack in refused] == ["forbidden"] * 3


@pytest.mark.told_on("sqlite", "postgres")
async def test_after_an_outage_it_is_on_one_list_and_somebody_is_to_be_phoned(served):
    async with a_site(served) as site:
        await site.beat()
        await site.must(site.tre, "help.call", HELP, {})
        await site.days_later(3 * HOUR)

        (alarm,) = (await site.lead.pull()).of("alarm").values()
        assert (alarm["kind"], [each["kind"] for each in alarm["missed"]]) == ("gap", ["help.climb"])
        assert (await on_board(site))["phone_at"] == served.clock.now()


@pytest.mark.told_on("sqlite", "postgres")
async def test_where_somebody_is_cannot_be_said_and_nothing_of_it_lies_on_the_disk_in_clear_or_in_any_city(served):
    city = served.found("city")
    async with a_site(served) as site:
        place = {"lat": 127_270_001, "lon": 1, "accuracy_m": 1, "at": served.clock.now()}
        await site.must(site.tre, "help.call", HELP, {})
        refused = await site.tre.do("help.place", HELP, {"position": place})
        await site.must(site.lead, "help.send", HELP, {"to": "ambulance", "at_risk": True})
        await site.must(site.tre, "help.end", HELP, {"ending": "mistake"})
        logged = await rows(site.site, "SELECT kind, envelope FROM journal WHERE entity_type = 'help'")
        there = await rows(city, "SELECT entity_id FROM journal")
        found = served.bytes_on_disk()

        assert refused["r"] == "held"
        assert {(row["kind"], row["envelope"]) for row in logged} == {("help.told", "{}")}
        said = '"ambulance"'
        for words in (said, '"mistake"', "127270001"):
            assert words.encode() not in found
        assert HELP.encode() in found, "the search finds what is there"
        assert HELP not in json.dumps(there)

        def plant(tx: Any) -> None:
            tx.run("INSERT INTO effect (key, kind, payload, created_at) VALUES ('1', 'x', :words, 0)", words=said)

        await site.site.database.write(plant)
        assert said.encode() in served.bytes_on_disk()
