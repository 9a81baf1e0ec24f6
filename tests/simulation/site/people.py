"""What people of a site do with their phones: they are on call or not, are called out, come, and are heard from."""

from typing import Any, Final

from tests.simulation.town.people import Person

KINDS: Final = ("brewing", "retaliation_risk", "vigil")
PARTS: Final = ("evening", "night")
AREA: Final = "Canaryquay"
MEDIATED: Final = {
    "area": AREA,
    "day": "2026-09-01",
    "part_of_day": "evening",
    "how_learned": "own_network",
    "conflict_type": "neighbours",
    "parties": "2-3",
    "actions": ["shuttle_talk"],
    "outcome": "resolved",
}


class Interrupter(Person):
    """Is on call or not; comes when called, when not called too, and says that they are all right."""

    pause_s = (8.0, 80.0)

    def act(self) -> None:
        """One thing on the way."""
        self.choose(
            {
                self.on_call: 2,
                self.off_call: 1.2,
                self.answer: 6,
                self.check_in: 3,
                self.come_too: 0.7,
                self.think_again: 0.7,
                self.write: 0.4,
                self.call_for_help: 0.4,
                self.be_safe: 0.4,
            }
        )

    def on_call(self) -> None:
        """From now."""
        self.do("duty.say", self.person_id, {"on_call": True})

    def off_call(self) -> None:
        """The phone is put away."""
        self.do("duty.say", self.person_id, {"on_call": False})

    def answer(self) -> None:
        """A call-out stands on the screen."""
        asked = [row for row in self.parts() if row["answer"] is None]
        if not asked:
            self.check_in()
            return
        callout = self.dice.one_of(asked)["callout_id"]
        self.do("callout.shown", callout, {"shown_at": self.phone.wall()})
        self._say(callout, coming=self.dice.happens(0.6))

    def check_in(self) -> None:
        """They are there, or home again."""
        out = [row for row in self.parts() if row["answer"] == "coming" and row["safe_at"] is None]
        if out:
            said: dict[str, Any] = self.dice.one_of(({"in_min": 5}, {"in_min": 30}, {}, {"safe": True}))
            self.do("callout.check_in", self.dice.one_of(out)["callout_id"], said)

    def come_too(self) -> None:
        """They heard of it from somebody, and come."""
        if self.truth.calls:
            self._say(self.dice.one_of(self.truth.calls), coming=True)

    def think_again(self) -> None:
        """What they said no longer holds."""
        said = [row for row in self.parts() if row["answer"] is not None]
        if said:
            row = self.dice.one_of(said)
            self._say(row["callout_id"], coming=row["answer"] == "cannot")

    def write(self) -> None:
        """A conflict somebody worked on."""
        self.do("mediation.record", self.ids.new(), MEDIATED)

    def call_for_help(self) -> None:
        """They are in trouble."""
        self.do("help.call", self.ids.new(), {"pressed_at": self.phone.wall()})

    def be_safe(self) -> None:
        """Or no longer."""
        own = [row for row in self.rows("help").values() if row["by"] == self.person_id and row["ended_at"] is None]
        if own:
            self.do("help.end", self.dice.one_of(own)["id"], {"ending": self.dice.one_of(("safe", "mistake"))})

    def parts(self) -> list[dict[str, Any]]:
        """Their own part in each call-out that the phone shows."""
        return [row for row in self.rows("coming").values() if row["person_id"] == self.person_id]

    def _say(self, callout: str, *, coming: bool) -> None:
        self.do("callout.say", callout, {"coming": coming, "in_min": 5} if coming else {"coming": False})


class Lead(Person):
    """Calls people out, hears by voice who comes and who is safe, ends what is over."""

    pause_s = (15.0, 120.0)

    def act(self) -> None:
        """One thing of a lead's day."""
        self.choose(
            {
                self.call_out: 3,
                self.end: 0.7,
                self.hear: 1.2,
                self.see_to: 1.5,
                self.have_helped: 1.5,
                self.resolve: 0.7,
            }
        )

    def call_out(self) -> None:
        """People are wanted."""
        callout = self.ids.new()
        said = {"area": AREA, "part_of_day": self.dice.one_of(PARTS), "kind": self.dice.one_of(KINDS)}
        self.do("callout.make", callout, {**said, "people": self.dice.one_of((1, 1, 2, 3))})
        self.truth.calls.append(callout)

    def end(self) -> None:
        """Nobody else is to come."""
        live = [row for row in self.rows("callout").values() if row["state"] != "ended"]
        if live:
            self.do("callout.end", self.dice.one_of(live)["id"], {"ending": self.dice.one_of(("done", "called_off"))})

    def hear(self) -> None:
        """Somebody says on the phone that they come, or cannot."""
        silent = [row for row in self.rows("coming").values() if row["answer"] is None]
        if silent:
            row = self.dice.one_of(silent)
            said = {"coming": self.dice.happens(0.5), "person_id": row["person_id"]}
            self.do("callout.say", row["callout_id"], said)

    def see_to(self) -> None:
        """Whoever was missed is found."""
        missed = [row for row in self.rows("coming").values() if row["missed_at"] is not None]
        if missed:
            self.found(self.dice.one_of(missed))

    def found(self, row: dict[str, Any]) -> None:
        """They are safe, as somebody heard."""
        self.do("callout.check_in", row["callout_id"], {"safe": True, "person_id": row["person_id"]})

    def have_helped(self) -> None:
        """Somebody called for help: a lead has it, or sends somebody, or hears that it is over."""
        helps = [row for row in self.rows("help").values() if row["taken_at"] is None or row["ended_at"] is None]
        if helps:
            help_id = self.dice.one_of(helps)["id"]
            self.dice.weighed({self.take: 1, self.send: 2, self.over: 1})(help_id)

    def take(self, help_id: str) -> None:
        """They have it."""
        self.do("help.take", help_id, {})

    def send(self, help_id: str) -> None:
        """Another team goes."""
        self.do("help.send", help_id, {"to": "team"})

    def over(self, help_id: str) -> None:
        """Whoever called is safe."""
        self.do("help.end", help_id, {"ending": "safe"})

    def resolve(self) -> None:
        """Somebody has looked at what came due while nobody was there."""
        lists = tuple(self.rows("alarm"))
        if lists:
            self.do("alarm.resolve", self.dice.one_of(lists), {})
