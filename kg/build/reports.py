"""What a run is given and what it tells: tasks, limits, progress, failures, reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.curation_rows import Outcome


@dataclass(frozen=True, slots=True)
class Task:
    """A filing to be read: its file, the name it goes by, and the size of the file in bytes."""

    path: Path
    name: str
    size: int = 0
    read_by: str = ""
    """The digest of the vocabulary it was read by, where nothing but the vocabulary is another by now."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A filing that could not be read, understood or loaded, and why, in one line with a remedy."""

    name: str
    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one filing may take before it is given up: seconds by the clock, and megabytes of its process.

    The memory is that of the whole process, which has some 200 MB before it reads anything. A limit is kept by
    watching the process from outside, so that nothing that a filing does to it can get around it.
    """

    seconds: float = 600.0
    megabytes: int = 3000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, told after each filing: `outcome` is ``read``, ``unchanged`` or ``failed``.

    Words (runs of non-space in the clean text) are those of all filings read so far. Bytes are of the files that this
    run has to read, those it has done with and all of them: what is unchanged counts in neither.
    """

    done: int
    total: int
    name: str
    outcome: str
    failed: int = 0
    words: int = 0
    bytes_done: int = 0
    bytes_total: int = 0


Listener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `entities` and `facts` count what the store holds of all its filings afterwards."""

    read: tuple[str, ...]
    unchanged: tuple[str, ...]
    """Filings that the store had already, from the same bytes, as they would be read again."""
    failures: tuple[Failure, ...]
    entities: int
    facts: int
    seconds: float
    removed: tuple[str, ...] = ()
    """Filings whose files are gone or go by another name now."""
    curation: tuple[Outcome, ...] = ()
    """What became of each row of the curation file, where it was applied anew."""


@dataclass(frozen=True, slots=True)
class ExtractReport:
    """What an extraction wrote: a fact table for each filing that could be read."""

    tables: tuple[Path, ...]
    failures: tuple[Failure, ...]
    entities: int
    facts: int
    seconds: float


class Teller:
    """Tells a listener how far the run is."""

    def __init__(self, listener: Listener | None, tasks: int, *, size: int = 0) -> None:
        self._listener = listener
        self._at = Progress(0, tasks, "", "", bytes_total=size)

    def __call__(self, task: Task, outcome: str, *, words: int = 0) -> None:
        """Tell that a filing has been done with."""
        at = self._at
        self._at = Progress(
            at.done + 1,
            at.total,
            task.name,
            outcome,
            at.failed + (outcome == "failed"),
            at.words + words,
            at.bytes_done + (task.size if outcome != "unchanged" else 0),
            at.bytes_total,
        )
        if self._listener:
            self._listener(self._at)
