"""`make bench`: what this machine does. Compare the figures of one run with each other, nothing else."""

import argparse
import asyncio

from tests.bench import backlog, doors, exporting, live, table, whole, writes
from tests.bench.ground import standing_on
from tests.engines import ENGINES


async def main(engine: str) -> None:
    """Measure on new files and print a table."""
    table.head()
    with standing_on(engine) as sites:
        for part in (writes, doors, backlog, live, exporting, whole):
            await part.measure(sites)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    asyncio.run(main(options.parse_args().engine))
