"""SQL of calls, and the record a reader is shown. What is personal is ciphertext here and clear only in a record."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from schemas.records import Call
from server.dispatch.store.intake import notes
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault

PLACE: Final = ("place", "callback", "access_note")
"""Where it is and how to ask back: kept the shorter time."""

KEPT: Final = Retention.CALL_PLACE
"""What the place is, for the clock that ends it."""

SAID_KEPT: Final = Retention.CARE_NOTE
"""What the caller said is kept longer."""

TAKER_KEPT: Final = Retention.CARE_NOTE
"""So is who took the call at another service: long enough to ask after it, and not for ever as a colleague's name."""

_ROW: Final = (
    "SELECT id, number, status, source, type_code, priority, taxonomy_version, received_at, entered_at,"
    " triaged_at, first_offer_at, closed_at, triage_result, would_have_gone_to, would_have_gone_to_proposed,"
    " not_sent_reason, screening, asked, caller_role, location_kind, area, language, minor_involved, persons_count,"
    " handovers, corrections, told, sealed, said, taken_by, closed_by_hand_at, on_paper, place_within, merged_into,"
    " merged_at, version FROM call"
)

_LISTS: Final = ("screening", "asked", "handovers", "corrections", "told")
_SEALED: Final[Mapping[str, Retention]] = {"sealed": KEPT, "said": SAID_KEPT, "taken_by": TAKER_KEPT}
_NOT_SHOWN: Final = {*_SEALED, "closed_by_hand_at"}


def next_number(tx: Tx, day: str) -> int:
    """How many calls this day has now, this one counted."""
    row = tx.one(
        "INSERT INTO call_number (day, last) VALUES (:day, 1)"
        " ON CONFLICT (day) DO UPDATE SET last = call_number.last + 1 RETURNING last",
        day=day,
    )
    assert row is not None, "an upsert that returns answers a row"
    return int(row["last"])


def is_spoken(tx: Tx, number: str, *, since: int) -> bool:
    """True when a call that came in since then is spoken of by this number (index call_by_received_at)."""
    found = tx.one(
        "SELECT 1 AS yes FROM call WHERE received_at >= :since AND number = :number LIMIT 1", since=since, number=number
    )
    return found is not None


def zone(tx: Tx) -> str:
    """The time zone of the city, as its directory states it."""
    row = tx.one("SELECT timezone FROM directory_head WHERE one = 1")
    return "UTC" if row is None else str(row["timezone"])


def add(tx: Tx, call: Call, *, sealed: bytes | None, said: bytes | None, taken: bytes | None) -> None:
    """Write a new call; `taken` is the fingerprint of what the desk told, if it did."""
    apart = (
        "screening",
        "asked",
        "handovers",
        "corrections",
        "told",
        "place_notes",
        "merged_into",
        "merged_at",
        "said",
        "taken_by",
        "other_places",
        "other_words",
        *PLACE,
    )
    coded = {name: getattr(call, name) for name in call.__struct_fields__ if name not in apart}
    tx.run(
        "INSERT INTO call (id, number, status, source, type_code, priority, taxonomy_version, received_at, entered_at,"
        " triaged_at, first_offer_at, closed_at, triage_result, would_have_gone_to, would_have_gone_to_proposed,"
        " not_sent_reason, screening, asked, caller_role, location_kind, area, language, minor_involved, persons_count,"
        " handovers, sealed, said, taken, on_paper, place_within, version)"
        " VALUES (:id, :number, :status, :source, :type_code, :priority, :taxonomy_version, :received_at, :entered_at,"
        " :triaged_at, :first_offer_at, :closed_at, :triage_result, :would_have_gone_to,"
        " :would_have_gone_to_proposed, :not_sent_reason, :screening, :asked, :caller_role, :location_kind, :area,"
        " :language, :minor_involved, :persons_count, :handovers, :sealed, :said, :taken, :on_paper, :place_within,"
        " :version)",
        **coded | {"on_paper": int(call.on_paper)},
        screening=msgspec.json.encode(call.screening).decode(),
        asked=msgspec.json.encode(call.asked).decode(),
        handovers=msgspec.json.encode(call.handovers).decode(),
        sealed=sealed,
        said=said,
        taken=taken,
    )


