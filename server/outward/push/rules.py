"""Which addresses a phone may give: only those of a push service out on the internet. Pure.

Whoever is signed in chooses the address that this server then speaks to: it must not lead into this house.
"""

import ipaddress
from collections.abc import Collection
from typing import Final
from urllib.parse import SplitResult, urlsplit

from schemas.wire import AlarmAddress
from server.errors import Invalid
from server.vault import p256

AUTH_BYTES: Final = 16
"""RFC 8291 §3.2."""

HTTPS: Final = 443

_UNWELCOME: Final = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion", "test")
"""Names that lead to no public host (RFC 6761, 6762 and usage); the address they stand for is checked again later."""


_GIVEN_OUT: Final = ipaddress.IPv6Network("2000::/3")
"""The only IPv6 addresses that machines out on the internet have (IANA, IPv6 Global Unicast Address Assignments)."""

_SPECIAL: Final = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "2001::/23", "2002::/16", "3fff::/20")))
"""Protocols' own, tunnels and examples, of which not every Python knows (RFC 6890, 3056, 9637)."""


def check_address(address: AlarmAddress, own: Collection[str]) -> None:
    """Refuse what is no address of a public push service, or of one of our `own` (origins), with usable keys.

    Raises: Invalid.
    """
    parts = _split(address.endpoint)
    if origin(address.endpoint) not in own and not _is_public(parts):
        raise Invalid("A push service has an https address with a public name")
    try:
        p256.public_key(p256.decode64(address.p256dh))
        has_keys = len(p256.decode64(address.auth)) == AUTH_BYTES
    except ValueError:
        has_keys = False
    if not has_keys:
        raise Invalid("These are no keys of a subscription")


def origin(endpoint: str) -> str:
    """Scheme and host of an address: whom its push service is told that we speak to (RFC 8292 §2).

    Raises: Invalid.
    """
    parts = _split(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def is_public(address: str) -> bool:
    """Whether this is the address of a machine out on the internet, however it is written."""
    found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or _nat64(found) or found
    is_given_out = isinstance(found, ipaddress.IPv4Address) or found in _GIVEN_OUT
    return is_given_out and found.is_global and not found.is_multicast and not any(found in each for each in _SPECIAL)


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address behind a translator (RFC 6052)."""
    if address not in ipaddress.ip_network("64:ff9b::/96"):
        return None
    return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)


def _split(endpoint: str) -> SplitResult:
    try:
        parts = urlsplit(endpoint)
        has_port = parts.port is not None
    except ValueError:
        raise Invalid("This is no address") from None
    del has_port
    if not endpoint.isascii() or not parts.hostname or "@" in parts.netloc or not endpoint.isprintable():
        raise Invalid("This is no address")
    return parts


def _is_public(parts: SplitResult) -> bool:
    if parts.scheme != "https" or parts.port not in (None, HTTPS):
        return False
    host = (parts.hostname or "").rstrip(".")
    *more, last = host.split(".")
    # A name, no number: an address may be written in a dozen ways.
    return bool(more) and last.isalpha() and last not in _UNWELCOME
