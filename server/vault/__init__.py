"""The vault: personal fields under one key per record, so that deleting means destroying a key."""

from server.vault.retention import Retention
from server.vault.vault import Damaged, Vault

__all__ = ["Damaged", "Retention", "Vault"]
