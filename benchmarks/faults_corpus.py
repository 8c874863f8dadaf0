"""What `faults.py` builds: copies of filings, what was read in them once, and what their graphs may look like."""

from __future__ import annotations

import pickle
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from kg.build.reports import Failure, Task
from kg.build.tasks import find_tasks
from kg.build.version import extractor_fingerprint
from kg.build.work import GraphWork, ReadGraph, Untouched
from kg.graph.store import open_store

Forms = dict[tuple[str, frozenset[str]], str]
"""By graph and quads, whether that is the old or the new version."""


def make_corpus(samples: Sequence[Path], folder: Path, copies: int) -> None:
    """Write copies of filings into ``new``; into ``old`` those of them that an older store has, half of them other."""
    for place in ("new", "old"):
        (folder / place).mkdir()
    for copy in range(copies):
        for number, sample in enumerate(samples):
            data = sample.read_bytes() + b"\n" * (copy + 1)
            name = f"{sample.stem}-{copy}{sample.suffix}"
            (folder / "new" / name).write_bytes(data)
            if (number + copy) % 4 < 2:
                (folder / "old" / name).write_bytes(data + (b"\n" * 50 if number % 2 else b""))


def record(folders: Iterable[Path], kept: Path) -> None:
    """Read filings, and keep what comes of each by its name and the size of its file: that tells its versions apart."""
    work = GraphWork(extractor_fingerprint(), datetime(2026, 1, 1, tzinfo=UTC))
    found = {(t.name, t.size): work(t) for folder in folders for t in find_tasks([folder])}
    kept.write_bytes(pickle.dumps(found))


@dataclass(frozen=True, slots=True)
class Replay(GraphWork):
    """Takes what was read before, after a moment."""

    kept: Path = Path()

    def prepare(self) -> None:
        """Load what was read."""
        _kept(self.kept)

    def __call__(self, task: Task) -> ReadGraph | Untouched | Failure:
        """Return what was read in a filing."""
        time.sleep(random.Random(task.name).uniform(0, 0.04))
        found: ReadGraph | Failure = _kept(self.kept)[task.name, task.size]
        return found


@cache
def _kept(place: Path) -> dict[tuple[str, int], ReadGraph | Failure]:
    found: dict[tuple[str, int], ReadGraph | Failure] = pickle.loads(place.read_bytes())
    return found


def quads_of(store: Path) -> set[str]:
    """Return all that a store says, but for the times of runs."""
    with open_store(store, read_only=True) as opened:
        lines = (opened.inner.dump(format=RdfFormat.N_QUADS) or b"").decode().splitlines()
    return {line for line in lines if "endedAtTime" not in line}


def graph_forms(kept: Path, stores: Iterable[Path]) -> Forms:
    """Return the whole forms of each filing's graph: as it was read, and as undisturbed builds left it."""
    forms: Forms = {}
    newest: dict[str, str] = {}
    for found in _kept(kept).values():
        if isinstance(found, ReadGraph):
            quads = list(pyoxigraph.parse(found.graph.text, format=RdfFormat.N_QUADS))
            forms[_key(quads)] = "old"
    for store, version in zip(stores, ("new", "old"), strict=True):
        with open_store(store, read_only=True) as opened:
            for graph in opened.named_graphs():
                if "/graph/filing-" not in graph.value:
                    continue
                quads = list(opened.inner.quads_for_pattern(None, None, None, graph))
                forms[_key(quads)] = version
                digest = next(str(q.object) for q in quads if q.predicate.value.endswith("contentHash"))
                if version == "new":
                    newest[graph.value] = digest
    for name, told in list(forms):
        if any("contentHash" in quad and newest.get(name, " ") in quad for quad in told):
            forms[name, told] = "new"
    return forms


def _key(quads: Sequence[pyoxigraph.Quad]) -> tuple[str, frozenset[str]]:
    told = frozenset(str(quad) for quad in quads if "endedAt" not in str(quad))
    return str(quads[0].graph_name)[1:-1], told
