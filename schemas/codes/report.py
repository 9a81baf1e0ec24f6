"""Reports that the law asks for: about whom one may be due, to whom it is made, and in which role."""

from typing import Literal

ReportAbout = Literal["child", "adult"]
"""About whom: which law asks, the city's own counsel says."""
ReportedTo = Literal["child_protection", "adult_protection", "care_ombudsman", "police"]
ReporterRole = Literal["CLIN", "CRISIS", "MEDIC", "PEER", "OUTR", "MEDI", "NAVI", "supervisor"]
"""Who must report is a matter of the role, so that is what is kept, and no name."""

LABELS: dict[str, dict[str, str]] = {
    "report_about": {
        "child": "A child",
        "adult": "An older or dependent adult",
    },
    "reported_to": {
        "child_protection": "Child protection",
        "adult_protection": "Adult protection",
        "care_ombudsman": "Care home ombudsman",
        "police": "Police",
    },
    "reporter_role": {
        "CLIN": "Clinician",
        "CRISIS": "Crisis worker",
        "MEDIC": "Medic",
        "PEER": "Peer",
        "OUTR": "Outreach",
        "MEDI": "Mediator",
        "NAVI": "Navigator",
        "supervisor": "Supervisor",
    },
}
