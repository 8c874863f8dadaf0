"""A graph behind processes that are started when they are needed, and again when they are lost.

Where the store is missing or cannot be read, each request says so, and the next one tries again: a client that was
started before the store was built need not be started anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.graph.store import is_store, open_store
from kg.serve.hub import Hub
from kg.serve.keeper import Kept, fits_memory
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.wire import Task

ASSISTANTS_LIMITS = Limits(seconds=30.0, rows=1000, answer_bytes=8 * MEGABYTE, waiting=64)
_FACTS = 10_000
"""Facts that are read before the first answer, about two seconds' work: what changed, timelines and checks take all."""


@dataclass
class Library:
    """What the tools ask: one store or endpoint."""

    store: Path
    endpoint: str
    limits: Limits
    tell: Callable[[str], None]
    places: int = 2
    on_disk: bool = False
    _hub: Hub | None = None
    _following: asyncio.Task[None] | None = None
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask(self, job: str, given: dict[str, Any], *, from_outside: bool = False) -> dict[str, Any]:
        """Do a job and return its JSON; `from_outside` for what runs a query that was given.

        Raises `RefusedError` where the job gives no answer, and `StoreError` or `EndpointError` where the graph cannot
        be read.
        """
        hub = await self.opened()
        answer = await (hub.query if from_outside else hub.page)(Task(job, given))
        with answer.body:
            found: dict[str, Any] = json.loads(answer.body.read())
        return found

    async def opened(self) -> Hub:
        """Return the processes, started if there are none. Raises `StoreError` or `EndpointError`."""
        async with self._opening:
            if self._hub is not None and not self._hub.alive:
                await self.close()
            if self._hub is None:
                self._hub = await asyncio.to_thread(self._hire)
                self._following = asyncio.create_task(self._hub.follow())
            return self._hub

    async def warm(self) -> None:
        """Start the processes before they are needed, and tell where that fails."""
        try:
            await self.opened()
        except KgError as error:
            self.tell(f"{error}; requests say so until it can be read")

    async def close(self) -> None:
        """End all processes."""
        if self._following is not None:
            self._following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._following
        hub, self._hub, self._following = self._hub, None, None
        if hub is not None:
            await hub.leave()

    def _hire(self) -> Hub:
        if not self.endpoint and not is_store(self.store):
            open_store(self.store, read_only=True).close()  # says what is wrong, without a process
        in_memory = not self.on_disk and not self.endpoint and fits_memory(self.store)
        kept = Kept(self.store, in_memory, self.limits.memory_bytes, self.endpoint, _FACTS)
        return Hub(kept, self.limits, places=self.places, tell=self.tell)
