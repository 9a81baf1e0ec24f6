"""What holds for people, codes, sessions and tokens: pure, no storage and no clock.

A secret is handed out once and kept as its SHA-256 only. Every one but the code begins with the tag of its
organization, which routes and grants nothing.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from typing import Final, Literal, get_args

from schemas.base import Struct
from schemas.codes.dispatch import CityRole, Role, SiteRole
from server.errors import BadCode, Invalid

CODE_MS: Final = 10 * 60_000
"""A code is typed while the person who gave it stands by (client.md: single use, ten minutes)."""

SESSION_MS: Final = 24 * 3_600_000
"""Sign in again at least once a day (NIST 800-63B-4: reauthenticate within 24 hours)."""

TOKEN_MS: Final = 10 * 60_000
"""How long a device token serves (protocol.md §2)."""

TICKET_MS: Final = 30_000
"""A socket is opened right after its ticket was fetched (protocol.md §3)."""

NONCE_MS: Final = 60_000
"""Signing a nonce takes a phone milliseconds; a minute allows for the slowest network."""

PUSH_KEY: Final = "push"
"""What the key that phones subscribe with is called where it is noted that it was made anew."""

UPLOAD_MS: Final = 14 * 24 * 3_600_000
"""So long a device that was shut out may still hand over what it holds (protocol.md S13)."""

AT_A_DESK: Final[frozenset[Role]] = frozenset({"dispatcher", "supervisor"})
"""Who takes calls."""

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of a desk's own numbers; no I and no O, which are read as 1 and 0."""

_MORE_SCOPES: Final[dict[Role, tuple[str, ...]]] = {
    "dispatcher": ("desk", "directory"),
    "supervisor": ("custody:*", "desk", "directory", "oversight"),
    "responder": ("directory",),
    "manager": (),
    "admin": (),
    "privacy_officer": (),
    "interrupter": ("directory",),
    "site_lead": ("desk", "directory"),
}

_FORWARDING: Final = ("x-forwarded-", "x-real-ip", "forwarded", "via")


class Code(Struct, frozen=True, kw_only=True):
    """What is known of an enrolment code: whom it lets in, until when, whether it was used."""

    person_id: str
    reusable: bool
    expires_at: int | None
    used_at: int | None


class Standing(Struct, frozen=True, kw_only=True):
    """How a credential stands at this moment: whose it is, when it ends, and whether anybody was shut out."""

    person_id: str
    device_id: str
    expires_at: int
    has_session: bool
    person_ended_at: int | None
    device_revoked_at: int | None

    @property
    def revoked_at(self) -> int | None:
        """Since when the person or the device is shut out, whichever came first."""
        ends = [at for at in (self.person_ended_at, self.device_revoked_at) if at is not None]
        return min(ends, default=None)


def check_roles(kind: Literal["city", "site"], roles: Iterable[Role]) -> frozenset[Role]:
    """The roles, if this kind of organization has all of them.

    Raises: Invalid.
    """
    allowed = get_args(CityRole if kind == "city" else SiteRole)
    given = frozenset(roles)
    strange = sorted(given - set(allowed))
    if strange or not given:
        raise Invalid(f"A {kind} has the roles {', '.join(allowed)}; not: {', '.join(strange) or 'none at all'}")
    return given


def scopes_of(person_id: str, roles: Iterable[Role]) -> list[str]:
    """What a person may read by role alone; units and calls come and go with the work."""
    return sorted({f"person:{person_id}", *(scope for role in roles for scope in _MORE_SCOPES[role])})


def check_code(code: Code | None, *, now: int, at_home: bool) -> Code:
    """The code, if it lets somebody in now. A link that can be used again works at home only.

    Raises: BadCode, with the same words for every reason.
    """
    if code is None or not _works(code, now=now, at_home=at_home):
        raise BadCode("This code does not work. Ask for a new one.")
    return code


def _works(code: Code, *, now: int, at_home: bool) -> bool:
    if code.reusable:
        return at_home
    return code.used_at is None and code.expires_at is not None and now < code.expires_at


def plain_code(typed: str) -> str:
    """What a code means however it was typed: in capitals, without spaces and dashes."""
    return typed.replace(" ", "").replace("-", "").upper()


def is_at_home(peer: str | None, host: str, headers: Iterable[str]) -> bool:
    """True when the request was made on this very machine: peer and Host are loopback, and nobody passed it on."""
    if any(name.lower().startswith(_FORWARDING) for name in headers):
        return False
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return peer is not None and _is_loopback(peer) and (name == "localhost" or _is_loopback(name.strip("[]")))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_of(secret: str) -> str:
    """The form token of a session: told to the page that holds the cookie, kept nowhere."""
    return hmac.digest(secret.encode(), b"field727 csrf", "sha256").hex()[:32]


def is_same(given: str, expected: str) -> bool:
    """Compare two secrets in a time that tells nothing about where they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())


def tag_of(credential: str) -> str:
    """The organization a credential is routed to; empty when it names none."""
    tag, dot, _ = credential.partition(".")
    return tag if dot else ""


def letters_of(desk: int) -> str:
    """The letters of the n-th desk: A to Z, then AA."""
    more, last = divmod(desk, len(LETTERS))
    return (letters_of(more - 1) if more else "") + LETTERS[last]
