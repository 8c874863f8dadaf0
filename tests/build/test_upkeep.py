"""A store over time: what is read again and why, what goes, what is remembered, what a crash leaves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat

from kg.build import build, remove_filings, status, store_status, version, work
from kg.build.status import StoreStatus
from kg.errors import StoreError
from kg.graph import iris, loading
from kg.graph.journal import note_loading, unfinished_loading
from kg.graph.store import GraphStore, filing_graphs, memory_store, open_store
from kg.nlp import reading
from kg.resources import vocabulary_dir
from kg.vocabulary import load

TEXT = """FORM 8-K
Date of Report: June 4, 2007

ACME BIOLOGICS, INC.

Acme Biologics, Inc. today said that it has initiated a Phase 1 clinical trial of {} in patients with multiple myeloma.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "filings"
    made.mkdir()
    for name, drug in (("first", "ABC123"), ("second", "XYZ456"), ("third", "acminib")):
        (made / f"{name}.txt").write_text(TEXT.format(drug), encoding="utf-8")
    return made


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with memory_store() as opened:
        yield opened


def quads(store: GraphStore) -> set[str]:
    """Everything in a store but the times of runs."""
    lines = (store.inner.dump(format=RdfFormat.N_QUADS) or b"").decode().splitlines()
    return {line for line in lines if "endedAtTime" not in line}


def built(*paths: Path) -> set[str]:
    with memory_store() as fresh:
        build(paths, store=fresh)
        return quads(fresh)


def states(found: StoreStatus) -> dict[str, str]:
    return {filing.name: filing.reason for filing in found.filings}


def test_what_is_removed_leaves_no_trace(folder: Path, store: GraphStore) -> None:
    build([folder], store=store)
    assert remove_filings(["second", "first"], store=store) == ("first", "second")
    assert quads(store) == built(folder / "third.txt")


def test_nothing_is_removed_where_a_name_is_wrong(folder: Path, store: GraphStore) -> None:
    build([folder], store=store)
    before = quads(store)
    with pytest.raises(StoreError, match="memory holds no filing 'fourth'; kg status --all lists the names"):
        remove_filings(["first", "fourth"], store=store)
    assert quads(store) == before


def test_sync_drops_what_is_gone_from_the_folders_given_and_nothing_else(folder: Path, store: GraphStore) -> None:
    other = folder.parent / "other.txt"
    other.write_text(TEXT.format("DEF789"), encoding="utf-8")
    build([folder, other], store=store)
    (folder / "first.txt").unlink()
    (folder / "second.txt").rename(folder / "fourth.txt")
    assert build([folder], store=store).removed == ()
    other.unlink()
    report = build([folder], store=store, sync=True)
    assert report.removed == ("first", "second")
    assert report.unchanged == ("fourth", "third")
    assert len(filing_graphs(store)) == 3
    other.write_text(TEXT.format("DEF789"), encoding="utf-8")
    assert quads(store) == built(folder, other)


def test_a_file_that_goes_by_another_name_is_not_there_twice(folder: Path, store: GraphStore) -> None:
    build([folder], store=store)
    (folder / "first.md").write_text(TEXT.format("DEF789"), encoding="utf-8")
    report = build([folder], store=store)
    assert (report.read, report.removed) == (("first-md", "first-txt"), ("first",))
    assert quads(store) == built(folder)


