"""The whole city comes back into coverage: every phone hands over what it logged offline, then all of it once more."""

import asyncio
import os
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from schemas.codes.dispatch import Stage
from schemas.codes.referral import Need, SharedField
from schemas.commands import (
    AcceptAssignment,
    MakeReferral,
    OfferAssignment,
    RecordEncounter,
    ReportStage,
    StartShift,
)
from schemas.records import Consent, OutcomeAnswers
from server.clock import SystemClock
from server.dispatch.commands.shifts.units import add_unit
from server.ids import SystemIds
from tests.bench.ground import Site, Sites
from tests.bench.load import elsewhere
from tests.bench.table import row
from tests.phone import Phone
from tests.process import Server
from tests.stories.team import CALL

PHONES: Final = 200
CALLS: Final = 5
"""Calls of each team of two: so many offers and no more fit into the burst of the desks that make them."""

DESKS: Final = 6
STAGES: Final[tuple[Stage, ...]] = (
    "enroute", "staging", "on_scene", "contact", "transporting", "at_destination", "cleared",
)  # fmt: skip
NOTE: Final = "陪他坐到车来。他今晚住在收容所，希望我们再去看他。他说药吃完了。" * 18
"""As long as a note may be, in a script of three bytes a letter: with what is shared a record has 1 KB on average."""

SHARED: Final[dict[SharedField, str]] = {
    "first_name": "Weimin",
    "callback": "晚上六点以后打，找三街收容所的夜班，只说名字。" * 8,
}
CONSENT_MS: Final = 30 * 86_400_000
ANSWERS: Final = OutcomeAnswers(contact_result="contact_made", resolution=("resolved_on_scene",))


def cpu_s(server: Server) -> float:
    """Seconds of processor time the server has used."""
    assert server.process is not None
    told = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


async def founded(site: Site) -> tuple[list[Phone], list[bytes]]:
    """Teams that accepted their calls and lost the network; answers their phones, and each one's sealed day."""
    served, ids = site.served(), SystemIds()
    city = served.found("city")
    branch = served.app.branches.of(city.tag)
    async with AsyncExitStack() as stack:
        desks = [await stack.enter_async_context(served.phone(city, "dispatcher")) for _ in range(DESKS)]
        phones = [await stack.enter_async_context(served.phone(city, "responder")) for _ in range(PHONES)]
        for n, (ama, ben) in enumerate(zip(phones[::2], phones[1::2], strict=True)):
            unit, desk = f"unit-{n}", desks[n % DESKS]
            await branch.act(partial(add_unit, unit_id=unit, name=f"Team {n}"))
            desk.save("shift.start", ids.new(), StartShift(unit_id=unit, person_ids=(ama.person, ben.person)))
            sent = [(f"call-{n}-{c}", ids.new()) for c in range(CALLS)]
            for call_id, assignment_id in sent:
                desk.save("call.take", call_id, CALL)
                desk.save("assignment.offer", assignment_id, OfferAssignment(call_id=call_id, unit_id=unit))
                ama.save("assignment.accept", assignment_id, AcceptAssignment(call_id=call_id, unit_id=unit))
            assert {ack["r"] for phone in (desk, ama) for ack in await phone.upload()} == {"ok"}
            for phone in (ama, ben):
                for call_id, assignment_id in sent:
                    keep_log(phone, call_id, unit, assignment_id)
    served.close()
    return phones, [b'{"cmds":' + msgspec.json.encode(phone.outbox) + b"}" for phone in phones]


def keep_log(phone: Phone, call_id: str, unit: str, assignment_id: str) -> None:
    """What a responder logs of one call: seven stages, the outcome with a note, two referrals."""
    for stage in STAGES:
        phone.save("assignment.stage", assignment_id, ReportStage(call_id=call_id, unit_id=unit, stage=stage))
    told = RecordEncounter(call_id=call_id, unit_id=unit, assignment_id=assignment_id, answers=ANSWERS, note=NOTE)
    phone.save("encounter.record", phone.ids.new(), told)
    for need in ("shelter_adult", "warming"):
        phone.save("referral.make", phone.ids.new(), made(call_id, unit, need))


def made(call_id: str, unit: str, need: Need) -> MakeReferral:
    """A referral with what the person lets the place know."""
    now = SystemClock().now()
    return MakeReferral(
        call_id=call_id,
        unit_id=unit,
        need=need,
        state="sent",
        urgency="tonight",
        service_id="14",
        shared_fields=tuple(SHARED),
        shared=SHARED,
        consent=Consent(form="verbal_witnessed", given_at=now, expires_at=now + CONSENT_MS),
    )


async def uploaded(server: Server, bodies: Sequence[tuple[str, bytes]], answer: str) -> tuple[float, float]:
    """Records a second, and milliseconds of processor time each."""
    before = cpu_s(server)
    told = await elsewhere(server, bodies)
    spent = cpu_s(server) - before
    assert set(told.answers) == {answer}, told.answers
    count = told.answers[answer]
    return count / told.seconds, spent / count * 1000


async def measure(sites: Sites) -> None:
    """`POST /api/sync/commands`, a batch of 50 from each phone, 20 phones at a time."""
    with sites() as site:
        phones, bodies = await founded(site)
        count, size = sum(len(phone.outbox) for phone in phones), sum(map(len, bodies))
        server = site.process()
        await asyncio.to_thread(server.start)
        try:
            everything = [(phone.token, body) for phone, body in zip(phones, bodies, strict=True)]
            first, first_ms = await uploaded(server, everything, "ok")
            again, again_ms = await uploaded(server, everything, "ok again")
        finally:
            await asyncio.to_thread(server.end, signal.SIGTERM)
    what = f"{PHONES} phones hand over {count:,} records of {size / count:,.0f} bytes"
    row(what, f"{first:,.0f} a second, {first_ms:.2f} ms of processor each", 1)
    row("all of them again", f"{again:,.0f} a second, {again_ms:.2f} ms of processor each", again / first)
