"""The command that goes online: ``fetch``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_options import day_of
from kg.cli_print import note, print_rows, say
from kg.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.filings.edgar import FetchProgress, FetchReport
    from kg.filings.edgar_client import Client
    from kg.filings.edgar_listing import Choice, Listed

_SILENCE = 10.0
"""Seconds between two lines about progress, where they go to a file."""


def fetch_command(
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Folder for the filings.")
    ] = None,
    company: Annotated[
        list[str] | None, typer.Option("--company", "-c", metavar="TICKER|CIK", help="Whose filings; may be repeated.")
    ] = None,
    listed: Annotated[
        list[Path] | None,
        typer.Option("--list", metavar="FILE", help="Filings listed in a CSV file (accession_number, cik)."),
    ] = None,
    corpus: Annotated[
        bool, typer.Option("--corpus", help="The list that comes along: filings about antibody-drug conjugates.")
    ] = False,
    form: Annotated[
        list[str] | None,
        typer.Option("--form", metavar="FORM", help="A form, such as 8-K or 10-K; may be repeated. [default: 8-K]"),
    ] = None,
    amendments: Annotated[
        bool, typer.Option("--amendments", help="A form stands for its amendments too: 8-K for 8-K/A.")
    ] = False,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day of filing.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day of filing.")] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, help="At most so many: the newest of companies, the first of a list."),
    ] = None,
    identity: Annotated[
        str | None,
        typer.Option(
            "--identity",
            metavar="WHO",
            envvar=["KG_EDGAR_IDENTITY", "EDGAR_IDENTITY"],
            show_envvar=True,
            help="Name and e-mail address, which the SEC asks for.",
        ),
    ] = None,
    rate: Annotated[float, typer.Option("--rate", help="Requests a second, at most 8.")] = 8.0,
    mirror: Annotated[
        str | None,
        typer.Option("--mirror", metavar="URL", envvar="KG_EDGAR_MIRROR", help="A mirror to ask instead of the SEC."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be fetched, and fetch nothing.")] = False,
) -> None:
    """Fetch filings from the SEC's EDGAR, each as one file with all its exhibits. The one command that goes online.

    A second run fetches what is not there yet. DIR/manifest.csv lists what is there. kg build reads the folder.

    Example: kg fetch --company PFE --form 8-K --from 2023-01-01 --to 2023-12-31 --output filings
    """
    from kg.filings.edgar_listing import Choice  # noqa: PLC0415

    lists = _lists(listed or [], corpus=corpus)
    if output is None and not dry_run:
        raise FetchError("give the folder for the filings with --output, or --dry-run")
    if bool(company) == bool(lists):
        raise FetchError("give either --company, or a list (--list FILE or --corpus)")
    forms = tuple(form or ()) or (() if lists else ("8-K",))
    choice = Choice(forms, amendments, day_of(first, "--from"), day_of(last, "--to"))
    client = None if lists and dry_run else _client(identity, mirror, rate)
    wanted = _of_companies(client, company or [], choice) if client and company else _from_lists(lists, choice)
    if client and output and not dry_run:
        _fetch(client, wanted[:limit], output)
    else:
        _print_wanted(wanted[:limit])


def _print_wanted(wanted: Sequence[Listed]) -> None:
    rows = [(r.accession, r.form, str(r.filed or ""), str(r.period or ""), r.cik, r.company) for r in wanted]
    print_rows(rows, head=(f"{len(wanted)} filings", "form", "filed", "report of", "cik", "company"))


def _lists(given: list[Path], *, corpus: bool) -> list[Path]:
    from kg.resources import corpus_file  # noqa: PLC0415

    return [*given, *([corpus_file()] if corpus else [])]


def _client(identity: str | None, mirror: str | None, rate: float) -> Client:
    from kg.filings.edgar_client import Client  # noqa: PLC0415

    return Client(identity or "", mirror, rate, tell=lambda line: note(f"kg: {line}"))


def _from_lists(lists: Sequence[Path], choice: Choice) -> list[Listed]:
    from kg.filings.edgar_manifest import read_list  # noqa: PLC0415

    once = {row.accession: row for path in reversed(lists) for row in reversed(read_list(path))}
    wanted = [row for row in reversed(once.values()) if choice.takes(row)]
    if not wanted:
        raise FetchError(f"{', '.join(map(str, lists))}: none of the {len(once)} filings is of these forms and days")
    return wanted


def _of_companies(client: Client, companies: Sequence[str], choice: Choice) -> list[Listed]:
    """List the filings of several companies; one that has none of them is told of, if another has."""
    from kg.filings.edgar_listing import list_filings, newest_first  # noqa: PLC0415

    found: list[Listed] = []
    for number, company in enumerate(companies, start=1):
        try:
            found += list_filings(client, company, choice)
        except FetchError as error:
            if number == len(companies) and not found:
                raise
            note(f"kg: {error}")
    return newest_first(found)


def _fetch(client: Client, wanted: Sequence[Listed], output: Path) -> None:
    from kg.filings.edgar import fetch  # noqa: PLC0415

    with _progress() as tell:
        report = fetch(client, wanted, output, progress=tell)
    for line in report.notes:
        note(f"kg: {line}")
    for missed in report.missed:
        note(f"kg: {missed.listed.accession}: {missed.reason}")
    if report.stopped:
        note(f"kg: stopped, {report.untried} filings were not asked for; run the same command again later")
    say(_told(report, output))
    if not report.fetched and not report.present:
        raise typer.Exit(1)


def _told(report: FetchReport, output: Path) -> str:
    return (
        f"{len(report.fetched)} filings fetched into {output} ({report.bytes_fetched / 1e6:.1f} MB); "
        f"{len(report.present)} were there, {len(report.missed) + report.untried} are missing"
    )


@contextmanager
def _progress() -> Iterator[Callable[[FetchProgress], None]]:
    """Show how far a run is: as a bar, or a line now and then for a log."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(stderr=True)
    if not console.is_terminal:
        told = time.monotonic()

        def in_lines(at: FetchProgress) -> None:
            nonlocal told
            if time.monotonic() - told > _SILENCE:
                told = time.monotonic()
                note(f"{at.done} of {at.total} filings, {at.bytes_fetched / 1e6:.1f} MB, {at.missed} missing")

        yield in_lines
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("Fetching filings"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[size]}"), console=console) as bar:
        line = bar.add_task("", total=None, size="")

        def in_bar(at: FetchProgress) -> None:
            bar.update(line, total=at.total, completed=at.done, size=f"{at.bytes_fetched / 1e6:.1f} MB")

        yield in_bar
