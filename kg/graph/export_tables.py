"""Tables and GraphML: for spreadsheets, statistics and graph viewers."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kg.graph.claims import QUALIFIERS
from kg.graph.network import entity_graph, evidence_iris
from kg.graph.read import stored_entities, stored_facts
from kg.graph.store import GraphStore
from kg.model import DateRange, Entity, StoredFact, plain

ENTITY_COLUMNS = ("iri", "type", "name", "aliases", "attributes")
"""Columns of ``entities.csv``; aliases and attributes are JSON."""

FACT_COLUMNS = (
    *("iri", "filing", "form", "registrant", "reported_on"),
    *("subject", "subject_type", "subject_iri", "predicate", "object", "object_type", "object_iri"),
    *("modality", "confidence", "quote", "start", "end", "part", "section", "evidence_count"),
    *("rule", "reason", "speaker"),
    *sorted(QUALIFIERS),
    *("eventDateText", "eventDateEarliest", "eventDateLatest", "eventDatePrecision"),
)
"""Columns of ``facts.csv``: the quote is the main one, each qualifier has a column."""

EVIDENCE_COLUMNS = ("iri", "fact_iri", "filing", "part", "section", "start", "end", "quote")
"""Columns of ``evidence.csv``: a row for each piece of evidence of each fact."""


def write_csv(store: GraphStore, folder: Path) -> list[Path]:
    """Write ``entities.csv``, ``facts.csv`` and ``evidence.csv`` into a folder and return their paths."""
    entities, facts = stored_entities(store), stored_facts(store)
    return [
        _table(folder / "entities.csv", ENTITY_COLUMNS, (_entity_row(i, e) for i, e in entities.items())),
        _table(folder / "facts.csv", FACT_COLUMNS, map(_fact_row, facts)),
        _table(folder / "evidence.csv", EVIDENCE_COLUMNS, (row for fact in facts for row in _evidence_rows(fact))),
    ]


def write_graphml(store: GraphStore, path: Path) -> Path:
    """Write the graph of things as GraphML, and return the path.

    GraphML knows only plain values: lists and dictionaries are written as JSON, what is not known is left out.
    """
    import networkx as nx  # noqa: PLC0415  # takes long to import

    graph = entity_graph(stored_facts(store), entities=stored_entities(store))
    flat = nx.MultiDiGraph()
    flat.add_nodes_from((iri, _flat(told)) for iri, told in sorted(graph.nodes(data=True)))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    flat.add_edges_from((start, end, key, _flat(told)) for start, end, key, told in edges)
    nx.write_graphml(flat, path, encoding="utf-8", prettyprint=True, named_key_ids=True)
    return path


def _flat(told: dict[str, Any]) -> dict[str, str | int | float]:
    kept = {key: value for key, value in told.items() if value is not None}
    return {k: v if isinstance(v, str | int | float) else _json(v) for k, v in kept.items()}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _table(path: Path, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _entity_row(iri: str, entity: Entity) -> dict[str, Any]:
    return {
        "iri": iri,
        "type": str(entity.type),
        "name": entity.name,
        "aliases": _json(list(entity.aliases)),
        "attributes": _json(dict(entity.attributes)),
    }


def _fact_row(stored: StoredFact) -> dict[str, Any]:
    fact, filing, main = stored.fact, stored.filing, stored.fact.evidence[0]
    row: dict[str, Any] = {
        "iri": stored.iri,
        "filing": filing.name,
        "form": filing.form,
        "registrant": filing.registrant,
        "reported_on": filing.reported_on,
        "subject": fact.subject.name,
        "subject_type": str(fact.subject.type),
        "subject_iri": stored.subject_iri,
        "predicate": str(fact.predicate),
        "object": plain(fact.object),
        "object_type": str(fact.object.type) if isinstance(fact.object, Entity) else None,
        "object_iri": stored.object_iri,
        "modality": str(fact.modality),
        "confidence": fact.confidence,
        "quote": main.quote,
        "start": main.start,
        "end": main.end,
        "part": main.part,
        "section": main.section,
        "evidence_count": len(fact.evidence),
        "rule": fact.rule,
        "reason": fact.reason,
        "speaker": fact.speaker,
        **{key: plain(value) for key, value in fact.qualifiers.items()},
    }
    date = fact.qualifiers.get("eventDate")
    if isinstance(date, DateRange):
        row |= {
            "eventDateText": date.text,
            "eventDateEarliest": date.earliest,
            "eventDateLatest": date.latest,
            "eventDatePrecision": date.precision,
        }
    return row


def _evidence_rows(stored: StoredFact) -> Iterable[dict[str, Any]]:
    for iri, evidence in zip(evidence_iris(stored), stored.fact.evidence, strict=True):
        yield {
            "iri": iri,
            "fact_iri": stored.iri,
            "filing": stored.filing.name,
            "part": evidence.part,
            "section": evidence.section,
            "start": evidence.start,
            "end": evidence.end,
            "quote": evidence.quote,
        }
