"""Columns of data frames: a name, what its cells are, and the pandas type that this makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtraError
from kg.graph.namespace import schemes
from kg.model import EntityType, Modality, Predicate

if TYPE_CHECKING:
    import pandas as pd


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    """``str``, the text type of pandas 3; nothing is NaN, which equals no text."""
    CHOICE = "choice"
    """``category`` with all values there are, whether or not they occur."""
    STAGE = "stage"
    """An ordered ``category``, from the earliest phase to approval: columns can be compared and have a maximum."""
    DAY = "day"
    """``datetime64[s]``; nothing is `pandas.NaT`."""
    WHOLE = "whole number"
    """``Int64``; nothing is `pandas.NA`."""
    NUMBER = "number"
    """``float64``; nothing is NaN."""
    FLAG = "true or false"
    """``boolean``; nothing is `pandas.NA`."""
    NAMES = "names"
    """Tuples of text, sorted; `DataFrame.explode` makes them rows."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its kind, and what it says."""

    name: str
    kind: Kind
    meaning: str
    choices: tuple[str, ...] = ()


PREDICATES = tuple(map(str, Predicate))
MODALITIES = tuple(map(str, Modality))
TYPES = tuple(map(str, EntityType))


@cache
def phases() -> tuple[str, ...]:
    """Return the phases from the earliest to approval."""
    known = schemes()
    return tuple(sorted(set(known.by_label["phase"]) & set(known.label.values()), key=_rank))


def _rank(phase: str) -> int:
    known = schemes()
    return known.rank[known.by_label["phase"][phase]]


def library() -> Any:
    """Return pandas. Raises `MissingExtraError` where it is not installed."""
    try:
        import pandas  # noqa: ICN001, PLC0415  # an extra, and slow to import
    except ImportError as error:
        raise MissingExtraError(
            "data frames need pandas, which is not installed: pip install 'biotech-pipeline-kg[notebooks]'"
        ) from error
    return pandas


def frame(columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return rows as a frame of just these columns; what a row does not have is missing there."""
    found = list(rows)
    return library().DataFrame({c.name: series(c, [row.get(c.name) for row in found]) for c in columns})


def series(column: Column, values: list[Any]) -> pd.Series:
    """Return values as a column, nothing as `None`."""
    pd = library()
    if column.kind in _DTYPES:
        return pd.Series(values, dtype=_DTYPES[column.kind])
    return _MADE[column.kind](pd, column, values)


def _days(pd: Any, _: Column, values: list[date | None]) -> pd.Series:
    # by way of text: pandas would choose nanoseconds, which end in 2262
    return pd.Series([None if day is None else day.isoformat() for day in values], dtype="datetime64[s]")


def _choices(pd: Any, column: Column, values: list[str | None]) -> pd.Series:
    return _category(pd, column.choices, values, ordered=False)


def _stages(pd: Any, _: Column, values: list[str | None]) -> pd.Series:
    return _category(pd, phases(), values, ordered=True)


def _category(pd: Any, known: tuple[str, ...], values: list[str | None], *, ordered: bool) -> pd.Series:
    others = sorted({value for value in values if value is not None} - set(known))  # a value is never dropped
    kind = pd.CategoricalDtype(pd.Index([*known, *others], dtype="str"), ordered=ordered)
    return pd.Series(pd.Categorical(values, dtype=kind))


def _names(pd: Any, _: Column, values: list[tuple[str, ...] | None]) -> pd.Series:
    return pd.Series([value or () for value in values], dtype="object")


_DTYPES = {Kind.TEXT: "str", Kind.WHOLE: "Int64", Kind.NUMBER: "float64", Kind.FLAG: "boolean"}
_MADE: dict[Kind, Callable[[Any, Column, list[Any]], Any]] = {
    Kind.DAY: _days,
    Kind.CHOICE: _choices,
    Kind.STAGE: _stages,
    Kind.NAMES: _names,
}
