"""The built phone app as files: held in memory, compressed when first asked for, with validators to ask back with.

The whole app is a few hundred kilobytes, so nothing is read from disk while serving, and no thread is spent on it
(a static-file library would use a pool, and compress nothing that was not compressed before).
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Final

from litestar.types import HTTPScope, Receive, Send

from server.web.problems import MEDIA_TYPE, encoded, of_status

BUILT: Final = Path(__file__).parents[2] / "client_pwa" / "dist"
"""Where the build puts the app; a wheel carries it in the same place."""

SCREENS: Final = frozenset(
    {
        *("enrol", "unlock", "now", "find", "promises", "me", "quiet", "desk", "calls", "overview", "outcomes"),
        *("referrals", "admin", "public"),
    }
)
"""The first word of every address that is a screen: the app itself finds its way from there."""

TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
COMPRESSED: Final = frozenset({".css", ".html", ".js", ".json", ".map", ".svg", ".wasm", ".webmanifest"})

FOREVER: Final = "public, max-age=31536000, immutable"
ASK_BACK: Final = "no-cache"
"""Keep it, but ask whether it is still the one: for everything whose name does not change with its content."""

NOT_BUILT: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Field 727: the app is not built</title></head>
<body><h1>The server runs, the app is not built yet</h1>
<p>Stop the server and start it with <code>make run</code>, or build the app with
<code>python client_pwa/build.py</code> and start the server again.</p>
<p>Phones that are already enrolled keep working: they carry the app with them.</p></body></html>
"""


@dataclass(frozen=True, kw_only=True)
class File:
    """One file of the app, ready to send."""

    body: bytes
    is_text: bool
    media_type: str
    etag: str
    cache: str

    @cached_property
    def packed(self) -> bytes | None:
        """Compressed, for whoever asks for it first: all of them would be a tenth of a start. None where it is no gain.

        A few milliseconds for the longest, once.
        """
        packed = gzip.compress(self.body, 9, mtime=0) if self.is_text else self.body
        return packed if len(packed) < len(self.body) else None


class BuiltApp:
    """Answers everything that is not the API."""

    def __init__(self, folder: Path = BUILT) -> None:
        """Read the app from this folder; without one, say so on every screen."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
        self._files = {f"/{path.relative_to(folder).as_posix()}": _file(folder, path) for path in paths}

    @property
    def is_built(self) -> bool:
        """Whether there is an app to serve."""
        return "/index.html" in self._files

    async def __call__(self, scope: HTTPScope, _receive: Receive, send: Send) -> None:
        """Answer with a file, with the app for one of its screens, or with a problem."""
        if scope["method"] not in {"GET", "HEAD"}:
            await _send(send, 405, encoded(of_status(405)), {"content-type": MEDIA_TYPE, "allow": "GET, HEAD"})
            return
        found = self._find(scope["path"])
        if found is not None:
            await _send_file(scope, send, found)
        elif not self.is_built and _is_screen(scope["path"]):
            await _send(send, 503, NOT_BUILT.encode(), {"content-type": TYPES[".html"]})
        else:
            await _send(send, 404, encoded(of_status(404)), {"content-type": MEDIA_TYPE})

    def _find(self, path: str) -> File | None:
        return self._files.get("/index.html" if _is_screen(path) else path)


def _is_screen(path: str) -> bool:
    return path == "/" or path.removeprefix("/").partition("/")[0] in SCREENS


def _file(folder: Path, path: Path) -> File:
    body = path.read_bytes()
    suffix = path.suffix.lower()
    return File(
        body=body,
        is_text=suffix in COMPRESSED,
        media_type=TYPES.get(suffix, "application/octet-stream"),
        etag=hashlib.sha256(body).hexdigest()[:32],
        cache=FOREVER if path.parent == folder / "assets" else ASK_BACK,
    )


async def _send_file(scope: HTTPScope, send: Send, found: File) -> None:
    asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
    packed = found.packed if "gzip" in asked.get(b"accept-encoding", "") else None
    is_packed = packed is not None
    # Two encodings are two representations, so they have two tags.
    etag = f'"{found.etag}{"-gz" if is_packed else ""}"'
    headers = {"content-type": found.media_type, "cache-control": found.cache, "etag": etag, "vary": "accept-encoding"}
    if etag in asked.get(b"if-none-match", ""):
        await _send(send, 304, b"", headers)
        return
    body = found.body if packed is None else packed
    if is_packed:
        headers["content-encoding"] = "gzip"
    await _send(send, 200, b"" if scope["method"] == "HEAD" else body, headers | {"content-length": str(len(body))})


async def _send(send: Send, status: int, body: bytes, headers: dict[str, str]) -> None:
    if status != HTTPStatus.NOT_MODIFIED and "content-length" not in headers:
        headers = headers | {"content-length": str(len(body))}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body, "more_body": False})
