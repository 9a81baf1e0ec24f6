"""What every command of the command line shares: how it is asked for an organization, has things done, and speaks."""

import os
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from server.cli.asking import have_done
from server.errors import Invalid
from server.settings import Settings, read_settings

T = TypeVar("T")
Answer = dict[str, Any]

ORG = click.option("--org", metavar="TAG|NAME", help="Which organization; needed only when there are several.")

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def settings(**given: object) -> Settings:
    """The environment, under what was said on the command line."""
    said = {f"FIELD727_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    return read_settings(dict(os.environ) | said)


def done(shape: type[T], command: str, /, **args: object) -> T:
    """What the command answers, in the shape this command line shows it."""
    return msgspec.convert(have_done(settings(), command, args, say), shape)


def say(line: str) -> None:
    """Show a line."""
    click.echo(line)


def read_json(file: Path) -> object:
    """What a file says, as JSON.

    Raises: Invalid.
    """
    try:
        return msgspec.json.decode(file.read_bytes())
    except msgspec.MsgspecError as error:
        raise Invalid(f"{file} is no JSON: {error}") from None


def show_json(found: object) -> None:
    """Show it in lines that a person can change and hand in again."""
    click.echo(msgspec.json.format(msgspec.json.encode(found)))
