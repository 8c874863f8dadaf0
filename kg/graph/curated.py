"""What vocabularies know becomes the graph of entities: curated names, identifiers, categories and relations.

None of it is a claim of a filing: relations have properties of their own (``pipe:curatedPayload``), so that they never
mix with what filings state.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pyoxigraph import Quad

from kg.errors import VocabularyError
from kg.graph import iris
from kg.graph.claims import ENTITY_CLASSES
from kg.graph.iris import EntityIris
from kg.graph.namespace import schemes
from kg.graph.quads import Sheet, text
from kg.model import Entity, EntityType, Predicate, VocabularyEntry
from kg.names import fold_name, slug

CATEGORIES = {
    EntityType.COMPOUND: ("pipe:compoundType", "compound-type"),
    EntityType.PAYLOAD: ("pipe:payloadClass", "payload-class"),
    EntityType.LINKER: ("pipe:linkerType", "linker-type"),
    EntityType.TARGET: ("pipe:targetKind", "target-kind"),
}
"""Property and scheme of the category of each kind of entity; the others have ``pipe:category`` only."""

RELATED = {
    Predicate.HAS_ANTIBODY: ("pipe:curatedAntibody", EntityType.ANTIBODY),
    Predicate.HAS_PAYLOAD: ("pipe:curatedPayload", EntityType.PAYLOAD),
    Predicate.HAS_LINKER: ("pipe:curatedLinker", EntityType.LINKER),
    Predicate.HAS_TARGET: ("pipe:curatedTarget", EntityType.TARGET),
    Predicate.USES_TECHNOLOGY: ("pipe:curatedPlatform", EntityType.TECHNOLOGY),
    Predicate.DEVELOPED_BY: ("pipe:curatedOrganization", EntityType.ORGANIZATION),
    Predicate.ORIGINATED_BY: ("pipe:curatedOrganization", EntityType.ORGANIZATION),
    Predicate.OWNED_BY: ("pipe:curatedOrganization", EntityType.ORGANIZATION),
    Predicate.ACQUIRED_BY: ("pipe:curatedOrganization", EntityType.ORGANIZATION),
}
"""Curated relations: the property, and what the name is a name of."""


def vocabulary_quads(entries: Sequence[VocabularyEntry]) -> list[Quad]:
    """Return vocabulary entries as the quads of the graph of entities.

    Names of parents and of related things lead to the entries that have them, or to the IRI of that name. Raises
    `VocabularyError` for an identifier of a source that is not known, and for a relation that is none.
    """
    minter = EntityIris(entries)
    sheet = Sheet(iris.ENTITIES_GRAPH)
    names: dict[str, set[str]] = {}
    for entry in entries:
        names.setdefault(iris.named_iri(entry.type, entry.name), set()).add(entry.name)
    for entry in sorted(entries, key=lambda e: (e.type, e.name, e.source)):
        node = iris.named_iri(entry.type, entry.name)
        _write_names(sheet, node, entry, preferred=min(names[node]))
        _write_category(sheet, node, entry)
        if entry.broader:
            sheet.link(node, "skos:broader", minter.iri(Entity(entry.type, entry.broader)))
        for curie in entry.exact_matches:
            sheet.link(node, "skos:exactMatch", _external(entry, curie))
        for key, name in sorted(entry.related.items()):
            prop, kind = _relation(entry, key)
            sheet.link(node, prop, minter.iri(Entity(kind, name)))
            sheet.link(node, "pipe:curatedRelation", minter.iri(Entity(kind, name)))
    return sheet.quads()


def _write_names(sheet: Sheet, node: str, entry: VocabularyEntry, *, preferred: str) -> None:
    sheet.type(node, ENTITY_CLASSES[entry.type], "pipe:Entity")
    if entry.type is EntityType.ORGANIZATION:
        sheet.type(node, "org:FormalOrganization")
    sheet.add(node, "skos:prefLabel", text(preferred))
    sheet.add(node, "skos:altLabel", *(text(n) for n in (entry.name, *entry.aliases) if n != preferred))
    sheet.words(node, "dcterms:source", entry.source)


def _write_category(sheet: Sheet, node: str, entry: VocabularyEntry) -> None:
    if not entry.category:
        return
    prop, scheme = CATEGORIES.get(entry.type, ("pipe:category", "category"))
    local = _known_category(scheme, entry.category)
    concept = iris.concept_iri(local) if local else iris.minted_concept_iri(scheme, entry.category)
    sheet.link(node, prop, concept)
    sheet.link(node, "pipe:category", concept)
    if not local:
        sheet.type(concept, "skos:Concept")
        sheet.link(concept, "skos:inScheme", iris.concept_iri(f"scheme-{scheme}"))
        sheet.words(concept, "skos:prefLabel", slug(entry.category).replace("-", " "))


@cache
def _known_category(scheme: str, label: str) -> str | None:
    known = schemes().by_label.get(scheme, {})
    return next((local for name, local in sorted(known.items()) if fold_name(name) == fold_name(label)), None)


def _external(entry: VocabularyEntry, curie: str) -> str:
    try:
        return iris.external_iri(curie)
    except KeyError as error:
        known = ", ".join(sorted(iris.EXTERNAL_PREFIXES))
        raise VocabularyError(f"{entry.type} {entry.name!r}: {curie!r} is of no known source ({known})") from error


def _relation(entry: VocabularyEntry, key: str) -> tuple[str, EntityType]:
    try:
        return RELATED[Predicate(key)]
    except (KeyError, ValueError) as error:
        known = ", ".join(sorted(RELATED))
        raise VocabularyError(f"{entry.type} {entry.name!r}: relation {key!r} is none of {known}") from error
