"""The desk without a mouse: from the ring to the offer, every action on the board, and where the focus stands."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK
from tests.browser.process import ServerProcess
from tests.browser.screenshots.walks import server_for
from tests.browser.test_journey import PATIENCE_MS, button, server, serves_again, sign_in
from tests.engines import Ground

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""Keys and links are the same whatever the server keeps its records in."""

__all__ = ["server"]


@pytest.fixture
def night(tmp_path: Path, ground: Ground) -> Iterator[ServerProcess]:
    """A server with a busy night behind it."""
    assert ground.engine == "sqlite"
    made = server_for("desk", tmp_path / "night")
    yield made
    made.kill()


RING_TO_OFFER = 12
"""Key actions from the ring to the offer of a call with nothing unusual: place, kind of place, their words, type,
caller, who would have gone, every question answered. One key or chord is an action, and so is a run of typed text.
A number to call back, an area or a language is at least two more each: a Tab or more, and the text."""

FOCUSED = """() => {
  const at = document.activeElement;
  const named = at.getAttribute("aria-label") ?? at.textContent.trim();
  const shown = [at, at.closest("label, .in, .field")].some((each) => each !== null
    && getComputedStyle(each).outlineStyle !== "none" && getComputedStyle(each).outlineWidth !== "0px");
  return [`${at.localName} ${at.id || named.slice(0, 60)}`, shown];
}"""


FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
"""Where the next Tab begins is the browser's to choose after a page was loaded: a whole one and the shell differ."""


