"""Two servers over one database are one service: what one of them commits, whoever follows the other is told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from server.errors import Erased, NotSignedIn
from server.identity import commands
from server.journal import Woken, verify
from server.news import Followed
from server.sync.system import run_due
from server.vault import Retention
from tests.live.line import PATIENCE_S, following, take
from tests.stories.coming_in import PUBLIC
from tests.stories.team import UNIT
from tests.stories.two_teams import THE_CALL
from tests.sync.doors import THE_CALL as CALL_TAKEN

OFFER = {"call_id": "call-1", "unit_id": UNIT}


async def until(phone, line, kind: str, entity: str) -> None:
    """Take pushes until the phone holds this row."""
    while entity not in phone.replica.of(kind):
        await take(line, phone)


@asynccontextmanager
async def confirming(line, phone) -> AsyncIterator[None]:
    """A phone that says of every push that it is stored."""

    async def confirm() -> None:
        while True:
            await line.say(m="got", cur=phone.replica.cur)
            await take(line, phone)

    saying = asyncio.create_task(confirm())
    try:
        yield
    finally:
        saying.cancel()


class Heard(list[Woken]):
    """What a server's readers are woken with."""

    def __init__(self, served, tag: str) -> None:
        super().__init__()
        self._loop = asyncio.get_running_loop()
        self._again = asyncio.Event()
        served.app.branches.of(tag).journal.listen(self._hear)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for news until this holds."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                await self._again.wait()
                self._again.clear()

    def _hear(self, woken: Woken) -> None:
        self.append(woken)
        self._loop.call_soon_threadsafe(self._again.set)


async def all_is_told(team, there) -> None:
    """One more call is taken, and its news is there: so is all that was told before it."""
    tag = team.city.tag
    here, far = Heard(team.served, tag), Heard(there, tag)
    await team.take("call-before")
    await here.until(lambda: bool(here))
    await far.until(lambda: any(woken.seq >= here[-1].seq for woken in far))


# ------------------------------------------------------------------ one service


async def test_an_offer_made_at_one_server_is_pushed_by_the_other(team, there):
    async with following(there, team.ama) as line:
        await team.take()
        await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)

        await until(team.ama, line, "assignment", "assignment-1")

    assert team.ama.replica.of("assignment")["assignment-1"]["state"] == "offered"


async def test_a_yes_said_at_one_server_is_pushed_to_the_desk_at_the_other(team, there):
    await team.take()
    await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)
    async with following(there, team.desk) as line:
        await team.must(team.ama, "assignment.accept", "assignment-1", THE_CALL)

        while team.desk.replica.of("assignment")["assignment-1"]["state"] != "accepted":
            await take(line, team.desk)


async def test_a_command_sent_to_both_servers_has_happened_once(team, here, there):
    row = team.desk.save("call.take", "call-1", CALL_TAKEN)
    async with there.http() as http:
        answers = await asyncio.gather(
            *(
                client.post("/api/sync/commands", json={"cmds": [row]}, headers=team.desk.headers())
                for client in (team.desk.http, http, team.desk.http, http)
            )
        )

    acks = [answer.json()["acks"][0] for answer in answers]
    assert {ack["r"] for ack in acks} == {"ok"}
    assert len({ack["seq"] for ack in acks}) == 1
    assert sum(1 for ack in acks if ack.get("again")) == len(acks) - 1
    assert await team.city.database.read(verify) is None


async def test_numbers_of_both_servers_make_one_chain_without_a_hole(team, there):
    rows = [team.desk.save("call.take", f"call-{n}", CALL_TAKEN) for n in range(40)]
    async with there.http() as http:
        await asyncio.gather(
            *(
                client.post("/api/sync/commands", json={"cmds": [row]}, headers=team.desk.headers())
                for n, row in enumerate(rows)
                for client in [(team.desk.http, http)[n % 2]]
            )
        )

    journal = await team.city.database.read(lambda tx: tx.all("SELECT DISTINCT seq FROM journal ORDER BY seq"))
    head = await team.city.database.read(lambda tx: tx.one("SELECT seq FROM log_head"))
    assert await team.city.database.read(verify) is None
    assert [row["seq"] for row in journal][-40:] == list(range(head["seq"] - 39, head["seq"] + 1))


