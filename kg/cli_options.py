"""Options that several commands have, each with one meaning everywhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_STORE = Path("kg-store")

Store = Annotated[Path, typer.Option("--store", "-s", metavar="DIR", help="The store's folder.")]
Filings = Annotated[
    list[Path], typer.Argument(metavar="PATH…", help="Filings (.htm, .txt, .nc, .md …), or folders that hold them.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", "-w", min=1, help="Processes to read with; by default one a processor.")
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
