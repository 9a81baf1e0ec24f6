"""Making a share when it is first asked for, and destroying it."""

from schemas.shares import Share
from server.identity.locking import store
from server.identity.locking.rules import kept_until
from server.journal import Change, erase
from server.signed import Signed
from server.storage.database import Tx
from server.vault import Retention, Vault, p256

KEPT = Retention.STAFF


def hand_out(tx: Tx, vault: Vault, signed: Signed, *, fresh: bytes, now: int) -> Share:
    """The share of whoever is signed in on this device; `fresh` becomes it where there is none, or none that opens.

    No change anybody follows: not recorded.
    """
    device_id, person_id = signed.device_id, signed.person_id
    name, found = store.name(device_id, person_id), store.find(tx, device_id, person_id)
    opened = None if found is None else vault.open(entity=name, retention=KEPT, sealed=found["sealed"])
    if opened is None:
        opened = {"share": p256.encode64(fresh)}
        sealed = vault.seal(entity=name, subjects=(person_id,), retention=KEPT, fields=opened)
        store.put(tx, device_id, person_id, sealed)
    until = kept_until(signed.organization.kind, store.scopes(tx, person_id), now)
    return Share(share=str(opened["share"]), until=until, now=now)


def destroy_on(tx: Change, device_id: str) -> None:
    """What lies on this device cannot be opened again, whoever's it is."""
    for person_id in store.drop_on(tx.tx, device_id):
        erase(tx, store.name(device_id, person_id))


def destroy_of(tx: Change, person_id: str) -> None:
    """What this person could read on any device cannot be opened again."""
    for device_id in store.drop_of(tx.tx, person_id):
        erase(tx, store.name(device_id, person_id))