class Hands:
    """Two hands on a keyboard, counted: a key is an action, and so is a run of typed text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.actions += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.actions += 1


def at_the_desk(chromium: Callable[..., Any], server: ServerProcess) -> Page:
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    expect(desk.locator("a.q").first).to_be_visible(timeout=PATIENCE_MS)
    return desk


def number_of_the_first(desk: Page) -> str:
    """How the uppermost call is spoken of: its number that day, which is another one soon after midnight there."""
    found = re.search(r"\b\d{4}\b", desk.locator("a.q").first.inner_text())
    assert found is not None
    return found[0]


def test_a_call_is_taken_and_offered_by_keyboard_alone(server: ServerProcess, chromium: Callable[..., Any]):
    desk = at_the_desk(chromium, server)
    hands = Hands(desk)

    hands.press("c")
    expect(desk.locator("#field-1 input")).to_be_focused(timeout=PATIENCE_MS)
    hands.type("Bus shelter, Fern Street")
    hands.press("Enter", "o")
    hands.type("shouting at the traffic")
    hands.press("Enter")
    hands.type("shout")
    hands.press("Enter", "p", "p")
    asked = desk.locator("ul.questions li")
    expect(asked.locator("input:checked"), "a letter of the left side answers no question").to_have_count(0)
    hands.press("a")
    expect(asked.locator("input[value=no]:checked")).to_have_count(asked.count())
    hands.press("Control+Enter")

    expect(desk.locator("#call-title")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.get_by_role("list", name="Delivery of the offer to")).to_contain_text("done: Stored")
    expect(desk.locator("main")).to_contain_text("Person shouting")
    assert hands.actions <= RING_TO_OFFER, hands.actions

    hands.press("c")
    expect(desk.locator("#field-1 input")).to_be_focused(timeout=PATIENCE_MS)
    hands.type("bus shelter fern street")
    expect(desk.locator(".earlier")).to_contain_text("Earlier calls from this place in 30 days: 1.")
    expect(desk.locator(".earlier")).to_contain_text("Person shouting")


def test_every_action_on_the_board_has_a_key_and_sheets_give_the_focus_back(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = at_the_desk(chromium, server)
    hands = Hands(desk)
    sheet = desk.get_by_role("dialog")

    number = number_of_the_first(desk)
    hands.press("j", "Enter")
    expect(desk.locator("#call-title")).to_be_focused()
    for key in ("p", "n", "t", "a", "?"):
        hands.press(key)
        expect(sheet).to_be_visible()
        hands.press("Escape")
        expect(sheet).to_have_count(0)
        expect(desk.locator("#call-title")).to_be_focused()
    hands.press("2", "o")
    offered = desk.get_by_role("list", name="Delivery of the offer to")
    expect(offered).to_be_visible(timeout=PATIENCE_MS)
    hands.press("z")
    expect(offered).to_have_count(0)
    hands.press("1", "2", "w", "o")
    expect(offered).to_have_count(2)
    hands.press("v")
    expect(sheet).to_be_visible()
    hands.press("Escape")
    hands.press("u")
    expect(desk.locator("#teams button").first).to_be_focused()
    hands.press("Enter")
    expect(sheet).to_be_visible()
    hands.press("Escape")
    expect(desk.locator("#teams button").first).to_be_focused()
    hands.press("/")
    hands.type(f"close {int(number)} solved")
    hands.press("Tab")
    expect(desk.locator("#line")).to_have_value(f"close {number} solved by phone")
    hands.press("Escape", "k")
    expect(desk).to_have_url(re.compile("/desk/call/"))


def test_a_call_that_was_passed_on_stays_on_the_strip_until_a_name_is_typed(
    server: ServerProcess, chromium: Callable[..., Any]
):
    """All of it while the server is away: the other desk sees it once it is back."""
    desk = at_the_desk(chromium, server)
    hands = Hands(desk)
    sheet = desk.get_by_role("dialog")
    alarm = desk.locator(".alarms li", has_text="911: nobody there has it yet")

    number = number_of_the_first(desk)
    hands.press("j", "x")
    expect(sheet).to_be_visible()
    called = desk.url
    server.stop()
    sheet.get_by_role("button", name="911").focus()
    hands.press("Enter")
    expect(alarm).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.locator("[aria-live=assertive]")).to_contain_text("911: nobody there has it yet")
    hands.press("F1")
    expect(desk.get_by_label("Name at the other end")).to_be_focused()
    hands.press("Enter", "Escape")
    expect(sheet).to_have_count(0)
    expect(alarm).to_be_visible()
    hands.press("F1")
    hands.type("Dana")
    hands.press("Enter")
    expect(alarm).to_have_count(0, timeout=PATIENCE_MS)
    expect(desk.locator(".handed li")).to_contain_text("Dana took it at")
    hands.press("t")
    expect(sheet).to_contain_text("911: Dana took it")
    hands.press("Escape", "/")
    hands.type(f"pass {int(number)} 98")
    expect(desk.locator("#line-says")).to_have_text(f"Passes {number} to 988. Then enter who takes it.")
    hands.press("Enter")
    expect(desk.locator(".alarms li", has_text="988: nobody there has it yet")).to_be_visible(timeout=PATIENCE_MS)
    serves_again(server, desk)
    other = sign_in(chromium("other", **DESK), server.link("Supervisor"))
    expect(other.locator("a.q").first).to_be_visible(timeout=PATIENCE_MS)
    other.goto(called)
    expect(other.locator(".handed li").first).to_contain_text("Dana took it at", timeout=PATIENCE_MS)


def test_a_team_that_did_not_check_in_stands_first_until_it_is_entered_that_it_spoke(
    night: ServerProcess, chromium: Callable[..., Any]
):
    """All of it while the server is away: the other desk sees it once it is back."""
    desk = at_the_desk(chromium, night)
    hands = Hands(desk)
    alarm = desk.locator(".alarms li", has_text="Otter")
    expect(alarm).to_contain_text("No link — Otter", timeout=PATIENCE_MS)
    expect(desk.locator(".alarms li").first, "before anybody else").to_contain_text("Help — Kofi Boateng, Finch")
    expect(desk.locator("#teams button").first).to_contain_text("Finch")
    night.stop()

    hands.press("F1")
    expect(desk.get_by_role("dialog"), "of whoever called it is asked at once who goes").to_contain_text("Finch")
    hands.press("Escape")
    expect(desk.locator(".alarms li").first).to_contain_text("Otter")
    hands.press("F1")
    expect(desk.get_by_role("dialog")).to_contain_text("Otter: are they OK?")
    expect(button(desk, "They are OK", exact=True)).to_be_focused()
    hands.press("Escape", "i")
    expect(button(desk, "They are OK", exact=True)).to_be_focused()
    hands.press("Enter")

    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(alarm).to_have_count(0)
    expect(desk.locator("main")).to_contain_text("Check-in by")
    expect(desk.locator("#teams")).to_contain_text("check-in ")
    serves_again(night, desk)
    other = sign_in(chromium("other", **DESK), night.link("Supervisor"))
    expect(other.locator("#teams button", has_text="Otter")).to_contain_text("With the person", timeout=PATIENCE_MS)
    expect(other.locator(".alarms li", has_text="Otter")).to_have_count(0)


def test_who_could_go_to_the_most_urgent_call_is_seen_without_scrolling_on_a_small_laptop_too(
    night: ServerProcess, chromium: Callable[..., Any]
):
    desk = at_the_desk(chromium, night)

    desk.locator("a.q", has_text="Person thinking of suicide").click()

    best = desk.locator(".who .btn.chosen")
    for width, height in ((1440, 900), (1280, 720)):
        desk.set_viewport_size({"width": width, "height": height})
        expect(best).to_be_in_viewport(ratio=1)
    # What the buttons below lie over is not seen.
    desk.set_viewport_size({"width": 1280, "height": 480})
    expect(best).not_to_be_in_viewport(ratio=1)


def test_the_tab_key_comes_everywhere_on_the_board_is_seen_everywhere_and_is_held_nowhere(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = at_the_desk(chromium, server)
    desk.keyboard.press("j")
    expect(desk.locator(".q[aria-current]")).to_be_visible()
    able = desk.locator("header :is(a, button), main :is(a, button), footer input")
    desk.evaluate(FROM_THE_TOP)

    stops: list[str] = []
    hidden: list[str] = []
    while len(stops) <= able.count():
        desk.keyboard.press("Tab")
        name, is_shown = desk.evaluate(FOCUSED)
        if name.startswith("body"):
            break
        stops.append(name)
        if not is_shown:
            hidden.append(name)

    assert hidden == []
    assert len(stops) == able.count(), stops
    assert stops[-1] == "input line"
    # Who takes the outline away is found out.
    desk.locator("#line").focus()
    desk.evaluate("() => { for (const each of document.querySelectorAll('#line, .in')) each.style.outline = 'none' }")
    assert desk.evaluate(FOCUSED) == ["input line", False]


def test_letters_can_be_turned_off_and_then_no_button_claims_one(server: ServerProcess, chromium: Callable[..., Any]):
    desk = at_the_desk(chromium, server)
    claimed = desk.locator("main .kbd, footer .kbd")
    expect(claimed).not_to_have_count(0)

    desk.keyboard.press("?")
    desk.get_by_role("checkbox").uncheck()
    desk.keyboard.press("Escape")

    expect(claimed).to_have_count(0)
    for key in ("j", "c", "?", "/"):
        desk.keyboard.press(key)
    expect(desk).to_have_url(f"{server.origin}/desk")
    expect(desk.get_by_role("dialog")).to_have_count(0)