def find(tx: Tx, call_id: str) -> Call | None:
    """A call as the rules see it: coded fields only, nothing personal opened."""
    row = _row(tx, call_id)
    if row is None:
        return None
    tx.memory[f"closed by hand: {call_id}"] = row["closed_by_hand_at"]
    return _record(row, {})


def is_known(tx: Tx, call_id: str) -> bool:
    """True when the desk told us of this call."""
    return tx.one("SELECT 1 AS yes FROM call WHERE id = :id", id=call_id) is not None


def taken_as(tx: Tx, call_id: str) -> bytes | None:
    """The fingerprint of what the desk first told."""
    row = tx.one("SELECT taken FROM call WHERE id = :id", id=call_id)
    return None if row is None or row["taken"] is None else bytes(row["taken"])


def closed_by_hand_at(tx: Tx, call_id: str) -> int | None:
    """When the desk closed the call, if it did."""
    key = f"closed by hand: {call_id}"
    if key not in tx.memory:
        row = tx.one("SELECT closed_by_hand_at FROM call WHERE id = :id", id=call_id)
        tx.memory[key] = None if row is None else row["closed_by_hand_at"]
    closed_at: int | None = tx.memory[key]
    return closed_at


def close_by_hand(tx: Tx, call_id: str, at: int) -> None:
    """The desk closed it; the first time stands."""
    tx.run("UPDATE call SET closed_by_hand_at = :at WHERE id = :id AND closed_by_hand_at IS NULL", id=call_id, at=at)


def began(tx: Tx, call_id: str, at: int) -> bool:
    """It began by then: of several times the earliest. False when that is known."""
    changed = tx.run(
        "UPDATE call SET received_at = :at, version = version + 1 WHERE id = :id AND received_at > :at",
        id=call_id,
        at=at,
    )
    return changed == 1


def count_given(tx: Tx, told_id: str, *, day: str, given: int) -> bool:
    """Add to how many callers of a day the site's number was given; false where this telling is in the sum already."""
    is_new = tx.run("INSERT INTO site_day_told (id) VALUES (:id) ON CONFLICT DO NOTHING", id=told_id) == 1
    if is_new:
        tx.run(
            "INSERT INTO site_day (day, given) VALUES (:day, :given)"
            " ON CONFLICT (day) DO UPDATE SET given = site_day.given + excluded.given",
            day=day,
            given=given,
        )
    return is_new


def save(tx: Tx, call: Call) -> None:
    """Write what may change of a call over the version it was made from."""
    changed = tx.run(
        "UPDATE call SET status = :status, triaged_at = :triaged_at, first_offer_at = :first_offer_at,"
        " closed_at = :closed_at, triage_result = :triage_result, not_sent_reason = :not_sent_reason,"
        " handovers = :handovers, told = :told, version = version + 1 WHERE id = :id AND version = :version",
        id=call.id,
        status=call.status,
        triaged_at=call.triaged_at,
        first_offer_at=call.first_offer_at,
        closed_at=call.closed_at,
        triage_result=call.triage_result,
        not_sent_reason=call.not_sent_reason,
        handovers=msgspec.json.encode(call.handovers).decode(),
        told=msgspec.json.encode(call.told).decode(),
        version=call.version,
    )
    assert changed == 1, "one writer: nobody else can have changed it"


def correct(tx: Tx, call: Call, *, sealed: bytes | None, said: bytes | None) -> None:
    """Write what was put right; words that are not given stay as they are."""
    changed = tx.run(
        "UPDATE call SET type_code = :type_code, priority = :priority, location_kind = :location_kind, area = :area,"
        " place_within = :place_within, corrections = :corrections, sealed = COALESCE(:sealed, sealed),"
        " said = COALESCE(:said, said), version = version + 1 WHERE id = :id AND version = :version",
        id=call.id,
        type_code=call.type_code,
        priority=call.priority,
        location_kind=call.location_kind,
        area=call.area,
        place_within=call.place_within,
        corrections=msgspec.json.encode(call.corrections).decode(),
        sealed=sealed,
        said=said,
        version=call.version,
    )
    assert changed == 1, "one writer: nobody else can have changed it"


