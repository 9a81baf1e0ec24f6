"""Running the server: one process per data folder, on one port, until it is told to stop."""

import asyncio
import gc
import ipaddress
import logging
import resource
import signal
import socket
import ssl
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Final

import msgspec
import uvicorn

from server.app import Application
from server.cli.clerk import Clerk
from server.clock import SystemClock
from server.control import listening
from server.decode import FRAME
from server.errors import CannotStart
from server.example import build, sign_ins
from server.ids import SystemIds
from server.organizations import Organizations
from server.settings import Settings, address
from server.storage.lock import lock_folder
from server.web.protocol import DeadlineProtocol, LiveProtocol

STOP_S: Final = 5
"""How long a stop waits for requests that are under way."""

WAITING: Final = 2_048
"""Connections the system may hold before they are accepted: every phone comes back at once after a restart."""


FILES: Final = 16_384
"""Open files the server asks the system for, as far as it may: every connection is one, and so is every database."""


class QuietServer(uvicorn.Server):
    """uvicorn, whose signals are ours: so that files are closed and the lock is left in order."""

    def __init__(self, config: uvicorn.Config, beside: asyncio.Event | None = None) -> None:
        """`beside` is told of the first signal, where something beside the server has to come to an end first."""
        super().__init__(config)
        self._beside = beside

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the first signal, at once at the second."""
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, self._stop)
        yield
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(sign)

    def _stop(self) -> None:
        if self._beside is not None and not self._beside.is_set():
            self._beside.set()
            return
        self.force_exit = self.should_exit
        self.should_exit = True


Running = Coroutine[Any, Any, None]
Beside = Callable[[str, asyncio.Event], Running]
"""What runs beside the server on this address and ends it: it shall come to an end when the event is set."""


def run(settings: Settings, *, with_example: bool, say: Callable[[str], None], beside: Beside | None = None) -> None:
    """Serve until told to stop, or until what runs `beside` has ended; `say` is given what the terminal must show.

    Raises: AlreadyRunning and other `CannotStart`.
    """
    _ask_for_files()
    with lock_folder(settings.data):
        asyncio.run(_run(settings, with_example=with_example, say=say, beside=beside))


async def _run(
    settings: Settings, *, with_example: bool, say: Callable[[str], None], beside: Beside | None = None
) -> None:
    clock, ids = SystemClock(), SystemIds()
    with closing(Organizations(settings, clock=clock, ids=ids)) as organizations, closing(_port(settings)) as port:
        settings = msgspec.structs.replace(settings, port=port.getsockname()[1])
        app = Application(organizations, settings, clock=clock, ids=ids)
        if with_example and not organizations.list():
            await build(app, now=clock.now(), say=say)
        clerk = Clerk(app, settings, clock=clock, ids=ids)
        stop = None if beside is None else asyncio.Event()
        server = QuietServer(config(app, settings), beside=stop)
        _settle_memory()
        async with app.running(), listening(settings.data, clerk.commands()):
            say(f"Field 727 serves {address(settings)} (stop it with Ctrl+C)")
            if with_example:
                for line in await sign_ins(app, settings):
                    say(line)
            serving = server.serve(sockets=[port])
            if beside is None or stop is None:
                await serving
            else:
                await _accompanied(serving, server, beside(f"http://{_reached(settings.host)}:{settings.port}", stop))


def _settle_memory() -> None:
    """What is there now stays until the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


async def _accompanied(
    serving: Coroutine[Any, Any, None], server: QuietServer, beside: Coroutine[Any, Any, None]
) -> None:
    """Serve for as long as something runs beside.

    Raises: whatever goes wrong beside; CannotStart, when the server was stopped before that had ended.
    """
    # Not a TaskGroup: what goes wrong beside must leave as it is, in one clear line and not in a group.
    running, companion = asyncio.create_task(serving), asyncio.create_task(beside)
    await asyncio.wait({running, companion}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        companion.cancel()
        await asyncio.wait({companion})
        raise CannotStart("Stopped before it had come to an end")
    server.should_exit = True
    await running
    companion.result()


def _reached(host: str) -> str:
    """Where somebody on this machine reaches a server that listens there, everywhere included."""
    with suppress(ValueError):
        if ipaddress.ip_address(host).is_unspecified:
            return "localhost"
    return f"[{host}]" if ":" in host else host


def _ask_for_files() -> None:
    """A shell usually gives 1,024: that many silent connections would leave no file to open a database with.

    There is no bound per address instead: behind a carrier or a proxy a whole city's phones come from one, and after a
    restart all at once. Who says nothing is sent away after five or ten seconds.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _port(settings: Settings) -> socket.socket:
    """The port, taken before anything is promised."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With its protocol named: only then asyncio has what is written leave at once, and nothing waits 40 ms for an
    # acknowledgement of what went before.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as problem:
        listener.close()
        raise CannotStart(
            f"Cannot listen on {settings.host}:{settings.port} ({problem.strerror}); choose another FIELD727_PORT"
        ) from None
    listener.listen(WAITING)
    return listener


def config(app: Application, settings: Settings) -> uvicorn.Config:
    """How uvicorn carries this application: every limit of its own is set here.

    Raises: CannotStart, when the certificate cannot be used.
    """
    made = uvicorn.Config(
        app.asgi,
        http=DeadlineProtocol,
        ws=LiveProtocol,
        ws_max_size=FRAME,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # A proxy on this machine may say for whom it asks; anybody else may not.
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=STOP_S,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )
    # uvicorn would write down what follows a question mark.
    logging.getLogger("uvicorn.access").disabled = True
    try:
        made.load()
    except (ssl.SSLError, OSError) as problem:
        raise CannotStart(f"The certificate and its key cannot be used: {problem}") from None
    return made
