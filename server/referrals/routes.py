"""The directory over HTTP: one file per version, the same bytes for ever."""

import re
from typing import Annotated, Any, Final

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import PathParameter

from schemas.matrix import MATRIX
from server.errors import NotAllowed, NotFound
from server.referrals.store import directory as store
from server.signed import Signed

_FILE: Final = re.compile(r"([0-9]{1,15})\.json")

READERS: Final = frozenset(role for role, reach in MATRIX["directory"].items() if reach == "all")
"""Whose work needs it; it holds no personal data."""

CACHED: Final = "private, max-age=31536000, immutable"
"""A version never changes, so nobody need ask for it twice; shared caches keep nothing that took a session to get."""

UNCHANGED: Final = {304: ResponseSpec(None, description="This browser has that version")}

File = Annotated[str, PathParameter(max_length=20)]


@get("/directory/{file:str}", media_type="application/json", responses=UNCHANGED)
async def directory(
    by_session: NamedDependency[Signed], file: File, request: Request[Any, Any, Any]
) -> Response[bytes]:
    """One version of the directory, as the feed named it."""
    if not by_session.roles & READERS:
        raise NotAllowed("The directory is for those who refer people")
    found = _FILE.fullmatch(file)
    if found is None:
        raise NotFound("no such directory")
    version = int(found[1])
    row = await by_session.organization.database.read(lambda tx: store.body(tx, version))
    if row is None:
        raise NotFound("no such directory, or an older one than is kept")
    tag = f'"{row["sha256"]}"'
    # Another organization on the same machine has a file of the same name.
    headers = {"ETag": tag, "Cache-Control": CACHED, "Vary": "Cookie"}
    if request.headers.get("if-none-match") == tag:
        return Response(content=b"", status_code=304, headers=headers)
    return Response(content=bytes(row["body"]), headers=headers, media_type="application/json")


ROUTES = Router("/api", route_handlers=[directory], security=[{"session": []}])
"""Where `server.app` hangs the directory."""
