"""Reading an organization's records from another process: for exports."""

from collections.abc import Callable
from typing import Final, TypeVar

import msgspec

from server.storage.database import Tx
from server.storage.postgres.pool import Pool
from server.storage.postgres.session import Schema, read_snapshot

T = TypeVar("T")

ADDRESS: Final = "postgres:"


class _Address(msgspec.Struct, frozen=True):
    url: str
    schema: str
    role: str | None


def address(url: str, schema: Schema) -> str:
    """Where these records lie, and how they are reached; it holds the login's password."""
    return ADDRESS + msgspec.json.encode(_Address(url=url, schema=schema.name, role=schema.role)).decode()


def read_at(address: str, work: Callable[[Tx], T]) -> T:
    """Run `work` on a snapshot of the records at this address."""
    at = msgspec.json.decode(address.removeprefix(ADDRESS), type=_Address)
    pool = Pool(at.url, most=1)
    try:
        return read_snapshot(pool, Schema(at.schema, role=at.role), work)
    finally:
        pool.close()
