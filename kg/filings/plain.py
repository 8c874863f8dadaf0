"""Plain text, as filings had it in the 1990s, to block drafts: pages, tables by column, wrapped paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.filings.drafts import LINE_BREAK, Draft, Span, fold, join, spans_text
from kg.model import BlockKind

_TAG = re.compile(r"\s*<(/?)(PAGE|TABLE|CAPTION|S|C|FN|F\d+)>", re.IGNORECASE)
_RULE = re.compile(r"[-=_*~.\s]*(?:[-=_*~]\s*){3,}[-=_*~.\s]*")
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_FIGURE = re.compile(r"[($]*-?[\d,]*\.?\d+[)%]*|-{1,3}")
_LEADER = re.compile(r"(?:\s?\.){4,}")
_STARTS_ITEM = re.compile(r"\s*(?:[•●▪■◾◼◆❖▸∙◦·*]|-{1,2}|o(?= {2})|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}[.)])\s+\S")
_MARKER = re.compile(r"^\s*(?:[•*o-]|\(\w{1,4}\)|\w{1,3}[.)])\s+(?=\S)")
_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
_SHORT_LINE = 60


@dataclass(slots=True)
class _Line:
    text: str
    spans: list[Span]

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    def figures(self) -> list[tuple[int, int]]:
        """Return where its columns are, where figures one space apart are columns too."""
        found: list[tuple[int, int]] = []
        for start, end in self.segments():
            words = [(m.start() + start, m.end() + start, m[0]) for m in re.finditer(r"\S+", self.text[start:end])]
            for first, last, word in words:
                apart = found and found[-1][1] >= start and bool(_FIGURE.fullmatch(word))
                if found and found[-1][1] >= start and not (apart and _FIGURE.fullmatch(self.text[slice(*found[-1])])):
                    found[-1] = (found[-1][0], last)
                else:
                    found.append((first, last))
        return found

    def segments(self) -> list[tuple[int, int]]:
        """Return where its columns are: runs of words with at most one space between them."""
        text = _LEADER.sub(lambda m: " " * len(m[0]), self.text)
        return [m.span() for m in _SEGMENT.finditer(text)]

    def slice(self, start: int, end: int) -> list[Span]:
        """Return the folded spans of ``text[start:end]``."""
        cut: list[Span] = []
        place = 0
        for text, first, last in self.spans:
            a, b = max(start - place, 0), min(end - place, len(text))
            if a < b:
                exact = len(text) == last - first
                cut.append((text[a:b], first + a, first + b) if exact else (text[a:b], first, last))
            place += len(text)
        return fold(cut)


@dataclass(slots=True)
class _Group:
    """Lines between two blank ones."""

    lines: list[_Line] = field(default_factory=list)
    table: bool = False
    after_page: bool = False
    underlined: bool = False
    headers: int | None = None
    """How many of a table's lines stand above its body, where a tag says so."""


def plain_drafts(spans: Iterable[Span]) -> list[Draft]:
    """Return the blocks of a plain text given as spans that keep their line breaks."""
    spans = list(spans)
    words = set(_WORD.findall(spans_text(spans)))
    drafts: list[Draft] = []
    for group in _groups(spans):
        made = _table(group) if group.table or _has_columns(group) else _paragraphs(group, words)
        if made and group.after_page:
            made[0].after_page = True
        drafts += made
    return drafts


def _lines(spans: Iterable[Span]) -> Iterator[_Line]:
    pieces: list[Span] = []
    for text, start, end in spans:
        if "\n" not in text or len(text) != end - start:
            pieces.append((text.replace("\n", LINE_BREAK), start, end))
            continue
        place = 0
        for part in text.split("\n"):
            if place:
                yield _Line(spans_text(pieces).rstrip(), pieces)
                pieces = []
            if part:
                pieces.append((part, start + place, start + place + len(part)))
            place += len(part) + 1
    yield _Line(spans_text(pieces).rstrip(), pieces)


def _groups(spans: Iterable[Span]) -> Iterator[_Group]:
    group = _Group()
    in_table = page = False

    def fresh() -> _Group:
        return _Group(table=in_table, after_page=page)

    for line in _lines(spans):
        tag = _TAG.match(line.text)
        name = tag[2].upper() if tag else ""
        if tag:
            line = _Line(line.text[tag.end() :], _after(line, tag.end()))  # noqa: PLW2901
        if name in ("PAGE", "TABLE") or "\f" in line.text:
            if group.lines:
                yield group
            in_table = (not tag[1]) if tag and name == "TABLE" else in_table
            page = page or name == "PAGE" or "\f" in line.text
            group = fresh()
        if name in ("S", "C"):
            group.headers = len(group.lines)
            continue
        if not line.text.strip():
            if group.lines and not in_table:
                yield group
                page = False
                group = fresh()
        elif _RULE.fullmatch(line.text):
            if len(group.lines) == 1 and len(line.segments()) == 1 and len(group.lines[0].segments()) == 1:
                group.underlined = True
                yield group
                page = False
                group = fresh()
        else:
            group.lines.append(line)
    if group.lines:
        yield group


