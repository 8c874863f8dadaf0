"""Counts that filers give themselves, read back from the graph."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from kg.graph.namespace import concept_label, term
from kg.graph.read import stored_filings
from kg.graph.source import Source
from kg.model import Evidence, StoredTally, Tally


def stored_tallies(source: Source) -> list[StoredTally]:
    """Return the counts that the filings of a source give, by filing and then by place."""
    filings = {filing.iri: filing for filing in stored_filings(source)}
    found = []
    for quad in source.quads(None, term("rdf:type"), term("pipe:CountClaim")):
        if not (isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode)):
            continue
        graph = quad.graph_name
        stated = _values(source, quad.subject.value, graph)
        tally = Tally(
            count=int(stated["countMin"]),
            things=stated["countOf"],
            stage=concept_label(stated["phase"]),
            evidence=_evidence(source, stated["mainEvidence"], graph),
            words=stated["countWords"],
            lists=stated["countIsListed"] == "yes",
        )
        found.append(StoredTally(quad.subject.value, tally, filings[stated["reportedIn"]]))
    return sorted(found, key=lambda t: (str(t.filing.reported_on or ""), t.filing.name, t.tally.evidence.start, t.iri))


def _values(source: Source, node: str, graph: NamedNode) -> dict[str, str]:
    """Return the values of a node by the ends of its properties' names."""
    found: dict[str, str] = {}
    for quad in source.quads(NamedNode(node), None, None, graph):
        if isinstance(quad.object, NamedNode | Literal):
            found[re.split("[#/]", quad.predicate.value)[-1]] = quad.object.value
    return found


def _evidence(source: Source, node: str, graph: NamedNode) -> Evidence:
    stated = _values(source, node, graph)
    place = _values(source, stated["hasSelector"], graph)
    part = _values(source, stated["hasSource"], graph)["identifier"]
    start, end = int(place["start"]), int(place["end"])
    return Evidence(part, stated.get("sectionTitle", ""), stated["quote"], start, end)
