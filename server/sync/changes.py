"""The door out: pages of what changed since a cursor, for exactly the scopes this person may read now.

The cursor grants nothing. It remembers how far each scope was read; the scopes themselves are asked anew every time. A
member scope the cursor does not know is *added* and read from 0; a scope it knows that is no longer the person's is
*dropped*. Pages hold whole change sets, so old snapshot + changes = fresh snapshot.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import msgspec

from schemas.base import Count, Line, Struct
from schemas.matrix import projection
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
    """What a cursor remembers: the epoch it was made in, and the number each scope was read to."""

    epoch: int
    scopes: dict[str, int]


def encode(position: Position) -> str:
    """The cursor as the client keeps it: opaque text."""
    text = json.dumps([position.epoch, position.scopes], separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def parse(cur: str) -> Position:
    """The position a cursor means. Raises `Invalid` when this server never made it."""
    try:
        epoch, scopes = msgspec.json.decode(
            base64.urlsafe_b64decode(cur + "=" * (-len(cur) % 4)), type=tuple[Count, dict[Line, Count]]
        )
    except (ValueError, msgspec.MsgspecError) as error:
        raise Invalid("this cursor was not made here") from error
    return Position(epoch=epoch, scopes=scopes)


async def page(branch: Branch, actor: Actor, cur: str | None, limit: int = PAGE) -> Page | Reset:
    """The next page after a cursor (None: from the beginning), its care-tier reads audited before it is answered."""
    position = None if cur is None else parse(cur)
    limit = max(1, min(limit, PAGE))
    made = await branch.database.read(lambda tx: _page(branch, actor, cur, position, limit, tx))
    if isinstance(made, Reset):
        return made
    found, entry = made
    if entry is not None:
        entry_id, now = branch.ids.new(), branch.clock.now()
        await branch.database.write(lambda tx: audit(tx, entry, entry_id=entry_id, now=now))
    return found


def _page(
    branch: Branch, actor: Actor, cur: str | None, position: Position | None, limit: int, tx: Tx
) -> tuple[Page, Disclosure | None] | Reset:
    head = store.head(tx)
    known = {} if position is None else position.scopes
    if position is not None and (position.epoch != head["epoch"] or max(known.values(), default=0) > head["seq"]):
        # Whoever read further than our log goes read another one than ours.
        return Reset(scope="*", why="epoch")
    now = branch.clock.now()
    mine = store.scopes_of(tx, actor.person_id, now)
    behind = [scope for scope in mine if 0 < known.get(scope, 0) < head["floor"]]
    if behind:
        return Reset(scope=behind[0], why="floor")
    at = {scope: known.get(scope, 0) for scope in mine}
    lines, more = _lines(tx, at, limit)
    upto = lines[-1]["seq"] if more else head["seq"]
    puts, dels = _rows(branch, tx, lines)
    half = min(limit, len(lines)) // 2
    if half and len(msgspec.json.encode(puts)) > PAGE_BYTES:
        return _page(branch, actor, cur, position, half, tx)
    found = Page(
        prev=cur,
        cur=encode(Position(epoch=head["epoch"], scopes={scope: max(seq, upto) for scope, seq in at.items()})),
        puts=puts,
        dels=dels,
        add=tuple(scope for scope in mine if scope not in known),
        drop=tuple(sorted(scope for scope in known if scope not in at)),
        more=more,
        head=head["seq"],
        tick_age_s=tick_age(tx, now),
        backup_age_s=backup_age(head, now),
    )
    return found, disclose(actor, "sync", ((put.t, put.id, put.d) for put in puts))


def _lines(tx: Tx, at: Mapping[str, int], limit: int) -> tuple[list[Row], bool]:
    """Feed lines after each scope's position, in number order, cut after a whole change set."""
    found = [line for scope, seq in at.items() for line in store.lines_since(tx, scope, seq, limit + LINES)]
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
