"""Commands that ask why, and what a change of rules did: ``explain`` and ``compare``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from kg.cli_options import DEFAULT_STORE, Store
from kg.cli_print import say

_LINE = re.compile(r"(?P<path>.+\.jsonl):(?P<line>\d+)")


def explain_command(
    fact: Annotated[
        str, typer.Argument(metavar="FACT", help="A fact's id, as kg show prints it, or TABLE.jsonl:LINE.")
    ],
    store: Store = DEFAULT_STORE,
) -> None:
    """Tell why a fact is believed: its words, the rule that made it and where that is written, how often it is right.

    For example:

    kg explain 3f6b0a92c1

    kg explain tables/acme-8k-2020-05-01.jsonl:42
    """
    from kg.explain import explain_line, explain_stored, format_explanation  # noqa: PLC0415

    line = _LINE.fullmatch(fact)
    if line:
        told = explain_line(Path(line["path"]), int(line["line"]))
    else:
        from kg.graph.store import open_store  # noqa: PLC0415
        from kg.query import find_fact  # noqa: PLC0415

        with open_store(store, read_only=True) as opened:
            told = explain_stored(find_fact(opened, fact))
    say(format_explanation(told).rstrip("\n"))


def compare_command(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="Folder of fact tables, as they were.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Folder of fact tables, as they are.")],
) -> None:
    """List the facts gained, lost and changed between two extractions of the same filings.

    Example: kg compare tables-before tables-after
    """
    from kg.changes import compare_folders  # noqa: PLC0415

    changes = compare_folders(before, after)
    for change in changes:
        say(str(change))
    counts = {kind: sum(c.kind == kind for c in changes) for kind in ("gained", "lost", "changed")}
    say(", ".join(f"{count} {kind}" for kind, count in counts.items()))
