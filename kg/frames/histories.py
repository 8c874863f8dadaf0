"""Histories, and what to look at, as data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.frames.columns import MODALITIES, Column, Kind, frame, library
from kg.graph.read import stored_facts
from kg.graph.source import Source
from kg.query import Check, TimelineEvent, checks, fact_id, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import pandas as pd

    from kg.frames.facts import Facts
    from kg.model import StoredFact

TIMELINE_COLUMNS = (
    Column("kind", Kind.TEXT, "stage, designation, result, meeting, payment, rights, partner, acquisition"),
    Column("subject", Kind.TEXT, "drug, company or other thing that it happens to"),
    Column("label", Kind.TEXT, "what is said, in a few words"),
    Column("topic", Kind.TEXT, "of which disease, study, region or other party"),
    Column("worded", Kind.TEXT, "time as the filing words it"),
    Column("earliest", Kind.DAY, "first day that it may mean"),
    Column("latest", Kind.DAY, "last day that it may mean"),
    Column("reported", Kind.DAY, "day of the first filing that says so"),
    Column("modality", Kind.CHOICE, "how the filer puts it", MODALITIES),
    Column(
        "status", Kind.TEXT, "what became of an announcement: open, fulfilled, slipped …; else stated, possible, denied"
    ),
    Column("confidence", Kind.NUMBER, "how sure the surest of its facts is"),
    Column("facts", Kind.WHOLE, "facts that say it"),
    Column("filings", Kind.WHOLE, "filings that say it"),
    Column("quote", Kind.TEXT, "words of the first filing that says so"),
    Column("filing", Kind.TEXT, "that filing"),
    Column("fact", Kind.TEXT, "identifier of the first fact"),
    Column("links", Kind.NAMES, "`fulfilled by FACT`, `slipped to FACT` …"),
)
"""The columns of `timeline_frame`, in order."""

CHECK_COLUMNS = (
    Column("check", Kind.WHOLE, "number of the check, from 1"),
    Column("kind", Kind.TEXT, "contradiction or overdue"),
    Column("rule", Kind.TEXT, "rule that found it"),
    Column("subject", Kind.TEXT, "what it is about"),
    Column("topic", Kind.TEXT, "of which disease, study, region or other party"),
    Column("verdict", Kind.TEXT, "what follows: cannot both hold …"),
    Column("why", Kind.TEXT, "why that is so"),
    Column("side", Kind.WHOLE, "number of the side, from 1; an announcement has one"),
    Column("says", Kind.TEXT, "what this side says"),
    Column("reported", Kind.DAY, "day on which it says so"),
    Column("confidence", Kind.NUMBER, "how sure the reading is"),
    Column("quote", Kind.TEXT, "its words"),
    Column("filing", Kind.TEXT, "its filing"),
    Column("fact", Kind.TEXT, "identifier of the fact"),
)
"""The columns of `checks_frame`, in order."""


def timeline_frame(
    facts: Facts, name: str, *, as_of: date | None = None, since: date | None = None, descriptions: bool = False
) -> pd.DataFrame:
    """Return the history of a thing, one row an event (`TIMELINE_COLUMNS`), as `kg.timeline` gives it.

    Raises as that does, and `kg.KgError` where pandas is not installed.
    """
    library()
    events = timeline(_facts(facts), name, as_of=as_of, since=since, descriptions=descriptions)
    return frame(TIMELINE_COLUMNS, [_event_row(event) for event in events])


def checks_frame(facts: Facts, *, as_of: date | None = None, min_confidence: float = 0.6) -> pd.DataFrame:
    """Return what to look at, one row for each side of a check (`CHECK_COLUMNS`), as `kg.checks` gives it.

    Raises `kg.KgError` where pandas is not installed.
    """
    library()
    found = checks(_facts(facts), as_of=as_of, min_confidence=min_confidence)
    return frame(CHECK_COLUMNS, [row for number, check in enumerate(found, start=1) for row in _sides(number, check)])


def _facts(facts: Facts) -> Iterable[StoredFact]:
    return stored_facts(facts) if isinstance(facts, Source) else facts


def _event_row(event: TimelineEvent) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "subject": event.subject,
        "label": event.label,
        "topic": event.topic or None,
        "worded": event.worded or None,
        "earliest": event.earliest,
        "latest": event.latest,
        "reported": event.reported,
        "modality": event.modality,
        "status": event.status,
        "confidence": max(stored.fact.confidence for stored in event.facts),
        "facts": len(event.facts),
        "filings": len({stored.filing.iri for stored in event.facts}),
        "quote": event.quote,
        "filing": event.filing,
        "fact": event.fact_ids[0],
        "links": tuple(f"{how} {other}" for how, other in event.links),
    }


def _sides(number: int, check: Check) -> list[dict[str, Any]]:
    head = {
        "check": number,
        "kind": str(check.kind),
        "rule": check.rule,
        "subject": check.subject,
        "topic": check.topic or None,
        "verdict": check.verdict,
        "why": check.why,
    }
    return [
        head
        | {
            "side": side,
            "says": f"{stored.fact.predicate} {getattr(stored.fact.object, 'name', stored.fact.object)}",
            "reported": stored.filing.reported_on,
            "confidence": stored.fact.confidence,
            "quote": stored.fact.evidence[0].quote,
            "filing": stored.filing.name,
            "fact": fact_id(stored),
        }
        for side, stored in enumerate(check.sides, start=1)
    ]
