"""Houses full of people: a city and a site, lived in through the real doors, with a canary in every personal field."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, get_args

import httpx
from msgspec.structs import replace

import server
from schemas.codes.dispatch import CityRole, SiteRole
from schemas.commands import MakeCallout, MakeReferral, RecordEncounter, RecordMediation, StartShift
from schemas.records import Consent, Demographics, GenderTold, OutcomeAnswers
from server.dispatch.commands.shifts.units import add_unit
from server.identity import commands
from server.organizations import Organization
from server.referrals.commands.directory import publish_directory
from server.referrals.commands.importing import import_directory, read_tables
from tests.phone import Phone
from tests.served import DAY, NOON, Served
from tests.stories.team import CALL

DIRECTORY = Path(server.__file__).parent / "example" / "directory"
MET = OutcomeAnswers(contact_result="contact_made", resolution=("referred",), services=("basic_needs", "first_aid"))
HOUSES = count(1)
"""Each house of a run has a number of its own: no two have one telephone, or were called from one place."""


class House:
    """An organization with everybody who works there, and what was told in confidence."""

    def __init__(self, served: Served, organization: Organization, stack: AsyncExitStack) -> None:
        self.served = served
        self.organization = organization
        self.tag = organization.tag
        self.phones: dict[str, Phone] = {}
        self.canaries: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        self.heard: dict[str, list[str]] = {}
        self.nth = next(HOUSES)
        self._stack = stack

    def canary(self, field: str) -> str:
        """Words that stand in this field of this house and nowhere else in the world."""
        self.canaries[field] = f"canary {field} {self.tag}"
        return self.canaries[field]

    def id(self, name: str) -> str:
        """The id of something of this house: no other house has anything of that id."""
        return f"{self.tag}-{name}"

    async def enrol(self, who: str, *roles: Any) -> Phone:
        """Somebody new, whose name and number are canaries, signed in on a phone whose every answer is kept."""
        number = f"+1 555 {len(self.canaries):03} {self.nth % 10_000:04}"
        self.canaries[f"number of {who}"] = number
        name, person_id = self.canary(f"name of {who}"), self.served.ids.new()
        gate, kind = self.served.gate(self.organization), self.organization.kind
        await gate.act(
            lambda tx: commands.add_person(tx, kind=kind, person_id=person_id, name=name, roles=roles, phone=number)
        )
        code = await self.served.code(self.organization, person_id)
        http = await self._stack.enter_async_context(self.served.http())
        http.event_hooks = {"response": [self._ear(who)]}
        phone = await Phone(http, ids=self.served.ids, clock=self.served.clock).enrol(code)
        self.phones[who] = phone
        self.secrets |= {
            f"code of {who}": code,
            f"session of {who}": http.cookies["field727_session"].partition(".")[2],
            f"form token of {who}": phone.session["csrf"],
            f"token of {who}": phone.token.partition(".")[2],
        }
        return phone

    def _ear(self, who: str) -> Callable[[httpx.Response], Any]:
        kept = self.heard.setdefault(who, [])

        async def hear(response: httpx.Response) -> None:
            await response.aread()
            kept.append(f"{response.headers} {response.text}")

        return hear

    async def must(self, who: str, kind: str, entity: str, args: Any, **more: Any) -> None:
        """Do it as somebody, and let the test fail here if it was not applied."""
        ack = await self.phones[who].do(kind, entity, args, **more)
        assert ack["r"] == "ok", (kind, ack)

    async def publish(self, edition: str = "") -> None:
        """A directory of this house's own: the services of the example under another name."""
        tables = read_tables(DIRECTORY)
        tables["organizations"] = [
            {**row, "name": f"{row['name']} of {self.tag} {edition}"} for row in tables["organizations"]
        ]
        branch = self.served.app.branches.of(self.tag)
        await branch.act(lambda tx: (import_directory(tx, tables, timezone="UTC"), publish_directory(tx)))

    async def renew(self, *phones: Phone) -> None:
        """Time passes, and these have their tokens renewed."""
        self.served.clock.forward(1)
        for phone in phones:
            await phone.sign_token()


