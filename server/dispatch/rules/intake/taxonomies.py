"""What an edition of the call types must be, to be one."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from schemas.records.taxonomy import TypeInUse
from server.errors import Invalid


def checked(types: Sequence[TypeInUse], agreed_on: str | None) -> tuple[TypeInUse, ...]:
    """These types, in their order.

    Raises:
        Invalid: there are none, one stands there twice, who would have gone was not agreed on a day, or no day is so.
    """
    twice = [code for code, count in Counter(each.type_code for each in types).items() if count > 1]
    if not types:
        raise Invalid("An edition without any type: nobody could take a call by it.")
    if twice:
        raise Invalid(f"{twice[0]} stands there twice: which of the two counts?")
    if agreed_on is None and any(each.would_have_gone_to is not None for each in types):
        raise Invalid("Who would have gone is to be agreed with 911: say on which day, as agreed_on.")
    if agreed_on is not None and not _is_day(agreed_on):
        raise Invalid(f"{agreed_on} is no day: write it as 2026-11-30.")
    return tuple(types)


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False
