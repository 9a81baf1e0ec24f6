"""A walk through the app in one language: who goes, what they tap, and where somebody looks.

What is looked for at a stop is the looker's own matter: a picture, an axe check, a width. A new screen is added once,
as a stop of a walk, and gets them all.
"""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.chromium import PATIENCE_MS, Browser
from tests.browser.process import ServerProcess
from tests.browser.screenshots.words import Language, said, sayings

LOCALES: dict[Language, str] = {"en": "en-US", "es": "es-US"}

WAITS_FOR_THE_LOOKER = """() => {
  const { setTimeout } = window;
  window.setTimeout = (what, ms) => {
    if (ms !== 1000) return setTimeout(what, ms);
    Object.assign(window, { setTimeout, countsOn: what });
    return 0;
  };
}"""
"""What counts down by seconds does not count the next one, however long somebody looks, until it `countsOn()`."""

Look = Callable[[Page, str], None]


class Tour:
    """The same server for everybody on the way, a browser for each of them."""

    def __init__(
        self,
        server: ServerProcess,
        open_browser: Callable[[str, dict[str, Any]], Browser],
        language: Language,
        look: Look,
    ) -> None:
        self.server = server
        self.language = language
        self._open = open_browser
        self._look = look
        self._stops = 0

    def page(self, name: str, device: dict[str, Any], *, language: Language | None = None) -> Page:
        """An empty page on a device of its own; in the language of the walk if no other is named."""
        spoken = language or self.language
        page = self._open(f"{name}-{spoken}", {**device, "locale": LOCALES[spoken], "reduced_motion": "reduce"}).page
        page.set_default_timeout(PATIENCE_MS)
        return page

    def sign_in(self, who: str, device: dict[str, Any], *, language: Language | None = None) -> Page:
        """A person of the example at a screen, by the link that `make run` prints for them."""
        page = self.page(who, device, language=language)
        page.goto(self.server.link(who))
        return page

    def stop(self, page: Page, name: str) -> None:
        """A screen or a state to be looked at; what shows it must be there already."""
        self._stops += 1
        self._look(page, f"{self._stops:02}-{name}")

    def says(self, english: str) -> str:
        """These words in the language of the walk, to be typed; the first where it has several."""
        return sayings(english, self.language)[0]

    def button(self, page: Page, english: str) -> Locator:
        """The button that says this in English, in the language of the walk."""
        return page.get_by_role("button", name=said(english, self.language))

    def link(self, page: Page, english: str) -> Locator:
        """The same for a link."""
        return page.get_by_role("link", name=said(english, self.language))

    def radio(self, page: Page, english: str) -> Locator:
        """The same for one of several answers."""
        return page.get_by_role("radio", name=said(english, self.language))

    def words(self, page: Page, english: str, *, whole: bool = True) -> Locator:
        """The same for words that stand anywhere."""
        return page.get_by_text(said(english, self.language, whole=whole)).first
