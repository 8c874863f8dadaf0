"""The graph becomes facts again: what the writer wrote comes back with all its fields.

Entities come back as the whole graph knows them, with the label and the names of all filings. Where several filings
give an attribute, that of the latest holds. The first piece of evidence is the main one; the others follow in the order
in which they stand in the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.graph import iris
from kg.graph.claims import ATTRIBUTES, CLAIMS, QUALIFIERS, Claim, Home, Kind, qualifier_home
from kg.graph.curation_read import curators_words
from kg.graph.labels import Names, entity_names, names_among
from kg.graph.namespace import concept_label, term
from kg.graph.source import Source
from kg.graph.store import GraphStore, copy_to_memory, filing_graphs
from kg.model import (
    DateRange,
    Entity,
    Evidence,
    Fact,
    FilingSummary,
    Modality,
    Predicate,
    Qualifier,
    StoredFact,
)

Value = NamedNode | Literal
Nodes = dict[str, dict[NamedNode, list[Value]]]

_RELATIONS = {term(claim.object.property): p for p, claim in CLAIMS.items() if not claim.subject}
_FILINGS = "SELECT ?filing ?property ?value ?graph { GRAPH ?graph { ?filing a pipe:Filing ; ?property ?value } }"
_ATTRIBUTES = {term(prop): key for key, prop in ATTRIBUTES.items()} | {term("pipe:attribute"): ""}
_AT_ONCE = 200
"""Nodes that one query asks for."""
_CLASSES = {term(claim.cls): p for p, claim in CLAIMS.items() if claim.subject}


def stored_filings(source: Source) -> list[FilingSummary]:
    """Return the filings of a source, by the day they speak, then by name."""
    graphs: dict[str, Nodes] = {graph.value: {} for graph in filing_graphs(source)}
    for filing, prop, value, graph in source.select(_FILINGS).rows:
        if isinstance(filing, NamedNode) and isinstance(prop, NamedNode) and isinstance(value, NamedNode | Literal):
            nodes = graphs.get(graph.value, {}) if isinstance(graph, NamedNode) else {}
            nodes.setdefault(filing.value, defaultdict(list))[prop].append(value)
    return sorted((_the_filing(nodes) for nodes in graphs.values()), key=_chronological)


def stored_entities(source: Source) -> dict[str, Entity]:
    """Return every entity of a source by its IRI, with its names and attributes in filings and vocabulary."""
    attributes = _attributes(source)
    return {iri: _entity(iri, names, attributes.get(iri, {})) for iri, names in sorted(entity_names(source).items())}


def stored_facts(source: Source, *, filing: str | None = None, rejected: bool = False) -> list[StoredFact]:
    """Return the facts of a source, or of one filing by its name, by filing and then by IRI.

    Facts that a person rejects are left out unless asked for; those that a person adds come with the others, each
    with the source that the person names in a filing's place. What is elsewhere is copied first where all of it is
    asked for. Raises `StoreError` where a node is not as the writer writes it.
    """
    if filing is None and not isinstance(source, GraphStore):
        source = copy_to_memory(source)
    every = [*filing_graphs(source), NamedNode(iris.CURATION_GRAPH)]
    return facts_in(source, every if filing is None else [NamedNode(iris.graph_iri(filing))], rejected=rejected)


def facts_in(source: Source, graphs: Iterable[NamedNode], *, rejected: bool = False) -> list[StoredFact]:
    """Return the facts of some graphs of filings, or of that of curation, by filing and then by IRI.

    Raises as `stored_facts`.
    """
    entities = stored_entities(source)
    found = [pair for graph in graphs for pair in _facts_by_filing(_nodes(source, graph), entities)]
    return _with_words(source, found, rejected=rejected)


def _with_words(
    source: Source, found: list[tuple[FilingSummary, list[StoredFact]]], *, rejected: bool
) -> list[StoredFact]:
    """Return facts in order of their filings, with what persons say of them; without what they reject, unless asked."""
    words = curators_words(source)
    ordered = sorted(found, key=lambda pair: _chronological(pair[0]))
    facts = [replace(fact, curation=words.get(fact.iri)) for _, facts in ordered for fact in facts]
    return [fact for fact in facts if rejected or fact.curation is None or fact.curation.action != "rejected"]


def facts_with(source: Source, iri: str) -> list[StoredFact]:
    """Return the facts in which an entity takes any part, as `facts_of`."""
    found = source.quads(None, None, NamedNode(iri))
    return facts_of(source, {q.subject.value for q in found if isinstance(q.subject, NamedNode)})


def facts_of(source: Source, statements: Iterable[str], *, rejected: bool = False) -> list[StoredFact]:
    """Return the facts of some statements by their IRIs, by filing and then by IRI; other IRIs count for nothing.

    Only what belongs to them is read, however large the graph is; their entities have their label, and no other name.
    Raises as `stored_facts`.
    """
    nodes = _described(source, {iri for iri in statements if iri.startswith(iris.STATEMENTS)})
    about = _described(source, _values(nodes, "pipe:reportedIn", "pipe:hasEvidence"))
    told = nodes | about | _described(source, _values(about, "oa:hasSelector", "oa:hasSource"))
    entities = _labelled(source, {v for v in _values(nodes) if iris.entity_type(v)})
    by_filing: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(nodes):
        by_filing[_first(nodes[iri], "pipe:reportedIn")].append(iri)
    found: list[tuple[FilingSummary, list[StoredFact]]] = []
    for filing, among in by_filing.items():
        summary = _the_filing({filing: told.get(filing, defaultdict(list))})
        reader = _Reader(told, entities, summary)
        found.append((summary, [reader.fact(iri) for iri in among]))
    return _with_words(source, found, rejected=rejected)


def stored_entity(source: Source, iri: str) -> Entity:
    """Return one entity as `stored_entities` does, without reading the others. Raises `StoreError` for no entity."""
    about = list(source.quads(NamedNode(iri)))
    return _entity(iri, names_among(about).get(iri, Names()), _attributes_among(source, about).get(iri, {}))


def _described(source: Source, nodes: set[str]) -> Nodes:
    """Return all that is said of some nodes."""
    found: Nodes = {}
    listed = sorted(nodes)
    for start in range(0, len(listed), _AT_ONCE):
        values = " ".join(str(NamedNode(iri)) for iri in listed[start : start + _AT_ONCE])
        asked = f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        for s, p, o in source.select(asked).rows:
            if isinstance(s, NamedNode) and isinstance(p, NamedNode) and isinstance(o, NamedNode | Literal):
                found.setdefault(s.value, defaultdict(list))[p].append(o)
    return found


def _values(nodes: Nodes, *properties: str) -> set[str]:
    """Return the IRIs that nodes have as values of some properties, or of any."""
    wanted = {term(name) for name in properties}
    return {
        value.value
        for node in nodes.values()
        for prop, values in node.items()
        if not wanted or prop in wanted
        for value in values
        if isinstance(value, NamedNode)
    }


def _labelled(source: Source, entities: set[str]) -> dict[str, Entity]:
    """Return entities with their labels alone."""
    found = {}
    for iri, node in _described(source, entities).items():
        label = _first(node, "skos:prefLabel") or _first(node, "pipe:filedAs")
        found[iri] = _entity(iri, Names(curated=label), {})
    return found


def _facts_by_filing(nodes: Nodes, entities: dict[str, Entity]) -> Iterator[tuple[FilingSummary, list[StoredFact]]]:
    """Yield the filing of a graph with its facts; of the graph of curation, each source that a person names."""
    by_filing: dict[str, list[str]] = defaultdict(list)
    for iri, node in nodes.items():
        if term("pipe:Statement") in node[term("rdf:type")]:
            by_filing[_first(node, "pipe:reportedIn")].append(iri)
    for summary in _summaries(nodes):
        reader = _Reader(nodes, entities, summary)
        yield summary, [reader.fact(iri) for iri in sorted(by_filing[summary.iri])]


class _Reader:
    """Reads statements out of the nodes of one filing."""

    def __init__(self, nodes: Nodes, entities: dict[str, Entity], filing: FilingSummary) -> None:
        self.nodes, self.entities, self.filing = nodes, entities, filing
        self._evidence: dict[str, Evidence] = {}

    def fact(self, iri: str) -> StoredFact:
        node = self.nodes[iri]
        predicate = self._predicate(iri)
        claim = CLAIMS[predicate]
        subject = self._one(iri, "pipe:about").value
        home = claim.object
        prop = home.property if claim.subject else "rdf:object"
        stated = self._value(iri, Home(prop, home.kind, home.scheme))
        thing = self._one(iri, prop).value if home.kind is Kind.ENTITY else None
        fact = Fact(
            subject=self._known(subject),
            predicate=predicate,
            object=stated if isinstance(stated, Entity) else str(stated),
            evidence=self._all_evidence(iri),
            qualifiers=dict(self._qualifiers(iri, predicate, claim)),
            modality=Modality(concept_label(self._one(iri, "pipe:modality").value)),
            confidence=float(self._one(iri, "pipe:confidence").value),
            rule=_first(node, "pipe:rule"),
            reason=_first(node, "pipe:reason"),
            speaker=_first(node, "pipe:attributedTo") or None,
        )
        return StoredFact(iri, fact, self.filing, subject, thing)

    def _predicate(self, iri: str) -> Predicate:
        node = self.nodes[iri]
        if term("pipe:RelationStatement") in node[term("rdf:type")]:
            predicate = self._one(iri, "rdf:predicate")
            if isinstance(predicate, NamedNode) and predicate in _RELATIONS:
                return _RELATIONS[predicate]
        for cls in node[term("rdf:type")]:
            if isinstance(cls, NamedNode) and cls in _CLASSES:
                return _CLASSES[cls]
        raise StoreError(f"{iri} is no statement that this version knows; build the store again")

    def _qualifiers(self, iri: str, predicate: Predicate, claim: Claim) -> Iterator[tuple[str, Qualifier]]:
        node = self.nodes[iri]
        taken = {claim.subject, claim.object.property if claim.subject else ""}
        exact = term("pipe:amount") in node
        for key in QUALIFIERS:
            home = qualifier_home(predicate, key)
            if home.property in taken or (exact and self._is_end_of_amount(iri, key)):
                continue
            if term(home.property) in node or _WORDS.get(home.kind) in node:
                yield key, self._value(iri, home)

    def _is_end_of_amount(self, iri: str, key: str) -> bool:
        """Tell whether an end of an amount is the writer's copy of the exact amount."""
        if key not in {"minAmount", "maxAmount"}:
            return False
        return self._one(iri, QUALIFIERS[key].property) == self._one(iri, "pipe:amount")

    def _value(self, iri: str, home: Home) -> Qualifier:
        words = _WORDS.get(home.kind)
        if words is not None and words in self.nodes[iri]:
            return self._one(iri, _WORDED[home.kind]).value
        if home.kind is Kind.DATE:
            return self._date(iri)
        value = self._one(iri, home.property).value
        return self._known(value) if home.kind is Kind.ENTITY else _READ[home.kind](value)

    def _date(self, iri: str) -> DateRange:
        return DateRange(
            text=self._one(iri, "pipe:eventDateText").value,
            earliest=date.fromisoformat(self._one(iri, "pipe:eventDateEarliest").value),
            latest=date.fromisoformat(self._one(iri, "pipe:eventDateLatest").value),
            precision=concept_label(self._one(iri, "pipe:eventDatePrecision").value),
            iso=self._one(iri, "pipe:eventDateIso").value,
        )

    def _all_evidence(self, iri: str) -> tuple[Evidence, ...]:
        main = self._one(iri, "pipe:mainEvidence").value
        others = [v.value for v in self.nodes[iri][term("pipe:hasEvidence")] if v.value != main]
        read = sorted((self._one_evidence(other) for other in others), key=lambda e: (e.start, e.end))
        return (self._one_evidence(main), *read)

    def _one_evidence(self, iri: str) -> Evidence:
        if iri not in self._evidence:
            selector = self._one(iri, "oa:hasSelector").value
            self._evidence[iri] = Evidence(
                part=self._one(self._one(iri, "oa:hasSource").value, "dcterms:identifier").value,
                section=_first(self.nodes[iri], "pipe:sectionTitle"),
                quote=self._one(iri, "pipe:quote").value,
                start=int(self._one(selector, "oa:start").value),
                end=int(self._one(selector, "oa:end").value),
            )
        return self._evidence[iri]

    def _known(self, iri: str) -> Entity:
        if iri not in self.entities:
            raise StoreError(f"{iri} has no name in the store; build the store again")
        return self.entities[iri]

    def _one(self, iri: str, prop: str) -> Value:
        values = self.nodes.get(iri, {}).get(term(prop), [])
        if len(values) != 1:
            raise StoreError(f"{iri} has {len(values)} values of {prop}, must have one; read its filing again")
        return values[0]


