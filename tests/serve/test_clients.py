"""Clients that people use, against the running server: none of them knows that it is ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.serve.running import Server

PIPE = "https://w3id.org/biotech-pipeline/ontology#"
TARGETS = """PREFIX pipe: <https://w3id.org/biotech-pipeline/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?drug ?target WHERE { ?c pipe:targets ?t . ?c skos:prefLabel ?drug . ?t skos:prefLabel ?target }
ORDER BY ?drug ?target"""
FILINGS = "SELECT ?f WHERE { ?f a <https://w3id.org/biotech-pipeline/ontology#Filing> } ORDER BY ?f"
TRIPLES = "CONSTRUCT { ?f a ?t } WHERE { ?f a <https://w3id.org/biotech-pipeline/ontology#Filing> ; a ?t }"


@pytest.fixture(scope="module")
def expected(server: Server) -> list[tuple[str, str]]:
    bindings = json.loads(server.ask(TARGETS).body)["results"]["bindings"]
    assert len(bindings) > 3
    return [(row["drug"]["value"], row["target"]["value"]) for row in bindings]


def wrapper(server: Server, query: str, form: str) -> Any:
    found = SPARQLWrapper(f"{server.address}/sparql")
    found.setQuery(query)
    found.setReturnFormat(form)
    return found


def test_sparqlwrapper(server: Server, expected: list[tuple[str, str]]) -> None:
    rows = wrapper(server, TARGETS, JSON).queryAndConvert()["results"]["bindings"]
    assert [(row["drug"]["value"], row["target"]["value"]) for row in rows] == expected
    posting = wrapper(server, TARGETS, XML)
    posting.setMethod(POST)
    assert len(posting.queryAndConvert().getElementsByTagName("result")) == len(expected)
    assert wrapper(server, TARGETS, CSV).queryAndConvert().decode().count("\r\n") == len(expected) + 1
    assert wrapper(server, "ASK {}", JSON).queryAndConvert()["boolean"] is True
    turtle = wrapper(server, TRIPLES, TURTLE).queryAndConvert()
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) >= 3
    with pytest.raises(QueryBadFormed, match="not SPARQL"):
        wrapper(server, "SELECT nonsense", JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_it_as_a_store(server: Server, expected: list[tuple[str, str]], method: str) -> None:
    with warnings.catch_warnings():
        # rdflib warns of its own use of what it has deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        store = SPARQLStore(f"{server.address}/sparql", method=method, returnFormat="json")
        graph = rdflib.Graph(store)
        rows = [(str(row[0]), str(row[1])) for row in graph.query(TARGETS)]  # type: ignore[index]
        assert rows == expected
        filing = rdflib.URIRef(PIPE + "Filing")
        found = set(graph.subjects(rdflib.RDF.type, filing))
        assert len(found) == 3
        assert (next(iter(found)), rdflib.RDF.type, filing) in graph
        triples = rdflib.Graph(SPARQLStore(f"{server.address}/sparql", method=method, returnFormat="xml"))
        assert len(list(triples.query(TRIPLES))) >= 3


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on the path")
def test_curl(server: Server, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    def curl(*options: str) -> str:
        command = ["curl", "--silent", "--show-error", "--fail-with-body", *options, f"{server.address}/sparql"]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout

    (tmp_path / "q.rq").write_text(TARGETS, encoding="utf-8")
    got = curl("--get", "--header", "Accept: text/csv", "--data-urlencode", f"query={TARGETS}")
    form = curl("--header", "Accept: text/csv", "--data-urlencode", f"query={TARGETS}")
    direct = curl(
        *("--header", "Accept: text/csv", "--header", "Content-Type: application/sparql-query"),
        *("--data-binary", f"@{tmp_path / 'q.rq'}"),
    )
    assert got == form == direct
    assert len(got.splitlines()) == len(expected) + 1


def modules() -> Path | None:
    """The folder into which `.ci/run` has installed what comes from npm."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "biotech-pipeline-kg" / "npm"
    folder = Path(os.environ.get("KG_NPM") or cache)
    return folder if (folder / "node_modules" / "@comunica" / "query-sparql").is_dir() else None


def test_comunica(server: Server, expected: list[tuple[str, str]]) -> None:
    """A JavaScript engine that finds out by itself what kind of source it has been given, and joins over HTTP."""
    folder, node = modules(), shutil.which("node")
    if folder is None or node is None:
        missing = "there is no node on the path" if node is None else "@comunica/query-sparql is not installed"
        if os.environ.get("KG_REQUIRE_NODE") == "1":
            pytest.fail(f"KG_REQUIRE_NODE=1, but {missing}")
        pytest.skip(f"{missing}; .ci/run installs it (KG_NPM names its folder)")
    script = Path(__file__).with_name("comunica.cjs")
    asked = json.dumps({"source": f"{server.address}/sparql", "select": TARGETS, "construct": TRIPLES})
    done = subprocess.run(
        [node, str(script), str(folder), asked], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert [(row["drug"], row["target"]) for row in told["detected"]] == expected
    assert [(row["drug"], row["target"]) for row in told["declared"]] == expected
    assert told["triples"] >= 3
    assert told["boolean"] is True
