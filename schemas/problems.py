"""Problem codes: every way the API says no, and what to do with what was refused.

`server.errors` has a class for each; a test holds the two to each other. Clients decide by `advice` and `code`, never
by the status or the sentence.
"""

from typing import Literal

from schemas.base import Code, Count, Line, Struct

Advice = Literal["retry", "fix", "never"]
"""Send it again later, change it first, or give it up."""


class Problem(Struct, frozen=True, kw_only=True):
    """RFC 9457 problem details with a stable code and what to do: retry, fix or never."""

    type: Line
    title: Line
    status: Count
    detail: str
    code: Code
    advice: Advice


class ProblemKind(Struct, frozen=True, kw_only=True):
    """What a problem code means."""

    advice: Advice
    status: int
    meaning: str


PROBLEMS: dict[str, ProblemKind] = {
    "method_not_allowed": ProblemKind(advice="never", status=405, meaning="This address does not take that verb."),
    "too_slow": ProblemKind(advice="retry", status=408, meaning="The body did not come within ten seconds."),
    "unsupported_media_type": ProblemKind(advice="fix", status=415, meaning="Send JSON, and say so."),
    "internal_error": ProblemKind(advice="retry", status=500, meaning="A bug of ours; nothing of yours is lost."),
    "invalid": ProblemKind(advice="fix", status=400, meaning="The request does not say what it must."),
    "too_deep": ProblemKind(advice="fix", status=400, meaning="The request is nested deeper than the limit."),
    "unsupported_version": ProblemKind(
        advice="never", status=400, meaning="A command version that no release ever sent."
    ),
    "bad_code": ProblemKind(advice="fix", status=401, meaning="The enrolment code is unknown, used or too old."),
    "bad_signature": ProblemKind(advice="fix", status=401, meaning="The device key did not sign this."),
    "not_signed_in": ProblemKind(
        advice="fix", status=401, meaning="There is no session, or it has ended; keep everything and sign in."
    ),
    "revoked": ProblemKind(
        advice="never", status=401, meaning="This person or device was shut out; uploads may still be handed over."
    ),
    "after_revocation": ProblemKind(
        advice="never", status=403, meaning="Written on a device whose shut-out it had not yet learnt of."
    ),
    "bad_csrf": ProblemKind(
        advice="fix", status=403, meaning="The form token is missing or belongs to an older session."
    ),
    "bad_origin": ProblemKind(advice="never", status=403, meaning="Asked by a page of another site."),
    "forbidden": ProblemKind(advice="never", status=403, meaning="This role may not do that."),
    "upload_only": ProblemKind(
        advice="fix", status=403, meaning="This token hands over saved work and reads nothing; sign in to read."
    ),
    "not_found": ProblemKind(
        advice="never", status=404, meaning="Not there, or not yours: from outside both look alike."
    ),
    "conflict": ProblemKind(advice="fix", status=409, meaning="Somebody else was first; look at the current row."),
    "dependency": ProblemKind(
        advice="retry", status=409, meaning="An earlier fact that this one rests on has not arrived yet."
    ),
    "id_reuse": ProblemKind(advice="never", status=409, meaning="The same command id came with other bytes."),
    "invalid_move": ProblemKind(advice="fix", status=409, meaning="The state machine has no such step."),
    "erased": ProblemKind(advice="never", status=410, meaning="Deleted for good; the key that could read it is gone."),
    "too_large": ProblemKind(
        advice="fix", status=413, meaning="A body, frame, batch or text is over its limit; half of it may pass."
    ),
    "too_many_tries": ProblemKind(
        advice="retry", status=429, meaning="Slow down; the limit for this person or address is reached."
    ),
    "busy": ProblemKind(advice="retry", status=503, meaning="Too much is waiting already; nothing was kept."),
    "not_now": ProblemKind(
        advice="retry", status=503, meaning="The server is starting, stopping or under maintenance; nothing was kept."
    ),
    "storage_busy": ProblemKind(
        advice="retry", status=503, meaning="The database failed at this moment; nothing was acknowledged."
    ),
    "storage_full": ProblemKind(
        advice="retry", status=507, meaning="No space is left; nothing of this request was kept."
    ),
}
"""By code. A code never changes its meaning; new ones may come."""
