"""SQL of the directory: rows as imported, what phones fetch, and which version is current."""

from collections.abc import Sequence

from msgspec.structs import asdict

from schemas.records import DirectoryVersion
from server.referrals.rules.ohana import Location, Organization, Phone, Service, Term
from server.storage.database import Row, Tx
from server.vault import Vault

CURRENT = "current"
"""The id of the one row that tells readers which directory to fetch."""

KEPT_VERSIONS = 2
"""A phone that was just told of a version may still fetch it when the next one is out."""


# ------------------------------------------------------------------ import


def clear(tx: Tx) -> None:
    """Before an import: forget all that hangs on places and services, and hold every service gone until it is named.

    Services stay, for referrals made to them point here.
    """
    tx.run("DELETE FROM directory_term")
    tx.run("DELETE FROM directory_need")
    tx.run("DELETE FROM directory_phone")
    tx.run("DELETE FROM directory_schedule")
    tx.run("DELETE FROM directory_service_at_location")
    tx.run("UPDATE directory_service SET status = 'defunct'")


def put_organization(tx: Tx, organization: Organization) -> None:
    """Keep an organization, over what was known of it."""
    tx.run(
        "INSERT INTO directory_organization (id, name, description, website)"
        " VALUES (:id, :name, :description, :website)"
        " ON CONFLICT (id) DO UPDATE SET name = :name, description = :description, website = :website",
        **asdict(organization),
    )


def put_location(tx: Tx, location: Location) -> None:
    """Keep a location, over what was known of it; its address comes on its own."""
    tx.run(
        "INSERT INTO directory_location"
        " (id, organization_id, location_type, name, address, latitude, longitude, languages)"
        " VALUES (:id, :organization_id, :location_type, :name, NULL, :latitude, :longitude, :languages)"
        " ON CONFLICT (id) DO UPDATE SET organization_id = :organization_id, location_type = :location_type,"
        " name = :name, address = NULL, latitude = :latitude, longitude = :longitude, languages = :languages",
        **asdict(location),
    )


def set_address(tx: Tx, location_id: str, address: str) -> bool:
    """Say where a location is; False when it is virtual, unknown, or was told already."""
    changed = tx.run(
        "UPDATE directory_location SET address = :address"
        " WHERE id = :id AND location_type = 'physical' AND address IS NULL",
        id=location_id,
        address=address,
    )
    return changed == 1


def put_service(tx: Tx, service: Service) -> None:
    """Keep a service of the organization at its location, over what was known of it."""
    tx.run(
        "INSERT INTO directory_service (id, organization_id, name, status, description, eligibility, fees, application,"
        " languages, wait, keywords, assured_at)"
        " SELECT :id, organization_id, :name, :status, :description, :eligibility, :fees, :application, :languages,"
        " :wait, :keywords, :assured_at FROM directory_location WHERE id = :location_id"
        " ON CONFLICT (id) DO UPDATE SET organization_id = excluded.organization_id, name = :name, status = :status,"
        " description = :description, eligibility = :eligibility, fees = :fees, application = :application,"
        " languages = :languages, wait = :wait, keywords = :keywords, assured_at = :assured_at",
        **asdict(service),
    )
    tx.run(
        "INSERT INTO directory_service_at_location (id, service_id, location_id) VALUES (:pair, :id, :location)",
        pair=f"{service.id}@{service.location_id}",
        id=service.id,
        location=service.location_id,
    )


def add_need(tx: Tx, service_id: str, need: str) -> None:
    """The service meets this need."""
    tx.run("INSERT INTO directory_need (service_id, need) VALUES (:service, :need)", service=service_id, need=need)


def add_term(tx: Tx, term: Term) -> None:
    """Keep a word of the source's taxonomy."""
    tx.run("INSERT INTO directory_term (id, name, parent_id) VALUES (:id, :name, :parent_id)", **asdict(term))


def add_phone(tx: Tx, phone: Phone) -> None:
    """Keep a number."""
    tx.run(
        "INSERT INTO directory_phone (id, organization_id, location_id, service_id, number, kind)"
        " VALUES (:id, :organization_id, :location_id, :service_id, :number, :kind)",
        **asdict(phone),
    )


