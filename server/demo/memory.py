"""What everybody remembers having done, told as the rows that an export should have. The server is not asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.codes.dispatch import Stage
from schemas.commands import (
    COMMANDS,
    AcceptAssignment,
    CloseCall,
    DeclineAssignment,
    EndAssignment,
    MakeReferral,
    OfferAssignment,
    RecordEncounter,
    ReportStage,
    TakeCall,
)
from schemas.records import OutcomeAnswers
from server.demo.hand import Deed
from server.dispatch.rules.assignments import STAGES

Cells = tuple[str, ...]
"""One row, every cell as a CSV file has it."""

Rows = Counter[Cells]
"""The rows of a file; their order and their opaque keys say nothing."""

NOT_TAKEN: Final = "not taken"
"""An offer that nobody took up: whether its time ran out or another team was first, no team knows."""

NOBODY_SENT: Final = ""

ON_THE_WAY: Final = (ReportStage, RecordEncounter)
"""What names an assignment, and counts whether or not that was won."""

SAID: Final = {None: "", True: "true", False: "false"}
"""Not asked, yes or no, as a cell."""


@dataclass
class Response:
    """One team and one call, as those remember it who asked and who went."""

    call_id: str
    unit_id: str
    declined: str = ""
    is_taken: bool = False
    is_by_itself: bool = False
    ended_at: int | None = None
    reached: list[tuple[Stage, int]] = field(default_factory=list)
    saves: list[OutcomeAnswers] = field(default_factory=list)

    def at(self, stage: Stage) -> int | None:
        """When a stage was first reached."""
        return min((at for reached, at in self.reached if reached == stage), default=None)

    @property
    def state(self) -> str:
        """How it ended, or how far it came."""
        if self.declined:
            return "declined"
        if self.ended_at is not None:
            return NOT_TAKEN if not self.is_taken else "cancelled_on_scene" if self.came else "cancelled_enroute"
        stages = [stage for stage, _ in self.reached]
        return max(stages, key=STAGES.index) if stages else "accepted" if self.is_taken else NOT_TAKEN

    @property
    def came(self) -> bool:
        """True when the team was there."""
        return any(STAGES.index(stage) >= STAGES.index("on_scene") for stage, _ in self.reached)

    @property
    def outcome(self) -> str:
        """Whether it was written up."""
        return "saved" if self.saves else "due" if self.came else "none"


class Memory:
    """Everything that was done and not refused, by call and by response."""

    def __init__(self, deeds: Iterable[Deed], acks: Mapping[str, Mapping[str, Any]]) -> None:
        """Go through it in the order in which it was done."""
        self.taken: dict[str, TakeCall] = {}
        self.closed: dict[str, str] = {}
        self.responses: dict[str, Response] = {}
        self.referrals: list[MakeReferral] = []
        self.refused: list[Deed] = []
        self.unanswered = 0
        done: list[Deed] = []
        for deed in deeds:
            became = acks.get(deed.id, {}).get("r")
            if became == "ok":
                done.append(deed)
            elif became == "held":
                self.refused.append(deed)
            else:
                self.unanswered += 1
        # What was done on the way belongs to whoever was sent, and that is known when every answer is.
        for deed in sorted(done, key=lambda deed: isinstance(deed.args, ON_THE_WAY)):
            self._recall(deed)

    def ours(self) -> dict[str, Response]:
        """The responses to calls of this day; one that was taken before it has times that nobody here knows."""
        return {key: each for key, each in self.responses.items() if each.call_id in self.taken}

    def refused_facts(self) -> list[Deed]:
        """Facts that the server did not apply. There is never one."""
        return [deed for deed in self.refused if COMMANDS[deed.type].nature == "fact"]

    def _recall(self, deed: Deed) -> None:
        """Two threads run through a day: what became of a call, and of a team that was asked to take it."""
        args = deed.args
        match args:
            case TakeCall():
                self.taken[deed.entity] = args
            case CloseCall():
                self.closed[deed.entity] = args.not_sent_reason or NOBODY_SENT
            case OfferAssignment():
                self.responses[deed.entity] = Response(call_id=args.call_id, unit_id=args.unit_id)
            case MakeReferral():
                self.referrals.append(args)
            case ReportStage():
                self._went(deed.entity, args, deed.truly_at).reached.append((args.stage, deed.at))
            case RecordEncounter():
                self._went(str(args.assignment_id), args, deed.truly_at).saves.append(args.answers)
            case _:
                self._answered(deed)

    def _answered(self, deed: Deed) -> None:
        """What the team and the desk said to an offer; one that was made before the day is not ours to tell."""
        response = self.responses.get(deed.entity)
        if response is None:
            return
        match deed.args:
            case AcceptAssignment():
                response.is_taken = True
            case DeclineAssignment():
                response.declined = deed.args.reason
            case EndAssignment():
                response.ended_at = deed.truly_at
            case _:
                # What was shown: no file has it.
                return

    def _went(self, named: str, args: ReportStage | RecordEncounter, at: int) -> Response:
        """Whom somebody on the way worked for: the offer they took, or themselves, when it was no longer theirs."""
        asked = self.responses.get(named)
        if asked is not None and asked.is_taken and (asked.ended_at is None or at <= asked.ended_at):
            return asked
        alone = Response(call_id=args.call_id, unit_id=args.unit_id, is_by_itself=True)
        return self.responses.setdefault(f"{args.call_id} {args.unit_id} by itself", alone)

    # ------------------------------------------------------------------ as rows

    def files(self, unit_names: Mapping[str, str]) -> dict[str, Rows]:
        """The rows of each file that this day should have made."""
        ours = self.ours()
        return {
            "calls": Counter(self._call_rows()),
            "responses": Counter(self._about(each.call_id, response_cells(each)) for each in ours.values()),
            "stages": Counter(cells for each in ours.values() for cells in stage_cells(each, unit_names)),
            "encounters": Counter(
                self._about(each.call_id, outcome_cells(each.saves)) for each in ours.values() if each.saves
            ),
            "referrals": Counter(
                self._about(each.call_id, referral_cells(each)) for each in self.referrals if each.call_id in self.taken
            ),
        }

    def _about(self, call_id: str, cells: Cells) -> Cells:
        """A row that hangs on a call carries what the call was, so that it cannot hang on another."""
        call = self.taken[call_id]
        return (call.type_code, call.area, call.source, call.caller_role, call.location_kind, *cells)

    def _call_rows(self) -> Iterator[Cells]:
        of_call: dict[str, list[Response]] = defaultdict(list)
        for response in self.responses.values():
            of_call[response.call_id].append(response)
        for call_id, call in self.taken.items():
            had_team = any(response.came for response in of_call[call_id])
            yield (
                *(call.type_code, call.area, call.source, call.caller_role, call.location_kind),
                *(call.priority, call.triage_result, call.would_have_gone_to, call.minor_involved),
                NOBODY_SENT if had_team else self.closed.get(call_id, NOBODY_SENT),
                ";".join(sorted(key for key, answer in call.screening.items() if answer == "yes")),
                str(len(of_call[call_id])),
            )


def response_cells(response: Response) -> Cells:
    """How one response went."""
    known = ("accepted" if response.is_taken else "", *("reached" if response.at(stage) else "" for stage in TIMED))
    return (response.state, response.declined, SAID[response.is_by_itself], response.outcome, *known)


TIMED: Final[tuple[Stage, ...]] = ("on_scene", "contact", "cleared")


def stage_cells(response: Response, unit_names: Mapping[str, str]) -> Iterator[Cells]:
    """Every tap, at the time that the phone had."""
    for stage, at in response.reached:
        yield response.call_id, unit_names[response.unit_id], stage, str(at)


def outcome_cells(saves: list[OutcomeAnswers]) -> Cells:
    """What came of it: the first save, and what the partner added."""
    first = saves[0]
    moved, resolution = first.transport, first.resolution or ()
    services = {service for answers in saves for service in answers.services or ()}
    supplies = sorted(f"{given.code}:{given.quantity}" for given in first.supplies or ())
    return (
        first.contact_result,
        *(resolution[n] if n < len(resolution) else "" for n in range(3)),
        first.unmet_reason or "",
        *(("", "", "") if moved is None else (moved.by, moved.destination, SAID[moved.consented])),
        ";".join(f"{other.agency}:{other.asked_by}:{other.when}" for other in first.others_on_scene),
        ";".join(sorted(services)),
        ";".join(supplies),
        "" if first.persons_count is None else str(first.persons_count),
        *(first.repeat_contact, first.would_have_gone_to, SAID[first.team_safe]),
        str(len(saves) - 1),
    )


def referral_cells(made: MakeReferral) -> Cells:
    """One service that was offered."""
    consent = "" if made.consent is None else made.consent.form
    why = made.unavailable_reason or ""
    return (made.service_id or "", made.need, made.state, why, made.urgency, consent, ";".join(made.shared_fields))
