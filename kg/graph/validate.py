"""The graph against the shapes of ``ontology/shapes.ttl``: what is wrong, where, and how badly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import pyshacl
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import RDF, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import SH
from rdflib.term import Node

from kg.graph import iris
from kg.graph.store import GraphStore
from kg.resources import ontology_dir


class Severity(StrEnum):
    """How bad a finding is: a violation is an error of the data, a warning is a claim to look at."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One way in which one node is not as its shape says."""

    severity: Severity
    node: str
    path: str
    """The property's IRI; properties in a row are joined by `` / ``; empty where the node as a whole is meant."""
    message: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Tell whether there are no violations; there may be warnings."""
        return all(f.severity is not Severity.VIOLATION for f in self.findings)


def validate(store: GraphStore, *, filing: str | None = None) -> Report:
    """Check a store, or one filing by its name, against the shapes.

    The graphs are copied into memory first: the validator is hundreds of times slower on the store itself. Build the
    derived graph before: labels are in it.
    """
    shapes = Graph().parse(ontology_dir() / "shapes.ttl", format="turtle")
    data = _copy(_quads(store, filing))
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    if not isinstance(results, Graph):
        raise TypeError(f"the validator gave no report but {results!r}")
    return Report(tuple(sorted(set(_findings(results)))))


def _quads(store: GraphStore, filing: str | None) -> Iterable[Quad]:
    if filing is None:
        return store.inner
    own = list(store.inner.quads_for_pattern(None, None, None, NamedNode(iris.graph_iri(filing))))
    spoken_of = {q.subject for q in own} | {q.object for q in own}
    shared = (iris.ENTITIES_GRAPH, iris.DERIVED_GRAPH, iris.ONTOLOGY_GRAPH)
    around = (q for g in shared for q in store.inner.quads_for_pattern(None, None, None, NamedNode(g)))
    return [*own, *(q for q in around if q.subject in spoken_of)]


def _copy(quads: Iterable[Quad]) -> Graph:
    graph = Graph()
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            graph.add((URIRef(quad.subject.value), URIRef(quad.predicate.value), _term(quad.object)))
    return graph


def _term(value: NamedNode | Literal) -> URIRef | RdflibLiteral:
    if isinstance(value, NamedNode):
        return URIRef(value.value)
    if value.language:
        return RdflibLiteral(value.value, lang=value.language)
    return RdflibLiteral(value.value, datatype=URIRef(value.datatype.value))


def _findings(results: Graph) -> Iterator[Finding]:
    for result in results.subjects(RDF.type, SH.ValidationResult):
        severity = str(results.value(result, SH.resultSeverity)).removeprefix(str(SH)).lower()
        value = results.value(result, SH.value)
        yield Finding(
            Severity(severity),
            str(results.value(result, SH.focusNode)),
            _path(results, results.value(result, SH.resultPath)),
            str(results.value(result, SH.resultMessage)),
            "" if value is None else str(value),
        )


def _path(results: Graph, path: Node | None) -> str:
    if path is None:
        return ""
    steps = list(results.items(path))
    return " / ".join(map(str, steps)) if steps else str(path)
