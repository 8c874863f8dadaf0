"""Drugs that nothing but their surroundings tells, and words that are none."""

from __future__ import annotations

import pytest

from kg.nlp.drug_words import english_words, find_drug_words
from tests.nlp.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "Patients on zelvipan capsules fared better.",
        "Sales of zelvipan (LKB-204) rose.",
        "An NDA for zelvipan was filed.",
        "We own zelvipan, an oral opioid antagonist.",
        "The potassium channel blocker zelvipan was stopped.",
        "A trial of zelvipan began. Patients treated with zelvipan improved.",
        "A trial of Zelvipan began. Patients treated with Zelvipan improved.",
    ],
)
def test_a_drug_by_what_stands_beside_it(text: str) -> None:
    assert {f.name for f in find_drug_words(text)} == {"zelvipan"}
    assert "zelvipan" in {e.name.lower() for e in read(text).entities if e.type == "Compound"}


def test_a_short_code_by_what_stands_beside_it() -> None:
    assert {f.name for f in find_drug_words("We tested Z-101, our lead candidate, in Room B-204.")} == {"Z-101"}


@pytest.mark.parametrize(
    "text",
    [
        "A trial of zelvipan began.",  # once, and nothing else
        "Patients treated with chemotherapy and chemotherapy of another kind were tested.",
        "The study of pharmacokinetics, the study of tolerability and the study of histology ended.",
        "Patients receiving subcutaneous doses, treated with subcutaneous injections.",
        "The approval of Larkfield; the development of Larkfield's pipeline.",
        "Treatment of xerostomia and xerostomia again; patients treated for xerostomia.",
    ],
)
def test_what_is_no_drug(text: str) -> None:
    known = frozenset({"larkfield"})
    assert list(find_drug_words(text, known=known)) == []


def test_the_words_of_the_model_do_not_grow_with_what_is_read() -> None:
    before = len(english_words())
    read("Patients on zelvipan capsules fared better.")
    assert len(english_words()) == before > 20_000
    assert "zelvipan" not in english_words()
