"""The door out: pages of what changed since a cursor, for exactly the scopes this person may read now.

The cursor grants nothing. It remembers how far each scope was read; the scopes themselves are asked anew every time. A
member scope the cursor does not know is *added* and read from 0; a scope it knows that is no longer the person's is
*dropped*. Pages hold whole change sets, so old snapshot + changes = fresh snapshot.

Everybody whose page is asked for at the same moment reads the same snapshot: a call that five hundred are told of is
opened once, and put on record once for each of them.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, Literal

import msgspec

from schemas.base import Struct
from schemas.wire import PAGE, Page, Reset
from server.access import Actor, Disclosure, disclosure
from server.errors import NotSignedIn, Revoked
from server.identity.rules import Standing
from server.journal import audit
from server.storage.database import Row, Tx
from server.sync.branch import Branch
from server.sync.changes.cursors import Position, encode, parse
from server.sync.changes.snapshot import Shown, Snapshot, cut
from server.sync.system import backup_age

__all__ = ["PAGE_BYTES", "Position", "encode", "page", "parse"]

PAGE_BYTES: Final = 1_048_576
"""What may wait for a slow phone (protocol.md §5): rows of more than that are not shown in one page."""

ROWS: Final = 1_000
"""So many rows are opened in one transaction at most, and those of one page more; who is left reads in the next."""


Standings = Callable[[Tx, Sequence[tuple[str, str]], int], Sequence[Standing | None]]
"""How each of these people, each on a device, stands at this time; None for somebody unknown."""


class Asked(Struct, frozen=True, kw_only=True):
    """Who asks for the next page after a cursor, and of how many lines; with `sums`, also what each scope shows."""

    actor: Actor
    cur: str | None
    position: Position | None
    limit: int
    sums: bool
    standings: Standings | None

    @property
    def known(self) -> Mapping[str, int]:
        """How far each scope was read."""
        return {} if self.position is None else self.position.scopes


class Due(Struct, frozen=True, kw_only=True):
    """The lines of somebody's next page; `at` is where each of their scopes was read to."""

    asked: Asked
    at: Mapping[str, int]
    lines: list[Row]
    more: bool


Read = tuple[Page, Disclosure | None] | Reset | NotSignedIn


async def page(
    branch: Branch,
    actor: Actor,
    cur: str | None,
    limit: int = PAGE,
    *,
    sums: bool = False,
    standings: Standings | None = None,
) -> Page | Reset:
    """The next page after a cursor (None: from the beginning), its care-tier reads audited before it is answered.

    With `sums`, the last page also tells what each scope shows now. With `standings` it is read only for somebody who
    is signed in on this device and not shut out in the very snapshot that is read.

    Raises:
        Invalid: the cursor was not made here.
        NotSignedIn, Revoked: this person reads nothing more here.
    """
    position = None if cur is None else parse(cur)
    wrong = None if position is None else branch.doubts.take(actor.device_id)
    if position is not None and wrong is not None:
        return _reset(position, wrong, "checksum")
    summed = sums and actor.device_id is not None and branch.doubts.may_ask(f"sums {actor.device_id}")
    asked = Asked(
        actor=actor, cur=cur, position=position, limit=max(1, min(limit, PAGE)), sums=summed, standings=standings
    )
    found: Page | Reset = await branch.pages.ask(asked, partial(_answer, branch))
    return found


async def check(branch: Branch, actor: Actor, standings: Standings) -> None:
    """Let somebody pass who may read.

    Raises: NotSignedIn, Revoked.
    """
    asked = Asked(actor=actor, cur=None, position=None, limit=1, sums=False, standings=standings)
    shut = await branch.database.read(lambda tx: _shut_out([asked], tx, branch.clock.now()))
    if shut:
        raise shut[0]


async def _answer(branch: Branch, asked: Sequence[Asked]) -> list[Page | Reset | BaseException]:
    """The pages of the first of these, each on record before it leaves here."""
    read = await branch.database.read(partial(_read, branch, asked))
    entries = [(branch.ids.new(), entry) for _, entry in _pages(read) if entry is not None]
    problem: BaseException | None = None
    if entries:
        written = branch.database.insist(partial(_record, entries, branch.clock.now()))
        # A refusal belongs to those whose reading could not be kept.
        (problem,) = await asyncio.gather(written, return_exceptions=True)
    return [_told(each, problem) for each in read]


def _record(entries: Sequence[tuple[str, Disclosure]], now: int, tx: Tx) -> None:
    for entry_id, entry in entries:
        audit(tx, entry, entry_id=entry_id, now=now)


def _pages(read: Sequence[Read]) -> list[tuple[Page, Disclosure | None]]:
    return [each for each in read if isinstance(each, tuple)]


def _told(read: Read, problem: BaseException | None) -> Page | Reset | BaseException:
    """What may be told of it: nothing that should have been written down and was not."""
    if not isinstance(read, tuple):
        return read
    found, entry = read
    return found if entry is None or problem is None else problem


