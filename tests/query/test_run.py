from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from kg.errors import QueryError
from kg.graph.store import memory_store, replace_filing
from kg.model import Entity, EntityType, Predicate
from kg.query import entity_card, find_entity, load_question, question_sparql, run_question, run_sparql
from kg.query.run import Given
from kg.query.values import Iri
from tests.graph import factory
from tests.query.stores import built, rdflib_rows

STORE = built([factory.extraction()])


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("in-clinics", {}, "no question is called 'in-clinics'"),
        ("in-clinic", {"as_of": "2007-01-01"}, "has no parameter 'as_of'; did you mean as-of?"),
        ("in-clinic", {"zzz": "1"}, "has no parameter 'zzz'; it has as-of, since, target"),
        ("in-clinic", {"as-of": "June 2007"}, "as-of is 'June 2007', must be a day such as 2013-12-31"),
        ("in-clinic", {"min-confidence": "high"}, "min-confidence is 'high', must be a number"),
        ("in-clinic", {"min-confidence": "NaN"}, "min-confidence is 'NaN', must be a number"),
        ("in-clinic", {"phase": "phase 7"}, "phase: phase 'phase 7' is none of IND, approved"),
        ("in-clinic", {"target": "CD99"}, "no Target is called 'CD99'; names that are near: CD999"),
        ("in-clinic", {"target": "DM7"}, "no Target is called 'DM7'"),
        ("evidence-for", {}, "question evidence-for needs thing:"),
        ("evidence-for", {"thing": ""}, "question evidence-for needs thing:"),
        ("changes-between", {"old": "acme", "new": "x"}, "no filing is called 'acme'; there are acme-8k-2007-06-04"),
        ("programme-history", {"compound": 'ABC123" } DROP ALL #'}, "no Compound is called 'ABC123\" } DROP ALL #'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(name: str, params: Given, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        run_question(STORE, name, params)
    assert "\n" not in str(caught.value)


def test_words_of_a_parameter_stay_words() -> None:
    hostile = 'x" } INSERT { $given_compound VALUES $given_as_of { \\" \n #'
    given: Given = {"event": hostile}
    assert run_question(STORE, "adverse-events", given).rows == ()
    assert rdflib_rows(STORE, "adverse-events", given) == []
    text = question_sparql(STORE, load_question("adverse-events"), given)
    assert '"x\\" } INSERT { $given_compound VALUES $given_as_of { \\\\\\" \\n #"' in text


def test_parameters_can_be_values_iris_and_none() -> None:
    iri = find_entity(STORE, "cd-999").iri
    rows = run_question(STORE, "in-clinic", {"as-of": date(2007, 6, 4), "target": iri, "payload": None}).rows
    assert [row[:3] for row in rows] == [("phase 1", "ABC123", "grey-cell lymphoma")]
    assert run_question(STORE, "in-clinic", {"min-confidence": 0.99}).rows == ()


def test_a_store_that_is_not_derived_says_so() -> None:
    store = memory_store()
    assert run_question(store, "in-clinic").rows == ()
    replace_filing(store, factory.extraction())
    with pytest.raises(QueryError, match="no derived facts yet"):
        run_question(store, "in-clinic")


def test_select_gives_plain_values() -> None:
    table = run_sparql(
        STORE,
        """SELECT ?iri ?word ?whole ?part ?day ?moment ?yes ?none ?odd {
             VALUES (?word ?whole ?part ?day ?moment ?yes ?odd)
               { ("SERVICE" 3 3.60 "2007-06-04"^^xsd:date "2007-06-04T01:02:03"^^xsd:dateTime true "x"^^xsd:integer) }
             ?iri a pipe:Compound ; skos:prefLabel "XYZ9" }""",
    )
    assert table.columns == ("iri", "word", "whole", "part", "day", "moment", "yes", "none", "odd")
    (row,) = table.rows
    moment = datetime(2007, 6, 4, 1, 2, 3)
    assert row == (Iri(find_entity(STORE, "XYZ9").iri), "SERVICE", 3, 3.6, date(2007, 6, 4), moment, True, None, "x")
    assert [type(value) for value in row[:5]] == [Iri, str, int, float, date]


def test_ask_and_construct() -> None:
    asked = run_sparql(STORE, "ASK { ?s pipe:quote ?q }")
    assert (asked.columns, asked.rows) == (("answer",), ((True,),))
    made = run_sparql(STORE, 'CONSTRUCT { ?c pipe:n 1 } WHERE { ?c a pipe:Compound ; skos:prefLabel "XYZ9" }')
    assert made.columns == ("subject", "predicate", "object")
    assert made.rows == ((find_entity(STORE, "XYZ9").iri, "https://w3id.org/biotech-pipeline/ontology#n", 1),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {", "not SPARQL: error at 1:11"),
        ("SELECT ?x WHERE { ?x y:z 1 }", "not SPARQL"),
        ("", "not SPARQL"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * FROM <a:b> { ?s ?p ?o }", "FROM is refused"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT is refused"),
    ],
)
def test_queries_that_are_refused(text: str, message: str) -> None:
    before = len(STORE.inner)
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        run_sparql(STORE, text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert len(STORE.inner) == before


def test_names_are_found_by_kind() -> None:
    twin = factory.extraction(
        (factory.fact(factory.ABC123, Predicate.HAS_ANTIBODY, Entity(EntityType.ANTIBODY, "XYZ9")),),
        of=factory.filing("other-8k-2008-01-01", day=date(2008, 1, 1)),
    )
    store = built([factory.extraction(), twin])
    assert find_entity(store, "XYZ9").kind is EntityType.COMPOUND  # a drug goes before the antibody in another drug
    assert find_entity(store, "XYZ9", kinds=[EntityType.ANTIBODY]).iri.endswith("antibody/xyz9")
    assert entity_card(store, "xyz-9", kind=EntityType.COMPOUND).iri.endswith("compound/xyz9")
    with pytest.raises(QueryError, match="is no thing of this store"):
        find_entity(store, "https://w3id.org/biotech-pipeline/compound/nothing")


def test_a_name_that_things_of_several_kinds_have_is_refused() -> None:
    named = (Entity(EntityType.TARGET, "MIRA2"), Entity(EntityType.STUDY, "MIRA2"))
    facts = (
        factory.fact(factory.ABC123, Predicate.HAS_TARGET, named[0]),
        factory.fact(factory.ABC123, Predicate.HAS_STAGE, "phase 1", study=named[1]),
    )
    store = built([factory.extraction(facts, entities=named)])
    with pytest.raises(QueryError, match=r"'MIRA2' is a name of 2 things.*Study MIRA2 <.*Target MIRA2 <"):
        find_entity(store, "MIRA2")
    assert find_entity(store, "mira-2", kinds=[EntityType.TARGET]).kind is EntityType.TARGET
