"""Looking up heads first finds what trying the whole pattern at every word finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import read_filing, sample_filings
from kg.nlp.indications import _heads
from kg.nlp.mentions import indication_words
from kg.nlp.reading import default_vocabulary

WORDS = [
    "patients",
    "with",
    "relapsed",
    "or",
    "and",
    "and/or",
    "refractory",
    "non-small",
    "cell",
    "lung",
    "lung,",
    "HER2-positive",
    "CD33‑positive",
    "EGFR",
    "positive",
    "negative",
    "cancers",
    "cancer",
    "tumors.",
    "(NSCLC)",
    "(nsclc)",
    "breast/ovarian",
    "dyslipidemia/metabolic",
    "syndrome",
    "other",
    "solid",
    "in",
    "the",
    "disease",
    "heart failure",
    "Hodgkin's",
    "lymphoma",
    "hemophilia A",
    "as well as",
    ",",
    "/",
    "-",
    "cancer-related",
    "B-cell",
    "malignancies",
    "İ",
    "ſolid",
    "\n\n",
    "expressing",
    "platinum-resistant,",
    "tumor",
    "glioblastoma",
    "of",
    "unknown",
]


def both(text: str) -> tuple[list[str], list[str]]:
    heads = _heads(indication_words(default_vocabulary()))
    return [m.group() for m in heads.names(text)], [m.group() for m in heads.name.finditer(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("relapsed non-small cell lung cancer", ["relapsed non-small cell lung cancer"]),
        ("dyslipidemia/metabolic syndrome", ["metabolic syndrome"]),
        ("CD33‑positive disease", ["positive disease"]),
        ("EGFR positive tumors", ["EGFR positive tumors"]),
        ("gastric (abc) cancers", ["gastric (abc) cancers"]),
        ("breast and ovarian cancers in two studies", ["breast and ovarian cancers"]),
        ("cancer-related costs", []),
        ("İn solid tumors", ["solid tumors"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert both(text) == (names, names)


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from([" ", "", "  "]))
@settings(max_examples=400, deadline=None)
def test_any_row_of_words(words: list[str], between: str) -> None:
    ours, all_of_them = both(between.join(words) if between else "".join(w + " " * (len(w) % 2) for w in words))
    assert ours == all_of_them


def test_the_samples() -> None:
    found = 0
    for path in sample_filings():
        for part in read_filing(path).parts:
            ours, all_of_them = both(part.text)
            assert ours == all_of_them
            found += len(ours)
    assert found > 50
