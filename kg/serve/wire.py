"""What the server and its workers say to each other: frames of a kind, a length and as many bytes.

A worker is sent one task at a time. It answers with a head, then data, then an end; or at any time with a refusal.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

_FRAME = struct.Struct(">BI")
CHUNK = 1 << 16
"""Bytes of a piece of data."""


class Kind(IntEnum):
    """What a frame holds."""

    TASK = 1
    HEAD = 2
    DATA = 3
    END = 4
    REFUSED = 5


@dataclass(frozen=True, slots=True)
class Task:
    """Something for a worker to do: the name of one of its jobs, and what that takes."""

    job: str
    given: dict[str, Any]


def packed(kind: Kind, payload: bytes) -> bytes:
    r"""Return a frame.

    >>> packed(Kind.DATA, b"ab")
    b'\x03\x00\x00\x00\x02ab'
    """
    return _FRAME.pack(kind, len(payload)) + payload


def send(channel: socket.socket, kind: Kind, payload: bytes | dict[str, Any]) -> None:
    """Send a frame; a dictionary goes as JSON."""
    data = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
    channel.sendall(packed(kind, data))


def receive(channel: socket.socket) -> tuple[Kind, bytes] | None:
    """Wait for a frame and return it; `None` where the other side has gone."""
    head = _exactly(channel, _FRAME.size)
    if head is None:
        return None
    kind, length = _FRAME.unpack(head)
    payload = _exactly(channel, length)
    return None if payload is None else (Kind(kind), payload)


async def read_frame(reader: asyncio.StreamReader) -> tuple[Kind, bytes]:
    """Return the next frame. Raises `asyncio.IncompleteReadError` where the other side has gone."""
    kind, length = _FRAME.unpack(await reader.readexactly(_FRAME.size))
    return Kind(kind), await reader.readexactly(length)


def pieces(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of about `CHUNK`."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= CHUNK:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _exactly(channel: socket.socket, count: int) -> bytes | None:
    found = bytearray()
    while len(found) < count:
        piece = channel.recv(min(count - len(found), 1 << 20))
        if not piece:
            return None
        found += piece
    return bytes(found)
