"""A store on disk, and a server over it that all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph.derive import derive
from kg.graph.store import create_store, replace_filings, replace_vocabulary
from tests.query.gold import VOCABULARY, gold_extraction
from tests.query.stores import SAMPLES
from tests.serve.running import Server, serving


def write_store(folder: Path) -> Path:
    """Write the graph of the samples that have fact tables."""
    with create_store(folder) as store:
        replace_vocabulary(store, VOCABULARY)
        replace_filings(store, [gold_extraction(name) for name in SAMPLES], vocabulary=VOCABULARY)
        derive(store)
    return folder


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("serve") / "store")


@pytest.fixture(scope="session")
def server(store_folder: Path) -> Iterator[Server]:
    with serving(store_folder) as running:
        yield running
