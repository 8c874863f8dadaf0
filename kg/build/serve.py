"""The loop of a process that reads filings: take one, answer, take the next."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.build.bounds import TOO_LARGE
from kg.build.reports import Failure
from kg.build.work import Work
from kg.errors import KgError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

READY = "ready"
STOP = "stop"
_CAREER = 5000
"""Filings after which a process makes room for a fresh one, whatever its memory."""
_FAT = 600
"""Megabytes after which it does so at once: what large filings leave behind does not add up."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a filing, and whether the process ends after it."""

    result: Any
    leaving: bool


def serve(connection: Connection, work: Work[Any], megabytes: int) -> None:
    """Read filings as they come, until there are no more or whoever wanted them is gone.

    Answers are `READY`, then an `Answer` for each filing; a pair of `STOP` and an error ends the run. `megabytes` is
    the memory that a filing may take, 0 for no limit.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    _die_with_parent()
    try:
        work.prepare()
        _bound_memory(megabytes)
        connection.send(READY)
        for number in range(1, _CAREER + 1):
            result = work(connection.recv())
            hurt = isinstance(result, Failure) and result.reason == TOO_LARGE
            leaving = hurt or number == _CAREER or _megabytes() > _FAT
            connection.send(Answer(result, leaving))
            if leaving:
                connection.recv()  # until it is let go
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except KgError as error:
        connection.send((STOP, error))
        connection.recv()


def _megabytes() -> float:
    from kg.build.crew import megabytes_of  # noqa: PLC0415

    return megabytes_of(os.getpid())


def _bound_memory(megabytes: int) -> None:
    """Have the system refuse what goes far beyond the limit, where the watch from outside would come too late."""
    if not megabytes or not sys.platform.startswith("linux"):
        return
    import resource  # noqa: PLC0415

    with open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123
        taken = int(told.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    wanted = taken + megabytes * 1_000_000
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _die_with_parent() -> None:
    """End with the process that wants the results, even where that is killed while a filing is being read."""
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
