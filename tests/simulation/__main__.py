"""`python -m tests.simulation --seeds N [--place city|busy-city|site]`: live through N worlds and say what broke.

With `--state FILE` a long campaign goes on where it was stopped. The last line is always
`seeds N commands C crashes K violations V`.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final

import click
import pytest

from tests.simulation.campaign import Grounds, live_through
from tests.simulation.place import Place
from tests.simulation.removals import PHONE_RULES, SERVER_RULES
from tests.simulation.site.place import SITE
from tests.simulation.site.removals import SITE_RULES
from tests.simulation.town.busy import BUSY_CITY
from tests.simulation.town.place import CITY
from tests.simulation.world import Ending

PLACES: Final[Mapping[str, Place]] = {"city": CITY, "busy-city": BUSY_CITY, "site": SITE}

SLICE = 40
"""Seeds that one process lives through before it tells how they went."""


@dataclass
class Sum:
    """What a campaign came to so far."""

    done: int = 0
    commands: int = 0
    crashes: int = 0
    violations: int = 0

    def add(self, ending: Ending) -> None:
        """One more world."""
        self.done += 1
        self.commands += ending.commands
        self.crashes += ending.crashes
        self.violations += len(ending.violations)

    def __str__(self) -> str:
        return f"seeds {self.done} commands {self.commands} crashes {self.crashes} violations {self.violations}"


def main(words: Sequence[str]) -> int:
    """Do what was asked; 1 when a promise was broken."""
    asked = _parser().parse_args(words)
    logging.disable(logging.CRITICAL)
    total, state = Sum(), None if asked.state is None else Path(asked.state)
    if state is not None and state.exists():
        total = Sum(**json.loads(state.read_text()))
    first = asked.start + total.done
    seeds = range(first, asked.start + asked.seeds)
    for endings in _lived(seeds, asked):
        for ending in endings:
            total.add(ending)
            for line in ending.violations[: asked.most]:
                click.echo(f"seed {ending.seed}: {line}")
        if state is not None:
            state.write_text(json.dumps(asdict(total)))
    click.echo(total)
    return 1 if total.violations else 0


def _lived(seeds: range, asked: argparse.Namespace) -> Iterator[list[Ending]]:
    slices = [seeds[at : at + SLICE] for at in range(0, len(seeds), SLICE)]
    if asked.jobs == 1 or len(slices) < 2:
        with Grounds(asked.engine, PLACES[asked.place]) as grounds:
            for each in slices:
                yield _slice(each, asked.without, grounds)
        return
    with ProcessPoolExecutor(asked.jobs) as workers:
        yield from workers.map(partial(_slice_apart, asked=asked), slices)


def _slice_apart(seeds: range, asked: argparse.Namespace) -> list[Ending]:
    logging.disable(logging.CRITICAL)
    with Grounds(asked.engine, PLACES[asked.place]) as grounds:
        return _slice(seeds, asked.without, grounds)


def _slice(seeds: range, rule: str | None, grounds: Grounds) -> list[Ending]:
    with pytest.MonkeyPatch.context() as patch:
        return list(live_through(seeds, grounds, rule=rule, patch=patch))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, required=True, help="how many worlds")
    parser.add_argument("--start", type=int, default=1, help="the first seed")
    parser.add_argument("--place", choices=PLACES, default="city")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at the same time")
    parser.add_argument("--state", help="a file that remembers how far a campaign came")
    parser.add_argument("--most", type=int, default=5, help="lines shown of each world that broke a promise")
    parser.add_argument("--without", choices=(*SERVER_RULES, *PHONE_RULES, *SITE_RULES), help="switch a rule off")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