def add_hours(
    tx: Tx, hours_id: str, *, service_id: str | None, location_id: str | None, weekday: int, opens: int, closes: int
) -> None:
    """Keep one stretch of opening hours, of a service or of a whole location."""
    tx.run(
        "INSERT INTO directory_schedule (id, service_id, location_id, weekday, opens, closes)"
        " VALUES (:id, :service, :location, :weekday, :opens, :closes)",
        id=hours_id,
        service=service_id,
        location=location_id,
        weekday=weekday,
        opens=opens,
        closes=closes,
    )


def set_timezone(tx: Tx, timezone: str) -> None:
    """Say by which clock the opening hours are meant."""
    tx.run("UPDATE directory_head SET timezone = :timezone WHERE one = 1", timezone=timezone)


# ------------------------------------------------------------------ build


def services(tx: Tx) -> list[Row]:
    """Services somebody can be sent to, each with its organization and one place, by name."""
    return tx.all(
        "SELECT s.id, s.name, s.status, s.description, s.eligibility, s.fees, s.application, s.languages, s.wait,"
        " s.keywords, s.assured_at, o.id AS organization_id, o.name AS organization, l.id AS location_id, l.address,"
        " l.latitude, l.longitude, l.languages AS location_languages"
        " FROM directory_service AS s JOIN directory_organization AS o ON o.id = s.organization_id"
        " JOIN (SELECT service_id, MIN(location_id) AS location_id FROM directory_service_at_location"
        " GROUP BY service_id) AS p ON p.service_id = s.id"
        " JOIN directory_location AS l ON l.id = p.location_id"
        " WHERE s.status IN ('active', 'temporarily closed') ORDER BY s.id"
    )


def needs(tx: Tx) -> list[Row]:
    """Every need of every service."""
    return tx.all("SELECT service_id, need FROM directory_need ORDER BY service_id, need")


def phones(tx: Tx) -> list[Row]:
    """Every number somebody can talk to."""
    return tx.all(
        "SELECT organization_id, location_id, service_id, number, kind FROM directory_phone"
        " WHERE kind <> 'fax' ORDER BY id"
    )


def hours(tx: Tx) -> list[Row]:
    """All opening hours through the week."""
    return tx.all(
        "SELECT service_id, location_id, weekday, opens, closes FROM directory_schedule"
        " ORDER BY weekday, opens, closes, id"
    )


# ------------------------------------------------------------------ versions


def head(tx: Tx) -> Row:
    """The current version (0 before the first) and the clock of its opening hours."""
    row = tx.one("SELECT version, timezone FROM directory_head WHERE one = 1")
    assert row is not None, "directory_head has its one row from the first migration"
    return row


def body(tx: Tx, version: int) -> Row | None:
    """The bytes of a version and their fingerprint."""
    return tx.one("SELECT body, sha256 FROM directory_version WHERE version = :version", version=version)


def publish(tx: Tx, version: int, *, sha256: str, content: bytes, now: int) -> None:
    """Make these bytes the current version and let go of all but the one before."""
    tx.run(
        "INSERT INTO directory_version (version, published_at, sha256, body) VALUES (:version, :now, :sha256, :body)",
        version=version,
        now=now,
        sha256=sha256,
        body=content,
    )
    tx.run("UPDATE directory_head SET version = :version WHERE one = 1", version=version)
    tx.run("DELETE FROM directory_version WHERE version <= :gone", gone=version - KEPT_VERSIONS)


def load(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, DirectoryVersion]:
    """The row that tells readers which directory to fetch, once there is one."""
    known = current(tx)
    return {CURRENT: known} if known is not None and CURRENT in ids else {}


def current(tx: Tx) -> DirectoryVersion | None:
    """The version phones should have, or None before the first."""
    row = tx.one(
        "SELECT v.version, v.sha256, h.timezone FROM directory_head AS h"
        " JOIN directory_version AS v ON v.version = h.version WHERE h.one = 1"
    )
    if row is None:
        return None
    url = f"/api/directory/{row['version']}.json"
    found = {"id": CURRENT, "version": row["version"], "url": url}
    return DirectoryVersion(**found, sha256=row["sha256"], timezone=row["timezone"])
