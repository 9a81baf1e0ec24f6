"""Who does not look at the app is sent a text, and may answer by one: the same yes and no, never a wrong yes."""

import json
import stat
from typing import Any

import pytest

from server.cli.clerk import Clerk
from server.identity import commands
from server.outward.texts import rules
from server.outward.texts.carrier import Texts
from server.outward.texts.routes import secret_of
from tests.outward.carriers import silent
from tests.outward.test_sender import go
from tests.served import HOUR
from tests.stories.team import UNIT, a_team
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")

AMA, BEN = "+1 (555) 010-0101", "555-010-0102"
OFFER = {"call_id": "call-1", "unit_id": UNIT}


@pytest.fixture
async def team(served, city, tmp_path):
    """Two partners on shift whose numbers are known, and a file that takes their texts."""
    served.app.carriers["sms"] = Texts(f"file:{tmp_path / 'texts'}", None)
    served.app.carriers.pop("push")
    async with a_team(served, city) as made:
        for person_id, phone in ((made.ama.person, AMA), (made.ben.person, BEN)):
            await numbered(served, city, person_id, phone)
        yield made


async def numbered(served, city, person_id, phone):
    """This person's number is known."""
    await served.gate(city).act(
        lambda tx: commands.change_person(tx, kind="city", person_id=person_id, phone=phone, languages=None)
    )


async def texted(served, tmp_path):
    """Send what is due; answers every text so far, by number."""
    await go(served)
    path = tmp_path / "texts"
    lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return {line["to"]: line["text"] for line in lines}


async def offered(served, team, tmp_path, n=1):
    """The team is asked and does not look; answers what Ama was told to call the offer."""
    await go(served)
    await team.take(f"call-{n}")
    both = {"call_id": f"call-{n}", "unit_id": UNIT}
    await team.must(team.desk, "assignment.offer", f"assignment-{n}", both)
    served.clock.forward(30)
    return digits_in((await texted(served, tmp_path))[AMA])


def digits_in(text):
    """What this text calls an offer."""
    digits = int(text.partition("(")[2][:2])
    assert text == rules.asked(digits)
    return digits


def wrong_digits(*right):
    """Two digits that are none of these, from the highest down."""
    return [digits for digits in range(99, 9, -1) if digits not in right]


async def say(served, team, text, *, number="+15550100101", sms_id="sms-1", secret=None):
    """This text comes; answers the door's answer."""
    branch = served.app.branches.of(team.city.tag)
    shown = await secret_of(branch) if secret is None else secret
    async with served.http() as http:
        body = {"id": sms_id, "number": number, "text": text}
        return await http.post("/api/sms", json=body, headers={"Authorization": f"Bearer {shown}"})


async def state(team, assignment="assignment-1"):
    """How the offer stands, and how it was answered."""
    row = (await team.see(team.desk, "assignment"))[assignment]
    return row["state"], row["origin"]


async def test_a_text_says_two_digits_and_how_to_answer_and_nothing_of_the_call(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)

    text = (await texted(served, tmp_path))[AMA]
    assert text == rules.asked(digits)
    assert len(text) <= 160
    assert stat.S_IMODE((tmp_path / "texts").stat().st_mode) == 0o600
    for told in ("river", "east", "UNHOUSED", "Ada", "Wren"):
        assert told not in text


@pytest.mark.parametrize(("text", "is_now"), [("1 {}", "accepted"), (" 2-{}. ", "declined")])
@pytest.mark.told_on("sqlite", "postgres")
async def test_yes_and_no_by_text_count_as_from_the_phone(served, team, tmp_path, text, is_now):
    digits = await offered(served, team, tmp_path)

    assert (await say(served, team, text.format(digits))).status_code == 204

    assert await state(team) == (is_now, "sms")
    answer = (await texted(served, tmp_path))[AMA]
    assert answer == rules.answered("yes" if is_now == "accepted" else "no", digits)
    told = await rows(team.city, "SELECT person FROM journal WHERE kind = :kind", kind=f"assignment.{is_now}")
    assert told == [{"person": team.ama.person}]


