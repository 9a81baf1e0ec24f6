"""P-256 keys and signatures in the form they travel: raw points, base64url without padding, P1363 signatures.

Browsers speak exactly these forms (WebCrypto ``raw`` and IEEE P1363), so nothing here knows DER, PEM or JWK.
No key is kept here; secrets are given.
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

CURVE = ec.SECP256R1()
# FIPS 186-4 D.1.2.3: the order of the curve's base point.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PUBLIC_BYTES = 65
SIGNATURE_BYTES = 64
SECRET_BYTES = 48
"""Random bytes to make a private key of: 16 more than the curve needs, so that the remainder is even."""

Private = ec.EllipticCurvePrivateKey
Public = ec.EllipticCurvePublicKey


def encode64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decode64(text: str) -> bytes:
    """The bytes of a base64url text, if this is the one way to write them.

    Raises ``ValueError`` for padding, foreign letters and loose last bits: two texts never mean the same bytes.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if encode64(raw) != text:
        raise ValueError("not the plain form of base64url")
    return raw


def private_key(secret: bytes) -> Private:
    """The private key made of random bytes; the same bytes make the same key."""
    return ec.derive_private_key(int.from_bytes(secret) % (ORDER - 1) + 1, CURVE)


def private_raw(key: Private) -> bytes:
    """The 32 bytes of a private key, to be wrapped at once."""
    return key.private_numbers().private_value.to_bytes(32)


def from_raw(raw: bytes) -> Private:
    """The private key of its 32 bytes."""
    return ec.derive_private_key(int.from_bytes(raw), CURVE)


def public_raw(key: Private | Public) -> bytes:
    """The uncompressed point, 65 bytes."""
    public = key.public_key() if isinstance(key, Private) else key
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def public_key(raw: bytes) -> Public:
    """The public key of an uncompressed point. Raises ``ValueError`` when it is not one on the curve."""
    if len(raw) != PUBLIC_BYTES:
        raise ValueError("not an uncompressed P-256 point")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw)


def key_id(public: bytes) -> str:
    """The name of a key: the first 16 hex digits of the SHA-256 of its raw public point."""
    return hashlib.sha256(public).hexdigest()[:16]


def sign(key: Private, message: str) -> bytes:
    """A P1363 signature (64 bytes) over the UTF-8 of a message; the same message gives the same one (RFC 6979)."""
    der = key.sign(message.encode(), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    r, s = decode_dss_signature(der)
    return r.to_bytes(32) + s.to_bytes(32)


def verifies(public: bytes, message: str, signature: bytes) -> bool:
    """Whether the holder of this public key signed this message. Malformed keys and signatures answer no."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    der = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    try:
        public_key(public).verify(der, message.encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
