"""What follows from all filings of a store together: what is one thing, and the facts derived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.build.version import derivation_fingerprint

if TYPE_CHECKING:
    from kg.graph.curation import Curation
    from kg.graph.curation_rows import Outcome
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


def settle(
    store: GraphStore, entries: Sequence[VocabularyEntry], *, curation: Curation | None = None
) -> tuple[Outcome, ...]:
    """Bring about what follows from the filings, where it is not there; return what became of the rows of curation.

    `curation` is what persons say from now on, `None` what they said before. Nothing is told where nothing is done.
    """
    from kg.graph.derive import derive  # noqa: PLC0415
    from kg.graph.resolve import apply_identity  # noqa: PLC0415
    from kg.graph.store import writing  # noqa: PLC0415
    from kg.graph.texts import drop_orphans  # noqa: PLC0415

    if is_settled(store):
        return ()
    _load_vocabulary(store, entries)
    drop_orphans(store)
    report = apply_identity(store, curation)
    derive(store)
    with writing(store):
        store.inner.flush()
    store.ledger.put_note(_NOTE, derivation_fingerprint())
    return report.outcomes


def _load_vocabulary(store: GraphStore, entries: Sequence[VocabularyEntry]) -> None:
    """Put the vocabulary into the store where it is another than before."""
    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.curation_write import vocabulary_as_loaded  # noqa: PLC0415
    from kg.graph.store import replace_graph  # noqa: PLC0415
    from kg.graph.write import vocabulary_quads  # noqa: PLC0415

    quads = vocabulary_quads(entries)
    if set(quads) != vocabulary_as_loaded(store):
        replace_graph(store, iris.ENTITIES_GRAPH, quads)


def counts(store: GraphStore) -> tuple[int, int]:
    """Return how many things filings name, and how many facts they state."""
    from kg.graph.namespace import term  # noqa: PLC0415

    things = {quad.subject for quad in store.inner.quads_for_pattern(None, term("pipe:filedAs"), None, None)}
    facts = store.inner.quads_for_pattern(None, term("rdf:type"), term("pipe:Statement"), None)
    return len(things), sum(1 for _ in facts)
