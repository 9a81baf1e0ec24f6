"""Every screen and state of the walks, in both languages, through every lens that words matter to."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.lenses import DESK_LENSES, PHONE_LENSES, Lens, axe, focus, help_at_hand, other_language
from tests.browser.night import busy_night
from tests.browser.process import ServerProcess
from tests.browser.screenshots.tour import Tour
from tests.browser.screenshots.walks import AT_NIGHT, WALKS, server_for
from tests.browser.screenshots.words import Language

THROUGH: dict[str, tuple[Lens, ...]] = {
    "sign-in": PHONE_LENSES,
    "phone": (*PHONE_LENSES, help_at_hand),
    "quiet": (*PHONE_LENSES, help_at_hand),
    "desk": DESK_LENSES,
    "desk-sheets": DESK_LENSES,
    "desk-calm": DESK_LENSES,
    "intake": DESK_LENSES,
    "manager": DESK_LENSES,
}

WORDLESS = frozenset({axe, focus})
"""What words do not matter to: axe, which takes longest, looks at Spanish with the long ones."""

PLANTED = """() => {
  const wide = document.createElement("div");
  wide.style.cssText = "width: 900px; color: #777; background: #888";
  const narrow = Object.assign(document.createElement("p"), { textContent: "planted words" });
  narrow.style.cssText = "width: 9px; overflow-wrap: anywhere";
  wide.append(narrow, "planted", Object.assign(document.createElement("button"), { style: "width: 9px" }));
  (document.querySelector("dialog[open]") ?? document.querySelector("main")).append(wide);
  for (const help of document.querySelectorAll(".help, .helpbtn")) help.remove();
  document.activeElement.blur();
  // A screen that is drawn anew sees to it that nobody is left nowhere.
  HTMLElement.prototype.focus = () => {};
}"""


class Looked:
    """What the lenses found on the way, and the last page they looked at."""

    def __init__(self, lenses: tuple[Lens, ...]) -> None:
        self.lenses = lenses
        self.faults: list[str] = []
        self.stops: list[str] = []
        self.page: Page | None = None

    def look(self, page: Page, name: str) -> None:
        self.page = page
        self.stops.append(name)
        self._through(self.lenses, page, name)
        with other_language(page) as is_other:
            if not is_other:
                self.faults.append(f"{name}: says the same in the other language")
            self._through([lens for lens in self.lenses if lens not in WORDLESS], page, f"{name}, translated")

    def _through(self, lenses: Iterable[Lens], page: Page, name: str) -> None:
        self.faults += [f"{name}: {fault}" for lens in lenses for fault in lens(page)]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Callable[[str], Path]:
    """What should be behind a walk, made once: a night takes longer to live through than to look at."""
    made: dict[str, Path] = {"example": example}

    def preparing(walk: str) -> Path:
        kind = behind(walk)
        if kind not in made:
            made[kind] = tmp_path_factory.mktemp(kind) / "server"
            busy_night(made[kind])
        return made[kind]

    return preparing


@pytest.fixture
def serve(tmp_path: Path, prepared: Callable[[str], Path]) -> Iterator[Callable[[str], ServerProcess]]:
    """Serves a walk, with all that should be behind it."""
    made: list[ServerProcess] = []

    def serving(walk: str) -> ServerProcess:
        made.append(server_for(walk, tmp_path / "server", prepared(walk)))
        return made[-1]

    yield serving
    for each in made:
        each.kill()


def behind(walk: str) -> str:
    """What the walk begins with; walks with the same behind them are gone by one process."""
    return "night" if walk in AT_NIGHT else "example"


def each_walk() -> Iterator[Any]:
    """Gone in English and seen in both languages at every stop; the long ones also go it in Spanish."""
    for walk, lenses in THROUGH.items():
        group = pytest.mark.xdist_group(behind(walk))
        yield pytest.param(walk, "en", lenses, marks=group, id=f"{walk}-en")
        yield pytest.param(walk, "es", lenses, marks=[group, pytest.mark.long], id=f"{walk}-es")


@pytest.mark.parametrize(("walk", "language", "lenses"), list(each_walk()))
def test_no_screen_has_a_fault(
    walk: str,
    language: Language,
    lenses: tuple[Lens, ...],
    serve: Callable[[str], ServerProcess],
    chromium: Callable[..., Any],
):
    looked = Looked(lenses)

    WALKS[walk](Tour(serve(walk), lambda name, options: chromium(name, **options), language, looked.look))

    assert looked.faults == [], "\n".join(looked.faults)
    # Each lens sees what is there to be seen: a page spoilt on purpose is found by all of them.
    assert looked.page is not None
    looked.page.evaluate(PLANTED)
    assert [lens for lens in looked.lenses if not list(lens(looked.page))] == []
