"""Carries a push to every phone of a person that can be rung. What leaves the house is an opaque id, sealed."""

import asyncio
import logging
from functools import partial
from typing import Final

import httpcore

from schemas.wire import AlarmAddress
from server.errors import Invalid
from server.identity.rules import PUSH_KEY
from server.identity.store import times_anew
from server.ids import Ids
from server.journal import Change
from server.outward.carriers import Carried, Effect, Gone, Later
from server.outward.push import line, store
from server.outward.push.rules import check_address
from server.outward.push.sealed import SALT_BYTES, sealed, vapid
from server.outward.push.telling import is_rung, note
from server.settings import Settings
from server.storage.database import Row
from server.sync.branch import Branch
from server.vault import p256

TTL_S: Final = 300
"""A push service keeps it so long for a phone without a network: an offer is over by then (client.md §5)."""

NAME_BYTES: Final = 18
"""24 letters: one alarm replaces itself at each try; a topic has at most 32 (RFC 8030 §5.4)."""

TAKEN: Final = range(200, 300)
DEAD: Final = frozenset({404, 410})
"""Nobody is subscribed there any more (RFC 8030 §7.3)."""

LONGEST_S: Final = 60
"""What a push service may ask us to wait; an alarm is of no use later."""

log = logging.getLogger("field727.outward")


class Push:
    """Web Push to phones whose app is closed."""

    timeout_s: Final = 10.0
    ring_s: float = 8.0
    """So long one phone may take: less than all of them together, so that one that hangs hides no other."""

    def __init__(self, settings: Settings, ids: Ids) -> None:
        """A carrier for every organization of this process."""
        self._own = settings.own_push_services
        self._contact = settings.public_url
        self._ids = ids

    async def carry(self, branch: Branch, effect: Effect) -> Carried | Gone | Later:
        """Ring the person of the effect on each of their phones, or on the one it names; one that took it is enough."""
        if not await is_rung(branch):
            return Gone("not_rung")
        now = branch.clock.now()
        person_id, device_id = effect.payload["person_id"], effect.payload.get("device_id")
        rows = await branch.database.read(partial(store.of_person, person_id=person_id, now=now))
        meant = [row for row in rows if device_id in (None, row["device_id"])]
        went = await asyncio.gather(*(self._tried(branch, effect, row) for row in meant))
        return next((each for kind in (Carried, Later) for each in went if isinstance(each, kind)), _none(went))

    async def _tried(self, branch: Branch, effect: Effect, row: Row) -> Carried | Gone | Later:
        """What came of one phone, whatever happens: the others rang or did not."""
        try:
            return await self._ring(branch, effect, row)
        except Exception:
            log.exception("a phone was not rung")
            return Later("failed")

    async def _ring(self, branch: Branch, effect: Effect, row: Row) -> Carried | Gone | Later:
        address = store.address_of(branch.vault, row)
        if address is None:
            return Gone("no_alarm")
        # The topic is in the clear: whoever reads it must not know the id, by which the phone proves itself.
        topic, secret = (_name(branch, purpose, effect, row) for purpose in ("alarm topic", "alarm"))
        alarm_id = f"{branch.organization.tag}.{secret}"
        await branch.database.write(partial(store.rung, device_id=row["device_id"], alarm_id=alarm_id, key=effect.key))
        try:
            check_address(address, self._own)
            async with asyncio.timeout(self.ring_s):
                status, headers = await self._post(branch, address, alarm_id, topic)
        except Invalid:
            return await _lost(branch, row, "leads_inside")
        except line.LeadsInside:
            # One wrong answer of a name server must not cost the alarm until the app is opened again.
            return Later("leads_inside")
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, TimeoutError):
            return Later("no_answer")
        if status in DEAD:
            return await _lost(branch, row, "unsubscribed")
        if status in TAKEN:
            return Carried()
        return Later(f"answered_{status}", _wanted_ms(headers.get("retry-after", "")))

    async def _post(self, branch: Branch, address: AlarmAddress, alarm_id: str, topic: str) -> tuple[int, line.Headers]:
        private = p256.private_key(self._ids.secret(p256.SECRET_BYTES))
        times = await branch.database.read(partial(times_anew, what=PUSH_KEY))
        body = sealed(address, alarm_id, private=private, salt=self._ids.secret(SALT_BYTES))
        headers = {
            "Authorization": vapid(
                branch.vault.push_key(times), address.endpoint, contact=self._contact, now=branch.clock.now()
            ),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL_S),
            "Topic": topic,
            "Urgency": "high",
        }
        return await line.post(address.endpoint, headers, body, own=self._own)


def _name(branch: Branch, purpose: str, effect: Effect, row: Row) -> str:
    """What an alarm of this device is called for this purpose, the same at each try."""
    return p256.encode64(branch.vault.mac(purpose, f"{effect.key}|{row['device_id']}".encode())[:NAME_BYTES])


def _none(went: list[Carried | Gone | Later]) -> Carried | Gone | Later:
    return went[0] if went else Gone("no_alarm")


async def _lost(branch: Branch, row: Row, why: str) -> Gone:
    """Forget an address where nobody is rung, and have the desk know."""

    def work(change: Change) -> None:
        if store.lose(change.tx, row["device_id"], row["sealed"], change.at):
            note(change, row["device_id"], "device.alarm_lost", why=why)

    await branch.act(work)
    return Gone(why)


def _wanted_ms(retry_after: str) -> int | None:
    return min(int(retry_after), LONGEST_S) * 1000 if retry_after.isdecimal() else None
