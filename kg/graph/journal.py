"""What makes bulk loading safe: a note of the graphs that are being loaded, kept beside the database until they are.

The database's bulk loader is twice as fast as its transactions, and is none. So the graphs that it is to load, which
the store does not have yet, are noted first. Where a note is found when a store is opened, loading was cut off: the
graphs named there are dropped, and the filings are read again by the next build.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from kg.errors import StoreError

_NOTE = "loading.json"


def note_loading(folder: Path, graphs: Sequence[str]) -> None:
    """Note that graphs, none of which is in the store, are about to be loaded."""
    aside = folder / f"{_NOTE}.new"
    with aside.open("w", encoding="utf-8") as file:
        json.dump({"graphs": list(graphs)}, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / _NOTE)
    _sync(folder)


def forget_loading(folder: Path) -> None:
    """Take the note away: all that it names is in the store, or none of it."""
    (folder / _NOTE).unlink(missing_ok=True)


def unfinished_loading(folder: Path) -> tuple[str, ...]:
    """Return the graphs whose loading was cut off.

    Raises `StoreError` where the note cannot be read; it is written as a whole, so that means a damaged disk.
    """
    try:
        told = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        return tuple(told["graphs"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder / _NOTE} cannot be read; build the store again in a new folder") from error


def _sync(folder: Path) -> None:
    """See to it that a new name in a folder outlives a power cut, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
