"""SQL of the doors: receipts, custody, what a device told of itself, feed lines and membership."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from schemas.base import Struct
from schemas.records import Held
from server.journal import Change, remember_head
from server.storage.database import Row, Tx, Value, listed
from server.vault import Vault

SKEW_TOLD_MS: Final = 120_000
"""A device clock further off than this is flagged, never refused (protocol.md §5)."""

SCOPES: Final = 256
"""Scopes read in one statement; SQLite joins at most 500 selects."""

FIRST: Final[Row] = {"due_at": -1, "kind": "", "entity_id": ""}
"""Before every deadline."""


class Receipt(Struct, frozen=True, kw_only=True):
    """The first answer to a command, and the keyed fingerprint of the bytes it was given for."""

    command_id: str
    device: str
    dseq: int
    mac: bytes
    outcome: str
    code: str | None
    seq: int
    at: int


class Kept(Struct, frozen=True, kw_only=True):
    """What is told in clear of a command in custody; `waits_for` is what must arrive before it can be applied."""

    command_id: str
    device: str
    person_id: str
    type: str
    entity: str
    waits_for: str | None
    code: str
    owner: str
    held_at: int
    skew_ms: int


class Told(Struct, frozen=True, kw_only=True):
    """What a device told of itself, and the nonces it may show at its next hello."""

    nonce: str
    nonce_before: str
    nonce_epoch: int
    cloned_at: int | None
    low_water: int
    low_water_epoch: int
    skew_ms: int
    app: str
    unsent: int


def look(tx: Tx, command_id: str, *, device_id: str, entity: str, before: str | None) -> Row:
    """What is known before a command is taken, in one statement.

    Its receipt, if there is one; whether it was applied or taken into custody before, whatever became of that; for
    which bytes the id of the command `before` it was answered; whether something waits for it or its entity; the epoch,
    what the device promised and how far off its clock is (all null for a device nobody knows).
    """
    row = tx.one(
        "SELECT h.epoch, h.seq AS head, h.head_hash, r.mac, r.outcome, r.code, r.seq, b.mac AS before_mac,"
        " d.low_water, d.low_water_epoch, d.cloned_at, d.skew_ms,"
        " EXISTS (SELECT 1 FROM journal WHERE command_id = :id)"
        " OR EXISTS (SELECT 1 FROM held WHERE command_id = :id) AS was_settled,"
        # Not `IN (:id, :entity)`: for two values a table of them is made each time.
        " EXISTS (SELECT 1 FROM held WHERE waits_for = :id AND resolved_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM held WHERE waits_for = :entity AND resolved_at IS NULL) AS is_awaited"
        " FROM log_head AS h LEFT JOIN receipt AS r ON r.command_id = :id"
        " LEFT JOIN receipt AS b ON b.command_id = :before"
        " LEFT JOIN device AS d ON d.id = :device WHERE h.one = 1",
        id=command_id,
        device=device_id,
        entity=entity,
        before=before,
    )
    assert row is not None, "log_head has its one row from the first migration"
    remember_head(tx, seq=row["head"], head_hash=row["head_hash"])
    return row


def receipt(tx: Tx, command_id: str) -> Row | None:
    """What became of a command, if it was ever answered."""
    return tx.one("SELECT mac, outcome, code, seq FROM receipt WHERE command_id = :id", id=command_id)


def add_receipt(tx: Tx, kept: Receipt) -> None:
    """Keep the first outcome of a command, for every later retry."""
    tx.run(
        "INSERT INTO receipt (command_id, device, dseq, mac, outcome, code, seq, at)"
        " VALUES (:command_id, :device, :dseq, :mac, :outcome, :code, :seq, :at)",
        **msgspec.structs.asdict(kept),
    )


def prune_receipts(tx: Tx, device: str, low_water: int) -> None:
    """Forget receipts of commands the device promised never to send again."""
    tx.run("DELETE FROM receipt WHERE device = :device AND dseq <= :low", device=device, low=low_water)


def is_applied(tx: Tx, command_id: str) -> bool:
    """True when this command had its effect, also when its receipt was pruned since (index journal_by_command)."""
    row = tx.one(
        "SELECT 1 AS yes FROM receipt WHERE command_id = :id AND outcome = 'ok'"
        " UNION ALL SELECT 1 FROM held WHERE command_id = :id AND resolution IN ('applied', 'applied_late')"
        " UNION ALL SELECT 1 FROM journal WHERE command_id = :id LIMIT 1",
        id=command_id,
    )
    return row is not None


def hold(tx: Tx, kept: Kept, sealed: bytes) -> None:
    """Take a command into custody: header and code in clear, its bytes as ciphertext."""
    tx.run(
        "INSERT INTO held (command_id, device, person_id, type, entity, waits_for, code, owner, held_at, skew_ms,"
        " sealed) VALUES (:command_id, :device, :person_id, :type, :entity, :waits_for, :code, :owner, :held_at,"
        " :skew_ms, :sealed)",
        **msgspec.structs.asdict(kept),
        sealed=sealed,
    )


def held_row(tx: Tx, command_id: str) -> Row | None:
    """One held command that still waits."""
    return tx.one(
        "SELECT command_id, device, person_id, type, entity, waits_for, code, held_at, skew_ms, sealed FROM held"
        " WHERE command_id = :id AND resolved_at IS NULL",
        id=command_id,
    )


def held_with(tx: Tx, code: str) -> list[str]:
    """What still waits for this reason, oldest first."""
    rows = tx.all(
        "SELECT command_id FROM held WHERE code = :code AND resolved_at IS NULL ORDER BY held_at, command_id", code=code
    )
    return [row["command_id"] for row in rows]


def held_type(tx: Tx, command_id: str) -> str | None:
    """What kind of command is, or was, in custody under this id."""
    row = tx.one("SELECT type FROM held WHERE command_id = :id", id=command_id)
    return None if row is None else str(row["type"])


def resolve_held(tx: Change, command_id: str, resolution: str) -> None:
    """Close a custody item: that it was there stays, its bytes go."""
    tx.run(
        "UPDATE held SET resolved_at = :at, resolution = :resolution, sealed = NULL WHERE command_id = :id",
        at=tx.at,
        resolution=resolution,
        id=command_id,
    )


def settle_held(tx: Change, command_id: str, how: str) -> None:
    """Somebody saw to it: what came stays, sealed."""
    tx.run(
        "UPDATE held SET resolved_at = :at, resolution = :how WHERE command_id = :id", at=tx.at, how=how, id=command_id
    )


def recode_held(tx: Tx, command_id: str, *, code: str, waits_for: str | None) -> None:
    """It stays in custody for another reason, or waits for something else."""
    tx.run(
        "UPDATE held SET code = :code, waits_for = :waits_for WHERE command_id = :id",
        id=command_id,
        code=code,
        waits_for=waits_for,
    )


def load_held(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, Held]:
    """Custody items that are still open: header and code only."""
    rows = listed(
        tx,
        "SELECT command_id, type, entity, person_id, code, held_at, owner FROM held"
        " WHERE command_id IN (:ids) AND resolved_at IS NULL",
        ids,
    )
    return {
        row["command_id"]: Held(
            id=row["command_id"],
            type=row["type"],
            entity=row["entity"],
            person_id=row["person_id"],
            code=row["code"],
            held_at=row["held_at"],
            owner=row["owner"],
        )
        for row in rows
    }


def head(tx: Tx) -> Row:
    """Where the log stands."""
    row = tx.one("SELECT seq, epoch, floor, backup_seq, backup_at FROM log_head WHERE one = 1")
    assert row is not None, "log_head has its one row from the first migration"
    return row


def last_row(tx: Tx, upto: int) -> Row | None:
    """The last row of the log up to this number: its number, and its hash."""
    return tx.one(
        "SELECT seq, hash FROM journal WHERE seq <= :upto ORDER BY seq DESC, n DESC LIMIT 1",
        upto=upto,
    )


def hashes_of(tx: Tx, seqs: Sequence[int]) -> dict[int, str]:
    """The hash of the last row of each of these change sets, of those that are there."""
    rows = listed(
        tx,
        "SELECT j.seq, j.hash FROM journal AS j WHERE j.seq IN (:ids)"
        " AND NOT EXISTS (SELECT 1 FROM journal AS k WHERE k.seq = j.seq AND k.n > j.n)",
        seqs,
    )
    return {row["seq"]: row["hash"] for row in rows}


def scopes_of(tx: Tx, people: Sequence[str], now: int) -> dict[str, list[str]]:
    """The scopes each of these people may read at this moment: a late deadline hides rather than shows."""
    rows = listed(
        tx,
        "SELECT person_id, scope FROM membership WHERE person_id IN (:ids) AND (until_at IS NULL OR until_at > :now)"
        " ORDER BY scope",
        people,
        now=now,
    )
    found: dict[str, list[str]] = {person: [] for person in people}
    for row in rows:
        found[row["person_id"]].append(row["scope"])
    return found


def lines_since(tx: Tx, pairs: Sequence[tuple[str, int]], limit: int) -> list[list[Row]]:
    """Feed lines of each scope after its number, so many of each, the oldest (index feed_by_seq)."""
    found: list[list[Row]] = [[] for _ in pairs]
    for first in range(0, len(pairs), SCOPES):
        part = list(pairs[first : first + SCOPES])
        room = 1 << (len(part) - 1).bit_length()
        # What is left over asks for a scope that nobody has, so that few different statements are ever prepared.
        part += [("", 0)] * (room - len(part))
        values: dict[str, Value] = {}
        for n, (scope, seq) in enumerate(part):
            values |= {f"scope{n}": scope, f"seq{n}": seq}
        for line in tx.all(_lines_of(room), **values, n=limit):
            found[first + line["of"]].append(line)
    return found


@lru_cache(maxsize=16)
def _lines_of(scopes: int) -> str:
    of_one = (
        "SELECT * FROM (SELECT {0} AS of, scope, type, id, seq, op FROM feed WHERE scope = :scope{0} AND seq > :seq{0}"
        " ORDER BY seq, type, id LIMIT :n) AS of{0}"
    )
    return " UNION ALL ".join(of_one.format(n) for n in range(scopes))


def shown(tx: Tx, scope: str) -> list[tuple[str, str, int]]:
    """Every row a scope shows, and the number it was last moved to."""
    rows = tx.all("SELECT type, id, seq FROM feed WHERE scope = :scope AND op = 'put'", scope=scope)
    return [(row["type"], row["id"], row["seq"]) for row in rows]


def line(tx: Tx, scope: str, entity_type: str, entity_id: str) -> Row | None:
    """Where a record stands in a scope's feed."""
    return tx.one(
        "SELECT seq, op FROM feed WHERE scope = :scope AND type = :type AND id = :id",
        scope=scope,
        type=entity_type,
        id=entity_id,
    )


