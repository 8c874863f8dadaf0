from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from kg.errors import QueryError
from kg.query import Table, format_table
from kg.query.format import display_width
from kg.query.values import Iri

TABLE = Table(
    ("compound", "n", "rate", "said", "empty", "quote"),
    (
        (
            "ABC123",
            4,
            40.5,
            date(2007, 6, 4),
            None,
            "four of\n10, “responded”; so it is said in a rather long sentence",
        ),
        ("FRα\tx", 10, None, None, None, 'a "quoted", one'),
    ),
)


def test_a_table_for_wide_terminals() -> None:
    assert format_table(TABLE, width=120) == (
        "compound   n  rate  said        quote\n"
        "────────  ──  ────  ──────────  ─────────────────────────────────────────────────────────────\n"
        "ABC123     4  40.5  2007-06-04  four of 10, “responded”; so it is said in a rather long sentence\n"
        'FRα x     10                    a "quoted", one\n'
        "2 rows; nothing in empty\n"
    ).replace("─────────────────────────────────────────────────────────────\n", "─" * 64 + "\n")


def test_long_cells_are_wrapped_where_there_is_less_room() -> None:
    assert format_table(TABLE, width=60) == (
        "compound   n  rate  said        quote\n"
        "────────  ──  ────  ──────────  ────────────────────────────\n"
        "ABC123     4  40.5  2007-06-04  four of 10, “responded”; so\n"
        "                                it is said in a rather long\n"
        "                                sentence\n"
        "\n"
        'FRα x     10                    a "quoted", one\n'
        "2 rows; nothing in empty\n"
    )


def test_columns_that_do_not_fit_stand_below() -> None:
    assert format_table(TABLE, width=32) == (
        "compound   n  rate  said\n"
        "────────  ──  ────  ──────────\n"
        "ABC123     4  40.5  2007-06-04\n"
        "    quote: four of 10,\n"
        "    “responded”; so it is said\n"
        "    in a rather long sentence\n"
        "\n"
        "FRα x     10\n"
        '    quote: a "quoted", one\n'
        "2 rows; nothing in empty\n"
    )


def test_very_long_cells_are_cut_with_an_ellipsis() -> None:
    table = Table(("quote",), (("word " * 100,),))
    lines = format_table(table, width=20).splitlines()
    assert lines[2:] == ["word word word word", "word word word word", "word word word word…", "1 row"]


@pytest.mark.parametrize("width", [20, 33, 50, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    table = Table(("a", "b"), (("東京 " * 30, "x" * 90), (None, "y")))
    lines = format_table(table, width=width).splitlines()
    assert max(map(display_width, lines)) <= width


def test_no_control_characters_reach_a_terminal() -> None:
    assert "\x1b" not in format_table(Table(("a",), (("\x1b[31mred",),)))


def test_no_rows() -> None:
    assert format_table(Table(("phase", "n"), ()), width=80) == "phase  n\n─────  ─\n0 rows\n"


def test_csv_can_be_read_back() -> None:
    rows = list(csv.reader(io.StringIO(format_table(TABLE, "csv"))))
    assert rows[0] == list(TABLE.columns)
    assert rows[1] == ["ABC123", "4", "40.5", "2007-06-04", "", TABLE.rows[0][5]]
    assert rows[2] == ["FRα\tx", "10", "", "", "", 'a "quoted", one']


def test_tsv_has_a_row_a_line() -> None:
    lines = format_table(TABLE, "tsv").split("\n")
    assert lines[0] == "compound\tn\trate\tsaid\tempty\tquote"
    assert lines[2] == 'FRα x\t10\t\t\t\ta "quoted", one'
    assert len(lines) == 4


def test_json_is_that_of_sparql_results() -> None:
    table = Table(("a", "b"), ((Iri("http://example.org/x"), 3), (Iri("_:n"), date(2007, 6, 4)), ("FRα", 0.5)))
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert json.loads(format_table(table, "json")) == {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "uri", "value": "http://example.org/x"},
                    "b": {"type": "literal", "value": "3", "datatype": f"{xsd}integer"},
                },
                {
                    "a": {"type": "bnode", "value": "n"},
                    "b": {"type": "literal", "value": "2007-06-04", "datatype": f"{xsd}date"},
                },
                {
                    "a": {"type": "literal", "value": "FRα"},
                    "b": {"type": "literal", "value": "0.5", "datatype": f"{xsd}decimal"},
                },
            ]
        },
    }
    assert json.loads(format_table(Table(("a",), ((None,),)), "json"))["results"]["bindings"] == [{}]
    assert json.loads(format_table(Table(("answer",), ((True,),)), "json")) == {"head": {}, "boolean": True}


def test_unknown_formats() -> None:
    with pytest.raises(QueryError, match="there is no format 'xml'; choose one of table, csv, tsv, json"):
        format_table(TABLE, "xml")
