"""Why a fact is believed: its words, its rule and where that is written, and how often the rule was right."""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import FactTableError
from kg.facttable import read_table
from kg.model import Entity, Modality, plain
from kg.rulebook import RuleSource, TrackRecord, rule_source, track_record

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import StoredFact


@dataclass(frozen=True, slots=True)
class Explanation:
    """What `explain` tells of one fact."""

    claim: str
    """Subject, predicate and object, with the modality where the fact is not asserted."""
    qualifiers: tuple[tuple[str, str], ...]
    source: str
    """The filing, its form and day, as far as known."""
    evidence: tuple[tuple[str, str], ...]
    """The words that state the fact, and where they stand: part, section, offsets in the file (code points)."""
    speaker: str | None
    confidence: float | None
    reason: str
    rule: str
    rule_source: RuleSource | None
    """`None` where this version has no such rule: the fact was made by another."""
    record: TrackRecord | None
    """`None` where the rule made no fact of the gold sets."""


def explain_stored(stored: StoredFact) -> Explanation:
    """Return why a fact of a store is believed."""
    fact, filing = stored.fact, stored.filing
    day = f"reported {filing.reported_on.isoformat()}" if filing.reported_on else ""
    return Explanation(
        claim=_claim(fact.subject.name, str(fact.predicate), plain(fact.object), str(fact.modality)),
        qualifiers=tuple((key, _shown(plain(value))) for key, value in sorted(fact.qualifiers.items())),
        source=", ".join(part for part in (filing.name, filing.form or "", day) if part),
        evidence=tuple(
            (e.quote, ", ".join(p for p in (e.part, e.section, f"{e.start}–{e.end}") if p)) for e in fact.evidence
        ),
        speaker=fact.speaker,
        confidence=fact.confidence,
        reason=fact.reason,
        rule=fact.rule,
        rule_source=rule_source(fact.rule),
        record=track_record(fact.rule),
    )


def explain_line(path: Path, line: int) -> Explanation:
    """Return why the fact on a line of a fact table is believed; lines count from 1.

    Raises `FactTableError` where that line holds no fact.
    """
    table = read_table(path, numbered=True)
    row = next((row for row in table.facts if row["line"] == line), None)
    if row is None:
        raise FactTableError(f"{path}:{line} holds no fact; facts stand on lines {_lines(table.facts)}")
    place = f"{row.get('section', '')}, {row.get('start', '?')}–{row.get('end', '?')}".removeprefix(", ")
    rule = str(row.get("rule", ""))
    return Explanation(
        claim=_claim(row["subject"], row["predicate"], row["object"], str(row.get("modality", "asserted"))),
        qualifiers=tuple((key, _shown(value)) for key, value in sorted((row.get("qualifiers") or {}).items())),
        source=table.name,
        evidence=((row["quote"], place),),
        speaker=None,
        confidence=row.get("confidence"),
        reason=str(row.get("reason", "")),
        rule=rule,
        rule_source=rule_source(rule),
        record=track_record(rule),
    )


def format_explanation(told: Explanation, *, width: int | None = None) -> str:
    """Return an explanation as text of at most `width` columns, by default as wide as the terminal."""
    columns = max(40, width or shutil.get_terminal_size((100, 24)).columns)
    out = [told.claim, *(f"  {key}: {value}" for key, value in told.qualifiers), "", f"said in {told.source}"]
    for quote, place in told.evidence:
        out += [f"“{quote}”", f"  {place}"]
    if told.speaker:
        out.append(f"said by {told.speaker}")
    out.append("")
    if told.confidence is not None:
        out.append(f"confidence {told.confidence:.2f}" + (f": {told.reason}" if told.reason else ""))
    out.append(f"rule {told.rule or 'not known'}")
    if told.rule_source is not None:
        out += [f"  {place}" for place in told.rule_source.places]
        out += [f"  {line}" for line in told.rule_source.says.splitlines()]
    elif told.rule:
        out.append("  this version has no such rule; build the filing again")
    out.append(f"  {_record(told.record)}")
    return "\n".join(line for part in out for line in _wrapped(part, columns)) + "\n"


def _record(record: TrackRecord | None) -> str:
    if record is None:
        return "made no fact of the gold sets, so it has no record"
    return f"right in {record.right} of {record.right + record.wrong} facts that it made of the gold sets"


def _claim(subject: str, predicate: str, thing: object, modality: str) -> str:
    said = f"{subject} {predicate} {thing}"
    return said if modality == Modality.ASSERTED else f"{said} [{modality}]"


def _shown(value: object) -> str:
    if isinstance(value, Entity):
        return value.name
    return str(value).lower() if isinstance(value, bool) else str(value)


def _lines(facts: tuple[dict[str, Any], ...]) -> str:
    return f"{facts[0]['line']} to {facts[-1]['line']}" if facts else "of another table, this has none"


def _wrapped(line: str, width: int) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(line, width, subsequent_indent=f"{indent}  ", break_on_hyphens=False) or [""]
