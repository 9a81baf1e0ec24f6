"""Is it alive, and is it fit for work: for whoever watches the server. No organization and no person is named."""

import shutil
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec

from server.errors import Refusal
from server.organizations import Organizations
from server.outward.store import untaken
from server.settings import Settings
from server.storage.migrate import migrations
from server.sync import store
from server.sync.branch import Branch
from server.sync.branches import Branches
from server.sync.store import SKEW_TOLD_MS
from server.sync.system import backup_age, tick_age_s

TICK_S: Final = 15
"""No beat for so long is an alarm (trust: a dead-man alarm at 15 s; the metronome beats every 5)."""

BACKUP_S: Final = 3_600
"""Older than this, a backup is late: it is taken every 15 minutes (protocol, S14)."""

FREE: Final = 0.10
"""Less free disk than this share is an alarm while there is still room to act."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that must hold."""

    name: str
    ok: bool
    detail: str
    amber: bool = False
    """It holds, and somebody should look at it before it does not."""


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Ready when every check holds."""

    ready: bool
    checks: tuple[Check, ...]


@get("/healthz")
async def alive() -> dict[str, bool]:
    """The process answers."""
    return {"alive": True}


@get("/readyz", responses={503: ResponseSpec(Readiness, description="What does not hold")})
async def ready(
    branches: NamedDependency[Branches],
    organizations: NamedDependency[Organizations],
    settings: NamedDependency[Settings],
) -> Response[Readiness]:
    """Engine, disk, and of each organization database, migrations and metronome; 503 when one does not hold."""
    disks = [_disk("disk", settings.data), _disk("disk of the keys", settings.key_file.parent)]
    checks = [_engine(organizations, settings), *disks]
    try:
        checks += [check for each in branches.all() for check in await _branch(each)]
    except Refusal as refusal:
        checks.append(Check(name="organizations", ok=False, detail=refusal.code))
    is_ready = all(check.ok for check in checks)
    return Response(Readiness(ready=is_ready, checks=tuple(checks)), status_code=200 if is_ready else 503)


def _engine(organizations: Organizations, settings: Settings) -> Check:
    is_safe, detail = organizations.engine.describe()
    return Check(name="engine", ok=is_safe or settings.allow_old_sqlite, detail=detail)


def _disk(name: str, folder: Path) -> Check:
    usage = shutil.disk_usage(folder)
    share = usage.free / usage.total
    return Check(name=name, ok=share >= FREE, detail=f"{share:.0%} free")


async def _branch(branch: Branch) -> list[Check]:
    tag = branch.organization.tag
    return [
        Check(name=f"{tag} database", **await _durable(branch)),
        Check(name=f"{tag} writes", ok=branch.keeping.wrong is None, detail=branch.keeping.wrong or "kept"),
        _reserved(branch),
        Check(name=f"{tag} migrations", **await _migrated(branch)),
        Check(name=f"{tag} metronome", **await _beaten(branch)),
        # Which one it was stands in the journal; that a client was wrong does not make the server unfit.
        Check(name=f"{tag} checksums", ok=True, detail=f"{branch.doubts.count} scopes differed since the start"),
        _readable(branch),
        _steady(branch),
        await _backed_up(branch),
        await _carried(branch),
    ]


def _reserved(branch: Branch) -> Check:
    database, name = branch.database, f"{branch.organization.tag} reserve"
    if database.is_short:
        return Check(name=name, ok=False, detail="in use: make room on the disk")
    detail = "kept for when the disk is full" if database.keeps_room else "none: that disk is the database server's"
    return Check(name=name, ok=True, detail=detail)


async def _durable(branch: Branch) -> dict[str, Any]:
    try:
        safety = await branch.database.safety()
    except Refusal as refusal:
        return {"ok": False, "detail": refusal.code}
    return {"ok": safety.holds, "detail": str(safety)}


async def _migrated(branch: Branch) -> dict[str, Any]:
    known = {migration.name for migration in migrations("common", branch.organization.kind)}
    rows = await branch.database.read(lambda tx: tx.all("SELECT name FROM migration"))
    missing = sorted(known - {row["name"] for row in rows})
    return {"ok": not missing, "detail": f"missing: {', '.join(missing)}" if missing else f"{len(known)} applied"}


async def _beaten(branch: Branch) -> dict[str, Any]:
    age_s = await tick_age_s(branch)
    return {"ok": age_s is not None and age_s <= TICK_S, "detail": "never" if age_s is None else f"{age_s} s ago"}


def _readable(branch: Branch) -> Check:
    count = len(branch.vault.damaged)
    detail = f"{count} damaged: field727 verify names them" if count else "whatever was asked for"
    return Check(name=f"{branch.organization.tag} records", ok=True, amber=count > 0, detail=detail)


def _steady(branch: Branch) -> Check:
    ahead_ms = branch.clock.ahead_ms
    detail = f"set back by {ahead_ms // 1000} s: start the server again when nobody waits" if ahead_ms else "right"
    return Check(name=f"{branch.organization.tag} clock", ok=True, amber=ahead_ms > SKEW_TOLD_MS, detail=detail)


async def _backed_up(branch: Branch) -> Check:
    age_s = backup_age(await branch.database.read(store.head), branch.clock.now())
    # A drill may do without.
    is_late = not branch.organization.training if age_s is None else age_s > BACKUP_S
    detail = "never" if age_s is None else f"{age_s} s ago"
    return Check(name=f"{branch.organization.tag} backup", ok=True, amber=is_late, detail=detail)


async def _carried(branch: Branch) -> Check:
    count = await branch.database.read(untaken)
    detail = f"{count} pushes or texts that no provider took yet" if count else "nothing is kept waiting"
    return Check(name=f"{branch.organization.tag} outward", ok=True, amber=count > 0, detail=detail)


ROUTES = Router("/", route_handlers=[alive, ready])
"""Where `server.app` hangs what a watcher asks."""
