"""A team asks a supervisor from the call, and reads the answer there."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK
from tests.browser.process import ServerProcess
from tests.browser.test_checkins import a_phone, is_with_somebody
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone does is the same whatever the server keeps its records in."""

__all__ = ["server"]


def test_what_a_team_asks_stands_before_the_supervisor_and_the_answer_on_both_partners_phones(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada, jo = (a_phone(chromium, server, who) for who in ("Ada", "Jo"))
    take_and_offer(desk)
    is_with_somebody(ada)
    ruth = sign_in(chromium("ruth", **DESK), server.link("Supervisor"))

    button(ada, "Ask a supervisor").click()
    button(ada, "Is this a hold?").click()
    button(ada, "Ask now").click()
    expect(ada.locator("main")).to_contain_text("No answer yet.", timeout=PATIENCE_MS)
    expect(button(ada, "Ask a supervisor"), "one question at a time").to_have_count(0)
    button(ruth, "1 team asks you").click()
    over = ruth.locator("dialog[open]")
    expect(over).to_contain_text("Is this a hold?")
    button(ruth, "Answer", exact=True).click()
    over.get_by_text("No hold", exact=True).click()
    over.locator("textarea").fill("Stay until the sister is there.")
    button(ruth, "Send the answer").click()

    for phone in (ada, jo):
        phone.goto(f"{server.origin}/now")
        phone.get_by_role("link", name="Go to the call").click()
        expect(phone.locator("main")).to_contain_text("No hold.", timeout=PATIENCE_MS)
        expect(phone.locator("main")).to_contain_text("Stay until the sister is there.")
        expect(phone.locator("main")).to_contain_text("Ruth Amsel")
        expect(button(phone, "Ask a supervisor")).to_be_visible()
    expect(over).to_contain_text("Answer once more")
