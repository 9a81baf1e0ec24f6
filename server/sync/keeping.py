"""Whether the database keeps what it is given: for whoever watches the server."""

from typing import Final

from server.clock import Clock

HIDDEN_S: Final = 60.0
"""Who was told to come again does so within this (protocol, back-off); until then what others got kept says nothing.

On a full disk a beat may still find room in a row that it writes again where it lies, and a command finds none.
"""


class Keeping:
    """Why the database kept nothing of what was asked last: of commands, and of what the server gives itself."""

    def __init__(self, clock: Clock) -> None:
        """Nothing was refused yet."""
        self._clock = clock
        self._commands: str | None = None
        self._commands_at = 0.0
        self._beat: str | None = None

    def commands(self, refused: str | None) -> None:
        """Somebody's commands were all kept, or one of them was refused for this reason."""
        self._commands, self._commands_at = refused, self._clock.mono()

    def beat(self, refused: str | None) -> None:
        """A beat's own work was kept, or refused for this reason."""
        self._beat = refused
        if refused is None and self._clock.mono() - self._commands_at >= HIDDEN_S:
            self._commands = None

    @property
    def wrong(self) -> str | None:
        """The reason, as long as it may still hold; None when all is kept."""
        return self._commands or self._beat
