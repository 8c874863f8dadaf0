"""How a store stands: what it holds, what is not as it would be read again and why, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.build.plan import Reason, absolute, gone, standing
from kg.build.reports import Failure, Task
from kg.build.settle import counts, is_settled
from kg.build.tasks import find_tasks
from kg.build.version import extractor_version

if TYPE_CHECKING:
    from kg.graph.store import GraphStore


@dataclass(frozen=True, slots=True)
class FilingStatus:
    """A filing, its file if that is known, and why it would be read again or should go; current ones have no reason."""

    name: str
    path: Path | None
    reason: str


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """How a store stands. Sizes are in bytes, moments in UTC."""

    filings: tuple[FilingStatus, ...]
    """Those in the store and those at the paths given, by name."""
    failures: tuple[Failure, ...]
    """Filings that failed when they were last read; they stay until they succeed or are removed."""
    entities: int
    facts: int
    sizes: tuple[tuple[str, int], ...]
    """Of the database and of what is kept beside it."""
    last: dict[str, Any]
    """The last build: ``began``, ``ended`` (missing where it was cut off), and how many filings of which outcome."""
    settled: bool
    """Whether what follows from the filings has been derived."""

    @property
    def stale(self) -> tuple[FilingStatus, ...]:
        """The filings that have a reason."""
        return tuple(filing for filing in self.filings if filing.reason)


def store_status(store: GraphStore, paths: Sequence[Path] = ()) -> StoreStatus:
    """Return how an open store stands, compared with the files that it was built from and with those given.

    Raises `FilingError` where paths are given and no filings are there.
    """
    from kg.graph.read import stored_filings  # noqa: PLC0415

    tasks = find_tasks(paths) if paths else []
    origins = store.ledger.origins()
    known = {task.name: task for task in tasks}
    known |= {o.name: Task(o.path, o.name) for o in origins.values() if o.name not in known and o.path.is_file()}
    lost = set(gone(origins.values(), tasks, paths))
    moved = {absolute(task.path) for task in tasks}
    names = sorted({*(filing.name for filing in stored_filings(store)), *known, *origins})
    filings = []
    for name in names:
        path = known[name].path if name in known else origins[name].path if name in origins else None
        if name in lost:
            reason = str(Reason.MOVED if path and absolute(path) in moved else Reason.GONE)
        elif name in known:
            reason = str(standing(store, known[name], extractor_version()))
        else:
            reason = str(Reason.GONE) if path else "it is not known which file it was read from"
        filings.append(FilingStatus(name, path, reason))
    failures = tuple(Failure(o.name, o.path, o.failure) for o in origins.values() if o.failure)
    entities, facts = counts(store)
    return StoreStatus(
        tuple(filings),
        failures,
        entities,
        facts,
        _sizes(store.path),
        store.ledger.note("build") or {},
        is_settled(store),
    )


def _sizes(folder: Path | None) -> tuple[tuple[str, int], ...]:
    """Return what lies in a store's folder, by the first name below it, with its size."""
    if folder is None:
        return ()
    sizes: dict[str, int] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            place = file.relative_to(folder).parts[0]
            sizes[place] = sizes.get(place, 0) + file.stat().st_size
    return tuple(sizes.items())
