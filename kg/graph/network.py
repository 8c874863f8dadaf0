"""Facts as NetworkX graphs, for analysis: one of things, and one in which every statement is a node.

Both are built from facts, not from RDF: several times faster, and all that a fact has is at hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg.graph import iris
from kg.model import DateRange, Entity, EntityType, Predicate, StoredFact, plain

if TYPE_CHECKING:
    import networkx as nx

_JOINED_BY_INDICATION = frozenset({Predicate.HAS_STAGE, Predicate.HAS_DESIGNATION})


def entity_graph(facts: Iterable[StoredFact], *, entities: Mapping[str, Entity] | None = None) -> nx.MultiDiGraph:
    """Return a graph whose nodes are things and whose edges are facts between them.

    Nodes are IRIs with ``label``, ``type``, ``aliases``, ``attributes`` and ``values``. Edges have the statement's IRI
    as their key, and ``predicate``, ``value``, ``qualifiers``, ``modality``, ``confidence``, ``evidence``, ``filing``,
    ``filing_iri``, ``reported_on``, ``event_earliest`` and ``event_latest``.

    A fact whose object is a value is no edge but an entry in its subject's ``values``, a dictionary with the same
    keys. Stages and designations in a named disease are edges too, from the compound to the disease, with the phase
    or designation as ``value``: that is how programs show. Things that only qualifiers name are nodes without edges.

    Pass what `kg.graph.read.stored_entities` returns as `entities`, so that qualifiers lead to the very same nodes;
    without it their IRIs are worked out from their names.
    """
    import networkx as nx  # noqa: PLC0415  # takes long to import

    graph = nx.MultiDiGraph()
    facts = list(facts)
    nodes = Nodes(facts, entities or {})
    for stored in facts:
        fact, told = stored.fact, _told(stored)
        _add_entity(graph, stored.subject_iri, fact.subject)
        for value in fact.qualifiers.values():
            if isinstance(value, Entity):
                _add_entity(graph, nodes.iri(value, stored), value)
        if isinstance(fact.object, Entity) and stored.object_iri:
            _add_entity(graph, stored.object_iri, fact.object)
            graph.add_edge(stored.subject_iri, stored.object_iri, key=stored.iri, **told)
            continue
        graph.nodes[stored.subject_iri]["values"].append({"statement": stored.iri, **told})
        indication = fact.qualifiers.get("indication")
        if fact.predicate in _JOINED_BY_INDICATION and isinstance(indication, Entity):
            graph.add_edge(stored.subject_iri, nodes.iri(indication, stored), key=stored.iri, **told)
    return graph


def statement_graph(facts: Iterable[StoredFact], *, entities: Mapping[str, Entity] | None = None) -> nx.MultiDiGraph:
    """Return a graph in which statements, things and filings are nodes (``kind`` tells which).

    A statement has an edge to its subject, its object and each thing among its qualifiers (``role`` is ``subject``,
    ``object`` or the qualifier) and to its filing (``reportedIn``). What is a value is an attribute of its node.
    `entities` is as for `entity_graph`.
    """
    import networkx as nx  # noqa: PLC0415  # takes long to import

    graph = nx.MultiDiGraph()
    facts = list(facts)
    nodes = Nodes(facts, entities or {})
    for stored in facts:
        fact, filing = stored.fact, stored.filing
        label = f"{fact.subject.name} {fact.predicate} {plain(fact.object)}"
        graph.add_node(stored.iri, kind="statement", label=label, **_told(stored))
        graph.add_node(filing.iri, kind="filing", label=filing.name, registrant=filing.registrant or "")
        graph.add_edge(stored.iri, filing.iri, key="reportedIn", role="reportedIn")
        roles = [("subject", stored.subject_iri, fact.subject)]
        if isinstance(fact.object, Entity) and stored.object_iri:
            roles.append(("object", stored.object_iri, fact.object))
        named = ((key, value) for key, value in fact.qualifiers.items() if isinstance(value, Entity))
        roles += [(key, nodes.iri(value, stored), value) for key, value in named]
        for role, iri, entity in roles:
            _add_entity(graph, iri, entity)
            graph.add_edge(stored.iri, iri, key=role, role=role)
    return graph


def evidence_iris(stored: StoredFact) -> list[str]:
    """Return the IRIs of a fact's pieces of evidence, the main one first."""
    filing = stored.filing
    return [iris.evidence_iri(filing.content_hash, filing.name, e.start, e.end) for e in stored.fact.evidence]


class Nodes:
    """Finds the nodes of things that qualifiers name."""

    def __init__(self, facts: Iterable[StoredFact], entities: Mapping[str, Entity]) -> None:
        self._known: dict[tuple[str, str], set[str]] = defaultdict(set)
        for iri, entity in entities.items():
            self._known[entity.type, entity.name].add(iri)
        for stored in facts:
            self._known[stored.fact.subject.type, stored.fact.subject.name].add(stored.subject_iri)
            if isinstance(stored.fact.object, Entity) and stored.object_iri:
                self._known[stored.fact.object.type, stored.fact.object.name].add(stored.object_iri)

    def iri(self, entity: Entity, stored: StoredFact) -> str:
        """Return the IRI of a thing that a qualifier of a fact names."""
        known = self._known[entity.type, entity.name]
        if len(known) == 1:
            return next(iter(known))
        registrant = stored.filing.registrant
        scope = iris.named_iri(EntityType.ORGANIZATION, registrant).rsplit("/", 1)[1] if registrant else ""
        return iris.named_iri(entity.type, entity.name, registrant=scope)


def _add_entity(graph: nx.MultiDiGraph, iri: str, entity: Entity) -> None:
    if iri in graph:
        return
    graph.add_node(
        iri,
        kind="entity",
        label=entity.name,
        type=str(entity.type),
        aliases=list(entity.aliases),
        attributes=dict(entity.attributes),
        values=[],
    )


def _told(stored: StoredFact) -> dict[str, Any]:
    fact, filing = stored.fact, stored.filing
    event = fact.qualifiers.get("eventDate")
    return {
        "predicate": str(fact.predicate),
        "value": None if isinstance(fact.object, Entity) else fact.object,
        "qualifiers": {key: plain(value) for key, value in sorted(fact.qualifiers.items())},
        "modality": str(fact.modality),
        "confidence": fact.confidence,
        "evidence": evidence_iris(stored),
        "filing": filing.name,
        "filing_iri": filing.iri,
        "reported_on": filing.reported_on.isoformat() if filing.reported_on else None,
        "event_earliest": event.earliest.isoformat() if isinstance(event, DateRange) else None,
        "event_latest": event.latest.isoformat() if isinstance(event, DateRange) else None,
    }
