"""How processes over one database tell each other that something moved: a bell for each organization.

A ring is a wake-up and carries no truth: it may be lost, come twice, or come late. What it was about is read from the
database. With SQLite there is one process and no bell.
"""

from collections.abc import Callable
from typing import Protocol

Heard = Callable[[str | None], None]
"""Given the text another process rang with, or None: rings may have been lost. Called on the bell's own thread."""


class Bell(Protocol):
    """The bell of one organization."""

    def ring(self, text: str) -> None:
        """Let other processes hear this soon. Never waits, never raises; at most about 7,000 bytes."""
        ...

    def listen(self, heard: Heard) -> None:
        """Call this for every ring of another process, from now on."""
        ...
