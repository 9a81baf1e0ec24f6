"""SQL of people, roles, devices, sessions, enrolment codes and device tokens."""

from collections.abc import Sequence

import msgspec

from schemas.codes.dispatch import Role
from server.identity.rules import Code, Standing
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault


def add_person(tx: Tx, *, person_id: str, sealed: bytes, now: int) -> None:
    """Keep a new person."""
    tx.run(
        "INSERT INTO person (id, sealed, created_at) VALUES (:id, :sealed, :now)", id=person_id, sealed=sealed, now=now
    )


def reseal_person(tx: Tx, person_id: str, sealed: bytes) -> None:
    """Keep these instead of what was sealed of a person before."""
    tx.run("UPDATE person SET sealed = :sealed WHERE id = :id", id=person_id, sealed=sealed)


def add_role(tx: Tx, person_id: str, role: Role) -> None:
    """Let a person do what this role may."""
    tx.run("INSERT INTO role (person_id, role) VALUES (:person, :role)", person=person_id, role=role)


def person(tx: Tx, person_id: str) -> Row | None:
    """One person, name still sealed."""
    return tx.one("SELECT id, sealed, created_at, ended_at FROM person WHERE id = :id", id=person_id)


def people(tx: Tx) -> list[Row]:
    """Everybody who is not shut out, in the order they came."""
    return tx.all("SELECT id, sealed, created_at FROM person WHERE ended_at IS NULL ORDER BY created_at, id")


def name_of(tx: Tx, vault: Vault, person_id: str) -> str:
    """What a person is called; empty when that was erased."""
    row = person(tx, person_id)
    opened = None if row is None else vault.show(entity=person_id, retention=Retention.STAFF, sealed=row["sealed"])
    return "" if opened is None else str(opened.get("name", ""))


def names_of(tx: Tx, vault: Vault, person_ids: Sequence[str]) -> dict[str, str]:
    """What these people are called; of those whose name was erased nothing is said."""
    rows = listed(tx, "SELECT id, sealed FROM person WHERE id IN (:ids)", person_ids)
    vault.expect(Retention.STAFF, [row["id"] for row in rows])
    found = {row["id"]: vault.show(entity=row["id"], retention=Retention.STAFF, sealed=row["sealed"]) for row in rows}
    return {person_id: str(opened.get("name", "")) for person_id, opened in found.items() if opened is not None}


def roles_of(tx: Tx, person_id: str) -> frozenset[Role]:
    """The roles of a person now."""
    rows = tx.all("SELECT role FROM role WHERE person_id = :person", person=person_id)
    return msgspec.convert({row["role"] for row in rows}, frozenset[Role])


def end_person(tx: Tx, person_id: str, now: int) -> None:
    """Shut a person out; repeating it keeps the first time."""
    tx.run("UPDATE person SET ended_at = :now WHERE id = :id AND ended_at IS NULL", id=person_id, now=now)


def scopes_of(tx: Tx, person_id: str) -> list[str]:
    """Every scope this person is a member of (primary key of membership)."""
    rows = tx.all("SELECT scope FROM membership WHERE person_id = :person ORDER BY scope", person=person_id)
    return [row["scope"] for row in rows]


def units_showing(tx: Tx, person_id: str) -> list[str]:
    """The units of a city that show this person as one of theirs (index shift_member_by_person)."""
    rows = tx.all(
        "SELECT DISTINCT unit_id FROM shift_member WHERE person_id = :person AND left_at IS NULL ORDER BY unit_id",
        person=person_id,
    )
    return [row["unit_id"] for row in rows]


def alarms_naming(tx: Tx, person_id: str) -> list[str]:
    """The alarms before a city's desk that say to phone this person (primary key of feed)."""
    rows = tx.all(
        "SELECT a.id FROM feed AS f JOIN alarm AS a ON a.id = f.id"
        " JOIN delivery AS d ON d.assignment_id = a.assignment_id AND d.person_id = :person"
        " WHERE f.scope = 'desk' AND f.type = 'alarm' AND f.op = 'put' AND a.kind = 'phone_them' ORDER BY a.id",
        person=person_id,
    )
    return [row["id"] for row in rows]


def desk(tx: Tx) -> Row:
    """Whom the Help button calls, the number of the site, and whether a site has its phones rung."""
    row = tx.one("SELECT phone, site_phone, rings FROM desk WHERE one = 1")
    assert row is not None, "desk has its one row from the second migration"
    return row


