"""A city with a desk and two teams on shift: Ama and Ben in Wren, Cleo in Plover."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from msgspec.structs import replace

from schemas.commands import StartShift
from server.dispatch.commands.shifts.units import add_unit
from server.sync.system import run_due
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import CALL, UNIT, Team, a_team

PLOVER = "unit-2"
THE_CALL = {"call_id": "call-1", "unit_id": UNIT}
BY_PLOVER = {"call_id": "call-1", "unit_id": PLOVER}
SPEAKER = "Ama on channel 2"
BY_VOICE = {"voice": {"said_by": SPEAKER}}


class TwoTeams(Team):
    """The desk, the partners of Wren, and Cleo alone in Plover."""

    cleo: Phone

    async def offer(self, unit_id: str = UNIT, assignment_id: str = "assignment-1") -> None:
        """The desk asks a team to take call-1."""
        await self.must(self.desk, "assignment.offer", assignment_id, {"call_id": "call-1", "unit_id": unit_id})

    async def third(self, phone: Phone) -> None:
        """A third team comes on shift with this person alone in it: Heron."""
        branch = self.served.app.branches.of(self.city.tag)
        await branch.act(lambda tx: add_unit(tx, unit_id="unit-3", name="Heron"))
        await self.must(self.desk, "shift.start", "shift-3", StartShift(unit_id="unit-3", person_ids=(phone.person,)))

    async def later(self, seconds: float) -> None:
        """Time passes, and what came due is done; every phone has its token renewed."""
        self.served.clock.forward(seconds)
        await run_due(self.served.app.branches.of(self.city.tag), self.served.clock.now())
        for phone in (self.desk, self.ama, self.ben, self.cleo):
            await phone.sign_token()

    async def on_desk(self, kind: str, entity: str) -> dict[str, Any]:
        """One row as the desk sees it now."""
        return (await self.see(self.desk, kind))[entity]

    async def state(self, assignment_id: str = "assignment-1") -> str:
        """The state of an assignment as the desk sees it now."""
        return str((await self.on_desk("assignment", assignment_id))["state"])

    async def alarms(self) -> list[str]:
        """The kinds of alarm on the strip now."""
        return sorted(alarm["kind"] for alarm in (await self.see(self.desk, "alarm")).values())

    async def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """What is stored."""
        return await self.city.database.read(lambda tx: [dict(row) for row in tx.all(sql, **values)])


@asynccontextmanager
async def two_teams(served: Served, **told: Any) -> AsyncIterator[TwoTeams]:
    """Both teams on shift, and call-1 taken."""
    city = served.found("city")
    await served.app.branches.of(city.tag).act(lambda tx: add_unit(tx, unit_id=PLOVER, name="Plover"))
    async with a_team(served, city) as one, served.phone(city, "responder") as cleo:
        teams = TwoTeams(served, city, desk=one.desk, ama=one.ama, ben=one.ben)
        teams.cleo = cleo
        await teams.must(teams.desk, "shift.start", "shift-2", StartShift(unit_id=PLOVER, person_ids=(cleo.person,)))
        await teams.must(teams.desk, "call.take", "call-1", replace(CALL, **told))
        yield teams
