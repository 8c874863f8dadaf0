"""Codes, nonproprietary names, conjugates and targets, by lists of examples beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import EntityType
from kg.vocabulary.shapes import find_codes, find_conjugates, find_inn, looks_like_target

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    found = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in found if line and not line.startswith("#")]


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in lines(name)]


@pytest.mark.parametrize("code", lines("accept_codes.txt"))
def test_codes_are_found_whole(code: str) -> None:
    text = f"with {code} in patients"
    found = find_codes(text)
    assert [match.text for match in found] == [code]
    assert text[found[0].start : found[0].end] == code


@pytest.mark.parametrize("word", lines("reject_codes.txt"))
def test_what_only_looks_like_a_code_is_none(word: str) -> None:
    assert [match.text for match in find_codes(f"with {word} in patients")] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("INCB 054707, BAY 94-9343 and AMG 510", ["INCB 054707", "BAY 94-9343", "AMG 510"]),
        ("MAM01/ATRC-501", ["MAM01", "ATRC-501"]),
        ("(SAR3419)", ["SAR3419"]),
        ("SAR3419-treated and anti-SAR3419 antibodies", ["SAR3419", "SAR3419"]),
        ("SAR3419's", ["SAR3419"]),
        ("ATRC-101, and ATRC 301 too", ["ATRC-101", "ATRC 301"]),
        ("ZELO 301 alone", []),
        ("in AMG 2007", []),
        ("study APVO436-5001", []),
        ("huN901-DM1", []),
        ("Cambridge, MA 02139; New York, NY 10017", []),
        ("(617) 995-2500 and 1-800-555-1234", []),
        ("$MK-3475", []),
        ("CP-751,871 and 1,234", ["CP-751,871"]),
        ("www.ARX788.com", []),
    ],
)
def test_codes_in_context(text: str, codes: list[str]) -> None:
    assert [match.text for match in find_codes(text)] == codes


@pytest.mark.parametrize(("text", "name", "category"), rows("accept_inn.tsv"))
def test_nonproprietary_names_are_found(text: str, name: str, category: str) -> None:
    assert [(match.text, match.category) for match in find_inn(f"of {text}")] == [(name, category)]


@pytest.mark.parametrize("word", lines("reject_inn.txt"))
def test_ordinary_words_are_no_nonproprietary_names(word: str) -> None:
    assert [match.text for match in find_inn(f"the {word} of")] == []


@pytest.mark.parametrize(("text", "name", "pieces"), rows("accept_conjugates.tsv"))
def test_conjugates_are_found_with_their_pieces(text: str, name: str, pieces: str) -> None:
    text = f"our {text}."
    (found,) = find_conjugates(text)
    assert found.text == name == text[found.start : found.end]
    assert ";".join(f"{piece.type}={piece.text}" for piece in found.pieces) == pieces
    assert all(text[piece.start : piece.end] == piece.text for piece in found.pieces)


@pytest.mark.parametrize("text", lines("reject_conjugates.txt"))
def test_other_hyphens_are_no_conjugates(text: str) -> None:
    assert [match.text for match in find_conjugates(f"of {text}, with")] == []


def test_piece_by_type() -> None:
    (found,) = find_conjugates("T-DM1")
    assert found.piece(EntityType.ANTIBODY) is None
    payload = found.piece(EntityType.PAYLOAD)
    assert payload is not None
    assert (payload.start, payload.end) == (2, 5)


@pytest.mark.parametrize("name", lines("accept_targets.txt"))
def test_targets_by_shape(name: str) -> None:
    assert looks_like_target(name)


@pytest.mark.parametrize("name", lines("reject_targets.txt"))
def test_what_is_no_target(name: str) -> None:
    assert not looks_like_target(name)
