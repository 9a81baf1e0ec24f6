"""Rows that no phone of ours would send: each a maker of bytes, and how it must be answered."""

import json
from collections.abc import Callable
from typing import Any

import msgspec

from schemas.wire import OutboxRow
from server.ids import SystemIds
from server.sync.envelope import Sealer
from server.vault import p256
from tests.phone import Phone
from tests.sync.doors import THE_CALL, a_call, text

INVALID, FORBIDDEN, UNSUPPORTED = ("held", "invalid"), ("held", "forbidden"), ("held", "unsupported_version")

Make = Callable[[Phone, str], bytes]
"""Makes a row about this entity."""


def changed(**fields: Any) -> Make:
    """A good row whose header was changed after it was sealed."""
    return lambda phone, entity: text(a_call(phone, entity) | fields)


def without(field: str) -> Make:
    """A good row that lacks a field."""
    return lambda phone, entity: text({name: value for name, value in a_call(phone, entity).items() if name != field})


def edited(old: bytes, new: bytes) -> Make:
    """A good row with other bytes in it."""

    def make(phone: Phone, entity: str) -> bytes:
        row = text(a_call(phone, entity))
        assert old in row
        return row.replace(old, new, 1)

    return make


def sealed(plain: bytes, **fields: Any) -> Make:
    """A row properly sealed, with these arguments or under this header."""

    def make(phone: Phone, entity: str) -> bytes:
        row = msgspec.convert(a_call(phone, entity) | {"sealed": ""} | fields, OutboxRow)
        return text(phone.sealer.seal(row, plain, iv=phone.ids.secret(12)))

    return make


def resealed(change: Callable[[bytes], bytes]) -> Make:
    """A good row whose sealed bytes were changed."""

    def make(phone: Phone, entity: str) -> bytes:
        row = a_call(phone, entity)
        return text(row | {"sealed": p256.encode64(change(p256.decode64(row["sealed"])))})

    return make


def to_a_stranger(phone: Phone, entity: str) -> bytes:
    """Sealed to a key that is not the one it names."""
    ids = SystemIds()
    other = p256.private_key(ids.secret(p256.SECRET_BYTES))
    run = p256.private_key(ids.secret(p256.SECRET_BYTES))
    sealer = Sealer(kid=phone.sealer.kid, public=p256.public_raw(other), ephemeral=run)
    row = msgspec.convert(a_call(phone, entity) | {"sealed": ""}, OutboxRow)
    return text(sealer.seal(row, b"{}", iv=ids.secret(12)))


def plain(raw: bytes) -> Make:
    """These bytes, whatever they are."""
    return lambda _phone, _entity: raw


DEEP = b"[" * 1000 + b"]" * 1000
DIGITS = b"9" * 50_000
"""Three of them still fit into one batch."""

UNREAD: dict[str, Make] = {
    "a number": plain(b"5"),
    "nothing": plain(b"null"),
    "a text": plain(b'"text"'),
    "an empty object": plain(b"{}"),
    "two objects": plain(b"{}{}"),
    "deep": plain(DEEP),
    "no id": without("id"),
    "an id of another type": changed(id=5),
    "an id that is empty": changed(id=""),
    "an id that is long": changed(id="a" * 65),
    "an id with a NUL": changed(id="a\0b"),
    "an id of half a surrogate": edited(b'"id":"', b'"id":"\\ud800'),
    "an id that is no UTF-8": edited(b'"id":"', b'"id":"\xff'),
}
"""Rows whose id cannot be read: they are answered by their place."""

UNREADABLE: dict[str, Make] = {
    "no number": without("dseq"),
    "a number of another type": changed(dseq="1"),
    "a number below zero": changed(dseq=-1),
    "a number of many digits": edited(b'"mono":', b'"mono":' + DIGITS),
    "a number beyond 2^53": edited(b'"mono":', b'"mono":9007199254740992'),
    "an unknown field": changed(surprise=1),
    "half a surrogate": edited(b'"enc":"', b'"enc":"\\udfff'),
    "no UTF-8": edited(b'"enc":"', b'"enc":"\xc3\x28'),
    "a key twice": edited(b'"dseq":', b'"v":1,"dseq":'),
    "a deep header": edited(b'"base":null', b'"base":' + DEEP),
    "another way to seal": changed(enc="rsa"),
    "no base64": changed(sealed="***"),
    "not sealed": changed(sealed=None),
}
"""Rows with an id and a header nobody can read."""

UNOPENED: dict[str, tuple[Make, tuple[str, str]]] = {
    "an unknown key": (changed(kid="k-unknown"), INVALID),
    "another organization's seal": (to_a_stranger, INVALID),
    "a header changed afterwards": (changed(at=1), INVALID),
    "another entity than was sealed": (changed(entity="call-of-somebody"), INVALID),
    "a ciphertext changed by a bit": (resealed(lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])), INVALID),
    "a ciphertext cut short": (resealed(lambda raw: raw[:70]), INVALID),
    "an app run that is no key": (resealed(lambda raw: b"\x04" + bytes(64) + raw[65:]), INVALID),
    "base64 of no length": (changed(sealed="AAAAA"), INVALID),
    "sealed nothing": (changed(sealed=""), INVALID),
    "an unknown type": (sealed(b"{}", type="call.nonsense"), UNSUPPORTED),
    "a version no release sent": (sealed(b"{}", v=2), UNSUPPORTED),
    "an order of the server's own": (sealed(b"{}", type="assignment.expire"), UNSUPPORTED),
    "a person nobody knows": (sealed(b"{}", person="nobody"), FORBIDDEN),
    "a command of another role": (sealed(b'{"reason":"x"}', type="call.erase"), FORBIDDEN),
    "no arguments": (sealed(b""), INVALID),
    "arguments that are no JSON": (sealed(b"{"), INVALID),
    "arguments that are no object": (sealed(b"[]"), INVALID),
    "deep arguments": (sealed(DEEP), INVALID),
    "arguments with a key twice": (sealed(b'{"a":1,"a":2}'), INVALID),
    "a number of many digits": (sealed(b'{"received_at":' + DIGITS + b"}"), INVALID),
    "half a surrogate in the arguments": (sealed(b'{"said":"\\ud800"}'), INVALID),
    "arguments that are no UTF-8": (sealed(b'{"said":"\xff"}'), INVALID),
    "8,001 characters": (sealed(json.dumps(THE_CALL | {"said": "a" * 8001}).encode()), INVALID),
    "a NUL where a code stands": (sealed(b'{"source":"\\u0000"}'), INVALID),
}
"""Rows with a good header that cannot be applied, and what they are answered."""


def told(**more: Any) -> Make:
    """A call told with more or other fields."""
    return sealed(json.dumps(THE_CALL | more).encode())


ODD_BUT_GOOD: dict[str, Make] = {
    "a field a newer phone knows": told(newer=[1, {"a": 2}]),
    "a NUL in what was said": told(said="a\0b"),
    "words in every script": told(said="Ω \u202e 🍎 \ufffe"),
    "8,000 characters": told(said="é" * 8000),
    "a time as late as there is": told(received_at=2**53 - 1),
    "a clock as late as there is": sealed(json.dumps(THE_CALL).encode(), at=2**53 - 1, mono=2**53 - 1),
    "a time as early as there is": told(received_at=0),
    "SQL": told(place="'; DROP TABLE call; --", area="'; DROP TABLE call; --"),
}
"""Rows that look like a mistake and are none."""
