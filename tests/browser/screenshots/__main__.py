"""`make screenshots`: a picture of every screen, in English and Spanish, light, dark and night, from the real app.

All of them go to client_pwa/.build/screenshots/<language>-<theme>/<walk>, with sheets that show them
together; those the README shows go to client_pwa/screenshots. `--walk phone` takes only one walk.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page, Playwright, ViewportSize, sync_playwright

from tests.browser.chromium import DESK, Browser
from tests.browser.screenshots.tour import Tour
from tests.browser.screenshots.walks import OFFICE, WALKS, server_for
from tests.browser.screenshots.words import LANGUAGES, Language

CLIENT = Path(__file__).parents[3] / "client_pwa"
ALL = CLIENT / ".build" / "screenshots"
FONTS = Path(__file__).with_name("fonts.conf")
README = CLIENT / "screenshots"
Theme = Literal["light", "dark", "night"]
THEMES: tuple[Theme, ...] = ("light", "dark", "night")
WEAR = """(theme) => { document.documentElement.dataset.theme = theme }"""

SHOWN = {
    "desk/board": "desk-board",
    "manager/log": "manager-log",
    "phone/home": "phone-home",
    "phone/offer": "phone-offer",
    "phone/call": "phone-call",
    "phone/log": "phone-log",
    "phone/saved": "phone-saved",
    "quiet/form": "phone-confidential",
}
"""What the README shows: a stop of a walk, and the name of its picture there."""

SETTLED_MS = 300
LAPTOP: ViewportSize = {"width": 1280, "height": 720}
"""Office screens are looked at on a small one too: those pictures are in a folder `laptop`."""

SHEET = """<!doctype html><title>{title}</title>
<style>
  body {{ margin: 24px; font: 14px sans-serif; background: #888; display: flex; flex-wrap: wrap; gap: 16px }}
  figure {{ margin: 0 }}
  img {{ display: block; width: {width}px }}
</style>
{figures}"""
FIGURE = '<figure><img src="{name}.png"><figcaption>{name}</figcaption></figure>'


class Camera:
    """Takes the pictures of one walk in one language, in every theme."""

    def __init__(self, walk: str, language: Language) -> None:
        self.walk = walk
        self.language = language
        self.folders: dict[Theme, Path] = {theme: ALL / f"{language}-{theme}" / walk for theme in THEMES}
        for folder in self.folders.values():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)

    def look(self, page: Page, name: str) -> None:
        """One picture a theme, after what moves has settled."""
        for theme, folder in self.folders.items():
            page.evaluate(WEAR, theme)
            self._shoot(page, folder / f"{name}.png")
            if self.walk in OFFICE:
                page.set_viewport_size(LAPTOP)
                self._shoot(page, folder / "laptop" / f"{name}.png")
                page.set_viewport_size(DESK["viewport"])
        shown = SHOWN.get(f"{self.walk}/{name.partition('-')[2]}")
        if shown is not None and self.language == "en":
            shutil.copyfile(self.folders["light"] / f"{name}.png", README / f"{shown}.png")
        page.evaluate(WEAR, "light")

    @staticmethod
    def _shoot(page: Page, path: Path) -> None:
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=path, scale="css")

    def bind(self, page: Page) -> None:
        """All pictures of a theme on one sheet."""
        page.set_viewport_size({"width": 1720, "height": 900})
        width, many = (820, 4) if self.walk in OFFICE else (260, 12)
        for theme, folder in self.folders.items():
            names = sorted(path.stem for path in folder.glob("*.png"))
            for start in range(0, len(names), many):
                figures = "\n".join(FIGURE.format(name=name) for name in names[start : start + many])
                title = f"{self.walk}, {self.language}, {theme}"
                sheet = folder / f"sheet-{1 + start // many}.html"
                sheet.write_text(SHEET.format(title=title, width=width, figures=figures))
                page.goto(sheet.as_uri())
                page.screenshot(path=sheet.with_suffix(".png"), full_page=True)


@contextmanager
def browsers(playwright: Playwright, folder: Path) -> Iterator[Any]:
    """Opens browsers, each on a profile of its own, and closes them all."""
    opened: list[Browser] = []

    def open_browser(name: str, options: dict[str, Any]) -> Browser:
        profile = folder / name.replace(" ", "-")
        opened.append(Browser(playwright, profile, {**options, "env": {**os.environ, "FONTCONFIG_FILE": str(FONTS)}}))
        return opened[-1]

    try:
        yield open_browser
    finally:
        for browser in opened:
            browser.close()


def take(walk: str, language: Language) -> None:
    """One walk in one language, on a server and browsers of its own."""
    camera = Camera(walk, language)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        server = server_for(walk, folder / "server")
        try:
            with browsers(playwright, folder) as open_browser:
                WALKS[walk](Tour(server, open_browser, language, camera.look))
                camera.bind(open_browser("sheet", {}).page)
        finally:
            server.kill()


def main() -> None:
    """Take every walk that was asked for, in every language."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("--walk", choices=WALKS, action="append", help="only this one; may be given more than once")
    parser.add_argument("--language", choices=LANGUAGES, help="only this one")
    asked = parser.parse_args()
    README.mkdir(exist_ok=True)
    for walk in asked.walk or WALKS:
        for language in [asked.language] if asked.language else LANGUAGES:
            take(walk, language)
            print(f"{walk}, {language}: {ALL.relative_to(CLIENT.parent)}/{language}-*/{walk}/sheet-*.png")


if __name__ == "__main__":
    main()
