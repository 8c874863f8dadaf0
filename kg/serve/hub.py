"""The processes behind a server, and how they are exchanged when the store has been built anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.graph.lock import take_lock
from kg.serve.keeper import Kept
from kg.serve.limits import Limits
from kg.serve.pool import Answer, Keeper, Pool
from kg.serve.wire import Task

_LOOK = 2.0
"""Seconds between two looks at whether the store has changed."""
_PAGE_PLACES = 2

Stamp = frozenset[tuple[str, int, int]]


@dataclass
class Crew:
    """A keeper and its workers: one state of the store."""

    keeper: Keeper
    queries: Pool
    """For queries that come from outside; sealed where the graph is in memory."""
    pages: Pool
    """For pages and named questions, which no query from outside can hold up."""

    async def dismiss(self) -> None:
        """End it when its tasks are done."""
        while self.queries.at_work or self.pages.at_work:
            await asyncio.sleep(0.1)
        self.release()
        await asyncio.to_thread(self.keeper.close)

    def release(self) -> None:
        """Let go of the workers that wait for a task."""
        self.queries.release()
        self.pages.release()


class Hub:
    """Gives tasks to the workers of the newest state of the store."""

    def __init__(self, kept: Kept, limits: Limits, *, places: int, tell: Callable[[str], None]) -> None:
        """Start the processes. Raises `StoreError` or `EndpointError` where the graph cannot be read."""
        self.limits = limits
        self.generation = 0
        self._kept, self._places, self._tell = kept, places, tell
        self._stamp = stamp(kept.store)
        self._crew = self._hire()
        self._leaving: set[asyncio.Task[None]] = set()

    async def query(self, task: Task) -> Answer:
        """Answer a query from outside. Raises `RefusedError`."""
        return await self._crew.queries.run(task)

    async def page(self, task: Task) -> Answer:
        """Do another task. Raises `RefusedError`."""
        return await self._crew.pages.run(task)

    @property
    def alive(self) -> bool:
        """Whether the process that has the graph is still there."""
        return self._crew.keeper.alive

    async def follow(self) -> None:
        """Exchange the processes whenever the store has been built anew, for ever."""
        failed: Stamp | None = None
        while self._kept.in_memory:
            seen = stamp(self._kept.store)
            await asyncio.sleep(_LOOK)
            now = stamp(self._kept.store)
            if now in {self._stamp, failed} or now != seen or _is_written(self._kept.store):
                continue
            try:
                crew = await asyncio.to_thread(self._hire)
            except KgError as error:
                failed = now
                self._tell(f"the store has changed but cannot be read yet, the old state is served on: {error}")
                continue
            before, self._crew, self._stamp, failed = self._crew, crew, now, None
            self.generation += 1
            self._tell("the store has changed: its new state is served")
            leaving = asyncio.create_task(before.dismiss())
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    async def leave(self) -> None:
        """End all processes, in the loop in which they were asked."""
        self._crew.release()
        await asyncio.to_thread(self.close)

    def close(self) -> None:
        """End all processes."""
        self._crew.keeper.close()

    def _hire(self) -> Crew:
        keeper = Keeper(self._kept)
        sealed = self._kept.in_memory
        return Crew(
            keeper,
            Pool(keeper, self.limits, places=self._places, sealed=sealed),
            Pool(keeper, self.limits, places=_PAGE_PLACES, sealed=False),
        )


def _is_written(store: Path) -> bool:
    """Tell whether somebody is writing to a store."""
    try:
        lock = take_lock(store, read_only=True)
    except KgError:
        return True
    if lock:
        lock.close()
    return False


def stamp(store: Path) -> Stamp:
    """Return what tells one state of a store from another: its files, their sizes and when they were written."""
    found = set()
    for file in (store / "data").glob("*"):
        try:
            stat = file.stat()
        except OSError:
            continue
        if file.name != "LOCK" and not file.name.startswith("LOG"):
            found.add((file.name, stat.st_size, stat.st_mtime_ns))
    return frozenset(found)
