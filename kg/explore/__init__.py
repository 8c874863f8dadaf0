"""Graph to one self-contained interactive page."""

from kg.explore.page import explore_page, write_page
from kg.explore.scope import Scope

__all__ = ["Scope", "explore_page", "write_page"]
