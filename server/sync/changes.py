"""The door out: pages of what changed since a cursor, for exactly the scopes this person may read now.

The cursor grants nothing. It remembers how far each scope was read; the scopes themselves are asked anew every time. A
member scope the cursor does not know is *added* and read from 0; a scope it knows that is no longer the person's is
*dropped*. Pages hold whole change sets, so old snapshot + changes = fresh snapshot.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final, Literal

import msgspec

from schemas.base import Count, Line, Struct
from schemas.matrix import projection
from schemas.sums import sum_of
from schemas.wire import PAGE, Del, Page, Put, Reset
from server.access import Actor, Disclosure, disclose, project
from server.errors import Invalid
from server.journal import LINES, audit
from server.storage.database import Row, Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.system import backup_age, tick_age

PAGE_BYTES: Final = 1_048_576
"""What may wait for a slow phone (protocol.md §5): rows of more than that are not shown in one page."""


class Position(Struct, frozen=True, kw_only=True):
    """What a cursor remembers: the epoch it was made in, and the number each scope was read to.

    Of a scope that is still being read for the first time, `since` says where the log stood when that began: whoever
    began after a line was dropped never had its row.
    """

    epoch: int
    scopes: dict[str, int]
    since: Mapping[str, int] = {}

    def reads_since(self, scope: str) -> int:
        """From where on this client has heard of every deletion in the scope."""
        return self.since.get(scope, self.scopes.get(scope, 0))

    def without(self, scope: str) -> "Position":
        """The same, as if the scope had never been read."""
        scopes, since = ({name: seq for name, seq in of.items() if name != scope} for of in (self.scopes, self.since))
        return Position(epoch=self.epoch, scopes=scopes, since=since)


def encode(position: Position) -> str:
    """The cursor as the client keeps it: opaque text."""
    told = [position.epoch, position.scopes, *([position.since] if position.since else [])]
    text = json.dumps(told, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def parse(cur: str) -> Position:
    """The position a cursor means. Raises `Invalid` when this server never made it."""
    try:
        told = base64.urlsafe_b64decode(cur + "=" * (-len(cur) % 4))
        return msgspec.json.decode(told, type=_Told).position()
    except (ValueError, msgspec.MsgspecError) as error:
        raise Invalid("this cursor was not made here") from error


class _Told(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    epoch: Count
    scopes: dict[Line, Count]
    since: dict[Line, Count] = {}

    def position(self) -> Position:
        return Position(epoch=self.epoch, scopes=self.scopes, since=self.since)


async def page(branch: Branch, actor: Actor, cur: str | None, limit: int = PAGE, *, sums: bool = False) -> Page | Reset:
    """The next page after a cursor (None: from the beginning), its care-tier reads audited before it is answered.

    With `sums`, the last page also tells what each scope shows now.
    """
    position = None if cur is None else parse(cur)
    wrong = None if position is None else branch.doubts.take(actor.device_id)
    if position is not None and wrong is not None:
        return _reset(position, wrong, "checksum")
    limit = max(1, min(limit, PAGE))
    summed = sums and actor.device_id is not None and branch.doubts.may_ask(f"sums {actor.device_id}")
    made = await branch.database.read(lambda tx: _page(branch, actor, cur, position, limit, tx, sums=summed))
    if isinstance(made, Reset):
        return made
    found, entry = made
    if entry is not None:
        entry_id, now = branch.ids.new(), branch.clock.now()
        await branch.database.write(lambda tx: audit(tx, entry, entry_id=entry_id, now=now))
    return found


def _reset(position: Position, scope: str, why: Literal["floor", "checksum"]) -> Reset:
    return Reset(scope=scope, why=why, cur=encode(position.without(scope)))


def _page(
    branch: Branch, actor: Actor, cur: str | None, position: Position | None, limit: int, tx: Tx, *, sums: bool
) -> tuple[Page, Disclosure | None] | Reset:
    head = store.head(tx)
    known = {} if position is None else position.scopes
    if position is not None and (position.epoch != head["epoch"] or max(known.values(), default=0) > head["seq"]):
        # Whoever read further than our log goes read another one than ours.
        return Reset(scope="*", why="epoch")
    now = branch.clock.now()
    mine = store.scopes_of(tx, actor.person_id, now)
    behind = [] if position is None else [each for each in mine if 0 < position.reads_since(each) < head["floor"]]
    if position is not None and behind:
        return _reset(position, behind[0], "floor")
    at = {scope: known.get(scope, 0) for scope in mine}
    lines, more = _lines(tx, at, limit)
    upto = lines[-1]["seq"] if more else head["seq"]
    puts, dels = _rows(branch, tx, lines)
    half = min(limit, len(lines)) // 2
    if half and len(msgspec.json.encode(puts)) > PAGE_BYTES:
        return _page(branch, actor, cur, position, half, tx, sums=sums)
    found = Page(
        prev=cur,
        cur=encode(_after(position, at, upto, head)),
        puts=puts,
        dels=dels,
        add=tuple(scope for scope in mine if scope not in known),
        drop=tuple(sorted(scope for scope in known if scope not in at)),
        more=more,
        head=head["seq"],
        tick_age_s=tick_age(tx, now),
        sums=tuple((scope, *sum_of(store.shown(tx, scope))) for scope in mine) if sums and not more else (),
        backup_age_s=backup_age(head, now),
    )
    return found, disclose(actor, "sync", ((put.t, put.id, put.d) for put in puts))


def _after(position: Position | None, at: Mapping[str, int], upto: int, head: Row) -> Position:
    """Where a client stands that has read up to here; a first reading goes on until it reaches where it began."""
    begun: Mapping[str, int] = {} if position is None else position.since
    since: dict[str, int] = {
        scope: begun.get(scope, int(head["seq"])) for scope, seq in at.items() if seq == 0 or scope in begun
    }
    return Position(
        epoch=head["epoch"],
        scopes={scope: max(seq, upto) for scope, seq in at.items()},
        since={scope: seq for scope, seq in since.items() if seq > upto},
    )


def _lines(tx: Tx, at: Mapping[str, int], limit: int) -> tuple[list[Row], bool]:
    """Feed lines after each scope's position, in number order, cut after a whole change set."""
    found = store.lines_since(tx, at, limit + LINES)
    found.sort(key=lambda line: (line["seq"], line["scope"], line["type"], line["id"]))
    if len(found) <= limit:
        return found, False
    last = found[limit - 1]["seq"]
    if found[limit]["seq"] == last and found[0]["seq"] != last:
        last = max(line["seq"] for line in found[:limit] if line["seq"] != last)
    kept = [line for line in found if line["seq"] <= last]
    return kept, len(kept) < len(found)