async def test_the_same_text_come_twice_is_done_and_answered_once(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)
    await say(served, team, f"1 {digits}")
    await say(served, team, f"1 {digits}")
    await go(served)

    assert len((tmp_path / "texts").read_text().splitlines()) == 3, "two were asked, one was answered"


@pytest.mark.parametrize("before", ["a slip", "a call that is over", "nobody was asked"])
async def test_a_text_come_again_takes_no_offer_made_after_it(served, team, tmp_path, before):
    first = 10
    if before != "nobody was asked":
        first = await offered(served, team, tmp_path)
        await team.must(team.desk, "assignment.end", "assignment-1", {"ending": "withdrawn"})
    digits = wrong_digits(first)[0] if before == "a slip" else first
    await say(served, team, f"1 {digits}")
    newest = await offered(served, team, tmp_path, n=2)
    said = len((tmp_path / "texts").read_text().splitlines())

    await say(served, team, f"1 {digits}")
    await go(served)

    assert (await state(team, "assignment-2"))[0] == "offered"
    assert len((tmp_path / "texts").read_text().splitlines()) == said
    await say(served, team, f"1 {newest}", sms_id="sms-2")
    assert (await state(team, "assignment-2"))[0] == "accepted", "a new text with those digits does"


async def test_only_the_number_that_was_enrolled_may_answer_and_no_other_is_told_anything(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)

    await say(served, team, f"1 {digits}", number="+15550109999")

    assert (await state(team))[0] == "offered"
    assert set(await texted(served, tmp_path)) == {AMA, BEN}


@pytest.mark.parametrize("text", ["yes", "1", "10", "3 10", "1 1O", "1 10 11", "١ 10", "", "1 010", "110", "211"])
async def test_anything_else_changes_nothing_and_is_explained_once(served, team, tmp_path, text):
    await offered(served, team, tmp_path)

    for n in range(3):
        await say(served, team, text, sms_id=f"sms-{n}")

    assert (await state(team))[0] == "offered"
    assert (await texted(served, tmp_path))[AMA] == rules.answered("help", None)
    assert len((tmp_path / "texts").read_text().splitlines()) == 3


async def test_a_late_answer_is_told_so_and_takes_no_later_offer(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)
    await team.must(team.desk, "assignment.end", "assignment-1", {"ending": "withdrawn"})
    assert await offered(served, team, tmp_path, n=2) != digits

    await say(served, team, f"1 {digits}")

    assert (await state(team, "assignment-2"))[0] == "offered"
    assert (await state(team))[0] == "withdrawn"
    assert (await texted(served, tmp_path))[AMA] == rules.answered("over", digits)


@pytest.mark.told_on("sqlite", "postgres")
async def test_digits_that_nobody_was_told_are_told_to_be_unknown(served, team, tmp_path):
    wrong = wrong_digits(await offered(served, team, tmp_path))[0]

    await say(served, team, f"1 {wrong}")

    assert (await texted(served, tmp_path))[AMA] == rules.answered("unknown", wrong)


@pytest.mark.parametrize("choice", [2, 1])
@pytest.mark.parametrize("is_asked_anew", [False, True])
async def test_nobody_whose_team_has_the_call_is_told_not_to_go(served, team, tmp_path, choice, is_asked_anew):
    digits = await offered(served, team, tmp_path)
    taken = "assignment-1"
    if is_asked_anew:
        taken = "assignment-2"
        await team.must(team.desk, "assignment.end", "assignment-1", {"ending": "withdrawn"})
        await team.must(team.desk, "assignment.offer", taken, OFFER)
    await team.must(team.ama, "assignment.accept", taken, OFFER)

    await say(served, team, f"{choice} {digits}", number=BEN)

    told = (await texted(served, tmp_path))[BEN]
    assert told in (rules.answered("theirs", digits), rules.answered("yes", digits))
    assert choice == 1 or told == rules.answered("theirs", digits)
    assert (await state(team, taken))[0] == "accepted"


