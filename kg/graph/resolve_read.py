"""What filings and the vocabulary call their things, as extracted: the input of identity across filings.

A graph that identity has not rewritten says it itself; of one that was rewritten, what is kept beside the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.graph import iris
from kg.graph.iris import EXTERNAL_PREFIXES
from kg.graph.namespace import term
from kg.graph.store import GraphStore, filing_graphs
from kg.model import EntityType

Pair = tuple[str, str]
"""Two entities by their IRIs, in order."""


@dataclass(slots=True)
class Naming:
    """Who is called what, by the IRIs of extraction. Graphs are those of filings, or of the vocabulary."""

    filed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The fullest names that filings, or the vocabulary, use for an entity."""
    claims: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    """Every name of an entity, with the graphs that give it."""
    ciks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    vocabulary: set[str] = field(default_factory=set)
    """The entities that the vocabulary has."""
    graphs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The entities that each filing names."""
    registrants: dict[str, str] = field(default_factory=dict)
    """The registrant of each filing's graph."""
    days: dict[str, str] = field(default_factory=dict)
    """The day on which each filing's graph speaks, where it is known."""
    first: dict[str, str] = field(default_factory=dict)
    """The first day on which an entity is spoken of."""
    rewritten: dict[str, str] = field(default_factory=dict)
    """The graphs that are rewritten in the database, with the digest of how."""

    def kinds(self) -> dict[str, EntityType]:
        """Return the kind of every entity."""
        typed = ((iri, iris.entity_type(iri)) for iri in self.claims)
        return {iri: kind for iri, kind in typed if kind}


def read_naming(store: GraphStore) -> Naming:
    """Return what a store's filings and vocabulary call things. Raises `StoreError` as `as_extracted` does."""
    naming = Naming()
    naming.rewritten = dict(_rewritten(store))
    for quad in _values(store, naming.rewritten, ("pipe:filedAs", "pipe:name", "pipe:cik", "pipe:registrant")):
        _take(naming, quad)
    for graph in filing_graphs(store):
        naming.graphs[graph.value]
        filing = NamedNode(graph.value.replace(iris.FILING_GRAPHS, iris.FILINGS))
        for quad in store.inner.quads_for_pattern(filing, term("pipe:reportedOn"), None, graph):
            naming.days[graph.value] = quad.object.value if isinstance(quad.object, Literal) else ""
    for graph_iri, members in naming.graphs.items():
        day = naming.days.get(graph_iri, "")
        for iri in members:
            naming.first[iri] = min(day, naming.first.get(iri, day)) if day else naming.first.get(iri, "")
    _read_vocabulary(store, naming)
    return naming


def as_extracted(store: GraphStore, graph: str, *, rewritten: bool) -> list[Quad]:
    """Return the quads of a filing's graph before identity was applied.

    Raises `StoreError` where the graph is rewritten and what it was is not kept.
    """
    if not rewritten:
        return list(store.inner.quads_for_pattern(None, None, None, NamedNode(graph)))
    kept = store.minted.quads(graph)
    if kept is None:
        raise _lost(store, graph)
    return kept


def _lost(store: GraphStore, graph: str) -> StoreError:
    name = graph.removeprefix(iris.FILING_GRAPHS)
    place = store.path or "the store"
    return StoreError(f"{place} has lost what was extracted from {name}; build the store again in a new folder")


def _rewritten(store: GraphStore) -> Iterator[tuple[str, str]]:
    for quad in store.inner.quads_for_pattern(None, term("pipe:identityDigest"), None, None):
        if isinstance(quad.graph_name, NamedNode) and isinstance(quad.object, Literal):
            yield quad.graph_name.value, quad.object.value


def _values(store: GraphStore, rewritten: Iterable[str], properties: tuple[str, ...]) -> Iterator[Quad]:
    away = set(rewritten)
    terms = [term(name) for name in properties]
    for prop in terms:
        for quad in store.inner.quads_for_pattern(None, prop, None, None):
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in away:
                yield quad
    for graph in sorted(away):
        kept = store.minted.values(graph, terms)
        if kept is None:
            raise _lost(store, graph)
        yield from kept


