"""The app stays small enough for a slow line, and asks nobody else for anything."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[2] / "client_pwa"


def weigh(client):
    command = [sys.executable, client / "build.py", "--check-budget"]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture
def built(tmp_path):
    """A copy of the built app, to be spoilt."""
    assert weigh(CLIENT).returncode == 0
    copy = tmp_path / "client_pwa"
    shutil.copytree(CLIENT, copy, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    return copy


def entry_of(client):
    chunks = json.loads((client / ".build" / "manifest.json").read_text())
    return client / "dist" / chunks["index.html"]["file"]


def kept_by_a_responder():
    """The scripts that their phone keeps for them, by name: what its worker fetches, short of the site's screens."""
    chunks = json.loads((CLIENT / ".build" / "manifest.json").read_text())
    of_sites = {chunk["file"] for key, chunk in chunks.items() if re.match(r"src/screens/quiet\b", key)}
    kept = set(re.findall(r"assets/[\w.-]+\.js\b", (CLIENT / "dist" / "sw.js").read_text()))
    return {Path(name).name for name in kept - of_sites}


def noise(size):
    """Text that does not compress."""
    return "".join(hashlib.sha256(str(n).encode()).hexdigest() for n in range(size // 32))


def test_the_built_app_keeps_its_budgets():
    run = weigh(CLIENT)

    assert run.returncode == 0, run.stdout + run.stderr


def test_a_copy_as_it_is_passes(built):
    assert weigh(built).returncode == 0


def test_an_app_that_grew_too_heavy_is_refused(built):
    with entry_of(built).open("a") as file:
        file.write(f"/*{noise(60_000)}*/")

    run = weigh(built)

    assert run.returncode == 1
    assert "first load, JavaScript" in run.stderr


@pytest.mark.parametrize(
    ("file", "size", "budget"),
    [
        pytest.param("assets/es-*.json", 4_000, "Spanish sentences", id="of Spanish sentences"),
        pytest.param("icon-512.png", 120_000, "all of it", id="of pictures"),
    ],
)
def test_more_than_a_phone_may_keep_is_refused(built, file, size, budget):
    (found,) = (built / "dist").glob(file)
    with found.open("a") as kept:
        kept.write(noise(size))

    run = weigh(built)

    assert run.returncode == 1
    assert budget in run.stderr
    assert "code" not in run.stderr


def test_the_page_names_all_that_signing_in_runs_so_that_nothing_waits_for_a_second_answer():
    assert weigh(CLIENT).returncode == 0
    chunks = json.loads((CLIENT / ".build" / "manifest.json").read_text())
    named = re.findall(r"/(assets/[\w.-]+)", (CLIENT / "dist" / "index.html").read_text())
    (part,) = (chunk for chunk in chunks.values() if chunk.get("name") == "enrol")
    entry = chunks["index.html"]

    assert sorted(named) == sorted({entry["file"], part["file"], *entry["css"], *part.get("css", ())})
    assert part["imports"] == ["index.html"]
    assert entry.get("imports", []) == []


def test_spanish_sentences_are_data_that_every_phone_keeps_and_no_script_has():
    assert weigh(CLIENT).returncode == 0
    (data,) = (CLIENT / "dist" / "assets").glob("es-*.json")
    scripts = {path.name: path.read_text() for path in (CLIENT / "dist" / "assets").glob("*.js")}

    assert "Está de turno" in data.read_text()
    assert f"/assets/{data.name}" in (CLIENT / "dist" / "sw.js").read_text()
    assert {name for name, script in scripts.items() if "You’re on duty" in script}, "English is found in scripts"
    assert not {name for name, script in scripts.items() if "Está de turno" in script}
    assert not [name for name in scripts if ".es-" in name], "a table that is fetched on its own"


@pytest.mark.parametrize(("who", "part"), [("interrupter", "quiet"), ("desk", "desk")])
def test_nobody_waits_for_what_only_a_team_runs(built, who, part):
    manifest = built / ".build" / "manifest.json"
    chunks = json.loads(manifest.read_text())
    named = {chunk.get("name"): key for key, chunk in chunks.items()}
    chunks[named[part]]["imports"].append(named["later"])
    manifest.write_text(json.dumps(chunks))

    run = weigh(built)

    assert run.returncode == 1
    assert f"first load, {who}" in run.stderr


def test_an_app_that_names_another_origin_is_refused(built):
    with entry_of(built).open("a") as file:
        file.write('fetch("https://statistics.example/")')

    run = weigh(built)

    assert run.returncode == 1
    assert "https://statistics.example/" in run.stderr


def test_a_worker_that_keeps_nothing_is_refused(built):
    (built / "dist" / "sw.js").write_text("")

    run = weigh(built)

    assert run.returncode == 1
    assert "keeps nothing" in run.stderr


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("text727", id="a list that only a desk draws"),
        pytest.param("drug_market", id="a list that only a site draws"),
        pytest.param("adb reverse", id="what is said of an address that can keep nothing"),
    ],
)
def test_a_responders_phone_does_not_keep(words):
    assert weigh(CLIENT).returncode == 0
    scripts = {path.name: path.read_text() for path in (CLIENT / "dist" / "assets").glob("*.js")}
    kept = kept_by_a_responder()

    having = {name for name, script in scripts.items() if words in script}

    assert any("DISPUTE_PARTNER" in scripts[name] for name in kept), "a phone names the kinds of calls"
    assert having, "somebody has it"
    assert having.isdisjoint(kept)
