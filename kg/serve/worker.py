"""A worker: a process that has the graph and does one job after another, until it is killed or nobody is there.

A sealed worker has the graph in memory and may open nothing: no file, no socket. Whatever a query says, the system
refuses it. That is why the modules that jobs need are imported before, and not by them.
"""

from __future__ import annotations

import json
import resource
import socket
from collections.abc import Sequence
from typing import Any

from kg.errors import EndpointError, KgError, QueryError
from kg.serve.desk import Desk
from kg.serve.errors import RefusedError
from kg.serve.jobs import JOBS
from kg.serve.wire import Kind, pieces, receive, send


def work(channel: socket.socket, desk: Desk, *, memory_bytes: int, sealed: bool) -> None:
    """Do the tasks that come through a channel until it is closed."""
    confine(memory_bytes, sealed=sealed)
    while (frame := receive(channel)) is not None:
        try:
            _answer(channel, desk, json.loads(frame[1]))
        except (BrokenPipeError, ConnectionResetError):
            return


def confine(memory_bytes: int, *, sealed: bool) -> None:
    """Limit what this process may take from now on: memory, and if it is sealed any new file or socket."""
    held = _data_bytes()
    if memory_bytes and held is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (held + memory_bytes, held + memory_bytes))
    if sealed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        # nor any child that could
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _data_bytes() -> int | None:
    """Return how much memory of its own this process has; `None` where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123  # as early as this, nothing more
            lines = dict(line.split(":", 1) for line in status if ":" in line)
        return int(lines["VmData"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None


def _answer(channel: socket.socket, desk: Desk, task: dict[str, Any]) -> None:
    try:
        reply = JOBS[task["job"]](desk, task["given"])
        send(channel, Kind.HEAD, {"media_type": reply.media_type, "headers": reply.headers})
        for piece in pieces(reply.data):
            send(channel, Kind.DATA, piece)
        send(channel, Kind.END, b"")
    except RefusedError as error:
        _refuse(channel, error.status, error.reason, error.headers, error.near)
    except QueryError as error:
        _refuse(channel, 400, str(error))
    except EndpointError as error:
        _refuse(channel, 502, str(error))
    except KgError as error:
        _refuse(channel, 500, str(error))
    except MemoryError:
        _refuse(channel, 422, "the query needs more memory than the limit of this server; ask for less")


def _refuse(
    channel: socket.socket,
    status: int,
    reason: str,
    headers: dict[str, Any] | None = None,
    near: Sequence[Sequence[str]] = (),
) -> None:
    told = {"status": status, "reason": " ".join(reason.split()), "headers": headers or {}, "near": near}
    send(channel, Kind.REFUSED, told)
