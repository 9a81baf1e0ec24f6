"""The log of everything that changed: append, feed lines, and waking whoever reads by cursor.

The floor's shared verbs live here — `record`, `show`, `hide`, `withdraw`, `refresh`, `erase`, `grant`, `revoke`,
`due_at`, `cancel`, `send_later`, `audit` — and slices call them, never the tables behind them.

*No hole*: a change set draws its number inside its savepoint under the organization's writer lock, which is held to
COMMIT; so when a reader sees number n, no smaller number can appear later. A number drawn by a rolled-back command is
given again to the next. What is stored is chained: every row's hash covers the row and the hash before it, and the
personal part of a row is covered as ciphertext, so destroying a key leaves the chain whole.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial
from typing import Any, Final, TypeVar

import msgspec

from schemas.base import SAFE_INTEGER, Struct
from server.access import Actor, Disclosure
from server.errors import StorageFull
from server.ids import derived
from server.storage.database import Row, Tx, Value
from server.vault import Retention, Vault

T = TypeVar("T")

_COMPACT: Final = msgspec.json.Encoder().encode
_SORTED: Final = msgspec.json.Encoder(order="sorted").encode
_ESCAPING: Final = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode

LINES: Final = 500
"""Feed lines one change set may move; bulk work is split into several (protocol.md §1)."""

ROWS: Final = 1_000
"""How many rows of the chain are in memory while it is walked."""


_HEAD: Final = "head of the log"


class Woken(Struct, frozen=True, kw_only=True):
    """What readers are told after a COMMIT: these scopes moved, up to this number; None when any may have."""

    tag: str
    seq: int
    scopes: frozenset[str] | None

    def moved(self, scopes: AbstractSet[str]) -> bool:
        """Whether one of these may have moved."""
        return self.scopes is None or not self.scopes.isdisjoint(scopes)


Listener = Callable[[Woken], None]


class Change:
    """One change set: the `Tx` a command works in, with its number, its author and the vault at hand."""

    def __init__(self, tx: Tx, vault: Vault, actor: Actor, *, command_id: str | None, at: int, head: Row) -> None:
        """Use `Journal.change`; a change set made by hand would have no number."""
        self.tx = tx
        # Not methods of its own: a command says two dozen statements.
        self.all, self.one, self.run = tx.all, tx.one, tx.run
        self.attempt, self.after_commit = tx.attempt, tx.after_commit
        self.memory = tx.memory
        self.vault = vault
        self.actor = actor
        self.command_id = command_id
        self.at = at
        self.seq = int(head["seq"])
        self.head_hash = str(head["head_hash"])
        self.rows = 0
        self.touched: set[str] = set()
        # Its time passed while nobody was there: nothing of it goes outward.
        self.is_late = False

    def new_id(self, name: str) -> str:
        """An id for something this command makes; the same command sent again makes the same id."""
        return derived(self.command_id or f"change-{self.seq}", name)


class Journal:
    """One organization's log: opens change sets and wakes its listeners after each COMMIT."""

    def __init__(self, tag: str, vault: Vault) -> None:
        """A log with nobody listening yet."""
        self.tag = tag
        self.vault = vault
        self._listeners: list[Listener] = []
        self._heralds: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Be told of every committed change set, on whichever thread heard of it: be quick, and do not write."""
        self._listeners.append(listener)

    def herald(self, herald: Listener) -> None:
        """Be told of what this process commits, on the writer's thread: be quick, and do not write."""
        self._heralds.append(herald)

    def wake(self, woken: Woken) -> None:
        """Tell whoever listens here that another process committed something."""
        for listener in self._listeners:
            listener(woken)

    def change(
        self, tx: Tx, actor: Actor, work: Callable[[Change], T], *, command_id: str | None = None, now: int
    ) -> tuple[T, int]:
        """Run `work` as one numbered change set inside `tx`; answers its result and its number.

        Raises: StorageFull, when no number is left.
        """
        # The writer's lock is held since BEGIN: no other change set draws this number before it is written below.
        head = tx.memory.get(_HEAD) or tx.one("SELECT seq + 1 AS seq, head_hash FROM log_head WHERE one = 1")
        assert head is not None, "log_head has its one row from the first migration"
        if head["seq"] > SAFE_INTEGER:
            raise StorageFull("The log's numbers are used up: a browser holds none beyond 2^53 - 1")
        change = Change(tx, self.vault, actor, command_id=command_id, at=now, head=head)
        result = work(change)
        tx.run("UPDATE log_head SET seq = seq + 1, head_hash = :hash WHERE one = 1", hash=change.head_hash)
        woken = Woken(tag=self.tag, seq=change.seq, scopes=frozenset(change.touched))
        tx.after_commit(partial(self._committed, woken))
        return result, change.seq

    def _committed(self, woken: Woken) -> None:
        self.wake(woken)
        for herald in self._heralds:
            herald(woken)


