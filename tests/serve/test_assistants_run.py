"""`kg mcp` as an assistant's program starts it: over standard input and output, and over HTTP."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.types import TextContent
from typer.testing import CliRunner

from kg import cli_mcp
from kg.cli import app
from tests.serve.running import Server

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PYTHONPATH": str(ROOT)}
HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


@contextmanager
def started(*options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "kg", "mcp", *options]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **pipes) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def say(process: subprocess.Popen[str], **message: Any) -> None:
    assert process.stdin
    process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    process.stdin.flush()


def heard(process: subprocess.Popen[str], number: int) -> dict[str, Any]:
    """Return the answer to a request; every line that comes must be the protocol's."""
    assert process.stdout
    for line in process.stdout:
        message: dict[str, Any] = json.loads(line)
        assert message["jsonrpc"] == "2.0"
        if message.get("id") == number:
            return message
    raise AssertionError("standard output has ended")


def test_a_session_line_by_line_ends_in_peace_with_its_input(store_folder: Path) -> None:
    with started("--store", str(store_folder)) as process:
        say(process, id=1, method="initialize", params=HELLO)
        assert heard(process, 1)["result"]["serverInfo"]["name"] == "biotech-pipeline-kg"
        say(process, method="notifications/initialized")
        assert process.stdin
        process.stdin.write("this is no message\n")
        say(process, id=2, method="tools/call", params={"name": "list_filings", "arguments": {}})
        assert heard(process, 2)["result"]["structuredContent"]["total"] == 3
        process.stdin.close()
        assert process.wait(timeout=15) == 0
        assert process.stdout
        assert process.stdout.read() == ""
        assert process.stderr
        assert "Traceback" not in process.stderr.read()


def test_a_signal_ends_it_in_peace_with_a_store_that_is_missing(tmp_path: Path) -> None:
    with started("--store", str(tmp_path / "missing")) as process:
        say(process, id=1, method="initialize", params=HELLO)
        assert "tools" in heard(process, 1)["result"]["capabilities"]
        assert process.stderr
        assert re.fullmatch(r"kg: .*missing.*; requests say so until it can be read\n", process.stderr.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
        assert process.stderr.read() == ""


def test_a_signal_ends_it_in_peace_while_it_starts(store_folder: Path) -> None:
    with started("--store", str(store_folder)) as process:
        say(process, id=1, method="initialize", params=HELLO)
        heard(process, 1)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) == 0
        assert process.stderr
        assert process.stderr.read() == ""  # until the last of its processes has gone


def test_the_protocols_own_client_starts_it(store_folder: Path) -> None:
    async def session() -> None:
        arguments = ["-m", "kg", "mcp", "--store", str(store_folder), "--timeout", "20"]
        server = StdioServerParameters(command=sys.executable, args=arguments, env=ENVIRONMENT)
        async with Client(server) as client:
            result = await client.call_tool("describe_entity", {"name": "SGN-35", "limit": 1})
            (content,) = result.content
            assert isinstance(content, TextContent)
            assert "> “" in content.text
            assert result.structured_content
            assert result.structured_content["shown"] == 1

    anyio.run(session)


def test_over_http_on_this_machine_only(store_folder: Path) -> None:
    with started("--store", str(store_folder), "--http", "--port", "0") as process:
        assert process.stderr
        match = re.search(r"http://127\.0\.0\.1:(\d+)/mcp", process.stderr.readline())
        assert match
        address = match[0]

        async def session() -> Any:
            async with Client(address) as client:
                return (await client.call_tool("list_filings", {})).structured_content

        assert anyio.run(session)["total"] == 3
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO}).encode()
        headers = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
        server = Server(int(match[1]), process)
        for strange, status in (("Host", 421), ("Origin", 403)):
            told = {**headers, strange: "http://evil.example"}
            assert server.call("POST", "/mcp", headers=told, body=body).status == status
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_mcp, "find_spec", lambda _: None)
    done = CliRunner().invoke(app, ["mcp"])
    assert done.exit_code == 1
    assert done.stderr == "kg: kg mcp needs more packages; install them with pip install 'biotech-pipeline-kg[mcp]'\n"
    assert done.stdout == ""
