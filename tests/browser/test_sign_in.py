"""Who a browser works for: a link alone never takes it from somebody who is signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""Keys and links are the same whatever the server keeps its records in."""

__all__ = ["server"]


def test_a_sign_in_link_asks_first_where_somebody_else_is_signed_in(
    server: ServerProcess, chromium: Callable[..., Any]
):
    phone = sign_in(chromium("phone", **PHONE), server.link("Ada"))
    expect(phone.get_by_role("heading", name="on duty with Jo")).to_be_visible(timeout=PATIENCE_MS)

    phone.goto(server.link("Jo"))
    expect(phone.get_by_text("You are signed in as Ada Okafor.")).to_be_visible()
    button(phone, "Go on as Ada Okafor").click()
    expect(phone.get_by_role("heading", name="on duty with Jo")).to_be_visible()

    phone.goto(server.link("Jo"))
    button(phone, "Set up").click()
    expect(phone.get_by_role("heading", name="on duty with Ada")).to_be_visible()


def test_a_link_followed_while_the_sign_in_page_is_open_is_taken(server: ServerProcess, chromium: Callable[..., Any]):
    phone = sign_in(chromium("phone", **PHONE), f"{server.origin}/enrol")
    expect(phone.get_by_label("Type your 8-character code")).to_be_visible(timeout=PATIENCE_MS)

    phone.goto(server.link("Ada"))

    expect(phone.get_by_role("heading", name="on duty with Jo")).to_be_visible(timeout=PATIENCE_MS)
    assert "#" not in phone.url
