"""OCR markdown to block drafts: headings, bullets, pipe tables, emphasis, page marks, leftovers of LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from kg.filings.drafts import LINE_BREAK, Draft, Span, fold, spans_text
from kg.filings.plain import join_lines
from kg.model import BlockKind

_LINE = re.compile(r"[^\n]*\n?")
_PAGE = re.compile(r"\s*\{\d+\}-{5,}\s*|\s*(?:-{3,}|\*{3,}|_{3,})\s*|\s*[-–—]?\s*\d{1,3}\s*[-–—]?\s*")
_IMAGE = re.compile(r"\s*(?:!\[[^\]\n]*\]\([^)\n]*\)\s*)+")
_HEADING = re.compile(r"\s{0,3}(#{1,6})[ \t]+(?=\S)")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULER = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)*\s*:?-{2,}:?\s*\|?\s*$")
_ITEM = re.compile(
    r"(\s*)(?:[-*+•●▪■◾◼◆❖▸∙◦‣➢►]|\$\\(?:cdot|bullet)(?:\\,)?\$)[ \t]+(?:(?:[·•o●▪◦]"
    r"|\$\\(?:cdot|bullet)(?:\\,)?\$)[ \t]+)?(?=\S)"
)
_NUMBERED = re.compile(r"(\s*)(?=\d{1,2}[.)][ \t]+\S)")
_QUOTED = re.compile(r"\s{0,3}>[ \t]?")
_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
_INLINE = re.compile(
    r"""(?P<escape>\\[\\`*_{}\[\]()\#+\-.!$%&~<>|^"'])
    |(?P<image>!\[[^\]\n]*\]\([^)\n]*\))
    |\[(?P<link>[^\]\n]+)\]\([^)\n]*\)
    |(?P<break><br\s*/?>)
    |<sup>(?P<raised>[^<\n]{0,40})</sup>
    |(?P<tag></?[a-zA-Z][^<>\n]{0,300}>)
    |(?P<math>\$(?=[^$\n]*[\\^])[^$\n]{1,200}\$)
    |(?P<power>(?<=[A-Za-z0-9])\^\{?[-−]?\d{1,3}\}?)
    |(?P<entity>&(?:\#[xX]?[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)
    |(?P<fill>_{3,})""",
    re.VERBOSE,
)
_MARK = re.compile(r"\\.|\*+|(?<![A-Za-z0-9_])_{1,2}(?=[^\s_])|(?<=[^\s_])_{1,2}(?![A-Za-z0-9_])|_{3,}")
_COMMANDS = {
    "cdot": "·", "bullet": "•", "times": "×", "pm": "±", "sim": "~", "geq": "≥", "ge": "≥", "geqslant": "≥",
    "leq": "≤", "le": "≤", "leqslant": "≤", "approx": "≈", "mu": "µ", "alpha": "α", "beta": "β", "gamma": "γ",
    "delta": "δ", "epsilon": "ε", "kappa": "κ", "lambda": "λ", "Delta": "Δ", "rightarrow": "→", "to": "→",
    "circledR": "®", "textregistered": "®", "texttrademark": "™", "dagger": "†", "ddagger": "‡", "S": "§", "circ": "°",
    "quad": " ", "qquad": " ", "ast": "*", "prime": "′", "infty": "∞", "checkmark": "✓",
}  # fmt: skip
_LATEX = re.compile(r"\\([A-Za-z]+)\s?|\\([,;:! ])|\\(.)|[\^_]\{?([-−]?\d+)\}?|[{}]|[\^_]")
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_FOOTNOTE = re.compile(r"[(\[]?(?:\d{1,2}|[a-z]|[*†‡§¶]+)[)\]]?(?:,\s?\d{1,2})*")
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[kcmnμµ]?m|ft|in)$|\d$")


def markdown_drafts(source: str, start: int, end: int) -> list[Draft]:
    """Return the blocks of the markdown in ``source[start:end]``."""
    return list(_Reader(source, start, end).drafts())


class _Reader:
    """Walks the lines, gathering those of one block."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self._source = source
        self._lines = [m.span() for m in _LINE.finditer(source, start, end) if m.start() < m.end()]
        self._words = set(_WORD.findall(source, start, end))

    def drafts(self) -> Iterator[Draft]:
        at, page = 0, False
        while at < len(self._lines):
            line = self._text(at)
            if not line.strip() or _IMAGE.fullmatch(line):
                at += 1
                continue
            if _PAGE.fullmatch(line):
                page, at = True, at + 1
                continue
            made, at = self._block(at, line)
            for draft in made:
                draft.after_page, page = page, False
                yield draft

    def _text(self, index: int) -> str:
        start, end = self._lines[index]
        return self._source[start:end]

    def _block(self, at: int, line: str) -> tuple[list[Draft], int]:
        if _ROW.match(line) and at + 1 < len(self._lines) and _ROW.match(self._text(at + 1)):
            return self._table(at)
        if "\t" in line.strip():
            return self._tabbed(at)
        start, end = self._lines[at]
        heading = _HEADING.match(line)
        if heading:
            spans = self._inline(start + heading.end(), end)
            made = [Draft(BlockKind.HEADING, spans, len(heading[1]), strong=True)] if spans else []
            return made, at + 1
        item = _ITEM.match(line) or _NUMBERED.match(line)
        quoted = _QUOTED.match(line)
        lead = item.end() if item else quoted.end() if quoted else 0
        spans = self._inline(start + lead, end)
        strong = _is_emphasised(line[lead:])
        at += 1
        while at < len(self._lines) and self._continues(at):
            start, end = self._lines[at]
            more = _QUOTED.match(self._text(at))
            following = self._inline(start + (more.end() if more else 0), end)
            strong = strong and _is_emphasised(self._text(at))
            spans = join_lines(spans, following, self._words) if spans and following else spans or following
            at += 1
        if not spans:
            return [], at
        if item:
            return [Draft(BlockKind.LIST_ITEM, spans, len(item[1].expandtabs(4)) // 2 + 1)], at
        return [Draft(BlockKind.PARAGRAPH, spans, strong=strong)], at

    def _continues(self, at: int) -> bool:
        line = self._text(at)
        starts = (_PAGE.fullmatch, _IMAGE.fullmatch, _HEADING.match, _ITEM.match, _NUMBERED.match, _ROW.match)
        return bool(line.strip()) and "\t" not in line.strip() and not any(test(line) for test in starts)

    # --- tables -------------------------------------------------------------------------------------------------

    def _table(self, at: int) -> tuple[list[Draft], int]:
        rows: list[list[list[Span]]] = []
        headers = 0
        while at < len(self._lines) and _ROW.match(self._text(at)):
            if _RULER.fullmatch(self._text(at)):
                headers = headers or len(rows)
            else:
                rows.append(self._cells(at, "|"))
            at += 1
        return _made_table(rows, headers), at

    def _tabbed(self, at: int) -> tuple[list[Draft], int]:
        rows: list[list[list[Span]]] = []
        while at < len(self._lines) and "\t" in self._text(at).strip():
            rows.append(self._cells(at, "\t"))
            at += 1
        return _made_table(rows, 1 if len(rows) > 1 else 0), at

    def _cells(self, at: int, separator: str) -> list[list[Span]]:
        start, end = self._lines[at]
        line = self._source[start:end].rstrip()
        edges = [m.start() for m in re.finditer(r"(?<!\\)\|" if separator == "|" else "\t", line)]
        if separator == "\t":
            edges = [-1, *edges, len(line)]
        cells = [self._inline(start + a + 1, start + b) for a, b in pairwise(edges)]
        return [[(text.replace("\n", " "), first, last) for text, first, last in cell] for cell in cells]

    # --- inside a block -----------------------------------------------------------------------------------------

    def _inline(self, start: int, end: int) -> list[Span]:
        spans: list[Span] = []
        for first, last in _without_marks(self._source, start, end):
            self._tokens(spans, first, last)
        return fold(spans)

    def _tokens(self, spans: list[Span], start: int, end: int) -> None:
        source = self._source
        place = start
        for match in _INLINE.finditer(source, start, end):
            if match.start() > place:
                spans.append((source[place : match.start()].replace(LINE_BREAK, " "), place, match.start()))
            place = match.end()
            if match["link"] is not None:
                self._tokens(spans, match.start("link"), match.end("link"))
            elif match["raised"] is not None:
                spans += _raised(match, spans_text(spans[-2:])[-6:])
            else:
                text = _meaning(match)
                if text:
                    spans.append((text, match.start(), match.end()))
        if place < end:
            spans.append((source[place:end].replace(LINE_BREAK, " "), place, end))


def _meaning(match: re.Match[str]) -> str:
    if match["escape"]:
        return match["escape"][1]
    if match["break"]:
        return LINE_BREAK
    if match["entity"]:
        return unescape(match["entity"])
    if match["power"]:
        return match["power"].strip("^{}").translate(_RAISED)
    return latex_text(match["math"][1:-1]) if match["math"] else ""


def latex_text(latex: str) -> str:
    r"""Return what a piece of LaTeX says, in Unicode.

    >>> latex_text(r"\geq 10^{9}\,\mu g")
    '≥10⁹ µg'
    """

    def said(match: re.Match[str]) -> str:
        if match[1]:
            return _COMMANDS.get(match[1], "")
        if match[4]:
            return match[4].translate(_RAISED) if match[0][0] == "^" else match[4]
        return " " if match[2] else match[3] or ""

    return _LATEX.sub(said, latex)


def _raised(match: re.Match[str], before: str) -> list[Span]:
    text, start, end = match["raised"], match.start("raised"), match.end("raised")
    if text.strip("-−").isdigit() and _UNIT.search(before):
        return [(text.translate(_RAISED), start, end)]
    if before[-1:].strip() and _FOOTNOTE.fullmatch(text.strip()):
        return []
    return [(text, start, end)] if text else []


def _without_marks(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between marks of emphasis; a mark without its partner is text."""
    opened: list[tuple[str, int]] = []
    marks: list[tuple[int, int]] = []
    for match in _MARK.finditer(source, start, end):
        mark, place = match[0], match.start()
        if mark[0] == "\\" or len(mark) > 5 or mark.startswith("___"):
            continue
        before = source[place - 1] if place > start else ""
        after = source[match.end()] if match.end() < end else ""
        while mark and before.strip() and (partner := _partner(opened, mark)):
            length = len(partner[0])
            marks += [(partner[1], partner[1] + length), (place, place + length)]
            del opened[opened.index(partner) :]
            mark, place = mark[length:], place + length
        if mark and after.strip():
            opened.append((mark, place))
    place = start
    for first, last in sorted(marks):
        if place < first:
            yield place, first
        place = last
    if place < end:
        yield place, end


def _partner(opened: list[tuple[str, int]], mark: str) -> tuple[str, int] | None:
    """Return the opening mark that this one closes: the last of its length, else the last if it is a part of this."""
    same = next((other for other in reversed(opened) if other[0] == mark), None)
    if same or not opened:
        return same
    last = opened[-1]
    return last if last[0][0] == mark[0] and len(last[0]) < len(mark) else None


def _is_emphasised(line: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:<[^>]*>)*(\*{1,3})(?!\*)(?:(?!\1).)+\1[\s_.:]*", line))


def _made_table(rows: list[list[list[Span]]], headers: int) -> list[Draft]:
    width = max((len(row) for row in rows), default=0)
    rows = [row + [[] for _ in range(width - len(row))] for row in rows]
    headers -= sum(not any(row) for row in rows[:headers])
    rows = [row for row in rows if any(row)]
    filled = [i for i in range(width) if any(row[i] for row in rows)]
    rows = [[row[i] for i in filled] for row in rows]
    if len(filled) < 2:
        return [Draft(BlockKind.PARAGRAPH, row[0]) for row in rows]
    return [Draft(BlockKind.TABLE, rows=rows, header_rows=headers)]
