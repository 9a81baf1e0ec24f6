"""An outcome that was not taken is written once more from what stands there, and the first stays until it is read."""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.looks.test_this_phone import NOTE, works_to_the_end
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, write_the_log

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What a phone does is the same whatever the server keeps its records in."""

__all__ = ["server"]


def takes_no(kind: str, route: Route) -> None:
    """Answers as a server does that cannot read what an app of another day says with such a command."""
    rows = json.loads(route.request.post_data or "{}")["cmds"]
    if [row["type"] for row in rows] != [kind]:
        return route.continue_()
    acks = [{"id": row["id"], "r": "held", "code": "invalid", "seq": 1} for row in rows]
    return route.fulfill(json={"acks": acks, "backup_seq": 0, "m": "acks"})


def test_an_outcome_that_was_not_taken_is_written_once_more_and_taken(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    ada = sign_in(browser, server.link("Ada"))
    works_to_the_end(ada, sign_in(chromium("desk", **DESK), server.link("Dispatcher")))
    sent = ada.get_by_role("status").filter(has_text="All sent")
    expect(sent).to_be_visible(timeout=PATIENCE_MS)
    browser.context.route("**/api/sync/commands", partial(takes_no, "encounter.record"))
    write_the_log(ada, NOTE)
    ada.get_by_role("link", name="See it").click(timeout=PATIENCE_MS)
    expect(ada.get_by_role("heading", name=re.compile(r"^Outcome, call \d+$"))).to_be_visible(timeout=PATIENCE_MS)

    browser.context.unroute("**/api/sync/commands")
    button(ada, "Write it once more").click()
    expect(ada.locator("textarea")).to_have_value(NOTE, timeout=PATIENCE_MS)
    button(ada, "Save and be ready").click()

    ada.get_by_role("link", name="See it").click(timeout=PATIENCE_MS)
    button(ada, "I’ve read it").click()
    expect(ada.get_by_role("heading", name="Nothing needs you")).to_be_visible(timeout=PATIENCE_MS)
    expect(sent).to_be_visible(timeout=PATIENCE_MS)
    ada.get_by_role("link", name="Me").click()
    ada.get_by_role("link", name="What leaves this phone").click()
    left = ada.locator("main details", has_text="Outcome, call")
    left.locator("summary").click(timeout=PATIENCE_MS)
    expect(left.get_by_text(NOTE)).to_be_visible()
    assert browser.problems == []
