"""What a build has to do: which filings are as they would be read again, and why the others are not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.reports import Task
from kg.build.version import Version

if TYPE_CHECKING:
    from kg.graph.ledger import Origin
    from kg.graph.store import GraphStore


class Reason(StrEnum):
    """Why a filing of a store is not as it would be read again."""

    CURRENT = ""
    NEW = "not in the store yet"
    CHANGED = "its file has changed"
    GONE = "its file is gone"
    MOVED = "its file goes by another name now"
    TEXT = "its text is missing from the store"
    READER = "it was read by another version"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a filing stands: `parts` says what of the version is another, with reason `READER`."""

    reason: Reason
    parts: tuple[str, ...] = ()
    read_by: Version | None = None

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.reason} ({', '.join(self.parts)})" if self.parts else str(self.reason)


def standing(store: GraphStore, task: Task, version: Version) -> Standing:
    """Return how a filing stands whose file is there, by the bytes of the file and by what the store says of it."""
    from kg.graph.texts import content_hash, has_text  # noqa: PLC0415

    known = content_hash(store, task.name)
    if known is None:
        return Standing(Reason.NEW)
    if known != _digest(task.path):
        return Standing(Reason.CHANGED)
    if not has_text(store, task.name, known):
        return Standing(Reason.TEXT)
    read_by = Version.of(written_version(store, task.name))
    parts = read_by.difference(version)
    return Standing(Reason.READER, parts, read_by) if parts else Standing(Reason.CURRENT, (), read_by)


def written_version(store: GraphStore, name: str) -> str:
    """Return the version by which the store says that a filing was read; empty where it does not say."""
    from pyoxigraph import Literal, NamedNode  # noqa: PLC0415

    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.namespace import term  # noqa: PLC0415

    run, graph = NamedNode(iris.run_iri(name)), NamedNode(iris.graph_iri(name))
    quad = next(iter(store.inner.quads_for_pattern(run, term("pipe:extractorVersion"), None, graph)), None)
    return quad.object.value if quad and isinstance(quad.object, Literal) else ""


def versions_in_use(store: GraphStore) -> set[Version]:
    """Return the versions by which the store's filings were read."""
    from pyoxigraph import Literal  # noqa: PLC0415

    from kg.graph.namespace import term  # noqa: PLC0415

    told = store.inner.quads_for_pattern(None, term("pipe:extractorVersion"), None, None)
    return {Version.of(value) for value in {q.object.value for q in told if isinstance(q.object, Literal)}}


def _digest(path: Path) -> str | None:
    """Return the hash of a file's bytes; `None` where it cannot be read, of which its reader tells."""
    from kg.filings import MAX_BYTES  # noqa: PLC0415

    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Plan:
    """Filings to leave alone, filings to read, and names to remove."""

    unchanged: tuple[Task, ...]
    fresh: tuple[Task, ...]
    """Those of which only the vocabulary is another carry its digest."""
    gone: tuple[str, ...]


def plan(store: GraphStore, tasks: Sequence[Task], version: Version, *, folders: Iterable[Path] = ()) -> Plan:
    """Return what there is to do.

    What was read from `folders` and is there no more goes, and so does what goes by another name now.
    """
    unchanged, fresh = [], []
    for task in tasks:
        now = standing(store, task, version)
        if now.reason is Reason.CURRENT:
            unchanged.append(task)
        elif now.parts == ("vocabulary",) and now.read_by:
            fresh.append(replace(task, read_by=now.read_by.vocabulary))
        else:
            fresh.append(task)
    return Plan(tuple(unchanged), tuple(fresh), gone(store.ledger.origins().values(), tasks, folders))


def gone(origins: Iterable[Origin], tasks: Iterable[Task], folders: Iterable[Path]) -> tuple[str, ...]:
    """Return the names of filings that are no more: their file is another filing now, or missing from its folder."""
    names = {absolute(task.path): task.name for task in tasks}
    roots = [absolute(folder) for folder in folders]
    return tuple(
        origin.name
        for origin in origins
        if (origin.path in names and names[origin.path] != origin.name)
        or (origin.path not in names and any(origin.path.is_relative_to(root) for root in roots))
    )


def absolute(path: Path) -> Path:
    """Return a path from the root, links left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100  # the other way follows links
