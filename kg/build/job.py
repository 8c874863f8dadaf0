"""A build: what is new is read by as many processes as wanted, and loaded; then what follows from it is derived."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.crew import run
from kg.build.curate import current_curation
from kg.build.plan import Plan, absolute, plan, versions_in_use
from kg.build.reports import BuildReport, Failure, Limits, Listener, Task, Teller
from kg.build.settle import counts, settle, unsettle
from kg.build.tables import in_order
from kg.build.tasks import find_tasks
from kg.build.version import Version, extractor_version
from kg.build.work import GraphWork, ReadGraph, Untouched

if TYPE_CHECKING:
    from kg.build.touched import Changes
    from kg.graph.curation import Curation
    from kg.graph.curation_rows import Outcome
    from kg.graph.store import GraphStore
    from kg.vocabulary.load import Vocabulary

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
    sync: bool = False,
    curation: Path | None = None,
    progress: Listener | None = None,
) -> BuildReport:
    """Read the filings given, and those in folders given, into a store; a store's folder is made where there is none.

    A filing that the store has already from the same bytes, read by the same version with the same vocabulary and
    rules, is not read again; where only the vocabulary is another, those are that it can touch. One that cannot be read
    becomes a failure of the report and changes nothing in the store; the others are loaded all the same. With `sync`,
    what was read from folders given and is there no more is removed. With one worker and without limits all happens in
    this process; more are processes of their own, for which a script must guard its main part with
    ``if __name__ == "__main__"``. A filing that breaks the limits is a failure. An interrupt keeps what has been read.

    `curation` is a file of what persons say (``docs/curation.md``); later builds apply it again without being told.

    Raises `FilingError` where there are no filings, `CurationError` where that file is not as it must be,
    `StoreError` where the store cannot be opened or written,
    `VocabularyError` where a vocabulary or rule file is not as it must be, `ModelMissingError` where the language
    model is not installed, and `WorkerError` where processes cannot be started.
    """
    began = time.monotonic()
    tasks, version = find_tasks(paths), extractor_version()
    folders = [path for path in paths if sync and path.is_dir()]
    with ExitStack() as stack:
        opened = stack.enter_context(_open(store)) if isinstance(store, Path) else store
        job = _Job(opened, plan(opened, tasks, version, folders=folders), progress, version)
        job.run(workers=workers, limits=limits, curation=current_curation(opened, curation))
        entities, facts = counts(opened)
    return BuildReport(
        read=tuple(sorted(job.read)),
        unchanged=tuple(sorted([*(task.name for task in job.plan.unchanged), *job.untouched])),
        failures=in_order(job.failures),
        entities=entities,
        facts=facts,
        seconds=time.monotonic() - began,
        removed=job.plan.gone,
        curation=job.outcomes,
    )


def _open(folder: Path) -> GraphStore:
    from kg.graph.store import open_or_create_store  # noqa: PLC0415

    return open_or_create_store(folder)


@dataclass
class _Job:
    """One build: what is to be done, and what has been done so far."""

    store: GraphStore
    plan: Plan
    progress: Listener | None
    version: Version
    moment: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    read: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    outcomes: tuple[Outcome, ...] = ()
    _held: list[tuple[Task, ReadGraph | Untouched]] = field(default_factory=list)
    _bytes: int = 0
    _since: float = 0.0

    def run(self, *, workers: int, limits: Limits | None, curation: Curation | None) -> None:
        from kg.vocabulary.load import load_vocabulary  # noqa: PLC0415

        vocabulary = load_vocabulary()
        self._begin(vocabulary)
        work = GraphWork(str(self.version), self.moment, _changes(self.store, self.plan, vocabulary))
        try:
            self._take(run(self.plan.fresh, work, workers=workers, limits=limits))
        except KeyboardInterrupt:  # what has been read is kept
            self._load()
            settle(self.store, vocabulary.entries, curation=curation)
            raise
        self._load()
        self.outcomes = settle(self.store, vocabulary.entries, curation=curation)
        self._end()

    def _begin(self, vocabulary: Vocabulary) -> None:
        from kg.graph.store import remove_filing  # noqa: PLC0415

        if self.plan.fresh:
            _remember(self.store, vocabulary, self.version.vocabulary)
        if self.plan.gone:
            unsettle(self.store)
            for name in self.plan.gone:
                remove_filing(self.store, name)
            self.store.ledger.forget(self.plan.gone)
        self.store.ledger.put_note("build", {"began": self.moment.isoformat(" "), "filings": len(self.plan.fresh)})

    def _end(self) -> None:
        from kg.graph.ledger import Origin  # noqa: PLC0415

        ledger, unchanged = self.store.ledger, self.plan.unchanged
        known = ledger.origins()
        again = [Origin(task.name, absolute(task.path)) for task in unchanged]
        ledger.put([origin for origin in again if known.get(origin.name) != origin])
        ledger.put_note(
            "build",
            {
                "began": self.moment.isoformat(" "),
                "filings": len(self.plan.fresh),
                "ended": datetime.now(UTC).isoformat(" ", "seconds"),
                "read": len(self.read),
                "unchanged": len(unchanged) + len(self.untouched),
                "failed": len(self.failures),
                "removed": len(self.plan.gone),
            },
        )

    def _take(self, results: Iterable[tuple[Task, ReadGraph | Untouched | Failure]]) -> None:
        from kg.graph.ledger import Origin  # noqa: PLC0415

        fresh = self.plan.fresh
        told = Teller(self.progress, len(fresh) + len(self.plan.unchanged), size=sum(task.size for task in fresh))
        for task in self.plan.unchanged:
            told(task, "unchanged")
        for task, found in results:
            if isinstance(found, Failure):
                self.failures.append(found)
                self.store.ledger.put([Origin(task.name, absolute(task.path), found.reason)])
                told(task, "failed")
                continue
            self._since = self._since if self._held else time.monotonic()
            self._held.append((task, found))
            self._bytes += len(found.graph.text) if isinstance(found, ReadGraph) else 0
            told(task, "read" if isinstance(found, ReadGraph) else "unchanged", words=found.words)
            if self._bytes > _BATCH_BYTES or time.monotonic() - self._since > _BATCH_SECONDS:
                self._load()

    def _load(self) -> None:
        """Put what is held into the store. It stays held until it is there: an interrupt has it done again."""
        from kg.graph.ledger import Origin  # noqa: PLC0415
        from kg.graph.loading import load_filings, restamp  # noqa: PLC0415

        held = list(self._held)
        if not held:
            return
        if any(isinstance(found, ReadGraph) for _, found in held):
            unsettle(self.store)
        load_filings(self.store, [found.graph for _, found in held if isinstance(found, ReadGraph)])
        same = [task.name for task, found in held if isinstance(found, Untouched)]
        restamp(self.store, same, str(self.version))
        self.store.ledger.put([Origin(task.name, absolute(task.path)) for task, _ in held])
        del self._held[: len(held)]
        self._bytes = 0
        self.untouched += same
        self.read += [task.name for task, found in held if isinstance(found, ReadGraph)]


def _changes(store: GraphStore, planned: Plan, vocabulary: Vocabulary) -> dict[str, Changes]:
    """Return what has changed since the vocabularies by which filings were read, as far as the store remembers them."""
    from kg.build import touched  # noqa: PLC0415

    found: dict[str, Changes] = {}
    for digest in {task.read_by for task in planned.fresh if task.read_by}:
        packed = store.ledger.vocabulary(digest)
        before = touched.unpack(packed) if packed else None
        if before:
            found[digest] = touched.changes(before, touched.snapshot(vocabulary))
    return found


def _remember(store: GraphStore, vocabulary: Vocabulary, digest: str) -> None:
    """Keep today's vocabulary with the store, and those by which some of its filings were read."""
    from kg.build import touched  # noqa: PLC0415

    if store.ledger.vocabulary(digest) is None:
        used = {version.vocabulary for version in versions_in_use(store)}
        store.ledger.put_vocabulary(digest, touched.pack(touched.snapshot(vocabulary)), keep=used)
