"""Questions as files, asked of a store and answered in tables; and the card of a thing."""

from __future__ import annotations

from kg.query.card import Card, entity_card, format_card
from kg.query.facts import fact_id, find_fact
from kg.query.format import format_table
from kg.query.names import find_entity
from kg.query.questions import Column, ColumnKind, Parameter, ParameterKind, Question, list_questions, load_question
from kg.query.run import question_sparql, run_question, run_sparql
from kg.query.table import Table

__all__ = [
    "Card",
    "Column",
    "ColumnKind",
    "Parameter",
    "ParameterKind",
    "Question",
    "Table",
    "entity_card",
    "fact_id",
    "find_entity",
    "find_fact",
    "format_card",
    "format_table",
    "list_questions",
    "load_question",
    "question_sparql",
    "run_question",
    "run_sparql",
]
