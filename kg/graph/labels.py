"""One label for each entity of the whole graph, however many filings name it, in whatever order they were read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.namespace import term
from kg.graph.resolve_names import DRUGS, preference
from kg.graph.source import Source
from kg.model import EntityType


@dataclass(slots=True)
class Names:
    """What filings and vocabularies call one entity."""

    kind: EntityType | None = None
    curated: str = ""
    filed: Counter[str] = field(default_factory=Counter)
    others: set[str] = field(default_factory=set)

    @property
    def label(self) -> str:
        """The name that a person prefers, else the vocabulary's, else the name that most filings use.

        Of equals it is the longest, then the first. Of drugs a generic name goes before a brand and a brand before a
        code, however often each is used.
        """
        if self.curated:
            return self.curated
        return min(self.filed or self.others, key=self._rank, default="")

    def _rank(self, name: str) -> tuple[int, int, int, str]:
        form = preference(self.kind, name) if self.kind and self.kind in DRUGS else 0
        return form, -self.filed[name], -len(name), name

    @property
    def aliases(self) -> tuple[str, ...]:
        """All other names, sorted."""
        return tuple(sorted((self.others | set(self.filed)) - {self.label}))


_NAMING = ("pipe:filedAs", "pipe:name", "skos:prefLabel", "skos:altLabel", "pipe:preferredName")


def entity_names(source: Source) -> dict[str, Names]:
    """Return the names of every entity, by its IRI: those of filings, of the vocabulary, and of persons."""
    return names_among(quad for prop in _NAMING for quad in source.quads(None, term(prop)))


def names_among(quads: Iterable[Quad]) -> dict[str, Names]:
    """Return the names that some quads give to entities, as `entity_names`."""
    found: dict[str, Names] = defaultdict(Names)
    preferred: dict[str, str] = {}
    for quad in quads:
        if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)):
            continue
        names, name = found[quad.subject.value], quad.object.value
        curated = isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == iris.ENTITIES_GRAPH
        if quad.predicate == term("pipe:filedAs"):
            names.filed[name] += 1
        elif quad.predicate == term("pipe:preferredName"):
            preferred[quad.subject.value] = name
        elif quad.predicate == term("skos:prefLabel") and curated:
            names.curated = name
        elif quad.predicate == term("pipe:name") or (quad.predicate == term("skos:altLabel") and curated):
            names.others.add(name)
    for iri, name in preferred.items():
        found[iri].others |= {found[iri].curated} - {""}
        found[iri].curated = name
    for iri, names in found.items():
        names.kind = iris.entity_type(iri)
    return {iri: names for iri, names in found.items() if names.kind}


def label_quads(source: Source) -> list[Quad]:
    """Return the labels that the graph of derived facts adds: one prefLabel an entity, and all other altLabels.

    An entity that the vocabulary knows has its prefLabel there already.
    """
    graph, curated = NamedNode(iris.DERIVED_GRAPH), NamedNode(iris.ENTITIES_GRAPH)
    alt = term("skos:altLabel")
    known = set(_literals(source, "skos:altLabel", curated))
    labelled = {iri for iri, _ in _literals(source, "skos:prefLabel", curated)}
    quads: list[Quad] = []
    for iri, names in entity_names(source).items():
        node = NamedNode(iri)
        if iri not in labelled:
            quads.append(Quad(node, term("skos:prefLabel"), Literal(names.label), graph))
        new = (Literal(a) for a in names.aliases if (iri, a) not in known)
        quads += [Quad(node, alt, name, graph) for name in new]
    return quads


def _literals(source: Source, prop: str, graph: NamedNode | None = None) -> Iterable[tuple[str, str]]:
    for quad in source.quads(None, term(prop), None, graph):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, quad.object.value
