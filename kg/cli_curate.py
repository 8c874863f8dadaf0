"""Commands about what is one thing, and what a person says of it: ``merges``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli_options import DEFAULT_STORE, Endpoint, Store, TableFormat, opened
from kg.cli_print import say


class MergeStatus(StrEnum):
    """What was decided; the values are those of `kg.graph.resolve_cluster.Status`."""

    MERGED = "merged"
    UNSURE = "unsure"
    REJECTED = "rejected"


def merges_command(
    status: Annotated[
        MergeStatus | None,
        typer.Option("--status", help="Only what is one, what might be, or what a person keeps apart."),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Only what concerns this thing.")] = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How the list is printed.")] = TableFormat.TABLE,
    store: Store = DEFAULT_STORE,
    endpoint: Endpoint = None,
) -> None:
    """List what is taken for one thing under several names, what might be one, and why.

    For example:

    kg merges --status unsure

    kg merges --name Takeda
    """
    from kg.graph.resolve_cluster import Status  # noqa: PLC0415
    from kg.query import format_table  # noqa: PLC0415
    from kg.query.merges import merges_table  # noqa: PLC0415

    with opened(store, endpoint) as source:
        table = merges_table(source, status=Status(status) if status else None, name=name)
    if not table.rows and form is TableFormat.TABLE:
        say("Nothing of that kind: every name stands for one thing.")
        return
    say(format_table(table, str(form)).rstrip("\n"))
