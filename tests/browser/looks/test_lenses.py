"""Each lens finds the fault it is there for, and only that: what a fault looks like, one by one."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import PHONE
from tests.browser.looks.colours import alarms_at_night, axe, no_red_at_night
from tests.browser.looks.lenses import THUMB_PX, Lens, focus, help_at_hand, layout, thumb

pytestmark = pytest.mark.looks

SOUND = """<!doctype html><html lang="en" data-theme="light"><title>Sound</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  body {{ margin: 0; font: 16px sans-serif; color: #111; background: #fff }}
  button {{ min-width: 48px; min-height: 48px; border: 1px solid #555; background: #fff; color: #111 }}
  .short {{ width: 60px }} .low {{ height: 20px }} .line {{ white-space: nowrap }} .shut {{ overflow: hidden }}
  .tiny {{ min-width: 0; min-height: 0; width: 9px; height: 9px; padding: 0 }}
  .narrow {{ width: 60px; overflow-wrap: anywhere }}
  .dock {{ position: fixed; bottom: 0 }}
  [data-theme=night] .late {{ color: #d44 }}
  [data-theme=night] .dusk {{ color: #aaa }}
  @media (max-width: 320px) {{ .slim {{ color: #aaa }} [data-theme=dark] .edge {{ color: #aaa }} }}
  [dir=rtl] .mirror {{ margin-right: -9px }}
</style>
<main><h1 tabindex="-1">Sound</h1>{fault}</main><div class="dock"><button class="help">Help</button></div>"""

AT_THUMB = layout(THUMB_PX)
TWO = "<button class='btn pri'>One</button><button class='btn pri'>Two</button>"
CUT = "cut off in the middle"
SHRINKING = "<button class='tiny' style='width: calc(56px - 1.5rem); height: calc(56px - 1.5rem)'>a</button>"
FAULTS: dict[str, tuple[Lens, str, str]] = {
    "leaves a narrow screen": (AT_THUMB, "320 px, as it is: sideways", "<p style='width: 330px'>wide</p>"),
    "leaves it when it is longer": (AT_THUMB, "320 px, longer: sideways", f"<tt>{'aba' * 10}</tt>"),
    "leaves it from right to left": (AT_THUMB, "320 px, right to left: sideways", "<p class='mirror'>mirrored</p>"),
    "leaves it when it is big": (AT_THUMB, "390 px, text twice as big: sideways", "<p style='width: 15rem'>big</p>"),
    "is pressed together": (AT_THUMB, "squeezed", "<p style='width: 9px; overflow-wrap: anywhere'>together</p>"),
    "is broken in two": (AT_THUMB, "390 px, as it is: broken", f"<button class='btn narrow'>{'aba' * 4}</button>"),
    "is cut off": (AT_THUMB, "clipped", f"<p class='short shut line'>{CUT}</p>"),
    "is cut off below": (AT_THUMB, "clipped", f"<p class='short shut low'>{CUT}</p>"),
    "leaves its button": (AT_THUMB, "spilled", "<button class='short line'>more than a button</button>"),
    "lies over a neighbour": (AT_THUMB, "overlap", "<button>1</button><button style='margin-left: -20px'>2</button>"),
    "is too small to tap": (AT_THUMB, "small", "<button style='min-height: 0; height: 40px'>Small</button>"),
    "asks for two things": (thumb, "filled", TWO),
    "is out of reach": (thumb, "not in reach", "<button class='btn pri'>One</button>"),
    "hides the help": (help_at_hand, "help", "<style>.help { display: none }</style>"),
    "leaves the keyboard nowhere": (focus, "focus", "<script>document.querySelector('h1').remove()</script>"),
    "is pale": (axe, "axe, light: color-contrast at", "<p style='color: #aaa'>pale</p>"),
    "is pale at night": (axe, "axe, night: color-contrast at", "<p class='dusk'>pale</p>"),
    "has no name": (axe, "axe, light: button-name", "<button></button>"),
    "is pale where it is narrow": (axe, "320 px: axe, light: color-contrast at", "<p class='slim'>pale</p>"),
    "is pale where it is narrow and dark": (axe, "320 px: axe, dark: color-contrast at", "<p class='edge'>pale</p>"),
    "is small": (axe, "390 px: axe, night: target-size", "<button class='tiny'>a</button>" * 2),
    "is small when the text is big": (axe, "twice as big: axe, dark: target-size", SHRINKING * 2),
    "is red at night": (no_red_at_night, "red at night", "<p class='late'>late</p>"),
    "is an alarm like any other note at night": (alarms_at_night, "like a warning", "<p class='alarmbox'>due</p>"),
}


@pytest.fixture
def page(chromium: Callable[..., Any]) -> Page:
    """A phone on an empty page."""
    opened: Page = chromium("lens", **PHONE).page
    return opened


def shown(page: Page, fault: str) -> Page:
    """A page that is sound but for this."""
    page.set_content(SOUND.format(fault=fault))
    page.evaluate("() => document.querySelector('h1')?.focus()")
    return page


def test_a_sound_page_has_no_fault(page: Page):
    lenses = {lens for lens, _, _ in FAULTS.values()}

    assert [fault for lens in lenses for fault in lens(shown(page, ""))] == []


def test_each_fault_is_found_by_its_lens(page: Page):
    for name, (lens, words, fault) in FAULTS.items():
        found = list(lens(shown(page, fault)))

        assert [each for each in found if words in each] != [], (name, found)


GREY = """<p style="color: #6a6a6a; font-size: 34px; font-weight: 700">five to one</p>
<p role="timer" aria-label="left"></p>
<div class="dock" style="bottom: 60px"><button class="btn pri">Accept</button></div>"""


def test_what_is_read_of_a_call_is_held_to_seven_to_one_and_saying_yes_to_its_height(page: Page):
    page.route("**/*", lambda route: route.fulfill(body=SOUND.format(fault=GREY), content_type="text/html"))

    page.goto("http://localhost/now/offer/1")
    assert [each for each in axe(page) if "color-contrast-enhanced" in each] != []
    assert [each for each in thumb(page) if "small for a call" in each] != []

    page.goto("http://localhost/now")
    assert list(axe(page)) == []
    assert [each for each in thumb(page) if "small for a call" in each] == []
