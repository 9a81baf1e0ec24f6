"""What a team at a call asks a supervisor, and what the supervisor says."""

from typing import Literal

ConsultReason = Literal["hold", "suicide_risk", "threat_to_others", "medical", "minor", "must_report", "safe_to_leave"]
"""What the team is unsure of. It need not say: then it is to be phoned."""
ConsultAnswer = Literal["as_planned", "stay", "seek_hold", "no_hold", "call_ems", "make_report", "phone_me", "coming"]
"""What the team is to do, in the words of whoever decides."""

LABELS: dict[str, dict[str, str]] = {
    "consult_reason": {
        "hold": "Is this a hold?",
        "suicide_risk": "Risk of suicide",
        "threat_to_others": "Threat to somebody else",
        "medical": "Medical question",
        "minor": "A minor is involved",
        "must_report": "Must we report this?",
        "safe_to_leave": "Is it safe to leave?",
    },
    "consult_answer": {
        "as_planned": "Do as you plan",
        "stay": "Stay with the person",
        "seek_hold": "Ask for a hold",
        "no_hold": "No hold",
        "call_ems": "Call an ambulance",
        "make_report": "Make a report",
        "phone_me": "Phone me",
        "coming": "I am coming",
    },
}
