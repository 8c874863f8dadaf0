"""How several claims of one fact become one fact with several places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.document import join_parts
from kg.nlp.drafts import Draft, merge
from tests.nlp.reading import filing_of, lines, read

TEXT = "One claim here. Another claim there. A third one."
DOCUMENT = join_parts(filing_of(TEXT, filer=None))
DRUG = Entity(EntityType.COMPOUND, "LKB-204")
FIRST = Draft(DRUG, Predicate.HAS_STAGE, "phase 1", 0, 15, "one", 0.8)
SECOND = replace(FIRST, start=16, end=36, rule="two", confidence=0.9)


def test_one_claim_with_two_places_is_one_fact() -> None:
    (fact,) = merge([SECOND, FIRST], DOCUMENT)
    (alone,) = merge([FIRST], DOCUMENT)
    assert [e.quote for e in fact.evidence] == ["One claim here.", "Another claim there."]
    assert fact.rule == "one"
    assert fact.confidence >= alone.confidence
    assert fact.reason.endswith("; said in 2 places")


def test_what_says_less_is_taken_up_by_what_says_more() -> None:
    (fact,) = merge([FIRST, SECOND.with_qualifiers(status="ongoing", region="US")], DOCUMENT)
    assert dict(fact.qualifiers) == {"status": "ongoing", "region": "US"}
    assert fact.evidence[0].quote == "Another claim there."


@pytest.mark.parametrize(
    "other",
    [
        replace(SECOND, modality=Modality.PLANNED),
        replace(SECOND, object="phase 2"),
        replace(SECOND, subject=Entity(EntityType.COMPOUND, "LKB-310")),
        replace(SECOND, predicate=Predicate.COMPOUND_TYPE),
    ],
)
def test_other_claims_stay_apart(other: Draft) -> None:
    assert len(merge([FIRST, other], DOCUMENT)) == 2


def test_two_claims_that_each_say_more_stay_apart() -> None:
    drafts = [FIRST.with_qualifiers(status="ongoing"), SECOND.with_qualifiers(status="completed")]
    assert len(merge(drafts, DOCUMENT)) == 2


def test_the_order_of_claims_makes_no_difference() -> None:
    third = replace(FIRST, start=37, end=49).with_qualifiers(status="ongoing")
    drafts = [FIRST, SECOND, third]
    assert merge(drafts, DOCUMENT) == merge(drafts[::-1], DOCUMENT) == merge([SECOND, third, FIRST], DOCUMENT)


def test_qualifiers_are_added_but_never_overwritten() -> None:
    draft = FIRST.with_qualifiers(status="ongoing", region=None).with_qualifiers(status="completed", region="US")
    assert dict(draft.qualifiers) == {"status": "ongoing", "region": "US"}
    assert dict(FIRST.qualifiers) == {}


def test_confidence_never_reaches_certainty() -> None:
    text = " ".join(["LKB-204 is an antibody."] * 60)
    (fact,) = [f for f in read(text).facts if f.predicate is Predicate.COMPOUND_TYPE]
    assert len(fact.evidence) == 60
    assert fact.confidence <= 0.99


def test_facts_are_in_the_order_of_their_words() -> None:
    facts = read("LKB-310 targets DLL3. LKB-204 targets GPRC5D. LKB-204 is in a Phase 1 trial.").facts
    places = [f.evidence[0].start for f in facts]
    assert places == sorted(places)


def test_the_same_said_twice_is_one_line() -> None:
    text = "LKB-204 targets GPRC5D. GPRC5D is the target. Again, LKB-204 targets GPRC5D."
    assert lines(text, Predicate.HAS_TARGET) == ["LKB-204 | hasTarget | GPRC5D"]
