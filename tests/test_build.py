"""The main job: what is read, what is left alone, what fails, and that one fault never stops the rest."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.build import (
    Failure,
    Progress,
    build,
    default_workers,
    extract_tables,
    job,
    sample_filings,
    tasks,
    version,
    work,
)
from kg.build.bounds import bounded
from kg.build.reports import Task
from kg.errors import FactTableError, FilingError, StoreError, VocabularyError
from kg.facttable import read_table
from kg.graph import iris
from kg.graph.read import stored_facts, stored_filings
from kg.graph.store import GraphStore, memory_store, open_store
from kg.model import Extraction, Filing, Predicate, StoredFact

extraction = importlib.import_module("kg.nlp.extract")
Extract = Callable[[Filing], Extraction]

FIRST = """FORM 8-K
Date of Report: June 4, 2007

ACME BIOLOGICS, INC.

Acme Biologics, Inc. today said that it has initiated a Phase 1 clinical trial of ABC123 in patients with multiple
myeloma. ABC123 targets CD38.
"""
SECOND = """FORM 8-K
Date of Report: March 3, 2009

GLOBEX THERAPEUTICS, INC.

Globex Therapeutics, Inc. announced that it has begun a Phase 2 clinical trial of XYZ456 in patients with ovarian
cancer.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "filings"
    made.mkdir()
    (made / "first.txt").write_text(FIRST, encoding="utf-8")
    (made / "second.txt").write_text(SECOND, encoding="utf-8")
    return made


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with memory_store() as opened:
        yield opened


def stages(store: GraphStore) -> set[tuple[str, str, str]]:
    facts = [s for s in stored_facts(store) if s.fact.predicate is Predicate.HAS_STAGE]
    return {(s.filing.name, s.fact.subject.name, str(s.fact.object)) for s in facts}


def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise SystemExit("a filing was read")

    monkeypatch.setattr(work, "understand", read)


def derived(store: GraphStore) -> int:
    graph = NamedNode(iris.DERIVED_GRAPH)
    return sum(1 for _ in store.inner.quads_for_pattern(None, None, None, graph))


def test_facts_of_every_filing_are_in_the_store_with_their_words(folder: Path, store: GraphStore) -> None:
    report = build([folder], store=store)
    assert (report.read, report.unchanged, report.failures) == (("first", "second"), (), ())
    assert stages(store) == {("first", "ABC123", "phase 1"), ("second", "XYZ456", "phase 2")}
    facts: list[StoredFact] = stored_facts(store)
    assert report.facts == len(facts)
    assert report.entities >= len({name for f in facts for name in (f.subject_iri, f.object_iri) if name}) > 4
    for told in facts:
        source = (folder / f"{told.filing.name}.txt").read_text(encoding="utf-8")
        for evidence in told.fact.evidence:
            assert source[evidence.start : evidence.end] == evidence.quote
    assert derived(store) > 0
    assert report.seconds > 0


def test_a_store_s_folder_is_made_and_let_go(folder: Path, tmp_path: Path) -> None:
    build([folder / "first.txt"], store=tmp_path / "new" / "store")
    report = build([folder / "second.txt"], store=tmp_path / "new" / "store")
    assert report.read == ("second",)
    with open_store(tmp_path / "new" / "store", read_only=True) as opened:
        assert [filing.name for filing in stored_filings(opened)] == ["first", "second"]


def test_what_has_not_changed_is_not_read_again(
    folder: Path, store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build([folder], store=store)
    no_reading(monkeypatch)
    after = build([folder], store=store)
    assert (after.read, after.unchanged) == ((), ("first", "second"))
    assert (after.entities, after.facts) == (before.entities, before.facts)


def test_a_changed_filing_takes_the_place_of_the_old_one(folder: Path, store: GraphStore) -> None:
    build([folder], store=store)
    (folder / "first.txt").write_text(FIRST.replace("Phase 1", "Phase 3"), encoding="utf-8")
    report = build([folder], store=store)
    assert (report.read, report.unchanged) == (("first",), ("second",))
    assert stages(store) == {("first", "ABC123", "phase 3"), ("second", "XYZ456", "phase 2")}


def test_another_version_of_the_extractor_reads_everything_again(
    folder: Path, store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], store=store)
    monkeypatch.setattr(job, "extractor_version", lambda: version.Version("another", "code"))
    assert build([folder], store=store).read == ("first", "second")
    assert build([folder], store=store).read == ()


