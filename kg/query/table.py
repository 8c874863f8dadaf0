"""Answers as tables: columns and rows of plain values."""

from __future__ import annotations

from dataclasses import dataclass

from kg.query.values import Value


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a question: named columns, and rows of as many cells.

    Cells are text, whole and other numbers, truth values, days, moments, `Iri` for nodes, and `None` for nothing.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    complete: bool = True
    """Whether these are all rows; else a limit cut the others off."""

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries by column.

        >>> Table(("phase", "n"), (("phase 1", 3),)).records()
        [{'phase': 'phase 1', 'n': 3}]
        """
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]
