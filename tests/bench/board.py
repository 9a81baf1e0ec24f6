"""A desk with two hundred open calls and a hundred teams: how long a key takes to be seen, and the longest freeze."""

import asyncio
import signal
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
from playwright.async_api import Page, async_playwright

from schemas.codes.dispatch import Skill
from schemas.commands import AcceptAssignment, OfferAssignment, StartShift, Voice
from server.clock import SystemClock
from server.dispatch.commands.shifts.units import add_unit
from server.organizations import Organization
from tests.bench.ground import Sites
from tests.bench.table import row, spread
from tests.browser.chromium import DESK, executable
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import CALL

CALLS: Final = 200
UNITS: Final = 100
OUT: Final = 60
"""Teams that are on a call."""

SKILLS: Final[tuple[tuple[Skill, ...], ...]] = (("CLIN", "PEER"), ("MEDIC",), ("CRISIS", "MEDI"))
KEYS: Final = 60
PATIENCE_MS: Final = 60_000

WATCH = """() => {
  window.seen = [];
  window.frozen = [];
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.frozen.push(task.duration);
  }).observe({ type: "longtask" });
  addEventListener("keydown", (event) => {
    const at = event.timeStamp;
    requestAnimationFrame(() => setTimeout(() => window.seen.push(performance.now() - at)));
  }, { capture: true });
}"""
"""From the key to after the next frame; and every task of the page of more than 50 ms, when nothing else moves."""


async def filled(served: Served, city: Organization, desk: Phone) -> None:
    """Teams on shift, most of them free, and calls that wait or are with a team."""
    branch, now = served.app.branches.of(city.tag), SystemClock().now()
    for n in range(UNITS):
        person = await served.person(city, "responder", name=f"Responder {n}")
        await branch.act(partial(add_unit, unit_id=f"unit-{n}", name=f"Team {n}"))
        skills = {person: SKILLS[n % len(SKILLS)]}
        desk.save("shift.start", f"shift-{n}", StartShift(unit_id=f"unit-{n}", person_ids=(person,), skills=skills))
    for n in range(CALLS):
        told = msgspec.structs.replace(
            CALL, priority=f"P{n % 3 + 1}", type_code="MH_CRISIS", received_at=now - n * 9000
        )
        desk.save("call.take", f"call-{n}", told)
        if n < OUT:
            args: dict[str, Any] = {"call_id": f"call-{n}", "unit_id": f"unit-{n}"}
            desk.save("assignment.offer", f"offer-{n}", OfferAssignment(**args))
            desk.save("assignment.accept", f"offer-{n}", AcceptAssignment(**args, voice=Voice()))
    while desk.outbox:
        # Its clock stands still by itself, and nobody is to be told to come again later.
        served.clock.forward(5)
        await desk.upload()


async def at_the_desk(page: Page, url: str) -> None:
    """Sign in, and wait until all of it is drawn."""
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(url)
    await page.locator("a.q").nth(CALLS - 1).wait_for()


async def measure(sites: Sites) -> None:
    """A real Chromium, alone on the machine with the server."""
    with sites() as site:
        served = site.served()
        city = served.found("city")
        async with served.phone(city, "dispatcher") as desk:
            await filled(served, city, desk)
        link = await served.link(city, await served.person(city, "dispatcher"))
        served.close()
        server = site.process()
        await asyncio.to_thread(server.start)
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"])
                page = await browser.new_page(**DESK)
                await at_the_desk(page, f"http://localhost:{server.port}/enrol#{link}")
                await page.evaluate(WATCH)
                for _ in range(KEYS):
                    await page.keyboard.press("j")
                    await page.wait_for_timeout(100)
                seen = await page.evaluate("window.seen")
                frozen = await page.evaluate("window.frozen")
                await browser.close()
        finally:
            await asyncio.to_thread(server.end, signal.SIGTERM)
    row(f"a key → the next call is shown, {CALLS} open calls, {UNITS} teams", spread([ms / 1000 for ms in seen]))
    row(
        "the longest the board did not answer meanwhile (50 ms or less is not counted)",
        f"{max(frozen, default=0):.0f} ms",
    )


def program() -> Path:
    """The Chromium that the tests use."""
    found = executable()
    assert found is not None, "make test installs a Chromium"
    return found