def remember_head(tx: Tx, *, seq: int, head_hash: str) -> None:
    """The head as it was just read: a change set that begins before anything is written need not ask."""
    tx.memory[_HEAD] = {"seq": seq + 1, "head_hash": head_hash}


def chained(prev_hash: str, row: Mapping[str, Any]) -> str:
    """The hash of a journal row: SHA-256 over the hash before it and every stored column."""
    fields = [row[name] for name in ("seq", "n", "at", "person", "device", "command_id", "kind")]
    fields += [row["entity_type"], row["entity_id"], row["envelope"]]
    sealed = row["sealed"]
    said = [prev_hash, *fields, None if sealed is None else bytes(sealed).hex()]
    return hashlib.sha256(_ascii(said, _COMPACT)).hexdigest()


def _ascii(said: object, encode: Callable[[object], bytes]) -> bytes:
    """Its JSON in ASCII alone: the slower encoder writes the same bytes, and escapes whatever else is in it."""
    text = encode(said)
    return text if text.isascii() and b"\x7f" not in text else _ESCAPING(said).encode()


def record(  # noqa: PLR0913 - one row has this many columns; all are named
    tx: Change,
    *,
    kind: str,
    entity_type: str,
    entity_id: str,
    coded: Mapping[str, Any],
    personal: Mapping[str, Any] | None = None,
    retention: Retention | None = None,
    subjects: Iterable[str] = (),
    audience: Iterable[str] = (),
) -> None:
    """Append what happened, and move the record's line in the feed of every scope of the audience.

    `coded` holds codes, ids and times only. What is personal goes into `personal` and is stored as ciphertext under
    the entity's key of that `retention`, which dies with any of its `subjects`.
    """
    about, sealed = tuple(subjects), None
    if personal is not None:
        assert retention is not None, "a personal part needs its retention class"
        name = key_name(entity_type, entity_id)
        sealed = tx.vault.seal(entity=name, subjects=about, retention=retention, fields=personal)
    envelope = _ascii(coded, _SORTED).decode()
    _append(tx, kind=kind, entity_type=entity_type, entity_id=entity_id, envelope=envelope, sealed=sealed)
    for subject in about:
        _tie(tx, subject, entity_type, entity_id)
    show_all(tx, audience, entity_type, entity_id)


def _append(tx: Change, **said: Value) -> None:
    row: dict[str, Any] = {
        "seq": tx.seq,
        "n": tx.rows,
        "at": tx.at,
        "person": tx.actor.person_id,
        "device": tx.actor.device_id,
        "command_id": tx.command_id,
        **said,
    }
    hashed = chained(tx.head_hash, row)
    tx.run(
        "INSERT INTO journal (seq, n, at, person, device, command_id, kind, entity_type, entity_id, envelope, sealed,"
        " prev_hash, hash) VALUES (:seq, :n, :at, :person, :device, :command_id, :kind, :entity_type, :entity_id,"
        " :envelope, :sealed, :prev_hash, :hash)",
        **row,
        prev_hash=tx.head_hash,
        hash=hashed,
    )
    tx.head_hash = hashed
    tx.rows += 1


def _tie(tx: Change, subject: str, entity_type: str, entity_id: str) -> None:
    """Remember that this record is about this subject, and goes when the subject is erased."""
    tx.run(
        "INSERT INTO subject (subject, entity_type, entity_id) VALUES (:subject, :type, :id) ON CONFLICT DO NOTHING",
        subject=subject,
        type=entity_type,
        id=entity_id,
    )


