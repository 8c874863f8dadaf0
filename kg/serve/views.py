"""Facts and things as plain values: what the JSON of the API holds, and what pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from kg.explore.labels import MODALITIES, WORDINGS
from kg.graph import iris
from kg.model import DateRange, Entity, FilingSummary, Qualifier, StoredFact, plain
from kg.query import Card, Difference, Table, fact_id
from kg.query.card import GROUPS
from kg.query.format import text_of
from kg.query.values import Iri, Value
from kg.serve.desk import Desk, Known

View = dict[str, Any]
_GROUPED = 10_000
"""From here on whole numbers are written with commas on pages."""


def path_of(iri: str) -> str:
    """Return where this server shows a node: its IRI's path; empty for a node of somebody else's.

    >>> path_of("https://w3id.org/biotech-pipeline/compound/abc123"), path_of("http://example.org/")
    ('/compound/abc123', '')
    """
    return "/" + quote(iri.removeprefix(iris.BASE), safe="/#-._~") if iri.startswith(iris.BASE) else ""


def thing_view(iri: str, thing: Entity) -> View:
    """Return a thing by its label, kind, IRI and place on this server."""
    return {"name": thing.name, "type": str(thing.type), "iri": iri, "path": path_of(iri)}


def known_view(known: Known) -> View:
    """Return a thing that was searched for."""
    others = [name for name in known.names if name != known.label]
    return {
        "name": known.label,
        "type": str(known.kind),
        "iri": known.iri,
        "path": path_of(known.iri),
        "aliases": others,
        "in_filings": known.mentioned,
    }


def filing_view(filing: FilingSummary) -> View:
    """Return a filing's summary."""
    return {
        "name": filing.name,
        "iri": filing.iri,
        "path": path_of(filing.iri),
        "form": filing.form,
        "registrant": filing.registrant,
        "reported_on": filing.reported_on.isoformat() if filing.reported_on else None,
        "accession": filing.accession,
    }


def fact_view(stored: StoredFact, desk: Desk) -> View:
    """Return a fact with its words."""
    fact = stored.fact
    found: View = {
        "id": fact_id(stored),
        "iri": stored.iri,
        "path": path_of(stored.iri),
        "subject": thing_view(stored.subject_iri, fact.subject),
        "predicate": str(fact.predicate),
        "words": WORDINGS[fact.predicate].label,
        "object": _object(stored),
        "modality": str(fact.modality),
        "modality_words": MODALITIES[fact.modality],
        "confidence": fact.confidence,
        "qualifiers": {key: plain(value) for key, value in sorted(fact.qualifiers.items())},
        "details": [_detail(key, value, desk) for key, value in sorted(fact.qualifiers.items())],
        "speaker": fact.speaker,
        "rule": fact.rule,
        "reason": fact.reason,
        "filing": filing_view(stored.filing),
        "evidence": [
            {"quote": e.quote, "part": e.part, "section": e.section, "start": e.start, "end": e.end}
            for e in fact.evidence
        ],
    }
    return found


def public(fact: View) -> View:
    """Return a fact as the API gives it: without what only pages need."""
    return {key: value for key, value in fact.items() if key not in {"details", "words", "modality_words"}}


def card_view(card: Card, desk: Desk) -> View:
    """Return a card, its facts in groups."""
    return {
        **thing_view(card.iri, card.entity),
        "aliases": list(card.entity.aliases),
        "attributes": dict(sorted(card.entity.attributes.items())),
        "categories": list(card.categories),
        "identifiers": list(card.identifiers),
        "as_of": card.as_of.isoformat() if card.as_of else None,
        "groups": [
            {"title": title, "facts": [fact_view(fact, desk) for fact in facts]} for title, facts in card.groups
        ],
    }


def grouped(facts: Sequence[StoredFact], desk: Desk) -> list[View]:
    """Return facts in the groups of a card."""
    found = ((title, [f for f in facts if f.fact.predicate in among]) for title, among in GROUPS)
    return [{"title": title, "facts": [fact_view(fact, desk) for fact in some]} for title, some in found if some]


def difference_view(change: Difference, desk: Desk) -> View:
    """Return a change with the facts that show it."""
    return {
        "kind": str(change.kind),
        "subject": change.subject,
        "subject_iri": change.subject_iri,
        "subject_path": path_of(change.subject_iri),
        "topic": change.topic,
        "was": change.was,
        "now": change.now,
        "before": fact_view(change.before, desk) if change.before else None,
        "after": fact_view(change.after, desk) if change.after else None,
    }


def table_view(table: Table, desk: Desk) -> View:
    """Return a table for a page: each cell with its text, and where it leads.

    Columns without any value are named apart; quotes stand below their row.
    """
    filled = [i for i in range(len(table.columns)) if not table.rows or any(row[i] is not None for row in table.rows)]
    below = [i for i in filled if "quote" in table.columns[i]]
    side = [i for i in filled if i not in below]
    return {
        "columns": [table.columns[i] for i in side],
        "rows": [
            {
                "cells": [_cell(row[i], desk) for i in side],
                "quotes": [text_of(row[i]) for i in below if row[i] is not None],
            }
            for row in table.rows
        ],
        "empty": [name for i, name in enumerate(table.columns) if i not in filled],
        "complete": table.complete,
    }


def record(columns: Iterable[str], row: Iterable[Value]) -> View:
    """Return a row as JSON has it: days as text, everything else as it is."""
    return {c: v if isinstance(v, bool | int | float | None) else text_of(v) for c, v in zip(columns, row, strict=True)}


def _cell(value: Value, desk: Desk) -> View:
    words = text_of(value)
    if isinstance(value, Iri):
        path = path_of(words)
        return {"text": words.removeprefix(iris.BASE) if path else words, "path": path, "number": False, "day": False}
    iri = iris.filing_iri(words) if words in desk.names_of_filings else desk.by_label.get(words, "")
    path = path_of(iri)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, int) and number and value >= _GROUPED:
        words = f"{value:,}"
    return {"text": words, "path": path, "number": number, "day": isinstance(value, date)}


def _object(stored: StoredFact) -> View:
    thing = stored.fact.object
    if isinstance(thing, Entity) and stored.object_iri:
        return thing_view(stored.object_iri, thing)
    return {"name": str(thing.name if isinstance(thing, Entity) else thing), "type": None, "iri": None, "path": ""}


def _detail(key: str, value: Qualifier, desk: Desk) -> View:
    if isinstance(value, DateRange):
        same = value.text == value.iso
        return {"key": key, "text": value.iso if same else f"{value.text} ({value.iso})", "path": ""}
    words = str(plain(value))
    if isinstance(value, bool):
        words = words.lower()
    path = path_of(desk.by_label.get(words, "")) if isinstance(value, Entity) else ""
    return {"key": key, "text": words, "path": path}
