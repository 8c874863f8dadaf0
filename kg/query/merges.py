"""Decisions about things that might be one, as an answer: what is one, what might be, and why."""

from __future__ import annotations

from kg.errors import QueryError
from kg.graph.merges import Merge, stored_merges
from kg.graph.resolve_cluster import Status
from kg.graph.source import Source
from kg.query.names import find_entity
from kg.query.table import Table
from kg.query.values import Iri

_COLUMNS = ("status", "kind", "names", "stands", "score", "why", "against", "filings", "quote")


def merges_table(source: Source, *, status: Status | None = None, name: str | None = None) -> Table:
    """Return the decisions about things that might be one, with their reasons: of one status, or about one thing.

    Raises `QueryError` for a name that no thing has, and for one that several have that are no pair of such a decision.
    """
    entities = None if name is None else _named(source, name)
    merges = stored_merges(source, status=status, entities=entities)
    return Table(_COLUMNS, tuple(_row(merge) for merge in merges))


def _named(source: Source, name: str) -> list[str]:
    """Return the things of a name; several may have it, as it is their likeness that is asked about."""
    wanted = name.casefold()
    members = {
        iri: wanted in (iri.casefold(), called.casefold())
        for merge in stored_merges(source)
        for iri, called in merge.members
    }
    found = [iri for iri, meant in members.items() if meant]
    try:
        return [*found, find_entity(source, name).iri]
    except QueryError:
        if found:
            return found
        raise


def _row(merge: Merge) -> tuple[str | float | Iri | None, ...]:
    filings = sorted({filing for reason in merge.reasons for filing in reason.filings})
    quotes = [quote for reason in merge.reasons for quote in reason.quotes]
    return (
        str(merge.status),
        str(merge.kind),
        " = ".join(dict.fromkeys(name for _, name in merge.members)),
        Iri(merge.canonical) if merge.canonical else None,
        merge.score,
        "; ".join(f"{reason.words} ({reason.weight:g})" for reason in merge.reasons) or None,
        "; ".join(merge.against) or None,
        ", ".join(filings) or None,
        " ".join(quotes[0].split()) if quotes else None,
    )
