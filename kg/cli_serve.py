"""Commands for whoever keeps a store for others: ``serve``, ``backup`` and ``restore``."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from kg.cli_options import DEFAULT_STORE, Endpoint, Store
from kg.cli_print import note, say
from kg.errors import KgError


def serve_command(
    *,
    store: Store = DEFAULT_STORE,
    endpoint: Endpoint = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen at; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="The port; 0 for any free one.")] = 8080,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that a query may take.")] = 30.0,
    max_rows: Annotated[int, typer.Option("--max-rows", min=1, help="Rows that an answer may have.")] = 100_000,
    workers: Annotated[
        int | None, typer.Option("--workers", "-w", min=1, help="Queries at once; by default one a processor.")
    ] = None,
    memory: Annotated[int, typer.Option("--memory", min=16, help="Megabytes that a query may take.")] = 1024,
    patience: Annotated[
        float, typer.Option("--patience", min=0.1, help="Seconds that a request may take to be sent.")
    ] = 20.0,
    on_disk: Annotated[bool, typer.Option("--on-disk", help="Do not copy the store into memory.")] = False,
    cors: Annotated[
        str, typer.Option("--cors", metavar="ORIGIN", help="Whose pages may ask: an origin, * for all, or none.")
    ] = "*",
) -> None:
    """Serve the graph over HTTP: SPARQL 1.1 at /sparql, and pages.

    Example: kg serve --port 8080
    """
    if not all(find_spec(name) for name in ("starlette", "uvicorn")):
        raise KgError("kg serve needs more packages; install them with pip install 'biotech-pipeline-kg[serve]'")
    from kg.serve.limits import MEGABYTE, Limits  # noqa: PLC0415
    from kg.serve.server import Settings, serve  # noqa: PLC0415

    settings = Settings(
        store=Path(store),
        endpoint=endpoint or "",
        host=host,
        port=port,
        workers=workers or max(2, os.cpu_count() or 2),
        on_disk=on_disk,
        origin="" if cors == "none" else cors,
        limits=Limits(
            seconds=timeout,
            rows=max_rows,
            memory_bytes=memory * MEGABYTE,
            head_seconds=patience,
            body_seconds=patience,
        ),
    )
    serve(settings, note)


def backup_command(
    output: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    store: Store = DEFAULT_STORE,
) -> None:
    """Copy a store to a new folder; it may be served meanwhile.

    Example: kg backup kg-store-backup
    """
    from kg.graph.backup import back_up  # noqa: PLC0415

    say(f"{_filings(back_up(store, output))} filings backed up to {output}")


def restore_command(
    backup: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that kg backup has written.")],
    store: Store = DEFAULT_STORE,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of the store that is there.")] = False,
) -> None:
    """Copy a backup to where it is a store again.

    Example: kg restore kg-store-backup --store kg-store-again
    """
    from kg.graph.backup import restore  # noqa: PLC0415

    say(f"{_filings(restore(backup, store, replace=replace))} filings restored to {store}")


def _filings(store: Path) -> int:
    from kg.graph.store import filing_graphs, open_store  # noqa: PLC0415

    with open_store(store, read_only=True) as opened:
        return len(filing_graphs(opened))
