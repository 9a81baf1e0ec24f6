"""What is looked for on a screen, whatever it shows. A lens is given a page and answers with its faults, in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "client_pwa" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": {"type": "tag", "values": ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")},
    "dark": {"type": "rule", "values": ("color-contrast", "link-in-text-block")},
}
"""Every rule once; in the other theme those that look at colours."""

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NARROW = 320

Lens = Callable[[Page], Iterator[str]]

# What leaves the screen sideways. Words only for screen readers are put away on purpose; a table may scroll by itself.
SIDEWAYS = """() => [...document.body.querySelectorAll("*")]
  .filter((each) => !each.closest(".sr, svg, [tabindex='0'] table") && each.checkVisibility())
  .filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
  })
  .map((each) => `<${each.localName} class="${each.className}"> ${each.textContent.slice(0, 40)}`)
  .slice(0, 3)"""

# Words that stand above one another because something beside them took all the room.
SQUEEZED = """() => [...document.body.querySelectorAll("*")]
  .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 8))
  .filter((each) => !each.closest(".sr, svg, [inert]") && each.checkVisibility())
  .filter((each) => getComputedStyle(each).display !== "inline")
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && box.width < 32 && box.height > 3 * box.width)
  .map(([each]) => `<${each.localName} class="${each.className}"> ${each.textContent.slice(0, 40)}`)
  .slice(0, 3)"""

# A link inside a sentence may be as high as its line; what nobody can tap needs no size.
SMALL = """(least) => [...document.querySelectorAll("a, button, input, select, textarea, summary, [role=radio]")]
  .filter((each) => each.checkVisibility() && !each.disabled && !each.closest("[inert], .sr"))
  .filter((each) => !document.querySelector("dialog[open]") || each.closest("dialog[open]"))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => Math.min(box.width, box.height) < least - 0.5)
  .filter(([each]) => getComputedStyle(each).display !== "inline")
  .map(([each, box]) => `${each.textContent || each.id} ${Math.round(box.width)} x ${Math.round(box.height)}`)"""

FILLED = """() => {
  const scope = document.querySelector("dialog[open]") ?? document;
  return [...scope.querySelectorAll(".btn.pri")].filter((each) => each.checkVisibility())
    .map((each) => [each.textContent, each.getBoundingClientRect().bottom / innerHeight]);
}"""

HELP = """() => [...(document.querySelector("dialog[open]") ?? document)
  .querySelectorAll(".help, .helpbtn, dialog a[href^='tel:']")].some((each) => {
    const box = each.getBoundingClientRect();
    return each.checkVisibility() && box.top >= 0 && box.bottom <= innerHeight + 1;
  })"""

LOST_FOCUS = """() => document.activeElement === null || document.activeElement === document.body"""


def wear(page: Page, theme: Literal["light", "dark"]) -> None:
    """The page in this theme; it changes a moment after the system did."""
    page.emulate_media(color_scheme=theme)
    page.locator(f"html[data-theme={theme}]").wait_for(state="attached")


# Under an open sheet the screen is inert; it was looked at in a stop of its own.
IN_FRONT = "(asked) => axe.run(document.querySelector('dialog[open]') ?? document, asked)"


def axe(page: Page) -> Iterator[str]:
    """No rule of WCAG 2.2 AA or good practice is broken, in either theme; it is left in the one looked at last."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    # Each change of theme has the whole page drawn anew, which takes as long as looking at it.
    worn = page.locator("html").get_attribute("data-theme")
    for theme in sorted(THEMES, key=lambda theme: theme != worn):
        wear(page, theme)
        asked = {"runOnly": AXE_RULES[theme], "resultTypes": ["violations"]}
        found: dict[str, Any] = page.evaluate(IN_FRONT, asked)
        for rule in found["violations"]:
            for node in rule["nodes"]:
                yield f"axe, {theme}: {rule['id']} at {node['target']}: {node['html'][:120]}"


def twice_as_big(look: str) -> str:
    """The same look at the text as a person sets it who sees little; nothing of it is ever drawn."""
    return f"""() => {{
      const {{ style }} = document.documentElement;
      style.fontSize = "200%";
      try {{ return ({look})(); }} finally {{ style.fontSize = ""; }}
    }}"""


def sideways(page: Page) -> Iterator[str]:
    """Nothing leaves the screen at 320 px, nor with text twice as big."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": NARROW, "height": size["height"]})
    yield from (f"{NARROW} px: {each}" for each in page.evaluate(SIDEWAYS))
    page.set_viewport_size(size)
    yield from (f"200 %: {each}" for each in page.evaluate(twice_as_big(SIDEWAYS)))


def squeezed(page: Page) -> Iterator[str]:
    """No sentence is pressed into a column of letters."""
    yield from (f"squeezed: {each}" for each in page.evaluate(SQUEEZED))


def thumb(page: Page) -> Iterator[str]:
    """Everything to tap is 48 px or more; one filled button at most, and it is in the lower third."""
    yield from (f"small: {each}" for each in page.evaluate(SMALL, 48))
    filled = page.evaluate(FILLED)
    if len(filled) > 1:
        yield f"filled: {[words for words, _ in filled]}"
    yield from (f"filled, not in reach: {words} at {bottom:.2f}" for words, bottom in filled if bottom < 2 / 3)


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


PHONE_LENSES: tuple[Lens, ...] = (axe, sideways, squeezed, thumb, focus)
DESK_LENSES: tuple[Lens, ...] = (axe, sideways, squeezed)
