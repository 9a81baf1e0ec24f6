"""Nobody off shift is alerted: whatever came before, a call reaches exactly those signed on to the team asked.

*Why it must hold*: who is asked is worked out anew at every change of an offer and of a crew, and whoever goes off a
team loses its scope in the same transaction. The truth beside it is kept here, by the rule alone: the last sign-on of a
team says who is on it, and nobody is on two.
"""

import asyncio
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemas.commands import StartShift
from server.dispatch.store import deliveries, units
from server.identity.commands import end_person
from tests.phone import Phone
from tests.served import MINUTE, Served
from tests.stories.team import UNIT
from tests.stories.two_teams import PLOVER, TwoTeams, two_teams

NAMES = ("ama", "ben", "cleo")
UNITS = (UNIT, PLOVER)

who, team = st.sampled_from(NAMES), st.sampled_from(UNITS)
crew = st.lists(who, min_size=1, max_size=3, unique=True)
STEPS = st.one_of(
    st.tuples(st.just("sign_on"), team, crew),
    st.tuples(st.just("sign_on_heard_late"), team, crew),
    st.tuples(st.just("sign_off"), team, who),
    st.tuples(st.just("ask"), team, st.none()),
    st.tuples(st.just("ask"), team, st.none()),
    st.tuples(st.just("accept"), team, who),
    st.tuples(st.just("decline"), team, who),
    st.tuples(st.just("clear"), team, who),
    st.tuples(st.just("pause"), team, who),
    st.tuples(st.just("time_passes"), team, st.none()),
    st.tuples(st.just("shut_out"), team, st.just("cleo")),
)
HISTORY = st.lists(STEPS, min_size=2, max_size=9)

LEFT: list[tuple[str, str, Any]] = [("ask", UNIT, None), ("sign_on", UNIT, ["ben"]), ("sign_off", UNIT, "ben")]


