"""Facts to the data that the page carries: plain, ordered, each name, filing and quote held once.

The order of the facts given makes no difference: whatever could vary is sorted by what it says.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kg.explore.fates import fates
from kg.explore.knowledge import NOTHING_MORE, Knowledge, told_of
from kg.explore.labels import COLUMNS, FAMILIES, MODALITIES, TYPES, WORDINGS
from kg.explore.pipeline import column_of, mark_of
from kg.model import DateRange, Entity, EntityType, Evidence, FilingSummary, Predicate, Qualifier, StoredFact, plain

_QUALIFIER_TYPES = {
    "indication": EntityType.INDICATION,
    "sponsor": EntityType.ORGANIZATION,
    "licensor": EntityType.ORGANIZATION,
    "study": EntityType.STUDY,
    "compound": EntityType.COMPOUND,
}
"""The qualifiers that name an entity, and of which type."""


class EntityIndex:
    """The entities of a page, numbered in the order of type, name and IRI.

    An entity that only a qualifier names has no IRI in the graph; it gets ``local:TYPE/NAME``, unless a known entity
    of its type goes by that name.
    """

    def __init__(self, facts: Sequence[StoredFact]) -> None:
        self._spellings: dict[str, list[Entity]] = defaultdict(list)
        for stored in facts:
            self._spellings[stored.subject_iri].append(stored.fact.subject)
            if isinstance(stored.fact.object, Entity):
                self._spellings[object_id(stored) or ""].append(stored.fact.object)
        self._by_name = self._names()
        for stored in facts:
            for value in stored.fact.qualifiers.values():
                if isinstance(value, Entity) and self._known(value.type, value.name) == ():
                    self._spellings[local_id(value)].append(value)
        self._by_name = self._names()
        self.rows = sorted(
            (_entity_row(iri, spellings) for iri, spellings in self._spellings.items()),
            key=lambda row: (row["type"], row["name"].casefold(), row["name"], row["id"]),
        )
        self.numbers: dict[str, int] = {row["id"]: number for number, row in enumerate(self.rows)}

    def _names(self) -> dict[tuple[EntityType, str], set[str]]:
        names: dict[tuple[EntityType, str], set[str]] = defaultdict(set)
        for iri, spellings in self._spellings.items():
            for entity in spellings:
                for name in (entity.name, *entity.aliases):
                    names[entity.type, name.casefold()].add(iri)
        return names

    def _known(self, kind: EntityType, name: str) -> tuple[str, ...]:
        return tuple(self._by_name.get((kind, name.casefold()), ()))

    def number_of(self, key: str, value: Qualifier) -> int | None:
        """Return the number of the one entity that a qualifier names, `None` for a value or where several could be."""
        kind = value.type if isinstance(value, Entity) else _QUALIFIER_TYPES.get(key)
        if kind is None or not isinstance(value, Entity | str):
            return None
        name = value.name if isinstance(value, Entity) else value
        found = self._known(kind, name)
        if len(found) > 1:
            # a name that one of them goes by goes before one that others are also called
            found = tuple(iri for iri in found if self.rows[self.numbers[iri]]["name"].casefold() == name.casefold())
        return self.numbers[found[0]] if len(found) == 1 else None


def local_id(entity: Entity) -> str:
    """Return the page's identifier for an entity that has none in the graph."""
    return f"local:{entity.type}/{entity.name}"


def object_id(stored: StoredFact) -> str | None:
    """Return the identifier of a fact's object, `None` where the object is a value."""
    if not isinstance(stored.fact.object, Entity):
        return None
    return stored.object_iri or local_id(stored.fact.object)


def ordered(facts: Iterable[StoredFact]) -> list[StoredFact]:
    """Return the facts by date of report, filing and content, each once, without those that a person rejects."""
    counted = (stored for stored in facts if stored.curation is None or stored.curation.action != "rejected")
    unique = {_sort_key(stored): stored for stored in counted}
    return [unique[key] for key in sorted(unique)]


