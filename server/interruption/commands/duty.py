"""Who is on call, as they say themselves: nobody else is ever alerted."""

from typing import Final

from schemas.commands import SayDuty
from server.access import Actor
from server.doors import Order, Received
from server.errors import Invalid
from server.interruption.commands import helps
from server.interruption.commands.climbing import keep
from server.interruption.commands.parts import part_of
from server.interruption.rules import callouts as rules
from server.interruption.store import callouts, people
from server.journal import Change, cancel, due_at, record

END: Final = "duty.end"


def say(tx: Change, actor: Actor, command: Received[SayDuty], now: int) -> None:
    """Somebody is on call from now, for twelve hours at most, or not any more. What they said latest counts.

    Whoever is on call from now is asked at once for whatever still wants people, and to go to a colleague in trouble.

    Raises:
        Invalid: it is about somebody else.
    """
    if command.entity != actor.person_id:
        raise Invalid("Everybody says it of themselves.")
    at = command.happened_at(command.args.at)
    before = people.duty(tx, tx.vault, actor.person_id)
    if before is not None and at < before.said_at:
        return
    until_at = at + rules.ON_CALL_MS if command.args.on_call else None
    _keep(tx, actor.person_id, before, on_call=command.args.on_call, said_at=at, until_at=until_at)
    if until_at is not None and now < until_at:
        _ask(tx, actor.person_id)


def end(tx: Change, order: Order, now: int) -> None:
    """Twelve hours are over: they are not on call until they say so again."""
    before = people.duty(tx, tx.vault, order.entity)
    if before is not None and before.on_call and not people.is_on(before, now):
        _keep(tx, order.entity, before, on_call=False, said_at=before.said_at, until_at=None)


def _keep(
    tx: Change, person_id: str, before: people.OnDuty | None, *, on_call: bool, said_at: int, until_at: int | None
) -> None:
    version = 1 if before is None else before.version + 1
    after = people.OnDuty(on_call=on_call, said_at=said_at, until_at=until_at, version=version)
    people.put_duty(tx, tx.vault, person_id, after)
    if until_at is None:
        cancel(tx, kind=END, entity_id=person_id)
    else:
        due_at(tx, kind=END, entity_id=person_id, at=max(until_at, tx.at))
    record(
        tx,
        kind="duty.told",
        entity_type="duty",
        entity_id=person_id,
        coded={},
        personal={"on_call": on_call, "said_at": said_at},
        retention=people.KEPT,
        subjects=(person_id,),
        audience=("desk", f"person:{person_id}"),
    )


def _ask(tx: Change, person_id: str) -> None:
    if person_id not in people.on_call(tx, tx.vault, tx.at):
        return
    for callout_id, before in callouts.open_ones(tx, tx.vault).items():
        if before.state == "open" and before.of(person_id) is None:
            part = part_of(before, callout_id, person_id, asked_at=tx.at)
            keep(tx, callout_id, before, rules.with_part(before, part), what="asked")
    helps.ask(tx, person_id)