def _rows(branch: Branch, tx: Tx, lines: Sequence[Row]) -> tuple[tuple[Put, ...], tuple[Del, ...]]:
    shown = [line for line in lines if line["op"] == "put"]
    gone = [line for line in lines if line["op"] == "del"]
    puts: list[Put] = []
    for kind, of_kind in groupby(sorted(shown, key=lambda line: str(line["type"])), key=lambda line: str(line["type"])):
        group = list(of_kind)
        records = branch.loaders[kind](tx, branch.vault, list(dict.fromkeys(line["id"] for line in group)))
        gone += [line for line in group if line["id"] not in records]
        puts += _puts(branch, kind, [line for line in group if line["id"] in records], records)
    puts.sort(key=lambda put: (put.ver, put.t, put.id, put.s))
    return tuple(puts), tuple(Del(s=line["scope"], t=line["type"], id=line["id"]) for line in gone)


def _puts(branch: Branch, kind: str, lines: Sequence[Row], records: Mapping[str, Any]) -> list[Put]:
    """One put per row and projection: scopes that see the same fields share it."""
    of = branch.organization.kind
    together: dict[tuple[str, int, tuple[str, ...]], list[str]] = {}
    for line in lines:
        key = (line["id"], line["seq"], projection(of, line["scope"], kind))
        together.setdefault(key, []).append(line["scope"])
    return [
        Put(s=tuple(scopes), t=kind, id=entity, ver=seq, d=project(of, scopes[0], kind, records[entity]))
        for (entity, seq, _), scopes in together.items()
    ]
