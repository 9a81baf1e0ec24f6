"""`make bench` measures everything unless it is told what."""

import pytest

from tests.bench.__main__ import PARTS, asked


def test_where_no_part_is_named_all_are_measured():
    assert asked([]) == ("sqlite", list(PARTS))
    assert asked(["--engine", "postgres", "live", "herd"]) == ("postgres", ["live", "herd"])


def test_a_part_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit):
        asked(["backlogs"])
    assert "there is no part backlogs" in capsys.readouterr().err
