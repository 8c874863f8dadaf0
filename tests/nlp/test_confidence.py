"""Confidence: rates of rules drawn towards what their families do, and moved by how a fact is said."""

from __future__ import annotations

import pytest

from kg.nlp.confidence import BY_CONTEXT, HIGHEST, LOWEST, Moves, combine, confidence_of, rates_of
from kg.rulebook import TrackRecord, track_records

STILL = Moves(0.0, 0.0, 0.0)


def test_a_rule_without_a_record_is_as_sure_as_its_author_thought() -> None:
    assert rates_of({}).of("new.rule", stated=0.7) == pytest.approx(0.7)


def test_a_rule_that_was_often_wrong_is_less_sure_whatever_its_author_thought() -> None:
    rates = rates_of({"a.good": TrackRecord(40, 0), "a.bad": TrackRecord(5, 15)})
    assert rates.of("a.good", stated=0.6) > 0.95
    assert rates.of("a.bad", stated=0.95) < 0.4


def test_a_new_rule_of_a_family_that_is_often_wrong_inherits_some_of_that() -> None:
    rates = rates_of({"a.bad": TrackRecord(5, 15)})
    assert rates.of("a.new", stated=0.9) < 0.35
    assert rates.of("b.new", stated=0.9) == pytest.approx(0.9)


def test_a_single_fact_proves_little() -> None:
    wrong_once = rates_of({"a.rule": TrackRecord(0, 1)}).of("a.rule", stated=0.9)
    assert 0.6 < wrong_once < 0.8


def test_moves() -> None:
    by = Moves(optimism=-0.5, by_context=-1.0, several_places=0.7)
    plain = combine(0.9, by, reason="named in the sentence", places=1)
    assert combine(0.9, STILL, reason="named in the sentence", places=1) > plain
    assert combine(0.9, by, reason=f"{BY_CONTEXT}; said in 2 places", places=1) < plain
    assert combine(0.9, by, reason="named in the sentence", places=2) > plain


def test_nothing_is_certain() -> None:
    assert combine(0.9999, Moves(5, 0, 0), reason="", places=1) == HIGHEST
    assert combine(0.0001, Moves(-5, 0, 0), reason="", places=1) == LOWEST


def test_the_records_that_ship_make_a_difference() -> None:
    assert len(track_records()) > 60
    sure = {confidence_of(rule, stated=0.85, reason="", places=1) for rule in track_records()}
    assert len(sure) > 10
