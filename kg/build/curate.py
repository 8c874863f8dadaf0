"""Curation files: applied to a store, and remembered so that every build applies them again."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.plan import absolute
from kg.build.settle import settle, unsettle

if TYPE_CHECKING:
    from kg.graph.curation import Curation
    from kg.graph.curation_rows import Outcome
    from kg.graph.store import GraphStore

_NOTE = "curation"


def curate(file: Path, *, store: Path | GraphStore) -> tuple[Outcome, ...]:
    """Apply a curation file to a store in place of the one before, and return what became of each row, in order.

    Builds from now on apply it again. Raises `CurationError` where the file is not as it must be, and `StoreError`
    where the store cannot be opened or written.
    """
    from kg.graph.curation import read_curation  # noqa: PLC0415
    from kg.graph.store import open_store  # noqa: PLC0415
    from kg.vocabulary.load import load_vocabulary  # noqa: PLC0415

    curation = read_curation(file)
    with ExitStack() as stack:
        opened = stack.enter_context(open_store(store)) if isinstance(store, Path) else store
        unsettle(opened)
        outcomes = settle(opened, load_vocabulary().entries, curation=curation)
        opened.ledger.put_note(_NOTE, str(absolute(file)))
    return outcomes


def current_curation(store: GraphStore, given: Path | None) -> Curation | None:
    """Return the curation that a build is to apply: of the file given, else of the one remembered, if it is there.

    `None` where it is the one that the store has; else what follows from the filings is taken away. A remembered file
    that is gone leaves what it said last. Raises `CurationError` where the file is not as it must be.
    """
    from kg.graph.curation import read_curation  # noqa: PLC0415
    from kg.graph.curation_write import kept_curation  # noqa: PLC0415

    remembered = store.ledger.note(_NOTE)
    file = given or (Path(remembered) if remembered else None)
    if file is None or (given is None and not file.is_file()):
        return None
    curation = read_curation(file)
    if given:
        store.ledger.put_note(_NOTE, str(absolute(given)))
    if curation.text == kept_curation(store).text:
        return None
    unsettle(store)
    return curation
