"""Known names in texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.match import NameIndex, find_adverse_events, find_measures, find_meetings, find_names
from tests.vocabulary.test_shapes import lines, rows


@pytest.mark.parametrize(("text", "expected"), rows("accept_names.tsv"))
def test_names_are_found(text: str, expected: str) -> None:
    found = find_names(f"of {text} in")
    assert ";".join(f"{match.entry.type}={match.entry.name}" for match in found) == expected


@pytest.mark.parametrize("text", lines("reject_names.txt"))
def test_no_names(text: str) -> None:
    assert [(match.alias, match.entry.name) for match in find_names(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("to Genentech, Inc. and", "Genentech, Inc."),
        ("to ImmunoGen as well", "ImmunoGen"),
        ("to Sanofi S.A. and", "Sanofi S.A."),
        ("to Genentech's lab", "Genentech"),
        ("in small cell lung cancers.", "small cell lung cancers"),
        ("of Herceptin® in", "Herceptin®"),
        ("İ of HER2 in", "HER2"),
    ],
)
def test_spans_are_those_of_the_text(text: str, words: str) -> None:
    (match,) = {(m.start, m.end) for m in find_names(text)}
    assert text[slice(*match)] == words


def test_blocks_are_not_crossed() -> None:
    names = [m.alias for m in find_names("small cell\nlung cancer")]
    assert names == ["lung cancer"]


def test_the_longest_name_wins() -> None:
    assert [m.entry.name for m in find_names("HER2-positive metastatic breast cancer")] == [
        "HER2-positive metastatic breast cancer"
    ]


def test_terms() -> None:
    text = "thrombocytopenia, neuropathies and ALT elevations; ORR, CRi and PFS at ASCO"
    assert [m.term.name for m in find_adverse_events(text)] == [
        "thrombocytopenia",
        "peripheral neuropathy",
        "ALT increased",
    ]
    assert [m.term.category for m in find_measures(text)] == [
        "objective response",
        "complete response",
        "progression-free survival",
    ]
    assert [m.term.name for m in find_meetings(text)] == ["American Society of Clinical Oncology Annual Meeting"]


def test_an_index_over_names_of_ones_own() -> None:
    index = NameIndex([("IMGN 9", "compound", False, False), ("RA", "disease", True, True)])
    text = "IMGN-9, imgn9, RAs but not Ra or IMGN99"
    assert [(text[f.start : f.end], f.value) for f in index.find(text)] == [
        ("IMGN-9", "compound"),
        ("imgn9", "compound"),
        ("RAs", "disease"),
    ]


def test_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "targets.tsv").write_text("name\taliases\tsource\nZETA9\tzeta nine\tme\n", encoding="utf-8")
    vocabulary = load_vocabulary(tmp_path)
    assert [m.entry.name for m in find_names("Zeta nine and HER2", vocabulary)] == ["ZETA9"]
