"""What must hold in a city at the end: its part of the invariants of protocol.md §6, as lines of what breaks them."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final

from server.dispatch.rules import checkins as checkin_rules
from server.dispatch.store import assignments, checkins
from server.ids import derived
from server.reports.child import Job, lines
from server.storage.database import Row, Tx
from tests.simulation import invariants
from tests.simulation.invariants import Keeping, call_of, erased, kept
from tests.simulation.town.deeds import Deed

if TYPE_CHECKING:
    from tests.simulation.world import World

CITY_KEEPS: Final[Keeping] = {
    "call.take": ("SELECT id AS k FROM call", "entity"),
    "call.meet": ("SELECT id AS k FROM call WHERE source = 'onview'", "entity"),
    "call.close": ("SELECT id AS k FROM call WHERE closed_by_hand_at IS NOT NULL", "entity"),
    "call.taken_over": ("SELECT command_id AS k FROM journal WHERE kind = 'call.taken_over'", "id"),
    "help.call": ("SELECT id AS k FROM help", "entity"),
    "help.take": ("SELECT id AS k FROM help WHERE taken_at IS NOT NULL", "entity"),
    "help.end": ("SELECT id AS k FROM help WHERE ended_at IS NOT NULL", "entity"),
    "shift.start": ("SELECT id AS k FROM shift", "entity"),
    "shift.end": ("SELECT id AS k FROM shift WHERE ended_at IS NOT NULL", "entity"),
    "assignment.enter": ("SELECT command_id AS k FROM journal WHERE kind LIKE 'assignment.entered%'", "id"),
    "assignment.stage": ("SELECT command_id AS k FROM stage_time", "id"),
    "assignment.take_back": ("SELECT command_id AS k FROM stage_time WHERE takes_back IS NOT NULL", "id"),
    "assignment.check_in": ("SELECT command_id AS k FROM check_in", "id"),
    "encounter.record": ("SELECT id AS k FROM encounter_save", "id"),
    "referral.make": ("SELECT id AS k FROM referral", "entity"),
    "unit.status": ("SELECT command_id AS k FROM journal WHERE kind = 'unit.status'", "id"),
}

SITE_KEEPS: Final[Keeping] = {"mediation.record": ("SELECT id AS k FROM mediation", "entity")}


async def broken(world: "World") -> list[str]:
    """Every way in which a world of a city broke a promise."""
    app, town = world.server.app, world.town
    assert app is not None
    assert town is not None
    found = await invariants.broken(world)
    city = app.branches.of(town.city).database
    site = app.branches.of(town.site).database
    found += await city.read(lambda tx: list(kept(world, tx, CITY_KEEPS, _let_go(world, tx))))
    found += await site.read(lambda tx: list(kept(world, tx, SITE_KEEPS, erased(tx))))
    found += await city.read(lambda tx: list(_exported(world, tx)))
    found += await city.read(lambda tx: list(_one_team(tx)))
    found += await city.read(lambda tx: list(_ran_out(tx)))
    found += await city.read(lambda tx: list(_timers(tx)))
    found += _walls(world)
    return found


def _let_go(world: "World", tx: Tx) -> set[str]:
    return erased(tx) | _begun_by_the_shut_out(world, tx)


def _begun_by_the_shut_out(world: "World", tx: Tx) -> set[str]:
    """What only phones began which were shut out since: what a restore undid of it is a supervisor's."""
    there = {row["id"] for row in tx.all("SELECT id FROM call UNION SELECT id FROM help")}
    others = {deed.entity for deed in _begun(world) if not world.phones[deed.phone].is_shut_out}
    return {deed.entity for deed in _begun(world)} - others - there


def _begun(world: "World") -> list[Deed]:
    return [deed for deed in world.truth.facts() if deed.kind in {"call.meet", "help.call"}]


def _exported(world: "World", tx: Tx) -> Iterator[str]:
    """I15: every fact is in the export, once, with no human act; what was taken back is marked, and nothing else is."""
    gone = _let_go(world, tx)
    job = Job(file="stages", location="", secret=b"secret", since=0, until=2**53 - 1)
    rows = [text.rstrip("\r\n").split(",") for text in lines(tx, job)]
    names = rows[0]
    call, unit, stage, back = (names.index(name) for name in ("call_id", "unit", "stage", "taken_back"))
    exported = Counter((row[call], row[unit], row[stage]) for row in rows[1:] if row[call] not in gone)
    applied = {row["command_id"] for row in tx.all("SELECT command_id FROM stage_time")}
    known = Counter(
        (call_of(deed), f"Team {deed.args['unit_id'][-1]}", stage)
        for deed in world.truth.facts()
        for stage, told_as in _stages(deed)
        if call_of(deed) not in gone
        # What came from a phone after it was shut out is in custody.
        and (told_as in applied or not world.phones[deed.phone].is_shut_out)
    )
    yield from (f"I15: in no export: {each}" for each in (known - exported).elements())
    yield from (f"I3: in the export once too often: {each}" for each in (exported - known).elements())
    marked = Counter((row[call], row[stage]) for row in rows[1:] if row[call] not in gone and row[back] == "true")
    mistakes = Counter(
        (call_of(deed), deed.args["stage"])
        for deed in world.truth.facts()
        if deed.kind == "assignment.take_back" and call_of(deed) not in gone and deed.id in applied
    )
    yield from (f"I15: taken back and not so: {each}" for each in (marked - mistakes).elements())
    yield from (f"I15: said by mistake and counted: {each}" for each in (mistakes - marked).elements())


