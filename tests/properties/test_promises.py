"""No promise is nobody's: whatever a shift promised is a team's, somebody's who read of it, or stands unread.

*Why it must hold*: what a shift leaves is worked out at its end from what it promised and what it had taken over, in
the transaction that ends it. The truth beside it is kept here, by the rule alone: a promise made is open until somebody
saw to it.
"""

import asyncio
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemas.commands import StartShift
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import UNIT, Team, a_team
from tests.stories.test_handoffs import TONIGHT

pytestmark = pytest.mark.told_on("sqlite")

who = st.sampled_from(("ama", "ben"))
STEPS = st.one_of(
    st.tuples(st.just("promise"), who),
    st.tuples(st.just("promise"), who),
    st.tuples(st.just("promise_heard_late"), who),
    st.tuples(st.just("sign_on"), who),
    st.tuples(st.just("sign_off"), who),
    st.tuples(st.just("team_reads"), who),
    st.tuples(st.just("desk_reads"), who),
    st.tuples(st.just("see_to"), who),
)
HISTORY = st.lists(STEPS, min_size=3, max_size=9)
HANDED_ON_TWICE: list[tuple[str, str]] = [
    *(("promise", "ama"), ("promise", "ama"), ("sign_off", "ama"), ("sign_on", "ben"), ("team_reads", "ben")),
    *(("see_to", "ben"), ("sign_off", "ben"), ("promise_heard_late", "ben"), ("desk_reads", "ben")),
]


class Town:
    """One team, the desk, and every promise that is still to be kept."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.shift: str | None = "shift-1"
        self.open: set[str] = set()
        self.own: set[str] = set()
        self.n = 0
        self.on_shift_at = 0
        self.reached: Counter[str] = Counter()

    def phone(self, name: str) -> Phone:
        found: Phone = getattr(self.team, name)
        return found

    async def rows(self) -> list[dict[str, Any]]:
        sql = "SELECT id, summary, read_at, read_shift, done FROM handoff ORDER BY made_at, id"
        return await self.team.city.database.read(lambda tx: [dict(row) for row in tx.all(sql)])

    async def promise(self, name: str) -> None:
        if self.shift is not None:
            self.n += 1
            await self.team.must(self.phone(name), "referral.make", f"referral-{self.n}", TONIGHT)
            self.open.add(f"referral-{self.n}")
            self.own.add(f"referral-{self.n}")

    async def promise_heard_late(self, name: str) -> None:
        """It was made on the shift that is over, by a phone that had no signal."""
        if self.shift is None:
            self.n += 1
            promised = f"referral-{self.n}"
            await self.team.must(self.phone(name), "referral.make", promised, TONIGHT, at=self.on_shift_at)
            self.open.add(promised)

    async def sign_on(self, name: str) -> None:
        if self.shift is None:
            self.n += 1
            self.shift = f"shift-new-{self.n}"
            args = StartShift(unit_id=UNIT, person_ids=(self.phone(name).person,))
            await self.team.must(self.team.desk, "shift.start", self.shift, args)

    async def sign_off(self, name: str) -> None:
        if self.shift is not None:
            await self.team.must(self.phone(name), "shift.end", self.shift, {"unit_id": UNIT})
            self.on_shift_at = self.team.served.clock.now() - 1_000
            self.shift, self.own = None, set()

    async def read(self, phone: Phone, **said: Any) -> None:
        for row in await self.rows():
            if row["read_at"] is None or said:
                await phone.do("handoff.read", row["id"], said)

    async def team_reads(self, name: str) -> None:
        if self.shift is not None:
            await self.read(self.phone(name))

    async def desk_reads(self, _name: str) -> None:
        await self.read(self.team.desk)

    async def see_to(self, _name: str) -> None:
        done = sorted(self.open - self.own)[:1]
        if done:
            await self.read(self.team.desk, done=done)
            self.open -= set(done)

    async def holds(self) -> None:
        """Each open promise is the shift's own, or of whoever read of it, or stands where nobody has read."""
        rows = await self.rows()
        for each in self.open - self.own:
            holding = [row for row in rows if f'"{each}"' in row["summary"]]
            assert holding, each
            newest = holding[-1]
            gone = newest["read_shift"] not in (None, self.shift)
            assert not gone, f"{each}: whoever read of it is off, and nobody else heard of it"
            self.reached["nobody's yet" if newest["read_at"] is None else "read"] += 1


async def live_through(served: Served, history: list[tuple[str, str]], reached: Counter[str]) -> None:
    """A city of its own, checked after each step."""
    async with a_team(served, served.found("city")) as team:
        await team.send()
        town = Town(team)
        for what, name in history:
            served.clock.forward(60)
            await getattr(town, what)(name)
            await town.holds()
        reached.update(town.reached)


def test_no_promise_is_nobodys_when_whoever_made_it_goes_off_duty(served: Served):
    reached: Counter[str] = Counter()

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(HISTORY)
    @example(HANDED_ON_TWICE)
    def check(history: list[tuple[str, str]]) -> None:
        asyncio.run(live_through(served, history, reached))

    check()
    assert set(reached) == {"nobody's yet", "read"}
