"""The reckoning at the end of a day: whether the server says what those who were there know."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from schemas.base import Struct
from schemas.codes import LABELS
from server.client.replica import Replica
from server.demo.memory import Cells, Memory, Rows
from server.dispatch.rules.assignments import CALLED_OFF

NOT_FOUND: Final = frozenset({"gone", "no_access", "duplicate"})
"""The profile's "unable to locate" on our axis of contact."""

REFUSED: Final = "contact_declined"

FILES: Final = ("calls", "responses", "stages", "encounters", "referrals")

SHOWN: Final = 3
"""So many rows of a difference are shown of each file."""


class Reckoning(Struct, frozen=True, kw_only=True):
    """What was compared, and every difference as one line. No line: the server says what they know."""

    known: dict[str, int]
    not_found: int
    refused: int
    ended: int
    not_sent: dict[str, int]
    differences: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """For the person at the terminal."""
        share = {name: round(100 * count / max(1, self.ended)) for name, count in self._shares().items()}
        yield f"{self.known['calls']} calls, {self.known['responses']} times a team was asked"
        yield f"{self.ended} calls came to an end with a team; " + ", ".join(
            f"{name} {self._shares()[name]} ({share[name]} %)" for name in share
        )
        words = LABELS["not_sent_reason"]
        reasons = ", ".join(f"{words[reason].lower()} {count}" for reason, count in sorted(self.not_sent.items()))
        yield f"No team came: {reasons or 'never'}"
        told = ", ".join(f"{self.known[name]} {name}" for name in FILES)
        yield f"What the teams know they did: {told}"
        yield from self.differences
        if not self.differences:
            yield "The exports say the same, and the board shows what the ledger holds."

    def _shares(self) -> Mapping[str, int]:
        return {"not found": self.not_found, "refused": self.refused}


def reckon(
    memory: Memory, exported: Mapping[str, Rows], unit_names: Mapping[str, str], *, more: Iterable[str]
) -> Reckoning:
    """Hold what they know against what was exported; `more` is what was found to differ elsewhere."""
    known = memory.files(unit_names)
    ours = memory.ours().values()
    results: Counter[str] = Counter(each.saves[0].contact_result for each in ours if each.saves)
    called_off = sum(each.state in CALLED_OFF for each in ours)
    reasons = Counter(reason for call_id, reason in memory.closed.items() if reason and call_id in memory.taken)
    return Reckoning(
        known={name: known[name].total() for name in FILES},
        not_found=sum(results[result] for result in NOT_FOUND),
        refused=results[REFUSED],
        ended=results.total() + called_off,
        not_sent=dict(reasons),
        differences=(
            *(f"A fact was not applied: {deed.type} {deed.entity}" for deed in memory.refused_facts()),
            *(line for name in FILES for line in compare(name, known[name], exported[name])),
            *more,
        ),
    )


def compare(name: str, known: Rows, exported: Rows) -> Iterator[str]:
    """Rows that one side has and the other has not."""
    yield from _some(f"{name}: known and not in the export", known - exported)
    yield from _some(f"{name}: in the export and known to nobody", exported - known)


def _some(what: str, rows: Rows) -> Iterator[str]:
    listed: list[Cells] = sorted(rows.elements())
    for row in listed[:SHOWN]:
        yield f"{what}: {', '.join(filter(None, row))}"
    if len(listed) > SHOWN:
        yield f"{what}: {len(listed) - SHOWN} more"


def compare_views(board: Replica, fresh: Replica) -> Iterator[str]:
    """Rows that a board which followed all day shows otherwise than one that begins now."""
    followed, read = board.view(), fresh.view()
    for key in sorted(followed.keys() | read.keys()):
        if followed.get(key) != read.get(key):
            yield f"the board: {key[0]} {key[1]} is not as the ledger holds it"
