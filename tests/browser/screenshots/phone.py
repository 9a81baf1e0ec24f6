"""A responder's screens, each once: a shift with its offers, calls, logs and referrals, with and without signal."""

from playwright.sync_api import Page, expect

from server.example.people import example
from tests.browser.chromium import DESK, PATIENCE_MS, PHONE
from tests.browser.screenshots import answering, ending, locking
from tests.browser.screenshots.dispatcher import SLEEPING, Told, call_off, take_and_offer, take_back
from tests.browser.screenshots.tour import WAITS_FOR_THE_LOOKER, Tour
from tests.browser.screenshots.words import said
from tests.browser.screenshots.writing import GONE, answer, save

SHOUTING = Told(language="es", callback="(555) 555-0144", access="Loose dog seen here in March", not_known=(0,))


def walk(tour: Tour) -> None:
    """One shift of team Heron, from the phone of one of the two."""
    desk = tour.sign_in("Dispatcher", DESK, language="en")
    ada = tour.sign_in("Ada", PHONE)
    before_a_call(tour, ada)
    goes_to_a_colleague(tour, ada, desk)
    asked(tour, ada, desk)
    on_the_way(tour, ada)
    locking.walk(tour, ada)
    are_you_ok(tour, desk)
    finding_help(tour, ada)
    met(tour, ada)
    answering.must_report(tour, ada, desk)
    without_signal(tour, ada, desk)
    jo = ending.needs_you(tour, ada, desk)
    ending.walk(tour, ada, jo)


def to(tour: Tour, page: Page, tab: str) -> None:
    """Through the tabs, as a thumb would."""
    tour.link(page, tab).click()


def before_a_call(tour: Tour, ada: Page) -> None:
    """On duty, nothing to do yet."""
    tour.words(ada, "Ready for a call").wait_for()
    tour.stop(ada, "home")
    tour.button(ada, "Take a break").click()
    tour.stop(ada, "home-need")
    ada.get_by_role("dialog").get_by_role("button").nth(1).click()
    tour.button(ada, "We’re back").wait_for()
    tour.stop(ada, "home-pause")
    tour.button(ada, "We’re back").click()
    to(tour, ada, "Promises")
    tour.words(ada, "Nothing due").wait_for()
    tour.stop(ada, "promises-none")
    to(tour, ada, "Now")


def asked(tour: Tour, ada: Page, desk: Page) -> None:
    """An offer: looked at, refused, taken back, taken."""
    take_and_offer(desk, SLEEPING)
    tour.button(ada, "Accept").wait_for()
    tour.stop(ada, "offer-plain")
    tour.button(ada, "Can’t take it").click()
    tour.words(ada, "Why can’t you take it?").wait_for()
    tour.stop(ada, "decline")
    tour.button(ada, "Too far").click()
    tour.words(ada, "Saved on this phone.").wait_for()
    tour.stop(ada, "declined")
    take_and_offer(desk, SLEEPING)
    tour.button(ada, "Accept").wait_for()
    take_back(desk)
    tour.button(ada, "OK").wait_for()
    tour.stop(ada, "offer-closed")
    tour.button(ada, "OK").click()
    take_and_offer(desk, SLEEPING)
    tour.button(ada, "Accept").click()
    tour.words(ada, "You said yes").wait_for()
    call_off(desk)
    tour.words(ada, "Dispatch cancelled this call").wait_for()
    tour.stop(ada, "called-off")
    tour.button(ada, "OK").click()
    take_and_offer(desk, SHOUTING)
    tour.button(ada, "Accept").wait_for()
    tour.stop(ada, "offer")
    tour.button(ada, "Accept").click()
    tour.words(ada, "You said yes").wait_for()
    tour.stop(ada, "call-accepted")


def on_the_way(tour: Tour, ada: Page) -> None:
    """The steps of a call, what is folded away, and help."""
    tour.button(ada, "We’re on the way").click()
    tour.words(ada, "You’re on the way").wait_for()
    tour.stop(ada, "call-enroute")
    tour.button(ada, "We’ve arrived").click()
    tour.button(ada, "We’re with the person").click()
    tour.words(ada, "You’re with the person").wait_for()
    tour.stop(ada, "call")
    tour.words(ada, "Call details").click()
    tour.words(ada, "What has happened").click()
    tour.stop(ada, "call-open")
    reads_a_card(tour, ada)
    asks_for_backup(tour, ada)
    answering.asks_a_supervisor(tour, ada)
    notes_the_place(tour, ada)
    tour.button(ada, "Help").click()
    tour.words(ada, "Call for help").wait_for()
    tour.stop(ada, "help")
    tour.button(ada, "Close").click()
    to(tour, ada, "Now")
    tour.link(ada, "Go to the call").wait_for()
    tour.stop(ada, "home-on-call")


