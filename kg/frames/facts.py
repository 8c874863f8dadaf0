"""Facts, the things they are about and the filings that state them, as data frames."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.frames.columns import MODALITIES, PREDICATES, TYPES, Column, Kind, frame, library, phases
from kg.graph.claims import ATTRIBUTES
from kg.graph.namespace import term
from kg.graph.network import Nodes
from kg.graph.read import stored_entities, stored_facts, stored_filings
from kg.graph.source import Source
from kg.model import DateRange, Entity, FilingSummary, Modality, Predicate, Qualifier, StoredFact, plain
from kg.query import fact_id, run_sparql

if TYPE_CHECKING:
    import pandas as pd

Facts = Source | Iterable[StoredFact]
"""What frames are made of: a store or endpoint, or facts out of one (`kg.stored_facts`, `kg.as_of`)."""

REACHED = 0.8
"""A stage counts as reached from this confidence on, as in the graph's direct edges."""

_ENTITIES = ("indication", "sponsor", "study", "licensor", "compound")
"""Qualifiers that are things."""

FACT_COLUMNS = (
    Column("fact", Kind.TEXT, "identifier, as `kg explain` takes it"),
    Column("subject", Kind.TEXT, "name of the thing that the fact is about"),
    Column("subject_type", Kind.CHOICE, "its kind", TYPES),
    Column("predicate", Kind.CHOICE, "what is said of it", PREDICATES),
    Column("object", Kind.TEXT, "name of the other thing, or the value (a phase, a designation, a measure)"),
    Column("object_type", Kind.CHOICE, "kind of the other thing; missing where the object is a value", TYPES),
    Column("stage", Kind.STAGE, "phase: the object of `hasStage`, of other facts a qualifier"),
    Column("status", Kind.TEXT, "of a stage, a payment or an agreement: ongoing, potential, ended …"),
    Column("indication", Kind.TEXT, "disease in which it holds"),
    Column("setting", Kind.TEXT, "line of treatment or setting, as worded"),
    Column("population", Kind.TEXT, "patients, as worded"),
    Column("sponsor", Kind.TEXT, "who runs the trial"),
    Column("study", Kind.TEXT, "trial"),
    Column("region", Kind.TEXT, "where a stage or designation holds"),
    Column("event_date", Kind.TEXT, "date of the event, as worded"),
    Column("event_earliest", Kind.DAY, "first day that the date may mean"),
    Column("event_latest", Kind.DAY, "last day that the date may mean"),
    Column("event_precision", Kind.TEXT, "how precisely it is worded: day, month, half-year …"),
    Column("licensor", Kind.TEXT, "who grants a right"),
    Column("exclusive", Kind.FLAG, "whether a right is exclusive"),
    Column("field", Kind.TEXT, "field of a right, as worded"),
    Column("territory", Kind.TEXT, "territory of a right, as worded"),
    Column("scope", Kind.TEXT, "what a collaboration covers, as worded"),
    Column("payment_type", Kind.TEXT, "what a payment is for: upfront, milestone, royalty …"),
    Column("amount", Kind.NUMBER, "exact amount, in units of `currency`"),
    Column("amount_min", Kind.NUMBER, "least amount; the exact one where there is one"),
    Column("amount_max", Kind.NUMBER, 'greatest amount ("up to"); the exact one where there is one'),
    Column("currency", Kind.TEXT, "ISO 4217 code"),
    Column("rate", Kind.TEXT, "rate of a royalty or share, as worded"),
    Column("trigger", Kind.TEXT, "event that a payment hangs on, as worded"),
    Column("compound", Kind.TEXT, "drug that a payment is about"),
    Column("count", Kind.WHOLE, "patients counted"),
    Column("count_text", Kind.TEXT, "patients counted where it is no plain number: a bound, a range"),
    Column("out_of", Kind.WHOLE, "patients out of whom"),
    Column("value", Kind.NUMBER, "measured value, in `unit`"),
    Column("value_text", Kind.TEXT, "measured value where it is no plain number"),
    Column("unit", Kind.TEXT, "unit of the value"),
    Column("dose", Kind.TEXT, "dose, as worded"),
    Column("schedule", Kind.TEXT, "how often, as worded"),
    Column("event", Kind.TEXT, "side effect"),
    Column("grade", Kind.TEXT, "its grade, as worded"),
    Column("abstract", Kind.TEXT, "number of an abstract"),
    Column("modality", Kind.CHOICE, "how the filer puts it", MODALITIES),
    Column("confidence", Kind.NUMBER, "how sure the reading is, between 0 and 1"),
    Column("reason", Kind.TEXT, "why it is that sure"),
    Column("rule", Kind.TEXT, "rule that made the fact"),
    Column("speaker", Kind.TEXT, "who says so, where somebody is quoted"),
    Column("quote", Kind.TEXT, "the words that state it: the main one of its pieces of evidence"),
    Column("quotes", Kind.WHOLE, "how many pieces of evidence it has"),
    Column("part", Kind.TEXT, "document of the filing: main, ex-99-1 …"),
    Column("section", Kind.TEXT, "section of that document"),
    Column("start", Kind.WHOLE, "where the quote begins in the file, in Unicode code points from 0"),
    Column("end", Kind.WHOLE, "where it ends, exclusive"),
    Column("filing", Kind.TEXT, "filing that says so"),
    Column("form", Kind.TEXT, "its form: 8-K, 10-K …"),
    Column("registrant", Kind.TEXT, "company that files"),
    Column("reported", Kind.DAY, "day on which the filing speaks"),
    Column("accession", Kind.TEXT, "accession number"),
    Column("iri", Kind.TEXT, "IRI of the statement"),
    Column("subject_iri", Kind.TEXT, "IRI of the subject"),
    Column("object_iri", Kind.TEXT, "IRI of the object; missing where that is a value"),
    *(Column(f"{name}_iri", Kind.TEXT, f"IRI of the {name}") for name in _ENTITIES),
    Column("filing_iri", Kind.TEXT, "IRI of the filing"),
)
"""The columns of `facts_frame`, in order."""

