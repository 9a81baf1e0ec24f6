"""What the READMEs name exists, and every command of `field727` says what it does."""

import re
import subprocess
from pathlib import Path

import pytest

from server.cli.main import cli

ROOT = Path(__file__).parents[2]
TOP = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") or path.name in (".ci", ".gitignore")}
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
PATHLIKE = re.compile(r"[\w.*{},-]+(?:/[\w.*{},-]+)*/?")


def tracked(pattern):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines()]


READMES = [readme for readme in tracked("*README.md") if readme.is_file()]


def spread(pattern):
    """`a/{b,c}/d` as `a/b/d` and `a/c/d`."""
    if not (braces := re.search(r"\{([^{}]*)\}", pattern)):
        return [pattern]
    head, tail = pattern[: braces.start()], pattern[braces.end() :]
    return [path for choice in braces[1].split(",") for path in spread(head + choice + tail)]


def paths_in(text, folder):
    """Links, and code that reads like a path of this repository."""
    yield from LINK.findall(text)
    starts = TOP | {path.name for path in folder.iterdir()}
    for token in CODE.findall(FENCE.sub("", text)):
        bare = re.sub(r":\d+$", "", token)
        named_file = re.fullmatch(r"[\w-]+\.(md|py|ts|tsx|toml|sql|json)", bare)
        if PATHLIKE.fullmatch(bare) and (bare.split("/")[0] in starts or named_file):
            yield bare


def is_in(module, name, base):
    """Whether `dispatch/commands.offer` is a function of that module, or of a file of that package."""
    files = [base / f"{module}.py", *(base / module).glob("*.py")]
    definition = re.compile(rf"^(async )?(def|class) {name}\b", re.MULTILINE)
    return any(definition.search(file.read_text()) for file in files if file.is_file())


def exists(path, folder):
    """Whether it is there, seen from the README, from the top, or (a bare file name) anywhere below the README."""
    for one in spread(path.rstrip("/")):
        module, _, name = one.rpartition(".")
        found = [place for base in (folder, ROOT) for ending in ("", ".py") for place in base.glob(one + ending)]
        found += [base for base in (folder, ROOT) if module and is_in(module, name, base)]
        found += [file for file in tracked("*") if "/" not in one and file.name == one]
        if not found:
            return False
    return True


def commands(command, path=()):
    """Every command below, with the words that call it."""
    for name, below in getattr(command, "commands", {}).items():
        yield (*path, name), below
        yield from commands(below, (*path, name))


COMMANDS = dict(commands(cli))


def test_there_is_a_readme_at_the_top():
    assert ROOT / "README.md" in READMES


@pytest.mark.parametrize("readme", READMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_a_readme_names_exists(readme):
    named = set(paths_in(readme.read_text(), readme.parent))

    assert [path for path in sorted(named) if not exists(path, readme.parent)] == []


def test_a_path_that_is_gone_would_be_found():
    assert list(paths_in("see `server/gone.py` and [this](tests/gone/)", ROOT)) == ["tests/gone/", "server/gone.py"]
    assert not exists("server/gone.py", ROOT)
    assert not exists("journal.gone", ROOT / "server")
    assert exists("journal.record", ROOT / "server")
    assert exists("server/storage/migrations/{city,site}/*.sql", ROOT)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_verb_of_make_that_a_readme_names_exists(readme):
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"(?:`|^|\$ )make ([\w-]+)", readme.read_text(), re.MULTILINE)) <= targets


@pytest.mark.parametrize("readme", READMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_readme_names_exists(readme):
    for words in re.findall(r"(?:`|^|\$ )field727((?: [a-z]+)+)", readme.read_text(), re.MULTILINE):
        assert any(tuple(words.split())[: len(known)] == known for known in COMMANDS), f"field727{words}"


def test_the_readme_names_the_two_verbs():
    text = (ROOT / "README.md").read_text()

    assert "make run" in text
    assert "make test" in text


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_says_what_it_does(words):
    assert COMMANDS[words].help
