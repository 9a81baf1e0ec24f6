"""What can be seen can be used: a key or a tap counts before the browser has painted once, however busy it is."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.looks.test_desk_keyboard import at_the_desk
from tests.browser.looks.test_writing_up import DRAFTS
from tests.browser.process import ServerProcess
from tests.browser.screenshots.locking import PIN, enter
from tests.browser.sight import FOCUSED, at_first_sight, met
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer
from tests.browser.test_locking import answer, choose_a_pin
from tests.browser.test_steps import ANSWERS

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""Keys and links are the same whatever the server keeps its records in."""

__all__ = ["server"]

STYLED = "() => document.body.matches('.console')"
PRESSED_C = """() => {
  dispatchEvent(new KeyboardEvent("keydown", { key: "c", cancelable: true }));
  return true;
}"""
PLACE = """() => {
  const it = document.querySelector("a[href='/desk/new']")?.getBoundingClientRect();
  return it === undefined ? null : `${it.x}, ${it.y}`;
}"""
STANDS = f"""(() => {{
  window.stood = new Set();
  const look = () => {{
    const place = ({PLACE})();
    if (place !== null) window.stood.add(place);
    requestAnimationFrame(look);
  }};
  requestAnimationFrame(look);
}})()"""
"""Notes in every frame where New call stands."""
GOES_TO_THE_DESK = "history.pushState(null, '', '/desk'); dispatchEvent(new PopStateEvent('popstate'));"
TAPPED = """() => {
  const fits = (it) => it.textContent.trim() === "%s";
  const [answer] = [...document.querySelectorAll("main .chip")].filter(fits);
  answer.click();
  return true;
}"""
TAPPED_BESIDE = "(it) => it.dispatchEvent(new MouseEvent('click', { bubbles: true }))"


def test_the_first_key_counts_as_soon_as_the_board_is_drawn(server: ServerProcess, chromium: Callable[..., Any]):
    browser = chromium("desk", **DESK)
    browser.page.add_init_script(at_first_sight("main.board", PRESSED_C))

    desk = sign_in(browser, server.link("Dispatcher"))

    expect(desk.locator("#field-1 input")).to_be_focused()


def test_nothing_moves_under_a_hand_while_the_board_comes_goes_live_and_sends(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("desk", **DESK)
    browser.page.add_init_script(STANDS)

    desk = sign_in(browser, server.link("Dispatcher"))

    desk.locator("a.q").first.wait_for(timeout=PATIENCE_MS)
    live = desk.get_by_role("status").filter(has_text="Live")
    expect(live).to_be_visible(timeout=PATIENCE_MS)
    take_and_offer(desk)
    offered = desk.get_by_role("list", name="Delivery of the offer to Heron")
    expect(offered).to_contain_text("done: Stored", timeout=PATIENCE_MS)
    desk.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    [place] = desk.evaluate("() => [...window.stood]")
    assert place == desk.evaluate(f"() => ({PLACE})()")


def test_what_is_typed_right_after_the_key_of_a_new_call_stands_in_its_first_field(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = at_the_desk(chromium, server)
    place = "Old Port, Pier Steps"

    for _ in range(2):
        desk.keyboard.press("c")
        desk.keyboard.type(place)

        expect(desk.locator("#field-1 input")).to_have_value(place)
        desk.keyboard.press("Escape")
        expect(desk.locator(".q.draft").first).to_be_visible()

    # What was begun before is kept, and goes on where it was.
    desk.locator(".q.draft").first.click()
    expect(desk.locator("#field-1 input")).to_have_value(place)
    desk.reload()
    expect(desk.locator("#field-1 input")).to_have_value(place)


@pytest.mark.parametrize(("who", "first"), [("Dispatcher", "main.board"), ("manager", ".office main")])
def test_an_office_screen_does_not_move_once_it_is_seen(
    server: ServerProcess, chromium: Callable[..., Any], who: str, first: str
):
    browser = chromium("office", **DESK)
    browser.page.add_init_script(at_first_sight(first, STYLED))

    page = sign_in(browser, server.link(who))

    assert met(page)


def test_what_takes_the_focus_has_it_as_soon_as_it_is_seen(server: ServerProcess, chromium: Callable[..., Any]):
    phone = chromium("ada", **PHONE).page
    phone.add_init_script(at_first_sight("#code", FOCUSED))
    phone.goto(f"{server.origin}/enrol")
    assert met(phone), "the field of the code"

    phone.goto(server.link("Ada"))
    phone.get_by_role("link", name="Me").click()
    phone.evaluate(at_first_sight(".pin input", FOCUSED))
    phone.get_by_role("link", name="Choose a PIN for this phone").click()
    assert met(phone), "the field of the PIN"

    phone.evaluate(f"() => {{ {GOES_TO_THE_DESK} {at_first_sight('h1', FOCUSED)}; }}")
    assert met(phone), "the heading of a page in the place of the app"

    manager = sign_in(chromium("manager", **DESK), server.link("manager"))
    manager.get_by_role("row").nth(1).wait_for()
    manager.evaluate(at_first_sight(".drawer h2", FOCUSED))
    manager.get_by_role("link", name="Export").click()
    assert met(manager), "the heading of the files"


def test_an_answer_tapped_as_soon_as_the_log_is_seen_joins_those_from_before_it_was_locked(
    server: ServerProcess, chromium: Callable[..., Any]
):
    tre = sign_in(chromium("tre", **PHONE), server.link("interrupter"))
    tre.get_by_role("link", name="Me").click()
    choose_a_pin(tre)
    *first, before_last, last = ANSWERS
    answer(tre, *first)
    before = tre.evaluate(DRAFTS)
    answer(tre, before_last)
    tre.wait_for_function(f"async (before) => await ({DRAFTS})() !== before", arg=before)
    tre.reload()
    tre.get_by_text("Enter your PIN").wait_for()
    tre.evaluate(at_first_sight("main .chip", TAPPED % last))

    enter(tre, PIN)

    assert met(tre)
    button(tre, "Save, locked").click()
    tre.wait_for_url("**/quiet/list")


def test_a_tap_beside_a_sheet_closes_it_as_soon_as_it_is_seen(server: ServerProcess, chromium: Callable[..., Any]):
    ada = sign_in(chromium("ada", **PHONE), server.link("Ada"))
    button(ada, "Take a break").wait_for()
    ada.evaluate(at_first_sight("dialog.sheet", TAPPED_BESIDE))

    button(ada, "Take a break").click()

    assert met(ada)
    expect(ada.get_by_role("dialog")).to_have_count(0)
    ada.evaluate("() => { delete window.met; }")
    button(ada, "Take a break").click()
    expect(ada.get_by_role("dialog"), "nobody tapped beside it").to_be_visible()