EVERY_ROLE: dict[str, tuple[str, ...]] = {"city": get_args(CityRole), "site": get_args(SiteRole)}


async def somebody_who_may_everything(house: House) -> Phone:
    """One person with every role there is in this house: whom no role keeps out, only the walls can."""
    phone = await house.enrol("everybody", *EVERY_ROLE[house.organization.kind])
    await phone.pull()
    return phone


async def a_city(served: Served, stack: AsyncExitStack) -> House:
    """A city on an evening: one call gone to and written up, one declined, one erased, something in custody."""
    city = House(served, served.found("city"), stack)
    branch = served.app.branches.of(city.tag)
    for unit, name in (("wren", "Wren"), ("plover", "Plover")):
        await branch.act(partial(add_unit, unit_id=city.id(unit), name=name))
    await city.publish()
    for who, role in (
        ("dispatcher", "dispatcher"),
        ("ama", "responder"),
        ("ben", "responder"),
        ("cleo", "responder"),
        ("supervisor", "supervisor"),
        ("manager", "manager"),
        ("admin", "admin"),
        ("privacy officer", "privacy_officer"),
    ):
        await city.enrol(who, role)
    wren = StartShift(unit_id=city.id("wren"), person_ids=(city.phones["ama"].person, city.phones["ben"].person))
    plover = StartShift(unit_id=city.id("plover"), person_ids=(city.phones["cleo"].person,))
    await city.must("dispatcher", "shift.start", city.id("shift-wren"), wren)
    await city.must("dispatcher", "shift.start", city.id("shift-before"), plover)
    left = {"unit_id": city.id("plover"), "note": city.canary("note of a shift")}
    await city.must("cleo", "shift.end", city.id("shift-before"), left)
    await city.must("dispatcher", "shift.start", city.id("shift-plover"), plover)
    await _gone_to(city)
    await _written_up(city)
    await _declined(city)
    await _erased(city)
    await _in_trouble(city)
    refused = {"place": city.canary("held place")}
    assert (await city.phones["ama"].do("call.take", city.id("call-held"), refused))["r"] == "held"
    return city


async def _put_right(city: House, told: dict[str, str]) -> None:
    """Other words for a moment: they are kept beside those that stand."""
    other = {"place": city.canary("other place"), "said": city.canary("other words")}
    await city.must("dispatcher", "call.correct", city.id("call-1"), other)
    stands = {name: told[name] for name in other}
    await city.must("dispatcher", "call.correct", city.id("call-1"), stands)


async def _gone_to(city: House) -> None:
    told = {name: city.canary(name) for name in ("place", "callback", "said", "access_note")}
    await city.must("dispatcher", "call.take", city.id("call-1"), replace(CALL, **told))
    await _put_right(city, told)
    noted = {"kind": "animal", "text": city.canary("place note")}
    await city.must("dispatcher", "call.note_place", city.id("call-1"), noted)
    both = {"call_id": city.id("call-1"), "unit_id": city.id("wren")}
    await city.must("dispatcher", "assignment.offer", city.id("assignment-1"), both)
    by_voice = {"voice": {"said_by": city.canary("said_by of the yes")}}
    await city.must("dispatcher", "assignment.accept", city.id("assignment-1"), both | by_voice)
    heard = {"voice": {"said_by": city.canary("said_by of a stage")}}
    await city.must("dispatcher", "assignment.stage", city.id("assignment-1"), both | heard | {"stage": "on_scene"})
    await city.must("ama", "assignment.stage", city.id("assignment-1"), both | {"stage": "cleared"})


async def _written_up(city: House) -> None:
    both: Any = {"call_id": city.id("call-1"), "unit_id": city.id("wren")}
    for who, of in (("ama", ""), ("ben", " of an addition")):
        about = Demographics(gender=GenderTold(how="asked", words=city.canary(f"gender{of}")))
        saved = RecordEncounter(**both, answers=MET, note=city.canary(f"note{of}"), demographics=about)
        await city.must(who, "encounter.record", city.id(f"encounter-{who}"), saved)
    asked = both | {"reason": "safe_to_leave"}
    await city.must("ama", "consult.ask", city.id("consult-1"), asked)
    said = {"answer": "as_planned", "note": city.canary("note of an answer")}
    await city.must("supervisor", "consult.answer", city.id("consult-1"), said)
    made = MakeReferral(
        **both,
        need="shelter_adult",
        state="sent",
        urgency="tonight",
        service_id="14",
        shared_fields=("first_name", "callback"),
        shared={"first_name": city.canary("shared first_name"), "callback": city.canary("shared callback")},
        consent=Consent(form="verbal_witnessed", given_at=NOON, expires_at=NOON + int(90 * DAY * 1000)),
    )
    await city.must("ama", "referral.make", city.id("referral-1"), made)