def _take(naming: Naming, quad: Quad) -> None:
    if not isinstance(quad.subject, NamedNode) or not isinstance(quad.graph_name, NamedNode):
        return
    iri, graph = quad.subject.value, quad.graph_name.value
    if not graph.startswith(iris.FILING_GRAPHS):
        return
    if isinstance(quad.object, NamedNode):
        naming.registrants[graph] = quad.object.value
    elif isinstance(quad.object, Literal) and iris.entity_type(iri):
        if quad.predicate == term("pipe:cik"):
            naming.ciks[iri].add(quad.object.value)
            return
        naming.graphs[graph].add(iri)
        naming.claims[iri][quad.object.value].add(graph)
        if quad.predicate == term("pipe:filedAs"):
            naming.filed[iri].add(quad.object.value)


def _read_vocabulary(store: GraphStore, naming: Naming) -> None:
    graph = NamedNode(iris.ENTITIES_GRAPH)
    numbers = EXTERNAL_PREFIXES["cik"]
    for prop in ("skos:prefLabel", "skos:altLabel", "skos:exactMatch"):
        for quad in store.inner.quads_for_pattern(None, term(prop), None, graph):
            if not isinstance(quad.subject, NamedNode) or not iris.entity_type(quad.subject.value):
                continue
            iri = quad.subject.value
            naming.vocabulary.add(iri)
            if isinstance(quad.object, Literal):
                naming.claims[iri][quad.object.value].add(graph.value)
                if prop == "skos:prefLabel":
                    naming.filed[iri].add(quad.object.value)
            elif isinstance(quad.object, NamedNode) and quad.object.value.startswith(numbers):
                naming.ciks[iri].add(quad.object.value.removeprefix(numbers))


@dataclass(frozen=True, slots=True)
class Told:
    """What one filing tells of pairs of entities that might be one."""

    apart: frozenset[Pair]
    """Pairs of which one fact names both, each in a part of its own: two things."""
    contrasts: frozenset[Pair]
    """Pairs of which the filing says things that do not go together."""


_FUNCTIONAL = ("pipe:compoundType", "pipe:hasAntibody", "pipe:hasPayload", "pipe:hasLinker", "pipe:targets")
_SURE = 0.8


def told_of(quads: Iterable[Quad], among: Iterable[Pair]) -> Told:
    """Return what a filing's quads, as extracted, tell of pairs of entities."""
    pairs = set(among)
    wanted = {iri for pair in pairs for iri in pair}
    nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes[quad.subject.value][quad.predicate.value].append(quad.object.value)
    apart: set[Pair] = set()
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    about, confidence, modality = (term(p).value for p in ("pipe:about", "pipe:confidence", "pipe:modality"))
    for node in nodes.values():
        if about not in node:
            continue
        parts = sorted({value for values in node.values() for value in values if value in wanted})
        apart |= set(combinations(parts, 2)) & pairs
        asserted = node[modality] == [iris.concept_iri("modality-asserted")]
        if asserted and float(node[confidence][0]) >= _SURE:
            _say(node, said)
    return Told(frozenset(apart), frozenset(pair for pair in pairs if _contrast(said, *pair)))


def _say(node: dict[str, list[str]], said: dict[str, dict[str, set[str]]]) -> None:
    predicate, thing = term("rdf:predicate").value, term("rdf:object").value
    for prop in _FUNCTIONAL:
        if node.get(predicate) == [term(prop).value]:
            said[node[term("pipe:about").value][0]][prop] |= set(node[thing])


def _contrast(said: dict[str, dict[str, set[str]]], one: str, other: str) -> bool:
    if one not in said or other not in said:
        return False
    return any(said[one][p] and said[other][p] and not said[one][p] & said[other][p] for p in _FUNCTIONAL)
