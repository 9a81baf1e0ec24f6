"""A city and a site in one data folder, and the ways a test stores, reads, deletes and looks at the disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.clock import SettableClock
from server.ids import SystemIds
from server.organizations import Organization, Organizations
from server.settings import Settings, read_settings
from server.storage.database import Tx
from server.vault import Retention, Vault
from tests.engines import Ground

NOON = 1_790_000_000_000
DAY = 86_400_000
CANARY = "CANARY-behind the library"


@pytest.fixture
def settings(tmp_path: Path, ground: Ground) -> Settings:
    return read_settings({"FIELD727_DATA": str(tmp_path / "data"), **ground.settings})


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOON)


@pytest.fixture
def organizations(settings: Settings, clock: SettableClock) -> Iterator[Organizations]:
    opened = Organizations(settings, clock=clock, ids=SystemIds())
    yield opened
    opened.close()


@pytest.fixture
def city(organizations: Organizations) -> Organization:
    return organizations.create("Example City", "city", training=True)


@pytest.fixture
def site(organizations: Organizations) -> Organization:
    return organizations.create("Example Site", "site", training=True)


def another(settings: Settings) -> Organizations:
    return Organizations(settings, clock=SettableClock(NOON), ids=SystemIds())


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def keep_note(organization: Organization, entity: str, note: str = CANARY) -> None:
    """Store a sealed note as a record does: ciphertext in a row of the organization's own database."""
    vault = organization.vault

    def work(tx: Tx) -> None:
        sealed = vault.seal(entity=entity, subjects=("person-1",), retention=Retention.CARE_NOTE, fields={"note": note})
        tx.run("INSERT INTO person (id, sealed, created_at) VALUES (:id, :sealed, 0)", id=entity, sealed=sealed)

    await organization.database.write(work)


async def read_notes(organization: Organization, vault: Vault | None = None) -> dict[str, object]:
    """Every stored note, opened; None where its key was destroyed."""

    def work(tx: Tx) -> dict[str, object]:
        rows = tx.all("SELECT id, sealed FROM person")
        key = vault or organization.vault
        return {
            row["id"]: key.open(entity=row["id"], retention=Retention.CARE_NOTE, sealed=bytes(row["sealed"]))
            for row in rows
        }

    return await organization.database.read(work)


async def destroy(organization: Organization, subject: str) -> None:
    """Delete as the journal does: never-again line, records, COMMIT, key."""

    def work(tx: Tx) -> None:
        organization.vault.condemn(subject)
        tx.after_commit(lambda: organization.vault.destroy(subject))

    await organization.database.write(work)
