"""``python -m schemas`` writes the JSON Schema and the TypeScript types; ``--check`` fails when they are stale."""

import sys
from pathlib import Path

from schemas.generate import first_edition, json_schema, typescript

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {
    ROOT / "schemas" / "field727.schema.json": json_schema,
    ROOT / "client_pwa" / "src" / "schema.ts": typescript,
    ROOT / "client_pwa" / "src" / "screens" / "desk" / "editions" / "first.ts": first_edition,
}


def main(arguments: list[str]) -> int:
    """Write or check the files. Exit code 1 and one line per stale file with ``--check``."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m schemas [--check]\n")
        return 2
    stale = 0
    for path, make in TARGETS.items():
        text = make()
        if arguments and (not path.exists() or path.read_text(encoding="utf-8") != text):
            sys.stderr.write(f"{path.relative_to(ROOT)} is stale: run python -m schemas\n")
            stale = 1
        elif not arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
