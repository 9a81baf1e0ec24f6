"""Somebody asked to come too: how long that may wait for an answer."""

from typing import Final

DEADLINE: Final = "backup.climb"

ANSWER_MS: Final = 60_000
"""So long it waits for an answer before supervisors are sent a text. Our default, for a city to confirm."""