def page_data(
    facts: Sequence[StoredFact], *, title: str, scope: str, knowledge: Knowledge = NOTHING_MORE
) -> dict[str, Any]:
    """Return the page's data for facts in the order of `ordered`.

    Facts point to entities, filings and evidence by their place in those lists.
    """
    index = EntityIndex(facts)
    told = told_of(knowledge)
    for entity in index.rows:
        entity.update(told.get(entity["id"], {}))
    filings = _filings(facts)
    filing_numbers = {filing.iri: number for number, filing in enumerate(filings)}
    evidence: dict[Evidence, int] = {}
    rows = [_fact_row(stored, index, filing_numbers, evidence) for stored in facts]
    for number, fate in fates(facts).items():
        rows[number]["fate"] = fate
    dates = sorted(filing.reported_on.isoformat() for filing in filings if filing.reported_on)
    return {
        "title": title,
        "scope": scope,
        "counts": {"facts": len(rows), "entities": len(index.rows), "filings": len(filings)},
        "span": [dates[0], dates[-1]] if dates else None,
        "types": [{"id": str(kind), "plural": plural, "shape": shape} for kind, (plural, shape) in TYPES.items()],
        "predicates": [
            {"id": str(p), "label": w.label, "inverse": w.inverse, "family": w.family} for p, w in WORDINGS.items()
        ],
        "families": list(FAMILIES),
        "modalities": [{"id": str(modality), "label": label} for modality, label in MODALITIES.items()],
        "columns": [{"stage": c.stage, "label": c.label, "short": c.short, "always": c.always} for c in COLUMNS],
        "entities": index.rows,
        "filings": [_filing_row(filing) for filing in filings],
        "evidence": [
            {"part": e.part, "section": e.section, "quote": e.quote, "start": e.start, "end": e.end} for e in evidence
        ],
        "facts": rows,
    }


def _sort_key(stored: StoredFact) -> tuple[str, ...]:
    fact = stored.fact
    return (
        stored.filing.reported_on.isoformat() if stored.filing.reported_on else "",
        stored.filing.name,
        stored.subject_iri,
        str(fact.predicate),
        stored.object_iri or "",
        fact.object.name if isinstance(fact.object, Entity) else fact.object,
        stored.iri,
        json.dumps({key: plain(value) for key, value in fact.qualifiers.items()}, sort_keys=True, default=str),
        f"{fact.modality} {fact.confidence:.6f} {fact.rule} {fact.reason} {fact.speaker} {stored.filing.iri}",
        json.dumps([[e.part, e.section, e.quote, e.start, e.end] for e in fact.evidence]),
    )


def _entity_row(iri: str, spellings: Sequence[Entity]) -> dict[str, Any]:
    """Join what several facts say of one entity: its commonest name, all others as aliases."""
    counts: dict[str, int] = defaultdict(int)
    for entity in spellings:
        counts[entity.name] += 1
    name = min(counts, key=lambda n: (-counts[n], n))
    aliases = {alias for entity in spellings for alias in (entity.name, *entity.aliases)} - {name}
    attributes = {pair for entity in spellings for pair in entity.attributes.items()}
    row: dict[str, Any] = {
        "id": iri,
        "type": min(str(entity.type) for entity in spellings),
        "name": name,
        "aliases": sorted(aliases, key=lambda a: (a.casefold(), a)),
    }
    if attributes:
        row["attributes"] = [list(pair) for pair in sorted(attributes)]
    return row


def _filings(facts: Sequence[StoredFact]) -> list[FilingSummary]:
    unique = {stored.filing.iri: stored.filing for stored in facts}
    return sorted(unique.values(), key=lambda f: (f.reported_on.isoformat() if f.reported_on else "", f.name, f.iri))


def _filing_row(filing: FilingSummary) -> dict[str, Any]:
    return {
        "id": filing.iri,
        "name": filing.name,
        "form": filing.form,
        "registrant": filing.registrant,
        "date": filing.reported_on.isoformat() if filing.reported_on else None,
        "accession": filing.accession,
    }


def _fact_row(
    stored: StoredFact, index: EntityIndex, filings: dict[str, int], evidence: dict[Evidence, int]
) -> dict[str, Any]:
    fact = stored.fact
    target = object_id(stored)
    row: dict[str, Any] = {
        "id": stored.iri,
        "subject": index.numbers[stored.subject_iri],
        "predicate": str(fact.predicate),
        "object": None if target is None else index.numbers[target],
        "value": fact.object if isinstance(fact.object, str) else None,
        "qualifiers": [
            [key, plain(value), index.number_of(key, value)] for key, value in sorted(fact.qualifiers.items())
        ],
        "modality": str(fact.modality),
        "confidence": round(fact.confidence, 2),
        "filing": filings[stored.filing.iri],
        "evidence": [evidence.setdefault(words, len(evidence)) for words in fact.evidence],
        "rule": fact.rule,
        "reason": fact.reason,
        "speaker": fact.speaker,
    }
    if stored.curation:
        word = stored.curation
        row["curation"] = [word.action, word.who, word.when.isoformat(), word.why]
    when = fact.qualifiers.get("eventDate")
    if isinstance(when, DateRange):
        row["when"] = [when.earliest.isoformat(), when.latest.isoformat(), when.text]
    if fact.predicate is Predicate.HAS_STAGE:
        row["column"] = column_of(fact)
        row["mark"] = mark_of(fact)
    return row
