"""When each device was last heard and what it said it has not sent: in memory, and told to the desk now and then.

A row is moved at most once a minute, and only when there is news: another count of what is not sent, another app, a
clock that went wrong, a copy, a device that fell silent, or five minutes in which it was heard all the while. Nothing
of this is in the journal.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

import msgspec

from server.clock import Clock

TELL_MS: Final = 60_000
"""At most so often the desk is told."""

SILENT_MS: Final = 90_000
"""So long without a word is silence: a phone with a socket says something every 15 to 25 seconds (protocol.md §4.8)."""

WATCHED_MS: Final = 25_000
"""A socket that said nothing for so long is dead (protocol.md §4.8): nobody can be counted on to look at that page."""

AWAITED_MS: Final = 30_000
"""What other processes know of a device that is waited for is at most so old: well below the silence that counts."""

STEADY_MS: Final = 5 * 60_000
"""A device that is heard all the while is told of this often, so that "heard 12 min ago" means it fell silent."""

ASK_MS: Final = 60_000
"""A client has its sums compared once an hour; this only bounds what a broken one can cost."""

MOST: Final = 20_000
"""Devices remembered; one that is forgotten is told of when it is heard again."""


class Facts(msgspec.Struct, frozen=True):
    """What the desk is shown of a device besides when it was heard."""

    unsent: int | None = None
    app: str = ""
    is_clock_off: bool = False
    is_cloned: bool = False


class News(msgspec.Struct, frozen=True):
    """A device that the desk is to be told of; `unsent`, said at `said_at`, is null where it did not say."""

    device_id: str
    heard_at: int
    unsent: int | None
    said_at: int


class _Device(msgspec.Struct):
    facts: Facts
    heard_at: int
    said_at: int = 0
    told: Facts | None = None
    told_heard_at: int = 0
    is_hidden: bool = False


class Devices:
    """The devices this process heard. Used on the event loop only."""

    def __init__(self, clock: Clock) -> None:
        """Nobody was heard yet."""
        self._clock = clock
        self._told_at = 0
        self._known: OrderedDict[str, _Device] = OrderedDict()

    def greeted(self, device_id: str, facts: Facts) -> None:
        """A device said hello."""
        known = self._hear(device_id)
        known.facts, known.said_at = facts, known.heard_at

    def heard(self, device_id: str, *, unsent: int | None = None, is_hidden: bool | None = None) -> None:
        """A device said something; perhaps how much it has not sent, and whether anybody can see its page."""
        known = self._hear(device_id)
        if is_hidden is not None:
            known.is_hidden = is_hidden
        if unsent is not None:
            known.facts, known.said_at = msgspec.structs.replace(known.facts, unsent=unsent), known.heard_at

    def is_watched(self, device_id: str) -> bool:
        """True while this process hears the device and its page is on the screen: what is shown there is seen."""
        return self.is_heard(device_id) and not self._known[device_id].is_hidden

    def is_heard(self, device_id: str) -> bool:
        """True while this process hears the device, whether or not anybody looks at it."""
        known = self._known.get(device_id)
        return known is not None and self._clock.now() - known.heard_at < WATCHED_MS

    def heard_since(self, device_id: str, stored_at: int) -> int | None:
        """When a device was last heard, if what the database knows of it is older and it is time to say so.

        Of one that is heard all the while now and then; of one that is not heard any more before it counts as silent.
        """
        known, now = self._known.get(device_id), self._clock.now()
        if known is None or known.heard_at <= stored_at:
            return None
        is_time = known.heard_at - stored_at >= AWAITED_MS or now - known.heard_at >= AWAITED_MS
        return known.heard_at if is_time else None

    def news(self) -> list[News] | None:
        """Whom to tell the desk of now; what this answers counts as told. None while it is not time."""
        now = self._clock.now()
        if now - self._told_at < TELL_MS:
            return None
        self._told_at = now
        due = [(device_id, known) for device_id, known in self._known.items() if _is_news(known, now)]
        for _, known in due:
            known.told, known.told_heard_at = known.facts, known.heard_at
        return [News(device_id, known.heard_at, known.facts.unsent, known.said_at) for device_id, known in due]

    def _hear(self, device_id: str) -> _Device:
        known = self._known.setdefault(device_id, _Device(facts=Facts(), heard_at=0))
        known.heard_at = self._clock.now()
        self._known.move_to_end(device_id)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return known


class Doubts:
    """Which scopes a device does not hold as it should, until it was told to read them anew. On the event loop only."""

    def __init__(self, clock: Clock) -> None:
        """Nobody was found to differ."""
        self.count = 0
        self._clock = clock
        self._asked: OrderedDict[str, int] = OrderedDict()
        self._scopes: dict[str, list[str]] = {}

    def may_ask(self, device_id: str) -> bool:
        """Whether this device may have sums made now: that costs a look at every row."""
        now = self._clock.now()
        if now - self._asked.get(device_id, -ASK_MS) < ASK_MS:
            return False
        self._asked[device_id] = now
        self._asked.move_to_end(device_id)
        if len(self._asked) > MOST:
            self._asked.popitem(last=False)
        return True

    def differs(self, device_id: str, scopes: Sequence[str]) -> None:
        """This device holds other rows in these scopes than it should."""
        self.count += len(scopes)
        self._scopes[device_id] = list(scopes)

    def take(self, device_id: str | None) -> str | None:
        """The next scope this device is to read anew."""
        left = self._scopes.pop(device_id or "", [])
        if len(left) > 1:
            self._scopes[device_id or ""] = left[1:]
        return left[0] if left else None


def _is_news(known: _Device, now: int) -> bool:
    if known.facts != known.told:
        return True
    if known.heard_at == known.told_heard_at:
        return False
    return now - known.heard_at >= SILENT_MS or known.heard_at - known.told_heard_at >= STEADY_MS
