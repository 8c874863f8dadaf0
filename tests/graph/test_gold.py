"""Every annotated fact has a home in the graph. Skipped where the annotated filings are not beside the checkout."""

from __future__ import annotations

import calendar
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.facttable import read_table
from kg.graph.claims import CLAIMS, QUALIFIERS, Kind
from kg.graph.derive import derive
from kg.graph.read import stored_facts
from kg.graph.store import memory_store, replace_filing
from kg.graph.validate import validate
from kg.model import DateRange, Entity, EntityType, Evidence, Fact, Modality, Predicate, Qualifier
from tests.graph import factory

SHARED = Path(os.environ.get("KG_SHARED") or Path(__file__).parents[3] / "shared") / "gold"
TABLES = sorted(SHARED.rglob("*.jsonl"))


def day(text: str, *, last: bool) -> date:
    year, month, number = (*map(int, text.split("-")), 0, 0)[:3]
    month = month or (12 if last else 1)
    return date(year, month, number or (calendar.monthrange(year, month)[1] if last else 1))


def entity(rows: tuple[dict[str, Any], ...], name: str) -> Entity:
    """Return the first entity of that name; an unnamed study counts as one."""
    for row in rows:
        if name == row["name"] or name in row["aliases"]:
            return Entity(EntityType(row["type"]), row["name"], tuple(sorted(row["aliases"])), row["attributes"])
    return Entity(EntityType.STUDY, name)


def qualifier(rows: tuple[dict[str, Any], ...], key: str, value: Any) -> Qualifier:
    kind = QUALIFIERS[key].kind
    if kind is Kind.ENTITY:
        return entity(rows, value)
    if kind is Kind.DATE:
        first, _, last = value.partition("/")
        return DateRange(value, day(first, last=False), day(last or first, last=True), "day", value)
    return value  # type: ignore[no-any-return]


@pytest.mark.skipif(not TABLES, reason="no annotated filings: set KG_SHARED or put them into ../shared")
@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_annotated_facts_are_written_read_back_and_conform(path: Path) -> None:
    table = read_table(path)
    facts = []
    for number, row in enumerate(table.facts):
        predicate = Predicate(row["predicate"])
        is_thing = CLAIMS[predicate].object.kind is Kind.ENTITY
        start = 10_000 * number
        fact = Fact(
            entity(table.entities, row["subject"]),
            predicate,
            entity(table.entities, row["object"]) if is_thing else row["object"],
            (Evidence("main", "", row["quote"], start, start + len(row["quote"])),),
            {key: qualifier(table.entities, key, value) for key, value in row.get("qualifiers", {}).items()},
            Modality(row["modality"]),
        )
        facts.append(fact)
    store = memory_store()
    listed = [entity(table.entities, row["name"]) for row in table.entities]
    replace_filing(store, factory.extraction(facts, entities=listed, of=factory.filing(path.stem, registrant=False)))
    derive(store)
    assert len(stored_facts(store)) == len({fact.key for fact in facts})
    assert validate(store).findings == ()
