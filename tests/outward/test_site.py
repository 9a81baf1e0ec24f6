"""A site's phones are rung only where the site switched that on; then too what leaves the house is an opaque id."""

from typing import Any

import msgspec
import pytest

from server.cli.clerk import Clerk
from tests.outward.carriers import Post
from tests.outward.ringing import Subscription, tells
from tests.stories.callouts import AREA, CALLED, STEP, a_site
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")


@pytest.fixture
def pushing(served, service):
    """The application, which knows of that service and of its own address."""
    served.close()
    given = {"push_services": service.origin, "public_url": "https://field.example"}
    served.settings = msgspec.structs.replace(served.settings, **given)
    served.start()
    return served


async def ring(served, tag: str, *, on: bool) -> None:
    """Have the site's phones rung, or not, by the command line."""
    clerk = Clerk(served.app, served.settings, clock=served.clock, ids=served.ids)
    asked: dict[str, Any] = {"org": tag, "on": on}
    await clerk.commands()["org.ring"](asked, print)


async def go(served):
    """Carry what is due."""
    await served.app.sender.round(served.clock.now())
    await served.app.sender.landed()


@pytest.mark.told_on("sqlite", "postgres")
async def test_nobody_is_rung_in_a_site_that_did_not_say_so(pushing, service):
    async with a_site(pushing, training=False) as site:
        address = Subscription(f"{service.origin}/send/tre").address
        assert (await site.tre.http.get("/api/session")).json()["org"]["push"] is None
        assert await tells(site.tre, "/api/session/alarm", address) == 403
        await site.on_call(site.tre)
        await site.must(site.lead, "callout.make", "callout-1", CALLED)
        await go(pushing)

        assert await rows(site.site, "SELECT key FROM effect") == []
        assert service.asked == []


HELP = "help-1"


async def half_a_minute(site):
    """The metronome beats and what is due leaves, second by second."""
    for _ in range(30):
        site.served.clock.forward(1)
        await site.beat()
        await go(site.served)


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize("on", [True, False])
async def test_a_call_for_help_rings_the_leads_then_texts_who_is_named_and_only_where_the_site_said_so(served, on):
    post, pushes = Post(), Post()
    served.app.carriers.update(sms=post, push=pushes)
    async with a_site(served, training=False) as site, served.phone(site.site, "site_lead") as named:
        await ring(served, site.site.tag, on=on)
        policy = {"order": ["team"], "police_preset": False, "on_call": named.person}
        await site.must(site.lead, "help.policy", "policy-1", policy)
        await site.on_call(site.vic)
        await site.beat()
        for n in range(5):
            await site.must(site.tre, "help.call", f"help-{n}", {})
        for _ in range(4):
            await half_a_minute(site)
        for phone in (site.lead, site.vic):
            await phone.sign_token()
        rung = [(effect.payload["why"], effect.payload["person_id"]) for effect in pushes.taken]
        leads = sorted((site.lead.person, named.person))
        assert [why for why, _ in rung] == (["called"] * 2 + ["untaken"] * 2 + ["named"] if on else [])
        assert sorted(who for _, who in rung[:2]) == (leads if on else [])
        texts = [(effect.payload["person_id"], effect.payload["word"]) for effect in post.taken]
        assert texts == ([(named.person, "site_waits")] if on else []), "once, however often one person calls"
        left = str([*post.taken, *pushes.taken])
        assert (site.tre.person in left, named.person in left) == (False, on), "who called is told to nobody outside"

        await site.must(site.lead, "help.send", "help-0", {"to": "team"})
        await go(served)
        asked = [effect.payload["person_id"] for effect in pushes.taken if effect.payload["why"] == "sent"]
        assert asked == ([site.vic.person] if on else []), "nobody off call is rung"


async def test_who_is_asked_to_help_and_goes_off_call_is_not_rung_any_more_nor_a_lead_once_one_has_it(served):
    pushes = Post()
    async with a_site(served, training=False) as site:
        await ring(served, site.site.tag, on=True)
        await site.on_call(site.vic)
        await site.must(site.tre, "help.call", HELP, {})
        await site.must(site.lead, "help.send", HELP, {"to": "team"})
        await site.must(site.vic, "duty.say", site.vic.person, {"on_call": False})
        served.app.carriers["push"] = pushes
        await go(served)

        effects = await rows(site.site, "SELECT key, why FROM effect WHERE kind = 'push'")
        assert {row["why"] for row in effects} == {"over"}
        assert len(effects) == 2, "there was something to hold back"
    assert pushes.taken == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_one_that_did_rings_who_is_on_call_with_an_id_and_never_texts(pushing, service):
    async with a_site(pushing, training=False) as site:
        await ring(pushing, site.site.tag, on=True)
        subscription = Subscription(f"{service.origin}/send/tre")
        assert (await site.tre.http.get("/api/session")).json()["org"]["push"] is not None
        assert await tells(site.tre, "/api/session/alarm", subscription.address) == 204
        await site.on_call(site.tre)
        await site.must(site.lead, "callout.make", "callout-1", {"people": 1, **CALL})
        await go(pushing)

        (asked,) = service.asked
        opened = subscription.opened(asked.body)
        assert opened.startswith(f"{site.site.tag}.")
        for words in (AREA, "callout-1", site.tre.person, "retaliation"):
            assert words not in opened
            assert words.encode() not in asked.raw
        assert (await site.part(site.tre))["pushed_at"] is not None
        assert {row["kind"] for row in await rows(site.site, "SELECT kind FROM effect")} == {"push"}

        await site.must(site.tre, "duty.say", site.tre.person, {"on_call": False})
        await site.must(site.lead, "callout.make", "callout-2", {"people": 1, **CALL})
        await site.later(STEP)
        await go(pushing)
        assert len(service.asked) == 1, "nobody off call is rung"

        await ring(pushing, site.site.tag, on=False)
        assert await rows(site.site, "SELECT device_id FROM ringing WHERE sealed IS NOT NULL") == []


CALL = {"area": AREA, "part_of_day": "night", "kind": "retaliation_risk"}
