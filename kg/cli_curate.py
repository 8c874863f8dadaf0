"""Commands about what is one thing, and what a person says of it: ``merges`` and ``curate``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli_options import DEFAULT_STORE, Endpoint, Store, TableFormat, opened
from kg.cli_print import print_outcomes, say


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
        say("No such decision: nothing was merged, left unsure or kept apart here.")
        return
    say(format_table(table, str(form)).rstrip("\n"))


def curate_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What persons say, in TOML (docs/curation.md).")],
    store: Store = DEFAULT_STORE,
) -> None:
    """Apply what persons say: what is one thing, what a fact is worth, what is missing; and say what that changed.

    Takes the place of the curation file before. Later builds apply it again. The status is 1 where a row changed
    nothing.

    Example: kg curate data/curation/example.toml
    """
    from kg.build import curate  # noqa: PLC0415

    outcomes = curate(file, store=store)
    print_outcomes(outcomes)
    if not outcomes:
        say("The file has no rows: nothing is curated any more.")
    if any(not outcome.applied for outcome in outcomes):
        raise typer.Exit(1)
