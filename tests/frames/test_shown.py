"""Frames are shown in full, and words of filings stay words."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import kg

FRAME = pd.DataFrame(
    {
        "quote": pd.array(['<script>alert("x")</script> & more', None], dtype="str"),
        "day": pd.array(["2013-11-05", None], dtype="datetime64[s]"),
        "amount": [21_500_000.0, 0.8254],
        "count": pd.array([2024, None], dtype="Int64"),
        "exclusive": pd.array([True, None], dtype="boolean"),
        "names": [("a", "b"), ()],
    }
)


def test_cells_are_to_be_read() -> None:
    shown = kg.show_frame(FRAME)
    assert shown.rows == (
        ('<script>alert("x")</script> & more', "2013-11-05", "21,500,000", "2024", "true", "a; b"),
        ("", "", "0.825", "", "", ""),
    )


def test_nothing_in_a_cell_can_run() -> None:
    html = kg.show_frame(FRAME)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more" in html


def test_days_are_not_broken_and_quotes_are() -> None:
    wraps = re.findall(r"<th style=\"([^\"]*)\">(\w+)</th>", kg.show_frame(FRAME)._repr_html_())
    assert {name: "nowrap" in style for style, name in wraps if name in {"day", "quote"}} == {
        "day": True,
        "quote": False,
    }
    assert [name for style, name in wraps if "right" in style] == ["amount", "count"]


def test_rows_left_out_are_told() -> None:
    shown = kg.show_frame(FRAME, ["day"], rows=1)
    assert shown.columns == ("day",)
    assert repr(shown).splitlines() == ["day", "──────────", "2013-11-05", "… and 1 more row"]
    assert shown._repr_html_().endswith("<p>… and 1 more row</p>")


def test_an_empty_frame_shows_its_columns() -> None:
    shown = kg.show_frame(kg.facts_frame([]), ["subject", "stage"])
    assert shown.columns == ("subject", "stage")
    assert shown.rows == ()
    assert "<th" in shown._repr_html_()
    assert repr(shown)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(kg.KgError, match="no column 'dai'; it has quote, day"):
        kg.show_frame(FRAME, ["dai"])
