"""The command line: what it does with and without a server, and its one clear line when it cannot."""

import io
import json
import re
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import httpx
import msgspec
import pytest

from schemas.guidance.cards import CardSet, first_cards
from schemas.records.taxonomy import FIRST, Edition
from tests.stories.coming_in import enrolment

STOP_S = 30
SAID = {"en": "A dog?", "es": "¿Un perro?"}


@contextmanager
def a_server(*words):
    """A server of its own process; yields its address and what it said at the start."""
    command = [sys.executable, "-m", "server", "serve", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            said = list(_until(process.stdout, "A phone needs HTTPS" if "--example" in words else "Field 727 serves"))
            yield next(line for line in said if line.startswith("Field 727 serves")).split()[3], said
        finally:
            process.send_signal(signal.SIGTERM)
            said_last = process.stderr.read()
            code = process.wait(STOP_S)
    assert code == 0
    assert "Traceback" not in said_last


def _until(stream, beginning):
    """Lines up to the one that begins so."""
    for line in stream:
        yield line.rstrip("\n")
        if line.startswith(beginning):
            return
    pytest.fail("the server ended before it was ready")


# ------------------------------------------------------------------ without a server


def test_an_organization_is_founded_and_peopled_without_a_server(done, field727):
    tag, *_ = done("org", "add", "Example City", "--kind", "city", "--training", "--desk-phone", "(555) 555-0100")
    assert done("org", "list") == [f"{tag}  city  Example City  (training)"]

    person, code, link = done("person", "add", "Ada Example", "--role", "responder", "--role", "supervisor")
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}  \(once, within ten minutes\)", code)
    assert link.endswith("/enrol#" + code[:9].replace("-", ""))
    assert done("person", "list") == [f"{person}  responder,supervisor  Ada Example"]
    assert len(done("person", "code", person)) == 2
    assert done("device", "list") == []

    assert done("person", "change", person, "--phone", "(555) 555-0188", "--speaks", "es") == [f"{person} is changed"]
    assert done("person", "change", person, "--no-phone") == [f"{person} is changed"]
    assert field727("person", "change", person, "--no-phone", "--phone", "555-0188")[0] == 1

    done("person", "end", person)
    assert done("person", "list") == []
    assert field727("person", "code", person)[0] == 1
    assert done("verify") == [f"{tag} Example City: holds"]
    assert done("migrate") == [f"{tag} Example City: up to date"]


def test_a_city_has_teams_by_their_call_signs_and_a_site_has_none(done, field727):
    done("org", "add", "Example City", "--kind", "city")
    (kite,) = done("unit", "add", "Kite")
    (heron,) = done("unit", "add", " Heron ")

    assert done("unit", "list") == [f"{heron}  off  Heron", f"{kite}  off  Kite"]
    assert field727("unit", "add", "kite")[2] == "field727: There is a team called kite already\n"
    assert "call sign" in field727("unit", "add", " ")[2]

    done("org", "add", "Example Site", "--kind", "site")
    code, out, err = field727("unit", "add", "Wren", "--org", "Example Site")
    assert (code, out) == (1, "")
    assert "only a city has teams" in err
    assert len(done("unit", "list", "--org", "Example City")) == 2


def test_a_new_city_puts_its_first_team_on_shift(done, field727):
    done("org", "add", "Example City", "--kind", "city")
    (kite,) = done("unit", "add", "Kite")
    ada, *_ = done("person", "add", "Ada Example", "--role", "responder")
    dana, *_ = done("person", "add", "Dana Example", "--role", "dispatcher")

    assert done("unit", "crew", kite, f"{ada}:CLIN,PEER") == [f"{kite} is on shift"]

    assert done("unit", "list") == [f"{kite}  available  Kite"]
    assert "no responder" in field727("unit", "crew", kite, dana)[2]
    assert "CLINIC" in field727("unit", "crew", kite, f"{ada}:CLINIC")[2]
    assert "no such team" in field727("unit", "crew", "nothing", ada)[2]
    assert done("verify")[0].endswith("holds")


