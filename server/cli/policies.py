"""What an organization sets by a file: what its desk takes calls by, its cards, its wording of the app.

A file that says something else is refused in one line, which says what, and where. What the file of an edition leaves
out is as in the first one.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

import msgspec

from schemas.guidance.cards import CardSet, first_cards
from schemas.guidance.wording import Replaced, WordingSaid
from schemas.normalise import normalise
from schemas.records.taxonomy import FIRST, Edition, Taxonomy
from server.cli.asked import Asked, Find, FromFile, told
from server.control import Command, Say
from server.dispatch.commands import taxonomies
from server.dispatch.store.intake.taxonomies import newest
from server.errors import Invalid
from server.guidance import commands as guidance
from server.guidance import store
from server.guidance.rules import stays_ours
from server.identity.gate import Gate
from server.ids import Ids
from server.organizations import Organization

T = TypeVar("T")

NONE: Final = "There are no cards here yet: make the first with: field727 org cards --first"


class Policies:
    """Does what the command line asks of them."""

    def __init__(
        self, organization: Callable[[str | None], Organization], gate: Callable[[Organization], Gate], ids: Ids
    ) -> None:
        """Organizations as the command line names them, with their gates."""
        self._organization = organization
        self._gate = gate
        self._ids = ids

    def commands(self) -> dict[str, Command]:
        """Every command by its name."""
        return {
            "taxonomy.import": self.import_taxonomy,
            "taxonomy.export": self.export_taxonomy,
            "cards.import": self.import_cards,
            "cards.export": self.export_cards,
            "wording.import": self.import_wording,
            "wording.export": self.export_wording,
            "wording.find": self.find_wording,
        }

    async def import_taxonomy(self, args: Mapping[str, Any], _say: Say) -> object:
        """Make the next edition of what a city's desk takes calls by; every desk has it at once."""
        asked, new_id = told(args, FromFile), self._ids.new()
        edition, gate = _read(asked.said, Edition), self._gate(self._city(asked.org))
        made = await gate.act(lambda tx: taxonomies.set_edition(tx, new_id, edition))
        return {"number": made.number}

    async def export_taxonomy(self, args: Mapping[str, Any], _say: Say) -> object:
        """The edition that counts, in the form of the file it is made of."""
        found = await self._city(told(args, Asked).org).database.read(newest)
        return {"edition": _written(found)}

    async def import_cards(self, args: Mapping[str, Any], _say: Say) -> object:
        """Make the next set of cards, the first one of all where no file is given; every phone has it at once."""
        asked, new_id = told(args, FromFile), self._ids.new()
        said = first_cards() if asked.said is None else _read(asked.said, CardSet)
        gate = self._gate(self._organization(asked.org))
        return {"number": await gate.act(lambda tx: guidance.set_cards(tx, new_id, said))}

    async def export_cards(self, args: Mapping[str, Any], _say: Say) -> object:
        """The set that counts, in the form of the file it is made of."""
        organization = self._organization(told(args, Asked).org)
        found = await organization.database.read(partial(store.newest, what=store.CARDS))
        if found is None:
            raise Invalid(NONE)
        said = msgspec.json.decode(found["said"], type=CardSet)
        return _without_nulls(msgspec.to_builtins(said))

    async def import_wording(self, args: Mapping[str, Any], _say: Say) -> object:
        """Make the next wording; every phone and desk speaks so at once."""
        asked, new_id = told(args, FromFile), self._ids.new()
        said = _read(asked.said, WordingSaid)
        gate = self._gate(self._organization(asked.org))
        return {"number": await gate.act(lambda tx: guidance.set_wording(tx, new_id, said))}

    async def export_wording(self, args: Mapping[str, Any], _say: Say) -> object:
        """The wording that counts, in the form of its file, and which of it the app of today says as ours again."""
        organization = self._organization(told(args, Asked).org)
        found = await organization.database.read(partial(store.newest, what=store.WORDING))
        said = () if found is None else msgspec.json.decode(found["said"], type=tuple[Replaced, ...])
        ours = set(store.sentences().values())
        return {
            "said": {"sentences": {each.key: {"en": each.en, "es": each.es} for each in said}},
            "gone": [each.key for each in said if each.ours not in ours],
        }

    async def find_wording(self, args: Mapping[str, Any], _say: Say) -> object:
        """Every sentence of the app with these words: its key, what it says, and whether it stays ours."""
        words, sentences = normalise(told(args, Find).words), store.sentences()
        found = {key: ours for key, ours in sentences.items() if words in normalise(ours)}
        return [{"key": key, "ours": ours, "stays": stays_ours(key, sentences)} for key, ours in found.items()]

    def _city(self, org: str | None) -> Organization:
        found = self._organization(org)
        if found.kind != "city":
            raise Invalid("A site takes no calls")
        return found


def _read(said: object, kind: type[T]) -> T:
    """What a file says. A field that we do not know is a typing error.

    Raises:
        Invalid: it says something else; the message says what, and where.
    """
    try:
        found = msgspec.convert(said, kind)
    except msgspec.ValidationError as error:
        raise Invalid(str(error)) from None
    _known(said, msgspec.to_builtins(found), "$")
    return found


def _written(edition: Taxonomy | None) -> object:
    """An edition as its file; the first where there is no other."""
    counts = FIRST if edition is None else edition
    told = msgspec.to_builtins(counts)
    return _without_nulls({name: told[name] for name in Edition.__struct_fields__})


def _without_nulls(said: object) -> object:
    """The same as a person writes it: what is not said is left out."""
    if isinstance(said, list | tuple):
        return [_without_nulls(each) for each in said]
    if isinstance(said, dict):
        return {name: _without_nulls(value) for name, value in said.items() if value is not None}
    return said


def _known(said: object, understood: object, where: str) -> None:
    if isinstance(said, dict) and isinstance(understood, dict):
        for name, value in said.items():
            if name not in understood:
                raise Invalid(f"Object contains unknown field `{name}` - at `{where}`")
            _known(value, understood[name], f"{where}.{name}")
    elif isinstance(said, list) and isinstance(understood, list | tuple):
        for index, value in enumerate(said):
            _known(value, understood[index], f"{where}[{index}]")
