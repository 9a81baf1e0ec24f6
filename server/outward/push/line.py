"""One POST to a push service: only to machines out on the internet, which is asked where the connection is made.

A name that was public when a phone gave it may lead into this house an hour later: so the very address that is
connected to is looked at, and redirects are not followed.
"""

import asyncio
import socket
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from ssl import SSLContext
from typing import Any, Final

import httpcore

from server.outward.push.rules import is_public, origin

LOOKUPS: Final = 32
"""So many names are looked up at once: as many as pushes are on their way (`sender.ROOM`)."""

_LOOKUPS: Final = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="lookup")
"""Threads of their own: a lookup cannot be broken off, and a phone may give a name that nobody ever answers for."""


class LeadsInside(Exception):
    """The address leads to no machine out on the internet."""


class PublicOnly(httpcore.AsyncNetworkBackend):
    """Connects to public addresses, or to any for a push service that is our own."""

    def __init__(self, *, is_own: bool) -> None:
        """Whether the one address it is used for is inside this house, and is meant to be."""
        self._is_own = is_own
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to what the name stands for now.

        Raises: LeadsInside, httpcore.ConnectError.
        """
        try:
            look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
            found = await asyncio.get_running_loop().run_in_executor(_LOOKUPS, look_up)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = [str(sockaddr[0]) for *_, sockaddr in found]
        if not self._is_own and not all(map(is_public, addresses)):
            raise LeadsInside(host)
        return await self._inner.connect_tcp(addresses[0], port, timeout, local_address, socket_options)


@cache
def _tls() -> SSLContext:
    return httpcore.default_ssl_context()


Headers = Mapping[str, str]


async def post(url: str, headers: Headers, body: bytes, *, own: Collection[str]) -> tuple[int, Headers]:
    """Status and headers (names in small letters) of the answer; its body is not read.

    Raises: LeadsInside; httpcore's errors when there is no answer.
    """
    backend = PublicOnly(is_own=origin(url) in own)
    async with (
        httpcore.AsyncConnectionPool(ssl_context=_tls(), network_backend=backend) as pool,
        pool.stream("POST", url, headers=[*headers.items()], content=body) as answer,
    ):
        said = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.headers]
        return answer.status, dict(said)
