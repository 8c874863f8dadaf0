from __future__ import annotations

import pytest

from tests.filings.reading import blocks, only_part, table

START = "# Begin\n\n"

BLOCKS = [
    ("## *Our* **Strategy**\n", [("h", "Our Strategy")]),
    ("- one\n- two\n", [("l", "one"), ("l", "two")]),
    ("- · one\n- o two\n$\\cdot\\,$ three\n- $\\cdot\\,$ four\n", [("l", w) for w in ("one", "two", "three", "four")]),
    ("• one\n", [("l", "one")]),
    ("We pay \\$1 million.", [("p", "We pay $1 million.")]),
    ("Dosed at 223 mg/m^2 .", [("p", "Dosed at 223 mg/m² .")]),
    ("Dosed at 223 mg/m<sup>2</sup>.", [("p", "Dosed at 223 mg/m².")]),
    ("It was $\\geq 20\\%$ and 5 μg.", [("p", "It was ≥20% and 5 μg.")]),
    ("Between $5 and $10 a share.", [("p", "Between $5 and $10 a share.")]),
    ("*In vitro*, **bold *and italic* text** and _this_ one.", [("p", "In vitro, bold and italic text and this one.")]),
    ("*Treatment***:** words", [("p", "Treatment: words")]),
    ("Stars ***p <0.001 and 5 * 3 = 15 stay.", [("p", "Stars ***p <0.001 and 5 * 3 = 15 stay.")]),
    ("snake_case_name and \\_x\\_ stay.", [("p", "snake_case_name and _x_ stay.")]),
    ('<span id="page-1"></span>Anchors go, [links](#x) stay.', [("p", "Anchors go, links stay.")]),
    ("![](_page_1_Figure_2.jpeg)\n\nAfter a figure.", [("p", "After a figure.")]),
    ("AT&amp;T", [("p", "AT&T")]),
    ("> **2 Corporate Drive**", [("h", "2 Corporate Drive")]),
    ("From ____ to _____", [("p", "From to")]),
    (
        "The rights are exclusive in all fields of use under "
        "an\n\n{7}------------------------------------------------\n\n"
        "agreement with a partner.",
        [("p", "The rights are exclusive in all fields of use under an agreement with a partner.")],
    ),
    (
        "Factors that could cause this are many and include, but are not "
        "limited\n\n4\n\nto: the outcome of our research.",
        [
            (
                "p",
                "Factors that could cause this are many and include, but are "
                "not limited to: the outcome of our research.",
            )
        ],
    ),
    (
        "A first sentence is here and ends.\n\n7\n\nanother begins small.",
        [("p", "A first sentence is here and ends."), ("p", "another begins small.")],
    ),
    ("Massachusetts\n(State of incorporation)", [("p", "Massachusetts\n(State of incorporation)")]),
    (
        "A line that is long enough to have been wrapped by an editor at the\nend of it.",
        [("p", "A line that is long enough to have been wrapped by an editor at the end of it.")],
    ),
    (
        "The development of it. We see develop-\nment of cell-\nbased drugs.",
        [("p", "The development of it. We see development of cell-based drugs.")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(only_part(START + text))[1:] == expected


def test_pipe_table() -> None:
    text = "|  | Cohort<br>1 |  | n |\n|---|---|---|---|\n| CR \\| CRi | *5* |  | \\$2 |\n|  |  |  |  |\n"
    part = only_part(START + text)
    assert table(part) == [["", "Cohort 1", "n"], ["CR | CRi", "5", "$2"]]
    assert part.blocks[1].table is not None
    assert part.blocks[1].table.header_rows == 1


def test_tabs_make_a_table() -> None:
    assert table(only_part(START + "No.\tExhibit\n99.1\tRelease\n")) == [["No.", "Exhibit"], ["99.1", "Release"]]


def test_running_heads_are_left_out_and_the_sentence_is_whole() -> None:
    page = "\n\n{%d}--------------------\n\nAcme annual report\n\n"
    endings = ("the eye", "the skin", "the liver", "the lung")
    first = "The first study that we did showed an effect of the new drug on disease of "
    text = "".join(f"{first}{page % n}{ending} only.\n\n" for n, ending in enumerate(endings))
    assert [words for _, words in blocks(only_part(START + text))[1:]] == [
        f"{first}{ending} only." for ending in endings
    ]
