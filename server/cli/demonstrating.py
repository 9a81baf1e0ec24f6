"""Playing a day of the example city: on a server of our own, or on the one that runs on the data folder."""

import asyncio
import signal
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

import msgspec

from server import control
from server.cli import serve
from server.errors import CannotStart, NoServer
from server.example.people import example
from server.settings import Settings

T = TypeVar("T")
Say = Callable[[str], None]

HTTPS: Final = "The demonstration reaches its server without TLS: unset FIELD727_TLS_CERT and FIELD727_PUBLIC_URL"


def demonstrate(settings: Settings, *, speed: int, teams: int, day: Mapping[str, Any], say: Say) -> None:
    """Play the day with so many teams, and as many times as many calls; print the reckoning.

    Raises: CannotStart, when there is no example city here, or the reckoning does not come out.
    """
    if settings.tls_cert is not None:
        raise CannotStart(HTTPS)
    play = partial(_play, settings, speed, teams, day, say)
    if _is_served(settings):
        asyncio.run(_play_there(settings, say, play))
    else:
        serve.run(settings, with_example=True, say=say, beside=play)


def _is_served(settings: Settings) -> bool:
    try:
        control.ask(settings.data, "org.list", {})
    except NoServer:
        return False
    return True


async def _play_there(settings: Settings, say: Say, play: serve.Beside) -> None:
    """On the server that runs already."""
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    tag = await _city(settings)
    dispatcher = example().city.with_role("dispatcher").id
    made = await _ask(dict[str, str], settings, "person.code", org=tag, id=dispatcher)
    url = made["link"].partition("/enrol")[0]
    if not url.startswith("http://"):
        raise CannotStart(HTTPS)
    say(f"A server runs at {url} already: the day is played there.")
    await play(url, stop)


async def _play(
    settings: Settings, speed: int, teams: int, day: Mapping[str, Any], say: Say, url: str, stop: asyncio.Event
) -> None:
    # Only this command needs an HTTP client: the others start sooner without.
    from server.demo.plan import Day
    from server.demo.play import play_in_a_group
    from server.example.relief import share, with_relief

    tag = await _city(settings)

    async def code(person_id: str) -> str:
        made = await _ask(dict[str, str], settings, "person.code", org=tag, id=person_id)
        return made["code"]

    cast = await with_relief(example().city, teams, partial(_ask, Any, settings, org=tag))
    today = Day(**day, times=share(teams, example().city))
    reckoning = await play_in_a_group(today, cast, speed, url, code, say=say, stop=stop)
    verified = await _ask(dict[str, Any], settings, "verify", org=tag)
    for line in ("", *reckoning.lines(), "The ledger is whole." if not verified["broken"] else "The ledger is broken."):
        say(line)
    if reckoning.differences or verified["broken"]:
        raise CannotStart("The day does not come out: what differs stands above")


async def _city(settings: Settings) -> str:
    """The tag of the example city.

    Raises: CannotStart, when this folder has none: a real city is no place to play in.
    """
    cast = {person.id for person in example().city.people}
    for entry in await _ask(list[dict[str, Any]], settings, "org.list"):
        if entry["training"] and entry["kind"] == "city":
            people = await _ask(list[dict[str, Any]], settings, "person.list", org=entry["tag"])
            if cast <= {person["id"] for person in people}:
                return str(entry["tag"])
    raise CannotStart(
        "There is no example city in this folder, and a day is played nowhere else: choose another FIELD727_DATA"
    )


async def _ask(shape: type[T], settings: Settings, command: str, **args: object) -> T:
    """What the server answers to a command, this very process not excepted: in a thread, for it blocks."""
    return msgspec.convert(await asyncio.to_thread(control.ask, settings.data, command, args, _silent), shape)


def _silent(line: str) -> None:
    """Progress that nobody need see."""
    del line
