"""A report that the law asks for was made: that it was, and nothing of what it says."""

from schemas.commands import MadeReport
from server.access import Actor
from server.doors import Received
from server.encounters.store import outcomes, reports, reviews
from server.errors import Dependency, Erased, NotAllowed
from server.journal import Change, is_erased, record, refresh


def made(tx: Change, actor: Actor, command: Received[MadeReport], _now: int) -> None:
    """It stands with the team's outcome: when, to whom, in which role. Nobody's name and no word are kept with it.

    Raises:
        NotAllowed: this responder was never on the unit.
        Erased: the call is gone for good.
        Dependency: nothing is known of the call yet.
    """
    args = command.args
    if "supervisor" not in actor.roles and not outcomes.was_on(tx, actor.person_id, args.unit_id):
        raise NotAllowed("this team is not yours")
    if is_erased(tx, args.call_id):
        raise Erased("deleted for good")
    if reviews.call_then(tx, args.call_id) is None:
        raise Dependency("Nothing is known of this call yet.")
    at = command.happened_at(args.at)
    if not reports.add(tx, command.entity, args, at=at):
        return
    record(
        tx,
        kind="report.made",
        entity_type="mandated_report",
        entity_id=command.entity,
        coded={"call_id": args.call_id, "unit_id": args.unit_id, "to": args.to, "role": args.role, "at": at},
        subjects=(args.call_id,),
    )
    for encounter_id in reports.shown_with(tx, args.call_id, args.unit_id):
        outcomes.touch(tx, encounter_id)
        refresh(tx, "encounter", encounter_id)
