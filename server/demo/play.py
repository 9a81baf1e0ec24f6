"""Plays the day: everybody does what is due, says it, and rests until the next thing; nobody may be left alone."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import httpx

from server.clock import SystemClock
from server.demo.city import City, services_of
from server.demo.desk import Desk
from server.demo.exported import fetch
from server.demo.hand import Code, Deed, Entrance, Hand, directory
from server.demo.memory import Memory
from server.demo.pace import LONGEST_MS, Pace, RealPace
from server.demo.plan import HOURS, Day
from server.demo.reckoning import Reckoning, compare_views, reckon
from server.demo.team import Shift, Team
from server.errors import CannotStart, Refusal
from server.example.dice import Dice
from server.example.people import Cast
from server.ids import SystemIds

SHIFTS: Final = ((11, 21), (7, 17), (13, 23))
"""From which hour to which teams work, in turn: ten hours, overlapping when most calls come (domain.md §1)."""

SKEW_MS: Final = 90_000
"""A partner's clock is off by up to so much; from two minutes on it would be flagged."""


async def play_in_a_group(
    day: Day, cast: Cast, speed: float, url: str, code: Code, *, say: Callable[[str], None], stop: asyncio.Event
) -> Reckoning:
    """Play a day with these people on the server at this address by this machine's clock, and tell how it came out.

    Raises: CannotStart, when the server is gone where it is needed.
    """
    clock = SystemClock()
    say(f"{day.name} {day.clock(0)}: {day.hours} hours at {speed} times their speed. Ctrl+C ends them early.")
    problem = ""
    async with (
        asyncio.TaskGroup() as group,
        Entrance(url, code, clock=clock, ids=SystemIds(), group=group) as entrance,
    ):
        # Raised in here it would leave in a group.
        try:
            played = await arrive(day, cast, entrance, RealPace(clock, speed), say=say)
            await played.run(stop)
            return await settle(played, cast, entrance)
        except (Refusal, httpx.HTTPError) as error:
            problem = str(error) or type(error).__name__
    raise CannotStart(f"The server does not answer any more: {problem}")


async def arrive(day: Day, cast: Cast, entrance: Entrance, pace: Pace, *, say: Callable[[str], None]) -> "Play":
    """Everybody comes in: the desk and the teams, each person with a device; `say` is given a line every hour."""
    city, book = City(day, pace, began_at=pace.clock.now()), list[Deed]()
    line = await entrance.line(cast.with_role("dispatcher").id)
    city.services = services_of(await directory(line))
    teams = [await _team(cast, n, city, entrance, book) for n in range(len(cast.units))]
    return Play(city, Desk(Hand(line, book), city), teams, book, say)


async def settle(played: "Play", cast: Cast, entrance: Entrance) -> Reckoning:
    """Hold what everybody knows against the exports, and the desk's board against one that reads the ledger anew."""
    manager, _ = await entrance.browser(cast.with_role("manager").id)
    supervisor = await entrance.line(cast.with_role("supervisor").id)
    fresh = await entrance.line(cast.with_role("dispatcher").id)
    board = played.desk.hand.line
    # That somebody more looks on is news too.
    await board.catch_up()
    await fresh.catch_up()
    held = supervisor.device.replica.of("held").values()
    differences = [
        *played.open_ends(),
        *(f"a held {row['type']} has no owner" for row in held if not row["owner"]),
        *compare_views(board.device.replica, fresh.device.replica),
    ]
    exported = await fetch(manager, supervisor.http, since=played.began_at)
    await asyncio.gather(fresh.close(), supervisor.close())
    return reckon(played.memory(), exported, {unit.id: unit.name for unit in cast.units}, more=differences)


async def _team(cast: Cast, n: int, city: City, entrance: Entrance, book: list[Deed]) -> Team:
    unit = cast.units[n]
    crew = [cast.person(key) for key in unit.members]
    off = round(Dice(f"clock {city.day.seed} {unit.key}").between(-SKEW_MS, SKEW_MS))
    hands = [Hand(await entrance.line(who.id, skew_ms=skew), book) for who, skew in zip(crew, (0, off), strict=True)]
    return Team(unit, crew, hands, city, _shifts(city.day, *SHIFTS[n % len(SHIFTS)]))


