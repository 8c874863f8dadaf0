"""Backup and restore of a store's folder, whoever reads it meanwhile.

A backup is a store of its own: it can be opened, served and asked as any other. Where it lies on the same disk, its
database shares unchanged files with the original, so that it takes moments and little room.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from kg.errors import StoreError
from kg.graph.lock import take_lock
from kg.graph.store import is_store, open_store

_DATA, _LOCK = "data", "lock"


def back_up(folder: Path, target: Path) -> Path:
    """Copy a store to a new folder and return that; others may read the store meanwhile.

    The copy is whole or is not there. Raises `StoreError` where the store cannot be read or is being written, or the
    target exists or cannot be made.
    """
    if target.exists():
        raise StoreError(f"{target} exists already; choose a folder that does not, or remove it")
    aside = _aside(target)
    try:
        aside.mkdir(parents=True)
        with open_store(folder, read_only=True) as store:
            # texts and the like come after the database: files that it does not know yet do no harm
            store.inner.backup(aside / _DATA)
            _copy_beside(folder, aside)
        aside.replace(target)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{folder} cannot be backed up to {target}: {' '.join(str(error).split())}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def restore(backup: Path, folder: Path, *, replace: bool = False) -> Path:
    """Copy a backup to a folder, where it is a store again, and return that.

    With `replace` it takes the place of the store that is there, in one step; nobody may be writing to that, or reading
    it from its folder. Raises `StoreError` where the backup is none, or the folder holds something.
    """
    if not is_store(backup):
        raise StoreError(f"{backup} is no backup of a store; name the folder that kg backup has written")
    there = folder.exists() and any(folder.iterdir())
    if there and not (replace and is_store(folder)):
        wanted = "say --replace to put the backup in its place" if is_store(folder) else "choose another one"
        raise StoreError(f"{folder} holds something already; {wanted}")
    lock = take_lock(folder, read_only=False) if there else None
    aside = _aside(folder)
    try:
        shutil.copytree(backup, aside)
        open_store(aside, read_only=True).close()
        _swap(aside, folder)
    except OSError as error:
        raise StoreError(f"{backup} cannot be restored to {folder}: {error.strerror or error}") from error
    finally:
        if lock:
            lock.close()
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _swap(fresh: Path, folder: Path) -> None:
    """Put a folder in the place of another one, which is removed when the new one is there."""
    old = _aside(folder, "old")
    if folder.exists():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def _aside(folder: Path, kind: str = "new") -> Path:
    """Return an unused name beside a folder."""
    number = 0
    while (found := folder.with_name(f"{folder.name}.{kind}{number or ''}")).exists():
        number += 1
    return found


def _copy_beside(folder: Path, target: Path) -> None:
    """Copy all that lies beside the database."""
    for entry in sorted(folder.iterdir()):
        if entry.name in {_DATA, _LOCK} or entry.name.endswith(".new"):
            continue
        if entry.is_dir():
            shutil.copytree(entry, target / entry.name)
        else:
            shutil.copy2(entry, target / entry.name)
