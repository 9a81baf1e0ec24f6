"""Who is let onto a socket, and with which code everybody else is sent away."""

import asyncio

import pytest

from server.identity import commands
from server.live.hub import Patience
from tests.live.line import Line, connected, greeted
from tests.served import DAY

pytestmark = pytest.mark.told_on("sqlite")


async def ticket_of(phone):
    """A pass for the first frame."""
    answer = await phone.http.post("/api/session/ticket", headers={"X-CSRF": phone.session["csrf"]})
    return answer.json()["ticket"]


async def goodbye(served, frame, *, has_origin=True):
    """How the server ends it after this first frame."""
    async with connected(served, has_origin=has_origin) as line:
        await line.say(**frame)
        return await line.bye()


async def test_a_token_is_welcomed_and_told_where_the_log_stands(served, city, desk):
    async with connected(served) as line:
        await line.say(**desk.hello_body(), m="hello", token=desk.token)
        welcome = await line.hear()

    assert welcome["m"] == "welcome"
    assert set(welcome["scopes"]) == {f"person:{desk.person}", "desk", "directory", "custody:*", "oversight"}
    assert welcome["limits"] == {"batch": 100, "bytes": 262_144, "page": 500}
    assert welcome["now"] == served.clock.now()


async def test_a_ticket_is_welcomed_once(served, desk):
    frame = {**desk.hello_body(), "m": "hello", "ticket": await ticket_of(desk)}

    async with connected(served, has_origin=True) as line:
        await line.say(**frame)
        assert (await line.hear())["m"] == "welcome"

    assert await goodbye(served, frame) == (4401, "not_signed_in")


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_ticket_lives_thirty_seconds(served, desk):
    frame = {**desk.hello_body(), "m": "hello", "ticket": await ticket_of(desk)}

    served.clock.forward(30)

    assert await goodbye(served, frame) == (4401, "not_signed_in")


async def test_a_ticket_is_for_pages_and_a_page_has_an_origin(served, desk):
    frame = {**desk.hello_body(), "m": "hello", "ticket": await ticket_of(desk)}

    assert await goodbye(served, frame, has_origin=False) == (4403, "bad_origin")


@pytest.mark.parametrize("credential", [{}, {"ticket": "nonsense"}, {"ticket": "abcdef.x"}, {"token": "abcdef.x"}])
async def test_without_a_good_credential_one_must_sign_in(served, desk, credential):
    assert await goodbye(served, desk.hello_body() | {"m": "hello"} | credential) == (4401, "not_signed_in")


async def test_a_token_that_only_uploads_opens_no_socket(served, desk):
    served.clock.forward(2 * DAY)
    await desk.sign_token()

    frame = desk.hello_body() | {"m": "hello", "token": desk.token}

    assert await goodbye(served, frame) == (4403, "upload_only")


@pytest.mark.parametrize("whom", ["device", "person"])
async def test_whoever_was_shut_out_is_told_so(served, city, desk, whom):
    ticket = await ticket_of(desk)
    await shut_out(served, city, desk, whom)

    frames = [desk.hello_body() | {"m": "hello"} | each for each in ({"ticket": ticket}, {"token": desk.token})]

    assert [await goodbye(served, frame) for frame in frames] == [(4403, "revoked"), (4403, "upload_only")]


async def shut_out(served, city, phone, whom):
    """The device, or the person."""
    gate = served.gate(city)
    if whom == "device":
        await gate.act(lambda tx: commands.revoke_device(tx, device_id=phone.device))
    else:
        await gate.act(lambda tx: commands.end_person(tx, person_id=phone.person))


async def test_a_hello_in_the_name_of_another_device_is_refused(served, city, desk):
    async with served.phone(city, "responder") as other:
        frame = desk.hello_body() | {"m": "hello", "token": desk.token, "device": other.device}

    assert await goodbye(served, frame) == (4400, "invalid")


@pytest.mark.parametrize("frame", [{"m": "sub"}, {"m": "cmds", "cmds": []}, {}, {"m": "hello"}])
async def test_the_first_frame_is_a_hello(served, desk, frame):
    assert await goodbye(served, frame) == (4400, "invalid")


async def test_whoever_says_nothing_is_sent_away(served, city):
    served.app.hub.patience = Patience(hello_s=0.01)

    async with connected(served) as line:
        assert await line.bye() == (4401, "not_signed_in")


async def test_whoever_hangs_up_before_a_word_leaves_nothing_behind(served, city, desk):
    async with connected(served):
        pass
    async with connected(served) as line:
        await line.say(**desk.hello_body(), m="hello", token=desk.token)

    assert served.app.hub.count() == 0


async def test_the_hub_knows_which_device_is_heard(served, city, desk):
    hub = served.app.hub
    async with greeted(served, desk), greeted(served, desk):
        assert hub.count() == 2
        assert hub.heard(city.tag, desk.device)
        assert not hub.heard(city.tag, "another")
        assert not hub.heard("another", desk.device)
    assert not hub.heard(city.tag, desk.device)


class Deaf(Line):
    """A phone that does not even take a goodbye."""

    async def close(self, code: int, reason: str) -> None:
        """Wait for ever, as a full network does."""
        await asyncio.Event().wait()
        await super().close(code, reason)


async def test_a_goodbye_that_nobody_takes_holds_nobody_up(served, city):
    served.app.hub.patience = Patience(hello_s=0.01, close_s=0.01)

    async with connected(served, line=Deaf()):
        pass
