"""HTML of any age to block drafts, with the source offset of every character."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from html import unescape
from html.parser import HTMLParser

from kg.filings.drafts import LINE_BREAK, Draft, Span, fold, spans_text
from kg.filings.grids import GridCell, table_drafts
from kg.filings.plain import plain_drafts
from kg.model import BlockKind

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "ul", "xbrl", "text",
    "document", "page",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "page",
})  # fmt: skip
_HIDDEN_TAGS = frozenset(
    ["title", "script", "style", "ix:header", "template", "type", "sequence", "filename", "description", "option"]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|\bfont\s*:[^;]*\bbold\b", re.IGNORECASE)
_PLAIN_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_PAGE_STYLE = re.compile(r"page-break-(?:before|after)\s*:\s*always|break-(?:before|after)\s*:\s*page", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
_FOOTNOTE = re.compile(r"[(\[]?(?:\d{1,2}|[a-z]|[*†‡§¶]+)[)\]]?(?:,\s?\d{1,2})*")
_POWERS = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_SQUARED_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[kcmnμµ]?m|ft|in)$")
_MAX_SCAN = 64
_MAX_CLOSED = 1000
"""How far up the open elements an end tag is looked for; real pages need a few dozen, hostile ones would take n²."""


class _Table:
    """A table being read: finished cells by row, and the cell that is open."""

    def __init__(self, depth: int) -> None:
        self.rows: list[list[GridCell]] = []
        self.cell: GridCell | None = None
        self.depth = depth


class MarkupReader(HTMLParser):
    """Collects drafts. Event-driven, so depth of nesting costs nothing."""

    def __init__(self, source: str, start: int, end: int) -> None:
        super().__init__(convert_charrefs=False)
        self._source, self._base = source, start
        text = source[start:end]
        self._lines = [0]
        self._lines += [m.end() for m in re.finditer("\n", text)]
        self.drafts: list[Draft] = []
        self._spans: list[Span] = []
        self._bold: list[tuple[int, bool]] = []
        self._stack: list[tuple[str, bool]] = []
        self._open: Counter[str] = Counter()
        self._tables: list[_Table] = []
        self._hidden: str | None = None
        self._hidden_depth = 0
        self._pre = 0
        self._raised: int | None = None
        self._lists = 0
        self._item: int | None = None
        self._page = False
        self._heading: str | None = None
        self.feed(text)
        self.close()
        while self._tables:
            self._end_table()
        self._flush()

    # --- places -------------------------------------------------------------------------------------------------

    def _place(self) -> int:
        line, column = self.getpos()
        return self._base + self._lines[line - 1] + column

    def _into(self) -> list[Draft]:
        for table in reversed(self._tables):
            if table.cell is not None:
                return table.cell.drafts
            if any(table.rows):
                # Text that stands between cells is a row of its own, so that what is read keeps the source's order.
                loose = GridCell()
                table.rows.append([loose])
                return loose.drafts
        return self.drafts

    # --- text ---------------------------------------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        """Keep text as it stands in the source."""
        if self._hidden is None:
            start = self._place()
            self._keep(data, start, start + len(data))

    def handle_entityref(self, name: str) -> None:
        """Keep the character that a named reference stands for."""
        del name
        self._reference()

    def handle_charref(self, name: str) -> None:
        """Keep the character that a numbered reference stands for."""
        del name
        self._reference()

    def _reference(self) -> None:
        if self._hidden is not None:
            return
        start = self._place()
        match = _ENTITY.match(self._source, start)
        if match is None:
            self._keep("&", start, start + 1)
            return
        text = unescape(match[0])
        if text == match[0]:
            self._keep(text, start, match.end())
        else:
            self._keep(text.replace("\n", " ") or "�", start, match.end())

    def _keep(self, text: str, start: int, end: int) -> None:
        if self._pre and len(text) == end - start:
            self._spans.append((text, start, end))
        elif LINE_BREAK in text and len(text) == end - start:
            self._spans.append((text.replace(LINE_BREAK, " "), start, end))
        else:
            self._spans.append((text, start, end))

    # --- tags ---------------------------------------------------------------------------------------------------

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read ``<tag/>``: as in HTML, only void and foreign elements end there."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and (":" in tag or tag in {"div", "p", "td", "span", "a", "font", "title"}):
            self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if self._hidden is not None:
            if tag == self._hidden and tag != "p":
                self._hidden_depth += 1
                return
            if not (self._hidden in {"p", "title", "type", "sequence", "filename", "description"} and tag in _BLOCKS):
                return
            self._hidden = None
        style = next((value or "" for name, value in attrs if name == "style"), "")
        if tag in _HIDDEN_TAGS or (style and tag not in _VOID and _HIDDEN_STYLE.search(style)):
            self._hidden, self._hidden_depth = tag, 1
            return
        self._mark_page(tag, style)
        if tag in ("table", "tr", "td", "th"):
            self._start_table_tag(tag, attrs)
        elif tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._start_block(tag)
        elif tag == "sup":
            self._raised = len(self._spans)
        if tag not in _VOID:
            self._push(tag, style)

    def _mark_page(self, tag: str, style: str) -> None:
        if tag in ("hr", "page") or (style and _PAGE_STYLE.search(style)):
            self._flush()
            self._page = True

    def _push(self, tag: str, style: str) -> None:
        bold = self._stack[-1][1] if self._stack else False
        if tag in ("b", "strong", "u", "th") or tag in _HEADINGS or (style and _BOLD_STYLE.search(style)):
            bold = True
        elif style and _PLAIN_STYLE.search(style):
            bold = False
        if not self._stack or self._stack[-1][1] != bold:
            self._bold.append((len(self._spans), bold))
        self._stack.append((tag, bold))
        self._open[tag] += 1

    def _start_block(self, tag: str) -> None:
        self._flush()
        if tag in ("p", "li") or tag in _HEADINGS:
            self._close_implied("li" if tag == "li" else "p")
        if tag == "pre":
            self._pre += 1
        elif tag in ("ul", "ol", "dir", "menu"):
            self._lists += 1
        elif tag == "li":
            self._item = max(self._lists, 1)
        elif tag in _HEADINGS:
            self._heading = tag

    def _close_implied(self, tag: str) -> None:
        if not self._open[tag]:
            return
        for index in range(len(self._stack) - 1, max(-1, len(self._stack) - _MAX_SCAN), -1):
            name = self._stack[index][0]
            if name == tag:
                self._pop_to(index)
                return
            if name in ("td", "th", "table", "ul", "ol", "div"):
                return

    def _pop_to(self, index: int) -> None:
        bold = self._stack[-1][1]
        for name, _ in self._stack[index:]:
            self._open[name] -= 1
        del self._stack[index:]
        now = self._stack[-1][1] if self._stack else False
        if now != bold:
            self._bold.append((len(self._spans), now))

    def handle_endtag(self, tag: str) -> None:
        """Close an element; an end without a beginning is passed over."""
        if self._hidden is not None:
            if tag == self._hidden:
                self._hidden_depth -= 1
                if self._hidden_depth <= 0:
                    self._hidden = None
            return
        if tag == "sup":
            self._end_raised()
        if tag in ("table", "tr", "td", "th"):
            self._end_table_tag(tag)
        elif tag in _BLOCKS:
            self._flush()
            self._end_block(tag)
        if self._open[tag]:
            for index in range(len(self._stack) - 1, max(-1, len(self._stack) - _MAX_CLOSED), -1):
                name = self._stack[index][0]
                if name == tag:
                    self._pop_to(index)
                    break
                if name in ("td", "th", "table") and tag not in ("table", "tr"):
                    break

    def _end_block(self, tag: str) -> None:
        if tag == "pre":
            self._pre = max(self._pre - 1, 0)
        elif tag in ("ul", "ol", "dir", "menu"):
            self._lists = max(self._lists - 1, 0)
        elif tag == "li":
            self._item = None
        elif tag in _HEADINGS:
            self._heading = None

    def _break(self) -> None:
        start = self._place()
        end = start + len(self.get_starttag_text() or "<")
        kept = [span for span in self._spans[-3:] if not span[0].isspace() or span[0] == LINE_BREAK]
        if kept and kept[-1][0] == LINE_BREAK and not self._pre:
            self._flush()
        elif self._spans or self._pre:
            self._spans.append(("\n" if self._pre else LINE_BREAK, start, end))

    def _end_raised(self) -> None:
        """Read what was raised: a power becomes its character, a footnote's mark is left out."""
        at, self._raised = self._raised, None
        if at is None or at >= len(self._spans):
            return
        raised = spans_text(self._spans[at:]).strip()
        before = spans_text(self._spans[max(0, at - 2) : at])[-6:]
        if raised.strip("-−").isdigit() and (before[-1:].isdigit() or _SQUARED_UNIT.search(before)):
            self._spans[at:] = [(text.translate(_POWERS), start, end) for text, start, end in self._spans[at:]]
        elif before[-1:].strip() and _FOOTNOTE.fullmatch(raised):
            del self._spans[at:]

    # --- tables -------------------------------------------------------------------------------------------------

    def _start_table_tag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        if tag == "table":
            self._tables.append(_Table(self._lists))
            return
        if not self._tables:
            return
        table = self._tables[-1]
        table.cell = None
        if tag == "tr":
            table.rows.append([])
            return
        if not table.rows:
            table.rows.append([])
        span = next((value for name, value in attrs if name == "colspan"), None) or "1"
        width = min(int(span), 60) if span.isdecimal() and len(span) < 5 else 1
        table.cell = GridCell(max(width, 1), heading=tag == "th")
        table.rows[-1].append(table.cell)

    def _end_table_tag(self, tag: str) -> None:
        self._flush()
        if not self._tables:
            return
        if tag == "table":
            self._end_table()
        else:
            self._tables[-1].cell = None
        self._item = None

    def _end_table(self) -> None:
        self._flush()
        table = self._tables.pop()
        drafts = table_drafts(table.rows)
        if drafts and self._page:
            drafts[0].after_page, self._page = True, False
        self._into().extend(drafts)

    # --- blocks -------------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        spans, self._spans = self._spans, []
        bold, self._bold = self._bold, [(0, self._stack[-1][1] if self._stack else False)]
        self._raised = None
        if not spans:
            return
        if self._pre and any("\n" in text for text, _, _ in spans):
            self._into().extend(plain_drafts(spans))
            return
        folded = fold(spans)
        if not folded:
            return
        strong = self._heading is not None or _all_bold(spans, bold)
        kind, level = BlockKind.PARAGRAPH, 0
        if self._heading is not None:
            kind, level = BlockKind.HEADING, int(self._heading[1])
        elif self._item is not None:
            kind, level = BlockKind.LIST_ITEM, self._item
        self._into().append(Draft(kind, folded, level, strong=strong, after_page=self._page))
        self._page = False


def _all_bold(spans: list[Span], changes: list[tuple[int, bool]]) -> bool:
    places = [place for place, _ in changes]
    for index, (text, _, _) in enumerate(spans):
        if text.strip() and any(c.isalnum() for c in text):
            at = bisect_right(places, index) - 1
            if at < 0 or not changes[at][1]:
                return False
    return True


def markup_drafts(source: str, start: int, end: int) -> list[Draft]:
    """Return the blocks of the HTML in ``source[start:end]``."""
    return MarkupReader(source, start, end).drafts
