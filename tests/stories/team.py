"""A city with a desk and a team of two on shift: how the stories of outcomes and referrals begin."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from schemas.commands import (
    AcceptAssignment,
    OfferAssignment,
    ReportStage,
    StartShift,
    TakeCall,
)
from server.dispatch.commands.shifts.units import add_unit
from server.organizations import Organization
from tests.phone import Phone
from tests.served import NOON, Served

CALL = TakeCall(
    source="line727",
    type_code="UNHOUSED_NEED",
    priority="P3",
    received_at=NOON,
    triage_result="alt_only",
    would_have_gone_to="police",
    caller_role="bystander",
    location_kind="outdoor_public",
    area="east",
    place="Somewhere by the river",
)
UNIT = "unit-1"


class Team:
    """The desk and the two partners, each on a phone of their own."""

    def __init__(self, served: Served, city: Organization, *, desk: Phone, ama: Phone, ben: Phone) -> None:
        self.served = served
        self.city = city
        self.desk = desk
        self.ama = ama
        self.ben = ben

    async def take(self, call_id: str = "call-1") -> str:
        """The desk takes a call; answers its id."""
        await self.must(self.desk, "call.take", call_id, CALL)
        return call_id

    async def send(self, call_id: str = "call-1", assignment_id: str = "assignment-1") -> str:
        """A call is taken and offered, Ama accepts, they arrive and are clear; answers the assignment."""
        await self.take(call_id)
        await self.must(self.desk, "assignment.offer", assignment_id, OfferAssignment(call_id=call_id, unit_id=UNIT))
        accepted = AcceptAssignment(call_id=call_id, unit_id=UNIT)
        await self.must(self.ama, "assignment.accept", assignment_id, accepted)
        for stage in ("on_scene", "cleared"):
            reached = ReportStage(call_id=call_id, unit_id=UNIT, stage=stage)
            await self.must(self.ama, "assignment.stage", assignment_id, reached)
        return assignment_id

    async def must(self, phone: Phone, kind: str, entity: str, args: Any, **more: Any) -> dict[str, Any]:
        """Do it, and let the test fail here if it was not applied."""
        ack = await phone.do(kind, entity, args, **more)
        assert ack["r"] == "ok", (kind, ack)
        return ack

    async def see(self, phone: Phone, kind: str) -> dict[str, dict[str, Any]]:
        """The rows of one type that this phone now holds."""
        return (await phone.pull()).of(kind)

    def bytes_on_disk(self) -> bytes:
        """Every byte of every file of the installation: records, logs, keys."""
        return self.served.bytes_on_disk()


@asynccontextmanager
async def a_team(served: Served, city: Organization) -> AsyncIterator[Team]:
    """Ama and Ben on shift in one unit, and somebody at the desk."""
    branch = served.app.branches.of(city.tag)
    await branch.act(lambda tx: add_unit(tx, unit_id=UNIT, name="Wren"))
    async with (
        served.phone(city, "dispatcher") as desk,
        served.phone(city, "responder") as ama,
        served.phone(city, "responder") as ben,
    ):
        team = Team(served, city, desk=desk, ama=ama, ben=ben)
        await team.must(desk, "shift.start", "shift-1", StartShift(unit_id=UNIT, person_ids=(ama.person, ben.person)))
        yield team
