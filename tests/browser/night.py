"""A busy night at the example city, played through the two doors until this moment: what a board must stand.

Ten teams, sixteen calls and twelve alarms, each come about as it would: somebody who calls for help, a team that did
not check in, an offer nobody answered, a team that was too late and went all the same, 988 where nobody has it yet, two
records under one id.
Afterwards a server process goes on with the same folder.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from schemas.commands import StartShift, TakeCall
from server.clock import SystemClock
from server.dispatch.commands.shifts.units import add_unit
from server.example import build
from server.example.people import example
from server.organizations import Organization
from server.sync.system import run_due
from tests.phone import Phone
from tests.served import Served

BEGINS_S = 46 * 60
"""How long before this moment the first call of the night comes in."""

CREWS: dict[str, tuple[tuple[str, tuple[Any, ...]], ...]] = {
    "Kite": (("Tam Ellis", ("MEDIC", "PEER")),),
    "Otter": (("Ines Duarte", ("CRISIS",)), ("Bo Lund", ("MEDI",))),
    "Plover": (("Ray Costa", ("CLIN", "PEER")),),
    "Sage": (("Uma Rao", ("MEDI", "PEER")),),
    "Finch": (("Kofi Boateng", ("OUTR", "NAVI")),),
    "Tern": (("Lina Roth", ("MEDIC",)), ("Max Ito", ("CRISIS",))),
    "Dunlin": (("Eva Marsh", ("PEER", "OUTR")),),
}
"""Teams beside those of the example: who is on them and what they have learned."""


NOT_HEARD_OF = "Otter"
"""The team that does not check in."""


def call(type_code: Any, priority: Any, place: str, area: str, said: str, **more: Any) -> dict[str, Any]:
    """What a caller tells, with the answers most callers give."""
    told: dict[str, Any] = {
        "type_code": type_code,
        "priority": priority,
        "place": place,
        "area": area,
        "said": said,
        "source": "line727",
        "triage_result": "alt_only",
        "would_have_gone_to": "police",
        "caller_role": "bystander",
        "location_kind": "outdoor_public",
        "screening": {"weapon": "no", "violence_now": "no", "injury_serious": "no"},
    }
    return told | more


CALLS: dict[str, dict[str, Any]] = {
    "shelter": call("UNHOUSED_NEED", "P3", "Laundromat on Sample Square", "Northgate", "Asks for a bed"),
    "older": call("ELDER_CONFUSED", "P2", "7 Example Row", "Millside", "Does not know where she lives"),
    "overdose": call(
        "OVERDOSE",
        "P1",
        "Old Port, Pier Steps",
        "Riverbend",
        "Will not wake up",
        triage_result="alt_with_ems",
        would_have_gone_to="ems",
        screening={"injury_serious": "yes", "weapon": "no", "violence_now": "no"},
    ),
    "family": call("DISPUTE_FAMILY", "P2", "12 Fern Street, second floor", "Eastbank", "Brothers shouting"),
    "child": call("YOUTH_BEHAV", "P3", "School yard, Alder Road", "Millside", "A boy will not come down"),
    "check": call("WELFARE", "P3", "Eastbank underpass", "Eastbank", "Has not moved since noon"),
    "crying": call(
        "MH_CRISIS",
        "P2",
        "Mill Lane at Sample Square",
        "Northgate",
        "Man crying on the kerb, says he has not slept in days",
        language="es",
        persons_count=1,
        screening={
            "weapon": "no",
            "violence_now": "no",
            "threat_specific": "unknown",
            "minor_alone": "unknown",
            "dv": "no",
        },
        access_note="Loose dog behind the bakery",
    ),
    "neighbours": call("DISPUTE_NEIGHBOR", "P3", "40 Placeholder Street", "Eastbank", "Music again"),
    "needles": call("SYRINGE", "P4", "Fernside playground", "Millside", "By the swings", would_have_gone_to="none"),
    "down": call("PERSON_DOWN", "P1", "Northgate, bus stop 9", "Northgate", "Lying on the bench"),
    "thoughts": call(
        "SUI_IDEATION", "P1", "Alder Bridge, east side", "Riverbend", "Wants to stop hurting", source="l988"
    ),
    "noise": call("NOISE", "P4", "5 Sample Court", "Northgate", "Party", triage_result="phone_resolved"),
    "drunk": call("INTOX", "P3", "Market Hall, north door", "Eastbank", "Cannot stand up"),
    "unwanted": call("TRESPASS_NV", "P3", "Pharmacy, Third Street", "Millside", "Will not leave the doorway"),
}


HELD: dict[str, Any] = {
    "contact_result": "contact_made",
    "resolution": ["hold_involuntary", "ems_took_over"],
    "services": ["naloxone_given", "first_aid"],
    "others_on_scene": [{"agency": "ems", "asked_by": "dispatcher", "when": "before_us"}],
    "team_safe": True,
    "staff_injured": False,
}
"""What came of one call: a supervisor is to look at it."""


class Night:
    """The desk and one phone for each team, and the clock they share."""

    def __init__(self, served: Served, city: Organization, *, ends_at: int) -> None:
        self.served = served
        self.city = city
        self.ends_at = ends_at
        self.phones: dict[str, Phone] = {}
        self.units: dict[str, str] = {}

    async def at(self, minutes: float) -> None:
        """So many minutes before this moment; what came due until then is done, and whoever is at work is fine."""
        await self.check_in()
        clock = self.served.clock
        clock.forward((self.ends_at - round(minutes * 60_000) - clock.now()) / 1000)
        await run_due(self.served.app.branches.of(self.city.tag), clock.now())

    async def check_in(self) -> None:
        """Every team at work says that it is all right and needs time, but the one that is not heard of."""
        desk = self.phones["desk"]
        await desk.sign_token()
        for entity, row in (await desk.pull()).of("assignment").items():
            team = next(name for name, unit_id in self.units.items() if unit_id == row["unit_id"])
            if row["check_due_at"] is not None and team != NOT_HEARD_OF:
                args = {"call_id": row["call_id"], "unit_id": row["unit_id"], "more_min": 60}
                await self.do(team, "assignment.check_in", entity, args)

    async def do(self, who: str, kind: str, entity: str, args: Any) -> None:
        """Somebody does something, and the server takes it."""
        phone = self.phones[who]
        await phone.sign_token()
        ack = await phone.do(kind, entity, args)
        assert ack["r"] == "ok", (who, kind, entity, ack)

    async def twice(self, who: str, name: str) -> None:
        """Two records under one id come from this phone: the second is kept aside, and the desk is told."""
        phone = self.phones[who]
        await phone.sign_token()
        args = {"call_id": name, "unit_id": self.units[who], "stage": "contact"}
        row = phone.save("assignment.stage", f"{name}-{who}", args)
        await phone.upload()
        phone.outbox.append(row | {"mono": row["mono"] + 1})
        await phone.upload()

    async def take(self, name: str, *, age: float = 0.0) -> None:
        """The desk takes this call, which came in so many minutes ago."""
        now = self.served.clock.now()
        args = TakeCall(received_at=now - round(age * 60_000), **CALLS[name])
        await self.do("desk", "call.take", name, args)

    async def offer(self, name: str, team: str) -> None:
        """The desk asks this team to take this call."""
        args = {"call_id": name, "unit_id": self.units[team]}
        await self.do("desk", "assignment.offer", f"{name}-{team}", args)

    async def ring(self, team: str, *, shown: bool = True) -> None:
        """The team's phone gets what there is for it, and shows it if somebody looks."""
        phone = self.phones[team]
        await phone.sign_token()
        await phone.pull()
        await phone.got()
        now = self.served.clock.now()
        for entity, row in phone.replica.of("assignment").items():
            if shown and row["state"] == "offered" and row["unit_id"] == self.units[team]:
                await self.do(team, "assignment.show", entity, {"shown_at": now})

    async def accept(self, name: str, team: str) -> None:
        """The team takes the call on its phone."""
        args = {"call_id": name, "unit_id": self.units[team]}
        await self.do(team, "assignment.accept", f"{name}-{team}", args)

    async def reach(self, name: str, team: str, *stages: str) -> None:
        """The team says how far it is."""
        for stage in stages:
            args = {"call_id": name, "unit_id": self.units[team], "stage": stage}
            await self.do(team, "assignment.stage", f"{name}-{team}", args)

    async def write(self, name: str, team: str, answers: dict[str, Any], note: str) -> None:
        """The team logs what came of it."""
        args = {"call_id": name, "unit_id": self.units[team], "answers": answers, "note": note}
        await self.do(team, "encounter.record", f"log-{name}", args)

    async def go(self, name: str, team: str, *stages: str) -> None:
        """Asked, shown, accepted, and so far on the way."""
        await self.offer(name, team)
        await self.ring(team)
        await self.accept(name, team)
        await self.reach(name, team, *stages)


