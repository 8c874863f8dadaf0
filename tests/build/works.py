"""Stand-ins for reading a filing: what can go wrong with a process, without waiting for a language model."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from kg.build.bounds import bounded
from kg.build.reports import Failure, Task
from kg.errors import VocabularyError


@dataclass(frozen=True)
class Odd:
    """Does what a filing's name says, and returns the name."""

    folder: Path

    def prepare(self) -> None:
        """Nothing takes long here."""

    def __call__(self, task: Task) -> str | Failure:
        return bounded(task, lambda: self._do(task))

    def _do(self, task: Task) -> str:
        what = task.name.partition("-")[0]
        if what == "sleepy":
            time.sleep(600)
        if what == "busy":
            while True:
                pass
        if what == "hungry":
            held = []
            while True:
                held.append(bytearray(20_000_000))
                time.sleep(0.01)
        if what == "greedy":
            bytearray(50_000_000_000)
        if what == "deadly" or (what == "unlucky" and self._first_time(task)):
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "broken":
            raise VocabularyError("payloads.tsv:7: no such class")
        return task.name

    def _first_time(self, task: Task) -> bool:
        mark = self.folder / task.name
        if mark.exists():
            return False
        mark.touch()
        return True


class Stillborn(Odd):
    """Cannot even start."""

    def prepare(self) -> None:
        os._exit(3)
