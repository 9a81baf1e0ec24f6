"""What one transaction shows to those who read in it: what several of them see is read and opened once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import msgspec

from schemas.base import Struct
from schemas.matrix import projection
from schemas.sums import sum_of
from schemas.wire import Del, Put, Sum
from server.access import holds_care, project
from server.journal import LINES, key_name
from server.storage.database import Row, Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.changes.cursors import HASH_LETTERS, Mark
from server.sync.system import tick_age

NEAR: Final = 16
"""Lines of a scope that are asked for all readers at once: who follows along has missed fewer since the last page."""

Pair = tuple[str, int]
"""A scope, and the number up to which it was read."""


class Shown(Struct, frozen=True):
    """A row as some scopes see it; whether a care-tier field with something in it is among that; and its bytes."""

    put: Put
    is_care: bool
    size: int


class Snapshot:
    """Valid as long as its transaction; it holds what is opened in memory, and nothing of it longer than that."""

    def __init__(self, branch: Branch, tx: Tx, readers: Collection[str]) -> None:
        """What the log looks like now to these people."""
        self.head = store.head(tx)
        self.now = branch.clock.now()
        self.tick_age_s = tick_age(tx, self.now)
        self._branch = branch
        self._tx = tx
        self._scopes = store.scopes_of(tx, list(readers), self.now)
        self._is_shared = len(readers) > 1
        self._lines: dict[tuple[Pair, int], list[Row]] = {}
        self._records: dict[tuple[str, str], Struct | None] = {}
        self._shown: dict[tuple[str, str, int, tuple[str, ...]], Shown] = {}
        self._sums: dict[str, Sum] = {}
        self._hashes: dict[int, str] = {}
        self._marks: dict[int, Mark | None] = {}

    def scopes_of(self, person_id: str) -> list[str]:
        """The scopes this person may read now."""
        return self._scopes[person_id]

    def read_ahead(self, seq: int) -> None:
        """Somebody has read a log of this epoch up to here, and it does not go so far, or went another way."""
        self._branch.read_ahead = max(self._branch.read_ahead, seq)

    def compare(self, marks: Iterable[Mark]) -> None:
        """Look up all these rows of the log at once."""
        self._hashes = store.hashes_of(self._tx, sorted({seq for seq, _ in marks}))

    def parts_from(self, mark: Mark) -> bool:
        """Whether this log has another row, or none, where somebody read this one; it was among those compared."""
        seq, begins = mark
        return not self._hashes.get(seq, "").startswith(begins)

    def mark(self, upto: int) -> Mark | None:
        """The last row of the log up to this number."""
        if upto not in self._marks:
            row = store.last_row(self._tx, upto)
            self._marks[upto] = None if row is None else (row["seq"], row["hash"][:HASH_LETTERS])
        return self._marks[upto]

    # ------------------------------------------------------------------ lines

    def look(self, pairs: Iterable[Pair]) -> None:
        """Read the first few lines after each of these, if more than one reader is here."""
        if self._is_shared:
            self._read(list(dict.fromkeys(pairs)), NEAR)

    def lines_after(self, pairs: Sequence[Pair], limit: int) -> tuple[list[Row], bool]:
        """Feed lines after these, in number order, cut after a whole change set; whether there are more."""
        most = limit + LINES
        far = [pair for pair in pairs if len(self._lines.get((pair, NEAR), ())) >= NEAR or not self._is_shared]
        self._read([pair for pair in far if (pair, most) not in self._lines], most)
        far_ones = set(far)
        found = [self._lines[pair, most if pair in far_ones else NEAR] for pair in pairs]
        return cut(sorted(chain.from_iterable(found), key=_by_number), limit)

    def _read(self, pairs: Sequence[Pair], most: int) -> None:
        for pair, lines in zip(pairs, store.lines_since(self._tx, pairs, most), strict=True):
            self._lines[pair, most] = lines

    def sums_of(self, scopes: Iterable[str]) -> tuple[Sum, ...]:
        """What each of these scopes shows: how many rows, and their checksum."""
        for scope in scopes:
            if scope not in self._sums:
                self._sums[scope] = (scope, *sum_of(store.shown(self._tx, scope)))
        return tuple(self._sums[scope] for scope in scopes)

    # ------------------------------------------------------------------ rows

    def open(self, lines: Iterable[Row]) -> None:
        """Open what these lines show, all of one kind together."""
        ids: dict[str, dict[str, None]] = {}
        for line in lines:
            if line["op"] == "put" and (line["type"], line["id"]) not in self._records:
                ids.setdefault(line["type"], {})[line["id"]] = None
        for kind, wanted in ids.items():
            found = self._branch.loaders[kind](self._tx, self._branch.vault, list(wanted))
            self._records |= {(kind, entity): found.get(entity) for entity in wanted}

    def rows(self, lines: Sequence[Row]) -> tuple[list[Shown], tuple[Del, ...]]:
        """What these lines, whose rows are open, say to a client: rows in number order, and what is gone.

        A row is told once for each projection: scopes that see the same fields share it.
        """
        of = self._branch.organization.kind
        together: dict[tuple[str, str, int, tuple[str, ...]], list[str]] = {}
        gone: list[Row] = []
        for line in lines:
            kind, entity = line["type"], line["id"]
            if line["op"] == "del" or self._records[kind, entity] is None:
                # Of a damaged row that cannot be shown at all nothing is told: whoever has it keeps it.
                if line["op"] == "del" or key_name(kind, entity) not in self._branch.vault.damaged:
                    gone.append(line)
                continue
            key = (kind, entity, line["seq"], projection(of, line["scope"], kind))
            together.setdefault(key, []).append(line["scope"])
        shown = [self._row(kind, entity, seq, tuple(scopes)) for (kind, entity, seq, _), scopes in together.items()]
        shown.sort(key=lambda each: (each.put.ver, each.put.t, each.put.id, each.put.s))
        return shown, tuple(Del(s=line["scope"], t=line["type"], id=line["id"]) for line in gone)

    def _row(self, kind: str, entity: str, seq: int, scopes: tuple[str, ...]) -> Shown:
        key = (kind, entity, seq, scopes)
        known = self._shown.get(key)
        if known is None:
            record = self._records[kind, entity]
            assert record is not None, "it was looked for"
            fields: Mapping[str, Any] = project(self._branch.organization.kind, scopes[0], kind, record)
            put = Put(s=scopes, t=kind, id=entity, ver=seq, d=dict(fields))
            known = Shown(put, holds_care(kind, fields), len(msgspec.json.encode(put)))
            self._shown[key] = known
        return known


def cut(lines: list[Row], limit: int) -> tuple[list[Row], bool]:
    """At most so many lines, but whole change sets, and at least one; whether something was left over."""
    if len(lines) <= limit:
        return lines, False
    last = lines[limit - 1]["seq"]
    if lines[limit]["seq"] == last and lines[0]["seq"] != last:
        last = max(line["seq"] for line in lines[:limit] if line["seq"] != last)
    kept = [line for line in lines if line["seq"] <= last]
    return kept, len(kept) < len(lines)


def _by_number(line: Row) -> tuple[int, str, str, str]:
    return line["seq"], line["scope"], line["type"], line["id"]
