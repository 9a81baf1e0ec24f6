"""Logs carry ids and codes, and what belongs to the interrupters stays in their database."""

import ast
import re
from pathlib import Path

import pytest

SERVER = Path(__file__).parents[2] / "server"
MIGRATIONS = SERVER / "storage" / "migrations"
LOGGERS = {"log", "logger", "logging", "structlog"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log", "bind"}
# Words of fields that hold something about a person or a place.
PERSONAL = re.compile(
    r"(^|_)(notes?|names?|phones?|places?|address(es)?|narrative|birth\w*|email|lat|lng|lon|latitude|longitude)(_|$)"
)


def is_log_call(node: ast.Call) -> bool:
    if not (isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS):
        return False
    owner = node.func.value
    said = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return said.lstrip("_") in LOGGERS


def words_of(call):
    """Every name a log call reads, and every key it writes."""
    for node in ast.walk(call):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.keyword(arg=str(word)):
                yield word
            case ast.Dict(keys=keys):
                yield from (key.value for key in keys if isinstance(key, ast.Constant))
            case ast.Subscript(slice=ast.Constant(value=str(word))):
                yield word
            case _:
                pass


def personal_in_logs(source):
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        f"line {call.lineno}: {word}"
        for call in calls
        if is_log_call(call)
        for word in words_of(call)
        if not word.startswith("__") and PERSONAL.search(word)
    ]


def tables(folder):
    text = "\n".join(path.read_text() for path in sorted((MIGRATIONS / folder).glob("*.sql")))
    return set(re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", text, re.IGNORECASE))


@pytest.mark.parametrize("path", sorted(SERVER.rglob("*.py")), ids=lambda path: str(path.relative_to(SERVER)))
def test_no_log_call_names_a_personal_field(path):
    assert personal_in_logs(path.read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        'log.info("x", name=person.id)',
        'logger.warning("x %s", call.note)',
        'self._log.error("x", extra={"phone": 1})',
        "log.exception(f\"x {row['place']}\")",
    ],
)
def test_a_log_call_that_names_one_would_be_found(line):
    assert personal_in_logs(line)


def test_a_table_of_the_site_exists_only_in_a_site():
    assert tables("site")
    assert not tables("site") & (tables("city") | tables("common"))


def test_nobody_but_the_interrupters_slice_reads_a_table_of_the_site():
    mentions = re.compile(rf"\b(FROM|INTO|UPDATE|JOIN)\s+({'|'.join(tables('site'))})\b")
    readers = {path.relative_to(SERVER).parts[0] for path in SERVER.rglob("*.py") if mentions.search(path.read_text())}

    assert readers == {"interruption"}


def test_the_interrupters_slice_reads_no_table_of_a_city():
    city = tables("city")
    source = "\n".join(path.read_text() for path in (SERVER / "interruption").rglob("*.py"))

    assert not set(re.findall(r"\b(?:FROM|INTO|UPDATE|JOIN)\s+(\w+)", source)) & city
