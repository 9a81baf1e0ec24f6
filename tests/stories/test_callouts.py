"""A lead calls interrupters out: whoever is on call is asked, comes or not, and is heard from by time alone."""

import json
from typing import Any

import pytest

from schemas.commands import CheckInOut, SayComing
from server.journal import verify
from tests.served import DAY, HOUR, MINUTE
from tests.stories.callouts import AREA, CALLED, STEP, a_site
from tests.sync.doors import rows
from tests.walls.socket import a_socket, follow

pytestmark = pytest.mark.told_on("sqlite")

COMING, CANNOT = SayComing(coming=True, in_min=10), SayComing(coming=False)
SAFE = CheckInOut(safe=True)


@pytest.mark.told_on("sqlite", "postgres")
async def test_from_the_call_to_the_last_who_is_safe(served):
    async with a_site(served) as site, a_socket(served) as socket:
        await site.on_call(site.tre, site.vic)
        await follow(socket, site.tre)
        await site.must(site.lead, "callout.make", "callout-1", CALLED)
        push = await socket.until("push")
        assert {put["t"] for put in push["puts"]} == {"callout", "coming"}, "a phone that is open hears of it at once"
        assert await site.asked() == [site.tre, site.vic], "two are wanted, and two are on call"
        await site.vic.got()
        await site.must(site.vic, "callout.shown", "callout-1", {"shown_at": served.clock.now()})
        part = await site.part(site.vic)
        assert None not in (part["delivered_at"], part["shown_at"])

        await site.must(site.tre, "callout.say", "callout-1", COMING)
        assert (await site.board())["state"] == "open"
        await site.must(site.vic, "callout.say", "callout-1", COMING)
        board = await site.board()
        assert (board["state"], board["coming"], board["area"], board["step"]) == ("filled", 2, AREA, None)
        assert (await site.part(site.vic))["from_at"] == served.clock.now() + 10 * 60_000

        await site.later(HOUR + 11 * MINUTE)
        assert (await site.part(site.vic))["missed_at"] is None, "two minutes of grace"
        await site.must(site.tre, "callout.check_in", "callout-1", CheckInOut(in_min=30))
        await site.vic.hello()
        await site.later(MINUTE)
        missed, kept = await site.part(site.vic), await site.part(site.tre)
        assert missed["missed_at"] is not None
        assert (missed["name"], missed["no_link"]) == ("Ada Example", False)
        assert kept["missed_at"] is None

        await site.must(site.lead, "callout.end", "callout-1", {"ending": "done"})
        await site.must(site.tre, "callout.check_in", "callout-1", SAFE)
        assert (await site.board())["state"] == "ended"
        await site.days_later(DAY)
        assert (await site.part(site.vic))["missed_at"] is not None, "whoever is out stays before the lead"
        await site.must(site.lead, "callout.check_in", "callout-1", CheckInOut(safe=True, person_id=site.vic.person))
        await site.days_later(DAY)
        assert [(await site.lead.pull()).of(kind) for kind in ("callout", "coming")] == [{}, {}]
        assert await rows(site.site, "SELECT id FROM callout UNION ALL SELECT id FROM coming") == []
        assert await site.site.database.read(verify) is None


@pytest.mark.told_on("sqlite", "postgres")
async def test_where_nobody_answers_more_are_asked_then_the_leads_told_then_one_by_name(served):
    async with a_site(served) as site:
        await site.on_call(*site.others)
        await site.must(site.lead, "callout.make", "callout-1", {**vars_of(CALLED), "people": 1})
        seen = []
        for _ in range(5):
            board = await site.board()
            seen.append((len(await site.asked()), board["step"]))
            await site.later(STEP)

        assert seen == [(1, None), (3, None), (3, "lead"), (3, "phone"), (3, "phone")]
        board = await site.board()
        assert board["named"]["person_id"] == site.lead.person
        assert {each["person_id"] for each in board["to_phone"]} == {phone.person for phone in site.others}
        due = await rows(site.site, "SELECT kind FROM deadline WHERE kind = 'callout.climb'")
        assert due == [], "a person's step is the last"

        said = {"coming": True, "person_id": site.moe.person}
        await site.must(site.lead, "callout.say", "callout-1", said)
        board = await site.board()
        assert (board["state"], board["step"], board["named"], board["to_phone"]) == ("filled", None, None, [])
        refused = await site.tre.do("callout.say", "callout-1", said)
        assert (refused["r"], refused["code"]) == ("held", "forbidden"), "nobody else speaks for a colleague"


