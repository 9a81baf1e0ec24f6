"""The command line in this process, for somebody with an empty data folder."""

import os
import sys

import pytest

from server.cli.main import main


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """The environment of somebody with an empty data folder."""
    for name in [name for name in os.environ if name.startswith("FIELD727_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FIELD727_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FIELD727_PORT", "0")
    return tmp_path


@pytest.fixture
def field727(settings, monkeypatch, capsys):
    """Run a command here; answers its exit code, what it said and what it complained of."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["field727", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return run


@pytest.fixture
def done(field727):
    """Run a command that must succeed; answers the lines it said."""

    def run(*words):
        code, out, err = field727(*words)
        assert (code, err) == (0, ""), (words, err)
        return out.splitlines()

    return run