async def _declined(city: House) -> None:
    await city.must("dispatcher", "call.take", city.id("call-2"), CALL)
    both = {"call_id": city.id("call-2"), "unit_id": city.id("plover")}
    await city.must("dispatcher", "assignment.offer", city.id("assignment-2"), both)
    by_voice = {"reason": "too_far", "voice": {"said_by": city.canary("said_by of the no")}}
    await city.must("dispatcher", "assignment.decline", city.id("assignment-2"), by_voice)


async def _erased(city: House) -> None:
    told = replace(CALL, place=city.canary("erased place"), said=city.canary("erased words"))
    await city.must("dispatcher", "call.take", city.id("call-3"), told)
    reason = {"reason": city.canary("reason of an erasure")}
    await city.must("privacy officer", "call.erase", city.id("call-3"), reason)


async def _in_trouble(city: House) -> None:
    """Ama called for help, said from where, and is safe; a supervisor looked at that, and not yet at her outcome."""
    latitude = 127_270_000 + city.nth
    city.canaries["position"] = str(latitude)
    about, place = city.id("help-1"), {"lat": latitude, "lon": 1, "accuracy_m": 1, "at": city.served.clock.now()}
    await city.must("ama", "help.call", about, {"unit_id": city.id("wren")})
    await city.must("ama", "help.place", about, {"position": place})
    await city.must("dispatcher", "help.take", about, {})
    await city.must("ama", "help.end", about, {"ending": "safe"})
    listed = (await city.phones["supervisor"].pull()).of("review").items()
    for line_id in [line_id for line_id, line in listed if line["about"] == "help"]:
        await city.must("supervisor", "review.sign", line_id, {"reasons": ["help_pressed"]})


async def a_site(served: Served, stack: AsyncExitStack) -> House:
    """A site with two interrupters and their lead: one conflict worked on, one entry in custody."""
    site = House(served, served.found("site"), stack)
    await site.publish()
    for who, role in (
        ("interrupter", "interrupter"),
        ("colleague", "interrupter"),
        ("site lead", "site_lead"),
        ("admin", "admin"),
        ("privacy officer", "privacy_officer"),
    ):
        await site.enrol(who, role)
    site.canaries["area"] = f"Quay{site.tag.translate(str.maketrans('234567', 'uvwxyz'))}"
    made = RecordMediation(
        area=site.canaries["area"],
        day="2026-09-19",
        part_of_day="evening",
        how_learned="own_network",
        conflict_type="drug_market",
        parties="7-15",
        actions=("nonaggression_agreement", "cool_off_time"),
        outcome="resolved_conditions",
        staff_minutes=4_727,
    )
    await site.must("interrupter", "mediation.record", site.id("mediation-1"), made)
    site.canaries["area of a call-out"] = site.canaries["area"].replace("Quay", "Dock")
    called = MakeCallout(area=site.canaries["area of a call-out"], part_of_day="evening", kind="retaliation_risk")
    interrupter = site.phones["interrupter"]
    await site.must("interrupter", "duty.say", interrupter.person, {"on_call": True})
    await site.must("site lead", "callout.make", site.id("callout-1"), called)
    await site.must("site lead", "help.policy", site.id("policy-1"), {"order": ["team"], "police_preset": False})
    await site.must("interrupter", "help.call", site.id("help-1"), {})
    await site.must("site lead", "help.send", site.id("help-1"), {"to": "team", "policy": 1})
    held = replace(made, area=site.canary("held area"))
    assert (await site.phones["interrupter"].do("mediation.record", site.id("mediation-2"), held))["r"] == "held"
    return site
