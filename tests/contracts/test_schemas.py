"""The words everybody shares: every field has a class, every class a row, and what was once sent still decodes."""

import json
import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from schemas import codes
from schemas.__main__ import main as write_or_check
from schemas.base import Struct
from schemas.codes import (
    LABELS,
    callout,
    consult,
    demographics,
    dispatch,
    dispute,
    intake,
    mediation,
    outcome,
    referral,
    report,
)
from schemas.codes.dispatch import CityRole, Role, SiteRole
from schemas.codes.intake import CallType, ConfidentialType
from schemas.commands import COMMANDS, SYSTEM_COMMANDS, TakeCall
from schemas.commands.arguments import ARGUMENTS
from schemas.exports import EXPORTS, FULL_EXPORTS
from schemas.matrix import CARE, FIELDS, MATRIX, SCOPES, FieldClass, Grant, Reach, ScopeRule, projection
from schemas.records import RECORDS
from server.access import project
from server.app import SLICES
from server.decode import decode
from server.errors import Invalid
from tests.compat.recorded import holds, said_today
from tests.phone import as_json

ROOT = Path(__file__).parents[2]
SAID = said_today()

ROLES = set(get_args(Role))
EVERY_SCOPE = [(kind, scope, record) for kind, scopes in SCOPES.items() for scope in scopes for record in RECORDS]

NEVER = {
    "exact_place": {"manager", "admin"},
    "person_identifier": {"manager", "admin"},
    "caution_note": {"manager", "admin"},
    "clinical_narrative": {"dispatcher", "manager", "admin"},
    "referral_shared": {"manager", "admin"},
    "handoff_note": {"manager", "admin"},
    "position": {"manager", "admin", "privacy_officer", "interrupter", "site_lead"},
    "mediation": {"responder", "dispatcher", "supervisor", "manager", "admin", "privacy_officer"},
    "felt": {"dispatcher", "supervisor", "manager", "admin", "privacy_officer"},
}
"""The cells no grant may ever be put in (trust: "no grant can express it"). To take one out, argue here."""

WHO_COERCES = re.compile(
    r"police|sheriff|trooper|prosecut|parole|probation|immigration|\bice\b|(?<!privacy_)officer|law"
)


# ------------------------------------------------------------------ fields, classes, rows


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_of_a_record_has_exactly_one_class(record: str):
    assert set(FIELDS[record]) == set(RECORDS[record].__struct_fields__)


def test_no_class_is_without_a_row_and_no_row_without_a_class():
    assert FIELDS.keys() == RECORDS.keys()
    assert MATRIX.keys() == set(get_args(FieldClass)) >= CARE
    used = {each for fields in (*FIELDS.values(), *ARGUMENTS.values()) for each in fields.values()}
    assert used == set(MATRIX), "every row is used"


def test_a_cell_names_a_role_and_a_reach_that_exist():
    reaches = {reach for part in get_args(Reach) for reach in (get_args(part) or (part,))}
    for row in MATRIX.values():
        assert row.keys() <= ROLES
        assert set(row.values()) <= reaches


def test_a_scope_is_read_by_a_role_of_its_own_kind_of_organization():
    of_kind = {"city": set(get_args(CityRole)), "site": set(get_args(SiteRole))}
    assert of_kind.keys() == SCOPES.keys() == SLICES.keys()
    for kind, scopes in SCOPES.items():
        assert {rule.reader for rule in scopes.values()} <= of_kind[kind]
    assert of_kind["city"] | of_kind["site"] == ROLES


# ------------------------------------------------------------------ never


def test_the_cells_that_stay_closed_for_ever_are_these():
    assert {name: {role for role, reach in row.items() if reach == "never"} for name, row in MATRIX.items()} == {
        name: NEVER.get(name, set()) for name in MATRIX
    }


@pytest.mark.parametrize(("kind", "scope", "record"), EVERY_SCOPE)
def test_no_scope_shows_what_its_reader_may_not_see(kind: str, scope: str, record: str):
    reader = SCOPES[kind][scope].reader
    for field in projection(kind, f"{scope}:x", record):
        assert MATRIX[FIELDS[record][field]].get(reader, "no") in get_args(Grant), field


@pytest.mark.parametrize("closed", ["no", "never"])
def test_a_scope_that_would_open_a_closed_cell_cannot_be_made(closed: Any):
    assert ScopeRule(reader="dispatcher", reaches=frozenset({"org"})).reaches == {"org"}
    with pytest.raises(ValueError, match="stay closed"):
        ScopeRule(reader="dispatcher", reaches=frozenset({"org", closed}))


# ------------------------------------------------------------------ no police role


def coercive(roles: set[str]) -> set[str]:
    return {role for role in roles if WHO_COERCES.search(role)}


