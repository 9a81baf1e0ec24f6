"""`make bench`: what this machine does. Compare the figures of one run with each other, nothing else."""

import argparse
import asyncio
from collections.abc import Sequence

from tests.bench import backlog, board, doors, exporting, handset, herd, live, table, whole, writes
from tests.bench.ground import standing_on
from tests.engines import ENGINES

PARTS = {
    part.__name__.rpartition(".")[2]: part
    for part in (writes, doors, backlog, live, herd, exporting, whole, board, handset)
}


async def main(engine: str, parts: Sequence[str]) -> None:
    """Measure on new files and print a table."""
    table.head()
    with standing_on(engine) as sites:
        for name in parts:
            await PARTS[name].measure(sites)


def asked(words: Sequence[str] | None = None) -> tuple[str, list[str]]:
    """On which engine, and which parts: all of them where none is named."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    # Not `choices`: argparse holds the empty list against them as if it were one of them.
    options.add_argument("parts", nargs="*", type=_part, help=f"only these of {', '.join(PARTS)}")
    told = options.parse_args(words)
    return told.engine, list(told.parts or PARTS)


def _part(word: str) -> str:
    if word not in PARTS:
        raise argparse.ArgumentTypeError(f"there is no part {word}")
    return word


if __name__ == "__main__":
    asyncio.run(main(*asked()))
