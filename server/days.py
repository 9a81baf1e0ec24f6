"""The day of a city's calendar: by it calls are numbered, and what is counted by day is counted."""

from datetime import UTC, date, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LAST_MS: Final = 253_402_214_399_999
"""The end of 30 December 9999: a day later some zone is beyond every calendar."""


def day_of(at: int, zone: str) -> str:
    """The day that a time falls on there, `2026-10-31`; a zone that this machine does not know is UTC."""
    return datetime.fromtimestamp(min(at, LAST_MS) / 1000, _zone(zone)).date().isoformat()


def quarter_of(day: str) -> str:
    """The quarter of a day: `2026-Q4`."""
    year, month, _ = day.split("-")
    return f"{year}-Q{(int(month) + 2) // 3}"


def ends_of(quarter: str) -> tuple[str, str]:
    """Its first day, and the first day after it."""
    year, number = int(quarter[:4]), int(quarter[-1])
    after = date(year + number // 4, number % 4 * 3 + 1, 1)
    return date(year, number * 3 - 2, 1).isoformat(), after.isoformat()


def _zone(name: str) -> tzinfo:
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
