"""The access matrix as data: who may see which class of field, and which class every field has.

Deny by default: a class without a grant for a role is closed to it, a field without a class fails a test. ``never``
means no grant may ever be added here. There is no police role. The server, the phone and the tests read this file.
"""

from functools import lru_cache
from typing import Literal, get_args

from schemas.base import Struct
from schemas.codes.dispatch import Role

FieldClass = Literal[
    "key",
    "incident_core",
    "exact_place",
    "coarse_area",
    "person_identifier",
    "caution_note",
    "assignment",
    "staff",
    "outcome",
    "clinical_narrative",
    "referral",
    "referral_shared",
    "mediation",
    "alarm",
    "safety",
    "position",
    "handoff_note",
    "custody",
    "directory",
    "felt",
]
Grant = Literal["own", "asg", "open", "team", "org", "all"]
"""How far reading goes: own records · while assigned and 2 h after · open calls · the team's · the organization's."""
Reach = Literal["no", "never"] | Grant
"""What stands in a cell of the matrix. No scope can satisfy ``no`` or ``never``."""

CARE: frozenset[FieldClass] = frozenset(
    {
        "exact_place",
        "person_identifier",
        "caution_note",
        "clinical_narrative",
        "referral_shared",
        "handoff_note",
        "mediation",
        "position",
    }
)
"""Care tier: stored only as ciphertext, every read passes ``access.disclose`` and leaves an audit entry."""

MATRIX: dict[FieldClass, dict[Role, Reach]] = {
    "key": {
        "responder": "all",
        "dispatcher": "all",
        "supervisor": "all",
        "manager": "all",
        "interrupter": "all",
        "site_lead": "all",
    },
    "incident_core": {"responder": "asg", "dispatcher": "org", "supervisor": "org", "manager": "org"},
    "exact_place": {
        "responder": "asg",
        "dispatcher": "open",
        "supervisor": "asg",
        "manager": "never",
        "admin": "never",
    },
    "coarse_area": {
        "responder": "all",
        "dispatcher": "all",
        "supervisor": "all",
        "manager": "all",
        "interrupter": "all",
        "site_lead": "all",
    },
    "person_identifier": {
        "responder": "asg",
        "dispatcher": "open",
        "supervisor": "asg",
        "manager": "never",
        "admin": "never",
    },
    "caution_note": {
        "responder": "asg",
        "dispatcher": "open",
        "supervisor": "org",
        "manager": "never",
        "admin": "never",
    },
    "assignment": {"responder": "own", "dispatcher": "org", "supervisor": "org", "manager": "org"},
    "staff": {"responder": "own", "dispatcher": "org", "supervisor": "org"},
    "outcome": {"responder": "own", "supervisor": "team", "manager": "org", "dispatcher": "no"},
    "clinical_narrative": {
        "responder": "asg",
        "supervisor": "team",
        "dispatcher": "never",
        "manager": "never",
        "admin": "never",
    },
    "referral": {"responder": "own", "supervisor": "team", "manager": "org", "dispatcher": "no"},
    "referral_shared": {"responder": "asg", "supervisor": "team", "manager": "never", "admin": "never"},
    "mediation": {
        "interrupter": "own",
        "site_lead": "team",
        "responder": "never",
        "dispatcher": "never",
        "supervisor": "never",
        "manager": "never",
        "admin": "never",
        "privacy_officer": "never",
    },
    "alarm": {"dispatcher": "org", "supervisor": "org", "site_lead": "org"},
    "safety": {
        "responder": "own",
        "dispatcher": "org",
        "supervisor": "org",
        "interrupter": "own",
        "site_lead": "org",
    },
    # Where somebody who works here is; a site never asks.
    "position": {
        "responder": "own",
        "dispatcher": "open",
        "supervisor": "team",
        "manager": "never",
        "admin": "never",
        "privacy_officer": "never",
        "interrupter": "never",
        "site_lead": "never",
    },
    "handoff_note": {
        "responder": "own",
        "dispatcher": "org",
        "supervisor": "org",
        "manager": "never",
        "admin": "never",
    },
    "custody": {
        "responder": "own",
        "supervisor": "team",
        "dispatcher": "no",
        "interrupter": "own",
        "site_lead": "team",
    },
    # How somebody felt at work is nobody's to read, also where their command lies in custody: only sums are kept.
    "felt": {
        "responder": "own",
        "dispatcher": "never",
        "supervisor": "never",
        "manager": "never",
        "admin": "never",
        "privacy_officer": "never",
    },
    "directory": {
        "responder": "all",
        "dispatcher": "all",
        "supervisor": "all",
        "interrupter": "all",
        "site_lead": "all",
    },
}


