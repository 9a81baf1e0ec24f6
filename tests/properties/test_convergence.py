"""Old snapshot + changes = fresh snapshot, for every phone, whatever was commanded, refused, ended or erased between.

*Why it must hold*: a page is read in one snapshot under member scopes asked anew; it carries every feed line after each
scope's position, whole change sets only; a row that moves during paging reappears later; a scope that was lost is
dropped and one that was gained is read from 0. So what an old phone holds after catching up is what a new one reads.
"""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.commands import StartShift
from server.client.replica import Replica
from server.dispatch.commands.shifts.units import add_unit
from server.sync.system import run_due
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import CALL, UNIT, Team, a_team

pytestmark = pytest.mark.told_on("sqlite")

OTHER = "unit-2"
CALLS = ("call-1", "call-2", "call-3")
STAGES = ("enroute", "on_scene", "contact", "transporting", "cleared")

calls = st.sampled_from(CALLS)
units = st.sampled_from((UNIT, OTHER))
who = st.sampled_from(("desk", "ama", "ben"))
few = st.integers(min_value=1, max_value=5)

STEPS = st.one_of(
    st.tuples(st.just("take"), calls),
    st.tuples(st.just("offer"), calls, units),
    st.tuples(st.just("accept"), calls, units, who),
    st.tuples(st.just("decline"), calls, units, who),
    st.tuples(st.just("stage"), calls, units, who, st.sampled_from(STAGES), st.integers(-600, 600)),
    st.tuples(st.just("end"), calls, units, st.sampled_from(("withdrawn", "cancelled", "preempted", "reassigned"))),
    st.tuples(st.just("instead"), calls, units, calls, units, st.integers(min_value=1, max_value=2)),
    st.tuples(st.just("backup"), calls, units, who, units),
    st.tuples(st.just("backup_over"), calls, who, st.sampled_from(("arrived", "called_off"))),
    st.tuples(st.just("encounter"), calls, units, who),
    st.tuples(st.just("referral"), calls, units, who),
    st.tuples(st.just("close"), calls),
    st.tuples(st.just("erase"), calls),
    st.tuples(st.just("shift"), units, st.sampled_from((("ama",), ("ben",), ("ama", "ben")))),
    st.tuples(st.just("later"), st.sampled_from((30, 400, 4_000, 8_000))),
    st.tuples(st.just("pull"), who, few),
)


