"""What is known of a node, in RDF."""

from __future__ import annotations

from datetime import date

from pyoxigraph import NamedNode, Triple

from kg.graph import iris
from kg.serve.desk import Desk
from kg.serve.negotiate import Form
from kg.serve.reply import Reply
from kg.serve.terms import graph

_ABOUT = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND ({node} AS ?s) ?s ?p ?o }} UNION
  {{ ?s ?part {node} ; a pipe:Statement ; ?p ?o {first} }} UNION
  {{ ?statement ?part {node} ; a pipe:Statement ; pipe:hasEvidence ?s {second} . ?s ?p ?o }} UNION
  {{ {node} pipe:hasEvidence|oa:hasSelector ?s . ?s ?p ?o }}
}}"""
_GRAPHS = frozenset({iris.ENTITIES_GRAPH, iris.DERIVED_GRAPH, iris.ONTOLOGY_GRAPH})


def about(desk: Desk, iri: str, until: date | None) -> list[Triple]:
    """Return what is said of a node, the statements in which it takes part, and their evidence.

    With `until`, only statements that were reported by that day count, and those without a day.
    """
    node = NamedNode(iri)
    if iri.startswith(iris.FILING_GRAPHS) or iri in _GRAPHS:
        return [quad.triple for quad in desk.source.quads(graph=node)]
    first, second = ("", "") if until is None else (_by(until, "?s"), _by(until, "?statement"))
    return list(desk.source.construct(_ABOUT.format(node=node, first=first, second=second)).triples)


def _by(until: date, subject: str) -> str:
    return f". OPTIONAL {{ {subject} pipe:reportedOn ?day }} FILTER (!BOUND(?day) || ?day <= '{until}'^^xsd:date)"


def graph_reply(triples: list[Triple], form: Form) -> Reply:
    """Return triples in a format."""
    return Reply(form.media_type, iter([graph(triples, form.name)]))
