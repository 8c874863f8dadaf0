"""The keeper: a process that has the graph and makes workers of itself.

A worker is a fork, so it has the graph at once, whatever its size, and a worker that was killed is replaced in
milliseconds. The keeper asks nothing itself. It is started with one socket, through which it is told what to keep, to
make a worker (the worker's own socket comes along), and to end one. It goes when the socket is closed, and takes its
workers along.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.errors import KgError
from kg.graph.store import GraphStore, open_store
from kg.serve.wire import Kind, receive, send
from kg.serve.worker import work

_MESSAGE = 512


@dataclass(frozen=True, slots=True)
class Kept:
    """What a keeper keeps."""

    store: Path
    in_memory: bool
    memory_bytes: int


def keep(control: socket.socket) -> None:
    """Be a keeper until the control socket is closed."""
    frame = receive(control)
    if frame is None:
        return
    told = json.loads(frame[1])
    kept = Kept(Path(told["store"]), told["in_memory"], told["memory_bytes"])
    try:
        store = _opened(kept)
    except KgError as error:
        send(control, Kind.REFUSED, {"status": 503, "reason": str(error)})
        return
    send(control, Kind.HEAD, _told_of(store, kept))
    gc.collect()
    gc.freeze()  # what is there stays untouched in the workers, and so shared with them
    _serve(control, store, kept)


def _opened(kept: Kept) -> GraphStore | None:
    """Return the graph in memory; `None` where each worker is to open the store itself.

    A database on disk has threads, which a fork would lose: it is read by a process of its own.
    """
    if not kept.in_memory:
        open_store(kept.store, read_only=True).close()
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
    return GraphStore(database)


def _dump(folder: Path, writable: int) -> int:
    try:
        with open_store(folder, read_only=True) as store, os.fdopen(writable, "wb") as quads:
            store.inner.dump(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    except (KgError, OSError, RuntimeError):
        return 1
    return 0


def _told_of(store: GraphStore | None, kept: Kept) -> dict[str, Any]:
    return {"quads": len(store.inner) if store else None, "in_memory": kept.in_memory}


def _serve(control: socket.socket, store: GraphStore | None, kept: Kept) -> None:
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
                _be_worker(descriptor, store, kept, sealed=bool(told["sealed"]))
            os.close(descriptor)
            workers.add(worker)
            control.sendall(worker.to_bytes(8, "big"))
        else:
            if told["pid"] in workers:
                _end(told["pid"])
                workers.discard(told["pid"])
            control.sendall(bytes(8))
    for worker in workers:
        _end(worker)


def _end(worker: int) -> None:
    """Kill a worker. It is our child until we have waited for it, so its number is nobody else's."""
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)


def _be_worker(descriptor: int, store: GraphStore | None, kept: Kept, *, sealed: bool) -> None:
    status = 1
    try:
        with socket.socket(fileno=descriptor) as channel:
            own = store or open_store(kept.store, read_only=True)
            work(channel, own, memory_bytes=kept.memory_bytes, sealed=sealed and store is not None)
        status = 0
    finally:
        # a fork runs none of what its parent registered for its end
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Be a keeper, on the socket whose number is the first argument."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as control:
        keep(control)


if __name__ == "__main__":
    main()
