"""What must hold when a world has come to rest: the invariants of protocol.md §6, each as lines of what breaks it."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from schemas.base import SAFE_INTEGER
from server.client.replica import Replica
from server.journal import verify
from server.storage.database import Row, Tx
from server.sync.greeting import FIRST_EPOCH
from tests.simulation.town.deeds import Deed

if TYPE_CHECKING:
    from tests.simulation.phone.app import Phone
    from tests.simulation.world import World

HOLDING: Final = frozenset({"invalid", "unsupported_version", "id_reuse"})
"""What becomes of a row that no app of ours sends."""

ANSWERED: Final = frozenset({"ok", "held", "dup"})

Keeping = Mapping[str, tuple[str, str]]
"""Where a fact of each kind must stand when it was applied, and by what it is found there."""


async def broken(world: "World") -> list[str]:
    """Every way in which any world broke a promise, whatever it is about."""
    app, town = world.server.app, world.town
    assert app is not None
    assert town is not None
    found = [*_answers(world), *_phones(world)]
    for tag in (town.city, town.site):
        database = app.branches.of(tag).database
        found += await database.read(lambda tx: list(_chain(tx)))
        found += await database.read(lambda tx: list(_once(tx)))
        found += await database.read(lambda tx: list(_refused(world, tx)))
    home = app.branches.of(town.home)
    found += await home.database.read(lambda tx: list(_shut_out(world, tx)))
    found += await home.database.read(lambda tx: list(_order(world, tx)))
    found += await home.database.read(lambda tx: list(_overdue(tx, home.clock.now())))
    found += await _replicas(world)
    if app.hub.count():
        found.append(f"I11: {app.hub.count()} sockets are still remembered")
    return found


def told(tx: Tx) -> dict[str, int]:
    """How often something came to pass, by the last word of what the journal calls it."""
    rows = tx.all("SELECT kind, COUNT(*) AS n FROM journal GROUP BY kind")
    return {row["kind"].partition(".")[2]: row["n"] for row in rows}


def _answers(world: "World") -> Iterator[str]:
    """I2, I4: everything is answered, and an answer never changes."""
    for phone in world.phones.values():
        yield from (f"I4 {phone.name}: {line}" for line in phone.watch.changed)
        if not phone.is_gone:
            yield from (f"I2 {phone.name}: {entry.row['type']} waits" for entry in phone.disk.pending())
    for (status, code), count in world.network.refusals.items():
        if status == 500:
            yield f"I2: {count} times {status} {code}"


def _phones(world: "World") -> Iterator[str]:
    for name, command_id in world.truth.reused:
        ack = world.phones[name].watch.acks.get(command_id)
        if not world.phones[name].is_shut_out and (ack is None or not _is_reuse(ack)):
            yield f"S2 {name}: other bytes under {command_id} became {ack}"
    for deed in world.truth.deeds.values():
        phone = world.phones[deed.phone]
        ack = phone.watch.acks.get(deed.id)
        if ack is None:
            yield f"I2 {deed.phone}: {deed.kind} was never answered"
        elif ack["code"] in {"handler_error", "internal_error"}:
            yield f"{deed.phone}: {deed.kind} {deed.id}: {ack['code']}"
        elif deed.nature == "poison" and not _is_kept_apart(phone, ack):
            yield f"{deed.phone}: poison {deed.kind} became {ack}"
        elif deed.nature == "fact" and ack["r"] == "held" and ack["code"] != "dependency" and not phone.is_shut_out:
            yield f"I15 {deed.phone}: {deed.kind} {deed.id} was held: {ack['code']}"


def _is_reuse(ack: Row) -> bool:
    """Known for another, or known for done, where a promise let the server forget the first bytes (S8)."""
    return bool(ack["code"] == "id_reuse" or ack["r"] == "dup")


def _is_kept_apart(phone: "Phone", ack: Row) -> bool:
    """Poison is held for what is wrong with it or with whoever sent it; about something erased nothing is kept."""
    if ack["r"] == "ok":
        return bool(ack["code"] == "erased")
    return ack["r"] == "held" and (ack["code"] in HOLDING or (phone.is_shut_out and ack["code"] == "after_revocation"))


def _chain(tx: Tx) -> Iterator[str]:
    """I13."""
    at = verify(tx)
    if at is not None:
        yield f"I13: the chain breaks at {at}"


def _once(tx: Tx) -> Iterator[str]:
    """I3: nothing a command does is done twice."""
    for row in tx.all(
        "SELECT command_id, kind, entity_type, entity_id, COUNT(*) AS n FROM journal WHERE command_id IS NOT NULL"
        " GROUP BY command_id, person, kind, entity_type, entity_id HAVING COUNT(*) > 1"
        # Whoever meets somebody is there and with them: two stages at once.
        " AND NOT (kind IN ('assignment.reached', 'assignment.reported') AND entity_id LIKE '%-met-%-a'"
        " AND COUNT(*) = 2 AND MIN(envelope) <> MAX(envelope))"
    ):
        yield f"I3: {row['kind']} of {row['entity_id']} by {row['command_id']} was noted {row['n']} times"
    for row in tx.all(
        "SELECT a.command_id FROM journal AS a JOIN journal AS b ON b.command_id = a.command_id"
        " AND b.seq > a.seq AND a.person <> 'system' AND b.person <> 'system' AND a.kind NOT LIKE 'command.%'"
        " AND b.kind NOT LIKE 'command.%' LIMIT 5"
    ):
        yield f"I3: {row['command_id']} made two change sets"


def _refused(world: "World", tx: Tx) -> Iterator[str]:
    """What was refused left nothing behind but itself, and nothing a lost phone says is applied.

    An answer of an epoch that a later restore undid binds nobody: what was refused in it may have been done before it.
    """
    ends = _ends(tx)
    let_go = {row["command_id"] for row in tx.all("SELECT command_id FROM held WHERE resolution IS NOT NULL")}
    done: dict[str, list[str]] = {}
    for row in tx.all(
        "SELECT command_id, kind FROM journal WHERE command_id IS NOT NULL AND kind NOT LIKE 'command.%'"
    ):
        done.setdefault(row["command_id"], []).append(row["kind"])
    for deed in world.truth.deeds.values():
        phone = world.phones[deed.phone]
        ack = phone.watch.acks.get(deed.id)
        if ack is None or not _stands(ack, ends):
            continue
        if ack["r"] == "held" and deed.id in done and deed.id not in let_go:
            yield f"{deed.phone}: {deed.kind} {deed.id} was held ({ack['code']}), and yet {done[deed.id]}"
    for row in tx.all(
        "SELECT j.command_id, j.kind FROM journal AS j JOIN device AS d ON d.id = j.device"
        " JOIN journal AS r ON r.kind = 'device.revoked' AND r.entity_id = d.id"
        " WHERE j.seq > r.seq AND j.kind NOT LIKE 'command.%'"
    ):
        yield f"S13: {row['kind']} by {row['command_id']} of a phone that was shut out"


def _ends(tx: Tx) -> dict[int, int]:
    """The last number of each epoch in this log: a restore from a copy of before another one leaves that one out."""
    restored = [
        json.loads(row["envelope"])
        for row in tx.all("SELECT envelope FROM journal WHERE kind = 'log.restored' ORDER BY seq")
    ]
    epochs = [FIRST_EPOCH, *(int(each["epoch"]) for each in restored)]
    return dict(zip(epochs, [*(int(each["after_seq"]) for each in restored), SAFE_INTEGER], strict=True))


def _stands(ack: Row, ends: dict[int, int]) -> bool:
    """Whether what was answered is part of this log."""
    return int(ack["seq"] or 0) <= ends.get(ack["epoch"], -1)


def kept(world: "World", tx: Tx, keeping: Keeping, gone: set[str]) -> Iterator[str]:
    """I1, I15: what a phone ever saved is there, and what was acknowledged above all; unless it is `gone` for good."""
    for kind, (sql, by) in keeping.items():
        there = {row["k"] for row in tx.all(sql)}
        for deed in world.truth.facts():
            if deed.kind != kind or call_of(deed) in gone or world.phones[deed.phone].is_shut_out:
                continue
            if getattr(deed, by) not in there:
                ack = world.phones[deed.phone].watch.acks.get(deed.id)
                yield f"I1/I15 {deed.phone}: {kind} {deed.id} (dseq {deed.dseq}) is not there; it was told {ack}"


def call_of(deed: Deed) -> str:
    """What this was about."""
    return str(deed.args.get("call_id", deed.entity))


def erased(tx: Tx) -> set[str]:
    """What was erased here for good."""
    return {row["subject"] for row in tx.all("SELECT subject FROM erased")}


def _order(world: "World", tx: Tx) -> Iterator[str]:
    """I5: what one phone said of one thing was applied in the order in which it was said."""
    applied = {
        row["command_id"]: row["seq"]
        for row in tx.all(
            "SELECT command_id, MIN(seq) AS seq FROM journal WHERE command_id IS NOT NULL AND person <> 'system'"
            " AND kind NOT LIKE 'command.%' GROUP BY command_id"
        )
    }
    ends = _ends(tx)
    late = {row["command_id"] for row in tx.all("SELECT command_id FROM held")}
    last: dict[tuple[str, str], tuple[int, str]] = {}
    for deed in sorted(world.truth.deeds.values(), key=lambda each: (each.phone, each.dseq)):
        if deed.id not in applied or deed.id in late or deed.nature == "poison":
            continue
        first = world.phones[deed.phone].watch.first.get(deed.id)
        if first is not None and _stands(first, ends) and first["seq"] is not None and first["seq"] < applied[deed.id]:
            # It changed nothing the first time, and its answer was forgotten on an old app's promise.
            continue
        key = (deed.phone, deed.entity)
        before = last.get(key)
        if before is not None and before[0] > applied[deed.id]:
            yield f"I5 {deed.phone}: {deed.kind} {deed.id} overtook {before[1]} of {deed.entity}"
        last[key] = (applied[deed.id], deed.id)


def _overdue(tx: Tx, now: int) -> Iterator[str]:
    """I12: nothing that was due is still waiting."""
    for row in tx.all("SELECT kind, entity_id, due_at FROM deadline WHERE due_at < :now", now=now - 700_000):
        yield f"I12: {row['kind']} of {row['entity_id']} was due at {row['due_at']}, now {now}"


async def _replicas(world: "World") -> list[str]:
    """I6, I8, I14: what every phone shows is what a new one would read."""
    found = []
    for phone in world.phones.values():
        if phone.is_gone or phone.is_shut_out:
            continue
        await phone.catch_up()
        kept = phone.disk.replica
        phone.disk.replica = Replica()
        await phone.catch_up()
        fresh = phone.disk.replica
        found += [
            f"I14 {phone.name}: {key} is {_short(kept, key)}, should be {_short(fresh, key)}"
            for key in sorted(kept.rows.keys() | fresh.rows.keys())
            if kept.rows.get(key) != fresh.rows.get(key)
        ]
    return found


def _short(replica: Replica, key: tuple[str, str]) -> str:
    shown = replica.rows.get(key)
    return "not there" if shown is None else str({scope: ver for scope, (ver, _) in sorted(shown.items())})


def _shut_out(world: "World", tx: Tx) -> Iterator[str]:
    """S13: whoever was shut out stays so, whatever was restored."""
    gone = {row["id"] for row in tx.all("SELECT id FROM device WHERE revoked_at IS NOT NULL")}
    for phone in world.phones.values():
        if phone.is_shut_out and phone.disk.device not in gone:
            yield f"S13: {phone.name} was shut out, and is let in again"
