"""The one character that a text of Postgres cannot hold costs no record, whatever the engine."""

import msgspec
import pytest

from server.decode import decode
from tests.stories.team import Team, a_team
from tests.sync.doors import THE_CALL


@pytest.fixture
async def team(served):
    async with a_team(served, served.found("city")) as made:
        yield made


@pytest.mark.parametrize("name", ["area", "said", "place"])
async def test_a_call_with_a_nul_in_a_text_is_a_call(team: Team, name):
    ack = await team.desk.do("call.take", "call-1", THE_CALL | {name: "by the\0river"})

    assert (ack["r"], ack.get("code")) == ("ok", None)
    assert (await team.see(team.desk, "call"))["call-1"][name] == "by the\N{REPLACEMENT CHARACTER}river"


async def test_a_phone_with_a_nul_in_its_version_is_greeted(team: Team):
    hello = team.desk.hello_body() | {"app": "a\0b"}

    answer = await team.desk.http.post("/api/sync/hello", json=hello, headers=team.desk.headers())

    assert answer.status_code == 200


async def test_a_phone_with_a_nul_in_its_version_joins(team: Team):
    code = await team.served.code(team.city, team.ama.person)
    body = {"code": code, "device_public": team.ama.public, "nonce": "n", "app": "a\0b"}

    answer = await team.ama.http.post("/api/session/enrol", json=body)

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb'["\u0000"]', "\N{REPLACEMENT CHARACTER}"),
        (rb'["\\\u0000"]', "\\\N{REPLACEMENT CHARACTER}"),
        (rb'["\\u0000"]', "\\u0000"),
        (rb'["\\\\u0000"]', "\\\\u0000"),
        (rb'["\u00001"]', "\N{REPLACEMENT CHARACTER}1"),
    ],
)
def test_only_a_nul_is_taken_for_one(written, read):
    assert decode(written, list[str]) == [read]
    assert msgspec.json.decode(written) == [read.replace("\N{REPLACEMENT CHARACTER}", "\0")]
