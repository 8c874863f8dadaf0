"""Which filings there are to read, what they are called, and with how many processes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kg.build.reports import Task
from kg.resources import sample_filings_dir


def find_tasks(paths: Sequence[Path]) -> list[Task]:
    """Return the filings by name, so that the order in which they were given makes no difference.

    Raises `FilingError` where there are none.
    """
    from kg.filings import filing_names, find_filings  # noqa: PLC0415  # reading is not needed to ask a store

    names = filing_names(find_filings(paths)).items()
    # bytes of a file's name that are no UTF-8 are spelled out, or the name could not be written
    tasks = (Task(path, name.encode("utf-8", "backslashreplace").decode("utf-8"), _size(path)) for path, name in names)
    return sorted(tasks, key=lambda task: (task.name, task.path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # gone since; its reader says so
        return 0


def sample_filings() -> list[Path]:
    """Return the files of the sample filings."""
    from kg.filings import find_filings  # noqa: PLC0415

    return find_filings([sample_filings_dir()])


def default_workers(filings: int | None = None) -> int:
    """Return how many processes a command uses: one a processor, and no more than there are filings, if that is given.

    A run starts no more than it has to read, whatever it is given.
    """
    return max(1, min(_processors(), _processors() if filings is None else filings))


def _processors() -> int:
    """Return the processors that this process may use: a container or a batch system gives it fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
