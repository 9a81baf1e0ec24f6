"""A person at a phone: sees what is shown, touches it, types. The same hand on every engine."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from tests.browser.chromium import PATIENCE_MS
from tests.browser.engines.phones import PageLeft, Phone

KINDS = {
    "button": "button",
    "link": "a[href]",
    "heading": "h1, h2, h3",
    "status": "[role='status']",
    "choice": "[role='radio']",
    "field": "input, textarea",
    "link or button": "a[href], button",
    "text": "body *",
}

FIND = """async ({ selector, within, names, exact, patience }) => {
  const plain = (text) => (text ?? "").replace(/\\s+/gu, " ").trim();
  const labelled = (one) => [...(one.labels ?? [])].map((label) => label.textContent).join(" ");
  const named = (one) => plain(one.getAttribute("aria-label") ?? (labelled(one) || one.textContent));
  const fits = (one) => names.some((name) => (exact ? named(one) === name : named(one).includes(name)));
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const innermost = (found) => found.filter((one) => !found.some((other) => other !== one && one.contains(other)));
  const all = () => [...document.querySelectorAll(`:is(${within}) :is(${selector})`)];
  const look = () => innermost(all().filter(fits).filter(shown))[0];
  const place = (one) => {
    const box = one.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const reached = (one, [x, y]) => {
    const there = document.elementFromPoint(x, y);
    return there !== null && (one.contains(there) || there.contains(one));
  };
  let before = [];
  for (const begun = performance.now(); performance.now() - begun < patience; ) {
    const one = look();
    if (one !== undefined && !one.disabled) {
      one.scrollIntoView({ block: "center", behavior: "instant" });
      const at = place(one);
      if (at.every((value, n) => value === before[n]) && reached(one, at)) return at;
      before = at;
    }
    await new Promise((next) => setTimeout(next, 50));
  }
  return null;
}"""
KEPT = """async ({ patience }) => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((late) => setTimeout(() => late(null), patience)),
])"""
SHOWN = "async () => document.body.innerText"
SLICE_MS = 1_000
"""A page is asked again and again for so long at most: one that is left meanwhile may never answer."""


class Hand:
    """Waits for what it looks for, wherever on the page it is, and goes on when it lies still."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def until(self, function: str, wanted: Mapping[str, Any], patience_ms: int = PATIENCE_MS) -> Any:
        """What this function of the page gives once that is not null; None when it never did."""
        for _ in range(0, patience_ms, SLICE_MS):
            with suppress(PageLeft):
                found = self.phone.call(function, {**wanted, "patience": SLICE_MS})
                if found is not None:
                    return found
        return None

    def find(
        self, kind: str, *names: str, exact: bool = False, patience_ms: int = PATIENCE_MS, within: str = "body"
    ) -> Any:
        """The middle of the first thing of this kind that is called by one of these names."""
        wanted = {"selector": KINDS[kind], "within": within, "names": names, "exact": exact}
        at = self.until(FIND, wanted, patience_ms)
        assert at is not None, f"no {kind} {names} in: {self.phone.call(SHOWN)}"
        return at

    def tap(self, kind: str, *names: str, exact: bool = False, within: str = "body") -> None:
        """Touch it."""
        self.phone.tap(*self.find(kind, *names, exact=exact, within=within))

    def write(self, field: str, text: str) -> None:
        """Touch a field and type."""
        self.tap("field", field)
        self.phone.type(text)

    def is_kept(self) -> bool:
        """Whether the app itself lies on the phone, so that it opens with no network."""
        return self.until(KEPT, {}) is True
