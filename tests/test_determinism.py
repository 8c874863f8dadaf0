"""The same filings give the same bytes: in any order, with any number of workers, all at once or one by one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.build import build, extract_tables, sample_filings
from kg.explore import collect_knowledge, collect_texts, explore_page
from kg.graph.export import export
from kg.graph.read import stored_facts
from kg.graph.store import GraphStore, memory_store


def dump(store: GraphStore, folder: Path) -> bytes:
    (path,) = export(store, folder / "all.nq", form="nquads", times=False)
    return path.read_bytes()


def page(store: GraphStore) -> str:
    facts = stored_facts(store)
    return explore_page(facts, texts=collect_texts(store, facts), knowledge=collect_knowledge(store))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """The samples' N-Quads and page, built in one go in this process."""
    with memory_store() as store:
        report = build(sample_filings(), store=store)
        assert report.failures == ()
        assert report.facts > 100
        return dump(store, tmp_path_factory.mktemp("plain")), page(store)


def test_only_the_runs_have_a_clock_and_it_can_be_left_out(tmp_path: Path) -> None:
    with memory_store() as store:
        build(sample_filings()[:2], store=store)
        bare = dump(store, tmp_path).decode("utf-8").splitlines()
        (path,) = export(store, tmp_path / "times.nq", form="nquads", times=True)
    timed = path.read_text(encoding="utf-8").splitlines()
    more = set(timed) - set(bare)
    assert len(timed) - len(bare) == len(more) == 2
    assert all("/run/" in line.split(" ")[0] and "endedAtTime" in line.split(" ")[1] for line in more)


def test_order_and_workers_make_no_difference(plain: tuple[bytes, str], tmp_path: Path) -> None:
    with memory_store() as store:
        build(list(reversed(sample_filings())), store=store, workers=2)
        assert dump(store, tmp_path) == plain[0]
        assert page(store) == plain[1]


def test_one_by_one_is_as_good_as_all_at_once(plain: tuple[bytes, str], tmp_path: Path) -> None:
    samples = sample_filings()
    with memory_store() as store:
        build(samples[3:7], store=store)
        for path in [*samples[7:], *samples[:3]]:
            build([path], store=store)
        assert dump(store, tmp_path) == plain[0]


def test_building_twice_changes_nothing(plain: tuple[bytes, str], tmp_path: Path) -> None:
    with memory_store() as store:
        build(sample_filings(), store=store)
        build(sample_filings(), store=store)
        assert dump(store, tmp_path) == plain[0]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_neither_does_the_seed_of_hashes(plain: tuple[bytes, str], seed: str, tmp_path: Path) -> None:
    samples = [str(path) for path in sample_filings()]
    for command in (
        ["build", *samples, "--store", "store", "--workers", seed],
        ["export", "--format", "nquads", "--output", "all.nq", "--no-times", "--store", "store"],
        ["explore", "--output", "page.html", "--store", "store"],
    ):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-m", "kg", *command],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
            timeout=300,
        )
    assert (tmp_path / "all.nq").read_bytes() == plain[0]
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == plain[1]


def test_tables_are_the_same_with_more_workers(tmp_path: Path) -> None:
    samples = sample_filings()
    one = extract_tables(samples, tmp_path / "one")
    two = extract_tables(samples[::-1], tmp_path / "two", workers=2)
    assert [path.name for path in one.tables] == [path.name for path in two.tables]
    assert len(one.tables) == 10
    for ours, theirs in zip(one.tables, two.tables, strict=True):
        assert ours.read_bytes() == theirs.read_bytes()
