"""Which filings' texts a page carries, and that it carries them as they are."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest

import kg
from kg.explore import collect_texts, explore_page
from kg.explore import texts as module
from kg.graph.read import stored_facts
from kg.graph.store import GraphStore, memory_store, replace_filing
from kg.graph.texts import packed_text, unpack_text
from kg.model import StoredFact
from tests.graph import factory

NAMES = ("acme-8k", "acme-10k")


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with memory_store() as opened:
        for name in NAMES:
            replace_filing(opened, factory.extraction(of=factory.filing(name)))
        yield opened


def blocks(page: str) -> list[bytes]:
    found = re.findall(r'<script type="application/gzip" id="kg-text-\d+">([^<]*)</script>', page)
    return [base64.b64decode(text) for text in found]


def facts_of(store: GraphStore, *names: str) -> list[StoredFact]:
    return [stored for name in names for stored in stored_facts(store, filing=name)]


def test_all_texts_that_the_facts_come_from(store: GraphStore) -> None:
    found = collect_texts(store, facts_of(store, *NAMES))
    page = explore_page(stored_facts(store), texts=found)
    assert sorted(unpack_text(block).name for block in blocks(page)) == sorted(NAMES)
    assert blocks(page) == [packed_text(store, name) for name in sorted(NAMES)]
    assert list(collect_texts(store, facts_of(store, "acme-8k")).kept) == ["acme-8k"]
    assert page == explore_page(list(reversed(stored_facts(store))), texts=found)


def test_too_many_texts_are_left_out_unless_asked_for(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 100)
    left_out = collect_texts(store, facts_of(store, *NAMES))
    assert (dict(left_out.kept), left_out.why) == ({}, module.TOO_MANY)
    assert "kg explore --filing NAME" in explore_page(stored_facts(store), texts=left_out)
    assert list(collect_texts(store, facts_of(store, "acme-8k")).kept) == ["acme-8k"], "one is never too many"
    assert len(collect_texts(store, facts_of(store, *NAMES), wanted=True).kept) == 2


def test_no_texts_on_request(store: GraphStore) -> None:
    found = collect_texts(store, facts_of(store, *NAMES), wanted=False)
    page = explore_page(stored_facts(store), texts=found)
    assert blocks(page) == []
    assert module.ON_REQUEST in page


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({}, 0),
        ({"filing": "acme-8k"}, 1),
        ({"view": "document"}, 2),
        ({"texts": True}, 2),
        ({"filing": "acme-8k", "texts": False}, 0),
    ],
)
def test_in_a_notebook(store: GraphStore, options: dict[str, str | bool], count: int) -> None:
    assert len(blocks(kg.page(store, **options).html)) == count  # type: ignore[arg-type]