def _nodes(source: Source, graph: NamedNode) -> Nodes:
    nodes: Nodes = {}
    for quad in source.quads(graph=graph):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes.setdefault(quad.subject.value, defaultdict(list))[quad.predicate].append(quad.object)
    return nodes


def _the_filing(nodes: Nodes) -> FilingSummary:
    for summary in _summaries(nodes):
        return summary
    raise StoreError("a filing's graph has no filing in it; read the filing again")


def _summaries(nodes: Nodes) -> Iterator[FilingSummary]:
    for iri, node in nodes.items():
        if {term("pipe:Filing"), term("pipe:CuratedSource")} & set(node[term("rdf:type")]):
            day = _first(node, "pipe:reportedOn")
            yield FilingSummary(
                iri=iri,
                name=_first(node, "dcterms:identifier"),
                form=_first(node, "pipe:formType") or None,
                registrant=_first(node, "pipe:registrantName") or None,
                reported_on=date.fromisoformat(day) if day else None,
                accession=_first(node, "pipe:accessionNumber") or None,
                content_hash=_first(node, "pipe:contentHash"),
            )


def _first(node: dict[NamedNode, list[Value]], prop: str) -> str:
    values = node.get(term(prop), [])
    return values[0].value if values else ""


def _number(digits: str) -> int | float:
    number = Decimal(digits)
    return int(number) if number == number.to_integral_value() else float(number)