ENTITY_COLUMNS = (
    Column("name", Kind.TEXT, "the vocabulary's name, else the one that most filings use"),
    Column("type", Kind.CHOICE, "kind of thing", TYPES),
    Column("aliases", Kind.NAMES, "all other names"),
    Column("category", Kind.TEXT, "class of a payload or linker, type of a compound … (from a store only)"),
    Column(
        "highest_stage",
        Kind.STAGE,
        "of a compound: highest phase asserted, not planned, with 0.8 or more (or `min_confidence`)",
    ),
    Column("facts", Kind.WHOLE, "facts that have to do with it, as subject, object or qualifier"),
    Column("filings", Kind.WHOLE, "filings that state them"),
    Column("first_reported", Kind.DAY, "day of the first of them"),
    Column("last_reported", Kind.DAY, "day of the last"),
    *(Column(re.sub("(?=[A-Z])", "_", key).lower(), Kind.TEXT, "of a registrant, from a cover") for key in ATTRIBUTES),
    Column("identifiers", Kind.NAMES, "IRIs of the same thing elsewhere (from a store only)"),
    Column("iri", Kind.TEXT, "its IRI"),
)
"""The columns of `entities_frame`, in order."""

FILING_COLUMNS = (
    Column("filing", Kind.TEXT, "name: the file's, without its ending"),
    Column("form", Kind.TEXT, "8-K, 10-K …"),
    Column("registrant", Kind.TEXT, "company that files"),
    Column("reported", Kind.DAY, "date of report, else the day filed"),
    Column("accession", Kind.TEXT, "accession number"),
    Column("facts", Kind.WHOLE, "facts that it states"),
    Column("confident", Kind.WHOLE, "those of 0.8 or more"),
    Column("compounds", Kind.WHOLE, "compounds that they are about"),
    Column("content_hash", Kind.TEXT, "SHA-256 of the file"),
    Column("iri", Kind.TEXT, "its IRI"),
)
"""The columns of `filings_frame`, in order."""


