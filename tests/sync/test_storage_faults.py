"""A command and its answer are one: whatever fails in the middle, sent again it has happened exactly once.

Every statement of one command of each kind fails once, in every way an engine fails.
"""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.commands import COMMANDS
from server.ids import derived
from server.journal import verify
from server.organizations import Organization
from server.storage.database import Tx
from server.storage.lanes import InlineLane
from server.sync.commands import receive
from tests.engines import ENGINES, Ground, tables
from tests.phone import Phone
from tests.served import HOUR, Served
from tests.storage.faults import Fault, Faults
from tests.stories.team import UNIT, a_team
from tests.sync.doors import THE_CALL, a_call, rows, send, text

GONE = {"contact_result": "gone"}
MEDIATION = {
    "area": "east",
    "day": "2026-09-21",
    "part_of_day": "evening",
    "how_learned": "own_network",
    "conflict_type": "money_debt",
    "parties": "2-3",
    "actions": ["separated"],
    "outcome": "resolved",
}

WORDS = {"en": "Heat", "es": "Calor"}
CARD = {"id": "heat", "title": WORDS, "when": WORDS, "steps": [WORDS], "source": "CDC"}


class Broken(Faults):
    """Fails the nth statement from when it was armed: once, or it and every one after it."""

    def __init__(self) -> None:
        super().__init__()
        self.rule = self.fails
        self.arm(0, Fault.IO_ERROR, for_good=False)
        self.heal()

    def heal(self) -> None:
        """From now nothing fails."""
        self.is_armed = False

    def arm(self, at: int, fault: Fault, *, for_good: bool) -> None:
        """From the statement `at` on."""
        self.is_armed, self.struck, self.seen = True, False, 0
        self.at, self.fault, self.for_good = at, fault, for_good

    def fails(self, _sql: str, _values: object) -> Fault | None:
        """Whether this statement fails."""
        if not self.is_armed:
            return None
        self.seen += 1
        strikes = self.seen > self.at if self.for_good else self.seen == self.at + 1
        self.struck = self.struck or strikes
        return self.fault if strikes else None


class Town:
    """A desk and two partners, a privacy officer; or an interrupter's site."""

    def __init__(self, organization: Organization, people: dict[str, Phone]) -> None:
        self.organization = organization
        self.people = people


@asynccontextmanager
async def a_town(served: Served, kind: str) -> AsyncIterator[Town]:
    if kind == "site":
        site = served.found("site")
        async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as head:
            yield Town(site, {"author": author, "head": head})
        return
    city = served.found("city")
    async with (
        a_team(served, city) as team,
        served.phone(city, "privacy_officer") as officer,
        served.phone(city, "supervisor") as lead,
    ):
        yield Town(city, {"desk": team.desk, "ama": team.ama, "officer": officer, "lead": lead})


