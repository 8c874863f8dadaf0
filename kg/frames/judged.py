"""Extraction against gold, fact by fact, as a data frame: what is right, what is spurious, what is missed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import FactTableError
from kg.evaluate import paired_facts
from kg.facttable import FactTable, read_table
from kg.frames.columns import MODALITIES, PREDICATES, Column, Kind, frame, library
from kg.nlp.confidence import Rates, rates_of
from kg.rulebook import TrackRecord, track_records

if TYPE_CHECKING:
    import pandas as pd

_PRIOR = 0.85
"""What a rule's author thinks on average, where there is next to no record."""

JUDGED_COLUMNS = (
    Column("filing", Kind.TEXT, "name of both tables"),
    Column(
        "outcome", Kind.CHOICE, "`right`, `spurious` (gold does not have it), `missed`", ("right", "spurious", "missed")
    ),
    Column("subject", Kind.TEXT, "as extracted; of a missed fact, as in gold"),
    Column("predicate", Kind.CHOICE, "likewise", PREDICATES),
    Column("object", Kind.TEXT, "likewise"),
    Column("qualifiers", Kind.TEXT, "`key: value` pairs, likewise"),
    Column("modality", Kind.CHOICE, "likewise", MODALITIES),
    Column("gold_modality", Kind.CHOICE, "what gold says; missing where spurious", MODALITIES),
    Column("confidence", Kind.NUMBER, "as stated; missing where missed"),
    Column("confidence_unseen", Kind.NUMBER, "as it would be stated had this text not counted in the record of rules"),
    Column("rule", Kind.TEXT, "rule that made it; missing where missed"),
    Column("quote", Kind.TEXT, "its words"),
)
"""The columns of `judged_frame`, in order."""


def judged_frame(predicted: Path, gold: Path, *, in_record: bool = False) -> pd.DataFrame:
    """Return one row a fact of either side (`JUDGED_COLUMNS`): by table, those extracted in their order, then missed.

    A fact is right by the measure of `kg.evaluate`: subject, predicate and object agree. Confidence comes from how
    often a rule was right on the texts of ``data/gold``; say `in_record` where `gold` is of these, or how well it holds
    would be measured on what it was taken from: ``confidence_unseen`` then leaves each text's own facts out of its
    rules' records.

    Raises `FactTableError` for a folder without fact tables and a line that is none, and `kg.KgError` where pandas is
    not installed.
    """
    library()
    tables = sorted(gold.glob("*.jsonl"))
    if not tables:
        raise FactTableError(f"{gold} holds no fact tables (NAME.jsonl); name the folder of the gold ones")
    rows: list[dict[str, Any]] = []
    for path in tables:
        other = predicted / path.name
        found = read_table(other) if other.is_file() else FactTable(path.stem)
        rows += _judged(found, read_table(path), in_record=in_record)
    return frame(JUDGED_COLUMNS, rows)


def _judged(found: FactTable, gold: FactTable, *, in_record: bool) -> list[dict[str, Any]]:
    pairs = paired_facts(found, gold)
    rows = []
    for index, fact in enumerate(found.facts):
        wanted = gold.facts[pairs[index]] if index in pairs else None
        rows.append(
            _row(gold.name, fact, "right" if wanted else "spurious")
            | {
                "confidence": float(fact.get("confidence", 1.0)),
                "confidence_unseen": float(fact.get("confidence", 1.0)),
                "rule": fact.get("rule") or None,
                "gold_modality": str(wanted.get("modality", "asserted")) if wanted else None,
            }
        )
    if in_record:
        _leave_out(rows)
    for index, fact in enumerate(gold.facts):
        if index not in set(pairs.values()):
            row = _row(gold.name, fact, "missed")
            rows.append(row | {"gold_modality": row["modality"]})
    return rows


def _row(name: str, fact: Mapping[str, Any], outcome: str) -> dict[str, Any]:
    told = sorted((fact.get("qualifiers") or {}).items())
    return {
        "filing": name,
        "outcome": outcome,
        "subject": str(fact["subject"]),
        "predicate": str(fact["predicate"]),
        "object": str(fact["object"]),
        "qualifiers": "; ".join(f"{key}: {value}" for key, value in told) or None,
        "modality": str(fact.get("modality", "asserted")),
        "quote": fact.get("quote"),
    }


def _leave_out(rows: list[dict[str, Any]]) -> None:
    """Put the confidence that each fact of a text has without that text's own facts in the records of rules."""
    right, wrong = Counter[str](), Counter[str]()
    for row in rows:
        (right if row["outcome"] == "right" else wrong)[row["rule"] or ""] += 1
    seen = rates_of(track_records())
    records = dict(track_records())
    for rule in {*right, *wrong} & set(records):
        own = records[rule]
        records[rule] = TrackRecord(max(0, own.right - right[rule]), max(0, own.wrong - wrong[rule]))
    unseen = rates_of(records)
    for row in rows:
        row["confidence_unseen"] = _moved(row["confidence"], row["rule"] or "", seen, unseen)


def _moved(confidence: float, rule: str, seen: Rates, unseen: Rates) -> float:
    """Return a confidence with another rate of its rule: what moves log odds besides stays (`kg.nlp.confidence`).

    >>> rates = [Rates({"a.b": TrackRecord(right, 0)}, {}) for right in (16, 16, 0)]
    >>> _moved(0.9, "a.b", *rates[:2]), _moved(0.9, "a.b", *rates[1:])
    (0.9, 0.61)
    """
    odds = _log_odds(confidence) - _log_odds(seen.of(rule, stated=_PRIOR)) + _log_odds(unseen.of(rule, stated=_PRIOR))
    return round(1 / (1 + math.exp(-odds)), 2)


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))
