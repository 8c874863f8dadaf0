"""Fact tables of filings, without a graph."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kg.build.bounds import bounded
from kg.build.crew import run
from kg.build.reports import ExtractReport, Failure, Limits, Listener, Task, Teller
from kg.build.tasks import find_tasks
from kg.build.work import ReadTable, TableWork
from kg.errors import FactTableError


def extract_tables(
    paths: Sequence[Path],
    output: Path,
    *,
    workers: int = 1,
    limits: Limits | None = None,
    progress: Listener | None = None,
) -> ExtractReport:
    """Write a fact table ``NAME.jsonl`` for each filing into a folder. Workers, limits and failures are as in `build`.

    A table is written aside and put in its place as a whole. Raises `FilingError` where there are no filings, and
    `FactTableError` where `output` is no folder.
    """
    began = time.monotonic()
    tasks = find_tasks(paths)
    if output.exists() and not output.is_dir():
        raise FactTableError(f"{output} is a file; name a folder for the fact tables")
    told = Teller(progress, len(tasks), size=sum(task.size for task in tasks))
    tables: list[Path] = []
    failures: list[Failure] = []
    entities = facts = 0
    for task, found in run(tasks, TableWork(), workers=workers, limits=limits):
        written = found if isinstance(found, Failure) else bounded(task, partial(_write, task, found, output))
        if isinstance(written, Failure):
            failures.append(written)
            told(task, "failed")
        elif isinstance(found, ReadTable):
            tables.append(written)
            entities, facts = entities + found.entities, facts + found.facts
            told(task, "read", words=found.words)
    return ExtractReport(tuple(sorted(tables)), in_order(failures), entities, facts, time.monotonic() - began)


def in_order(failures: Sequence[Failure]) -> tuple[Failure, ...]:
    """Return failures by name: processes bring them in any order."""
    return tuple(sorted(failures, key=lambda failure: (failure.name, failure.path)))


def _write(task: Task, found: ReadTable, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{task.name}.jsonl"
    aside = folder / f".{task.name}.jsonl.new"
    aside.write_bytes(found.table)
    aside.replace(path)
    return path
