from __future__ import annotations

import csv
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Dataset, Graph

from kg.errors import StoreError
from kg.graph.derive import derive
from kg.graph.export import FORMATS, export
from kg.graph.export_tables import EVIDENCE_COLUMNS, FACT_COLUMNS
from kg.graph.store import GraphStore, memory_store, replace_filings, replace_vocabulary
from kg.model import EntityType, VocabularyEntry
from tests.graph import factory

EXTRACTIONS = [factory.extraction(), factory.extraction(factory.FACTS[:9], of=factory.filing("other"))]


def sample(seed: int = 0) -> GraphStore:
    store = memory_store()
    shuffled = list(EXTRACTIONS)
    random.Random(seed).shuffle(shuffled)
    replace_filings(store, shuffled, read_at=datetime(2026, 1, 1 + seed, tzinfo=UTC))
    derive(store)
    return store


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_filings_give_the_same_bytes_whatever_their_order_and_time(form: str, tmp_path: Path) -> None:
    written = [
        [path.read_bytes() for path in export(sample(seed), tmp_path / str(seed), form=form, times=False)]
        for seed in range(3)
    ]
    assert written[0] == written[1] == written[2]
    assert all(written[0])


@pytest.mark.parametrize(("form", "parsed"), [("nquads", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)])
def test_quads_come_back_as_they_were(form: str, parsed: RdfFormat, tmp_path: Path) -> None:
    store = sample()
    [path] = export(store, tmp_path / "graph", form=form)
    assert set(parse(path=str(path), format=parsed)) == set(store.inner)


# rdflib's own parser warns of what rdflib's own Dataset does
@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")
def test_json_ld_says_the_same_to_another_reader(tmp_path: Path) -> None:
    store = sample()
    [path] = export(store, tmp_path / "graph.jsonld", form="jsonld")
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["@context"]["compound"] == {"@id": "pipe:compound", "@type": "@id"}
    assert set(parse(path=str(path), format=RdfFormat.JSON_LD)) == set(store.inner)
    read = Dataset()
    read.parse(path, format="json-ld")
    assert len(set(read.quads())) == len(store.inner)


def test_turtle_has_every_triple_once_and_answers_without_settings(tmp_path: Path) -> None:
    store = sample()
    [path] = export(store, tmp_path / "graph.ttl", form="turtle")
    triples = list(parse(path=str(path), format=RdfFormat.TURTLE))
    assert {q.triple for q in triples} == {q.triple for q in store.inner}
    assert len(triples) == len(set(triples))
    graph = Graph().parse(path)
    rows = graph.query(
        "SELECT ?label WHERE { ?c pipe:highestPhase/pipe:rank ?r ; skos:prefLabel ?label FILTER(?r >= 10) }"
    )
    assert [str(row[0]) for row in rows] == ["ABC123"]  # type: ignore[index]


def test_tables_have_a_row_for_each_fact_and_each_piece_of_evidence(tmp_path: Path) -> None:
    paths = export(sample(), tmp_path / "tables", form="csv")
    assert [path.name for path in paths] == ["entities.csv", "facts.csv", "evidence.csv"]
    entities, facts, evidence = (list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) for path in paths)
    assert len(entities) == len(factory.ENTITIES)
    assert tuple(facts[0]) == FACT_COLUMNS
    assert len(facts) == sum(len(e.facts) for e in EXTRACTIONS)
    assert tuple(evidence[0]) == EVIDENCE_COLUMNS
    assert len(evidence) == sum(len(f.evidence) for e in EXTRACTIONS for f in e.facts)
    [payment] = [row for row in facts if row["type"] == "milestone"]
    assert payment["subject"] == "Globex plc"
    assert payment["amount"] == "1000000"
    assert payment["compound"] == "ABC123"
    assert (payment["eventDate"], payment["eventDatePrecision"]) == ("2007-05-04", "day")


def test_graphml_is_read_by_networkx(tmp_path: Path) -> None:
    [path] = export(sample(), tmp_path / "graph.graphml", form="graphml")
    graph = nx.read_graphml(path)
    labels = {told["label"] for _, told in graph.nodes(data=True)}
    assert labels == {entity.name for entity in factory.ENTITIES}
    edges = [told for _, _, told in graph.edges(data=True) if told["predicate"] == "hasLinker"]
    assert [json.loads(told["evidence"])[0][-8:] for told in edges] == ["-400-427", "-400-427"]


def test_an_unknown_format_and_an_impossible_place_are_refused(tmp_path: Path) -> None:
    store = memory_store()
    with pytest.raises(StoreError, match="'xlsx' is no format; choose one of trig, turtle, nquads"):
        export(store, tmp_path / "x", form="xlsx")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        export(store, tmp_path / "file" / "x", form="trig")


def test_curated_knowledge_is_exported_in_its_own_graph(tmp_path: Path) -> None:
    store = sample()
    replace_vocabulary(store, [VocabularyEntry(EntityType.PAYLOAD, "DM7", (), "maytansinoid")])
    [path] = export(store, tmp_path / "x", form="trig")
    assert "g:entities {\n\tpay:dm7 a pipe:Entity , pipe:Payload" in path.read_text(encoding="utf-8")
