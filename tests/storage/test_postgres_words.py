"""Our SQL in the driver's words: a parameter is one wherever it stands, and nothing else is."""

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import StorageBusy, StorageFull
from server.storage.postgres.driver import engine_fault, said
from server.storage.postgres.pool import Pool
from tests.storage.bench import PostgresBench

NAMES = ("a", "ab", "abc", "a_b", "a1", "_a")
"""Each but the last begins like the first."""

VALUES = {name: f"the value of {name}: 100%" for name in NAMES}

IN_QUOTES = st.sampled_from(["", "a", ":a", "%", "%s", "%(a)s", "::a", ";", "--", "''", "''''", ":ab'':a", '"', " "])
QUOTED = IN_QUOTES.map(lambda text: (f"'{text}'", text.replace("''", "'")))
PARAMETER = st.sampled_from(NAMES).map(lambda name: (f":{name}", VALUES[name]))
CAST = st.sampled_from(NAMES).map(lambda name: (f":{name}::text", VALUES[name]))
QUOTED_CAST = IN_QUOTES.map(lambda text: (f"'{text}' :: text", text.replace("''", "'")))
REMAINDER = st.sampled_from(NAMES).map(lambda name: (f"(7 % 4) || :{name} || (9%5)", f"3{VALUES[name]}4"))
PIECES = st.lists(st.one_of(QUOTED, PARAMETER, CAST, QUOTED_CAST, REMAINDER), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def line(standing_lines: PostgresBench) -> Iterator["psycopg.Connection"]:
    """A line to ask what the words mean."""
    pool = Pool(standing_lines.url, most=1)
    connection = pool.begin("BEGIN READ ONLY")
    yield connection.line
    connection.rollback()
    pool.give_back(connection)
    pool.close()


@given(pieces=PIECES)
def test_what_is_said_means_what_was_written(pieces: list[tuple[str, str]], line: "psycopg.Connection") -> None:
    columns = ", ".join(f'{sql} AS "a :a% ""{n}"' for n, (sql, _) in enumerate(pieces))

    cursor = line.execute(said(f"SELECT {columns}, :a").encode(), VALUES)

    assert cursor.fetchone() == (*(meant for _, meant in pieces), VALUES["a"])
    names = [column.name for column in cursor.description or ()]
    assert names[:-1] == [f'a :a% "{n}' for n in range(len(pieces))]


@given(text=st.text(alphabet=st.sampled_from(list("ab:'\"%;(){}_1 \n-é")), max_size=30))
def test_whatever_stands_in_quotes_is_left_alone(text: str, line: "psycopg.Connection") -> None:
    literal = "'" + text.replace("'", "''") + "'"

    cursor = line.execute(said(f"SELECT {literal}, :a").encode(), {"a": "x"})

    assert cursor.fetchone() == (text, "x")


@given(text=st.text(max_size=40).filter(lambda text: ":" not in text))
def test_without_parameters_only_percent_signs_are_doubled(text: str) -> None:
    assert said(text) == text.replace("%", "%%")


@pytest.mark.parametrize(
    ("state", "means"),
    [
        ("53100", StorageFull),  # disk full
        *((state, StorageBusy) for state in ("53200", "53300", "58030", "58P01", "XX000", "XX001", "XX002")),
        *((state, StorageBusy) for state in ("40001", "40P01", "55P03", "25P03", "25006")),
        *((state, StorageBusy) for state in ("57014", "57P01", "57P02", "57P03", "08006", "08003")),
        *((state, type(None)) for state in ("23505", "23503", "42P01", "42501", "42601", "22012", "22021")),
    ],
)
def test_a_state_is_a_failure_of_the_server_or_a_mistake_of_ours(state: str, means: type) -> None:
    assert type(engine_fault(psycopg.errors.lookup(state)("said so"))) is means


def test_a_line_that_broke_has_no_state_and_a_mistake_of_the_driver_is_none() -> None:
    assert type(engine_fault(psycopg.OperationalError("the connection is closed"))) is StorageBusy
    assert engine_fault(psycopg.ProgrammingError("a parameter is missing")) is None


def test_a_reader_that_writes_made_a_mistake() -> None:
    problem = psycopg.errors.lookup("25006")("read only")

    assert engine_fault(problem, is_reader=True) is None
    assert type(engine_fault(problem)) is StorageBusy
