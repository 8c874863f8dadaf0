"""Which part of the graph a page is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.errors import QueryError
from kg.explore.payload import object_id
from kg.model import Entity, EntityType, StoredFact
from kg.query.asof import as_of


@dataclass(frozen=True, slots=True)
class Scope:
    """A restriction of the facts that a page shows. Without either part, everything is shown."""

    entity: str | None = None
    """An IRI, name or alias: the page then holds the facts that name the entity, and those about the compounds and
    parts joined to it (but not all the dealings of a company joined to it)."""
    filing: str | None = None
    """A filing's name, accession number or IRI."""
    as_of: date | None = None
    """A day: the page then holds what had been reported by it, that day included."""


EVERYTHING = Scope()


def select(facts: Sequence[StoredFact], scope: Scope) -> list[StoredFact]:
    """Return the facts within a scope. Raises `QueryError` where it names nothing in the facts."""
    chosen = list(facts if scope.as_of is None else as_of(facts, scope.as_of))
    if facts and not chosen:
        raise QueryError(f"no filing had reported anything by {scope.as_of}; give a later day")
    if scope.filing is not None:
        wanted = scope.filing.casefold()
        chosen = [s for s in chosen if wanted in _filing_names(s)]
        if not chosen:
            raise QueryError(f"no fact comes from filing {scope.filing!r}; give a filing's name, accession or IRI")
    if scope.entity is not None:
        chosen = _around(chosen, scope.entity)
    return chosen


def describe(scope: Scope) -> str:
    """Return a scope in words."""
    parts = []
    if scope.entity is not None:
        parts.append(f"around {scope.entity}")
    if scope.filing is not None:
        parts.append(f"filing {scope.filing}")
    if scope.as_of is not None:
        parts.append(f"as of {scope.as_of}")
    return ", ".join(parts) or "all facts"


def _filing_names(stored: StoredFact) -> set[str]:
    filing = stored.filing
    return {name.casefold() for name in (filing.iri, filing.name, filing.accession) if name}


def _around(facts: Sequence[StoredFact], entity: str) -> list[StoredFact]:
    wanted = entity.casefold()
    if not any(wanted in names for stored in facts for _, names in _named(stored)):
        raise QueryError(f"no fact names {entity!r}; give a name, an alias or an IRI that the facts use")
    near: set[str] = set()
    direct: list[bool] = []
    for stored in facts:
        names = _named(stored)
        hit = any(wanted in spellings for _, spellings in names)
        direct.append(hit)
        if hit:
            near |= {iri for iri, _ in names[:2] if iri}
    companies = {
        iri
        for stored in facts
        for iri, thing in ((stored.subject_iri, stored.fact.subject), (object_id(stored), stored.fact.object))
        if iri and isinstance(thing, Entity) and thing.type is EntityType.ORGANIZATION
    }
    near -= companies
    return [stored for stored, hit in zip(facts, direct, strict=True) if hit or stored.subject_iri in near]


def _named(stored: StoredFact) -> list[tuple[str | None, set[str]]]:
    """Return what a fact names, subject and object first, each with its folded names."""
    fact = stored.fact
    things: list[tuple[str | None, object]] = [(stored.subject_iri, fact.subject), (object_id(stored), fact.object)]
    things += [(None, value) for value in fact.qualifiers.values()]
    return [
        (iri, {n.casefold() for n in (thing.name, *thing.aliases, iri or thing.name)})
        if isinstance(thing, Entity)
        else (iri, set())
        for iri, thing in things
    ]
