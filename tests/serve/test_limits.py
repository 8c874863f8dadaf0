"""Limits hold, say so, and harm nobody else."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg import cli_serve
from kg.errors import KgError
from kg.serve.limits import Limits
from tests.serve.running import JSON, Server, serving

EVERYTHING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOARD = "SELECT DISTINCT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"


@pytest.fixture(scope="module")
def strict(store_folder: Path) -> Iterator[Server]:
    with serving(store_folder, "--timeout", "2", "--max-rows", "10", "--workers", "2") as running:
        yield running


def children(pid: int) -> set[int]:
    """All processes that come from one."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
                if state != "Z":
                    parents[int(entry.name)] = int(parent)
            except OSError:
                continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def test_a_runaway_query_is_ended_and_harms_nobody(store_folder: Path) -> None:
    with serving(store_folder, "--timeout", "8", "--workers", "2") as server, ThreadPoolExecutor(8) as clients:
        runaways = [clients.submit(server.ask, EVERYTHING) for _ in range(5)]
        time.sleep(1)
        for _ in range(5):
            assert json.loads(server.ask("ASK { ?s a pipe:Filing }").body)["boolean"] is True
        assert [runaway for runaway in runaways if runaway.done()] == []  # more of them than workers, and all still run
        ended = [runaway.result() for runaway in runaways]
        assert {answer.status for answer in ended} == {504}
        assert all("longer than 8 s" in answer.text for answer in ended)
        assert {answer.headers["x-time-limit"] for answer in ended} == {"8"}
        assert server.ask("ASK {}").status == 200


def test_more_rows_than_the_limit_are_refused_and_not_cut(strict: Server) -> None:
    for accept in (JSON, "text/csv"):
        answer = strict.ask("SELECT * { ?s ?p ?o }", accept)
        assert answer.status == 422
        assert answer.headers["x-row-limit"] == "10"
        assert "more than 10 rows" in answer.text
    assert len(json.loads(strict.ask("SELECT * { ?s ?p ?o } LIMIT 10").body)["results"]["bindings"]) == 10
    assert "more than 10 triples" in strict.ask("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle").text


def test_a_client_that_goes_takes_its_query_along(strict: Server) -> None:
    before = len(children(strict.process.pid))
    with socket.create_connection(("127.0.0.1", strict.port)) as connection:
        query = EVERYTHING.replace(" ", "+").replace("{", "%7B").replace("}", "%7D").replace("?", "%3F")
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.5)
    time.sleep(0.5)
    assert len(children(strict.process.pid)) <= before
    assert strict.ask("ASK {}").status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit what a process takes")
def test_a_query_that_hoards_is_ended(store_folder: Path) -> None:
    with serving(store_folder, "--timeout", "30", "--memory", "100") as server:
        answer = server.ask(HOARD)
        assert answer.status == 422
        assert "memory" in answer.text
        assert server.ask("ASK {}").status == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"what is this\r\n\r\n", 400),
        (b"GET /sparql HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET /sparql?query=" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /sparql HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", 431),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 100000000\r\nConnection: close\r\n\r\n",
            413,
        ),
    ],
    ids=["no HTTP", "no header", "long address", "long header", "no length", "large body"],
)
def test_what_is_no_request_is_told_so(server: Server, sent: bytes, status: int) -> None:
    assert server.raw(sent).startswith(f"HTTP/1.1 {status} ".encode())


def test_a_large_body_in_pieces_is_refused(server: Server) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n"
    )
    piece = b"10000\r\n" + b"#" * 0x10000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(head + b"\r\n")
        for _ in range(Limits().body_bytes // 0x10000 + 4):
            connection.sendall(piece)
        connection.sendall(b"0\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_requests_that_do_not_come_are_not_waited_for(store_folder: Path) -> None:
    with serving(store_folder, "--patience", "1") as server:
        head = (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\n"
        )
        with ThreadPoolExecutor(3) as clients:
            half_head = clients.submit(server.raw, b"GET /sparql HTTP/1.1\r\nHost: ")
            half_body = clients.submit(server.raw, head + b"ASK")
            nothing = clients.submit(server.raw, b"")
        assert half_head.result().startswith(b"HTTP/1.1 408 ")
        assert half_body.result().startswith(b"HTTP/1.1 408 ")
        assert nothing.result() == b""
        with ThreadPoolExecutor(40) as clients:
            drips = [clients.submit(_drip, server) for _ in range(40)]
            assert server.ask("ASK {}").status == 200
        assert all(drip.result() for drip in drips)


def _drip(server: Server) -> bool:
    """Send a letter now and then, and tell whether the server hangs up."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        for letter in b"GET /sparql HTTP/1.1":
            try:
                connection.sendall(bytes([letter]))
                connection.settimeout(0.2)
                if connection.recv(100) != b"":
                    return True
            except TimeoutError:
                continue
            except OSError:
                return True
            return True
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told_to_and_leaves_nothing(store_folder: Path, number: int) -> None:
    with serving(store_folder) as server:
        assert server.ask("ASK {}").status == 200
        left = children(server.process.pid)
        assert left
        asking = threading.Thread(target=lambda: server.ask(EVERYTHING), daemon=True)
        asking.start()
        time.sleep(0.3)
        server.process.send_signal(number)
        assert server.process.wait(timeout=15) == 0
        time.sleep(0.2)
        assert alive(left) == set()


def test_the_processes_go_when_the_server_is_killed(store_folder: Path) -> None:
    with serving(store_folder) as server:
        assert server.ask("ASK {}").status == 200
        left = children(server.process.pid)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(timeout=10)
        time.sleep(0.5)
        assert alive(left) == set()


def alive(pids: set[int]) -> set[int]:
    return pids & children(0)


def refused(*options: str) -> str:
    command = [sys.executable, "-m", "kg", "serve", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_what_cannot_be_served_is_said_in_one_line(store_folder: Path, tmp_path: Path, server: Server) -> None:
    assert "--port" in refused("--store", str(store_folder), "--port", str(server.port))
    assert "is not a store" in refused("--store", str(tmp_path), "--port", "0")
    assert "--host" in refused("--store", str(store_folder), "--host", "192.0.2.1", "--port", "0")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_serve, "find_spec", lambda name: None)
    with pytest.raises(KgError, match=r"pip install 'biotech-pipeline-kg\[serve\]'"):
        cli_serve.serve_command()


def test_many_clients_get_right_answers(server: Server) -> None:
    """Thirty-two clients for a few seconds; `benchmarks/serve.py` does the same for a minute and notes the times."""
    asked = {
        f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a pipe:{kind} }}": -1
        for kind in ("Filing", "Statement", "Evidence", "Compound", "Organization", "Payment")
    }
    for query in asked:
        asked[query] = counted(server, query)
    end = time.monotonic() + 4

    def client(number: int) -> list[tuple[str, int]]:
        queries = list(asked)
        seen: list[tuple[str, int]] = []
        while time.monotonic() < end:
            query = queries[(number + len(seen)) % len(queries)]
            seen.append((query, counted(server, query)))
        return seen

    with ThreadPoolExecutor(32) as clients:
        answers = [one for seen in clients.map(client, range(32)) for one in seen]
    assert len(answers) > 64
    assert [(query, n) for query, n in answers if asked[query] != n] == []


def counted(server: Server, query: str) -> int:
    answer = server.ask(query)
    assert answer.status == 200, answer.text
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])
