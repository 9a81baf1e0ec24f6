"""The vault's promises: only the right record opens, what is destroyed stays destroyed, keys come before records."""

import hashlib

import pytest

from server.errors import CannotStart, Erased, StorageBusy, StorageFull
from server.storage.database import Tx
from server.storage.sqlite.files import SqliteFile
from server.sync.envelope import Opener, Sealer
from server.vault import Damaged, Retention, Vault, p256
from tests.vault.conftest import Safe
from tests.vectors.make_envelope import FIRST

PLACE = {"place": "CANARY-behind the library", "callback": "CANARY-555-0199"}
NOTE = Retention.CARE_NOTE


def a_sealed_call(vault: Vault, call: str = "call-1", person: str = "person-1") -> bytes:
    sealed = vault.seal(entity=call, subjects=(person,), retention=Retention.CALL_PLACE, fields=PLACE)
    vault.prepare()
    return sealed


def opened(vault: Vault, sealed: bytes, call: str = "call-1") -> object:
    return vault.open(entity=call, retention=Retention.CALL_PLACE, sealed=sealed)


def wrapped_keys(vault: Vault) -> dict[str, bytes]:
    def find(tx: Tx) -> dict[str, bytes]:
        return {row["entity"]: bytes(row["wrapped"]) for row in tx.all("SELECT entity, wrapped FROM data_key")}

    return vault._keys.transact(find)


# ------------------------------------------------------------------ seal and open


def test_what_was_sealed_opens_again_also_after_a_restart(safe: Safe, vault: Vault):
    sealed = a_sealed_call(vault)

    assert opened(vault, sealed) == PLACE
    assert opened(safe.unlock(data=safe.copy("restarted")), sealed) == PLACE


def test_nothing_sealed_is_readable_in_the_ciphertext_or_the_key_database(safe: Safe, vault: Vault):
    sealed = a_sealed_call(vault)
    (safe.data / "planted").write_text(PLACE["place"])

    assert b"CANARY" not in sealed
    assert safe.bytes().count(b"CANARY") == 1, "only the planted one, which shows that the search finds it"


def test_the_same_fields_sealed_twice_look_different(vault: Vault):
    assert a_sealed_call(vault) != a_sealed_call(vault)


def test_ciphertext_moved_to_another_record_or_class_does_not_open(vault: Vault):
    sealed = a_sealed_call(vault, "call-1")
    a_sealed_call(vault, "call-2")
    vault.seal(entity="call-1", subjects=(), retention=NOTE, fields={})

    for entity, retention in [("call-2", Retention.CALL_PLACE), ("call-1", NOTE)]:
        with pytest.raises(Damaged):
            vault.open(entity=entity, retention=retention, sealed=sealed)


@pytest.mark.parametrize("at", [0, 1, 12, 13, -1])
def test_ciphertext_with_one_changed_bit_does_not_open(vault: Vault, at: int):
    changed = bytearray(a_sealed_call(vault))
    changed[at] ^= 1

    with pytest.raises(Damaged):
        opened(vault, bytes(changed))


@pytest.mark.parametrize("length", [0, 1, 5, 13, 20])
def test_ciphertext_that_was_cut_does_not_open(vault: Vault, length: int):
    sealed = a_sealed_call(vault)

    with pytest.raises(Damaged):
        opened(vault, sealed[:length])


def test_a_record_keeps_its_key_when_it_gains_subjects(vault: Vault):
    first = vault.seal(entity="enc-1", subjects=("call-1",), retention=NOTE, fields={"n": 1})
    second = vault.seal(entity="enc-1", subjects=("person-1",), retention=NOTE, fields={"n": 2})
    vault.prepare()
    assert vault.open(entity="enc-1", retention=NOTE, sealed=first) == {"n": 1}

    vault.condemn("person-1")
    vault.destroy("person-1")

    assert vault.open(entity="enc-1", retention=NOTE, sealed=first) is None
    assert vault.open(entity="enc-1", retention=NOTE, sealed=second) is None


