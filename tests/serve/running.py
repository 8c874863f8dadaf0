"""A server of its own process, as users start it, and requests to it."""

from __future__ import annotations

import http.client
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = 60,
    ) -> Response:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Response(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str = "", **parameters: str) -> Response:
        address = f"{path}?{urlencode(parameters)}" if parameters else path
        return self.call("GET", address, headers={"Accept": accept} if accept else {})

    def ask(self, query: str, accept: str = JSON, **parameters: str) -> Response:
        return self.get("/sparql", accept, query=query, **parameters)

    def raw(self, sent: bytes, *, seconds: float = 20) -> bytes:
        """Send bytes and return all that comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(sent)
            found = b""
            while piece := connection.recv(65536):
                found += piece
            return found


@contextmanager
def serving(store: Path, *options: str) -> Iterator[Server]:
    """Start `kg serve` with any free port, and end it."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            yield Server(_port(process), process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stderr
    end = time.monotonic() + 60
    told = ""
    while time.monotonic() < end:
        if select.select([process.stderr], [], [], 1)[0]:
            line = process.stderr.readline()
            told += line
            match = re.search(r" at http://\S+?:(\d+)/ ", line)
            if match:
                return int(match[1])
            if not line:
                break
    raise AssertionError(f"the server did not start: {told}")
