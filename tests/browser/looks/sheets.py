"""Every sheet of the app, as its own source draws it, and by which words it is known when it lies over a screen."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.screenshots.words import TEXT, printed

SRC = Path(__file__).parents[3] / "client_pwa" / "src"
PASSED_ON = "props.title"
"""The title of a part that is a sheet itself, by its own name, to whoever draws it."""

ENGLISH = """
const { globSync } = await import("node:fs");
const found = {};
for (const file of globSync(["**/*.en.ts", "**/en.ts"]))
  found[file] = (await import(`${process.cwd()}/${file}`)).en ?? {};
console.log(JSON.stringify(found));
"""

# In the order a screen reader says it: the title, and everything else.
OPEN = """() => {
  const sheet = document.querySelector("dialog[open]");
  return sheet === null ? null : [sheet.querySelector("h2").innerText, sheet.innerText];
}"""

PLACE = re.compile(r"\\\{\w+(?::(?P<forms>.*?))?\\\}")


@dataclass(frozen=True)
class Sheet:
    """One place in the source where a sheet is drawn, and the sentences it is known by: any title, so many within."""

    file: str
    titles: tuple[str, ...]
    within: tuple[str, ...]
    least: int

    def is_this(self, title: str, everything: str) -> bool:
        """Whether what lies over the screen is this one."""
        if self.titles and not any(re.fullmatch(_pattern(each), title.strip(), re.IGNORECASE) for each in self.titles):
            return False
        return len([each for each in self.within if re.search(_pattern(each), everything)]) >= self.least


@cache
def sheets() -> tuple[Sheet, ...]:
    """All of them, in the order of their files."""
    sources = {str(path.relative_to(SRC)): path.read_text() for path in sorted(SRC.rglob("*.tsx"))}
    return drawn(sources, _english())


def drawn(sources: Mapping[str, str], english: Mapping[str, Mapping[str, str]]) -> tuple[Sheet, ...]:
    """The sheets of these sources, by file, whose sentences are in these tables, by file."""
    parts = {"Sheet"}
    for source in sources.values():
        if re.search(rf"<Sheet\s+title={{{re.escape(PASSED_ON)}}}", source):
            parts |= set(re.findall(r"export const (\w+Sheet) =", source))
    return tuple(
        each for file, source in sources.items() for each in _of(file, source, parts, _sentences(file, source, english))
    )


def opened(page: Page) -> tuple[str, str] | None:
    """The title and all the words of the sheet that lies over this page."""
    found: list[str] | None = page.evaluate(OPEN)
    return None if found is None else (found[0], found[1])


@cache
def _english() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, object]] = printed(ENGLISH)
    return {file: {key: it for key, it in table.items() if isinstance(it, str)} for file, table in tables.items()}


def _of(file: str, source: str, parts: set[str], sentences: Mapping[str, str]) -> Iterator[Sheet]:
    for found in re.finditer(rf"<({'|'.join(sorted(parts))})\s", source):
        title = _braced(source, source.index("title={", found.end()) + len("title="))
        if title == PASSED_ON:
            continue
        head = source[found.end() : source.index(">\n", found.end())]
        lead = _braced(source, source.index("lead={", found.end()) + len("lead=")) if "lead={" in head else ""
        body = source[found.end() : source.find(f"</{found[1]}>", found.end())]
        titles = _said(title + _behind(title, source), sentences)
        # A title that is somebody's name says nothing of the sheet: what stands in it does.
        within = _said(lead if titles else body, sentences)
        yield Sheet(file, titles, within, min(len(within), 1 if titles else 3))


def _braced(source: str, start: int) -> str:
    depth = 0
    for at in range(start, len(source)):
        depth += {"{": 1, "}": -1}.get(source[at], 0)
        if depth == 0:
            return " ".join(source[start + 1 : at].split())
    raise ValueError(source[start : start + 80])


def _behind(title: str, source: str) -> str:
    """What the names in a title stand for, where the same file says so; and the names in that."""
    found = ""
    for _ in range(2):
        for name in re.findall(r"\b\w+\b", title + found):
            defined = re.search(rf"^( *)const {name} = .*?;\n(?=\1\S|\n|\1\}})", source, re.DOTALL | re.MULTILINE)
            if defined is not None and defined[0] not in found:
                found += defined[0]
    return found


def _said(code: str, sentences: Mapping[str, str]) -> tuple[str, ...]:
    """The sentences this code names, also by keys of which it works out a part."""
    named = [
        re.sub(r"\\\$\\\{[^}]+\\\}", r"\\w+", re.escape(key)) for key in re.findall(r"[\"`]([\w.${}]+)[\"`]", code)
    ]
    return tuple(words for key, words in sentences.items() if any(re.fullmatch(each, key) for each in named))


def _sentences(file: str, source: str, english: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What this file can say: the tables behind the modules of sentences it imports."""
    found: dict[str, str] = {}
    for module in re.findall(r'from "([./]+text/[\w./]+)"', source):
        path = (SRC / file).parent.joinpath(module).resolve()
        read = next(each for each in (path.with_suffix(".ts"), Path(f"{path}.ts"), path / "index.ts") if each.exists())
        for table in re.findall(r'from "(\./[\w./]*en)"', read.read_text()):
            found |= english[str((read.parent / f"{table}.ts").resolve().relative_to(TEXT))]
    # What every screen says, like "Close", tells none from another.
    if not file.startswith("parts/"):
        for key in english["shell.en.ts"]:
            found.pop(key, None)
    return found


def _pattern(sentence: str) -> str:
    """The sentence with anything in its places, and either form of a plural."""
    return PLACE.sub(lambda it: f"(?:{it['forms'] or '.+'})".replace(r"\|", "|"), re.escape(sentence))
