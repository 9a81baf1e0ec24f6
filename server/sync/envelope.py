"""The sealed envelope a command travels in: opening one on the server, sealing one as a client does.

The format is final (protocol, section 2): ``sealed`` is base64url of the app run's public key, a nonce and the
AES-256-GCM ciphertext of the arguments, bound to the header's bytes. Pure: keys, nonces and rows are given.
What the arguments mean is not known here.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from schemas.wire import OutboxRow
from server.errors import Invalid
from server.vault import p256

_AS_BROWSERS = msgspec.json.Encoder().encode

IV_BYTES = 12
TAG_BYTES = 16
# Phones that wrote since the server's start, several app runs each; a miss costs one ECDH (about 0.1 ms).
RUNS_REMEMBERED = 16_384


def header(row: OutboxRow) -> bytes:
    """The header's bytes, exactly as a browser's ``JSON.stringify`` of the same list writes them.

    Raises ``Invalid`` for text that has no UTF-8 form.
    """
    fields = [
        *(row.id, row.dseq, row.person, row.at, row.mono, row.type),
        *(row.v, row.entity, row.base, row.after, row.enc, row.kid),
    ]
    try:
        return _AS_BROWSERS(fields)
    except UnicodeEncodeError as error:
        raise Invalid("the header is not text") from error


def row_hash(row: OutboxRow, head: bytes | None = None) -> bytes:
    """What makes two rows the same row: SHA-256 over header and sealed text. A re-send keeps it byte for byte.

    `head` is its header, for whoever has it at hand.
    """
    return hashlib.sha256((head or header(row)) + b"\n" + row.sealed.encode()).digest()


class Opener:
    """Opens rows sealed to one organization; remembers each app run, so that a run costs one key agreement."""

    def __init__(self, key_of: Callable[[str], p256.Private | None], *, runs: int = RUNS_REMEMBERED) -> None:
        """Open with the private keys ``key_of`` knows by their id; remember at most ``runs`` app runs."""
        self._key_of = key_of
        self._cipher = lru_cache(maxsize=runs)(self._agree)

    def open(self, row: OutboxRow, head: bytes | None = None) -> bytes:
        """The arguments' JSON text, proven to have been sealed together with this very header.

        Raises ``Invalid`` when the row is malformed, names an unknown key, or was changed after it was sealed.
        """
        try:
            sealed = p256.decode64(row.sealed)
        except ValueError as error:
            raise Invalid("sealed is not base64url") from error
        body = sealed[p256.PUBLIC_BYTES :]
        if len(body) < IV_BYTES + TAG_BYTES:
            raise Invalid("sealed is too short")
        cipher = self._cipher(row.kid, sealed[: p256.PUBLIC_BYTES])
        try:
            return cipher.decrypt(body[:IV_BYTES], body[IV_BYTES:], head or header(row))
        except InvalidTag as error:
            raise Invalid("the row was changed after it was sealed") from error

    def _agree(self, kid: str, run: bytes) -> AESGCM:
        private = self._key_of(kid)
        if private is None:
            raise Invalid("sealed to a key this organization never had")
        try:
            return _cipher(private, p256.public_key(run), salt=run, kid=kid)
        except ValueError as error:
            raise Invalid("the app run's key is not a point on the curve") from error


class Sealer:
    """One app run of a client: holds the run's ephemeral key in memory and seals rows with it."""

    def __init__(self, *, kid: str, public: bytes, ephemeral: p256.Private) -> None:
        """Seal to the organization's announced key; ``ephemeral`` is made anew at every start of the app."""
        self.kid = kid
        self._run = p256.public_raw(ephemeral)
        self._cipher = _cipher(ephemeral, p256.public_key(public), salt=self._run, kid=kid)

    def seal(self, row: OutboxRow, arguments: bytes, *, iv: bytes) -> OutboxRow:
        """The row, sealed: ``row`` comes with an empty ``sealed``; an ``iv`` is never used twice in a run."""
        row = msgspec.structs.replace(row, kid=self.kid)
        body = self._cipher.encrypt(iv, arguments, header(row))
        return msgspec.structs.replace(row, sealed=p256.encode64(self._run + iv + body))


def _cipher(own: p256.Private, other: p256.Public, *, salt: bytes, kid: str) -> AESGCM:
    return AESGCM(run_key(own, other, salt=salt, kid=kid))


def run_key(own: p256.Private, other: p256.Public, *, salt: bytes, kid: str) -> bytes:
    """The AES key both sides of an app run agree on: HKDF-SHA256 over the ECDH secret, bound to the key's id."""
    secret = own.exchange(ec.ECDH(), other)
    return HKDF(SHA256(), length=32, salt=salt, info=f"field727 seal p256-1 {kid}".encode()).derive(secret)
