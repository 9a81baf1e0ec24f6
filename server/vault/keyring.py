"""The data keys of one organization in memory: found, made, made durable, and taken away.

A new key is *pending* until `prepare` has put it on the disk, which is before the COMMIT of the records it seals. A
crash in between leaves a key that seals nothing, and the next sealing of that record takes it up. Every step holds
one lock, so that no thread brings a destroyed key back from an old look.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.errors import CannotStart, Erased
from server.storage.database import BlockingDatabase, Tx
from server.vault import store
from server.vault.store import Doom, Name

IV_BYTES = 12
KEY_BYTES = 32
# About 30 MB. The open calls of a large city with everything that hangs on them are a few thousand records.
KEYS_REMEMBERED = 50_000

Random = Callable[[int], bytes]


class Damaged(Exception):
    """Stored ciphertext does not open under its own key: it was changed or moved behind the program's back."""


class DataKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key in the clear and the subjects that can take it away."""

    key: bytes
    subjects: frozenset[str]


class Wrapper:
    """Wraps keys with a key; what is wrapped under one name opens under no other."""

    def __init__(self, key: bytes, secret: Random) -> None:
        self._cipher = AESGCM(key)
        self._secret = secret

    def wrap(self, name: str, key: bytes) -> bytes:
        """The key as it may lie on a disk."""
        iv = self._secret(IV_BYTES)
        return iv + self._cipher.encrypt(iv, key, name.encode())

    def unwrap(self, name: str, wrapped: bytes) -> bytes:
        """The key again. Raises `CannotStart` when it was wrapped by another master key."""
        try:
            return self._cipher.decrypt(wrapped[:IV_BYTES], wrapped[IV_BYTES:], name.encode())
        except InvalidTag as error:
            raise CannotStart("the key file does not belong to this key database") from error


class Keyring:
    """Data keys by name. Safe to use from several threads."""

    def __init__(
        self, keys: BlockingDatabase, *, wrapper: Wrapper, secret: Random, remembered: int = KEYS_REMEMBERED
    ) -> None:
        self._keys = keys
        self._wrapper = wrapper
        self._secret = secret
        self._remembered = remembered
        self._lock = threading.RLock()
        self._cache: OrderedDict[Name, DataKey] = OrderedDict()
        self._pending: dict[Name, DataKey] = {}
        self._condemned: set[Doom] = set()
        self._owed: set[Doom] = set()

    def find(self, name: Name) -> bytes | None:
        """The key of this name, or None when there is none: destroyed, or never made.

        Raises: Damaged, when the wrapped key was changed.
        """
        with self._lock:
            known = self._known(name)
        return None if known is None else known.key

    def expect(self, names: Iterable[Name]) -> None:
        """Know these keys, as many of them as there are and are whole, by asking at most once."""
        with self._lock:
            unknown = {name for name in names if name not in self._pending and name not in self._cache}
            if unknown:
                for name, found in self._keys.transact(lambda tx: store.find_all(tx, unknown)).items():
                    with suppress(Damaged):
                        self._found(name, found)

    def key_for(self, name: Name, subjects: frozenset[str]) -> bytes:
        """The key of this name, made if there is none, that every one of these subjects can take away.

        Raises `Erased` when one of them is gone, or about to go.
        """
        with self._lock:
            known = self._pending.get(name) or self._cache.get(name)
            if known is None or not subjects <= known.subjects or self._condemned:
                known = self._known_unless_gone(name, subjects)
                known = known or DataKey(key=self._secret(KEY_BYTES), subjects=frozenset())
            if not subjects <= known.subjects:
                self._pending[name] = known = DataKey(key=known.key, subjects=known.subjects | subjects)
            return known.key

    def prepare(self) -> None:
        """Put every new key and subject on the disk; without any, do nothing."""
        with self._lock:
            if not self._pending:
                return
            pending = dict(self._pending)

            def keep(tx: Tx) -> None:
                for name, known in pending.items():
                    store.keep(tx, name, self._wrapper.wrap(str(name), known.key), known.subjects)

            self._keys.transact(keep)
            self._pending.clear()
            for name, known in pending.items():
                self._remember(name, known)

    def forget(self) -> None:
        """Drop what never reached the disk; what did is found again by its name."""
        with self._lock:
            self._pending.clear()

    def is_condemned(self, doom: Doom) -> bool:
        """Whether this very subject and class is destroyed, or will be."""
        with self._lock:
            return doom in self._condemned or self.is_destroyed(doom)

    def condemn(self, doom: Doom) -> None:
        """Make no key for this subject any more, in no process; its keys are there until `destroy`."""
        with self._lock:
            self._condemned.add(doom)
            self._keys.transact(lambda tx: store.mark_destroyed(tx, doom))

    def is_destroyed(self, doom: Doom) -> bool:
        """Whether the keys of this subject are gone."""
        return self._keys.transact(lambda tx: store.is_destroyed(tx, doom))

    def refresh(self) -> None:
        """Another process destroyed keys: know none but those that are not on the disk yet."""
        with self._lock:
            self._cache.clear()

    def destroy(self, doomed: Iterable[Doom]) -> None:
        """Take the keys of these subjects away, for good: from memory and from every byte of the key database.

        What fails is owed and done with the next destruction; a start does it too.
        """
        with self._lock:
            self._owed.update(doomed)
            self._condemned |= self._owed
            gone = self._keys.transact(lambda tx: [name for doom in self._owed for name in _destroy(tx, doom)])
            for name in gone:
                self._cache.pop(name, None)
                self._pending.pop(name, None)
            self._keys.wipe_log()
            self._condemned -= self._owed
            self._owed.clear()

    def close(self) -> None:
        """Let go of the key database and of every key."""
        with self._lock:
            self._cache.clear()
            self._pending.clear()
            self._keys.close()

    def _known(self, name: Name) -> DataKey | None:
        known = self._pending.get(name) or self._cache.get(name)
        if known is not None:
            if name in self._cache:
                self._cache.move_to_end(name)
            return known
        return self._found(name, self._keys.transact(lambda tx: store.find(tx, name)))

    def _known_unless_gone(self, name: Name, subjects: frozenset[str]) -> DataKey | None:
        """The same, asked together with whether a subject is gone: the key database may be a network away."""
        doomed = [Doom(subject, retention) for subject in subjects for retention in (None, name.retention)]
        if not self._condemned.isdisjoint(doomed):
            raise Erased("this was deleted for good")
        known = self._pending.get(name) or self._cache.get(name)

        def look(tx: Tx) -> tuple[bytes, frozenset[str]] | None:
            if store.is_any_destroyed(tx, subjects, name.retention):
                raise Erased("this was deleted for good")
            return store.find(tx, name) if known is None else None

        found = self._keys.transact(look)
        return known or self._found(name, found)

    def _found(self, name: Name, found: tuple[bytes, frozenset[str]] | None) -> DataKey | None:
        if found is None:
            return None
        try:
            key = self._wrapper.unwrap(str(name), found[0])
        except CannotStart as error:
            # The master key is the right one: it was proven at the start.
            raise Damaged(f"{name}: its key does not open") from error
        known = DataKey(key=key, subjects=found[1])
        self._remember(name, known)
        return known

    def _remember(self, name: Name, known: DataKey) -> None:
        self._cache[name] = known
        self._cache.move_to_end(name)
        while len(self._cache) > self._remembered:
            self._cache.popitem(last=False)


def _destroy(tx: Tx, doom: Doom) -> list[Name]:
    names = store.keys_of(tx, doom)
    for name in names:
        store.erase(tx, name)
    store.mark_destroyed(tx, doom)
    return names