def set_desk_phone(tx: Tx, phone: str | None) -> None:
    """Have the Help button call this number."""
    tx.run("UPDATE desk SET phone = :phone WHERE one = 1", phone=phone)


def set_rings(tx: Tx, *, rings: bool) -> None:
    """Have the phones of a site rung, or not any more."""
    tx.run("UPDATE desk SET rings = :rings WHERE one = 1", rings=int(rings))


def set_site_phone(tx: Tx, phone: str | None) -> None:
    """Have the desk give this number."""
    tx.run("UPDATE desk SET site_phone = :phone WHERE one = 1", phone=phone)


def add_device(
    tx: Tx, *, device_id: str, public: str, nonce: str, app: str, now: int, origin: str | None = None
) -> None:
    """Keep a new device, or a copy of `origin` that is one of its own from now."""
    tx.run(
        "INSERT INTO device (id, public, nonce, app_version, told_app, enrolled_at, last_seen, told_heard_at,"
        " forked_from, low_water_epoch)"
        " SELECT :id, :public, :nonce, :app, :app, :now, :now, :now, :origin, epoch FROM log_head WHERE one = 1",
        origin=origin,
        id=device_id,
        public=public,
        nonce=nonce,
        app=app,
        now=now,
    )


def device(tx: Tx, device_id: str) -> Row | None:
    """One device."""
    return tx.one("SELECT id, public, revoked_at, cloned_at FROM device WHERE id = :id", id=device_id)


def desk_of(tx: Tx, device_id: str) -> int | None:
    """Which desk this device is, if it is one."""
    row = tx.one("SELECT desk FROM device WHERE id = :id", id=device_id)
    return None if row is None else row["desk"]


def seat(tx: Tx, device_id: str) -> None:
    """Make it the next desk, unless it is one; a number that was given is never given again."""
    tx.run(
        "UPDATE device SET desk = (SELECT COALESCE(MAX(desk), -1) + 1 FROM device) WHERE id = :id AND desk IS NULL",
        id=device_id,
    )


def copies_of(tx: Tx, device_id: str) -> list[str]:
    """The devices that were copies of this one (index device_by_origin)."""
    return [row["id"] for row in tx.all("SELECT id FROM device WHERE forked_from = :id ORDER BY id", id=device_id)]


def session_end(tx: Tx, person_id: str, device_id: str, now: int) -> int | None:
    """Until when this person is signed in on this device; None when they are not."""
    row = tx.one(
        "SELECT MAX(expires_at) AS at FROM session WHERE device_id = :device AND person_id = :person"
        " AND ended_at IS NULL AND expires_at > :now",
        device=device_id,
        person=person_id,
        now=now,
    )
    return None if row is None or row["at"] is None else int(row["at"])


def devices(tx: Tx) -> list[Row]:
    """Every device with the people who used it, the one last heard from first."""
    return tx.all(
        "SELECT d.id, d.app_version, d.enrolled_at, d.last_seen, d.unsent, d.skew_ms, d.revoked_at, d.cloned_at,"
        " d.in_a_tab_at,"
        " (SELECT COUNT(DISTINCT s.person_id) FROM session AS s WHERE s.device_id = d.id) AS people"
        " FROM device AS d ORDER BY d.last_seen DESC, d.id"
    )


def revoke_device(tx: Tx, device_id: str, now: int) -> None:
    """Shut a device out; repeating it keeps the first time."""
    tx.run("UPDATE device SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL", id=device_id, now=now)


def users_of(tx: Tx, device_id: str) -> list[str]:
    """The people who ever signed in on a device (index session_by_device)."""
    rows = tx.all("SELECT DISTINCT person_id FROM session WHERE device_id = :id ORDER BY person_id", id=device_id)
    return [row["person_id"] for row in rows]


def add_session(tx: Tx, *, hashed: str, person_id: str, device_id: str, now: int, expires_at: int) -> None:
    """Keep that a person signed in on a device."""
    tx.run(
        "INSERT INTO session (hash, person_id, device_id, created_at, expires_at)"
        " VALUES (:hash, :person, :device, :now, :expires)",
        hash=hashed,
        person=person_id,
        device=device_id,
        now=now,
        expires=expires_at,
    )