def reads_a_card(tour: Tour, ada: Page) -> None:
    """What to do, in steps: the cards for the call first, then by a word."""
    tour.link(ada, "What to do").click()
    ada.locator("summary").first.wait_for()
    tour.stop(ada, "cards")
    ada.locator("summary").first.click()
    tour.stop(ada, "cards-open")
    ada.locator("input").fill("zzz")
    tour.words(ada, "Nothing found.").wait_for()
    tour.stop(ada, "cards-none")
    tour.link(ada, "Back").click()
    tour.words(ada, "You’re with the person").wait_for()


def asks_for_backup(tour: Tour, ada: Page) -> None:
    """Who should come and why, then waiting for an answer; then nobody is needed any more."""
    tour.button(ada, "Ask for backup").click()
    tour.radio(ada, "Ambulance").click()
    tour.button(ada, "Medical").click()
    tour.stop(ada, "backup")
    tour.button(ada, "Ask for an ambulance").click()
    over = tour.button(ada, "Not needed any more")
    over.wait_for()
    tour.stop(ada, "backup-asked")
    over.click()
    over.wait_for(state="detached")


def notes_the_place(tour: Tour, ada: Page) -> None:
    """What the next team should know of this place, and where it is read."""
    tour.button(ada, "Note about this place").click()
    tour.button(ada, "Animal").click()
    ada.locator("dialog textarea").fill("call Mr Sample, he keeps a dog")
    tour.stop(ada, "note-place")
    ada.locator("dialog textarea").fill("the dog behind the side gate is not tied")
    tour.button(ada, "Keep this note").click()
    ada.get_by_role("dialog").wait_for(state="detached")
    tour.words(ada, "Animal", whole=False).first.wait_for()
    tour.stop(ada, "place-noted")


def calls_for_help(tour: Tour, jo: Page, desk: Page) -> None:
    """The partner's phone: pressed by a key, sent, answered by nobody for long, then taken by dispatch."""
    tour.button(jo, "Help").first.click()
    sheet = jo.get_by_role("dialog")
    hands = sheet.locator("button.hold")
    hands.wait_for()
    jo.evaluate(WAITS_FOR_THE_LOOKER)
    hands.press("Enter")
    tour.button(jo, "Stop").wait_for()
    tour.stop(jo, "help-counting")
    tour.button(jo, "Stop").wait_for()
    jo.evaluate("() => countsOn()")
    jo.clock.run_for(4_100)
    sheet.locator(".note.warn").wait_for()
    tour.stop(jo, "help-sent")
    jo.clock.run_for(11_000)
    sheet.locator(".note.alarmbox").wait_for()
    tour.stop(jo, "help-unheard")
    desk.locator(".alarms .al.worst button").first.click()
    sheet.locator(".note.tint").wait_for()
    desk.keyboard.press("a")
    sheet.locator(".note p.b").nth(1).wait_for()
    tour.stop(jo, "help-taken")
    desk.keyboard.press("Escape")
    tour.button(jo, "I’m safe now").click()
    tour.button(jo, "Close").click()
    is_asked(tour, jo, desk)
    # Heard before this phone loses its signal, else the team needs help for the rest of the walk.
    expect(desk.get_by_text("Needs help")).to_have_count(0, timeout=PATIENCE_MS)


def goes_to_a_colleague(tour: Tour, ada: Page, desk: Page) -> None:
    """Somebody of no team calls for help, and dispatch sends this one."""
    said = tour.server.ask("person", "add", "Sam Example", "--role", "responder", "--org", example().city.name)
    sam = tour.page("colleague", PHONE)
    sam.goto(f"{tour.server.origin}/enrol#{said.split()[1]}")
    # While they are let in, one screen takes the place of another, and a key pressed then is lost.
    tour.words(sam, "You’re off duty").wait_for()
    tour.button(sam, "Help").first.click()
    sam.locator("button.hold").press("Enter")
    desk.locator(".alarms .al.worst button").first.click(timeout=2 * PATIENCE_MS)
    desk.locator("dialog button", has_text="Heron").first.click()
    tour.button(ada, "Seen").wait_for()
    tour.stop(ada, "help-going")
    tour.button(ada, "Seen").click()
    desk.keyboard.press("Escape")
    tour.stop(ada, "home-going")
    with sam.expect_response("**/api/sync/commands"):
        tour.button(sam, "I’m safe now").click()
    sam.context.close()


