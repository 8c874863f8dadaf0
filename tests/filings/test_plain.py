from __future__ import annotations

import pytest

from tests.filings.reading import blocks, only_part, table

BLOCKS = [
    (
        "      A wrapped paragraph that is\nlong enough for two lines.\n\nNext.",
        [("p", "A wrapped paragraph that is long enough for two lines."), ("p", "Next.")],
    ),
    ("(a)      Not applicable.\n(b)      None.", [("l", "(a) Not applicable."), ("l", "(b) None.")]),
    ("Item 7.  EXHIBITS.\n         ---------\n\nNone.", [("h", "Item 7. EXHIBITS."), ("p", "None.")]),
    (
        "The offer was made to all of the holders of our\n\n                     - 2 -\n<PAGE>\n\nshares.",
        [("p", "The offer was made to all of the holders of our shares.")],
    ),
    (
        "A long sentence was cut by the end of the page, as they all are, "
        "in the\n\n        2\n\n<PAGE>\n\nmiddle of it.",
        [("p", "A long sentence was cut by the end of the page, as they all are, in the middle of it.")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(only_part(text)) == expected


def test_tagged_table() -> None:
    text = """Results follow.

<TABLE>
<CAPTION>
                    PRIOR      CURRENT
CLASS              BALANCE     BALANCE
<S>               <C>         <C>
A-1 .........   1,184.00 1,156.44
Total             803.00    803.00
</TABLE>

Done."""
    part = only_part(text)
    assert table(part) == [
        ["", "PRIOR", "CURRENT"],
        ["CLASS", "BALANCE", "BALANCE"],
        ["A-1", "1,184.00", "1,156.44"],
        ["Total", "803.00", "803.00"],
    ]
    assert part.blocks[1].table is not None
    assert part.blocks[1].table.header_rows == 2
    assert blocks(part)[-1] == ("p", "Done.")


def test_columns_without_a_tag() -> None:
    text = (
        "      Delaware               0-1234\n   -------------          ----------\n  (State "
        "of             (Commission\n  incorporation)         file number)"
    )
    assert table(only_part(text)) == [
        ["Delaware", "0-1234"],
        ["(State of", "(Commission"],
        ["incorporation)", "file number)"],
    ]


def test_columns_parted_by_bars() -> None:
    text = "Results follow.\n\nRead by | ORR [95% CI] | CR\n--- | --- | ---\nSites | 22 (16%) | 2\nPanel | 23 (17%) | 7"
    part = only_part(text)
    assert table(part) == [
        ["Read by", "ORR [95% CI]", "CR"],
        ["Sites", "22 (16%)", "2"],
        ["Panel", "23 (17%)", "7"],
    ]
    assert part.blocks[1].table is not None
    assert part.blocks[1].table.header_rows == 1


def test_bars_in_running_text_are_no_columns() -> None:
    assert blocks(only_part("Phone: 555-0100 | Fax: 555-0101")) == [("p", "Phone: 555-0100 | Fax: 555-0101")]
