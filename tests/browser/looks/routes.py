"""Every address of the app, as its own source names them: what is no stop of a walk was never looked at."""

import re
from collections.abc import Iterable
from pathlib import Path

SCREENS = Path(__file__).parents[3] / "client_pwa" / "src" / "screens"
NAMED = re.compile(r"""(?:\bmatch\(\s*|\bcase |[\[ (])"(?P<path>/[a-z][\w/:]*)"(?=[,:)\]])""")
JOINING = "/enrol"
"""Where somebody is not signed in yet, which is no part of the app."""


def routes() -> set[str]:
    """Patterns of addresses, `:name` for what differs: those that a screen asks for, and those that a role may open."""
    files = [path for path in SCREENS.rglob("*.ts*") if ".test." not in path.name]
    return {path for file in files for path in named(file.read_text())} | {JOINING}


def named(source: str) -> set[str]:
    """The addresses this source names."""
    return {match["path"] for match in NAMED.finditer(source)}


def route_of(path: str, known: Iterable[str]) -> str | None:
    """The pattern an address belongs to, the one with the fewest names in it."""
    fitting = [each for each in known if re.fullmatch(re.sub(r":\w+", "[^/]+", each), path)]
    return min(fitting, key=lambda each: each.count(":"), default=None)
