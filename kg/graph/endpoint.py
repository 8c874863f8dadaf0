"""A graph behind a SPARQL 1.1 endpoint.

Queries go out as the SPARQL 1.1 Protocol says (section 2.1.2, POST with the fields of a form); rows come back as SPARQL
1.1 Query Results JSON, triples as N-Triples or Turtle. An endpoint whose default graph is not the union of its named
graphs is told to make it so, by naming the graphs of the dataset in every request (section 2.1.4).
"""

from __future__ import annotations

import base64
import http.client
import io
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import IO, Any, NoReturn
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QueryResultsFormat, RdfFormat, Triple

from kg.errors import EndpointError, QueryError
from kg.graph import iris
from kg.graph.namespace import PREFIXES
from kg.graph.source import (
    Answer,
    Rows,
    Source,
    graph_quads,
    out_of_time,
    rows_of,
    shortened,
    sorted_graphs,
    triples_of,
)

PATIENCE = 60.0
"""Seconds to wait for an answer where no limit is given."""
LARGEST = 512 * 1024 * 1024
"""Bytes that an answer may have."""
_NAMED_AT_MOST = 2000
"""Graphs that can be named in every request, where the endpoint makes no union of them."""
_ACCEPTED = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
_TRIPLES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
}
_ROWS = {"application/sparql-results+json", "application/json"}
_MALFORMED = 400
_SAID = 300
_CHUNK = 1 << 16
_USED = re.compile(r"(?<![\w<])([a-z]+):")
_DECLARED = re.compile(r"\bPREFIX\s+([a-z]*):", re.IGNORECASE)


