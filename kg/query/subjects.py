"""What facts are about a thing, by any of its names, without a store at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.errors import QueryError
from kg.graph import iris
from kg.model import Entity, EntityType, Modality, Predicate, StoredFact
from kg.names import fold_name
from kg.query.meaning import canonical, related, wider

P = Predicate
_LEADS = {
    EntityType.TARGET: {P.HAS_TARGET},
    EntityType.PAYLOAD: {P.HAS_PAYLOAD},
    EntityType.LINKER: {P.HAS_LINKER},
    EntityType.ANTIBODY: {P.HAS_ANTIBODY},
    EntityType.TECHNOLOGY: {P.USES_TECHNOLOGY},
    EntityType.ORGANIZATION: {P.DEVELOPED_BY, P.OWNED_BY},
}
"""What makes a drug's history a part of another thing's: its target's, its developer's …"""
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that facts are about: an entity, or a programme of a drug in a disease."""

    entity: Entity
    disease: Entity | None = None


def find_subject(facts: Iterable[StoredFact], name: str) -> Subject:
    """Return what a name means among facts: an entity by any name or by IRI, or ``DRUG in DISEASE``.

    A label goes before an alias; case, hyphens and legal forms do not count. Raises `QueryError` for a name that
    several things have, listing them, and for one that none has.
    """
    known = _entities(facts)
    found = _named(known, name) or _diseases(known, name)
    if not found and " in " in name:
        drug, _, disease = name.partition(" in ")
        drugs = [d for d in _named(known, drug) if d.type is EntityType.COMPOUND]
        diseases = _diseases(known, disease)
        if len(drugs) == 1 and len(diseases) == 1:
            return Subject(drugs[0], diseases[0])
    if len(found) == 1:
        return Subject(found[0])
    if found:
        listed = "; ".join(f"{thing.type} {thing.name}" for thing in found[:_SHOWN])
        raise QueryError(f"{name!r} is a name of {len(found)} things, give the IRI of one: {listed}")
    raise QueryError(
        f"no fact is about {name!r}; give any name of a drug, company, target or disease, or DRUG in DISEASE"
    )


def _entities(facts: Iterable[StoredFact]) -> dict[tuple[EntityType, str], tuple[Entity, set[str]]]:
    """Return the entities of facts by kind and name, each with the IRIs under which facts have it."""
    found: dict[tuple[EntityType, str], tuple[Entity, set[str]]] = {}
    for stored in facts:
        for thing, iri in parties(stored):
            _, iri_set = found.setdefault((thing.type, thing.name), (thing, set()))
            if iri:
                iri_set.add(iri)
    return found


def parties(stored: StoredFact) -> Iterator[tuple[Entity, str | None]]:
    """Yield the things that have a part in a fact, with their IRIs where the fact has them."""
    yield stored.fact.subject, stored.subject_iri
    if isinstance(stored.fact.object, Entity):
        yield stored.fact.object, stored.object_iri
    for value in stored.fact.qualifiers.values():
        if isinstance(value, Entity):
            yield value, None


def _named(known: dict[tuple[EntityType, str], tuple[Entity, set[str]]], name: str) -> list[Entity]:
    if name.startswith(iris.BASE):
        exact = [thing for thing, iri_set in known.values() if name in iri_set]
        return exact or [t for t, _ in known.values() if iris.named_iri(t.type, t.name) == name]
    wanted = fold_name(name)
    tests: tuple[Callable[[Entity], bool], ...] = (
        lambda thing: thing.name == name,
        lambda thing: fold_name(thing.name) == wanted,
        lambda thing: wanted in {fold_name(alias) for alias in thing.aliases},
    )
    for test in tests:
        found = [thing for thing, _ in known.values() if test(thing)]
        if found:
            return sorted(found, key=lambda thing: (thing.type, thing.name))
    return []


def _diseases(known: dict[tuple[EntityType, str], tuple[Entity, set[str]]], name: str) -> list[Entity]:
    """Return the disease that has a name; where no fact names it, one of which facts name a kind."""
    named = [thing for thing in _named(known, name) if thing.type is EntityType.INDICATION]
    if named:
        return named
    kinds = [t for t, _ in known.values() if t.type is EntityType.INDICATION and canonical(name) in wider(t.name)]
    return [Entity(EntityType.INDICATION, name)] if kinds else []


def facts_about(facts: Sequence[StoredFact], subject: Subject) -> list[StoredFact]:
    """Return the facts in which a thing takes part, and those about the drugs that lead to it.

    A target's history is that of the drugs against it, a company's that of the drugs it develops or owns. A disease's
    is all that is said of it and of its kinds.
    """
    thing = subject.entity
    if subject.disease is not None:
        drug = [s for s in facts if _is(s.fact.subject, thing) or _takes_part(s, thing)]
        return [s for s in drug if _of_disease(s, subject.disease)]
    if thing.type is EntityType.INDICATION:
        return [s for s in facts if _takes_part(s, thing) or _of_disease(s, thing, required=True)]
    leads = _LEADS.get(thing.type, set())
    drugs = {
        s.subject_iri
        for s in facts
        if s.fact.predicate in leads and s.fact.modality is Modality.ASSERTED and _is(s.fact.object, thing)
    }
    return [s for s in facts if _takes_part(s, thing) or s.subject_iri in drugs]


def _is(one: object, thing: Entity) -> bool:
    return isinstance(one, Entity) and one.type is thing.type and one.name == thing.name


def _takes_part(stored: StoredFact, thing: Entity) -> bool:
    return any(_is(each, thing) for each, _ in parties(stored))


def _of_disease(stored: StoredFact, disease: Entity, *, required: bool = False) -> bool:
    named = stored.fact.qualifiers.get("indication")
    if named is None and stored.fact.predicate is P.HAS_INDICATION:
        named = stored.fact.object if isinstance(stored.fact.object, Entity) else None
    if not isinstance(named, Entity):
        return not required and stored.fact.predicate not in {P.EXPRESSED_IN}
    return related(named.name, disease.name)


def registrants(facts: Iterable[StoredFact]) -> dict[str, str]:
    """Return one name for each registrant of facts, by the name its filings give: a company that was renamed is one.

    Two names are one company's where an organization among the facts has both.
    """
    facts = list(facts)
    one: dict[str, set[str]] = defaultdict(set)
    for stored in facts:
        for thing, _ in parties(stored):
            if thing.type is EntityType.ORGANIZATION:
                for name in (thing.name, *thing.aliases):
                    one[fold_name(name)].add(thing.name)
    called = {stored.filing.registrant or "" for stored in facts}
    return {name: min(one[fold_name(name)]) if len(one.get(fold_name(name), ())) == 1 else name for name in called}
