"""A phone (or desk) of the tests: the product's own client side, driven over HTTP, which alone must suffice.

Stories, properties and faults drive the server through it, so that they touch nothing but the two doors.
"""

import json
from typing import Any

import httpx
import msgspec

from server.client import web
from server.client.device import Device
from server.client.replica import Replica
from server.clock import Clock
from server.ids import Ids


class Phone(Device):
    """One enrolled device with one signed-in person."""

    def __init__(self, http: httpx.AsyncClient, *, ids: Ids, clock: Clock) -> None:
        super().__init__(ids=ids, clock=clock, app="test")
        self.http = http

    async def enrol(self, code: str) -> "Phone":
        """Join with a code and sign in."""
        await web.enrol(self, self.http, code)
        await self.sign_token()
        await self.hello()
        return self

    async def sign_token(self) -> dict[str, Any]:
        """Ten minutes of sync by the device key."""
        return await web.sign_token(self, self.http)

    def headers(self) -> dict[str, str]:
        """What every sync request carries."""
        return {"Authorization": f"Bearer {self.token}"}

    async def hello(self) -> dict[str, Any]:
        """Tell the clocks; hear where the log stands."""
        answer = await self.http.post("/api/sync/hello", json=self.hello_body(), headers=self.headers())
        answer.raise_for_status()
        welcome: dict[str, Any] = answer.json()
        self.welcomed(welcome)
        return welcome

    async def upload(self) -> list[dict[str, Any]]:
        """Send everything that waits, oldest first; what was answered leaves the outbox."""
        rows = self.waiting()
        if not rows:
            return []
        answer = await self.http.post("/api/sync/commands", json={"cmds": rows}, headers=self.headers())
        answer.raise_for_status()
        acks: list[dict[str, Any]] = answer.json()["acks"]
        any_settled = self.settled(answer.json())
        return acks + (await self.upload() if self.outbox and any_settled else [])

    async def do(self, kind: str, entity: str, args: Any = None, **more: Any) -> dict[str, Any]:
        """Save and send one command; answers its ack."""
        row = self.save(kind, entity, args, **more)
        await self.upload()
        return self.acks[row["id"]]

    async def pull(self, limit: int = 500) -> Replica:
        """Read pages until there are no more."""
        while True:
            params: dict[str, Any] = {"limit": limit}
            if self.replica.cur is not None:
                params["cur"] = self.replica.cur
            answer = await self.http.get("/api/sync/changes", params=params, headers=self.headers())
            answer.raise_for_status()
            page = answer.json()
            if page["m"] == "reset":
                self.replica.reset(page)
                continue
            self.replica.take(page)
            if not page["more"]:
                return self.replica

    async def got(self) -> None:
        """Say that everything up to here is stored."""
        answer = await self.http.post("/api/sync/got", json={"cur": self.replica.cur}, headers=self.headers())
        answer.raise_for_status()


def as_json(value: object) -> Any:
    """Any Struct as the wire would carry it."""
    return json.loads(msgspec.json.encode(value))
