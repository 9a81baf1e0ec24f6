"""What changes about people, devices and sessions: plain functions inside a change set.

Secrets are made by the caller and given as they are; only their hashes are kept. Whoever runs these commands (the
command line, an enrolment) has been let through before.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from schemas.base import Language, Struct
from schemas.codes.dispatch import Role
from server.errors import Invalid, NotFound, Revoked
from server.identity import store
from server.identity.locking import commands as locking
from server.identity.rules import AT_A_DESK, CODE_MS, SESSION_MS, TOKEN_MS, check_code, check_roles, hashed, scopes_of
from server.journal import Change, erase, grant, is_erased, record, refresh, revoke, withdraw
from server.storage.database import Row, Tx
from server.vault import Retention

NAME_LENGTH = 200
PHONE = re.compile(r"\+?(?:[ ().-]*[0-9]){3,20}")


class NewDevice(Struct, frozen=True, kw_only=True):
    """A browser that becomes a device."""

    id: str
    public: str
    nonce: str
    app: str


class Entered(Struct, frozen=True, kw_only=True):
    """Who came in, on which device, and whether the code can be used again."""

    person_id: str
    device_id: str
    reusable: bool


def checked_phone(phone: str | None) -> str | None:
    """The number, if it can be dialled.

    Raises:
        Invalid: this is no telephone number.
    """
    if phone is not None and not PHONE.fullmatch(phone):
        raise Invalid("A telephone number has 3 to 20 digits, with + ( ) - and spaces between them")
    return phone


def add_person(
    tx: Change,
    *,
    kind: Literal["city", "site"],
    person_id: str,
    name: str,
    roles: Iterable[Role],
    phone: str | None = None,
    languages: Iterable[Language] = (),
) -> None:
    """Somebody works here from now, with these roles, who speaks these languages beside the organization's own.

    Raises:
        Invalid: a role that this kind of organization does not have, or no name.
    """
    given = check_roles(kind, roles)
    if not name.strip() or len(name) > NAME_LENGTH:
        raise Invalid("A person needs a name of at most 200 characters")
    fields = {"name": name.strip(), "phone": checked_phone(phone), "languages": sorted(set(languages))}
    store.add_person(tx, person_id=person_id, sealed=_sealed(tx, person_id, fields), now=tx.at)
    for role in sorted(given):
        store.add_role(tx, person_id, role)
    for scope in scopes_of(person_id, given):
        grant(tx, person_id, scope)
    _note(tx, "person.added", "person", person_id, roles=sorted(given))


def change_person(
    tx: Change,
    *,
    kind: Literal["city", "site"],
    person_id: str,
    phone: str | None = None,
    no_phone: bool = False,
    languages: Iterable[Language] | None = None,
) -> None:
    """Somebody has another number or none, or speaks these languages; what is not given stays.

    Raises:
        NotFound: nobody of that id works here.
        Invalid: this is no telephone number, or both one and none are asked for.
    """
    if no_phone and phone is not None:
        raise Invalid("Give a telephone number or take it away, not both")
    row = _check_person(tx, person_id)
    fields = dict(tx.vault.open(entity=person_id, retention=Retention.STAFF, sealed=row["sealed"]) or {})
    if no_phone or phone is not None:
        fields["phone"] = checked_phone(phone)
    if languages is not None:
        fields["languages"] = sorted(set(languages))
    store.reseal_person(tx, person_id, _sealed(tx, person_id, fields))
    _note(tx, "person.changed", "person", person_id)
    if kind == "city":
        _show_anew(tx, person_id)


def set_desk_phone(tx: Change, *, phone: str | None) -> None:
    """Have the Help button of every phone call this number.

    Raises:
        Invalid: this is no telephone number.
    """
    store.set_desk_phone(tx, checked_phone(phone))
    _note(tx, "desk.phone_set", "desk", "desk")


def set_site_phone(tx: Change, *, phone: str | None) -> None:
    """Have the desk give this number to callers whose matter is the confidential site's; none: it gives no number.

    Raises:
        Invalid: this is no telephone number.
    """
    store.set_site_phone(tx, checked_phone(phone))
    _note(tx, "desk.site_phone_set", "desk", "desk")


def give_code(tx: Change, *, person_id: str, code: str) -> int:
    """Let a person in once, within ten minutes; answers until when.

    Raises:
        NotFound: nobody of that id works here.
    """
    _check_person(tx, person_id)
    expires_at = tx.at + CODE_MS
    store.add_code(tx, hashed=hashed(code), person_id=person_id, reusable=False, given_at=tx.at, expires_at=expires_at)
    _note(tx, "person.code_given", "person", person_id)
    return expires_at


def give_link(tx: Change, *, training: bool, person_id: str, code: str) -> None:
    """Let a person in as often as they like, on the machine of the server itself: for training organizations only.

    Raises:
        Invalid: this organization is no training organization.
        NotFound: nobody of that id works here.
    """
    if not training:
        raise Invalid("A link that works more than once exists in a training organization only")
    _check_person(tx, person_id)
    store.add_code(tx, hashed=hashed(code), person_id=person_id, reusable=True, given_at=tx.at, expires_at=None)
    _note(tx, "person.link_given", "person", person_id)


def enrol(tx: Change, *, code: str, device: NewDevice | str, session: str, at_home: bool) -> Entered:
    """Use a code: sign its person in on a new device, or on one known by its id. It has one signed-in person.

    Whoever was signed in on it before reads nothing there any more; what they have not sent goes up all the same.

    Raises:
        BadCode: unknown, used, too old, or a training link used from elsewhere.
        Revoked: the person or the device is shut out.
    """
    found = check_code(store.code(tx, hashed(code)), now=tx.at, at_home=at_home)
    device_id = device if isinstance(device, str) else device.id
    if isinstance(device, NewDevice):
        store.add_device(tx, device_id=device.id, public=device.public, nonce=device.nonce, app=device.app, now=tx.at)
        _note(tx, "device.enrolled", "device", device.id)
    standing = store.standing(tx, found.person_id, device_id, tx.at)
    if standing is None or standing.revoked_at is not None:
        raise Revoked("This person or device was shut out")
    store.use_code(tx, hashed(code), tx.at)
    store.end_sessions_on(tx, device_id, tx.at)
    store.add_session(
        tx,
        hashed=hashed(session),
        person_id=found.person_id,
        device_id=device_id,
        now=tx.at,
        expires_at=tx.at + SESSION_MS,
    )
    _seat(tx, found.person_id, device_id)
    _note(tx, "session.started", "person", found.person_id, device=device_id)
    refresh(tx, "device", device_id)
    tx.touched |= {f"person:{person_id}" for person_id in store.users_of(tx, device_id)}
    return Entered(person_id=found.person_id, device_id=device_id, reusable=found.reusable)


def _seat(tx: Change, person_id: str, device_id: str) -> None:
    """A device that somebody takes calls on is a desk."""
    if store.roles_of(tx, person_id) & AT_A_DESK:
        store.seat(tx, device_id)


COPIES = 10
"""So often one device may have been copied; then somebody must look, and shut it out."""


def fork(tx: Change, *, origin: str, device: NewDevice, person_id: str, session: str) -> bool:
    """Let a copy be a device of its own, with the same people; answers whether its person is signed in on it.

    Whoever ever signed in on the other may hand over here what the copy still holds of theirs.

    Raises:
        Revoked: the person or the device is shut out.
        Invalid: the device was never seen to be copied, or too often.
    """
    known, standing = store.device(tx, origin), store.standing(tx, person_id, origin, tx.at)
    if known is None or standing is None or standing.revoked_at is not None:
        raise Revoked("This person or device was shut out")
    if known["cloned_at"] is None or len(store.copies_of(tx, origin)) >= COPIES:
        raise Invalid("Join with a code of your own")
    store.add_device(
        tx, device_id=device.id, public=device.public, nonce=device.nonce, app=device.app, now=tx.at, origin=origin
    )
    until = store.session_end(tx, person_id, origin, tx.at)
    for user in store.users_of(tx, origin):
        is_in = user == person_id and until is not None
        kept = session if is_in else f"{device.id} {user}"
        ends_at = until if is_in and until is not None else tx.at
        store.add_session(tx, hashed=hashed(kept), person_id=user, device_id=device.id, now=tx.at, expires_at=ends_at)
    _seat(tx, person_id, device.id)
    _note(tx, "device.forked", "device", device.id, origin=origin)
    return until is not None


def leave(tx: Change, *, session: str, person_id: str, device_id: str) -> None:
    """Sign out; what the phone has not sent stays on it and goes up by its device token."""
    store.end_session(tx, hashed(session), tx.at)
    refresh(tx, "device", device_id)
    _note(tx, "session.left", "person", person_id)
    tx.touched.add(f"person:{person_id}")


def issue_token(tx: Tx, *, token: str, person_id: str, device_id: str, now: int) -> int:
    """Let a device sync for a person for ten minutes; answers until when. No change anybody follows: not recorded."""
    expires_at = now + TOKEN_MS
    store.add_token(tx, hashed=hashed(token), person_id=person_id, device_id=device_id, now=now, expires_at=expires_at)
    return expires_at


def revoke_device(tx: Change, *, device_id: str) -> None:
    """Shut a device out, with its copies: nobody is signed in there any more, and what is still sent is held.

    Raises:
        NotFound: no such device.
    """
    if store.device(tx, device_id) is None:
        raise NotFound("There is no such device")
    tx.vault.never_again("revoked", device_id)
    shut_device(tx, device_id)


def shut_device(tx: Change, device_id: str) -> None:
    """Shut out a device that is on the never-again list already."""
    store.revoke_device(tx, device_id, tx.at)
    store.end_sessions_on(tx, device_id, tx.at)
    for person_id in store.users_of(tx, device_id):
        tx.touched.add(f"person:{person_id}")
    withdraw(tx, "device", device_id)
    _note(tx, "device.revoked", "device", device_id)
    locking.destroy_on(tx, device_id)
    for copy_id in store.copies_of(tx, device_id):
        revoke_device(tx, device_id=copy_id)


def end_person(tx: Change, *, person_id: str) -> None:
    """Shut a person out: signed out everywhere, reads nothing; what was not sent yet goes into custody.

    Raises:
        NotFound: nobody of that id works here.
    """
    _check_person(tx, person_id)
    tx.vault.never_again("revoked", person_id)
    shut_person(tx, person_id)


def erase_person(tx: Change, *, kind: Literal["city", "site"], person_id: str) -> None:
    """Destroy who a person was: name and number, on every phone and in every copy. They are shut out first.

    What they recorded stays under an id that leads nowhere. Safe to repeat.
    Raises:
        NotFound: nobody of that id ever worked here.
    """
    row = store.person(tx, person_id)
    if row is None:
        raise NotFound("Nobody of that id works here")
    if is_erased(tx, person_id):
        return
    if row["ended_at"] is None:
        end_person(tx, person_id=person_id)
    _note(tx, "person.erased", "person", person_id)
    forget_person(tx, kind=kind, person_id=person_id)


def forget_person(tx: Change, *, kind: Literal["city", "site"], person_id: str) -> None:
    """Erase somebody who is shut out; whoever reads their unit, or to phone them, reads it anew, without the name."""
    if kind == "city":
        _show_anew(tx, person_id)
    erase(tx, person_id)


def shut_person(tx: Change, person_id: str) -> None:
    """Shut out somebody who is on the never-again list already."""
    store.end_person(tx, person_id, tx.at)
    store.end_sessions_of(tx, person_id, tx.at)
    store.drop_codes_of(tx, person_id)
    for scope in store.scopes_of(tx, person_id):
        revoke(tx, person_id, scope)
        kind, _, entity_id = scope.partition(":")
        if kind == "unit":
            # Who reads the unit reads it without them, and without what they can do.
            _show_anew(tx, person_id, entity_id)
    tx.touched.add(f"person:{person_id}")
    _note(tx, "person.ended", "person", person_id)
    locking.destroy_of(tx, person_id)


def sign_everybody_out(tx: Tx, now: int) -> None:
    """Take back every session, token, ticket and pending code; a training link stays."""
    store.end_every_session(tx, now)


def _show_anew(tx: Change, person_id: str, *unit_ids: str) -> None:
    """What a city shows of a person: these units or, if none is named, theirs; and the alarms that name them."""
    for unit_id in unit_ids or store.units_showing(tx, person_id):
        refresh(tx, "unit", unit_id)
    for alarm_id in store.alarms_naming(tx, person_id):
        refresh(tx, "alarm", alarm_id)


def _check_person(tx: Change, person_id: str) -> Row:
    row = store.person(tx, person_id)
    if row is None or row["ended_at"] is not None:
        raise NotFound("Nobody of that id works here")
    return row


def _sealed(tx: Change, person_id: str, fields: Mapping[str, object]) -> bytes:
    return tx.vault.seal(entity=person_id, subjects=(person_id,), retention=Retention.STAFF, fields=fields)


def _note(tx: Change, kind: str, entity_type: str, entity_id: str, **coded: object) -> None:
    record(tx, kind=kind, entity_type=entity_type, entity_id=entity_id, coded=coded)
