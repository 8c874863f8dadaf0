"""Every character of a part's text leads back to the source that says it, whatever the input."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import FilingError
from kg.filings import parse_filing
from kg.model import Filing, Part
from tests.filings.reading import read, real_filing

REAL = [
    "immunogen-8k-2007-06-04.txt",
    "immunogen-8k-2007-10-17.txt",
    "dev/aames-8k-1998-12-15.txt",
    "dev/abvc-8k-2025-04-15.txt",
    "dev/acorn-8k-2025-01-06.nc",
    "dev/alcon-6k-2023-02-13.html",
    "dev/beyondair-ex99-2024-12-03.html",
    "dev/imunon-424b5-2025-12-31.txt",
    "dev/medicis-10k-1999.html",
    "dev/sophiris-8k-2016-03-23.html",
    "dev/aptevo-10k-2022-item1.md",
    "dev/kiniksa-10k-2022-item1.md",
    "dev/senti-10k-2022-item1.md",
    "dev/terns-10k-2022-item1.md",
]


def check_map(filing: Filing, part: Part) -> None:
    source, place, behind = filing.source, 0, 0
    for text_start, source_start, length, source_length in part.offsets.runs:
        assert text_start == place, "runs leave no gap in the text"
        assert source_start >= behind, "runs go forward in the source"
        assert length > 0
        assert source_length > 0
        said, written = part.text[text_start : text_start + length], source[source_start : source_start + source_length]
        if said.strip() and length == source_length:
            for own, theirs in zip(said, written, strict=True):
                assert own == theirs or normalize("NFKC", own) == theirs or own.isspace()
        elif said.strip():
            assert written.startswith(("&", "\\", "$", "^")), (said, written)
            if written.startswith("&"):
                assert unescape(written).split() == said.split()
        place, behind = text_start + length, source_start
    assert place == len(part.text)


def check_blocks(part: Part) -> None:
    end = 0
    for block in part.blocks:
        assert end <= block.start < block.end <= len(part.text)
        words = part.text[block.start : block.end]
        assert words.strip()
        if block.table:
            cells = [cell for row in block.table.rows for cell in row]
            assert all(block.start <= cell.start <= cell.end <= block.end for cell in cells)
            assert len({len(row) for row in block.table.rows}) == 1
            assert "\t" not in "".join(part.text[cell.start : cell.end] for cell in cells)
        else:
            assert words == words.strip()
        end = block.end
    assert all(0 <= s.start < s.end <= len(part.text) for s in part.sections)


def check(filing: Filing) -> None:
    for part in filing.parts:
        check_map(filing, part)
        check_blocks(part)


words = st.text(
    st.sampled_from("abAB019 .,-–“”\"'\u00a0\u200b\u00ad\u2028\r\n\té𝛼$%()*_#|\\<>&;:☒•·"), min_size=1, max_size=30
)
entities = st.sampled_from(
    ["&amp;", "&nbsp;", "&#146;", "&lt;", "&#x2014;", "&nosuch;", "&amp", "&#0;", "&#xD800;", "&"]
)
tags = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<br/>", "<table>", "</table>", "<tr>", "</tr>",
     "<td>", "</td>", "<td/>", "<th>", "<ul>", "<li>", "</ul>", "<h2>", "</h2>", "<pre>", "</pre>", "<sup>",
     "</sup>", "<hr>", "<ix:header>", "</ix:header>", "<!--", "x", "-->", "<![if>", "<!x>", "<?x?>", "<a",
     "<p/>", "</", "</x>", "<script>", "</script>", "<title>", "</title>", '<div style="display:none">',
     '<td colspan="3">', '<p style="font-weight:bold; page-break-before: always">']
)  # fmt: skip
marks = st.sampled_from(
    [
        "\n\n",
        "\n",
        "# ",
        "**",
        "*",
        "_",
        "- ",
        "- · ",
        "$\\cdot\\,$ ",
        "\\$",
        "| a | b |\n|---|---|\n| 1 | 2<br>3 |\n",
        "![](x.png)\n",
        "{3}----------\n",
        "\n4\n",
        "<sup>2</sup>",
        "m^2",
        "<span id='p'></span>",
        "[see](#x)",
        "____",
        "> ",
        "&amp;",
        "$\\geq 5$",
        "(a) ",
        "a\tb\n",
    ]
)
lines = st.sampled_from(
    [
        "\n",
        "\n\n",
        "<PAGE>\n",
        "<TABLE>\n",
        "</TABLE>\n",
        "<CAPTION>\n",
        "<S>   <C>   <C>\n",
        "      ",
        "    12    3.4 5.6\n",
        "Total .......  12     14\n",
        "-----  ----\n",
        "========\n",
        "(a)  one\n",
        "anti-\nbody ",
        "\f",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(words | entities | tags, min_size=1, max_size=40))
def test_html(pieces: list[str]) -> None:
    source = "<html><body><p>Begin.</p>" + "".join(pieces)
    filing = read(source)
    assert filing.format == "HTML"
    check(filing)


@settings(max_examples=150, deadline=None)
@given(st.lists(words | marks, min_size=1, max_size=40))
def test_markdown(pieces: list[str]) -> None:
    check(read("# Begin\n\n**First** words.\n\n" + "".join(pieces)))


@settings(max_examples=100, deadline=None)
@given(st.lists(words | lines, min_size=1, max_size=40))
def test_plain_text(pieces: list[str]) -> None:
    check(read("Begin with words.\n\n" + "".join(pieces)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    refused = None
    try:
        check(parse_filing(data, name="fuzz"))
    except FilingError as error:
        refused = str(error)
    assert refused is None or re.fullmatch("fuzz: .+; .+", refused)


def test_real_filings() -> None:
    for name in REAL:
        path = real_filing(name)
        check(parse_filing(path.read_bytes(), name=path.stem))


def test_a_text_quote_is_a_source_slice_and_an_html_quote_is_not() -> None:
    filing = read("# T\n\nWe pay \\$1 million for\nthe **antibody** now.\n")
    part = filing.parts[0]
    at = part.text.index("$1")
    quote = filing.cite(part, at, part.text.index(" now"))
    assert quote.quote == "\\$1 million for\nthe **antibody"
    assert filing.source[quote.start : quote.end] == quote.quote
    filing = read("<html><body><p>We pay <b>$1&nbsp;million</b> now.</p></body></html>")
    part = filing.parts[0]
    quote = filing.cite(part, part.text.index("$1"), part.text.index(" now"))
    assert quote.quote == "$1 million"
    assert filing.source[quote.start : quote.end] == "$1&nbsp;million"


def test_text_between_cells_keeps_its_place() -> None:
    part = read(
        "<html><body><p>Before.</p><table><tr><th>one</th><tr>loose<tr><td>two</td></table></body></html>"
    ).parts[0]
    assert part.text.split() == ["Before.", "one", "loose", "two"]
