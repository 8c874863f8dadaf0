"""Changes as text and as tables, with the words of both sides."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.model import StoredFact
from kg.query.facts import fact_id
from kg.query.format import hanging
from kg.query.state import Difference
from kg.query.table import Table
from kg.query.values import Value

_COLUMNS = (
    *("change", "subject", "of", "was", "now"),
    *("old_reported", "old_filing", "old_fact", "old_quote", "new_reported", "new_filing", "new_fact", "new_quote"),
)


def difference_table(changes: Iterable[Difference]) -> Table:
    """Return changes as a table, a row a change, with day, filing, fact and quote of both sides."""
    rows = [(str(c.kind), c.subject, c.topic, c.was, c.now, *_side(c.before), *_side(c.after)) for c in changes]
    return Table(_COLUMNS, tuple(rows))


def _side(stored: StoredFact | None) -> tuple[Value, ...]:
    if stored is None:
        return None, "", "", ""
    return stored.filing.reported_on, stored.filing.name, fact_id(stored)[:10], stored.fact.evidence[0].quote


def format_difference(changes: Iterable[Difference], *, width: int | None = None) -> str:
    """Return changes as text of at most `width` columns, by kind; by default as wide as the terminal."""
    columns = max(40, width or shutil.get_terminal_size((100, 24)).columns)
    out: list[str] = []
    for kind, group in groupby(changes, key=lambda change: change.kind):
        listed = list(group)
        out.append(f"{kind} ({len(listed)})")
        for change in listed:
            out += _lines(change, columns)
        out.append("")
    return "\n".join(out) if out else "nothing has changed\n"


def _lines(change: Difference, width: int) -> Iterator[str]:
    claim = change.subject + (f" ({change.topic})" if change.topic else "")
    was, now = change.was, change.now
    claim += f": {was} → {now}" if was and now else f": {now or f'was {was}'}" if was or now else ""
    yield from hanging(f"• {claim}", width, indent=2)
    for mark, stored in (("old", change.before), ("new", change.after)):
        if stored:
            day = f", {stored.filing.reported_on}" if stored.filing.reported_on else ""
            place = f"{stored.filing.name}{day}, id {fact_id(stored)[:10]}"
            yield from hanging(f"{mark}: “{stored.fact.evidence[0].quote}” ({place})", width, indent=6)
