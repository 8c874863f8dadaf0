"""The server itself: its socket, its processes, how it starts and how it stops."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from kg.errors import StoreError
from kg.serve.app import application
from kg.serve.connection import limited_protocol
from kg.serve.hub import Hub
from kg.serve.keeper import Kept, fits_memory
from kg.serve.limits import Limits

_GOODBYE = 3
"""Seconds that running requests have when the server is told to stop."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is started."""

    store: Path
    endpoint: str = ""
    """The address of a remote endpoint to read from instead of the store."""
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    on_disk: bool = False
    """Read the store from its folder, however small it is."""
    origin: str = "*"
    limits: Limits = field(default_factory=Limits)


def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; tell the address when requests are answered.

    Raises `StoreError` where the store cannot be read, or the address is taken.
    """
    with bound_socket(settings.host, settings.port) as bound:
        kept = Kept(settings.store, _in_memory(settings), settings.limits.memory_bytes, settings.endpoint)
        hub = Hub(kept, settings.limits, places=settings.workers, tell=tell)
        try:
            host, port = bound.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            server = Server(_config(application(hub, origin=settings.origin), settings.limits))
            place = settings.endpoint or settings.store
            tell(f"serving {place} at http://{shown}:{port}/ (SPARQL at /sparql); Ctrl-C ends it")
            server.run(sockets=[bound])
        finally:
            hub.close()


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address. Raises `StoreError` where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(1024)
    except (OSError, OverflowError) as error:
        bound.close()
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise StoreError(
            f"{host}:{port} cannot be served on ({reason}); choose another with --host and --port"
        ) from error
    return bound


def _in_memory(settings: Settings) -> bool:
    if settings.on_disk or settings.endpoint:
        return False
    return fits_memory(settings.store)


def _config(app: Starlette, limits: Limits) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=limited_protocol(limits),
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=limits.head_bytes,
        limit_concurrency=limits.connections,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_GOODBYE,
    )


class Server(uvicorn.Server):
    """A server that ends in peace when it is told to stop, instead of raising the signal once more."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the first signal."""

        def stop(number: int, frame: FrameType | None) -> None:
            self.handle_exit(number, frame)

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
