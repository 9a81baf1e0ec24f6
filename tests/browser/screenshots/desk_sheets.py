"""Every sheet that lies over the board."""

from playwright.sync_api import Page

from tests.browser.screenshots.desk import at_the_board, choose
from tests.browser.screenshots.tour import Tour


def opened(desk: Page) -> None:
    """A sheet lies over the board."""
    desk.locator("dialog[open]").wait_for()


def close(desk: Page) -> None:
    """Escape closes a sheet."""
    desk.keyboard.press("Escape")
    desk.locator("dialog[open]").wait_for(state="detached")


def by_key(tour: Tour, desk: Page, key: str, name: str) -> None:
    """A sheet that a key opens."""
    desk.keyboard.press(key)
    opened(desk)
    tour.stop(desk, name)
    close(desk)


def walk(tour: Tour) -> None:
    """Keys, alarms, this desk; then those of a call and of a team."""
    desk = at_the_board(tour)
    by_key(tour, desk, "?", "keys")
    by_key(tour, desk, "F4", "alarms")
    by_key(tour, desk, "e", "end-of-shift")
    desk.locator(".topbar > button").first.click()
    opened(desk)
    tour.stop(desk, "my-desk")
    close(desk)
    of_calls(tour, desk)
    of_teams(tour, desk)
    desk.keyboard.press("e")
    tour.button(desk, "Hand over the desk").click()
    desk.locator("dialog[open]").wait_for(state="detached")
    supervisor = at_the_board(tour, "Supervisor")
    supervisor.locator(".link-state button").first.click()
    opened(supervisor)
    tour.stop(supervisor, "custody")
    supervisor.locator("dialog li button").first.click()
    supervisor.locator("dialog li button").nth(1).wait_for(state="detached")
    supervisor.locator("dialog li button").first.click()
    supervisor.locator("dialog li li").first.wait_for()
    tour.stop(supervisor, "custody-read")
    close(supervisor)
    looks_at_last_night(tour, supervisor)
    takes_over(tour, supervisor)
    supervisor.locator(".topbar > button").first.click()
    opened(supervisor)
    tour.stop(supervisor, "my-desk-supervisor")
    who_goes(tour, supervisor)
    not_taken(tour, desk, supervisor)


def takes_over(tour: Tour, supervisor: Page) -> None:
    """What another desk left when its shift ended."""
    supervisor.keyboard.press("e")
    left = supervisor.locator("dialog section button").first
    left.wait_for()
    tour.stop(supervisor, "left-to-us")
    left.click()
    tour.button(supervisor, "I have read it, I take over").wait_for()
    tour.stop(supervisor, "left-by")
    close(supervisor)


def not_taken(tour: Tour, desk: Page, supervisor: Page) -> None:
    """Both desks end the same team's work, one of them without a signal: what was not taken, and why."""
    for page in (desk, supervisor):
        choose(page, "Eastbank underpass")
    desk.context.set_offline(True)
    ends(tour, desk)
    with supervisor.expect_response("**/api/sync/commands"):
        ends(tour, supervisor)
    desk.context.set_offline(False)
    tour.button(desk, "1 needs you").click()
    opened(desk)
    tour.stop(desk, "not-taken")
    close(desk)


def ends(tour: Tour, desk: Page) -> None:
    """The first team of the chosen call is done there, for the first of the reasons."""
    asks_to_end(tour, desk)
    desk.locator("dialog li button").first.click()
    desk.locator("dialog[open]").wait_for(state="detached")


def asks_to_end(tour: Tour, desk: Page) -> None:
    """How did it end for the first team of the chosen call?"""
    desk.locator("article button", has_text="End" if tour.language == "en" else "Terminar").first.click()
    opened(desk)


def looks_at_last_night(tour: Tour, supervisor: Page) -> None:
    """A team is answered; what is to be looked at; an outcome that is opened; and what was looked at."""
    supervisor.locator(".link-state button").last.click()
    opened(supervisor)
    tour.stop(supervisor, "a-team-asks")
    tour.button(supervisor, "Answer").click()
    tour.radio(supervisor, "No hold").check(force=True)
    supervisor.locator("dialog textarea").fill(tour.says("Phone me"))
    tour.stop(supervisor, "answering")
    tour.button(supervisor, "Send the answer").click()
    tour.button(supervisor, "Answer once more").wait_for()
    tour.stop(supervisor, "last-night")
    tour.button(supervisor, "Read the outcome").first.click()
    supervisor.locator("dialog dl").first.wait_for()
    tour.stop(supervisor, "last-night-read")
    tour.button(supervisor, "I have looked at it").first.click()
    supervisor.locator("dialog h3").last.scroll_into_view_if_needed()
    tour.stop(supervisor, "last-night-looked-at")
    close(supervisor)


