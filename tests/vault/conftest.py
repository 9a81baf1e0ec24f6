"""One organization's vault on real files, in three folders: records, keys, and what no backup may bring back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.clock import SettableClock
from server.ids import SeededIds, SystemIds
from server.storage.migrate import migrate
from server.storage.sqlite.files import SqliteFile
from server.vault import Vault
from server.vault.neveragain import NeverAgainList

NOON = 1_790_000_000_000
MASTER = SeededIds("master").secret(32)


class Safe:
    """Where one vault lives, and how it is opened: as often as a test restarts it."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.never = folder / "keys" / "k7ab2x.never"
        self.data.mkdir(parents=True)
        self.open_ones: list[Vault] = []

    def unlock(
        self,
        *,
        tag: str = "k7ab2x",
        master: bytes = MASTER,
        data: Path | None = None,
        is_new: bool = False,
    ) -> Vault:
        """The vault; `data` may be a copy of its folder."""
        keys = SqliteFile((data or self.data) / "k7ab2x.keys.db")
        migrate(keys, "keys")
        vault = Vault(
            tag=tag,
            master=master,
            keys=keys,
            never_again=NeverAgainList(self.never, is_new=is_new),
            is_new=is_new,
            clock=SettableClock(NOON),
            ids=SystemIds(),
        )
        self.open_ones.append(vault)
        return vault

    def copy(self, name: str) -> Path:
        """The data folder as it is at this moment, as a crash or a backup would leave it."""
        return shutil.copytree(self.data, self.data.parent / name)

    def bytes(self, folder: Path | None = None) -> bytes:
        """Every byte of every file in the data folder."""
        return b"".join(path.read_bytes() for path in sorted((folder or self.data).rglob("*")) if path.is_file())


@pytest.fixture
def safe(tmp_path: Path) -> Iterator[Safe]:
    made = Safe(tmp_path / "org")
    yield made
    for vault in made.open_ones:
        vault.close()


@pytest.fixture
def vault(safe: Safe) -> Vault:
    return safe.unlock(is_new=True)
