"""What a server allows: how long, how much, how many."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a server; every one that is passed has a status of its own and says so."""

    seconds: float = 30.0
    """A query that takes longer is ended: 504."""
    rows: int = 100_000
    """Rows or triples of one answer; a query that has more is refused, never cut: 422."""
    answer_bytes: int = 128 * MEGABYTE
    """Size of one answer: 422."""
    memory_bytes: int = 1024 * MEGABYTE
    """What a worker may take for one query, beyond what it holds of the graph: 422."""
    body_bytes: int = MEGABYTE
    """Size of a request's body: 413."""
    head_bytes: int = 64 * 1024
    """Size of a request's line and headers: 431, or 414 where the line alone is longer."""
    head_seconds: float = 10.0
    """How long a client may take to send the line and headers: 408."""
    body_seconds: float = 20.0
    """How long it may take to send the body: 408."""
    send_seconds: float = 60.0
    """How long it may leave a piece of an answer unread: the connection is closed."""
    waiting: int = 256
    """Requests that may wait for a worker: 503."""
    waiting_seconds: float = 20.0
    """How long they wait: 503."""
    connections: int = 512
    """Open connections: 503."""