def test_an_organization_must_be_named_where_there_are_several(done, field727):
    city, *_ = done("org", "add", "Example City", "--kind", "city")
    site, *_ = done("org", "add", "Example Site", "--kind", "site")

    code, _, err = field727("person", "list")
    assert code == 1
    assert "--org" in err
    assert city in err
    assert done("person", "add", "A", "--role", "dispatcher", "--org", city)
    assert done("person", "add", "B", "--role", "interrupter", "--org", "Example Site")
    code, _, err = field727("person", "add", "C", "--role", "dispatcher", "--org", site)
    assert code == 1
    assert "dispatcher" in err


def test_a_name_is_given_once(done, field727):
    done("org", "add", "Example City", "--kind", "city")

    assert field727("org", "add", "Example City", "--kind", "site")[0] == 1


def test_a_directory_goes_in_and_comes_out(done, settings):
    done("org", "add", "Example City", "--kind", "city")

    said = done("directory", "import", "server/example/directory", "--timezone", "America/Los_Angeles")
    done("directory", "export", "--out", str(settings / "directory.json"))

    directory = json.loads((settings / "directory.json").read_bytes())
    assert said[-1] == "Directory version 1"
    assert directory["version"] == 1
    assert directory["services"]


def test_an_edition_of_the_call_types_goes_in_and_comes_out(done, field727, settings):
    done("org", "add", "Example City", "--kind", "city")
    file = settings / "edition.json"
    edition = {
        "agreed_on": "2026-11-02",
        "types": [
            {"type_code": "NOISE", "priority": "P3", "would_have_gone_to": "police"},
            {"type_code": "WELFARE", "skills": [["PEER"], ["OUTR"]]},
        ],
        "sources": ["line727", "psap911"],
        "priorities": [{"priority": "P3", "answer_s": 240, "wait_s": 900}],
        "questions": [{"id": "dog", "words": SAID, "short": SAID, "stops": [{"answer": "yes", "towards": "police"}]}],
    }
    before = "\n".join(done("taxonomy", "export"))
    file.write_text(json.dumps(edition))

    said = done("taxonomy", "import", str(file))
    out = "\n".join(done("taxonomy", "export"))
    file.write_text(json.dumps(edition | {"types": [{"type_code": "VAGRANT"}]}))
    wrong = field727("taxonomy", "import", str(file))

    file.write_text(json.dumps(edition | {"questions": [{"id": "dog", "words": SAID, "short": SAID, "asks": True}]}))
    typing_error = field727("taxonomy", "import", str(file))

    assert msgspec.json.decode(before, type=Edition) == FIRST
    assert said == ["Edition 2"]
    assert json.loads(out)["types"] == edition["types"]
    assert msgspec.json.decode(out, type=Edition) == msgspec.convert(edition, Edition)
    assert typing_error[2] == "field727: Object contains unknown field `asks` - at `$.questions[0]`\n"
    assert (wrong[0], wrong[2]) == (1, "field727: Invalid enum value 'VAGRANT' - at `$.types[0].type_code`\n")


def test_an_organization_begins_with_our_cards_and_sets_its_own(done, field727, settings):
    done("org", "add", "Example City", "--kind", "city")
    file = settings / "cards.json"
    card = {"id": "heat", "title": SAID, "when": SAID, "steps": [SAID], "source": "CDC"}
    before = "\n".join(done("org", "cards"))
    file.write_text(json.dumps({"cards": [card | {"reviewed_by": "Dr. Example", "reviewed_on": "2026-11-02"}]}))

    said = done("org", "cards", str(file))
    out = "\n".join(done("org", "cards"))
    file.write_text(json.dumps({"cards": [card | {"steps": []}]}))
    wrong = field727("org", "cards", str(file))
    file.write_text(json.dumps({"cards": [card | {"step": SAID}]}))
    typing_error = field727("org", "cards", str(file))
    back = done("org", "cards", "--first")

    assert msgspec.json.decode(before, type=CardSet) == first_cards()
    assert (said, back) == (["Cards 2"], ["Cards 3"])
    assert json.loads(out)["cards"][0]["reviewed_by"] == "Dr. Example"
    assert wrong[2] == "field727: The card heat has 0 steps: a card has 1 to 8.\n"
    assert typing_error[2] == "field727: Object contains unknown field `step` - at `$.cards[0]`\n"


