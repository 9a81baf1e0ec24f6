"""The field's code lists in our own words: what may be said, and how it is labelled in a dictionary file.

Each list is a ``Literal`` (checked at the door and by the type checker) with its labels beside it in ``LABELS``.
Screens have their own, warmer wording in ``client_pwa/src/text``. No list ends in a catch-all.
"""

from schemas.codes.callout import LABELS as CALLOUT
from schemas.codes.consult import LABELS as CONSULT
from schemas.codes.demographics import LABELS as DEMOGRAPHICS
from schemas.codes.dispatch import LABELS as DISPATCH
from schemas.codes.dispute import LABELS as DISPUTE
from schemas.codes.intake import LABELS as INTAKE
from schemas.codes.mediation import LABELS as MEDIATION
from schemas.codes.outcome import LABELS as OUTCOME
from schemas.codes.referral import LABELS as REFERRAL
from schemas.codes.report import LABELS as REPORT

TAXONOMY_VERSION = 1
"""Stamped on every call: which calls count as eligible decides every figure (Denver: 2.8 % or 15 %)."""

LABELS: dict[str, dict[str, str]] = (
    INTAKE | DISPATCH | OUTCOME | DEMOGRAPHICS | DISPUTE | REFERRAL | MEDIATION | CALLOUT | CONSULT | REPORT
)
