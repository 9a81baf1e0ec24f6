"""A team asks for somebody to come too: the desk answers who and when or why not, and what came of it is kept."""

from typing import Any

import pytest

from tests.phone import Phone
from tests.served import HOUR, MINUTE
from tests.stories.two_teams import BY_VOICE, PLOVER, THE_CALL, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

MEDICAL = {**THE_CALL, "kind": "ems", "reason": "medical", "asked_by": "person"}


async def asked(teams: TwoTeams, phone: Phone | None = None, **more: Any) -> None:
    await teams.must(phone or teams.ama, "backup.ask", "backup-1", {**MEDICAL, **more})


async def seen_by(teams: TwoTeams, phone: Phone) -> dict[str, Any] | None:
    return (await teams.see(phone, "backup")).get("backup-1")


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_desk_says_who_comes_and_when_and_the_team_says_that_they_did(served):
    async with two_teams(served) as teams:
        await asked(teams)
        await asked(teams)
        told = await teams.on_desk("backup", "backup-1")
        assert (told["name"], told["kind"], told["reason"], told["asked_by"]) == (
            *("Ada Example", "ems", "medical"),
            "person",
        )
        assert (told["answered_at"], told["ended_at"]) == (None, None)
        await teams.must(teams.desk, "backup.answer", "backup-1", {"in_min": 9})
        coming = await seen_by(teams, teams.ben)
        assert coming is not None
        assert (coming["due_at"], coming["refusal"]) == (served.clock.now() + 9 * 60_000, None)

        await teams.later(7 * MINUTE)
        await teams.must(teams.desk, "backup.end", "backup-1", {"outcome": "never_came"})
        await teams.must(teams.ben, "backup.end", "backup-1", {"outcome": "arrived", "lights": "yes"})
        await teams.must(teams.ama, "backup.end", "backup-1", {"outcome": "called_off"})
        over = await teams.on_desk("backup", "backup-1")
        assert (over["outcome"], over["lights"]) == ("arrived", "yes")
        assert await seen_by(teams, teams.cleo) is None
        await teams.later(2 * HOUR)
        assert await seen_by(teams, teams.ben) is None


async def test_who_does_not_come_is_told_with_why_and_the_last_word_of_the_desk_counts(served):
    async with two_teams(served) as teams:
        await asked(teams)
        await teams.must(teams.desk, "backup.answer", "backup-1", {"refusal": "nobody_free"})
        refused = await seen_by(teams, teams.ama)
        assert refused is not None
        assert (refused["refusal"], refused["due_at"], refused["ended_at"]) == ("nobody_free", None, None)

        await teams.later(MINUTE)
        await teams.must(teams.desk, "backup.answer", "backup-1", {"in_min": 5, "unit_id": PLOVER})
        coming = await seen_by(teams, teams.ama)
        assert coming is not None
        assert (coming["refusal"], coming["coming_id"]) == (None, PLOVER)


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_team_that_was_to_come_and_says_no_leaves_the_desk_to_answer_anew(served):
    async with two_teams(served) as teams:
        await asked(teams, kind="team", reason="scene_size")
        await teams.must(teams.desk, "backup.answer", "backup-1", {"in_min": 5, "unit_id": PLOVER})
        await teams.offer(PLOVER, "assignment-2")
        assert (await teams.on_desk("backup", "backup-1"))["coming_id"] == PLOVER
        await teams.must(teams.cleo, "assignment.decline", "assignment-2", {"reason": "too_far"})

        for phone in (teams.desk, teams.ama):
            told = await seen_by(teams, phone)
            assert told is not None
            assert (told["answered_at"], told["due_at"], told["coming_id"]) == (None, None, None)


async def test_what_was_asked_without_a_signal_waits_for_an_answer_however_late_it_came(served):
    async with two_teams(served) as teams:
        teams.ama.save("backup.ask", "backup-1", MEDICAL)
        pressed_at = served.clock.now()
        await teams.later(HOUR)
        await teams.ama.upload()
        told = await teams.on_desk("backup", "backup-1")
        assert (told["asked_at"], told["received_at"]) == (pressed_at, served.clock.now())

        await teams.later(13 * HOUR)
        assert (await teams.on_desk("backup", "backup-1"))["answered_at"] is None


async def test_the_desk_enters_what_it_hears_and_another_team_speaks_for_nobody(served):
    async with two_teams(served) as teams:
        await asked(teams, teams.desk, **BY_VOICE)
        assert await seen_by(teams, teams.ama) is not None
        foreign = await teams.cleo.do("backup.ask", "backup-2", MEDICAL)
        ended = await teams.cleo.do("backup.end", "backup-1", {"outcome": "arrived"})
        unknown = await teams.desk.do("backup.answer", "backup-3", {"in_min": 5})
        assert (foreign["code"], ended["code"], unknown["code"]) == ("forbidden", "forbidden", "dependency")


async def test_it_is_gone_with_its_call(served):
    async with two_teams(served) as teams, served.phone(teams.city, "privacy_officer") as officer:
        await asked(teams)
        assert await seen_by(teams, teams.desk) is not None
        await teams.must(officer, "call.erase", "call-1", {"reason": "asked for"})
        assert await seen_by(teams, teams.desk) is None
        again = await teams.desk.do("backup.answer", "backup-1", {"in_min": 5})
        assert (again["r"], again["code"]) == ("ok", "erased")
