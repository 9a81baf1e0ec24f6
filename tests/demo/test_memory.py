"""What those who were there remember, where a team went although the call was no longer theirs."""

from collections import Counter
from typing import Any

from schemas.base import Struct
from schemas.commands import AcceptAssignment, EndAssignment, OfferAssignment, ReportStage
from server.demo.hand import Deed
from server.demo.memory import NOT_TAKEN, Memory
from tests.served import NOON
from tests.stories.team import CALL

OK, HELD = {"r": "ok"}, {"r": "held", "code": "conflict"}
MINUTE = 60_000


def a_deed(n: int, type_: str, entity: str, args: Struct, *, ahead_min: int = 0) -> Deed:
    """What somebody does in the n-th minute; the clock of their device is ahead by so much."""
    at = NOON + n * MINUTE
    told_at = at + ahead_min * MINUTE
    return Deed(id=f"{n}", person="somebody", type=type_, entity=entity, args=args, at=told_at, truly_at=at)


def remembered(*, accepted: dict[str, str], ended: int | None = None) -> Counter[tuple[str, bool]]:
    """A team was asked, said yes, and went; the desk may have ended it, before they arrived or after."""
    named: dict[str, Any] = {"call_id": "call-1", "unit_id": "unit-1"}
    deeds = [
        a_deed(1, "call.take", "call-1", CALL),
        a_deed(2, "assignment.offer", "asked-1", OfferAssignment(**named)),
        a_deed(3, "assignment.accept", "asked-1", AcceptAssignment(**named)),
        a_deed(4, "assignment.stage", "asked-1", ReportStage(stage="enroute", **named)),
        a_deed(6, "assignment.stage", "asked-1", ReportStage(stage="on_scene", **named)),
    ]
    if ended is not None:
        deeds.append(a_deed(ended, "assignment.end", "asked-1", EndAssignment(ending="cancelled")))
    memory = Memory(deeds, {deed.id: OK for deed in deeds} | {"3": accepted})
    assert memory.files({"unit-1": "Wren"})["stages"].total() == 2
    return Counter((response.state, response.is_by_itself) for response in memory.ours().values())


def test_a_team_that_took_the_call_went_on_it():
    assert remembered(accepted=OK) == {("on_scene", False): 1}


def test_a_team_whose_yes_came_too_late_went_by_itself():
    assert remembered(accepted=HELD) == {(NOT_TAKEN, False): 1, ("on_scene", True): 1}


def test_a_team_that_was_called_off_and_arrived_all_the_same_came_by_itself():
    assert remembered(accepted=OK, ended=5) == {("cancelled_enroute", False): 1, ("on_scene", True): 1}


def test_a_team_that_was_called_off_when_it_was_there_was_there_whatever_the_desk_had_heard_by_then():
    assert remembered(accepted=OK, ended=7) == {("cancelled_on_scene", False): 1}


def test_a_tap_on_a_device_whose_clock_is_ahead_was_still_before_they_were_called_off():
    named: dict[str, Any] = {"call_id": "call-1", "unit_id": "unit-1"}
    deeds = [
        a_deed(1, "call.take", "call-1", CALL),
        a_deed(2, "assignment.offer", "asked-1", OfferAssignment(**named)),
        a_deed(3, "assignment.accept", "asked-1", AcceptAssignment(**named)),
        a_deed(4, "assignment.stage", "asked-1", ReportStage(stage="enroute", **named), ahead_min=5),
        a_deed(5, "assignment.end", "asked-1", EndAssignment(ending="cancelled")),
    ]

    (response,) = Memory(deeds, {deed.id: OK for deed in deeds}).ours().values()

    assert response.reached == [("enroute", NOON + 9 * MINUTE)]
    assert not response.is_by_itself
