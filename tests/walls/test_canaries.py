"""A canary in every personal field: it is seen by exactly those whom the matrix lets see it, and by nothing else."""

import asyncio
import base64
import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import get_args

import pytest

from schemas.matrix import CARE, FIELDS, MATRIX, Grant
from server.journal import verify
from server.storage.database import Tx
from tests.engines import Ground, tables
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import CALL
from tests.walls.asked import everything, with_each
from tests.walls.houses import House, a_city, a_site
from tests.walls.socket import a_socket, follow

DESK = {"dispatcher", "supervisor"}
WREN = {"ama", "ben"}
EVERYBODY = {*DESK, *WREN, "cleo", "manager", "admin", "privacy officer"}

SEEN: dict[str, set[str]] = {
    "place": DESK | WREN,
    "callback": DESK | WREN,
    "said": DESK | WREN,
    "access_note": DESK | WREN,
    # Shown with the call while it is open: the team's phones were read when it was over.
    "place note": DESK,
    "other place": DESK | WREN,
    "other words": DESK | WREN,
    "said_by of the yes": DESK | WREN,
    "said_by of the no": DESK | {"cleo"},
    "note of a shift": DESK | {"cleo"},
    # Also of a team that is sent; here none was.
    "position": DESK | WREN,
    # A supervisor opens an outcome that is on the list of what to look at.
    "note": WREN | {"supervisor"},
    "gender": WREN | {"supervisor"},
    "gender of an addition": WREN | {"supervisor"},
    "note of an addition": WREN | {"supervisor"},
    "note of an answer": WREN | {"supervisor"},
    "shared first_name": WREN,
    "shared callback": WREN,
    # Whoever owns what is in custody reads what it says.
    "held place": {"supervisor"},
    "name of ama": DESK | WREN,
    "name of ben": DESK | WREN,
    "name of cleo": DESK | {"cleo"},
    # Of who is on a team the desk has the number; a partner does not.
    **{f"number of {who}": DESK for who in ("ama", "ben", "cleo")},
    # Whoever wrote about a place is named with that.
    "name of dispatcher": DESK,
    # Who answered a team is named to it.
    "name of supervisor": WREN | {"supervisor"},
    **{f"name of {who}": {who} for who in ("manager", "admin", "privacy officer")},
}
"""Who sees which canary of the city, at any time in the story. Whatever is not here is seen by nobody."""

CODED = {("encounter", "presenting")}
"""Care without a free word, sealed together with what has one: `stories/test_demographics.py` looks for its codes."""

CLASSES = {
    "place": ("call", "place"),
    "callback": ("call", "callback"),
    "said": ("call", "said"),
    "access_note": ("call", "access_note"),
    "place note": ("call", "place_notes"),
    "other place": ("call", "other_places"),
    "other words": ("call", "other_words"),
    "said_by of the yes": ("assignment", "said_by"),
    "said_by of the no": ("assignment", "said_by"),
    "note of a shift": ("handoff", "notes"),
    "position": ("help", "position"),
    "note": ("encounter", "note"),
    "gender": ("encounter", "demographics"),
    "gender of an addition": ("encounter", "additions"),
    "note of an addition": ("encounter", "additions"),
    "note of an answer": ("consult", "answers"),
    "shared first_name": ("referral", "shared"),
    "shared callback": ("referral", "shared"),
    "held place": ("call", "place"),
    "name of ama": ("unit", "members"),
    "number of ama": ("unit", "phones"),
}
"""The field of a record that each of them lies in."""

ROLES = {"ama": "responder", "ben": "responder", "cleo": "responder", "privacy officer": "privacy_officer"}

KEPT_FROM_ALL = {"said_by of a stage", "erased place", "erased words", "reason of an erasure"}
"""Stored, and told to nobody: erased, or shown on no screen yet."""

