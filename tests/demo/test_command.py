"""`field727 demo`, as somebody types it."""

import os
import subprocess
import sys
from pathlib import Path

PATIENCE_S = 120
ROOT = Path(__file__).parents[2]


def field727(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FIELD727_")}
    environment |= {"FIELD727_DATA": str(folder / "data"), "FIELD727_PORT": "0"}
    return subprocess.run(
        [sys.executable, "-m", "server", *words],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )


def test_an_hour_is_played_with_more_teams_in_an_empty_folder_and_comes_out(tmp_path):
    played = field727(tmp_path, "demo", "--begin", "13", "--hours", "1", "--speed", "1000", "--teams", "5")

    assert played.returncode == 0, played.stdout + played.stderr
    said = played.stdout.splitlines()
    assert any("Dispatcher" in line and "/enrol#" in line for line in said)
    assert said[-2:] == ["The exports say the same, and the board shows what the ledger holds.", "The ledger is whole."]
    assert "0 calls," not in played.stdout
    teams = field727(tmp_path, "unit", "list", "--org", "Exampleton 727").stdout.splitlines()
    assert [line.rpartition("  ")[2] for line in teams] == ["Heron", "Juniper", "Relief 4", "Relief 5", "Wren"]


def test_nobody_plays_in_a_city_that_is_not_the_example(tmp_path):
    assert field727(tmp_path, "org", "add", "Real City", "--kind", "city", "--training").returncode == 0

    refused = field727(tmp_path, "demo")

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith("field727: There is no example city in this folder")
