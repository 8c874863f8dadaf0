"""An endpoint on this machine: it asks a database, or gives the answers that a test has written down."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

JSON = "application/sparql-results+json"


@dataclass
class Canned:
    """What is answered, whatever was asked."""

    body: bytes = b'{"head":{},"boolean":true}'
    kind: str = JSON
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    """Seconds before each half of the body."""
    promised: int | None = None
    """The length that the head gives, where it is not that of the body."""


@dataclass
class Loopback:
    """What the endpoint answers with, and what it has been asked."""

    url: str
    database: pyoxigraph.Store | None = None
    canned: Canned = field(default_factory=Canned)
    union: bool = True
    at_most: int | None = None
    """Rows that it gives; it does not say that there are more."""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)

    def answer(self, form: dict[str, list[str]]) -> Canned:
        """Return the answer to the fields of a form."""
        if self.database is None:
            return self.canned
        named: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(i) for i in form.get("default-graph-uri", [])]
        try:
            found = self.database.query(
                form["query"][0], use_default_graph_as_union=self.union and not named, default_graph=named or None
            )
        except SyntaxError as error:
            return Canned(str(error).encode(), "text/plain", 400)
        if isinstance(found, QueryTriples):
            return Canned(found.serialize(format=RdfFormat.N_TRIPLES) or b"", "application/n-triples")
        body = found.serialize(format=QueryResultsFormat.JSON) or b""
        if self.at_most is not None and b"bindings" in body:
            lines = pyoxigraph.parse_query_results(body, format=QueryResultsFormat.JSON)
            assert isinstance(lines, pyoxigraph.QuerySolutions)
            body = _first(form["query"][0], self.database, self.at_most)
        return Canned(body)


def _first(query: str, database: pyoxigraph.Store, limit: int) -> bytes:
    found = database.query(f"{query} LIMIT {limit}", use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return found.serialize(format=QueryResultsFormat.JSON) or b""


@contextmanager
def loopback(database: pyoxigraph.Store | None = None, canned: Canned | None = None) -> Iterator[Loopback]:
    """Run an endpoint on a free port."""
    state = Loopback("", database, canned or Canned())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            state.asked.append(form)
            state.heads.append(dict(self.headers))
            answer = state.answer(form)
            half = len(answer.body) // 2
            time.sleep(answer.wait)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body) if answer.promised is None else answer.promised))
            for key, value in answer.headers.items():
                self.send_header(key, value)
            self.end_headers()
            try:
                self.wfile.write(answer.body[:half])
                self.wfile.flush()
                time.sleep(answer.wait)
                self.wfile.write(answer.body[half:])
            except OSError:  # the asker has left
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_port}/sparql"
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