async def forge(served, team, digits):
    """Somebody has all of these come from Ama's number, as declining."""
    for each in digits:
        await say(served, team, f"2 {each}", sms_id=f"forged-{served.clock.now()}-{each}")
    await go(served)


async def test_whoever_guesses_digits_declines_nothing_and_is_told_to_call(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)

    await forge(served, team, [*wrong_digits(digits), digits])

    assert (await state(team))[0] == "offered"
    told = [json.loads(line)["text"] for line in (tmp_path / "texts").read_text().splitlines()]
    assert len(told) == 2 + 5 + 2, "asked, wrong five times, told to call for the hour and for the offer"
    assert told.count(rules.answered("guessing", None)) == 2
    await say(served, team, f"1 {digits}", number=BEN, sms_id="sms-ben")
    assert (await state(team))[0] == "accepted", "her partner's number is not hers"


@pytest.mark.parametrize(("times", "is_now"), [(2, "accepted"), (3, "offered")])
async def test_an_offer_is_answered_after_two_wrong_digits_and_not_after_three(served, team, tmp_path, times, is_now):
    digits = await offered(served, team, tmp_path)

    await forge(served, team, wrong_digits(digits)[:times])
    await say(served, team, f"1 {digits}")

    assert (await state(team))[0] == is_now


@pytest.mark.parametrize("when", ["before it", "at the one before"])
async def test_whoever_forges_a_number_keeps_its_person_from_answering_no_later_offer(served, team, tmp_path, when):
    first = await offered(served, team, tmp_path)
    if when == "at the one before":
        await forge(served, team, wrong_digits(first))
    await team.must(team.desk, "assignment.end", "assignment-1", {"ending": "withdrawn"})
    if when == "before it":
        await forge(served, team, wrong_digits(first))

    second = await offered(served, team, tmp_path, n=2)
    await say(served, team, f"1 {second}")

    assert await state(team, "assignment-2") == ("accepted", "sms")


@pytest.mark.parametrize(("minutes", "is_sent"), [(4, True), (6, False)])
async def test_an_answer_that_a_provider_did_not_take_for_minutes_is_not_sent(served, team, tmp_path, minutes, is_sent):
    digits = await offered(served, team, tmp_path)
    await say(served, team, f"1 {digits}")

    for _ in range(2 * minutes):
        served.clock.forward(30)
        await served.app.metronome.beat(served.clock.now())
    await go(served)

    assert ((await texted(served, tmp_path))[AMA] == rules.answered("yes", digits)) is is_sent


async def test_a_number_that_was_taken_away_is_not_texted_and_answers_nothing(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)
    await served.gate(team.city).act(
        lambda tx: commands.change_person(tx, kind="city", person_id=team.ama.person, no_phone=True)
    )
    asked = len((tmp_path / "texts").read_text().splitlines())

    await say(served, team, f"1 {digits}")
    await go(served)

    assert (await state(team))[0] == "offered"
    assert len((tmp_path / "texts").read_text().splitlines()) == asked
    await say(served, team, f"1 {digits}", number=BEN, sms_id="sms-ben")
    assert (await state(team))[0] == "accepted", "her partner's number still answers"


async def test_the_terminal_shows_no_number(served, team, capsys):
    served.app.carriers["sms"] = Texts("console", None)
    await team.take()
    await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)
    served.clock.forward(30)

    await go(served)

    shown = capsys.readouterr().out
    assert digits_in(shown.partition(": ")[2].partition("\n")[0]) > 0
    assert AMA not in shown
    assert "ends in 01" in shown


async def test_an_answer_after_twelve_hours_answers_nothing(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)
    served.clock.forward(12 * HOUR)

    await say(served, team, f"1 {digits}")

    assert len((tmp_path / "texts").read_text().splitlines()) == 2


