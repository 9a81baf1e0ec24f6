"""What a supervisor says of the edition that calls are taken by."""

from schemas.base import Count
from schemas.records.taxonomy import Edition


class SetTaxonomy(Edition, frozen=True, kw_only=True):
    """From now calls are taken by this. Entity: the new edition; those before it stay on record.

    `follows` is the number of the edition that it was made from: it is refused once there is another.
    """

    follows: Count
