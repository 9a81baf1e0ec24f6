"""An outcome is written up with few taps and no typing: each is a finger's, on the screen as it stands, and counted."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""A tap is a tap whatever the server keeps its records in."""

__all__ = ["server"]

NOBODY_MET = 4
"""Taps from the open form to "Saved on this phone" where nobody was helped (domain.md, benchmark 1; UX.md)."""

TYPICAL = 9
"""Taps of a typical visit: met, settled, nobody moved, nobody else, two things done, one given, safe, save."""

WIDTHS = [390, 320]
"""CSS pixels of the phones: a usual one, and the narrowest."""


class Finger:
    """One thumb: it taps what it sees, and counts. It cannot type."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, target: Locator) -> None:
        target.tap()
        self.taps += 1

    def button(self, name: str) -> None:
        self.tap(button(self.page, name))

    def answer(self, *names: str) -> None:
        for name in names:
            self.button(name)

    def is_safe(self) -> None:
        self.tap(self.page.get_by_role("radio", name="Yes", exact=True))

    def saves(self) -> int:
        """The last tap; how many it took until the phone said that all is safe on it."""
        said = self.page.get_by_text("Saved on this phone.", exact=True)
        expect(said).to_be_hidden(timeout=PATIENCE_MS)
        self.button("Save and be ready")
        expect(said).to_be_visible(timeout=PATIENCE_MS)
        return self.taps


@pytest.fixture(params=WIDTHS)
def ada(request: pytest.FixtureRequest, server: ServerProcess, chromium: Callable[..., Any]) -> Iterator[Page]:
    """A responder on duty, whose phone is so wide."""
    size = {"width": request.param, "height": PHONE["viewport"]["height"]}
    browser = chromium("ada", **{**PHONE, "viewport": size})
    page = sign_in(browser, server.link("Ada"))
    expect(page.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    yield page
    assert browser.problems == []


def at_the_log(phone: Page) -> Finger:
    """They came across somebody, and are done: the form is open and nothing on it is answered."""
    button(phone, "We came across someone").tap()
    button(phone, "Clear — we’re done here").tap()
    expect(button(phone, "Met the person")).to_be_visible()
    return Finger(phone)


def is_sent(phone: Page) -> None:
    """The server took it as it is, and holds nothing back."""
    expect(phone.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)


def test_an_outcome_takes_few_taps_and_no_typing(ada: Page):
    gone = at_the_log(ada)
    gone.answer("Gone when we arrived", "Nobody else")
    gone.is_safe()
    assert gone.saves() == NOBODY_MET

    declined = at_the_log(ada)
    declined.answer("Met, did not want help", "Nobody else")
    declined.is_safe()
    assert declined.saves() == NOBODY_MET

    for nobody in ("Could not reach them", "Same as another call", "Found dead", "Cancelled on the way"):
        finger = at_the_log(ada)
        finger.answer(nobody, "Nobody else")
        finger.is_safe()
        assert finger.saves() == NOBODY_MET, nobody

    typical = at_the_log(ada)
    typical.answer("Met the person", "Settled here", "Nobody moved", "Nobody else", "Listened", "Calmed", "Water")
    typical.is_safe()
    assert typical.saves() == TYPICAL
    is_sent(ada)


def test_a_call_that_dispatch_cancels_takes_one_tap_on_the_way_and_few_once_there(
    ada: Page, server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    for steps in (["We’re on the way"], ["We’re on the way", "We’ve arrived"]):
        take_and_offer(desk)
        for step in ("Accept", *steps):
            button(ada, step).tap()
        is_sent(ada)
        button(desk, "End this").first.click()
        button(desk, "Cancelled: they are not needed").click()
        expect(ada.get_by_role("dialog", name="Dispatch cancelled this call")).to_be_visible(timeout=PATIENCE_MS)
        finger = Finger(ada)
        finger.button("OK")
        if "We’ve arrived" not in steps:
            expect(button(ada, "We came across someone"), "nothing is left to write").to_be_visible()
            assert finger.taps == 1

    ada.get_by_role("link", name="Write the log").or_(button(ada, "Write the log")).tap()
    there = Finger(ada)
    there.answer("There, but others had it", "Nobody else")
    there.is_safe()
    assert there.saves() == NOBODY_MET
    is_sent(ada)
