"""A responder's phone that is slow and far from everything: what its holder waits for (budgets of the app)."""

import asyncio
import signal
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from importlib import resources
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from playwright.async_api import BrowserContext, CDPSession, Locator, Page, async_playwright

from schemas.commands import AcceptAssignment, OfferAssignment, StartShift, Voice
from server.dispatch.commands.shifts.units import add_unit
from server.example.people import FOLDER
from server.organizations import Organization
from server.referrals.commands.directory import publish_directory
from server.referrals.commands.importing import import_directory, read_tables
from tests.bench.board import program
from tests.bench.ground import Sites
from tests.bench.table import row
from tests.browser.chromium import PHONE
from tests.process import Server
from tests.served import Served
from tests.stories.team import CALL

SLOWER: Final = 4
"""A cheap phone takes so many times as long as this machine."""

LATENCY_MS: Final = 400
BYTES_A_SECOND: Final = 50 * 1024
SERVICES: Final = 2_000
STARTS: Final = 3
PATIENCE_MS: Final = 60_000
PIN: Final = "271828"

WATCH: Final = """
window.shown = []; window.frozen = []; window.sinceTap = 0;
addEventListener("click", (event) => { sinceTap = event.timeStamp; }, { capture: true });
new PerformanceObserver((list) => {
  for (const it of list.getEntries()) if (/^(click|keydown|input)$/.test(it.name)) shown.push(it.duration);
}).observe({ type: "event", durationThreshold: 16 });
new PerformanceObserver((list) => { for (const it of list.getEntries()) frozen.push(it.duration); })
  .observe({ type: "longtask" });
window.until = (words) => new Promise((done) => {
  const seen = () => document.body?.innerText.includes(words) === true;
  const told = () => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  if (seen()) return told();
  new MutationObserver((_, watch) => { if (seen()) { watch.disconnect(); told(); } })
    .observe(document, { childList: true, subtree: true, characterData: true });
});
"""
"""From a touch or key to the frame that shows it, every task of more than 50 ms, and when words are on the screen."""

AT_WORK: Final = "Go to the call"
SAVING: Final = "Save and be ready"
ADDING: Final = "Add to it"
OPEN: Final = "This phone locks after"
STEPS: Final = (
    *("We’re on the way", "We’ve arrived", "We’re with the person", "Clear — we’re done here"),
    *("Met the person", "Settled here", "Nobody moved", "Nobody else", "Listened", "Water"),
)
PAUSE_MS: Final = 300


async def measure(sites: Sites) -> None:
    """One Chromium with a slow processor and a thin line; its server is not slowed."""
    with sites() as site:
        served = site.served()
        city = served.found("city")
        person = await _filled(served, city)
        link = await served.link(city, person)
        served.close()
        server = site.process()
        await asyncio.to_thread(server.start)
        try:
            await _held(server, link)
        finally:
            await asyncio.to_thread(server.end, signal.SIGTERM)


async def _filled(served: Served, city: Organization) -> str:
    """A team that is going to a call, and a directory of a large city; answers who holds the phone."""
    branch = served.app.branches.of(city.tag)
    person = await served.person(city, "responder")
    await branch.act(partial(add_unit, unit_id="unit-1", name="Heron"))
    await branch.act(_directory)
    async with served.phone(city, "dispatcher") as desk:
        link: dict[str, Any] = {"call_id": "call-1", "unit_id": "unit-1"}
        desk.save("shift.start", "shift-1", StartShift(unit_id="unit-1", person_ids=(person,)))
        desk.save("call.take", "call-1", CALL)
        desk.save("assignment.offer", "assignment-1", OfferAssignment(**link))
        desk.save("assignment.accept", "assignment-1", AcceptAssignment(**link, voice=Voice()))
        await desk.upload()
    return person


def _directory(tx: Any) -> None:
    """The example's services, so often that they are as many as a large city's."""
    with resources.as_file(FOLDER / "directory") as folder:
        tables = read_tables(Path(folder))
    services = tables["services"]
    tables["services"] = [
        {**services[n % len(services)], "id": str(n + 1), "name": f"{services[n % len(services)]['name']} {n}"}
        for n in range(SERVICES)
    ]
    import_directory(tx, tables, timezone="America/Los_Angeles")
    publish_directory(tx)


async def _held(server: Server, link: str) -> None:
    origin = f"http://localhost:{server.port}"
    async with async_playwright() as playwright:
        with tempfile.TemporaryDirectory() as profiles:

            async def opened(name: str) -> BrowserContext:
                return await playwright.chromium.launch_persistent_context(
                    Path(profiles) / name, executable_path=program(), args=["--no-sandbox"], **PHONE
                )

            await _starts(opened, origin, link)
            context = await opened("shift")
            page = await _slow(context)
            await _signed_in(page, f"{origin}/enrol#{link}")
            frozen = await _worked(page) + await _locked(page)
            row("the longest task of all that (at most 200 ms)", f"{max(frozen, default=0):.0f} ms")
            await context.close()


