"""Every way this server says no.

A refusal is expected: it has a stable `code` that clients, tests and the API page rely on, an `advice` that tells a
phone what to do with the command it still holds, and an HTTP status. Anything that is not a `Refusal` is a bug.

    Refusal
    ├── Invalid                invalid              fix    400   the request does not say what it must
    │   ├── TooDeep            too_deep             fix    400   nested deeper than the limit
    │   ├── TooLarge           too_large            fix    413   body, frame, batch or text over the limit
    │   └── UnsupportedVersion unsupported_version  never  400   a command version no release ever sent
    ├── NotSignedIn            not_signed_in        fix    401   no session, or one that ended
    │   ├── BadCode            bad_code             fix    401   enrolment code unknown, used or too old
    │   ├── BadSignature       bad_signature        fix    401   the device key did not sign this
    │   └── Revoked            revoked              never  401   this person or device was shut out
    ├── NotAllowed             forbidden            never  403   this role may not do that
    │   ├── AfterRevocation    after_revocation     never  403   written before the shut-out was known
    │   ├── BadCsrf            bad_csrf             fix    403   the form token is missing or old
    │   ├── BadOrigin          bad_origin           never  403   asked by a page of another site
    │   └── UploadOnly         upload_only          fix    403   this token hands over work and reads nothing
    ├── NotFound               not_found            never  404   not there, or not yours: both look alike
    │   └── Erased             erased               never  410   deleted for good; its key is gone
    ├── Conflict               conflict             fix    409   somebody else was first
    │   ├── InvalidMove        invalid_move         fix    409   the state machine has no such step
    │   ├── Dependency         dependency           retry  409   an earlier fact has not arrived yet
    │   └── IdReuse            id_reuse             never  409   the same id with other bytes
    ├── NotNow                 not_now              retry  503   maintenance, starting or stopping
    │   ├── Busy               busy                 retry  503   too much is waiting
    │   ├── StorageBusy        storage_busy         retry  503   the database failed at this moment
    │   ├── StorageFull        storage_full         retry  507   no space left; nothing was kept
    │   └── TooManyTries       too_many_tries       retry  429   slow down
    └── CannotStart            cannot_start         fix    500   said on the command line, never over HTTP
        ├── UnknownSetting     unknown_setting      fix    500   a FIELD727_ variable nobody knows
        ├── BadSetting         bad_setting          fix    500   a FIELD727_ variable that cannot be meant
        ├── AlreadyRunning     already_running      fix    500   another process holds this folder or file
        ├── NoServer           no_server            fix    500   nobody answers on the control socket
        ├── OldSqlite          old_sqlite           fix    500   a library that can lose commits
        ├── UnsafeStorage      unsafe_storage       never  500   the database would not sync before it answers
        ├── ChangedMigration   changed_migration    never  500   an old migration file is not what it was
        └── NewerDatabase      newer_database       fix    500   written by a later release than this one

A command that is refused is kept by the server under one of the `Hold` codes (`held_as`), unless the refusal says
*retry*: then it stays with the phone. `erased` is answered as done and keeps nothing.
"""

from typing import ClassVar, Literal

Advice = Literal["retry", "fix", "never"]
"""What to do with a refused request: send it again later, change it first, or give it up."""

Hold = Literal[
    "invalid",
    "forbidden",
    "conflict",
    "unsupported_version",
    "dependency",
    "id_reuse",
    "after_revocation",
    "handler_error",
]
"""Why the server keeps a command in custody instead of applying it."""


class Refusal(Exception):
    """An expected no. `detail` is for people; it never carries a name, a note, a number or a place."""

    code: ClassVar[str] = "refused"
    advice: ClassVar[Advice] = "never"
    status: ClassVar[int] = 400
    hold: ClassVar[Hold | None] = None

    def __init__(self, detail: str = "") -> None:
        """Say no, with one sentence for the person who must understand it."""
        super().__init__(detail or self.code)
        self.detail = detail


class Invalid(Refusal):
    """The request does not say what it must."""

    code = "invalid"
    advice: ClassVar[Advice] = "fix"
    status = 400
    hold: ClassVar[Hold | None] = "invalid"


class TooDeep(Invalid):
    """The request is nested deeper than the limit."""

    code = "too_deep"


class TooLarge(Invalid):
    """A body, frame, batch or text is over its limit; half of it may pass."""

    code = "too_large"
    status = 413


class UnsupportedVersion(Invalid):
    """A command version that no release ever sent."""

    code = "unsupported_version"
    advice: ClassVar[Advice] = "never"
    hold: ClassVar[Hold | None] = "unsupported_version"


class NotSignedIn(Refusal):
    """There is no session, or it has ended; keep everything and sign in."""

    code = "not_signed_in"
    advice: ClassVar[Advice] = "fix"
    status = 401
    hold: ClassVar[Hold | None] = "forbidden"


class BadCode(NotSignedIn):
    """The enrolment code is unknown, used or too old."""

    code = "bad_code"


class BadSignature(NotSignedIn):
    """The device key did not sign this."""

    code = "bad_signature"


