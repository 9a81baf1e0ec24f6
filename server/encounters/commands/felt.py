"""Whether somebody felt safe at work: two sums for a team's week, and not a word in the log."""

from schemas.commands import SayFelt
from server.access import Actor
from server.doors import Received
from server.encounters.store import felt, outcomes
from server.errors import NotAllowed
from server.journal import Change


def say(tx: Change, actor: Actor, command: Received[SayFelt], _now: int) -> None:
    """Add one answer to the sums of the team's week, which is all that is kept of it.

    Nothing is recorded: a row of the log would say for good who answered, and when. What is left is the receipt that
    the device sent some command. Whoever holds a copy of the database from before it and one from after it, with no
    other answer of the team in between, can still tell what was said. Whoever answers for one call on two phones counts
    twice: to know the second from the first, something of the first would have to stay that says whose it was.

    Raises:
        NotAllowed: this responder was never on the unit.
    """
    args = command.args
    if not outcomes.was_on(tx, actor.person_id, args.unit_id):
        raise NotAllowed("this team is not yours")
    felt.count(tx, args.unit_id, at=command.happened_at(None), is_safe=args.safe)
