"""The rules of calling people out, each of which can be switched off here: the worlds of a site must notice."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Final

import msgspec
import pytest

from server.doors import Order, Outward
from server.interruption.commands import SLICE, climbing
from server.interruption.rules import callouts as rules
from server.interruption.store import callouts, people
from server.storage.database import Row, Tx
from server.sync import store, system
from server.sync.branch import Branch

Remove = Callable[[pytest.MonkeyPatch], None]


def _everybody_is_on_call(patch: pytest.MonkeyPatch) -> None:
    """Whoever works here is asked."""

    def everybody(tx: Tx, _vault: Any, _now: int) -> list[str]:
        return [row["id"] for row in tx.all("SELECT person_id AS id FROM role WHERE role = 'interrupter' ORDER BY id")]

    patch.setattr(people, "on_call", everybody)


def _what_was_queued_rings(patch: pytest.MonkeyPatch) -> None:
    """Nobody asks again whether somebody may be rung."""
    loud = Outward(is_wanted=lambda _tx, _vault, _payload, _now: True, told="callout.told")
    patch.setitem(SLICE.outward, climbing.PUSH, loud)


def _late_is_as_good(patch: pytest.MonkeyPatch) -> None:
    """What came due while nobody was there is done as if somebody had been."""

    def climb(tx: Any, order: Order, now: int) -> None:
        climbing.climb(tx, msgspec.structs.replace(order, is_late=False), now)

    patch.setitem(SLICE.orders, "callout.climb", climb)


def _told_is_not_the_end(patch: pytest.MonkeyPatch) -> None:
    """A step asks more people although the leads were told: the ladder as it was before a gap in it was understood."""
    step = rules.next_step

    def asking(callout: rules.CalledOut, on_call: Collection[str], lot: rules.Lot) -> tuple[rules.CalledOut, list[str]]:
        if callout.step != "lead" or all(callout.of(each) for each in on_call):
            return step(callout, on_call, lot)
        after, asked = step(msgspec.structs.replace(callout, step=None), on_call, lot)
        return msgspec.structs.replace(after, step="lead"), asked

    patch.setattr(rules, "next_step", asking)


def _a_gap_ends_the_ladder(patch: pytest.MonkeyPatch) -> None:
    """What comes due in a gap once the leads were told is let be."""

    def climb(tx: Any, order: Order, now: int) -> None:
        before = callouts.find(tx, tx.vault, order.entity)
        if not (order.is_late and before is not None and before.step == "lead"):
            climbing.climb(tx, order, now)

    patch.setitem(SLICE.orders, "callout.climb", climb)


def _nobody_is_waited_for(patch: pytest.MonkeyPatch) -> None:
    """Whoever is out has no time to be heard from."""
    patch.setattr(climbing, "_time_check", lambda _tx, _part, _before: None)


def _only_an_open_one_hears(patch: pytest.MonkeyPatch) -> None:
    """Who comes to a call-out that is filled or over is not noted."""
    answered = rules.answered
    patch.setattr(
        rules, "answered", lambda callout, *a, **kw: answered(callout, *a, **kw) if callout.state == "open" else callout
    )


def _the_key_stays(patch: pytest.MonkeyPatch) -> None:
    """A day later its rows are gone, and its key is not."""
    patch.setattr(climbing, "erase", lambda _tx, _callout_id: None)


def _a_call_for_help_waits(patch: pytest.MonkeyPatch) -> None:
    """Nobody has it, and its next step never comes."""
    patch.setitem(SLICE.orders, "help.climb", lambda _tx, _order, _now: None)


def _taken_and_then_done(patch: pytest.MonkeyPatch) -> None:
    """A deadline is taken in one transaction, and what it asks for is done in the next."""
    fire, claim = system._fire, store.claim_deadline

    async def one(branch: Branch, row: Row, now: int) -> int:
        def take(tx: Tx) -> bool:
            return claim(tx, row["kind"], row["entity_id"], row["due_at"])

        if not await branch.database.write(take):
            return 0
        return await branch.database.write(partial(fire, branch, row, now))

    patch.setattr(system, "_one", one)
    patch.setattr(store, "claim_deadline", lambda *_asked: True)


SITE_RULES: Final[Mapping[str, Remove]] = {
    "nobody off call is asked": _everybody_is_on_call,
    "nobody off call is rung": _what_was_queued_rings,
    "after a gap nobody is asked": _late_is_as_good,
    "once the leads are told they ask": _told_is_not_the_end,
    "a gap in the ladder ends with one by name": _a_gap_ends_the_ladder,
    "whoever is out is waited for": _nobody_is_waited_for,
    "a late answer counts": _only_an_open_one_hears,
    "a day later its key is destroyed": _the_key_stays,
    "where nobody has a call for help one is named": _a_call_for_help_waits,
    "a deadline is taken and done at once": _taken_and_then_done,
}
"""What the server does for a site."""
