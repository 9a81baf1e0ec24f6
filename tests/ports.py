"""Ports for servers that are ended and started again where they were.

A port that the system hands out is not kept while its server is down: any connection that goes out meanwhile may be
given it, even one that tries to reach that very server. These lie below what it hands out, apart for each process.
"""

import os
import socket
from itertools import count
from typing import Final

LOWEST: Final = 10_000
EACH: Final = 100
PROCESSES: Final = 200
"""Up to port 30,000; Linux hands out those from 32,768 on."""

_used = count()


def own_port() -> int:
    """A port of this machine that only this process gives to its servers, and that nobody else has."""
    while True:
        port = LOWEST + os.getpid() % PROCESSES * EACH + next(_used) % EACH
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
