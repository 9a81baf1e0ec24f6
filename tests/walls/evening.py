"""A small evening in a city, told through the real doors, for whoever must know what its reports say."""

import csv
import io
from typing import Any

from msgspec.structs import replace

from schemas.commands import MakeReferral, RecordEncounter, TakeCall
from schemas.records import Consent, Dispute, OtherOnScene, OutcomeAnswers, SupplyGiven, Transport
from tests.phone import Phone
from tests.served import DAY, NOON
from tests.stories.team import CALL, UNIT, Team

Table = list[dict[str, str]]

MET = OutcomeAnswers(
    contact_result="contact_made",
    resolution=("transported_service", "needs_followup"),
    transport=Transport(by="us", destination="shelter", service_id="14", consented=True),
    others_on_scene=(OtherOnScene(agency="police", asked_by="bystander", when="before_us"),),
    services=("basic_needs", "deescalation"),
    supplies=(SupplyGiven(code="socks", quantity=2), SupplyGiven(code="water", quantity=1)),
    persons_count=1,
    repeat_contact="first",
    would_have_gone_to="police",
    team_safe=True,
    dispute=Dispute(about="money", parties=2, agreement="partly", follow_up="7d"),
)
GONE = OutcomeAnswers(contact_result="gone")
SENT = MakeReferral(
    call_id="call-1",
    unit_id=UNIT,
    need="shelter_adult",
    state="sent",
    urgency="tonight",
    service_id="14",
    shared_fields=("need", "first_name"),
    shared={"first_name": "Rosa"},
    consent=Consent(form="verbal_witnessed", given_at=NOON, expires_at=NOON + int(90 * DAY * 1000)),
)


async def take(team: Team, call_id: str, **told: Any) -> None:
    """The desk takes a call now; the line rang twenty seconds ago."""
    told = {"received_at": team.served.clock.now() - 20_000, **told}
    call: TakeCall = replace(CALL, **told)
    await team.must(team.desk, "call.take", call_id, call)


async def offer(team: Team, call_id: str, assignment_id: str) -> None:
    """The team is asked to take the call."""
    await team.must(team.desk, "assignment.offer", assignment_id, {"call_id": call_id, "unit_id": UNIT})


async def reach(team: Team, phone: Phone, stage: str, call_id: str, assignment_id: str) -> None:
    """Somebody of the team taps a stage."""
    args = {"call_id": call_id, "unit_id": UNIT, "stage": stage}
    await team.must(phone, "assignment.stage", assignment_id, args)


async def write(team: Team, phone: Phone, encounter_id: str, call_id: str, answers: OutcomeAnswers) -> None:
    """Somebody of the team saves the outcome."""
    args = RecordEncounter(call_id=call_id, unit_id=UNIT, answers=answers, note="Asked for Rosa.")
    await team.must(phone, "encounter.record", encounter_id, args)


async def later(team: Team, seconds: float) -> None:
    """Time passes, and every phone renews its token."""
    team.served.clock.forward(seconds)
    for phone in (team.desk, team.ama, team.ben):
        await phone.sign_token()


async def a_team_is_sent(team: Team) -> None:
    """call-1: offered, accepted, gone to, brought to a shelter, written up by both, referred."""
    await take(team, "call-1", screening={"private_home": "yes", "weapon": "no", "minor_alone": "unknown"})
    await later(team, 40)
    await offer(team, "call-1", "assignment-1")
    await later(team, 10)
    await team.must(team.ama, "assignment.accept", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})
    for seconds, stage, phone in (
        (30, "enroute", team.ama),
        (300, "on_scene", team.ama),
        (60, "contact", team.ama),
        (900, "transporting", team.ama),
        (400, "at_destination", team.ben),
        (200, "cleared", team.ben),
    ):
        await later(team, seconds)
        await reach(team, phone, stage, "call-1", "assignment-1")
    await later(team, 120)
    await write(team, team.ama, "encounter-1", "call-1", MET)
    await later(team, 60)
    await write(team, team.ben, "encounter-2", "call-1", MET)
    await team.must(team.ama, "referral.make", "referral-1", SENT)


async def nobody_is_free(team: Team) -> None:
    """call-2: no team went, and the reason stands."""
    await later(team, 600)
    await take(team, "call-2", priority="P4", persons_count=3)
    await later(team, 600)
    await team.must(team.desk, "call.close", "call-2", {"not_sent_reason": "no_unit_available"})


async def a_team_declines(team: Team) -> None:
    """call-3: the team was asked, could not, and the call was solved by phone."""
    await later(team, 600)
    await take(team, "call-3", type_code="WELFARE")
    await offer(team, "call-3", "assignment-3")
    await later(team, 15)
    await team.must(team.ben, "assignment.decline", "assignment-3", {"reason": "too_far"})
    await team.must(team.desk, "call.close", "call-3", {"triage_result": "phone_resolved"})


async def a_team_goes_by_itself(team: Team) -> None:
    """call-4: nobody offered it; the team arrived, found nobody, and left, with a phone whose clock was behind."""
    await later(team, 600)
    await take(team, "call-4")
    team.ama.skew_ms = -90_000
    await team.ama.hello()
    await later(team, 60)
    await reach(team, team.ama, "on_scene", "call-4", "assignment-4")
    await later(team, 240)
    await reach(team, team.ama, "cleared", "call-4", "assignment-4")
    await write(team, team.ama, "encounter-4", "call-4", GONE)


async def lived(team: Team) -> None:
    """The whole evening."""
    await a_team_is_sent(team)
    await nobody_is_free(team)
    await a_team_declines(team)
    await a_team_goes_by_itself(team)


async def fetch(phone: Phone, path: str) -> Table:
    """A file as a spreadsheet reads it, before anything is neutralised back."""
    answer = await phone.http.get(f"/api/export/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


async def disclosed(team: Team) -> list[tuple[str, str]]:
    """Who was given which file, in the order it was."""
    rows = await team.city.database.read(lambda tx: tx.all("SELECT person_id, purpose FROM disclosure ORDER BY id"))
    return [(row["person_id"], row["purpose"]) for row in rows if row["purpose"].startswith("export")]