CALL, OFFER, ACCEPT = ("desk", "call.take"), ("desk", "assignment.offer"), ("ama", "assignment.accept")
HELP = ("ama", "help.call")
GIVEN = ("desk", "handoff.give")
BACKUP = ("ama", "backup.ask")
CONSULT = ("ama", "consult.ask")
REACHED = ("ama", "assignment.stage")
WRITTEN = ("ama", "encounter.record")
ROLL = ("desk", "roll.call")
MISTAKE = ("ama", "a mistake")
DUTY, CALLOUT = ("author", "duty.say"), ("head", "callout.make")
OF_A_SITE = "in a site: "
"""Before the kinds that a city and a site each keep in a way of their own."""
SITE_HELP = ("author", f"{OF_A_SITE}help.call")
SAID = {"call_id": "{call}", "unit_id": UNIT}
SHOT: dict[str, tuple[list[tuple[str, str]], str, str, dict[str, Any]]] = {
    "call.take": ([], "desk", "{call}", THE_CALL | {"said": "some words", "place": "a place"}),
    "call.meet": ([], "ama", "{call}", {"unit_id": UNIT, "assignment_id": "{offer}"}),
    "call.correct": ([CALL, OFFER], "desk", "{call}", {"priority": "P1", "place": "a place", "said": "words"}),
    "call.merge": ([CALL, OFFER], "desk", "{call}", {"into": None}),
    "call.close": ([CALL, OFFER], "desk", "{call}", {"not_sent_reason": "timed_out"}),
    "call.hand_over": ([CALL], "desk", "{call}", {"to": "l988"}),
    "call.taken_over": ([CALL], "desk", "{call}", {"to": "ems", "name": "Dana"}),
    "call.tell": ([CALL], "desk", "{call}", {"what": "coming", "by": 2**52}),
    "call.note_place": ([CALL], "desk", "{call}", {"kind": "animal", "text": "some words"}),
    "call.end_place_note": ([CALL], "desk", "{call}", {"note": "note-1"}),
    "call.call_back": ([CALL], "desk", "{call}", {"told": "told-1", "how": "reached"}),
    "site.count": ([], "desk", "{count}", {"day": "2026-09-20", "given": 3}),
    "felt.say": ([], "ama", "{felt}", {"unit_id": UNIT, "safe": True}),
    "call.erase": ([CALL, OFFER], "officer", "{call}", {"reason": "asked for"}),
    "shift.start": ([], "desk", "{shift}", {"unit_id": UNIT, "person_ids": ["{ama}"]}),
    "shift.end": ([("desk", "shift.start")], "ama", "{shift}", {"unit_id": UNIT}),
    "unit.status": ([], "ama", UNIT, {"status": "break"}),
    "unit.hold": ([CALL], "desk", UNIT, {"call_id": "{call}"}),
    "assignment.offer": ([CALL], "desk", "{offer}", SAID),
    "assignment.enter": ([CALL], "desk", "{offer}", SAID | {"voice": {"said_by": "Ama"}}),
    "assignment.accept": ([CALL, OFFER], "ama", "{offer}", SAID),
    "assignment.decline": ([CALL, OFFER], "ama", "{offer}", {"reason": "too_far"}),
    "assignment.show": ([CALL, OFFER], "ama", "{offer}", {"shown_at": 1}),
    "assignment.stage": ([CALL], "ama", "{offer}", SAID | {"stage": "enroute"}),
    "assignment.take_back": ([CALL, OFFER, ACCEPT, REACHED], "ama", "{offer}", SAID | {"stage": "enroute"}),
    "assignment.check_in": ([CALL, OFFER, ACCEPT], "ama", "{offer}", SAID | {"more_min": 10}),
    "assignment.end": ([CALL, OFFER], "desk", "{offer}", {"ending": "withdrawn"}),
    "help.call": ([], "ama", "{help}", {"unit_id": UNIT}),
    "help.place": ([HELP], "ama", "{help}", {"position": {"lat": 1, "lon": 2, "accuracy_m": 3, "at": 2**52}}),
    "help.take": ([HELP], "desk", "{help}", {}),
    "help.end": ([HELP], "ama", "{help}", {"ending": "safe"}),
    "help.send": ([HELP], "desk", "{help}", {"to": "team", "unit_id": UNIT}),
    "help.policy": ([], "lead", "{policy}", {"order": ["team", "supervisor"], "police_preset": False}),
    "taxonomy.set": ([], "lead", "{edition}", {"follows": "{follows}", "types": [{"type_code": "NOISE"}]}),
    "cards.set": ([], "lead", "{cards}", {"follows": "{follows_said}", "cards": [CARD]}),
    "wording.set": ([], "lead", "{wording}", {"follows": "{follows_said}", "sentences": {"shell:app.home": WORDS}}),
    "backup.ask": ([CALL], "ama", "{backup}", SAID | {"kind": "ems", "reason": "medical"}),
    "backup.answer": ([CALL, BACKUP], "desk", "{backup}", {"in_min": 9}),
    "backup.end": ([CALL, BACKUP], "ama", "{backup}", {"outcome": "arrived"}),
    "handoff.give": ([CALL], "desk", "{handoff}", {"note": "a note"}),
    "handoff.read": ([GIVEN], "lead", "{handoff}", {"done": ["referral-1"]}),
    "roll.call": ([], "desk", "{roll}", {"why": "danger"}),
    "roll.answer": ([ROLL], "ama", "{roll}", {"unit_id": UNIT}),
    "roll.end": ([ROLL], "desk", "{roll}", {}),
    "alarm.resolve": ([CALL], "desk", "{alarm}", {}),
    "custody.resolve": ([MISTAKE], "lead", "{held}", {"how": "told_person"}),
    "encounter.record": ([CALL, OFFER, ACCEPT], "ama", "{encounter}", SAID | {"answers": GONE, "note": "a note"}),
    "report.made": (
        [CALL, OFFER, ACCEPT, WRITTEN],
        "ama",
        "{report}",
        SAID | {"to": "police", "role": "CLIN"},
    ),
    "consult.ask": ([CALL], "ama", "{consult}", SAID | {"reason": "hold"}),
    "consult.answer": ([CALL, CONSULT], "lead", "{consult}", {"answer": "stay", "note": "a note"}),
    "review.sign": ([HELP], "lead", "{review}", {"reasons": ["help_pressed"]}),
    "referral.make": (
        [CALL, OFFER],
        "ama",
        "{referral}",
        SAID | {"need": "food", "state": "unavailable", "urgency": "day", "unavailable_reason": "closed"},
    ),
    "mediation.record": ([], "author", "{mediation}", MEDIATION),
    "duty.say": ([], "author", "{author}", {"on_call": True}),
    "callout.make": ([DUTY], "head", "{callout}", {"area": "east", "part_of_day": "night", "kind": "vigil"}),
    "callout.shown": ([DUTY, CALLOUT], "author", "{callout}", {"shown_at": 2**52}),
    "callout.say": ([DUTY, CALLOUT], "author", "{callout}", {"coming": True, "in_min": 5}),
    "callout.check_in": ([DUTY, CALLOUT], "author", "{callout}", {"in_min": 30}),
    "callout.end": ([DUTY, CALLOUT], "head", "{callout}", {"ending": "called_off"}),
    f"{OF_A_SITE}help.call": ([], "author", "{help}", {}),
    f"{OF_A_SITE}help.take": ([SITE_HELP], "head", "{help}", {}),
    f"{OF_A_SITE}help.end": ([SITE_HELP], "author", "{help}", {"ending": "safe"}),
    f"{OF_A_SITE}help.send": ([SITE_HELP, DUTY], "head", "{help}", {"to": "team"}),
    f"{OF_A_SITE}cards.set": ([], "head", "{cards}", {"follows": "{follows_said}", "cards": [CARD]}),
    f"{OF_A_SITE}wording.set": (
        [],
        "head",
        "{wording}",
        {"follows": "{follows_said}", "sentences": {"shell:app.home": WORDS}},
    ),
    f"{OF_A_SITE}help.policy": ([], "head", "{policy}", {"order": ["team", "police"], "police_preset": False}),
}
"""For each command: what came before, who sends it, about what, and what it says."""


