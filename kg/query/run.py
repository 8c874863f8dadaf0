"""Questions asked of a store."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError, StoreError
from kg.graph import iris
from kg.graph.namespace import concept, schemes, term
from kg.graph.read import stored_filings
from kg.graph.source import Rows, Source
from kg.graph.store import filing_graphs
from kg.model import EntityType
from kg.names import fold_name
from kg.query.names import find_entity
from kg.query.questions import LATEST, ColumnKind, Parameter, ParameterKind, Question, load_question
from kg.query.rejected import without_rejected
from kg.query.table import Table
from kg.query.tokens import contained, with_values
from kg.query.values import Value, literal, value_of

LIST_SEPARATOR = " | "
"""What a question's SPARQL puts between the values of a list; tables have ``; ``, and the values sorted."""

Given = Mapping[str, str | date | int | float | Decimal | None]
"""Parameters of a question as they are given: text as on a command line, or values. `None` and empty mean not given."""


def run_question(
    source: Source,
    name: str,
    params: Given | None = None,
    *,
    seconds: float | None = None,
    rows: int | None = None,
) -> Table:
    """Return the answer to a named question: at most so many rows, within so many seconds.

    Raises `QueryError` for a question or parameter that is not there, one that is missing, a value that is none of its
    kind, and a name that no thing or several things have; and as `Source.query`.
    """
    question = load_question(name)
    _require_derived(source)
    table = _ask(source, question_sparql(source, question, params), seconds=seconds, rows=rows)
    if table.columns != tuple(column.name for column in question.columns):
        raise QueryError(f"question {name} has columns {', '.join(table.columns)}; its head says otherwise")
    lists = [column.kind is ColumnKind.LIST for column in question.columns]
    sorted_rows = (tuple(_sorted(v) if s else v for v, s in zip(row, lists, strict=True)) for row in table.rows)
    return Table(table.columns, tuple(sorted_rows), table.complete)


def run_sparql(source: Source, text: str, *, seconds: float | None = None, rows: int | None = None) -> Table:
    """Return the answer to a SPARQL query over the union of all graphs; the usual prefixes need not be declared.

    ASK answers in one cell ``answer``, CONSTRUCT and DESCRIBE in ``subject``, ``predicate``, ``object``. Raises
    `QueryError` for what is no query, and for one that could leave the store or change it (`kg.query.tokens`).
    """
    return _ask(source, contained(text), seconds=seconds, rows=rows)


def question_sparql(source: Source, question: Question, params: Given | None = None) -> str:
    """Return a question's SPARQL with the given parameters in place; it runs as it stands.

    Where a person rejects facts of the source, it leaves these out. Raises as `run_question`.
    """
    given = {key: value for key, value in (params or {}).items() if value not in (None, "")}
    known = {parameter.name: parameter for parameter in question.parameters}
    for key in given:
        if key not in known:
            raise QueryError(_unknown_parameter(key, question))
    terms: dict[str, str] = {}
    for parameter in question.parameters:
        value = given.get(parameter.name, parameter.default)
        if value == parameter.default and parameter.required:
            raise QueryError(f"question {question.name} needs {parameter.name}: {parameter.meaning}")
        if value != "":
            terms[parameter.variable] = str(_term(source, parameter, value))
    text = with_values(question.sparql, terms)
    return without_rejected(text) if source.has(None, term("pipe:rejectedBy")) else text


def _require_derived(source: Source) -> None:
    """Labels and direct edges are derived: without them a question would answer with nothing, as if nothing were so."""
    if not source.has(graph=NamedNode(iris.DERIVED_GRAPH)) and filing_graphs(source):
        raise QueryError("the store has filings but no derived facts yet; derive them first (a build does so)")


def _unknown_parameter(key: str, question: Question) -> str:
    names = [parameter.name for parameter in question.parameters]
    near = difflib.get_close_matches(key.replace("_", "-"), names, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else f"it has {', '.join(names) or 'none'}"
    return f"question {question.name} has no parameter {key!r}; {hint}"


def _term(source: Source, parameter: Parameter, value: object) -> NamedNode | Literal:
    words = str(value).strip()
    match parameter.kind:
        case ParameterKind.ENTITY:
            return NamedNode(find_entity(source, words, kinds=[EntityType(kind) for kind in parameter.among]).iri)
        case ParameterKind.FILING:
            return _filing(source, words)
        case ParameterKind.CONCEPT:
            return _concept(parameter, words)
        case ParameterKind.DATE:
            return literal(_latest(source) if words == LATEST else _day(parameter, words))
        case ParameterKind.NUMBER:
            return literal(_number(parameter, words))
        case ParameterKind.TEXT:
            return literal(words)


def _filing(source: Source, words: str) -> NamedNode:
    node = NamedNode(words if words.startswith(iris.BASE) else iris.filing_iri(words))
    if not source.has(node, term("pipe:contentHash")):
        names = [filing.name for filing in stored_filings(source)]
        near = difflib.get_close_matches(words, names, n=5, cutoff=0.3) or names[:5]
        raise QueryError(f"no filing is called {words!r}; there are {', '.join(near) or 'none in this store'}")
    return node


def _concept(parameter: Parameter, words: str) -> NamedNode:
    (scheme,) = parameter.among
    by_fold = {fold_name(label): label for label in schemes().by_label[scheme]}
    try:
        return concept(scheme, by_fold.get(fold_name(words), words))
    except StoreError as error:
        raise QueryError(f"{parameter.name}: {error}") from error


def _day(parameter: Parameter, words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise QueryError(f"{parameter.name} is {words!r}, must be a day such as 2013-12-31") from error


def _number(parameter: Parameter, words: str) -> Decimal:
    try:
        found = Decimal(words)
    except InvalidOperation as error:
        raise QueryError(f"{parameter.name} is {words!r}, must be a number such as 0.8") from error
    if not found.is_finite():
        raise QueryError(f"{parameter.name} is {words!r}, must be a number such as 0.8")
    return found


def _latest(source: Source) -> date:
    """Return the day of the newest filing; without one, the last day there is."""
    found = source.select("SELECT (MAX(?day) AS ?latest) { ?filing a pipe:Filing ; pipe:reportedOn ?day }")
    days = [value_of(cell) for row in found.rows for cell in row]
    return next((day for day in days if isinstance(day, date)), date.max)


def _ask(source: Source, text: str, *, seconds: float | None, rows: int | None) -> Table:
    found = source.query(text, seconds=seconds, rows=rows)
    if isinstance(found, bool):
        return Table(("answer",), ((found,),))
    if isinstance(found, Rows):
        return Table(found.columns, tuple(tuple(map(value_of, row)) for row in found.rows), found.complete)
    triples = sorted(found.triples, key=str)
    parts = (tuple(value_of(part) for part in (t.subject, t.predicate, t.object)) for t in triples)
    return Table(("subject", "predicate", "object"), tuple(parts), found.complete)


def _sorted(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return "; ".join(sorted({part for part in value.split(LIST_SEPARATOR) if part}))
