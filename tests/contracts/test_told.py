"""What is told on SQLite alone is in words that Postgres heard too."""

import pytest

from tests.served import Served
from tests.told import missing

OF_A_TEST = "SELECT id AS asked_by_a_test FROM unit"


def test_a_statement_that_postgres_never_heard_is_named():
    alone = {"SELECT a FROM b WHERE c IN (:c0, :c1)", "SELECT a\n FROM d", "PRAGMA foreign_keys"}

    assert missing(alone, {"SELECT a FROM b WHERE c IN (:c0)"}) == ["SELECT a FROM d"]


@pytest.mark.told_on("sqlite")
async def test_what_the_server_says_is_heard_and_what_a_test_asks_is_not(tmp_path, request):
    told = request.config.pluginmanager.get_plugin("told")
    served = Served(tmp_path)
    city = served.found()

    await served.person(city, "dispatcher")
    await city.database.read(lambda tx: tx.all(OF_A_TEST))

    served.close()
    assert any(sql.startswith("INSERT INTO person") for sql in told.on_sqlite_alone)
    assert OF_A_TEST not in told.on_sqlite_alone
