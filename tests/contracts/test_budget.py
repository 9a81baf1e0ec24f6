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
    return client / "dist" / next(chunk["file"] for chunk in chunks.values() if chunk.get("isEntry"))


def kept_by_a_responder():
    """The scripts that their phone keeps for them, by name: what its worker fetches, short of the site's screens."""
    chunks = json.loads((CLIENT / ".build" / "manifest.json").read_text())
    of_sites = {chunk["file"] for key, chunk in chunks.items() if re.match(r"src/(screens|text)/quiet\b", key)}
    kept = set(re.findall(r"assets/[\w.-]+\.js", (CLIENT / "dist" / "sw.js").read_text()))
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
