"""Two phones of one team, clocks hours off, in any order of arrival and repetition: it ends as it was in the street.

*Why it must hold*: what is kept of a call is a function of the set of reports. Of each stage the earliest corrected
time counts, the state is the furthest stage, every save goes to the one encounter of the assignment, and what the saves
amount to is worked out anew from all of them, in the order of their corrected times.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.served import HOUR, Served
from tests.stories.team import UNIT, Team, a_team

pytestmark = pytest.mark.told_on("sqlite")

MINUTE = 60_000
STAGES = ("enroute", "on_scene", "contact", "cleared")
COLUMN = {"enroute": "enroute_at", "on_scene": "arrived_at", "contact": "contact_at", "cleared": "cleared_at"}
NAMES = ("ama", "ben")

who = st.sampled_from(NAMES)
minutes = st.integers(1, 59)
supplies = st.dictionaries(st.sampled_from(("socks", "water", "blanket")), st.integers(1, 4), max_size=3)
TAPS = st.tuples(st.just("stage"), who, minutes, st.sampled_from(STAGES))
SAVES = st.tuples(st.just("save"), who, minutes, supplies)
DONE = st.lists(st.one_of(TAPS, SAVES), min_size=1, max_size=10)
SKEWS = st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(-8 * 3600, 8 * 3600)))

Done = list[tuple[Any, ...]]
Ending = dict[str, Any]


def in_the_street(
    done: Done,
    *,
    time: Callable[[Iterable[int]], int] = min,
    given: Callable[[Iterable[int]], int] = max,
    off: dict[str, int] | None = None,
) -> Ending:
    """What must be kept, by minutes after the beginning. The keywords make wrong merges, for the control."""
    late = off or dict.fromkeys(NAMES, 0)
    taps = [(stage, minute + late[name] // 60) for kind, name, minute, stage in done if kind == "stage"]
    saves = [answers for kind, _, _, answers in done if kind == "save"]
    times = {stage: [minute for known, minute in taps if known == stage] for stage in STAGES}
    boxes = {code: [answers[code] for answers in saves if code in answers] for code in ("socks", "water", "blanket")}
    reached = [stage for stage in STAGES if times[stage]]
    return {
        "state": reached[-1] if reached else "accepted",
        "times": {stage: time(told) if told else None for stage, told in times.items()},
        "reports": Counter(stage for stage, _ in taps),
        "encounters": min(len(saves), 1),
        "saves": len(saves),
        "supplies": {code: given(told) for code, told in boxes.items() if told},
    }


class Street:
    """One team whose two phones live through call after call."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.calls = 0

    async def ends(self, done: Done, skews: dict[str, int], order: list[int], again: list[int]) -> Ending:
        """Tell it all with no link, then hand it over row by row in this order, some rows twice; what is kept."""
        self.calls += 1
        call, assignment = f"call-{self.calls}", f"assignment-{self.calls}"
        of_call = {"call_id": call, "unit_id": UNIT}
        begun_at = await self._begin(call, assignment, of_call)
        rows = []
        for n, (kind, name, minute, said) in enumerate(done):
            phone = getattr(self.team, name)
            phone.skew_ms = skews[name] * 1000
            at = begun_at + minute * MINUTE + phone.skew_ms
            if kind == "stage":
                rows.append((phone, phone.save("assignment.stage", assignment, {**of_call, "stage": said}, at=at)))
            else:
                rows.append((phone, phone.save("encounter.record", f"{call}-{n}", outcome(of_call, said), at=at)))
        await self._later(2 * HOUR)
        for n in [*order, *again]:
            phone, row = rows[n % len(rows)]
            phone.outbox = [row]
            (ack,) = await phone.upload()
            assert ack["r"] == "ok", ack
        return await self._kept(call, assignment, begun_at)

    async def _begin(self, call: str, assignment: str, of_call: dict[str, str]) -> int:
        for name in NAMES:
            getattr(self.team, name).skew_ms = 0
        await self._later(HOUR)
        await self.team.take(call)
        await self.team.must(self.team.desk, "assignment.offer", assignment, of_call)
        await self.team.must(self.team.ama, "assignment.accept", assignment, of_call)
        return self.team.served.clock.now()

    async def _later(self, seconds: float) -> None:
        self.team.served.clock.forward(seconds)
        for phone in (self.team.desk, self.team.ama, self.team.ben):
            await phone.sign_token()
            await phone.hello()

    async def _kept(self, call: str, assignment: str, begun_at: int) -> Ending:
        def minute(at: int | None) -> int | None:
            return None if at is None else round((at - begun_at) / MINUTE)

        read = self.team.city.database.read
        row = await read(
            lambda tx: tx.one(
                "SELECT state, enroute_at, arrived_at, contact_at, cleared_at FROM assignment WHERE id = :id",
                id=assignment,
            )
        )
        stages = await read(lambda tx: tx.all("SELECT stage FROM stage_time WHERE assignment_id = :id", id=assignment))
        written = await read(lambda tx: tx.all("SELECT id, figures FROM encounter WHERE call_id = :id", id=call))
        saves = await read(
            lambda tx: tx.all(
                "SELECT s.id FROM encounter_save AS s JOIN encounter AS e ON e.id = s.encounter_id"
                " WHERE e.call_id = :id",
                id=call,
            )
        )
        assert row is not None
        counted = [json.loads(each["figures"])["supplies"] or [] for each in written]
        return {
            "state": row["state"],
            "times": {stage: minute(row[column]) for stage, column in COLUMN.items()},
            "reports": Counter(each["stage"] for each in stages),
            "encounters": len(written),
            "saves": len(saves),
            "supplies": {box["code"]: box["quantity"] for boxes in counted for box in boxes},
        }


