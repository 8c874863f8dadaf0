"""The texts of filings that a page carries, for its view of documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.graph.source import Source
from kg.graph.store import GraphStore
from kg.graph.texts import entity_iris, packed_entities, packed_text
from kg.model import StoredFact

LIMIT = 12_000_000
"""Bytes of packed texts that a page carries unless asked for more: the file is a third larger than these."""

ON_REQUEST = "The texts of the filings were left out of this page; these are the words behind its facts."
TOO_MANY = (
    "The texts of so many filings would make this page too large; these are the words behind the facts. "
    "kg explore --filing NAME writes a page with the text of one filing, kg explore --texts one with all of them."
)
NOT_KEPT = "The text of this filing is not kept where these facts come from; these are the words behind them."


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one filing as `kg.graph.texts` packs it."""

    packed: bytes = field(repr=False)
    entities: tuple[str | None, ...] = ()
    """The IRIs of the things that it names, in the order of the packed list; `None` where the graph has none."""


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The texts of a page, by filing, and why others are not there."""

    kept: Mapping[str, PageText] = field(default_factory=dict)
    why: str = NOT_KEPT


NO_TEXTS = PageTexts()


def collect_texts(source: Source, facts: Iterable[StoredFact], *, wanted: bool | None = None) -> PageTexts:
    """Return the texts of the filings that state some facts, out of the store that the facts were read from.

    `wanted` says whether to take them; if left open, all are taken where together they have at most `LIMIT` bytes,
    and none otherwise. An endpoint has no texts.
    """
    if wanted is False:
        return PageTexts(why=ON_REQUEST)
    if not isinstance(source, GraphStore):
        return NO_TEXTS
    found: dict[str, bytes] = {}
    size = 0
    for name in sorted({stored.filing.name for stored in facts}):
        packed = packed_text(source, name)
        if packed is None:
            continue
        found[name] = packed
        size += len(packed)
        if wanted is None and size > LIMIT and len(found) > 1:
            return PageTexts(why=TOO_MANY)
    return PageTexts({name: PageText(packed, _nodes(source, name, packed)) for name, packed in found.items()})


def _nodes(store: GraphStore, name: str, packed: bytes) -> tuple[str | None, ...]:
    nodes = entity_iris(store, name)
    return tuple(nodes.get(named) for named in packed_entities(packed))