def who_goes(tour: Tour, supervisor: Page) -> None:
    """Who is sent for help as a supervisor sets it; then to whom calls for it, with a team on its way."""
    tour.button(supervisor, "Who is sent for help").click()
    supervisor.locator("dialog label.chip").first.wait_for()
    tour.stop(supervisor, "help-policy")
    close(supervisor)
    supervisor.locator(".topbar > button").first.click()
    tour.button(supervisor, "What calls are taken as").click()
    supervisor.locator("dialog table.wide").wait_for()
    tour.stop(supervisor, "edition")
    close(supervisor)
    supervisor.keyboard.press("F1")
    opened(supervisor)
    tour.stop(supervisor, "help-who-goes")
    supervisor.keyboard.press("t")
    supervisor.locator("dialog ul li b").first.wait_for()
    tour.stop(supervisor, "help-team-goes")
    close(supervisor)
    supervisor.keyboard.press("r")
    opened(supervisor)
    tour.stop(supervisor, "roll-why")
    supervisor.context.set_offline(True)
    supervisor.locator("dialog li button").first.click()
    supervisor.locator("dialog ul").wait_for(state="detached")
    tour.stop(supervisor, "roll-begun")
    supervisor.context.set_offline(False)
    supervisor.locator("dialog li button").nth(5).wait_for()
    tour.stop(supervisor, "roll-asked")
    close(supervisor)


def of_calls(tour: Tour, desk: Page) -> None:
    """Times, what a team says by voice, how it ends, and calls without a team."""
    choose(desk, "Eastbank underpass")
    by_key(tour, desk, "t", "times")
    asked_for_backup(tour, desk)
    desk.keyboard.press("v")
    desk.locator("dialog label.chip").first.click()
    tour.stop(desk, "voice-stage")
    close(desk)
    asks_to_end(tour, desk)
    tour.stop(desk, "ending")
    close(desk)
    choose(desk, "7 Example Row")
    by_key(tour, desk, "i", "are-they-ok")
    choose(desk, "bus stop 9")
    by_key(tour, desk, "m", "moves")
    by_key(tour, desk, "d", "known-better")
    desk.keyboard.press("l")
    desk.locator("dialog input").first.check()
    tour.stop(desk, "merging")
    close(desk)
    by_key(tour, desk, "p", "by-phone")
    by_key(tour, desk, "n", "not-sending")
    for key in ("1", "2", "w"):
        desk.keyboard.press(key)
    tour.stop(desk, "several")
    choose(desk, "Alder Bridge, east")
    notes_the_place(tour, desk)
    by_key(tour, desk, "x", "pass-on")
    by_key(tour, desk, "g", "told")
    for note, name in ((0, "who-gave-it"), (1, "who-has-it")):
        desk.locator("main .handed button").nth(note).click()
        opened(desk)
        tour.stop(desk, name)
        close(desk)
    choose(desk, "Mill Lane")
    desk.keyboard.press("v")
    desk.locator("dialog label.chip").nth(1).click()
    tour.stop(desk, "voice-no")
    close(desk)


def asked_for_backup(tour: Tour, desk: Page) -> None:
    """A team asks by voice; the desk writes it down, and answers."""
    desk.keyboard.press("b")
    opened(desk)
    desk.locator("dialog fieldset").nth(1).locator("label.chip").first.click()
    tour.stop(desk, "backup-asked")
    desk.locator("dialog .btn.pri").click()
    desk.locator("dialog[open]").wait_for(state="detached")
    desk.locator(".handed button").first.click()
    opened(desk)
    tour.stop(desk, "backup-answer")
    desk.locator("dialog li button").first.click()
    desk.locator("dialog[open]").wait_for(state="detached")


def notes_the_place(tour: Tour, desk: Page) -> None:
    """What the next team should know of this place, and the call with it."""
    desk.keyboard.press("f")
    opened(desk)
    desk.locator("dialog button.chip").nth(2).click()
    desk.locator("dialog textarea").fill("the dog behind the side gate is not tied")
    tour.stop(desk, "note-place")
    desk.locator("dialog .btn.pri").click()
    desk.locator("main .note", has_text="the dog behind").wait_for()
    tour.stop(desk, "place-noted")


def of_teams(tour: Tour, desk: Page) -> None:
    """A team that is ready, one on a call, one off duty."""
    for team, name in (("Heron", "team-out"), ("Sage", "team-ready")):
        desk.locator("#teams button", has_text=team).click()
        opened(desk)
        tour.stop(desk, name)
        if name == "team-out":
            close(desk)
    desk.locator("dialog label.chip").last.click()
    desk.locator("dialog[open]").wait_for(state="detached")
    choose(desk, "bus stop 9")
    tour.stop(desk, "paused")
    desk.locator("#teams button", has_text="Sage").click()
    opened(desk)
    desk.locator("dialog > .btn:not(.quiet)").last.click()
    desk.locator("dialog[open]").wait_for(state="detached")
    desk.locator(".u.off").first.click()
    opened(desk)
    tour.stop(desk, "team-off")
    close(desk)
