"""Every question gives the same rows in the same order in Oxigraph, rdflib and Virtuoso."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
import pytest

from kg.graph import iris
from kg.graph.endpoint import Endpoint, open_endpoint
from kg.query import list_questions, run_question
from kg.query.run import Given
from tests.query.stores import gold_store, rdflib_rows
from tests.query.virtuoso import CLIENT, SERVER, running_virtuoso

NEEDED: dict[str, Given] = {
    "changes-between": {"old": "seattle-genetics-8k-2011-08-19", "new": "immunogen-8k-2013-11-05"},
    "evidence-for": {"thing": "SGN-35"},
}
"""What questions that cannot be asked without a parameter are given."""
GIVEN: list[tuple[str, Given]] = [
    ("adverse-events", {"min-grade": 3}),
    ("designations", {"company": "ImmunoGen", "as-of": "2013-12-31"}),
    ("earned-by-year", {"type": "milestone"}),
    ("in-clinic", {"as-of": "2013-12-31", "payload": "DM4"}),
    ("in-clinic", {"target": "CD30", "min-confidence": 0.9}),
    ("in-clinic", {"company": "ImmunoGen"}),
    ("payments", {"payee": "ImmunoGen"}),
    ("silent-programmes", {"since": "2022-01-01", "as-of": "2022-12-31"}),
    ("response-rates", {"compound": "SGN-35", "measure": "complete response"}),
    ("wording-changes", {"thing": "mirvetuximab soravtansine"}),
]
CASES = [(q.name, NEEDED.get(q.name, {})) for q in list_questions()] + GIVEN


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    if not SERVER or not CLIENT:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    quads = gold_store().inner.dump(format=pyoxigraph.RdfFormat.N_QUADS)
    assert quads
    with running_virtuoso(tmp_path_factory.mktemp("virtuoso"), quads) as address:
        yield open_endpoint(address)


@pytest.mark.parametrize(("name", "given"), CASES, ids=[f"{name} {' '.join(given)}".strip() for name, given in CASES])
def test_three_engines_agree(name: str, given: Given, virtuoso: Endpoint) -> None:
    rows = list(run_question(gold_store(), name, given).rows)
    assert rdflib_rows(gold_store(), name, given) == rows
    assert list(run_question(virtuoso, name, given).rows) == rows


def test_reading_from_virtuoso_gives_what_was_loaded(virtuoso: Endpoint) -> None:
    assert virtuoso.graphs == ()
    mine = [g for g in virtuoso.named_graphs() if g.value.startswith(iris.BASE)]
    assert mine == gold_store().named_graphs()
    assert set(virtuoso.in_memory()) == set(gold_store().inner)
