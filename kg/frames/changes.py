"""The changes between two states of knowledge as a data frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.frames.columns import Column, Kind, frame, library
from kg.graph.read import stored_facts
from kg.graph.source import Source
from kg.query import Change, Difference, difference, fact_id

if TYPE_CHECKING:
    import pandas as pd

    from kg.frames.facts import Facts
    from kg.model import StoredFact

DIFFERENCE_COLUMNS = (
    Column("change", Kind.CHOICE, "what has changed", tuple(map(str, Change))),
    Column("subject", Kind.TEXT, "drug, company or other thing that has changed"),
    Column("topic", Kind.TEXT, "which of its programmes, rights or results: a disease, a study, a partner"),
    Column("was", Kind.TEXT, "what held before"),
    Column("now", Kind.TEXT, "what holds now"),
    Column("reported", Kind.DAY, "day on which the newer state says so; missing where it is silent"),
    Column("confidence", Kind.NUMBER, "how sure the newer state's fact is; of a silence, the older one's"),
    Column("quote", Kind.TEXT, "the newer state's words"),
    Column("filing", Kind.TEXT, "its filing"),
    Column("before_reported", Kind.DAY, "day on which the older state said what it said"),
    Column("before_quote", Kind.TEXT, "the older state's words"),
    Column("before_filing", Kind.TEXT, "its filing"),
    Column("fact", Kind.TEXT, "identifier of the newer state's fact"),
    Column("before_fact", Kind.TEXT, "identifier of the older state's fact"),
    Column("subject_iri", Kind.TEXT, "IRI of the subject"),
)
"""The columns of `difference_frame`, in order."""


def difference_frame(old: Facts, new: Facts, *, min_confidence: float = 0.5) -> pd.DataFrame:
    """Return one row a change from an older to a newer state (`DIFFERENCE_COLUMNS`), in the order of `kg.difference`.

    States are stores, or facts: of two days (`kg.as_of`), of two filings. Raises `kg.KgError` where pandas is not
    installed.
    """
    library()
    changes = difference(_facts(old), _facts(new), min_confidence=min_confidence)
    return frame(DIFFERENCE_COLUMNS, [_row(change) for change in changes])


def _facts(facts: Facts) -> Iterable[StoredFact]:
    return stored_facts(facts) if isinstance(facts, Source) else facts


def _row(change: Difference) -> dict[str, Any]:
    sure = change.after or change.before
    row: dict[str, Any] = {
        "change": str(change.kind),
        "subject": change.subject,
        "topic": change.topic or None,
        "was": change.was or None,
        "now": change.now or None,
        "confidence": sure.fact.confidence if sure else None,
        "subject_iri": change.subject_iri,
    }
    for prefix, stored in (("", change.after), ("before_", change.before)):
        if stored:
            row[f"{prefix}reported"] = stored.filing.reported_on
            row[f"{prefix}quote"] = stored.fact.evidence[0].quote
            row[f"{prefix}filing"] = stored.filing.name
            row[f"{prefix}fact"] = fact_id(stored)
    return row
