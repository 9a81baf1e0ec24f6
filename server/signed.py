"""Who is asking: the shape every route receives, whichever credential was shown.

`server.identity` fills it anew at every request, so that a revocation counts from the next one. Routes name the
parameter after the credential they accept and Litestar injects it:

* `by_session: Signed` — the cookie, with the form token on everything but GET;
* `by_token: Signed` — the device token of sync.
"""

from typing import Literal

import msgspec

from schemas.codes.dispatch import Role
from server.access import Actor
from server.organizations import Organization


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A person on a device of the organization that the credential belongs to.

    `kind` is `upload` when nobody is signed in there: work may be handed over, nothing may be read. `revoked_at`
    tells since when the person or the device is shut out; what they hand over goes into custody.
    """

    organization: Organization
    person_id: str
    device_id: str
    roles: frozenset[Role]
    kind: Literal["full", "upload"]
    revoked_at: int | None = None

    @property
    def actor(self) -> Actor:
        """The same person, as rules and commands know them."""
        return Actor(person_id=self.person_id, device_id=self.device_id, roles=self.roles)
