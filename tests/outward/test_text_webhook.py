"""Who carries texts over a webhook: what its answers mean, and that nobody else reads the token."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest

from server.errors import BadSetting
from server.outward.carriers import Carried, Gone, Later
from server.outward.texts.carrier import Texts
from server.settings import read_settings


@asynccontextmanager
async def a_provider(status, headers=""):
    """A provider that gives this answer; what it was asked stands in the list."""
    asked = []

    async def serve(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0])
        asked.append((head, json.loads(await reader.readexactly(length))))
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n{headers}\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/texts", asked


WAITS = {429: Later("answered_429", 7_000), 503: Later("answered_503", 7_000)}


@pytest.mark.parametrize("status", [200, 202, 301, 400, 401, 404, 410, 422, 429, 500, 503])
async def test_what_a_provider_answers_is_taken_for_yes_never_or_later(status):
    expected = {
        **dict.fromkeys((200, 202), Carried()),
        **{each: Gone(f"answered_{each}") for each in (400, 404, 410, 422)},
        **WAITS,
    }
    async with a_provider(status, "retry-after: 7\r\n" if status in WAITS else "") as (url, asked):
        went = await Texts(url, "a token")._post({"key": "sms a p", "to": "555-010-0101", "text": "hello"})

    assert went == expected.get(status, Later(f"answered_{status}"))
    ((head, body),) = asked
    assert "authorization: bearer a token" in head.lower()
    assert "idempotency-key: sms a p" in head.lower()
    assert body == {"key": "sms a p", "to": "555-010-0101", "text": "hello"}


def test_the_webhook_needs_a_token_that_nobody_else_can_read(tmp_path):
    token = tmp_path / "token"
    given = {"FIELD727_SMS": "https://texts.example/send", "FIELD727_SMS_TOKEN_FILE": str(token)}
    with pytest.raises(BadSetting, match="SMS_TOKEN_FILE"):
        read_settings(given)
    token.write_text("secret\n")
    token.chmod(0o644)
    with pytest.raises(BadSetting, match="0600"):
        read_settings(given)
    token.chmod(0o600)

    assert read_settings(given).sms == "https://texts.example/send"
    with pytest.raises(BadSetting, match="FIELD727_SMS"):
        read_settings({"FIELD727_SMS": "http://texts.example/send"})
