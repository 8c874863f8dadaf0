"""What a store remembers of its filings besides what they say: where each came from, which failed and why.

The database says what is in the store; this says what its next build and ``kg status`` need beyond that, and nothing
is lost with it that a build does not find again. It is an SQLite file beside the database (``filings.sqlite``, tables
``filing``, ``vocabulary`` and ``note``); a store in memory has it in memory.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError

FILE = "filings.sqlite"
_TABLES = (
    "CREATE TABLE IF NOT EXISTS filing (name TEXT PRIMARY KEY, path BLOB NOT NULL, failure TEXT) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS vocabulary (digest TEXT PRIMARY KEY, packed BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS note (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)
_PATIENCE = 10.0
"""Seconds to wait for another process that reads and has to put things in order first."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a filing was read from, by its absolute path, and why that failed the last time, if it did."""

    name: str
    path: Path
    failure: str | None = None


class Ledger:
    """The memory of one store. Every method raises `StoreError` where the file cannot be read or written."""

    def __init__(self, folder: Path | None, *, read_only: bool = False) -> None:
        self._file = folder / FILE if folder else None
        self._read_only = read_only
        self._open: sqlite3.Connection | None = None

    def origins(self) -> dict[str, Origin]:
        """Return what is known of each filing, by its name, in order."""
        rows = self._rows("SELECT name, path, failure FROM filing ORDER BY name")
        return {name: Origin(name, Path(os.fsdecode(path)), failure) for name, path, failure in rows}

    def put(self, origins: Iterable[Origin]) -> None:
        """Remember where filings came from; one without a failure has succeeded."""
        rows = [(of.name, os.fsencode(os.path.abspath(of.path)), of.failure) for of in origins]  # noqa: PTH100
        with self._writing() as database:
            database.executemany("INSERT OR REPLACE INTO filing VALUES (?, ?, ?)", rows)

    def forget(self, names: Iterable[str]) -> None:
        """Forget filings."""
        with self._writing() as database:
            database.executemany("DELETE FROM filing WHERE name = ?", [(name,) for name in names])

    def note(self, key: str) -> Any:
        """Return what was noted under a key; `None` where nothing was."""
        rows = self._rows("SELECT value FROM note WHERE key = ?", key)
        return json.loads(rows[0][0]) if rows else None

    def put_note(self, key: str, value: object) -> None:
        """Note a value that JSON can hold."""
        with self._writing() as database:
            database.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (key, json.dumps(value)))

    def vocabulary(self, digest: str) -> bytes | None:
        """Return what was kept of the vocabulary with a digest."""
        rows = self._rows("SELECT packed FROM vocabulary WHERE digest = ?", digest)
        return bytes(rows[0][0]) if rows else None

    def put_vocabulary(self, digest: str, packed: bytes, *, keep: Iterable[str] = ()) -> None:
        """Keep a vocabulary, and of the others only those whose digests are named."""
        wanted = {digest, *keep}
        with self._writing() as database:
            database.execute("INSERT OR REPLACE INTO vocabulary VALUES (?, ?)", (digest, packed))
            known = [row[0] for row in database.execute("SELECT digest FROM vocabulary")]
            database.executemany("DELETE FROM vocabulary WHERE digest = ?", [(d,) for d in known if d not in wanted])

    def close(self) -> None:
        """Let go of the file."""
        if self._open:
            self._open.close()
            self._open = None

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self._told():
            database = self._database()
            return database.execute(query, values).fetchall() if database else []

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._told():
            database = self._database()
            if database is None or self._read_only:
                raise StoreError(f"{self._file} was opened only to read; open the store for writing")
            with database:
                yield database

    def _database(self) -> sqlite3.Connection | None:
        """Return the database; `None` where there is none and none may be made."""
        if self._open is None and not (self._read_only and self._file and not self._file.exists()):
            # a store may be made in one thread and used in another, one at a time
            self._open = sqlite3.connect(self._file or ":memory:", timeout=_PATIENCE, check_same_thread=False)
            if not self._read_only:
                for table in _TABLES:
                    self._open.execute(table)
                self._open.commit()
        return self._open

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            where = self._file or "the store's memory of its filings"
            raise StoreError(
                f"{where} cannot be used ({error}); check the disk, or delete it and build again"
            ) from error
