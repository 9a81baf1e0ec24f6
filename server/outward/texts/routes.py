"""Texts over HTTP: the door for those that came, by the secret of one organization; where those that go end up."""

from functools import partial
from typing import Any, Final

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from schemas.asides import OwnNumber, Said
from server.errors import Busy, NotFound, NotSignedIn
from server.identity import store as keys
from server.identity.callers import address_of
from server.identity.memory import Tries
from server.identity.rules import is_same, tag_of
from server.outward.texts import rules, store
from server.outward.texts.replies import heard
from server.signed import Signed
from server.sync.branch import Branch
from server.sync.branches import Branches
from server.vault import p256

Bare = Request[Any, Any, Any]

RELAY: Final = "texts"
"""What the secret is called where it is noted that it was made anew."""


async def secret_of(branch: Branch) -> str:
    """What whoever relays texts to this organization shows; it follows from the master key and lies in no file."""
    times = await branch.database.read(partial(keys.times_anew, what=RELAY))
    secret = p256.encode64(branch.vault.mac("texts", f"relay {times}".encode() if times else b"relay"))
    return f"{branch.organization.tag}.{secret}"


async def make_anew(branch: Branch) -> None:
    """Another secret: whoever shows the one before is nobody from now."""
    await branch.database.write(partial(keys.make_anew, what=RELAY))


@post("/sms", status_code=204)
async def came(
    request: Bare, branches: NamedDependency[Branches], tries: NamedDependency[Tries], data: JSONBody[Said]
) -> None:
    """A text came. The answer here is the same whatever it said; what it did is told by text."""
    branch = await _relayed(request, branches, tries)
    if branch.pace.take("texts", 1) == 0:
        raise Busy("Too many texts at once. Send it again later.")
    await heard(branch, data)


@get("/session/number", security=[{"session": []}])
async def number(by_session: NamedDependency[Signed], branches: NamedDependency[Branches]) -> OwnNumber:
    """How the number ends to which texts for whoever asks go: no more of it than they need to know it by."""
    branch = branches.of(by_session.organization.tag)
    found = await branch.database.read(lambda tx: store.number_of(tx, branch.vault, by_session.person_id))
    return OwnNumber(ends=None if found is None else rules.end_of(found))


async def _relayed(request: Bare, branches: Branches, tries: Tries) -> Branch:
    address = address_of(request)
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    try:
        branch = branches.of(tag_of(shown))
        is_city = scheme.lower() == "bearer" and branch.organization.kind == "city"
        if is_city and is_same(shown, await secret_of(branch)):
            return branch
    except NotFound:
        pass
    # Only now: whoever guesses from the relay's own address must not keep the relay out.
    tries.check(address)
    tries.failed(address)
    raise NotSignedIn("Show the secret for texts as Authorization: Bearer")


ROUTES: Final = Router("/api", route_handlers=[came, number])
"""Where `server.app` hangs them."""
