"""The JSON interface: what it gives is what its OpenAPI document says, and what the library answers."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from openapi_spec_validator import validate

from kg.query import list_questions, run_question
from tests.query.stores import gold_store
from tests.serve.running import Server

VALUES = {"compound": "SGN-35", "entity": "SGN-35", "name": "SGN-35", "thing": "SGN-35", "company": "ImmunoGen"}


@pytest.fixture(scope="module")
def document(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(server.get("/openapi.json").body)
    return found


def check(document: dict[str, Any], path: str, answer: Any) -> None:
    schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer, {**schema, "components": document["components"]})


def test_the_document_is_openapi(document: dict[str, Any]) -> None:
    validate(document)
    names = {f"/api/questions/{question.name}" for question in list_questions()}
    assert names < set(document["paths"])


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/questions", "/api/questions"),
        ("/api/entity", "/api/entity?name=SGN-35"),
        ("/api/entity", "/api/entity?name=SGN-35&as-of=2011-12-31&kind=Compound"),
        ("/api/search", "/api/search?q=vedotin"),
        ("/api/search", "/api/search?q=%20"),
        ("/api/filings", "/api/filings"),
        ("/api/timeline", "/api/timeline?name=SGN-35"),
        ("/api/timeline", "/api/timeline?name=SGN-35&since=2010-01-01&as-of=2013-12-31"),
        ("/api/diff", "/api/diff?since=2012-01-01"),
        ("/api/diff", "/api/diff?since=2012-01-01&until=2013-12-31"),
    ],
)
def test_answers_are_as_the_document_says(server: Server, document: dict[str, Any], path: str, address: str) -> None:
    answer = server.get(address, "application/json")
    assert (answer.status, answer.media_type) == (200, "application/json")
    check(document, path, json.loads(answer.body))


@pytest.mark.parametrize("question", list_questions(), ids=lambda question: question.name)
def test_named_questions_answer_as_the_library_does(server: Server, document: dict[str, Any], question: Any) -> None:
    given = {p.name: VALUES.get(p.name, "2013-12-31") for p in question.parameters if p.required}
    if any(p.required and p.kind == "filing" for p in question.parameters):
        filings = iter(["seattle-genetics-8k-2011-08-19", "immunogen-8k-2022-11-14"])
        given = {p.name: next(filings) for p in question.parameters if p.required and p.kind == "filing"}
    path = f"/api/questions/{question.name}"
    answer = server.get(path, "application/json", **given)
    assert answer.status == 200, answer.text
    found = json.loads(answer.body)
    check(document, path, found)
    table = run_question(gold_store(), question.name, given)
    assert found["columns"] == list(table.columns)
    assert len(found["rows"]) == len(table.rows)
    for row, there in zip(found["rows"], table.records(), strict=True):
        assert {k: v for k, v in row.items() if isinstance(v, str)} == {
            k: str(v) for k, v in there.items() if v is not None and not isinstance(v, bool | int | float)
        }


def test_answers_come_as_tables_too(server: Server) -> None:
    path = "/api/questions/payments"
    records = json.loads(server.get(path).body)["rows"]
    assert len(records) > 3
    for answer in (server.get(path, "text/csv"), server.get(path, format="csv")):
        assert answer.media_type == "text/csv"
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert [row["payer"] for row in rows] == [record["payer"] for record in records]
    results = json.loads(server.get(path, "application/sparql-results+json").body)
    assert len(results["results"]["bindings"]) == len(records)


def test_a_card_shows_facts_with_their_words(server: Server) -> None:
    card = json.loads(server.get("/api/entity", name="SGN-35").body)
    facts = [fact for group in card["groups"] for fact in group["facts"]]
    assert card["name"] == "brentuximab vedotin" or "SGN-35" in [card["name"], *card["aliases"]]
    assert len(facts) > 10
    assert all(fact["evidence"][0]["quote"] and fact["filing"]["name"] for fact in facts)
    then = json.loads(server.get("/api/entity", name="SGN-35", **{"as-of": "2000-01-01"}).body)
    assert then["groups"] == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/entity", 400, "name is missing"),
        ("/api/entity?name=nobody", 404, "no thing is called"),
        ("/api/entity?name=SGN-35&kind=Colour", 400, "must be one of"),
        ("/api/entity?name=SGN-35&as-of=soon", 400, "is no day"),
        ("/api/entity?name=SGN-35&x=1", 400, "no parameter x"),
        ("/api/search", 400, "q is missing"),
        ("/api/diff", 400, "since is missing"),
        ("/api/diff?since=x", 400, "is no day"),
        ("/api/questions/what", 404, "no question"),
        ("/api/questions/payments?payr=x", 400, "did you mean"),
        ("/api/questions/payments?min-confidence=much", 400, "must be a number"),
        ("/api/questions/payments?format=pdf", 406, "no format pdf"),
        ("/api/timeline?name=nobody", 404, "nobody"),
        ("/api/nothing", 404, "nothing"),
        (f"/api/entity?name={quote('<script>')}", 404, "<script>"),
    ],
)
def test_faults_are_said_in_json(server: Server, path: str, status: int, words: str) -> None:
    answer = server.get(path)
    assert (answer.status, answer.media_type) == (status, "application/json")
    assert words in json.loads(answer.body)["error"]