async def test_a_late_yes_comes_too_and_one_that_is_taken_back_asks_anew(served):
    async with a_site(served) as site:
        await site.on_call(site.tre, site.vic)
        await site.must(site.lead, "callout.make", "callout-1", {**vars_of(CALLED), "people": 1})
        await site.later(STEP)
        for phone in (site.tre, site.vic, site.moe):
            await site.must(phone, "callout.say", "callout-1", COMING)
        parts = [await site.part(phone) for phone in site.others]
        assert [(part["answer"], part["also"]) for part in parts] == [
            ("coming", False),
            ("coming", True),
            ("coming", True),
        ]
        assert parts[2]["asked_at"] is None, "nobody asked, and it is kept all the same"

        for phone in site.others:
            await site.must(phone, "callout.say", "callout-1", CANNOT)
        board = await site.board()
        assert (board["state"], board["coming"], board["step"]) == ("open", 0, "lead")


async def test_a_no_of_the_last_who_was_asked_does_not_wait_for_the_half_minute(served):
    async with a_site(served) as site:
        await site.on_call(site.tre, site.vic)
        await site.must(site.lead, "callout.make", "callout-1", {**vars_of(CALLED), "people": 1})
        (first,) = await site.asked()
        await site.must(first, "callout.say", "callout-1", CANNOT)

        assert await site.asked() == [site.tre, site.vic]


async def test_who_comes_on_call_meanwhile_is_asked_at_once_and_who_went_off_never_is(served):
    async with a_site(served) as site:
        await site.on_call(site.tre)
        await site.must(site.tre, "duty.say", site.tre.person, {"on_call": False})
        await site.must(site.lead, "callout.make", "callout-1", CALLED)
        assert (await site.board())["step"] == "lead", "nobody is on call"
        await site.on_call(site.moe)

        assert await site.asked() == [site.moe]
        await site.later(12 * HOUR + MINUTE)
        duty = (await site.lead.pull()).of("duty")
        assert {duty[phone.person]["on_call"] for phone in (site.tre, site.moe)} == {False}, "it ends by itself"
        board = await site.board()
        assert (board["state"], board["ending"]) == ("ended", "lapsed")
        await site.must(site.lead, "callout.make", "callout-2", CALLED)
        assert "callout-2" not in (await site.moe.pull()).of("callout")


async def test_what_was_said_without_a_network_counts_in_its_own_order(served):
    async with a_site(served) as site:
        await site.on_call(site.tre)
        await site.must(site.lead, "callout.make", "callout-1", {**vars_of(CALLED), "people": 1})
        site.tre.save("callout.say", "callout-1", COMING)
        served.clock.forward(5 * MINUTE)
        site.tre.save("callout.check_in", "callout-1", CheckInOut(in_min=240))
        first, second = site.tre.outbox
        site.tre.outbox = [second, first]
        await site.tre.upload()
        part = await site.part(site.tre)

        assert (part["answer"], part["check_by"]) == ("coming", served.clock.now() + 240 * 60_000)


@pytest.mark.told_on("sqlite", "postgres")
async def test_three_hours_down_ask_nobody_and_make_one_list(served):
    async with a_site(served) as site:
        await site.on_call(*site.others)
        await site.beat()
        await site.must(site.lead, "callout.make", "callout-1", {**vars_of(CALLED), "people": 1})
        await site.must(site.lead, "callout.make", "callout-2", CALLED)
        await site.must(site.tre, "callout.say", "callout-2", SayComing(coming=True))
        before = sorted(phone.person for phone in await site.asked())
        await site.gap(3 * HOUR)

        boards = [await site.board(each) for each in ("callout-1", "callout-2")]
        assert [board["step"] for board in boards] == ["lead", "lead"]
        assert sorted(phone.person for phone in await site.asked()) == before
        part = await site.part(site.tre, "callout-2")
        assert (part["missed_at"], part["no_link"]) == (None, True)
        assert part["check_by"] == served.clock.now() + HOUR * 1000, "nobody missed it: the time begins anew"
        (alarm,) = (await site.lead.pull()).of("alarm").values()
        assert (alarm["kind"], alarm["missed_count"]) == ("gap", 3)
        await site.must(site.lead, "alarm.resolve", alarm["id"])
        assert (await site.lead.pull()).of("alarm") == {}


