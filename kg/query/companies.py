"""A company's history in words: the names under which it has filed, who bought it, and whom it bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.graph import iris
from kg.graph.companies import names_as_filer
from kg.graph.source import Source
from kg.model import Entity, EntityType, Modality, Predicate, StoredFact


def company_history(
    source: Source, iri: str, facts: Sequence[StoredFact], *, as_of: date | None = None
) -> tuple[str, ...]:
    """Return a company's history in lines, each with the days and filings that tell it; nothing for other things.

    `facts` are those of its card. With `as_of` only what filings had shown by that day counts.
    """
    if iris.entity_type(iri) is not EntityType.ORGANIZATION:
        return ()
    end = as_of.isoformat() if as_of else "9999"
    uses = [use for use in names_as_filer(source).get(iri, ()) if use.first <= end]
    lines = []
    if len(uses) > 1:
        for use in uses:
            last = "" if use.last == use.first or use.last > end else f" to {use.last}"
            lines.append(f"filed as {use.name}: {use.first}{last}")
    return (*lines, *_takeovers(iri, facts))


def _takeovers(iri: str, facts: Sequence[StoredFact]) -> list[str]:
    found: dict[tuple[str, str, str], tuple[str, list[StoredFact]]] = {}
    for stored in facts:
        fact = stored.fact
        if fact.predicate is not Predicate.ACQUIRED_BY or not isinstance(fact.object, Entity):
            continue
        if fact.modality is Modality.NEGATED:
            continue
        bought = stored.subject_iri == iri
        other = fact.object.name if bought else fact.subject.name
        if not bought and stored.object_iri != iri:
            continue
        key = ("acquired by" if bought else "acquired", other, str(fact.modality))
        found.setdefault(key, (other, []))[1].append(stored)
    return [_told(key, told) for key, (_, told) in sorted(found.items())]


def _told(key: tuple[str, str, str], told: list[StoredFact]) -> str:
    what, other, modality = key
    days = sorted(f.filing.reported_on.isoformat() for f in told if f.filing.reported_on)
    said = "" if modality == Modality.ASSERTED else f" ({modality})"
    since = f", first reported {days[0]}" if days else ""
    return f"{what} {other}{said}{since}; a company of its own in this graph"
