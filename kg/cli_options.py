"""Options that several commands have, each with one meaning everywhere."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_print import note
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from kg.graph.source import Source
    from kg.model import StoredFact

DEFAULT_STORE = Path("kg-store")

Store = Annotated[Path, typer.Option("--store", "-s", metavar="DIR", help="The store's folder.")]
Endpoint = Annotated[
    str | None,
    typer.Option("--endpoint", metavar="URL", help="A SPARQL endpoint to read from, instead of a store."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only what filings had reported by this day, such as 2013-12-31."),
]
Filings = Annotated[
    list[Path], typer.Argument(metavar="PATH…", help="Filings (.htm, .txt, .nc, .md …), or folders that hold them.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", "-w", min=1, help="Processes to read with; by default one a processor.")
]

FilingTimeout = Annotated[
    float,
    typer.Option("--filing-timeout", metavar="SECONDS", min=0.1, help="Longest that reading one filing may take."),
]
FilingMemory = Annotated[
    int,
    typer.Option("--filing-memory", metavar="MB", min=300, help="Most memory that the process reading it may have."),
]


class TableFormat(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"


class GraphFormat(StrEnum):
    """How a graph is written; the names are those of `kg.graph.export.FORMATS`."""

    TRIG = "trig"
    TURTLE = "turtle"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    CSV = "csv"


def opened(store: Path, endpoint: str | None) -> AbstractContextManager[Source]:
    """Open what a command reads from: the endpoint where one is given, else the store."""
    if endpoint and store != DEFAULT_STORE:
        raise QueryError("give either --store or --endpoint, not both")
    from kg.graph.source import open_source  # noqa: PLC0415

    return open_source(store, endpoint=endpoint)


def day_of(words: str | None, option: str = "--as-of") -> date | None:
    """Return the day that an option names, or `None` where it is not given. Raises `QueryError` for another wording."""
    if words is None:
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError as error:
        raise QueryError(f"{option} is {words!r}, must be a day such as 2013-12-31") from error


def facts_as_of(facts: Iterable[StoredFact], day: date | None) -> list[StoredFact]:
    """Return the facts that count as of a day, and say on standard error which count because their day is not known."""
    from kg.query import as_of, undated  # noqa: PLC0415

    if day is None:
        return list(facts)
    kept = as_of(facts, day)
    without = sorted({stored.filing.name for stored in undated(kept)})
    if without:
        note(f"kg: the day of {', '.join(without)} is not known; what it says counts as of every day")
    return list(kept)
