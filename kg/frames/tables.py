"""Answers of questions as data frames."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from kg.frames.columns import Column, Kind, library, series
from kg.query import ColumnKind, load_question, run_question, run_sparql

if TYPE_CHECKING:
    import pandas as pd

    from kg.graph.source import Source
    from kg.query.run import Given
    from kg.query.table import Table
    from kg.query.values import Value

_KINDS = {ColumnKind.DATE: Kind.DAY, ColumnKind.NUMBER: Kind.NUMBER}
_LARGEST = 2**63


def question_frame(source: Source, name: str, params: Given | None = None) -> pd.DataFrame:
    """Return the answer to a named question, its columns typed as the question's head says, even where it is empty.

    Days are ``datetime64[s]``, all else ``str``; a column of numbers is ``Int64`` where all are whole, else
    ``float64``. Raises as `kg.run_question` does, and `kg.KgError` where pandas is not installed.
    """
    library()
    question = load_question(name)
    kinds = {column.name: _KINDS.get(column.kind, Kind.TEXT) for column in question.columns}
    return _frame(run_question(source, name, params), kinds)


def sparql_frame(source: Source, text: str) -> pd.DataFrame:
    """Return the answer to a SPARQL query, its columns typed by what they hold.

    Whole numbers are ``Int64``, other numbers ``float64``, truth values ``boolean``, days ``datetime64[s]``, moments
    ``datetime64[us, UTC]``, words and IRIs ``str``; a column that holds several of these is ``object``, one that
    holds nothing is ``str``. Raises as `kg.run_sparql` does, and `kg.KgError` where pandas is not installed.
    """
    library()
    return _frame(run_sparql(source, text), {})


def _frame(table: Table, kinds: dict[str, Kind]) -> pd.DataFrame:
    pd = library()
    cells = list(zip(*table.rows, strict=True)) or [() for _ in table.columns]
    columns = {name: _column(name, list(values), kinds) for name, values in zip(table.columns, cells, strict=True)}
    return pd.DataFrame(columns, columns=pd.Index(table.columns, dtype="str"))


def _column(name: str, values: list[Value], kinds: dict[str, Kind]) -> pd.Series:
    pd = library()
    found = {type(value) for value in values if value is not None}
    if found == {datetime}:
        return pd.Series(pd.to_datetime(values, utc=True)).dt.as_unit("us")
    kind = kinds.get(name) or _kind(found)
    if kind is Kind.NUMBER and found == {int} and all(v is None or abs(v) < _LARGEST for v in values):  # type: ignore[arg-type]
        kind = Kind.WHOLE
    if kind is None or (kind in _HOLDS and not found <= _HOLDS[kind]):
        return pd.Series(values, dtype="object")
    if kind is Kind.TEXT:
        values = [None if value is None else str(value) for value in values]
    return series(Column(name, kind, ""), values)


_HOLDS: dict[Kind, set[type]] = {Kind.NUMBER: {int, float}, Kind.WHOLE: {int}, Kind.DAY: {date}, Kind.FLAG: {bool}}


def _kind(found: set[type]) -> Kind | None:
    for kind, types in _HOLDS.items():
        if found and found <= types:
            return kind
    return Kind.TEXT if all(issubclass(t, str) for t in found) else None
