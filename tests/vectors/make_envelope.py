"""Makes `envelope.json`: fixed keys and every value on the way from arguments to a sealed row.

Both clients of the format, Python and TypeScript, are tested against this one file. Run it from the project's
folder after changing it; an old case is never changed, for phones in the street hold rows of that form:

    python -m tests.vectors.make_envelope
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec

from schemas.wire import OutboxRow
from server.sync.envelope import Sealer, header, row_hash, run_key
from server.vault import p256

FILE = Path(__file__).with_name("envelope.json")

SEALING = p256.private_key(hashlib.sha384(b"test vector: sealing key").digest())
SIGNING = p256.private_key(hashlib.sha384(b"test vector: signing key").digest())
DEVICE = p256.private_key(hashlib.sha384(b"test vector: device key").digest())
EPHEMERAL = p256.private_key(hashlib.sha384(b"test vector: app run").digest())
KID = p256.key_id(p256.public_raw(SEALING))

FIRST = OutboxRow(
    id="019c0000-0000-7000-8000-000000000001",
    dseq=1,
    person="019c0000-0000-7000-8000-0000000000aa",
    at=1_790_000_000_123,
    mono=4_567,
    type="assignment.accept",
    v=1,
    entity="019c0000-0000-7000-8000-0000000000ee",
    base=7,
    after=None,
    enc="p256-1",
    kid=KID,
    sealed="",
)
FACT = msgspec.structs.replace(
    FIRST,
    id="019c0000-0000-7000-8000-000000000002",
    dseq=2,
    at=1_790_000_060_000,
    mono=64_444,
    type="encounter.record",
    base=None,
    after=FIRST.id,
)
LARGEST = msgspec.structs.replace(
    FIRST, id="x", dseq=2**53 - 1, person="p", at=2**53 - 1, mono=2**53 - 1, v=2**53 - 1, entity="e", base=-(2**53) + 1
)
CASES = [
    ("an intent", FIRST, '{"assignment":"a1"}'),
    ("a fact with text beyond ASCII", FACT, '{"note":"Niño, 727 — “ok” \\u0007 🚑\\n\\"q\\"","supplies":[]}'),
    ("the largest numbers and no arguments", LARGEST, "{}"),
]
# Header texts never hold such letters (their schema forbids it); both sides must still write the same bytes.
STRINGS = ["", 'a"b', "back\\slash", "a/b", "\b\f\n\r\t", "\x00\x1f\x7f", "é ñ 漢", "🚑", "\u2028\u2029", "<&>"]


def vectors() -> dict[str, Any]:
    """The whole file, always the same."""
    return {
        "about": "Test vectors of the sealed outbox row and the signatures. Bytes are base64url; hashes are hex.",
        "keys": {
            "sealing": _pair(SEALING, kid=KID),
            "signing": _pair(SIGNING),
            "device": _pair(DEVICE),
            "ephemeral": _pair(EPHEMERAL),
        },
        "aes_key": p256.encode64(
            run_key(SEALING, EPHEMERAL.public_key(), salt=p256.public_raw(EPHEMERAL), kid=KID),
        ),
        "rows": [_case(number, *case) for number, case in enumerate(CASES)],
        "refused": _refused(),
        "json_strings": [{"text": text, "json": json.dumps(text, ensure_ascii=False)} for text in STRINGS],
        "signatures": _signatures(),
    }


def _pair(key: p256.Private, **more: str) -> dict[str, Any]:
    public = p256.public_raw(key)
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": p256.encode64(public[1:33]),
        "y": p256.encode64(public[33:]),
        "d": p256.encode64(p256.private_raw(key)),
    }
    return {**more, "public": p256.encode64(public), "private": jwk["d"], "jwk": jwk}


def _sealed(number: int, row: OutboxRow, arguments: str) -> tuple[OutboxRow, bytes]:
    iv = hashlib.sha256(f"test vector: iv {number}".encode()).digest()[:12]
    sealer = Sealer(kid=KID, public=p256.public_raw(SEALING), ephemeral=EPHEMERAL)
    return sealer.seal(row, arguments.encode(), iv=iv), iv


def _case(number: int, name: str, row: OutboxRow, arguments: str) -> dict[str, Any]:
    sealed, iv = _sealed(number, row, arguments)
    return {
        "name": name,
        "arguments": arguments,
        "iv": p256.encode64(iv),
        "header": header(row).decode(),
        "row": msgspec.to_builtins(sealed),
        "row_hash": row_hash(sealed).hex(),
    }


def _refused() -> list[dict[str, Any]]:
    good, _ = _sealed(0, FIRST, CASES[0][2])
    raw = p256.decode64(good.sealed)
    off_curve = raw[:64] + bytes([raw[64] ^ 1]) + raw[65:]
    changes: dict[str, dict[str, Any]] = {
        "the header was changed": {"person": "019c0000-0000-7000-8000-0000000000bb"},
        "a number of the header was removed": {"base": None},
        "the ciphertext was changed": {"sealed": p256.encode64(raw[:-1] + bytes([raw[-1] ^ 1]))},
        "the key is unknown": {"kid": "0123456789abcdef"},
        "the app run's key is not on the curve": {"sealed": p256.encode64(off_curve)},
        "it is too short": {"sealed": p256.encode64(raw[:90])},
        "it is padded": {"sealed": good.sealed + "="},
        "it is empty": {"sealed": ""},
    }
    return [
        {"name": name, "row": msgspec.to_builtins(msgspec.structs.replace(good, **change))}
        for name, change in changes.items()
    ]


def _signatures() -> list[dict[str, str]]:
    device, person, code = "k7ab2x.019c0000-0000-7000-8000-0000000000dd", FIRST.person, "ABCD2345"
    public = p256.encode64(p256.public_raw(SEALING))
    said = [
        ("announced sealing key", SIGNING, f"field727 key {KID} {public}"),
        ("sync token", DEVICE, f"field727 token {device} {person} bm9uY2U"),
        ("enrolling again", DEVICE, f"field727 enrol {device} {code}"),
    ]
    return [
        {
            "name": name,
            "public": p256.encode64(p256.public_raw(key)),
            "message": message,
            "sig": p256.encode64(p256.sign(key, message)),
        }
        for name, key, message in said
    ]


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
