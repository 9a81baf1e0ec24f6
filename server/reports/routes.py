"""The log and the exports over HTTP. Every export is audited before its first byte, one at a time for each person."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated, Final

from litestar import Router, get
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from schemas.codes.dispatch import Role
from schemas.exports import EXPORTS, FULL_EXPORTS, DictionaryRow, OutcomeLog, dictionary
from server.access import Disclosure
from server.clock import Clock
from server.errors import Busy, NotAllowed, NotFound
from server.ids import Ids
from server.journal import audit
from server.reports import log
from server.reports.child import Job
from server.reports.export import stream
from server.reports.rules import line
from server.signed import Signed

CSV: Final = "text/csv"
FOREVER: Final = 2**53 - 1

Since = Annotated[int, QueryParameter(name="from", ge=0, le=FOREVER)]
Until = Annotated[int, QueryParameter(name="to", ge=0, le=FOREVER)]
After = Annotated[str | None, QueryParameter(name="after", max_length=200)]


class Exporting:
    """Makes exports, one at a time for each person, each audited before its first byte. One for the process."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        """Nobody is exporting."""
        self._clock = clock
        self._ids = ids
        self._turns: set[tuple[str, str]] = set()

    async def export(self, signed: Signed, name: str, since: int, until: int) -> Stream:
        """The file as a stream. Raises `Busy` while this person's earlier export is still being made."""
        organization = signed.organization
        turn = (organization.tag, signed.person_id)
        if turn in self._turns:
            raise Busy("one export at a time")
        job = Job(
            file=name,
            location=organization.location,
            secret=organization.vault.mac("export", b"keys"),
            since=since,
            until=until,
        )
        self._turns.add(turn)
        try:
            await self._audit(signed, f"export {name} {since}-{until}", name)
            # What cannot even begin is refused as a whole, not cut.
            chunks = stream(job)
            first = await anext(chunks)
        except BaseException:
            self._turns.discard(turn)
            raise

        made = self._body(turn, first, chunks)
        return Stream(made, media_type=CSV, headers=_download(f"{name}.csv"), background=BackgroundTask(_end, made))

    async def _body(
        self, turn: tuple[str, str], first: bytes, chunks: AsyncGenerator[bytes, None]
    ) -> AsyncGenerator[bytes, None]:
        try:
            yield first
            async for chunk in chunks:
                yield chunk
        finally:
            self._turns.discard(turn)
            await chunks.aclose()

    async def _audit(self, signed: Signed, purpose: str, name: str) -> None:
        entry = Disclosure(
            person_id=signed.person_id, device_id=signed.device_id, purpose=purpose, shown=(("export", name),)
        )
        entry_id, now = self._ids.new(), self._clock.now()
        await signed.organization.database.write(lambda tx: audit(tx, entry, entry_id=entry_id, now=now))


async def _end(body: AsyncGenerator[bytes, None]) -> None:
    """Whoever hangs up leaves it half read: nobody else would end the process."""
    await body.aclose()


def _require(signed: Signed, *roles: Role) -> None:
    if signed.organization.kind != "city" or not signed.roles & set(roles):
        raise NotAllowed("this is not for your role")


@get("/reports/outcomes")
async def outcomes(
    by_session: NamedDependency[Signed], since: Since = 0, until: Until = FOREVER, after: After = None
) -> OutcomeLog:
    """A page of the outcome log."""
    _require(by_session, "manager", "supervisor")
    secret = by_session.organization.vault.mac("export", b"keys")
    return await by_session.organization.database.read(lambda tx: log.page(tx, secret, since, until, after))


@get("/export/dictionary.csv", media_type=CSV)
async def export_dictionary(by_session: NamedDependency[Signed]) -> Stream:
    """What every column and code of the exports means."""
    _require(by_session, "manager", "supervisor")

    async def lines() -> AsyncIterator[str]:
        yield line(DictionaryRow.__struct_fields__)
        for row in dictionary():
            yield line(getattr(row, name) for name in DictionaryRow.__struct_fields__)

    return Stream(lines, media_type=CSV, headers=_download("dictionary.csv"))


@get("/export/{file:str}", media_type=CSV)
async def export(
    by_session: NamedDependency[Signed],
    exporting: NamedDependency[Exporting],
    file: FromPath[str],
    since: Since = 0,
    until: Until = FOREVER,
) -> Stream:
    """One of the manager's files: de-identified rows as CSV."""
    _require(by_session, "manager", "supervisor")
    return await exporting.export(by_session, _known(file, set(EXPORTS)), since, until)


@get("/export/full/{file:str}", media_type=CSV)
async def export_full(
    by_session: NamedDependency[Signed],
    exporting: NamedDependency[Exporting],
    file: FromPath[str],
    since: Since = 0,
    until: Until = FOREVER,
) -> Stream:
    """One of the supervisor's files: every stage with its device, corrected and received time."""
    _require(by_session, "supervisor")
    return await exporting.export(by_session, _known(file, set(FULL_EXPORTS)), since, until)


def _known(file: str, names: set[str]) -> str:
    name = file.removesuffix(".csv")
    if name not in names or not file.endswith(".csv"):
        raise NotFound("no such file")
    return name


def _download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


ROUTES = Router("/api", route_handlers=[outcomes, export_dictionary, export, export_full], security=[{"session": []}])
"""Where `server.app` hangs the log and the exports."""
