"""Who works in the example, which teams there are, and the ids and links they always have."""

import base64
from importlib import resources

import msgspec

from schemas.base import Language
from schemas.codes.dispatch import Role, Skill
from server.ids import derived
from server.organizations import Organization

FOLDER = resources.files("server.example")

LINK_LETTERS = 32
"""160 bits: nobody guesses a link."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody invented; `signs_in` is what the line with their link says, `own_id` is of who came later."""

    key: str
    name: str
    roles: tuple[Role, ...]
    skills: tuple[Skill, ...] = ()
    speaks: tuple[Language, ...] = ()
    phone: str | None = None
    signs_in: str | None = None
    own_id: str | None = None

    @property
    def id(self) -> str:
        """The id this person has in every example, unless they came later."""
        return self.own_id or derived("example", f"person {self.key}")


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A team by its call sign and the area it starts from; `own_id` is of one that came later."""

    key: str
    name: str
    members: tuple[str, ...]
    base: str | None = None
    own_id: str | None = None

    @property
    def id(self) -> str:
        """The id this team has in every example, unless it came later."""
        return self.own_id or derived("example", f"unit {self.key}")


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """One organization of the example with everybody in it."""

    name: str
    desk_phone: str
    site_phone: str | None = None
    timezone: str
    people: tuple[Person, ...]
    units: tuple[Unit, ...]

    def person(self, key: str) -> Person:
        """Somebody by their short name."""
        return next(person for person in self.people if person.key == key)

    def with_role(self, role: Role) -> Person:
        """The first person who has this role."""
        return next(person for person in self.people if role in person.roles)


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """The city and the site."""

    city: Cast
    site: Cast


def example() -> Example:
    """The example as its file tells it."""
    return msgspec.json.decode((FOLDER / "people.json").read_bytes(), type=Example)


def link_code(organization: Organization, person: Person) -> str:
    """The code in this person's sign-in link: kept nowhere, made again from the master key at every start."""
    return base64.b32encode(organization.vault.mac("training link", person.id.encode())).decode()[:LINK_LETTERS]
