"""When a place is open: weekdays and times as people type them, read without guessing.

"Open now" sends somebody across town, so what cannot be read for certain is not known rather than half known.
"""

import re
from typing import Final

from server.errors import Invalid

DAY: Final = 1440
"""Minutes of a day."""

HOUR: Final = 60
NOON: Final = 12 * HOUR

WEEKDAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
"""Monday is 0. Two letters tell the English names apart, and are the abbreviations of RFC 5545."""

_TIME: Final = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::00)?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)


def weekday(text: str) -> int:
    """The day of the week, 0 for Monday, of an English name or its abbreviation.

    Raises:
        Invalid: it is none.
    """
    start = text.strip().lower()[:2]
    if start not in WEEKDAYS:
        raise Invalid(f"weekday {text!r} is not known")
    return WEEKDAYS.index(start)


def minute(text: str) -> int:
    """Minutes since midnight of "17:00", "9am" or "4:00 PM".

    Raises:
        Invalid: it cannot be read for certain: "8" may be morning or evening.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None or not (found[2] or found[3]):
        raise Invalid(f"time {text!r} cannot be read")
    hour, past, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= NOON // HOUR:
            raise Invalid(f"time {text!r} cannot be read")
        hour = hour % 12 + (12 if half == "p" else 0)
    at = hour * HOUR + past
    if past >= HOUR or at > DAY:
        raise Invalid(f"time {text!r} cannot be read")
    return at


def openings(day: int, opens: int, closes: int) -> tuple[tuple[int, int, int], ...]:
    """The stretches (weekday, opens, closes) of one line of a timetable; a night becomes two, parted at midnight.

    Raises:
        Invalid: it closes before it opens and did not open in the afternoon, so that it can be no night: a slip.
    """
    if opens < closes:
        return ((day, opens, closes),)
    if opens == closes or not NOON <= opens < DAY:
        raise Invalid("closes before it opens")
    evening = (day, opens, DAY)
    return (evening, ((day + 1) % 7, 0, closes)) if closes else (evening,)