def test_status_says_what_is_stale_and_why(folder: Path, store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    build([folder], store=store)
    assert set(states(store_status(store)).values()) == {""}
    (folder / "first.txt").write_text(TEXT.format("ABC124"), encoding="utf-8")
    (folder / "second.txt").unlink()
    (folder / "fourth.txt").write_text(TEXT.format("DEF789"), encoding="utf-8")
    told = {"first": "its file has changed", "second": "its file is gone", "third": ""}
    assert states(store_status(store)) == told
    assert states(store_status(store, [folder])) == told | {"fourth": "not in the store yet"}
    today = version.extractor_version()
    monkeypatch.setattr(status, "extractor_version", lambda: today._replace(rules="others", code="other"))
    assert states(store_status(store))["third"] == "it was read by another version (code, rules)"


def test_a_failure_is_listed_until_it_succeeds_or_is_removed(folder: Path, store: GraphStore) -> None:
    bad, worse = folder / "bad.txt", folder / "worse.txt"
    bad.write_bytes(b"")
    worse.write_bytes(b"%PDF-1.7")
    build([folder], store=store)
    build([folder / "first.txt"], store=store)
    assert [(f.name, f.path, f.reason.partition(";")[0]) for f in store_status(store).failures] == [
        ("bad", bad, "the file is empty"),
        ("worse", worse, "a PDF"),
    ]
    bad.write_text(TEXT.format("DEF789"), encoding="utf-8")
    build([folder], store=store)
    assert [f.name for f in store_status(store).failures] == ["worse"]
    remove_filings(["worse"], store=store)
    assert store_status(store).failures == ()


def test_a_failure_leaves_what_was_read_before(folder: Path, store: GraphStore) -> None:
    build([folder], store=store)
    before = quads(store)
    (folder / "first.txt").write_bytes(b"")
    assert [f.name for f in build([folder], store=store).failures] == ["first"]
    assert quads(store) == before
    assert states(store_status(store))["first"] == "its file has changed"


def test_the_last_build_is_remembered(folder: Path, store: GraphStore) -> None:
    assert store_status(store).last == {}
    build([folder], store=store)
    told = store_status(store).last
    assert {key: told[key] for key in ("read", "unchanged", "failed", "removed")} == {
        "read": 3,
        "unchanged": 0,
        "failed": 0,
        "removed": 0,
    }
    assert told["began"] <= told["ended"]


@pytest.fixture
def vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the vocabulary that is read in place of the package's own, and can be changed."""
    copy = tmp_path / "vocabulary"
    shutil.copytree(vocabulary_dir(), copy)
    monkeypatch.setattr(load, "vocabulary_dir", lambda: copy)
    monkeypatch.setattr(version, "vocabulary_dir", lambda: copy)
    read_again()
    yield copy
    monkeypatch.undo()
    read_again()


def read_again() -> None:
    for cached in (
        load._load,
        reading.default_vocabulary,
        version.extractor_version,
        version.derivation_fingerprint,
        work._minter,
    ):
        cached.cache_clear()


def add_row(vocabulary: Path, table: str, *cells: str) -> None:
    with (vocabulary / f"{table}.tsv").open("a", encoding="utf-8") as file:
        file.write("\t".join(cells) + "\n")
    read_again()


def header(vocabulary: Path, table: str) -> list[str]:
    lines = (vocabulary / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if not line.startswith("#")).split("\t")


def row(vocabulary: Path, table: str, **cells: str) -> list[str]:
    return [cells.get(column, "") for column in header(vocabulary, table)]


def test_a_new_row_reads_again_only_what_may_name_it(folder: Path, store: GraphStore, vocabulary: Path) -> None:
    build([folder], store=store)
    cells = row(vocabulary, "compounds", name="acmetuzumab", aliases="XYZ-456", source="an example")
    add_row(vocabulary, "compounds", *cells)
    assert states(store_status(store)) == dict.fromkeys(
        ("first", "second", "third"), "it was read by another version (vocabulary)"
    )
    report = build([folder], store=store)
    assert (report.read, report.unchanged) == (("second",), ("first", "third"))
    assert quads(store) == built(folder)
    assert any("/compound/acmetuzumab>" in line for line in quads(store))
    assert build([folder], store=store).unchanged == ("first", "second", "third")


def test_a_new_rule_for_names_reads_all_again(folder: Path, store: GraphStore, vocabulary: Path) -> None:
    build([folder], store=store)
    add_row(vocabulary, "not_names", *row(vocabulary, "not_names", name="acminib", reason="an example"))
    assert build([folder], store=store).read == ("first", "second", "third")
    assert quads(store) == built(folder)


def test_what_was_read_by_an_older_vocabulary_is_compared_with_that(
    folder: Path, store: GraphStore, vocabulary: Path
) -> None:
    build([folder], store=store)
    for table, name in (("compounds", "XYZ-456"), ("compounds", "ABC-123")):
        add_row(vocabulary, table, *row(vocabulary, table, name=name, source="an example"))
        build([folder / "third.txt"], store=store)
    report = build([folder], store=store)
    assert (report.read, report.unchanged) == (("first", "second"), ("third",))
    assert quads(store) == built(folder)


def test_loading_that_was_cut_off_is_undone_when_the_store_is_opened(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "store"
    build([folder], store=place)
    half = iris.graph_iri("second")
    with open_store(place) as opened:
        whole = quads(opened)
        some = [*opened.inner.quads_for_pattern(None, None, None, NamedNode(half))][::2]
        opened.inner.update(f"DROP GRAPH <{half}>")
        note_loading(place, [half])
        opened.inner.extend(some)
    with open_store(place, read_only=True) as opened:
        assert half not in {graph.value for graph in filing_graphs(opened)}
    assert unfinished_loading(place) == ()
    assert build([folder], store=place).read == ("second",)
    with open_store(place, read_only=True) as opened:
        assert quads(opened) == whole


def test_bulk_and_transaction_come_to_the_same(
    folder: Path, tmp_path: Path, store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], store=store)
    monkeypatch.setattr(loading, "BULK", 0)
    build([folder], store=tmp_path / "bulk")
    assert unfinished_loading(tmp_path / "bulk") == ()
    with open_store(tmp_path / "bulk", read_only=True) as opened:
        assert quads(opened) == quads(store)


def test_a_store_in_use_says_who_has_it(tmp_path: Path, folder: Path) -> None:
    place = tmp_path / "store"
    build([folder / "first.txt"], store=place)
    with (
        open_store(place),
        pytest.raises(StoreError, match=rf"is being written by process {os.getpid()} on \S+ since \d{{4}}-.*; wait"),
    ):
        build([folder], store=place)
    with (
        open_store(place, read_only=True),
        open_store(place, read_only=True),
        pytest.raises(StoreError, match="is being read by another process; wait"),
    ):
        build([folder], store=place)
    assert build([folder], store=place).read == ("second", "third")


def test_a_damaged_ledger_is_told_with_a_remedy(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "store"
    build([folder], store=place)
    (place / "filings.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match=r"filings\.sqlite cannot be used .* delete it and build again"):
        build([folder], store=place)
    (place / "filings.sqlite").unlink()
    assert build([folder], store=place).unchanged == ("first", "second", "third")
    with open_store(place, read_only=True) as opened:
        assert [f.path for f in store_status(opened).filings] == sorted(folder.iterdir())
