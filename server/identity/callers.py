"""Who is calling: from a cookie, a bearer token or the first frame of a socket to a `Signed`.

The tag at the front of a credential says which gate to ask; it grants nothing there.
"""

from typing import Any, Final, Protocol

from litestar import Request
from litestar.connection import ASGIConnection

from schemas.wire import Enrol, Enrolled, Hello
from server.clock import Clock
from server.errors import BadCode, BadCsrf, BadOrigin, NotSignedIn
from server.identity.gate import Gate
from server.identity.memory import Tries
from server.identity.rules import csrf_of, is_at_home, is_same, plain_code, tag_of
from server.signed import Signed

COOKIE: Final = "field727_session"
CSRF_HEADER: Final = "x-csrf"
READING: Final = frozenset({"GET", "HEAD"})


class Gates(Protocol):
    """Every organization's gate, as the composition knows them."""

    def of(self, tag: str) -> Gate | None:
        """The gate of the organization with this tag."""
        ...

    def leads_to(self, code: str) -> Gate | None:
        """The gate a pending code leads to; whether the code is good, only that gate knows."""
        ...

    def spent(self, code: str) -> None:
        """This code lets nobody in again: lead nobody by it any more."""
        ...


class Callers:
    """Resolves credentials for every route and for the live socket."""

    def __init__(self, gates: Gates, *, clock: Clock) -> None:
        """Ask these gates."""
        self._gates = gates
        self._tries = Tries(clock)

    async def by_session(self, request: Request[Any, Any, Any]) -> Signed:
        """Whose cookie this is; anything but reading also needs the session's form token.

        Raises: NotSignedIn, Revoked, BadCsrf.
        """
        secret = self.secret(request)
        signed = await self.gate(secret).by_session(secret)
        if request.method not in READING and not is_same(request.headers.get(CSRF_HEADER, ""), csrf_of(secret)):
            raise BadCsrf("Send the form token of this session in X-CSRF")
        return signed

    async def by_token(self, request: Request[Any, Any, Any]) -> Signed:
        """Whose bearer token this is.

        Raises: NotSignedIn, Revoked.
        """
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedIn("Send the device token as Authorization: Bearer")
        return await self.gate(token).by_token(token)

    async def by_hello(self, hello: Hello, *, has_origin: bool) -> Signed:
        """Who said hello on a socket, by ticket or by token; a ticket comes from a page, which has an Origin.

        Raises: NotSignedIn, Revoked, BadOrigin.
        """
        if isinstance(hello.ticket, str):
            if not has_origin:
                raise BadOrigin("A ticket is for pages; use a device token")
            return await self.gate(hello.ticket).by_ticket(hello.ticket)
        if isinstance(hello.token, str):
            return await self.gate(hello.token).by_token(hello.token)
        raise NotSignedIn("The first frame needs a ticket or a token")

    def gate(self, credential: str) -> Gate:
        """The gate a credential belongs to.

        Raises: NotSignedIn.
        """
        found = self._gates.of(tag_of(credential))
        if found is None:
            raise NotSignedIn("This credential belongs to no organization here")
        return found

    async def enrol(self, asked: Enrol, *, address: str, at_home: bool) -> tuple[str, Enrolled]:
        """Join with a code, whichever organization it belongs to; answers the session's secret and what a device keeps.

        Raises: TooManyTries, BadCode, BadSignature, Revoked, Invalid.
        """
        self._tries.check(address)
        code = plain_code(asked.code)
        try:
            gate = self._gates.leads_to(code)
            if gate is None:
                raise BadCode("This code does not work. Ask for a new one.")
            secret, enrolled, is_spent = await gate.enrol(asked, at_home=at_home)
        except NotSignedIn:
            self._tries.failed(address)
            raise
        if is_spent:
            self._gates.spent(code)
        return secret, enrolled

    def secret(self, request: Request[Any, Any, Any]) -> str:
        """What the cookie says.

        Raises: NotSignedIn.
        """
        secret = request.cookies.get(COOKIE)
        if not secret:
            raise NotSignedIn("Sign in first")
        return secret


def address_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Where a request comes from."""
    return connection.client.host if connection.client is not None else ""


def from_home(request: Request[Any, Any, Any]) -> bool:
    """True when the request was made on this very machine, and by nobody in between."""
    peer = request.client.host if request.client is not None else None
    return is_at_home(peer, request.headers.get("host", ""), request.headers.keys())
