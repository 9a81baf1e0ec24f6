"""The desk asks every team whether it is all right: one question on the phone, one tap, with a signal or without."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK
from tests.browser.process import ServerProcess
from tests.browser.test_checkins import a_phone
from tests.browser.test_journey import PATIENCE_MS, server, sign_in

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone does is the same whatever the server keeps its records in."""

__all__ = ["server"]


def test_one_tap_without_a_signal_answers_when_there_is_one_and_the_desk_sees_each_team(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = a_phone(chromium, server, "Ada")
    asked = ada.get_by_role("dialog", name="Dispatch asks: are you OK?")
    seen = desk.get_by_role("dialog", name="Are you OK?")

    expect(desk.locator("#teams button", has_text="Heron")).to_be_visible()
    desk.keyboard.press("r")
    seen.get_by_role("button", name="Danger where teams are").click()
    expect(seen.locator("li", has_text="Heron")).to_contain_text("No answer", timeout=PATIENCE_MS)
    expect(asked).to_contain_text("There may be danger where teams are.", timeout=PATIENCE_MS)
    ada.context.set_offline(True)
    asked.locator("button.pri").click()
    expect(asked).to_have_count(0)
    expect(seen.locator("li", has_text="Heron")).to_contain_text("No answer")
    ada.context.set_offline(False)

    expect(seen.locator("li", has_text="Heron")).to_contain_text("OK at", timeout=PATIENCE_MS)
