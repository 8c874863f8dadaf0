"""Filings' graphs as text, made wherever a filing was read, and put into the store in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.graph import iris
from kg.graph.iris import EntityIris
from kg.graph.journal import forget_loading, note_loading
from kg.graph.minted import pack_minted
from kg.graph.namespace import term
from kg.graph.store import GraphStore, holds, undo_loading, writing
from kg.graph.texts import keep_text, pack_text
from kg.graph.write import extractor_version, filing_quads
from kg.model import Extraction, VocabularyEntry

BULK = 2_000_000
"""Bytes of N-Quads from which the bulk loader is worth its start; less goes in as one transaction."""


@dataclass(frozen=True, slots=True)
class FilingGraph:
    """A filing's named graph as lines of N-Quads, with what tells whether the store has the same already."""

    filing: str
    text: bytes
    digest: str
    """The output digest of the run."""
    extractor: str
    content_hash: str
    packed: bytes
    """The filing's text, as `pack_text` gives it."""
    minted: bytes
    """The graph as it is kept beside the database."""


def filing_graph(
    extraction: Extraction,
    *,
    vocabulary: Sequence[VocabularyEntry] | EntityIris = (),
    extractor: str = "",
    read_at: datetime | None = None,
) -> FilingGraph:
    """Return an extraction as text for `load_filings`. Options and errors are those of `filing_quads`."""
    quads = filing_quads(extraction, vocabulary=vocabulary, extractor=extractor, read_at=read_at)
    digest = next(q.object.value for q in quads if q.predicate == _DIGEST and isinstance(q.object, Literal))
    text = "".join(f"{quad} .\n" for quad in quads).encode()
    filing = extraction.filing
    version = extractor or extractor_version()
    packed = pack_text(extraction)
    return FilingGraph(filing.name, text, digest, version, filing.content_hash, packed, pack_minted(text))


def load_filings(store: GraphStore, graphs: Sequence[FilingGraph]) -> int:
    """Put filings' graphs in place of what the store has of them, and return how many changed.

    Each is wholly in or wholly out, whenever the process is ended: what takes an older graph's place is a transaction
    of its own, what is new is loaded in bulk under a note that undoes half of it. Nothing changes where the same
    extractor wrote the same things before, whatever the time. Raises `StoreError` where the store cannot be written.
    """
    fresh: dict[str, FilingGraph] = {}
    changed = 0
    undo_loading(store)  # an interrupt may have left a note
    with writing(store):
        for graph in graphs:
            keep_text(store, graph.filing, graph.content_hash, graph.packed)
    for graph in graphs:
        node = NamedNode(iris.graph_iri(graph.filing))
        if not holds(store, node):
            fresh[node.value] = graph
        elif not _same_outcome(store, graph, node):
            _replace(store, graph, node)
            changed += 1
    if fresh:
        _load_fresh(store, fresh)
    return changed + len(fresh)


def restamp(store: GraphStore, names: Sequence[str], extractor: str) -> None:
    """Have filings stand as read by another version of the extractor, which would have read the same in them."""
    new = Literal(extractor)
    updates = []
    for name in names:
        graph = NamedNode(iris.graph_iri(name))
        old = f"{NamedNode(iris.run_iri(name))} {_VERSION}"
        updates.append(
            f"DELETE {{ GRAPH {graph} {{ {old} ?v }} }} INSERT {{ GRAPH {graph} {{ {old} {new} }} }} "
            f"WHERE {{ GRAPH {graph} {{ {old} ?v }} }}"
        )
        _restamp_minted(store, graph, f"{old} ".encode(), new)
    if updates:
        with writing(store):
            store.inner.update(" ; ".join(updates))


def _restamp_minted(store: GraphStore, graph: NamedNode, old: bytes, new: Literal) -> None:
    text = store.minted.text(graph.value)
    if text is not None:
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith(old)]
        lines.append(old + f"{new} {graph} .\n".encode())
        with writing(store):
            store.minted.put_packed(graph.value, pack_minted(b"".join(lines)))


_VERSION = term("pipe:extractorVersion")
_DIGEST = term("pipe:outputDigest")


def _same_outcome(store: GraphStore, graph: FilingGraph, node: NamedNode) -> bool:
    """Tell whether the run in the store was of the same extractor and wrote the same."""
    run = NamedNode(iris.run_iri(graph.filing))
    told = {_DIGEST: graph.digest, _VERSION: graph.extractor}
    return all(Quad(run, prop, Literal(value), node) in store.inner for prop, value in told.items())


def _replace(store: GraphStore, graph: FilingGraph, node: NamedNode) -> None:
    tail = f" {node} ."
    triples = "\n".join(f"{line.removesuffix(tail)} ." for line in graph.text.decode().splitlines())
    with writing(store):
        store.minted.put_packed(node.value, graph.minted)
        store.inner.update(f"DROP GRAPH {node} ; INSERT DATA {{ GRAPH {node} {{ {triples} }} }}")


def _load_fresh(store: GraphStore, graphs: dict[str, FilingGraph]) -> None:
    text = b"".join(graph.text for graph in graphs.values())
    with writing(store):
        for node, graph in graphs.items():
            store.minted.put_packed(node, graph.minted)
    if len(text) < BULK:
        with writing(store):
            store.inner.load(text, format=RdfFormat.N_QUADS)
        return
    with writing(store):
        if store.path:
            note_loading(store.path, sorted(graphs))
        store.inner.bulk_load(text, format=RdfFormat.N_QUADS)
        if store.path:
            forget_loading(store.path)
