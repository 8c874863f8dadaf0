from __future__ import annotations

import re

import pytest
from pyoxigraph import QuerySolutions

from kg.errors import QueryError
from kg.query import Question, list_questions, load_question
from kg.query.questions import parse_question
from tests.query.stores import gold_store, rdflib_answer

QUESTIONS = list_questions()
ASKED = {
    *("in-clinic", "sponsors-and-originators", "planned-next", "overdue", "payload-landscape"),
    *("targets-without-clinical-compound", "response-rates", "tolerated-doses-and-toxicities", "adverse-events"),
    *("rights", "payments", "payment-totals", "owned-outright", "evidence-for", "programme-history", "designations"),
    *("combinations", "changes-between", "weak-shortcuts", "silent-programmes", "guidance-slips"),
    *("antibody-and-conjugate-targets", "plan-to-start", "wording-changes", "half-lives", "earned-by-year"),
    *("still-to-earn", "pipeline-counts", "contradictions"),
}
HEAD = """# title: T
# question: Q?
# competency: 3, 4
# parameter: as-of | date | latest | Day.
# parameter: drug | entity Compound, Antibody |  | Drug.
# column: when | date | Day.

SELECT ?when { VALUES $given_as_of { "2000-01-01" } VALUES $given_drug { UNDEF } ?s ?p ?when }
"""


def test_there_are_these_questions() -> None:
    assert {question.name for question in QUESTIONS} == ASKED


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_a_file_runs_as_it_stands_and_has_the_columns_that_its_head_says(question: Question) -> None:
    columns = [column.name for column in question.columns]
    found = gold_store().inner.query(question.sparql, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    assert [variable.value for variable in found.variables] == columns
    assert [str(v) for v in rdflib_answer(gold_store(), question.sparql).vars or ()] == columns


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_files_keep_the_rules_of_portability(question: Question) -> None:
    assert "xsd:string" not in question.sparql
    assert not re.search(r'"@[a-z]', question.sparql)
    assert not re.search(r"\b(SERVICE|FROM)\b", question.sparql)
    assert "GRAPH" not in question.sparql.replace("GROUP", "") or question.name == "changes-between"
    assert question.question.endswith("?")
    assert all(1 <= number <= 25 for number in question.competency)


def test_every_competency_question_is_answered() -> None:
    assert {number for question in QUESTIONS for number in question.competency} == set(range(1, 26))


def test_a_head_is_read() -> None:
    question = parse_question("q", HEAD)
    assert (question.title, question.question, question.competency) == ("T", "Q?", (3, 4))
    as_of, drug = question.parameters
    assert (as_of.name, as_of.kind, as_of.default, as_of.variable) == ("as-of", "date", "latest", "given_as_of")
    assert (drug.among, drug.default, drug.required) == (("Compound", "Antibody"), "", False)
    assert [(c.name, c.kind, c.meaning) for c in question.columns] == [("when", "date", "Day.")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# title: T", "# name: T", r"q\.rq:1: .* is no line of a head"),
        ("# title: T\n", "", "0 lines '# title"),
        ("| date | latest", "| day | latest", "'day' is none of entity, filing"),
        ("entity Compound,", "entity Drug,", "'Drug' is none of Antibody, Compound"),
        ("| date | Day.", "| Day.", "must have the form 'name . kind . meaning'"),
        ("$given_drug", "$given_target", "given_drug.*given_target"),
    ],
)
def test_a_wrong_head_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_question("q", HEAD.replace(old, new), place="queries/q.rq")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("in-clinics", "no question is called 'in-clinics'; did you mean in-clinic?"),
        ("../in-clinic", "did you mean in-clinic"),
        ("xyz", "there are adverse-events, antibody-and"),
    ],
)
def test_unknown_questions(name: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        load_question(name)
