"""A responder who sees nothing and taps nothing: keys lead everywhere, and what happens is said."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""Keys and links are the same whatever the server keeps its records in."""

__all__ = ["server"]

# Everything a screen reader is told beyond what has the focus: how, and what.
LISTEN = """
window.said = [];
new MutationObserver((changes) => {
  for (const { target } of changes) {
    const region = (target.nodeType === 1 ? target : target.parentElement)
      ?.closest("[aria-live], [role=status], [role=alert], [role=timer]");
    const how = region?.getAttribute("aria-live") ?? region?.getAttribute("role");
    const words = region?.textContent.trim();
    if (how && how !== "off" && how !== "timer" && words) window.said.push([how, words]);
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
"""

# What Tab should meet after the heading, and Shift+Tab before it, each in the order it is met; how many they are.
STOPS = """() => {
  const stops = [...document.querySelectorAll("a[href], button, input, textarea, summary, main[tabindex='0']")]
    .filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility());
  const heading = document.querySelector("h1");
  const isAfter = (each) => heading.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
  window.stops = { "Tab": stops.filter(isAfter), "Shift+Tab": stops.filter((each) => !isAfter(each)).reverse() };
  return window.stops["Tab"].length;
}"""

# The next of them; what is gone meanwhile, as what a phone says for ten seconds, is met by nobody.
NEXT = """(key) => {
  const stops = window.stops[key];
  while (stops.length > 0 && !stops[0].isConnected) stops.shift();
  return stops.length === 0 ? null : stops[0].outerHTML;
}"""

# Whether the focus is on it, whatever it says by now.
IS_NEXT = """(key) => window.stops[key].shift() === document.activeElement"""

WHERE = """() => {
  const at = document.activeElement;
  return { words: at.ariaLabel || at.textContent.trim() || at.id,
    sheet: at.closest("dialog") !== null, lost: at === document.body,
    drawn: at.matches("h1") || getComputedStyle(at.closest(".field") ?? at).outlineStyle !== "none" };
}"""


def where(page: Page) -> Any:
    return page.evaluate(WHERE)


def said(page: Page) -> list[tuple[str, str]]:
    return [(how, words) for how, words in page.evaluate("() => window.said")]


def hear(page: Page, how: str, words: str) -> None:
    """Wait until this was said; where it never is, tell what was."""
    try:
        page.wait_for_function(
            "([how, words]) => window.said.some(([a, b]) => a === how && b.startsWith(words))", arg=[how, words]
        )
    except Error as late:
        raise AssertionError(f"never said: {how}, {words}; said: {said(page)}") from late


def press(page: Page, there: Locator, key: str = "Enter") -> None:
    """Go there with Tab alone, then press."""
    there.wait_for()
    for _ in range(60):
        if there.evaluate("(each) => each === document.activeElement"):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {there}")


def walk_round(page: Page) -> None:
    """Every stop of Tab from the heading on, once, each drawn where it is."""
    assert page.evaluate(STOPS) > 0
    for key in ("Tab", "Shift+Tab"):
        page.locator("h1").focus()
        while stop := page.evaluate(NEXT, key):
            page.keyboard.press(key)
            at = where(page)
            assert page.evaluate(IS_NEXT, key), (stop, at)
            assert at | {"words": ""} == {"words": "", "sheet": False, "lost": False, "drawn": True}, at


def on_heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_focused(timeout=PATIENCE_MS)


def answer_an_offer(ada: Page, desk: Page) -> None:
    """The offer takes the screen, and says itself at once."""
    take_and_offer(desk)
    on_heading(ada, "Needs shelter or basics")
    hear(ada, "assertive", "New call for Heron. P3. Needs shelter or basics. Bus shelter, Fern Street.")
    walk_round(ada)

    # A sheet keeps the keys to itself, and gives them back.
    press(ada, button(ada, "Can’t take it"))
    ada.get_by_role("dialog").wait_for()
    seen = []
    for _ in range(14):
        ada.keyboard.press("Tab")
        seen.append(where(ada))
    assert all(at["sheet"] or at["lost"] for at in seen)
    assert {"Not safe for us", "Another reason"} <= {at["words"] for at in seen}
    ada.keyboard.press("Escape")
    expect(button(ada, "Can’t take it")).to_be_focused()


def go_there(ada: Page) -> None:
    """The steps: the keys stay where they are, what was saved is said."""
    press(ada, button(ada, "Accept"))
    on_heading(ada, "You said yes")
    press(ada, button(ada, "We’re on the way"))
    hear(ada, "polite", "On the way")
    told = [words for how, words in said(ada) if how == "polite" and words.startswith("On the way")]
    assert all(words.endswith("Saved on this phone.") for words in told), told
    hear(ada, "status", "All sent.")
    press(ada, button(ada, "We’ve arrived"))
    button(ada, "We’re with the person").wait_for()
    walk_round(ada)
    press(ada, button(ada, "Nobody here? Clear"))


def log_it(ada: Page) -> None:
    """The log: four answers and presses; each answer is said, with what is still to come."""
    on_heading(ada, "How did it go?")
    press(ada, button(ada, "Gone when we arrived"))
    hear(ada, "polite", "Contact: Gone when we arrived. 2 answers to go.")
    press(ada, button(ada, "Nobody else"))
    hear(ada, "polite", "Who else came? Nobody else. 1 answer to go.")
    press(ada, ada.get_by_role("radio", name="Yes"), "Space")
    walk_round(ada)
    press(ada, button(ada, "Save and be ready"))
    on_heading(ada, "You’re ready again, with Jo Lindqvist")
    hear(ada, "polite", "Saved on this phone. Sends by itself.")


def test_a_call_is_worked_by_keys_alone_and_every_step_is_said(server: ServerProcess, chromium: Callable[..., Any]):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    browser = chromium("ada", **PHONE)
    browser.context.add_init_script(LISTEN)
    ada = sign_in(browser, server.link("Ada"))
    on_heading(ada, "You’re on duty with Jo Lindqvist")
    walk_round(ada)

    answer_an_offer(ada, desk)
    go_there(ada)
    log_it(ada)

    # Nothing that only grows older ever speaks.
    assert [words for how, words in said(ada) if how != "assertive" and ("Heard" in words or ":" in words[:2])] == []
    assert browser.problems == []
