"""The vault of one organization: seals personal fields per record, and destroys what must be forgotten.

The order that makes both promises hold (protocol, S15): new keys are durable before the COMMIT of the records they
seal (`prepare`); a never-again line is durable before the COMMIT that deletes (`condemn`); keys are destroyed after
it (`destroy`); a start destroys again whatever the never-again list names.
"""

import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schemas.wire import SealingKey
from server.clock import Clock
from server.errors import CannotStart
from server.ids import Ids
from server.storage.database import BlockingDatabase, Tx
from server.vault import p256, recovery, store
from server.vault.keyring import IV_BYTES, Damaged, Keyring, Wrapper
from server.vault.masterkeys import derived, mac_key
from server.vault.neveragain import Kind as NeverAgainKind
from server.vault.neveragain import NeverAgain, NeverAgainList
from server.vault.retention import Retention
from server.vault.store import Doom, Name, WrappedPair

FORM: Final = b"\x01"
"""The first byte of everything sealed: which form the rest has."""

PROOF: Final = b"field727"

UNREADABLE: Final[Mapping[str, Any]] = {"unreadable": True}
"""What a reader is shown in place of damaged fields."""

MOST_NOTED: Final = 100
"""Damaged records that are remembered by name: of more than that a person need not be told one by one."""

SEALING: Final = "sealing"
SIGNING: Final = "signing"