async def play(night: Night) -> None:
    """What happens, in order; each line begins with how many minutes ago it was."""
    await night.at(44)
    await night.take("shelter", age=1)
    await night.go("shelter", "Finch", "enroute")
    await night.at(40)
    await night.take("overdose", age=1)
    await night.go("overdose", "Kite", "enroute")
    await night.reach("shelter", "Finch", "on_scene", "contact")
    await night.at(36)
    await night.reach("overdose", "Kite", "on_scene", "contact")
    await night.do("desk", "call.taken_over", "overdose", {"to": "ems", "name": "Dana"})
    about = {"call_id": "overdose", "unit_id": night.units["Kite"], "reason": "hold"}
    await night.do("Kite", "consult.ask", "consult-kite", about)
    await night.write("overdose", "Kite", HELD, "Came round and wanted to leave; her sister is coming.")
    await night.take("older", age=2)
    await night.go("older", "Otter", "enroute")
    await night.at(31)
    await night.take("noise")
    await night.do("desk", "call.close", "noise", {"triage_result": "phone_resolved"})
    await night.take("needles", age=4)
    await night.at(27)
    await night.reach("older", "Otter", "on_scene", "contact")
    await night.reach("shelter", "Finch", "transporting")
    await night.take("child", age=1)
    await night.go("child", "Tern", "enroute", "staging", "on_scene")
    await night.at(24)
    await night.take("unwanted", age=1)
    await night.do("desk", "call.close", "unwanted", {"not_sent_reason": "no_unit_available"})
    await two_go(night)
    await late(night)


