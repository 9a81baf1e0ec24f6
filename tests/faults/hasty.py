"""A server whose clock runs five times as fast as the world's, so that a proof need not wait for real minutes.

`python -m tests.faults.hasty serve` is `field727 serve` in every other way. `HASTY_SINCE` says when its clock was
right: whoever was given the same moment has the same time.
"""

import os
from typing import Final

from server import jobs
from server.cli import serve
from server.cli.main import main
from server.clock import SystemClock
from server.outward import sender
from server.sync.upkeep import gap

RATE: Final = 5

SINCE: Final = "HASTY_SINCE"


def clock(since: int) -> SystemClock:
    """Five seconds go by in each of ours, counted from this moment in milliseconds since 1970."""
    real = SystemClock()

    def now_ns() -> int:
        return (since + (real.now() - since) * RATE) * 1_000_000

    return SystemClock(now_ns, now_ns)


if __name__ == "__main__":
    vars(serve)["SystemClock"] = lambda: clock(int(os.environ[SINCE]))
    # What is meant in our own seconds: how often a process looks in any case, and how long it may stand still.
    vars(jobs)["SAFETY_S"] = jobs.SAFETY_S / RATE
    vars(sender)["SAFETY_S"] = sender.SAFETY_S / RATE
    vars(gap)["GAP_MS"] = gap.GAP_MS * RATE
    main()