def filled(value: Any, names: dict[str, Any]) -> Any:
    """The same with every {name} in it replaced."""
    raw = msgspec.json.encode(value)
    for name, entity in names.items():
        raw = raw.replace(b'"{%s}"' % name.encode(), msgspec.json.encode(entity))
    return msgspec.json.decode(raw)


def a_row(town: Town, kind: str, names: dict[str, Any]) -> tuple[Phone, bytes]:
    """A command of this kind about these things, and whose phone sends it."""
    if kind == MISTAKE[1]:
        mistake = a_call(town.people["ama"], names["call"]) | {"v": 0}
        names["held"] = mistake["id"]
        return town.people["ama"], text(mistake)
    _, who, entity, args = SHOT[kind]
    phone = town.people[who]
    row = phone.save(kind.removeprefix(OF_A_SITE), filled(entity, names), filled(args, names))
    phone.outbox.remove(row)
    return phone, text(row)


async def tell(served: Served, town: Town, *sent: tuple[Phone, bytes]) -> list[dict[str, Any]]:
    """Send rows by the door itself, one after the other."""
    branch = served.app.branches.of(town.organization.tag)
    answers = [await receive(branch, phone.device, [raw]) for phone, raw in sent]
    return [msgspec.to_builtins(answer.acks[0]) for answer in answers]


async def size(organization: Organization) -> Counter[str]:
    """How many rows every table has, and where the log stands."""

    def look(tx: Tx) -> Counter[str]:
        each = ["SELECT '?' AS name, COUNT(*) AS n FROM ?".replace("?", name) for name in tables(tx)]
        found = tx.all(" UNION ALL ".join([*each, "SELECT 'seq', seq FROM log_head"]))
        return Counter({row["name"]: row["n"] for row in found})

    return await organization.database.read(look)