def _chronological(filing: FilingSummary) -> tuple[str, str]:
    return (filing.reported_on.isoformat() if filing.reported_on else "", filing.name)


def _entity(iri: str, names: Names, attributes: dict[str, str]) -> Entity:
    kind = iris.entity_type(iri)
    if kind is None:
        raise StoreError(f"{iri} is no entity")
    return Entity(kind, names.label, names.aliases, attributes)


def _attributes(source: Source) -> dict[str, dict[str, str]]:
    return _attributes_among(source, (q for prop in _ATTRIBUTES for q in source.quads(None, prop)))


def _attributes_among(source: Source, quads: Iterable[Quad]) -> dict[str, dict[str, str]]:
    """Return the attributes that some quads state; of several values that of the latest filing."""
    days: dict[str, tuple[str, str]] = {}
    stated: dict[tuple[str, str], list[tuple[tuple[str, str], str]]] = defaultdict(list)
    for quad in quads:
        key = _ATTRIBUTES.get(quad.predicate)
        if key is not None and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            days = days or {iris.graph_iri(f.name): _chronological(f) for f in stored_filings(source)}
            name, _, value = quad.object.value.partition("=") if not key else (key, "", quad.object.value)
            stated[quad.subject.value, name].append((_day(quad, days), value))
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for (iri, name), values in sorted(stated.items()):
        found[iri][name] = max(values)[1]
    return found


def _day(quad: Quad, days: dict[str, tuple[str, str]]) -> tuple[str, str]:
    graph = quad.graph_name
    return days.get(graph.value, ("", "")) if isinstance(graph, NamedNode) else ("", "")


_WORDED = {Kind.MEASURED: "pipe:valueText", Kind.COUNTED: "pipe:numeratorText"}
"""Where the words of a value stand that is no plain number."""
_WORDS = {kind: term(prop) for kind, prop in _WORDED.items()}

_READ: dict[Kind, Callable[[str], str | int | float | bool]] = {
    Kind.CONCEPT: concept_label,
    Kind.FLAG: lambda value: concept_label(value) == "exclusive",
    Kind.INTEGER: int,
    Kind.COUNTED: int,
    Kind.DECIMAL: _number,
    Kind.MEASURED: _number,
    Kind.TEXT: str,
}
