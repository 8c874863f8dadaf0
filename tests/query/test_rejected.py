"""What a person rejects is in no answer."""

from __future__ import annotations

import pytest

from kg.graph.curation import parse_curation
from kg.graph.derive import derive
from kg.graph.resolve import apply_identity
from kg.graph.store import GraphStore, memory_store, replace_filing
from kg.query import list_questions, run_question
from kg.query.rejected import without_rejected
from tests.graph import factory

SIGNED = 'who = "J. Doe"\nwhen = 2026-11-02\nwhy = "All wrong."\n'


def asked(text: str) -> GraphStore:
    store = memory_store()
    replace_filing(store, factory.extraction())
    report = apply_identity(store, parse_curation(text))
    assert all(outcome.applied for outcome in report.outcomes)
    derive(store)
    return store


@pytest.fixture(scope="module")
def whole() -> GraphStore:
    return asked("")


@pytest.fixture(scope="module")
def rejected() -> GraphStore:
    names = dict.fromkeys(fact.subject.name for fact in factory.FACTS)
    return asked("\n".join(f'[[reject]]\nsubject = "{name}"\n{SIGNED}' for name in names))


ASKED = [q.name for q in list_questions() if not any(parameter.required for parameter in q.parameters)]


@pytest.mark.parametrize("name", ASKED)
def test_where_every_fact_is_rejected_no_question_shows_one(name: str, whole: GraphStore, rejected: GraphStore) -> None:
    before = run_question(whole, name)
    after = run_question(rejected, name)
    shown = {"quote", "compound", "quotes", "licensor", "payer"} & set(before.columns)
    facts = [row for row in after.records() if any(row[column] for column in shown)]
    assert facts == []


def test_one_rejected_fact_leaves_the_others() -> None:
    store = asked(f'[[reject]]\nsubject = "Globex plc"\npredicate = "pays"\n{SIGNED}')
    assert run_question(store, "payments").rows == ()
    assert run_question(store, "in-clinic").rows == run_question(asked(""), "in-clinic").rows != ()


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("SELECT * { ?x skos:prefLabel ?l }", 0),
        ("SELECT * { { ?s pipe:modality ?m } UNION { ?s rdf:predicate ?p ; rdf:object ?o } }", 2),
        ("SELECT * { ?x a ?c FILTER NOT EXISTS { ?s a pipe:Payment ; pipe:payer ?x } }", 1),
        ("SELECT * { GRAPH ?g { ?s pipe:confidence ?k } ?t pipe:about ?x }", 2),
        ('SELECT * { ?x skos:prefLabel "?s pipe:modality }" }', 0),
    ],
)
def test_every_group_with_a_statement_gets_its_filter(query: str, places: int) -> None:
    text = without_rejected(query)
    assert text.count("pipe:rejectedBy") == places
    assert "GRAPH ?g { ?s pipe:confidence ?k }" in text or "GRAPH" not in query
