"""What every phone of a world keeps to, what it is told, and how it is told no."""

from dataclasses import dataclass, field

from tests.simulation.phone.disk import Row


class Refused(Exception):
    """The server said no to a request as a whole."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


@dataclass
class Rules:
    """What every phone does; the removal checks switch one off."""

    keeps_cursor_with_rows: bool = True
    checks_prev: bool = True
    drops_scopes: bool = True
    forgets_only_when_acked: bool = True
    resends_after_restore: bool = True
    sends_in_order: bool = True
    keeps_until_backed: bool = True


RULES = Rules()


@dataclass
class Watch:
    """What phones were told, held against itself: an answer never changes, and every one is remembered."""

    acks: dict[str, Row] = field(default_factory=dict)
    first: dict[str, Row] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    applied: set[str] = field(default_factory=set)

    def heard(self, ack: Row, epoch: int) -> None:
        """An answer to a command arrived."""
        if ack["r"] == "retry":
            return
        if ack["r"] == "ok" and ack.get("code") is None:
            self.applied.add(ack["id"])
        before = self.acks.get(ack["id"])
        if ack["r"] == "dup" and before is not None:
            # It is done, and its first answer was forgotten as this phone allowed.
            return
        told = {"r": ack["r"], "code": ack.get("code"), "seq": ack.get("seq"), "epoch": epoch}
        self.first.setdefault(ack["id"], told)
        if before is None or before["epoch"] != epoch or before["r"] == "dup":
            self.acks[ack["id"]] = told
        elif told["r"] != "dup" and told != before:
            self.changed.append(f"{ack['id']}: first {before}, then {told}")
