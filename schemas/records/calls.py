"""What happened to a call at the desk after it was taken: what was put right, and what its caller was told."""

from schemas.base import Area, Id, Line, Ms, Struct
from schemas.codes.dispatch import Role
from schemas.codes.intake import CalledBack, CallType, LocationKind, PlaceNoteKind, PlaceWithin, Priority, ToldWhat


class CallFacts(Struct, frozen=True, kw_only=True):
    """Those of a call's codes that a correction is about; null where it is not about them."""

    type_code: CallType | None = None
    priority: Priority | None = None
    location_kind: LocationKind | None = None
    area: Area | None = None
    place_within: PlaceWithin | None = None


class Correction(Struct, frozen=True, kw_only=True):
    """The desk said better what the call is: what it said, and what stood there when that arrived.

    Words are on the call under the correction's id: `place` and `said` tell that there are some.
    """

    id: Id
    at: Ms
    to: CallFacts
    was: CallFacts
    place: bool = False
    said: bool = False


class Told(Struct, frozen=True, kw_only=True):
    """What the caller was told, when, and by when it was to come true.

    A call-back is open until `done_at`; `how` says what came of it. Of several, the last said is the promise, and the
    others are what it was before. `unsafe`: a partner may hear it, and no number is known to be safe.
    """

    id: Id
    what: ToldWhat
    at: Ms
    by: Ms | None = None
    done_at: Ms | None = None
    how: CalledBack | None = None
    unsafe: bool = False


class PlaceNote(Struct, frozen=True, kw_only=True):
    """What somebody wrote about the place of a call for whoever goes there next; it ends by itself.

    `by` is the name of whoever wrote it, as far as the reader may know it, `role` what they are. Where `text` is null
    it lies damaged on the server's disk: something was written, and nobody can read what.
    """

    id: Id
    kind: PlaceNoteKind
    text: Line | None
    by: Line | None
    role: Role
    written_at: Ms
    ends_at: Ms
