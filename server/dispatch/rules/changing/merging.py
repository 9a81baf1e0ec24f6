"""Many calls about one event: one leads, the others point at it. No ring ever forms, so each has exactly one leader."""

from collections.abc import Callable

Points = Callable[[str], str | None]
"""The call that a call is merged into, if it is."""


def leader_of(points: Points, call_id: str) -> str:
    """The call that leads in the end."""
    while (ahead := points(call_id)) is not None:
        call_id = ahead
    return call_id


def closes_ring(points: Points, call_id: str, into: str) -> bool:
    """Whether the other is merged into this one already: two desks that were apart did it both ways."""
    ahead: str | None = into
    while ahead is not None and ahead != call_id:
        ahead = points(ahead)
    return ahead is not None
