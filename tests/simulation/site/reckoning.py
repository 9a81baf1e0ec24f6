"""What must hold in a site at the end of the day, and when all of it is over and a day has passed."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from server.interruption.commands.climbing import CHECK, CLIMB, FORGET
from server.interruption.rules.callouts import FORGET_MS, LAPSE_MS, CalledOut
from server.interruption.store import callouts, helps
from server.storage.database import Tx
from server.vault import Vault
from tests.simulation import invariants
from tests.simulation.invariants import Keeping, erased, kept
from tests.simulation.site import asking, helping
from tests.simulation.site.founding import INTERRUPTERS, LEADS
from tests.simulation.site.ledger import gaps, ledger, lines, opened, restored_at
from tests.simulation.site.people import Lead
from tests.simulation.site.rings import Rings
from tests.simulation.town.deeds import Deed

if TYPE_CHECKING:
    from tests.simulation.world import World

KEEPS: Final[Keeping] = {
    "callout.make": ("SELECT id AS k FROM callout", "entity"),
    "duty.say": ("SELECT id AS k FROM duty", "entity"),
    "help.call": ("SELECT id AS k FROM site_help", "entity"),
    "mediation.record": ("SELECT id AS k FROM mediation", "entity"),
}
SAID: Final = frozenset({"callout.say", "callout.check_in"})
BEAT_S: Final = 6 * 3_600.0
"""How often the metronome is heard while nothing happens but that time passes."""
OVER_S: Final = (LAPSE_MS + 2 * FORGET_MS) / 1000 + 2 * BEAT_S
"""Until all is over that anybody ended, or nobody did, and a day has passed since."""


async def broken(world: "World") -> list[str]:
    """Every way in which a world of a site broke a promise."""
    for phone in world.phones.values():
        if not phone.is_shut_out:
            # What a phone says that it has changes what it is shown of how far it was asked.
            await phone.catch_up()
    found = await invariants.broken(world)
    vault, read = _site(world)
    found += await read(lambda tx: list(kept(world, tx, KEEPS, erased(tx))))
    found += await read(lambda tx: list(_asking(world, tx, vault)))
    helped = await read(lambda tx: helps.known(tx, vault))
    found += await read(lambda tx: list(helping.timers(tx, helped)))
    found += [*helping.said(world, helped), *helping.views(world, helped)]
    known = await read(lambda tx: callouts.known(tx, vault))
    found += await read(lambda tx: list(_timers(tx, known)))
    found += _said(world, known)
    found += _answered(known)
    found += _views(world, known)
    found += await _apart(world)
    await _pass(world)
    return found + await _forgotten(world)


def _site(world: "World") -> tuple[Vault, Any]:
    app, town = world.server.app, world.town
    assert app is not None
    assert town is not None
    site = app.branches.of(town.site)
    return site.vault, site.database.read


def _asking(world: "World", tx: Tx, vault: Vault) -> Iterator[str]:
    notes = ledger(tx, vault)
    world.ending.met.update(asking.what_happened(notes, gaps(tx)))
    yield from asking.wrongly_asked(notes, gaps(tx))
    yield from asking.wrong_steps(notes)
    rings, since = world.beside, restored_at(tx)
    assert isinstance(rings, Rings)
    # What was rung before a restore stands in a log that is gone.
    rung = [ring for ring in rings.taken if ring.at > since]
    yield from asking.wrong_rings(notes, rung)
    yield from helping.wrongly_asked(notes, rung)
    world.ending.met["rung"] = len(rings.taken)


def _timers(tx: Tx, known: dict[str, CalledOut]) -> Iterator[str]:
    """Whatever waits has its time, and nothing else has one: no step, nobody's word and no end is forgotten."""
    due = {(row["kind"], row["entity_id"]) for row in tx.all("SELECT kind, entity_id FROM deadline")}
    wanted = set()
    for callout, each in known.items():
        if each.state == "open" and each.step != "phone":
            wanted.add((CLIMB, callout))
        wanted.add((FORGET if each.state == "ended" else "callout.lapse", callout))
        wanted |= {(CHECK, part.id) for part in each.asked if part.check_by is not None and part.missed_at is None}
    ours = {each for each in due if each[0] in {CLIMB, CHECK, FORGET, "callout.lapse"}}
    for kind, entity in sorted(wanted - ours):
        yield f"nothing waits for {kind} of {entity}"
    for kind, entity in sorted(ours - wanted):
        yield f"{kind} of {entity} is waited for, and means nothing"


