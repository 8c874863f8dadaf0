"""Facts, things, filings and answers as pandas data frames, for notebooks and scripts.

Every frame has the same columns in the same order whatever it holds, so that an empty store gives an empty frame that
can be worked with all the same; rows come in an order that does not change from run to run. pandas is not needed by
anything else: it comes with the extra ``notebooks``.
"""

from __future__ import annotations

from kg.frames.changes import DIFFERENCE_COLUMNS, difference_frame
from kg.frames.columns import Column, Kind
from kg.frames.facts import (
    ENTITY_COLUMNS,
    FACT_COLUMNS,
    FILING_COLUMNS,
    entities_frame,
    facts_frame,
    filings_frame,
)
from kg.frames.histories import CHECK_COLUMNS, TIMELINE_COLUMNS, checks_frame, timeline_frame
from kg.frames.judged import JUDGED_COLUMNS, judged_frame
from kg.frames.shown import ShownFrame, show_frame
from kg.frames.tables import question_frame, sparql_frame

__all__ = [
    "CHECK_COLUMNS",
    "DIFFERENCE_COLUMNS",
    "ENTITY_COLUMNS",
    "FACT_COLUMNS",
    "FILING_COLUMNS",
    "JUDGED_COLUMNS",
    "TIMELINE_COLUMNS",
    "Column",
    "Kind",
    "ShownFrame",
    "checks_frame",
    "difference_frame",
    "entities_frame",
    "facts_frame",
    "filings_frame",
    "judged_frame",
    "question_frame",
    "show_frame",
    "sparql_frame",
    "timeline_frame",
]