def sender(tx: Tx, device_id: str, person_id: str, *, about: str) -> list[Row]:
    """Whether a device may hand over what this person did, in one statement: a row for each role, or one without.

    None for a device nobody knows. `person` is null for somebody who was never signed in on it (a van phone serves
    several), `erased_at` says since when what it is about is deleted for good.
    """
    return tx.all(
        "SELECT d.revoked_at, p.id AS person, p.ended_at, r.role,"
        " (SELECT at FROM erased WHERE subject = :about) AS erased_at"
        " FROM device AS d LEFT JOIN person AS p ON p.id = :person"
        " AND EXISTS (SELECT 1 FROM session AS s WHERE s.device_id = d.id AND s.person_id = p.id)"
        " LEFT JOIN role AS r ON r.person_id = p.id WHERE d.id = :device",
        device=device_id,
        person=person_id,
        about=about,
    )


def units_of(tx: Tx, person_id: str) -> list[str]:
    """The units whose scope this person reads."""
    rows = tx.all(
        "SELECT scope FROM membership WHERE person_id = :person AND scope LIKE 'unit:%' ORDER BY scope",
        person=person_id,
    )
    return [row["scope"].partition(":")[2] for row in rows]


def device(tx: Tx, device_id: str) -> Row | None:
    """What we know of a device: its promises, its clock, whether it was copied or shut out."""
    return tx.one(
        "SELECT id, nonce, nonce_before, nonce_epoch, low_water, low_water_epoch, skew_ms, cloned_at, revoked_at"
        " FROM device WHERE id = :id",
        id=device_id,
    )


