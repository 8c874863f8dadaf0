"""The texts of filings in a store: whole, exact to the character, and gone with their filing."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.build import build, extractor_fingerprint, sample_filings
from kg.errors import StoreError
from kg.filings import read_filing
from kg.graph import iris
from kg.graph.read import stored_facts
from kg.graph.store import (
    GraphStore,
    copy_to_memory,
    create_store,
    is_current,
    memory_store,
    open_store,
    remove_filing,
    replace_filing,
)
from kg.graph.texts import TEXTS, drop_orphans, entity_iris, filing_text, keep_text, pack_text, packed_text, unpack_text
from kg.model import EntityType, Evidence, Extraction, OffsetMap, Predicate
from kg.nlp.extract import extract
from tests.graph import factory

HOSTILE = """FORM 8-K
Date of Report: June 4, 2007

ACME BIOLOGICS, INC.

</script><script>window.pwned=1</script> \u202e "&amp;" \U0001f9ea Acme Biologics, Inc. today said that it has initiated
a Phase 1 clinical trial of ABC123 in patients with multiple myeloma. ABC123 targets CD38.
"""


@cache
def sample(name: str) -> Extraction:
    return extract(read_filing(next(file for file in sample_filings() if file.stem == name)))


@pytest.mark.parametrize("name", [file.stem for file in sample_filings()])
def test_every_word_of_evidence_has_its_place(name: str) -> None:
    found = sample(name)
    text = unpack_text(pack_text(found))
    parts = {part.id: part for part in text.parts}
    originals = {part.id: part for part in found.filing.parts}
    cited = {e for fact in found.facts for e in fact.evidence}
    assert {(e.part, e.start, e.end) for e in cited} == set(text.places)
    for words in cited:
        start, end = text.places[words.part, words.start, words.end]
        original = originals[words.part]
        again = found.filing.cite(original, start, end)
        assert (again.start, again.end, again.quote) == (words.start, words.end, words.quote)
        if original.markup:
            assert parts[words.part].text[start:end] == words.quote


@pytest.mark.parametrize("name", [file.stem for file in sample_filings()])
def test_text_blocks_sections_and_mentions_come_back(name: str) -> None:
    found = sample(name)
    text = unpack_text(pack_text(found))
    assert text.parts == tuple(replace(part, offsets=OffsetMap(())) for part in found.filing.parts)
    assert len(text.mentions) == len(found.mentions)
    parts = {part.id: part.text for part in text.parts}
    written = {(m.entity.type, m.entity.name, m.part, m.start, m.end, m.rule) for m in found.mentions}
    assert {(m.entity.type, m.entity.name, m.part, m.start, m.end, m.rule) for m in text.mentions} == written
    assert all(parts[m.part][m.start : m.end].strip() for m in text.mentions)


def test_the_same_extraction_gives_the_same_bytes() -> None:
    found = sample("immunogen-8k-2018-06-18")
    turned = replace(found, mentions=found.mentions[::-1], facts=found.facts[::-1])
    assert pack_text(found) == pack_text(turned)


RUNS = OffsetMap(((0, 10, 4, 4), (4, 14, 1, 6), (5, 25, 3, 3), (8, 28, 2, 5), (10, 40, 4, 4)))
"""Text of 14 characters: plain, one for an entity of six, plain after a tag, two for five, plain."""


@given(st.integers(0, 13), st.integers(1, 14))
def test_the_way_back_from_the_source(start: int, length: int) -> None:
    end = min(14, start + length)
    found = RUNS.text_span(*RUNS.source_span(start, end))
    assert found is not None
    # the two letters at 8 and 9 stand for one piece of source and come together
    assert found == (8 if start == 9 else start, 10 if end == 9 else end)


@pytest.mark.parametrize(("source", "span"), [((0, 10), None), ((20, 25), None), ((44, 60), None), ((0, 99), (0, 14))])
def test_source_without_text_has_no_place(source: tuple[int, int], span: tuple[int, int] | None) -> None:
    assert RUNS.text_span(*source) == span


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    file = tmp_path / "acme-8k.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    return file


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, folder: Path) -> Iterator[GraphStore]:
    with memory_store() if request.param == "memory" else create_store(folder) as opened:
        yield opened


def test_a_build_keeps_text_places_and_nodes(hostile: Path, store: GraphStore) -> None:
    build([hostile], store=store)
    text = filing_text(store, "acme-8k")
    assert "</script><script>window.pwned=1</script>" in text.parts[0].text
    facts = stored_facts(store)
    assert {s.fact.predicate for s in facts} >= {Predicate.HAS_STAGE, Predicate.HAS_TARGET}
    for stored in facts:
        for words in stored.fact.evidence:
            start, end = text.places[words.part, words.start, words.end]
            assert text.parts[0].text[start:end].split() == words.quote.replace("\u202e", "").split()
    nodes = entity_iris(store, "acme-8k")
    assert nodes[EntityType.COMPOUND, "ABC123"] == f"{iris.BASE}compound/abc123"
    assert {(m.entity.type, m.entity.name) for m in text.mentions} <= set(nodes)


def test_a_text_goes_with_its_filing(store: GraphStore) -> None:
    for name in ("acme-8k", "acme-10k"):
        replace_filing(store, factory.extraction(of=factory.filing(name, day=date(2007, 6, 4))))
    assert remove_filing(store, "acme-8k")
    assert packed_text(store, "acme-8k") is None
    assert packed_text(store, "acme-10k") is not None
    with pytest.raises(StoreError, match="no filing 'acme-8k'"):
        filing_text(store, "acme-8k")


def test_what_never_came_to_count_is_cleaned_away(store: GraphStore) -> None:
    replace_filing(store, factory.extraction())
    name = factory.extraction().filing.name
    keep_text(store, name, "0" * 64, b"an older text of it")
    keep_text(store, "cut-off", "1" * 64, b"a filing that never got into the graph")
    assert drop_orphans(store) == 2
    assert packed_text(store, name) is not None
    assert drop_orphans(store) == 0


def test_a_filing_whose_text_is_lost_is_read_again(folder: Path, hostile: Path) -> None:
    build([hostile], store=folder)
    (file,) = (folder / TEXTS).iterdir()
    before = file.read_bytes()
    file.unlink()
    with open_store(folder) as opened:
        with pytest.raises(StoreError, match="has lost the text of acme-8k; build that filing again"):
            filing_text(opened, "acme-8k")
        digest = hashlib.sha256(HOSTILE.encode()).hexdigest()
        assert not is_current(opened, "acme-8k", content_hash=digest, extractor=extractor_fingerprint())
    assert build([hostile], store=folder).read == ("acme-8k",)
    assert file.read_bytes() == before
    assert build([hostile], store=folder).unchanged == ("acme-8k",)


def test_a_damaged_text_is_told_of(folder: Path, hostile: Path) -> None:
    build([hostile], store=folder)
    (file,) = (folder / TEXTS).iterdir()
    whole = file.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"no gzip", gzip.compress(b'{"format": 9}'), gzip.compress(b"[]")):
        file.write_bytes(damaged)
        with (
            open_store(folder, read_only=True) as opened,
            pytest.raises(StoreError, match=r"text is (damaged|of vers)"),
        ):
            filing_text(opened, "acme-8k")


def test_a_copy_in_memory_reads_the_texts_of_its_store(folder: Path, hostile: Path) -> None:
    build([hostile], store=folder)
    with open_store(folder, read_only=True) as opened:
        copy = copy_to_memory(opened)
    assert filing_text(copy, "acme-8k").content_hash == filing_text(copy, "acme-8k").content_hash != ""
    keep_text(copy, "other", "0" * 64, b"")
    assert len(list((folder / TEXTS).iterdir())) == 1


@pytest.mark.slow
def test_workers_make_no_difference_to_the_bytes(tmp_path: Path) -> None:
    files = sample_filings()[:3]
    for workers in (1, 2):
        build(files, store=tmp_path / str(workers), workers=workers)
    one, two = ({f.name: f.read_bytes() for f in (tmp_path / n / TEXTS).iterdir()} for n in ("1", "2"))
    assert one == two
    assert len(one) == 3


def test_evidence_of_a_part_that_is_not_there_has_no_place() -> None:
    found = factory.extraction()
    fact = replace(found.facts[0], evidence=(Evidence("ex-99-9", "", "words", 3, 8),))
    assert unpack_text(pack_text(replace(found, facts=(fact,)))).places == {}
