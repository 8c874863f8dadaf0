"""Processes that read filings: as many as wanted, watched, replaced where they die, and never waited for in vain.

A process has at most two filings: the one that it reads and the one that it reads next. Results wait in the pipe until
they are taken, so that memory does not grow with the number of filings.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kg.build.bounds import TOO_LARGE
from kg.build.reports import Failure, Limits, Task
from kg.build.serve import READY, STOP, Answer, serve
from kg.build.work import Work
from kg.errors import WorkerError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_Result = TypeVar("_Result")

_TICK = 0.2
"""Seconds between two looks at time and memory of the processes."""
_AHEAD = 2
"""Filings that a process has at most."""
_PATIENCE = 5
"""Processes that may die in a row before any has read a filing."""


def run(
    tasks: Sequence[Task], work: Work[_Result], *, workers: int = 1, limits: Limits | None = None
) -> Iterator[tuple[Task, _Result | Failure]]:
    """Yield what comes of each filing, as it comes: with several workers, in any order.

    With one worker and without limits all happens in this process. Otherwise workers are processes of their own, and
    a filing that breaks a limit or lets its process die twice is a failure. Raises what the work raises to stop the
    run, and `WorkerError` where processes cannot even start.
    """
    if workers <= 1 and limits is None:
        for task in tasks:
            yield task, work(task)
        return
    crew = _Crew(tasks, work, workers=min(workers, len(tasks)), limits=limits)
    try:
        yield from crew.results()
    finally:
        crew.dismiss()


@dataclass
class _Member:
    """A process, the filings that it has, and since when it reads the first of them."""

    process: SpawnProcess
    connection: Connection
    tasks: deque[Task] = field(default_factory=deque)
    since: float | None = None
    """`None` until the process has told that it is ready."""


class _Crew(Generic[_Result]):
    def __init__(self, tasks: Sequence[Task], work: Work[_Result], *, workers: int, limits: Limits | None) -> None:
        self._waiting = deque(tasks)
        self._work, self._workers, self._limits = work, workers, limits
        self._members: list[_Member] = []
        self._suspects: set[Task] = set()
        """Filings whose process died once: they get a second chance, alone in a fresh process."""
        self._deaths = 0

    def results(self) -> Iterator[tuple[Task, _Result | Failure]]:
        from multiprocessing.connection import wait  # noqa: PLC0415  # takes a moment, and only a build needs it

        while self._waiting or any(member.tasks for member in self._members):
            self._engage()
            ready = wait([member.connection for member in self._members], timeout=_TICK)
            for member in [m for m in self._members if m.connection in ready]:
                yield from self._hear(member)
            for member in list(self._members):
                yield from self._watch(member)

    def dismiss(self) -> None:
        """End all processes; they hold nothing that has to be saved."""
        for member in self._members:
            member.process.kill()
        for member in self._members:
            member.process.join()
            member.connection.close()
        self._members.clear()

    def _engage(self) -> None:
        """Have as many processes as there is work for, each with something to read."""
        busy = sum(bool(member.tasks) for member in self._members)
        while len(self._members) < min(self._workers, busy + len(self._waiting)):
            self._members.append(self._hire())
        for ahead in range(1, _AHEAD + 1):
            for member in self._members:
                if self._waiting and len(member.tasks) < ahead and not self._is_suspected(member):
                    self._hand_over(member, self._waiting.popleft())

    def _is_suspected(self, member: _Member) -> bool:
        """Tell whether a process reads a filing that must be alone, or is about to get one and is not free."""
        alone = any(task in self._suspects for task in member.tasks)
        return alone or (bool(member.tasks) and self._waiting[0] in self._suspects)

    def _hand_over(self, member: _Member, task: Task) -> None:
        if not member.tasks and member.since is not None:
            member.since = time.monotonic()
        member.tasks.append(task)
        with suppress(OSError):  # it has died: that is heard of at once
            member.connection.send(task)

    def _hire(self) -> _Member:
        from multiprocessing import get_context  # noqa: PLC0415

        context = get_context("spawn")
        ours, theirs = context.Pipe()
        megabytes = self._limits.megabytes if self._limits else 0
        process = context.Process(target=serve, args=(theirs, self._work, megabytes), daemon=True)
        process.start()
        theirs.close()
        return _Member(process, ours)

    def _hear(self, member: _Member) -> Iterator[tuple[Task, _Result | Failure]]:
        answer: Any
        try:
            answer = member.connection.recv()
        except (EOFError, OSError):
            yield from self._bury(member)
            return
        if answer is READY or answer == READY:
            member.since = time.monotonic()
        elif isinstance(answer, Answer):
            self._deaths = 0
            task = member.tasks.popleft()
            self._suspects.discard(task)
            member.since = time.monotonic()
            if answer.leaving:
                self._let_go(member)
            yield task, answer.result
        else:
            kind, error = answer
            if kind != STOP:
                raise WorkerError(f"a process sent {kind!r}; report the fault")
            raise error

    def _watch(self, member: _Member) -> Iterator[tuple[Task, _Result | Failure]]:
        """Give up a filing that takes too much."""
        if not (self._limits and member.tasks and member.since is not None) or member.connection.poll():
            return
        reason = ""
        if time.monotonic() - member.since > self._limits.seconds:
            reason = f"it takes more than {self._limits.seconds:g} seconds; give its main document or exhibit alone"
        elif megabytes_of(member.process.pid) > self._limits.megabytes:
            reason = TOO_LARGE
        if reason:
            task = member.tasks.popleft()
            self._let_go(member)
            self._suspects.discard(task)
            yield task, Failure(task.name, task.path, reason)

    def _bury(self, member: _Member) -> Iterator[tuple[Task, _Result | Failure]]:
        """Take note of a process that died: the filing that it read gets a second chance, and no third."""
        started = member.since is not None
        task = member.tasks.popleft() if member.tasks and started else None
        self._let_go(member)
        self._deaths += not started
        if self._deaths > _PATIENCE:
            raise WorkerError(
                f"{self._deaths} processes died before they could read anything (the last with status "
                f"{member.process.exitcode}); free some memory, or use fewer workers"
            )
        if task in self._suspects:
            self._suspects.discard(task)
            reason = "the process that read it died, twice, perhaps for want of memory; give its main document alone"
            yield task, Failure(task.name, task.path, reason)
        elif task:
            self._suspects.add(task)
            self._waiting.append(task)

    def _let_go(self, member: _Member) -> None:
        """End a process; what it had not begun waits for another."""
        self._members.remove(member)
        self._waiting.extendleft(reversed(member.tasks))
        member.process.kill()
        member.process.join()
        member.connection.close()


def megabytes_of(process: int | None) -> float:
    """Return the resident memory of a process in MB; 0 where the system does not tell."""
    if process is None or not sys.platform.startswith("linux"):
        return 0.0
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as told:  # noqa: PTH123  # ten times a second
            return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):  # it has ended
        return 0.0