# ------------------------------------------------------------------ coming in


async def test_a_ticket_of_one_server_opens_one_socket_at_the_other(team, here, there):
    csrf = {"X-CSRF": team.ama.session["csrf"]}
    ticket = (await team.ama.http.post("/api/session/ticket", headers=csrf)).json()["ticket"]

    signed = await there.gate(there.organizations.open(team.city.tag)).by_ticket(ticket)

    assert signed.person_id == team.ama.person
    with pytest.raises(NotSignedIn):
        await here.gate(team.city).by_ticket(ticket)


async def test_a_nonce_that_was_signed_serves_at_one_server_only(team, there):
    nonce = (await team.ama.http.post("/api/sync/token", json={"device": team.ama.device})).json()["nonce"]
    body = {"device": team.ama.device, "person": team.ama.person, "nonce": nonce}
    body["sig"] = team.ama.signed(f"field727 token {team.ama.device} {team.ama.person} {nonce}")

    first = await team.ama.http.post("/api/sync/token", json=body)
    async with there.http() as http:
        second = await http.post("/api/sync/token", json=body)

    assert (first.status_code, second.json()["code"]) == (200, "bad_signature")


async def test_who_is_shut_out_at_one_server_is_cut_off_at_the_other(team, here, there):
    async with following(there, team.ama) as line:
        await here.gate(team.city).act(lambda tx: commands.revoke_device(tx, device_id=team.ama.device))

        assert (await line.bye())[0] == 4403


async def test_an_organization_founded_at_one_server_is_served_by_the_other(here, there):
    made = here.found("city")
    person = await here.person(made, "dispatcher")
    code = await here.code(made, person)

    async with there.http() as http:
        body = {"code": code, "device_public": PUBLIC, "nonce": here.ids.new(), "app": "test"}
        answer = await http.post("/api/session/enrol", json=body)

    assert answer.status_code == 200
    assert answer.json()["session"]["org"]["tag"] == made.tag


# ------------------------------------------------------------------ deadlines


async def test_a_deadline_that_both_servers_find_is_carried_out_once(team, here, there):
    await team.take()
    await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)
    here.clock.forward(3600)

    done = await asyncio.gather(
        *(run_due(served.app.branches.of(team.city.tag), here.clock.now()) for served in (here, there))
    )

    expired = await team.city.database.read(lambda tx: tx.all("SELECT kind FROM journal WHERE kind LIKE '%expired%'"))
    assert len(expired) == 1
    assert sum(done) >= 1


async def test_a_gap_that_both_servers_find_makes_one_list(team, here, there):
    await here.app.metronome.beat(here.clock.now())
    for n in range(3):
        await team.take(f"call-{n}")
        offer = {"call_id": f"call-{n}", "unit_id": UNIT}
        await team.must(team.desk, "assignment.offer", f"assignment-{n}", offer)
    here.clock.forward(3600)

    await asyncio.gather(*(served.app.metronome.beat(here.clock.now()) for served in (here, there)))

    alarms = await team.city.database.read(lambda tx: tx.all("SELECT kind, missed_count FROM alarm"))
    assert [(alarm["kind"], alarm["missed_count"]) for alarm in alarms] == [("gap", 3)]
    expired = await team.city.database.read(lambda tx: tx.all("SELECT id FROM assignment WHERE state = 'expired'"))
    assert len(expired) == 3


async def test_while_one_server_beats_the_other_finds_no_gap_when_it_wakes(team, here, there):
    await there.app.metronome.beat(here.clock.now())
    await team.take()
    await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)
    for _ in range(120):
        here.clock.forward(30)
        await here.app.metronome.beat(here.clock.now())

    await there.app.metronome.beat(here.clock.now())

    alarms = await team.city.database.read(lambda tx: tx.all("SELECT kind FROM alarm ORDER BY kind"))
    assert [alarm["kind"] for alarm in alarms] == ["offer_unanswered", "offer_unreached", "phone_them"]