def is_asked(tour: Tour, jo: Page, desk: Page) -> None:
    """Every team is asked whether it is all right; the desk ends it before it is answered."""
    desk.keyboard.press("r")
    desk.locator("dialog li button").first.click()
    sheet = jo.get_by_role("dialog")
    sheet.locator(".btn.pri").wait_for()
    tour.stop(jo, "roll-call")
    # An answer would be a check-in as well.
    desk.locator("dialog > .btn:not(.quiet)").last.click()
    sheet.wait_for(state="detached")


def are_you_ok(tour: Tour, desk: Page) -> None:
    """The partner's phone, which has no signal, and by whose clock the check-in comes due, and is late."""
    jo = tour.page("Partner", PHONE)
    jo.clock.install()
    jo.goto(tour.server.link("Jo"))
    tour.link(jo, "Go to the call").click()
    tour.button(jo, "We’re OK").wait_for()
    calls_for_help(tour, jo, desk)
    # However long all this took: from now on it is twenty minutes.
    with jo.expect_response("**/api/sync/commands"):
        tour.button(jo, "We’re OK").click()
    jo.context.set_offline(True)
    jo.locator(".sync.off").wait_for()
    jo.clock.fast_forward("18:30")
    jo.locator(".card.warn").wait_for()
    tour.stop(jo, "check-in-soon")
    jo.clock.fast_forward("02:00")
    tour.words(jo, "Check-in is due now").wait_for()
    tour.stop(jo, "check-in-due")
    jo.keyboard.press("Escape")
    jo.locator(".card.alarmbox").wait_for()
    tour.stop(jo, "call-check-in-due")
    jo.clock.fast_forward("03:00")
    tour.words(jo, "Are you both OK?").wait_for()
    jo.get_by_role("dialog").get_by_text(
        said("With no signal they see “no link”, not “missed”.", tour.language)
    ).wait_for()
    tour.stop(jo, "check-in-late")
    jo.context.close()


def finding_help(tour: Tour, ada: Page) -> None:
    """From the list of places to a referral with the person's yes."""
    ada.get_by_role("navigation").get_by_role("link").nth(1).click()
    ada.locator(".chip").first.wait_for()
    tour.stop(ada, "find")
    ada.locator("input").fill("zzz")
    tour.words(ada, "Nothing found.").wait_for()
    tour.stop(ada, "find-nothing")
    ada.locator(".chip").nth(1).click()
    tour.link(ada, "Nothing fits").click()
    tour.words(ada, "Why does nothing fit?").wait_for()
    tour.stop(ada, "refer-nothing-open")
    ada.go_back()
    ada.locator(".chip").nth(1).click()
    ada.locator("input").fill(tour.says("Food"))
    ada.locator("main a").first.wait_for()
    tour.stop(ada, "find-words")
    ada.locator("main a").first.click()
    tour.link(ada, "Refer the person here").wait_for()
    tour.stop(ada, "place")
    tour.link(ada, "Refer the person here").click()
    tour.button(ada, "They said yes — save it").wait_for()
    tour.stop(ada, "refer")
    tour.button(ada, "First name").click()
    tour.button(ada, "Bigger").click()
    tour.stop(ada, "refer-shared")
    tour.button(ada, "Nothing fits").click()
    tour.words(ada, "Why does nothing fit?").wait_for()
    tour.stop(ada, "refer-nothing-fits")
    tour.button(ada, "Back").click()
    tour.button(ada, "They said yes — save it").click()
    tour.words(ada, "Saved on this phone.").wait_for()
    tour.stop(ada, "referred")
    to(tour, ada, "Promises")
    tour.link(ada, "Call the place").wait_for()
    tour.stop(ada, "promises")
    to(tour, ada, "Now")
    tour.link(ada, "Go to the call").click()


