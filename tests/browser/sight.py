"""A hand that is quicker than the screen: it acts on what has just come, before the browser has painted it."""

import json

from playwright.sync_api import Page

FOCUSED = "(it) => it === document.activeElement"


def at_first_sight(selector: str, what: str) -> str:
    """A script: what this function does with the first element of this kind that comes, before anybody can see it."""
    return f"""(() => {{
      delete window.met;
      new MutationObserver((_, watching) => {{
        const it = document.querySelector({json.dumps(selector)});
        if (it === null) return;
        watching.disconnect();
        window.met = ({what})(it);
      }}).observe(document, {{ childList: true, subtree: true }});
    }})()"""


def met(page: Page) -> bool:
    """What it said, once the element has come."""
    page.wait_for_function("() => 'met' in window")
    found: bool = page.evaluate("() => window.met")
    return found
