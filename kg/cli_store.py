"""Commands that look after a store: ``status`` and ``remove``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_options import DEFAULT_STORE, Store
from kg.cli_print import print_rows, say

if TYPE_CHECKING:
    from kg.build import StoreStatus

_MOST = 30
"""Filings that are listed where not all are asked for."""


def status_command(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH…]", help="Filings or folders to compare the store with.")
    ] = None,
    store: Store = DEFAULT_STORE,
    every: Annotated[bool, typer.Option("--all", help="List every filing, and all that is to be listed.")] = False,
) -> None:
    """Show what a store holds, what the next build would read again and why, and what failed.

    A filing is stale where its file is another than the one that was read, is gone, or where the code, the rules or the
    vocabulary that read it have changed. What failed stays listed until it succeeds or is removed.

    Example: kg status --store kg-store
    """
    from kg.build import store_status  # noqa: PLC0415
    from kg.graph.store import open_store  # noqa: PLC0415

    with open_store(store, read_only=True) as opened:
        status = store_status(opened, paths or [])
    print_rows(_overview(status), head=(str(store), ""))
    listed = [(f.name, f.reason or "current", str(f.path or "")) for f in (status.filings if every else status.stale)]
    _print_list(listed, ("filing", "state", "file"), every=every)
    _print_list([(f.name, f.reason, str(f.path)) for f in status.failures], ("failed", "why", "file"), every=every)


def remove_command(
    names: Annotated[list[str], typer.Argument(metavar="NAME…", help="Names of filings, as kg status --all has them.")],
    store: Store = DEFAULT_STORE,
) -> None:
    """Take filings out of a store, with all that they alone said.

    Example: kg remove acme-8k-2007-06-04 --store kg-store
    """
    from kg.build import remove_filings  # noqa: PLC0415
    from kg.graph.store import open_store  # noqa: PLC0415

    with open_store(store) as opened:
        removed = remove_filings(names, store=opened)
    say(f"removed from {store}: {', '.join(removed)}")


def _overview(status: StoreStatus) -> list[tuple[str, str]]:
    held = sum(size for _, size in status.sizes)
    shares = ", ".join(f"{place} {size / 1e6:.1f}" for place, size in status.sizes if size >= 50_000)
    rows = [
        ("filings", f"{len(status.filings)}, {len(status.stale)} stale, {len(status.failures)} failed"),
        ("entities", str(status.entities)),
        ("facts", str(status.facts)),
        ("size", f"{held / 1e6:.1f} MB ({shares})"),
        ("last build", _last(status)),
    ]
    if not status.settled:
        rows.append(("derived facts", "missing or of other rules; run kg build again"))
    return rows


def _last(status: StoreStatus) -> str:
    last = status.last
    if not last:
        return "none is remembered"
    if "ended" not in last:
        return f"began {last['began']} and was cut off, or is going on; run kg build again"
    counted = (f"{last[what]} {what}" for what in ("read", "unchanged", "failed", "removed"))
    return f"{last['began']} to {last['ended']}: {', '.join(counted)}"


def _print_list(rows: list[tuple[str, str, str]], head: tuple[str, str, str], *, every: bool) -> None:
    if rows:
        print_rows(rows if every else rows[:_MOST], head=head)
    if len(rows) > _MOST and not every:
        say(f"… and {len(rows) - _MOST} more: kg status --all lists them")
