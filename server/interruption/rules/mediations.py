"""What a mediation may say. Nothing in it is free text; the one word somebody could type is the area, held coarse."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from msgspec.structs import replace

from schemas.commands import RecordMediation
from server.errors import Invalid

_AREA: Final = re.compile(r"[A-Za-z]+(?:[_-](?:[A-Za-z]+|\d{1,3}))*")
"""A code of letters with at most short numbers: no house number, no point on a map, no telephone number fits."""

AHEAD: Final = timedelta(days=1)
"""How far ahead of ours a day may be: it is tomorrow already where the sun rises first, and phones' clocks differ."""


def by_our_clock(args: RecordMediation, *, skew_ms: int, now: int) -> RecordMediation:
    """The same, on the day it was by our clock where the day that was said cannot be.

    A phone that is whole days ahead offers wrong ones to choose from. A day that can be is never touched: the clock may
    have been set between the choosing and the hello at which it was measured.

    Raises:
        Invalid: there is no such day.
    """
    if _day(args.day) <= _latest(now):
        return args
    off = timedelta(days=round(timedelta(milliseconds=skew_ms) / timedelta(days=1)))
    try:
        return replace(args, day=(_day(args.day) + off).isoformat())
    except OverflowError:
        raise Invalid("There is no such day: choose one from the calendar.") from None


def check(args: RecordMediation, *, now: int) -> None:
    """Let a mediation through that names an area only coarsely and a day that has begun somewhere.

    Raises:
        Invalid: the sentence says what to fix, and repeats nothing that was typed.
    """
    check_area(args.area)
    if _day(args.day) > _latest(now):
        raise Invalid("The day has not come yet: choose today or an earlier day.")


def check_area(area: str) -> None:
    """Let a coarse area through.

    Raises:
        Invalid: it is too exact.
    """
    if _AREA.fullmatch(area) is None:
        raise Invalid("Choose the area from the list: an address, a point or a number must not be kept.")


def _latest(now: int) -> date:
    return datetime.fromtimestamp(now / 1000, UTC).date() + AHEAD


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("There is no such day: choose one from the calendar.") from None
