"""Graph to one self-contained interactive page."""

from kg.explore.knowledge import Knowledge, collect_knowledge
from kg.explore.page import explore_page, write_page
from kg.explore.scope import Scope, select
from kg.explore.texts import PageTexts, collect_texts

__all__ = [
    "Knowledge",
    "PageTexts",
    "Scope",
    "collect_knowledge",
    "collect_texts",
    "explore_page",
    "select",
    "write_page",
]
