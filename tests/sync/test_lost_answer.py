"""A command whose COMMIT was never answered: the phone hears *retry*, sends it again, and it has happened once."""

from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from server.journal import verify
from tests.postgres import Cluster
from tests.served import Served
from tests.storage.faults import Faults, Lost
from tests.sync.doors import a_call, calls, rows, send


class Silent(Faults):
    """The nth COMMIT after a call was written is never answered, be it of the keys or of the records."""

    def __init__(self) -> None:
        super().__init__()
        self.arm(0, None)

    def arm(self, at: int, lost: Lost | None) -> None:
        """From now, once."""
        self.has_written, self.struck, self.seen = False, False, 0
        self.at, self.lost = at, lost
        self.rule = self.answers

    def answers(self, sql: str, _values: object) -> Lost | None:
        """How the answer to this statement is lost."""
        self.has_written = self.has_written or sql.startswith("INSERT INTO call ")
        if self.lost is None or not self.has_written or sql != "COMMIT":
            return None
        self.seen += 1
        if self.seen != self.at + 1:
            return None
        self.struck = True
        return self.lost


@pytest.mark.parametrize("lost", Lost)
async def test_a_call_whose_commit_was_never_answered_is_there_once(tmp_path: Path, cluster: Cluster, lost: Lost):
    silent = Silent()
    with cluster.ground() as ground:
        served = Served(tmp_path, ground, engine=silent.engine(ground))
        city = served.found("city")
        heard: Counter[str] = Counter()
        async with served.phone(city, "dispatcher") as desk:
            for at in count():
                row = a_call(desk, f"call-{at}")
                silent.arm(at, lost)
                (first,) = await send(desk, row)
                silent.heal()
                (again,) = await send(desk, row)

                assert again["r"] == "ok"
                heard[first["r"]] += 1
                if not silent.struck:
                    break

        assert heard["retry"] >= 1, "an answer was lost that the phone had to ask for again"
        assert heard["ok"] == 1 + at - heard["retry"]
        assert await calls(city) == sorted(f"call-{n}" for n in range(at + 1))
        journal = await rows(city, "SELECT entity_id FROM journal WHERE entity_type = 'call'")
        assert Counter(row["entity_id"] for row in journal) == {f"call-{n}": 1 for n in range(at + 1)}
        assert await city.database.read(verify) is None
        served.close()
