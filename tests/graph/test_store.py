from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.graph import iris
from kg.graph.namespace import term
from kg.graph.quads import nquads
from kg.graph.read import stored_facts, stored_filings
from kg.graph.store import (
    GraphStore,
    copy_to_memory,
    create_store,
    filing_graphs,
    is_current,
    is_store,
    memory_store,
    open_or_create_store,
    open_store,
    remove_filing,
    replace_filing,
    replace_filings,
    replace_vocabulary,
)
from kg.graph.write import filing_quads
from kg.model import EntityType, VocabularyEntry
from tests.graph import factory

OTHER = factory.extraction(factory.FACTS[:5], of=factory.filing("globex-8k-2008-01-02", day=date(2008, 1, 2)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "store"


def test_a_store_keeps_what_was_put_in(folder: Path) -> None:
    with create_store(folder) as store:
        assert replace_filing(store, factory.extraction())
    with open_store(folder, read_only=True) as store:
        assert len(stored_facts(store)) == len(factory.FACTS)
        rows = store.dataset.query("SELECT ?c WHERE { ?s a pipe:Payment ; pipe:compound ?c ; pipe:reportedIn ?f }")
        assert [str(row[0]) for row in rows] == [f"{iris.BASE}compound/abc123"]  # type: ignore[index]


def test_a_folder_that_holds_other_things_never_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other things; choose a new or an empty folder"):
        create_store(tmp_path)
    with pytest.raises(StoreError, match="holds other things"):
        open_or_create_store(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_opening_what_is_no_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not a store; build one there first"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="is no folder; build one there first"):
        open_store(tmp_path / "nowhere", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_created_once(folder: Path) -> None:
    create_store(folder).close()
    assert is_store(folder)
    with pytest.raises(StoreError, match="is a store already"):
        create_store(folder)
    open_or_create_store(folder).close()


def test_a_store_of_another_version_is_refused(folder: Path) -> None:
    create_store(folder).close()
    marker = next(folder.glob("*.json"))
    marker.write_text(marker.read_text(encoding="utf-8").replace('"schema": 1', '"schema": 99'), encoding="utf-8")
    with pytest.raises(StoreError, match="is of version 99, this program reads 1; build the store again"):
        open_store(folder)
    marker.write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be read; build the store again"):
        open_store(folder)


def test_a_broken_database_is_one_clear_line(folder: Path) -> None:
    create_store(folder).close()
    (folder / "data" / "CURRENT").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        open_store(folder)
    assert "\n" not in str(caught.value)


HOLD = """
import sys
from pathlib import Path
from kg.graph.store import open_store
store = open_store(Path(sys.argv[1]), read_only=sys.argv[2] == "read")
print("open", flush=True)
sys.stdin.read()
"""


def hold(folder: Path, mode: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    return process


@pytest.mark.parametrize(
    ("theirs", "ours", "refused"),
    [("write", "write", True), ("write", "read", True), ("read", "write", True), ("read", "read", False)],
)
def test_one_process_may_write_or_several_read(folder: Path, theirs: str, ours: str, *, refused: bool) -> None:
    create_store(folder).close()
    with hold(folder, theirs) as process:
        try:
            if refused:
                with pytest.raises(
                    StoreError, match=r"is being (read|written) by .*process.*; wait until that has ended"
                ):
                    open_store(folder, read_only=ours == "read")
            else:
                open_store(folder, read_only=ours == "read").close()
        finally:
            process.communicate("")
    open_store(folder).close()


def test_a_store_opened_to_read_cannot_be_changed(folder: Path) -> None:
    create_store(folder).close()
    with open_store(folder, read_only=True) as store, pytest.raises(StoreError, match="was opened only to read"):
        replace_filing(store, factory.extraction())


def test_reading_the_same_again_changes_nothing() -> None:
    store = memory_store()
    assert replace_filing(store, factory.extraction(), read_at=datetime(2026, 1, 1, tzinfo=UTC))
    before = nquads(store.inner)
    assert not replace_filing(store, factory.extraction(), read_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert nquads(store.inner) == before


@pytest.mark.parametrize("change", ["facts", "extractor", "vocabulary", "content"])
def test_a_change_replaces_the_whole_graph_and_no_other(change: str) -> None:
    store = memory_store()
    replace_filings(store, [factory.extraction(), OTHER])
    other = filing_quads(OTHER)
    new = factory.extraction(factory.FACTS[3:] if change == "facts" else factory.FACTS)
    if change == "content":
        new = replace(new, filing=replace(new.filing, content_hash="0" * 64))
    vocabulary = [VocabularyEntry(EntityType.COMPOUND, "abciximib", ("ABC123",))] if change == "vocabulary" else []
    extractor = "2.0" if change == "extractor" else ""
    assert replace_filing(store, new, vocabulary=vocabulary, extractor=extractor)
    graph = NamedNode(iris.graph_iri(new.filing.name))
    expected = filing_quads(new, vocabulary=vocabulary, extractor=extractor)
    assert set(store.inner.quads_for_pattern(None, None, None, graph)) == set(expected)
    assert set(store.inner.quads_for_pattern(None, None, None, other[0].graph_name)) == set(other)


def test_quotes_with_every_kind_of_sign_survive_a_replacement() -> None:
    store = memory_store()
    replace_filing(store, factory.extraction(factory.FACTS[:1]))
    awkward = 'a "quoted" \\$1 line\nwith\ttab, } . ; DROP ALL ; € and 𝛃'
    fact = replace(factory.FACTS[0], evidence=(factory.evidence(awkward, 7),))
    assert replace_filing(store, factory.extraction([fact]))
    assert [s.fact.evidence[0].quote for s in stored_facts(store)] == [awkward]


def test_many_filings_are_put_in_at_once_and_the_last_of_one_name_holds() -> None:
    store = memory_store()
    late = replace(OTHER, facts=OTHER.facts[:2])
    assert replace_filings(store, [factory.extraction(), OTHER, late]) == 3
    assert [f.name for f in stored_filings(store)] == ["acme-8k-2007-06-04", "globex-8k-2008-01-02"]
    assert len(stored_facts(store, filing="globex-8k-2008-01-02")) == 2
    assert replace_filings(store, [factory.extraction(), late]) == 0


def test_a_removed_filing_leaves_nothing_behind() -> None:
    store = memory_store()
    replace_filing(store, OTHER)
    before = nquads(store.inner)
    replace_filing(store, factory.extraction())
    assert remove_filing(store, "acme-8k-2007-06-04")
    assert nquads(store.inner) == before
    assert not remove_filing(store, "acme-8k-2007-06-04")


def test_the_store_knows_what_it_has_read() -> None:
    store = memory_store()
    extraction = factory.extraction()
    replace_filing(store, extraction, extractor="1.2")
    name, content = extraction.filing.name, extraction.filing.content_hash
    assert is_current(store, name, content_hash=content, extractor="1.2")
    assert not is_current(store, name, content_hash=content, extractor="1.3")
    assert not is_current(store, name, content_hash="0" * 64, extractor="1.2")
    assert not is_current(store, "other", content_hash=content, extractor="1.2")


CRASH = """
import os, sys
from pathlib import Path
from kg.graph import iris
from kg.graph.store import open_store, replace_graph
from kg.graph.write import filing_quads
from tests.graph import factory
def dying(quads):
    for number, quad in enumerate(quads):
        if number == 200:
            os._exit(9)
        yield quad
store = open_store(Path(sys.argv[1]))
extraction = factory.extraction(of=factory.filing(sys.argv[2]))
store.inner.extend(dying(filing_quads(extraction)))
"""


def test_a_crash_while_writing_leaves_no_half_of_a_filing(folder: Path) -> None:
    with create_store(folder) as store:
        replace_filing(store, OTHER)
        before = nquads(store.inner)
    root = Path(__file__).parents[2]
    died = subprocess.run([sys.executable, "-c", CRASH, str(folder), "new-filing"], cwd=root, check=False)
    assert died.returncode == 9
    with open_store(folder) as store:
        assert nquads(store.inner) == before
        assert [g.value for g in filing_graphs(store)] == [iris.graph_iri("globex-8k-2008-01-02")]


def test_a_replacement_that_fails_leaves_the_old_graph() -> None:
    store = memory_store()
    replace_filing(store, OTHER)
    before = nquads(store.inner)
    bad = replace(OTHER, facts=(*OTHER.facts, replace(factory.FACTS[0], qualifiers={"mood": "good"})))
    with pytest.raises(StoreError, match="mood"):
        replace_filing(store, bad)
    assert nquads(store.inner) == before


def test_the_ontology_is_brought_up_to_date_on_opening(folder: Path) -> None:
    with create_store(folder) as store:
        expected = nquads(store.inner)
        stale = Quad(term("pipe:phase"), term("skos:prefLabel"), Literal("old"), NamedNode(iris.ONTOLOGY_GRAPH))
        store.inner.add(stale)
    marker = next(folder.glob("*.json"))
    with open_store(folder) as store:
        assert stale in store.inner  # the digest in the marker says that the ontology is the same
    marker.write_text(marker.read_text(encoding="utf-8").replace('"ontology": "', '"ontology": "0'), encoding="utf-8")
    with open_store(folder) as store:
        assert nquads(store.inner) == expected


def test_a_copy_in_memory_has_everything_and_is_apart() -> None:
    store = memory_store()
    replace_filing(store, OTHER)
    copy = copy_to_memory(store)
    assert nquads(copy.inner) == nquads(store.inner)
    remove_filing(copy, OTHER.filing.name)
    assert stored_filings(store)
    assert not stored_filings(copy)


def test_the_default_graph_is_the_union() -> None:
    store: GraphStore = memory_store()
    replace_filing(store, factory.extraction())
    replace_vocabulary(store, [VocabularyEntry(EntityType.PAYLOAD, "DM7", (), "maytansinoid")])
    asked = (
        "ASK { ?s rdf:predicate pipe:hasPayload ; rdf:object ?p . ?p pipe:payloadClass v:payload-class-maytansinoid }"
    )
    assert store.dataset.query(asked).askAnswer
