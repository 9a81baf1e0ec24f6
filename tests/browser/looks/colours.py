"""What is looked for in every theme, at every width: contrast and good practice by axe, and no red at night."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from tests.browser.looks.widths import each_width

AXE: Final = Path(__file__).parents[3] / "client_pwa" / "node_modules" / "axe-core" / "axe.min.js"
THEMES: Final = ("light", "dark", "night")

EVERY_RULE: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOURS: Final = ("color-contrast", "link-in-text-block")
FOR_THE_SUN: Final = "color-contrast-enhanced"
"""Seven to one, for big words too: what a team reads of a call, it reads in glare."""

ASSIGNMENT: Final = ("/now/offer/", "/now/call/")
"""Where a team reads of a call."""

WORN = """() => document.documentElement.dataset.theme"""

# Under an open sheet the screen is inert; it was looked at in a stop of its own.
RUN = """async ([rounds, size]) => {
  document.documentElement.style.fontSize = size;
  // What lies under a pinned bar is one scroll away.
  const unpinned = [...document.querySelectorAll("body *")].filter(
    (each) => getComputedStyle(each).position === "sticky",
  );
  for (const each of unpinned) each.style.position = "static";
  const shown = document.querySelector("dialog[open]") ?? document;
  const faults = [];
  for (const [theme, asked] of rounds) {
    document.documentElement.dataset.theme = theme;
    for (const { id, nodes } of (await axe.run(shown, { ...asked, resultTypes: ["violations"] })).violations)
      for (const { target, html } of nodes) faults.push(`axe, ${theme}: ${id} at ${target}: ${html.slice(0, 120)}`);
  }
  for (const each of unpinned) each.style.position = "";
  document.documentElement.style.fontSize = "";
  return faults;
}"""

# As axe ships it, only that big words are held to the same.
SEVEN_TO_ONE = """() => axe.configure({
  checks: [{
    id: "color-contrast-enhanced",
    options: {
      ignoreUnicode: true, ignoreLength: false, ignorePseudo: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
      contrastRatio: { normal: { expected: 7 }, large: { expected: 7 } },
      pseudoSizeThreshold: 0.25, shadowOutlineEmMax: 0.1, textStrokeEmMin: 0.03,
    },
  }],
})"""

# The hues of every colour that is painted, at 20 degrees a red, at 340 a pink. Grey has none.
REDS = """() => {
  const KEYS = ["color", "backgroundColor", "borderTopColor", "borderRightColor", "borderBottomColor",
    "borderLeftColor", "outlineColor", "textDecorationColor", "boxShadow", "backgroundImage", "fill", "stroke"];
  const isRed = (r, g, b) => {
    const most = Math.max(r, g, b);
    const span = most - Math.min(r, g, b);
    if (span < 8) return false;
    const hue = most === r ? (60 * ((g - b) / span) + 360) % 360
      : most === g ? 60 * ((b - r) / span + 2) : 60 * ((r - g) / span + 4);
    return hue > 335 || hue < 25;
  };
  const worn = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "night";
  const faults = new Set();
  for (const each of document.querySelectorAll("html, body, body *")) {
    if (!each.checkVisibility()) continue;
    for (const part of [undefined, "::before", "::after", "::placeholder", "::backdrop"]) {
      const style = getComputedStyle(each, part);
      if ((part === "::before" || part === "::after") && style.content === "none") continue;
      for (const key of KEYS) {
        for (const [, r, g, b, , a] of style[key].matchAll(/rgba?\\((\\d+),? (\\d+),? (\\d+)(,|\\/)? ?([\\d.]+)?/g))
          if (a !== "0" && isRed(Number(r), Number(g), Number(b)))
            faults.add(`red at night: <${each.localName} class="${each.getAttribute("class")}">${part ?? ""} ${key}`);
      }
    }
  }
  document.documentElement.dataset.theme = worn;
  return [...faults].slice(0, 5);
}"""

# Without a red an alarm is told from a warning by its border alone (ux: an inverted block, a double border, a word).
UNLIKE = """() => {
  const worn = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "night";
  const faults = [...document.querySelectorAll(".alarmbox:not(.tag)")]
    .filter((each) => each.checkVisibility() && getComputedStyle(each).outlineStyle !== "double")
    .map((each) => `an alarm like a warning at night: ${each.textContent.slice(0, 60)}`);
  document.documentElement.dataset.theme = worn;
  return faults;
}"""


def axe(page: Page) -> Iterator[str]:
    """No rule of WCAG 2.2 AA or good practice is broken at any width; of a call all is read at seven to one.

    What a theme changes is colours: those are looked at in all three, the rest in one. With the text twice as big
    axe asks less of its colours than before, so that one theme says what else is broken by it.
    """
    is_call = any(part in page.url for part in ASSIGNMENT)
    colours = _only([*OF_COLOURS, FOR_THE_SUN] if is_call else OF_COLOURS)
    every = {"runOnly": {"type": "tag", "values": EVERY_RULE}, "rules": {FOR_THE_SUN: {"enabled": is_call}}}
    for width, is_own in each_width(page):
        # Each change of theme has the whole page drawn anew: it begins with what is worn, and leaves the last one on.
        worn = page.evaluate(WORN)
        others = [(theme, colours) for theme in THEMES if theme != worn]
        yield from (f"{width} px: {fault}" for fault in _run(page, "", (worn, every), *others))
        if is_own:
            yield from (f"twice as big: {fault}" for fault in _run(page, "200%", (page.evaluate(WORN), every)))


def no_red_at_night(page: Page) -> Iterator[str]:
    """Nothing that is painted at night has a hue of 335 to 25 degrees: eyes used to the dark stay so."""
    yield from page.evaluate(REDS)


def alarms_at_night(page: Page) -> Iterator[str]:
    """What is an alarm has a double border at night, when its colour says no more than a warning's."""
    yield from page.evaluate(UNLIKE)


def _only(rules: Sequence[str]) -> dict[str, Any]:
    return {"runOnly": {"type": "rule", "values": rules}}


def _run(page: Page, size: str, *rounds: tuple[str, dict[str, Any]]) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
        page.evaluate(SEVEN_TO_ONE)
    faults: list[str] = page.evaluate(RUN, [rounds, size])
    return faults
