"""Cards are at hand in a call: two taps, with no signal and no server, and what a supervisor sets replaces them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.example.people import example
from tests.browser.chromium import DESK
from tests.browser.looks.test_taps import Finger
from tests.browser.process import ServerProcess
from tests.browser.test_checkins import a_phone, is_with_somebody
from tests.browser.test_journey import PATIENCE_MS, server, sign_in, take_and_offer

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What a phone does is the same whatever the server keeps its records in."""

__all__ = ["server"]

MOST_TAPS = 2
"""From the call to the first step of the card for it."""

SAID = {"en": "Dogs", "es": "Perros"}


def titles(phone: Page) -> list[str]:
    return phone.locator("main summary .grow").all_inner_texts()


def test_a_card_for_the_call_is_two_taps_away_with_no_signal_also_after_the_app_was_closed(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = a_phone(chromium, server, "Ada")
    take_and_offer(desk)
    is_with_somebody(ada)
    ada.context.set_offline(True)
    server.stop()
    ada.reload()
    finger = Finger(ada)

    finger.tap(ada.get_by_role("link", name="What to do", exact=True))
    first = ada.locator("main details").first
    expect(first).to_contain_text("this call", timeout=PATIENCE_MS)
    finger.tap(first.locator("summary"))

    expect(first.locator("li").first).to_be_visible()
    assert finger.taps <= MOST_TAPS
    expect(first).to_contain_text("have your clinicians review it")
    ada.locator("input").fill("nalox")
    expect(ada.locator("main summary", has_text="Opioid overdose: naloxone")).to_be_visible()
    assert len(titles(ada)) < len(json.loads(Path("schemas/guidance/first_cards.json").read_text())["cards"])


def test_what_an_organization_sets_replaces_all_cards_on_a_phone_without_a_reload(
    server: ServerProcess, chromium: Callable[..., Any], tmp_path: Path
):
    ada = a_phone(chromium, server, "Ada")
    ada.goto(f"{server.origin}/me/cards")
    expect(ada.locator("main summary").first).to_be_visible(timeout=PATIENCE_MS)
    ada.evaluate("() => { window.stays = true; }")
    card = {"id": "dogs", "title": SAID, "when": SAID, "steps": [SAID], "source": "Us"}
    file = tmp_path / "cards.json"
    file.write_text(json.dumps({"cards": [card | {"reviewed_by": "Dr. Example", "reviewed_on": "2026-11-02"}]}))

    server.ask("org", "cards", str(file), "--org", example().city.name)

    expect(ada.locator("main summary")).to_have_count(1, timeout=PATIENCE_MS)
    assert titles(ada) == ["Dogs"]
    ada.locator("main summary").click()
    expect(ada.locator("main")).to_contain_text("Reviewed by Dr. Example")
    assert ada.evaluate("() => window.stays"), "drawn anew, not loaded anew"


def test_a_wording_is_spoken_without_a_reload_in_both_languages_offline_too_and_no_promise_with_it(
    server: ServerProcess, chromium: Callable[..., Any], tmp_path: Path
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = a_phone(chromium, server, "Ada")
    ada.goto(f"{server.origin}/find")
    title = ada.locator("h1")
    expect(title).to_have_text("Find help", timeout=PATIENCE_MS)
    ada.evaluate("() => { window.stays = true; }")
    file = tmp_path / "wording.json"
    mine = {
        "later:find.title": {"en": "Find a place", "es": "Hallar un sitio"},
        "shell:sync.dispatch": {"en": "the hub", "es": "la sala"},
        "desk/board:app": {"en": "Kite Hub", "es": "Sala Cometa"},
    }
    file.write_text(json.dumps({"sentences": mine}))

    server.ask("org", "wording", str(file), "--org", example().city.name)

    expect(title).to_have_text("Find a place", timeout=PATIENCE_MS)
    expect(ada.locator(".sync")).to_contain_text("Heard from the hub")
    assert ada.evaluate("() => window.stays"), "drawn anew, not loaded anew"
    expect(desk.locator("body")).to_contain_text("Kite Hub", timeout=PATIENCE_MS)
    ada.context.set_offline(True)
    server.stop()
    ada.reload()
    expect(title).to_have_text("Find a place", timeout=PATIENCE_MS)
    ada.goto(f"{server.origin}/me")
    ada.get_by_text("Español", exact=True).click()
    # It is chosen once it can be spoken.
    expect(ada.locator("html")).to_have_attribute("lang", "es", timeout=PATIENCE_MS)
    ada.goto(f"{server.origin}/find")
    expect(title).to_have_text("Hallar un sitio", timeout=PATIENCE_MS)
