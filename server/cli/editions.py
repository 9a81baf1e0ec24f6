"""The file that an edition is made of, and is written as: what it leaves out is as in the first edition."""

import msgspec

from schemas.records.taxonomy import FIRST, Edition, Taxonomy
from server.errors import Invalid


def read(said: object) -> Edition:
    """The edition that a file says. A field that we do not know is a typing error.

    Raises:
        Invalid: it says something else; the message says what, and where.
    """
    try:
        edition = msgspec.convert(said, Edition)
    except msgspec.ValidationError as error:
        raise Invalid(str(error)) from None
    _known(said, msgspec.to_builtins(edition), "$")
    return edition


def written(edition: Taxonomy | None) -> object:
    """An edition as its file; the first where there is no other."""
    counts = FIRST if edition is None else edition
    told = msgspec.to_builtins(counts)
    return _without_nulls({name: told[name] for name in Edition.__struct_fields__})


def _without_nulls(said: object) -> object:
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
