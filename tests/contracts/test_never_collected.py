"""What nobody is ever asked here: no record, command, column or sentence has a word for it (domain.md §4.10)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TEXT = ROOT / "client_pwa" / "src" / "text"

NEVER = {
    "immigration status": r"immigra|undocumented|citizen|\bvisas?\b|inmigra|indocumentad|ciudadan",
    "social security number": r"\bssn\b|social.?security|segur(o|idad) social",
    "criminal history": (
        r"criminal|convict|felon|arrest|probation|parole|prior offen|antecedentes|condena|libertad condicional"
    ),
    "gang membership": r"\bgangs?\b|gang_|_gang|pandill",
    "fingerprints": r"finger.?print|biometric|huella|biométric",
    "photos of people": r"photo|selfie|mug.?shot|\bfotos?\b|fotograf",
}

NOT_ASKED = {
    "immigrant_legal": "a kind of help that somebody wants, and a service offers",
    "lock.passkey": "how a phone's owner opens it: the chip answers, and no print leaves it",
    "lock.passkeyAdd": "as above",
    "enrol.keeps.never": "says that there are none",
    "leave.neverLead": "says that there are none",
    "sync.fullLead": "what the phone's owner may delete of their own",
}
"""Where such a word stands and nobody is asked, by its key or code, and why."""

LINE = re.compile(r'^\s*"?([\w.:]+)"?:\s*(?:"|$)')


def found(words: str) -> set[str]:
    """What of it these words speak of."""
    return {name for name, pattern in NEVER.items() if re.search(pattern, words, re.IGNORECASE)}


def said_in(document: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every name, code and label of the schema, with what it is called there; descriptions tell nobody anything."""
    if isinstance(document, dict):
        for key, each in document.items():
            if key != "description":
                yield key, key
                yield from said_in(each, key)
    elif isinstance(document, list):
        for each in document:
            yield from said_in(each, name)
    elif isinstance(document, str):
        yield (document if name == "enum" else name), document


def schema() -> list[tuple[str, str]]:
    return list(said_in(json.loads((ROOT / "schemas" / "field727.schema.json").read_text())))


def columns() -> list[tuple[str, str]]:
    """The tables, without what their comments say."""
    files = sorted((ROOT / "server" / "storage" / "migrations").rglob("*.sql"))
    return [(path.name, line.partition("--")[0]) for path in files for line in path.read_text().splitlines()]


def sentences() -> list[tuple[str, str]]:
    """Every line of the app's words, each by the last key that stands before it."""
    lines, key = [], ""
    for path in sorted([*TEXT.rglob("*.ts"), *(ROOT / "client_pwa" / "src" / "screens").rglob("*.ts*")]):
        for line in path.read_text().splitlines():
            known = LINE.match(line)
            key = known[1] if known else key
            lines.append((key, line.partition("//")[0]))
    for name in ("first_cards.json", "first_edition.json"):
        for path in (ROOT / "schemas").rglob(name):
            lines += list(said_in(json.loads(path.read_text())))
    return lines


@pytest.mark.parametrize("place", [schema, columns, sentences])
def test_nobody_is_asked_what_is_never_collected(place):
    said = place()

    assert len(said) > 100, "there is something to look through"
    assert [(name, words) for name, words in said if name not in NOT_ASKED and found(words)] == []


def test_every_place_that_is_let_stand_is_still_there():
    everything = [*schema(), *sentences()]

    assert {name for name, words in everything if found(words)} == NOT_ASKED.keys()


@pytest.mark.parametrize(
    ("words", "of"),
    [
        ("citizenship_status", "immigration status"),
        ('"ask.papers": "¿Es usted indocumentado?",', "immigration status"),
        ("    ssn TEXT,", "social security number"),
        ("prior_arrests", "criminal history"),
        ("gang_affiliation", "gang membership"),
        ("Huella digital", "fingerprints"),
        ("Take a photo of the person", "photos of people"),
    ],
)
def test_a_word_that_asks_for_it_would_be_found(words: str, of: str):
    assert found(words) == {of}
