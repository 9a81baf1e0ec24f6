"""The directory of services as a phone fetches it whole, over HTTP: no personal data, the same in a city and a site."""

from typing import Literal

from schemas.base import Code, Count, Id, Line, Ms, Struct


class DirectoryPhone(Struct, frozen=True, kw_only=True):
    """A number to call."""

    number: Line
    kind: Line = ""


class DirectoryHours(Struct, frozen=True, kw_only=True):
    """When a service is open on a weekday (0 Monday), minutes since midnight local time."""

    weekday: Count
    opens: Count
    closes: Count


class DirectoryService(Struct, frozen=True, kw_only=True):
    """One service somebody can be referred to. ``search`` is the normalised text both sides match on."""

    id: Id
    name: Line
    organization: Line
    description: str
    status: Literal["active", "inactive", "defunct", "temporarily closed"]
    needs: tuple[Code, ...]
    place: Line | None
    latitude: float | None
    longitude: float | None
    phones: tuple[DirectoryPhone, ...]
    hours: tuple[DirectoryHours, ...] | None
    eligibility: str
    fees: str
    application: str
    languages: tuple[Line, ...]
    wait: str
    assured_at: Ms | None
    search: str


class Directory(Struct, frozen=True, kw_only=True):
    """Everything a phone needs to refer somebody with no network."""

    version: Count
    timezone: Line
    services: tuple[DirectoryService, ...]