def _after(line: _Line, count: int) -> list[Span]:
    return line.slice(count, len(line.text)) if count < len(line.text) else []


# Figures that belong to a column's name: the level of its intervals, how many it is about.
_NAMED = re.compile(r"\d\d(?:\.\d)?% ?(?:CI\b|confidence)|\b[nN] ?= ?\d+")


def _separator(group: _Group) -> str:
    """Return what stands between the cells of every line: a tab or an upright bar; empty where nothing does."""
    if any("\t" in line.text.strip() for line in group.lines):
        return "\t"
    cells = [line.text.strip().strip("|").count("|") for line in group.lines]
    return "|" if len(cells) > 1 and min(cells) > 0 and max(cells) - min(cells) <= 1 else ""


def _has_columns(group: _Group) -> bool:
    if _separator(group) == "|":
        return True
    if any("\t" in line.text.strip() for line in group.lines):
        return all("\t" in line.text.strip() for line in group.lines)
    apart = sum(bool(re.search(r"\S {4,}\S", _MARKER.sub("", line.text))) for line in group.lines)
    return apart >= 2 and apart * 2 >= len(group.lines)


def _table(group: _Group) -> list[Draft]:
    headers = group.headers or 0
    if separator := _separator(group):
        rows = [_parted(line, separator) for line in group.lines if line.text.strip(" \t|:-")]
    else:
        segments = [line.figures() if group.table else line.segments() for line in group.lines]
        body = segments[headers:] if any(len(found) > 1 for found in segments[headers:]) else segments
        columns = _merged(s for found in body if len(found) > 1 for s in found)
        if len(columns) < 2:
            return _paragraphs(group, set())
        rows = []
        for line, found in zip(group.lines, segments, strict=True):
            row: list[list[Span]] = [[] for _ in columns]
            for start, end in found:
                at = next((i for i, (_, last) in enumerate(columns) if start < last), len(columns) - 1)
                row[at] = join(row[at], line.slice(start, end))
            rows.append(row)
    rows = [row for row in rows if any(row)]
    filled = [i for i in range(max(map(len, rows), default=0)) if any(i < len(row) and row[i] for row in rows)]
    rows = [[row[i] if i < len(row) else [] for i in filled] for row in rows]
    if not rows:
        return []
    for row in rows[headers:-1] if group.headers is None else []:
        if any(re.search(r"\d", _NAMED.sub("", spans_text(cell))) for cell in row[1:]) or not any(row[1:]):
            break
        headers += 1
    return [Draft(BlockKind.TABLE, rows=rows, header_rows=headers)]


def _parted(line: _Line, separator: str) -> list[list[Span]]:
    cells: list[list[Span]] = []
    place = 0
    for piece in line.text.split(separator):
        cells.append(line.slice(place, place + len(piece)))
        place += len(piece) + 1
    return cells


def _merged(intervals: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _paragraphs(group: _Group, words: set[str]) -> list[Draft]:
    drafts: list[Draft] = []
    before: _Line | None = None
    for line in group.lines:
        spans = fold(line.spans)
        if not spans:
            continue
        item = bool(_STARTS_ITEM.match(line.text))
        indented = before is not None and line.indent > before.indent + 2 and before.text.endswith((".", ":", ";"))
        if before is None or item or indented:
            drafts.append(Draft(BlockKind.PARAGRAPH, spans, strong=group.underlined))
        else:
            drafts[-1].spans = join_lines(drafts[-1].spans, spans, words)
        before = line
    return drafts


def join_lines(before: list[Span], after: list[Span], words: set[str]) -> list[Span]:
    """Join two lines of one paragraph: by a space, by a line break where lines are short on purpose, or as one word.

    A word broken at a hyphen is put together as the rest of the text (`words`) has it; where that tells nothing the
    hyphen stays.
    """
    left, right = spans_text(before[-3:]), spans_text(after[:1])
    broken = re.search(r"([A-Za-z]+)-$", left)
    rest = re.match(r"[a-z]+", right)
    if broken and rest:
        if broken[1] + rest[0] in words and f"{broken[1]}-{rest[0]}" not in words:
            text, start, end = before[-1]
            before = [*before[:-1], (text[:-1], start, end - 1)] if len(text) > 1 else before[:-1]
        return [*before, *after]
    last_line = spans_text(before).rsplit("\n", 1)[-1]
    short = len(last_line) < _SHORT_LINE and not right[:1].islower() and not last_line.endswith((",", "-", "the", "of"))
    return join(before, after, "\n" if short else " ")
