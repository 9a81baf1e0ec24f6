"""How long a personal field may be read: the classes a key is kept under, and their days.

A key belongs to one record and one class, so that the parts of a record which must go earlier go alone.
"""

from enum import StrEnum


class Retention(StrEnum):
    """What a sealed field is, for the clock that ends it. The names are stored: never change one."""

    CALL_PLACE = "call_place"
    """Exact place, access note, callback and caller role of a call."""

    PLACE_NOTE = "place_note"
    """What the next team should know of a place: each note ends by itself, within these days at the latest."""

    CARE_NOTE = "care_note"
    """What was said or written about somebody, outside a care record."""

    CARE_RECORD = "care_record"
    """Part of a care record; the programme's health rule decides."""

    PERSON_LINK = "person_link"
    """Who a contact, referral or consent is about."""

    MEDIATION = "mediation"
    """What an interrupter wrote."""

    PARTNER_PAYLOAD = "partner_payload"
    """A message as a partner's system sent it."""

    STAFF = "staff"
    """Names and contacts of the people who work here."""

    POSITION = "position"
    """Where somebody who works here was. An order ends it within a day, not a number of days."""

    HELD = "held"
    """A command in custody, until its owner has dealt with it."""

    AUDIT = "audit"
    """Reasons people gave for reading what is not theirs."""

    @property
    def days(self) -> int | None:
        """Days after the event that starts the clock; None where a decision ends it, not a number of days.

        The clock starts at the close of the call, the last contact with the person, or the writing of the rest.
        Source: the retention table of the field's rules (our defaults, for counsel to confirm).
        """
        return _DAYS.get(self)


_DAYS = {
    Retention.CALL_PLACE: 30,
    Retention.PLACE_NOTE: 90,
    Retention.CARE_NOTE: 90,
    Retention.PERSON_LINK: 180,
    # The table allows 30 to 90; interrupters are safest with the least.
    Retention.MEDIATION: 30,
    Retention.PARTNER_PAYLOAD: 7,
    # The table says six to seven years.
    Retention.AUDIT: 7 * 365,
}
