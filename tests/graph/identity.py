"""Small invented filings for tests of identity: each names a few things, and may say something of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pyoxigraph import NamedNode

from kg.graph import iris
from kg.graph.derive import derive
from kg.graph.namespace import term
from kg.graph.quads import nquads
from kg.graph.resolve import IdentityReport, apply_identity
from kg.graph.store import GraphStore, memory_store, replace_filing, replace_vocabulary
from kg.model import Entity, EntityType, Extraction, Fact, Predicate, Registrant, VocabularyEntry
from tests.graph import factory

COMPANY = EntityType.ORGANIZATION
DRUG = EntityType.COMPOUND


def drug(name: str, *aliases: str) -> Entity:
    return Entity(DRUG, name, aliases)


def company(name: str, *aliases: str, cik: str = "") -> Entity:
    return Entity(COMPANY, name, aliases, {"cik": cik} if cik else {})


def filing(
    name: str,
    *entities: Entity,
    facts: Iterable[Fact] = (),
    registrant: str = "Acme Biologics, Inc.",
    cik: str | None = None,
    year: int = 2007,
) -> Extraction:
    """Return what a filing says: the entities, and facts about them or others."""
    made = factory.filing(name, day=date(year, 6, 4))
    return Extraction(replace(made, registrant=Registrant(registrant, cik)), entities, (), tuple(facts))


def built(*filings: Extraction, vocabulary: Sequence[VocabularyEntry] = ()) -> GraphStore:
    """Return a store in memory of some filings, with identity applied and facts derived."""
    store = memory_store()
    replace_vocabulary(store, vocabulary)
    for each in filings:
        replace_filing(store, each, vocabulary=vocabulary)
    settled(store)
    return store


def settled(store: GraphStore) -> IdentityReport:
    report = apply_identity(store)
    derive(store)
    return report


def nodes(store: GraphStore, kind: EntityType) -> set[str]:
    """Return the ends of the IRIs of the entities of a kind that filings name."""
    folder = f"{iris.BASE}{iris.FOLDERS[kind]}/"
    found = (
        q.subject.value
        for q in store.inner.quads_for_pattern(None, term("pipe:name"), None, None)
        if isinstance(q.subject, NamedNode)
    )
    return {iri.removeprefix(folder) for iri in found if iri.startswith(folder)}


def dump(store: GraphStore) -> list[str]:
    """Return all that a store holds, but for times."""
    return nquads(q for q in store.inner if q.predicate != term("prov:endedAtTime"))


_BOTH = drug("fooimab", "FOO-123")
MERGING = (
    filing("m1", _BOTH, facts=[factory.fact(_BOTH, Predicate.PRESENTED_AT, "a meeting on fooimab (FOO-123)", 50)]),
    filing("m2", drug("FOO-123")),
    filing("m3", drug("barimab vedotin", "BAR-123")),
    filing("m4", drug("barimab", "BAR-123")),
)
"""Filings of which two speak of one thing, with words that say so, and two of things that a name would join."""

RENAMED = (
    filing("r1", company("Old Acme, Inc.", cik="0000000077"), registrant="Old Acme, Inc.", cik="0000000077", year=2001),
    filing("r2", company("New Acme, Inc.", cik="0000000077"), registrant="New Acme, Inc.", cik="0000000077", year=2009),
)
"""Filings of one company under two names."""
_SIGNED = 'who = "J. Doe"\nwhen = 2026-11-02\nwhy = "The label says so."\n'
CURATION = f"""
[[label]]
thing = "ABC123"
label = "huZ9-DM7"
{_SIGNED}
[[confirm]]
subject = "ABC123"
predicate = "hasPayload"
{_SIGNED}
[[reject]]
subject = "ABC123"
predicate = "hasLinker"
{_SIGNED}
[[add]]
subject = "ABC123"
predicate = "hasTarget"
object = "CD999"
words = "ABC123 binds CD999."
source = "https://www.example.org"
{_SIGNED}"""
"""One row of each kind that writes in a way of its own."""
