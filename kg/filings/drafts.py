"""Blocks in the making, and how they become a part's text with its map back to the source.

A *span* is ``(text, start, end)``: some text and the piece of source that it stands for. Where both are equally long,
the characters correspond one to one; otherwise (an entity, folded white space) the text as a whole stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.model import Block, BlockKind, Cell, OffsetMap, Table

Span = tuple[str, int, int]

LINE_BREAK = "\u2028"
"""Stands in a span for a line break that a reader sees; all other white space folds to one space."""

INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
_TOKEN = re.compile(rf"(\s+)|([{INVISIBLE}]+)|[^\s{INVISIBLE}]+(?: [^\s{INVISIBLE}]+)*")


@dataclass(slots=True)
class Draft:
    """A block in the making. `spans` are folded; a table has `rows` of cells instead, each a list of folded spans."""

    kind: BlockKind
    spans: list[Span] = field(default_factory=list)
    level: int = 0
    rows: list[list[list[Span]]] = field(default_factory=list)
    header_rows: int = 1
    strong: bool = False
    """Whether the whole of it is set apart (bold, underlined, a heading tag)."""
    after_page: bool = False
    """Whether a page ended just before it."""

    @property
    def text(self) -> str:
        """Return what it says, cells by tab and rows by line."""
        if self.rows:
            return "\n".join("\t".join(spans_text(cell) for cell in row) for row in self.rows)
        return spans_text(self.spans)

    @property
    def start(self) -> int:
        """Return where in the source it begins."""
        first = self.spans or next(cell for row in self.rows for cell in row if cell)
        return first[0][1]

    @property
    def end(self) -> int:
        """Return where in the source it ends."""
        last = self.spans or next(cell for row in reversed(self.rows) for cell in reversed(row) if cell)
        return last[-1][2]


def spans_text(spans: Iterable[Span]) -> str:
    """Return the text of spans."""
    return "".join(span[0] for span in spans)


def fold(spans: Iterable[Span]) -> list[Span]:
    r"""Return spans with white space folded (none at the edges), and invisible characters left out.

    >>> fold([("a  b", 0, 4), ("\u2028", 4, 8), ("c ", 8, 10)])
    [('a', 0, 1), (' ', 1, 3), ('b', 3, 4), ('\n', 4, 8), ('c', 8, 9)]
    """
    folded: list[Span] = []
    gap: tuple[str, int, int] | None = None
    for text, start, end in spans:
        exact = len(text) == end - start
        for match in _TOKEN.finditer(text):
            first, last = (start + match.start(), start + match.end()) if exact else (start, end)
            if match[2]:
                continue
            if match[1]:
                mark = "\n" if LINE_BREAK in match[1] or (gap and gap[0] == "\n") else " "
                gap = (mark, gap[1] if gap else first, last)
                continue
            if gap and folded:
                folded.append(gap)
            gap = None
            folded.append((match[0], first, last))
    return folded


def trim(spans: Sequence[Span], count: int) -> list[Span]:
    """Return folded spans without their first `count` characters, and without the white space that then leads.

    >>> trim([("- one", 5, 10)], 1)
    [('one', 7, 10)]
    """
    kept: list[Span] = []
    for text, start, end in spans:
        if count >= len(text):
            count -= len(text)
            continue
        rest = text[count:]
        kept.append((rest, start + count if len(text) == end - start else start, end))
        count = 0
    return fold(kept) if kept and kept[0][0][:1].isspace() else kept


def cut(spans: Sequence[Span], count: int) -> list[Span]:
    """Return the first `count` characters of folded spans.

    >>> cut([("one two", 5, 12)], 3)
    [('one', 5, 8)]
    """
    kept: list[Span] = []
    for text, start, end in spans:
        if count <= 0:
            break
        part = text[:count]
        kept.append((part, start, start + len(part) if len(text) == end - start else end))
        count -= len(text)
    return kept


def join(before: Sequence[Span], after: Sequence[Span], separator: str = " ") -> list[Span]:
    """Return two runs of folded spans as one; the separator stands for the source between them."""
    if not before or not after:
        return [*before, *after]
    if not separator:
        return [*before, *after]
    start, end = before[-1][2], after[0][1]
    return [*before, (separator, start, end) if end > start else (separator, end - 1, end), *after]


class TextBuilder:
    """Collects spans into one text with its runs; what stands between two blocks maps to the source between them."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._runs: list[tuple[int, int, int, int]] = []
        self._length = 0
        self._separator = ""

    @property
    def place(self) -> int:
        """Return where the next span's text will begin."""
        return self._length + len(self._separator)

    def separate(self, separator: str) -> None:
        """Put a separator before what comes next; none is put at the beginning or the end."""
        if self._length:
            self._separator += separator

    def add(self, spans: Iterable[Span]) -> None:
        """Append spans."""
        for text, start, end in spans:
            if self._separator:
                last = self._runs[-1][1] + self._runs[-1][3]
                self._append(self._separator, *((last, start) if last < start else (last - 1, last)))
                self._separator = ""
            self._append(text, start, end)

    def _append(self, text: str, start: int, end: int) -> None:
        length, source_length = len(text), end - start
        if self._runs and length == source_length:
            before = self._runs[-1]
            if before[2] == before[3] and before[1] + before[3] == start:
                self._runs[-1] = (before[0], before[1], before[2] + length, before[3] + length)
                self._pieces.append(text)
                self._length += length
                return
        self._runs.append((self._length, start, length, source_length))
        self._pieces.append(text)
        self._length += length

    def finish(self) -> tuple[str, OffsetMap]:
        """Return the text and its map."""
        return "".join(self._pieces), OffsetMap(tuple(self._runs))


def assemble(drafts: Iterable[Draft]) -> tuple[str, OffsetMap, tuple[Block, ...]]:
    """Return the text of drafts, its map and its blocks."""
    builder = TextBuilder()
    blocks: list[Block] = []
    for draft in drafts:
        builder.separate("\n\n")
        start = builder.place
        table = _add_table(builder, draft) if draft.rows else None
        if table is None:
            builder.add(draft.spans)
        blocks.append(Block(draft.kind, start, builder.place, draft.level, table))
    text, offsets = builder.finish()
    return text, offsets, tuple(blocks)


def _add_table(builder: TextBuilder, draft: Draft) -> Table:
    width = max(len(row) for row in draft.rows)
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(draft.rows):
        if number:
            builder.separate("\n")
        cells: list[Cell] = []
        filled = max(index for index, cell in enumerate(row) if cell)
        for index, cell in enumerate(row[: filled + 1]):
            if index:
                builder.separate("\t")
            start = builder.place
            builder.add(cell)
            cells.append(Cell(start, builder.place))
        end = builder.place
        cells += [Cell(end, end)] * (width - len(cells))
        rows.append(tuple(cells))
    return Table(tuple(rows), min(draft.header_rows, len(rows)))
