"""The doors over HTTP, which alone must suffice."""

from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from schemas.wire import PAGE, Acks, Ask, Got, HeldContent, Hello, Page, Reset, SendCommands, Welcome
from server.decode import decode
from server.errors import UploadOnly
from server.signed import Signed
from server.sync import changes, commands, delivery
from server.sync.branches import Branches
from server.sync.custody import fixing
from server.sync.greeting import greet
from server.sync.incoming import rows_of

Cursor = Annotated[str | None, QueryParameter(name="cur", max_length=8000)]
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=PAGE)]
Sums = Annotated[int, QueryParameter(name="sums", ge=0, le=1)]
HeldId = Annotated[str, PathParameter(max_length=64)]
Bare = Request[Any, Any, Any]


@post("/sync/hello", status_code=200, body=Hello)
async def hello(by_token: NamedDependency[Signed], branches: NamedDependency[Branches], request: Bare) -> Welcome:
    """Tell the device's clocks and promises; hear where the log stands."""
    branch, told = branches.of(by_token.organization.tag), decode(await request.body(), Hello)
    return await greet(branch, by_token.actor, told, reads=may_read(by_token))


@post("/sync/commands", status_code=200, body=SendCommands)
async def send(by_token: NamedDependency[Signed], branches: NamedDependency[Branches], request: Bare) -> Acks:
    """Hand over a batch of sealed commands; each is answered after it is on the disk."""
    rows = rows_of(await request.body())
    return await commands.receive(branches.of(by_token.organization.tag), by_token.device_id, rows)


@post("/sync/ask", status_code=200, body=Ask)
async def ask(by_token: NamedDependency[Signed], branches: NamedDependency[Branches], request: Bare) -> Acks:
    """After a lost answer: which of these rows are known here."""
    asked = decode(await request.body(), Ask)
    return await commands.ask(branches.of(by_token.organization.tag), asked.ids)


@get("/sync/changes")
async def pull(
    by_token: NamedDependency[Signed],
    branches: NamedDependency[Branches],
    cur: Cursor = None,
    limit: Limit = PAGE,
    sums: Sums = 0,
) -> Page | Reset:
    """The next page after a cursor."""
    branch = branches.of(by_token.organization.tag)
    branch.devices.heard(by_token.device_id)
    return await changes.page(branch, reader(by_token).actor, cur, limit, sums=bool(sums))


@post("/sync/got", status_code=204, body=Got)
async def got(by_token: NamedDependency[Signed], branches: NamedDependency[Branches], request: Bare) -> None:
    """This phone has stored everything up to the cursor: delivered."""
    told = decode(await request.body(), Got)
    await delivery.got(branches.of(by_token.organization.tag), reader(by_token).actor, told.cur)


@get("/custody/{held_id:str}", security=[{"session": []}])
async def held(
    by_session: NamedDependency[Signed], branches: NamedDependency[Branches], held_id: HeldId
) -> HeldContent:
    """What a command in custody says, for whoever owns it; that it was read is written down first."""
    return await fixing.content(branches.of(by_session.organization.tag), by_session.actor, held_id)


def reader(signed: Signed) -> Signed:
    """The same, if it may read. Raises `UploadOnly` otherwise."""
    if not may_read(signed):
        raise UploadOnly("sign in to read")
    return signed


def may_read(signed: Signed) -> bool:
    """True for somebody who is signed in and not shut out."""
    return signed.kind == "full" and signed.revoked_at is None


ROUTES = Router("/api", route_handlers=[hello, send, ask, pull, got, held], security=[{"device": []}])
"""Where `server.app` hangs the doors."""
