"""The writer's thread calls the event loop as seldom as it may, and wakes everybody whom something concerns."""

import asyncio
from collections.abc import Callable

import pytest

from server.journal import Woken
from server.live.hub import Connection, Hub


def connected(hub: Hub, tag: str, *scopes: str) -> Connection:
    made = Connection(tag=tag, person_id="ama", device_id="phone", scopes=frozenset(scopes))
    hub.attach(made)
    return made


def committed(seq: int, *scopes: str, tag: str = "city") -> Woken:
    return Woken(tag=tag, seq=seq, scopes=frozenset(scopes))


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Callable[..., object]]:
    """What the event loop is called for from now on."""
    loop, calls = asyncio.get_running_loop(), list[Callable[..., object]]()
    call = loop.call_soon_threadsafe

    def counting(what: Callable[..., object], *said: object) -> asyncio.Handle:
        calls.append(what)
        return call(what, *said)

    monkeypatch.setattr(loop, "call_soon_threadsafe", counting)
    return calls


async def test_what_is_committed_in_one_breath_wakes_all_it_concerns_with_one_call(monkeypatch):
    calls = counted(monkeypatch)
    hub = Hub()
    hub.start()
    desk, unit = connected(hub, "city", "desk"), connected(hub, "city", "unit:1")
    other, away = connected(hub, "city", "unit:2"), connected(hub, "site", "desk")

    for seq in range(100):
        hub.woken(committed(seq, "unit:1" if seq == 0 else "desk"))
    await asyncio.sleep(0)

    assert [each.stirred.is_set() for each in (desk, unit, other, away)] == [True, True, False, False]
    assert len(calls) == 1


async def test_what_is_committed_after_a_waking_wakes_again():
    hub = Hub()
    hub.start()
    desk = connected(hub, "city", "desk")

    for seq in range(3):
        hub.woken(committed(seq, "desk"))
        await asyncio.sleep(0)
        assert desk.stirred.is_set()
        desk.stirred.clear()


async def test_where_nobody_is_connected_nobody_is_called(monkeypatch):
    calls = counted(monkeypatch)
    hub = Hub()
    hub.start()
    connected(hub, "city", "desk")

    hub.woken(committed(1, "desk", tag="site"))
    assert calls == []
    hub.woken(committed(2, "desk"))
    assert len(calls) == 1