def key_name(entity_type: str, entity_id: str) -> str:
    """What the vault calls the record: clients choose ids, and one id under two types is two records with two keys."""
    return f"{entity_type}/{entity_id}"


def show(tx: Change, scope: str, entity_type: str, entity_id: str) -> None:
    """Move the record's line in this scope's feed to now: its readers fetch the row anew."""
    _move(tx, (scope,), entity_type, entity_id, "put")


def hide(tx: Change, scope: str, entity_type: str, entity_id: str) -> None:
    """Take the record out of this scope: its readers delete the row."""
    _move(tx, (scope,), entity_type, entity_id, "del")


def show_all(tx: Change, scopes: Iterable[str], entity_type: str, entity_id: str) -> None:
    """The same for several scopes at once."""
    _move(tx, scopes, entity_type, entity_id, "put")


def _move(tx: Change, scopes: Iterable[str], entity_type: str, entity_id: str, op: str) -> None:
    moved = {f"s{n}": scope for n, scope in enumerate(dict.fromkeys(scopes))}
    if moved:
        tx.run(_moving(len(moved)), **moved, type=entity_type, id=entity_id, seq=tx.seq, op=op)
        tx.touched.update(moved.values())


@lru_cache(maxsize=64)
def _moving(count: int) -> str:
    lines = ", ".join(f"(:s{n}, :type, :id, :seq, :op)" for n in range(count))
    begin, end = "INSERT INTO feed (scope, type, id, seq, op) VALUES", "ON CONFLICT (scope, type, id) DO UPDATE"
    return f"{begin} {lines} {end} SET seq = :seq, op = :op"


def is_shown(tx: Tx, scope: str, entity_type: str, entity_id: str) -> bool:
    """True when the record stands in this scope now."""
    row = tx.one(
        "SELECT op FROM feed WHERE scope = :scope AND type = :type AND id = :id",
        scope=scope,
        type=entity_type,
        id=entity_id,
    )
    return row is not None and row["op"] == "put"


def withdraw(tx: Change, entity_type: str, entity_id: str) -> None:
    """Take the record out of every scope that shows it now."""
    for row in tx.all(
        "SELECT scope FROM feed WHERE type = :type AND id = :id AND op = 'put'", type=entity_type, id=entity_id
    ):
        hide(tx, row["scope"], entity_type, entity_id)


def refresh(tx: Change, entity_type: str, entity_id: str) -> None:
    """Move the record's line in every scope that shows it now: something it is made of changed."""
    rows = tx.all(
        "SELECT scope FROM feed WHERE type = :type AND id = :id AND op = 'put'", type=entity_type, id=entity_id
    )
    show_all(tx, [row["scope"] for row in rows], entity_type, entity_id)


def erase(tx: Change, subject: str) -> None:
    """Destroy all that is personal about a subject: never again, on no phone, in no copy.

    The order of S15: the never-again line is on the disk before the COMMIT, the feed deletions commit with this change
    set, and the keys are overwritten right after. A start replays the list. Call it last: from here nothing more can be
    sealed for the subject.
    """
    tx.run("INSERT INTO erased (subject, at) VALUES (:subject, :at) ON CONFLICT DO NOTHING", subject=subject, at=tx.at)
    lines = tx.all(
        "SELECT f.scope, f.type, f.id FROM subject AS s JOIN feed AS f ON f.type = s.entity_type AND f.id = s.entity_id"
        " WHERE s.subject = :subject AND f.op = 'put' ORDER BY f.scope, f.type, f.id",
        subject=subject,
    )
    for line in lines:
        hide(tx, line["scope"], line["type"], line["id"])
    tx.vault.condemn(subject)
    tx.after_commit(partial(tx.vault.destroy, subject))


def is_erased(tx: Tx, subject: str) -> bool:
    """True when this subject was erased: a command about it is answered as done and stores nothing."""
    return tx.one("SELECT at FROM erased WHERE subject = :subject", subject=subject) is not None