async def test_what_came_due_in_a_gap_asks_nobody_half_a_minute_later_either(served):
    async with a_site(served) as site:
        await site.on_call(*site.others)
        await site.beat()
        await site.must(site.lead, "callout.make", "callout-1", {**vars_of(CALLED), "people": 1})
        before = await site.asked()
        await site.gap(HOUR)
        assert (await site.board())["step"] == "lead"
        await site.later(STEP)

        assert await site.asked() == before, "it may be over: that is for a lead to say"
        assert (await site.board())["step"] == "phone"


async def test_a_gap_after_the_leads_were_told_ends_with_one_by_name_all_the_same(served):
    async with a_site(served) as site:
        await site.on_call(site.tre)
        await site.beat()
        await site.must(site.lead, "callout.make", "callout-1", {**vars_of(CALLED), "people": 1})
        await site.later(STEP)
        assert (await site.board())["step"] == "lead"
        await site.gap(HOUR)

        board = await site.board()
        assert (board["step"], board["named"]["person_id"]) == ("phone", site.lead.person)


async def test_a_phone_that_is_silent_is_no_link(served):
    async with a_site(served) as site:
        await site.on_call(site.tre)
        await site.must(site.lead, "callout.make", "callout-1", CALLED)
        await site.must(site.tre, "callout.say", "callout-1", SayComing(coming=True))
        left = HOUR + 3 * MINUTE
        while left > 0:
            served.clock.forward(STEP)
            left -= STEP
            await site.beat()
        await site.lead.sign_token()

        part = await site.part(site.tre)
        assert (part["missed_at"] is not None, part["no_link"]) == (True, True)


@pytest.mark.told_on("sqlite", "postgres")
async def test_nothing_of_a_callout_lies_on_the_disk_in_clear_or_in_any_city(served):
    city = served.found("city")
    async with a_site(served) as site:
        await site.on_call(site.tre)
        await site.must(site.lead, "callout.make", "callout-1", CALLED)
        await site.must(site.tre, "callout.say", "callout-1", COMING)
        ack = await site.lead.do("callout.make", "callout-2", {**vars_of(CALLED), "area": "2600 Middlefield Road"})
        assert (ack["r"], ack["code"]) == ("held", "invalid")
        found = served.bytes_on_disk()
        logged = await rows(site.site, "SELECT kind, envelope FROM journal WHERE entity_type IN ('callout', 'coming')")
        there = await rows(city, "SELECT entity_id FROM journal")

        for words in (AREA, "retaliation_risk", "Middlefield", '"night"', "from_at"):
            assert words.encode() not in found
        assert {(row["kind"], row["envelope"]) for row in logged} == {("callout.told", "{}"), ("coming.told", "{}")}
        assert b"callout-1" in found, "the search finds what is there"
        assert "callout-1" not in json.dumps(there)

        def plant(tx: Any) -> None:
            tx.run("INSERT INTO effect (key, kind, payload, created_at) VALUES ('1', 'x', :words, 0)", words=AREA)

        await site.site.database.write(plant)
        assert AREA.encode() in served.bytes_on_disk()


async def test_an_interrupter_sees_their_own_part_alone_and_no_colleagues_number(served):
    async with a_site(served) as site:
        await site.on_call(site.tre, site.vic)
        await site.must(site.lead, "callout.make", "callout-1", CALLED)
        await site.must(site.tre, "callout.say", "callout-1", COMING)
        view = await site.vic.pull()
        (own,) = view.of("coming").values()

        assert own["person_id"] == site.vic.person
        assert not {"named", "to_phone"} & view.of("callout")["callout-1"].keys()
        assert not {"name", "phone"} & own.keys()
        assert list(view.of("duty")) == [site.vic.person]


def vars_of(args: Any) -> dict[str, Any]:
    """Its fields."""
    return {name: getattr(args, name) for name in args.__struct_fields__}
