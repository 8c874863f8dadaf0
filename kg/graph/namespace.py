"""Closed namespaces: a term that the ontology does not declare cannot be written.

What is declared is read from ``ontology/pipeline.ttl`` and ``ontology/schemes.ttl``; of other vocabularies only the
terms listed here are used.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode, Quad, parse

from kg.errors import StoreError, VocabularyError
from kg.graph.iris import BASE, ONTOLOGY, VOCAB
from kg.resources import ontology_dir

PREFIXES = {
    "pipe": ONTOLOGY,
    "v": VOCAB,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "cmp": f"{BASE}compound/",
    "ab": f"{BASE}antibody/",
    "pay": f"{BASE}payload/",
    "lnk": f"{BASE}linker/",
    "tgt": f"{BASE}target/",
    "ind": f"{BASE}indication/",
    "co": f"{BASE}org/",
    "plat": f"{BASE}platform/",
    "stu": f"{BASE}study/",
    "prog": f"{BASE}program/",
    "ds": f"{BASE}dose/",
    "st": f"{BASE}statement/",
    "ev": f"{BASE}evidence/",
    "fil": f"{BASE}filing/",
    "run": f"{BASE}run/",
    "mrg": f"{BASE}merge/",
    "cur": f"{BASE}curation/",
    "per": f"{BASE}person/",
    "chg": f"{BASE}change/",
    "g": f"{BASE}graph/",
}
"""The prefixes of everything written, by which exports shorten IRIs and questions may name them."""

REUSED = {
    "rdf": frozenset({"type", "Statement", "subject", "predicate", "object"}),
    "xsd": frozenset({"integer", "decimal", "date", "dateTime", "string"}),
    "skos": frozenset(
        {
            *("Concept", "ConceptScheme", "prefLabel", "altLabel", "notation", "definition"),
            *("inScheme", "broader", "exactMatch"),
        }
    ),
    "dcterms": frozenset({"identifier", "hasPart", "isPartOf", "source", "isReplacedBy"}),
    "prov": frozenset({"Entity", "Activity", "Agent", "wasGeneratedBy", "wasAttributedTo", "used", "endedAtTime"}),
    "oa": frozenset(
        {
            *("SpecificResource", "hasSource", "hasSelector", "TextPositionSelector", "TextQuoteSelector"),
            *("start", "end", "exact"),
        }
    ),
    "org": frozenset({"FormalOrganization", "ChangeEvent", "resultingOrganization"}),
}
"""The terms that are taken from other vocabularies; all others of those vocabularies are refused."""


@dataclass(frozen=True, slots=True)
class Schemes:
    """The SKOS schemes: local names of concepts by scheme and label, and labels by local name."""

    by_label: dict[str, dict[str, str]]
    label: dict[str, str]
    rank: dict[str, int]


@cache
def ontology_quads() -> tuple[Quad, ...]:
    """Return the ontology and its schemes as triples of the default graph."""
    files = [ontology_dir() / "pipeline.ttl", ontology_dir() / "schemes.ttl"]
    return tuple(quad for file in files for quad in parse(path=str(file)))


@cache
def declared() -> frozenset[str]:
    """Return the local names of all classes and properties of the ontology."""
    kinds = {f"{PREFIXES['owl']}{k}" for k in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
    found = (q.subject for q in ontology_quads() if isinstance(q.object, NamedNode) and q.object.value in kinds)
    return frozenset(s.value.removeprefix(ONTOLOGY) for s in found if isinstance(s, NamedNode))


@lru_cache(maxsize=512)
def term(name: str) -> NamedNode:
    """Return a term by its prefixed name, as ``pipe:phase``. Raises `VocabularyError` for one that is not declared."""
    prefix, _, local = name.partition(":")
    known = declared() if prefix == "pipe" else REUSED.get(prefix, frozenset())
    if local not in known:
        place = "ontology/pipeline.ttl" if prefix == "pipe" else f"the list of reused {prefix}: terms"
        raise VocabularyError(f"{name} is not in {place}; declare it there or use a term that is")
    return NamedNode(PREFIXES[prefix] + local)


@cache
def schemes() -> Schemes:
    """Return the SKOS schemes of the ontology."""
    scheme: dict[str, str] = {}
    label: dict[str, str] = {}
    names: dict[str, list[str]] = defaultdict(list)
    rank: dict[str, int] = {}
    for quad in ontology_quads():
        if not (isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(VOCAB)):
            continue
        local = quad.subject.value.removeprefix(VOCAB)
        if quad.predicate == term("skos:inScheme") and isinstance(quad.object, NamedNode):
            scheme[local] = quad.object.value.removeprefix(f"{VOCAB}scheme-")
        elif isinstance(quad.object, Literal):
            if quad.predicate == term("skos:prefLabel"):
                label[local] = quad.object.value
            if quad.predicate in (term("skos:prefLabel"), term("skos:altLabel")):
                names[local].append(quad.object.value)
            if quad.predicate == term("pipe:rank"):
                rank[local] = int(quad.object.value)
    by_label: dict[str, dict[str, str]] = defaultdict(dict)
    for local, home in scheme.items():
        by_label[home].update(dict.fromkeys(names[local], local))
    return Schemes(dict(by_label), {local: label[local] for local in scheme}, rank)


def concept(scheme: str, label: str) -> NamedNode:
    """Return a concept by its scheme and label. Raises `StoreError` naming the labels there are."""
    known = schemes().by_label[scheme]
    if label not in known:
        raise StoreError(f"{scheme} {label!r} is none of {', '.join(sorted(known))}")
    return NamedNode(VOCAB + known[label])


def concept_label(iri: str) -> str:
    """Return the label of a declared concept, its value in the fact table. Raises `StoreError` for another IRI."""
    try:
        return schemes().label[iri.removeprefix(VOCAB)]
    except KeyError as error:
        raise StoreError(f"{iri} is no concept of ontology/schemes.ttl; the store is of another version") from error
