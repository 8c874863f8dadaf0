"""The store: Oxigraph in a folder or in memory, behind the rdflib `Dataset` interface.

A store's folder holds a marker file with the version of its layout, a lock, the database, and the filings' texts (see
`kg.graph.texts`). One process may write, or any number read. Everything that changes a store is one transaction: after
a crash a filing's graph is there as a whole, old or new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.graph import iris
from kg.graph.iris import EntityIris
from kg.graph.journal import forget_loading, unfinished_loading
from kg.graph.ledger import Ledger
from kg.graph.lock import take_lock
from kg.graph.minted import FOLDER as _MINTED
from kg.graph.minted import Minted
from kg.graph.namespace import PREFIXES, ontology_quads, term
from kg.graph.source import Answer, Source, query_database, sorted_graphs
from kg.graph.texts import drop_orphans, has_text, keep_text, pack_text
from kg.graph.write import extractor_version, filing_quads, vocabulary_quads
from kg.model import Extraction, VocabularyEntry

if TYPE_CHECKING:
    from rdflib import Dataset

SCHEMA_VERSION = 1
"""Version of how facts are written; a store of another version has to be built again."""
_MARKER = "biotech-pipeline-store.json"
_DATA = "data"
_BATCH = 50
_PATIENCE = 3.0
"""Seconds to wait for a database that has just been closed."""
_DATABASE_ERRORS = (OSError, RuntimeError)
"""What the database raises: the second for damaged files."""


@dataclass
class GraphStore(Source):
    """An open store. Use it as a context manager, or close it."""

    inner: pyoxigraph.Store
    """The database itself, for what the rdflib interface is too slow for."""
    path: Path | None = None
    """The folder, or `None` for a store in memory."""
    read_only: bool = False
    texts: dict[str, bytes] = field(default_factory=dict, repr=False)
    """The filings' texts of a store in memory, packed (see `kg.graph.texts`)."""
    texts_of: Path | None = None
    """The folder of the store that this one in memory is a copy of: its texts are read from there."""
    minted: Minted = field(default_factory=Minted, repr=False)
    """The quads of each filing as extracted, before identity across filings."""
    _lock: IO[str] | None = field(default=None, repr=False)

    @cached_property
    def dataset(self) -> Dataset:
        """The store as an rdflib `Dataset` whose default graph is the union of all graphs."""
        # rdflib takes long to import and is not needed to load
        from oxrdflib import OxigraphStore  # noqa: PLC0415
        from rdflib import Dataset  # noqa: PLC0415

        dataset = Dataset(store=OxigraphStore(store=self.inner), default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace, override=True)
        return dataset

    @property
    def place(self) -> str:
        """The folder, or ``memory``."""
        return str(self.path or "memory")

    def query(self, text: str, *, seconds: float | None = None, rows: int | None = None) -> Answer:
        """Answer a query of any form, as `Source.query` and `kg.graph.source.query_database` say."""
        return query_database(self.inner, text, seconds=seconds, rows=rows)

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,  # noqa: A002
        graph: NamedNode | None = None,
    ) -> Iterable[Quad]:
        """Return the quads that match, read as they are taken."""
        return self.inner.quads_for_pattern(subject, predicate, object, graph)

    def named_graphs(self) -> list[NamedNode]:
        """Return the names of its graphs, sorted."""
        return sorted_graphs(self.inner.named_graphs())

    def in_memory(self) -> pyoxigraph.Store:
        """Return a copy of the database in memory."""
        copy = pyoxigraph.Store()
        # as text: quads that pass through Python one by one take several times as long
        quads = self.inner.dump(format=pyoxigraph.RdfFormat.N_QUADS)
        copy.bulk_load(quads, format=pyoxigraph.RdfFormat.N_QUADS)
        return copy

    @cached_property
    def ledger(self) -> Ledger:
        """Where the filings came from, and which failed."""
        return Ledger(self.path, read_only=self.read_only)

    def close(self) -> None:
        """Let go of the database and its lock; nothing can be asked of the store afterwards.

        Raises `StoreError` where the last writes cannot be brought to the disk; the lock is let go all the same.
        """
        self.__dict__.pop("dataset", None)
        if ledger := self.__dict__.pop("ledger", None):
            ledger.close()
        try:
            if self.path and not self.read_only and "inner" in self.__dict__:
                with writing(self):
                    self.inner.flush()
        finally:
            self.__dict__.pop("inner", None)
            if self._lock:
                self._lock.close()
                self._lock = None

    def __enter__(self) -> GraphStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def memory_store() -> GraphStore:
    """Return an empty store in memory, with the ontology."""
    store = GraphStore(pyoxigraph.Store())
    _load_ontology(store)
    return store


