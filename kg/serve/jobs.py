"""What a worker does: each job takes a graph and what was asked, and gives a media type and bytes.

A job that cannot answer raises `RefusedError` or `QueryError`, even after it has given some bytes: a client gets a
whole answer or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Triple

from kg.errors import QueryError
from kg.graph.namespace import PREFIXES, declared, schemes
from kg.graph.source import DATABASE_ERRORS, Rows, Source, Term, Triples, shortened
from kg.graph.store import GraphStore
from kg.query import list_questions, run_sparql
from kg.query.tokens import contained
from kg.serve import api, pages, results
from kg.serve.assistants_jobs import ASSISTANTS
from kg.serve.desk import Desk
from kg.serve.errors import RefusedError
from kg.serve.negotiate import GRAPHS, TABLES, Form, best, by_name
from kg.serve.reply import Reply, json_reply
from kg.serve.terms import graph
from kg.serve.views import table_view

_T = TypeVar("_T")
_Found = bool | tuple[list[str], Iterable[Sequence[Term | None]]] | Iterable[Triple]


def sparql(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Answer a query of any form in the format that the client likes best.

    Takes ``query``, ``accept``, ``format`` (a short name, or empty), ``default_graphs``, ``named_graphs`` (IRIs) and
    ``rows``, the greatest number of rows or triples.
    """
    most = given["rows"]
    found = _found(desk.source, given)
    if isinstance(found, bool):
        form = _form(given, TABLES)
        return Reply(form.media_type, iter([results.boolean(found, form.name)]))
    if isinstance(found, tuple):
        form = _form(given, TABLES)
        columns, rows = found
        return Reply(form.media_type, _guarded(results.table(columns, _at_most(rows, most, "rows"), form.name)))
    form = _form(given, GRAPHS)
    return Reply(form.media_type, _guarded(iter([graph(_at_most(found, most, "triples"), form.name)])))


def table(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Answer a query (``query``) with the first rows of a table for a page."""
    return json_reply(table_view(run_sparql(desk.source, given["query"], rows=pages.ROWS), desk))


def prepare(desk: Desk | None) -> None:
    """Read and look up now what jobs need: a sealed worker cannot open a file, and all workers share it."""
    declared()
    schemes()
    list_questions()
    pages.prepare()
    if desk:
        _ = desk.by_label, desk.names_of_filings


def _found(source: Source, given: Mapping[str, Any]) -> _Found:
    text = contained(given["query"])
    default, named = given.get("default_graphs") or [], given.get("named_graphs") or []
    if isinstance(source, GraphStore):
        return _of_database(source.inner, text, default, named)
    if default or named:
        raise QueryError("the graph is elsewhere, and the parameters of graphs are not sent on; write GRAPH instead")
    answer = source.query(text, rows=given["rows"] + 1)
    if isinstance(answer, Rows):
        return list(answer.columns), answer.rows
    return answer.triples if isinstance(answer, Triples) else answer


def _of_database(database: pyoxigraph.Store, text: str, default: list[str], named: list[str]) -> _Found:
    described = bool(default or named)
    try:
        found = database.query(
            text,
            prefixes=PREFIXES,
            use_default_graph_as_union=not described,
            default_graph=list(_nodes(default)) if described else None,
            named_graphs=list(_nodes(named)) if described else None,
        )
    except SyntaxError as error:
        raise QueryError(f"not SPARQL: {shortened(error)}") from error
    except DATABASE_ERRORS as error:
        raise QueryError(f"the query cannot be run: {shortened(error)}") from error
    if isinstance(found, QueryBoolean):
        return bool(found)
    if isinstance(found, QuerySolutions):
        return [variable.value for variable in found.variables], (tuple(solution) for solution in found)
    return found


def _nodes(wanted: Sequence[str]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in wanted]
    except ValueError as error:
        raise QueryError(f"a graph's name is no IRI: {error}") from error


def _form(given: Mapping[str, Any], forms: Sequence[Form]) -> Form:
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
    except DATABASE_ERRORS as error:
        raise QueryError(f"the query cannot be run: {shortened(error)}") from error


JOBS: dict[str, Callable[[Desk, Mapping[str, Any]], Reply]] = {
    "sparql": sparql,
    "table": table,
    "node": pages.node,
    "home": pages.home,
    "search": pages.search,
    "ask": pages.ask,
    "named": pages.named,
    "changes": pages.changes,
    "timeline": pages.history,
    "explore": pages.explore,
    "api/questions": api.questions,
    "api/answer": api.answer,
    "api/entity": api.entity,
    "api/search": api.search,
    "api/filings": api.filings,
    "api/diff": api.changes,
    "api/timeline": api.history,
    **ASSISTANTS,
}
"""The jobs, by the names that tasks give them."""
