"""Ways to send what a well-behaved phone never would, and to see what was kept of it."""

from collections.abc import Sequence
from typing import Any

import httpx
import msgspec

from server.organizations import Organization
from server.vault import Retention
from tests.phone import Phone, as_json
from tests.stories.team import CALL

JSON = {"content-type": "application/json"}
THE_CALL = as_json(CALL)


def text(row: object) -> bytes:
    """A row as the wire carries it."""
    return msgspec.json.encode(row)


async def post(phone: Phone, rows: Sequence[bytes]) -> httpx.Response:
    """Send these rows, whatever they are."""
    body = b'{"cmds":[' + b",".join(rows) + b"]}"
    return await phone.http.post("/api/sync/commands", content=body, headers=phone.headers() | JSON)


async def send(phone: Phone, *rows: Any) -> list[dict[str, Any]]:
    """Send rows again or in an order of one's own; answers their acks."""
    answer = await post(phone, [row if isinstance(row, bytes) else text(row) for row in rows])
    assert answer.status_code == 200, answer.text
    acks: list[dict[str, Any]] = answer.json()["acks"]
    assert len(acks) == len(rows), "every row is answered"
    return acks


def a_call(phone: Phone, call_id: str, **more: Any) -> dict[str, Any]:
    """The row of a call that was taken; it does not go into the outbox."""
    row = phone.save("call.take", call_id, THE_CALL, **more)
    phone.outbox.remove(row)
    return row


async def rows(city: Organization, sql: str, **values: Any) -> list[dict[str, Any]]:
    """What is stored."""
    return await city.database.read(lambda tx: [dict(row) for row in tx.all(sql, **values)])


async def calls(city: Organization) -> list[str]:
    """The ids of every call there is."""
    return [row["id"] for row in await rows(city, "SELECT id FROM call ORDER BY id")]


async def held(city: Organization) -> dict[str, dict[str, Any]]:
    """Everything that ever was in custody, by the id it is kept under."""
    return {row["command_id"]: row for row in await rows(city, "SELECT * FROM held ORDER BY held_at, command_id")}


def opened(city: Organization, kept: dict[str, Any]) -> bytes:
    """The bytes of a row in custody, as they came."""
    fields = city.vault.open(entity=kept["command_id"], retention=Retention.HELD, sealed=bytes(kept["sealed"]))
    assert fields is not None
    return str(fields["row"]).encode("latin-1")


async def alarms(phone: Phone) -> list[str]:
    """The kinds of alarm on the strip now."""
    return sorted(alarm["kind"] for alarm in (await phone.pull()).of("alarm").values())
