"""What people do with their phones: take calls, ask teams, go, write, refer; late, twice, offline, sometimes oddly."""

import asyncio
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

import msgspec

from schemas.commands import COMMANDS
from schemas.wire import OutboxRow
from server.example.dice import Dice
from server.ids import Ids
from server.vault import p256
from tests.simulation.phone.app import Phone
from tests.simulation.town.deeds import Deed, Nature, Truth

ROAD: Final = ("enroute", "on_scene", "contact", "cleared")
SAME_MS: Final = 600_000
"""Partners who both tap within the same ten minutes came across the same person: the app's own rule."""
SUPPLIES: Final = ("socks", "water", "blanket")
TRACED: Final = frozenset({"call.take", "assignment.stage", "assignment.check_in", "encounter.record", "referral.make"})
"""What always leaves a line in the journal, also when its receipt is gone."""


class Person:
    """Somebody with a phone. What they remember, no app can lose."""

    pause_s = (15.0, 180.0)
    """From one thing they do to the next."""

    def __init__(
        self,
        phone: Phone,
        person_id: str,
        *,
        ids: Ids,
        dice: Dice,
        truth: Truth,
        told: AbstractSet[str] = frozenset(),
        slips: tuple[str, ...] = ("unknown", "nonsense", "torn", "reused"),
    ) -> None:
        self.phone = phone
        self.slips = slips
        self.told = told
        self.person_id = person_id
        self.ids = ids
        self.dice = dice
        self.truth = truth

    async def work(self) -> None:
        """Do something now and then, for as long as the day lasts."""
        while True:
            await asyncio.sleep(self.dice.between(*self.pause_s))
            if self.phone.is_open and self.phone.person == self.person_id:
                if self.dice.happens(0.03):
                    self.slip()
                else:
                    self.act()

    def act(self) -> None:
        """One thing this person does."""
        raise NotImplementedError

    def rows(self, kind: str) -> dict[str, dict[str, Any]]:
        """What the phone shows of this kind."""
        return self.phone.disk.replica.of(kind)

    def do(self, kind: str, entity: str, args: Mapping[str, Any], **more: Any) -> str:
        """Save a command on the phone; answers its id."""
        nature: Nature = COMMANDS[kind].nature
        row = self.phone.save(kind, entity, args, **more)
        return self._remember(row, nature, dict(args))

    def slip(self) -> None:
        """Something no app of ours would send: it must harm nobody else."""
        kind = self.dice.one_of(self.slips)
        if kind == "unknown":
            row = self.phone.save("assignment.teleport", self.ids.new(), {})
        elif kind == "nonsense":
            row = self.phone.save("call.take", self.ids.new(), {"source": 5})
        elif kind == "torn":
            row = self._torn()
        else:
            self._reuse()
            return
        self._remember(row, "poison", {})

    def _torn(self) -> dict[str, Any]:
        """A row that was damaged after it was sealed."""
        row = self.phone.save("unit.status", "unit-1", {"status": "break"})
        raw = p256.decode64(row["sealed"])
        torn = msgspec.convert(row | {"sealed": p256.encode64(raw[:-1] + bytes([raw[-1] ^ 1]))}, OutboxRow)
        return self.phone.keep(torn)

    def _reuse(self) -> None:
        """Another command under the id of somebody else's: both are kept, the first one counts."""
        others = [
            deed
            for deed in self.truth.deeds.values()
            if deed.phone not in {self.phone.name, "inter"}
            and deed.kind in TRACED
            and deed.id in self.told
            and (self.phone.name, deed.id) not in self.truth.reused
        ]
        if others:
            row = msgspec.convert(self.phone.save("unit.status", "unit-1", {"status": "meal"}), OutboxRow)
            twin = msgspec.structs.replace(row, id=self.dice.one_of(others).id, sealed="")
            self.truth.reused.add((self.phone.name, twin.id))
            self.phone.keep(self.phone.sealer.seal(twin, b'{"status":"meal"}', iv=self.ids.secret(12)))

    def _remember(self, row: dict[str, Any], nature: Nature, args: dict[str, Any]) -> str:
        command_id: str = row["id"]
        self.truth.deeds[command_id] = Deed(
            id=command_id,
            phone=self.phone.name,
            person=self.person_id,
            dseq=row["dseq"],
            kind=row["type"],
            entity=row["entity"],
            nature=nature,
            args=args,
            at=row["at"],
            after=row["after"],
        )
        return command_id

    def choose(self, weights: Mapping[Callable[[], None], float]) -> None:
        """Do one of these, as likely as its weight."""
        self.dice.weighed(weights)()


