"""The confidential site's screens, each once."""

from playwright.sync_api import Page

from server.example.people import example
from tests.browser.chromium import PHONE
from tests.browser.screenshots.tour import Tour


def walk(tour: Tour) -> None:
    """An interrupter logs a conflict and is called out; the site lead reads how they stand, and calls."""
    tre = tour.sign_in("interrupter", PHONE)
    tour.words(tre, "Confidential log").wait_for()
    tour.stop(tre, "form")
    for answer in ("Riverbend", "2–3"):
        tre.get_by_role("main").get_by_text(answer, exact=True).first.click()
    tour.stop(tre, "form-what")
    for answer in ("Money", "Kept them apart", "Settled", "My own network"):
        tour.words(tre, answer).click()
    tour.stop(tre, "form-ready")
    tre.locator("summary").click()
    tour.button(tre, "Change").last.click()
    tour.stop(tre, "form-more")
    tour.button(tre, "in 7 days").click()
    tour.button(tre, "Save, locked").click()
    tour.words(tre, "Saved on this phone, locked.").wait_for()
    tour.stop(tre, "saved")
    lead = called_out(tour, tre)
    for page in (tre, lead):
        page.context.set_offline(True)
    tour.server.stop()
    tre.locator(".sync.off").wait_for()
    tour.stop(tre, "offline")
    tour.server.start()
    # Both hear that the network is back: by itself each would try again in its own time.
    for page in (tre, lead):
        page.context.set_offline(False)
    tour.link(tre, "Me").click()
    tour.button(tre, "Sign out").wait_for()
    tour.stop(tre, "me")
    tour.link(tre, "What to do").click()
    tre.locator("summary").first.click()
    tour.stop(tre, "cards")
    tour.link(tre, "Back").click()
    tour.button(tre, "Help").click()
    tre.locator("button.hold").wait_for()
    tour.stop(tre, "help")
    tour.stop(lead, "board-filled")
    in_trouble(tour, tre, lead)


def in_trouble(tour: Tour, tre: Page, lead: Page) -> None:
    """The interrupter calls for help by a hold; the lead has it, and looks at who is sent here."""
    tour.link(lead, "All logs").click()
    tre.locator("button.hold").press("Enter")
    tour.words(tre, "Sent. Waiting for your lead.").wait_for()
    tour.stop(tre, "help-sent")
    tour.words(lead, "Tre Coleman calls for help").wait_for()
    tour.stop(lead, "help-anywhere")
    tour.link(lead, "Look").click()
    tour.button(lead, "I have it").wait_for()
    tour.stop(lead, "help-board")
    asked(tour, lead)
    tour.button(lead, "An ambulance is called").click()
    lead.locator("main .card li b").nth(1).wait_for()
    tour.stop(lead, "help-taken")
    tour.words(tre, "An ambulance was called for you.").wait_for()
    tour.stop(tre, "help-going")
    tour.button(tre, "I’m safe now").click()
    tour.link(lead, "Who is sent for help").click()
    tour.words(lead, "Nobody has set it here: this is the usual order.").wait_for()
    tour.stop(lead, "help-policy")


def asked(tour: Tour, lead: Page) -> None:
    """Another team is whoever else is on call: a colleague reads that they are wanted, and whom to phone."""
    site = example().site
    said = tour.server.ask("person", "add", "Moe Example", "--role", "interrupter", "--org", site.name)
    moe = tour.page("colleague", PHONE)
    moe.goto(f"{tour.server.origin}/enrol#{said.split()[1]}")
    tour.link(moe, "Call-outs").click()
    tour.button(moe, "Go on call").click()
    tour.button(lead, "I have it").click()
    tour.button(lead, "Ask another team: 1 on call").click()
    moe.locator("main .note a[href^='tel:']").wait_for()
    tour.stop(moe, "help-asked")


def called_out(tour: Tour, tre: Page) -> Page:
    """The lead calls one person out, who shows what it is about and comes."""
    tour.link(tre, "Call-outs").click()
    tour.words(tre, "You are off call").wait_for()
    tour.stop(tre, "off-call")
    tour.button(tre, "Go on call").click()
    tour.button(tre, "Go off call").wait_for()
    lead = tour.sign_in("Site lead", PHONE)
    tour.words(lead, "How they stand").wait_for()
    tour.stop(lead, "lead")
    tour.link(lead, "Call-out board").click()
    tour.link(lead, "Call people out").click()
    tour.stop(lead, "call-out")
    tour.button(lead, "Payback is likely").click()
    lead.get_by_role("button", name="Riverbend").click()
    tour.button(lead, "Call them out").click()
    tour.words(tre, "You are asked to come").wait_for()
    tour.stop(tre, "asked")
    tour.button(tre, "Show what it is about").click()
    tour.words(tre, "Payback is likely").wait_for()
    tour.stop(tre, "asked-open")
    lead.locator("main p b", has_text="Tre Coleman").first.wait_for()
    tour.stop(lead, "board")
    tour.button(tre, "I’m coming").click()
    tour.button(tre, "I’m all right").wait_for()
    tour.stop(tre, "coming")
    tour.words(lead, "Enough: 1 of 1 coming").wait_for()
    return lead