def test_a_row_more_in_a_vocabulary_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.tsv").write_text("name\n", encoding="utf-8")
    monkeypatch.setattr(version, "vocabulary_dir", lambda: tmp_path)
    before = version.extractor_version.__wrapped__()
    assert version.extractor_version.__wrapped__() == before
    (tmp_path / "words.tsv").write_text("name\nacminib\n", encoding="utf-8")
    assert version.extractor_version.__wrapped__() != before


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_file_fails_alone(folder: Path, store: GraphStore, workers: int) -> None:
    (folder / "bad.txt").write_bytes(b"")
    report = build([folder], store=store, workers=workers)
    assert report.read == ("first", "second")
    assert report.failures == (Failure("bad", folder / "bad.txt", "the file is empty; download it again"),)
    assert len(stages(store)) == 2


def test_an_unexpected_fault_fails_alone(folder: Path, store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    honest: Extract = extraction.extract

    def extract(filing: Filing) -> Extraction:
        if filing.name == "first":
            raise ZeroDivisionError("by\nnothing")
        return honest(filing)

    monkeypatch.setattr(extraction, "extract", extract)
    report = build([folder], store=store)
    assert report.read == ("second",)
    (failure,) = report.failures
    assert failure.reason.startswith("ZeroDivisionError: by nothing (test_build.py:")
    assert failure.reason.endswith("; leave this filing out, and report the fault")


def test_a_fact_that_cannot_be_written_fails_with_its_filing(
    folder: Path, store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest: Extract = extraction.extract

    def extract(filing: Filing) -> Extraction:
        found = honest(filing)
        if filing.name == "second":
            return found
        return replace(found, facts=tuple(replace(fact, qualifiers={"nonsense": 1}) for fact in found.facts))

    monkeypatch.setattr(extraction, "extract", extract)
    report = build([folder], store=store)
    assert report.read == ("second",)
    assert "nonsense" in report.failures[0].reason


class WithoutVocabulary(work.GraphWork):
    """Stands in for reading with a vocabulary that cannot be loaded."""

    def __call__(self, task: Task) -> work.ReadGraph | work.Untouched | Failure:
        def fail() -> work.ReadGraph:
            raise VocabularyError("payloads.tsv:7: no such class")

        return bounded(task, fail)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_broken_vocabulary_stops_the_run_in_one_line(
    folder: Path, store: GraphStore, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "GraphWork", WithoutVocabulary)
    with pytest.raises(VocabularyError, match=r"payloads\.tsv:7: no such class"):
        build([folder], store=store, workers=workers)


def test_an_interrupt_stops_the_run_and_leaves_nothing_stale(
    folder: Path, store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder / "first.txt"], store=store)
    honest: Extract = extraction.extract

    def extract(filing: Filing) -> Extraction:
        raise KeyboardInterrupt

    monkeypatch.setattr(extraction, "extract", extract)
    with pytest.raises(KeyboardInterrupt):
        build([folder], store=store)
    assert derived(store) > 0
    assert len(stages(store)) == 1
    monkeypatch.setattr(extraction, "extract", honest)
    assert build([folder], store=store).read == ("second",)
    assert derived(store) > 0
    assert len(stages(store)) == 2


class Deadly(work.GraphWork):
    """Stands in for reading: one filing ends the process that reads it."""

    def __call__(self, task: Task) -> work.ReadGraph | work.Untouched | Failure:
        if task.name == "first":
            os._exit(9)
        return super().__call__(task)


def test_a_process_that_dies_costs_one_filing(folder: Path, store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "GraphWork", Deadly)
    report = build([folder], store=store, workers=2)
    assert report.read == ("second",)
    assert [(f.name, f.reason.partition(",")[0]) for f in report.failures] == [
        ("first", "the process that read it died")
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_is_told_filing_by_filing(folder: Path, store: GraphStore, workers: int) -> None:
    build([folder / "second.txt"], store=store)
    (folder / "bad.txt").write_bytes(b"%PDF-1.7")
    heard: list[Progress] = []
    build([folder], store=store, workers=workers, progress=heard.append)
    size = (folder / "first.txt").stat().st_size + 8
    assert heard[0] == Progress(1, 3, "second", "unchanged", bytes_total=size)
    assert {(at.name, at.outcome) for at in heard[1:]} == {("bad", "failed"), ("first", "read")}
    assert heard[2].done == 3
    assert heard[2].failed == 1
    assert heard[2].bytes_done == size
    assert heard[2].words == len(FIRST.split())


def test_files_that_share_a_name_are_kept_apart(folder: Path, store: GraphStore) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "first.txt").write_text(SECOND, encoding="utf-8")
    report = build([folder], store=store)
    assert len(report.read) == 3
    assert len({filing.name for filing in stored_filings(store)}) == 3


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="this system allows no such names")
def test_any_name_that_a_file_can_have_will_do(tmp_path: Path, store: GraphStore) -> None:
    names = [
        b"\xff.txt",
        b"\xfe.txt",
        "ü 東京 😀.txt".encode(),
        b'a b<c>"{}|^`.txt',
        b"-x.txt",
        b"x\ny.txt",
        b"a#b?c%20.txt",
    ]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text(FIRST, encoding="utf-8")
    report = build([tmp_path], store=store, workers=2)
    assert report.failures == ()
    assert len(stored_filings(store)) == len(report.read) == len(names)
    assert len(build([tmp_path], store=store).unchanged) == len(names)
    assert len(extract_tables([tmp_path], tmp_path / "tables").tables) == len(names)


