"""What must be true of a referral when it is made. The rest of its life comes later."""

from typing import Final

from msgspec.structs import replace

from schemas.base import moved
from schemas.commands import MakeReferral
from schemas.records import Consent
from server.errors import Invalid

CONSENT_MS: Final = 91 * 24 * 60 * 60 * 1000
"""The longest a consent may run: to the end of the 90th day, whatever the clocks do in between.

No law sets this number; a release must be "reasonably time-limited", and ours ends with the quarter (domain.md §4.9).
"""


def check(args: MakeReferral, *, device_at: int) -> None:
    """Let a referral through that says all it must, and nothing about a person who did not agree.

    `device_at` is when it was written, by the same clock that dated the consent.

    Raises:
        Invalid: something is missing, or too much was told; the sentence says what to fix.
    """
    match args.state:
        case "sent":
            _check_sent(args, device_at)
        case "offered_declined":
            if args.unavailable_reason is not None:
                raise Invalid("The person said no, so take out the reason why nothing was available.")
            _check_nothing_told(args)
        case "unavailable":
            if args.unavailable_reason is None:
                raise Invalid("Say why nothing was available.")
            _check_nothing_told(args)


def corrected(consent: Consent, *, skew_ms: int) -> Consent:
    """The consent with its times moved from the phone's clock to ours."""
    return replace(
        consent,
        given_at=moved(consent.given_at, skew_ms),
        expires_at=moved(consent.expires_at, skew_ms),
    )


def _check_sent(args: MakeReferral, device_at: int) -> None:
    if args.service_id is None:
        raise Invalid("Say which service it was sent to.")
    if args.unavailable_reason is not None:
        raise Invalid("It was sent, so take out the reason why nothing was available.")
    if args.consent is None:
        raise Invalid("Sending needs the person's yes: say how they gave it and when it ends.")
    if args.consent.expires_at <= device_at:
        raise Invalid("The person's yes had ended before it was used: ask again.")
    if args.consent.expires_at - args.consent.given_at > CONSENT_MS:
        raise Invalid("The person's yes may run for 90 days at most: choose an earlier end.")
    if not set(args.shared) <= set(args.shared_fields):
        raise Invalid("Only what the person agreed to may be told: name the field among those shared, or leave it out.")


def _check_nothing_told(args: MakeReferral) -> None:
    if args.shared or args.shared_fields or args.consent is not None:
        raise Invalid("Nothing was sent, so nothing about the person is kept: leave out what would have been shared.")
