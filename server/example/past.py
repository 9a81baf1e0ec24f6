"""The last thirty days of the example city, written down as the commands that people would have sent.

Days and places follow real calls, times and endings a real service (README.md here); chance does the rest, the same way
every time. Nothing is stored here: `replay` sends the steps through the real handlers.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from schemas.base import Struct
from schemas.codes.dispatch import DeclineReason, Stage
from schemas.commands import (
    AcceptAssignment,
    CloseCall,
    DeclineAssignment,
    EndAssignment,
    OfferAssignment,
    RecordEncounter,
    ReportStage,
    SignReview,
    TakenOver,
)
from server.dispatch.rules.handovers import GIVEN_BY, PASSED_TO
from server.encounters.commands.reviews import line_of
from server.encounters.rules.calls import CallThen
from server.encounters.rules.reviews import reasons
from server.example.dice import Dice
from server.example.intake import sending, taken
from server.example.outcomes import outcome, referral
from server.example.people import FOLDER, Cast, Unit
from server.example.profile import MINUTE, read_profile
from server.ids import derived

HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
DAYS: Final = 30
QUIET: Final = 12 * HOUR
"""Nothing of the past reaches into the last hours, so that every call of it is over when the example opens."""

LOCAL: Final = timedelta(hours=-7)
"""The example lies in Pacific time; summer time will do for its hours of day."""

OPEN_FROM, OPEN_TO = 7, 23
"""Hours of the day the teams are out."""

SUPERVISOR_FROM: Final = timedelta(hours=8)
"""When in the morning a supervisor looks at what came since the morning before."""

AT_THE_OTHER_END: Final = ("Dana", "Sam", "Lee")
"""Who answers at 988, 211, 911 and the ambulance."""

AREAS: Final = (
    *("Northgate", "Hillcrest", "Fairview"),
    *("Millside", "Oldtown", "Eastfield"),
    *("Westbank", "Southside", "Riverbend"),
)
"""Three by three over the cells of the calls; each is home to more than a thousand people."""


class Step(Struct, frozen=True, kw_only=True):
    """One command: who said it when, and when the server heard of it."""

    at: int
    heard_at: int
    person: str
    type: str
    entity: str
    args: Struct


class Event(Struct, frozen=True, kw_only=True):
    """A call that is to be: when, where, why."""

    n: int
    at: int
    area: str
    place: str
    reason: str

    @property
    def id(self) -> str:
        """The call's id."""
        return derived("example", f"call {self.n}")


