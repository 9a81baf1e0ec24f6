"""Where the folders of tests lie: in memory, so that no commit waits for a disk that others are waiting for too.

Nothing is proven less by it. A process that is killed loses nothing of what it wrote, on a disk or not; and what is
synced before it is confirmed is seen in the calls that are made.
"""

import shutil
import tempfile
from pathlib import Path

ROOM_BYTES = 4 << 30


def roomy() -> Path:
    """Memory where there is plenty: hundreds of small databases are made, and none must outlive this run."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > ROOM_BYTES
    return memory if has_room else Path(tempfile.gettempdir())
