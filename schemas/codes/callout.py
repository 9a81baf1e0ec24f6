"""Calling interrupters out in a site: coded only, as a mediation is. No place, no time of a meeting, nobody's name."""

from typing import Literal

CalloutKind = Literal["brewing", "retaliation_risk", "hospital", "vigil", "gathering"]
CalloutState = Literal["open", "filled", "ended"]
CalloutEnding = Literal["done", "called_off", "lapsed"]
"""``lapsed``: nobody ended it in twelve hours."""
CalloutStep = Literal["lead", "phone"]
"""What nobody's answer asks of a lead: to think of it; then, named, to phone."""
ComingAnswer = Literal["coming", "cannot"]

LABELS: dict[str, dict[str, str]] = {
    "callout_kind": {
        "brewing": "A conflict is brewing",
        "retaliation_risk": "Payback is likely",
        "hospital": "At a hospital",
        "vigil": "A vigil",
        "gathering": "A gathering",
    },
    "callout_state": {"open": "People wanted", "filled": "Enough are coming", "ended": "Over"},
    "callout_ending": {"done": "Done", "called_off": "Called off", "lapsed": "Nobody ended it"},
    "callout_step": {"lead": "Nobody answers", "phone": "Phone them now"},
    "coming_answer": {"coming": "Coming", "cannot": "Cannot come"},
}
