"""Requests that a test looks in on: what is on the disk at the moment an answer begins to go out."""

import asyncio
from typing import Any

from tests.phone import Phone
from tests.served import Served


async def ask(served: Served, phone: Phone, path: str, watch: Any, *, gone: asyncio.Event | None = None) -> bytes:
    """A GET straight at the application, so that a test may look in before each message goes out.

    Whoever asks hangs up when `gone` is set, else when the answer is whole.
    """
    cookies = "; ".join(f"{name}={value}" for name, value in phone.http.cookies.items())
    own = phone.headers() | {"host": "field.example", "cookie": cookies}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", b"field.example"),
            *[(name.lower().encode(), value.encode()) for name, value in own.items()],
        ],
        "server": ("field.example", 443),
        "client": ("192.0.2.7", 50_000),
    }
    done = gone or asyncio.Event()
    first = [{"type": "http.request", "body": b"", "more_body": False}]
    body = bytearray()

    async def receive() -> Any:
        if first:
            return first.pop()
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        await watch(message)
        body.extend(message.get("body", b""))
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            done.set()

    app: Any = served.app.asgi
    await app(scope, receive, send)
    return bytes(body)
