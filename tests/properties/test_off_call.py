"""Nobody off call is alerted: whatever came before, a call-out, or help for a colleague, asks only people who said
that they are on call.

*Why it must hold*: whoever has come home must be able to put the phone away. The truth beside it is kept here, by the
rule alone: what somebody said last of being on call, and that it ends by itself.
"""

import asyncio
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from server.interruption.commands import climbing
from server.interruption.commands import helps as calling
from server.interruption.rules.callouts import ON_CALL_MS
from server.interruption.store import callouts, helps
from tests.served import HOUR, Served
from tests.stories.callouts import CALLED, STEP, Site, a_site

NAMES = ("tre", "vic", "moe")
who = st.sampled_from(NAMES)
STEPS = st.one_of(
    st.tuples(st.just("on"), who),
    st.tuples(st.just("on"), who),
    st.tuples(st.just("off"), who),
    st.tuples(st.just("call_out"), st.none()),
    st.tuples(st.just("in_trouble"), who),
    st.tuples(st.just("coming"), who),
    st.tuples(st.just("cannot"), who),
    st.tuples(st.just("a_step_passes"), st.none()),
    st.tuples(st.just("a_step_passes"), st.none()),
    st.tuples(st.just("a_shift_passes"), st.none()),
)
HISTORY = st.lists(STEPS, min_size=2, max_size=9)


class Street:
    """Three interrupters and who is on call, as the rule says."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.until: dict[str, float] = {}
        self.asked: set[tuple[str, str]] = set()
        self.n = 0
        self.helps = 0
        self.reached: Counter[str] = Counter()

    def is_on(self, name: str) -> bool:
        return self.site.served.clock.now() < self.until.get(name, 0)

    async def do(self, step: str, name: Any) -> None:
        site, phone = self.site, getattr(self.site, name or "lead")
        match step:
            case "on" | "off":
                await site.must(phone, "duty.say", phone.person, {"on_call": step == "on"})
                self.until[name] = site.served.clock.now() + ON_CALL_MS if step == "on" else 0
            case "call_out":
                self.n += 1
                await site.must(phone, "callout.make", f"callout-{self.n}", CALLED)
            case "in_trouble":
                self.helps += 1
                await site.must(phone, "help.call", f"help-{self.helps}", {})
                await site.must(site.lead, "help.send", f"help-{self.helps}", {"to": "team"})
            case "coming" | "cannot":
                if self.n:
                    await site.must(phone, "callout.say", f"callout-{self.n}", {"coming": step == "coming"})
            case "a_step_passes":
                await site.later(STEP)
            case _:
                site.served.clock.forward(13 * HOUR)
                for each in (site.lead, *site.others):
                    await each.sign_token()
                await site.beat()

    async def look(self) -> None:
        """Whoever is newly asked is on call, and whoever a push would be carried to is."""
        vault, names = self.site.site.vault, {getattr(self.site, name).person: name for name in NAMES}
        known = await self.site.site.database.read(lambda tx: callouts.known(tx, vault))
        parts = [(callout, part) for callout, each in known.items() for part in each.asked]
        asked = {(callout, names[part.person_id]) for callout, part in parts if part.asked_at is not None}
        assert all(self.is_on(name) for _, name in asked - self.asked)
        in_trouble = await self.site.site.database.read(lambda tx: helps.known(tx, vault))
        sent = {(help_id, names[person]) for help_id, each in in_trouble.items() for person in each.asked}
        assert all(self.is_on(name) for _, name in sent - self.asked)
        self.asked |= asked | sent
        for about, why, each in ((climbing.PUSH, "asked", asked), (calling.ABOUT, "sent", sent)):
            for entity, name in sorted(each):
                payload = {"entity": entity, "person_id": getattr(self.site, name).person, "why": why}
                if await self._is_rung(about, payload):
                    assert self.is_on(name)
                    self.reached[f"{why}, rung"] += 1
                else:
                    self.reached[f"{why}, left alone"] += 1

    async def _is_rung(self, about: str, payload: dict[str, Any]) -> bool:
        site, now = self.site.site, self.site.served.clock.now()
        wanted = (climbing.OUTWARD | calling.OUTWARD)[about].is_wanted
        return await site.database.read(lambda tx: wanted(tx, site.vault, payload, now))


async def live(served: Served, history: list[tuple[str, Any]]) -> Counter[str]:
    async with a_site(served) as site:
        street = Street(site)
        for step, name in history:
            await street.do(step, name)
            await street.look()
        return street.reached


LEFT: list[tuple[str, Any]] = [("on", "tre"), ("call_out", None), ("off", "tre")]
HELPED: list[tuple[str, Any]] = [("on", "vic"), ("in_trouble", "tre"), ("on", "moe"), ("off", "vic"), ("off", "moe")]


def test_no_call_out_asks_anybody_off_call(tmp_path_factory):
    reached: Counter[str] = Counter()

    @settings(max_examples=24, deadline=None, suppress_health_check=list(HealthCheck))
    @given(history=HISTORY)
    @example(history=LEFT)
    @example(history=HELPED)
    @example(history=[("on", "tre"), ("call_out", None), ("a_shift_passes", None), ("call_out", None)])
    def hold(history: list[tuple[str, Any]]) -> None:
        served = Served(tmp_path_factory.mktemp("street"))
        try:
            reached.update(asyncio.run(live(served, history)))
        finally:
            served.close()

    hold()

    both = [f"{why}, {how}" for why in ("asked", "sent") for how in ("rung", "left alone")]
    assert min(reached[each] for each in both) > 1, "both were reached, of either"
