"""Workers, their number and their limits, as the server sees them.

As many queries run at once as there are places. A query that has run for a while gives up its place, so that short
ones need not wait behind it, and goes on at a lower priority; there are only so many of those. A worker that is over a
limit, or whose client has gone, is killed, and the next task gets a fresh one.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from kg.errors import StoreError
from kg.serve.errors import RefusedError
from kg.serve.keeper import Kept
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.wire import Kind, Task, packed, read_frame, receive, send

_START_SECONDS = 600.0
_SOON = 1.0
"""Seconds after which a query counts as slow."""
_SLOW_PLACES = 3
"""How many slow queries there may be for each place."""
_LOWER = 10
"""By how much the priority of a slow query is lowered, in the system's steps of niceness."""


@dataclass
class Answer:
    """A whole answer, as a file that is at its beginning; close it."""

    media_type: str
    headers: dict[str, str]
    size: int
    body: IO[bytes]


@dataclass
class Worker:
    """A process that waits for a task, or does one."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used_up: bool = False
    """Whether it must not get another task: it has not answered the last one, or its priority was lowered."""
    lowered: bool = False
    ended: int | None = None


class Keeper:
    """The process that has the graph; it makes and ends workers."""

    def __init__(self, kept: Kept) -> None:
        """Start the process and wait until it has the graph. Raises `StoreError` where it cannot."""
        place = kept.endpoint or kept.store
        self._control, theirs = socket.socketpair()
        self._lock = asyncio.Lock()
        command = [sys.executable, "-m", "kg.serve.keeper", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # this interpreter, this package
                command,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )
        self._control.settimeout(_START_SECONDS)
        try:
            send(self._control, Kind.TASK, {**asdict(kept), "store": str(kept.store)})
            frame = receive(self._control)
        except OSError as error:
            self.close()
            raise StoreError(f"{place} could not be read for serving: {error}") from error
        if frame is None or frame[0] is Kind.REFUSED:
            self.close()
            raise StoreError(json.loads(frame[1])["reason"] if frame else f"{place} could not be read for serving")
        self.told: dict[str, Any] = json.loads(frame[1])

    async def worker(self, *, sealed: bool) -> Worker:
        """Return a new worker; a sealed one can open no file and no socket."""
        ours, theirs = socket.socketpair()
        with theirs:
            pid = await self._ask({"do": "fork", "sealed": sealed}, theirs.fileno())
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours, limit=4 * MEGABYTE)
        return Worker(pid, reader, writer)

    async def end(self, worker: Worker) -> int:
        """Kill a worker, if it has not been; return how it ended, as `os.waitpid` tells."""
        if worker.ended is None:
            worker.writer.close()
            worker.ended = await self._ask({"do": "end", "pid": worker.pid})
        return worker.ended

    async def _ask(self, message: dict[str, Any], *descriptors: int) -> int:
        # who asks may be cancelled; the answer must be heard all the same, or it would be the next one's
        return await asyncio.shield(self._ask_alone(json.dumps(message).encode(), descriptors))

    async def _ask_alone(self, message: bytes, descriptors: tuple[int, ...]) -> int:
        async with self._lock:
            return await asyncio.to_thread(self._ask_now, message, descriptors)

    def _ask_now(self, message: bytes, descriptors: tuple[int, ...]) -> int:
        try:
            socket.send_fds(self._control, [message], descriptors)
            reply = self._control.recv(8)
        except OSError as error:
            raise RefusedError(503, "the server is closing or has lost its graph; try again") from error
        if len(reply) != 8:
            raise RefusedError(503, "the server has lost its graph and must be started again")
        return int.from_bytes(reply, "big")

    @property
    def alive(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process and all its workers."""
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@dataclass
class Pool:
    """Workers of one kind."""

    keeper: Keeper
    limits: Limits
    places: int
    sealed: bool
    _idle: list[Worker] = field(default_factory=list)
    at_work: int = 0
    """Tasks that wait or are being done."""
    _waiting: int = 0
    _slow: int = 0
    _free: asyncio.Semaphore | None = None

    async def run(self, task: Task, *, seconds: float | None = None) -> Answer:
        """Return the answer to a task. Raises `RefusedError` where there is none, whatever the reason.

        Whoever is cancelled while waiting takes the worker along.
        """
        with self._counted():
            return await self._run(task, self.limits.seconds if seconds is None else seconds)

    def release(self) -> None:
        """Let go of the workers that wait for a task; they end by themselves."""
        while self._idle:
            self._idle.pop().writer.close()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.at_work += 1
        try:
            yield
        finally:
            self.at_work -= 1

    async def _run(self, task: Task, limit: float) -> Answer:
        async with self._place() as place, self._worker() as worker:
            worker.used_up = True  # until it has answered
            watcher = asyncio.create_task(self._watch(worker, place))
            try:
                async with asyncio.timeout(limit):
                    return await self._ask(worker, task)
            except TimeoutError as error:
                reason = (
                    f"the query took longer than {limit:g} s, the limit of this server, and was ended; ask for less"
                )
                raise RefusedError(504, reason, {"X-Time-Limit": f"{limit:g}"}) from error
            finally:
                watcher.cancel()

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[_Place]:
        self._free = self._free or asyncio.Semaphore(self.places)
        if self._waiting >= self.limits.waiting:
            raise _crowded()
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.waiting_seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise _crowded() from error
        finally:
            self._waiting -= 1
        place = _Place(self._free)
        try:
            yield place
        finally:
            place.leave()

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[Worker]:
        worker = self._idle.pop() if self._idle else await self._hired()
        try:
            yield worker
        finally:
            if worker.used_up:
                await asyncio.shield(self.keeper.end(worker))
            else:
                self._idle.append(worker)

    async def _hired(self) -> Worker:
        """Return a new worker; where nobody waits for it any more, the next task gets it."""
        hiring = asyncio.ensure_future(self.keeper.worker(sealed=self.sealed))
        try:
            return await asyncio.shield(hiring)
        except asyncio.CancelledError:
            hiring.add_done_callback(self._not_waited_for)
            raise

    def _not_waited_for(self, hiring: asyncio.Future[Worker]) -> None:
        if not hiring.cancelled() and hiring.exception() is None:
            self._idle.append(hiring.result())

    async def _watch(self, worker: Worker, place: _Place) -> None:
        """Let a query that is slow make room for others."""
        await asyncio.sleep(_SOON)
        if self._slow >= _SLOW_PLACES * self.places:
            return
        self._slow += 1
        place.leave()
        try:
            worker.lowered = True
            os.setpriority(os.PRIO_PROCESS, worker.pid, _LOWER)
            await asyncio.Event().wait()
        finally:
            self._slow -= 1

    async def _ask(self, worker: Worker, task: Task) -> Answer:
        message = json.dumps({"job": task.job, "given": task.given}, ensure_ascii=False).encode("utf-8", "replace")
        body: IO[bytes] = SpooledTemporaryFile(max_size=MEGABYTE)  # noqa: SIM115  # the answer's reader closes it
        head = None
        try:
            worker.writer.write(packed(Kind.TASK, message))
            head = await self._whole(worker, body)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise _lost(await self.keeper.end(worker)) from error
        finally:
            if head is None:
                body.close()
        size = body.tell()
        body.seek(0)
        return Answer(head["media_type"], head["headers"], size, body)

    async def _whole(self, worker: Worker, body: IO[bytes]) -> dict[str, Any]:
        """Write a worker's answer to a file and return its head."""
        head: dict[str, Any] = {}
        while True:
            kind, payload = await read_frame(worker.reader)
            match kind:
                case Kind.HEAD:
                    head = json.loads(payload)
                case Kind.DATA:
                    body.write(payload)
                    if body.tell() > self.limits.answer_bytes:
                        most = f"{self.limits.answer_bytes / MEGABYTE:g} MB"
                        raise RefusedError(
                            422, f"the answer is larger than {most}, the limit of this server; ask for less"
                        )
                case Kind.END:
                    worker.used_up = worker.lowered
                    return head
                case _:
                    told = json.loads(payload)
                    worker.used_up = worker.lowered
                    raise RefusedError(told["status"], told["reason"], told["headers"], told["near"])


@dataclass
class _Place:
    """A place that is given up once."""

    free: asyncio.Semaphore
    left: bool = False

    def leave(self) -> None:
        if not self.left:
            self.left = True
            self.free.release()


def _lost(status: int) -> RefusedError:
    """Say why a worker has ended: killed, or given up where there was no more memory; else it is our fault."""
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        return RefusedError(500, "the server has failed at this; its log says more")
    return RefusedError(422, "the query needed more memory than the limit of this server, and was ended; ask for less")


def _crowded() -> RefusedError:
    return RefusedError(503, "too many queries are waiting; try again in a little while", {"Retry-After": "5"})
