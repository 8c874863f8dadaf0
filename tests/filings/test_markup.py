from __future__ import annotations

import time

import pytest

from tests.filings.reading import blocks, only_part, table


def html(body: str) -> str:
    return f"<html><body>{body}</body></html>"


BLOCKS = [
    ("<p>One\nline &amp; more.</p><p>Two.</p>", [("p", "One line & more."), ("p", "Two.")]),
    ("<p>Unclosed.<p>Next.", [("p", "Unclosed."), ("p", "Next.")]),
    ("<p>One<br>two</p>", [("p", "One\ntwo")]),
    ("<div>One paragraph.<br><br>Another one.</div>", [("p", "One paragraph."), ("p", "Another one.")]),
    ("<h2>Results</h2><p>Good.</p>", [("h", "Results"), ("p", "Good.")]),
    ("<p><b>Results</b></p><p>Good.</p>", [("h", "Results"), ("p", "Good.")]),
    ('<p style="font-weight: 700">Results</p><p>Good.</p>', [("h", "Results"), ("p", "Good.")]),
    ("<p><b>Bold</b> at its start only.</p>", [("p", "Bold at its start only.")]),
    ("<ul><li>One<li>Two</ul>", [("l", "One"), ("l", "Two")]),
    ("<p>•&nbsp;&nbsp;Item</p>", [("l", "Item")]),
    ("<p>Shown.</p><div style='display:none'><p>Hidden.</p></div>", [("p", "Shown.")]),
    ("<p>Shown.</p><ix:header><div>Hidden.</div></ix:header><p>Too.</p>", [("p", "Shown."), ("p", "Too.")]),
    ("<script>if (a < b) x('<p>')</script><p>Shown.</p>", [("p", "Shown.")]),
    ("<p>A value of <ix:nonFraction name='x'>12</ix:nonFraction>.</p>", [("p", "A value of 12.")]),
    ("<p>mg/m<sup>2</sup> and 10<sup>9</sup></p>", [("p", "mg/m² and 10⁹")]),
    ("<p>A claim.<sup>(1)</sup> More<sup>®</sup></p>", [("p", "A claim. More®")]),
    ("<p>CD8<sup>+</sup> and <sup>177</sup>Lu</p>", [("p", "CD8+ and 177Lu")]),
    ("<p>It&#146;s \u0093so\u0094</p>", [("p", "It’s so")]),
    ("<p>P < 0.05 and 3 > 2 & so</p>", [("p", "P < 0.05 and 3 > 2 & so")]),
    (
        "<p>The trial will enroll patients who have been treated with the</p><hr><p>12</p><p>new drug before.</p>",
        [("p", "The trial will enroll patients who have been treated with the new drug before.")],
    ),
    (
        "<pre>A wrapped\nparagraph of text.\n\nAnother\none.</pre>",
        [("p", "A wrapped paragraph of text."), ("p", "Another one.")],
    ),
]


@pytest.mark.parametrize(("body", "expected"), BLOCKS)
def test_blocks(body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(only_part(html(body))) == expected


LAYOUT_TABLES = [
    ("<table><tr><td>•</td><td>An item.</td></tr></table>", [("l", "An item.")]),
    (
        "<table><tr><td>(a)</td><td>An item.</td></tr><tr><td>(b)</td><td>More.</td></tr></table>",
        [("l", "(a) An item."), ("l", "(b) More.")],
    ),
    ("<table><tr><td></td><td>Only text.</td><td>&nbsp;</td></tr></table>", [("p", "Only text.")]),
    ("<table><tr><td><p>Wrapped.</p><p>Twice.</p></td></tr></table>", [("p", "Wrapped."), ("p", "Twice.")]),
    (
        "<table><tr><td>Item 8.01</td><td>Other Events.</td></tr></table><p>Text.</p>",
        [("h", "Item 8.01 Other Events."), ("p", "Text.")],
    ),
    ("<table><tr><td>☐</td><td>Written communications</td></tr></table>", [("l", "☐ Written communications")]),
    ("<p>A.</p><table><tr><td></td></tr></table><p>B.</p>", [("p", "A."), ("p", "B.")]),
]


@pytest.mark.parametrize(("body", "expected"), LAYOUT_TABLES)
def test_layout_tables(body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(only_part(html(body))) == expected


def test_spacer_cells_and_signs_are_joined_into_real_columns() -> None:
    body = """<table>
    <tr><td>&nbsp;</td><td>&nbsp;</td><td colspan="2">2024</td><td>&nbsp;</td><td colspan="3">2023</td></tr>
    <tr><td>Revenue</td><td></td><td>$</td><td>12</td><td></td><td>$</td><td>9</td><td></td></tr>
    <tr><td>Loss</td><td></td><td></td><td>3</td><td></td><td></td><td>(4</td><td>)</td></tr>
    <tr><td>Growth</td><td></td><td></td><td>33</td><td>%</td><td></td><td>—</td><td></td></tr></table>"""
    part = only_part(html(body))
    assert table(part) == [["", "2024", "2023"], ["Revenue", "$12", "$9"], ["Loss", "3", "(4)"], ["Growth", "33%", "—"]]
    (block,) = part.blocks
    assert block.table is not None
    assert block.table.header_rows == 1


def test_a_group_head_does_not_swallow_its_columns() -> None:
    body = """<table><tr><th></th><th colspan="2">Cohort</th></tr><tr><th></th><th>A</th><th>B</th></tr>
    <tr><td>ORR</td><td>4 of 10</td><td>2 of 9</td></tr></table>"""
    part = only_part(html(body))
    assert table(part) == [["", "Cohort", ""], ["", "A", "B"], ["ORR", "4 of 10", "2 of 9"]]
    assert part.blocks[0].table is not None
    assert part.blocks[0].table.header_rows == 2


def test_a_table_in_a_cell_is_read_on_its_own() -> None:
    body = (
        "<table><tr><td>Before "
        "it.</td><td><table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table></td></tr></table>"
    )
    assert blocks(only_part(html(body))) == [("p", "Before it."), ("t", "a\t1\nb\t2")]


def test_depth_costs_nothing() -> None:
    deep = "<div>" * 100_000 + "Deep." + "</div>" * 100_000
    assert blocks(only_part(html(deep))) == [("p", "Deep.")]
    tables = "<table><tr><td>" * 3_000 + "Deep." + "</td></tr></table>" * 3_000
    assert blocks(only_part(html(tables))) == [("p", "Deep.")]


def test_hostile_nesting_is_no_slower_than_its_length() -> None:
    lost = "<p><table><tr><td>" + "<span>" * 20_000 + "Words." + "</p>" * 20_000
    assert blocks(only_part(html(lost))) == [("p", "Words.")]


def test_work_grows_with_length() -> None:
    """Ten times the page takes not much more than ten times as long (an n² reader takes a hundred times)."""
    row = "<tr><td>Label &amp; more</td><td>$</td><td>1,234</td></tr>"
    page = f"<p><font style='font: 10pt'><b>Word</b> and <i>word</i></font></p><table>{row * 5}</table>"

    def seconds(count: int) -> float:
        text = html(page * count)
        started = time.process_time()
        only_part(text)
        return time.process_time() - started

    seconds(10)
    assert seconds(1000) < 40 * seconds(100)
