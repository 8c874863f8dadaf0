"""What commands print: progress and complaints on standard error, results on standard output."""

from __future__ import annotations

import math
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from kg.build import Failure, Progress
    from kg.graph.curation_rows import Outcome

_NARROWEST = 100
"""Columns of a table where the output is no terminal."""

_SILENCE = 10.0
"""Seconds between two lines about progress, where they go to a file."""


def say(words: str) -> None:
    """Print a line of results."""
    typer.echo(words)


def note(words: str) -> None:
    """Print a line about how things go."""
    typer.echo(words, err=True)


@contextmanager
def progress_bar(task: str) -> Iterator[Callable[[Progress], None]]:
    """Show at once that something is done, and then how far it is: as a bar, or a line now and then for a log."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(stderr=True)
    if console.is_terminal:
        with _bar(task, console) as tell:
            yield tell
        return
    note(f"{task} …")
    pace, told = Pace(), time.monotonic()

    def tell_in_lines(progress: Progress) -> None:
        nonlocal told
        pace(progress)
        if time.monotonic() - told > _SILENCE:
            told = time.monotonic()
            note(f"{progress.done} of {progress.total} filings, {pace.words()}")

    yield tell_in_lines


@contextmanager
def _bar(task: str, console: Console) -> Iterator[Callable[[Progress], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    pace = Pace()
    with Bar(*columns, TextColumn("{task.fields[pace]}"), console=console) as bar:
        line = bar.add_task(task, total=None, pace="")

        def tell(progress: Progress) -> None:
            pace(progress)
            bar.update(line, total=progress.total, completed=progress.done, pace=pace.words())

        yield tell


class Pace:
    """How fast filings are read, and for how long still, from what a run tells."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Take note of how far the run is."""
        if progress.outcome == "unchanged":
            self._began = time.monotonic()
        self._last = progress

    def words(self) -> str:
        """Return failures, words a second and time left, of which the last two by the filings read so far."""
        at = self._last
        if at is None:
            return ""
        took = time.monotonic() - self._began
        said = [f"{at.failed} failed"] if at.failed else []
        if at.words and took > 0:
            said.append(f"{at.words / took:,.0f} words/s")
        if 0 < at.bytes_done < at.bytes_total and took > 0:
            said.append(f"{duration(took / at.bytes_done * (at.bytes_total - at.bytes_done))} left")
        return ", ".join(said)


def duration(seconds: float) -> str:
    """Return a time span to be read at a glance.

    >>> [duration(seconds) for seconds in (3.2, 75, 7260)]
    ['4 s', '1 min 15 s', '2 h 1 min']
    """
    whole = math.ceil(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def print_rows(rows: Sequence[tuple[str, ...]], *, head: tuple[str, ...] = (), numbers: Sequence[int] = ()) -> None:
    """Print rows as a table; the columns in `numbers`, counted from 0, are set to the right."""
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    width = shutil.get_terminal_size((_NARROWEST, 24)).columns if sys.stdout.isatty() else _NARROWEST
    table = Table(box=box.SIMPLE_HEAD, show_header=bool(head), pad_edge=False)
    for number, name in enumerate(head or rows[0]):
        table.add_column(name if head else "", justify="right" if number in numbers else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(width=width).print(table)


def print_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Print what became of the rows of a curation file; what is not applied goes to standard error."""
    for outcome in outcomes:
        line = f"line {outcome.row.line}, {outcome.row.action}: {outcome.words}"
        if outcome.applied:
            say(line)
        else:
            note(f"kg: {line}; nothing done")
    failed = sum(not outcome.applied for outcome in outcomes)
    if failed:
        note(f"kg: {failed} of {len(outcomes)} rows of the curation file changed nothing; mend or remove them")


def print_failures(failures: Sequence[Failure]) -> None:
    """Print what could not be read, a line each."""
    for failure in failures:
        note(f"kg: {failure.path}: {failure.reason}")
