"""The rules of the protocol, each of which can be switched off here: the simulation must notice.

A rule whose removal nobody notices is either no rule, or the worlds are too kind.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
import pytest

from server import backup
from server.backup import replaying, restoring
from server.backup.losses import Losses
from server.journal import Change
from server.storage.sqlite.files import SqliteSession
from server.storage.statements import StatementTx
from server.sync import commands, custody, greeting, store
from server.vault import Vault
from server.vault.neveragain import NeverAgainList
from tests.simulation.phone.ways import Rules
from tests.simulation.site.removals import SITE_RULES
from tests.simulation.world import Prepare, World

Remove = Callable[[pytest.MonkeyPatch], None]


def _every_command_is_new(patch: pytest.MonkeyPatch) -> None:
    """No dedupe: what comes again is done again."""
    keep, look = store.add_receipt, store.look

    def keep_anew(tx: Any, kept: store.Receipt) -> None:
        tx.run("DELETE FROM receipt WHERE command_id = :id", id=kept.command_id)
        keep(tx, kept)

    def look_away(tx: Any, command_id: str, **more: Any) -> dict[str, Any]:
        return {**look(tx, command_id, **more), "outcome": None, "was_settled": False}

    patch.setattr(store, "receipt", lambda _tx, _id: None)
    patch.setattr(store, "look", look_away)
    patch.setattr(store, "add_receipt", keep_anew)


def _answers_before_it_commits(patch: pytest.MonkeyPatch) -> None:
    """Answers go out, and the COMMIT comes with the next group."""
    begin, commit = SqliteSession.begin, SqliteSession.commit

    def begin_late(self: SqliteSession) -> None:
        if self.connection.in_transaction:
            commit(self)
        begin(self)

    patch.setattr(SqliteSession, "begin", begin_late)
    patch.setattr(SqliteSession, "commit", lambda _self: None)


def _no_savepoints(patch: pytest.MonkeyPatch) -> None:
    """What a refused command had done so far stays."""
    patch.setattr(StatementTx, "attempt", lambda _self, part: part())


def _numbers_in_advance(patch: pytest.MonkeyPatch) -> None:
    """A number is drawn outside the transaction, so that an earlier one may be committed after a later one."""
    made = Change.__init__
    spare: list[int] = []

    def swapped(self: Change, tx: Any, vault: Any, actor: Any, *, command_id: Any, at: int, head: Any) -> None:
        made(self, tx, vault, actor, command_id=command_id, at=at, head=head)
        if spare:
            self.seq = spare.pop()
        elif self.seq % 5 == 0:
            spare.append(self.seq)
            tx.run("UPDATE log_head SET seq = seq + 1 WHERE one = 1")
            self.seq += 1

    patch.setattr(Change, "__init__", swapped)


def _facts_wait_for_intents(patch: pytest.MonkeyPatch) -> None:
    """What happened counts only where the offer was won."""
    patch.setattr(commands, "_prepare", lambda _branch, _received, _tx, _now: None)


def _a_failed_commit_counts(patch: pytest.MonkeyPatch) -> None:
    """The engine gave up, and the writer goes on as if it had not."""
    patch.setattr(StatementTx, "is_sound", lambda _self: True)


def _same_id_is_enough(patch: pytest.MonkeyPatch) -> None:
    """Whatever comes under a known id is taken for a repetition."""
    mac = Vault.mac
    patch.setattr(Vault, "mac", lambda self, purpose, data: mac(self, purpose, b"" if purpose == "receipt" else data))


def _custody_keeps(patch: pytest.MonkeyPatch) -> None:
    """What waited for an earlier fact goes on waiting when that has come."""
    patch.setattr(custody, "release", lambda *_args: None)


def _order_is_nobodys_business(patch: pytest.MonkeyPatch) -> None:
    """A later row of an entity is taken although the one before it must come again."""
    patch.setattr(commands, "_is_answered", lambda *_asked: True)


def _the_shut_out_are_heard(patch: pytest.MonkeyPatch) -> None:
    """A revoked phone's work is applied."""
    check = commands._check_sender

    def let_in(sender: Any, incoming: Any) -> None:
        check([{**row, "revoked_at": None} for row in sender], incoming)

    patch.setattr(commands, "_check_sender", let_in)


def _what_goes_is_not_told(patch: pytest.MonkeyPatch) -> None:
    """A record leaves a scope, and its line in the feed stays where it was."""
    patch.setattr("server.journal.hide", lambda _tx, _scope, _type, _id: None)


def _promises_hold_for_ever(patch: pytest.MonkeyPatch) -> None:
    """What a device promises never to send again is believed before it has sent everything again."""
    told = greeting._told

    def believed(device: Any, hello: Any, **more: Any) -> Any:
        return told(device, msgspec.structs.replace(hello, resent=True), **more)

    patch.setattr(greeting, "_told", believed)


