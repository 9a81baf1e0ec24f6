"""A team asks a supervisor and nobody answers: supervisors at work are sent a text."""

from tests.outward.test_backups import a_minute, team
from tests.stories.team import UNIT
from tests.sync.doors import rows

__all__ = ["team"]

ASKED = {"call_id": "call-1", "unit_id": UNIT, "reason": "hold"}


async def test_supervisors_are_texted_once_when_nobody_answers(served, city, team, post):
    async with served.phone(city, "supervisor") as boss:
        await team.must(team.ama, "consult.ask", "consult-1", ASKED)
        await a_minute(served)
        await a_minute(served)

        assert [(effect.payload["person_id"], effect.payload["word"]) for effect in post.taken] == [
            (boss.person, "consult_waits")
        ]
    assert len(await rows(city, "SELECT kind FROM journal WHERE kind = 'consult.told'")) == 1


async def test_nobody_is_texted_once_it_is_answered(served, city, team, post):
    async with served.phone(city, "supervisor") as boss:
        await team.must(team.ama, "consult.ask", "consult-1", ASKED)
        await team.must(boss, "consult.answer", "consult-1", {"answer": "coming"})
        await a_minute(served)

        assert post.taken == []
