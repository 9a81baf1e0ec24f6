"""What the commands of the command line are told."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from schemas.base import Area, Language
from schemas.codes.dispatch import Role, Skill
from server.errors import Invalid
from server.storage.engine import Kind

T = TypeVar("T")


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a command is told; `org` is a tag or a name, and needed only when there are several."""

    org: str | None = None


class OneKey(Asked, frozen=True, kw_only=True):
    """A key or secret of the organization; another, if it is to be `new`."""

    new: bool = False


class Ring(Asked, frozen=True, kw_only=True):
    """Whether a site's phones are rung."""

    on: bool


class AddOrganization(Asked, frozen=True, kw_only=True):
    """A new organization."""

    name: str
    kind: Kind
    training: bool = False
    desk_phone: str | None = None


class SitePhone(Asked, frozen=True, kw_only=True):
    """The number of the confidential site; none: the desk gives no number."""

    phone: str | None = None


class AddPerson(Asked, frozen=True, kw_only=True):
    """Somebody new, with a code to come in by."""

    name: str
    roles: list[Role]
    phone: str | None = None
    languages: list[Language] = []


class ChangePerson(Asked, frozen=True, kw_only=True):
    """Somebody with another number or none, or who speaks these languages."""

    id: str
    phone: str | None = None
    no_phone: bool = False
    languages: list[Language] | None = None


class AddUnit(Asked, frozen=True, kw_only=True):
    """A new team, and the area that it starts from."""

    name: str
    base: Area | None = None


class CrewUnit(Asked, frozen=True, kw_only=True):
    """Who is on a team from now, each with what they have learned; nothing said is as last time."""

    unit_id: str
    people: dict[str, tuple[Skill, ...]]


class Named(Asked, frozen=True, kw_only=True):
    """Something by its id."""

    id: str


class HandIn(Asked, frozen=True, kw_only=True):
    """Rows of a device's outbox, each as it lies there."""

    device: str
    rows: list[str]


class Directory(Asked, frozen=True, kw_only=True):
    """A folder of directory tables, in whose hours the services keep theirs."""

    folder: str
    timezone: str


class FromFile(Asked, frozen=True, kw_only=True):
    """What a file says; null where there is none."""

    said: dict[str, Any] | None = None


class Find(Asked, frozen=True, kw_only=True):
    """Words to look for."""

    words: str


class Export(Asked, frozen=True, kw_only=True):
    """An export by name, of the calls received in a span."""

    name: str
    since: int
    until: int


class Backup(Asked, frozen=True, kw_only=True):
    """Where data copies and key copies go."""

    folder: str
    keys: str | None = None


def told(args: Mapping[str, Any], kind: type[T]) -> T:
    """What a command was told, as its type.

    Raises:
        Invalid: it was told something else; the message says what, and where.
    """
    try:
        return msgspec.convert(dict(args), kind)
    except msgspec.ValidationError as error:
        raise Invalid(str(error)) from None
