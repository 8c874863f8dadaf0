"""Graph to one self-contained interactive page."""

from kg.explore.page import explore_page, write_page
from kg.explore.scope import Scope, select
from kg.explore.texts import PageTexts, collect_texts

__all__ = ["PageTexts", "Scope", "collect_texts", "explore_page", "select", "write_page"]