SITE_SEEN: dict[str, set[str]] = {
    "area": {"interrupter", "site lead"},
    "area of a call-out": {"interrupter", "site lead"},
    "held area": {"site lead"},
    **{
        f"name of {who}": {who, *(("site lead",) if who == "interrupter" else ())}
        for who in ("interrupter", "colleague", "site lead", "admin", "privacy officer")
    },
}
SITE_WORDS = (
    "retaliation_risk",
    "own_network",
    "drug_market",
    "nonaggression_agreement",
    "cool_off_time",
    "resolved_conditions",
)
"""What the mediation and the call-out say in codes: as telling as a name to whoever knows the quarter."""

OF_A_SITE = ("mediation", "callout", "coming", "duty")
"""Records that only a site has."""
TABLES_OF_A_SITE = (*OF_A_SITE, "site_help", "site_policy")

ECHO = "words of a mistake"
EVERYTHING = "SELECT * FROM TABLE"
CANARY, NUMBER = "canary ", "+1 555 "


@dataclass
class Evidence:
    """Everything that anybody was told, that was logged, and that lies on the disk."""

    city: House
    site: House
    log: list[str]
    refused: list[str] = field(default_factory=list)
    disk: bytes = b""
    dumps: dict[str, str] = field(default_factory=dict)
    is_whole: bool = False

    def seen_by(self, house: House, words: str) -> set[str]:
        """Who of a house heard these words."""
        return {who for who, heard in house.heard.items() if any(words in each for each in heard)}