def _read(branch: Branch, asked: Sequence[Asked], tx: Tx) -> list[Read]:
    snapshot = Snapshot(branch, tx, {each.actor.person_id for each in asked})
    shut = _shut_out(asked, tx, snapshot.now)
    snapshot.compare(each.position.mark for each in asked if each.position is not None and each.position.mark)
    stand = [shut.get(n) or _stand(snapshot, each) for n, each in enumerate(asked)]
    snapshot.look(pair for at in stand if isinstance(at, dict) for pair in at.items())
    due: list[Due | Reset | NotSignedIn] = []
    rows: set[tuple[str, str]] = set()
    for each, at in zip(asked, stand, strict=True):
        if not isinstance(at, dict):
            due.append(at)
            continue
        lines, more = snapshot.lines_after(list(at.items()), each.limit)
        due.append(Due(asked=each, at=at, lines=lines, more=more))
        rows.update((line["type"], line["id"]) for line in lines)
        if len(rows) > ROWS:
            break
    snapshot.open(line for each in due if isinstance(each, Due) for line in each.lines)
    return [_page(snapshot, each) if isinstance(each, Due) else each for each in due]


def _shut_out(asked: Sequence[Asked], tx: Tx, now: int) -> dict[int, NotSignedIn]:
    """Who of these, by their place, reads nothing more; each kind of standing is asked for once."""
    found: dict[int, NotSignedIn] = {}
    for standings in dict.fromkeys(each.standings for each in asked if each.standings is not None):
        places = [n for n, each in enumerate(asked) if each.standings is standings]
        pairs = [(asked[n].actor.person_id, asked[n].actor.device_id or "") for n in places]
        for n, standing in zip(places, standings(tx, pairs, now), strict=True):
            if standing is not None and standing.revoked_at is not None:
                found[n] = Revoked(since=standing.revoked_at)
            elif standing is None or not standing.has_session:
                found[n] = NotSignedIn()
    return found


def _stand(snapshot: Snapshot, asked: Asked) -> dict[str, int] | Reset:
    """Up to where this reader has read each of their scopes, unless they must begin again."""
    head, position, known = snapshot.head, asked.position, asked.known
    mine = snapshot.scopes_of(asked.actor.person_id)
    if position is not None:
        read_to = max(known.values(), default=0)
        if position.epoch != head["epoch"]:
            return Reset(scope="*", why="epoch")
        if read_to > head["seq"] or (position.mark is not None and snapshot.parts_from(position.mark)):
            # Whoever read further than our log goes, or another row than is there, read one that has lost its end.
            snapshot.read_ahead(read_to)
            return Reset(scope="*", why="epoch")
        behind = [scope for scope in mine if 0 < position.reads_since(scope) < head["floor"]]
        if behind:
            return _reset(position, behind[0], "floor")
    return {scope: known.get(scope, 0) for scope in mine}


def _reset(position: Position, scope: str, why: Literal["floor", "checksum"]) -> Reset:
    return Reset(scope=scope, why=why, cur=encode(position.without(scope)))


def _page(snapshot: Snapshot, due: Due) -> tuple[Page, Disclosure | None]:
    shown, dels = snapshot.rows(due.lines)
    half = len(due.lines) // 2
    if half and sum(each.size for each in shown) > PAGE_BYTES:
        lines, _ = cut(due.lines, half)
        if len(lines) < len(due.lines):
            return _page(snapshot, msgspec.structs.replace(due, lines=lines, more=True))
    head, asked = snapshot.head, due.asked
    upto = due.lines[-1]["seq"] if due.more else head["seq"]
    found = Page(
        prev=asked.cur,
        cur=encode(_after(asked.position, due.at, upto, snapshot)),
        puts=tuple(each.put for each in shown),
        dels=dels,
        add=tuple(scope for scope in due.at if scope not in asked.known),
        drop=tuple(sorted(scope for scope in asked.known if scope not in due.at)),
        more=due.more,
        head=head["seq"],
        tick_age_s=snapshot.tick_age_s,
        sums=snapshot.sums_of(due.at) if asked.sums and not due.more else (),
        backup_age_s=backup_age(head, snapshot.now),
    )
    return found, _disclosed(asked.actor, shown)


def _disclosed(actor: Actor, shown: Sequence[Shown]) -> Disclosure | None:
    return disclosure(actor, "sync", ((each.put.t, each.put.id) for each in shown if each.is_care))


def _after(position: Position | None, at: Mapping[str, int], upto: int, snapshot: Snapshot) -> Position:
    """Where a client stands that has read up to here; a first reading goes on until it reaches where it began."""
    head, mark = snapshot.head, snapshot.mark(upto)
    scopes = {scope: max(seq, upto) for scope, seq in at.items()}
    begun: Mapping[str, int] = {} if position is None else position.since
    since = {scope: begun.get(scope, int(head["seq"])) for scope, seq in at.items() if seq == 0 or scope in begun}
    if mark is None or (position is not None and position.mark is not None and position.mark > mark):
        mark = None if position is None else position.mark
    return Position(
        epoch=head["epoch"],
        scopes=scopes,
        since={name: seq for name, seq in since.items() if seq > upto},
        mark=mark,
    )
