"""After a hard call somebody may talk to whom they chose: a tap away, kept on their phone, told to nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE
from tests.browser.looks.test_taps import at_the_log, is_sent
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""Nothing of it reaches the server, whatever that keeps its records in."""

__all__ = ["server"]

NAME, NUMBER = "Samira Quintessa", "+1 (555) 010-0142"


def choose_somebody(phone: Page) -> None:
    """On Me: one person, by name and number."""
    phone.get_by_role("link", name="Me", exact=True).tap()
    button(phone, "Talk to someone").tap()
    expect(phone.get_by_text("nobody is told whom you chose, or that you looked")).to_be_visible()
    phone.get_by_label("Name").fill(NAME)
    phone.get_by_label("Number").fill(NUMBER)
    button(phone, "Add this person").tap()


def is_a_tap_away(phone: Page) -> None:
    """Calling and writing are links that the phone itself opens."""
    chosen = phone.get_by_role("region", name=NAME)
    expect(chosen.get_by_role("link", name="Call")).to_have_attribute("href", "tel:+15550100142")
    expect(chosen.get_by_role("link", name="Text")).to_have_attribute("href", "sms:+15550100142")


def test_whom_somebody_chose_is_offered_after_a_hard_call_and_never_leaves_the_phone(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE, lasting=True)
    phone = sign_in(browser, server.link("Ada"))
    is_sent(phone)
    said: list[str] = []

    def overhear() -> None:
        browser.context.on("request", lambda request: said.append(f"{request.url} {request.post_data}"))

    overhear()
    choose_somebody(phone)
    is_a_tap_away(phone)
    phone.keyboard.press("Escape")
    assert [each for each in said if "/sync/commands" in each or "0142" in each] == [], "nothing was sent for it"

    browser.kill()
    phone = browser.reopen()
    overhear()
    phone.set_default_timeout(PATIENCE_MS)
    phone.goto(f"{server.origin}/now")
    finger = at_the_log(phone)
    finger.answer("Found dead", "Nobody else")
    finger.is_safe()
    finger.saves()
    expect(phone.get_by_text("That was a hard call")).to_be_visible()
    button(phone, "Talk to someone").tap()
    is_a_tap_away(phone)
    button(phone, f"Remove {NAME}").tap()
    expect(phone.get_by_role("region", name=NAME)).to_have_count(0)
    phone.keyboard.press("Escape")
    is_sent(phone)
    assert [each for each in said if "/sync/commands" in each] != [], "what is saved for others is overheard"

    assert browser.problems == []
