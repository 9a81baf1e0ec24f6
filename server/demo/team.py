"""A team of two: signs on, answers what it is asked, goes, writes down what came of it, and is offline now and then."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from schemas.base import Struct
from schemas.codes.dispatch import DeclineReason, OwnStatus, Stage
from schemas.commands import (
    AcceptAssignment,
    CheckIn,
    DeclineAssignment,
    EndShift,
    RecordEncounter,
    ReportStage,
    SetUnitStatus,
    ShowAssignment,
    StartShift,
)
from schemas.records import OutcomeAnswers
from server.demo.board import Row
from server.demo.city import City
from server.demo.hand import Hand
from server.demo.pace import Agenda
from server.demo.scene import Scene
from server.dispatch.rules.assignments import LIVE, STAGES, TAKEN
from server.example.dice import Dice
from server.example.outcomes import referral
from server.example.people import Person, Unit

PARTNER_MIN: Final = 0.4
"""So much later the partner taps the same."""

SHOWN_MIN: Final = 0.05
"""An offer stands on the screen as good as at once."""

LAST_MIN: Final = 30
"""In the last half hour of a shift a team takes no new call."""

CHECK_EARLY_MS: Final = 60_000
"""They say that they are all right a minute before somebody would ask."""

MEAL_MIN: Final = 30
HANDING_OVER_MIN: Final = 6


class Shift(Struct, frozen=True, kw_only=True):
    """From which minute of the day to which."""

    begins_min: float
    ends_min: float

    @property
    def meal_min(self) -> float:
        """When they would eat."""
        return (self.begins_min + self.ends_min) / 2


class Job(Struct, frozen=True, kw_only=True):
    """A call the team was asked to take, or is going on."""

    assignment_id: str
    call_id: str
    scene: Scene


class Team:
    """Two people, a phone each."""

    def __init__(
        self, unit: Unit, crew: Sequence[Person], hands: Sequence[Hand], city: City, shifts: Sequence[Shift]
    ) -> None:
        """As they come to work; who is still on from the night before goes home first."""
        self.unit = unit
        self.hands = hands
        self.is_quiet = False
        self._crew = crew
        self._city = city
        self._pace = city.pace
        self._work, self._duty, self._network = Agenda(), Agenda(), Agenda()
        self._job: Job | None = None
        self._yes = ""
        self._seen: set[str] = set()
        self._checked_for = 0
        self._last_call_at = 0
        self._is_home = True
        for shift in shifts:
            self._plan(shift)

    def act(self, now: int) -> None:
        """Do what is due, and what the phones ask for."""
        self._network.do(now)
        self._duty.do(now)
        self._notice(now)
        self._work.do(now)
        self._check_in(now)
        if self._is_home and self._job is None:
            self._sign_off()

    def next_at(self) -> int | None:
        """When they have something to do, if nothing happens before."""
        times = (self._work.next_at(), self._duty.next_at(), self._network.next_at(), self._check_at())
        return min((at for at in times if at is not None), default=None)

    def is_done(self) -> bool:
        """True when they are on no call, and everything they saved has been answered."""
        is_idle = self._job is None and self._work.next_at() is None and not self.is_quiet
        return is_idle and not any(hand.device.outbox for hand in self.hands)

    def finds_network(self) -> None:
        """Wherever they are, the phones are heard again."""
        self._network.drop()
        self.is_quiet = False

    def sign_on(self) -> None:
        """Begin a shift, unless one is running."""
        if self._shift_id() is None:
            people = {person.id: person.skills for person in self._crew}
            args = StartShift(unit_id=self.unit.id, person_ids=tuple(people), skills=people)
            self._driver.do("shift.start", self._driver.device.ids.new(), args)

    # ------------------------------------------------------------------ the shift

    def _plan(self, shift: Shift) -> None:
        """A shift that runs already is one they have just come to."""
        at = self._city.at
        self._duty.add(at(max(0, shift.begins_min)), partial(self._come_to_work, at(shift.ends_min - LAST_MIN)))
        meal: tuple[tuple[float, OwnStatus], ...] = ((0, "meal"), (MEAL_MIN, "available"))
        for minute, status in ((shift.meal_min + after, status) for after, status in meal):
            if minute > 0:
                self._duty.add(at(minute), partial(self._eat, status))
        self._duty.add(at(shift.ends_min), self._go_home)

    def _come_to_work(self, last_call_at: int) -> None:
        self._is_home, self._last_call_at = False, last_call_at
        self.sign_on()

    def _eat(self, status: OwnStatus) -> None:
        if self._job is None and not self._is_home:
            self._say_status(status)

    def _go_home(self) -> None:
        """The shift is over; a call they are on is finished first."""
        self._is_home = True

    def _sign_off(self) -> None:
        shift_id = self._shift_id()
        if shift_id is not None and shift_id not in self._seen and not self.is_quiet:
            self._seen.add(shift_id)
            self._driver.do("shift.end", shift_id, EndShift(unit_id=self.unit.id))

    def _shift_id(self) -> str | None:
        """The shift that their phones show."""
        unit = self._driver.sees("unit").get(self.unit.id)
        return None if unit is None else unit["shift_id"]

    @property
    def _driver(self) -> Hand:
        """Who taps, when one of them is enough."""
        return self.hands[0]

    # ------------------------------------------------------------------ being asked

    def _notice(self, now: int) -> None:
        """What the desk wants, and what it no longer wants."""
        mine = [row for row in self._driver.sees("assignment").values() if row["unit_id"] == self.unit.id]
        if self._job is not None and self._is_off(self._job, mine):
            self._work.drop()
            self._job = None
        for row in sorted(mine, key=lambda row: (row["offered_at"], row["id"])):
            if row["id"] in self._seen or row["state"] not in LIVE:
                continue
            if self._job is not None and self._job.call_id != row["call_id"]:
                # One thing after the other.
                continue
            self._seen.add(row["id"])
            job = Job(assignment_id=row["id"], call_id=row["call_id"], scene=self._city.scene(row["call_id"]))
            if row["state"] in TAKEN and self._job is None:
                self._go(job, now, done=STAGES.index(row["state"]) + 1 if row["state"] in STAGES else 0)
            elif row["state"] == "offered" and self._job is None:
                self._be_asked(job, now)

    def _is_off(self, job: Job, mine: Sequence[Row]) -> bool:
        """True when the desk ended it, or another team was first; not when they had gone all the same."""
        if any(row["call_id"] == job.call_id and row["state"] in TAKEN for row in mine):
            return False
        ended = any(row["id"] == job.assignment_id and row["state"] not in LIVE | {"cleared"} for row in mine)
        return ended or self._driver.device.acks.get(self._yes, {}).get("r") == "held"

    def _be_asked(self, job: Job, now: int) -> None:
        later = self._later(now)
        reply = job.scene.reply(self._city.count_asking(job.call_id))
        if reply == "silence":
            return
        for n, hand in enumerate(self.hands):
            later(SHOWN_MIN + n * PARTNER_MIN, partial(self._show, hand, job))
        answering = job.scene.answering_min
        if now >= self._last_call_at:
            later(answering, partial(self._decline, job, "end_of_shift"))
        elif reply == "no":
            later(answering, partial(self._decline, job, job.scene.declined))
        else:
            self._job, self._yes = job, ""
            later(answering, partial(self._accept, self._driver, job))
            if reply == "both":
                later(answering + PARTNER_MIN, partial(self._accept, self.hands[1], job))
            self._go(job, now + self._pace.ms(answering))

    def _show(self, hand: Hand, job: Job) -> None:
        hand.do("assignment.show", job.assignment_id, ShowAssignment(shown_at=hand.device.wall()))

    def _decline(self, job: Job, reason: DeclineReason) -> None:
        self._driver.do("assignment.decline", job.assignment_id, DeclineAssignment(reason=reason))

    def _accept(self, hand: Hand, job: Job) -> None:
        said = hand.do(
            "assignment.accept", job.assignment_id, AcceptAssignment(call_id=job.call_id, unit_id=self.unit.id)
        )
        if hand is self._driver:
            self._yes = said

    # ------------------------------------------------------------------ going

    def _go(self, job: Job, now: int, *, done: int = 0) -> None:
        """Set out to do everything that is still to do on this call."""
        self._job = job
        later, scene = self._later(now), job.scene
        minute = 0.0
        for stage, after_min in stages(scene):
            if STAGES.index(stage) < done:
                continue
            minute += after_min
            if scene.quiet is not None and scene.quiet.since == stage:
                self._lose_network(now + self._pace.ms(minute), scene.quiet.lasts_min)
            later(minute, partial(self._reach, self._driver, job, stage))
            if scene.both_tap and stage in ("enroute", "on_scene"):
                later(minute + PARTNER_MIN, partial(self._reach, self.hands[1], job, stage))
        later(minute, partial(self._say_status, "paperwork"))
        minute += scene.writing_min
        later(minute, partial(self._write, self._driver, job, scene.answers))
        later(minute + PARTNER_MIN, partial(self._refer, job))
        if scene.partner_adds:
            later(minute + 2 * PARTNER_MIN, partial(self._write, self.hands[1], job, added(scene.answers)))
        later(minute + 3 * PARTNER_MIN, self._be_ready)

    def _lose_network(self, at: int, lasts_min: float) -> None:
        self._network.add(at, partial(self._hear, is_quiet=True))
        self._network.add(at + self._pace.ms(lasts_min), partial(self._hear, is_quiet=False))

    def _hear(self, *, is_quiet: bool) -> None:
        self.is_quiet = is_quiet

    def _reach(self, hand: Hand, job: Job, stage: Stage) -> None:
        args = ReportStage(call_id=job.call_id, unit_id=self.unit.id, stage=stage)
        hand.do("assignment.stage", job.assignment_id, args)

    def _check_in(self, now: int) -> None:
        """Say that they are all right, once each time it is asked."""
        at = self._check_at()
        if self._job is not None and at is not None and at <= now:
            self._checked_for = at + CHECK_EARLY_MS
            args = CheckIn(call_id=self._job.call_id, unit_id=self.unit.id)
            self._driver.do("assignment.check_in", self._job.assignment_id, args)

    def _check_at(self) -> int | None:
        """When they would say so next, by what their phones show; real minutes, however fast the day is."""
        row = None if self._job is None else self._driver.sees("assignment").get(self._job.assignment_id)
        due = None if row is None else row.get("check_due_at")
        return None if due is None or due <= self._checked_for else int(due) - CHECK_EARLY_MS

    def _write(self, hand: Hand, job: Job, answers: OutcomeAnswers) -> None:
        args = RecordEncounter(
            call_id=job.call_id, unit_id=self.unit.id, assignment_id=job.assignment_id, answers=answers
        )
        hand.do("encounter.record", hand.device.ids.new(), args)

    def _refer(self, job: Job) -> None:
        device, scene = self._driver.device, job.scene
        dice = Dice(f"referral {scene.key}")
        made = referral(dice, scene.ending, self._city.services, at=device.wall())
        if made is not None:
            args = made(call_id=job.call_id, unit_id=self.unit.id)
            self._driver.do("referral.make", device.ids.new(), args)

    def _be_ready(self) -> None:
        self._job = None
        self._say_status("available")

    def _say_status(self, status: OwnStatus) -> None:
        self._driver.do("unit.status", self.unit.id, SetUnitStatus(status=status))

    def _later(self, now: int) -> Callable[[float, Callable[[], object]], None]:
        """Set out to do something so many minutes from then."""
        return lambda minutes, deed: self._work.add(now + self._pace.ms(minutes), deed)


def stages(scene: Scene) -> list[tuple[Stage, float]]:
    """What a team reaches on a call, each with the minutes since the one before."""
    found: list[tuple[Stage, float]] = [("enroute", scene.turnout_min), ("on_scene", scene.travel_min)]
    if scene.is_met:
        found.append(("contact", scene.to_contact_min))
    if scene.moves:
        found += [("transporting", scene.stay_min), ("at_destination", scene.moving_min)]
        return [*found, ("cleared", HANDING_OVER_MIN)]
    return [*found, ("cleared", scene.stay_min)]


def added(answers: OutcomeAnswers) -> OutcomeAnswers:
    """What the partner remembers of the same: one thing more that was done."""
    if answers.services is None:
        return answers
    return replace(answers, services=(*answers.services, "family_support"))