def test_memory_holds_a_bounded_number_of_keys(vault: Vault):
    vault._keyring._remembered = 3
    sealed = {f"call-{n}": a_sealed_call(vault, f"call-{n}") for n in range(10)}

    assert all(opened(vault, text, call) == PLACE for call, text in sealed.items())
    assert len(vault._keyring._cache) == 3


def test_a_fingerprint_differs_by_purpose_bytes_and_organization(safe: Safe, vault: Vault):
    other = safe.unlock(data=safe.data.parent / "keys", tag="zzzzzz", master=bytes(32), is_new=True)

    prints = {vault.mac("receipt", b"row"), vault.mac("place", b"row"), vault.mac("receipt", b"row2")}

    assert len(prints | {other.mac("receipt", b"row")}) == 4
    assert vault.mac("receipt", b"row") in prints, "the same again for the same"


# ------------------------------------------------------------------ destroy


def test_destroying_a_subject_takes_every_record_it_is_in_and_no_other(vault: Vault):
    one, other = a_sealed_call(vault, "call-1", "person-1"), a_sealed_call(vault, "call-2", "person-2")
    note = vault.seal(entity="enc-1", subjects=("call-1",), retention=NOTE, fields=PLACE)
    vault.prepare()

    vault.condemn("call-1")
    vault.destroy("call-1")

    assert opened(vault, one) is None
    assert vault.open(entity="enc-1", retention=NOTE, sealed=note) is None
    assert opened(vault, other, "call-2") == PLACE


def test_destroying_one_class_leaves_the_others(vault: Vault):
    place = a_sealed_call(vault)
    note = vault.seal(entity="enc-1", subjects=("call-1",), retention=NOTE, fields=PLACE)

    vault.condemn("call-1", Retention.CALL_PLACE)
    vault.prepare()
    vault.destroy("call-1", Retention.CALL_PLACE)

    assert opened(vault, place) is None
    assert vault.open(entity="enc-1", retention=NOTE, sealed=note) == PLACE
    with pytest.raises(Erased):
        a_sealed_call(vault)


def test_nothing_is_sealed_again_for_a_destroyed_subject(safe: Safe, vault: Vault):
    a_sealed_call(vault)
    vault.condemn("call-1")
    vault.destroy("call-1")

    for living in (vault, safe.unlock(data=safe.copy("restarted"))):
        with pytest.raises(Erased):
            a_sealed_call(living)
        with pytest.raises(Erased):
            living.seal(entity="late-encounter", subjects=("call-1",), retention=NOTE, fields={})


def test_a_condemned_subject_still_opens_but_takes_nothing_more(vault: Vault):
    sealed = a_sealed_call(vault)

    vault.condemn("person-1")

    assert opened(vault, sealed) == PLACE
    with pytest.raises(Erased):
        a_sealed_call(vault)


def test_condemning_and_destroying_may_be_repeated(safe: Safe, vault: Vault):
    a_sealed_call(vault)

    for _ in range(3):
        vault.condemn("call-1")
    for _ in range(3):
        vault.destroy("call-1")
        vault.condemn("call-1")

    assert len(safe.never.read_text().splitlines()) == 1


def test_a_key_made_and_condemned_in_one_group_is_destroyed_with_it(vault: Vault):
    sealed = vault.seal(entity="call-1", subjects=(), retention=Retention.CALL_PLACE, fields=PLACE)
    vault.condemn("call-1")
    vault.prepare()
    vault.destroy("call-1")

    assert opened(vault, sealed) is None
    assert wrapped_keys(vault) == {}