def _nothing_stays_undone(patch: pytest.MonkeyPatch) -> None:
    """A restore asks no never-again list."""
    patch.setattr(NeverAgainList, "read", lambda _self: [])


def _the_epoch_stays(patch: pytest.MonkeyPatch) -> None:
    """A restored server says nothing of it, and nobody looks whether the log lost its end."""

    async def look_away(*_args: Any) -> None:
        """What a restore forgot, this would find."""

    patch.setattr(Losses, "look", look_away)
    begin = replaying.begin_epoch

    def silently(tx: Any, *args: Any) -> int:
        before = store.head(tx)["epoch"]
        undone = begin(tx, *args)
        tx.run("UPDATE log_head SET epoch = :epoch WHERE one = 1", epoch=before)
        return undone

    patch.setattr(restoring, "begin_epoch", silently)


def _backups_tell_too_much(patch: pytest.MonkeyPatch) -> None:
    """A backup is told to reach further than its copy does: phones let go of what no copy holds."""
    mark = backup.mark

    async def further(organization: Any, copy: Any) -> None:
        await mark(organization, msgspec.structs.replace(copy, seq=copy.seq + 40))

    patch.setattr(backup, "mark", further)


def _nobody_is_asked(patch: pytest.MonkeyPatch) -> None:
    """A team arrives, and nothing waits for its check-in."""
    patch.setattr("server.dispatch.commands.settling.wind", lambda _tx, _before, _after: None)


SERVER_RULES: Final[Mapping[str, Remove]] = {
    "a command is done once": _every_command_is_new,
    "answered after COMMIT": _answers_before_it_commits,
    "a savepoint for each command": _no_savepoints,
    "numbers are drawn under the lock": _numbers_in_advance,
    "facts wait for no intent": _facts_wait_for_intents,
    "a group fails as a whole": _a_failed_commit_counts,
    "the same id with other bytes is another command": _same_id_is_enough,
    "custody lets go of what may be applied": _custody_keeps,
    "order of each entity": _order_is_nobodys_business,
    "the shut-out are taken into custody": _the_shut_out_are_heard,
    "what leaves a scope moves its line": _what_goes_is_not_told,
    "a promise holds in its own epoch": _promises_hold_for_ever,
    "what is on the never-again list stays undone": _nothing_stays_undone,
    "a restore begins an epoch": _the_epoch_stays,
    "a backup reaches as far as its copy": _backups_tell_too_much,
    "whoever is at work is asked": _nobody_is_asked,
}
"""What the server does."""

PHONE_RULES: Final[Mapping[str, Rules]] = {
    "the cursor moves with its rows": Rules(keeps_cursor_with_rows=False),
    "a page must follow what is there": Rules(checks_prev=False),
    "a lost scope is dropped": Rules(drops_scopes=False),
    "only what was answered is forgotten": Rules(forgets_only_when_acked=False),
    "what was answered is kept until a backup holds it": Rules(keeps_until_backed=False),
    "in a new epoch what is kept is sent again": Rules(resends_after_restore=False),
}
"""What every phone does."""


NOTICED: Final[Mapping[str, int]] = {
    "a savepoint for each command": 6,
    "a group fails as a whole": 12,
    "custody lets go of what may be applied": 13,
    "order of each entity": 3,
    "the shut-out are taken into custody": 4,
    "what leaves a scope moves its line": 2,
    "a promise holds in its own epoch": 24,
    "what is on the never-again list stays undone": 23,
    "a restore begins an epoch": 5,
    "a backup reaches as far as its copy": 23,
    "whoever is at work is asked": 3,
    "the cursor moves with its rows": 4,
    "a page must follow what is there": 10,
    "what was answered is kept until a backup holds it": 23,
    "in a new epoch what is kept is sent again": 23,
    "a lost scope is dropped": 3,
    "only what was answered is forgotten": 3,
    "once the leads are told they ask": 25,
    "nobody off call is asked": 2,
    "nobody off call is rung": 2,
    "after a gap nobody is asked": 3,
    "a gap in the ladder ends with one by name": 2,
    "whoever is out is waited for": 2,
    "a late answer counts": 5,
    "where nobody has a call for help one is named": 2,
    "a day later its key is destroyed": 2,
    "a deadline is taken and done at once": 6,
}
"""A world that noticed, where the first did not: it is lived first, and the others only if it notices no more."""


def without(rule: str, patch: pytest.MonkeyPatch) -> Prepare:
    """Switch this rule off: at once where it is the server's, else for the phones of each world."""
    remove = {**SERVER_RULES, **SITE_RULES}.get(rule)
    if remove is not None:
        remove(patch)
        return lambda _world: None

    def prepare(world: World) -> None:
        world.rules = PHONE_RULES[rule]

    return prepare
