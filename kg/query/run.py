"""Questions asked of a store."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from kg.errors import QueryError, StoreError
from kg.graph import iris
from kg.graph.namespace import PREFIXES, concept, schemes, term
from kg.graph.read import stored_filings
from kg.graph.store import GraphStore, filing_graphs
from kg.model import EntityType
from kg.names import fold_name
from kg.query.names import find_entity
from kg.query.questions import LATEST, ColumnKind, Parameter, ParameterKind, Question, load_question
from kg.query.table import Table
from kg.query.tokens import contained, with_values
from kg.query.values import Value, literal, value_of

LIST_SEPARATOR = " | "
"""What a question's SPARQL puts between the values of a list; tables have ``; ``, and the values sorted."""

Given = Mapping[str, str | date | int | float | Decimal | None]
"""Parameters of a question as they are given: text as on a command line, or values. `None` and empty mean not given."""


def run_question(store: GraphStore, name: str, params: Given | None = None) -> Table:
    """Return the answer to a named question.

    Raises `QueryError` for a question or parameter that is not there, one that is missing, a value that is none of its
    kind, and a name that no thing or several things have.
    """
    question = load_question(name)
    _require_derived(store)
    table = _ask(store, question_sparql(store, question, params))
    if table.columns != tuple(column.name for column in question.columns):
        raise QueryError(f"question {name} has columns {', '.join(table.columns)}; its head says otherwise")
    lists = [column.kind is ColumnKind.LIST for column in question.columns]
    rows = (tuple(_sorted(v) if s else v for v, s in zip(row, lists, strict=True)) for row in table.rows)
    return Table(table.columns, tuple(rows))


def run_sparql(store: GraphStore, text: str) -> Table:
    """Return the answer to a SPARQL query over the union of all graphs; the usual prefixes need not be declared.

    ASK answers in one cell ``answer``, CONSTRUCT and DESCRIBE in ``subject``, ``predicate``, ``object``. Raises
    `QueryError` for what is no query, and for one that could leave the store or change it (`kg.query.tokens`).
    """
    return _ask(store, contained(text))


def question_sparql(store: GraphStore, question: Question, params: Given | None = None) -> str:
    """Return a question's SPARQL with the given parameters in place; it runs as it stands. Raises as `run_question`."""
    given = {key: value for key, value in (params or {}).items() if value not in (None, "")}
    known = {parameter.name: parameter for parameter in question.parameters}
    for key in given:
        if key not in known:
            raise QueryError(_unknown_parameter(key, question))
    terms: dict[str, list[str]] = {}
    for parameter in question.parameters:
        value = given.get(parameter.name, parameter.default)
        if value == parameter.default and parameter.required:
            raise QueryError(f"question {question.name} needs {parameter.name}: {parameter.meaning}")
        if value != "":
            terms[parameter.variable] = [str(_term(store, parameter, value))]
    return with_values(question.sparql, terms)


def _require_derived(store: GraphStore) -> None:
    """Labels and direct edges are derived: without them a question would answer with nothing, as if nothing were so."""
    derived = store.inner.quads_for_pattern(None, None, None, NamedNode(iris.DERIVED_GRAPH))
    if next(derived, None) is None and filing_graphs(store):
        raise QueryError("the store has filings but no derived facts yet; derive them first (a build does so)")


def _unknown_parameter(key: str, question: Question) -> str:
    names = [parameter.name for parameter in question.parameters]
    near = difflib.get_close_matches(key.replace("_", "-"), names, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else f"it has {', '.join(names) or 'none'}"
    return f"question {question.name} has no parameter {key!r}; {hint}"


def _term(store: GraphStore, parameter: Parameter, value: object) -> NamedNode | Literal:
    words = str(value).strip()
    match parameter.kind:
        case ParameterKind.ENTITY:
            return NamedNode(find_entity(store, words, kinds=[EntityType(kind) for kind in parameter.among]).iri)
        case ParameterKind.FILING:
            return _filing(store, words)
        case ParameterKind.CONCEPT:
            return _concept(parameter, words)
        case ParameterKind.DATE:
            return literal(_latest(store) if words == LATEST else _day(parameter, words))
        case ParameterKind.NUMBER:
            return literal(_number(parameter, words))
        case ParameterKind.TEXT:
            return literal(words)


def _filing(store: GraphStore, words: str) -> NamedNode:
    node = NamedNode(words if words.startswith(iris.BASE) else iris.filing_iri(words))
    if next(store.inner.quads_for_pattern(node, term("pipe:contentHash"), None, None), None) is None:
        names = [filing.name for filing in stored_filings(store)]
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


def _latest(store: GraphStore) -> date:
    quads = store.inner.quads_for_pattern(None, term("pipe:reportedOn"), None, None)
    days = {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    return date.fromisoformat(max(days)) if days else date.max


def _ask(store: GraphStore, text: str) -> Table:
    try:
        found = store.inner.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        if isinstance(found, QueryBoolean):
            return Table(("answer",), ((bool(found),),))
        if isinstance(found, QuerySolutions):
            columns = tuple(variable.value for variable in found.variables)
            rows = tuple(tuple(value_of(term) for term in solution) for solution in found)
            return Table(columns, rows)
        triples = sorted((str(t), t) for t in set(found))
        parts = (tuple(value_of(part) for part in (t.subject, t.predicate, t.object)) for _, t in triples)
        return Table(("subject", "predicate", "object"), tuple(parts))
    except SyntaxError as error:
        raise QueryError(f"not SPARQL: {_shortened(error)}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be run: {_shortened(error)}") from error


def _shortened(error: Exception) -> str:
    """Return what the database says in one line, without its list of all characters that could have stood there."""
    words = " ".join(str(error).split())
    place, _, rest = words.partition(": expected one of ")
    if not rest:
        return words
    listed = [part for part in rest.split(", ") if "'" not in part]
    return f"{place}: expected one of {', '.join(listed[:12])}" if listed else place


def _sorted(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return "; ".join(sorted({part for part in value.split(LIST_SEPARATOR) if part}))
