"""Starts the exporting process and streams what it writes; ends it when the reader goes away."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from typing import Final

import msgspec

from server.errors import NotNow
from server.reports.child import Job

CHUNK: Final = 65_536
PATIENCE_S: Final = 60.0
"""How long the process may be silent before it is given up."""


async def stream(job: Job) -> AsyncGenerator[bytes, None]:
    """The bytes of an export as they are made.

    Raises:
        NotNow: the process failed; what was streamed so far is cut, never silently complete.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.reports.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(job))
        process.stdin.close()
        while chunk := await asyncio.wait_for(process.stdout.read(CHUNK), PATIENCE_S):
            yield chunk
        if await process.wait() != 0:
            raise NotNow("the export was not finished")
    except TimeoutError:
        raise NotNow("the export took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            # What it had written must be read away, else its end is never heard of.
            await process.communicate()
