"""What a supervisor or a lead says of the organization's own words."""

from schemas.base import Count
from schemas.guidance.cards import CardSet
from schemas.guidance.wording import WordingSaid


class SetCards(CardSet, frozen=True, kw_only=True):
    """From now these are the cards. Entity: the new set; those before it stay on record.

    `follows` is the number of the set that it was made from (0: there was none): it is refused once there is another.
    """

    follows: Count


class SetWording(WordingSaid, frozen=True, kw_only=True):
    """From now the app says these sentences so. Entity: the new wording; those before it stay on record.

    `follows` is the number of the wording that it was made from (0: there was none): it is refused once there is
    another.
    """

    follows: Count
