"""Commands that open a store to other programs: ``serve``."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from kg.cli_options import DEFAULT_STORE, Endpoint, Store
from kg.cli_print import note
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
