"""An export of many rows by its own process, and what dispatch notices of it."""

import asyncio
from statistics import median

from server.clock import SystemClock
from tests.bench.doors import calls, rest, taken
from tests.bench.ground import Sites
from tests.bench.table import p99, row, spread
from tests.phone import Phone
from tests.stories.team import Team, a_team

CLOCK = SystemClock()
ROWS = 20_000
FILES = 3
COMMANDS = 50
ROUNDS = 4
"""Without and with exports in turns, so that a machine that has other work meanwhile spoils no comparison."""

MANY = """
INSERT INTO call (id, number, status, source, type_code, priority, taxonomy_version, received_at, entered_at,
 triage_result, would_have_gone_to, screening, caller_role, location_kind, area, minor_involved, version)
WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < :rows)
SELECT 'copy-' || n, number, status, source, type_code, priority, taxonomy_version, received_at + n, entered_at,
 triage_result, would_have_gone_to, screening, caller_role, location_kind, area, minor_involved, version
FROM call, more WHERE id = 'call-1'
"""


async def exported(boss: Phone) -> float:
    """Rows a second of one file, from asking to its last byte."""
    began = CLOCK.mono()
    answer = await boss.http.get("/api/export/calls.csv")
    spent = CLOCK.mono() - began
    found = answer.text.count("\r\n") - 1
    assert found > ROWS, answer.text[:200]
    return found / spent


async def commands(team: Team) -> list[float]:
    """How long single commands take, one after the other."""
    rest(team)
    spent = []
    for one in calls(team.desk, COMMANDS):
        began = CLOCK.mono()
        await taken(team.desk, [one])
        spent.append(CLOCK.mono() - began)
    return spent


async def without_end(boss: Phone) -> None:
    """One export after the other."""
    while True:
        await exported(boss)


async def measure(sites: Sites) -> None:
    """`GET /api/export/calls.csv`, and single commands with nothing beside them and with exports beside them."""
    with sites() as site:
        served = site.served()
        city = served.found("city")
        async with a_team(served, city) as team, served.phone(city, "manager") as boss:
            await team.take()
            await city.database.write(lambda tx: tx.run(MANY, rows=ROWS))
            rates = [await exported(boss) for _ in range(FILES)]
            quiet, busy = [], []
            for _ in range(ROUNDS):
                quiet += await commands(team)
                beside = asyncio.create_task(without_end(boss))
                busy += await commands(team)
                beside.cancel()
                await asyncio.gather(beside, return_exceptions=True)
        served.close()
    row(f"export of {ROWS:,} rows, process and all", f"{median(rates):,.0f} rows a second")
    row("a command alone", spread(quiet), 1)
    row("a command while exports run", spread(busy), f"p99 × {p99(busy) / p99(quiet):.1f}")