def test_nothing_to_read_is_an_error_and_makes_no_store(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FilingError, match=r"no filings found .*empty.*looked for files ending in"):
        build([tmp_path / "empty"], store=tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_folder_of_other_things_is_no_store(folder: Path) -> None:
    with pytest.raises(StoreError, match="holds other things"):
        build([folder], store=folder)


def test_fact_tables_hold_what_the_graph_does(folder: Path, store: GraphStore, tmp_path: Path) -> None:
    (folder / "bad.txt").write_bytes(b"")
    report = extract_tables([folder], tmp_path / "tables")
    assert report.tables == (tmp_path / "tables" / "first.jsonl", tmp_path / "tables" / "second.jsonl")
    assert [failure.name for failure in report.failures] == ["bad"]
    table = read_table(report.tables[0])
    assert ("ABC123", "hasStage", "phase 1") in {(f["subject"], f["predicate"], f["object"]) for f in table.facts}
    assert report.facts == sum(len(read_table(path).facts) for path in report.tables)
    assert report.entities == sum(len(read_table(path).entities) for path in report.tables)
    built = build([folder], store=store)
    assert (built.entities, built.facts) == (report.entities, report.facts)


def test_tables_need_a_folder(folder: Path) -> None:
    with pytest.raises(FactTableError, match=r"first\.txt is a file; name a folder"):
        extract_tables([folder], folder / "first.txt")


def test_workers_are_as_many_as_there_is_work_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_processors", lambda: 8)
    assert [default_workers(filings) for filings in (0, 1, 3, 50)] == [1, 1, 3, 8]


def test_the_samples_are_ten_filings() -> None:
    assert len(sample_filings()) == 10
    assert {path.stem for path in sample_filings()}.isdisjoint({"README"})
