"""Tables as text: aligned for terminals, CSV and TSV for spreadsheets, SPARQL results in JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime

from kg.errors import QueryError
from kg.query.table import Table
from kg.query.values import Iri, Value

_XSD = "http://www.w3.org/2001/XMLSchema#"
_GAP = "  "
_NARROWEST = 8
_WORD = 18
"""Longer words than this may be broken to make a column narrower."""
_LINES = 3
"""How many lines of a terminal a cell may take; the rest of it becomes an ellipsis."""


def format_table(table: Table, format: str = "table", *, width: int | None = None) -> str:  # noqa: A002
    """Return a table as text, with a line feed at its end.

    Formats are ``table``, ``csv`` (RFC 4180, but with line feeds), ``tsv`` (tabs and line feeds inside cells become
    spaces) and ``json`` (SPARQL 1.1 Query Results JSON). A ``table`` is at most `width` characters wide, as far as its
    columns allow, by default as wide as the terminal; long cells are wrapped, and after three lines cut with an
    ellipsis. Columns that do not fit beside the others, such as quotes, stand below their row; columns without any
    value are left out and named at the end. Raises `QueryError` for another format.
    """
    formats: dict[str, Callable[[], str]] = {
        "table": lambda: _aligned(table, width or shutil.get_terminal_size((120, 24)).columns),
        "csv": lambda: _csv(table),
        "tsv": lambda: _tsv(table),
        "json": lambda: _json(table),
    }
    if format not in formats:
        raise QueryError(f"there is no format {format!r}; choose one of {', '.join(formats)}")
    return formats[format]()


def text_of(value: Value) -> str:
    """Return a cell as text; nothing for `None`.

    >>> text_of(0.00001), text_of(True), text_of(None), text_of(date(2013, 11, 5))
    ('0.00001', 'true', '', '2013-11-05')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if "e" not in repr(value) else format(value, ".12f").rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters take two, combining ones none.

    >>> display_width("FRα"), display_width("東京"), display_width("e\u0301")
    (3, 4, 1)
    """
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def hanging(text: str, width: int, *, indent: int) -> list[str]:
    """Return a text as lines of at most `width` columns, all of them indented."""
    return [" " * indent + line for line in wrapped(text, width - indent)]


def wrapped(text: str, width: int, *, lines: int = 0) -> list[str]:
    """Return a text, white space folded, as lines of at most `width` columns; with `lines`, cut to as many.

    >>> wrapped("one two three four", 9), wrapped("one two three four", 9, lines=1)
    (['one two', 'three', 'four'], ['one two…'])
    """
    found: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, width):
            if line and display_width(line) + 1 + display_width(piece) > width:
                found.append(line)
                line = piece
            else:
                line = f"{line} {piece}" if line else piece
    found.append(line)
    if lines and len(found) > lines:
        last = found[lines - 1]
        while last and display_width(last) > width - 1:
            last = last[:-1]
        found = [*found[: lines - 1], f"{last.rstrip()}…"]
    return found


def _pieces(word: str, width: int) -> list[str]:
    """Break a word that is wider than a line."""
    pieces = [""]
    for char in word:
        if pieces[-1] and display_width(pieces[-1]) + _char_width(char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _aligned(table: Table, width: int) -> str:
    cells = [[_shown(value) for value in row] for row in table.rows]
    filled = [i for i in range(len(table.columns)) if not cells or any(row[i] for row in cells)]
    grid = _fitting(table, cells, filled, width)
    below = [i for i in filled if i not in grid]
    numeric = [all(_is_number(row[i]) for row in table.rows) for i in grid]
    chosen = [[row[i] for i in grid] for row in [list(table.columns), *cells]]
    widths = _widths(chosen, width)
    out = _lines(chosen[0], widths, numeric)
    out.append(_GAP.join("─" * w for w in widths))
    tall = bool(below) or any(display_width(c) > w for row in chosen for c, w in zip(row, widths, strict=True))
    for number, row in enumerate(cells):
        # where rows are of several lines, an empty one sets them apart
        out += [""] * (tall and number > 0) + _lines(chosen[number + 1], widths, numeric)
        told = [f"{table.columns[i]}: {row[i]}" for i in below if row[i]]
        out += [f"    {line}" for words in told for line in wrapped(words, max(width - 4, _NARROWEST), lines=_LINES)]
    out.append(_count(table, filled))
    return "\n".join(line.rstrip() for line in out) + "\n"


def _count(table: Table, filled: Sequence[int]) -> str:
    words = f"{len(table.rows)} {'row' if len(table.rows) == 1 else 'rows'}"
    empty = [name for i, name in enumerate(table.columns) if i not in filled]
    return f"{words}; nothing in {', '.join(empty)}" if empty else words


def _fitting(table: Table, cells: Sequence[Sequence[str]], filled: Sequence[int], width: int) -> list[int]:
    """Return the columns that stand side by side; the others, the longest first, stand below their row."""
    least = {}
    full = {}
    for i in filled:
        column = [table.columns[i], *(row[i] for row in cells)]
        least[i] = min(_WORD, max(display_width(word) for cell in column for word in cell.split() or [""]))
        full[i] = max(map(display_width, column))
    grid = list(filled)
    while len(grid) > 1 and sum(least[i] for i in grid) + len(_GAP) * (len(grid) - 1) > width:
        # the first columns say what a row is about
        grid.remove(max(grid[2:] or grid[1:], key=lambda i: full[i]))
    return grid


def _shown(value: Value) -> str:
    """Return a cell for a terminal: on one line, and without control characters that filings may hold."""
    return "".join(c for c in " ".join(text_of(value).split()) if unicodedata.category(c)[0] != "C")


def _is_number(value: Value) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the columns' widths: each at least as wide as its longest word, the rest of the room to the longest."""
    full = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    words = [[w for cell in column for w in cell.split() or [""]] for column in zip(*rows, strict=True)]
    least = [min(_WORD, max(map(display_width, column))) for column in words]
    spare = width - len(_GAP) * (len(full) - 1) - sum(least)
    found = list(least)
    for done, index in enumerate(sorted(range(len(full)), key=lambda i: full[i] - least[i])):
        more = max(0, min(full[index] - least[index], spare // (len(full) - done)))
        found[index] += more
        spare -= more
    return [max(1, w) for w in found]


def _lines(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    cells = [wrapped(cell, w, lines=_LINES) for cell, w in zip(row, widths, strict=True)]
    return [
        _GAP.join(
            _padded(cell[n] if n < len(cell) else "", w, right=is_right)
            for cell, w, is_right in zip(cells, widths, right, strict=True)
        )
        for n in range(max(map(len, cells)))
    ]


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([text_of(value) for value in row] for row in table.rows)
    return out.getvalue()


def _tsv(table: Table) -> str:
    rows = [list(table.columns), *([text_of(value) for value in row] for row in table.rows)]
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)


def _json(table: Table) -> str:
    if table.columns == ("answer",) and len(table.rows) == 1 and isinstance(table.rows[0][0], bool):
        return json.dumps({"head": {}, "boolean": table.rows[0][0]}) + "\n"
    bindings = [
        {name: _binding(value) for name, value in zip(table.columns, row, strict=True) if value is not None}
        for row in table.rows
    ]
    results = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(results, ensure_ascii=False, indent=1) + "\n"


def _binding(value: Value) -> dict[str, str]:
    words = text_of(value)
    if isinstance(value, Iri):
        return {"type": "bnode", "value": words[2:]} if words.startswith("_:") else {"type": "uri", "value": words}
    kinds = {bool: "boolean", int: "integer", float: "decimal", datetime: "dateTime", date: "date"}
    kind = kinds.get(type(value))
    return {"type": "literal", "value": words} | ({"datatype": f"{_XSD}{kind}"} if kind else {})
