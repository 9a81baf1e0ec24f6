"""What must hold of calls for help in a site: they stand before the leads until one has it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from server.interruption.commands.helps import CLIMB, FORGET
from server.interruption.rules.helps import InTrouble
from server.storage.database import Tx
from tests.simulation.site.asking import UNDER_WAY_MS, OnCall
from tests.simulation.site.founding import LEADS
from tests.simulation.site.ledger import Note
from tests.simulation.site.rings import Ring

if TYPE_CHECKING:
    from tests.simulation.world import World

DONE: Final = frozenset({"help.take", "help.end", "help.send"})


def wrongly_asked(notes: list[Note], rings: list[Ring]) -> Iterator[str]:
    """Nobody off call is asked to go, or rung for that; and nobody is asked to go to themselves."""
    on_call, seen = OnCall(notes), set[tuple[str, str]]()
    for note in notes:
        if note.kind != "help":
            continue
        asked = {person for sent in note.said["sent"] for person in sent["asked"]}
        if note.said["by"] in asked:
            yield f"{note.said['by']} is asked to go to themselves for {note.entity}"
        for person in sorted(asked):
            if (note.entity, person) not in seen and not on_call.is_on(person, note.at, note.at):
                yield f"{person} is off call, and was asked at {note.at} to go for {note.entity}"
            seen.add((note.entity, person))
    for ring in rings:
        if ring.why == "sent" and not on_call.is_on(ring.person, ring.at - UNDER_WAY_MS, ring.at):
            yield f"{ring.person} is off call, and was rung at {ring.at} to go"


def timers(tx: Tx, known: dict[str, InTrouble]) -> Iterator[str]:
    """None is without a lead for long and nobody named to be phoned; none is settled and not to be forgotten."""
    due = {(row["kind"], row["entity_id"]) for row in tx.all("SELECT kind, entity_id FROM deadline")}
    wanted = {(CLIMB, help_id) for help_id, each in known.items() if each.is_untaken and each.phone_at is None}
    for _, help_id in sorted(wanted):
        yield f"nobody has {help_id}, and nobody is named to be phoned"
    wanted |= {(FORGET, help_id) for help_id, each in known.items() if each.is_settled}
    for kind, help_id in sorted({each for each in due if each[0] in {CLIMB, FORGET}} ^ wanted):
        yield f"{kind} of {help_id} is not waited for as it should be"


def said(world: "World", known: dict[str, InTrouble]) -> Iterator[str]:
    """I15: who has it, that it is over and whom a lead sent stands there, however late it was heard."""
    for deed in world.truth.facts():
        each = known.get(deed.entity)
        if deed.kind not in DONE or each is None or world.phones[deed.phone].is_shut_out:
            continue
        stands = {
            "help.take": each.taken_at is not None,
            "help.end": each.ended_at is not None,
            "help.send": deed.id in {sent.id for sent in each.sent},
        }
        if not stands[deed.kind]:
            ack = world.phones[deed.phone].watch.acks.get(deed.id)
            yield f"I15 {deed.phone}: {deed.kind} {deed.id} changed nothing; it was told {ack}"


def views(world: "World", known: dict[str, InTrouble]) -> Iterator[str]:
    """What a lead sees is what the ledger says."""
    for name in LEADS:
        shown = world.phones[name].disk.replica.of("help")
        if {help_id: row["version"] for help_id, row in shown.items()} != {
            help_id: each.version for help_id, each in known.items()
        }:
            yield f"{name} sees other calls for help than there are"
