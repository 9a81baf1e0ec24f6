"""`make bench`: what this machine does. Compare the figures of one run with each other, nothing else."""

import argparse
import asyncio
from collections.abc import Sequence

from tests.bench import backlog, doors, exporting, herd, live, table, whole, writes
from tests.bench.ground import standing_on
from tests.engines import ENGINES

PARTS = {part.__name__.rpartition(".")[2]: part for part in (writes, doors, backlog, live, herd, exporting, whole)}


async def main(engine: str, parts: Sequence[str]) -> None:
    """Measure on new files and print a table."""
    table.head()
    with standing_on(engine) as sites:
        for name in parts:
            await PARTS[name].measure(sites)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    options.add_argument("parts", nargs="*", choices=PARTS, default=list(PARTS), help="only these")
    asked = options.parse_args()
    asyncio.run(main(asked.engine, asked.parts))
