"""One organization at work: its database, its log, its slices, and the clock and ids they are given."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from schemas.codes.dispatch import AlarmKind
from server.access import SYSTEM
from server.clock import Clock
from server.doors import Admits, Awaited, Handler, Loader, Order, Outward, Slice, SystemHandler, Undelivered
from server.ids import Ids, derived
from server.journal import Change, Journal
from server.news import News
from server.organizations import Organization
from server.storage.database import Tx
from server.storage.readers import Together
from server.sync import store
from server.sync.devices import Devices, Doubts
from server.sync.envelope import Opener
from server.sync.incoming import Admission, Pace
from server.sync.keeping import Keeping
from server.sync.upkeep.store import load_devices

T = TypeVar("T")

ALARM: Final = "alarm.raise"


class Branch:
    """What the doors need of one organization. Made once per open organization by `server.app`."""

    def __init__(self, organization: Organization, slices: Iterable[Slice], *, clock: Clock, ids: Ids) -> None:
        """Join the slices of this kind of organization; two that claim one name are a bug."""
        self.organization = organization
        self.database = organization.database
        self.vault = organization.vault
        self.clock = clock
        self.ids = ids
        self.journal = Journal(organization.tag, organization.vault)
        self.news = (
            None if organization.bell is None else News(organization.bell, self.journal, self.vault, clock=clock)
        )
        self.opener = Opener(organization.vault.sealing_key)
        self.pace = Pace(clock)
        self.admission = Admission(clock, ids)
        self.devices = Devices(clock)
        self.doubts = Doubts(clock)
        self.pages: Together[Any, Any] = Together()
        """Those who ask for the changes at this moment."""
        self.pruned_at = 0
        self.keeping = Keeping(clock)
        self.read_ahead = 0
        """Up to which number somebody has read a log of this epoch that does not go so far; 0 when nobody has."""
        self.told_damaged: set[str] = set()
        """Damaged records the desk was told of, in this life of the process."""
        self.handlers: dict[str, Handler] = {}
        self.orders: dict[str, SystemHandler] = {}
        self.deadlines: dict[str, str] = {}
        self.loaders: dict[str, Loader] = {"held": store.load_held, "device": load_devices}
        self.outward: dict[str, Outward] = {}
        self.admits: dict[str, Admits] = {}
        self.slices = tuple(slices)
        for part in self.slices:
            _join(self.handlers, part.handlers)
            _join(self.orders, part.orders)
            _join(self.deadlines, part.deadlines)
            _join(self.loaders, part.loaders)
            _join(self.outward, part.outward)
            _join(self.admits, part.admits)

    @property
    def wanting(self) -> set[str]:
        """The kinds of deadline that have somebody told when they pass."""
        return {kind for part in self.slices for kind in part.wanting}

    @property
    def unsent(self) -> list[tuple[str, Undelivered]]:
        """Who knows of what people were asked and no socket has carried yet, with the type of record it is."""
        return [(part.asks, part.unsent) for part in self.slices if part.asks and part.unsent]

    @property
    def undelivered(self) -> list[tuple[str, Undelivered]]:
        """Who knows of what people were asked and no phone has confirmed yet, with the type of record it is."""
        return [(part.asks, part.undelivered) for part in self.slices if part.asks and part.undelivered]

    @property
    def awaited(self) -> list[Awaited]:
        """Who knows of devices whose silence would mean something."""
        return [part.awaited for part in self.slices if part.awaited is not None]

    def order(self, tx: Tx, order: Order, *, now: int, command_id: str | None = None) -> int:
        """Carry out an order of the server's own as a change set inside `tx`; answers its number."""
        handler = self.orders[order.type]

        def work(change: Change) -> None:
            change.is_late = order.is_late
            handler(change, order, now)

        return self.journal.change(tx, SYSTEM, work, command_id=command_id, now=now)[1]

    def alarm(self, tx: Tx, kind: AlarmKind, about: str, *, person_id: str, now: int) -> None:
        """Put what this person sent on the strip for somebody to take up, once for each thing; a site has no strip."""
        if ALARM in self.orders:
            unit_id = next(iter(store.units_of(tx, person_id)), None)
            order = Order(type=ALARM, entity=derived(about, kind), args={"kind": kind, "unit_id": unit_id})
            self.order(tx, order, now=now)

    async def look_round(self) -> None:
        """Wake whoever was not woken for what another process committed: a safety net, drawn in at every tick."""
        if self.news is not None:
            head = await self.database.read(store.head)
            self.news.tick(head["seq"])

    async def give(self, order: Order) -> None:
        """Carry out an order of the server's own in a transaction of its own."""
        await self.database.write(lambda tx: self.order(tx, order, now=self.clock.now()))

    async def act(self, work: Callable[[Change], T]) -> T:
        """Run a change set of the server's own that is no command (membership, directory)."""
        return await self.database.write(lambda tx: self.journal.change(tx, SYSTEM, work, now=self.clock.now())[0])


def _join(into: dict[str, T], more: Mapping[str, T]) -> None:
    for name, value in more.items():
        assert name not in into, f"two slices claim {name}"
        into[name] = value