def tell_device(tx: Tx, device_id: str, told: Told, *, now: int) -> None:
    """Keep what a device said in its hello, and what it is to show at the next."""
    tx.run(
        "UPDATE device SET nonce = :nonce, nonce_before = :nonce_before, nonce_epoch = :nonce_epoch,"
        " cloned_at = :cloned_at, low_water = :low_water, low_water_epoch = :low_water_epoch, skew_ms = :skew_ms,"
        " app_version = :app, unsent = :unsent, unsent_at = :now, last_seen = :now WHERE id = :id",
        id=device_id,
        now=now,
        **msgspec.structs.asdict(told),
    )


def deadlines_due(tx: Tx, *, now: int, after: Row, limit: int) -> list[Row]:
    """Deadlines whose time has come after this one, earliest first (index deadline_by_due)."""
    return tx.all(
        "SELECT kind, entity_id, due_at FROM deadline WHERE due_at <= :now"
        " AND (due_at, kind, entity_id) > (:due_at, :kind, :entity_id)"
        " ORDER BY due_at, kind, entity_id LIMIT :n",
        now=now,
        n=limit,
        **after,
    )


def claim_deadline(tx: Tx, kind: str, entity_id: str, due_at: int) -> bool:
    """Take a deadline for oneself; False when somebody moved or took it."""
    return (
        tx.run(
            "DELETE FROM deadline WHERE kind = :kind AND entity_id = :id AND due_at = :due",
            kind=kind,
            id=entity_id,
            due=due_at,
        )
        == 1
    )


def next_due(tx: Tx, after: int) -> int | None:
    """When the next deadline comes after this time (index deadline_by_due)."""
    row = tx.one("SELECT MIN(due_at) AS due FROM deadline WHERE due_at > :after", after=after)
    return None if row is None or row["due"] is None else int(row["due"])


def tick(tx: Tx, now: int) -> None:
    """The metronome was here."""
    tx.run("UPDATE last_tick SET at = :now, epoch = (SELECT epoch FROM log_head WHERE one = 1) WHERE one = 1", now=now)


def open_gap(tx: Tx, *, until: int) -> None:
    """Nobody was here up to now: what fell due until then is settled in silence."""
    tx.run("UPDATE last_tick SET gap_until = :until WHERE one = 1", until=until)
    tick(tx, until)


def last_beat(tx: Tx) -> Row:
    """When the metronome was last here and in which epoch, and until when nobody was."""
    row = tx.one("SELECT at, epoch, gap_until FROM last_tick WHERE one = 1")
    assert row is not None, "last_tick has its one row from the first migration"
    return row


def last_tick(tx: Tx) -> int:
    """When the metronome was last here; 0 for never."""
    return int(last_beat(tx)["at"])