def outcome(of_call: dict[str, str], boxes: dict[str, int]) -> dict[str, Any]:
    """An outcome with these things given."""
    told = [{"code": code, "quantity": quantity} for code, quantity in boxes.items()]
    met = {"contact_result": "contact_made", "resolution": ["resolved_on_scene"], "supplies": told}
    return {**of_call, "answers": met}


async def in_a_city(served: Served, work: Callable[[Street], Any]) -> None:
    async with a_team(served, served.found("city")) as team:
        await work(Street(team))


def test_whatever_the_order_of_arrival_and_the_clocks_it_ends_as_it_was_in_the_street(served: Served):
    asked: list[int] = []

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(DONE, SKEWS, st.data())
    def check(done: Done, skews: dict[str, int], data: st.DataObject) -> None:
        order = data.draw(st.permutations(range(len(done))))
        again = data.draw(st.lists(st.integers(0, len(done) - 1), max_size=3))
        asked.append(len(done))
        ending = runner.run(street.ends(done, skews, order, again))
        assert ending == in_the_street(done)

    with asyncio.Runner() as runner:
        entered = a_team(served, served.found("city"))
        street = Street(runner.run(entered.__aenter__()))
        try:
            check()
        finally:
            runner.run(entered.__aexit__(None, None, None))
    assert asked


FIXED: Done = [
    ("stage", "ama", 10, "on_scene"),
    ("stage", "ben", 5, "on_scene"),
    ("save", "ama", 20, {"socks": 2}),
    ("save", "ben", 30, {"socks": 2}),
]
OFF = {"ama": 5 * 3600, "ben": -7 * 3600}


@pytest.mark.parametrize(
    "wrong", [{"time": max}, {"given": sum}, {"off": OFF}], ids=["the latest", "added up", "uncorrected clocks"]
)
async def test_a_wrong_merge_is_noticed(served: Served, wrong: dict[str, Any]):
    async def look(street: Street) -> None:
        ending = await street.ends(FIXED, OFF, [3, 0, 2, 1], [])
        assert ending == in_the_street(FIXED)
        assert ending != in_the_street(FIXED, **wrong)

    await in_a_city(served, look)
