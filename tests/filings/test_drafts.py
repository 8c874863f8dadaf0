from __future__ import annotations

import pytest

from kg.filings.drafts import LINE_BREAK, Draft, Span, assemble, cut, fold, join, spans_text, trim
from kg.model import BlockKind

FOLDED = [
    ("line\r\nwrap", [("line", 0, 4), (" ", 4, 6), ("wrap", 6, 10)]),
    (" edges ", [("edges", 1, 6)]),
    ("hard\u00a0space", [("hard", 0, 4), (" ", 4, 5), ("space", 5, 10)]),
    ("zero\u200bwidth", [("zero", 0, 4), ("width", 5, 10)]),
    ("soft\u00adhyphen", [("soft", 0, 4), ("hyphen", 5, 11)]),
    ("bell\x07ed", [("bell", 0, 4), ("ed", 5, 7)]),
    (" \n\t ", []),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_fold(text: str, expected: list[Span]) -> None:
    assert fold([(text, 0, len(text))]) == expected


def test_fold_joins_white_space_across_spans_and_keeps_an_entity_whole() -> None:
    spans = [("a ", 0, 2), ("\u00a0", 2, 8), (" b", 8, 10), ("&", 10, 15)]
    assert fold(spans) == [("a", 0, 1), (" ", 1, 9), ("b", 9, 10), ("&", 10, 15)]


def test_fold_keeps_a_seen_line_break() -> None:
    assert spans_text(fold([("a ", 0, 2), (LINE_BREAK, 2, 6), (" b", 6, 8)])) == "a\nb"


@pytest.mark.parametrize(("count", "kept"), [(0, "one two"), (3, "two"), (4, "two"), (7, "")])
def test_trim(count: int, kept: str) -> None:
    assert spans_text(trim([("one", 5, 8), (" ", 8, 9), ("two", 9, 12)], count)) == kept


def test_cut_is_the_other_half_of_trim() -> None:
    spans = [("one", 5, 8), (" ", 8, 9), ("two", 9, 12)]
    assert cut(spans, 5) == [("one", 5, 8), (" ", 8, 9), ("t", 9, 10)]


def test_join_maps_the_space_to_what_lies_between() -> None:
    assert join([("a", 0, 1)], [("b", 9, 10)]) == [("a", 0, 1), (" ", 1, 9), ("b", 9, 10)]
    assert join([], [("b", 9, 10)]) == [("b", 9, 10)]


def test_assemble_places_blocks_and_cells() -> None:
    table = Draft(BlockKind.TABLE, rows=[[[], [("n", 20, 21)]], [[("CR", 30, 32)], []]])
    text, offsets, blocks = assemble([Draft(BlockKind.PARAGRAPH, [("Before.", 0, 7)]), table])
    assert text == "Before.\n\n\tn\nCR"
    assert [(block.kind, block.start, block.end) for block in blocks] == [("paragraph", 0, 7), ("table", 9, 14)]
    assert blocks[1].table is not None
    cells = [[text[cell.start : cell.end] for cell in row] for row in blocks[1].table.rows]
    assert cells == [["", "n"], ["CR", ""]]
    assert offsets.source_span(10, 11) == (20, 21)
    assert offsets.source_span(7, 9) == (7, 20)
    assert offsets.source_span(12, 14) == (30, 32)