def is_store(folder: Path) -> bool:
    """Tell whether a folder is a store."""
    return (folder / _MARKER).is_file()


def create_store(folder: Path) -> GraphStore:
    """Create a store and open it for writing.

    Raises `StoreError` where the folder is a store already, holds other things, or cannot be made.
    """
    if is_store(folder):
        raise StoreError(f"{folder} is a store already; open it, or choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise StoreError(f"{folder} holds other things; choose a new or an empty folder for the store")
        _write_marker(folder, ontology="")
    except OSError as error:
        raise StoreError(f"{folder} cannot be made a store: {error.strerror}") from error
    return open_store(folder)


def open_store(folder: Path, *, read_only: bool = False) -> GraphStore:
    """Open a store, to write or only to read.

    Raises `StoreError` where the folder is no store, is of another version, or is in use by another process: one
    process may write, or several read.
    """
    marker = _read_marker(folder)
    if read_only and unfinished_loading(folder):
        open_store(folder).close()  # a build was cut off: only who may write can undo what it left half done
    lock = take_lock(folder, read_only=read_only)
    try:
        inner = _open_database(folder / _DATA, read_only=read_only)
    except _DATABASE_ERRORS as error:
        if lock:
            lock.close()
        raise StoreError(f"{folder} cannot be opened: {' '.join(str(error).split())}") from error
    store = GraphStore(inner, folder, read_only, minted=Minted(folder / _MINTED), _lock=lock)
    try:
        if not read_only:
            _settle(store, folder, marker)
    except StoreError:
        store.close()
        raise
    return store


def _settle(store: GraphStore, folder: Path, marker: dict[str, object]) -> None:
    """Undo what a build that was cut off left half done, and see to it that the ontology is this program's."""
    undo_loading(store)
    if marker.get("ontology") != _ontology_digest():
        _load_ontology(store)
        with writing(store):
            _write_marker(folder, ontology=_ontology_digest())


def open_or_create_store(folder: Path) -> GraphStore:
    """Open a store for writing; create it where there is none yet. Raises as `create_store` and `open_store` do."""
    return open_store(folder) if is_store(folder) else create_store(folder)


def copy_to_memory(source: Source) -> GraphStore:
    """Return a copy of a source in memory: many times faster to ask, for as long as it fits."""
    if not isinstance(source, GraphStore):
        return GraphStore(source.in_memory())
    return GraphStore(
        source.in_memory(),
        texts=dict(source.texts),
        texts_of=source.path or source.texts_of,
        minted=Minted(behind=source.minted),
    )


def replace_filing(
    store: GraphStore,
    extraction: Extraction,
    *,
    vocabulary: Sequence[VocabularyEntry] | EntityIris = (),
    extractor: str = "",
    read_at: datetime | None = None,
    packed: bytes | None = None,
) -> bool:
    """Put an extraction in place of what the store has of that filing; tell whether anything changed.

    Nothing changes where the same extractor wrote the same things before, whatever the time. `packed` is the filing's
    text as `pack_text` gives it, for an extraction that has come without. Raises `StoreError` where a fact cannot be
    written, and for a store opened only to read.
    """
    quads = filing_quads(extraction, vocabulary=vocabulary, extractor=extractor, read_at=read_at)
    _keep_text(store, extraction, packed)
    return _replace_batch(store, [(iris.graph_iri(extraction.filing.name), quads)]) > 0


def replace_filings(
    store: GraphStore,
    extractions: Iterable[Extraction],
    *,
    vocabulary: Sequence[VocabularyEntry] = (),
    extractor: str = "",
    read_at: datetime | None = None,
) -> int:
    """Do as `replace_filing` for many filings, some fifty a transaction, and return how many changed."""
    minter = EntityIris(vocabulary)
    rest = iter(extractions)
    changed = 0
    while batch := list(islice(rest, _BATCH)):
        for extraction in batch:
            _keep_text(store, extraction)
        changed += _replace_batch(
            store,
            [
                (
                    iris.graph_iri(extraction.filing.name),
                    filing_quads(extraction, vocabulary=minter, extractor=extractor, read_at=read_at),
                )
                for extraction in batch
            ],
        )
    return changed


def remove_filing(store: GraphStore, name: str) -> bool:
    """Remove a filing by its name; tell whether it was there."""
    graph = NamedNode(iris.graph_iri(name))
    if not holds(store, graph):
        return False
    with writing(store):
        store.inner.update(f"DROP GRAPH {graph}")
        drop_orphans(store)
        store.minted.remove(graph.value)
    store.ledger.forget([name])
    return True


def is_current(store: GraphStore, name: str, *, content_hash: str, extractor: str = "") -> bool:
    """Tell whether a file with that content has been read by that version of the extractor already, text and all."""
    graph = NamedNode(iris.graph_iri(name))
    run, filing = NamedNode(iris.run_iri(name)), NamedNode(iris.filing_iri(name))
    version = Literal(extractor or extractor_version())
    return (
        Quad(filing, term("pipe:contentHash"), Literal(content_hash), graph) in store.inner
        and Quad(run, term("pipe:extractorVersion"), version, graph) in store.inner
        and has_text(store, name, content_hash)
    )


def replace_vocabulary(store: GraphStore, entries: Sequence[VocabularyEntry]) -> None:
    """Put vocabulary entries in place of the graph of entities. Raises as `vocabulary_quads` does."""
    replace_graph(store, iris.ENTITIES_GRAPH, vocabulary_quads(entries))


def replace_graph(store: GraphStore, graph: str, quads: Iterable[Quad]) -> None:
    """Put quads in place of a whole named graph, in one transaction; what is the same is not written again."""
    node = NamedNode(graph)
    old, new = set(store.inner.quads_for_pattern(None, None, None, node)), set(quads)
    gone, come = old - new, new - old
    if not old or not gone:
        with writing(store):
            store.inner.extend(come)
        return
    if len(gone) == len(old) or any(isinstance(n, BlankNode) for quad in gone for n in (quad.subject, quad.object)):
        update, come = f"DROP GRAPH {node}", new  # nodes without a name cannot be told one by one
    else:
        update = f"DELETE DATA {{ {_group(node, gone)} }}"
    with writing(store):
        store.inner.update(f"{update} ; INSERT DATA {{ {_group(node, come)} }}")


def _group(graph: NamedNode, quads: Iterable[Quad]) -> str:
    triples = " ".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
    return f"GRAPH {graph} {{ {triples} }}"


def undo_loading(store: GraphStore) -> None:
    """Drop what was being loaded when a process ended or was interrupted, if anything was."""
    if store.path and (half_loaded := unfinished_loading(store.path)):
        drop_graphs(store, half_loaded)
        with writing(store):
            store.inner.flush()
            forget_loading(store.path)


def drop_graphs(store: GraphStore, graphs: Iterable[str]) -> None:
    """Drop named graphs, in one transaction; those that are not there do no harm."""
    with writing(store):
        store.inner.update(" ; ".join(f"DROP SILENT GRAPH {NamedNode(graph)}" for graph in graphs))


def filing_graphs(source: Source) -> list[NamedNode]:
    """Return the named graphs of filings, in order."""
    return [graph for graph in source.named_graphs() if graph.value.startswith(iris.FILING_GRAPHS)]


def _keep_text(store: GraphStore, extraction: Extraction, packed: bytes | None = None) -> None:
    """Keep the text of a filing that is about to count."""
    filing = extraction.filing
    with writing(store):
        keep_text(store, filing.name, filing.content_hash, packed if packed is not None else pack_text(extraction))


def _replace_batch(store: GraphStore, graphs: list[tuple[str, list[Quad]]]) -> int:
    fresh: dict[str, list[Quad]] = {}
    changed = 0
    for graph, quads in graphs:
        if graph in fresh:
            changed += _extend(store, fresh)
            fresh = {}
        if not holds(store, NamedNode(graph)):
            fresh[graph] = quads
        elif not _same_outcome(store, quads):
            _keep_minted(store, {graph: quads})
            replace_graph(store, graph, quads)
            changed += 1
    return changed + _extend(store, fresh)


def _extend(store: GraphStore, graphs: dict[str, list[Quad]]) -> int:
    if graphs:
        _keep_minted(store, graphs)
        with writing(store):
            store.inner.extend(quad for quads in graphs.values() for quad in quads)
    return len(graphs)


def _keep_minted(store: GraphStore, graphs: dict[str, list[Quad]]) -> None:
    with writing(store):
        for graph, quads in graphs.items():
            store.minted.put(graph, quads)


def _same_outcome(store: GraphStore, quads: Iterable[Quad]) -> bool:
    """Tell whether the run in the store was of the same extractor and wrote the same."""
    told = {term("pipe:outputDigest"), term("pipe:extractorVersion")}
    return all(quad in store.inner for quad in quads if quad.predicate in told)


def holds(store: GraphStore, graph: NamedNode) -> bool:
    """Tell whether the store has anything in a named graph."""
    return next(iter(store.inner.quads_for_pattern(None, None, None, graph)), None) is not None


@contextmanager
def writing(store: GraphStore) -> Iterator[None]:
    """Turn what goes wrong while the database is written into a `StoreError`, as is writing what is only to be read."""
    if store.read_only:
        raise StoreError(f"{store.path} was opened only to read; open it for writing")
    try:
        yield
    except _DATABASE_ERRORS as error:
        raise StoreError(f"{store.path or 'the store'} cannot be written: {' '.join(str(error).split())}") from error


def _open_database(data: Path, *, read_only: bool) -> pyoxigraph.Store:
    """Open the database; wait a little where it is still locked.

    Our own lock is held here, so no other process has it: the database lets go of its own a moment after it is closed.
    """
    end = monotonic() + _PATIENCE
    while True:
        try:
            return pyoxigraph.Store.read_only(str(data)) if read_only else pyoxigraph.Store(str(data))
        except OSError as error:
            if "lock" not in str(error).lower() or monotonic() > end:
                raise
            sleep(0.02)


def _load_ontology(store: GraphStore) -> None:
    graph = NamedNode(iris.ONTOLOGY_GRAPH)
    replace_graph(store, graph.value, [Quad(q.subject, q.predicate, q.object, graph) for q in ontology_quads()])


def _ontology_digest() -> str:
    lines = sorted(str(quad) for quad in ontology_quads())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _write_marker(folder: Path, *, ontology: str) -> None:
    marker = {"what": "store of a biotech pipeline graph", "schema": SCHEMA_VERSION, "ontology": ontology}
    written = folder / f"{_MARKER}.new"
    written.write_text(json.dumps(marker, indent=1) + "\n", encoding="utf-8")
    written.replace(folder / _MARKER)


def _read_marker(folder: Path) -> dict[str, object]:
    if not is_store(folder):
        state = "is not a store" if folder.is_dir() else "is no folder"
        raise StoreError(f"{folder} {state}; build one there first, or name another folder")
    try:
        marker = json.loads((folder / _MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder / _MARKER} cannot be read; build the store again in a new folder") from error
    found = marker.get("schema") if isinstance(marker, dict) else None
    if found != SCHEMA_VERSION:
        raise StoreError(f"{folder} is of version {found}, this program reads {SCHEMA_VERSION}; build the store again")
    return dict(marker)
