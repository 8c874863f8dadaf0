"""Tables of HTML: from cells that were placed to look right to rows and columns that mean something."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.filings.drafts import Draft, Span, join, spans_text
from kg.model import BlockKind

MARKER = re.compile(
    r"[•●▪■◾◼◆❖▸∙◦○·‣➢►✓✔\-–—*o§]|[(\[]?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]|☒|☐|\[\s?[xX]?\s?\]|\d{1,2}"
)
BULLET = re.compile(r"[•●▪■◾◼◆❖▸∙◦○·‣➢►✓✔\-–—*o§]")
_OPENS = re.compile(r"[$€£¥(]+|\(?(?:US|C|A)?\$")
_CLOSES = re.compile(r"[)%]+|\)?\s?%\)?")
_FIGURE = re.compile(r"[($€£¥<>~≥≤]*\s?[\d,.]+\s?[)%x]*|[—–-]|n/?a", re.IGNORECASE)
_ITEM = re.compile(r"item\s+\d+[a-z]?(?:\.\d+)?\.?:?", re.IGNORECASE)
_LONG = 400


@dataclass(slots=True)
class GridCell:
    """A cell as read: how many columns it covers, and the blocks inside."""

    width: int = 1
    heading: bool = False
    drafts: list[Draft] = field(default_factory=list)

    def spans(self) -> list[Span]:
        """Return its text as one run."""
        spans: list[Span] = []
        for draft in self.drafts:
            pieces = [cell for row in draft.rows for cell in row if cell] if draft.rows else [draft.spans]
            for piece in pieces:
                spans = join(spans, [(text.replace("\n", " "), start, end) for text, start, end in piece])
        return spans


@dataclass(slots=True)
class _Placed:
    column: int
    width: int
    spans: list[Span]
    cell: GridCell


def table_drafts(rows: list[list[GridCell]]) -> list[Draft]:
    """Return what a table says: a table where it has rows and columns, else the items or paragraphs it only places."""
    placed = [line for line in map(_place, rows) if line]
    if not placed:
        return []
    lines = [_joined(line) for line in placed]
    columns = {item.column for line in lines for item in line}
    if len(columns) == 1 or all(len(line) == 1 for line in lines):
        return [draft for line in lines for item in line for draft in item.cell.drafts]
    if all(len(line) <= 2 and _is_marker(line) for line in lines) and any(len(line) == 2 for line in lines):
        return [draft for line in lines for draft in _list_item(line)]
    if len(lines) == 1 or _is_prose(lines):
        return [draft for line in lines for draft in _loose(line)]
    return [_data_table(lines)]


def _place(row: list[GridCell]) -> list[_Placed]:
    line: list[_Placed] = []
    column = 0
    for cell in row:
        spans = cell.spans()
        if spans:
            line.append(_Placed(column, cell.width, spans, cell))
        column += cell.width
    return line


def _joined(line: list[_Placed]) -> list[_Placed]:
    """Join a currency sign with the figure after it, and a closing sign with the figure before."""
    joined: list[_Placed] = []
    opening: _Placed | None = None
    for item in line:
        text = spans_text(item.spans)
        if opening is not None:
            item.spans = [*opening.spans, *item.spans]
            opening = None
        elif joined and _CLOSES.fullmatch(text) and re.search(r"[\d—–-]$", spans_text(joined[-1].spans)):
            joined[-1].spans = [*joined[-1].spans, *item.spans]
            joined[-1].width = item.column + item.width - joined[-1].column
            continue
        if _OPENS.fullmatch(text) and item is not line[-1]:
            opening = item
            continue
        joined.append(item)
    return joined


def _is_marker(line: list[_Placed]) -> bool:
    return len(line) == 1 or bool(MARKER.fullmatch(spans_text(line[0].spans)))


def _list_item(line: list[_Placed]) -> list[Draft]:
    if len(line) == 1:
        return line[0].cell.drafts
    marker, rest = line
    drafts = rest.cell.drafts
    first = drafts[0]
    if first.rows:
        return [*marker.cell.drafts, *drafts]
    spans = first.spans if BULLET.fullmatch(spans_text(marker.spans)) else join(marker.spans, first.spans)
    return [Draft(BlockKind.LIST_ITEM, spans, 1, strong=first.strong, after_page=first.after_page), *drafts[1:]]


def _is_prose(lines: list[list[_Placed]]) -> bool:
    """Tell whether cells hold paragraphs that only stand side by side."""
    cells = [item for line in lines for item in line]
    figures = sum(bool(_FIGURE.fullmatch(spans_text(item.spans))) for item in cells)
    long = sum(len(spans_text(item.spans)) > _LONG for item in cells)
    nested = any(draft.rows for item in cells for draft in item.cell.drafts)
    return nested or (long * 3 >= len(lines) and max(map(len, lines)) <= 2 and figures * 4 < len(cells))


def _loose(line: list[_Placed]) -> list[Draft]:
    first = line[0]
    text = spans_text(first.spans)
    if len(line) >= 2 and (_ITEM.fullmatch(text) or MARKER.fullmatch(text)) and not line[1].cell.drafts[0].rows:
        title = line[1].cell.drafts[0]
        if _ITEM.fullmatch(text):
            whole = [item for other in line[1:] for item in other.cell.drafts]
            heading = Draft(title.kind, join(first.spans, title.spans), title.level, strong=True)
            return [heading, *whole[1:]]
        return [*_list_item(line[:2]), *(d for item in line[2:] for d in item.cell.drafts)]
    return [draft for item in line for draft in item.cell.drafts]


def _data_table(lines: list[list[_Placed]]) -> Draft:
    column_of = _columns(lines)
    width = max(column_of.values()) + 1
    rows: list[list[list[Span]]] = []
    for line in lines:
        row: list[list[Span]] = [[] for _ in range(width)]
        for item in line:
            at = column_of[item.column]
            row[at] = join(row[at], item.spans)
        rows.append(row)
    return Draft(BlockKind.TABLE, rows=rows, header_rows=_header_rows(lines, rows))


def _columns(lines: list[list[_Placed]]) -> dict[int, int]:
    """Return the real column of each grid column: neighbours that one cell covers and no row fills both are one."""
    filled: dict[int, set[int]] = {}
    for number, line in enumerate(lines):
        for item in line:
            filled.setdefault(item.column, set()).add(number)
    covered = {
        (item.column, column)
        for line in lines
        for item in line
        if item.width > 1
        for column in range(item.column + 1, item.column + item.width)
    }
    column_of: dict[int, int] = {}
    members: list[int] = []
    taken: set[int] = set()
    number = -1
    for column in sorted(filled):
        near = any((member, column) in covered for member in members) or any(
            (column - 1, column) in covered and member == column - 1 for member in members
        )
        if members and near and not taken & filled[column]:
            members.append(column)
            taken |= filled[column]
        else:
            number += 1
            members, taken = [column], set(filled[column])
        column_of[column] = number
    return column_of


def _header_rows(lines: list[list[_Placed]], rows: list[list[list[Span]]]) -> int:
    count = 0
    for line, row in zip(lines, rows, strict=True):
        if len(line) and all(item.cell.heading for item in line):
            count += 1
            continue
        strong = all(draft.strong for item in line for draft in item.cell.drafts)
        figures = any(_FIGURE.fullmatch(spans_text(cell)) and not _is_year(cell) for cell in row[1:] if cell)
        if (not row[0] or strong) and not figures:
            count += 1
            continue
        break
    if count == 0 and len(rows[0]) > 2 and not any(_FIGURE.fullmatch(spans_text(c)) for c in rows[0][1:] if c):
        count = 1
    return min(count, len(rows) - 1) if len(rows) > 1 else 0


def _is_year(cell: list[Span]) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", spans_text(cell)))
