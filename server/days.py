"""The day of a city's calendar: by it calls are numbered, and what is counted by day is counted."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
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


def start_of(day: str, zone: str) -> int:
    """When a day begins there, in UTC milliseconds."""
    return int(datetime.combine(date.fromisoformat(day), time.min, _zone(zone)).timestamp() * 1000)


def week_of(day: str) -> str:
    """The week of a day, Monday to Sunday: `2026-W44` (ISO 8601)."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{week:02}"


def ends_of_week(week: str) -> tuple[str, str]:
    """Its Monday, and the Monday after it."""
    monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    return monday.isoformat(), (monday + timedelta(days=7)).isoformat()


def _zone(name: str) -> tzinfo:
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
