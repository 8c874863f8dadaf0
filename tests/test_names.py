"""Folding of names."""

from __future__ import annotations

import pytest

from kg.names import fold_name, slug, without_legal_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ImmunoGen, Inc.", "IMMUNOGEN"),
        ("Aptevo Therapeutics Inc.", "Aptevo Therapeutics"),
        ("Novo Nordisk A/S", "Novo Nordisk A/S"),
        ("small-cell lung cancer", "Small cell lung cancer"),
        ("non-Hodgkin’s lymphoma", "non Hodgkin lymphoma"),
        ("Herceptin®", "herceptin"),
        ("HER-2", "HER2"),
        ("BAY 94-9343", "BAY94-9343"),
        ("Sanofi S.A.", "Sanofi"),
    ],
)
def test_same(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("DM1", "DM4"), ("HER2+", "HER2"), ("IL-1α", "IL-1β"), ("TERN-101", "TERN-10"), ("Co", "")]
)
def test_different(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Alligator Bioscience AB", "Alligator Bioscience"),
        ("Kiniksa Pharmaceuticals, Ltd.", "Kiniksa Pharmaceuticals"),
        ("Co", "Co"),
    ],
)
def test_legal_forms(name: str, expected: str) -> None:
    assert without_legal_form(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SAR3419", "sar3419"),
        ("IL-1β", "il-1-beta"),
        ("Ménière's disease", "menieres-disease"),
        ("®", "x-987e9568b2ca"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected
