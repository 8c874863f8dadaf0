"""Biotech filings to a pipeline knowledge graph in which every fact shows the words that state it.

Names are loaded when they are first used: importing `kg` imports nothing heavy. The exceptions are `build` and
`evaluate`, which are light: their modules have the same names, and would take their places if they came later.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.build import build
from kg.evaluate import evaluate

if TYPE_CHECKING:
    from kg.build import (
        BuildReport,
        Limits,
        StoreStatus,
        extract_tables,
        remove_filings,
        sample_filings,
        store_status,
    )
    from kg.errors import KgError
    from kg.evaluate import Evaluation
    from kg.explore import Scope, explore_page
    from kg.explore.notebook import Page, page
    from kg.filings import read_filing
    from kg.frames import (
        checks_frame,
        difference_frame,
        entities_frame,
        facts_frame,
        filings_frame,
        judged_frame,
        question_frame,
        show_frame,
        sparql_frame,
        timeline_frame,
    )
    from kg.graph.endpoint import open_endpoint
    from kg.graph.network import entity_graph
    from kg.graph.read import stored_facts
    from kg.graph.read_tallies import stored_tallies
    from kg.graph.store import memory_store, open_store
    from kg.graph.texts import FilingText, filing_text
    from kg.model import (
        DateRange,
        Entity,
        EntityType,
        Evidence,
        Extraction,
        Fact,
        Filing,
        FilingSummary,
        Mention,
        Modality,
        Predicate,
        StoredFact,
    )
    from kg.nlp.extract import extract
    from kg.query import (
        Change,
        Check,
        Difference,
        Table,
        TimelineEvent,
        as_of,
        checks,
        difference,
        run_question,
        run_sparql,
        timeline,
    )

_HOMES = {
    "BuildReport": "kg.build",
    "Limits": "kg.build",
    "StoreStatus": "kg.build",
    "remove_filings": "kg.build",
    "store_status": "kg.build",
    "Change": "kg.query",
    "Check": "kg.query",
    "DateRange": "kg.model",
    "Difference": "kg.query",
    "Entity": "kg.model",
    "EntityType": "kg.model",
    "Evaluation": "kg.evaluate",
    "Evidence": "kg.model",
    "Extraction": "kg.model",
    "Fact": "kg.model",
    "Filing": "kg.model",
    "FilingSummary": "kg.model",
    "FilingText": "kg.graph.texts",
    "KgError": "kg.errors",
    "Mention": "kg.model",
    "Modality": "kg.model",
    "Page": "kg.explore.notebook",
    "Predicate": "kg.model",
    "Scope": "kg.explore",
    "StoredFact": "kg.model",
    "Table": "kg.query",
    "TimelineEvent": "kg.query",
    "as_of": "kg.query",
    "checks": "kg.query",
    "checks_frame": "kg.frames",
    "difference": "kg.query",
    "difference_frame": "kg.frames",
    "entities_frame": "kg.frames",
    "entity_graph": "kg.graph.network",
    "explore_page": "kg.explore",
    "extract": "kg.nlp.extract",
    "extract_tables": "kg.build",
    "facts_frame": "kg.frames",
    "filing_text": "kg.graph.texts",
    "filings_frame": "kg.frames",
    "judged_frame": "kg.frames",
    "memory_store": "kg.graph.store",
    "open_endpoint": "kg.graph.endpoint",
    "open_store": "kg.graph.store",
    "page": "kg.explore.notebook",
    "question_frame": "kg.frames",
    "read_filing": "kg.filings",
    "run_question": "kg.query",
    "run_sparql": "kg.query",
    "sample_filings": "kg.build",
    "show_frame": "kg.frames",
    "sparql_frame": "kg.frames",
    "stored_facts": "kg.graph.read",
    "stored_tallies": "kg.graph.read_tallies",
    "timeline": "kg.query",
    "timeline_frame": "kg.frames",
}

__all__ = [
    "BuildReport",
    "Change",
    "Check",
    "DateRange",
    "Difference",
    "Entity",
    "EntityType",
    "Evaluation",
    "Evidence",
    "Extraction",
    "Fact",
    "Filing",
    "FilingSummary",
    "FilingText",
    "KgError",
    "Limits",
    "Mention",
    "Modality",
    "Page",
    "Predicate",
    "Scope",
    "StoreStatus",
    "StoredFact",
    "Table",
    "TimelineEvent",
    "as_of",
    "build",
    "checks",
    "checks_frame",
    "difference",
    "difference_frame",
    "entities_frame",
    "entity_graph",
    "evaluate",
    "explore_page",
    "extract",
    "extract_tables",
    "facts_frame",
    "filing_text",
    "filings_frame",
    "judged_frame",
    "memory_store",
    "open_endpoint",
    "open_store",
    "page",
    "question_frame",
    "read_filing",
    "remove_filings",
    "run_question",
    "run_sparql",
    "sample_filings",
    "show_frame",
    "sparql_frame",
    "store_status",
    "stored_facts",
    "stored_tallies",
    "timeline",
    "timeline_frame",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib import metadata  # noqa: PLC0415  # takes as long as the rest of this package together

        try:
            return metadata.version("biotech-pipeline-kg")
        except metadata.PackageNotFoundError:
            return "0+unknown"
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
