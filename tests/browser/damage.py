"""A disk that lost a few bits, under a server that stands still."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.browser.process import ServerProcess
from tests.served import Served
from tests.sync.test_damaged import flip

NEWEST = "received_at = (SELECT max(received_at) FROM call)"


def damage_newest_call(server: ServerProcess) -> None:
    """Of the city's newest call neither the place nor what was said can be read again; the server is started anew."""
    server.stop()
    served = Served(server.folder)
    city = next(served.organizations.open(entry.tag) for entry in served.organizations.list() if entry.kind == "city")

    async def run() -> None:
        for column in ("sealed", "said"):
            await city.database.write(flip("call", column, NEWEST))

    # In a thread of its own: while a browser is open, this one has an event loop already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(run())).result()
    served.close()
    server.start()
