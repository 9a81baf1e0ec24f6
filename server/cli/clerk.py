"""What the command line may have done, by name: inside the running server, or in a process that holds the lock.

Every command takes JSON and answers JSON, for the control socket carries nothing else. Who may reach the socket or
the folder may do all of it; no role is asked for.
"""

import asyncio
import base64
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from schemas.commands import COMMANDS, StartShift
from server.access import SYSTEM, Actor, Disclosure
from server.app import Application
from server.cli.asked import (
    AddOrganization,
    AddPerson,
    AddUnit,
    Asked,
    Backup,
    ChangePerson,
    CrewUnit,
    Directory,
    Export,
    HandIn,
    Named,
    OneKey,
    Ring,
    SitePhone,
    told,
)
from server.cli.policies import Policies
from server.clock import Clock
from server.control import Command, Say
from server.dispatch.commands.shifts import units
from server.dispatch.store import units as dispatched
from server.doors import Received
from server.errors import Invalid, NotFound
from server.guidance import commands as guidance
from server.identity import commands, store
from server.identity.gate import Gate
from server.identity.rules import PUSH_KEY
from server.ids import CODE_LENGTH, Ids
from server.journal import audit, verify
from server.organizations import Organization
from server.outward.push import telling
from server.outward.texts import routes as texts
from server.referrals.commands.directory import build_directory, publish_directory
from server.referrals.commands.importing import import_directory, read_tables
from server.settings import Settings, address, beside
from server.sync.commands import receive
from server.sync.upkeep import damage

HALF: Final = CODE_LENGTH // 2


