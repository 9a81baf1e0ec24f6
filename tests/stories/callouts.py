"""A site with its lead and three interrupters, and nobody on call yet: how the stories of call-outs begin."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from schemas.commands import MakeCallout
from server.organizations import Organization
from tests.phone import Phone
from tests.served import Served

AREA = "Canaryquay"
CALLED = MakeCallout(area=AREA, part_of_day="night", kind="retaliation_risk", people=2)
STEP = 30.0
"""Seconds from one step of a call-out's ladder to the next."""


class Site:
    """The lead and the interrupters, each on a phone of their own."""

    def __init__(self, served: Served, site: Organization, lead: Phone, others: tuple[Phone, ...]) -> None:
        self.served = served
        self.site = site
        self.lead = lead
        self.tre, self.vic, self.moe = self.others = others
        self.seen: dict[tuple[str, str, int], dict[str, Any]] = {}

    async def must(self, phone: Phone, kind: str, entity: str, args: Any = None) -> None:
        """Do it, and let the test fail here if it was not applied."""
        ack = await phone.do(kind, entity, {} if args is None else args)
        assert ack["r"] == "ok", (kind, ack)

    async def on_call(self, *phones: Phone) -> None:
        """They say that they are on call."""
        for phone in phones:
            await self.must(phone, "duty.say", phone.person, {"on_call": True})

    async def later(self, seconds: float) -> None:
        """Time passes, with the metronome beating as often as it does, and everybody's token anew."""
        left = seconds
        while left > 0:
            self.served.clock.forward(min(STEP, left))
            left -= STEP
            await self.beat()
        for phone in (self.lead, *self.others):
            await phone.sign_token()

    async def gap(self, seconds: float) -> None:
        """Nobody was there all that time: no metronome beat."""
        self.served.clock.forward(seconds)
        await self.beat()
        for phone in (self.lead, *self.others):
            await phone.sign_token()

    async def beat(self) -> None:
        """The metronome beats."""
        await self.served.app.metronome.beat(self.served.clock.now())

    async def days_later(self, seconds: float) -> None:
        """Nobody was there all that time; then the lead signs in again."""
        self.served.clock.forward(seconds)
        await self.beat()
        await self.lead.enrol(await self.served.code(self.site, self.lead.person))

    async def board(self, callout: str = "callout-1") -> dict[str, Any]:
        """The call-out as the lead sees it."""
        return (await self.rows("callout"))[callout]

    async def rows(self, kind: str) -> dict[str, dict[str, Any]]:
        """What the lead sees of this type. Whatever changed of a row has another version."""
        rows = (await self.lead.pull()).of(kind)
        for row_id, row in rows.items():
            assert self.seen.setdefault((kind, row_id, row["version"]), row) == row
        return rows

    async def part(self, phone: Phone, callout: str = "callout-1") -> dict[str, Any]:
        """What the lead sees of somebody's part in it."""
        rows = (await self.rows("coming")).values()
        (found,) = [row for row in rows if (row["callout_id"], row["person_id"]) == (callout, phone.person)]
        return found

    async def asked(self) -> list[Phone]:
        """Whose phones show a call-out."""
        return [phone for phone in self.others if (await phone.pull()).of("callout")]


@asynccontextmanager
async def a_site(served: Served, *, training: bool = True) -> AsyncIterator[Site]:
    """A lead and three interrupters of one site."""
    site = served.found("site", training=training)
    async with AsyncExitStack() as stack:
        lead = await stack.enter_async_context(served.phone(site, "site_lead"))
        enter = stack.enter_async_context
        tre, vic, moe = [await enter(served.phone(site, "interrupter")) for _ in range(3)]
        yield Site(served, site, lead, (tre, vic, moe))
