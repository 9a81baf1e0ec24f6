"""The sealed envelope: what was sealed opens, nothing else does, and both clients write the same bytes."""

import json
from typing import Any

import msgspec
import pytest

from schemas.wire import OutboxRow
from server.errors import Invalid
from server.sync.envelope import Opener, Sealer, header, row_hash
from server.vault import p256
from tests.vectors import make_envelope

VECTORS: dict[str, Any] = json.loads(make_envelope.FILE.read_text(encoding="utf-8"))


def the_key_of(kid: str) -> p256.Private | None:
    return make_envelope.SEALING if kid == make_envelope.KID else None


def a_row(case: dict[str, Any]) -> OutboxRow:
    return OutboxRow(**case["row"])


def a_sealer(seed: bytes = b"run") -> Sealer:
    ephemeral = p256.private_key(seed * 16)
    return Sealer(kid=make_envelope.KID, public=p256.public_raw(make_envelope.SEALING), ephemeral=ephemeral)


def test_the_vectors_are_what_the_code_makes_today():
    assert make_envelope.vectors() == VECTORS


@pytest.mark.parametrize("case", VECTORS["rows"], ids=lambda case: case["name"])
def test_a_sealed_row_opens_to_its_arguments_and_keeps_its_hash(case: dict[str, Any]):
    row = a_row(case)

    opened = Opener(the_key_of).open(row)

    assert opened.decode() == case["arguments"]
    assert header(row).decode() == case["header"]
    assert row_hash(row).hex() == case["row_hash"]


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["name"])
def test_a_row_that_was_changed_or_is_malformed_is_invalid(case: dict[str, Any]):
    row = msgspec.structs.replace(a_row(VECTORS["rows"][0]), **case["row"])

    with pytest.raises(Invalid):
        Opener(the_key_of).open(row)


@pytest.mark.parametrize("field", ["id", "dseq", "person", "at", "mono", "type", "v", "entity", "base", "after"])
def test_every_header_field_is_bound_to_the_ciphertext(field: str):
    row = a_row(VECTORS["rows"][1])
    other: object = "other" if isinstance(getattr(row, field), str) else 99

    with pytest.raises(Invalid):
        Opener(the_key_of).open(msgspec.structs.replace(row, **{field: other}))


def test_a_header_that_has_no_utf8_form_is_invalid():
    row = msgspec.structs.replace(a_row(VECTORS["rows"][0]), entity="\ud800")

    with pytest.raises(Invalid):
        Opener(the_key_of).open(row)


def test_any_other_spelling_of_the_same_sealed_bytes_is_invalid():
    row = a_row(VECTORS["rows"][0])
    last = row.sealed[-1]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spellings = [row.sealed[:-1] + letter for letter in letters if letter != last]

    for sealed in [*spellings, row.sealed + "\n", f" {row.sealed}", row.sealed.replace("-", "+")]:
        if sealed != row.sealed:
            with pytest.raises(Invalid):
                Opener(the_key_of).open(msgspec.structs.replace(row, sealed=sealed))


def test_the_key_agreement_is_done_once_per_app_run():
    asked: list[str] = []

    def counting(kid: str) -> p256.Private | None:
        asked.append(kid)
        return the_key_of(kid)

    opener = Opener(counting, runs=2)
    first, second, third = (a_sealer(seed) for seed in (b"one", b"two", b"three"))
    blank = make_envelope.FIRST

    for number in range(20):
        opener.open(first.seal(blank, b"{}", iv=bytes([number]) * 12))
    assert len(asked) == 1

    for sealer in (second, third, first):
        opener.open(sealer.seal(blank, b"{}", iv=bytes(12)))
    assert len(asked) == 4, "the oldest of two remembered runs was forgotten"


def test_an_unknown_key_or_a_bad_point_is_not_remembered():
    known: dict[str, p256.Private] = {}
    opener = Opener(known.get)
    row = a_sealer().seal(make_envelope.FIRST, b"{}", iv=bytes(12))
    with pytest.raises(Invalid):
        opener.open(row)

    known[make_envelope.KID] = make_envelope.SEALING

    assert opener.open(row) == b"{}"


@pytest.mark.parametrize("case", VECTORS["signatures"], ids=lambda case: case["name"])
def test_signatures_verify_and_bind_message_and_key(case: dict[str, str]):
    public, signature = p256.decode64(case["public"]), p256.decode64(case["sig"])

    assert p256.verifies(public, case["message"], signature)
    assert not p256.verifies(public, case["message"] + " ", signature)
    assert not p256.verifies(p256.public_raw(make_envelope.EPHEMERAL), case["message"], signature)
    assert not p256.verifies(public, case["message"], signature[:-1])
    assert not p256.verifies(public, case["message"], bytes(64))
    assert not p256.verifies(b"\x04" + bytes(64), case["message"], signature)
    assert not p256.verifies(b"", case["message"], signature)


@pytest.mark.parametrize("case", VECTORS["json_strings"], ids=lambda case: ascii(case["text"]))
def test_header_text_is_written_as_a_browser_writes_it(case: dict[str, str]):
    row = msgspec.structs.replace(a_row(VECTORS["rows"][0]), entity=case["text"])

    assert f",{case['json']}," in header(row).decode()
