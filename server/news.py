"""News between the processes that serve one organization: what one of them commits wakes the readers of all.

News carries no truth and so can lose none: it says which scopes moved, and whoever reads them goes to the database. It
is rung after COMMIT; should a ring be lost, the safety tick finds a change set nobody here was woken for and wakes
everybody. A form that is open on a phone is rung too, in ids alone: it is said again while it is open, and forgotten.
"""

import threading
from collections.abc import Set as AbstractSet
from typing import Final

import msgspec

from schemas.asides import Writer
from server.clock import Clock
from server.journal import Journal, Woken
from server.storage.bell import Bell
from server.vault import Vault

FORM_MS: Final = 25_000
"""A form that was not said again for so long is closed: a phone says so with every ping, a process may have died."""


class Form(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who has the form of an outcome open on this phone, told to this scope; nobody when `writer` is None."""

    device_id: str
    scope: str
    writer: Writer | None = None


class _Rung(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is rung: a change set and the scopes it moved, that keys are gone, or a form that is open on a phone."""

    seq: int = 0
    scopes: tuple[str, ...] = ()
    keys: bool = False
    form: Form | None = None


class News:
    """What the processes of one organization tell each other."""

    def __init__(self, bell: Bell, journal: Journal, vault: Vault, *, clock: Clock) -> None:
        """Tell what is committed here, and wake whoever follows the journal for what is committed elsewhere."""
        self._bell = bell
        self._journal = journal
        self._vault = vault
        self._clock = clock
        self._followed = Followed()
        self._forms: dict[str, tuple[Form, int]] = {}
        """By device, of other processes, with when it was last said."""
        journal.herald(self._tell)
        vault.on_destroyed(lambda: bell.ring(_text(_Rung(keys=True))))
        bell.listen(self._hear)

    def tick(self, head: int) -> None:
        """The log stands at this number: wake everybody if something up to the last tick was never heard of."""
        if self._followed.has_missed(head):
            self._wake_everybody()

    def opened(self, form: Form) -> None:
        """Tell the other processes that this form is open here, or no more."""
        self._bell.ring(_text(_Rung(form=form)))

    def writers(self, scopes: AbstractSet[str], *, without: str) -> list[Writer]:
        """Who else than this person has a form open in these scopes, at other processes."""
        since = self._clock.now() - FORM_MS
        forms = [form for form, at in list(self._forms.values()) if at > since and form.scope in scopes]
        return [form.writer for form in forms if form.writer is not None and form.writer.person_id != without]

    def _note(self, form: Form) -> None:
        now = self._clock.now()
        before = self._forms.get(form.device_id)
        open_now = {device: kept for device, kept in self._forms.items() if kept[1] > now - FORM_MS}
        if form.writer is None:
            open_now.pop(form.device_id, None)
        else:
            open_now[form.device_id] = (form, now)
        self._forms = open_now
        if before is None or before[0] != form:
            moved = frozenset({form.scope} if before is None else {form.scope, before[0].scope})
            self._journal.wake(Woken(tag=self._journal.tag, seq=0, scopes=moved))

    def _tell(self, woken: Woken) -> None:
        self._followed.note(woken.seq)
        self._bell.ring(_text(_Rung(seq=woken.seq, scopes=tuple(sorted(woken.scopes or ())))))

    def _hear(self, text: str | None) -> None:
        if text is None:
            self._vault.forget_keys()
            self._wake_everybody()
            return
        rung = msgspec.json.decode(text, type=_Rung)
        if rung.form is not None:
            self._note(rung.form)
        elif rung.keys:
            self._vault.forget_keys()
        else:
            self._followed.note(rung.seq)
            self._journal.wake(Woken(tag=self._journal.tag, seq=rung.seq, scopes=frozenset(rung.scopes)))

    def _wake_everybody(self) -> None:
        self._journal.wake(Woken(tag=self._journal.tag, seq=0, scopes=None))


class Followed:
    """Up to which change set everybody here was woken. Safe to use from several threads."""

    def __init__(self) -> None:
        """Nothing was heard of yet."""
        self._guard = threading.Lock()
        self._upto: int | None = None
        self._ahead: set[int] = set()
        self._last_head = 0

    def note(self, seq: int) -> None:
        """Everybody was woken for this one; they may come in any order."""
        with self._guard:
            if self._upto is not None:
                self._ahead.add(seq)
                self._close_up()

    def has_missed(self, head: int) -> bool:
        """Whether something that was committed before the last tick was not heard of; asked once a tick.

        A number that came since may still be on its way.
        """
        with self._guard:
            due, self._last_head = self._last_head, head
            if self._upto is None:
                self._upto = head
                return True
            if self._upto >= due:
                return False
            self._upto = due
            self._close_up()
            return True

    def _close_up(self) -> None:
        assert self._upto is not None
        while self._upto + 1 in self._ahead:
            self._upto += 1
        self._ahead = {seq for seq in self._ahead if seq > self._upto}


def _text(rung: _Rung) -> str:
    return msgspec.json.encode(rung).decode()