def met(tour: Tour, ada: Page) -> None:
    """The log of somebody who was met: from its first question to Save."""
    tour.button(ada, "Clear — we’re done here").click()
    tour.button(ada, "Met the person").wait_for()
    tour.stop(ada, "log")
    tour.button(ada, "Met the person").click()
    tour.button(ada, "Need not met").click()
    tour.words(ada, "Why was it not met?").wait_for()
    tour.stop(ada, "log-unmet")
    tour.button(ada, "Need not met").click()
    for each in ("Settled here", "We took them"):
        tour.button(ada, each).click()
    tour.words(ada, "Where to?").wait_for()
    tour.stop(ada, "log-moved")
    for each in ("Nobody moved", "Police"):
        tour.button(ada, each).click()
    tour.stop(ada, "log-others")
    for each in ("Nobody else", "Listened", "Calmed things", "Water"):
        tour.button(ada, each).click()
    tour.stop(ada, "log-did")
    tour.radio(ada, "Yes").click()
    tour.button(ada, "Save and be ready").wait_for()
    tour.stop(ada, "log-ready")
    ada.locator("button.axis.todo").first.click()
    tour.words(ada, "Who would have gone without us?").wait_for()
    tour.stop(ada, "log-without")
    tour.radio(ada, "police").click()
    ada.locator("textarea").fill("Jordan 555 0199")
    tour.words(ada, "This looks like a name or a number. Please take it out.").wait_for()
    tour.stop(ada, "log-note")
    ada.locator("textarea").fill("")
    what_was_noticed(tour, ada)
    about_the_person(tour, ada)
    save(tour, ada)
    tour.stop(ada, "saved")


def what_was_noticed(tour: Tour, ada: Page) -> None:
    """Observations, several of a list."""
    ada.locator("button.axis.todo").nth(-2).click()
    ada.get_by_role("dialog").wait_for()
    tour.stop(ada, "noticed")
    for each in ("Thoughts of suicide", "Alcohol", "Living outside"):
        tour.button(ada, each).click()
    tour.stop(ada, "noticed-told")
    ada.get_by_role("dialog").get_by_role("button").last.click()
    ada.get_by_role("dialog").wait_for(state="detached")


def about_the_person(tour: Tour, ada: Page) -> None:
    """What they said of themselves, as far as they would; then the same sheet at its end."""
    ada.locator("button.axis.todo").last.click()
    ada.get_by_role("dialog").wait_for()
    tour.stop(ada, "about")
    for each in ("25 to 39", "We only saw it", "Sleeps outside", "Hearing", "Black or African American", "Woman"):
        tour.button(ada, each).click()
    tour.stop(ada, "about-told")
    ada.get_by_role("dialog").get_by_role("button").last.scroll_into_view_if_needed()
    tour.stop(ada, "about-end")
    ada.get_by_role("dialog").get_by_role("button").last.click()
    ada.get_by_role("dialog").wait_for(state="detached")
    tour.stop(ada, "log-about")


def without_signal(tour: Tour, ada: Page, desk: Page) -> None:
    """The same work with no network: what is saved, and where it says so."""
    take_and_offer(desk, SLEEPING)
    tour.button(ada, "Accept").click()
    tour.button(ada, "We’re on the way").click()
    ada.locator(".ladder .now:not(.wait)").wait_for()
    ada.context.set_offline(True)
    tour.server.stop()
    tour.button(ada, "We’ve arrived").click()
    ada.locator(".sync.off").wait_for()
    tour.stop(ada, "call-offline")
    tour.button(ada, "Nobody here? Clear").click()
    answer(tour, ada, GONE)
    tour.stop(ada, "log-gone-offline")
    save(tour, ada)
    ada.get_by_role("main").get_by_text(said("Arrived", tour.language, whole=False)).first.wait_for()
    tour.stop(ada, "saved-offline")
    to(tour, ada, "Me")
    tour.button(ada, "Try now").wait_for()
    tour.stop(ada, "me-offline")
    tour.button(ada, "Sign out").click()
    tour.button(ada, "Stay signed in").wait_for()
    tour.stop(ada, "sign-out-offline")
    tour.button(ada, "Stay signed in").click()
    tour.server.start()
    ada.context.set_offline(False)
    tour.words(ada, "All sent.").wait_for()
    tour.stop(ada, "me")
    talks(tour, ada)
    for page in ("cards", "leaves"):
        ada.locator(f"a[href='/me/{page}']").click()
        ada.locator("main summary").first.wait_for()
        tour.stop(ada, f"me-{page}")
        ada.go_back()


def talks(tour: Tour, ada: Page) -> None:
    """Whom somebody chose to talk to after a hard call."""
    tour.button(ada, "Talk to someone").click()
    sheet = ada.get_by_role("dialog")
    for nth, words in enumerate(("Robin", "555 0188")):
        sheet.locator("input").nth(nth).fill(words)
    tour.button(ada, "Add this person").click()
    sheet.locator("a[href^='sms:']").wait_for()
    tour.stop(ada, "talk")
    tour.button(ada, "Back").click()