class Town:
    """Two teams, the desk, and who is on shift as the rule says."""

    def __init__(self, teams: TwoTeams) -> None:
        self.teams = teams
        self.on: dict[str, set[str]] = {UNIT: {"ama", "ben"}, PLOVER: {"cleo"}}
        self.shift = {UNIT: "shift-1", PLOVER: "shift-2"}
        self.shut: set[str] = set()
        self.went: set[tuple[str, str]] = set()
        # Who signed a shift off that they were never on: it waits until a shift of the team names them.
        self.waits: set[tuple[str, str]] = set()
        self.n = 0
        self.reached: Counter[str] = Counter()

    def phone(self, name: str) -> Phone:
        found: Phone = getattr(self.teams, name)
        return found

    def new(self, kind: str) -> str:
        self.n += 1
        return f"{kind}-new-{self.n}"

    async def step(self, what: str, unit_id: str, given: Any) -> None:
        """One thing happens; what may not be said is refused and changes nothing."""
        await getattr(self, f"_{what}")(unit_id, given)

    async def _sign_on(self, unit_id: str, names: list[str]) -> None:
        people = [name for name in names if name not in self.shut]
        if not people:
            return
        self.shift[unit_id] = self.new("shift")
        ids = tuple(self.phone(name).person for name in people)
        args = StartShift(unit_id=unit_id, person_ids=ids)
        await self.teams.must(self.teams.desk, "shift.start", self.shift[unit_id], args)
        for each in UNITS:
            self.on[each] -= set(people)
        self.on[unit_id] = set(people)

    async def _sign_on_heard_late(self, unit_id: str, names: list[str]) -> None:
        ids = tuple(self.phone(name).person for name in names if name not in self.shut)
        if ids and self.on[unit_id]:
            args = StartShift(unit_id=unit_id, person_ids=ids)
            at = self.teams.served.clock.now() - 12 * 3_600_000
            await self.teams.must(self.teams.desk, "shift.start", self.new("shift"), args, at=at)
            if any((self.shift[unit_id], name) in self.waits and name not in self.shut for name in names):
                self.on[unit_id] = set()

    async def _sign_off(self, unit_id: str, name: str) -> None:
        ack = await self.phone(name).do("shift.end", self.shift[unit_id], {"unit_id": unit_id})
        if ack["r"] == "ok":
            self.on[unit_id] = set()
        else:
            self.waits.add((self.shift[unit_id], name))

    async def _ask(self, unit_id: str, _: None) -> None:
        call_id = await self.teams.take(self.new("call"))
        args = {"call_id": call_id, "unit_id": unit_id, "despite": True}
        ack = await self.teams.desk.do("assignment.offer", self.new("assignment"), args)
        assert ack.get("code") == (None if self.on[unit_id] - self.shut else "conflict")

    async def _answer(self, kind: str, unit_id: str, name: str, args: Any) -> None:
        if name in self.shut:
            return
        for each in await self.live(unit_id, {"offered"} if "stage" not in kind else {"accepted"}):
            about = {"call_id": each["call_id"], "unit_id": unit_id}
            ack = await self.phone(name).do(kind, each["id"], args if "reason" in args else {**about, **args})
            if ack["r"] == "ok" and kind == "assignment.accept":
                self.went |= {(one, each["call_id"]) for one in NAMES}

    async def _accept(self, unit_id: str, name: str) -> None:
        await self._answer("assignment.accept", unit_id, name, {})

    async def _decline(self, unit_id: str, name: str) -> None:
        await self._answer("assignment.decline", unit_id, name, {"reason": "too_far"})

    async def _clear(self, unit_id: str, name: str) -> None:
        await self._answer("assignment.stage", unit_id, name, {"stage": "cleared"})

    async def _pause(self, unit_id: str, name: str) -> None:
        if name not in self.shut:
            await self.phone(name).do("unit.status", unit_id, {"status": "decomp"})

    async def _time_passes(self, _unit: str, _: None) -> None:
        await self.teams.later(3 * MINUTE)

    async def _shut_out(self, _unit: str, name: str) -> None:
        if name not in self.shut:
            branch = self.teams.served.app.branches.of(self.teams.city.tag)
            await branch.act(lambda tx: end_person(tx, person_id=self.phone(name).person))
            self.shut.add(name)

    async def live(self, unit_id: str, states: set[str]) -> list[dict[str, Any]]:
        rows = await self.teams.see(self.teams.desk, "assignment")
        return [row for row in rows.values() if row["unit_id"] == unit_id and row["state"] in states]

    async def holds(self) -> None:
        """Exactly those on shift on the team asked hear of it: by their phone, and by whatever else is sent."""
        open_offers = {unit_id: await self.live(unit_id, {"offered"}) for unit_id in UNITS}
        for name in NAMES:
            here = {unit_id for unit_id in UNITS if name in self.on[unit_id] and name not in self.shut}
            due = {row["id"]: row["call_id"] for unit_id in here for row in open_offers[unit_id]}
            assert await self._expected_of(name) == set(due), name
            if name in self.shut:
                continue
            rows = await self.phone(name).pull()
            offers = {row["id"] for row in rows.of("assignment").values() if row["state"] == "offered"}
            read = {call for call in rows.of("call") if (name, call) not in self.went}
            assert (set(rows.of("unit")), offers, read) == (here, set(due), set(due.values())), name
            self.reached["on shift" if due else "off shift" if not here else "not asked"] += 1

    async def _expected_of(self, name: str) -> set[str]:
        """Whom a push, a text or a socket would carry an offer to."""
        person = self.phone(name).person
        read, vault = self.teams.city.database.read, self.teams.city.vault
        unsent = await read(lambda tx: deliveries.unsent(tx, vault, person))
        undelivered = await read(lambda tx: deliveries.undelivered(tx, vault, person))
        now = await read(lambda tx: {unit_id: units.members_now(tx, unit_id) for unit_id in UNITS})
        assert {unit_id for unit_id in UNITS if person in now[unit_id]} == {
            unit_id for unit_id in UNITS if name in self.on[unit_id] - self.shut
        }
        assert unsent == undelivered
        return {assignment for assignment, _ in undelivered}


async def live_through(served: Served, history: list[tuple[str, str, Any]], reached: Counter[str]) -> None:
    """A city of its own, checked after each step."""
    async with two_teams(served) as teams:
        town = Town(teams)
        await town.holds()
        for step in history:
            await town.step(*step)
            await town.holds()
        reached.update(town.reached)


@pytest.mark.told_on("sqlite")
def test_a_call_reaches_exactly_those_on_shift_on_the_team_that_is_asked(served: Served):
    reached: Counter[str] = Counter()

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(HISTORY)
    @example(LEFT)
    def check(history: list[tuple[str, str, Any]]) -> None:
        asyncio.run(live_through(served, history, reached))

    check()
    assert set(reached) == {"on shift", "off shift", "not asked"}
