"""Questions as files, asked of a store and answered in tables; and the card of a thing."""

from kg.query.questions import Column, ColumnKind, Parameter, ParameterKind, Question, list_questions, load_question
from kg.query.run import question_sparql, run_question, run_sparql
from kg.query.table import Table

__all__ = [
    "Column",
    "ColumnKind",
    "Parameter",
    "ParameterKind",
    "Question",
    "Table",
    "list_questions",
    "load_question",
    "question_sparql",
    "run_question",
    "run_sparql",
]
