"""A process whose files may not grow: writes a group of 20, says what was kept, gets space, writes the rest."""

import asyncio
import json
import resource
import sys
from functools import partial
from pathlib import Path

from server.storage.sqlite.database import SqliteDatabase
from tests.engines import FileCopy
from tests.storage.test_sqlite_disk_full import GROUP, bulky
from tests.storage.works import stored


async def main(path: Path) -> None:
    database = SqliteDatabase(path, old_library_ok=True)
    names = [f"work-{n:02}" for n in range(GROUP)]
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
    results = await asyncio.gather(*(database.write(partial(bulky, name)) for name in names), return_exceptions=True)
    kept = [name for name, result in zip(names, results, strict=True) if result == name]
    advice = {getattr(result, "advice", repr(result)) for result in results if result not in names}
    report(kept=kept, advice=sorted(advice), stored=stored(FileCopy(path)))

    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    report(kept=await asyncio.gather(*(database.write(partial(bulky, name)) for name in names if name not in kept)))
    database.close()


def report(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
