"""A Firefox that is told what to do over WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/), without a driver.

The browser itself speaks the protocol over a web socket (RFC 6455); what is needed of it is little enough to stand
here, so that the tests need no more than the browser.
"""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_READY = re.compile(r"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)")


class Firefox:
    """An open session with one tab. `logged` has what its console and its scripts complained of."""

    def __init__(self, connection: socket.socket, port: int) -> None:
        self._socket = connection
        key = base64.b64encode(os.urandom(16)).decode()
        head = f"GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self._socket.sendall(f"{head}Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += self._socket.recv(1)
        assert b" 101 " in answer.split(b"\r\n")[0], answer
        self._number = 0
        self.logged: list[str] = []
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded"])
        self._tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self.call("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, or of its promise, as JSON has it."""
        made = f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))"
        told = self.call("script.evaluate", expression=made, target={"context": self._tab}, awaitPromise=True)
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"])

    def call(self, method: str, **params: Any) -> Any:
        """Send a command and return its result."""
        self._number += 1
        self._send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._receive())
            if message.get("method") == "log.entryAdded":
                self.logged.append(f"{message['params']['level']}: {message['params']['text']}")
            elif message.get("id") == self._number:
                assert message["type"] == "success", message
                return message["result"]

    def _send(self, text: str) -> None:
        payload, mask = text.encode(), os.urandom(4)
        size = len(payload)
        # the shortest form that holds the size, or the browser hangs up
        if size < 126:
            head = struct.pack("!BB", 0x81, 0x80 | size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", 0x81, 0xFE, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0xFF, size)
        self._socket.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))

    def _receive(self) -> str:
        whole, last = b"", False
        while not last:
            first, size = self._read(2)
            last = bool(first & 0x80)
            if size > 125:
                size = int.from_bytes(self._read(2 if size == 126 else 8), "big")
            whole += self._read(size)
        return whole.decode()

    def _read(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            part = self._socket.recv(size - len(found))
            assert part, "the browser has hung up"
            found += part
        return found


@contextmanager
def running(executable: str, profile: Path, *, seconds: float = 60) -> Iterator[Firefox]:
    """Yield a session with a Firefox of its own, which ends with it."""
    command = [executable, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            port = next((int(found[1]) for line in process.stderr if (found := _READY.search(line))), None)
            assert port, "Firefox did not start"
            with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
                yield Firefox(connection, port)
        finally:
            process.terminate()
            process.stderr.close()