async def _starts(opened: Callable[[str], Awaitable[BrowserContext]], origin: str, link: str) -> None:
    """Each on a new profile: never seen before, and then once more with no network."""
    empty, ready, home, warm = [], [], [], []
    for n in range(STARTS):
        context = await opened(f"start-{n}")
        page = await _slow(context)
        await page.goto(f"{origin}/icon.svg")
        empty.append(await page.evaluate("performance.now()"))
        await page.goto(f"{origin}/enrol")
        ready.append(await page.evaluate("until('Set up')"))
        home.append(await _signed_in(page, f"{origin}/enrol#{link}"))
        await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
        await context.set_offline(True)
        await page.goto(f"{origin}/now")
        warm.append(await page.evaluate(f"until('{AT_WORK}')"))
        await context.close()
    reference = median(empty)
    row("a picture of 187 bytes over that line, from nothing", f"{reference:.0f} ms", 1)
    row("the screen to sign in, from nothing (at most 2,500 ms)", f"{median(ready):.0f} ms", median(ready) / reference)
    row("a sign-in link → what one is on", f"{median(home):.0f} ms", median(home) / reference)
    row("the app once more, from the phone itself, offline (at most 1,000 ms)", f"{median(warm):.0f} ms")


async def _signed_in(page: Page, link: str) -> float:
    """Milliseconds from opening the link until one can work; the page that takes the code makes room for the app."""
    await page.goto("about:blank")
    began = await page.evaluate("Date.now()")
    await page.goto(link)
    await page.wait_for_url("**/now*")
    shown = await page.evaluate(f"until('{AT_WORK}').then((at) => performance.timeOrigin + at)")
    return float(shown - began)


async def _slow(context: BrowserContext) -> Page:
    page = context.pages[0]
    page.set_default_timeout(PATIENCE_MS)
    await page.add_init_script(WATCH)
    wire: CDPSession = await context.new_cdp_session(page)
    await wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line = {"latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    await wire.send("Network.emulateNetworkConditions", {"offline": False, **line})
    return page


async def _worked(page: Page) -> list[float]:
    """The steps of a call, its log, and a search in the directory; answers how long the page did nothing else."""
    await page.get_by_role("link", name=AT_WORK).click()
    for step in STEPS:
        await _tap(page.get_by_role("button", name=step, exact=True))
    await _tap(page.get_by_role("radio", name="Yes", exact=True))
    saving = page.get_by_role("button", name=SAVING, exact=True)
    # The last step says that it is saved, too; this alone offers to add to it.
    saved = await _after(page, partial(saving.click), ADDING)
    taps = await page.evaluate("shown.splice(0)")
    row("a tap of the call and its log → on the screen (p95 at most 100 ms)", _p95(taps))
    row('the last tap → "Saved on this phone" (at most 150 ms)', f"{saved:.0f} ms")
    found = page.get_by_role("main").get_by_role("link")
    listed = await _after(page, partial(page.get_by_role("link", name="Find help").click), "Open now")
    await found.first.wait_for()
    row(f"{SERVICES:,} services, asked for → listed (at most 100 ms)", f"{listed:.0f} ms")
    await page.evaluate("shown.splice(0)")
    for key in "food shelter":
        await page.get_by_label("Search for a place").press("Space" if key == " " else key)
        await page.wait_for_timeout(PAUSE_MS)
    row("a key of what is looked for → the list (p95 at most 50 ms)", _p95(await page.evaluate("shown.splice(0)")))
    row("rows of it that are drawn (at most 40)", str(await found.count()))
    return list(await page.evaluate("frozen"))


async def _locked(page: Page) -> list[float]:
    """A PIN is chosen, the phone locked, and opened; answers as `_worked`, of the page that opened."""
    await page.get_by_role("link", name="Me", exact=True).click()
    await page.get_by_role("link", name="Choose a PIN for this phone").click()
    await _type(page, PIN)
    await page.get_by_role("heading", name="Type it once more").wait_for()
    await _type(page, PIN)
    await page.get_by_role("link", name="Me", exact=True).click()
    await page.get_by_role("button", name="Lock now").click()
    await page.get_by_text("Enter your PIN").first.wait_for()
    await _type(page, PIN[:-1])
    opening = partial(page.get_by_role("button", name=PIN[-1], exact=True).click)
    row("the last digit of the PIN → open (at most 1,500 ms)", f"{await _after(page, opening, OPEN):.0f} ms")
    return list(await page.evaluate("frozen"))


async def _type(page: Page, digits: str) -> None:
    for digit in digits:
        await page.get_by_role("button", name=digit, exact=True).click()


async def _tap(what: Locator) -> None:
    """As a hand taps: one after the other, each when the last was seen."""
    await what.click()
    await what.page.wait_for_timeout(PAUSE_MS)


async def _after(page: Page, act: Callable[[], Awaitable[None]], words: str) -> float:
    """Milliseconds from a touch until these words are on the screen."""
    await page.evaluate(f"() => {{ window.seenAt = until({words!r}); }}")
    await act()
    return float(await page.evaluate("seenAt.then((at) => at - sinceTap)"))


def _p95(spent: Sequence[float]) -> str:
    return f"p50 {median(spent):.0f} ms, p95 {quantiles(spent, n=20)[18]:.0f} ms, {len(spent)} seen late"
