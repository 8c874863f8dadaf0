"""The command that opens a store to assistants: ``mcp``."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from kg.cli_options import DEFAULT_STORE, Endpoint, Store
from kg.cli_print import note
from kg.errors import MissingExtraError, QueryError


def mcp_command(
    *,
    store: Store = DEFAULT_STORE,
    endpoint: Endpoint = None,
    http: Annotated[bool, typer.Option("--http", help="Serve over HTTP on this machine, not standard input.")] = False,
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="The port for --http.")] = 8081,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that an answer may take.")] = 30.0,
    memory: Annotated[int, typer.Option("--memory", min=16, help="Megabytes that a query may take.")] = 1024,
    on_disk: Annotated[bool, typer.Option("--on-disk", help="Do not copy the store into memory.")] = False,
) -> None:
    """Serve the graph to assistants, over the Model Context Protocol. An assistant's program starts this command.

    Example: kg mcp --store kg-store
    """
    if not find_spec("mcp"):
        raise MissingExtraError("kg mcp needs more packages; install them with pip install 'biotech-pipeline-kg[mcp]'")
    if endpoint and store != DEFAULT_STORE:
        raise QueryError("give either --store or --endpoint, not both")
    from kg import __version__  # noqa: PLC0415
    from kg.serve.assistants_run import serve_http, serve_stdio  # noqa: PLC0415
    from kg.serve.library import ASSISTANTS_LIMITS, Library  # noqa: PLC0415
    from kg.serve.limits import MEGABYTE  # noqa: PLC0415

    limits = replace(ASSISTANTS_LIMITS, seconds=timeout, memory_bytes=memory * MEGABYTE)
    library = Library(
        Path(store), endpoint or "", limits, lambda words: note(f"kg: {words}"), os.cpu_count() or 2, on_disk=on_disk
    )
    if http:
        serve_http(library, port, version=__version__)
    else:
        serve_stdio(library, version=__version__)