def facts_frame(facts: Facts) -> pd.DataFrame:
    """Return one row a fact, with all its qualifiers in columns of their own (`FACT_COLUMNS`).

    Rows are by filing (by day, then name), then as the words stand in it. Raises `kg.KgError` where pandas is not
    installed.
    """
    library()
    found, nodes = _facts(facts)
    rows = [_fact_row(stored, nodes) for stored in found]
    rows.sort(key=lambda row: (row["reported"] or date.min, row["filing"], row["start"], row["end"], row["iri"]))
    return frame(FACT_COLUMNS, rows)


def entities_frame(facts: Facts, *, min_confidence: float = REACHED) -> pd.DataFrame:
    """Return one row a thing that filings name (`ENTITY_COLUMNS`), by type and name.

    A stage counts as reached from `min_confidence` on; by default as for the graph's edge ``pipe:highestPhase``.

    From a store come also things without a fact, what its vocabulary knows of them, and their identifiers; from facts,
    only the things that those are about. Raises `kg.KgError` where pandas is not installed.
    """
    library()
    found, nodes = _facts(facts)
    things: dict[str, Entity] = {}
    told: defaultdict[str, list[StoredFact]] = defaultdict(list)
    if isinstance(facts, Source):
        filed = {str(row[0]) for row in run_sparql(facts, "SELECT DISTINCT ?node { ?node pipe:filedAs [] }").rows}
        things = {iri: entity for iri, entity in stored_entities(facts).items() if iri in filed}
    for stored in found:
        for iri, entity in _things(stored, nodes).items():
            things.setdefault(iri, entity)
            told[iri].append(stored)
    known = _known(facts) if isinstance(facts, Source) else {}
    rows = [_entity_row(iri, thing, told[iri], min_confidence) | known.get(iri, {}) for iri, thing in things.items()]
    rows.sort(key=_by_name)
    return frame(ENTITY_COLUMNS, rows)


def filings_frame(facts: Facts) -> pd.DataFrame:
    """Return one row a filing (`FILING_COLUMNS`), by day and name; from facts, only of filings that state one of them.

    Raises `kg.KgError` where pandas is not installed.
    """
    library()
    found, _ = _facts(facts)
    told: defaultdict[str, list[StoredFact]] = defaultdict(list)
    summaries = {f.iri: f for f in stored_filings(facts)} if isinstance(facts, Source) else {}
    for stored in found:
        summaries.setdefault(stored.filing.iri, stored.filing)
        told[stored.filing.iri].append(stored)
    rows = [_filing_row(filing, told[filing.iri]) for filing in summaries.values()]
    return frame(FILING_COLUMNS, sorted(rows, key=lambda row: (row["reported"] or date.min, row["filing"])))


def _facts(facts: Facts) -> tuple[list[StoredFact], Nodes]:
    if isinstance(facts, Source):
        found = stored_facts(facts)
        return found, Nodes(found, stored_entities(facts))
    found = list(facts)
    return found, Nodes(found, {})


def _fact_row(stored: StoredFact, nodes: Nodes) -> dict[str, Any]:
    fact, filing, main = stored.fact, stored.filing, stored.fact.evidence[0]
    row = _qualifiers(fact.qualifiers) | {
        "fact": fact_id(stored),
        "subject": fact.subject.name,
        "subject_type": str(fact.subject.type),
        "predicate": str(fact.predicate),
        "object": plain(fact.object),
        "object_type": str(fact.object.type) if isinstance(fact.object, Entity) else None,
        "modality": str(fact.modality),
        "confidence": fact.confidence,
        "reason": fact.reason or None,
        "rule": fact.rule or None,
        "speaker": fact.speaker,
        "quote": main.quote,
        "quotes": len(fact.evidence),
        "part": main.part,
        "section": main.section or None,
        "start": main.start,
        "end": main.end,
        "filing": filing.name,
        "form": filing.form,
        "registrant": filing.registrant,
        "reported": filing.reported_on,
        "accession": filing.accession,
        "iri": stored.iri,
        "subject_iri": stored.subject_iri,
        "object_iri": stored.object_iri,
        "filing_iri": filing.iri,
    }
    if fact.predicate is Predicate.HAS_STAGE:
        row["stage"] = plain(fact.object)
    things = {key: fact.qualifiers.get(key) for key in _ENTITIES}
    return row | {f"{k}_iri": nodes.iri(v, stored) for k, v in things.items() if isinstance(v, Entity)}


