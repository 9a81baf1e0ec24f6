"""Smells are counted, and their number may only fall.

`python -m tests.contracts.test_smells` lists each one; the numbers stand in pyproject.toml, [tool.field727.ratchet].
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RATCHET = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["field727"]["ratchet"]
GENERATED = {ROOT / "client_pwa" / "src" / "schema.ts"}
# Names that say nothing. (A programme manager is a person: the word is wrong only for code.)
EMPTY = re.compile(r"(?<![a-z])(utils?|helpers?|manager|misc|stuff)(?![a-z])")
PEOPLE = {"programme_manager"}


def python_files() -> list[Path]:
    """Every Python file of ours."""
    found = [path for name in ("server", "schemas", "tests") for path in (ROOT / name).rglob("*.py")]
    return sorted([*found, *(ROOT / "client_pwa").glob("*.py")])


def typescript_files() -> list[Path]:
    """Every TypeScript file that people write."""
    client = ROOT / "client_pwa"
    found = [path for name in ("src", "tests") for path in (client / name).rglob("*.ts*")]
    return sorted({*found, *client.glob("*.ts")} - GENERATED)


def at(path: Path, what: object) -> str:
    """Where a smell is, for people."""
    return f"{path.relative_to(ROOT)}: {what}"


def files_over_400_lines() -> Iterator[str]:
    """Files that want to be two."""
    for path in python_files() + typescript_files():
        if (lines := len(path.read_text().splitlines())) > 400:
            yield at(path, lines)


def functions_over_40_lines() -> Iterator[str]:
    """Functions that do more than one thing."""
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 40:
                    yield at(path, f"{node.name} has {lines} lines")


def folders_over_12_modules() -> Iterator[str]:
    """Folders nobody finds anything in."""
    files = python_files() + typescript_files()
    sources = [path for path in files if "tests" not in path.parts and ".test." not in path.name]
    for folder in sorted({path.parent for path in sources}):
        modules = [path for path in sources if path.parent == folder and path.stem != "__init__"]
        if len(modules) > 12 and folder != ROOT / "server":
            yield at(folder, len(modules))


def matches(pattern: str, files: list[Path]) -> Iterator[str]:
    """Every line on which the pattern stands."""
    for path in files:
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(pattern, line):
                yield at(path, f"{number}: {line.strip()}")


def noqa() -> Iterator[str]:
    """Lint rules silenced on a line."""
    return matches(r"#\s*noqa", python_files())


def type_ignores() -> Iterator[str]:
    """Types silenced on a line."""
    return matches(r"#\s*type:\s*ignore", python_files())


def typescript_exemptions() -> Iterator[str]:
    """Checks silenced in the app."""
    return matches(r"biome-ignore|@ts-(ignore|expect-error|nocheck)|\bas unknown as\b", typescript_files())


def empty_names() -> Iterator[str]:
    """Modules, classes and functions whose name says nothing."""
    for path in python_files() + typescript_files():
        if EMPTY.search(path.stem.lower()) and path.stem not in PEOPLE:
            yield at(path, "the file's name")
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name).lower()
                if EMPTY.search(words) and not any(person in words for person in PEOPLE):
                    yield at(path, node.name)


SMELLS = {
    count.__name__: count
    for count in (
        files_over_400_lines,
        functions_over_40_lines,
        folders_over_12_modules,
        noqa,
        type_ignores,
        typescript_exemptions,
        empty_names,
    )
}


@pytest.mark.parametrize("smell", SMELLS)
def test_a_smell_never_grows(smell):
    found = list(SMELLS[smell]())

    assert len(found) <= RATCHET[smell], "\n".join(found)


@pytest.mark.parametrize("smell", SMELLS)
def test_what_was_won_is_kept(smell):
    found = len(list(SMELLS[smell]()))

    assert found >= RATCHET[smell], f"{smell} fell to {found}: write that into pyproject.toml"


def test_every_number_is_counted():
    assert RATCHET.keys() == SMELLS.keys()


if __name__ == "__main__":
    for name, count in SMELLS.items():
        smells = list(count())
        print(f"{name} = {len(smells)}", *smells, sep="\n    ")
