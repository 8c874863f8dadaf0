"""JSON-LD 1.1, compacted with ``ontology/context.jsonld``, one object a node."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.namespace import PREFIXES, term
from kg.resources import ontology_dir

_XSD = PREFIXES["xsd"]


def jsonld(quads: Iterable[Quad]) -> str:
    """Return sorted quads as a JSON-LD document: a list of graphs, each with its nodes, the context in front."""
    context = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    compact = _Compact(context)
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for quad in quads:
        graph, subject = compact.node(quad.graph_name), compact.node(quad.subject)
        node = graphs.setdefault(graph, {}).setdefault(subject, {"@id": subject})
        key, value = compact.pair(quad)
        node.setdefault(key, []).append(value)
    document = {"@context": context, "@graph": [_graph(name, nodes) for name, nodes in graphs.items()]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _graph(name: str, nodes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    listed = [{key: v[0] if len(v) == 1 and key != "@id" else v for key, v in node.items()} for node in nodes.values()]
    return {"@id": name, "@graph": listed}


class _Compact:
    """Shortens IRIs and values by a context."""

    def __init__(self, context: dict[str, Any]) -> None:
        self._prefixes = {iri: prefix for prefix, iri in context.items() if isinstance(iri, str)}
        self._terms: dict[str, tuple[str, str]] = {}
        for name, told in context.items():
            if isinstance(told, dict):
                prefix, _, local = told["@id"].partition(":")
                self._terms[context[prefix] + local] = (name, told.get("@type", ""))

    def iri(self, iri: str) -> str:
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix else iri

    def node(self, node: object) -> str:
        if not isinstance(node, NamedNode):
            raise TypeError(f"{node} is no IRI; the graph has no other nodes")
        return self.iri(node.value)

    def pair(self, quad: Quad) -> tuple[str, Any]:
        if quad.predicate == term("rdf:type"):
            return "@type", self.node(quad.object)
        name, kind = self._terms.get(quad.predicate.value, (self.iri(quad.predicate.value), ""))
        if not isinstance(quad.object, Literal):
            return name, self.node(quad.object) if kind == "@id" else {"@id": self.node(quad.object)}
        datatype = quad.object.datatype.value.replace(_XSD, "xsd:")
        if datatype == (kind or "xsd:string"):
            return name, quad.object.value
        if datatype == "xsd:string":
            return name, {"@value": quad.object.value}
        return name, {"@value": quad.object.value, "@type": datatype}
