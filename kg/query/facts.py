"""One fact of a store by its identifier."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.graph import iris
from kg.graph.read import facts_of, stored_facts, stored_filings
from kg.graph.source import Source
from kg.model import StoredFact

_STATEMENTS = f"{iris.BASE}statement/"
_SHORTEST, _SHOWN = 4, 5


def fact_id(stored: StoredFact) -> str:
    """Return the identifier that tells a fact from all others of a store: the end of its statement's IRI."""
    return stored.iri.removeprefix(_STATEMENTS)


def find_fact(source: Source, name: str) -> StoredFact:
    """Return the fact with an identifier: its IRI, the IRI's end as `fact_id` gives it, or the beginning of that.

    Raises `QueryError` where no fact has it, or several begin so.
    """
    wanted = name.removeprefix(_STATEMENTS).removeprefix("statement/").strip().lower()
    if len(wanted) < _SHORTEST:
        raise QueryError(f"{name!r} is too short for a fact's identifier; give {_SHORTEST} characters or more of it")
    graphs = _graphs_of(source, _STATEMENTS + wanted)
    if not graphs:
        raise QueryError(f"no fact has the identifier {name!r}; kg show NAME lists facts with theirs")
    if len(graphs) > 1:
        listed = ", ".join(sorted(iri.removeprefix(_STATEMENTS) for iri in graphs)[:_SHOWN])
        raise QueryError(f"{len(graphs)} facts begin with {name!r}, give more of it: {listed}")
    iri, graph = next(iter(graphs.items()))
    if graph == iris.CURATION_GRAPH:
        return facts_of(source, [iri], rejected=True)[0]
    filing = next(f.name for f in stored_filings(source) if iris.graph_iri(f.name) == graph)
    return next(fact for fact in stored_facts(source, filing=filing, rejected=True) if fact.iri == iri)


def _graphs_of(source: Source, beginning: str) -> dict[str, str]:
    """Return the statements whose IRIs begin so, each with the graph of its filing."""
    found = source.select(
        "SELECT ?statement ?graph { GRAPH ?graph { ?statement a pipe:Statement } "
        f"FILTER(STRSTARTS(STR(?statement), {Literal(beginning)})) }}"
    )
    return {
        node.value: graph.value
        for node, graph in found.rows
        if isinstance(node, NamedNode)
        and isinstance(graph, NamedNode)
        and graph.value.startswith((iris.FILING_GRAPHS, iris.CURATION_GRAPH))
    }
