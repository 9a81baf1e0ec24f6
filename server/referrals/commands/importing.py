"""Bringing a directory in from the tables of an Ohana export, telling what could not be kept, and why."""

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from schemas.base import Struct
from server.errors import Invalid
from server.journal import Change
from server.referrals.rules import ohana
from server.referrals.rules.needs import needs_of
from server.referrals.rules.ohana import Line
from server.referrals.store import directory as store

REQUIRED: Final = frozenset({"organizations", "locations", "services"})
"""Tables without which there is no directory; the others may be missing."""


class Rejected(Struct, frozen=True, kw_only=True):
    """A row that was not kept, and why."""

    table: str
    id: str
    reason: str


class TableCount(Struct, frozen=True, kw_only=True):
    """How many rows of a table came in and how many were kept; the rest were rejected, each with its reason."""

    read: int
    loaded: int


class ImportReport(Struct, frozen=True, kw_only=True):
    """What became of every row."""

    tables: dict[str, TableCount]
    rejected: tuple[Rejected, ...]


def read_tables(folder: Path) -> dict[str, list[Line]]:
    """The tables of an export, from one CSV file each.

    Raises:
        Invalid: a file is missing or is no CSV in UTF-8; the sentence names it.
    """
    return {table: _read(folder / f"{table}.csv", is_required=table in REQUIRED) for table in ohana.TABLES}


def import_directory(tx: Change, tables: Mapping[str, Iterable[Line]], *, timezone: str) -> ImportReport:
    """Replace the directory by these tables; services that are gone from them are kept as defunct.

    Opening hours are meant in `timezone`. Readers see nothing of it before `publish_directory`.
    """
    store.clear(tx)
    store.set_timezone(tx, timezone)
    loading = _Loading(tx)
    counts = {table: loading.take(table, list(tables.get(table, ()))) for table in ohana.TABLES}
    return ImportReport(tables=counts, rejected=tuple(loading.rejected))


class _Loading:
    """One import under way: what was kept so far, so that later tables can name it."""

    def __init__(self, tx: Change) -> None:
        self.tx = tx
        self.rejected: list[Rejected] = []
        self.kept: dict[str, set[str]] = {table: set() for table in ohana.TABLES}
        self.term_names: dict[str, str] = {}
        self.doubtful: set[tuple[str, str]] = set()

    def take(self, table: str, lines: list[Line]) -> TableCount:
        """Keep the rows of one table that can be kept."""
        if table == "regular_schedules":
            self.doubtful = {_owner(line) for line in lines if not _is_readable(line)}
        before = len(self.rejected)
        for line in lines:
            try:
                _TAKE[table](self, line)
            except Invalid as refusal:
                row_id = ohana.text(line, "id") or ohana.text(line, "taxonomy_id")
                self.rejected.append(Rejected(table=table, id=row_id, reason=refusal.detail))
        return TableCount(read=len(lines), loaded=len(lines) - len(self.rejected) + before)

    def term(self, line: Line) -> None:
        term = ohana.read_term(line)
        self._claim("taxonomy", term.id)
        self.term_names[term.id] = term.name
        store.add_term(self.tx, term)

    def organization(self, line: Line) -> None:
        organization = ohana.read_organization(line)
        self._claim("organizations", organization.id)
        store.put_organization(self.tx, organization)

    def location(self, line: Line) -> None:
        location = ohana.read_location(line)
        self._demand("organizations", location.organization_id)
        self._claim("locations", location.id)
        store.put_location(self.tx, location)

    def address(self, line: Line) -> None:
        location_id = ohana.text(line, "location_id")
        self._demand("locations", location_id)
        if not store.set_address(self.tx, location_id, ohana.read_address(line)):
            raise Invalid(f"location {location_id} is virtual, or has an address already")

    def service(self, line: Line) -> None:
        service = ohana.read_service(line)
        self._demand("locations", service.location_id)
        self._claim("services", service.id)
        store.put_service(self.tx, service)
        terms = [self.term_names.get(term, "") for term in ohana.listed(ohana.text(line, "taxonomy_ids"))]
        for need in needs_of([*terms, *ohana.listed(service.keywords)]):
            store.add_need(self.tx, service.id, need)

    def phone(self, line: Line) -> None:
        phone = ohana.read_phone(line)
        for table, named in (
            ("organizations", phone.organization_id),
            ("locations", phone.location_id),
            ("services", phone.service_id),
        ):
            if named is not None:
                self._demand(table, named)
        if not (phone.organization_id or phone.location_id or phone.service_id):
            raise Invalid("belongs to nothing")
        self._claim("phones", phone.id)
        store.add_phone(self.tx, phone)

    def hours(self, line: Line) -> None:
        table, owner_id = owner = _owner(line)
        stretches = ohana.read_hours(line)
        self._demand(table, owner_id)
        if owner in self.doubtful:
            raise Invalid("another line of this timetable cannot be read, and half a timetable tells a wrong week")
        hours_id = ohana.text(line, "id")
        self._claim("regular_schedules", hours_id)
        for part, (weekday, opens, closes) in enumerate(stretches):
            store.add_hours(
                self.tx,
                f"{hours_id}.{part}",
                service_id=owner_id if table == "services" else None,
                location_id=owner_id if table == "locations" else None,
                weekday=weekday,
                opens=opens,
                closes=closes,
            )

    def _claim(self, table: str, row_id: str) -> None:
        if row_id in self.kept[table]:
            raise Invalid(f"id {row_id} is there twice")
        self.kept[table].add(row_id)

    def _demand(self, table: str, row_id: str) -> None:
        if row_id not in self.kept[table]:
            raise Invalid(f"{row_id or 'nothing'} is not among the {table} that were kept")


_TAKE: Final[dict[str, Callable[[_Loading, Line], None]]] = {
    "taxonomy": _Loading.term,
    "organizations": _Loading.organization,
    "locations": _Loading.location,
    "addresses": _Loading.address,
    "services": _Loading.service,
    "phones": _Loading.phone,
    "regular_schedules": _Loading.hours,
}


def _owner(line: Line) -> tuple[str, str]:
    service_id = ohana.text(line, "service_id")
    return ("services", service_id) if service_id else ("locations", ohana.text(line, "location_id"))


def _is_readable(line: Line) -> bool:
    try:
        ohana.read_hours(line)
    except Invalid:
        return False
    return True


def _read(path: Path, *, is_required: bool) -> list[Line]:
    if not path.exists() and not is_required:
        return []
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        raise Invalid(f"{path} is missing") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Invalid(f"{path} is no CSV file in UTF-8: {error}") from error
