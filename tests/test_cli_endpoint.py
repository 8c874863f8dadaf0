"""``--endpoint`` on the command line: what is read from an endpoint is what a store would have given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.query import entity_card, format_card, format_table, run_question, run_sparql
from tests.graph.loopback import Loopback, loopback
from tests.query.stores import gold_store

SPARQL = "SELECT ?label { ?c a pipe:Compound ; skos:prefLabel ?label } ORDER BY ?label LIMIT 5"


@pytest.fixture(scope="module")
def served() -> Iterator[Loopback]:
    with loopback(gold_store().inner) as server:
        yield server


def run(served: Loopback, *arguments: str | Path, status: int = 0) -> str:
    words = [*map(str, arguments), "--endpoint", served.url]
    done = CliRunner().invoke(app, words, prog_name="kg")
    assert done.exit_code == status, done.output
    return done.output


def test_questions_and_sparql(served: Loopback) -> None:
    payments = format_table(run_question(gold_store(), "payments", {"payee": "ImmunoGen"}), "csv")
    for command in ("ask", "query"):
        assert run(served, command, "payments", "--param", "payee=ImmunoGen", "--format", "csv") == payments
    assert "40000000" in payments
    assert run(served, "query", SPARQL, "--format", "csv") == format_table(run_sparql(gold_store(), SPARQL), "csv")


def test_as_of_a_day(served: Loopback) -> None:
    by_2011 = format_table(run_question(gold_store(), "in-clinic", {"as-of": "2011-12-31"}), "csv")
    assert run(served, "ask", "in-clinic", "--as-of", "2011-12-31", "--format", "csv") == by_2011
    assert "SGN-75" in by_2011


def test_a_card(served: Loopback) -> None:
    assert run(served, "show", "SGN-35") == format_card(entity_card(gold_store(), "SGN-35"))


def test_a_page(served: Loopback, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert "written; open it in a browser" in run(served, "explore", "--output", page)
    assert "mirvetuximab soravtansine" in page.read_text(encoding="utf-8")


def test_an_endpoint_that_is_not_there() -> None:
    done = CliRunner().invoke(app, ["ask", "payments", "--endpoint", "http://127.0.0.1:9/sparql"], prog_name="kg")
    assert done.exit_code != 0
    assert len(done.output.strip().splitlines()) == 1
    assert "http://127.0.0.1:9/sparql" in done.output
