"""Where a graph is read from: a store in a folder or in memory, or a SPARQL 1.1 endpoint elsewhere.

Whatever only reads a graph takes a `Source`: a `kg.graph.store.GraphStore` or a `kg.graph.endpoint.Endpoint`.
"""

from __future__ import annotations

import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Triple

from kg.errors import LimitError, QueryError
from kg.graph.namespace import PREFIXES

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

Term = NamedNode | BlankNode | Literal | Triple
"""What a cell of a row holds."""
DATABASE_ERRORS = (OSError, RuntimeError, ValueError)
"""What the database raises: the second for damaged files, the third for what it cannot work out."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    complete: bool = True
    """Whether these are all; else the row limit cut the others off."""


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE query: each triple once, in no order."""

    triples: tuple[Triple, ...]
    complete: bool = True


Answer = Rows | Triples | bool


class Source(ABC):
    """A graph that can be asked; its default graph is the union of its named graphs.

    Prefixes of `kg.graph.namespace.PREFIXES` need not be declared in queries. Queries are run as they are given: text
    from outside goes through `kg.query.tokens.contained` first, which refuses what could leave the graph or change it.
    Methods raise `QueryError` for what is no query, `LimitError` where the time limit has passed, and `EndpointError`
    where a remote source fails.
    """

    @property
    @abstractmethod
    def place(self) -> str:
        """Where it is, for messages: a folder, ``memory``, or an address."""

    @abstractmethod
    def query(self, text: str, *, seconds: float | None = None, rows: int | None = None) -> Answer:
        """Answer a query of any form; at most so many rows or triples, within so many seconds."""

    @abstractmethod
    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,  # noqa: A002
        graph: NamedNode | None = None,
    ) -> Iterable[Quad]:
        """Return the quads of the named graphs that match, in no order; `None` matches all."""

    @abstractmethod
    def named_graphs(self) -> list[NamedNode]:
        """Return the names of its graphs, sorted."""

    @abstractmethod
    def in_memory(self) -> pyoxigraph.Store:
        """Return a copy of all named graphs as a database in memory, for whoever reads the whole."""

    def select(self, text: str, *, seconds: float | None = None, rows: int | None = None) -> Rows:
        """Answer a SELECT query. Raises `QueryError` for one of another form."""
        answer = self.query(text, seconds=seconds, rows=rows)
        if not isinstance(answer, Rows):
            raise QueryError("the query gives no rows; write SELECT")
        return answer

    def ask(self, text: str, *, seconds: float | None = None) -> bool:
        """Answer an ASK query. Raises `QueryError` for one of another form."""
        answer = self.query(text, seconds=seconds)
        if not isinstance(answer, bool):
            raise QueryError("the query is no question of yes or no; write ASK")
        return answer

    def construct(self, text: str, *, seconds: float | None = None, rows: int | None = None) -> Triples:
        """Answer a CONSTRUCT or DESCRIBE query. Raises `QueryError` for one of another form."""
        answer = self.query(text, seconds=seconds, rows=rows)
        if not isinstance(answer, Triples):
            raise QueryError("the query gives no triples; write CONSTRUCT or DESCRIBE")
        return answer

    def has(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,  # noqa: A002
        graph: NamedNode | None = None,
    ) -> bool:
        """Tell whether any quad matches."""
        return next(iter(self.quads(subject, predicate, object, graph)), None) is not None


def open_source(store: Path, *, endpoint: str | None = None) -> AbstractContextManager[Source]:
    """Open what is to be read, as a context manager: the endpoint where an address is given, else the store's folder.

    Raises `StoreError` or `EndpointError` where it cannot be opened.
    """
    # both import this module
    from kg.graph.endpoint import open_endpoint  # noqa: PLC0415
    from kg.graph.store import open_store  # noqa: PLC0415

    return open_endpoint(endpoint) if endpoint else open_store(store, read_only=True)


def query_database(
    database: pyoxigraph.Store, text: str, *, seconds: float | None = None, rows: int | None = None
) -> Answer:
    """Answer a query from a database of this process, as `Source.query` says.

    The database cannot be interrupted: what runs out of time goes on in a thread of its own until it is done, and its
    answer is dropped.
    """
    if seconds is None:
        return _query(database, text, rows)
    return _within(seconds, lambda: _query(database, text, rows))


def _query(database: pyoxigraph.Store, text: str, limit: int | None) -> Answer:
    try:
        found = database.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        if isinstance(found, QueryBoolean):
            return bool(found)
        if isinstance(found, QuerySolutions):
            return rows_of(found, limit)
        return triples_of(found, limit)
    except SyntaxError as error:
        raise QueryError(f"not SPARQL: {shortened(error)}") from error
    except DATABASE_ERRORS as error:
        raise QueryError(f"the query cannot be run: {shortened(error)}") from error


def rows_of(found: QuerySolutions, limit: int | None) -> Rows:
    """Return solutions as rows, at most so many."""
    columns = tuple(variable.value for variable in found.variables)
    some = list(islice(found, limit if limit is None else limit + 1))
    kept = some if limit is None else some[:limit]
    return Rows(columns, tuple(tuple(solution) for solution in kept), complete=len(kept) == len(some))


def triples_of(found: Iterable[Triple], limit: int | None) -> Triples:
    """Return triples, each once, at most so many."""
    some: dict[Triple, None] = {}
    for triple in found:
        if limit is not None and len(some) == limit and triple not in some:
            return Triples(tuple(some), complete=False)
        some[triple] = None
    return Triples(tuple(some))


def _within(seconds: float, work: Callable[[], Answer]) -> Answer:
    """Do some work in a thread, and stop waiting for it when the time is over."""
    done: queue.SimpleQueue[Answer | QueryError] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put(work())
        except QueryError as error:
            done.put(error)

    threading.Thread(target=run, name="query", daemon=True).start()
    try:
        answer = done.get(timeout=seconds)
    except queue.Empty:
        raise out_of_time(seconds) from None
    if isinstance(answer, QueryError):
        raise answer
    return answer


def out_of_time(seconds: float) -> LimitError:
    """Return the error that says that a time limit has passed."""
    return LimitError(f"the query took longer than {seconds:g} s and was given up; ask for less, or allow more time")


def shortened(error: Exception) -> str:
    """Return what the database says in one line, without its list of all characters that could have stood there."""
    words = " ".join(str(error).split())
    place, _, rest = words.partition(": expected one of ")
    if not rest:
        return words
    listed = [part for part in rest.split(", ") if "'" not in part]
    return f"{place}: expected one of {', '.join(listed[:12])}" if listed else place


def sorted_graphs(found: Iterable[object]) -> list[NamedNode]:
    """Return the named graphs among some terms, sorted, each once."""
    return sorted({g for g in found if isinstance(g, NamedNode)}, key=lambda g: g.value)


def graph_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads that stand in a named graph."""
    return (quad for quad in quads if isinstance(quad.graph_name, NamedNode))
