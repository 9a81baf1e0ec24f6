"""The gate of one organization: lets people in by code, session, ticket or device token, and tells who they are.

Every answer about a credential is read anew from the database, so that a shut-out counts from the next request.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import msgspec

from schemas.shares import Share
from schemas.wire import (
    AskToken,
    Became,
    BecomeDevice,
    Enrol,
    Enrolled,
    Session,
    SessionOrganization,
    SessionPerson,
    Token,
    TokenNonce,
)
from server.access import SYSTEM
from server.clock import Clock
from server.errors import BadSignature, Invalid, NotSignedIn, Revoked
from server.identity import commands, store
from server.identity.commands import NewDevice
from server.identity.locking.commands import hand_out
from server.identity.locking.rules import SHARE_BYTES
from server.identity.rules import (
    NONCE_MS,
    PUSH_KEY,
    TICKET_MS,
    UPLOAD_MS,
    Standing,
    csrf_of,
    hashed,
    is_same,
    letters_of,
    plain_code,
)
from server.ids import Ids
from server.journal import Change, Journal
from server.organizations import Organization
from server.signed import Signed
from server.storage.database import Tx
from server.vault import p256

T = TypeVar("T")

SECRET_BYTES = 32
CHANCE_BYTES = 9
MAC_BYTES = 16


class Gate:
    """Who may come in here, and who is inside."""

    def __init__(
        self, organization: Organization, journal: Journal, *, clock: Clock, ids: Ids, texts: bool = False
    ) -> None:
        """A gate nobody has passed yet; `texts` says that somebody carries texts out of this house."""
        self._texts = texts
        self.organization = organization
        self._journal = journal
        self._database = organization.database
        self._vault = organization.vault
        self._clock = clock
        self._ids = ids

    async def act(self, work: Callable[[Change], T]) -> T:
        """Run one change set of identity: adding somebody, giving a code, shutting out."""
        return await self._database.insist(lambda tx: self._journal.change(tx, SYSTEM, work, now=self._clock.now())[0])

    # --------------------------------------------------------------- enrolment and sessions

    async def enrol(self, asked: Enrol, *, at_home: bool) -> tuple[str, Enrolled, bool]:
        """Join with a code; answers the secret of the session, what the device keeps, whether the code is spent.

        Raises: BadCode, BadSignature, Revoked, Invalid.
        """
        secret = self._secret()
        device = await self._device(asked)
        work = partial(commands.enrol, code=plain_code(asked.code), device=device, session=secret, at_home=at_home)
        entered = await self.act(work)
        session = await self.describe(secret)
        enrolled = Enrolled(
            device=session.device,
            signing_public=self._vault.signing_public,
            keys=self._vault.announced,
            session=session,
        )
        return secret, enrolled, not entered.reusable

    async def by_session(self, secret: str) -> Signed:
        """Who holds this session.

        Raises: NotSignedIn, Revoked.
        """
        return await self._database.read(lambda tx: self._signed(tx, self._session(tx, secret)))

    async def describe(self, secret: str) -> Session:
        """What the person's screens are told about this session.

        Raises: NotSignedIn, Revoked.
        """
        return await self._database.read(lambda tx: self._described(tx, secret))

    async def leave(self, secret: str, signed: Signed) -> None:
        """End this session."""
        left = {"session": secret, "person_id": signed.person_id, "device_id": signed.device_id}
        await self.act(lambda tx: commands.leave(tx, **left))

    async def ticket(self, session: str) -> str:
        """A pass for the first frame of a socket: once, within 30 seconds, to whichever process it is shown."""
        ticket, now = self._secret(), self._clock.now()
        kept = {"hashed": hashed(ticket), "stands_for": hashed(session)}
        await self._database.insist(lambda tx: store.put_pass(tx, **kept, now=now, expires_at=now + TICKET_MS))
        return ticket

    async def by_ticket(self, ticket: str) -> Signed:
        """Who fetched this ticket; it is used up now.

        Raises: NotSignedIn, Revoked.
        """
        now = self._clock.now()
        session = await self._database.insist(lambda tx: store.take_pass(tx, hashed(ticket), now))
        if session is None:
            raise NotSignedIn("This ticket was used, or is too old")
        return await self._database.read(lambda tx: self._signed(tx, self._kept_session(tx, session)))

    async def share(self, signed: Signed) -> Share:
        """The server's part of the key that opens what this person has on this device."""
        fresh, now = self._ids.secret(SHARE_BYTES), self._clock.now()
        return await self._database.insist(lambda tx: hand_out(tx, self._vault, signed, fresh=fresh, now=now))

    # --------------------------------------------------------------- device tokens

    def nonce(self, device_id: str) -> TokenNonce:
        """What the device must sign within a minute; never the same twice, also for two tabs that ask at once."""
        until = f"{self._clock.now() + NONCE_MS:x}.{p256.encode64(self._ids.secret(CHANCE_BYTES))}"
        return TokenNonce(nonce=f"{until}.{self._nonce_mac(device_id, until)}")

    async def token(self, asked: AskToken) -> Token:
        """Ten minutes of sync for whoever signed the nonce with the device key.

        Raises: BadSignature, Revoked, Invalid; NotSignedIn when this person never was, on this device.
        """
        if asked.person is None or asked.nonce is None or asked.sig is None:
            raise Invalid("The second step needs person, nonce and sig")
        self._check_nonce(asked.device, asked.nonce)
        device = await self._database.read(lambda tx: store.device(tx, asked.device))
        message = f"field727 token {asked.device} {asked.person} {asked.nonce}"
        if device is None or not _signed_by(device["public"], message, asked.sig):
            raise BadSignature("This device did not sign that")
        token, nonce, person = self._secret(), asked.nonce, asked.person
        return await self._database.insist(lambda tx: self._issue(tx, token, nonce, asked.device, person))

    async def become(self, asked: BecomeDevice) -> tuple[str, Became]:
        """Let a copy that holds the device key be a device of its own; answers the secret of its session.

        Raises: BadSignature, Revoked, Invalid.
        """
        self._check_nonce(asked.device, asked.nonce)
        known = await self._database.read(lambda tx: store.device(tx, asked.device))
        message = f"field727 device {asked.device} {asked.person} {asked.nonce} {asked.device_public}"
        if known is None or not _signed_by(known["public"], message, asked.sig):
            raise BadSignature("This device did not sign that")
        secret, device = self._secret(), self._new_device(asked.device_public, asked.first_nonce, asked.app)
        work = partial(self._become, asked=asked, device=device, secret=secret)
        is_signed_in = await self.act(work)
        return secret, Became(device=device.id, session=await self.describe(secret) if is_signed_in else None)

    def _become(self, tx: Change, *, asked: BecomeDevice, device: NewDevice, secret: str) -> bool:
        self._use_nonce(tx.tx, asked.nonce, asked.device, tx.at)
        return commands.fork(tx, origin=asked.device, device=device, person_id=asked.person, session=secret)

    async def by_token(self, token: str) -> Signed:
        """Whose device token this is, and whether it may read.

        Raises: NotSignedIn, Revoked.
        """
        now = self._clock.now()
        return await self._database.read(lambda tx: self._signed(tx, store.token(tx, hashed(token), now), uploads=True))

    # --------------------------------------------------------------- inside

    def _secret(self) -> str:
        return f"{self.organization.tag}.{p256.encode64(self._ids.secret(SECRET_BYTES))}"

    async def _device(self, asked: Enrol) -> NewDevice | str:
        """The device that proves itself by its key, else a new one."""
        made = self._new_device(asked.device_public, asked.nonce, asked.app)
        claimed = asked.device
        known = None if claimed is None else await self._database.read(lambda tx: store.device(tx, claimed))
        if known is None:
            return made
        message = f"field727 enrol {claimed} {asked.code}"
        if asked.sig is None or not _signed_by(known["public"], message, asked.sig):
            raise BadSignature("This browser does not hold the key of that device")
        return str(known["id"])

    def _new_device(self, public: str, nonce: str, app: str) -> NewDevice:
        try:
            p256.public_key(p256.decode64(public))
        except ValueError:
            raise Invalid("device_public is not a P-256 key") from None
        return NewDevice(id=f"{self.organization.tag}.{self._ids.new()}", public=public, nonce=nonce, app=app)

    def _session(self, tx: Tx, secret: str) -> Standing:
        return self._kept_session(tx, hashed(secret))

    def _kept_session(self, tx: Tx, session_hash: str) -> Standing:
        found = store.session(tx, session_hash, self._clock.now())
        if found is None:
            raise NotSignedIn("Sign in first")
        if found.revoked_at is not None:
            raise Revoked("This person or device was shut out")
        if not found.has_session:
            raise NotSignedIn("Sign in again")
        return found

    def _signed(self, tx: Tx, standing: Standing | None, *, uploads: bool = False) -> Signed:
        if standing is None:
            raise NotSignedIn("This credential is unknown, or its time is over")
        revoked_at = standing.revoked_at
        if revoked_at is not None and not (uploads and self._clock.now() < revoked_at + UPLOAD_MS):
            raise Revoked("This person or device was shut out")
        return Signed(
            organization=self.organization,
            person_id=standing.person_id,
            device_id=standing.device_id,
            roles=store.roles_of(tx, standing.person_id),
            kind="full" if standing.has_session and revoked_at is None else "upload",
            revoked_at=revoked_at,
        )

    def _described(self, tx: Tx, secret: str) -> Session:
        standing = self._session(tx, secret)
        own, device, desk = self.organization, store.desk_of(tx, standing.device_id), store.desk(tx)
        return Session(
            person=SessionPerson(id=standing.person_id, name=store.name_of(tx, self._vault, standing.person_id)),
            org=SessionOrganization(
                tag=own.tag,
                name=own.name,
                kind=own.kind,
                training=own.training,
                desk_phone=desk["phone"],
                site_phone=desk["site_phone"],
                push=self._vault.push_public(store.times_anew(tx, PUSH_KEY))
                if own.rings(site=bool(desk["rings"]))
                else None,
                texts=own.rings(site=False) and self._texts,
            ),
            roles=tuple(sorted(store.roles_of(tx, standing.person_id))),
            device=standing.device_id,
            csrf=csrf_of(secret),
            expires_at=standing.expires_at,
            letters=None if device is None else letters_of(device),
        )

    def _nonce_mac(self, device_id: str, until: str) -> str:
        return p256.encode64(self._vault.mac("token nonce", msgspec.json.encode([device_id, until]))[:MAC_BYTES])

    def _check_nonce(self, device_id: str, nonce: str) -> None:
        until, _, mac = nonce.rpartition(".")
        if not is_same(mac, self._nonce_mac(device_id, until)) or self._clock.now() > int(until.partition(".")[0], 16):
            raise BadSignature("This nonce is too old, or not ours; ask for a new one")

    def _issue(self, tx: Tx, token: str, nonce: str, device_id: str, person_id: str) -> Token:
        now = self._clock.now()
        self._use_nonce(tx, nonce, device_id, now)
        standing = store.standing(tx, person_id, device_id, now)
        if standing is None or not store.had_session(tx, person_id, device_id):
            raise NotSignedIn("This person never signed in on this device")
        expires_at = commands.issue_token(tx, token=token, person_id=person_id, device_id=device_id, now=now)
        kind = self._signed(tx, standing, uploads=True).kind
        return Token(token=token, kind=kind, expires_at=expires_at, revoked=standing.revoked_at is not None)

    def _use_nonce(self, tx: Tx, nonce: str, device_id: str, now: int) -> None:
        if not store.put_pass(tx, hashed=hashed(nonce), stands_for=device_id, now=now, expires_at=now + NONCE_MS):
            raise BadSignature("This was signed before; ask for a new nonce")


def _signed_by(public: str, message: str, sig: str) -> bool:
    try:
        return p256.verifies(p256.decode64(public), message, p256.decode64(sig))
    except ValueError:
        return False
