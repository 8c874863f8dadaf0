"""A connection that cannot be held open by a client that sends its request slowly, or one that is too long."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serve.limits import Limits

_LINGER = 2.0
"""Seconds that a connection which was given up stays open for the client to hear why."""


class LimitedProtocol(H11Protocol):
    """Uvicorn's protocol; it ends connections whose request is too long, or has not come in time."""

    limits = Limits()

    _head_timer: asyncio.TimerHandle | None = None
    _given_up = False

    def connection_made(self, transport: Any) -> None:
        """Start to wait for a request."""
        super().connection_made(transport)
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._disarm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; wait from the first byte of a request to the end of its headers."""
        if self._given_up:
            return
        if self.conn.their_state is h11.IDLE and self._head_timer is None:
            self._arm()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._disarm()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # ours says more
        """Say what is wrong with a request that is no HTTP, or too long."""
        held = bytes(self.conn.trailing_data[0])
        if len(held) <= self.limits.head_bytes:
            self._say(400, "the request is not HTTP/1.1")
        elif b"\r\n" not in held[: self.limits.head_bytes]:
            self._say(414, f"the address is longer than {self.limits.head_bytes} bytes; send long queries by POST")
        else:
            self._say(431, f"the headers are longer than {self.limits.head_bytes} bytes")

    def _arm(self) -> None:
        self._disarm()
        self._head_timer = self.loop.call_later(self.limits.head_seconds, self._too_slow)

    def _disarm(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _too_slow(self) -> None:
        self._head_timer = None
        if self.transport.is_closing():
            return
        if self.conn.trailing_data[0]:
            self._say(408, f"the request has not come within {self.limits.head_seconds:g} s")
        else:
            self.transport.close()

    def _say(self, status: int, reason: str) -> None:
        text = f"{reason}\n".encode()
        head = f"HTTP/1.1 {status} \r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {len(text)}\r\n"
        self.transport.write(head.encode() + b"connection: close\r\n\r\n" + text)
        # what still comes is thrown away for a while: closing at once would reset the connection, and the client
        # would lose what it is told
        self._given_up = True
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(_LINGER, self.transport.close)

    def eof_received(self) -> None:
        """Close where the client has heard what was said."""
        if self._given_up:
            self.transport.close()


def limited_protocol(limits: Limits) -> type[LimitedProtocol]:
    """Return the protocol with certain limits on the line and headers of a request."""
    return type("Protocol", (LimitedProtocol,), {"limits": limits})