async def two_go(night: Night) -> None:
    """Two teams are asked; Wren has it first; Dunlin said yes too, out of reach, and goes as well."""
    await night.at(21)
    await night.take("check", age=2)
    await night.offer("check", "Wren")
    await night.offer("check", "Dunlin")
    await night.ring("Wren")
    await night.ring("Dunlin")
    await night.accept("check", "Wren")
    await night.at(17)
    await night.reach("check", "Wren", "enroute", "on_scene")
    await night.at(15)
    await night.take("drunk", age=2)
    await night.offer("drunk", "Juniper")
    await night.offer("drunk", "Plover")
    await night.ring("Juniper", shown=False)
    await night.at(12)
    await night.reach("check", "Dunlin", "on_scene")


async def late(night: Night) -> None:
    """More comes in than there are teams, and phones are out of reach."""
    await night.take("neighbours")
    await night.at(9)
    await night.take("family", age=1)
    await night.go("family", "Heron", "enroute")
    await night.offer("neighbours", "Sage")
    await night.at(6)
    await night.take("crying", age=0.5)
    await night.offer("crying", "Plover")
    await night.offer("crying", "Sage")
    await night.twice("Heron", "family")
    await night.at(3.5)
    await night.take("thoughts", age=0.3)
    await night.offer("thoughts", "Sage")
    await night.offer("thoughts", "Plover")
    await night.do("desk", "call.hand_over", "thoughts", {"to": "l988"})
    await night.at(0.6)
    await night.take("down", age=0.2)
    await night.at(0.4)
    await night.offer("crying", "Juniper")
    await night.do("Finch", "help.call", "help-finch", {"unit_id": night.units["Finch"]})


@asynccontextmanager
async def night_at(folder: Path) -> AsyncIterator[Night]:
    """The example city with everybody signed on, and a clock that stands where the night begins."""
    now = SystemClock().now()
    served = Served(folder)
    served.clock.set(now - BEGINS_S * 1000)
    await build(served.app, now=served.clock.now(), say=lambda _: None)
    city = next(served.organizations.open(entry.tag) for entry in served.organizations.list() if entry.kind == "city")
    night = Night(served, city, ends_at=now)
    async with AsyncExitStack() as stack:
        await sign_on(night, stack)
        yield night
    served.close()


async def sign_on(night: Night, stack: AsyncExitStack) -> None:
    """A phone for the desk and for each team, and the teams on shift."""
    served, city = night.served, night.city

    async def enrolled(person_id: str) -> Phone:
        http = await stack.enter_async_context(served.http())
        code = await served.code(city, person_id)
        return await Phone(http, ids=served.ids, clock=served.clock).enrol(code)

    cast = example().city
    night.phones["desk"] = await enrolled(cast.person("dana").id)
    for unit in cast.units:
        night.units[unit.name] = unit.id
        night.phones[unit.name] = await enrolled(cast.person(unit.members[0]).id)
    for team, crew in CREWS.items():
        unit_id = night.units[team] = f"unit-{team}"
        await served.app.branches.of(city.tag).act(partial(add_unit, unit_id=unit_id, name=team))
        ids = [await served.person(city, "responder", name=name) for name, _ in crew]
        skills = {person_id: known for person_id, (_, known) in zip(ids, crew, strict=True)}
        args = StartShift(unit_id=unit_id, person_ids=tuple(ids), skills=skills)
        await night.do("desk", "shift.start", f"night-{team}", args)
        night.phones[team] = await enrolled(ids[0])


def busy_night(folder: Path) -> None:
    """Have it happen in this folder; a server process then finds it there."""

    async def run() -> None:
        async with night_at(folder) as night:
            await play(night)

    # In a thread of its own: while a browser is open, this one has an event loop already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(run())).result()
