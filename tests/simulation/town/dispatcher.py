"""What is done at a desk: calls are taken, teams are asked and moved, calls passed on, alarms and help taken up."""

from collections.abc import Mapping
from typing import Any, Final

from tests.simulation.town.people import Person

CALL: Final[dict[str, Any]] = {
    "source": "line727",
    "priority": "P3",
    "triage_result": "alt_only",
    "would_have_gone_to": "police",
    "caller_role": "bystander",
    "location_kind": "outdoor_public",
    "area": "east",
}
TYPES: Final = ("UNHOUSED_NEED", "MH_CRISIS", "DISPUTE_NEIGHBOR")
ENDINGS: Final = ("withdrawn", "cancelled", "preempted", "reassigned")
GOING: Final = frozenset({"accepted", "enroute", "staging"})
SERVICES: Final = ("ems", "l988", "police")


class Dispatcher(Person):
    """Takes calls, asks teams, ends what is over."""

    def __init__(self, *args: Any, crews: Mapping[str, tuple[str, ...]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.crews = crews

    def act(self) -> None:
        """One thing at the desk."""
        self.choose(
            {
                self.take: 4,
                self.offer: 5,
                self.end: 0.7,
                self.close: 1,
                self.by_voice: 0.7,
                self.resolve: 1,
                self.sign_on: 0.5,
                self.sign_off: 0.15,
                self.pass_on: 0.5,
                self.taken_over: 0.5,
                self.move: 0.5,
                self.have_helped: 1,
            }
        )

    def take(self) -> None:
        """Somebody rings."""
        call = self.ids.new()
        canary = f"canary-{call[-12:]}"
        args = {**CALL, "type_code": self.dice.one_of(TYPES), "received_at": self.phone.wall(), "said": canary}
        self.do("call.take", call, args)
        self.truth.calls.append(call)
        self.truth.canaries[call] = canary
        if self.dice.happens(0.5):
            self._ask(call)

    def offer(self) -> None:
        """Ask a team, or two at once, to take a call."""
        calls = [row for row in self.rows("call").values() if row["closed_at"] is None]
        if calls:
            self._ask(self.dice.one_of(calls)["id"])

    def _ask(self, call: str) -> None:
        for unit in self.dice.some_of(tuple(self.crews), 2 if self.dice.happens(0.3) else 1):
            self.do("assignment.offer", self.ids.new(), {"call_id": call, "unit_id": unit, "despite": True})

    def end(self) -> None:
        """Take an offer back, or a team off a call."""
        live = [row for row in self.rows("assignment").values() if row["ended_at"] is None]
        if live:
            self.do("assignment.end", self.dice.one_of(live)["id"], {"ending": self.dice.one_of(ENDINGS)})

    def close(self) -> None:
        """The call needs nobody any more."""
        calls = [row for row in self.rows("call").values() if row["closed_at"] is None]
        if calls:
            self.do("call.close", self.dice.one_of(calls)["id"], {"not_sent_reason": "timed_out"})

    def by_voice(self) -> None:
        """A team says yes on the radio."""
        asked = [row for row in self.rows("assignment").values() if row["state"] == "offered"]
        if asked:
            row = self.dice.one_of(asked)
            args = {"call_id": row["call_id"], "unit_id": row["unit_id"], "voice": {"said_by": "Wren 2"}}
            self.do("assignment.accept", row["id"], args)

    def resolve(self) -> None:
        """Somebody has it."""
        alarms = [row for row in self.rows("alarm").values() if row["resolved_at"] is None]
        if alarms:
            self.do("alarm.resolve", self.dice.one_of(alarms)["id"], {})

    def sign_on(self) -> None:
        """A new shift of a team: the same people, or one of them fewer."""
        unit = self.dice.one_of(tuple(self.crews))
        crew = self.dice.some_of(self.crews[unit], len(self.crews[unit]))
        self.do("shift.start", self.ids.new(), {"unit_id": unit, "person_ids": crew})

    def sign_off(self) -> None:
        """The shift of a team is over."""
        on_shift = [row for row in self.rows("unit").values() if row["shift_id"] is not None]
        if on_shift:
            unit = self.dice.one_of(on_shift)
            self.do("shift.end", unit["shift_id"], {"unit_id": unit["id"]})

    def pass_on(self) -> None:
        """Somebody else is to see to it as well."""
        calls = tuple(self.rows("call"))
        if calls:
            self.do("call.hand_over", self.dice.one_of(calls), {"to": self.dice.one_of(SERVICES)})

    def taken_over(self) -> None:
        """Somebody there has it, as they say; not always of a call that was passed on to them."""
        calls = tuple(self.rows("call").values())
        if calls:
            call = self.dice.one_of(calls)
            asked = self.dice.one_of(call["handovers"]) if call["handovers"] else {"id": None, "to": "police"}
            name = self.truth.canaries.get(call["id"], "canary")
            self.do("call.taken_over", call["id"], {"to": asked["to"], "handover": asked["id"], "name": name})

    def move(self) -> None:
        """A team is needed elsewhere, or another one is to go in its place."""
        going = [row for row in self.rows("assignment").values() if row["state"] in GOING]
        calls = [row["id"] for row in self.rows("call").values() if row["closed_at"] is None]
        if not going or not calls:
            return
        row = self.dice.one_of(going)
        args = {"call_id": self.dice.one_of(calls), "unit_id": row["unit_id"]}
        if self.dice.happens(0.5):
            args = {"call_id": row["call_id"], "unit_id": self.dice.one_of(tuple(self.crews))}
        self.do("assignment.offer", self.ids.new(), {**args, "instead_of": row["id"], "despite": True})

    def have_helped(self) -> None:
        """Somebody called for help, and somebody sees to it."""
        open_ = [row for row in self.rows("help").values() if row["taken_at"] is None]
        if open_:
            self.do("help.take", self.dice.one_of(open_)["id"], {"at": self.phone.wall()})
