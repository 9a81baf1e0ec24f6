"""Custody: where a command waits that arrived and could not be applied. It has an owner, and its bytes stay sealed.

What waits for an earlier fact is applied when that arrives, or after a day without it. Whatever is still here after
four hours stands on the alarm strip, where there is one. To fix something is a new command; what is here stays.
"""

from server.sync.custody.taking import OVERDUE, UNATTENDED, Heard, Verdict, attempt, check_rest, hold
from server.sync.custody.trying import overdue, release, unattended, understood

__all__ = [
    "OVERDUE",
    "UNATTENDED",
    "Heard",
    "Verdict",
    "attempt",
    "check_rest",
    "hold",
    "overdue",
    "release",
    "unattended",
    "understood",
]
