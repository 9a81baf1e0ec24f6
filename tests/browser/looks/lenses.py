"""What is looked for on a screen, whatever it shows. A lens is given a page and answers with its faults, in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.looks.colours import alarms_at_night, axe, no_red_at_night
from tests.browser.looks.widths import each_width

LAYOUT = Path(__file__).with_name("layout.js").read_text()
THUMB_PX, ACCEPT_PX = 48, 72

Lens = Callable[[Page], Iterator[str]]

FILLED = """() => {
  const scope = document.querySelector("dialog[open]") ?? document;
  return [...scope.querySelectorAll(".btn.pri")].filter((each) => each.checkVisibility())
    .map((each) => [each.textContent, each.getBoundingClientRect().bottom / innerHeight]);
}"""

# The one filled button of an offer says yes to it.
ACCEPT = """() => [...document.querySelectorAll(".dock .btn.pri")]
  .filter((each) => document.querySelector("dialog[open]") === null && document.querySelector("[role=timer]") !== null)
  .map((each) => [each.textContent, Math.round(each.getBoundingClientRect().height)])"""

HELP = """() => [...(document.querySelector("dialog[open]") ?? document)
  .querySelectorAll(".help, .helpbtn, dialog a[href^='tel:']")].some((each) => {
    const box = each.getBoundingClientRect();
    return each.checkVisibility() && box.top >= 0 && box.bottom <= innerHeight + 1;
  })"""

LOST_FOCUS = """() => document.activeElement === null || document.activeElement === document.body"""


def twice_as_big(look: str) -> str:
    """The same look at the text as a person sets it who sees little; nothing of it is ever drawn."""
    return f"""() => {{
      const {{ style }} = document.documentElement;
      style.fontSize = "200%";
      try {{ return ({look})(); }} finally {{ style.fontSize = ""; }}
    }}"""


def layout(least: int) -> Lens:
    """Nothing leaves the screen, is cut off, pressed together or laid over a neighbour, at any width.

    So it is as it stands and with the text twice as big; of English words also with words four tenths longer, and
    mirrored from right to left. Whatever can be tapped is `least` px, in both directions, and on a phone of the usual
    width no word on it is broken in two.
    """

    def layout(page: Page) -> Iterator[str]:
        for width, is_own in each_width(page):
            yield from page.evaluate(LAYOUT, {"width": width, "least": least, "big": is_own})

    return layout


def thumb(page: Page) -> Iterator[str]:
    """One filled button at most, and it is in the lower third; the one that takes a call is 72 px or more."""
    filled = page.evaluate(FILLED)
    if len(filled) > 1:
        yield f"filled: {[words for words, _ in filled]}"
    yield from (f"filled, not in reach: {words} at {bottom:.2f}" for words, bottom in filled if bottom < 2 / 3)
    if "/now/offer/" in page.url:
        yield from (f"small for a call: {words} {px} px" for words, px in page.evaluate(ACCEPT) if px < ACCEPT_PX)


def help_at_hand(page: Page) -> Iterator[str]:
    """Help is there to tap without looking for it, however big the text."""
    if not page.evaluate(HELP):
        yield "help: not on the screen"
    if not page.evaluate(twice_as_big(HELP)):
        yield "help: not on the screen at 200 %"


def focus(page: Page) -> Iterator[str]:
    """The keyboard stands somewhere."""
    if page.evaluate(LOST_FOCUS):
        yield "focus: nowhere"


# As if another window of this device had chosen it. The app draws it anew; nothing else on the page changes.
SPEAK = """async (language) => {
  localStorage.setItem("field727.language", language);
  dispatchEvent(new StorageEvent("storage", { key: "field727.language", newValue: language }));
  while (document.documentElement.lang !== language) await new Promise(requestAnimationFrame);
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""

WORDS = """() => document.body.innerText"""


@contextmanager
def other_language(page: Page) -> Iterator[bool]:
    """The page in the other language; tells whether its words are other words now."""
    spoken = page.evaluate("() => document.documentElement.lang")
    before = page.evaluate(WORDS)
    page.evaluate(SPEAK, "en" if spoken == "es" else "es")
    yield page.evaluate(WORDS) != before
    page.evaluate(SPEAK, spoken)


COLOURS: tuple[Lens, ...] = (axe, no_red_at_night, alarms_at_night)
ON_A_PHONE, AT_A_DESK = layout(THUMB_PX), layout(0)

PHONE_LENSES: tuple[Lens, ...] = (*COLOURS, ON_A_PHONE, thumb, focus)
PHONE_LENSES_TRANSLATED: tuple[Lens, ...] = (axe, ON_A_PHONE, thumb)
DESK_LENSES: tuple[Lens, ...] = (*COLOURS, AT_A_DESK)
DESK_LENSES_TRANSLATED: tuple[Lens, ...] = (axe, AT_A_DESK)