class Street:
    """A city in motion: does each step, whatever the answer, and remembers the latest offer of a unit on a call."""

    def __init__(self, team: Team, officer: Phone) -> None:
        self.team = team
        self.phones = {"desk": team.desk, "ama": team.ama, "ben": team.ben}
        self.officer = officer
        self.offers: dict[tuple[str, str], str] = {}
        self.answers: set[str] = set()

    async def do(self, step: tuple[Any, ...]) -> None:
        name, *rest = step
        await getattr(self, name)(*rest)

    async def say(self, phone: Phone, kind: str, entity: str, args: Any, **more: Any) -> None:
        ack = await phone.do(kind, entity, args, **more)
        assert ack["r"] in {"ok", "held"}, ack
        assert ack.get("code") != "handler_error", (kind, args, ack)
        self.answers.add(ack["r"])

    async def take(self, call: str) -> None:
        # The first is the one that teams may be moved to.
        await self.say(self.team.desk, "call.take", call, replace(CALL, priority="P1" if call == CALLS[0] else "P3"))

    async def offer(self, call: str, unit: str) -> None:
        entity = self.team.served.ids.new()
        self.offers[call, unit] = entity
        await self.say(self.team.desk, "assignment.offer", entity, {"call_id": call, "unit_id": unit})

    async def accept(self, call: str, unit: str, by: str) -> None:
        args = {"call_id": call, "unit_id": unit}
        await self.say(self.phones[by], "assignment.accept", self.offers.get((call, unit), "none"), args)

    async def decline(self, call: str, unit: str, by: str) -> None:
        entity = self.offers.get((call, unit), "none")
        await self.say(self.phones[by], "assignment.decline", entity, {"reason": "too_far"})

    async def stage(self, call: str, unit: str, by: str, stage: str, off_s: int) -> None:
        phone = self.phones[by]
        args = {"call_id": call, "unit_id": unit, "stage": stage}
        at = phone.wall() + off_s * 1000
        await self.say(phone, "assignment.stage", self.offers.get((call, unit), "none"), args, at=at)

    async def end(self, call: str, unit: str, ending: str) -> None:
        entity = self.offers.get((call, unit), "none")
        await self.say(self.team.desk, "assignment.end", entity, {"ending": ending})

    async def instead(self, call: str, unit: str, left: str, before: str, wanted: int) -> None:
        entity, instead_of = self.team.served.ids.new(), self.offers.get((left, before), "none")
        self.offers[call, unit] = entity
        args = {"call_id": call, "unit_id": unit, "instead_of": instead_of, "wanted": wanted}
        await self.say(self.team.desk, "assignment.offer", entity, args)

    async def backup(self, call: str, unit: str, by: str, coming: str) -> None:
        args = {"call_id": call, "unit_id": unit, "kind": "team", "reason": "scene_size", "voice": {}}
        await self.say(self.phones[by], "backup.ask", f"backup-{call}", args)
        await self.say(self.team.desk, "backup.answer", f"backup-{call}", {"in_min": 5, "unit_id": coming})

    async def backup_over(self, call: str, by: str, outcome: str) -> None:
        await self.say(self.phones[by], "backup.end", f"backup-{call}", {"outcome": outcome})

    async def encounter(self, call: str, unit: str, by: str) -> None:
        args = {"call_id": call, "unit_id": unit, "answers": {"contact_result": "gone"}, "note": "a note"}
        await self.say(self.phones[by], "encounter.record", self.team.served.ids.new(), args)

    async def referral(self, call: str, unit: str, by: str) -> None:
        args = {
            "call_id": call,
            "unit_id": unit,
            "need": "food",
            "state": "unavailable",
            "urgency": "day",
            "unavailable_reason": "closed",
        }
        await self.say(self.phones[by], "referral.make", self.team.served.ids.new(), args)

    async def close(self, call: str) -> None:
        await self.say(self.team.desk, "call.close", call, {"not_sent_reason": "timed_out"})

    async def erase(self, call: str) -> None:
        await self.say(self.officer, "call.erase", call, {"reason": "asked for"})

    async def shift(self, unit: str, crew: tuple[str, ...]) -> None:
        args = StartShift(unit_id=unit, person_ids=tuple(self.phones[name].person for name in crew))
        await self.say(self.team.desk, "shift.start", self.team.served.ids.new(), args)

    async def later(self, seconds: int) -> None:
        self.team.served.clock.forward(seconds)
        branch = self.team.served.app.branches.of(self.team.city.tag)
        await run_due(branch, self.team.served.clock.now())
        for phone in (*self.phones.values(), self.officer):
            await phone.sign_token()

    async def pull(self, by: str, limit: int) -> None:
        await self.phones[by].pull(limit)


async def live_through(steps: list[tuple[Any, ...]], served: Served, replica: type[Replica] = Replica) -> set[str]:
    """All of it in a new city."""
    city = served.found("city")
    branch = served.app.branches.of(city.tag)
    await branch.act(lambda tx: add_unit(tx, unit_id=OTHER, name="Plover"))
    async with a_team(served, city) as team, served.phone(city, "privacy_officer") as officer:
        street = Street(team, officer)
        for phone in street.phones.values():
            phone.replica = replica()
        for call in CALLS[:2]:
            await street.take(call)
        for step in steps:
            await street.do(step)
        for phone in street.phones.values():
            await agrees_with_a_fresh_one(phone)
        assert team.desk.replica.of("unit"), "empty phones would agree with anything"
        return street.answers


async def agrees_with_a_fresh_one(phone: Phone) -> None:
    kept = (await phone.pull()).rows
    phone.replica = Replica()
    fresh = (await phone.pull(limit=3)).rows
    assert kept == fresh


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=5, max_size=40))
def test_what_an_old_phone_holds_after_catching_up_is_what_a_new_one_reads(
    served: Served, steps: list[tuple[Any, ...]]
):
    asyncio.run(live_through(steps, served))


class Careless(Replica):
    """A phone that keeps what it was told to drop."""

    def take(self, page: dict[str, Any]) -> None:
        super().take({**page, "drop": [], "dels": []})


@pytest.mark.parametrize("loss", [("end", "call-1", UNIT, "withdrawn"), ("later", 8_000), ("erase", "call-1")])
def test_a_phone_that_keeps_what_it_should_drop_is_caught(loss: tuple[Any, ...], served: Served):
    seen = [("offer", "call-1", UNIT), ("pull", "ama", 5), ("pull", "desk", 5)]

    with pytest.raises(AssertionError):
        asyncio.run(live_through([*seen, loss], served, Careless))

    asyncio.run(live_through([*seen, loss], served))
