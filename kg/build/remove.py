"""Filings taken out of a store, with what they alone said."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.settle import settle, unsettle
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.graph.store import GraphStore


def remove_filings(names: Sequence[str], *, store: Path | GraphStore) -> tuple[str, ...]:
    """Remove filings from a store by their names, and all that they alone said; return their names, in order.

    One that only failed is forgotten. Raises `StoreError`, before anything is removed, where the store knows no filing
    of a name, and where it cannot be written.
    """
    from kg.graph.store import open_store, remove_filing  # noqa: PLC0415
    from kg.vocabulary.load import load_vocabulary  # noqa: PLC0415

    with ExitStack() as stack:
        opened = stack.enter_context(open_store(store)) if isinstance(store, Path) else store
        wanted = tuple(sorted(set(names)))
        _check(opened, wanted)
        unsettle(opened)
        for name in wanted:
            remove_filing(opened, name)
        opened.ledger.forget(wanted)
        settle(opened, load_vocabulary().entries)
        return wanted


def _check(store: GraphStore, names: Sequence[str]) -> None:
    from kg.graph.texts import content_hash  # noqa: PLC0415

    remembered = store.ledger.origins()
    for name in names:
        if name not in remembered and content_hash(store, name) is None:
            raise StoreError(f"{store.place} holds no filing {name!r}; kg status --all lists the names")
