"""What survives on a phone when its app is killed: the outbox, what it has read, and what it was told of itself.

Every method is one transaction of the phone's database: it happens as a whole, or the app was killed before it.
"""

from dataclasses import dataclass, field
from typing import Any

from server.client.replica import Replica

Row = dict[str, Any]

KEPT_MS = 14 * 24 * 3_600_000
"""So long an answered row is kept without a backup that holds it (protocol.md §4.3)."""


@dataclass
class Entry:
    """One saved command: waiting, or answered and kept until a backup holds it."""

    row: Row
    state: str = "saved"
    seq: int | None = None
    acked_at: int = 0


@dataclass
class Disk:
    """The phone's databases."""

    device: str
    key: bytes
    nonce: str
    kid: str
    public: str
    epoch: int = 1
    dseq: int = 0
    is_resending: bool = False
    unbacked: int = 0
    outbox: dict[int, Entry] = field(default_factory=dict)
    replica: Replica = field(default_factory=Replica)

    def save(self, row: Row) -> None:
        """Keep a sealed row: from here it is saved on this phone."""
        self.dseq = row["dseq"]
        self.outbox[row["dseq"]] = Entry(row)

    def pending(self) -> list[Entry]:
        """What was not answered, oldest first."""
        return [entry for _, entry in sorted(self.outbox.items()) if entry.state == "saved"]

    def answered(self, acks: list[Row], backup_seq: int, now: int) -> None:
        """Mark what was answered; let go of what a backup holds."""
        by_id = {entry.row["id"]: entry for entry in self.outbox.values()}
        for ack in acks:
            entry = by_id.get(ack["id"])
            if entry is not None and ack["r"] != "retry" and entry.state == "saved":
                entry.state, entry.seq, entry.acked_at = ack["r"], ack.get("seq"), now
        self.backed(backup_seq, now)

    def backed(self, backup_seq: int, now: int) -> None:
        """A backup holds everything up to this number."""
        for dseq, entry in list(self.outbox.items()):
            if entry.state == "saved":
                continue
            if entry.state == "dup" or (entry.seq is not None and entry.seq <= backup_seq):
                del self.outbox[dseq]
            elif now - entry.acked_at > KEPT_MS:
                self.unbacked += 1
                del self.outbox[dseq]

    def low_water(self) -> int:
        """The number up to which nothing will ever be sent again, in this epoch."""
        return min(self.outbox, default=self.dseq + 1) - 1

    def answered_up_to(self) -> int:
        """What an old release told instead: up to here everything was answered, though it is kept."""
        return min((dseq for dseq, entry in self.outbox.items() if entry.state == "saved"), default=self.dseq + 1) - 1

    def welcomed(self, nonce: str, epoch: int) -> None:
        """Remember the nonce; in a new epoch everything that is kept is to be sent again."""
        self.nonce = nonce
        if epoch == self.epoch:
            return
        self.epoch, self.is_resending = epoch, True
        self.replica.reset()
        for entry in self.outbox.values():
            entry.state, entry.seq = "saved", None

    def take(self, page: Row) -> bool:
        """Rows and cursor together; False when the page does not follow what is here."""
        if not self.replica.follows(page):
            return False
        self.replica.take(page)
        return True