def leader(tx: Tx, call_id: str) -> str | None:
    """The call that leads this one, where it is merged."""
    row = tx.one("SELECT merged_into FROM call WHERE id = :id", id=call_id)
    return None if row is None else row["merged_into"]


def led_by(tx: Tx, call_id: str) -> list[Row]:
    """The calls that are merged into this one (id, merge_told_at; index call_by_leader)."""
    return tx.all("SELECT id, merge_told_at FROM call WHERE merged_into = :id ORDER BY id", id=call_id)


def merge(tx: Tx, call_id: str, into: str | None, *, at: int) -> bool:
    """Merged into that call, or into none; false when something later was said of it."""
    changed = tx.run(
        "UPDATE call SET merged_into = :into, merged_at = :merged_at, merge_told_at = :at, version = version + 1"
        " WHERE id = :id AND merge_told_at <= :at",
        id=call_id,
        into=into,
        merged_at=None if into is None else at,
        at=at,
    )
    return changed == 1


def words(tx: Tx, vault: Vault, call_id: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What the place is and what the caller said, each with what no longer stands; without what lies damaged."""
    row, name = _row(tx, call_id), key_name("call", call_id)
    assert row is not None, "the call is known"
    found = [
        {} if row[column] is None else vault.show(entity=name, retention=kept, sealed=bytes(row[column])) or {}
        for column, kept in (("sealed", KEPT), ("said", SAID_KEPT))
    ]
    return found[0], found[1]


def takers(tx: Tx, vault: Vault, call_id: str) -> dict[str, str]:
    """Who took it at other services, by the handover; without what lies damaged."""
    row = tx.one("SELECT taken_by FROM call WHERE id = :id", id=call_id)
    if row is None or row["taken_by"] is None:
        return {}
    opened = vault.show(entity=key_name("call", call_id), retention=TAKER_KEPT, sealed=bytes(row["taken_by"]))
    return dict((opened or {}).get("taken_by", {}))


def name_takers(tx: Tx, call_id: str, sealed: bytes) -> None:
    """Keep who took it at other services."""
    tx.run("UPDATE call SET taken_by = :sealed WHERE id = :id", id=call_id, sealed=sealed)


def erase(tx: Tx, call_id: str, now: int) -> None:
    """Leave the coded row for the figures, and nothing that could be compared with what was told."""
    tx.run(
        "UPDATE call SET sealed = NULL, said = NULL, taken_by = NULL, taken = NULL, place_tag = NULL,"
        " number_tag = NULL, erased_at = :now,"
        " version = version + 1 WHERE id = :id",
        id=call_id,
        now=now,
    )


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Call]:
    """Calls as readers see them; an erased one is left out."""
    gone = "SELECT 1 FROM erased WHERE subject = call.id"
    rows = listed(tx, f"{_ROW} WHERE id IN (:ids) AND NOT EXISTS ({gone})", ids)
    for column, retention in _SEALED.items():
        vault.expect(retention, [key_name("call", row["id"]) for row in rows if row[column] is not None])
    of_places = notes.of_calls(tx, vault, [row["id"] for row in rows])
    return {
        row["id"]: _record(row, {**_opened(vault, row), "place_notes": of_places.get(row["id"], ())}) for row in rows
    }


def _row(tx: Tx, call_id: str) -> Row | None:
    return tx.one(f"{_ROW} WHERE id = :id", id=call_id)


def _opened(vault: Vault, row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    name = key_name("call", row["id"])
    for column, retention in _SEALED.items():
        if row[column] is not None:
            found |= vault.show(entity=name, retention=retention, sealed=bytes(row[column])) or {}
    return found


def _record(row: Row, opened: Mapping[str, Any]) -> Call:
    coded = {name: value for name, value in row.items() if name not in _NOT_SHOWN}
    lists = {name: msgspec.json.decode(row[name]) for name in _LISTS}
    return msgspec.convert({**coded, **lists, **opened, "on_paper": bool(row["on_paper"])}, Call)
