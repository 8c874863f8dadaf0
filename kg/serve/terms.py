"""Triples in the formats of RDF."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from kg.graph.namespace import PREFIXES

_RDF = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def graph(triples: Iterable[Triple], form: str) -> bytes:
    """Return triples, each once and sorted, in a format: ``turtle``, ``ntriples``, ``jsonld`` or ``rdfxml``."""
    ordered = sorted(set(triples), key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    used = {node.value for t in ordered for node in (t.subject, t.predicate, t.object) if isinstance(node, NamedNode)}
    prefixes = {p: iri for p, iri in PREFIXES.items() if any(node.startswith(iri) for node in used)}
    text = pyoxigraph.serialize(ordered, format=_RDF[form], prefixes=prefixes) or b""
    if form != "turtle":
        return text
    lines = text.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    return b"".join([*sorted(lines[:count]), *lines[count:]])  # the serializer shuffles the prefixes