def _said(world: "World", known: dict[str, CalledOut]) -> Iterator[str]:
    """I15: whoever said that they come, cannot, or are all right has an answer there, asked or not, late or not."""
    for deed in world.truth.facts():
        if deed.kind not in SAID or deed.entity not in known or world.phones[deed.phone].is_shut_out:
            continue
        part = known[deed.entity].of(_speaker(deed))
        if part is None or part.answer is None:
            ack = world.phones[deed.phone].watch.acks.get(deed.id)
            yield f"I15 {deed.phone}: {deed.kind} {deed.id} left no answer; it was told {ack}"


def _speaker(deed: Deed) -> str:
    return str(deed.args.get("person_id", deed.person))


def _answered(known: dict[str, CalledOut]) -> Iterator[str]:
    """Every call-out ends with somebody, or a lead is told by name to phone."""
    for callout, each in known.items():
        if each.state == "open" and each.step != "phone":
            yield f"{callout} is open, and no lead phones anybody: its step is {each.step}"
        if each.state == "filled" and each.coming < each.people:
            yield f"{callout} is filled by {each.coming} of {each.people}"


def _views(world: "World", known: dict[str, CalledOut]) -> Iterator[str]:
    """What a lead sees is what the ledger says; an interrupter sees what concerns them and nothing else."""
    for name in LEADS:
        replica = world.phones[name].disk.replica
        shown = replica.of("callout")
        if shown.keys() != known.keys():
            yield f"{name} sees {sorted(shown.keys() ^ known.keys())} otherwise than it is"
        if replica.of("coming").keys() != {part.id for each in known.values() for part in each.asked}:
            yield f"{name} sees other parts than there are"
        for callout, row in shown.items():
            each = known.get(callout)
            if each is not None:
                yield from _otherwise(row, each)
    for phone in map(world.phones.__getitem__, INTERRUPTERS):
        others = {row["person_id"] for row in phone.disk.replica.of("coming").values()} - {phone.person}
        if others:
            yield f"{phone.name} sees the part of {others}"


def _otherwise(row: dict[str, Any], each: CalledOut) -> Iterator[str]:
    seen = (row["state"], row["step"], row["coming"], row["version"])
    if seen != (each.state, each.step, each.coming, each.version):
        yield f"a lead sees {row['id']} as {seen}"
    if each.step == "phone" and row["named"] is None:
        yield f"{row['id']} names nobody to phone on the list of a lead"


async def _apart(world: "World") -> list[str]:
    """The city beside it has no row about any of this."""
    app, town = world.server.app, world.town
    assert app is not None
    assert town is not None
    rows = await app.branches.of(town.city).database.read(
        lambda tx: tx.all("SELECT kind FROM journal WHERE entity_type <> 'metronome'")
    )
    return [f"I10: {row['kind']} stands in the log of the city" for row in rows]


# ------------------------------------------------------------------ a day later


async def _pass(world: "World") -> None:
    """The leads see to everybody who is out, and to half of what is open; then nothing happens for days."""
    lead = world.people[LEADS[0]]
    assert isinstance(lead, Lead)
    for row in lead.rows("coming").values():
        if row["answer"] == "coming" and row["safe_at"] is None:
            lead.found(row)
    for callout, row in sorted(lead.rows("callout").items()):
        if row["state"] != "ended" and world.dice.happens(0.5):
            lead.do("callout.end", callout, {"ending": "done"})
    for help_id, row in sorted(lead.rows("help").items()):
        if row["taken_at"] is None:
            lead.take(help_id)
        if row["ended_at"] is None:
            lead.over(help_id)
    await lead.phone.drain()
    world.server.beat_s = BEAT_S
    await asyncio.sleep(OVER_S)


async def _forgotten(world: "World") -> list[str]:
    """Nothing of any call-out is left that anybody could read, here or on a phone."""
    vault, read = _site(world)
    found: list[str] = await read(partial(_left, vault=vault))
    for name in LEADS:
        await world.signs_in_again(world.phones[name])
        await world.phones[name].drain()
        shown = {kind for kind in ("callout", "coming", "help") if world.phones[name].disk.replica.of(kind)}
        found += [f"a day later {name} sees a {kind}" for kind in sorted(shown)]
    return found


def _left(tx: Tx, *, vault: Vault) -> list[str]:
    gone = erased(tx)
    there = tx.all("SELECT id FROM callout UNION SELECT id FROM coming UNION SELECT id FROM site_help")
    found = [f"a day later {row['id']} is there" for row in there]
    found += [
        f"a day later the key of {row['entity_type']} {row['entity_id']} opens what was said"
        for row in lines(tx)
        if row["entity_type"] != "duty" and opened(vault, row) is not None
    ]
    began = {row["entity_id"] for row in lines(tx) if row["entity_type"] in {"callout", "help"}}
    found += [f"a day later {callout} is not gone for good" for callout in sorted(began - gone)]
    return found
