"""What is sealed into a command is somebody else's word too: whatever it says, it is applied or kept, and never a bug.

schemathesis draws the arguments from what each command says of itself, as if every command were a route.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from schemas.base import SAFE_INTEGER
from schemas.commands import COMMANDS
from schemas.exports import EXPORTS, FULL_EXPORTS
from server.journal import verify
from tests.edges.asking import Place, a_place, drawing
from tests.phone import Phone
from tests.served import DAY, NOON
from tests.stories.team import UNIT

EXAMPLES = 5
LAST = "call.erase"
"""What is deleted for good answers every later command alike."""

THERE = {"call": "call-1", "assignment": "assignment-1", "shift": "shift-1", "unit": UNIT}
"""What a command of each kind can be about. It may also be about something new, or about something of another kind."""

TIMES = (None, 0, NOON - round(DAY * 1000), NOON + 1, 2**53 - 1)
PACE_S = 1
"""Whoever sends faster than twenty in a second is told to slow down."""


@pytest.fixture
def place(tmp_path, ground):
    with a_place(tmp_path, ground) as made:
        yield made


def kinds() -> Iterator[tuple[str, Any]]:
    """Each command, and what draws its arguments."""
    refs, components = msgspec.json.schema_components(
        [kind.args for kind in COMMANDS.values()], ref_template="#/components/schemas/{name}"
    )
    bodies = dict(zip(COMMANDS, refs, strict=True))
    paths = {
        f"/{name}": {"post": {"requestBody": {"content": {"application/json": {"schema": body}}, "required": True}}}
        for name, body in bodies.items()
    }
    document = {"openapi": "3.1.0", "info": {"title": "commands", "version": "1"}, "paths": paths}
    schema = schemathesis.openapi.from_dict(document | {"components": {"schemas": components}})
    for name in sorted(COMMANDS, key=lambda name: name == LAST):
        yield name, schema[f"/{name}"]["POST"]


def make_sense(place: Place, args: dict[str, Any], data: st.DataObject) -> None:
    """Speak of what there is, more often than not."""
    there = {
        "call_id": "call-1",
        "unit_id": UNIT,
        "area": "east",
        "assignment_id": "assignment-1",
        "person_ids": [place.team.ama.person, place.team.ben.person],
    }
    for name in sorted(there.keys() & args.keys()):
        if data.draw(st.integers(0, 3)):
            args[name] = there[name]


def whole(value: Any) -> Any:
    """A whole number as a phone writes it, not as 1.0."""
    if isinstance(value, dict):
        return {name: whole(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [whole(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < SAFE_INTEGER else value


def try_out(place: Place, name: str, route: Any, mode: GenerationMode) -> Counter[str]:
    """Send one kind of command; the first answer that is none fails the test."""
    told: Counter[str] = Counter()
    is_sound = mode == GenerationMode.POSITIVE
    city, kind, own = [place.team.desk, place.team.ama, place.boss], COMMANDS[name], THERE.get(name.partition(".")[0])
    senders = [phone for phone in (*city, place.street) if kind.roles & set(phone.session["roles"])] * 2 + city[:1]
    senders_and_entities = st.tuples(st.sampled_from(senders), st.sampled_from([own, own, None, None, UNIT]))

    @drawing(EXAMPLES)
    @given(route.as_strategy(mode), senders_and_entities, st.sampled_from(TIMES), st.data())
    def draw(case: Case, who: tuple[Phone, str | None], at: int | None, data: st.DataObject) -> None:
        (phone, entity), args = who, whole(case.body)
        if is_sound:
            make_sense(place, args, data)
        place.served.clock.forward(PACE_S)
        ack = place.loop.run(phone.do(name, entity or phone.ids.new(), args, at=at))
        told[ack.get("code") or ack["r"]] += 1
        assert ack["r"] in {"ok", "held"}, (name, args, ack)
        assert ack.get("code") != "handler_error", (name, args, ack)

    draw()
    return told


async def read_all(phone: Phone) -> None:
    """Everything that can be read of it is read."""
    await phone.sign_token()
    await phone.pull()
    files = [f"{name}.csv" for name in EXPORTS] + [f"full/{name}.csv" for name in FULL_EXPORTS]
    for path in ("reports/outcomes", *(f"export/{name}" for name in files)):
        answer = await phone.http.get(f"/api/{path}")
        assert answer.status_code == 200, (path, answer.text)


def test_whatever_is_sealed_into_a_command_it_is_applied_or_kept(place):
    sound, wrong = Counter[str](), Counter[str]()

    for name, route in kinds():
        place.loop.run(place.refresh())
        sound += try_out(place, name, route, GenerationMode.POSITIVE)
        # What is wrong is kept in custody like anything that is; on Postgres that is told by the sound ones held.
        if place.served.ground.engine == "sqlite" and COMMANDS[name].args.__struct_fields__:
            wrong += try_out(place, name, route, GenerationMode.NEGATIVE)

    place.loop.run(read_all(place.boss))
    assert place.loop.run(place.team.city.database.read(verify)) is None
    # Were none of it applied, no handler would have been tried.
    assert sound["ok"] > sound.total() / 6, sound
    assert wrong["invalid"] > wrong.total() / 2 or place.served.ground.engine == "postgres", wrong


def test_a_handler_with_a_bug_would_be_found(place, caplog):
    branch = place.served.app.branches.of(place.team.city.tag)
    branch.handlers = branch.handlers | {"call.take": lambda *_: 1 / 0}
    name, route = next(found for found in kinds() if found[0] == "call.take")

    with pytest.raises(AssertionError, match="handler_error"):
        try_out(place, name, route, GenerationMode.POSITIVE)
