"""`python -m tests.browser.engines` makes sure that Firefox and WebKitGTK are there, or says what to do and fails."""

import os
import shutil
import subprocess
import sys

from tests.browser.engines import firefox, webkit

DEBIAN = ("firefox-esr", "webkit2gtk-driver", "xvfb", "python3-gi", "gir1.2-webkit2-4.1")
ADVICE = f"These tests need Firefox and WebKitGTK: as root on Debian, apt-get install {' '.join(DEBIAN)}."


def are_there() -> bool:
    """Whether every engine can be opened."""
    return firefox.executable() is not None and webkit.is_there()


def install() -> None:
    """Debian's packages, when we are root there."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        wanted = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *DEBIAN]
        subprocess.run(wanted, check=False, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    """0 when they are there afterwards; else 1 and one line that says what to do."""
    if not are_there():
        install()
    if not are_there():
        print(ADVICE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