class Past:
    """Makes the steps of thirty days that end now."""

    def __init__(self, cast: Cast, *, now: int, services: Sequence[tuple[str, Sequence[str]]]) -> None:
        """`services` are the directory's ids with their needs, to refer people to."""
        self._cast = cast
        self._now = now
        self._services = services
        self._dice = Dice("the past of Exampleton")
        self._profile = read_profile()
        self._free_at = {unit.key: 0 for unit in cast.units}
        self._desk = cast.with_role("dispatcher").id
        self._supervisor = cast.with_role("supervisor").id
        self._taken: dict[str, CallThen] = {}

    def steps(self) -> list[Step]:
        """Every command of the thirty days, in the order the server hears of them."""
        steps = [step for event in self.events() for step in self._story(event)]
        return sorted(steps, key=lambda step: (step.heard_at, step.at))

    def events(self) -> list[Event]:
        """The calls: real days squeezed into thirty, an hour as the weekday has it, a place inside the real cell."""
        rows = list(csv.DictReader((FOLDER / "past.csv").read_text().splitlines()))
        first, last = (date.fromisoformat(rows[n]["date"]) for n in (0, -1))
        span = (last - first).days + 1
        cells = [(int(row["cell_north"]), int(row["cell_east"])) for row in rows]
        made = []
        for n, (row, cell) in enumerate(zip(rows, cells, strict=True)):
            days = (date.fromisoformat(row["date"]) - first).days / span * DAYS
            day = datetime.fromtimestamp(self._now / 1000, UTC).date() - timedelta(days=DAYS - int(days))
            made.append(
                Event(
                    n=n,
                    at=self._over(self._moment(day)),
                    area=_area(cell, cells),
                    place=self._place(cell),
                    reason=self._dice.weighed(self._profile.reason1_share),
                )
            )
        return sorted(made, key=lambda event: event.at)

    def _moment(self, day: date) -> int:
        hours = self._profile.mean_calls_per_dow_hour_mon0[day.weekday()]
        hour = self._dice.weighed(dict(enumerate(hours)))
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - LOCAL
        return round(midnight.timestamp() * 1000) + hour * HOUR + int(self._dice.share() * HOUR)

    def _over(self, at: int) -> int:
        """The same hour, a day or two earlier where the call would not be over by now."""
        return at if at < self._now - QUIET else self._over(at - DAY)

    def _place(self, cell: tuple[int, int]) -> str:
        north, east = ((each + self._dice.share()) / 100 for each in cell)
        return f"{north:.4f}, {east:.4f}"

    # --------------------------------------------------------------- one call

    def _story(self, event: Event) -> Iterator[Step]:
        entered_at = event.at + round(self._dice.between(40, 150)) * 1000
        hour = (datetime.fromtimestamp(event.at / 1000, UTC) + LOCAL).hour
        sent = sending(self._dice, is_open=OPEN_FROM <= hour < OPEN_TO)
        args = taken(
            self._dice, reason=event.reason, sent=sent, received_at=event.at, area=event.area, place=event.place
        )
        self._taken[event.id] = CallThen(
            type_code=args.type_code, screening=args.screening, minor_involved=args.minor_involved
        )
        yield self._desk_says(entered_at, "call.take", event.id, args)
        name = AT_THE_OTHER_END[event.n % len(AT_THE_OTHER_END)]
        if (by := GIVEN_BY.get(args.source)) is not None:
            gave_it = TakenOver(to=by, way="from", name=name)
            yield self._desk_says(entered_at + MINUTE, "call.taken_over", event.id, gave_it)
        if (to := PASSED_TO.get(args.triage_result)) is not None:
            has_it = TakenOver(to=to, name=name)
            yield self._desk_says(entered_at + 2 * MINUTE, "call.taken_over", event.id, has_it)
        if sent.is_for_a_team:
            yield from self._response(event, entered_at)
        else:
            closed_at = entered_at + round(self._dice.between(3, 40) * MINUTE)
            yield self._desk_says(closed_at, "call.close", event.id, CloseCall(not_sent_reason=sent.reason))

    def _response(self, event: Event, entered_at: int) -> Iterator[Step]:
        waited = self._profile.span_ms(self._dice, "request_to_dispatch")
        offered_at = entered_at + waited
        free = [unit for unit in self._cast.units if self._free_at[unit.key] <= offered_at]
        if not free:
            closed_at = entered_at + 40 * MINUTE
            yield self._desk_says(closed_at, "call.close", event.id, CloseCall(not_sent_reason="no_unit_available"))
            return
        unit = self._dice.one_of(free)
        others = [other for other in free if other is not unit]
        if others and self._dice.happens(0.08):
            yield from self._declined(event, self._dice.one_of(others), offered_at)
            offered_at += 2 * MINUTE
        assignment = derived("example", f"assignment {event.n} {unit.key}")
        offer = OfferAssignment(call_id=event.id, unit_id=unit.id)
        yield self._desk_says(offered_at, "assignment.offer", assignment, offer)
        # Within the shortest time there is to answer, a minute.
        accepted_at = offered_at + round(self._dice.between(8, 50)) * 1000
        accepted = AcceptAssignment(call_id=event.id, unit_id=unit.id)
        yield self._unit_says(unit, accepted_at, "assignment.accept", assignment, accepted)
        yield from self._on_the_way(event, unit, assignment, accepted_at)

    def _declined(self, event: Event, unit: Unit, offered_at: int) -> Iterator[Step]:
        assignment = derived("example", f"assignment {event.n} {unit.key} declined")
        offer = OfferAssignment(call_id=event.id, unit_id=unit.id)
        yield self._desk_says(offered_at, "assignment.offer", assignment, offer)
        reason: DeclineReason = self._dice.one_of(("too_far", "fatigue_break", "conflict_of_interest", "vehicle"))
        args = DeclineAssignment(reason=reason)
        yield self._unit_says(unit, offered_at + 40_000, "assignment.decline", assignment, args)

    def _on_the_way(self, event: Event, unit: Unit, assignment: str, accepted_at: int) -> Iterator[Step]:
        ending = self._dice.weighed(self._profile.end_point_share)
        enroute_at = accepted_at + round(self._dice.between(40, 200)) * 1000
        yield self._stage(event, unit, assignment, "enroute", enroute_at)
        arrived_at = enroute_at + max(2 * MINUTE, self._profile.span_ms(self._dice, "dispatch_to_arrival"))
        if ending == "Cancelled":
            ended_at = enroute_at + (arrived_at - enroute_at) // 2
            yield self._desk_says(ended_at, "assignment.end", assignment, EndAssignment(ending="cancelled"))
            close = CloseCall(not_sent_reason="caller_cancelled")
            yield self._desk_says(ended_at + MINUTE, "call.close", event.id, close)
            self._free_at[unit.key] = ended_at + MINUTE
            return
        yield self._stage(event, unit, assignment, "on_scene", arrived_at)
        yield from self._there(event, unit, assignment, ending, arrived_at)

    def _there(self, event: Event, unit: Unit, assignment: str, ending: str, arrived_at: int) -> Iterator[Step]:
        cleared_at = arrived_at + self._profile.on_scene_ms(self._dice, ending)
        if ending == "Engaged Client":
            contact_at = arrived_at + max(20_000, self._profile.span_ms(self._dice, "arrival_to_engagement"))
            cleared_at = contact_at + max(5 * MINUTE, self._profile.span_ms(self._dice, "engagement_to_departure"))
            yield self._stage(event, unit, assignment, "contact", contact_at)
        yield self._stage(event, unit, assignment, "cleared", cleared_at)
        # The desk's own tap, for a call that is over; where the last team's "clear" closes it this changes nothing.
        yield self._desk_says(cleared_at + MINUTE, "call.close", event.id, CloseCall())
        saved_at = cleared_at + round(self._dice.between(1, 6) * MINUTE)
        self._free_at[unit.key] = saved_at
        if self._dice.happens(0.03):
            return
        answers = outcome(self._dice, ending)
        said = {"call_id": event.id, "unit_id": unit.id}
        entity = derived("example", f"encounter {event.n}")
        written = answers(**said, assignment_id=assignment)
        saved = self._unit_says(unit, saved_at, "encounter.record", entity, written, late=True)
        yield saved
        yield from self._looked_at(event, entity, written, saved.heard_at)
        made = referral(self._dice, ending, self._services, at=saved_at)
        if made is not None:
            entity = derived("example", f"referral {event.n}")
            yield self._unit_says(unit, saved_at + MINUTE, "referral.make", entity, made(**said), late=True)

    def _looked_at(self, event: Event, encounter_id: str, written: RecordEncounter, heard_at: int) -> Iterator[Step]:
        """A supervisor looks the next morning; what came since this morning is on the list when the example opens."""
        why = reasons([written.answers], self._taken[event.id])
        since = timedelta(milliseconds=heard_at) + LOCAL - SUPERVISOR_FROM
        mornings = -(-since // timedelta(days=1))
        at = round((mornings * timedelta(days=1) + SUPERVISOR_FROM - LOCAL).total_seconds() * 1000)
        if not why or at >= self._now:
            return
        args = SignReview(reasons=why)
        yield Step(
            at=at, heard_at=at, person=self._supervisor, type="review.sign", entity=line_of(encounter_id), args=args
        )

    # --------------------------------------------------------------- one step

    def _stage(self, event: Event, unit: Unit, assignment: str, stage: Stage, at: int) -> Step:
        args = ReportStage(call_id=event.id, unit_id=unit.id, stage=stage)
        return self._unit_says(unit, at, "assignment.stage", assignment, args)

    def _desk_says(self, at: int, type_: str, entity: str, args: Struct) -> Step:
        return Step(at=at, heard_at=at, person=self._desk, type=type_, entity=entity, args=args)

    def _unit_says(
        self,
        unit: Unit,
        at: int,
        type_: str,
        entity: str,
        args: Struct,
        *,
        late: bool = False,
    ) -> Step:
        """What one of the team taps; what is written up later may come from where there is no signal."""
        has_signal = not late or not self._dice.happens(0.12)
        heard_at = at if has_signal else at + round(self._dice.between(10, 200) * MINUTE)
        person = self._cast.person(unit.members[0]).id
        return Step(at=at, heard_at=heard_at, person=person, type=type_, entity=entity, args=args)


def _area(cell: tuple[int, int], cells: Sequence[tuple[int, int]]) -> str:
    """Which of the nine areas a cell lies in, north to south and west to east."""
    thirds = []
    for axis in (0, 1):
        values = sorted(each[axis] for each in cells)
        bounds = (values[len(values) // 3], values[2 * len(values) // 3])
        thirds.append(sum(cell[axis] >= bound for bound in bounds))
    return AREAS[(2 - thirds[0]) * 3 + thirds[1]]