def _qualifiers(given: Mapping[str, Qualifier]) -> dict[str, Any]:
    row: dict[str, Any] = {qualifier_column(key): plain(value) for key, value in given.items()}
    event, value, count = given.get("eventDate"), given.get("value"), given.get("count")
    if isinstance(event, DateRange):
        row |= {"event_date": event.text, "event_precision": event.precision}
        row |= {"event_earliest": event.earliest, "event_latest": event.latest}
    if isinstance(value, str):
        row |= {"value": None, "value_text": value}
    if isinstance(count, str):
        row |= {"count": None, "count_text": count}
    if "amount" in row:
        row |= {"amount_min": row["amount"], "amount_max": row["amount"]}
    return row


@cache
def qualifier_column(key: str) -> str:
    """Return the column of a qualifier of the fact table.

    >>> [qualifier_column(key) for key in ("eventDate", "minAmount", "type", "dose")]
    ['event_date', 'amount_min', 'payment_type', 'dose']
    """
    renamed = {"minAmount": "amount_min", "maxAmount": "amount_max", "type": "payment_type"}
    return renamed.get(key) or re.sub("(?=[A-Z])", "_", key).lower()


def _things(stored: StoredFact, nodes: Nodes) -> dict[str, Entity]:
    fact = stored.fact
    found = {nodes.iri(v, stored): v for v in fact.qualifiers.values() if isinstance(v, Entity)}
    if isinstance(fact.object, Entity) and stored.object_iri:
        found[stored.object_iri] = fact.object
    return {**found, stored.subject_iri: fact.subject}


def _entity_row(iri: str, entity: Entity, told: list[StoredFact], sure: float) -> dict[str, Any]:
    days = [stored.filing.reported_on for stored in told if stored.filing.reported_on]
    row = {re.sub("(?=[A-Z])", "_", key).lower(): value for key, value in entity.attributes.items()}
    return row | {
        "name": entity.name,
        "type": str(entity.type),
        "aliases": tuple(sorted(entity.aliases)),
        "highest_stage": _highest(iri, told, sure),
        "facts": len(told),
        "filings": len({stored.filing.iri for stored in told}),
        "first_reported": min(days, default=None),
        "last_reported": max(days, default=None),
        "iri": iri,
    }


def _highest(iri: str, told: list[StoredFact], sure: float) -> str | None:
    """Return the highest phase that a thing has reached, by the rule of ``pipe:highestPhase``."""
    reached = {
        str(s.fact.object)
        for s in told
        if s.subject_iri == iri
        and s.fact.predicate is Predicate.HAS_STAGE
        and s.fact.modality is Modality.ASSERTED
        and s.fact.confidence >= sure
        and s.fact.qualifiers.get("status") != "planned"
    }
    return max(reached, key=phases().index, default=None)


def _known(source: Source) -> dict[str, dict[str, Any]]:
    """Return categories and identifiers of things, as vocabularies know them."""
    categories: defaultdict[str, set[str]] = defaultdict(set)
    for node, label in run_sparql(source, "SELECT ?node ?label { ?node pipe:category/skos:prefLabel ?label }").rows:
        categories[str(node)].add(str(label))
    known: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for iri, labels in categories.items():
        known[iri]["category"] = "; ".join(sorted(labels))
    for quad in source.quads(predicate=term("skos:exactMatch")):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            seen = known[quad.subject.value].get("identifiers", ())
            known[quad.subject.value]["identifiers"] = tuple(sorted({*seen, quad.object.value}))
    return known


def _by_name(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["type"], row["name"].casefold(), row["iri"]


def _filing_row(filing: FilingSummary, told: list[StoredFact]) -> dict[str, Any]:
    compounds = {s.subject_iri for s in told if s.fact.subject.type == "Compound"}
    return {
        "filing": filing.name,
        "form": filing.form,
        "registrant": filing.registrant,
        "reported": filing.reported_on,
        "accession": filing.accession,
        "facts": len(told),
        "confident": sum(stored.fact.confidence >= REACHED for stored in told),
        "compounds": len(compounds),
        "content_hash": filing.content_hash,
        "iri": filing.iri,
    }
