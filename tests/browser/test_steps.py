"""A phone on a bad evening, step by random step, with the ledger at the end: nothing lost, nothing twice.

The person logs conflicts at a site; meanwhile the browser is killed, the network goes and comes, answers get lost, the
server is killed, other tabs open and close and the clock is set. The same seed takes the same steps.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from server.ids import SeededIds
from tests.browser.chromium import PHONE, Browser
from tests.browser.outbox import all_answered, answers, outbox
from tests.browser.process import ServerProcess, on_example
from tests.browser.test_journey import PATIENCE_MS, button, sign_in
from tests.engines import SQLITE_AND_LONG_POSTGRES, Ground

SHORT, LONG = 50, 1_000
DAY_MS: Final = 24 * 3_600_000
SKEWS: Final = (0, DAY_MS, -DAY_MS)
MOST_TABS: Final = 3
LAST_MS: Final = 180_000
"""The longest rest of a phone is a minute; on a busy machine it takes its time."""

SET_CLOCK = """(offset) => {
  const real = globalThis.realDate ?? Date;
  globalThis.realDate = real;
  globalThis.Date = class extends real {
    constructor(...told) {
      if (told.length === 0) super(real.now() + offset);
      else super(...told);
    }
    static now() {
      return real.now() + offset;
    }
  };
}"""

ANY_PLACE: Final = "North"
"""In place of a part of this site, on a phone whose clock was set so far that its lease is over."""

ANSWERS: Final = ("Riverbend", "Yesterday", "2–3", "Money", "Kept them apart", "Settled", "My own network")
"""Of yesterday: by a clock that was set two days ahead unseen, today would be a day that has not come yet."""


log = logging.getLogger("tests.browser")


class Chance:
    """Seeded: the same evening every time."""

    def __init__(self, seed: int) -> None:
        """Nothing was drawn yet."""
        self._ids = SeededIds(seed)

    def below(self, most: int) -> int:
        """The next number, less than this."""
        return int.from_bytes(self._ids.secret(8)) % most

    def choice(self, among: Sequence[Any]) -> Any:
        """One of these."""
        return among[self.below(len(among))]


class Evening:
    """One phone, its server, and what was promised so far."""

    def __init__(self, browser: Browser, server: ServerProcess, seed: int) -> None:
        """Nothing has happened yet."""
        self.browser = browser
        self.server = server
        self.chance = Chance(seed)
        self.promised = 0
        self.attempted = 0
        self.ledger: dict[str, str] = {}
        self.done: Counter[str] = Counter()
        self.is_offline = False
        self.loses_answers = False
        self.skew = 0
        self._dress()

    # ------------------------------------------------------------------ the phone

    @property
    def context(self) -> BrowserContext:
        """The browser as it runs now."""
        return self.browser.context

    def _dress(self) -> None:
        """A browser that was just started knows nothing of this evening's network and clock."""
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(f"({SET_CLOCK})({self.skew})")
        self.context.set_offline(self.is_offline)
        self._route()

    def _route(self) -> None:
        self.context.unroute_all()
        if self.loses_answers:
            self.context.route("**/api/sync/commands", _lose_the_answer)

    def page(self) -> Page:
        """One of the open tabs, on the form."""
        page: Page = self.chance.choice(self.context.pages)
        if not page.url.endswith("/quiet"):
            page.goto(f"{self.server.origin}/quiet")
        return page

    def fill(self, page: Page) -> None:
        """All answers but the tap on Save."""
        main = page.get_by_role("main")
        area, *rest = ANSWERS
        main.get_by_text(area, exact=True).or_(main.get_by_text(ANY_PLACE, exact=True)).first.click()
        for answer in rest:
            main.get_by_text(answer, exact=True).first.click()

    def note(self) -> None:
        """Write down what this browser's outbox holds, before a backup lets it go."""
        found = outbox(self.context.pages[0])
        self.ledger |= {row["id"]: row["hash"] for row in found["rows"]}

    # ------------------------------------------------------------------ the steps

    def save(self) -> None:
        """A record, until the phone says that it has it."""
        page = self.page()
        self.fill(page)
        self.attempted += 1
        button(page, "Save, locked").click()
        page.wait_for_url("**/quiet/list")
        self.promised += 1

    def save_and_die(self) -> None:
        """The battery is empty while it is written."""
        page = self.page()
        self.fill(page)
        self.attempted += 1
        button(page, "Save, locked").click(no_wait_after=True)
        self.die()

    def die(self) -> None:
        """The browser is killed and started again."""
        self.browser.kill()
        self.browser.reopen()
        self._dress()
        self.context.pages[0].goto(f"{self.server.origin}/quiet")

    def open_tab(self) -> None:
        """Another tab, or one less."""
        pages = self.context.pages
        if len(pages) < MOST_TABS:
            self.context.new_page().goto(f"{self.server.origin}/quiet")
        else:
            pages[-1].close()

    def cut(self) -> None:
        """The network goes, or comes back."""
        self.is_offline = not self.is_offline
        self.context.set_offline(self.is_offline)

    def lose(self) -> None:
        """What is sent arrives, and the answers do not; or they do again."""
        self.loses_answers = not self.loses_answers
        self._route()

    def restart(self) -> None:
        """The server is killed and started again."""
        self.server.kill()
        self.server.start()

    def set_clock(self) -> None:
        """Somebody sets the phone's clock."""
        self.skew = self.chance.choice(SKEWS)
        self.context.add_init_script(f"({SET_CLOCK})({self.skew})")
        for page in self.context.pages:
            page.evaluate(SET_CLOCK, self.skew)

    def look(self) -> None:
        """The person comes back to the app."""
        page = self.chance.choice(self.context.pages)
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")

    STEPS: Final = ("save",) * 10 + ("cut",) * 3 + ("lose",) * 2 + ("open_tab", "set_clock", "look") * 2
    RARE: Final = ("save_and_die", "save_and_die", "die", "restart")

    def step(self) -> None:
        """One thing happens; one in twelve of them is bad."""
        name = self.chance.choice(self.RARE if self.chance.below(12) == 0 else self.STEPS)
        self.done[name] += 1
        getattr(self, name)()
        self.note()

    def calm(self) -> Page:
        """All is well again, the app is open once, and everything that waits goes."""
        self.is_offline = self.loses_answers = False
        self.skew = 0
        self.die()
        page = self.context.pages[0]
        all_answered(page, LAST_MS)
        self.note()
        return page


