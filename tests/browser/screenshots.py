"""`python -m tests.browser.screenshots`: the pictures of the README, taken from the real app with its example."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import DESK, PHONE, Browser
from tests.browser.process import ServerProcess
from tests.browser.test_journey import button, sign_in, take_and_offer, write_the_log

FOLDER = Path(__file__).parents[2] / "client_pwa" / "screenshots"
SETTLED_MS = 1_500


def shoot(page: Page, name: str) -> None:
    """One picture, after what moves has settled."""
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=FOLDER / f"{name}.png", scale="css")


def main() -> None:
    """Walk the main journey and take a picture of each screen on the way."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = ServerProcess(Path(folder) / "server")
        server.start()
        try:
            walk(server, lambda name, options: Browser(playwright, Path(folder) / name, options))
        finally:
            server.kill()


def walk(server: ServerProcess, browser) -> None:
    """The desk takes a call, the phone goes, the manager reads."""
    desk = sign_in(browser("desk", DESK), server.link("Dispatcher"))
    ada = sign_in(browser("ada", PHONE), server.link("Ada"))
    shoot(ada, "phone-home")
    take_and_offer(desk)
    button(ada, "Accept").wait_for()
    shoot(ada, "phone-offer")
    button(ada, "Accept").click()
    for step in ("We’re on the way", "We’ve arrived", "We’re with the person"):
        button(ada, step).click()
    shoot(ada, "phone-call")
    shoot(desk, "desk-board")
    button(ada, "Clear — we’re done here").click()
    shoot(ada, "phone-log")
    write_the_log(ada)
    shoot(ada, "phone-saved")
    shoot(sign_in(browser("manager", DESK), server.link("manager")), "manager-log")
    shoot(sign_in(browser("tre", PHONE), server.link("interrupter")), "phone-confidential")


if __name__ == "__main__":
    main()
