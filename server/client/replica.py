"""What a client stores of the feed: rows by the scopes that show them, and the cursor, always of the same moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str]
"""A row's type and id."""


@dataclass
class Replica:
    """Per row, what each scope that holds it showed; it is gone when no scope holds it."""

    rows: dict[Key, dict[str, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    cur: str | None = None

    def follows(self, page: dict[str, Any]) -> bool:
        """True when this page begins where we stand; else there is a gap, and whoever has one pulls."""
        return bool(page["prev"] == self.cur)

    def take(self, page: dict[str, Any]) -> None:
        """Apply one page: rows and cursor together. Higher `ver` wins."""
        assert self.follows(page), "a page that does not follow what this client has"
        for scope in page["drop"]:
            self._forget_scope(scope)
        for put in page["puts"]:
            row = self.rows.setdefault((put["t"], put["id"]), {})
            for scope in put["s"]:
                if scope not in row or row[scope][0] <= put["ver"]:
                    row[scope] = (put["ver"], put["d"])
        for gone in page["dels"]:
            self._forget(gone["s"], (gone["t"], gone["id"]))
        self.cur = page["cur"]

    def reset(self) -> None:
        """Forget what can be read again."""
        self.rows.clear()
        self.cur = None

    def view(self) -> dict[Key, dict[str, Any]]:
        """Every row as a screen would see it."""
        return {key: _together(scopes) for key, scopes in self.rows.items()}

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """The rows of one type by id."""
        return {entity: _together(scopes) for (t, entity), scopes in self.rows.items() if t == kind}

    def _forget_scope(self, scope: str) -> None:
        for key in list(self.rows):
            self._forget(scope, key)

    def _forget(self, scope: str, key: Key) -> None:
        row = self.rows.get(key)
        if row is not None:
            row.pop(scope, None)
            if not row:
                del self.rows[key]


def _together(scopes: Mapping[str, tuple[int, dict[str, Any]]]) -> dict[str, Any]:
    """What all scopes show, the newest on top."""
    return {name: value for _, shown in sorted(scopes.values(), key=_ver) for name, value in shown.items()}


def _ver(shown: tuple[int, dict[str, Any]]) -> int:
    return shown[0]
