"""How assistants are served: over standard input and output, or over HTTP on this machine."""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import NoReturn

import uvicorn

from kg.serve.assistants import assistants_server
from kg.serve.library import Library
from kg.serve.server import Server, bound_socket

_LOOPBACK = "127.0.0.1"
_GOODBYE = 1
"""Seconds that running requests have when the server is told to stop."""


def serve_stdio(library: Library, *, version: str) -> None:
    """Serve the client at the other end of standard input and output, until it closes them or a signal comes.

    Nothing but the protocol is written to standard output.
    """

    def leave(_: int, __: FrameType | None) -> NoReturn:
        # the reader of standard input is a thread that cannot be woken; the other processes go when ours has gone
        os._exit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    assistants_server(library, version=version).run("stdio")


def serve_http(library: Library, port: int, *, version: str) -> None:
    """Serve at ``http://127.0.0.1:PORT/mcp`` until SIGINT or SIGTERM; for clients of this machine only.

    Raises `StoreError` where the port is taken.
    """
    with bound_socket(_LOOPBACK, port) as bound:
        app = assistants_server(library, version=version).streamable_http_app(host=_LOOPBACK)
        library.tell(f"assistants are served at http://{_LOOPBACK}:{bound.getsockname()[1]}/mcp; Ctrl-C ends it")
        config = uvicorn.Config(
            app, lifespan="on", log_level="warning", access_log=False, timeout_graceful_shutdown=_GOODBYE
        )
        Server(config).run(sockets=[bound])
