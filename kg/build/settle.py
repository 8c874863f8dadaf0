"""What follows from all filings of a store together: what is one thing, and the facts derived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.build.version import derivation_fingerprint

if TYPE_CHECKING:
    from kg.graph.store import GraphStore
    from kg.model import VocabularyEntry

_NOTE = "derived"


def is_settled(store: GraphStore) -> bool:
    """Tell whether what follows from the filings is there, by the rules of today."""
    return bool(store.ledger.note(_NOTE) == derivation_fingerprint())


def unsettle(store: GraphStore) -> None:
    """Take away what follows from the filings before they change: a run that is cut off leaves none, not old ones."""
    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.store import replace_graph  # noqa: PLC0415

    if store.ledger.note(_NOTE) is not None:
        store.ledger.put_note(_NOTE, None)
    replace_graph(store, iris.DERIVED_GRAPH, [])


def settle(store: GraphStore, entries: Sequence[VocabularyEntry]) -> None:
    """Bring about what follows from the filings, where it is not there."""
    from kg.graph.derive import derive  # noqa: PLC0415
    from kg.graph.resolve import apply_identity  # noqa: PLC0415
    from kg.graph.store import writing  # noqa: PLC0415
    from kg.graph.texts import drop_orphans  # noqa: PLC0415

    if is_settled(store):
        return
    _load_vocabulary(store, entries)
    drop_orphans(store)
    apply_identity(store)
    derive(store)
    with writing(store):
        store.inner.flush()
    store.ledger.put_note(_NOTE, derivation_fingerprint())


def _load_vocabulary(store: GraphStore, entries: Sequence[VocabularyEntry]) -> None:
    """Put the vocabulary into the store where it is another than before."""
    from pyoxigraph import NamedNode  # noqa: PLC0415

    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.store import replace_graph  # noqa: PLC0415
    from kg.graph.write import vocabulary_quads  # noqa: PLC0415

    quads = vocabulary_quads(entries)
    if set(quads) != set(store.inner.quads_for_pattern(None, None, None, NamedNode(iris.ENTITIES_GRAPH))):
        replace_graph(store, iris.ENTITIES_GRAPH, quads)


def counts(store: GraphStore) -> tuple[int, int]:
    """Return how many things filings name, and how many facts they state."""
    from kg.graph.namespace import term  # noqa: PLC0415

    things = {quad.subject for quad in store.inner.quads_for_pattern(None, term("pipe:filedAs"), None, None)}
    facts = store.inner.quads_for_pattern(None, term("rdf:type"), term("pipe:Statement"), None)
    return len(things), sum(1 for _ in facts)