def test_there_is_no_police_role_and_none_can_be_added_unseen():
    known = {"dispatcher", "responder", "supervisor", "manager", "admin", "privacy_officer", "interrupter", "site_lead"}
    assert known == ROLES == set(LABELS["role"]), "a new role is argued here first"
    named = ROLES | {role for row in MATRIX.values() for role in row}
    named |= {role for kind in COMMANDS.values() for role in kind.roles}
    named |= {rule.reader for scopes in SCOPES.values() for rule in scopes.values()}

    assert named == ROLES
    assert coercive(named) == set()
    assert coercive(named | {"police", "police_liaison", "law_enforcement", "sheriff", "officer"}) != set()


def test_nobody_can_be_given_a_role_that_does_not_exist():
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert("police", Role)


def test_an_interrupter_never_learned_of_a_conflict_from_the_police():
    assert not any("police" in value for value in get_args(mediation.HowLearned))


# ------------------------------------------------------------------ commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_of_a_command_has_exactly_one_class(name: str):
    assert set(ARGUMENTS[name]) == set(COMMANDS[name].args.__struct_fields__)
    assert ARGUMENTS.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_is_who_may_send_it_and_where(name: str):
    kind = COMMANDS[name]
    roles_of = {"city": set(get_args(CityRole)), "site": set(get_args(SiteRole))}

    assert kind.nature in {"fact", "intent"}
    assert kind.v >= 1
    assert kind.where
    assert kind.roles <= set().union(*(roles_of[where] for where in kind.where)), "somebody could never send it"
    for where in kind.where:
        assert kind.roles & roles_of[where], "nobody there could send it"
        assert [name in part.handlers for part in SLICES[where]].count(True) == 1
    elsewhere = [part for where, parts in SLICES.items() if where not in kind.where for part in parts]
    assert not any(name in part.handlers for part in elsewhere)


def test_no_client_can_send_an_order_of_the_servers_own():
    assert COMMANDS.keys().isdisjoint(SYSTEM_COMMANDS)
    orders = {name for parts in SLICES.values() for part in parts for name in part.orders}
    assert orders <= SYSTEM_COMMANDS


# ------------------------------------------------------------------ confidential types


def a_call(**said: Any) -> bytes:
    return msgspec.json.encode(SAID["call.take"] | said)


@pytest.mark.parametrize("confidential", get_args(ConfidentialType))
def test_a_desk_cannot_even_say_a_confidential_type(confidential: str):
    assert decode(a_call(), TakeCall).type_code == "WELFARE"
    with pytest.raises(Invalid):
        decode(a_call(type_code=confidential), TakeCall)


def test_nothing_a_city_sends_or_shows_has_a_word_for_a_confidential_type_or_a_mediation():
    city = [kind.args for kind in COMMANDS.values() if "city" in kind.where]
    city += [record for name, record in RECORDS.items() if name not in ("mediation", "callout", "coming", "duty")]
    _, parts = msgspec.json.schema_components([*city, *EXPORTS.values(), *FULL_EXPORTS.values()])
    said = json.dumps(parts)

    assert "OVERDOSE" in said, "the search finds a type that a city has"
    assert not [
        word
        for word in (
            *get_args(ConfidentialType),
            *get_args(mediation.ConflictType)[:4],
            *get_args(callout.CalloutKind)[:2],
        )
        if word in said
    ]
    assert set(get_args(CallType)).isdisjoint(get_args(ConfidentialType))


# ------------------------------------------------------------------ projections


@pytest.mark.parametrize(("kind", "scope", "record"), EVERY_SCOPE)
def test_a_record_is_shown_field_by_field_as_the_matrix_says(kind: str, scope: str, record: str):
    document = json.loads((ROOT / "schemas" / "field727.schema.json").read_text())
    expected = list(projection(kind, scope, record))

    assert document["x-projections"][kind][scope].get(record, []) == expected
    assert list(project(kind, f"{scope}:x", record, an_example(RECORDS[record]))) == expected


def an_example(kind: type[Struct]) -> Struct:
    """A record of this type with anything in it."""
    return kind(**dict.fromkeys(kind.__struct_fields__, "x"))


def test_what_is_personal_is_shown_at_a_desk_on_a_call_or_to_its_author_and_nowhere_else():
    # What a shift wrote for the next is its team's, whichever call it is about; where somebody calls for help from is
    # their team's and that of the team that goes; what a supervisor told a team all supervisors read.
    personal = {
        (kind, scope)
        for kind, scope, record in EVERY_SCOPE
        if record not in ("handoff", "help", "consult")
        and any(FIELDS[record][field] in CARE for field in projection(kind, scope, record))
    }

    in_a_city = {("city", "call"), ("city", "ask"), ("city", "desk")}
    assert personal == in_a_city | {("site", "person"), ("site", "desk")}


