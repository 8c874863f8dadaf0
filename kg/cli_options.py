"""Options that several commands have, each with one meaning everywhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import QueryError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kg.graph.source import Source

DEFAULT_STORE = Path("kg-store")

Store = Annotated[Path, typer.Option("--store", "-s", metavar="DIR", help="The store's folder.")]
Endpoint = Annotated[
    str | None,
    typer.Option("--endpoint", metavar="URL", help="A SPARQL endpoint to read from, instead of a store."),
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