def _shifts(day: Day, begins: int, ends: int) -> list[Shift]:
    """The shifts from these hours to those that fall into the day, the one that runs when it begins included."""
    every = [
        Shift(begins_min=60 * (begins - day.begins + before), ends_min=60 * (ends - day.begins + before))
        for before in (0, HOURS)
    ]
    return [shift for shift in every if shift.ends_min > 0 and shift.begins_min < day.minutes]


class Play:
    """A desk and its teams on one day."""

    def __init__(
        self, city: City, desk: Desk, teams: Sequence[Team], book: list[Deed], say: Callable[[str], None]
    ) -> None:
        """Everybody has come in; `book` is where their deeds are."""
        self.began_at = city.began_at
        self.desk = desk
        self.teams = teams
        self.left_alone: set[str] = set()
        self.was_stopped = False
        self._city = city
        self.book = book
        self._say = say
        self._hour = -1
        for hand in self.hands():
            hand.line.stirred = city.pace.stir

    def hands(self) -> list[Hand]:
        """Everybody who plays."""
        return [self.desk.hand, *(hand for team in self.teams for hand in team.hands)]

    def memory(self) -> Memory:
        """What everybody knows they did."""
        acks = {key: ack for hand in self.hands() for key, ack in hand.device.acks.items()}
        return Memory(self.book, acks)

    async def run(self, stop: asyncio.Event) -> None:
        """Play until the day is over and everything of it is done, or until told to stop."""
        clock = self._city.pace.clock
        while not stop.is_set() and not self._is_over():
            now = clock.now()
            for team in self.teams:
                team.act(now)
            sees_all = self.desk.sees_all()
            self.desk.act(now)
            if sees_all:
                self.left_alone |= set(self.desk.unowned(now))
            self._tell(now)
            has_spoken = await self._speak()
            if not has_spoken:
                await self._city.pace.rest(self._next_at(now))
        self.was_stopped = stop.is_set()
        await self._come_together()

    def open_ends(self) -> Iterator[str]:
        """What nobody has: calls that were left alone at any time, and at the end of the day whatever is not done."""
        yield from (f"call {call_id} was left alone" for call_id in sorted(self.left_alone))
        if self.was_stopped:
            return
        yield from (f"call {call['number']} is still open" for call in self.desk.board().open_calls())
        yield from (f"alarm {alarm_id} was not taken up" for alarm_id in self.desk.hand.sees("alarm"))
        for hand in self.hands():
            yield from (f"{row['type']} of {hand.device.person} was not sent" for row in hand.device.outbox)

    def _is_over(self) -> bool:
        is_late = self._city.minute(self._city.pace.clock.now()) >= self._city.day.minutes
        return is_late and self.desk.is_done() and all(team.is_done() for team in self.teams)

    async def _speak(self) -> bool:
        """Send what everybody did, where there is a network; answers whether anything was heard."""
        spoken = [self._talk(self.desk.hand, is_quiet=False)]
        spoken += [self._talk(hand, is_quiet=team.is_quiet) for team in self.teams for hand in team.hands]
        return any(await asyncio.gather(*spoken))

    async def _talk(self, hand: Hand, *, is_quiet: bool) -> bool:
        if is_quiet:
            await hand.line.close()
        came_back = not is_quiet and not hand.line.is_open and await hand.line.open()
        waited = len(hand.device.outbox)
        await hand.send()
        return came_back or len(hand.device.outbox) < waited

    def _next_at(self, now: int) -> int:
        if not self.desk.sees_all():
            return now + LONGEST_MS
        times = [self.desk.next_at(now), *(team.next_at() for team in self.teams)]
        ends_at = self._city.at(self._city.day.minutes)
        return min((at for at in times if at is not None), default=max(ends_at, now + self._city.pace.ms(1)))

    def _tell(self, now: int) -> None:
        minute = self._city.minute(now)
        if int(minute // 60) > self._hour:
            self._hour = int(minute // 60)
            counts = self.desk.board().counts()
            told = " · ".join(f"{count} {words}" for words, count in counts.items())
            self._say(f"{self._city.day.clock(minute)}  {self._city.calls} calls · {told}")

    async def _come_together(self) -> None:
        """Everybody is heard again, and the teams are on duty for whoever tries the city next."""
        for team in self.teams:
            team.finds_network()
        await self._speak()
        for team in self.teams:
            team.sign_on()
        await self._speak()
        await asyncio.gather(*(hand.line.catch_up() for hand in self.hands()))