def test_a_scope_for_one_kind_of_record_shows_no_other():
    shown = {scope: {r for k, s, r in EVERY_SCOPE if s == scope and projection(k, s, r)} for _, scope, _ in EVERY_SCOPE}

    assert shown["ask"] == {"call"}
    assert shown["custody"] == {"held"}
    assert shown["oversight"] == {"review", "consult"}
    assert shown["directory"] == {"directory", "cards", "wording"}
    assert projection("city", "nonsense:1", "call") == ()


# ------------------------------------------------------------------ code lists

LISTS = {
    name: kind
    for module in (callout, consult, demographics, dispatch, dispute, intake, mediation, outcome, referral, report)
    for name, kind in vars(module).items()
    if get_origin(kind) is Literal
}
CALLED = {"CallType": "type_code"}
PART_OF = {
    "AlarmSaid": "device_alarm",
    "CityRole": "role",
    "HowTold": "how_known",
    "SiteRole": "role",
    "MadeState": "referral_state",
    "OwnStatus": "unit_status",
    "Stage": "assignment_state",
}


def label_of(name: str) -> str:
    return CALLED.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_a_label(name: str):
    said = get_args(LISTS[name])
    if name in PART_OF:
        assert set(said) < LABELS[PART_OF[name]].keys()
    else:
        assert list(LABELS[label_of(name)]) == list(said), "in the same order"


def test_every_list_of_labels_has_its_codes_and_every_label_its_words():
    assert LABELS.keys() == {label_of(name) for name in LISTS if name not in PART_OF}
    assert all(label.strip() == label != "" for labels in LABELS.values() for label in labels.values())
    assert codes.TAXONOMY_VERSION >= 1


@pytest.mark.parametrize("name", LISTS)
def test_no_list_ends_in_a_bin_for_everything(name: str):
    allowed = {"DeclineReason"}  # nobody is asked why they cannot
    assert name in allowed or "other" not in get_args(LISTS[name])


# ------------------------------------------------------------------ exports

PLAIN_TEXT = {"received_hour", "made_hour", "area", "service_id", "quarter", "week"}
FULL_TEXT = {
    "call_number",
    "call_id",
    "assignment_id",
    "unit",
    "device_time",
    "corrected_time",
    "received_time",
    "date",
}


@pytest.mark.parametrize("file", EXPORTS | FULL_EXPORTS)
def test_no_column_of_an_export_can_hold_anything_personal(file: str):
    personal = {field for fields in FIELDS.values() for field, each in fields.items() if each in CARE}
    personal -= {field for fields in FIELDS.values() for field, each in fields.items() if each not in CARE}
    personal |= {"name", "phone", "person_id", "by", "said_by", "place", "note"}
    free = PLAIN_TEXT if file in EXPORTS else FULL_TEXT
    for name, hint in get_type_hints((EXPORTS | FULL_EXPORTS)[file], include_extras=True).items():
        kind, meta = get_args(hint)
        if str in (kind, *get_args(kind)):
            assert name not in personal
            listed = meta.extra["codes"] in LABELS
            assert listed or name.endswith("_key") or name in free, f"{name} could hold any words"


@pytest.mark.parametrize("file", EXPORTS)
def test_a_managers_file_has_keys_in_the_place_of_ids(file: str):
    ids = [name for name in EXPORTS[file].__struct_fields__ if name.endswith("_id") or name == "id"]
    assert ids in ([], ["service_id"]), "a service stands in the public directory"


# ------------------------------------------------------------------ what was released


def test_what_is_made_from_the_schemas_is_fresh():
    assert write_or_check(["--check"]) == 0


@pytest.mark.parametrize("name", SAID)
def test_what_a_phone_of_today_says_is_understood_to_the_last_field(name: str):
    args = decode(msgspec.json.encode(SAID[name]), COMMANDS[name].args)

    assert holds(SAID[name], as_json(args))


@pytest.mark.parametrize("name", SAID)
def test_a_newer_phone_may_say_more(name: str):
    args = decode(msgspec.json.encode(SAID[name] | {"said_since": 3}), COMMANDS[name].args)

    assert holds(SAID[name], as_json(args))


@pytest.mark.parametrize("name", SAID)
def test_a_field_that_may_be_left_out_stays_so(name: str):
    required = [field.name for field in msgspec.structs.fields(COMMANDS[name].args) if field.required]
    least = {field: SAID[name][field] for field in required}

    decode(msgspec.json.encode(least), COMMANDS[name].args)
    for field in required:
        short = {said: value for said, value in least.items() if said != field}
        with pytest.raises(Invalid):
            decode(msgspec.json.encode(short), COMMANDS[name].args)