class Responder(Person):
    """Answers offers, goes, writes what came of it; also what nobody asked for."""

    def __init__(self, *args: Any, unit: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit = unit
        self.going: dict[str, tuple[str, int]] = {}
        self.seen: set[str] = set()
        self.last: dict[str, str] = {}
        self.helps: list[str] = []

    def act(self) -> None:
        """One thing in the street."""
        self.choose(
            {
                self.answer: 6,
                self.go_on: 6,
                self.write: 2,
                self.refer: 1.5,
                self.rest: 0.5,
                self.help_out: 0.6,
                self.meet: 0.5,
                self.call_for_help: 0.3,
            }
        )

    def answer(self) -> None:
        """An offer stands on the screen."""
        asked = [
            row
            for row in self.rows("assignment").values()
            if row["state"] == "offered" and row["unit_id"] == self.unit and row["id"] not in self.going
        ]
        if not asked:
            self.go_on()
            return
        row = self.dice.one_of(asked)
        if row["id"] not in self.seen:
            self.seen.add(row["id"])
            self.do("assignment.show", row["id"], {"shown_at": self.phone.wall()})
        if self.dice.happens(0.75):
            self.do("assignment.accept", row["id"], {"call_id": row["call_id"], "unit_id": self.unit})
            self.going[row["id"]] = (row["call_id"], 0)
        else:
            self.do("assignment.decline", row["id"], {"reason": self.dice.one_of(("too_far", "vehicle", "other"))})

    def go_on(self) -> None:
        """The next step of a call they are on, as they believe."""
        under_way = [(each, *told) for each, told in self.going.items() if told[1] < len(ROAD)]
        if not under_way:
            return
        assignment, call, step = self.dice.one_of(under_way)
        self.going[assignment] = (call, step + 1)
        if step > ROAD.index("on_scene"):
            # They are there: all right, and at the last they needed time.
            more = {"more_min": 10} if ROAD[step] == "cleared" else {}
            self.do("assignment.check_in", assignment, {"call_id": call, "unit_id": self.unit, **more})
        args = {"call_id": call, "unit_id": self.unit, "stage": ROAD[step]}
        earlier = self.last.get(assignment) if self.dice.happens(0.2) else None
        self.last[assignment] = self.do("assignment.stage", assignment, args, after=earlier)
        if self.dice.happens(0.08):
            # A slip of the thumb: they are where they were before.
            said = self.last[assignment]
            self.do("assignment.take_back", assignment, {**args, "report": said}, after=said)
            self.going[assignment] = (call, step)
            return
        if step + 1 == len(ROAD) and self.dice.happens(0.8):
            self._write(assignment, call)

    def write(self) -> None:
        """What came of it; twice is an addition."""
        if self.going:
            assignment = self.dice.one_of(tuple(self.going))
            self._write(assignment, self.going[assignment][0])

    def _write(self, assignment: str, call: str) -> None:
        met = self.dice.happens(0.7)
        answers: dict[str, Any] = {"contact_result": "contact_made" if met else "gone"}
        if met:
            given = [{"code": self.dice.one_of(SUPPLIES), "quantity": int(self.dice.between(1, 4))}]
            answers |= {"resolution": ["resolved_on_scene"], "supplies": given}
        args = {"call_id": call, "unit_id": self.unit, "assignment_id": assignment, "answers": answers}
        self.do("encounter.record", self.ids.new(), {**args, "note": self.truth.canaries.get(call, "canary")})

    def refer(self) -> None:
        """Nothing was to be had."""
        if self.going:
            call = self.going[self.dice.one_of(tuple(self.going))][0]
            told = {"need": "food", "state": "unavailable", "urgency": "day", "unavailable_reason": "closed"}
            self.do("referral.make", self.ids.new(), {"call_id": call, "unit_id": self.unit, **told})

    def rest(self) -> None:
        """The team says how it is."""
        self.do("unit.status", self.unit, {"status": self.dice.one_of(("available", "break", "meal"))})

    def slip(self) -> None:
        """Or an outcome that cannot be: they gave somebody something, and met nobody."""
        if not self.truth.calls or self.dice.happens(0.6):
            super().slip()
            return
        answers = {"contact_result": "gone", "supplies": [{"code": "socks", "quantity": 1}]}
        args = {"call_id": self.dice.one_of(self.truth.calls), "unit_id": self.unit, "answers": answers}
        self._remember(self.phone.save("encounter.record", self.ids.new(), args), "poison", {})

    def help_out(self) -> None:
        """They come across a call nobody asked them to take."""
        if self.truth.calls:
            call = self.dice.one_of(self.truth.calls)
            self.going[self.ids.new()] = (call, 0)

    def meet(self) -> None:
        """They come across somebody; a partner who says so as well, with signal or without, names the same call."""
        call = f"{self.unit}-met-{self.phone.wall() // SAME_MS}"
        assignment = f"{call}-a"
        if assignment in self.going or call in self.rows("call"):
            return
        self.do("call.meet", call, {"unit_id": self.unit, "assignment_id": assignment, "met_at": self.phone.wall()})
        self.going[assignment] = (call, ROAD.index("cleared"))
        self.truth.met.add(call)

    def call_for_help(self) -> None:
        """Somebody of the team is in trouble, or no longer."""
        if self.helps and self.dice.happens(0.5):
            self.do("help.end", self.helps.pop(), {"ending": "safe", "at": self.phone.wall()})
            return
        self.helps.append(self.ids.new())
        self.do("help.call", self.helps[-1], {"unit_id": self.unit, "pressed_at": self.phone.wall()})


class Officer(Person):
    """Erases calls that somebody asked to be forgotten."""

    def act(self) -> None:
        """Now and then one of the older ones."""
        if len(self.truth.calls) > 3 and self.dice.happens(0.4):
            call = self.dice.one_of((*self.truth.calls[:-2], *sorted(self.truth.met)))
            self.do("call.erase", call, {"reason": "asked for"})


class Interrupter(Person):
    """Works on conflicts, behind a wall of its own."""

    def act(self) -> None:
        """Write one down."""
        args = {
            "area": "east",
            "day": "2026-09-01",
            "part_of_day": "evening",
            "how_learned": "own_network",
            "conflict_type": "neighbours",
            "parties": "2-3",
            "actions": ["shuttle_talk"],
            "outcome": "resolved",
        }
        self.do("mediation.record", self.ids.new(), args)
