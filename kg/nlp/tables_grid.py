"""Tables as rows and columns of cells, with what each cell names and what the columns' headers say."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.rules import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Entity
    from kg.nlp.document import Document, Paragraph
    from kg.nlp.found import Found

_LONGEST = 1200
"""Characters of a cell that are looked at; what is longer is prose that only stands in a frame."""
_HEADER_LONGEST = 80


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its span in the document's text, its words with white space folded, and the entities named in it."""

    start: int
    end: int
    text: str
    named: tuple[tuple[Found, Entity], ...] = ()

    def of_type(self, *kinds: EntityType) -> list[Entity]:
        """Return the entities of some types that it names, each once, in order."""
        return list(dict.fromkeys(e for f, e in self.named if e.type in kinds and not f.hidden))

    def place(self, found: Found) -> int:
        """Return where a finding stands in the cell's words (in a header of several rows, where its name stands)."""
        offset = found.start - self.start
        return offset if 0 <= offset < len(self.text) else max(self.text.find(found.name), 0)

    def found(self, kind: EntityType) -> list[tuple[Found, Entity]]:
        """Return the findings of one type, in order."""
        return [(f, e) for f, e in self.named if e.type is kind and not f.hidden]


NO_CELL = GridCell(0, 0, "")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the body. `group` is the text of the last row above that is one cell across."""

    cells: tuple[GridCell, ...]
    group: GridCell = NO_CELL

    def cell(self, index: int) -> GridCell:
        """Return a cell; an empty one where the row is shorter."""
        return self.cells[index] if 0 <= index < len(self.cells) else NO_CELL

    @property
    def filled(self) -> list[GridCell]:
        """The cells that hold something."""
        return [c for c in self.cells if c.text]

    @property
    def start(self) -> int:
        """The first offset of its words."""
        return self.filled[0].start

    @property
    def end(self) -> int:
        """The offset after its last word."""
        return self.filled[-1].end


@dataclass(slots=True)
class Segment:
    """Rows under one header. `header` has one cell a column; `title` is what stands across above them."""

    header: list[GridCell]
    rows: list[GridRow] = field(default_factory=list)
    title: str = ""

    def column(self, index: int) -> GridCell:
        """Return a column's header; an empty one where it has none."""
        return self.header[index] if 0 <= index < len(self.header) else NO_CELL


class Grids:
    """Makes grids of a document's tables. It keeps the findings in order, hence a class."""

    def __init__(self, document: Document, entities: Mapping[Found, Entity]) -> None:
        self._document = document
        self._entities = entities
        self._found = sorted(entities, key=lambda f: (f.start, -f.end, f.type))
        self._starts = [f.start for f in self._found]

    def segments(self, paragraph: Paragraph) -> list[Segment]:
        """Return a table's stretches of rows, each under its own header. Empty rows are left out."""
        table = paragraph.block.table
        if table is None:
            return []
        base = self._document.bases[paragraph.part]
        rows = [[self._cell(base + c.start, base + c.end) for c in row] for row in table.rows]
        count = min(table.header_rows, len(rows))
        head = [row for row in rows[:count] if any(c.text for c in row)]
        body = [row for row in rows[count:] if any(c.text for c in row)]
        if not head and body and is_header(body[0]):
            head, body = body[:1], body[1:]
        segments = [_headed(head)]
        group = NO_CELL
        width = max((sum(1 for c in row if c.text) for row in rows), default=0)
        for row in body:
            filled = [c for c in row if c.text]
            if is_header(row):
                segments.append(_headed([row]))
                group = NO_CELL
            elif len(filled) == 1 and width > 2 and row[0].text and not row[0].of_type(EntityType.COMPOUND):
                group = filled[0]
            else:
                segments[-1].rows.append(GridRow(tuple(row), group))
        return [s for s in segments if s.rows]

    def _cell(self, start: int, end: int) -> GridCell:
        if end <= start:
            return NO_CELL
        text = " ".join(self._document.text[start : min(end, start + _LONGEST)].split())
        if not text:
            return NO_CELL
        inside = self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return GridCell(start, end, text, tuple((f, self._entities[f]) for f in inside if f.end <= end))


def _headed(head: Sequence[Sequence[GridCell]]) -> Segment:
    """Return a segment under header rows: a row of one cell is a title, an upper cell stands for those to its right."""
    title = " ".join(row[0].text for row in head if len([c for c in row if c.text]) == 1 and row[0].text)
    named = [row for row in head if len([c for c in row if c.text]) > 1 or not row[0].text]
    header: list[GridCell] = []
    for level, row in enumerate(named):
        upper = level < len(named) - 1
        last = NO_CELL
        for index, cell in enumerate(row):
            last = cell if cell.text else last
            shown = cell if cell.text or not upper or index == 0 else last
            if index >= len(header):
                header.append(shown)
            elif shown.text:
                header[index] = _joined(header[index], shown)
    return Segment(header, title=title)


def _joined(above: GridCell, below: GridCell) -> GridCell:
    if not above.text:
        return below
    text = f"{above.text} {below.text}"[:_LONGEST]
    return GridCell(below.start, below.end, text, (*above.named, *below.named))


def is_header(row: Sequence[GridCell]) -> bool:
    """Tell whether a row in the middle of a table names columns: every cell names one, one that of compounds."""
    filled = [c for c in row if c.text]
    if len(filled) < 2 or any(len(c.text) > _HEADER_LONGEST or c.of_type(EntityType.COMPOUND) for c in filled):
        return False
    kinds = [column_kind(c.text, whole=True) or stage_of_column(c.text) for c in filled]
    return all(kinds) and "compound" in kinds


@cache
def _column_patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    out = []
    for row in read_toml("tables.toml")["column"]:
        words = "|".join(row["words"])
        loose = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
        strict = re.compile(rf"(?:\w+ ){{0,2}}(?:{words})(?: ?\([^)]*\))?", re.IGNORECASE)
        out.append((row["kind"], loose, strict))
    return tuple(out)


@cache
def _stage_columns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_toml("tables.toml")["stage_column"]
    return tuple(
        (
            row["object"],
            re.compile(
                rf"(?:{'|'.join(row['words'])})(?: (?:trials?|stud(?:y|ies)|development|testing|stage))?", re.IGNORECASE
            ),
        )
        for row in rows
    )


def column_kind(header: str, *, whole: bool = False) -> str:
    """Return what a column holds by its header, empty where the words do not tell.

    >>> column_kind("Target indication"), column_kind("Product candidate"), column_kind("Price")
    ('indication', 'compound', '')
    """
    if not header or len(header) > _HEADER_LONGEST:
        return ""
    for kind, loose, strict in _column_patterns():
        if strict.fullmatch(header) if whole else loose.search(header):
            return kind
    return ""


def stage_of_column(header: str) -> str:
    """Return the stage that a column is named after, empty where it is not; of "Phase 1 / Phase 2" it is the first.

    >>> stage_of_column("Phase 1"), stage_of_column("IND enabling"), stage_of_column("Phase")
    ('phase 1', 'preclinical', '')
    """
    text = " ".join(header.split())
    if not text or len(text) > _HEADER_LONGEST:
        return ""
    for piece in dict.fromkeys([text, *re.split(r" ?[/&] ?| and ", text)]):
        for stage, pattern in _stage_columns():
            if pattern.fullmatch(piece):
                return stage
    return ""
