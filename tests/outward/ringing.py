"""A push service of the tests' own, on this machine, and the phones that subscribe to it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.vault import p256
from tests.phone import Phone


class Subscription:
    """What a browser makes when it subscribes, with the half that stays with it."""

    def __init__(self, endpoint: str, seed: int = 1) -> None:
        self.endpoint = endpoint
        self.key = p256.private_key(seed.to_bytes(48))
        self.auth = seed.to_bytes(16)

    @property
    def address(self) -> dict[str, str]:
        """What the server is told."""
        return {
            "endpoint": self.endpoint,
            "p256dh": p256.encode64(p256.public_raw(self.key)),
            "auth": p256.encode64(self.auth),
        }

    def opened(self, body: bytes) -> str:
        """What a push says (RFC 8291 §3.4, read backwards)."""
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), p256.public_key(theirs))
        info = b"WebPush: info\0" + p256.public_raw(self.key) + theirs
        secret = HKDF(SHA256(), 32, self.auth, info).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        text = AESGCM(key).decrypt(nonce, sealed, None)
        assert text.endswith(b"\x02"), "one record, the last"
        return text[:-1].decode()


class Asked:
    """One request that came."""

    def __init__(self, head: str, body: bytes) -> None:
        line, *headers = head.split("\r\n")
        self.verb, self.path, _ = line.split(" ")
        self.headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in headers)}
        self.body = body
        self.raw = head.encode() + body

    def claims(self, public: str) -> dict[str, Any]:
        """What the sender signed with this key."""
        token, key = (part.strip().partition("=")[2] for part in self.headers["authorization"][6:].split(","))
        said, _, signature = token.rpartition(".")
        assert key == public
        assert p256.verifies(p256.decode64(public), said, p256.decode64(signature))
        claims: dict[str, Any] = json.loads(p256.decode64(said.partition(".")[2]))
        return claims


SILENT = "/silent"
"""Whoever asks there waits in vain."""


class PushService:
    """Takes every push and answers as told."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer = "201 Created"
        self.origin = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        head = (await reader.readuntil(b"\r\n\r\n"))[:-4].decode()
        asked = Asked(head, b"")
        asked.body = await reader.readexactly(int(asked.headers["content-length"]))
        asked.raw += asked.body
        self.asked.append(asked)
        if asked.path == SILENT:
            await reader.read()
            writer.close()
            return
        writer.write(f"HTTP/1.1 {self.answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    """A push service on a port of its own."""
    service = PushService()
    server = await asyncio.start_server(service.talk, "127.0.0.1", 0)
    async with server:
        service.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield service


async def tells(phone: Phone, path: str, said: Any = None) -> int:
    """What the phone's page asks of the server, with its session; answers the status."""
    assert phone.session is not None
    answer = await phone.http.post(path, json=said, headers={"X-CSRF": phone.session["csrf"]})
    return answer.status_code