def classes(**by_class: str) -> dict[str, FieldClass]:
    """The class of each of these names, which are given by class with spaces between them."""
    known: dict[str, FieldClass] = {name: name for name in MATRIX}
    return {field: known[name] for name, fields in by_class.items() for field in fields.split()}


FIELDS: dict[str, dict[str, FieldClass]] = {
    "call": classes(
        key="id version",
        incident_core=(
            "number status source type_code priority taxonomy_version received_at entered_at triaged_at "
            "first_offer_at closed_at triage_result would_have_gone_to would_have_gone_to_proposed not_sent_reason "
            "screening asked caller_role location_kind language minor_involved persons_count handovers on_paper "
            "corrections told merged_into merged_at place_within unreadable"
        ),
        coarse_area="area",
        exact_place="place callback other_places",
        person_identifier="said other_words",
        caution_note="access_note place_notes",
        # Who has it at another service: phones need to know that somebody has, not who.
        alarm="taken_by",
    ),
    "assignment": classes(
        key="id version",
        assignment=(
            "call_id unit_id state offered_at answer_by accepted_at enroute_at staged_at arrived_at contact_at "
            "transport_at dest_at cleared_at ended_at ending decline_reason self_initiated begun instead_of wanted "
            "lost_to checked_at check_due_at check_step no_link outcome origin said_by ladder"
        ),
    ),
    "unit": classes(
        key="id version",
        staff="name status status_at status_until shift_id shift_started_at skills members",
        # A partner's number is the desk's to dial, and for whom a desk holds the team is not the team's to know yet.
        alarm="phones base held_for held_until",
    ),
    "alarm": classes(
        key="id", alarm="kind call_id assignment_id unit_id raised_at resolved_at missed missed_count people"
    ),
    "help": classes(
        key="id version",
        safety="by name unit_id raised_at received_at taken_at ended_at ending sent phone_at",
        # Whom the desk phones: a colleague's number.
        alarm="people",
        position="position",
    ),
    "help_policy": classes(
        key="id", alarm="number order police_preset on_call weapon_police unanswered set_at by name"
    ),
    "taxonomy": classes(
        key="id",
        incident_core="number types agreed_on order sources priorities questions set_at",
        staff="by name",
    ),
    "cards": classes(key="id", directory="number cards set_at"),
    "wording": classes(key="id", directory="number sentences set_at"),
    "backup": classes(
        key="id version",
        staff="by name",
        safety=(
            "call_id unit_id kind reason asked_by asked_at received_at answered_at due_at coming_id refusal ended_at "
            "outcome lights"
        ),
    ),
    "handoff": classes(
        key="id version",
        staff="unit_id shift_id by name since made_at late_at read_at read_by reader unkept",
        assignment="calls reasons backs logs promised supplies unsent held done",
        referral="referrals",
        safety="hazards",
        alarm="alarms",
        handoff_note="notes",
    ),
    "roll": classes(
        key="id version", safety="roll_id unit_id why called_at asked_at answered_at ended_at step no_link"
    ),
    "device": classes(
        key="id", staff="person_id name unsent heard_at app clock_off_ms cloned alarm alarm_at in_a_tab_at"
    ),
    "encounter": classes(
        key="id version",
        outcome=(
            "assignment_id call_id unit_id by first_saved_at final_at received_at answers must_report reports "
            "unreadable"
        ),
        # What a partner added carries a note of its own, and answers about the person.
        clinical_narrative="additions note demographics presenting",
    ),
    "review": classes(
        key="id version",
        outcome="about about_id call_id number unit_id team at reasons seen reviewed_at",
        staff="by name",
    ),
    "consult": classes(
        key="id version",
        assignment="call_id unit_id by name asked_at received_at answered_at",
        outcome="reason unreadable",
        # Each answer carries a note of its own.
        clinical_narrative="answers",
    ),
    "referral": classes(
        key="id version",
        referral=(
            "call_id unit_id by service_id need state unavailable_reason urgency made_at received_at "
            "shared_fields consent unreadable"
        ),
        referral_shared="shared",
    ),
    "held": classes(key="id", custody="type entity person_id code held_at owner"),
    "directory": classes(key="id", directory="version url sha256 timezone"),
    "mediation": classes(
        key="id version",
        mediation=(
            "by area day part_of_day how_learned conflict_type parties youth_present weapon_present shooting_likely "
            "group_involved retaliation_related actions outcome retaliation_prevented look_again staff_minutes "
            "received_at"
        ),
    ),
    "callout": classes(
        key="id version",
        mediation="by area part_of_day kind people state coming made_at ended_at ending step",
        # Colleagues' numbers, and which lead is to phone them.
        alarm="named to_phone",
    ),
    "coming": classes(
        key="id version",
        mediation=(
            "callout_id person_id asked_at sent_at delivered_at shown_at pushed_at push_failed_at rang_at answer "
            "said_at from_at also checked_at check_by missed_at no_link safe_at"
        ),
        alarm="name phone",
    ),
    "duty": classes(key="id version", mediation="on_call said_at until_at", alarm="name"),
}
"""Every field of every record has a class; a test fails for one that has none."""


