"""The desk: takes calls, thinks, asks a team that can go, takes up alarms, says why when nobody goes.

It decides by what stands on its own board, as a dispatcher does, so that calls and teams it does not know of are dealt
with like its own. For every open call without a team there is a time at which the desk looks at it again.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec.structs import replace

from schemas.codes.intake import NotSentReason
from schemas.commands import CloseCall, EndAssignment, OfferAssignment, ResolveAlarm, TakenOver
from server.demo.board import Board, Row, unowned
from server.demo.city import City
from server.demo.hand import Hand
from server.demo.pace import Agenda
from server.demo.plan import Ring
from server.dispatch.rules.calls import FOR_A_TEAM

LOOK_MIN: Final[dict[str, float]] = {"P0": 5, "P1": 5, "P2": 5}
LOOK_LATER_MIN: Final = 20
"""When a call that nobody can go to is looked at again (domain.md §3.1: P2 five minutes, P3 twenty)."""

GIVE_UP_MIN: Final = 78
"""So long a call waits for a team before the desk tells the caller that nobody comes (p95 in the profile)."""

AGAIN_MIN: Final = 1.0
"""Between a no and asking the next team."""

UNANSWERED_MIN: Final = 2.0
"""So long one team is waited for before another is asked as well."""

TAKEN_BACK_MIN: Final = 6.0
"""No offer stays open longer: the longest deadline is five minutes, and a fast day does not shorten deadlines."""

ASKED_AGAIN_MIN: Final = 10.0
"""A team that could not is asked once more after so long, when there is no other."""

ALARM_MIN: Final = 1.0

AT_THE_OTHER_END: Final = "Dana"
"""Who answers where a call is passed on to."""

TAKEN_BY: Final[dict[str, NotSentReason]] = {
    "police_only": "police_took",
    "ems_only": "ems_took",
    "not_triaged": "unknown",
}
"""Why nobody of ours went to a call that somebody else at this desk took and left open."""


class Desk:
    """The dispatcher of the day."""

    def __init__(self, hand: Hand, city: City) -> None:
        """The telephone will ring as the day has it."""
        self.hand = hand
        self.looks: dict[str, int] = {}
        self._stuck: set[str] = set()
        self._closing: set[str] = set()
        self._city = city
        self._pace = city.pace
        self._agenda = Agenda()
        self._noticed: set[str] = set()
        for ring in city.rings():
            self._agenda.add(city.at(ring.at_min + ring.entering_min), partial(self._take, ring))

    def board(self) -> Board:
        """What stands on the screen."""
        sees = self.hand.sees
        return Board(calls=sees("call"), assignments=sees("assignment"), units=sees("unit"))

    def sees_all(self) -> bool:
        """True while the board is live, and shows what the desk itself said."""
        return self.hand.line.is_open and not self.hand.device.outbox

    def act(self, now: int) -> None:
        """Do what is due, and what the board asks for; nothing is decided on an old board."""
        if not self.sees_all():
            return
        self._agenda.do(now)
        board = self.board()
        for alarm_id in sorted(self.hand.sees("alarm")):
            self._once(alarm_id, now, ALARM_MIN, partial(self.hand.do, "alarm.resolve", alarm_id, ResolveAlarm()))
        for call, each in board.passed_on():
            has_it = TakenOver(to=each["to"], way=each["way"], name=AT_THE_OTHER_END, handover=each["id"])
            self._once(each["id"], now, ALARM_MIN, partial(self.hand.do, "call.taken_over", call["id"], has_it))
        for each in board.assignments.values():
            scene = self._city.scene(each["call_id"]) if each["state"] == "enroute" else None
            if scene is not None and scene.is_called_off:
                self._once(each["id"], now, scene.travel_min / 2, partial(self._call_off, each))
        asked: set[str] = set()
        self._look_at_calls(board, now, asked)
        self._look_at_offers(board, now, asked)

    def next_at(self, now: int) -> int | None:
        """When the desk has something to do, if nothing happens before."""
        if not self.sees_all():
            return None
        unanswered = [
            each["offered_at"] + self._pace.ms(minutes)
            for each in self.board().offers()
            for minutes in (UNANSWERED_MIN, TAKEN_BACK_MIN)
        ]
        ahead = [at for at in (*self.looks.values(), *unanswered) if at > now]
        planned = self._agenda.next_at()
        return min(ahead if planned is None else [planned, *ahead], default=None)

    def is_done(self) -> bool:
        """True when no call is to come and none is open, and every alarm was taken up."""
        is_idle = self._agenda.next_at() is None and not self.hand.device.outbox
        board = self.board()
        return is_idle and not self.hand.sees("alarm") and not board.open_calls() and not board.passed_on()

    def unowned(self, now: int) -> list[str]:
        """Open calls that nobody has at this moment. There is never one."""
        return unowned(self.board(), self.looks, now, bound_ms=self._pace.ms(LOOK_LATER_MIN))

    # ------------------------------------------------------------------ the telephone

    def _take(self, ring: Ring) -> None:
        call_id = self.hand.device.ids.new()
        self._city.place(call_id, ring.key)
        self.hand.do("call.take", call_id, replace(ring.told, received_at=self._city.at(ring.at_min)))
        now = self._pace.clock.now()
        if ring.sent.is_for_a_team:
            self.looks[call_id] = now + self._pace.ms(self._city.scene(call_id).thinking_min)
        else:
            self._set_closing(call_id, now, ring.closing_min, ring.sent.reason)

    def _set_closing(self, call_id: str, now: int, minutes: float, reason: NotSentReason | None) -> None:
        """Set out to close a call that nobody goes to."""
        self._closing.add(call_id)
        self.looks[call_id] = now + self._pace.ms(minutes)
        self._agenda.add(self.looks[call_id], partial(self._close, call_id, reason))

    def _close(self, call_id: str, reason: NotSentReason | None) -> None:
        self.looks[call_id] = self._pace.clock.now()
        self._closing.add(call_id)
        self.hand.do("call.close", call_id, CloseCall(not_sent_reason=reason))

    def _call_off(self, assignment: Row) -> None:
        """The caller needs nobody any more, if the team that was sent is still on its way."""
        latest = self.hand.sees("assignment").get(assignment["id"])
        # Who went by themselves never hold what they went on, and could not say at the end that it was taken from them.
        if latest is not None and latest["state"] == "enroute" and not latest["self_initiated"]:
            self.hand.do("assignment.end", assignment["id"], EndAssignment(ending="cancelled"))
            self._close(assignment["call_id"], "caller_cancelled")

    # ------------------------------------------------------------------ asking teams

    def _look_at_calls(self, board: Board, now: int, asked: set[str]) -> None:
        """Ask a team for every call whose time has come, and for one that nobody could go to as soon as a team can."""
        for call in board.open_calls():
            if board.is_alone(call) and call["triage_result"] not in FOR_A_TEAM and call["id"] not in self.looks:
                self._set_closing(call["id"], now, LOOK_LATER_MIN, TAKEN_BY.get(call["triage_result"]))
        waiting = [call for call in board.waiting() if call["id"] not in self._closing]
        self._stuck &= {call["id"] for call in waiting}
        for call_id in [key for key in self.looks if key in board.calls and not board.is_alone(board.calls[key])]:
            del self.looks[call_id]
        for call in waiting:
            look_at = self.looks.setdefault(call["id"], now + self._pace.ms(AGAIN_MIN))
            team = self._team_for(board, call, now, asked)
            if team is not None and (now >= look_at or call["id"] in self._stuck):
                self._ask(call, team, asked)
            elif now >= look_at:
                self._put_off(board, call, now)

    def _put_off(self, board: Board, call: Row, now: int) -> None:
        """Nobody can go: look again later, or tell the caller."""
        if not board.is_anybody_on_duty():
            self._close(call["id"], "outside_hours")
        elif now - call["received_at"] >= self._pace.ms(GIVE_UP_MIN):
            self._close(call["id"], "no_unit_available")
        else:
            self._stuck.add(call["id"])
            self.looks[call["id"]] = now + self._pace.ms(LOOK_MIN.get(call["priority"], LOOK_LATER_MIN))

    def _look_at_offers(self, board: Board, now: int, asked: set[str]) -> None:
        """Ask another team beside one that does not answer, and take back what nobody answers at all."""
        for offer in board.offers():
            age, call = now - offer["offered_at"], board.calls[offer["call_id"]]
            if age >= self._pace.ms(TAKEN_BACK_MIN):
                self.hand.do("assignment.end", offer["id"], EndAssignment(ending="withdrawn"))
            elif age >= self._pace.ms(UNANSWERED_MIN):
                open_offers = [each for each in board.of_call(call) if each["state"] == "offered"]
                team = self._team_for(board, call, now, asked)
                if team is not None and len(open_offers) == 1:
                    self._ask(call, team, asked)

    def _team_for(self, board: Board, call: Row, now: int, asked: set[str]) -> Row | None:
        """The team to ask: one that was not asked for this call lately."""
        lately = {
            each["unit_id"]
            for each in board.of_call(call)
            if now - each["offered_at"] < self._pace.ms(ASKED_AGAIN_MIN) or each["decline_reason"] == "end_of_shift"
        }
        return next((unit for unit in board.free(call) if unit["id"] not in lately | asked), None)

    def _ask(self, call: Row, team: Row, asked: set[str]) -> None:
        asked.add(team["id"])
        args = OfferAssignment(call_id=call["id"], unit_id=team["id"])
        self.hand.do("assignment.offer", self.hand.device.ids.new(), args)

    def _once(self, key: str, now: int, minutes: float, deed: Callable[[], object]) -> None:
        """Set out to do this in so many minutes, however often it is seen."""
        if key not in self._noticed:
            self._noticed.add(key)
            self._agenda.add(now + self._pace.ms(minutes), deed)