def session(tx: Tx, hashed: str, now: int) -> Standing | None:
    """How a session stands, also one that was left or has run out; None when there never was one."""
    row = tx.one(
        "SELECT s.person_id, s.device_id, s.expires_at, s.ended_at AS left_at, p.ended_at, d.revoked_at"
        " FROM session AS s JOIN person AS p ON p.id = s.person_id JOIN device AS d ON d.id = s.device_id"
        " WHERE s.hash = :hash",
        hash=hashed,
    )
    if row is None:
        return None
    return _standing(row, has_session=row["left_at"] is None and row["expires_at"] > now)


def has_session(tx: Tx, person_id: str, device_id: str, now: int) -> bool:
    """True while this person is signed in on this device (index session_by_device)."""
    row = tx.one(
        "SELECT hash FROM session WHERE device_id = :device AND person_id = :person AND ended_at IS NULL"
        " AND expires_at > :now LIMIT 1",
        device=device_id,
        person=person_id,
        now=now,
    )
    return row is not None


def had_session(tx: Tx, person_id: str, device_id: str) -> bool:
    """True when this person ever signed in on this device (index session_by_device)."""
    row = tx.one(
        "SELECT hash FROM session WHERE device_id = :device AND person_id = :person LIMIT 1",
        device=device_id,
        person=person_id,
    )
    return row is not None


def end_session(tx: Tx, hashed: str, now: int) -> None:
    """Sign out of one session; the device is not rung any more."""
    tx.run("DELETE FROM ringing WHERE device_id IN (SELECT device_id FROM session WHERE hash = :hash)", hash=hashed)
    tx.run("UPDATE session SET ended_at = :now WHERE hash = :hash AND ended_at IS NULL", hash=hashed, now=now)


def end_sessions_on(tx: Tx, device_id: str, now: int) -> None:
    """Sign everybody out on a device; it is not rung any more."""
    tx.run("DELETE FROM ringing WHERE device_id = :id", id=device_id)
    tx.run("UPDATE session SET ended_at = :now WHERE device_id = :id AND ended_at IS NULL", id=device_id, now=now)


def end_sessions_of(tx: Tx, person_id: str, now: int) -> None:
    """Sign a person out everywhere; they are rung nowhere any more."""
    tx.run("DELETE FROM ringing WHERE person_id = :id", id=person_id)
    tx.run("UPDATE session SET ended_at = :now WHERE person_id = :id AND ended_at IS NULL", id=person_id, now=now)


def add_code(tx: Tx, *, hashed: str, person_id: str, reusable: bool, given_at: int, expires_at: int | None) -> None:
    """Keep a code, and forget those that ended; giving the same link again changes nothing."""
    tx.run("DELETE FROM enrol_code WHERE expires_at <= :now", now=given_at)
    tx.run(
        "INSERT INTO enrol_code (hash, person_id, reusable, given_at, expires_at)"
        " VALUES (:hash, :person, :reusable, :given, :expires) ON CONFLICT (hash) DO NOTHING",
        hash=hashed,
        person=person_id,
        reusable=int(reusable),
        given=given_at,
        expires=expires_at,
    )


def code(tx: Tx, hashed: str) -> Code | None:
    """What is known of a code."""
    row = tx.one("SELECT person_id, reusable, expires_at, used_at FROM enrol_code WHERE hash = :hash", hash=hashed)
    if row is None:
        return None
    return Code(
        person_id=row["person_id"],
        reusable=bool(row["reusable"]),
        expires_at=row["expires_at"],
        used_at=row["used_at"],
    )


def use_code(tx: Tx, hashed: str, now: int) -> None:
    """Note that a code let somebody in."""
    tx.run("UPDATE enrol_code SET used_at = :now WHERE hash = :hash", hash=hashed, now=now)


def drop_codes_of(tx: Tx, person_id: str) -> None:
    """Take back every code a person still holds."""
    tx.run("DELETE FROM enrol_code WHERE person_id = :person", person=person_id)


def add_token(tx: Tx, *, hashed: str, person_id: str, device_id: str, now: int, expires_at: int) -> None:
    """Keep a device token, and forget those that ended (index token_by_expiry)."""
    tx.run("DELETE FROM token WHERE expires_at <= :now", now=now)
    tx.run(
        "INSERT INTO token (hash, person_id, device_id, expires_at) VALUES (:hash, :person, :device, :expires)",
        hash=hashed,
        person=person_id,
        device=device_id,
        expires=expires_at,
    )