def grant(tx: Change, person_id: str, scope: str, *, until_at: int | None = None) -> None:
    """Let this person read the scope from now, until `until_at` if given; repeating it replaces the end."""
    tx.run(
        "INSERT INTO membership (person_id, scope, until_at) VALUES (:person, :scope, :until)"
        " ON CONFLICT (person_id, scope) DO UPDATE SET until_at = :until",
        person=person_id,
        scope=scope,
        until=until_at,
    )
    key = f"{person_id}|{scope}"
    if until_at is None:
        cancel(tx, kind="membership.end", entity_id=key)
    else:
        due_at(tx, kind="membership.end", entity_id=key, at=until_at)
    tx.touched.add(f"person:{person_id}")


def revoke(tx: Change, person_id: str, scope: str) -> None:
    """Stop this person reading the scope now: the next page tells the phone to drop it."""
    tx.run("DELETE FROM membership WHERE person_id = :person AND scope = :scope", person=person_id, scope=scope)
    cancel(tx, kind="membership.end", entity_id=f"{person_id}|{scope}")
    tx.touched.add(f"person:{person_id}")


def ends(tx: Tx, scope: str) -> dict[str, int | None]:
    """Until when each person may read this scope; None for those who may without an end."""
    rows = tx.all("SELECT person_id, until_at FROM membership WHERE scope = :scope ORDER BY person_id", scope=scope)
    return {row["person_id"]: row["until_at"] for row in rows}


def due_at(tx: Change, *, kind: str, entity_id: str, at: int) -> None:
    """Have this deadline come due for the entity, by the server's clock; replaces an earlier one."""
    tx.run(
        "INSERT INTO deadline (kind, entity_id, due_at) VALUES (:kind, :id, :at)"
        " ON CONFLICT (kind, entity_id) DO UPDATE SET due_at = :at",
        kind=kind,
        id=entity_id,
        at=at,
    )
    tx.touched.add("deadline")


def cancel(tx: Change, *, kind: str, entity_id: str) -> None:
    """Take the deadline back, if it is still there."""
    tx.run("DELETE FROM deadline WHERE kind = :kind AND entity_id = :id", kind=kind, id=entity_id)


def send_later(tx: Change, *, kind: str, key: str, payload: Mapping[str, Any], at: int | None = None) -> None:
    """Queue an effect outside this house once per key; none that is late. Its payload holds ids and codes only."""
    if tx.is_late:
        return
    tx.run(
        "INSERT INTO effect (key, kind, payload, created_at, due_at) VALUES (:key, :kind, :payload, :now, :at)"
        " ON CONFLICT DO NOTHING",
        key=key,
        kind=kind,
        payload=json.dumps(payload, separators=(",", ":")),
        now=tx.at,
        at=at or tx.at,
    )
    tx.touched.add("effect")


def audit(tx: Tx, entry: Disclosure, *, entry_id: str, now: int) -> None:
    """Keep who was shown which care-tier records; commit this before answering."""
    tx.run(
        "INSERT INTO disclosure (id, at, person_id, device_id, purpose, shown)"
        " VALUES (:id, :at, :person, :device, :purpose, :shown)",
        id=entry_id,
        at=now,
        person=entry.person_id,
        device=entry.device_id,
        purpose=entry.purpose,
        shown=json.dumps(entry.shown, separators=(",", ":")),
    )


def verify(tx: Tx) -> str | None:
    """Walk the whole chain; answers None when it holds, else the first row (`seq.n`) that does not."""
    prev = ""
    for row in _rows(tx):
        if row["prev_hash"] != prev or row["hash"] != chained(prev, row):
            return f"{row['seq']}.{row['n']}"
        prev = row["hash"]
    head = tx.one("SELECT head_hash FROM log_head WHERE one = 1")
    return None if head is not None and head["head_hash"] == prev else "head"


def _rows(tx: Tx) -> Iterator[Row]:
    """Every row of the journal in its order; a thousand at a time are in memory."""
    seq, n = -1, -1
    while page := tx.all(
        "SELECT seq, n, at, person, device, command_id, kind, entity_type, entity_id, envelope, sealed, prev_hash, hash"
        " FROM journal WHERE (seq, n) > (:seq, :n) ORDER BY seq, n LIMIT :most",
        seq=seq,
        n=n,
        most=ROWS,
    ):
        yield from page
        seq, n = page[-1]["seq"], page[-1]["n"]
