"""What a worker does: each job takes a graph and what was asked, and gives a media type and bytes.

A job that cannot answer raises `RefusedError` or `QueryError`, even after it has given some bytes: a client gets a
whole answer or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Triple

from kg.errors import QueryError
from kg.graph.namespace import PREFIXES
from kg.graph.store import GraphStore
from kg.query.tokens import contained
from kg.serve import results
from kg.serve.errors import RefusedError
from kg.serve.negotiate import GRAPHS, TABLES, Form, best, by_name

_RDF = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of a job."""

    media_type: str
    data: Iterator[bytes]
    headers: dict[str, str] = field(default_factory=dict)


def sparql(store: GraphStore, given: dict[str, Any]) -> Reply:
    """Answer a query of any form in the format that the client likes best.

    Takes ``query``, ``accept``, ``format`` (a short name, or empty), ``default_graphs``, ``named_graphs`` (IRIs) and
    ``rows``, the greatest number of rows or triples.
    """
    found = _found(store, given)
    if isinstance(found, QueryBoolean):
        form = _form(given, TABLES)
        return Reply(form.media_type, iter([results.boolean(bool(found), form.name)]))
    if isinstance(found, QuerySolutions):
        form = _form(given, TABLES)
        columns = [variable.value for variable in found.variables]
        rows = _at_most((tuple(solution) for solution in found), given["rows"], "rows")
        return Reply(form.media_type, _guarded(results.table(columns, rows, form.name)))
    form = _form(given, GRAPHS)
    return Reply(form.media_type, _guarded(iter([graph(_at_most(found, given["rows"], "triples"), form.name)])))


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


def _found(store: GraphStore, given: dict[str, Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
    text = contained(given["query"])
    default, named = given.get("default_graphs") or [], given.get("named_graphs") or []
    described = bool(default or named)
    try:
        return store.inner.query(
            text,
            prefixes=PREFIXES,
            use_default_graph_as_union=not described,
            default_graph=list(_nodes(default)) if described else None,
            named_graphs=list(_nodes(named)) if described else None,
        )
    except SyntaxError as error:
        raise QueryError(f"not SPARQL: {_shortened(error)}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be run: {_shortened(error)}") from error


def _nodes(wanted: Sequence[str]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in wanted]
    except ValueError as error:
        raise QueryError(f"a graph's name is no IRI: {error}") from error


def _form(given: dict[str, Any], forms: Sequence[Form]) -> Form:
    name = given.get("format") or ""
    form = by_name(name, forms) if name else best(given.get("accept") or "", forms)
    if form is None:
        asked = name or given["accept"]
        kind = "rows" if forms is TABLES else "triples"
        there = ", ".join(f.media_type for f in forms)
        raise RefusedError(406, f"the answer is {kind}, which cannot be given as {asked}; accept one of {there}")
    return form


def _at_most(found: Iterable[_T], count: int, what: str) -> Iterator[_T]:
    for number, one in enumerate(found):
        if number == count:
            raise RefusedError(
                422,
                f"the answer has more than {count} {what}, the limit of this server; ask for less, or page with "
                "ORDER BY, LIMIT and OFFSET. Nothing was cut off: there is no answer",
                {"X-Row-Limit": str(count)},
            )
        yield one


def _guarded(data: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same; what the database raises on the way is the query's fault."""
    try:
        yield from data
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be run: {_shortened(error)}") from error


def _shortened(error: Exception) -> str:
    words = " ".join(str(error).split())
    place, _, rest = words.partition(": expected one of ")
    if not rest:
        return words
    listed = [part for part in rest.split(", ") if "'" not in part]
    return f"{place}: expected one of {', '.join(listed[:12])}" if listed else place


JOBS: dict[str, Callable[[GraphStore, dict[str, Any]], Reply]] = {"sparql": sparql}
"""The jobs, by the names that tasks give them."""
