"""What a push is made of: an id sealed to one phone (RFC 8291), and our signature for its push service (RFC 8292)."""

import json
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from schemas.wire import AlarmAddress
from server.outward.push.rules import origin
from server.vault import p256

SALT_BYTES: Final = 16
RECORD_BYTES: Final = 4096
LAST: Final = b"\x02"
"""Ends the last record (RFC 8188 §2); an id fits into the first."""

SIGNED_MS: Final = 12 * 3_600_000
"""So long a signature holds; at most 24 hours are allowed (RFC 8292 §2)."""


def sealed(address: AlarmAddress, text: str, *, private: p256.Private, salt: bytes) -> bytes:
    """The text as only this phone can read it; key and salt (16 bytes) are made for this one push.

    The one well-known library for this is made of a source archive alone, which newer Pythons do not build.
    """
    theirs, ours = p256.decode64(address.p256dh), p256.public_raw(private)
    shared = private.exchange(ec.ECDH(), p256.public_key(theirs))
    secret = _derived(shared, p256.decode64(address.auth), b"WebPush: info\0" + theirs + ours, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    body = AESGCM(key).encrypt(nonce, text.encode() + LAST, None)
    return salt + RECORD_BYTES.to_bytes(4) + bytes([len(ours)]) + ours + body


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length=length, salt=salt, info=info).derive(secret)


def vapid(key: p256.Private, endpoint: str, *, contact: str | None, now: int) -> str:
    """Who we are, for this push service alone. Apple's asks for a `contact`, which is the address of this server."""
    claims = {"aud": origin(endpoint), "exp": (now + SIGNED_MS) // 1000}
    if contact is not None:
        claims["sub"] = contact
    said = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
    token = f"{said}.{p256.encode64(p256.sign(key, said))}"
    return f"vapid t={token}, k={p256.encode64(p256.public_raw(key))}"


def _part(said: object) -> str:
    return p256.encode64(json.dumps(said, separators=(",", ":")).encode())
