"""One thread for numpy's matrix products, while many small ones are asked for.

OpenBLAS shares out even products of a few rows among all processors; its threads then wait for each other longer than
they reckon, and twice so where worker processes or other programs want the processors too.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PREFIXES = ("scipy_openblas", "openblas")
_SUFFIXES = ("64_", "")


@contextmanager
def one_thread() -> Iterator[None]:
    """Let OpenBLAS work in one thread inside; with another library of matrix products, nothing changes.

    >>> import numpy as np
    >>> with one_thread():
    ...     float((np.ones((2, 3)) @ np.ones((3, 2))).sum())
    12.0
    """
    calls = _threads()
    if calls is None:
        yield
        return
    count, limit = calls
    before = count()
    limit(1)
    try:
        yield
    finally:
        limit(before)


@cache
def _threads() -> tuple[Callable[[], int], Callable[[int], None]] | None:
    """Return OpenBLAS's own functions that tell and set its number of threads, found through numpy's core."""
    try:
        library = ctypes.CDLL(str(import_module("numpy._core._multiarray_umath").__file__))
    except (ImportError, OSError):
        return None
    for name in (f"{prefix}_{{}}_num_threads{suffix}" for prefix in _PREFIXES for suffix in _SUFFIXES):
        if hasattr(library, name.format("get")) and hasattr(library, name.format("set")):
            tell, limit = library[name.format("get")], library[name.format("set")]
            limit.restype = None
            return tell, limit
    return None