def _stages(deed: Deed) -> list[tuple[str, str]]:
    """How far the team is, as this deed says, and under which command's id that is kept."""
    if deed.kind == "assignment.stage":
        return [(deed.args["stage"], deed.id)]
    return [(stage, derived(deed.id, stage)) for stage in ("on_scene", "contact")] if deed.kind == "call.meet" else []


def _one_team(tx: Tx) -> Iterator[str]:
    """I7: of the offers that stood beside each other, one was won: by a yes, or by a team that went."""
    offered = {row["entity_id"]: row["seq"] for row in _journal(tx, "assignment.offered")}
    won: dict[str, list[tuple[int, str]]] = {}
    # A stage that is reached on an open offer takes it, too: the team is known to have gone.
    ways = ("assignment.accepted", "assignment.entered", "assignment.taken_by_going", "assignment.reached")
    for row in chain.from_iterable(_journal(tx, way) for way in ways):
        if row["entity_id"] in offered:
            won.setdefault(row["call_id"], []).append((row["seq"], row["entity_id"]))
    for call, accepted in won.items():
        first = dict.fromkeys(entity for _, entity in sorted(accepted))
        seqs = {entity: min(seq for seq, each in accepted if each == entity) for entity in first}
        ordered = list(first)
        for earlier, later in pairwise(ordered):
            if offered[later] < seqs[earlier]:
                yield f"I7: {earlier} and {later} of {call} were both won"


def _journal(tx: Tx, kind: str) -> list[dict[str, Any]]:
    rows: list[Row] = tx.all("SELECT seq, entity_id, envelope FROM journal WHERE kind = :kind ORDER BY seq", kind=kind)
    return [{**row, "call_id": json.loads(row["envelope"]).get("call_id")} for row in rows]


def _ran_out(tx: Tx) -> Iterator[str]:
    """I12: no offer ran out before its time by our clock."""
    for row in tx.all(
        "SELECT j.entity_id, j.at, a.answer_by FROM journal AS j JOIN assignment AS a ON a.id = j.entity_id"
        " WHERE j.kind = 'assignment.expired' AND j.at < a.answer_by"
    ):
        yield f"I12: {row['entity_id']} ran out at {row['at']}, before {row['answer_by']}"


def _timers(tx: Tx) -> Iterator[str]:
    """Whoever is at work is asked whether they are all right, by what was told and nothing else, and nobody else is."""
    waited = {row["entity_id"] for row in tx.all("SELECT entity_id FROM deadline WHERE kind = 'assignment.check'")}
    kinds = {row["id"]: row["location_kind"] for row in tx.all("SELECT id, location_kind FROM call")}
    for row in tx.all("SELECT id FROM assignment"):
        each = assignments.find(tx, row["id"])
        assert each is not None
        since = checkin_rules.began(each)
        asked = each.state in checkin_rules.PHASE
        if (each.check_due_at is not None, each.id in waited) != (asked, asked):
            yield f"{each.id} is {each.state}: checks in by {each.check_due_at}, waited for: {each.id in waited}"
        elif asked and since is not None:
            said = checkins.of_unit(tx, each.unit_id, since=since, until=None)
            places = (checkin_rules.Setting(kind=kinds[each.call_id], is_alone=alone) for alone in (True, False))
            due = {checkin_rules.due_at(each, said, place) for place in places}
            if each.check_due_at not in due:
                yield f"{each.id} checks in by {each.check_due_at}, and what was told says {due}"


def _walls(world: "World") -> Iterator[str]:
    """I9, I10: what is said stays with those who may read it, and organizations know nothing of each other."""
    town = world.town
    assert town is not None
    for name in ("officer", "inter"):
        text = str(world.phones[name].disk.replica.rows)
        if "canary-" in text:
            yield f"I9: {name} reads what was said about a call"
    outside = {key for key in world.phones["inter"].disk.replica.rows if key[0] in {"call", "assignment", "unit"}}
    if outside:
        yield f"I10: the site sees {outside}"
