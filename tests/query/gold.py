"""Fact tables of the sample filings as extractions: a graph that does not depend on how well filings are read."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

from kg.facttable import FactTable, read_table
from kg.filings import read_filing
from kg.model import (
    DateRange,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Fact,
    Filing,
    Modality,
    Predicate,
    Qualifier,
    VocabularyEntry,
)
from kg.resources import sample_filings_dir

GOLD = Path(__file__).resolve().parents[2] / "data" / "gold"
_ENTITIES = {
    "indication": EntityType.INDICATION,
    "sponsor": EntityType.ORGANIZATION,
    "study": EntityType.STUDY,
    "licensor": EntityType.ORGANIZATION,
    "compound": EntityType.COMPOUND,
}
_TYPED = {
    Predicate.HAS_ANTIBODY: EntityType.ANTIBODY,
    Predicate.HAS_PAYLOAD: EntityType.PAYLOAD,
    Predicate.HAS_LINKER: EntityType.LINKER,
    Predicate.HAS_TARGET: EntityType.TARGET,
    Predicate.USES_TECHNOLOGY: EntityType.TECHNOLOGY,
    Predicate.HAS_INDICATION: EntityType.INDICATION,
    Predicate.EXPRESSED_IN: EntityType.INDICATION,
    Predicate.COMBINED_WITH: EntityType.COMPOUND,
    Predicate.DEVELOPED_BY: EntityType.ORGANIZATION,
    Predicate.ORIGINATED_BY: EntityType.ORGANIZATION,
    Predicate.OWNED_BY: EntityType.ORGANIZATION,
    Predicate.LICENSED_TO: EntityType.ORGANIZATION,
    Predicate.COLLABORATES_WITH: EntityType.ORGANIZATION,
    Predicate.ACQUIRED_BY: EntityType.ORGANIZATION,
    Predicate.PAYS: EntityType.ORGANIZATION,
}

VOCABULARY = (
    VocabularyEntry(EntityType.COMPOUND, "mirvetuximab soravtansine", ("IMGN853", "Elahere"), source="INN list"),
    VocabularyEntry(EntityType.PAYLOAD, "DM1", category="maytansinoid", source="test"),
    VocabularyEntry(EntityType.PAYLOAD, "DM4", category="maytansinoid", source="test"),
    VocabularyEntry(EntityType.PAYLOAD, "MMAE", ("monomethyl auristatin E",), category="auristatin", source="test"),
    VocabularyEntry(
        EntityType.TARGET, "FOLR1", ("folate receptor alpha",), exact_matches=("HGNC:3791",), source="test"
    ),
)
"""What joins the samples: a drug under its code and its brand, payloads with their classes."""


def gold_extraction(name: str) -> Extraction:
    """Return the fact table of a sample filing as an extraction."""
    (path,) = [p for p in sample_filings_dir().iterdir() if p.stem == name]
    filing, table = read_filing(path), read_table(GOLD / f"{name}.jsonl")
    entities = tuple(_entity(row) for row in table.entities)
    return Extraction(filing, entities, (), tuple(_facts(filing, table, entities)))


def _entity(row: dict[str, Any]) -> Entity:
    return Entity(EntityType(row["type"]), row["name"], tuple(row["aliases"]), row["attributes"])


def _facts(filing: Filing, table: FactTable, entities: tuple[Entity, ...]) -> list[Fact]:
    named: dict[str, list[Entity]] = {}
    for entity in entities:
        named.setdefault(entity.name, []).append(entity)

    def known(name: str, kind: EntityType | None = None) -> Entity:
        (found,) = [e for e in named[name] if kind in {None, e.type}]
        return found

    def qualifier(key: str, value: Any) -> Qualifier:
        if key in _ENTITIES:
            return known(value, _ENTITIES[key])
        return _dates(value) if key == "eventDate" else value

    facts = []
    for row in table.facts:
        predicate = Predicate(row["predicate"])
        kind = _TYPED.get(predicate)
        facts.append(
            Fact(
                subject=known(row["subject"]),
                predicate=predicate,
                object=known(row["object"], kind) if kind else row["object"],
                evidence=(_cited(filing, row["quote"]),),
                qualifiers={k: qualifier(k, v) for k, v in row["qualifiers"].items()},
                modality=Modality(row["modality"]),
                rule="gold",
            )
        )
    return facts


def _cited(filing: Filing, quote: str) -> Evidence:
    pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
    for part in filing.parts:
        match = pattern.search(part.text)
        if match:
            return filing.cite(part, match.start(), match.end())
    raise AssertionError(f"{filing.name} has no words {quote!r}")


def _dates(iso: str) -> DateRange:
    first, _, last = iso.partition("/")
    ends = [_ends(one) for one in (first, last or first)]
    precision = {4: "year", 7: "month", 10: "day"}[len(first)] if not last else "month-range"
    return DateRange(iso, ends[0][0], ends[1][1], precision, iso)


def _ends(iso: str) -> tuple[date, date]:
    if len(iso) == 10:
        return date.fromisoformat(iso), date.fromisoformat(iso)
    year, _, month = iso.partition("-")
    first, last = (int(month), int(month)) if month else (1, 12)
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])