def leftovers(safe: Safe, vault: Vault) -> list[str]:
    """Which destroyed keys are still somewhere, among many that come and go: pages split, merge and are reused."""
    calls = [hashlib.sha256(bytes([n % 256, n // 256])).hexdigest() for n in range(900)]
    gone: dict[str, bytes] = {}
    for n, call in enumerate(calls):
        a_sealed_call(vault, call, f"person-{n}")
        if n % 2:
            doomed = calls[n // 2]
            key = wrapped_keys(vault)[doomed]
            assert key in safe.bytes(), "the search finds keys that are there"
            vault.condemn(doomed)
            vault.destroy(doomed)
            gone[doomed] = key
    found = safe.bytes()
    assert all(found.count(key) >= 1 for key in wrapped_keys(vault).values())
    return [call for call, key in gone.items() if key in found]


def test_the_bytes_of_a_destroyed_key_are_in_no_file(safe: Safe, vault: Vault):
    assert leftovers(safe, vault) == []


def test_the_search_for_destroyed_keys_would_find_them(safe: Safe, vault: Vault):
    """The control of the test above: without secure deletion, overwriting alone leaves copies in rebuilt pages."""
    vault._keys.transact(lambda tx: tx.one("PRAGMA secure_delete = OFF"))

    assert leftovers(safe, vault) != []


def test_yesterdays_key_database_is_purged_again_at_the_start(safe: Safe, vault: Vault):
    sealed = a_sealed_call(vault)
    kept = a_sealed_call(vault, "call-2", "person-2")
    key = wrapped_keys(vault)["call-1"]
    yesterday = safe.copy("yesterday")
    vault.condemn("call-1")
    vault.destroy("call-1")
    assert key in safe.bytes(yesterday)

    restored = safe.unlock(data=yesterday)

    assert opened(restored, sealed) is None
    assert opened(restored, kept, "call-2") == PLACE
    assert key not in safe.bytes(yesterday)
    with pytest.raises(Erased):
        a_sealed_call(restored)


def test_a_crash_after_the_never_again_line_is_finished_at_the_start(safe: Safe, vault: Vault):
    sealed = a_sealed_call(vault)
    vault.condemn("call-1")

    restarted = safe.unlock(data=safe.copy("crashed"))

    assert opened(restarted, sealed) is None


def test_a_destruction_that_failed_is_done_with_the_next(safe: Safe, vault: Vault):
    one, two = a_sealed_call(vault, "call-1", "p1"), a_sealed_call(vault, "call-2", "p2")
    vault.condemn("call-1")
    assert isinstance(vault._keys, SqliteFile)
    vault._keys.transact(lambda tx: tx.one("PRAGMA query_only = ON"))
    with pytest.raises(StorageBusy):
        vault.destroy("call-1")
    vault._keys.session.connection.execute("PRAGMA query_only = OFF")
    with pytest.raises(Erased):
        a_sealed_call(vault, "call-1", "p1")

    vault.condemn("call-2")
    vault.destroy("call-2")

    assert opened(vault, one) is None
    assert opened(vault, two, "call-2") is None


# ------------------------------------------------------------------ keys before records


def full_up(vault: Vault) -> None:
    """Leave the key database no room: pages are used up to the limit, then one more row does not fit."""
    vault._keys.transact(lambda tx: tx.run("CREATE TABLE filler (x BLOB)"))
    pages = vault._keys.transact(lambda tx: tx.one("PRAGMA page_count"))
    assert pages is not None
    vault._keys.transact(lambda tx: tx.one(f"PRAGMA max_page_count = {pages['page_count'] + 1}"))
    while True:
        try:
            vault._keys.transact(lambda tx: tx.run("INSERT INTO destroyed VALUES (hex(randomblob(30)), 'x')"))
        except StorageFull:
            return


def room_again(vault: Vault) -> None:
    vault._keys.transact(lambda tx: tx.one("PRAGMA max_page_count = 1000000"))


def test_a_new_key_is_on_the_disk_when_prepare_returns_and_not_before(safe: Safe, vault: Vault):
    sealed = vault.seal(entity="call-1", subjects=(), retention=Retention.CALL_PLACE, fields=PLACE)
    before = safe.copy("before")
    vault.prepare()
    after = safe.copy("after")

    assert opened(safe.unlock(data=before), sealed) is None
    assert opened(safe.unlock(data=after), sealed) == PLACE


def test_a_key_can_be_used_by_its_own_group_before_it_is_durable(vault: Vault):
    sealed = vault.seal(entity="call-1", subjects=(), retention=Retention.CALL_PLACE, fields=PLACE)

    assert opened(vault, sealed) == PLACE


def test_a_failed_group_leaves_no_key_and_sealing_again_works(vault: Vault):
    vault.seal(entity="call-1", subjects=(), retention=Retention.CALL_PLACE, fields=PLACE)
    vault.forget()
    vault.prepare()
    assert wrapped_keys(vault) == {}

    assert opened(vault, a_sealed_call(vault)) == PLACE


def test_a_group_that_failed_after_its_keys_were_written_finds_them_again(safe: Safe, vault: Vault):
    vault.seal(entity="call-1", subjects=("person-1",), retention=Retention.CALL_PLACE, fields=PLACE)
    vault.prepare()
    vault.forget()
    orphan = wrapped_keys(vault)

    restarted = safe.unlock(data=safe.copy("crashed"))
    sealed = a_sealed_call(restarted)

    assert wrapped_keys(restarted) == orphan
    assert opened(restarted, sealed) == PLACE


def test_prepare_fails_the_group_when_the_keys_cannot_be_written(vault: Vault):
    full_up(vault)
    for n in range(100):
        vault.seal(entity=f"call-{n}", subjects=("p",), retention=Retention.CALL_PLACE, fields=PLACE)
    with pytest.raises(StorageFull):
        vault.prepare()
    vault.forget()
    room_again(vault)

    assert opened(vault, a_sealed_call(vault)) == PLACE


# ------------------------------------------------------------------ whose vault it is


def test_the_wrong_master_key_is_one_clear_error(safe: Safe, vault: Vault):
    a_sealed_call(vault)

    with pytest.raises(CannotStart, match="key file does not belong"):
        safe.unlock(master=bytes(32))


def test_the_key_database_of_another_organization_is_refused(safe: Safe, vault: Vault):
    with pytest.raises(CannotStart, match="not the key database of organization zzzzzz"):
        safe.unlock(tag="zzzzzz")


def test_clients_seal_to_the_announced_key_and_the_pinned_key_vouches_for_it(safe: Safe, vault: Vault):
    (key,) = vault.announced

    sealer = Sealer(kid=key.kid, public=p256.decode64(key.public), ephemeral=p256.private_key(b"run" * 16))
    row = sealer.seal(FIRST, b'{"x":1}', iv=bytes(12))

    assert Opener(vault.sealing_key).open(row) == b'{"x":1}'
    assert vault.sealing_key("0000000000000000") is None
    signer = p256.decode64(vault.signing_public)
    assert p256.verifies(signer, f"field727 key {key.kid} {key.public}", p256.decode64(key.sig))
    assert p256.verifies(signer, "epoch 2", p256.decode64(vault.sign("epoch 2")))


def test_key_pairs_survive_a_restart_and_lie_wrapped(safe: Safe, vault: Vault):
    restarted = safe.unlock(data=safe.copy("restarted"))
    private = vault.sealing_key(vault.announced[0].kid)

    assert restarted.announced == vault.announced
    assert restarted.signing_public == vault.signing_public
    assert private is not None
    assert p256.private_raw(private) not in safe.bytes()


def test_a_missing_key_database_is_not_replaced_by_an_empty_one(safe: Safe, vault: Vault):
    a_sealed_call(vault)
    (empty := safe.data.parent / "empty").mkdir()

    for _ in range(2):
        with pytest.raises(CannotStart, match="not the key database"):
            safe.unlock(data=empty)


def test_a_missing_never_again_list_stops_the_start(safe: Safe, vault: Vault):
    safe.never.unlink()

    with pytest.raises(CannotStart, match="never-again list"):
        safe.unlock()