def test_an_organization_says_sentences_of_the_app_in_its_own_words(done, field727, settings):
    done("org", "add", "Example City", "--kind", "city")
    file = settings / "wording.json"
    mine = {"sentences": {"phone:home.team": {"en": "Crew {team}", "es": "Grupo {team}"}}}
    file.write_text(json.dumps(mine))

    found = done("org", "wording", "--find", "team {team}")
    stays = done("org", "wording", "--find", "call 911")
    said = done("org", "wording", str(file))
    out = "\n".join(done("org", "wording"))
    file.write_text(json.dumps({"sentences": {"phone:home.team": {"en": "Crew", "es": "Grupo {team}"}}}))
    wrong = field727("org", "wording", str(file))

    assert "phone:home.team  Team {team}" in found
    assert "shell:help.911  Call 911  (stays ours)" in stays
    assert (said, json.loads(out)) == (["Wording 1"], mine)
    assert wrong[2] == "field727: phone:home.team in en must have {team}, as in: Team {team}\n"


@pytest.mark.parametrize("name", ["calls", "responses", "encounters", "referrals", "stages", "dictionary"])
def test_every_export_is_written(done, settings, name):
    done("org", "add", "Example City", "--kind", "city")

    done(
        "export", name, "--out", str(settings / "out.csv"), *([] if name == "dictionary" else ["--from", "2026-01-01"])
    )

    header = (settings / "out.csv").read_text().splitlines()[0]
    assert "," in header


def test_a_file_that_no_phone_saved_is_refused_in_one_line(done, field727, settings):
    done("org", "add", "Example City", "--kind", "city")
    for text in ('{"cmds": []}', '{"field727":"outbox","v":1,"device":"nobody","cmds":[{}]}', "no json", ""):
        (settings / "outbox.json").write_text(text)

        code, _, err = field727("outbox", "import", str(settings / "outbox.json"))

        assert (code, err.count("\n")) == (1, 1), err


# ------------------------------------------------------------------ with a server


def test_commands_are_done_by_the_running_server(done, field727):
    tag, *_ = done("org", "add", "Example City", "--kind", "city", "--training")
    with a_server() as (address, _), httpx.Client(base_url=address) as http:
        person, code, _ = done("person", "add", "Ada Example", "--role", "responder")
        enrolled = http.post("/api/session/enrol", json=enrolment(code[:9])).json()
        assert enrolled["session"]["person"] == {"id": person, "name": "Ada Example"}

        (listed,) = done("device", "list")
        assert listed.startswith(enrolled["device"])
        done("device", "revoke", enrolled["device"])
        refused = http.get("/api/session")
        assert (refused.status_code, refused.json()["code"]) == (401, "revoked")
        assert "shut out" in done("device", "list")[0]

        site, *_ = done("org", "add", "Example Site", "--kind", "site", "--training")
        assert [line[:6] for line in done("org", "list")] == [tag, site]
        ready = http.get("/readyz")
        assert ready.status_code == 200, ready.text
        assert {check["name"] for check in ready.json()["checks"]} >= {"engine", "disk", f"{site} metronome"}

        assert field727("migrate")[0] == 1
        code, _, err = field727("serve")
        assert (code, err.count("\n")) == (1, 1)


