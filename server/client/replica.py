"""What a client stores of the feed: rows by the scopes that show them, and the cursor, always of the same moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.sums import Line, sum_of

Key = tuple[str, str]
"""A row's type and id."""


@dataclass
class Replica:
    """Per row, what each scope that holds it showed; it is gone when no scope holds it."""

    rows: dict[Key, dict[str, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    scopes: set[str] = field(default_factory=set)
    cur: str | None = None

    def follows(self, page: dict[str, Any]) -> bool:
        """True when this page begins where we stand; else there is a gap, and whoever has one pulls."""
        return bool(page["prev"] == self.cur)

    def take(self, page: dict[str, Any]) -> None:
        """Apply one page: rows and cursor together. Higher `ver` wins."""
        assert self.follows(page), "a page that does not follow what this client has"
        self.scopes |= set(page["add"])
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

    def reset(self, told: dict[str, Any] | None = None) -> None:
        """Forget what can be read again: the rows of the scope that is told of, or everything."""
        if told is None or told["scope"] == "*" or told.get("cur") is None:
            self.rows.clear()
            self.scopes.clear()
            self.cur = None
        else:
            self._forget_scope(told["scope"])
            self.cur = told["cur"]

    def sums(self) -> list[tuple[str, int, str]]:
        """What each scope shows here, also one that shows nothing."""
        lines: dict[str, list[Line]] = {scope: [] for scope in self.scopes}
        for (kind, entity), shown in self.rows.items():
            for scope, (ver, _) in shown.items():
                lines.setdefault(scope, []).append((kind, entity, ver))
        return [(scope, *sum_of(of_scope)) for scope, of_scope in sorted(lines.items())]

    def view(self) -> dict[Key, dict[str, Any]]:
        """Every row as a screen would see it."""
        return {key: _together(scopes) for key, scopes in self.rows.items()}

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """The rows of one type by id."""
        return {entity: _together(scopes) for (t, entity), scopes in self.rows.items() if t == kind}

    def _forget_scope(self, scope: str) -> None:
        self.scopes.discard(scope)
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