class Keep(logging.Handler):
    """Keeps every record with all that hangs on it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # The phones of this test log what they ask for; no server does.
        if record.name.partition(".")[0] in {"httpx", "httpcore"}:
            return
        why = "" if record.exc_info is None else "".join(traceback.format_exception(*record.exc_info))
        self.kept.append(f"{record.getMessage()} {record.__dict__} {why}")


@contextmanager
def all_logs() -> Iterator[list[str]]:
    """Every record of every logger, however unimportant."""
    root, keep = logging.getLogger(), Keep()
    level = root.level
    root.addHandler(keep)
    root.setLevel(logging.DEBUG)
    try:
        yield keep.kept
    finally:
        root.setLevel(level)
        root.removeHandler(keep)


pytestmark = pytest.mark.xdist_group("canaries")
"""One evening is lived through for all of them, by one process."""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory, lasting_ground: Ground) -> Evidence:
    return asyncio.run(live(Served(tmp_path_factory.mktemp("walls"), lasting_ground)))


async def live(served: Served) -> Evidence:
    """Live through the evening, then let everybody ask everything there is, rightly and wrongly."""
    with all_logs() as log:
        async with AsyncExitStack() as stack:
            city, site = await a_city(served, stack), await a_site(served, stack)
            found = Evidence(city=city, site=site, log=log)
            for house in (city, site):
                for who, phone in house.phones.items():
                    await house.renew(phone, *house.phones.values())
                    await listen(house, who, phone)
                    await ask_everything(found, house, phone)
            found.disk = served.bytes_on_disk()
            for house in (city, site):
                found.dumps[house.tag] = await house.organization.database.read(dump)
            found.is_whole = all([await each.organization.database.read(verify) is None for each in (city, site)])
            logging.getLogger("field727.test").debug("planted %s", "canary of the log")
    served.close()
    return found


async def listen(house: House, who: str, phone: Phone) -> None:
    """Read everything by pages, then again on a socket, with news while it is open."""
    await phone.pull(limit=3)
    await phone.got()
    async with a_socket(house.served) as socket:
        await follow(socket, phone)
        if house.organization.kind == "city":
            told = {name: getattr(CALL, name) for name in CALL.__struct_fields__} | {"place": house.canaries["place"]}
            await house.must("dispatcher", "call.take", house.id(f"call-for-{who}".replace(" ", "-")), told)
        socket.say({"m": "ping"})
        await socket.until("pong")
        socket.say({"m": "sub", "cur": ECHO})
        await socket.until()
    house.heard[who] += socket.heard


async def ask_everything(found: Evidence, house: House, phone: Phone) -> None:
    """Every request of this phone, and each again with nonsense in each of its places."""
    for asked in await everything(house, phone):
        if asked.route.startswith(("/api/session/leave", "/openapi")):
            continue
        await asked.send(phone)
        strange = [replace(asked, body=asked.body | {ECHO: 1})] if isinstance(asked.body, dict) else []
        for wrong in (*strange, *with_each(asked, [ECHO])):
            house.served.clock.forward(0.1)
            answer = await wrong.send(phone)
            if answer.status_code >= 400:
                found.refused.append(answer.text)


def dump(tx: Tx) -> str:
    """Every row of every table, as text."""
    rows = {table: tx.all(EVERYTHING.replace("TABLE", table)) for table in tables(tx)}
    return json.dumps({table: [list(map(str, row.values())) for row in rows[table]] for table in rows})


# ------------------------------------------------------------------ who sees what


@pytest.mark.parametrize("name", SEEN)
def test_a_canary_is_seen_by_exactly_those_who_may(evidence: Evidence, name: str):
    assert evidence.seen_by(evidence.city, evidence.city.canaries[name]) == SEEN[name] != set()


def test_every_canary_of_the_city_is_accounted_for(evidence: Evidence):
    numbers = {f"number of {who}" for who in EVERYBODY} - SEEN.keys()

    assert evidence.city.canaries.keys() == SEEN.keys() | KEPT_FROM_ALL | numbers
    assert evidence.city.heard.keys() == EVERYBODY
    for name in KEPT_FROM_ALL | numbers:
        assert evidence.seen_by(evidence.city, evidence.city.canaries[name]) == set(), name


def test_whoever_sees_a_canary_may_by_the_matrix_and_every_care_field_has_one():
    for name, (record, field_name) in CLASSES.items():
        row = {str(role): reach for role, reach in MATRIX[FIELDS[record][field_name]].items()}
        for who in SEEN[name]:
            assert row.get(ROLES.get(who, who)) in get_args(Grant), (name, who)
    care = {(record, name) for record, fields in FIELDS.items() for name, each in fields.items() if each in CARE}
    assert {place for place in care if place[0] not in OF_A_SITE} - CODED <= set(CLASSES.values())


@pytest.mark.parametrize("name", SITE_SEEN)
def test_a_canary_of_the_site_is_seen_by_exactly_those_who_may(evidence: Evidence, name: str):
    words = evidence.site.canaries[name]

    assert evidence.seen_by(evidence.site, words) == SITE_SEEN[name] != set()
    assert evidence.seen_by(evidence.city, words) == set()


@pytest.mark.parametrize("words", SITE_WORDS)
def test_no_role_of_a_city_hears_a_word_of_a_mediation(evidence: Evidence, words: str):
    assert evidence.seen_by(evidence.site, words) == {"interrupter", "site lead"}
    assert evidence.seen_by(evidence.city, words) == set()


def test_a_call_for_help_in_a_site_is_heard_of_by_whoever_called_and_the_leads_alone(evidence: Evidence):
    called = evidence.site.id("help-1")

    assert evidence.seen_by(evidence.site, called) == {"interrupter", "site lead"}, "no colleague was asked to go"
    assert evidence.seen_by(evidence.city, called) == set()
    assert evidence.seen_by(evidence.city, evidence.city.id("help-1")) == DESK | WREN, "a city's is found there"


def test_every_canary_of_the_site_is_accounted_for(evidence: Evidence):
    numbers = {f"number of {who}" for who in evidence.site.phones}

    assert evidence.site.canaries.keys() == SITE_SEEN.keys() | numbers
    for name in numbers:
        # Whom a call-out went to, the lead may have to phone.
        seen = {"site lead"} if name == "number of interrupter" else set()
        assert evidence.seen_by(evidence.site, evidence.site.canaries[name]) == seen, name


def test_the_two_houses_hear_nothing_of_each_other(evidence: Evidence):
    for one, other in ((evidence.city, evidence.site), (evidence.site, evidence.city)):
        for name, words in {**other.canaries, **other.secrets}.items():
            assert evidence.seen_by(one, words) == set(), name


# ------------------------------------------------------------------ secrets


def test_a_secret_is_told_to_its_own_phone_and_to_nobody_else(evidence: Evidence):
    for house in (evidence.city, evidence.site):
        for name, words in house.secrets.items():
            if not name.startswith("code"):
                assert evidence.seen_by(house, words) <= {name.partition(" of ")[2]}, name


# ------------------------------------------------------------------ logs and mistakes


def every_word(evidence: Evidence) -> dict[str, str]:
    found = {f"city {name}": words for name, words in (evidence.city.canaries | evidence.city.secrets).items()}
    return found | {f"site {name}": words for name, words in (evidence.site.canaries | evidence.site.secrets).items()}


def test_no_log_holds_a_canary_or_a_secret(evidence: Evidence):
    log = "\n".join(evidence.log)

    assert "planted canary of the log" in log, "the search finds what is logged"
    assert "/api/sync/commands" in log, "and the server did log"
    assert [name for name, words in every_word(evidence).items() if words in log] == []
    assert ECHO not in log


def test_no_refusal_repeats_what_it_was_told(evidence: Evidence):
    assert len(evidence.refused) > 500
    assert [text for text in evidence.refused if ECHO in text] == []


def test_no_refusal_is_a_bug_of_ours(evidence: Evidence):
    assert [text for text in evidence.refused if '"internal_error"' in text] == []
    assert [line for line in evidence.log if "Traceback" in line] == []


# ------------------------------------------------------------------ the disk


def forms(words: str) -> list[bytes]:
    """The ways in which words lie in a file that somebody might call plain."""
    plain = words.encode()
    coded = [base64.b64encode(b" " * n + plain)[4:-4] for n in range(3)]
    url = [each.translate(bytes.maketrans(b"+/", b"-_")) for each in coded]
    return [plain, plain.hex().encode(), words.encode("utf-16-le"), *coded, *url]


def test_no_canary_and_no_secret_lies_on_the_disk_in_any_plain_form(evidence: Evidence):
    words = every_word(evidence)
    beginnings = {CANARY: CANARY, NUMBER: NUMBER, "area": evidence.site.canaries["area"]}
    secrets = {name: each for name, each in words.items() if not each.startswith((CANARY, NUMBER))}

    assert [each for each in beginnings.values() for form in forms(each) if form in evidence.disk] == []
    assert [name for name, each in secrets.items() if each.encode() in evidence.disk] == []


@pytest.mark.parametrize("n", range(3))
def test_the_search_finds_words_that_lie_there_in_plain(n: int):
    words = "canary of the disk"
    for planted in (words.encode(), words.encode().hex().encode(), base64.b64encode(b"x" * n + words.encode() + b"yy")):
        assert any(form in planted for form in forms(words)), planted


def test_what_nobody_is_told_is_there_all_the_same_under_its_key(evidence: Evidence):
    assert evidence.is_whole
    held = [name for name in evidence.dumps.values() if "command.held" in name]
    assert len(held) == 2, "both houses have something in custody"
    assert '"call.erased"' in evidence.dumps[evidence.city.tag]


# ------------------------------------------------------------------ the site's people


def test_the_city_holds_no_row_about_an_interrupter(evidence: Evidence):
    city, site = evidence.city, evidence.site
    people = {phone.person for phone in site.phones.values()} | {phone.device for phone in site.phones.values()}
    ids = {site.id(name) for name in ("mediation-1", "mediation-2", "callout-1", "help-1", "policy-1")}
    things = {*ids, *(each for p in site.phones.values() for each in p.acks)}

    assert all(each in evidence.dumps[site.tag] for each in people | things), "the search finds them where they are"
    assert [each for each in people | things if each in evidence.dumps[city.tag]] == []
    for table in TABLES_OF_A_SITE:
        assert f'"{table}": ' in evidence.dumps[site.tag], "a table, by its name"
        assert f'"{table}": ' not in evidence.dumps[city.tag]
    assert "mediation.record" not in evidence.dumps[city.tag]
    assert site.tag not in evidence.dumps[city.tag]