async def test_a_new_deadline_of_one_server_stirs_the_metronome_of_the_other(team, here, there):
    woken = Heard(there, team.city.tag)
    await team.take()

    await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)

    await woken.until(lambda: any(each.moved({"deadline"}) and each.scopes for each in woken))


# ------------------------------------------------------------------ keys


async def test_keys_destroyed_at_one_server_are_forgotten_by_the_other(team, there):
    vault, far = team.city.vault, there.organizations.open(team.city.tag).vault
    fields = {"note": "a canary of the far server"}

    def work(tx):
        return vault.seal(entity="note-1", subjects=("person-1",), retention=Retention.CARE_NOTE, fields=fields)

    sealed = await team.city.database.write(work)
    opened = {"entity": "note-1", "retention": Retention.CARE_NOTE, "sealed": sealed}
    assert far.open(**opened) == fields, "it knows the key now"

    vault.condemn("person-1")
    vault.destroy("person-1")
    woken = Heard(there, team.city.tag)
    await team.take()
    await woken.until(lambda: bool(woken))

    assert far.open(**opened) is None, "what was rung before the call's news was heard before it"


async def test_what_one_server_condemned_gets_no_key_at_the_other(team, there):
    far = there.organizations.open(team.city.tag)
    team.city.vault.condemn("person-1")

    def work(tx):
        subjects = ("person-1",)
        return far.vault.seal(entity="note-2", subjects=subjects, retention=Retention.CARE_NOTE, fields={})

    with pytest.raises(Erased):
        await far.database.write(work)


# ------------------------------------------------------------------ lost news


async def test_should_news_be_lost_the_second_tick_wakes_everybody(team, there):
    far = there.app.branches.of(team.city.tag)
    await all_is_told(team, there)
    await far.look_round()
    team.served.app.branches.of(team.city.tag).journal._heralds.clear()
    woken = Heard(there, team.city.tag)
    await team.take()

    await far.look_round()
    assert woken == [], "its news may still be on its way"
    await far.look_round()

    assert [each.scopes for each in woken] == [None]
    await far.look_round()
    assert len(woken) == 1, "and nobody is woken for it again"


async def test_news_that_comes_wakes_nobody_again(team, there):
    far = there.app.branches.of(team.city.tag)
    await all_is_told(team, there)
    await far.look_round()
    woken = Heard(there, team.city.tag)
    await team.take()
    await woken.until(lambda: bool(woken))
    heard = len(woken)

    await far.look_round()
    await far.look_round()

    assert len(woken) == heard


@pytest.mark.parametrize("order", [(6, 7, 8), (8, 7, 6), (7, 8, 6)])
def test_numbers_may_be_heard_in_any_order(order):
    followed = Followed()
    assert followed.has_missed(5), "at the first tick nobody knows what came before"

    for seq in order:
        followed.note(seq)

    assert not followed.has_missed(8)
    assert not followed.has_missed(8)


def test_a_number_that_is_never_heard_is_missed_once():
    followed = Followed()
    followed.has_missed(5)
    followed.note(7)

    assert not followed.has_missed(7), "it may still be on its way"
    assert followed.has_missed(7)
    assert not followed.has_missed(7)


async def test_a_phone_at_the_other_server_says_got_and_the_desk_sees_it_delivered(team, there):
    await team.take()
    async with following(there, team.ama) as line, following(there, team.desk) as desk_line:
        await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)
        await until(team.ama, line, "assignment", "assignment-1")
        await until(team.desk, desk_line, "assignment", "assignment-1")

        # That it was sent moves the offer once more, before or after the first word of the phone is heard.
        async with confirming(line, team.ama):
            while team.desk.replica.of("assignment")["assignment-1"]["ladder"][0]["delivered_at"] is None:
                await take(desk_line, team.desk)
