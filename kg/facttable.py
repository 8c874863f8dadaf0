"""Fact tables: one JSON Lines file a filing, entities first, then facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import FactTableError
from kg.model import Entity, EntityType, Extraction, Fact, Modality, Predicate, plain


@dataclass(frozen=True, slots=True)
class FactTable:
    """A fact table as read: rows are dictionaries in the format of the table."""

    name: str
    entities: tuple[dict[str, Any], ...] = ()
    facts: tuple[dict[str, Any], ...] = field(default=())


def entity_row(entity: Entity) -> dict[str, Any]:
    """Return an entity as a line of a fact table."""
    return {
        "kind": "entity",
        "type": str(entity.type),
        "name": entity.name,
        "aliases": list(entity.aliases),
        "attributes": dict(entity.attributes),
    }


def fact_row(fact: Fact) -> dict[str, Any]:
    """Return a fact as a line of a fact table; the first evidence is the one quoted.

    ``start`` and ``end`` are offsets in the filing's source, in code points, end exclusive.
    """
    first = fact.evidence[0]
    modality = Modality.PLANNED if fact.modality is Modality.EXPECTED else fact.modality
    return {
        "kind": "fact",
        "subject": fact.subject.name,
        "predicate": str(fact.predicate),
        "object": fact.object.name if isinstance(fact.object, Entity) else fact.object,
        "qualifiers": {key: plain(value) for key, value in fact.qualifiers.items()},
        "modality": str(modality),
        "quote": first.quote,
        "confidence": round(fact.confidence, 2),
        "start": first.start,
        "end": first.end,
        "section": first.section,
        "rule": fact.rule,
        "reason": fact.reason,
    }


def table_lines(extraction: Extraction) -> Iterator[str]:
    """Yield the lines of an extraction's fact table, without line ends."""
    for entity in extraction.entities:
        yield json.dumps(entity_row(entity), ensure_ascii=False)
    for fact in extraction.facts:
        yield json.dumps(fact_row(fact), ensure_ascii=False)


def write_table(extraction: Extraction, folder: Path) -> Path:
    """Write an extraction's fact table as ``NAME.jsonl`` into a folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{extraction.filing.name}.jsonl"
    path.write_text("".join(f"{line}\n" for line in table_lines(extraction)), encoding="utf-8")
    return path


def read_table(path: Path, *, numbered: bool = False) -> FactTable:
    """Read a fact table; `numbered` adds each row's ``line``, counted from 1.

    Raises `FactTableError` naming file and line where a line is not one of a fact table.
    """
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            row = _checked(line, f"{path}:{number}")
            rows.append({**row, "line": number} if numbered else row)
    return FactTable(
        path.stem,
        tuple(row for row in rows if row["kind"] == "entity"),
        tuple(row for row in rows if row["kind"] == "fact"),
    )


def _checked(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise FactTableError(f"{place}: not JSON ({error.msg}); a fact table has one JSON object a line") from error
    if not isinstance(row, dict) or row.get("kind") not in {"entity", "fact"}:
        raise FactTableError(f"{place}: 'kind' must be 'entity' or 'fact'")
    if row["kind"] == "entity":
        _require(row, ("type", "name"), place)
        _one_of(row["type"], EntityType, "type", place)
    else:
        _require(row, ("subject", "predicate", "object", "quote"), place)
        _one_of(row["predicate"], Predicate, "predicate", place)
        _one_of(row.get("modality", "asserted"), Modality, "modality", place)
    return row


def _require(row: dict[str, Any], keys: tuple[str, ...], place: str) -> None:
    missing = [key for key in keys if key not in row]
    if missing:
        raise FactTableError(f"{place}: {', '.join(missing)} missing from a line of kind {row['kind']!r}")


def _one_of(value: object, allowed: Iterable[str], key: str, place: str) -> None:
    values = [str(a) for a in allowed]
    if value not in values:
        raise FactTableError(f"{place}: {key} {value!r} is none of {', '.join(values)}")
