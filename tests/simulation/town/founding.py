"""The place a world begins with: a city with a desk and three teams, and a site beside it, everybody signed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import msgspec

from server.app import Application
from server.dispatch.commands.shifts.units import add_unit
from server.identity import commands
from server.ids import Ids
from server.vault import p256
from tests.simulation.phone.disk import Disk
from tests.simulation.server.network import CLEAR, Asked, Network

CREWS: Final[Mapping[str, tuple[str, ...]]] = {
    "unit-1": ("ama", "ben"),
    "unit-2": ("cay", "dee"),
    "unit-3": ("eli", "fay"),
}
"""Who is on which team."""

SHARED: Final = {"fay": "eli"}
"""Who has no phone of their own, and whose they use."""

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "desk": ("dispatcher", "supervisor"),
    "desk-2": ("dispatcher",),
    **{name: ("responder",) for crew in CREWS.values() for name in crew},
    "officer": ("privacy_officer",),
}
"""Who works in the city."""


@dataclass
class Town:
    """Who and what there is."""

    city: str = ""
    site: str = ""
    home: str = ""
    """The organization that this world is about: it is copied and restored, and the other is beside it."""
    tags: dict[str, str] = field(default_factory=dict)
    """Where somebody works, by name."""
    persons: dict[str, str] = field(default_factory=dict)
    disks: dict[str, Disk] = field(default_factory=dict)

    def crews(self) -> dict[str, tuple[str, ...]]:
        """The teams by their people's ids."""
        return {unit: tuple(self.persons[name] for name in crew) for unit, crew in CREWS.items()}


async def found(app: Application, network: Network, ids: Ids) -> Town:
    """Make it, through the doors that people come in by."""
    town = Town()
    town.city = app.organizations.create("Example city", "city", training=True).tag
    town.site = app.organizations.create("Example site", "site", training=True).tag
    town.home = town.city
    branch = app.branches.of(town.city)
    for unit in CREWS:
        await branch.act(partial(add_unit, unit_id=unit, name=f"Team {unit[-1]}"))
    for name, roles in {**ROLES, "inter": ("interrupter",)}.items():
        tag = town.tags[name] = town.site if name == "inter" else town.city
        person = town.persons[name] = ids.new()
        await hire(app, tag, person, name, roles)
        if name not in SHARED:
            town.disks[name] = await enrol(app, network, ids, tag=tag, person=person)
    for name, of in SHARED.items():
        # Both have signed in on the phone they share; the one whose it is signs in again.
        for who in (name, of):
            await enrol(app, network, ids, tag=town.city, person=town.persons[who], known=town.disks[of])
    return town


async def hire(app: Application, tag: str, person: str, name: str, roles: tuple[Any, ...]) -> None:
    """Somebody works here from now."""
    gate = app.gates.of(tag)
    assert gate is not None
    kind = gate.organization.kind
    await gate.act(lambda tx: commands.add_person(tx, kind=kind, person_id=person, name=name, roles=roles))


async def enrol(
    app: Application, network: Network, ids: Ids, *, tag: str, person: str, known: Disk | None = None
) -> Disk:
    """Sign somebody in, on a new phone or on one that is known."""
    gate = app.gates.of(tag)
    assert gate is not None
    code = ids.code()
    until = await gate.act(lambda tx: commands.give_code(tx, person_id=person, code=code))
    app.organizations.expect_code(code, tag, expires_at=until)
    key = p256.private_key(ids.secret(p256.SECRET_BYTES)) if known is None else p256.from_raw(known.key)
    nonce = ids.new() if known is None else known.nonce
    body = {"code": code, "device_public": p256.encode64(p256.public_raw(key)), "nonce": nonce, "app": "sim"}
    if known is not None:
        sig = p256.encode64(p256.sign(key, f"field727 enrol {known.device} {code}"))
        body |= {"device": known.device, "sig": sig}
    asked = Asked("POST", "/api/session/enrol", body=msgspec.json.encode(body))
    answer = await network.ask(asked, CLEAR)
    assert answer.status < 300, answer
    told = answer.json()
    if known is not None:
        return known
    sealing = told["keys"][0]
    return Disk(told["device"], p256.private_raw(key), nonce, sealing["kid"], sealing["public"])
