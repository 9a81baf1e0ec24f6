"""What the list of places says of itself: how long ago somebody checked a place, and that an old word is old."""

import csv
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import server as product
from server.example.people import example
from tests.browser.chromium import PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, server, sign_in

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What a phone shows of the list is the same whatever the server keeps its records in."""

__all__ = ["server"]

SAMPLE = Path(product.__file__).parent / "example" / "directory"
FRESH, OLD = "Fair Oaks Adult Activity Center", "Little House Recreational Activities"
OLD_WORD = "Hours and numbers may have changed. Call before you send somebody."


def brought_in(server: ServerProcess, folder: Path, today: datetime, checked: dict[str, int]) -> None:
    """The list of the example, in which these places were checked so many days ago."""
    shutil.copytree(SAMPLE, folder)
    with (SAMPLE / "services.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        days = checked.get(line["name"])
        line["assured_date"] = "" if days is None else (today - timedelta(days=days)).date().isoformat()
    with (folder / "services.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, list(lines[0]))
        table.writeheader()
        table.writerows(lines)
    server.ask("directory", "import", str(folder), "--org", example().city.name)


def place(phone: Page, name: str) -> Locator:
    """Its row in the list."""
    return phone.locator("main a", has_text=name)


def test_the_list_says_how_long_ago_a_place_was_checked_and_marks_an_old_word(
    server: ServerProcess, chromium: Callable[..., Any], tmp_path: Path
):
    browser = chromium("ada", **PHONE)
    ada = sign_in(browser, server.link("Ada"))
    ada.get_by_role("link", name="Find help").click()
    expect(place(ada, FRESH)).to_be_visible(timeout=PATIENCE_MS)
    expect(place(ada, FRESH)).not_to_contain_text("checked")

    today = datetime.fromtimestamp(ada.evaluate("() => Date.now()") / 1000, UTC)
    brought_in(server, tmp_path / "list", today, {FRESH: 100, OLD: 800})

    expect(place(ada, FRESH)).to_contain_text("checked 3 months ago", timeout=PATIENCE_MS)
    expect(place(ada, FRESH).locator(".tag.warn")).to_have_count(0)
    expect(place(ada, OLD).locator(".tag.warn")).to_have_text("checked 2 years ago")

    place(ada, FRESH).click()
    expect(ada.get_by_text("Last checked 3 months ago.")).to_be_visible()
    expect(ada.get_by_text(OLD_WORD)).to_have_count(0)
    ada.go_back()
    place(ada, OLD).click()
    told = ada.locator(".note.warn")
    expect(told).to_contain_text("Last checked 2 years ago.")
    expect(told).to_contain_text(OLD_WORD)
    assert browser.problems == []