class Clerk:
    """Does what the command line asks."""

    def __init__(self, app: Application, settings: Settings, *, clock: Clock, ids: Ids) -> None:
        """Work in this application."""
        self._app = app
        self._settings = settings
        self._clock = clock
        self._ids = ids
        self._policies = Policies(self._organization, self._gate, ids)

    def commands(self) -> dict[str, Command]:
        """Every command by its name."""
        return {
            "org.add": self.add_organization,
            "org.list": self.list_organizations,
            "org.phrase": self.new_phrase,
            "org.site_phone": self.site_phone,
            "org.ring": self.ring,
            "org.texts": self.texts_secret,
            "org.push_key": self.push_key,
            "person.add": self.add_person,
            "person.change": self.change_person,
            "person.list": self.list_people,
            "person.code": self.give_code,
            "person.end": self.end_person,
            "person.erase": self.erase_person,
            "unit.add": self.add_unit,
            "unit.crew": self.crew_unit,
            "unit.list": self.list_units,
            "device.list": self.list_devices,
            "device.revoke": self.revoke_device,
            "outbox.import": self.import_outbox,
            "directory.import": self.import_directory,
            "directory.export": self.export_directory,
            **self._policies.commands(),
            "export": self.export,
            "verify": self.verify,
            "backup": self.back_up,
        }

    # --------------------------------------------------------------- organizations

    async def add_organization(self, args: Mapping[str, Any], _say: Say) -> object:
        """Found an organization; answers its tag and its recovery phrase, which is kept nowhere."""
        asked = told(args, AddOrganization)
        if any(asked.name in (entry.name, entry.tag) for entry in self._app.organizations.list()):
            raise Invalid(f"There is an organization called {asked.name} already")
        if not asked.name.strip():
            raise Invalid("An organization needs a name")
        phone = commands.checked_phone(asked.desk_phone)
        made = self._app.organizations.create(asked.name.strip(), asked.kind, training=asked.training)
        gate, cards = self._gate(made), self._ids.new()
        await gate.act(lambda tx: commands.set_desk_phone(tx, phone=phone))
        await gate.act(lambda tx: guidance.begin(tx, cards))
        # From its first moment its deadlines are kept.
        await self._app.metronome.beat(self._clock.now())
        return {"tag": made.tag, "phrase": made.vault.new_phrase(self._ids)}

    async def new_phrase(self, args: Mapping[str, Any], _say: Say) -> object:
        """A new recovery phrase in place of the one before; it counts from the next key copy on."""
        return {"phrase": self._organization(told(args, Asked).org).vault.new_phrase(self._ids)}

    async def site_phone(self, args: Mapping[str, Any], _say: Say) -> object:
        """The number that this city's desk gives callers whose matter is the confidential site's."""
        asked = told(args, SitePhone)
        made = self._organization(asked.org)
        if made.kind != "city":
            raise Invalid("Only a city's desk gives the number of a site")
        await self._gate(made).act(lambda tx: commands.set_site_phone(tx, phone=asked.phone))
        return {}

    async def ring(self, args: Mapping[str, Any], _say: Say) -> object:
        """Whether the phones of this site are rung."""
        asked = told(args, Ring)
        await telling.ring(self._app.branches.of(self._organization(asked.org).tag), rings=asked.on)
        return {}

    async def texts_secret(self, args: Mapping[str, Any], _say: Say) -> object:
        """What a relay of texts shows; it stays the same until it is to be another."""
        asked = told(args, OneKey)
        branch = self._app.branches.of(self._organization(asked.org).tag)
        if asked.new:
            await texts.make_anew(branch)
        return {"secret": await texts.secret_of(branch)}

    async def push_key(self, args: Mapping[str, Any], _say: Say) -> object:
        """The public key that phones subscribe with; the same until it is to be another."""
        asked = told(args, OneKey)
        branch = self._app.branches.of(self._organization(asked.org).tag)
        if asked.new:
            await telling.make_anew(branch)
        times = await branch.database.read(partial(store.times_anew, what=PUSH_KEY))
        return {"key": branch.vault.push_public(times)}

    async def list_organizations(self, args: Mapping[str, Any], _say: Say) -> object:
        """Every organization."""
        told(args, Asked)
        return [
            {"tag": entry.tag, "kind": entry.kind, "training": entry.training, "name": entry.name}
            for entry in self._app.organizations.list()
        ]

    # --------------------------------------------------------------- people

    async def add_person(self, args: Mapping[str, Any], _say: Say) -> object:
        """Somebody works here from now; answers their id and a code."""
        asked = told(args, AddPerson)
        organization, person_id = self._organization(asked.org), self._ids.new()
        await self._gate(organization).act(
            lambda tx: commands.add_person(
                tx,
                kind=organization.kind,
                person_id=person_id,
                name=asked.name,
                roles=asked.roles,
                phone=asked.phone,
                languages=asked.languages,
            )
        )
        return {"id": person_id} | await self._code(organization, person_id)

    async def change_person(self, args: Mapping[str, Any], _say: Say) -> object:
        """Somebody has another number or none, or speaks other languages."""
        asked = told(args, ChangePerson)
        organization = self._organization(asked.org)
        work = partial(commands.change_person, person_id=asked.id, phone=asked.phone, languages=asked.languages)
        await self._gate(organization).act(partial(work, kind=organization.kind, no_phone=asked.no_phone))
        return {}

    async def list_people(self, args: Mapping[str, Any], _say: Say) -> object:
        """Everybody who works here."""
        organization = self._organization(told(args, Asked).org)
        vault = organization.vault
        return await organization.database.read(
            lambda tx: [
                {
                    "id": row["id"],
                    "name": store.name_of(tx, vault, row["id"]),
                    "roles": sorted(store.roles_of(tx, row["id"])),
                }
                for row in store.people(tx)
            ]
        )

    async def give_code(self, args: Mapping[str, Any], _say: Say) -> object:
        """Let somebody in again, on a device old or new; answers a code."""
        asked = told(args, Named)
        return await self._code(self._organization(asked.org), asked.id)

    async def end_person(self, args: Mapping[str, Any], _say: Say) -> object:
        """Shut a person out."""
        asked = told(args, Named)
        await self._gate(self._organization(asked.org)).act(lambda tx: commands.end_person(tx, person_id=asked.id))
        return {}

    async def erase_person(self, args: Mapping[str, Any], _say: Say) -> object:
        """Destroy who a person was."""
        asked = told(args, Named)
        organization = self._organization(asked.org)
        await self._gate(organization).act(
            lambda tx: commands.erase_person(tx, kind=organization.kind, person_id=asked.id)
        )
        return {}

    async def _code(self, organization: Organization, person_id: str) -> dict[str, Any]:
        code = self._ids.code()
        until = await self._gate(organization).act(lambda tx: commands.give_code(tx, person_id=person_id, code=code))
        self._app.organizations.expect_code(code, organization.tag, expires_at=until)
        return {"code": f"{code[:HALF]}-{code[HALF:]}", "link": f"{address(self._settings)}/enrol#{code}"}

    # --------------------------------------------------------------- teams

    async def add_unit(self, args: Mapping[str, Any], _say: Say) -> object:
        """A new team of a city, off duty; answers its id."""
        asked, unit_id = told(args, AddUnit), self._ids.new()
        branch = self._app.branches.of(self._city(asked.org).tag)
        await branch.act(partial(units.add_unit, unit_id=unit_id, name=asked.name, base=asked.base))
        return {"id": unit_id}

    async def crew_unit(self, args: Mapping[str, Any], _say: Say) -> object:
        """These people are on this team from now, as if the desk had said so: it knows only whom it saw on a team."""
        asked, now, id_ = told(args, CrewUnit), self._clock.now(), self._ids.new()
        skills = {person: known for person, known in asked.people.items() if known}
        start = StartShift(unit_id=asked.unit_id, person_ids=tuple(asked.people), skills=skills)
        command = Received(
            id=id_,
            type="shift.start",
            v=COMMANDS["shift.start"].v,
            entity=id_,
            person=SYSTEM.person_id,
            device_at=now,
            skew_ms=0,
            corrected_at=now,
            received_at=now,
            args=start,
        )
        desk = Actor(person_id=SYSTEM.person_id, roles=frozenset({"dispatcher"}))
        branch = self._app.branches.of(self._city(asked.org).tag)
        await branch.act(lambda tx: units.start_shift(tx, desk, command, now))
        return {}

    async def list_units(self, args: Mapping[str, Any], _say: Say) -> object:
        """Every team, by its call sign."""
        return await self._city(told(args, Asked).org).database.read(dispatched.overview)

    def _city(self, org: str | None) -> Organization:
        organization = self._organization(org)
        if organization.kind != "city":
            raise Invalid(f"{organization.name} is a site: only a city has teams")
        return organization

    # --------------------------------------------------------------- devices

    async def list_devices(self, args: Mapping[str, Any], _say: Say) -> object:
        """Every device, the one last heard from first."""
        organization = self._organization(told(args, Asked).org)
        now = self._clock.now()
        rows = await organization.database.read(store.devices)
        return [dict(row) | {"heard_s": max(0, now - row["last_seen"]) // 1000} for row in rows]

    async def revoke_device(self, args: Mapping[str, Any], _say: Say) -> object:
        """Shut a device out."""
        asked = told(args, Named)
        gate = self._gate(self._organization(asked.org, credential=asked.id))
        await gate.act(lambda tx: commands.revoke_device(tx, device_id=asked.id))
        return {}

    async def import_outbox(self, args: Mapping[str, Any], _say: Say) -> object:
        """Take rows in as if their device had sent them: what was here already is answered as before."""
        asked = told(args, HandIn)
        organization = self._organization(asked.org, credential=asked.device)
        known = await organization.database.read(store.devices)
        if all(row["id"] != asked.device for row in known):
            raise NotFound("This organization does not know the device that saved the file")
        branch = self._app.branches.of(organization.tag)
        acks = await receive(branch, asked.device, [row.encode() for row in asked.rows])
        return {"acks": msgspec.to_builtins(acks.acks)}

    # --------------------------------------------------------------- directory, exports, the chain

    async def import_directory(self, args: Mapping[str, Any], say: Say) -> object:
        """Replace the directory by the tables of a folder, and tell every phone."""
        asked = told(args, Directory)
        organization = self._organization(asked.org)
        tables = read_tables(Path(asked.folder))
        report, published = await self._gate(organization).act(
            lambda tx: (import_directory(tx, tables, timezone=asked.timezone), publish_directory(tx))
        )
        for name, count in report.tables.items():
            say(f"{name}: {count.loaded} of {count.read} rows")
        return {"version": published.version, "rejected": msgspec.to_builtins(report.rejected)}

    async def export_directory(self, args: Mapping[str, Any], _say: Say) -> object:
        """The directory as phones keep it."""
        organization = self._organization(told(args, Asked).org)
        return msgspec.to_builtins(await organization.database.read(build_directory))

    async def export(self, args: Mapping[str, Any], _say: Say) -> object:
        """What a process needs to make an export; audited here, before its first byte."""
        asked = told(args, Export)
        organization = self._organization(asked.org)
        if organization.kind != "city":
            raise Invalid("A site has no export of its own yet")
        purpose = f"export {asked.name} {asked.since}-{asked.until} by command line"
        entry = Disclosure(person_id=SYSTEM.person_id, device_id=None, purpose=purpose, shown=(("export", asked.name),))
        entry_id, now = self._ids.new(), self._clock.now()
        await organization.database.write(lambda tx: audit(tx, entry, entry_id=entry_id, now=now))
        secret = organization.vault.mac("export", b"keys")
        return {"location": organization.location, "secret": base64.b64encode(secret).decode()}

    async def verify(self, args: Mapping[str, Any], say: Say) -> object:
        """Walk the hash chain of one organization, or of all, and open everything that is sealed."""
        broken = []
        for organization in self._chosen(told(args, Asked).org):
            found = await organization.database.read(verify)
            say(f"{organization.tag} {organization.name}: {'holds' if found is None else f'broken at {found}'}")
            damaged = await damage.find(self._app.branches.of(organization.tag))
            for name in damaged:
                say(f"{organization.tag} {name} cannot be read")
            if found is not None or damaged:
                broken.append(organization.tag)
        return {"broken": broken}

    async def back_up(self, args: Mapping[str, Any], say: Say) -> object:
        """Take a backup of one organization, or of all, while everybody goes on."""
        asked = told(args, Backup)
        folder = Path(asked.folder)
        keys = self._keys_for(folder) if asked.keys is None else Path(asked.keys)
        taken = []
        for each in self._chosen(asked.org):
            step = partial(_say_of, asyncio.get_running_loop(), say, each.name)
            copy = await self._app.backups.take(each, folder, keys, step=step)
            taken.append({"tag": copy.tag, "name": copy.name, "seq": copy.seq})
        return {"taken": taken, "keys": str(keys)}

    # --------------------------------------------------------------- inside

    def _keys_for(self, folder: Path) -> Path:
        settings = self._settings
        return settings.backup_keys if settings.backup_keys and settings.backup == folder else beside(folder)

    def _chosen(self, org: str | None) -> list[Organization]:
        entries = self._app.organizations.list()
        return [self._organization(org)] if org else [self._app.organizations.open(entry.tag) for entry in entries]

    def _organization(self, org: str | None, *, credential: str = "") -> Organization:
        entries = self._app.organizations.list()
        tag = credential.partition(".")[0]
        asked = org or (tag if any(entry.tag == tag for entry in entries) else None)
        found = [entry for entry in entries if asked in (None, entry.tag, entry.name)]
        if len(found) == 1:
            return self._app.organizations.open(found[0].tag)
        if not entries:
            raise NotFound("There is no organization yet; make one with: field727 org add NAME --kind city")
        known = ", ".join(f"{entry.tag} ({entry.name})" for entry in entries)
        problem = f"There is no organization {org}" if org else "Say which organization with --org"
        raise NotFound(f"{problem}; there are: {known}")

    def _gate(self, organization: Organization) -> Gate:
        gate = self._app.gates.of(organization.tag)
        assert gate is not None, "an organization that is open has a gate"
        return gate


def _say_of(loop: asyncio.AbstractEventLoop, say: Say, name: str, line: str) -> None:
    """Progress from another thread."""
    loop.call_soon_threadsafe(say, f"{name}: {line}")
