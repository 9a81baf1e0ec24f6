"""The recorded rows: a sealed row, the key that opens it, who sends it after what, and the record that comes out.

A phone in the street may hold a row of any of these forms, so a file here is never changed and never deleted. A new
version of a command is recorded once, from the project's folder, with what the new app says of it:

    echo '{"type": …, "entity": …, "arguments": …, "by": …, "before": …, "seen_by": …, "shows": …, "record": …}' |
        python -m tests.compat.recorded
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Final

import msgspec

from schemas.base import Struct
from schemas.commands import COMMANDS
from schemas.wire import OutboxRow
from server.ids import derived
from server.sync.envelope import IV_BYTES, Opener, Sealer
from server.vault import p256

FOLDER: Final = Path(__file__).parent / "rows"
SUMS: Final = FOLDER / "SHA256SUMS"


class Recorded(Struct, frozen=True, kw_only=True):
    """One command as one release sent it.

    `by` sends it after `before`; then whoever `seen_by` names is shown `record` of type `shows`, or no such row where
    it is null.
    """

    row: OutboxRow
    key: str
    by: str
    before: tuple[str, ...]
    seen_by: str
    shows: tuple[str, str]
    record: dict[str, Any] | None


def recorded() -> dict[tuple[str, int], Recorded]:
    """Every recorded row, by type and version."""
    found = [msgspec.json.decode(path.read_bytes(), type=Recorded) for path in sorted(FOLDER.glob("*.json"))]
    return {(each.row.type, each.row.v): each for each in found}


def said(each: Recorded) -> dict[str, Any]:
    """The arguments, opened with the key beside the row."""
    private = p256.from_raw(p256.decode64(each.key))
    opener = Opener(lambda kid: private if kid == each.row.kid else None)
    arguments: dict[str, Any] = json.loads(opener.open(each.row))
    return arguments


def holds(expected: Any, found: Any) -> bool:
    """Whether everything expected is there; there may be more."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            name in found and holds(expected[name], found[name]) for name in expected
        )
    if isinstance(expected, list):
        return isinstance(found, list) and all(any(holds(one, other) for other in found) for one in expected)
    return bool(expected == found)


def said_today() -> dict[str, dict[str, Any]]:
    """What an app of today says in each command."""
    rows = recorded()
    return {name: said(rows[name, kind.v]) for name, kind in COMMANDS.items()}


def _file(name: str, v: int) -> Path:
    return FOLDER / f"{name}.v{v}.json"


def _sealed(name: str, v: int, entity: str, arguments: dict[str, Any]) -> tuple[OutboxRow, str]:
    about = f"recorded {name} {v}"
    private, ephemeral = (
        p256.private_key(hashlib.sha384(f"{about} {key}".encode()).digest()) for key in ("key", "run")
    )
    kid = p256.key_id(p256.public_raw(private))
    row = OutboxRow(
        id=derived("recorded", about),
        dseq=1,
        person="person-1",
        at=1_790_000_000_000,
        mono=1,
        type=name,
        v=v,
        entity=entity,
        base=None,
        after=None,
        enc="p256-1",
        kid=kid,
        sealed="",
    )
    sealer = Sealer(kid=kid, public=p256.public_raw(private), ephemeral=ephemeral)
    iv = hashlib.sha256(about.encode()).digest()[:IV_BYTES]
    return sealer.seal(row, json.dumps(arguments, ensure_ascii=False).encode(), iv=iv), p256.encode64(
        p256.private_raw(private)
    )


def sum_of(path: Path) -> str:
    """What a file is known by."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def record(told: dict[str, Any]) -> None:
    """Write the row of today's version of a command, once."""
    name, entity, arguments = told.pop("type"), told.pop("entity"), told.pop("arguments")
    v = COMMANDS[name].v
    row, key = _sealed(name, v, entity, arguments)
    text = msgspec.json.format(msgspec.json.encode(Recorded(row=row, key=key, **told)), indent=1)
    with _file(name, v).open("xb") as file:
        file.write(text + b"\n")
    with SUMS.open("a") as sums:
        sums.write(f"{sum_of(_file(name, v))}  {name}.v{v}.json\n")


if __name__ == "__main__":
    record(json.load(sys.stdin))
