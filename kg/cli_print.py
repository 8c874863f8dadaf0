"""What commands print: progress and complaints on standard error, results on standard output."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from kg.build import Failure, Progress

_NARROWEST = 100
"""Columns of a table where the output is no terminal."""


def say(words: str) -> None:
    """Print a line of results."""
    typer.echo(words)


def note(words: str) -> None:
    """Print a line about how things go."""
    typer.echo(words, err=True)


@contextmanager
def progress_bar(task: str) -> Iterator[Callable[[Progress], None]]:
    """Show at once that something is done, and then how far it is."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    console = Console(stderr=True)
    if not console.is_terminal:
        note(f"{task} …")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, TextColumn("{task.fields[name]}"), console=console, disable=not console.is_terminal) as bar:
        line = bar.add_task(task, total=None, name="")

        def tell(progress: Progress) -> None:
            bar.update(line, total=progress.total, completed=progress.done, name=f"{progress.name} {progress.outcome}")

        yield tell


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


def print_failures(failures: Sequence[Failure]) -> None:
    """Print what could not be read, a line each."""
    for failure in failures:
        note(f"kg: {failure.path}: {failure.reason}")
