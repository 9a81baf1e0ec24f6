"""Every screen and state of the walks, in both languages, longer and mirrored, through every lens that fits it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.looks.lenses import (
    DESK_LENSES,
    DESK_LENSES_TRANSLATED,
    PHONE_LENSES,
    PHONE_LENSES_TRANSLATED,
    Lens,
    help_at_hand,
    other_language,
)
from tests.browser.looks.planted import PLANTED
from tests.browser.looks.routes import named, route_of, routes
from tests.browser.looks.sheets import SRC, Sheet, drawn, opened, sheets
from tests.browser.night import busy_night
from tests.browser.process import ServerProcess
from tests.browser.screenshots.tour import Tour
from tests.browser.screenshots.walks import AT_NIGHT, OFFICE, WALKS, server_for
from tests.browser.screenshots.words import Language

pytestmark = pytest.mark.looks

# Walks that one process goes, one after the other: two processes are done at about the same time.
TOGETHER: dict[str, tuple[str, ...]] = {
    "board": ("desk", "intake"),
    "phone": ("phone",),
    "sheets": ("desk-sheets",),
    "others": ("quiet", "sign-in", "desk-calm", "manager"),
}

AREAS: dict[str, tuple[str, ...]] = {
    "board": ("/desk",),
    "phone": ("/now", "/find", "/promises", "/me", "/unlock"),
    "others": ("/quiet", "/outcomes", "/enrol"),
}
"""Whose walks come by the screens whose address begins like this."""

OPENED: dict[str, tuple[str, ...]] = {
    "phone": ("parts/", "screens/phone/"),
    "sheets": ("screens/desk/", "screens/noting/"),
    "board": ("screens/desk/alone/", "screens/desk/areas/", "screens/desk/telling/site"),
    "others": ("screens/manager/",),
}
"""Whose walks open the sheets whose source is at such a place, the longest first."""


def opener(sheet: Sheet) -> str:
    """Whose walks are to open this sheet."""
    fitting = [
        (len(start), group) for group, starts in OPENED.items() for start in starts if sheet.file.startswith(start)
    ]
    assert fitting != [], f"no walk is to open it: {sheet}"
    return max(fitting)[1]


class Looked:
    """What the lenses found on the way, where they looked, and the last page they looked at."""

    def __init__(self, walk: str) -> None:
        self.lenses = DESK_LENSES if walk in OFFICE else PHONE_LENSES
        self.translated = DESK_LENSES_TRANSLATED if walk in OFFICE else PHONE_LENSES_TRANSLATED
        if walk in ("phone", "quiet"):
            self.lenses = (*self.lenses, help_at_hand)
            self.translated = (*self.translated, help_at_hand)
        self.faults: list[str] = []
        self.paths: set[str] = set()
        self.sheets: set[tuple[str, str]] = set()
        self.page: Page | None = None

    def look(self, page: Page, name: str) -> None:
        self.page = page
        self.paths.add(urlsplit(page.url).path)
        self._through(self.lenses, page, name)
        with other_language(page) as is_other:
            if not is_other:
                self.faults.append(f"{name}: says the same in the other language")
            self._through(self.translated, page, f"{name}, translated")

    def _through(self, lenses: Iterable[Lens], page: Page, name: str) -> None:
        if (sheet := opened(page)) is not None:
            self.sheets.add(sheet)
        self.faults += [f"{name}: {fault}" for lens in lenses for fault in lens(page)]


@pytest.fixture(scope="session")
def seen() -> set[str]:
    """The addresses at which this process looked at something."""
    return set()


@pytest.fixture(scope="session")
def opened_sheets() -> set[tuple[str, str]]:
    """The title and the words of every sheet this process looked at, in each language."""
    return set()


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
    """What the walk begins with."""
    return "night" if walk in AT_NIGHT else "example"


def each_walk() -> Iterator[Any]:
    """Gone in English and seen in both languages at every stop; the long ones also go it in Spanish."""
    for group, walks in TOGETHER.items():
        marks = pytest.mark.xdist_group(group)
        for walk in walks:
            yield pytest.param(walk, "en", marks=marks, id=f"{walk}-en")
            yield pytest.param(walk, "es", marks=[marks, pytest.mark.long], id=f"{walk}-es")


@pytest.mark.parametrize(("walk", "language"), list(each_walk()))
def test_no_screen_has_a_fault(
    walk: str,
    language: Language,
    seen: set[str],
    opened_sheets: set[tuple[str, str]],
    serve: Callable[[str], ServerProcess],
    chromium: Callable[..., Any],
):
    looked = Looked(walk)

    WALKS[walk](Tour(serve(walk), lambda name, options: chromium(name, **options), language, looked.look))

    seen |= looked.paths
    opened_sheets |= looked.sheets
    assert looked.faults == [], "\n".join(looked.faults)
    # Each lens sees what is there to be seen: a page spoilt on purpose is found by all of them.
    assert looked.page is not None
    looked.page.evaluate(PLANTED)
    assert [lens for lens in (*looked.lenses, *looked.translated) if not list(lens(looked.page))] == []


@pytest.mark.parametrize("group", [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in AREAS])
def test_every_address_of_the_app_was_looked_at(group: str, seen: set[str]):
    owed = {route for route in routes() if route.startswith(AREAS[group])}

    assert owed - {route_of(path, owed) for path in seen} == set()


@pytest.mark.parametrize("group", [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in OPENED])
def test_every_sheet_of_the_app_was_opened_and_looked_at(group: str, opened_sheets: set[tuple[str, str]]):
    owed = [sheet for sheet in sheets() if opener(sheet) == group]

    assert owed != []
    assert [sheet for sheet in owed if not any(sheet.is_this(*each) for each in opened_sheets)] == []


def test_every_address_is_on_the_way_of_some_walk():
    starts = tuple(start for each in AREAS.values() for start in each)

    assert [route for route in routes() if not route.startswith(starts)] == []
    assert set(WALKS) == {walk for walks in TOGETHER.values() for walk in walks}


def test_an_address_is_found_where_the_source_names_it():
    source = """if (match("/now/new/:thing", path) !== null) return <Thing />; switch (path) { case "/me/new":"""

    assert named(source) == {"/now/new/:thing", "/me/new"}
    assert route_of("/now/call/7", {"/now", "/now/call/:call"}) == "/now/call/:call"
    assert route_of("/now/call/7/log", {"/now", "/now/call/:call"}) is None


PLANTED_SHEETS = {
    "screens/desk/new/sheet.tsx": """
        import { noteSay as t } from "../../../text/notes";
        const titleOf = (n: number): string => t(n === 1 ? "held.one" : `held.${n}`);

        export const NewSheet = (props: Props) => (
          <Sheet title={titleOf(props.n)} lead={t("held.lead")} onClose={props.onClose}>
          </Sheet>
        );
        const Mine = () => (
          <ChoiceSheet title={client.session.person.name} onClose={onClose}>
            <p>{t("held.two")}</p>
          </ChoiceSheet>
        );
        """.replace("\n        ", "\n"),
    "screens/desk/parts/choicesheet.tsx": """export const ChoiceSheet = (props: Props) => (
          <Sheet title={props.title} onClose={props.onClose}>
          </Sheet>
        );""",
}
SENTENCES = {"held.one": "{who}: {n} {n:entry|entries}", "held.two": "Two of them", "held.lead": "Nothing is lost."}


def test_a_sheet_is_found_where_the_source_draws_it_and_known_by_its_words_alone():
    new, mine = drawn(PLANTED_SHEETS, {"notes/notes.en.ts": SENTENCES, "shell.en.ts": {}})

    assert {each.file for each in (new, mine)} == {"screens/desk/new/sheet.tsx"}
    assert new.is_this("Wren: 2 entries", "Wren: 2 entries\nNothing is lost.\nClose")
    assert not new.is_this("Wren: 2 entries", "Wren: 2 entries\nClose"), "another lead"
    assert not new.is_this("Wren: 2", "Wren: 2\nNothing is lost."), "another title"
    assert mine.is_this("Ruth Amsel", "Ruth Amsel\nTwo of them")
    assert not mine.is_this("Ruth Amsel", "Ruth Amsel\nClose")


def test_no_sheet_is_drawn_but_by_the_part_that_is_looked_for():
    drawing = [path for path in SRC.rglob("*.tsx") if "<dialog" in path.read_text()]

    assert drawing == [SRC / "parts" / "sheet.tsx"]
    assert len({opener(sheet) for sheet in sheets()}) == len(OPENED)
