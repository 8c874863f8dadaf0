"""The lock of a store: a file that the system locks, and that says who has locked it."""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kg.errors import StoreError

try:
    import fcntl
except ImportError:  # no such locks on Windows: the database's own lock keeps writers apart there
    fcntl = None  # type: ignore[assignment]

_LOCK = "lock"


def take_lock(folder: Path, *, read_only: bool) -> IO[str] | None:
    """Return the lock of a store, to be closed by whoever uses it: one process may write, or any number read.

    The system lets go of it when a process ends, however it ends. Raises `StoreError` where another process has it,
    saying which. `None` where the system has no such locks, or where the store has none and is only read.
    """
    if fcntl is None:
        return None
    path = folder / _LOCK
    try:
        lock = path.open("r" if read_only else "a+", encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(lock, (fcntl.LOCK_SH if read_only else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        holder = _holder(path)
        lock.close()
        raise StoreError(f"{folder} is {holder}; wait until that has ended") from error
    if not read_only:
        _sign(lock)
    return lock


def _sign(lock: IO[str]) -> None:
    """Write into the lock who holds it; a full disk does not matter here."""
    signature = {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(" ", "seconds"),
    }
    with suppress(OSError):
        lock.truncate(0)
        lock.write(json.dumps(signature))
        lock.flush()


def _holder(path: Path) -> str:
    """Return who holds a lock: the process that writes has signed it; those that read leave no trace."""
    with path.open(encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            try:
                who = json.loads(lock.read())
                return f"being written by process {who['process']} on {who['host']} since {who['since']}"
            except (ValueError, KeyError, TypeError):
                return "being written by another process"
    return "being read by another process"