def test_the_example_lets_everybody_in_and_starts_again_at_once(done, settings):
    begun = worked_s()
    with a_server("--example") as (address, first):
        links = [line.split()[-1] for line in first if "/enrol#" in line]
        roles = [sign_in(address, link)["roles"] for link in links]
        log = done("export", "calls", "--org", "Exampleton 727")

    assert roles == [
        ["dispatcher"],
        ["responder"],
        ["responder"],
        ["supervisor"],
        ["manager"],
        ["interrupter"],
        ["site_lead"],
    ]
    assert len(log) > 150
    made = worked_s()
    with a_server("--example") as (address, again):
        codes = [line.split("#")[-1] for line in again if "/enrol#" in line]
        assert codes == [link.split("#")[-1] for link in links]
        assert sign_in(address, f"{address}/enrol#{codes[0]}")["roles"] == ["dispatcher"]
    assert worked_s() - made < (made - begun) * 2 / 3, "nothing is made anew"
    assert done("verify", "--org", "Exampleton 727")[0].endswith("holds")


def worked_s():
    """What the processes that ended by now have worked: a busy machine makes no more of it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def sign_in(address, link):
    """Follow a link of the example; answers the session."""
    with httpx.Client(base_url=address) as http:
        answer = http.post("/api/session/enrol", json=enrolment(link.split("#")[1]))
        assert answer.status_code == 200, answer.text
        return answer.json()["session"]


def test_a_bare_machine_is_restored_from_the_copies_and_the_phrase(done, field727, settings, monkeypatch):
    tag, said, _ = done("org", "add", "Example City", "--kind", "city")
    person, *_ = done("person", "add", "Ada Example", "--role", "dispatcher")
    told = done("backup", str(settings / "copies"))
    assert told[-2].startswith(f"{tag}  Example City: safe up to change set")
    for gone in ("data", "data.keys"):
        shutil.rmtree(settings / gone)

    code, _, complaint = field727("restore", str(settings / "copies"))
    assert (code, "recovery phrase" in complaint) == (1, True), complaint
    monkeypatch.setattr(sys, "stdin", io.StringIO(said.removeprefix("Recovery phrase: ") + "\n"))
    code, told, _ = field727("restore", str(settings / "copies"), "--phrase")

    assert code == 0
    assert f"{tag}  Example City is as it was" in told
    assert [line.split()[0] for line in done("person", "list")] == [person]
    assert "holds" in done("verify")[0]


def test_a_running_server_takes_the_backup_and_refuses_a_restore(done, field727, settings):
    done("org", "add", "Example City", "--kind", "city")

    with a_server():
        told = done("backup", str(settings / "copies"))
        assert "Example City: records: copying and verifying" in told
        code, _, complaint = field727("restore", str(settings / "copies"))
        assert (code, "already uses" in complaint) == (1, True), complaint

    assert field727("restore", str(settings / "copies"))[0] == 0


def test_a_new_phrase_takes_the_place_of_the_one_before(done, field727, settings, monkeypatch):
    _, old, _ = done("org", "add", "Example City", "--kind", "city")
    new, _ = done("org", "phrase")
    assert old != new
    done("backup", str(settings / "copies"))
    shutil.rmtree(settings / "data.keys")

    monkeypatch.setattr(sys, "stdin", io.StringIO(old.removeprefix("Recovery phrase: ") + "\n"))
    code, _, complaint = field727("restore", str(settings / "copies"), "--phrase")
    assert (code, "older one" in complaint) == (1, True), complaint


def test_a_person_is_erased_only_after_a_second_word(done, field727, monkeypatch):
    done("org", "add", "Example City", "--kind", "city")
    person, *_ = done("person", "add", "Ada Example", "--role", "dispatcher")

    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert field727("person", "erase", person)[0] != 0
    assert done("person", "list") == [f"{person}  dispatcher  Ada Example"]

    assert "Erased" in done("person", "erase", person, "--yes")[0]
    assert done("person", "list") == []
