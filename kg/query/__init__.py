"""Questions as files, asked of a store and answered in tables; and the card of a thing."""

from __future__ import annotations

from kg.query.asof import as_of, undated
from kg.query.card import Card, entity_card, format_card
from kg.query.checks import Check, CheckKind, checks, checks_table, format_checks
from kg.query.difference import difference
from kg.query.difference_show import difference_table, format_difference
from kg.query.facts import fact_id, find_fact
from kg.query.format import format_table
from kg.query.names import find_entity
from kg.query.questions import Column, ColumnKind, Parameter, ParameterKind, Question, list_questions, load_question
from kg.query.run import question_sparql, run_question, run_sparql
from kg.query.state import Change, Difference
from kg.query.subjects import Subject, find_subject
from kg.query.table import Table
from kg.query.timeline import TimelineEvent, format_timeline, subject_timeline, timeline, timeline_table

__all__ = [
    "Card",
    "Change",
    "Check",
    "CheckKind",
    "Column",
    "ColumnKind",
    "Difference",
    "Parameter",
    "ParameterKind",
    "Question",
    "Subject",
    "Table",
    "TimelineEvent",
    "as_of",
    "checks",
    "checks_table",
    "difference",
    "difference_table",
    "entity_card",
    "fact_id",
    "find_entity",
    "find_fact",
    "find_subject",
    "format_card",
    "format_checks",
    "format_difference",
    "format_table",
    "format_timeline",
    "list_questions",
    "load_question",
    "question_sparql",
    "run_question",
    "run_sparql",
    "subject_timeline",
    "timeline",
    "timeline_table",
    "undated",
]
