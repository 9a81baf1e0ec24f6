"""Builds the example once, in an empty data folder: two training organizations with people, a directory and a past."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, Final, get_args

from schemas.base import Struct
from schemas.codes.mediation import ConflictType, HowLearned, MediationAction, MediationOutcome, PartOfDay
from schemas.commands import RecordMediation, StartShift, TakeCall
from server.app import Application
from server.dispatch.commands.shifts.units import add_unit
from server.example.dice import Dice
from server.example.past import AREAS, DAYS, HOUR, Past, Step
from server.example.people import FOLDER, Cast, example, link_code
from server.example.profile import MINUTE
from server.example.replay import replay
from server.guidance import commands as guidance
from server.identity import commands
from server.ids import derived
from server.organizations import Organization
from server.referrals.commands.directory import build_directory, publish_directory
from server.referrals.commands.importing import import_directory, read_tables
from server.storage.engine import Kind
from server.sync.system import run_due

FOREVER: Final = 2**53 - 1
"""When a link ends that does not end."""

SHIFT: Final = 8 * HOUR
MEDIATIONS: Final = 9


async def build(app: Application, *, now: int, say: Callable[[str], None]) -> None:
    """Found the example city and the example site."""
    say("Making the example city and the example site: once, a few seconds.")
    cast = example()
    city = await found(app, cast.city, "city")
    services = await fill_directory(app, city, cast.city)
    site = await found(app, cast.site, "site")
    await fill_directory(app, site, cast.site)
    await _replay(app, cast.city, city, _city_steps(cast.city, services, now))
    await _replay(app, cast.site, site, _site_steps(cast.site, now))
    for made in (city, site):
        await run_due(app.branches.of(made.tag), now)


async def found(app: Application, cast: Cast, kind: Kind) -> Organization:
    """A training organization with everybody who works in it, their links and their teams."""
    organization = app.organizations.create(cast.name, kind, training=True)
    gate = app.gates.of(organization.tag)
    assert gate is not None, "an organization that was just made has a gate"
    await gate.act(lambda tx: commands.set_desk_phone(tx, phone=cast.desk_phone))
    await gate.act(lambda tx: commands.set_site_phone(tx, phone=cast.site_phone))
    await gate.act(lambda tx: guidance.begin(tx, f"{organization.tag}-cards"))
    for person in cast.people:
        code = link_code(organization, person)
        told = partial(commands.add_person, name=person.name, roles=person.roles, languages=person.speaks)
        await gate.act(partial(told, kind=kind, person_id=person.id, phone=person.phone))
        await gate.act(partial(commands.give_link, training=True, person_id=person.id, code=code))
        app.organizations.expect_code(code, organization.tag, expires_at=FOREVER)
    branch = app.branches.of(organization.tag)
    for unit in cast.units:
        await branch.act(partial(add_unit, unit_id=unit.id, name=unit.name, base=unit.base))
    return organization


async def fill_directory(app: Application, organization: Organization, cast: Cast) -> list[tuple[str, tuple[str, ...]]]:
    """Import the directory; answers the services people can be referred to, with their needs."""
    with resources.as_file(FOLDER / "directory") as folder:
        tables = read_tables(Path(folder))
    branch = app.branches.of(organization.tag)
    await branch.act(lambda tx: (import_directory(tx, tables, timezone=cast.timezone), publish_directory(tx)))
    directory = await organization.database.read(build_directory)
    return [
        (service.id, service.needs) for service in directory.services if service.needs and service.status == "active"
    ]


async def _replay(app: Application, cast: Cast, organization: Organization, steps: list[Step]) -> None:
    roles = {person.id: frozenset(person.roles) for person in cast.people}
    await replay(app.branches.of(organization.tag), steps, roles)


def _city_steps(cast: Cast, services: list[tuple[str, tuple[str, ...]]], now: int) -> list[Step]:
    """The past, with a shift that ran through it; then today's shift, and two calls that wait for the dispatcher."""
    past = Past(cast, now=now, services=services).steps()
    began_at = min(step.heard_at for step in past) - HOUR
    steps = [*_shifts(cast, "past", began_at), *past, *_shifts(cast, "today", now - SHIFT // 4), *_waiting(cast, now)]
    return sorted(steps, key=lambda step: (step.heard_at, step.at))


def _shifts(cast: Cast, name: str, at: int) -> Iterator[Step]:
    for unit in cast.units:
        crew = [cast.person(key) for key in unit.members]
        args = StartShift(
            unit_id=unit.id,
            person_ids=tuple(person.id for person in crew),
            skills={person.id: person.skills for person in crew},
        )
        yield _said(cast.with_role("dispatcher").id, at, "shift.start", f"shift {name} {unit.key}", args)


def _waiting(cast: Cast, now: int) -> Iterator[Step]:
    shouting: dict[str, Any] = {
        "type_code": "DISTURB_VERBAL",
        "priority": "P2",
        "would_have_gone_to": "police",
        "caller_role": "bystander",
        "area": "Millside",
        "place": "Fern Street at Third",
        "said": "Shouting and frightened, alone",
    }
    cold: dict[str, Any] = {
        "type_code": "UNHOUSED_NEED",
        "priority": "P3",
        "would_have_gone_to": "none",
        "caller_role": "self",
        "area": "Riverbend",
        "place": "Under the Alder Bridge",
        "said": "Asks for a blanket and a place for tonight",
    }
    for name, minutes, told in (("cold", 21, cold), ("shouting", 4, shouting)):
        at = now - minutes * MINUTE
        args = TakeCall(
            source="line727",
            received_at=at - MINUTE,
            triage_result="alt_only",
            location_kind="outdoor_public",
            screening={"weapon": "no", "violence_now": "no"},
            persons_count=1,
            minor_involved="no",
            **told,
        )
        yield _said(cast.with_role("dispatcher").id, at, "call.take", f"call waiting {name}", args)


def _site_steps(cast: Cast, now: int) -> list[Step]:
    """A few conflicts that were worked on, coded only."""
    dice = Dice("the past of the interrupters")
    interrupters = [person.id for person in cast.people if "interrupter" in person.roles]
    steps = []
    for n in range(MEDIATIONS):
        at = now - round(dice.between(1, DAYS) * 24 * HOUR)
        day = datetime.fromtimestamp(at / 1000, UTC).date() - timedelta(days=1)
        args = RecordMediation(
            area=dice.one_of(AREAS),
            day=day.isoformat(),
            part_of_day=dice.one_of(get_args(PartOfDay)),
            how_learned=dice.one_of(get_args(HowLearned)),
            conflict_type=dice.one_of(get_args(ConflictType)),
            parties=dice.weighed({"2-3": 6, "4-6": 3, "7-15": 1}),
            actions=dice.some_of(get_args(MediationAction), 3),
            outcome=dice.one_of(get_args(MediationOutcome)[:4]),
            staff_minutes=round(dice.between(20, 180)),
        )
        steps.append(_said(dice.one_of(interrupters), at, "mediation.record", f"mediation {n}", args))
    return sorted(steps, key=lambda step: step.heard_at)


def _said(person: str, at: int, type_: str, name: str, args: Struct) -> Step:
    return Step(at=at, heard_at=at, person=person, type=type_, entity=derived("example", name), args=args)
