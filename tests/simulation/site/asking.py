"""Who was asked and rung, when, and whether that was right: told by the ledger alone, from its beginning to its end."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from server.interruption.rules.callouts import ON_CALL_MS, STEP_MS
from tests.simulation.site.ledger import Note
from tests.simulation.site.rings import Ring

UNDER_WAY_MS: Final = 5_000
"""A ring that somebody was on call for may be on its way so long after they say that they are not any more."""

STEPS: Final = ("lead", "phone")


class OnCall:
    """From when to when each person was on call, as the log heard it."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._spans: dict[str, list[tuple[int, int]]] = {}
        for note in notes:
            if note.kind == "duty":
                self._hear(note)

    def _hear(self, note: Note) -> None:
        spans = self._spans.setdefault(note.entity, [])
        if spans and spans[-1][1] > note.at:
            spans[-1] = (spans[-1][0], note.at)
        if note.said["on_call"]:
            spans.append((note.at, note.said["said_at"] + ON_CALL_MS))

    def is_on(self, person: str, since: int, until: int) -> bool:
        """Whether they were at some moment of these, the last one too."""
        return any(begun <= until and since <= ended for begun, ended in self._spans.get(person, ()))


def wrongly_asked(notes: list[Note], late: set[int]) -> Iterator[str]:
    """Nobody off call is asked, nobody twice, and after a gap nobody for what may be over."""
    on_call, seen = OnCall(notes), set[str]()
    for note in notes:
        if note.kind != "coming" or note.entity in seen:
            continue
        seen.add(note.entity)
        if note.said["asked_at"] is None:
            continue
        if not on_call.is_on(note.said["person_id"], note.at, note.at):
            yield f"{note.said['person_id']} is off call, and was asked at {note.at} ({note.what})"
        if note.what == "climbed" and note.at in late:
            yield f"{note.said['person_id']} was asked at {note.at} for what came due while nobody was there"


def wrong_steps(notes: list[Note]) -> Iterator[str]:
    """Each step comes once, half a minute after the one before, and the leads are told before one phones."""
    last: dict[str, Note] = {}
    for note in notes:
        if note.kind != "callout":
            continue
        before = last.get(note.entity)
        last[note.entity] = note
        if note.what != "climbed" or before is None:
            continue
        if before.what in {"made", "climbed"} and note.at - before.at < STEP_MS:
            yield f"{note.entity} climbed at {note.at}, and was {before.what} at {before.at}"
        if (before.said["step"], note.said["step"]) not in {(None, None), (None, "lead"), ("lead", "phone")}:
            yield f"{note.entity} climbed from {before.said['step']} to {note.said['step']}"


def wrong_rings(notes: list[Note], rings: list[Ring]) -> Iterator[str]:
    """Nobody off call is rung to come; and no step rings twice, however often it must be tried."""
    on_call = OnCall(notes)
    for ring in rings:
        if ring.why == "asked" and not on_call.is_on(ring.person, ring.at - UNDER_WAY_MS, ring.at):
            yield f"{ring.person} is off call, and was rung at {ring.at}"
    wanted = _steps(notes)
    keys: dict[tuple[str, str, str], set[str]] = {}
    for ring in rings:
        keys.setdefault((ring.callout, ring.why, ring.person), set()).add(ring.key)
    for (callout, why, person), rung in keys.items():
        most = 1 if why == "asked" else wanted[callout, why]
        if why in {"asked", *STEPS} and len(rung) > most:
            yield f"{person} was rung {len(rung)} times as {why} of {callout}, which came to that {most} times"


def what_happened(notes: Iterable[Note], late: set[int]) -> Counter[str]:
    """How often what matters came to pass."""
    met: Counter[str] = Counter()
    for note in notes:
        met[f"{note.kind} {note.what}"] += 1
        met["late steps"] += note.what == "climbed" and note.at in late
        met["off call"] += note.kind == "duty" and not note.said["on_call"]
        met["phone"] += note.kind == "callout" and note.said["step"] == "phone"
        met["came too"] += note.kind == "coming" and note.said["also"]
        met["sent"] += note.kind == "help" and any(sent["asked"] for sent in note.said["sent"])
        met["no link"] += note.kind == "coming" and note.said["no_link"]
    return met


def _steps(notes: list[Note]) -> Counter[tuple[str, Any]]:
    """How often each call-out came to each step."""
    came: Counter[tuple[str, Any]] = Counter()
    step: dict[str, Any] = {}
    for note in notes:
        if note.kind == "callout":
            if note.said["step"] != step.get(note.entity):
                came[note.entity, note.said["step"]] += 1
            step[note.entity] = note.said["step"]
    return came
