"""What stands on the desk's screen at one moment, and who on it has nobody."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.codes.dispatch import Skill
from server.dispatch.rules.assignments import LIVE
from server.dispatch.rules.calls import FOR_A_TEAM

Row = dict[str, Any]
Rows = Mapping[str, Row]

WANTED: Final[dict[str, tuple[Skill, ...]]] = {
    "SUI_IDEATION": ("CLIN",),
    "MH_CRISIS": ("CLIN", "MEDIC", "CRISIS"),
    "WELFARE": ("CRISIS", "OUTR"),
    "INTOX": ("MEDIC", "PEER"),
    "UNHOUSED_NEED": ("OUTR", "NAVI"),
    "TRESPASS_NV": ("CRISIS", "MEDI"),
    "DISTURB_VERBAL": ("CRISIS", "MEDI"),
    "DISPUTE_NEIGHBOR": ("MEDI",),
    "RUNAWAY_YOUTH": ("CRISIS",),
    "GRIEF_TRAUMA": ("CRISIS", "PEER"),
}
"""Who should go (domain.md §2.3); anybody is better than nobody."""


class Board:
    """Calls, teams and who is asked or going, as one device shows them."""

    def __init__(self, *, calls: Rows, assignments: Rows, units: Rows) -> None:
        """The rows of a replica."""
        self.calls = calls
        self.assignments = assignments
        self.units = units

    def open_calls(self) -> list[Row]:
        """Every call that is not over, the most urgent first, then the longest waiting."""
        found = [call for call in self.calls.values() if call["closed_at"] is None]
        return sorted(found, key=lambda call: (call["priority"], call["received_at"], call["id"]))

    def waiting(self) -> list[Row]:
        """Open calls that need a team and have none, nor one that is asked."""
        return [call for call in self.open_calls() if call["triage_result"] in FOR_A_TEAM and self.is_alone(call)]

    def is_alone(self, call: Row) -> bool:
        """True for an open call with no team, nor one that is asked."""
        return call["closed_at"] is None and not any(each["state"] in LIVE for each in self.of_call(call))

    def of_call(self, call: Row) -> list[Row]:
        """Everybody who was asked or went, in that order."""
        found = [each for each in self.assignments.values() if each["call_id"] == call["id"]]
        return sorted(found, key=lambda each: (each["offered_at"], each["id"]))

    def offers(self) -> list[Row]:
        """Every offer that waits for an answer, the oldest first."""
        found = [each for each in self.assignments.values() if each["state"] == "offered"]
        return sorted(found, key=lambda each: (each["offered_at"], each["id"]))

    def passed_on(self) -> list[tuple[Row, Row]]:
        """Every call with a handover that nobody at the other end has taken yet."""
        calls = sorted(self.calls.items())
        return [(call, each) for _, call in calls for each in call["handovers"] if each["taken_at"] is None]

    def free(self, call: Row) -> list[Row]:
        """Teams that could go, who suits best first, then who has been free longest."""
        busy = {each["unit_id"] for each in self.assignments.values() if each["state"] in LIVE}
        wanted = WANTED.get(call["type_code"], ())
        found = [unit for unit in self.units.values() if unit["status"] == "available" and unit["id"] not in busy]

        def order(unit: Row) -> tuple[int, int, str]:
            return -len(set(wanted) & set(unit["skills"])), unit["status_at"], unit["name"]

        return sorted(found, key=order)

    def is_anybody_on_duty(self) -> bool:
        """True while a team is on shift."""
        return any(unit["shift_id"] is not None for unit in self.units.values())

    def counts(self) -> dict[str, int]:
        """How the calls stand, for a line that a person reads."""
        on_the_way = {each["call_id"] for each in self.assignments.values() if each["state"] in ("accepted", "enroute")}
        there = {each["call_id"] for each in self.assignments.values() if each["state"] in LIVE - {"offered"}}
        open_calls = self.open_calls()
        return {
            "on the way": len(on_the_way),
            "with somebody": len(there - on_the_way),
            "waiting": len([call for call in open_calls if call["id"] not in there]),
        }


def unowned(board: Board, looks: Mapping[str, int], now: int, *, bound_ms: int) -> list[str]:
    """Open calls that nobody has: no team, none asked, and no time within the bound at which the desk looks again."""
    return [
        call["id"]
        for call in board.open_calls()
        if board.is_alone(call) and not now - bound_ms <= looks.get(call["id"], -1) <= now + bound_ms
    ]
