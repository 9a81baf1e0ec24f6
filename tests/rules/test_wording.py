"""What an organization may say in its own words, and what it never may."""

import json
from typing import Any

import pytest

from schemas.base import Words
from schemas.guidance.wording import BANNED, WordingSaid
from server.errors import Invalid
from server.guidance.rules import MOST_SENTENCES, replaced, stays_ours
from server.guidance.store import SENTENCES, sentences

OURS = {
    "phone:home.team": "Team {team}",
    "later:find.count": "{n} {n:place|places}",
    "later:near.exact": "At the place",
    "desk/changing:near.exact": "At the place",
    "phone:call.now": "Call 911",
    "shell:help.desk": "Call dispatch",
    "phone:home.callDesk": "Call dispatch",
    "holding:who": "Who is told",
}
TEAM = "phone:home.team"


def said(key: str, en: str, es: str) -> WordingSaid:
    return WordingSaid(sentences={key: Words(en=en, es=es)})


WRONG: dict[str, WordingSaid] = {
    "no sentence phone:home.crew": said("phone:home.crew", "Crew", "Grupo"),
    r"phone:home.team in en must have \{team\}, as in: Team \{team\}": said(TEAM, "Crew", "Grupo {team}"),
    r"phone:home.team in es must have \{team\}": said(TEAM, "Crew {team}", "Grupo {equipo}"),
    r"later:find.count in en must have \{n\}": said("later:find.count", "{n:spot|spots} {many}", "{n}"),
    r"near.exact in en must have no braces": said("later:near.exact", "At {place}", "En el lugar"),
    "in es must have no braces": said("later:near.exact", "There", "Ahí {"),
    "says nothing in es": said(TEAM, "Crew {team}", " "),
    "or more than one line": said(TEAM, "Crew\n{team}", "Grupo {team}"),
    "has 52 letters: at most 42": said(TEAM, "Crew {team}" + "x" * 41, "Grupo {team}"),
    "in en says “unit”": said(TEAM, "unit {team}", "Grupo {team}"),
    "in es says “Unidad”": said(TEAM, "Crew {team}", "Unidad {team}"),
    "one sentence of ours: say both the same": WordingSaid(
        sentences={
            "later:near.exact": Words(en="There", es="Ahí"),
            "desk/changing:near.exact": Words(en="Right there", es="Ahí"),
        }
    ),
    "phone:call.now is about help": said("phone:call.now", "Call us", "Llame"),
    "holding:who is about help": said("holding:who", "Who hears", "Quién oye"),
    "phone:home.callDesk is about help": said("phone:home.callDesk", "Call the hub", "Llame"),
}


@pytest.mark.parametrize("told", WRONG)
def test_what_is_not_to_be_said_so_is_refused_by_its_key(told):
    with pytest.raises(Invalid, match=told):
        replaced(WRONG[told], OURS)


def test_one_that_has_what_ours_puts_in_is_kept_beside_ours():
    (one,) = replaced(said(TEAM, "{team} crew", "Grupo {team}"), OURS)

    assert (one.key, one.ours, one.en, one.es) == (TEAM, "Team {team}", "{team} crew", "Grupo {team}")
    assert replaced(WordingSaid(sentences={}), OURS) == (), "none: the app speaks as we made it"


def test_a_sentence_that_stands_twice_may_be_named_by_both_keys():
    twice = {key: Words(en="There", es="Ahí") for key in ("later:near.exact", "desk/changing:near.exact")}

    assert len(replaced(WordingSaid(sentences=twice), OURS)) == 1


def test_more_than_a_phone_is_sent_is_refused():
    many = {f"phone:k{n}": "x" * 90 for n in range(MOST_SENTENCES + 1)}
    ours = {key: f"{words} {key}" for key, words in many.items()}
    told = [
        WordingSaid(sentences={key: Words(en="y" * 150, es="y" * 150) for key in list(ours)[:n]}) for n in (401, 200)
    ]

    with pytest.raises(Invalid, match="401 sentences"):
        replaced(told[0], ours)
    with pytest.raises(Invalid, match="for every phone keeps it"):
        replaced(told[1], ours)


# ------------------------------------------------------------------ the sentences of the built app

STAY = {
    "shell:save.done": "Saved on this phone.",
    "shell:save.failed": "Not saved.",
    "shell:sync.saved": "{n} saved on this phone, not sent yet.",
    "shell:help.short": "Help",
    "shell:help.title": "Call for help",
    "shell:help.911": "Call 911",
    "shell:help.desk": "Call dispatch",
    "shell:training.banner": "Training. Nothing here is real.",
    "later:roll.lead": "Not OK? Press Help.",
    "quiet:quiet.saved": "Saved on this phone, locked.",
    "consults:is.here": "Saved on this phone, not sent. Call dispatch.",
}
FREE = ("shell:sync.dispatch", "phone:home.team", "shell:tabs.find", "phone:offer.overLead", "desk/board:app")


@pytest.mark.parametrize("key", STAY)
def test_what_a_life_or_a_promise_hangs_on_stays_as_we_wrote_it(key):
    there = sentences()

    assert there[key] == STAY[key], "still what the app says"
    assert stays_ours(key, there)
    with pytest.raises(Invalid, match="it stays as it is"):
        replaced(said(key, there[key], there[key]), there)


@pytest.mark.parametrize("key", FREE)
def test_what_an_organization_calls_its_desk_and_its_teams_is_its_own(key):
    assert not stays_ours(key, sentences())


def test_no_sentence_about_calling_for_help_can_be_replaced():
    there = sentences()
    about = [key for key in there if key.startswith(("holding:", "quiet/helping:", "shell:help", "shell:save"))]

    assert len(about) > 40
    assert [key for key in about if not stays_ours(key, there)] == []


def test_the_list_beside_the_built_app_has_every_sentence_of_its_text_files():
    there: dict[str, Any] = json.loads(SENTENCES.read_text())

    assert {key.partition(":")[0] for key in there} >= {"phone", "later", "shell", "quiet", "desk/board", "holding"}
    assert len(there) > 1500
    assert [key for key, ours in there.items() if BANNED["en"].search(ours)] == []
