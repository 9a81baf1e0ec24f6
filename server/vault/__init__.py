"""The vault: personal fields under one key per record, so that deleting means destroying a key."""

from server.vault.keyring import Damaged
from server.vault.retention import Retention
from server.vault.vault import UNREADABLE, Vault

__all__ = ["UNREADABLE", "Damaged", "Retention", "Vault"]
