"""The doors over HTTP, which alone must suffice."""

from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from schemas.wire import PAGE, Acks, Ask, Got, Hello, Page, Reset, SendCommands, Welcome
from server.decode import decode
from server.errors import UploadOnly
from server.signed import Signed
from server.sync import changes, commands, delivery
from server.sync.branches import Branches
from server.sync.greeting import greet

Cursor = Annotated[str | None, QueryParameter(name="cur", max_length=8000)]
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=PAGE)]
Bare = Request[Any, Any, Any]


@post("/sync/hello", status_code=200)
async def hello(by_token: NamedDependency[Signed], branches: NamedDependency[Branches], request: Bare) -> Welcome:
    """Tell the device's clocks and promises; hear where the log stands."""
    return await greet(branches.of(by_token.organization.tag), by_token.actor, decode(await request.body(), Hello))


@post("/sync/commands", status_code=200)
async def send(by_token: NamedDependency[Signed], branches: NamedDependency[Branches], request: Bare) -> Acks:
    """Hand over a batch of sealed commands; each is answered after it is on the disk."""
    batch = decode(await request.body(), SendCommands)
    branch = branches.of(by_token.organization.tag)
    return await commands.receive(branch, by_token.device_id, [bytes(row) for row in batch.cmds])


@post("/sync/ask", status_code=200)
async def ask(by_token: NamedDependency[Signed], branches: NamedDependency[Branches], request: Bare) -> Acks:
    """After a lost answer: which of these rows are known here."""
    asked = decode(await request.body(), Ask)
    return await commands.ask(branches.of(by_token.organization.tag), asked.ids)


@get("/sync/changes")
async def pull(
    by_token: NamedDependency[Signed], branches: NamedDependency[Branches], cur: Cursor = None, limit: Limit = PAGE
) -> Page | Reset:
    """The next page after a cursor."""
    return await changes.page(branches.of(by_token.organization.tag), reader(by_token).actor, cur, limit)


@post("/sync/got", status_code=204)
async def got(by_token: NamedDependency[Signed], branches: NamedDependency[Branches], request: Bare) -> None:
    """This phone has stored everything up to the cursor: delivered."""
    told = decode(await request.body(), Got)
    await delivery.got(branches.of(by_token.organization.tag), reader(by_token).actor, told.cur)


def reader(signed: Signed) -> Signed:
    """The same, if it may read. Raises `UploadOnly` otherwise."""
    if signed.kind != "full" or signed.revoked_at is not None:
        raise UploadOnly("sign in to read")
    return signed


ROUTES = Router("/api", route_handlers=[hello, send, ask, pull, got])
"""Where `server.app` hangs the doors."""
