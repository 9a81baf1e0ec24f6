"""Whoever waits for a lock in vain hears it once: another idle line would wait as long."""

from contextlib import closing

import pytest

from server.errors import StorageBusy
from server.storage.postgres.pool import Pool
from tests.postgres import OWNER, Cluster

AT_ONCE = "BEGIN; SET LOCAL lock_timeout = 1; SELECT a FROM public.held FOR UPDATE"


def test_a_lock_that_is_not_to_be_had_is_no_dead_line(cluster: Cluster):
    with cluster.ground() as ground, closing(Pool(ground.settings["FIELD727_DATABASE_OWNER"], most=3)) as pool:
        idle = [pool.begin("BEGIN") for _ in range(3)]
        for connection in idle:
            connection.rollback()
            pool.give_back(connection)
        with ground.line() as holder:
            holder.execute("CREATE TABLE public.held (a INT)")
            holder.execute("INSERT INTO public.held VALUES (1)")
            holder.execute(f"GRANT ALL ON public.held TO {OWNER}".encode())
            holder.execute("BEGIN")
            holder.execute("SELECT a FROM public.held FOR UPDATE")

            with pytest.raises(StorageBusy, match="55P03"):
                pool.begin(AT_ONCE)

            assert [connection.is_dead for connection in idle] == [False, False, True], (
                "one line asked, and was given up"
            )
            holder.execute("ROLLBACK")
        connection = pool.begin(AT_ONCE)
        connection.rollback()
        pool.give_back(connection)


def test_a_line_that_died_while_idle_is_replaced_unseen(cluster: Cluster):
    with cluster.ground() as ground, closing(Pool(ground.settings["FIELD727_DATABASE_OWNER"], most=2)) as pool:
        first = pool.begin("BEGIN")
        first.rollback()
        pool.give_back(first)
        with ground.line() as killer:
            killer.execute("SELECT pg_terminate_backend(%s)", (first.line.info.backend_pid,))

        second = pool.begin("BEGIN")

        assert second is not first
        assert first.is_dead
        second.rollback()
        pool.give_back(second)
