"""Making an export in this very process, which is one of its own already."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from schemas.exports import DictionaryRow, dictionary
from server.reports.child import Job, lines
from server.reports.rules import line
from server.storage.engines import glance


def export_text(told: Mapping[str, Any], *, name: str, since: int, until: int) -> bytes:
    """One CSV file, read from one snapshot of the database that the clerk named."""
    secret = base64.b64decode(told["secret"])
    job = Job(file=name, location=told["location"], secret=secret, since=since, until=until)
    return glance(job.location, lambda tx: "".join(lines(tx, job)).encode())


def dictionary_text() -> bytes:
    """What every column and code of the exports means."""

    def rows() -> Iterator[str]:
        names = DictionaryRow.__struct_fields__
        yield line(names)
        for row in dictionary():
            yield line(getattr(row, name) for name in names)

    return "".join(rows()).encode()