def _lose_the_answer(route: Route) -> None:
    with suppress(Error):
        route.fetch(timeout=PATIENCE_MS)
    with suppress(Error):
        route.abort()


@pytest.fixture
def server(tmp_path: Path, example: Path, ground: Ground) -> Iterator[ServerProcess]:
    made = on_example(example, tmp_path / "server", ground)
    yield made
    made.kill()


@pytest.mark.parametrize("ground", SQLITE_AND_LONG_POSTGRES, indirect=True)
@pytest.mark.parametrize(
    ("steps", "seed"),
    [(SHORT, 727), pytest.param(LONG, 1727, marks=[pytest.mark.long, pytest.mark.timeout(3_600)])],
    ids=["short", "long"],
)
def test_nothing_is_lost_and_nothing_comes_twice_whatever_happens_to_the_phone(
    server: ServerProcess, chromium: Callable[..., Any], steps: int, seed: int
):
    lead = sign_in(chromium("lead", **PHONE), server.link("Site lead"))
    heading = lead.get_by_role("heading", level=1)
    expect(heading).to_contain_text("9 conflicts", timeout=PATIENCE_MS)
    browser = chromium("tre", **PHONE, lasting=True)
    page = sign_in(browser, server.link("interrupter"))
    expect(page.get_by_role("heading", name="Confidential log")).to_be_visible(timeout=PATIENCE_MS)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    evening = Evening(browser, server, seed)

    for n in range(steps):
        try:
            evening.step()
        except Error as error:
            raise AssertionError(f"seed {seed}, step {n}: {error}") from error
    page = evening.calm()

    saved = outbox(page)["saved"]
    told = answers(page, list(evening.ledger.items()))
    figures = f"seed {seed} steps {steps} {dict(evening.done)} promised {evening.promised} saved {saved}"
    log.info(figures)
    assert evening.promised <= saved <= evening.attempted, figures
    assert len(evening.ledger) == saved, figures
    assert told == dict.fromkeys(evening.ledger, "ok"), figures
    expect(heading).to_contain_text(f"{9 + saved} conflicts", timeout=LAST_MS)
    assert evening.promised > steps // 4, figures
    assert evening.done["save_and_die"] + evening.done["die"] > 0, figures
    assert browser.problems == []
