"""Questions that are asked at the same time are answered together."""

import asyncio
from collections.abc import Sequence

import pytest

from server.storage.readers import MOST, Together


class Counter:
    """Answers each number with its double, and remembers what was asked together."""

    def __init__(self, at_most: int = MOST) -> None:
        self.at_most = at_most
        self.rounds: list[list[int]] = []

    async def reply(self, asked: Sequence[int]) -> list[int | BaseException]:
        self.rounds.append(list(asked))
        await asyncio.sleep(0)
        return [ValueError(each) if each < 0 else 2 * each for each in asked[: self.at_most]]


async def asked(together: Together[int, int], counter: Counter, numbers: Sequence[int]) -> list[int | BaseException]:
    return await asyncio.gather(*(together.ask(n, counter.reply) for n in numbers), return_exceptions=True)


async def test_a_thousand_who_ask_at_once_are_answered_in_a_few_rounds():
    counter = Counter()

    answers = await asked(Together(), counter, range(1_000))

    assert answers == [2 * n for n in range(1_000)]
    assert len(counter.rounds) == -(-1_000 // MOST)
    assert max(map(len, counter.rounds)) == MOST


async def test_however_many_ask_nobody_is_sent_away():
    answers = await asked(Together(), Counter(), range(5_000))

    assert answers == [2 * n for n in range(5_000)]


async def test_what_was_left_over_comes_before_whoever_asked_later():
    counter = Counter(at_most=3)

    answers = await asked(Together(), counter, range(10))

    assert answers == [2 * n for n in range(10)]
    begun = [each[0] for each in counter.rounds]
    assert begun == sorted(begun)


async def test_one_that_cannot_be_answered_spoils_no_other():
    first, second, third = await asked(Together(), Counter(), [1, -2, 3])

    assert (first, third) == (2, 6)
    assert isinstance(second, ValueError)


async def test_where_nothing_can_be_answered_everybody_hears_it_and_the_next_is_answered():
    together: Together[int, int] = Together()

    async def fails(_asked: Sequence[int]) -> list[int]:
        raise OSError("no disk")

    told = await asyncio.gather(*(together.ask(n, fails) for n in range(3)), return_exceptions=True)

    assert [type(each) for each in told] == [OSError] * 3
    assert await together.ask(4, Counter().reply) == 8


async def test_whoever_left_meanwhile_is_asked_for_no_more():
    together, counter = Together[int, int](), Counter()
    staying = asyncio.create_task(together.ask(1, counter.reply))
    leaving = asyncio.create_task(together.ask(2, counter.reply))
    await asyncio.sleep(0)

    leaving.cancel()

    assert await staying == 2
    with pytest.raises(asyncio.CancelledError):
        await leaving
