"""The keeper: a process that has the graph and makes workers of itself.

A worker is a fork, so it has the graph at once, whatever its size, and a worker that was killed is replaced in
milliseconds. The keeper asks nothing itself. It is started with one socket, through which it is told what to keep, to
make a worker (the worker's own socket comes along), and to end one. It goes when the socket is closed, and takes its
workers along.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.errors import KgError
from kg.graph.endpoint import open_endpoint
from kg.graph.namespace import term
from kg.graph.source import Source, open_source
from kg.graph.store import GraphStore, open_store
from kg.serve.desk import Desk
from kg.serve.jobs import prepare
from kg.serve.limits import MEGABYTE
from kg.serve.wire import Kind, receive, send
from kg.serve.worker import work

_MESSAGE = 512
IN_MEMORY = 256 * MEGABYTE
"""A store whose database takes at most so much is served from memory, which is many times faster to ask."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a keeper keeps."""

    store: Path
    in_memory: bool
    memory_bytes: int
    endpoint: str = ""
    """The address of a remote endpoint to read from instead of a store."""
    facts: int = 0
    """All facts are read beforehand, for all workers, from a graph in memory with at most so many."""


def fits_memory(store: Path) -> bool:
    """Tell whether a store is small enough to be served from memory."""
    held = 0
    for file in (store / "data").glob("*.sst"):
        with contextlib.suppress(FileNotFoundError):  # the database tidies up
            held += file.stat().st_size
    return held <= IN_MEMORY


def keep(control: socket.socket) -> None:
    """Be a keeper until the control socket is closed."""
    frame = receive(control)
    if frame is None:
        return
    told = json.loads(frame[1])
    kept = Kept(Path(told["store"]), told["in_memory"], told["memory_bytes"], told["endpoint"], told["facts"])
    try:
        store = _opened(kept)
    except KgError as error:
        send(control, Kind.REFUSED, {"status": 503, "reason": str(error)})
        return
    desk = Desk(store) if store else None
    prepare(desk)
    if desk and _has_at_most(desk.source, kept.facts):
        _ = desk.facts
    send(control, Kind.HEAD, _told_of(store, kept))
    gc.collect()
    gc.freeze()  # what is there stays untouched in the workers, and so shared with them
    _serve(control, desk, kept)


def _has_at_most(source: Source, count: int) -> bool:
    statements = source.quads(None, term("rdf:type"), term("pipe:Statement"))
    return sum(1 for _ in islice(statements, count + 1)) <= count


def _opened(kept: Kept) -> GraphStore | None:
    """Return the graph in memory; `None` where each worker is to open the store itself.

    A database on disk has threads, which a fork would lose: it is read by a process of its own.
    """
    if not kept.in_memory:
        with open_source(kept.store, endpoint=kept.endpoint or None):  # to say at once what is wrong with it
            return None
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        os._exit(_dump(kept.store, writable))
    os.close(writable)
    database = pyoxigraph.Store()
    with os.fdopen(readable, "rb") as quads:
        database.bulk_load(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    _, status = os.waitpid(child, 0)
    if status != 0:
        open_store(kept.store, read_only=True).close()  # says why, where it is the store's fault
        raise KgError(f"{kept.store} could not be read into memory; try --on-disk")
    return GraphStore(database, texts_of=kept.store)


def _dump(folder: Path, writable: int) -> int:
    try:
        with open_store(folder, read_only=True) as store, os.fdopen(writable, "wb") as quads:
            store.inner.dump(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    except (KgError, OSError, RuntimeError):
        return 1
    return 0


def _told_of(store: GraphStore | None, kept: Kept) -> dict[str, Any]:
    return {"quads": len(store.inner) if store else None, "in_memory": kept.in_memory}


def _serve(control: socket.socket, desk: Desk | None, kept: Kept) -> None:
    workers: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, _MESSAGE, 1)
        if not message:
            break
        told = json.loads(message)
        if told["do"] == "fork":
            (descriptor,) = descriptors
            worker = os.fork()
            if worker == 0:
                control.close()
                _be_worker(descriptor, desk, kept, sealed=bool(told["sealed"]))
            os.close(descriptor)
            workers.add(worker)
            control.sendall(worker.to_bytes(8, "big"))
        else:
            status = _end(told["pid"]) if told["pid"] in workers else 0
            workers.discard(told["pid"])
            control.sendall(status.to_bytes(8, "big"))
    for worker in workers:
        _end(worker)


def _end(worker: int) -> int:
    """Kill a worker, and return how it ended, as `os.waitpid` tells; it may have ended by itself before.

    It is our child until we have waited for it, so its number is nobody else's.
    """
    os.kill(worker, signal.SIGKILL)
    return os.waitpid(worker, 0)[1]


def _be_worker(descriptor: int, desk: Desk | None, kept: Kept, *, sealed: bool) -> None:
    status = 1
    try:
        channel = socket.socket(fileno=descriptor)  # closed by the end of the process, when its status is known
        own = desk or Desk(_own(kept))
        work(channel, own, memory_bytes=kept.memory_bytes, sealed=sealed and desk is not None)
        status = 0
    finally:
        if status:
            traceback.print_exc()
        # a fork runs none of what its parent registered for its end
        sys.stderr.flush()
        os._exit(status)


def _own(kept: Kept) -> Source:
    """Open the store or the endpoint for one worker."""
    return open_endpoint(kept.endpoint) if kept.endpoint else open_store(kept.store, read_only=True)


def main() -> None:
    """Be a keeper, on the socket whose number is the first argument."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    gone = contextlib.suppress(BrokenPipeError, ConnectionResetError)  # whoever wanted the graph did not wait for it
    with socket.socket(fileno=int(sys.argv[1])) as control, gone:
        keep(control)


if __name__ == "__main__":
    main()
