"""A build: what is new is read by as many processes as wanted, and loaded; then what follows from it is derived."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.crew import run
from kg.build.reports import BuildReport, Failure, Limits, Listener, Task, Teller
from kg.build.tables import in_order
from kg.build.tasks import find_tasks
from kg.build.version import extractor_fingerprint
from kg.build.work import GraphWork, ReadGraph
from kg.filings import MAX_BYTES

if TYPE_CHECKING:
    from kg.graph.store import GraphStore
    from kg.model import VocabularyEntry

_BATCH_BYTES = 8_000_000
"""N-Quads that are loaded at once: enough for the bulk loader to be fast."""
_BATCH_SECONDS = 5.0
"""How long what has been read may wait to be loaded: no more is lost to a power cut."""


def build(
    paths: Sequence[Path],
    *,
    store: Path | GraphStore,
    workers: int = 1,
    limits: Limits | None = None,
    progress: Listener | None = None,
) -> BuildReport:
    """Read the filings given, and those in folders given, into a store; a store's folder is made where there is none.

    A filing that the store has already from the same bytes, read by the same version with the same vocabulary and
    rules, is not read again. One that cannot be read becomes a failure of the report and changes nothing in the store;
    the others are loaded all the same. With one worker and without limits all happens in this process; more are
    processes of their own, for which a script must guard its main part with ``if __name__ == "__main__"``. A filing
    that breaks the limits is a failure. An interrupt keeps what has been read.

    Raises `FilingError` where there are no filings, `StoreError` where the store cannot be opened or written,
    `VocabularyError` where a vocabulary or rule file is not as it must be, `ModelMissingError` where the language
    model is not installed, and `WorkerError` where processes cannot be started.
    """
    began = time.monotonic()
    tasks = find_tasks(paths)
    with ExitStack() as stack:
        opened = stack.enter_context(_open(store)) if isinstance(store, Path) else store
        return _build(tasks, opened, workers=workers, limits=limits, progress=progress, began=began)


def _open(folder: Path) -> GraphStore:
    from kg.graph.store import open_or_create_store  # noqa: PLC0415

    return open_or_create_store(folder)


def _build(
    tasks: list[Task],
    store: GraphStore,
    *,
    workers: int,
    limits: Limits | None,
    progress: Listener | None,
    began: float,
) -> BuildReport:
    from kg.graph.texts import drop_orphans  # noqa: PLC0415
    from kg.vocabulary.load import load_vocabulary  # noqa: PLC0415

    version = extractor_fingerprint()
    unchanged = [task for task in tasks if _is_current(store, task, version)]
    known = set(unchanged)
    fresh = [task for task in tasks if task not in known]
    told = Teller(progress, len(tasks), size=sum(task.size for task in fresh))
    for task in unchanged:
        told(task, "unchanged")
    changed = _load_vocabulary(store, load_vocabulary().entries)
    if fresh or changed:
        _forget_derived(store)
    loader = _Loader(store, told)
    try:
        work = GraphWork(version, datetime.now(UTC).replace(microsecond=0))
        loader.take(run(fresh, work, workers=workers, limits=limits))
    except KeyboardInterrupt:  # what has been read is kept
        loader.load()
        _derive(store)
        raise
    loader.load()
    drop_orphans(store)
    _derive(store)
    entities, facts = _counts(store)
    return BuildReport(
        tuple(sorted(loader.read)),
        tuple(task.name for task in unchanged),
        in_order(loader.failures),
        entities,
        facts,
        time.monotonic() - began,
    )


@dataclass
class _Loader:
    """Loads what has been read, some at a time."""

    store: GraphStore
    told: Teller
    read: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    _held: list[tuple[Task, ReadGraph]] = field(default_factory=list)
    _bytes: int = 0
    _since: float = 0.0

    def take(self, results: Iterable[tuple[Task, ReadGraph | Failure]]) -> None:
        for task, found in results:
            if isinstance(found, Failure):
                self.failures.append(found)
                self.told(task, "failed")
                continue
            self._since = self._since if self._held else time.monotonic()
            self._held.append((task, found))
            self._bytes += len(found.graph.text)
            self.told(task, "read", words=found.words)
            if self._bytes > _BATCH_BYTES or time.monotonic() - self._since > _BATCH_SECONDS:
                self.load()

    def load(self) -> None:
        """Load what is held."""
        from kg.graph.loading import load_filings  # noqa: PLC0415

        held, self._held, self._bytes = self._held, [], 0
        if held:
            load_filings(self.store, [found.graph for _, found in held])
        self.read += [task.name for task, _ in held]


def _is_current(store: GraphStore, task: Task, version: str) -> bool:
    from kg.graph.store import is_current  # noqa: PLC0415

    try:
        if task.path.stat().st_size > MAX_BYTES:
            return False
        digest = hashlib.sha256(task.path.read_bytes()).hexdigest()
    except OSError:  # the reader says what is wrong with it
        return False
    return is_current(store, task.name, content_hash=digest, extractor=version)


def _load_vocabulary(store: GraphStore, entries: Sequence[VocabularyEntry]) -> bool:
    """Put the vocabulary into the store where it is another than before; tell whether it was."""
    from pyoxigraph import NamedNode  # noqa: PLC0415

    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.store import replace_graph  # noqa: PLC0415
    from kg.graph.write import vocabulary_quads  # noqa: PLC0415

    quads = vocabulary_quads(entries)
    if set(quads) == set(store.inner.quads_for_pattern(None, None, None, NamedNode(iris.ENTITIES_GRAPH))):
        return False
    replace_graph(store, iris.ENTITIES_GRAPH, quads)
    return True


def _forget_derived(store: GraphStore) -> None:
    """Empty the graph of derived facts: a run that is cut off leaves none rather than old ones."""
    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.store import replace_graph  # noqa: PLC0415

    replace_graph(store, iris.DERIVED_GRAPH, [])


def _derive(store: GraphStore) -> None:
    """Make one node of what is one thing, and derive facts, unless those of the last run are still there."""
    from pyoxigraph import NamedNode  # noqa: PLC0415

    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.derive import derive  # noqa: PLC0415
    from kg.graph.resolve import apply_identity  # noqa: PLC0415

    graph = NamedNode(iris.DERIVED_GRAPH)
    if next(store.inner.quads_for_pattern(None, None, None, graph), None) is None:
        apply_identity(store)
        derive(store)


def _counts(store: GraphStore) -> tuple[int, int]:
    """Return how many things filings name, and how many facts they state."""
    from kg.graph.namespace import term  # noqa: PLC0415

    things = {quad.subject for quad in store.inner.quads_for_pattern(None, term("pipe:filedAs"), None, None)}
    facts = store.inner.quads_for_pattern(None, term("rdf:type"), term("pipe:Statement"), None)
    return len(things), sum(1 for _ in facts)
