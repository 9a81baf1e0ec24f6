"""Whoever reads something personal is written down before they are answered; if that cannot be done, nobody reads."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from schemas.matrix import CARE, FIELDS
from server.client.replica import Replica
from server.organizations import Organization
from tests.phone import Phone
from tests.stories.team import CALL
from tests.walls.houses import House, a_city, a_site
from tests.walls.socket import a_socket, follow
from tests.walls.watched import ask

Shown = set[tuple[str, str]]


@pytest.fixture
async def houses(served) -> AsyncIterator[tuple[House, House]]:
    async with AsyncExitStack() as stack:
        yield await a_city(served, stack), await a_site(served, stack)


async def written(organization: Organization, phone: Phone) -> list[Shown]:
    """What is written down of this person's reading, page by page."""
    rows = await organization.database.read(
        lambda tx: tx.all(
            "SELECT shown FROM disclosure WHERE person_id = :person AND device_id = :device ORDER BY id",
            person=phone.person,
            device=phone.device,
        )
    )
    return [{(kind, entity) for kind, entity in json.loads(row["shown"])} for row in rows]


def personal(page: dict[str, Any]) -> Shown:
    """The records of a page with something in a field of the care tier."""
    return {
        (put["t"], put["id"])
        for put in page["puts"]
        if any(FIELDS[put["t"]][name] in CARE and value not in (None, [], {}) for name, value in put["d"].items())
    }


async def pages(phone: Phone) -> list[dict[str, Any]]:
    """Everything from the beginning, two lines at a time."""
    found: list[dict[str, Any]] = []
    params: dict[str, Any] = {"limit": 2}
    while not found or found[-1]["more"]:
        answer = await phone.http.get("/api/sync/changes", params=params, headers=phone.headers())
        found.append(answer.json())
        params["cur"] = found[-1]["cur"]
    return found


async def test_each_page_leaves_one_entry_that_names_exactly_what_was_personal_in_it(houses):
    for house in houses:
        for who, phone in house.phones.items():
            before = await written(house.organization, phone)

            shown = [found for page in await pages(phone) if (found := personal(page))]

            assert (await written(house.organization, phone))[len(before) :] == shown, who
    city, site = houses
    readers = {
        who for house in houses for who, phone in house.phones.items() if await written(house.organization, phone)
    }
    assert readers == {"dispatcher", "supervisor", "ama", "ben", "cleo", "interrupter", "site lead"}
    assert ("call", city.id("call-1")) in (await written(city.organization, city.phones["ama"]))[0]
    lead = set[tuple[str, str]]().union(*await written(site.organization, site.phones["site lead"]))
    assert {("mediation", site.id("mediation-1")), ("callout", site.id("callout-1"))} < lead
    assert {kind for kind, _ in lead} == {"mediation", "callout", "coming", "duty"}


async def test_the_entry_is_on_the_disk_before_the_answer_begins(houses):
    for house, who in ((houses[0], "ama"), (houses[0], "dispatcher"), (houses[1], "interrupter")):
        phone = house.phones[who]
        seen: list[list[Shown]] = []

        async def watch(
            message: dict[str, Any], house: House = house, phone: Phone = phone, seen: list[list[Shown]] = seen
        ) -> None:
            if message["type"] == "http.response.start":
                seen.append(await written(house.organization, phone))

        page = json.loads(await ask(house.served, phone, "/api/sync/changes", watch))

        assert personal(page), "something personal was read"
        assert seen == [[personal(page)]]


async def test_what_cannot_be_written_down_is_not_shown(houses):
    for house, who in ((houses[0], "ama"), (houses[0], "supervisor"), (houses[1], "site lead")):
        phone = house.phones[who]
        with house.served.ground.forbidding(house.organization, "disclosure"):
            answer = await phone.http.get("/api/sync/changes", headers=phone.headers())

        assert answer.status_code >= 500
        assert answer.json()["advice"] == "retry"
        assert not any(words in answer.text for words in house.canaries.values())
        assert (await phone.http.get("/api/sync/changes", headers=phone.headers())).status_code == 200


async def test_who_reads_nothing_personal_needs_no_entry(houses):
    city, _ = houses

    with city.served.ground.forbidding(city.organization, "disclosure"):
        for who in ("manager", "admin", "privacy officer"):
            phone = city.phones[who]
            answer = await phone.http.get("/api/sync/changes", headers=phone.headers())
            assert answer.status_code == 200
            assert not personal(answer.json())


async def test_a_socket_writes_down_what_it_pushes_and_is_closed_when_it_cannot(houses):
    city, _ = houses
    desk = city.phones["dispatcher"]
    await desk.pull()
    told = {name: getattr(CALL, name) for name in CALL.__struct_fields__} | {"place": "A place of the push"}
    before = len(await written(city.organization, desk))
    async with a_socket(city.served) as socket:
        await follow(socket, desk, cur=desk.replica.cur)

        await city.must("supervisor", "call.take", city.id("call-8"), told)
        push = await socket.until("push")
        entries = await written(city.organization, desk)
        with city.served.ground.forbidding(city.organization, "disclosure"):
            await city.must("supervisor", "call.take", city.id("call-9"), told)
            last = await socket.until("push")

    assert personal(push) == {("call", city.id("call-8"))}
    assert entries[before:] == [personal(push)]
    assert last == {"m": "closed", "code": 1011}
    assert city.id("call-9") not in "".join(socket.heard)


async def test_an_entry_says_who_on_which_device_and_why(houses):
    city, _ = houses
    ama = city.phones["ama"]
    ama.replica = Replica()
    await ama.pull()

    rows = await city.organization.database.read(
        lambda tx: tx.all(
            "SELECT at, person_id, device_id, purpose FROM disclosure WHERE person_id = :id", id=ama.person
        )
    )

    assert [dict(row) for row in rows] == [
        {"at": city.served.clock.now(), "person_id": ama.person, "device_id": ama.device, "purpose": "sync"}
    ]
