"""Reads the CSV tables of an Ohana directory into rows of ours, one row at a time.

Real directories are never clean. A row that cannot be kept raises `Invalid` with the reason; what is merely odd in a
row that can be kept (a point in the sea, a term that does not exist) is left out of it.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final, Literal

from schemas.base import Struct
from server.errors import Invalid
from server.referrals.rules import opening

Line = Mapping[str, str | None]
"""A line of a CSV file by the names in its head; a line that is too short has None."""

TABLES: Final = (
    "taxonomy",
    "organizations",
    "locations",
    "addresses",
    "services",
    "phones",
    "regular_schedules",
)
"""The files that are read, in this order: each names only what came before it."""

STATUSES: Final = ("active", "inactive", "defunct", "temporarily closed")

LONGEST_LINE: Final = 200
"""What fits where a phone shows one line (schemas.base.Line)."""

POLE: Final = 90
DATE_LINE: Final = 180

_ID: Final = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


class Organization(Struct, frozen=True, kw_only=True):
    """Who runs services."""

    id: str
    name: str
    description: str
    website: str


class Location(Struct, frozen=True, kw_only=True):
    """Where services are; a virtual one has no address and no point, so that a safe house cannot be found."""

    id: str
    organization_id: str
    location_type: Literal["physical", "virtual"]
    name: str
    latitude: float | None
    longitude: float | None
    languages: str


class Service(Struct, frozen=True, kw_only=True):
    """What somebody can be referred to."""

    id: str
    location_id: str
    name: str
    status: str
    description: str
    eligibility: str
    fees: str
    application: str
    languages: str
    wait: str
    keywords: str
    assured_at: int | None
    """Noon of the day on which somebody last made sure of it, in UTC."""


class Term(Struct, frozen=True, kw_only=True):
    """A word of their taxonomy."""

    id: str
    name: str
    parent_id: str | None


class Phone(Struct, frozen=True, kw_only=True):
    """A number of an organization, a location or a service."""

    id: str
    organization_id: str | None
    location_id: str | None
    service_id: str | None
    number: str
    kind: str


def text(line: Line, name: str) -> str:
    """What stands there, on one line."""
    return " ".join((line.get(name) or "").split())


def read_term(line: Line) -> Term:
    """A word of their taxonomy. Raises `Invalid` without a name."""
    return Term(id=_id(line, "taxonomy_id"), name=_required(line, "name"), parent_id=text(line, "parent_id") or None)


def read_organization(line: Line) -> Organization:
    """An organization. Raises `Invalid` without a name."""
    return Organization(
        id=_id(line),
        name=_required(line, "name"),
        description=text(line, "description"),
        website=text(line, "website"),
    )


def read_location(line: Line) -> Location:
    """A location. Raises `Invalid` without a name."""
    is_virtual = text(line, "virtual").lower() == "true"
    point = None if is_virtual else _point(line)
    return Location(
        id=_id(line),
        organization_id=text(line, "organization_id"),
        location_type="virtual" if is_virtual else "physical",
        name=_required(line, "name"),
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        languages=text(line, "languages"),
    )


def read_address(line: Line) -> str:
    """An address on one line, as it is told a driver. Raises `Invalid` without a street."""
    parts = (_required(line, "address_1").rstrip("."), text(line, "address_2"), text(line, "city"))
    return _cut(", ".join(part for part in parts if part))


def read_service(line: Line) -> Service:
    """A service. Raises `Invalid` without a name or with a status nobody knows."""
    status = text(line, "status").lower() or "active"
    if status not in STATUSES:
        raise Invalid(f"status {status!r} is not known")
    return Service(
        id=_id(line),
        location_id=text(line, "location_id"),
        name=_required(line, "name"),
        status=status,
        description=text(line, "description"),
        eligibility=text(line, "eligibility"),
        fees=text(line, "fees"),
        application=text(line, "application_process"),
        languages=text(line, "languages"),
        wait=_cut(text(line, "wait_time")),
        keywords=text(line, "keywords"),
        assured_at=_noon(text(line, "assured_date")),
    )


def read_phone(line: Line) -> Phone:
    """A number that belongs to a place. Raises `Invalid` for a person's own: people are not kept here."""
    if text(line, "contact_id"):
        raise Invalid("belongs to a person, and a directory keeps no people")
    number, extension = _required(line, "number"), text(line, "extension")
    return Phone(
        id=_id(line),
        organization_id=text(line, "organization_id") or None,
        location_id=text(line, "location_id") or None,
        service_id=text(line, "service_id") or None,
        number=_cut(f"{number} ext. {extension}" if extension else number),
        kind=text(line, "number_type").lower() or "voice",
    )


def read_hours(line: Line) -> tuple[tuple[int, int, int], ...]:
    """The stretches (weekday, opens, closes) of a line of a timetable. Raises `Invalid` where it would be a guess."""
    day = opening.weekday(text(line, "weekday"))
    return opening.openings(day, opening.minute(text(line, "opens_at")), opening.minute(text(line, "closes_at")))


def listed(cell: str) -> list[str]:
    """The entries of a cell that holds several."""
    return [entry for entry in (part.strip() for part in cell.split(",")) if entry]


def _id(line: Line, name: str = "id") -> str:
    found = text(line, name)
    if not _ID.fullmatch(found):
        raise Invalid(f"{name} {found!r} cannot be an id")
    return found


def _required(line: Line, name: str) -> str:
    found = text(line, name)
    if not found:
        raise Invalid(f"{name} is empty")
    return _cut(found)


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"


def _noon(day: str) -> int | None:
    """A day of HSDS, which Ohana's tables may tell as well; noon is that day from Hawaii to Berlin."""
    try:
        noon = datetime.combine(date.fromisoformat(day[:10]), time(12), UTC)
    except ValueError:
        return None
    return max(0, int(noon.timestamp() * 1000)) or None


def _point(line: Line) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(text(line, "latitude")), float(text(line, "longitude"))
    except ValueError:
        return None
    is_on_earth = abs(latitude) <= POLE and abs(longitude) <= DATE_LINE
    return (latitude, longitude) if is_on_earth and (latitude or longitude) else None