@dataclass
class Endpoint(Source):
    """A SPARQL 1.1 endpoint to read from; use it as a context manager, as a store."""

    address: str
    credentials: str = ""
    """Name and password with a colon between them, for HTTP's basic authentication."""
    graphs: tuple[str, ...] = ()
    """The graphs that every query names as its dataset; none where the endpoint makes the union itself."""
    largest: int = LARGEST

    @property
    def place(self) -> str:
        """Its address, without name and password."""
        return self.address

    def __enter__(self) -> Endpoint:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Nothing stays open between requests."""

    def query(self, text: str, *, seconds: float | None = None, rows: int | None = None) -> Answer:
        """Answer a query of any form, as `Source.query` says; rows that the endpoint itself cut off are missing too."""
        with _Body(self, _with_prefixes(text), self.graphs, seconds) as body:
            return _read(self.address, body, rows)

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,  # noqa: A002
        graph: NamedNode | None = None,
    ) -> Iterable[Quad]:
        """Return the quads that match, asked for with one query."""
        parts = {"s": subject, "p": predicate, "o": object, "g": graph}
        free = [f"?{name}" for name, part in parts.items() if part is None]
        s, p, o, g = (str(part or f"?{name}") for name, part in parts.items())
        found = self._plainly(f"SELECT {' '.join(free) or '*'} {{ GRAPH {g} {{ {s} {p} {o} }} }}")
        for row in found.rows:
            bound = dict(zip(found.columns, row, strict=True))
            terms: list[Any] = [part or bound.get(name) for name, part in parts.items()]
            yield Quad(*terms)

    def has(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,  # noqa: A002
        graph: NamedNode | None = None,
    ) -> bool:
        """Tell whether any quad matches."""
        s, p, o, g = (
            part or f"?{name}" for name, part in zip("spog", (subject, predicate, object, graph), strict=True)
        )
        return self.ask(f"ASK {{ GRAPH {g} {{ {s} {p} {o} }} }}")

    def named_graphs(self) -> list[NamedNode]:
        """Return the names of its graphs, sorted."""
        found = self._plainly("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return sorted_graphs(cell for row in found.rows for cell in row)

    def in_memory(self) -> pyoxigraph.Store:
        """Return a copy of all graphs below the project's base, read graph by graph.

        Raises `EndpointError` where the endpoint gives fewer quads than it counts: what is left out silently would
        look like what nobody has said.
        """
        copy = pyoxigraph.Store()
        counted = self._plainly("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        for graph, count in counted.rows:
            if isinstance(graph, NamedNode) and isinstance(count, Literal) and graph.value.startswith(iris.BASE):
                copy.bulk_extend(graph_quads(self._graph(graph, int(count.value))))
        return copy

    def _graph(self, graph: NamedNode, count: int) -> list[Quad]:
        """Read a whole graph; an endpoint that gives only so many rows at a time is asked property by property."""
        found = list(self._some(graph, None))
        if len(found) < count:
            listed = self._plainly(f"SELECT DISTINCT ?p {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
            found = [q for (p,) in listed.rows if isinstance(p, NamedNode) for q in self._some(graph, p)]
        if len(found) < count:
            raise EndpointError(
                f"{self.address} gives {len(found)} of the {count} triples of {graph.value}; "
                "raise the number of rows that it answers with (Virtuoso: ResultSetMaxRows)"
            )
        return found

    def _some(self, graph: NamedNode, predicate: NamedNode | None) -> Iterator[Quad]:
        p = predicate or "?p"
        found = self.select(f"SELECT ?s {p if predicate is None else ''} ?o {{ GRAPH {graph} {{ ?s {p} ?o }} }}")
        for row in found.rows:
            terms: list[Any] = [row[0], predicate or row[1], row[-1], graph]
            yield Quad(*terms)

    def _plainly(self, text: str) -> Rows:
        """Answer a SELECT query, of which every row counts."""
        found = self.select(text)
        if not found.complete:
            raise EndpointError(
                f"{self.address} gives only the first {len(found.rows)} rows of what was asked; "
                "raise the number of rows that it answers with (Virtuoso: ResultSetMaxRows)"
            )
        return found


def open_endpoint(address: str) -> Endpoint:
    """Return an endpoint that has answered, and whose default graph is, or is made, the union of its graphs.

    The address is one of HTTP or HTTPS, and may carry a name and a password (``https://name:password@host/sparql``).
    Raises `EndpointError` where it does not answer, has no filing in a graph of its own, or makes no union of too many.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise EndpointError(f"{address!r} is no address of an endpoint; write it as http://localhost:8890/sparql")
    host = parts.netloc.rpartition("@")[2]
    plain = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
    credentials = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else ""
    found = Endpoint(plain, credentials)
    united = found.ask("ASK { ?filing a pipe:Filing . ?statement a pipe:Statement }")
    if not found.ask("ASK { GRAPH ?graph { ?filing a pipe:Filing } }"):
        lack = "has its filings in no named graphs" if united else "answers, but holds no filing"
        raise EndpointError(f"{plain} {lack}; load a graph that kg export has written as TriG or N-Quads")
    if united:
        return found
    graphs = tuple(graph.value for graph in found.named_graphs() if graph.value.startswith(iris.BASE))
    if len(graphs) > _NAMED_AT_MOST:
        raise EndpointError(
            f"{plain} makes no union of its {len(graphs)} graphs; switch that on "
            "(Oxigraph: --union-default-graph, Jena: tdb:unionDefaultGraph)"
        )
    return Endpoint(plain, credentials, graphs)


def _with_prefixes(text: str) -> str:
    """Put the declarations before a query that it does without, on its first line."""
    wanted = set(_USED.findall(text)) - set(_DECLARED.findall(text))
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in PREFIXES if p in wanted) + text


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Nobody is sent elsewhere: a query that was meant for one host stays there."""

    def redirect_request(self, *_: object) -> None:
        return None


class _Body(io.RawIOBase):
    """The body of an answer, which comes within its time and is no larger than it may be."""

    def __init__(self, endpoint: Endpoint, text: str, graphs: Iterable[str], seconds: float | None) -> None:
        self._endpoint, self._limit = endpoint, seconds
        self._end = monotonic() + (seconds or PATIENCE)
        self._left = endpoint.largest
        self._response = self._ask(text, graphs)
        self.kind = (self._response.headers.get_content_type() or "").lower()
        self.cut_at = self._response.headers.get("X-SPARQL-MaxRows")

    def _ask(self, text: str, graphs: Iterable[str]) -> http.client.HTTPResponse:
        named = [(key, graph) for graph in graphs for key in ("default-graph-uri", "named-graph-uri")]
        headers = {"Accept": _ACCEPTED, "User-Agent": "biotech-pipeline-kg"}
        if self._endpoint.credentials:
            token = base64.b64encode(self._endpoint.credentials.encode()).decode()
            headers["Authorization"] = f"Basic {token}"
        form = urlencode([("query", text), *named]).encode()
        request = urllib.request.Request(self._endpoint.address, form, headers)  # noqa: S310  # checked when opened
        try:
            opener = urllib.request.build_opener(_NoRedirect)
            response: http.client.HTTPResponse = opener.open(request, timeout=self._limit or PATIENCE)
        except urllib.error.HTTPError as error:
            with error:
                _refused(self._endpoint.address, error)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._failed(error)
        return response

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if monotonic() > self._end:
            self._late()
        try:
            piece = self._response.read(min(len(buffer), _CHUNK))
        except (OSError, http.client.HTTPException) as error:
            self._failed(error)
        if not piece and self._response.length:
            self._failed(http.client.IncompleteRead(piece, self._response.length))
        self._left -= len(piece)
        if self._left < 0:
            raise EndpointError(
                f"{self._endpoint.address} answers with more than {self._endpoint.largest} bytes; ask for less"
            )
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed and "_response" in self.__dict__:
            self._response.close()
        super().close()

    def _failed(self, error: Exception) -> NoReturn:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError):
            self._late()
        if isinstance(reason, ssl.SSLError):
            raise EndpointError(
                f"{self._endpoint.address} has no certificate that this machine trusts ({reason.reason})"
            ) from error
        if isinstance(reason, http.client.IncompleteRead | ConnectionResetError):
            raise EndpointError(f"{self._endpoint.address} broke off in the middle of its answer; ask again") from error
        words = getattr(reason, "strerror", None) or " ".join(str(reason).split()) or type(reason).__name__
        raise EndpointError(
            f"{self._endpoint.address} cannot be reached ({words}); check the address and that the server runs"
        ) from error

    def _late(self) -> NoReturn:
        if self._limit is not None:
            raise out_of_time(self._limit) from None
        raise EndpointError(
            f"{self._endpoint.address} has not answered within {PATIENCE:g} s; check that the server is well"
        )


def _refused(address: str, error: urllib.error.HTTPError) -> NoReturn:
    """Say what a status means."""
    said = " ".join(error.read(_SAID * 4).decode("utf-8", "replace").split())[:_SAID] if error.fp else ""
    if error.code == _MALFORMED:
        raise QueryError(f"{address} refuses the query: {said or error.reason}") from error
    meanings = {
        401: "asks for a name and a password; write them into the address as https://name:password@host",
        403: "does not allow this; ask whoever runs it",
        404: "has nothing at that address; the endpoint's path is often /sparql or /query",
        405: "takes no queries by POST at that address; look up the endpoint's own path",
        413: "takes no query of that size; ask for less",
        429: "has been asked too often; wait a little",
    }
    if error.code in meanings:
        raise EndpointError(f"{address} {meanings[error.code]} (status {error.code})") from error
    moved = error.headers.get("Location") if 300 <= error.code < 400 else None
    if moved:
        raise EndpointError(f"{address} has moved to {moved}; give that address") from error
    raise EndpointError(f"{address} fails with status {error.code}: {said or error.reason}") from error


def _read(address: str, body: _Body, limit: int | None) -> Answer:
    """Read an answer in whatever form it comes."""
    stream = io.BufferedReader(body, _CHUNK)
    try:
        if body.kind in _ROWS:
            return _rows(body, stream, limit)
        if body.kind in _TRIPLES:
            return triples_of(_triples(stream, _TRIPLES[body.kind]), limit)
    except (SyntaxError, ValueError) as error:
        raise EndpointError(f"{address} answers with what is not {body.kind}: {shortened(error)}") from error
    raise EndpointError(f"{address} answers with {body.kind or 'no type'}, not with SPARQL results; check the path")


def _rows(body: _Body, stream: IO[bytes], limit: int | None) -> Answer:
    found = pyoxigraph.parse_query_results(stream, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return bool(found)
    rows = rows_of(found, limit)
    if body.cut_at and body.cut_at.isdigit() and len(rows.rows) >= int(body.cut_at):
        return Rows(rows.columns, rows.rows, complete=False)
    return rows


def _triples(stream: IO[bytes], form: RdfFormat) -> Iterator[Triple]:
    return (quad.triple for quad in pyoxigraph.parse(stream, format=form))
