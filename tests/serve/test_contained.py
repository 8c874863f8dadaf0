"""No query reaches the network or the file system: the running server is asked, and a socket and a file watch."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.running import JSON, Server

CANARY = "canary-5f2c"


class Listener:
    """Accepts connections, and counts them."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.heard: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.heard.append(connection.recv(4096))


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.socket.close()


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    file = tmp_path / "canary.ttl"
    file.write_text(f'<urn:canary> <urn:says> "{CANARY}" .\n', encoding="utf-8")
    return file


SERVICES = (
    "SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?g {{ <http://127.0.0.1:{port}/> }} SERVICE ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND (IRI('http://127.0.0.1:{port}/') AS ?g) SERVICE SILENT ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\U00000053ERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ S\\u0045RVICE<http://127.0.0.1:{port}/>{{?s ?p ?o}} }}",
    "SELECT * {{ #\rSERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} \r\n }}",
    "SELECT * {{ # harmless \\u000A SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} \n }}",
    'SELECT * {{ BIND ("\\u0022 AS ?x) SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} #" AS ?y) \n }}',
    "SELECT * {{ ?s ?p '''it''' . SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ OPTIONAL {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ FILTER EXISTS {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "ASK {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "SELECT * FROM <http://127.0.0.1:{port}/x.ttl> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <http://127.0.0.1:{port}/x.ttl> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * fr\\u006fm <http://127.0.0.1:{port}/x.ttl> {{ ?s ?p ?o }}",
    "LOAD <http://127.0.0.1:{port}/x.ttl>",
    "LOAD SILENT <http://127.0.0.1:{port}/x.ttl> INTO GRAPH <urn:g>",
    "DESCRIBE <http://127.0.0.1:{port}/x.ttl>",
    "SELECT * {{ GRAPH <http://127.0.0.1:{port}/x.ttl> {{ ?s ?p ?o }} }}",
    "BASE <http://127.0.0.1:{port}/> SELECT * {{ <x.ttl> ?p ?o }}",
    "SELECT (<http://127.0.0.1:{port}/>(1) AS ?x) {{}}",
)
FILES = (
    "SELECT * FROM <{file}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{file}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM\n<{file}> # \n {{ ?s ?p ?o }}",
    "SELECT * {{ GRAPH <{file}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <{file}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{file}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{file}>",
    "CONSTRUCT FROM <{file}> WHERE {{ ?s ?p ?o }}",
    "LOAD <{file}>",
)


@pytest.mark.parametrize("query", SERVICES)
def test_no_request_leaves(server: Server, listener: Listener, query: str) -> None:
    asked = query.format(port=listener.port)
    got = server.ask(asked, "*/*")
    posted = server.call("POST", "/sparql", headers={"Content-Type": "application/sparql-query"}, body=asked.encode())
    assert listener.heard == []
    for answer in (got, posted):
        assert answer.status in {200, 400}
        if answer.status == 200 and answer.media_type == JSON:
            assert json.loads(answer.body)["results"]["bindings"] == []


@pytest.mark.parametrize("query", FILES)
def test_no_file_is_read(server: Server, canary: Path, query: str) -> None:
    for address in (canary.as_uri(), str(canary), f"file:{canary}"):
        answer = server.ask(query.format(file=address), "*/*")
        assert CANARY not in answer.text
        assert answer.status in {200, 400}


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_graphs_of_a_request_are_those_of_the_store(
    server: Server, listener: Listener, canary: Path, name: str
) -> None:
    for address in (f"http://127.0.0.1:{listener.port}/x.ttl", canary.as_uri()):
        answer = server.ask("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", JSON, **{name: address})
        assert answer.status == 200
        assert json.loads(answer.body)["results"]["bindings"] == []
    assert listener.heard == []


def test_the_watchers_can_see(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", listener.port)) as connection:
        connection.sendall(b"hello")
        connection.recv(1)
    assert listener.heard == [b"hello"]