def put_pass(tx: Tx, *, hashed: str, stands_for: str, now: int, expires_at: int) -> bool:
    """Keep what serves once, and forget what ended (index pass_by_expiry); False when it is there already."""
    tx.run("DELETE FROM pass WHERE expires_at <= :now", now=now)
    put = tx.run(
        "INSERT INTO pass (hash, stands_for, expires_at) VALUES (:hash, :stands_for, :expires) ON CONFLICT DO NOTHING",
        hash=hashed,
        stands_for=stands_for,
        expires=expires_at,
    )
    return put == 1


def take_pass(tx: Tx, hashed: str, now: int) -> str | None:
    """What this pass stands for, once; None when it was never given, was taken, or its time is over."""
    row = tx.one("DELETE FROM pass WHERE hash = :hash RETURNING stands_for, expires_at", hash=hashed)
    return None if row is None or row["expires_at"] <= now else str(row["stands_for"])


def token(tx: Tx, hashed: str, now: int) -> Standing | None:
    """How a device token stands; None when there is no such token or its time is over."""
    row = tx.one(
        "SELECT t.person_id, t.device_id, t.expires_at, p.ended_at, d.revoked_at,"
        " EXISTS (SELECT 1 FROM session WHERE device_id = t.device_id AND person_id = t.person_id"
        " AND ended_at IS NULL AND expires_at > :now) AS has_session FROM token AS t"
        " JOIN person AS p ON p.id = t.person_id JOIN device AS d ON d.id = t.device_id"
        " WHERE t.hash = :hash AND t.expires_at > :now",
        hash=hashed,
        now=now,
    )
    return None if row is None else _standing(row, has_session=bool(row["has_session"]))


def standing(tx: Tx, person_id: str, device_id: str, now: int) -> Standing | None:
    """How a person on a device stands without any credential; None when either is unknown."""
    row = tx.one(
        "SELECT p.id AS person_id, d.id AS device_id, :now AS expires_at, p.ended_at, d.revoked_at"
        " FROM person AS p JOIN device AS d ON d.id = :device WHERE p.id = :person",
        person=person_id,
        device=device_id,
        now=now,
    )
    return None if row is None else _standing(row, has_session=has_session(tx, person_id, device_id, now))


def standings(tx: Tx, pairs: Sequence[tuple[str, str]], now: int) -> list[Standing | None]:
    """The same for several people, each on a device; those who are signed in are asked for in one statement."""
    rows = listed(
        tx,
        "SELECT p.id AS person_id, d.id AS device_id, :now AS expires_at, p.ended_at, d.revoked_at FROM device AS d"
        " JOIN session AS s ON s.device_id = d.id AND s.ended_at IS NULL AND s.expires_at > :now"
        " JOIN person AS p ON p.id = s.person_id WHERE d.id IN (:ids)",
        [device_id for _, device_id in pairs],
        now=now,
    )
    found = {(row["person_id"], row["device_id"]): _standing(row, has_session=True) for row in rows}
    return [found.get(pair) or standing(tx, *pair, now) for pair in pairs]


def _standing(row: Row, *, has_session: bool) -> Standing:
    return Standing(
        person_id=row["person_id"],
        device_id=row["device_id"],
        expires_at=row["expires_at"],
        has_session=has_session,
        person_ended_at=row["ended_at"],
        device_revoked_at=row["revoked_at"],
    )


def end_every_session(tx: Tx, now: int) -> None:
    """Sign everybody out, and forget every credential that was given and not used up."""
    tx.run("UPDATE session SET ended_at = :now WHERE ended_at IS NULL", now=now)
    tx.run("DELETE FROM ringing")
    tx.run("DELETE FROM token")
    tx.run("DELETE FROM pass")
    tx.run("DELETE FROM enrol_code WHERE reusable = 0")


def times_anew(tx: Tx, what: str) -> int:
    """How often this secret of the organization, which follows from its master key, was made anew."""
    row = tx.one("SELECT times FROM rotated WHERE what = :what", what=what)
    return 0 if row is None else int(row["times"])


def make_anew(tx: Tx, what: str) -> None:
    """This secret is another from now."""
    tx.run(
        "INSERT INTO rotated (what, times) VALUES (:what, 1)"
        " ON CONFLICT (what) DO UPDATE SET times = rotated.times + 1",
        what=what,
    )