async def test_on_a_telephone_of_two_the_digits_of_one_offer_are_not_those_of_another(served, team, tmp_path):
    await numbered(served, team.city, team.ben.person, AMA)
    await team.must(team.desk, "shift.end", "shift-1", {"unit_id": UNIT})
    await team.must(team.desk, "shift.start", "shift-2", {"unit_id": UNIT, "person_ids": [team.ama.person]})
    first = await offered(served, team, tmp_path)
    await team.must(team.desk, "shift.end", "shift-2", {"unit_id": UNIT})
    await team.must(team.desk, "shift.start", "shift-3", {"unit_id": UNIT, "person_ids": [team.ben.person]})
    await team.must(team.desk, "assignment.end", "assignment-1", {"ending": "withdrawn"})
    second = await offered(served, team, tmp_path, n=2)

    await say(served, team, f"1 {first}")

    assert (await state(team, "assignment-2"))[0] == "offered"
    assert (await texted(served, tmp_path))[AMA] == rules.answered("over", first)
    await say(served, team, f"1 {second}", sms_id="sms-2")
    assert (await state(team, "assignment-2"))[0] == "accepted"


@pytest.mark.told_on("sqlite", "postgres")
async def test_whoever_went_off_shift_takes_nothing_by_text(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)
    await team.must(team.desk, "shift.end", "shift-1", {"unit_id": UNIT})

    await say(served, team, f"1 {digits}")

    assert (await state(team))[0] != "accepted"
    assert (await texted(served, tmp_path))[AMA] == rules.answered("over", digits)


async def test_a_wrong_secret_opens_nothing_and_is_slowed_down(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)
    right = await secret_of(served.app.branches.of(team.city.tag))
    for wrong in ("", "x", right[:-1], right + "A", "zzzzzz.AAAA"):
        assert (await say(served, team, f"1 {digits}", secret=wrong)).status_code == 401

    assert (await say(served, team, f"1 {digits}", secret="x")).status_code == 429
    assert (await state(team))[0] == "offered"
    answer = await say(served, team, f"1 {digits}", secret=right)
    assert answer.status_code == 204, "who has the right one is never kept out"


async def texts_secret(served, team, *, new):
    """What `field727 org texts` shows, after another was made if it is to be `new`."""
    clerk = Clerk(served.app, served.settings, clock=served.clock, ids=served.ids)
    said: Any = await clerk.commands()["org.texts"]({"org": team.city.tag, "new": new}, print)
    return said["secret"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_secret_made_anew_shuts_out_whoever_has_the_one_before_and_it_alone(served, team, tmp_path):
    digits = await offered(served, team, tmp_path)
    first, second, third = [await texts_secret(served, team, new=n > 0) for n in range(3)]

    assert len({first, second, third}) == 3
    for before in (first, second):
        assert (await say(served, team, f"1 {digits}", secret=before)).status_code == 401
    assert (await state(team))[0] == "offered"
    assert await texts_secret(served, team, new=False) == third, "it stays the same until it is to be another"
    assert (await say(served, team, f"1 {digits}", secret=third)).status_code == 204
    assert (await state(team))[0] == "accepted"


async def test_a_provider_that_never_answers_holds_up_no_dispatch(served, team):
    async with silent() as hole:
        served.app.carriers["sms"] = Texts(f"http://127.0.0.1:{hole.port}/", "a token")
        await team.take()
        await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)
        served.clock.forward(30)
        await served.app.sender.round(served.clock.now())
        await hole.until_asked(2)

        await team.must(team.ama, "assignment.accept", "assignment-1", OFFER)

        for task in served.app.sender._flying["sms"]:
            task.cancel()
        await served.app.sender.landed()


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_has_no_number_is_not_texted_and_the_desk_sees_it(served, city, tmp_path):
    served.app.carriers["sms"] = Texts(f"file:{tmp_path / 'texts'}", None)
    async with a_team(served, city) as team:
        await team.take()
        await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)
        served.clock.forward(30)
        await go(served)

        (one, _) = (await team.see(team.desk, "assignment"))["assignment-1"]["ladder"]
    assert (one["texted_at"], one["text_failed_at"]) == (None, served.clock.now())