async def grown(served: Served, town: Town, kind: str, n: int, broken: Broken, how: Fault | None) -> Counter[str]:
    """What a command of this kind adds, with its nth statement failing, after it was sent until it was taken."""
    served.clock.forward(3 * HOUR)
    named = (
        *("call", "count", "shift", "offer", "help", "policy", "backup", "roll", "handoff", "alarm"),
        *("encounter", "referral", "mediation", "edition", "callout", "consult", "report", "cards", "felt"),
        "wording",
    )
    names: dict[str, Any] = {name: f"the-{name}-{n}" for name in named}
    there = await size(town.organization)
    names["follows"], names["follows_said"] = 1 + there["taxonomy"], there["guidance"]
    names["review"] = derived(names["help"], "review of a call for help")
    names |= {name: town.people[name].person for name in ("ama", "author") if name in town.people}
    prepared = await tell(served, town, *(a_row(town, earlier, names) for _, earlier in SHOT[kind][0]))
    assert {ack["r"] for ack in prepared} <= ({"held"} if MISTAKE in SHOT[kind][0] else {"ok"})
    sent = a_row(town, kind, names)
    before = await size(town.organization)
    if how is not None:
        broken.arm(n, how, for_good=n // len(Fault) % 2 == 0)
    (first,) = await tell(served, town, sent)
    broken.heal()
    if kind == "call.erase":
        # A key that could not be overwritten is owed and goes with the next one.
        town.organization.vault.destroy("nobody")
    (again,) = await tell(served, town, sent)
    assert first["r"] in {"ok", "retry"}
    assert again["r"] == "ok"
    assert again.get("again", False) is (first["r"] == "ok"), "what was answered is stored, what was not is not"
    added = await size(town.organization)
    added.subtract(before)
    del added["call_number"]
    if CALL in SHOT[kind][0] or kind == "call.take":
        await tell(served, town, a_row(town, "call.close", names))
    return added


ALWAYS = {"call.take", "assignment.accept", "mediation.record"}
"""Kinds that are tried on Postgres every time: one that makes, one that may come too late, the one of a site."""


def each_kind_on_each_engine() -> list[Any]:
    """All of them; what a server at the end of a line would take too long for is long."""
    return [
        pytest.param(engine, kind, marks=[] if engine == "sqlite" or kind in ALWAYS else [pytest.mark.long])
        for engine in ENGINES
        for kind in SHOT
    ]


@pytest.mark.parametrize(("ground", "kind"), each_kind_on_each_engine(), indirect=["ground"])
async def test_sent_again_after_a_fault_at_any_statement_it_has_happened_once(tmp_path: Path, ground: Ground, kind):
    broken = Broken()
    served = Served(tmp_path, ground, engine=broken.engine(ground, InlineLane))
    faults = list(Fault)
    is_of_city = not kind.startswith(OF_A_SITE) and "city" in COMMANDS[kind].where
    async with a_town(served, "city" if is_of_city else "site") as town:
        await grown(served, town, kind, 1_000, broken, None)
        clean = await grown(served, town, kind, 1_001, broken, None)
        assert clean["receipt"] == 1
        for n in count():
            fault = faults[n % len(faults)]
            assert await grown(served, town, kind, n, broken, fault) == clean, (n, fault)
            if not broken.struck:
                break
        assert n > 8, "faults were planted"
        assert await town.organization.database.read(verify) is None
    served.close()


def test_every_kind_is_tried():
    assert {kind.removeprefix(OF_A_SITE) for kind in SHOT} == COMMANDS.keys()


async def test_while_a_row_cannot_be_taken_the_later_ones_of_its_entity_stay_with_the_phone(
    tmp_path: Path, ground: Ground
):
    """Order is kept per entity: what is about something else goes on."""
    faults = Faults()
    served = Served(tmp_path, ground, engine=faults.engine(ground))
    city = served.found("city")
    async with served.phone(city, "dispatcher") as desk:
        rows_of_one = [a_call(desk, "call-1"), desk.save("call.close", "call-1", {"not_sent_reason": "timed_out"})]
        other = a_call(desk, "call-2")
        faults.rule = lambda sql, values: (
            Fault.DISK_FULL if sql.startswith("INSERT INTO call ") and values["id"] == "call-1" else None
        )

        first = await send(desk, *rows_of_one, other)
        faults.heal()
        second = await send(desk, *rows_of_one, other)

        assert [ack["r"] for ack in first] == ["retry", "retry", "ok"]
        assert [ack["r"] for ack in second] == ["ok", "ok", "ok"]
        (call,) = [row for row in await rows(city, "SELECT id, status FROM call") if row["id"] == "call-1"]
        assert call["status"] == "closed"
    served.close()


async def test_a_row_under_the_id_of_another_lets_nothing_past_a_row_that_could_not_be_taken(
    tmp_path: Path, ground: Ground
):
    """The id is known, but not for these bytes: what it was answered says nothing of the row before."""
    faults = Faults()
    served = Served(tmp_path, ground, engine=faults.engine(ground))
    city = served.found("city")
    async with served.phone(city, "dispatcher") as desk:
        known = a_call(desk, "call-2")
        await send(desk, known)
        close = {"not_sent_reason": "timed_out"}
        reused = desk.save("call.close", "call-1", close) | {"id": known["id"]}
        batch = [a_call(desk, "call-1"), reused, desk.save("call.close", "call-1", close)]
        faults.rule = lambda sql, values: (
            Fault.DISK_FULL if sql.startswith("INSERT INTO call ") and values["id"] == "call-1" else None
        )

        first = await send(desk, *batch)
        faults.heal()
        second = await send(desk, *batch)

        assert [ack["r"] for ack in first] == ["retry"] * 3
        assert [ack["r"] for ack in second] == ["ok", "held", "ok"]
    served.close()
