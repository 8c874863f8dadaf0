"""A graph as it stood on a day: without the filings of later days, and derived anew from the others."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.graph import iris
from kg.graph.derive import derive
from kg.graph.namespace import PREFIXES, term
from kg.graph.source import Source
from kg.graph.store import GraphStore, copy_to_memory, filing_graphs


def source_as_of(source: Source, day: date) -> GraphStore:
    """Return a copy in memory of what a source held of filings up to a day, that day included.

    Direct edges and labels are built anew, so that nothing of a later filing shows in them: no phase reached since,
    no name first used since. Filings whose day is not known stay. The source is not changed.
    """
    copy = copy_to_memory(source)
    for graph in filing_graphs(copy):
        if _is_later(copy, graph, day):
            copy.inner.remove_graph(graph)
    _drop_later_words(copy, day)
    derive(copy)
    return copy


def _drop_later_words(store: GraphStore, day: date) -> None:
    """Take out the facts that persons add from sources of later days; what they say of other facts holds."""
    graph = NamedNode(iris.CURATION_GRAPH)
    limit = Literal(day.isoformat(), datatype=term("xsd:date"))
    later = f"?source a pipe:CuratedSource ; pipe:reportedOn ?day FILTER (?day > {limit})"
    store.inner.update(
        f"PREFIX pipe: <{PREFIXES['pipe']}> DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} "
        f"WHERE {{ GRAPH {graph} {{ {later} ?s pipe:reportedIn ?source ; ?p ?o }} }}"
    )


def _is_later(store: GraphStore, graph: NamedNode, day: date) -> bool:
    filing = term("pipe:Filing")
    for node in store.inner.quads_for_pattern(None, term("rdf:type"), filing, graph):
        for quad in store.inner.quads_for_pattern(node.subject, term("pipe:reportedOn"), None, graph):
            if isinstance(quad.object, Literal) and quad.object.value > day.isoformat():
                return True
    return False
