"""What the exports say, in the same cells as `memory`: fetched by the manager and the supervisor like any file."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import httpx

from server.demo.memory import NOT_TAKEN, TIMED, Cells, Rows

Line = Mapping[str, str]

MANAGERS: Final = ("calls", "responses", "encounters", "referrals")
SUPERVISORS: Final = "stages"

ABOUT: Final = ("type_code", "area", "source", "caller_role", "location_kind")
CALL: Final = (
    *ABOUT,
    *("priority", "triage_result", "would_have_gone_to", "minor_involved", "not_sent_reason", "screened_yes"),
    "responses",
)
ENCOUNTER: Final = (
    *("contact_result", "resolution_1", "resolution_2", "resolution_3", "unmet_reason"),
    *("transport_by", "transport_to", "transport_consented", "others", "services", "supplies", "persons_count"),
    *("repeat_contact", "would_have_gone_to", "team_safe", "additions"),
)
REFERRAL: Final = (*("service_id", "need", "state", "unavailable_reason", "urgency", "consent_form", "fields_shared"),)
SPANS: Final = dict(zip(TIMED, ("response_s", "to_contact_s", "on_scene_s"), strict=True))
"""Which span is known as soon as a stage was reached."""

UNTAKEN: Final = frozenset({"offered", "expired", "superseded", "withdrawn"})


async def fetch(manager: httpx.AsyncClient, supervisor: httpx.AsyncClient, *, since: int) -> dict[str, Rows]:
    """The rows of each file about calls received since then."""
    found: dict[str, list[Line]] = {}
    for name in MANAGERS:
        found[name] = await _lines(manager, f"/api/export/{name}.csv", since)
    found[SUPERVISORS] = await _lines(supervisor, f"/api/export/full/{SUPERVISORS}.csv", since)
    calls = {row["call_key"]: row for row in found["calls"]}

    def about(row: Line, cells: Iterable[str]) -> Cells:
        return (*(calls[row["call_key"]][name] for name in ABOUT), *cells)

    return {
        "calls": Counter(tuple(row[name] for name in CALL) for row in found["calls"]),
        "responses": Counter(about(row, _response(row)) for row in found["responses"]),
        "stages": Counter(map(_stage, found["stages"])),
        "encounters": Counter(about(row, (row[name] for name in ENCOUNTER)) for row in found["encounters"]),
        "referrals": Counter(about(row, (row[name] for name in REFERRAL)) for row in found["referrals"]),
    }


def _response(row: Line) -> Cells:
    state = NOT_TAKEN if row["state"] in UNTAKEN else row["state"]
    known = ("accepted" if row["to_accepted_s"] else "", *("reached" if row[span] else "" for span in SPANS.values()))
    return (state, row["decline_reason"], row["self_initiated"], row["outcome"], *known)


def _stage(row: Line) -> Cells:
    at = datetime.fromisoformat(row["device_time"])
    return (row["call_id"], row["unit"], row["stage"], str(round(at.timestamp() * 1000)))


async def _lines(http: httpx.AsyncClient, path: str, since: int) -> list[Line]:
    answer = await http.get(path, params={"from": since})
    answer.raise_for_status()
    return list(csv.DictReader(io.StringIO(answer.text)))
