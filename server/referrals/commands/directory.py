"""Publishing the directory: the one file that every phone keeps, and the feed line that says which is current."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from schemas.codes import LABELS
from schemas.directory import Directory, DirectoryHours, DirectoryPhone, DirectoryService
from schemas.normalise import normalise
from schemas.records import DirectoryVersion
from server.journal import Change, record
from server.referrals.rules.ohana import listed
from server.referrals.store import directory as store
from server.storage.database import Row, Tx

Grouped = dict[str, list[Row]]


def publish_directory(tx: Change) -> DirectoryVersion:
    """Make what was imported the current version and tell every reader; what has not changed is not told again."""
    known = store.current(tx)
    built = build_directory(tx)
    if known is not None and known.sha256 == _fingerprint(msgspec.json.encode(built)):
        return known
    version = built.version + 1
    content = msgspec.json.encode(msgspec.structs.replace(built, version=version))
    sha256 = _fingerprint(content)
    store.publish(tx, version, sha256=sha256, content=content, now=tx.at)
    record(
        tx,
        kind="directory.published",
        entity_type="directory",
        entity_id=store.CURRENT,
        coded={"version": version, "sha256": sha256, "services": len(built.services)},
        audience=("directory",),
    )
    published = store.current(tx)
    assert published is not None, "it was put there just now"
    return published


def build_directory(tx: Tx) -> Directory:
    """The directory as it now stands, under the number of the current version: the same rows give the same bytes."""
    head = store.head(tx)
    needs = _grouped(store.needs(tx), "service_id")
    phones, hours = store.phones(tx), store.hours(tx)
    by_owner = {owner: (_grouped(phones, owner), _grouped(hours, owner)) for owner in ("service_id", "location_id")}
    by_organization = _grouped((row for row in phones if row["organization_id"]), "organization_id")
    services = []
    for row in store.services(tx):
        of_service, of_place = by_owner["service_id"], by_owner["location_id"]
        numbers = of_service[0][row["id"]] + of_place[0][row["location_id"]] + by_organization[row["organization_id"]]
        week = of_service[1][row["id"]] or of_place[1][row["location_id"]]
        services.append(_service(row, needs=[need["need"] for need in needs[row["id"]]], numbers=numbers, week=week))
    services.sort(key=lambda service: (normalise(service.name), service.id))
    return Directory(version=head["version"], timezone=head["timezone"], services=tuple(services))


def _service(row: Row, *, needs: list[str], numbers: list[Row], week: list[Row]) -> DirectoryService:
    languages = tuple(dict.fromkeys(listed(row["languages"]) or listed(row["location_languages"])))
    return DirectoryService(
        id=row["id"],
        name=row["name"],
        organization=row["organization"],
        description=row["description"],
        status=row["status"],
        needs=tuple(needs),
        place=row["address"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        phones=tuple(
            DirectoryPhone(number=number, kind=kind)
            for number, kind in dict.fromkeys((each["number"], each["kind"]) for each in numbers)
        ),
        hours=_hours(week),
        eligibility=row["eligibility"],
        fees=row["fees"],
        application=row["application"],
        languages=languages,
        wait=row["wait"],
        assured_at=row["assured_at"],
        search=_search(row, needs, languages),
    )


def _hours(week: list[Row]) -> tuple[DirectoryHours, ...] | None:
    """None where nothing is known, which is not the same as closed."""
    if not week:
        return None
    return tuple(DirectoryHours(weekday=row["weekday"], opens=row["opens"], closes=row["closes"]) for row in week)


def _search(row: Row, needs: list[str], languages: Iterable[str]) -> str:
    """Every word a service can be found by, once."""
    told = [row["name"], row["organization"], row["address"] or "", row["keywords"], *languages]
    told += [LABELS["need"][need] for need in needs]
    return " ".join(dict.fromkeys(normalise(" ".join(told)).split()))


def _grouped(rows: Iterable[Row], owner: str) -> Grouped:
    groups: Grouped = defaultdict(list)
    for row in rows:
        if row[owner] is not None:
            groups[row[owner]].append(row)
    return groups


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
