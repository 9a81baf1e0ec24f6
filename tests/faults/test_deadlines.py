"""Three server processes keep the deadlines of one city; two are killed at work, and everything is done once."""

import asyncio
import signal
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from server.storage.engines import glance
from tests.faults.house import NAMES, House, a_house, at, following, times
from tests.faults.relay import relay
from tests.phone import Phone, as_json
from tests.stories.team import CALL

OFFERS = 12
PATIENCE_S = 60.0

PARTNERS = (("Ama Example", "+1 555 010 0101"), ("Ben Example", "+1 555 010 0102"))
URGENT = as_json(CALL) | {"priority": "P1"}


@pytest.fixture
def house(tmp_path, cluster) -> Iterator[House]:
    with a_house(tmp_path, cluster) as made:
        yield made


@pytest.fixture
def token(tmp_path) -> str:
    """What is shown to whoever carries the texts."""
    at = tmp_path / "token"
    at.write_text("shown")
    at.chmod(0o600)
    return str(at)


async def test_every_deadline_is_kept_once_and_no_text_is_lost_when_two_of_three_are_killed_at_work(house, token):
    killed: list[str] = []
    begun = asyncio.Event()

    def taken(name: str) -> None:
        if not killed:
            killed.append(name)
            house.kill(name)
            begun.set()

    async with relay(taken) as post:
        address = f"http://127.0.0.1:{post.port}"
        own = {n: {"FIELD727_SMS": f"{address}/{n}", "FIELD727_SMS_TOKEN_FILE": token} for n in NAMES}
        await asyncio.to_thread(house.start, own)
        tag, desk = await an_offering_city(house)
        async with asyncio.timeout(PATIENCE_S):
            await begun.wait()
        last, other = house.alive
        async with following(house.servers[last], desk) as watching:
            await watching.sees(lambda rows: any(row["kind"] == "offer_unreached" for row in rows.values()), "alarm")
            house.kill(other)
            await watching.sees(lambda rows: states(rows) == Counter(expired=OFFERS), "assignment")
        assert house.servers[last].end(signal.SIGTERM) == 0

    did, raised = journal(house, tag)
    for kind in ("assignment.offered", "assignment.expired"):
        assert did[kind] == Counter(f"assignment-{n}" for n in range(OFFERS)), kind
    assert raised["offer_unanswered"] == OFFERS, raised
    assert max(raised.values()) == OFFERS, "no step of a ladder was taken twice"
    sent = times(post.keys)
    assert len(sent) == 2 * OFFERS, "both partners were told of every offer"
    assert max(sent.values()) == 2, "what the dead one had begun went again, and none a third time"
    assert {key for key, often in sent.items() if often > 1} <= set(post.keys[killed[0]])
    assert all(len(keys) == len(set(keys)) for keys in post.keys.values())


async def an_offering_city(house: House) -> tuple[str, Phone]:
    """Two partners with numbers and no app open are asked for calls; answers the tag and the desk."""

    def prepare() -> tuple[str, str]:
        tag = house.ask("org.add", name="Exampleton", kind="city", training=False)["tag"]
        unit = house.ask("unit.add", name="Wren")["id"]
        pair = [house.ask("person.add", name=name, roles=["responder"], phone=phone)["id"] for name, phone in PARTNERS]
        house.ask("unit.crew", unit_id=unit, people={person: [] for person in pair})
        return tag, unit

    tag, unit = await asyncio.to_thread(prepare)
    async with at(house.servers["first"]) as http:
        desk = await house.joined(http, name="Dee Example", roles=["dispatcher"])
        for n in range(OFFERS):
            desk.save("call.take", f"call-{n}", URGENT)
            desk.save("assignment.offer", f"assignment-{n}", {"call_id": f"call-{n}", "unit_id": unit})
        await desk.upload()
    assert all(ack["r"] == "ok" for ack in desk.acks.values())
    return tag, desk


def states(rows: dict[str, dict[str, Any]]) -> Counter[str]:
    """How the offers stand."""
    return Counter(row["state"] for row in rows.values())


def journal(house: House, tag: str) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """What was written down: how often of each thing by kind, and how many alarms of each kind."""
    with house.opened(tag) as city:
        lines = glance(city.location, lambda tx: tx.all("SELECT kind, entity_id FROM journal"))
        raised = glance(city.location, lambda tx: tx.all("SELECT kind FROM alarm"))
    did: dict[str, Counter[str]] = {}
    for line in lines:
        did.setdefault(line["kind"], Counter())[line["entity_id"]] += 1
    return did, Counter(row["kind"] for row in raised)
