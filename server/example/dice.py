"""Chance that is the same every time: drawn from seeded ids, so that the example never differs between two starts."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from server.ids import SeededIds

T = TypeVar("T")

BITS = 53
MOST = 10_000
"""No hour has more calls, whatever rounding does to the last share."""


class Dice:
    """Throws of one seed."""

    def __init__(self, seed: str) -> None:
        """The first throw is still to come."""
        self._ids = SeededIds(seed)

    def share(self) -> float:
        """A number from 0 up to 1."""
        return (int.from_bytes(self._ids.secret(7)) >> (56 - BITS)) / (1 << BITS)

    def happens(self, share: float) -> bool:
        """True in this share of all throws."""
        return self.share() < share

    def between(self, least: float, most: float) -> float:
        """Any number between two."""
        return least + (most - least) * self.share()

    def one_of(self, things: Sequence[T]) -> T:
        """Any of these, each as likely."""
        return things[int(self.share() * len(things))]

    def some_of(self, things: Sequence[T], most: int) -> tuple[T, ...]:
        """One to `most` of these, in their order, none twice."""
        count = 1 + int(self.share() * most)
        left = list(things)
        taken = {left.pop(int(self.share() * len(left))) for _ in range(min(count, len(left)))}
        return tuple(thing for thing in things if thing in taken)

    def weighed(self, weights: Mapping[T, float]) -> T:
        """One of the keys, as likely as its weight."""
        at = self.share() * sum(weights.values())
        for thing, weight in weights.items():
            at -= weight
            if at < 0:
                return thing
        return next(reversed(list(weights)))

    def bunched(self, mean: float, fano: float) -> int:
        """How many come where so many are expected, in bunches: negative binomial, its variance `fano` times its mean.

        Such counts add up: an hour's are as bunched as a day's.
        """
        if mean <= 0:
            return 0
        many, stop = mean / (fano - 1), 1 / fano
        share, likely, count = self.share(), stop**many, 0
        while share >= likely and count < MOST:
            share -= likely
            likely *= (count + many) / (count + 1) * (1 - stop)
            count += 1
        return count

    def percentile(self, table: Mapping[str, float]) -> float:
        """A value spread as this table of percentiles (`p5`, `p50`, …) says, in straight lines between them."""
        points = [(0.0, 0.0), *sorted((float(name[1:]) / 100, value) for name, value in table.items())]
        at = min(self.share(), points[-1][0])
        for (low, least), (high, most) in pairwise(points):
            if at <= high:
                return least + (most - least) * (at - low) / (high - low)
        return points[-1][1]