class Vault:
    """One organization's personal fields under keys that can be destroyed. Takes part in every group commit."""

    def __init__(
        self,
        *,
        tag: str,
        master: bytes,
        keys: BlockingDatabase,
        never_again: NeverAgainList,
        clock: Clock,
        ids: Ids,
        is_new: bool = False,
    ) -> None:
        """Unlock the migrated key database, destroy again what the never-again list names, and find the key pairs.

        `is_new` makes keys for an organization that has none yet. Raises: CannotStart when it has none, or when the
        master key or the tag is not the one this key database was made with.
        """
        self._tag = tag
        self._master = master
        self._keys = keys
        self._never_again = never_again
        self._clock = clock
        self._secret = ids.secret
        self._heralds: list[Callable[[], None]] = []
        self.damaged: set[str] = set()
        """Records of which something did not open for a reader since the start."""
        self._wrapper = Wrapper(derived(master, "field727 wrap"), ids.secret)
        self._keyring = Keyring(keys, wrapper=self._wrapper, secret=ids.secret)
        self._mac_key = lru_cache(maxsize=64)(lambda purpose: mac_key(master, purpose))
        if is_new:
            keys.transact(self._begin)
        keys.transact(self._unlock)
        self._promised = self._replay()
        self._pairs = keys.transact(self._find_pairs)
        self._signing = next(key for kid, purpose, key in self._pairs if purpose == SIGNING)
        self._sealing = {kid: key for kid, purpose, key in self._pairs if purpose == SEALING}
        self.announced = tuple(self._announce(kid, key) for kid, key in self._sealing.items())

    # --------------------------------------------------------------- seal and open

    def seal(
        self, *, entity: str, subjects: Sequence[str], retention: Retention, fields: Mapping[str, object]
    ) -> bytes:
        """The fields as ciphertext under the record's own key, made on first use; the record is a subject of itself.

        Only inside a write: the key becomes durable with the group this belongs to. Raises `Erased` when the record
        or one of its subjects was destroyed, or is condemned.
        """
        name = Name(entity, retention)
        key = self._keyring.key_for(name, frozenset(subjects) | {entity})
        iv = self._secret(IV_BYTES)
        return FORM + iv + AESGCM(key).encrypt(iv, msgspec.json.encode(fields), str(name).encode())

    def open(self, *, entity: str, retention: Retention, sealed: bytes) -> dict[str, Any] | None:
        """The fields again, or None when their key was destroyed.

        Raises `Damaged` for bytes that were changed, or sealed for another record or class.
        """
        name = Name(entity, retention)
        key = self._keyring.find(name)
        if key is None:
            return None
        iv, body = sealed[1 : 1 + IV_BYTES], sealed[1 + IV_BYTES :]
        if sealed[:1] != FORM:
            raise Damaged(f"{name}: not a form this release knows")
        try:
            text = AESGCM(key).decrypt(iv, body, str(name).encode())
        except (InvalidTag, ValueError) as error:
            raise Damaged(f"{name}: does not open") from error
        return msgspec.json.decode(text, type=dict[str, Any])

    def show(self, *, entity: str, retention: Retention, sealed: bytes) -> Mapping[str, Any] | None:
        """The fields for a reader; `UNREADABLE` and noted by name when damaged, so that everything else is read."""
        try:
            return self.open(entity=entity, retention=retention, sealed=sealed)
        except Damaged:
            if len(self.damaged) < MOST_NOTED:
                self.damaged.add(entity)
            return UNREADABLE

    def expect(self, retention: Retention, entities: Iterable[str]) -> None:
        """Fetch the keys of these records at once: whoever opens a page of them then asks the key database no more."""
        self._keyring.expect([Name(entity, retention) for entity in entities])

    def mac(self, purpose: str, data: bytes) -> bytes:
        """A keyed fingerprint (32 bytes): equal for equal bytes and purpose, telling nothing without the master key."""
        return hmac.digest(self._mac_key(purpose), data, "sha256")

    # --------------------------------------------------------------- destroy

    def condemn(self, subject: str, retention: Retention | None = None) -> None:
        """Promise that this subject will be destroyed: on the never-again list when this returns, before the COMMIT.

        Given a class, only that class. The last thing a command does: from here there is no way back, even if the
        command fails; nothing is sealed for the subject any more and the next start destroys its keys. May be
        repeated. Raises: StorageFull, StorageBusy.
        """
        doom = Doom(subject, retention)
        if self._keyring.is_condemned(doom):
            return
        self.never_again("destroyed", subject, retention)
        if retention is None:
            self._promised.add(subject)
        self._keyring.condemn(doom)

    @property
    def promised(self) -> tuple[str, ...]:
        """Subjects whose destruction was promised, and of which nobody has said yet that the records know it."""
        return tuple(sorted(self._promised))

    def is_kept(self, subject: str) -> None:
        """The records know that this subject is gone."""
        self._promised.discard(subject)

    def destroy(self, subject: str, retention: Retention | None = None) -> None:
        """Destroy the keys of every record this condemned subject is in; to be called after the COMMIT.

        When it returns their bytes are in no file of the key database. May be repeated.
        """
        self._keyring.destroy([Doom(subject, retention)])
        for tell in self._heralds:
            tell()

    def on_destroyed(self, tell: Callable[[], None]) -> None:
        """Call this whenever keys were destroyed here: other processes must forget them too."""
        self._heralds.append(tell)

    def forget_keys(self) -> None:
        """Another process destroyed keys: ask the key database anew for each."""
        self._keyring.refresh()

    def never_again(
        self,
        kind: NeverAgainKind,
        subject: str,
        retention: Retention | None = None,
    ) -> None:
        """Put down what no restored backup may bring back; durable when this returns. Ids only, never a name.

        Raises: StorageFull, StorageBusy.
        """
        self._never_again.add(NeverAgain(at=self._clock.now(), kind=kind, subject=subject, retention=retention))

    def never_again_lines(self) -> list[NeverAgain]:
        """Every line of the never-again list, oldest first."""
        return self._never_again.read()

    def never_again_text(self) -> bytes:
        """The never-again list as it stands, for its copy."""
        return self._never_again.text()

    # --------------------------------------------------------------- backup

    def new_phrase(self, ids: Ids) -> str:
        """A recovery phrase, the only one from now that opens the master key in a copy of the keys.

        It is kept nowhere: whoever asked shows it once.
        """
        phrase = recovery.new_phrase(ids)
        wrapped = recovery.wrap(phrase, self._master, self._secret)
        self._keys.transact(lambda tx: store.keep_recovery(tx, wrapped))
        return phrase

    # --------------------------------------------------------------- group commit

    def prepare(self) -> None:
        """Before the COMMIT: make new keys durable."""
        self._keyring.prepare()

    def forget(self) -> None:
        """The group failed: drop new keys."""
        self._keyring.forget()

    # --------------------------------------------------------------- key pairs

    announced: tuple[SealingKey, ...]
    """The public keys that clients may seal to, the newest first, each signed by the pinned key."""

    def sealing_key(self, kid: str) -> p256.Private | None:
        """The private half of a sealing key this organization has or had, by its id."""
        return self._sealing.get(kid)

    @property
    def signing_public(self) -> str:
        """What a device pins at enrolment: the public key that signs announced keys and restored epochs."""
        return p256.encode64(p256.public_raw(self._signing))

    def push_key(self, times_anew: int) -> p256.Private:
        """What this organization signs its pushes with (VAPID). It follows from the master key: in no file of its own.

        A phone subscribes to this very key, so it is the same after every start, until it is made anew.
        """
        turn = f" {times_anew}" if times_anew else ""
        return p256.private_key(b"".join(derived(self._master, f"field727 push{turn} {half}") for half in "ab"))

    def push_public(self, times_anew: int) -> str:
        """The public half, which phones subscribe with."""
        return p256.encode64(p256.public_raw(self.push_key(times_anew)))

    def sign(self, message: str) -> str:
        """A signature of this organization's server, base64url."""
        return p256.encode64(p256.sign(self._signing, message))

    def close(self) -> None:
        """Let go of the key database, the never-again list and every key."""
        self._keyring.close()
        self._never_again.close()

    # --------------------------------------------------------------- start

    def _begin(self, tx: Tx) -> None:
        if store.is_new(tx):
            store.claim(tx, self._tag, self._wrapper.wrap(self._tag, PROOF))
            for purpose in (SEALING, SIGNING):
                store.add_pair(tx, self._new_pair(purpose), self._clock.now())

    def _unlock(self, tx: Tx) -> None:
        found = store.proof(tx, self._tag)
        if found is None:
            raise CannotStart(f"this is not the key database of organization {self._tag}: bring back its own")
        self._wrapper.unwrap(self._tag, found)

    def _replay(self) -> set[str]:
        """Destroy again what the list names; answers which subjects it names as a whole."""
        doomed = {Doom(line.subject, line.retention) for line in self._never_again.read() if line.kind == "destroyed"}
        left = (doomed - self._keys.transact(store.destroyed)) | self._keys.transact(store.unfinished)
        if left:
            self._keyring.destroy(left)
        return {doom.subject for doom in doomed if doom.retention is None}

    def _find_pairs(self, tx: Tx) -> list[tuple[str, str, p256.Private]]:
        return [(pair.kid, pair.purpose, self._unwrapped(pair)) for pair in store.pairs(tx)]

    def _new_pair(self, purpose: str) -> WrappedPair:
        key = p256.private_key(self._secret(p256.SECRET_BYTES))
        kid = p256.key_id(p256.public_raw(key))
        wrapped = self._wrapper.wrap(f"{purpose}|{kid}", p256.private_raw(key))
        return WrappedPair(kid=kid, purpose=purpose, wrapped=wrapped)

    def _unwrapped(self, pair: WrappedPair) -> p256.Private:
        return p256.from_raw(self._wrapper.unwrap(f"{pair.purpose}|{pair.kid}", pair.wrapped))

    def _announce(self, kid: str, key: p256.Private) -> SealingKey:
        public = p256.encode64(p256.public_raw(key))
        return SealingKey(kid=kid, public=public, sig=self.sign(f"field727 key {kid} {public}"))
