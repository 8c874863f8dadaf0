"""A data frame as a notebook should show it: words in full, nothing for what is missing, numbers to be read."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.frames.columns import library
from kg.query import Table, format_table

if TYPE_CHECKING:
    import pandas as pd

_WIDTH = 160
"""Characters of a line, where there is no HTML."""
_SHORT = 12
"""Columns of shorter cells, such as days, are not broken into lines."""


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """A frame to be shown: HTML in a notebook, aligned text elsewhere. Text of filings stays text in both."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    more: int = 0
    """How many rows are left out."""

    def _repr_html_(self) -> str:
        widths = [max(map(len, cells), default=0) for cells in zip(*self.rows, strict=True)] or [0] * len(self.columns)
        styles = [
            f"text-align: {'right' if number else 'left'}{'; white-space: nowrap' if width <= _SHORT else ''}"
            for number, width in zip(self.numeric, widths, strict=True)
        ]
        head = "".join(_cell("th", c, s) for c, s in zip(self.columns, styles, strict=True))
        body = "\n".join(
            f"<tr>{''.join(_cell('td', c, s) for c, s in zip(row, styles, strict=True))}</tr>" for row in self.rows
        )
        rest = f"\n<p>{self._rest()}</p>" if self.more else ""
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>{rest}"

    def __repr__(self) -> str:
        cells = tuple(tuple(cell or None for cell in row) for row in self.rows)
        told = format_table(Table(self.columns, cells), width=_WIDTH)
        count = f"{len(cells)} row{'' if len(cells) == 1 else 's'}\n"
        return told.removesuffix(count) + self._rest() if self.more else told.rstrip("\n")

    def _rest(self) -> str:
        return f"… and {self.more} more row{'s' if self.more > 1 else ''}"


def show_frame(frame: pd.DataFrame, columns: Sequence[str] | None = None, *, rows: int | None = None) -> ShownFrame:
    """Return a frame, or some of its columns and its first rows, to be shown as the last thing of a notebook's cell.

    Days are ``2013-11-05``, whole numbers have commas from 10,000 on, other numbers three digits after the point at
    most; missing cells are empty, and the index is not shown. Raises `kg.KgError` for a column that is not there.
    """
    library()
    wanted = list(frame.columns) if columns is None else list(columns)
    for column in wanted:
        if column not in frame.columns:
            raise QueryError(f"the frame has no column {column!r}; it has {', '.join(map(str, frame.columns))}")
    part = frame[wanted] if rows is None else frame[wanted].head(rows)
    cells = [[_text(cell) for cell in part[column]] for column in wanted]
    numeric = tuple(str(kind).lower().startswith(("int", "float", "uint")) for kind in part.dtypes)
    return ShownFrame(tuple(map(str, wanted)), tuple(zip(*cells, strict=True)), numeric, len(frame) - len(part))


def _text(cell: Any) -> str:
    if isinstance(cell, tuple | list):
        return "; ".join(map(str, cell))
    if cell is None or library().isna(cell):
        return ""
    if isinstance(cell, date):  # a moment is a day here, unless it has a time
        return cell.isoformat().removesuffix("T00:00:00")
    if str(getattr(cell, "dtype", type(cell).__name__)) == "bool":
        return str(cell).lower()
    if not hasattr(cell, "__float__"):
        return str(cell)
    number = float(cell)
    if number.is_integer():
        return f"{int(number):,}" if abs(number) >= 10_000 else str(int(number))
    return f"{number:,.3f}".rstrip("0")


def _cell(tag: str, text: str, style: str) -> str:
    return f'<{tag} style="{style}; vertical-align: top">{html.escape(text)}</{tag}>'