class Revoked(NotSignedIn):
    """This person or device was shut out; uploads may still be handed over."""

    code = "revoked"
    advice: ClassVar[Advice] = "never"
    hold: ClassVar[Hold | None] = "after_revocation"

    def __init__(self, detail: str = "", *, since: int | None = None) -> None:
        """Say no; `since` is when somebody who was let in was shut out."""
        super().__init__(detail)
        self.since = since


class NotAllowed(Refusal):
    """This role may not do that."""

    code = "forbidden"
    advice: ClassVar[Advice] = "never"
    status = 403
    hold: ClassVar[Hold | None] = "forbidden"


class AfterRevocation(NotAllowed):
    """Written on a device whose shut-out it had not yet learnt of."""

    code = "after_revocation"
    hold: ClassVar[Hold | None] = "after_revocation"


class BadCsrf(NotAllowed):
    """The form token is missing or belongs to an older session."""

    code = "bad_csrf"
    advice: ClassVar[Advice] = "fix"


class BadOrigin(NotAllowed):
    """Asked by a page of another site."""

    code = "bad_origin"


class UploadOnly(NotAllowed):
    """This token hands over saved work and reads nothing; sign in to read."""

    code = "upload_only"
    advice: ClassVar[Advice] = "fix"


class NotFound(Refusal):
    """Not there, or not yours: from outside both look alike."""

    code = "not_found"
    advice: ClassVar[Advice] = "never"
    status = 404
    hold: ClassVar[Hold | None] = "invalid"


class Erased(NotFound):
    """Deleted for good; the key that could read it is gone."""

    code = "erased"
    status = 410
    hold: ClassVar[Hold | None] = None


class Conflict(Refusal):
    """Somebody else was first; look at the current row."""

    code = "conflict"
    advice: ClassVar[Advice] = "fix"
    status = 409
    hold: ClassVar[Hold | None] = "conflict"


class InvalidMove(Conflict):
    """The state machine has no such step."""

    code = "invalid_move"


class Dependency(Conflict):
    """An earlier fact that this one rests on has not arrived yet."""

    code = "dependency"
    advice: ClassVar[Advice] = "retry"
    hold: ClassVar[Hold | None] = "dependency"


class IdReuse(Conflict):
    """The same command id came with other bytes."""

    code = "id_reuse"
    advice: ClassVar[Advice] = "never"
    hold: ClassVar[Hold | None] = "id_reuse"


class NotNow(Refusal):
    """The server is starting, stopping or under maintenance; nothing was kept."""

    code = "not_now"
    advice: ClassVar[Advice] = "retry"
    status = 503


class Busy(NotNow):
    """Too much is waiting already; nothing was kept. Come again after `after_ms`, where that is known."""

    code = "busy"

    def __init__(self, detail: str = "", *, after_ms: int | None = None) -> None:
        """Refuse, and perhaps say for how long."""
        super().__init__(detail)
        self.after_ms = after_ms


class StorageBusy(NotNow):
    """The database failed at this moment; nothing was acknowledged."""

    code = "storage_busy"


class StorageFull(NotNow):
    """No space is left; nothing of this request was kept."""

    code = "storage_full"
    status = 507


class TooManyTries(NotNow):
    """Slow down; the limit for this person or address is reached."""

    code = "too_many_tries"
    status = 429


class CannotStart(Refusal):
    """Said in one clear line on the command line, with an exit code that is not 0; never over HTTP."""

    code = "cannot_start"
    advice: ClassVar[Advice] = "fix"
    status = 500


class UnknownSetting(CannotStart):
    """A FIELD727_ variable that nobody knows: probably a typing error."""

    code = "unknown_setting"


class BadSetting(CannotStart):
    """A FIELD727_ variable whose value cannot be meant."""

    code = "bad_setting"


class AlreadyRunning(CannotStart):
    """Another process holds this data folder or this organization's file."""

    code = "already_running"


class NoServer(CannotStart):
    """Nobody answers on the control socket of this data folder."""

    code = "no_server"


class OldSqlite(CannotStart):
    """This SQLite library can lose commits; only training organizations may run on it."""

    code = "old_sqlite"


class UnsafeStorage(CannotStart):
    """The database would answer before its bytes are on the disk."""

    code = "unsafe_storage"
    advice: ClassVar[Advice] = "never"


class ChangedMigration(CannotStart):
    """A migration file that was already applied is not what it was."""

    code = "changed_migration"
    advice: ClassVar[Advice] = "never"


class NewerDatabase(CannotStart):
    """This database was written by a later release than the one that is starting."""

    code = "newer_database"


def every_refusal() -> list[type[Refusal]]:
    """All kinds of refusal, the general one first."""
    found: list[type[Refusal]] = [Refusal]
    for kind in found:
        found.extend(kind.__subclasses__())
    return found


def refusal(code: str, detail: str = "") -> Refusal:
    """The refusal that carries this code, rebuilt from what another process said."""
    for kind in every_refusal():
        if kind.code == code:
            return kind(detail)
    return Refusal(detail or code)


def held_as(problem: Exception) -> Hold | None:
    """The code under which a refused command is kept, or None when it stays with the phone.

    Anything that is not a `Refusal` is a bug of ours: the command is kept as `handler_error` and never lost.
    """
    return problem.hold if isinstance(problem, Refusal) else "handler_error"
