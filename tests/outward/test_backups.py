"""A team asks for somebody to come too and the desk does not answer: supervisors at work are sent a text."""

import pytest

from tests.outward.test_sender import go
from tests.stories.team import CALL, UNIT, a_team
from tests.sync.doors import rows

ASKED = {"call_id": "call-1", "unit_id": UNIT, "kind": "ems", "reason": "medical"}


@pytest.fixture
async def team(served, city, post):
    """Two partners on shift, and a call."""
    del post
    async with a_team(served, city) as made:
        await made.must(made.desk, "call.take", "call-1", CALL)
        yield made


async def a_minute(served):
    """The time the desk has."""
    for _ in range(60):
        served.clock.forward(1)
        await served.app.metronome.beat(served.clock.now())
        await go(served)


async def test_supervisors_are_texted_once_when_nobody_answers(served, city, team, post):
    async with served.phone(city, "supervisor") as boss:
        await team.must(team.ama, "backup.ask", "backup-1", ASKED)
        await a_minute(served)
        await a_minute(served)

        assert [(effect.payload["person_id"], effect.payload["word"]) for effect in post.taken] == [
            (boss.person, "backup_waits")
        ]
    assert len(await rows(city, "SELECT kind FROM journal WHERE kind = 'backup.told'")) == 1


@pytest.mark.parametrize(
    ("who", "kind", "args"),
    [("desk", "backup.answer", {"in_min": 5}), ("ama", "backup.end", {"outcome": "called_off"})],
)
async def test_nobody_is_texted_once_it_is_answered_or_over(served, city, team, post, who, kind, args):
    async with served.phone(city, "supervisor"):
        await team.must(team.ama, "backup.ask", "backup-1", ASKED)
        await team.must(getattr(team, who), kind, "backup-1", args)
        await a_minute(served)

        assert post.taken == []


async def test_a_team_that_does_not_come_after_all_begins_the_wait_anew(served, city, team, post):
    async with served.phone(city, "supervisor"):
        await team.must(team.ama, "backup.ask", "backup-1", ASKED)
        await team.must(team.desk, "backup.answer", "backup-1", {"unit_id": UNIT})
        offer = {"call_id": "call-1", "unit_id": UNIT}
        await team.must(team.desk, "assignment.offer", "assignment-1", offer)
        await team.must(team.ben, "assignment.decline", "assignment-1", {"reason": "too_far"})
        await a_minute(served)

        assert [effect.payload["word"] for effect in post.taken] == ["backup_waits"]
