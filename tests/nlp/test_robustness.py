"""Any text is read without a crash, and twice as much of it takes about twice as long."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Extraction
from kg.nlp.extract import extract
from tests.nlp.reading import filing_of, line, read

FRAGMENTS = [
    *("LKB-204", "LKB-310", "hKL7-MMAE", "kanrotuzumab", "pembrolizumab", "GPRC5D", "PD-1", "CD3+", "KLR7-positive"),
    *("Ostrava Pharma AG", "Vennholt Therapeutics, Inc.", "Larkfield", "we", "our", "it", "the Company", "its partner"),
    *("ovarian cancer", "relapsed", "gastric, lung and bladder tumors", "mantle cell lymphoma (MCL)", "asthma"),
    *("Phase 1", "Phase II/III", "trial", "IND", "BLA", "FDA", "approved", "orphan drug designation", "is in", "began"),
    *("the LANTERN trial", "NCT09990001", "Tetherix® platform", "MMAE", "SPDB linker", "targets", "binds to"),
    *(
        "$5 million",
        "up to $1.2 billion",
        "royalties",
        "upfront payment",
        "milestone",
        "will pay",
        "licensed to",
        "from",
    ),
    *("42%", "21 of 50 patients", "3.6 mg/kg", "every 3 weeks", "Grade 3", "neutropenia", "6.2 months", "(n=12)"),
    *(
        "in March 2021",
        "in the first half of 2022",
        "on",
        "and",
        "or",
        "but",
        "not",
        "may",
        "expects to",
        "with",
        "for",
    ),
    *("(", ")", "[", "]", "“", "”", '"', "'", "’s", "’", ",", ";", ":", ".", "!", "/", "-", "–", "—", "…", "®", "™"),
    *("⟦", "⟧", "~", "{C}", "\\", "\t", "\n", "\n\n", "\n- ", "\n# ", "\u00a0", "\u200b", "\u00ad", "\ufeff"),
    *("α", "β", "μg", "é", "e\u0301", "İ", "ß", "ﬁ", "日本", "العربية", "😀", "\U0001d400", "\x00", "\x85", "\u2028"),
]
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=12).flatmap(
    lambda pieces: st.sampled_from([" ", ""]).map(lambda glue: glue.join(pieces))
)


def check(extraction: Extraction) -> None:
    """Assert what holds of anything that is read."""
    text = extraction.filing.source
    for mention in extraction.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
    for fact in extraction.facts:
        assert 0.0 <= fact.confidence <= 1.0
        for one in fact.evidence:
            assert text[one.start : one.end] == one.quote
            assert one.quote.strip() == one.quote != ""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_mixture_is_read(text: str) -> None:
    check(extract(filing_of(text)))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    check(extract(filing_of(text)))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    one, other = extract(filing_of(text)), extract(filing_of(text))
    assert list(map(line, one.facts)) == list(map(line, other.facts))
    assert one.mentions == other.mentions


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n" * 50,
        "(" * 3000,
        ")" * 3000,
        "(" * 500 + "LKB-204" + ")" * 500,
        "“" * 2000,
        "'" * 2000,
        "⟦" * 1000,
        "." * 3000,
        "a" * 20_000,
        "1" * 20_000,
        "\u200b".join("LKB-204 targets GPRC5D."),
        "LKB-" + "2" * 5000,
        "Phase " * 1000,
        "$" * 3000,
        "cancer " * 500,
        "Inc. " * 500,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_odd_texts_are_read(text: str) -> None:
    check(extract(filing_of(text)))


UNITS = {
    "commas": ",",
    "nested brackets": "(a [b ",
    "words": "and then very much ",
    "sentences": "LKB-204 targets GPRC5D. ",
    "companies": "Ostrava Pharma AG, ",
    "money": "$5 million and ",
    "capitals": "Alpha Beta Gamma ",
    "hyphens": "anti-x-",
    "diseases without a head": "ovarian, ",
    "codes": "LKB-204, ",
    "targets with slashes": "GPRC5D/",
    "one long word": "A",
    "open brackets": "LKB-204 (",
    "stages": "Phase 2 trial in ",
    "symbols of our own": "⟦C0⟧ binds ⟦T1⟧ ",
    "new names": "",
}


def _text(name: str, count: int) -> str:
    if name == "new names":
        return "".join(f"XQ-{1000 + n} and Zentrel{n} Bio, Inc. met. " for n in range(count))
    return "LKB-204 is for " + UNITS[name] * count


def _seconds(text: str) -> float:
    filing = filing_of(text)
    begin = time.process_time()
    extract(filing)
    return time.process_time() - begin


@pytest.mark.parametrize("name", UNITS)
def test_four_times_the_text_takes_about_four_times_as_long(name: str) -> None:
    read("LKB-204 is ours.")  # what is made once is made before
    short, long = _seconds(_text(name, 150)), _seconds(_text(name, 600))
    assert long < max(10 * short, 0.5), f"{name}: {short:.2f} s for 150, {long:.2f} s for 600"
