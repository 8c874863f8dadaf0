"""The page inside a notebook cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path

from kg.explore.knowledge import NOTHING_MORE, collect_knowledge
from kg.explore.page import explore_page
from kg.explore.scope import Scope, select
from kg.explore.texts import NO_TEXTS, collect_texts
from kg.graph.read import stored_facts
from kg.graph.source import Source
from kg.model import StoredFact

MIN_HEIGHT = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a notebook shows: as the last value of a cell, or by ``display(page)``."""

    html: str = field(repr=False)
    """The whole page, as `explore_page` gives it."""
    height: int = 680
    """Of the cell, in pixels."""

    def _repr_html_(self) -> str:
        """Return a frame with the page in it.

        The frame is sandboxed: the page's own scripts run, but they have no access to the notebook, its cookies or
        its kernel; of what it could ask for, only saving tables is allowed.
        """
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" srcdoc="{escape(self.html)}" width="100%" '
            f'height="{max(self.height, MIN_HEIGHT)}" title="Pipeline knowledge graph" '
            'style="border:1px solid #8884;border-radius:8px"></iframe>'
        )

    def write(self, path: Path) -> Path:
        """Write the page to a file, in UTF-8, and return its path."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.html.encode("utf-8"))
        return path


def page(
    facts: Sequence[StoredFact] | Source,
    *,
    title: str = "Pipeline knowledge graph",
    entity: str | None = None,
    filing: str | None = None,
    as_of: date | None = None,
    view: str | None = None,
    texts: bool | None = None,
    height: int = 680,
) -> Page:
    """Return the page of some facts, for a notebook cell: ``kg.page(store, entity="SGN-35", view="timeline")``.

    Given a store, all its facts, with what it knows of their entities beside. `entity`, `filing` and `as_of` restrict
    it as in `Scope`; `view` is the one that it opens with: ``pipeline``, ``timeline``, ``matrix``, ``deals``,
    ``graph``, ``facts`` or ``document``. `texts` says whether the filings' texts go in; if left
    open, they do for one filing and for the view of documents, so that notebooks stay small. Raises `QueryError` where
    the restriction names nothing in the facts.
    """
    knowledge = collect_knowledge(facts) if isinstance(facts, Source) else NOTHING_MORE
    told = stored_facts(facts) if isinstance(facts, Source) else facts
    scope = Scope(entity=entity, filing=filing, as_of=as_of)
    start = f"#view={view}" if view else ""
    wanted = texts if texts is not None else filing is not None or view == "document"
    found = collect_texts(facts, select(told, scope), wanted=wanted) if isinstance(facts, Source) else NO_TEXTS
    return Page(explore_page(told, title=title, scope=scope, texts=found, knowledge=knowledge, start=start), height)
