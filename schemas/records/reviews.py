"""What supervisors look at after the fact, coded only: nobody's words stand on the list."""

from typing import Literal

from schemas.base import Count, Id, Line, Ms, Struct
from schemas.codes.outcome import ReviewReason

Reviewable = Literal["encounter", "help"]
"""What a line is about: what came of an assignment, or a call for help."""


class Review(Struct, frozen=True, kw_only=True):
    """Something a supervisor is to look at, the gravest of its `reasons` first, and who has.

    `about_id` is the outcome or the call for help, which was first saved, or pressed, at `at`. `seen` are the reasons
    that whoever reviewed it had before them: with one that is not among them it is still to be looked at.
    """

    id: Id
    about: Reviewable
    about_id: Id
    call_id: Id | None
    number: Line | None
    unit_id: Id | None
    team: Line | None
    at: Ms
    reasons: tuple[ReviewReason, ...]
    seen: tuple[ReviewReason, ...] = ()
    reviewed_at: Ms | None = None
    by: Id | None = None
    name: Line | None = None
    version: Count