class ScopeRule(Struct, frozen=True, kw_only=True):
    """Whose eyes a scope stands for, the reaches that being in it satisfies, and the records it is for (None: any)."""

    reader: Role
    reaches: frozenset[Grant]
    only: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """A rule that would open a closed cell cannot be made."""
        if not self.reaches <= GRANTS:
            raise ValueError("a scope satisfies grants only: no and never stay closed")


GRANTS: frozenset[str] = frozenset(get_args(Grant))


def _rule(reader: Role, *reaches: Grant, only: str | None = None) -> ScopeRule:
    return ScopeRule(
        reader=reader, reaches=frozenset({*reaches, "all"}), only=None if only is None else frozenset(only.split())
    )


SCOPES: dict[str, dict[str, ScopeRule]] = {
    "city": {
        "person": _rule("responder", "own"),
        "unit": _rule("responder", "own"),
        "call": _rule("responder", "asg", "own"),
        "ask": _rule("responder", "asg", only="call"),
        "desk": _rule("dispatcher", "open", "org"),
        "custody": _rule("supervisor", "team", only="held"),
        "oversight": _rule("supervisor", "team", "org", only="review consult"),
        "directory": _rule("responder", only="directory cards wording"),
    },
    "site": {
        "person": _rule("interrupter", "own"),
        "desk": _rule("site_lead", "team", "org"),
        "custody": _rule("site_lead", "team", only="held"),
        "directory": _rule("interrupter", only="directory cards wording"),
    },
}
"""By kind of organization: each scope is one fixed projection."""


def projection(kind: str, scope: str, record_type: str) -> tuple[str, ...]:
    """The fields of a record this scope may see, in the record's order; empty where it may see none."""
    return _projection(kind, scope.partition(":")[0], record_type)


@lru_cache(maxsize=256)
def _projection(kind: str, word: str, record_type: str) -> tuple[str, ...]:
    rule = SCOPES[kind].get(word)
    if rule is None or (rule.only is not None and record_type not in rule.only):
        return ()
    return tuple(field for field, field_class in FIELDS[record_type].items() if reads(kind, word, field_class))


def reads(kind: str, scope: str, field_class: FieldClass) -> bool:
    """Whether what is of this class is open to those whose eyes this scope stands for."""
    rule = SCOPES[kind].get(scope.partition(":")[0])
    return rule is not None and MATRIX[field_class].get(rule.reader, "no") in rule.reaches
