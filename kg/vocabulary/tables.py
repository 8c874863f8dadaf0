"""Tab-separated tables whose errors name file, line and what is allowed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import VocabularyError


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, and where it stands."""

    file: Path
    line: int
    """Counted from one, comment lines included."""
    cells: Mapping[str, str]

    def get(self, column: str) -> str | None:
        """Return a cell's text, or `None` where it is empty or the table has no such column."""
        return self.cells.get(column) or None

    def need(self, column: str) -> str:
        """Return a cell's text. Raises `VocabularyError` where it is empty."""
        text = self.get(column)
        if text is None:
            raise self.error(f"{column} is missing; every row needs one")
        return text

    def list(self, column: str) -> tuple[str, ...]:
        """Return a cell's items, which ``|`` separates."""
        return tuple(item for item in map(str.strip, (self.get(column) or "").split("|")) if item)

    def one_of(self, column: str, allowed: Collection[str] | None) -> str | None:
        """Return a cell's text. Raises `VocabularyError` where it is none of `allowed` (`None` allows all)."""
        text = self.get(column)
        if text is not None and allowed is not None and text not in allowed:
            raise self.error(f"{column} {text!r} is none of: {', '.join(allowed)}")
        return text

    def error(self, message: str) -> VocabularyError:
        """Return an error that says where this row stands."""
        return VocabularyError(f"{self.file}:{self.line}: {message}")


def read_rows(path: Path, columns: Collection[str]) -> tuple[Row, ...]:
    """Return the rows of a table; a file that is not there has none.

    Blank lines and lines that start with ``#`` are passed over; cells missing at a row's end are empty. Raises
    `VocabularyError` for a column that is none of `columns`, for too many cells and for bytes that are not UTF-8.
    """
    if not path.is_file():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path}: not UTF-8 (byte {error.start}); save the table as UTF-8") from error
    header: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = cells
            _check_header(path, number, header, columns)
        elif len(cells) > len(header):
            raise VocabularyError(f"{path}:{number}: {len(cells)} cells, but the header has {len(header)} columns")
        else:
            rows.append(Row(path, number, dict(zip(header, cells, strict=False))))
    return tuple(rows)


def _check_header(path: Path, number: int, header: list[str], columns: Collection[str]) -> None:
    for column in header:
        if column not in columns:
            allowed = ", ".join(sorted(columns))
            raise VocabularyError(f"{path}:{number}: unknown column {column!r}; allowed are: {allowed}")
        if header.count(column) > 1:
            raise VocabularyError(f"{path}:{number}: column {column!r} stands twice")
