"""Processes that read: each filing comes back exactly once, whatever it does to the process that reads it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.build.crew import megabytes_of, run
from kg.build.reports import Failure, Limits, Task
from kg.errors import VocabularyError, WorkerError
from tests.build.works import Odd, Stillborn

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is watched on Linux only")


def tasks(*names: str) -> list[Task]:
    return [Task(Path(f"{name}.txt"), name) for name in names]


def outcome(folder: Path, *names: str, workers: int = 2, limits: Limits | None = None) -> dict[str, str]:
    """What came of each filing; a filing that comes back twice is seen too."""
    found: dict[str, str] = {}
    for task, result in run(tasks(*names), Odd(folder), workers=workers, limits=limits):
        assert task.name not in found
        found[task.name] = result.reason if isinstance(result, Failure) else result
    return found


PLAIN = tuple(f"plain-{number}" for number in range(20))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_each_filing_comes_back_once(tmp_path: Path, workers: int) -> None:
    assert outcome(tmp_path, *PLAIN, workers=workers) == {name: name for name in PLAIN}


def test_in_this_process_they_come_in_order(tmp_path: Path) -> None:
    assert list(outcome(tmp_path, *PLAIN, workers=1)) == list(PLAIN)


def test_no_filings_need_no_process(tmp_path: Path) -> None:
    assert outcome(tmp_path, workers=4, limits=Limits()) == {}


@pytest.mark.parametrize("workers", [1, 2])
def test_what_takes_too_long_is_given_up_and_the_others_are_read(tmp_path: Path, workers: int) -> None:
    names = ("plain-a", "sleepy", "plain-b", "busy", "plain-c", "plain-d")
    began = time.monotonic()
    found = outcome(tmp_path, *names, workers=workers, limits=Limits(seconds=0.5))
    assert time.monotonic() - began < 60
    assert {name for name, what in found.items() if what == name} == {"plain-a", "plain-b", "plain-c", "plain-d"}
    reason = "it takes more than 0.5 seconds; give its main document or exhibit alone"
    assert found["sleepy"] == found["busy"] == reason


@linux
@pytest.mark.parametrize("kind", ["hungry", "greedy"])
def test_what_takes_too_much_memory_is_given_up(tmp_path: Path, kind: str) -> None:
    found = outcome(tmp_path, "plain-a", kind, "plain-b", limits=Limits(seconds=60, megabytes=300))
    assert found.pop(kind).startswith("it takes more memory than it may; ")
    assert found == {"plain-a": "plain-a", "plain-b": "plain-b"}


def test_a_process_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    names = ("unlucky-a", *PLAIN, "unlucky-b")
    assert outcome(tmp_path, *names) == {name: name for name in names}


def test_a_filing_that_kills_its_process_twice_fails_and_no_other_does(tmp_path: Path) -> None:
    found = outcome(tmp_path, "deadly", *PLAIN)
    assert found.pop("deadly").startswith("the process that read it died, twice")
    assert found == {name: name for name in PLAIN}


@pytest.mark.parametrize("workers", [1, 2])
def test_what_must_stop_the_run_stops_it(tmp_path: Path, workers: int) -> None:
    with pytest.raises(VocabularyError, match=r"payloads\.tsv:7"):
        outcome(tmp_path, "plain-a", "broken", "plain-b", workers=workers)


def test_processes_that_cannot_start_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match=r"processes died before they could read anything .*status 3.*fewer workers"):
        list(run(tasks("plain"), Stillborn(tmp_path), limits=Limits()))


def children() -> set[str]:
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, encoding="utf-8", check=False
    )
    return {line.split()[0] for line in found.stdout.splitlines() if "spawn_main" in line}


@linux
def test_who_stops_listening_leaves_no_process(tmp_path: Path) -> None:
    before = children()
    results = run(tasks("plain", "sleepy"), Odd(tmp_path), workers=2)
    assert next(results)[1] == "plain"
    assert children() - before
    results.close()  # type: ignore[attr-defined]
    assert not children() - before


@linux
def test_memory_is_told() -> None:
    assert 10 < megabytes_of(os.getpid()) < 10_000
    assert megabytes_of(None) == 0
