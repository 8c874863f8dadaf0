"""Commands that read filings: ``build``, ``extract`` and ``demo``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_options import DEFAULT_STORE, FilingMemory, Filings, FilingTimeout, Store, Workers
from kg.cli_print import note, print_failures, print_outcomes, print_rows, progress_bar, say

if TYPE_CHECKING:
    from kg.build import BuildReport, Limits

_SECONDS, _MEGABYTES = 600.0, 3000
"""The limits of `kg.build.Limits`, which is not imported before it is needed."""
_DEMO_COLUMNS = ("phase", "compound", "indication", "status", "targets", "payloads", "companies", "reported")


def build_command(
    paths: Filings,
    store: Store = DEFAULT_STORE,
    workers: Workers = None,
    filing_timeout: FilingTimeout = _SECONDS,
    filing_memory: FilingMemory = _MEGABYTES,
    *,
    sync: Annotated[
        bool, typer.Option("--sync", help="Remove filings that were read from the folders given and are there no more.")
    ] = False,
    curation: Annotated[
        Path | None, typer.Option("--curation", metavar="FILE", help="What persons say; later builds keep to it.")
    ] = None,
) -> None:
    """Read filings into a store: the graph of who develops what, and the words that say so.

    A second run reads only what is new or has changed. Whatever ends a run (Ctrl-C too), each filing is in the store as
    a whole or not at all, and the next run goes on from there. A filing that takes too long or too much memory is
    reported, and the others are read.

    Example: kg build filings/ --store kg-store
    """
    from kg.build import Limits  # noqa: PLC0415

    _build(paths, store, workers, Limits(filing_timeout, filing_memory), sync=sync, curation=curation)


def extract_command(
    paths: Filings,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the tables.")],
    workers: Workers = None,
    filing_timeout: FilingTimeout = _SECONDS,
    filing_memory: FilingMemory = _MEGABYTES,
) -> None:
    """Write what each filing says as a fact table, NAME.jsonl, without building a graph.

    Example: kg extract filings/ --output tables
    """
    with progress_bar("Reading filings") as tell:
        from kg.build import Limits, default_workers, extract_tables  # noqa: PLC0415

        limits = Limits(filing_timeout, filing_memory)
        report = extract_tables(paths, output, workers=workers or default_workers(), limits=limits, progress=tell)
    print_failures(report.failures)
    if not report.tables:
        raise typer.Exit(1)
    say(
        f"{len(report.tables)} fact tables in {output}: {report.entities} entities, {report.facts} facts; "
        f"{len(report.failures)} filings failed; {report.seconds:.1f} s"
    )


def demo_command(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for all of it.")] = Path(
        "kg-demo"
    ),
) -> None:
    """Build the sample filings: a store, a page to open in a browser, and fact tables.

    Example: kg demo
    """
    from kg.build import extract_tables, sample_filings  # noqa: PLC0415
    from kg.explore import collect_knowledge, collect_texts, write_page  # noqa: PLC0415
    from kg.graph.read import stored_facts  # noqa: PLC0415
    from kg.graph.store import open_store  # noqa: PLC0415
    from kg.query import Table, format_table, run_question  # noqa: PLC0415

    samples = sample_filings()
    store, page, tables = output / "store", output / "page.html", output / "tables"
    _build(samples, store, None, None)
    extract_tables(samples, tables)
    with open_store(store, read_only=True) as opened:
        facts = stored_facts(opened)
        texts, knowledge = collect_texts(opened, facts), collect_knowledge(opened)
        write_page(page, facts, title="Pipeline of the sample filings", texts=texts, knowledge=knowledge)
        answer = run_question(opened, "in-clinic")
    chosen = [answer.columns.index(name) for name in _DEMO_COLUMNS]
    shown = Table(_DEMO_COLUMNS, tuple(tuple(row[n] for n in chosen) for row in answer.rows))
    say("What is in the clinic, by the sample filings:\n")
    say(format_table(shown))
    first = next((str(row[_DEMO_COLUMNS.index("compound")]) for row in shown.rows), "NAME")
    say(
        f"Open {page} in a browser: the graph, the pipeline, and the words behind every fact.\n"
        f"Fact tables are in {tables}. Go on with:\n"
        f"  kg ask\n"
        f"  kg ask payments --store {store}\n"
        f'  kg show "{first}" --store {store}\n'
        f"  kg build YOUR_FILINGS --store kg-store"
    )


def _build(
    paths: Sequence[Path],
    store: Path,
    workers: int | None,
    limits: Limits | None,
    *,
    sync: bool = False,
    curation: Path | None = None,
) -> None:
    with progress_bar("Reading filings") as tell:
        from kg.build import build, default_workers  # noqa: PLC0415

        try:
            many = workers or default_workers()
            report = build(paths, store=store, workers=many, limits=limits, sync=sync, curation=curation, progress=tell)
        except KeyboardInterrupt:
            note(f"kg: interrupted; what has been read is in {store}, and the same command goes on from there")
            raise typer.Exit(130) from None
    print_failures(report.failures)
    if not report.read and not report.unchanged:
        raise typer.Exit(1)
    _print_report(report, store)
    print_outcomes(report.curation)


def _print_report(report: BuildReport, store: Path) -> None:
    rows = [
        ("filings read", str(len(report.read))),
        ("filings unchanged", str(len(report.unchanged))),
        ("filings failed", str(len(report.failures))),
        *([("filings removed", str(len(report.removed)))] if report.removed else []),
        ("entities", str(report.entities)),
        ("facts", str(report.facts)),
        ("seconds", f"{report.seconds:.1f}"),
    ]
    print_rows(rows, head=(f"{store}", ""), numbers=[1])
    if report.failures:
        note(f"kg: {len(report.failures)} of the filings could not be read (see above); the others were")
