"""What a changed vocabulary can touch: enough, or a fact is missed; not all, or nothing is gained."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.build.touched import Changes, changes, pack, snapshot, squeezed, unpack
from kg.filings import parse_filing
from kg.model import EntityType, VocabularyEntry
from kg.vocabulary.load import CodeRule, Term, Vocabulary

COMPOUND = VocabularyEntry(EntityType.COMPOUND, "ABC-123", ("acmetuzumab vedotin",), related={"hasTarget": "GPNMB"})
TARGET = VocabularyEntry(EntityType.TARGET, "GPNMB", ("osteoactivin",))
COMPANY = VocabularyEntry(EntityType.ORGANIZATION, "Acme Biologics, Inc.")
DISEASE = VocabularyEntry(EntityType.INDICATION, "Sjögren's syndrome")
OTHER = VocabularyEntry(EntityType.INDICATION, "Kikuchi syndrome")
BASE = Vocabulary(
    (COMPOUND, TARGET, COMPANY, DISEASE), adverse_events=(Term("febrile neutropenia"),), not_names=frozenset({"all"})
)


def touch(old: Vocabulary, new: Vocabulary, text: str) -> bool:
    return changes(snapshot(old), snapshot(new)).touch(parse_filing(text.encode(), name="x"))


def without(*entries: VocabularyEntry) -> Vocabulary:
    return replace(BASE, entries=tuple(entry for entry in BASE.entries if entry not in entries))


@pytest.mark.parametrize(
    ("gone", "text", "answer"),
    [
        (COMPOUND, "We tried ABC-123.", True),
        (COMPOUND, "We tried ABC 123.", True),
        (COMPOUND, "We tried abc123-treated cells.", True),
        (COMPOUND, "Acmetuzumab  vedotin was well tolerated.", True),
        (COMPOUND, "<p>Acmetu<b>zumab</b>&nbsp;vedotin was well tolerated.</p>", True),
        (COMPOUND, "We tried ABC-124 of Acme Biologics.", False),
        (TARGET, "It binds GPNMB.", True),
        (TARGET, "It binds osteo-activin.", True),
        (TARGET, "We tried ABC-123.", True),  # whose row names the target
        (TARGET, "It binds CD30.", False),
        (COMPANY, "ACME BIOLOGICS CORP said so.", True),
        (COMPANY, "Acme said so.", False),
        (DISEASE, "in Sjogren syndrome", True),
        (DISEASE, "in Sjögren’s  syndrome", True),
        (DISEASE, "in Cushing syndrome", True),  # no other row ends with that word any more
        (DISEASE, "in melanoma", False),
    ],
)
def test_a_row_touches_texts_that_may_name_it(gone: VocabularyEntry, text: str, answer: bool) -> None:
    assert touch(BASE, without(gone), text) is answer
    assert touch(without(gone), BASE, text) is answer


@pytest.mark.parametrize(("text", "answer"), [("in Cushing syndrome", False), ("in Kikuchi disease", True)])
def test_a_word_that_other_names_have_too_is_no_news(text: str, answer: bool) -> None:
    more = replace(BASE, entries=(*BASE.entries, OTHER))
    assert touch(BASE, more, text) is answer


@pytest.mark.parametrize(
    "changed",
    [
        replace(COMPOUND, category="antibody"),
        replace(COMPOUND, related={}),
        replace(COMPOUND, aliases=()),
        replace(COMPOUND, aliases=("acmetuzumab vedotin", "ABC")),
    ],
)
def test_a_changed_row_counts_like_two(changed: VocabularyEntry) -> None:
    new = replace(BASE, entries=(changed, TARGET, COMPANY, DISEASE))
    assert touch(BASE, new, "We tried ABC-123.")
    assert not touch(BASE, new, "We tried XYZ-9.")


def test_a_source_is_nothing_that_is_read() -> None:
    new = replace(BASE, entries=(replace(COMPOUND, source="a list", exact_matches=("UNII:1",)), *BASE.entries[1:]))
    assert changes(snapshot(BASE), snapshot(new)) == Changes()
    assert not touch(BASE, new, "We tried ABC-123.")


@pytest.mark.parametrize(
    "new",
    [
        replace(BASE, not_names=frozenset()),
        replace(BASE, code_rules=(CodeRule("ABC", "prefix"),)),
        replace(BASE, entries=BASE.entries[::-1]),
    ],
)
def test_what_is_not_told_apart_touches_everything(new: Vocabulary) -> None:
    assert touch(BASE, new, "Nothing in here.")


def test_terms_count_by_their_words_too() -> None:
    new = replace(BASE, adverse_events=(Term("febrile neutropenia"), Term("ocular toxicity")))
    assert touch(BASE, new, "An ocular drug.")
    assert not touch(BASE, new, "A febrile patient.")


def test_a_snapshot_is_kept_as_bytes_and_what_is_damaged_is_none() -> None:
    known = snapshot(BASE)
    assert unpack(pack(known)) == known
    assert pack(known) == pack(snapshot(BASE))
    assert unpack(pack(known)[:-9]) is None
    assert unpack(b"") is None


@pytest.mark.parametrize(("text", "plain"), [("IL-2Rα", "il2ralpha"), ("HER2+", "her2"), ("Ⅳ ½", "iv12"), ("–", "")])
def test_squeezed(text: str, plain: str) -> None:
    assert squeezed(text) == plain
