"""What the desk had been told of a call that an outcome is about."""

from collections.abc import Mapping

from schemas.base import Struct
from schemas.codes.intake import Answer, CallType


class CallThen(Struct, frozen=True, kw_only=True):
    """A call as the desk knows it when an outcome is looked at, coded."""

    type_code: CallType
    screening: Mapping[str, Answer]
    minor_involved: Answer = "unknown"

    def says(self, key: str) -> bool:
        """Whether a question of the screening was answered with yes."""
        return self.screening.get(key) == "yes"
