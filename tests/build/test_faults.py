"""Faults from outside: files that cannot be read, kills, a full disk. `benchmarks/faults.py` tries many more."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.build import Progress, build
from kg.errors import FilingError
from kg.graph.store import GraphStore, memory_store, open_store

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = int(os.environ.get("KG_TEST_KILLS", "6"))
TEXT = """FORM 8-K
Date of Report: June 4, 2007

ACME BIOLOGICS, INC.

Acme Biologics, Inc. today said that it has initiated a Phase 1 clinical trial of ABC123 in patients with myeloma.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "filings"
    made.mkdir()
    for name in ("a", "b", "c"):
        (made / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    return made


@pytest.fixture
def store() -> GraphStore:
    return memory_store()


def test_what_only_looks_like_a_filing_is_passed_over(folder: Path, store: GraphStore) -> None:
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "nowhere.txt").symlink_to(folder / "nothing.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    report = build([folder], store=store)
    assert (report.read, report.failures) == (("a", "b", "c"), ())


def test_a_pipe_given_by_name_is_refused_and_not_waited_for(folder: Path, store: GraphStore) -> None:
    os.mkfifo(folder / "pipe.txt")
    with pytest.raises(FilingError, match=r"pipe\.txt"):
        build([folder / "pipe.txt"], store=store)


def test_a_file_that_vanishes_while_others_are_read_fails_alone(folder: Path, store: GraphStore) -> None:
    def vanish(progress: Progress) -> None:
        if progress.name == "a":
            (folder / "b.txt").unlink()

    report = build([folder], store=store, progress=vanish)
    assert report.read == ("a", "c")
    assert [(f.name, f.reason.partition(";")[0]) for f in report.failures] == [
        ("b", "cannot be read (No such file or directory)")
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_that_may_not_be_read_fails_alone(folder: Path, store: GraphStore) -> None:
    (folder / "b.txt").chmod(0)
    report = build([folder], store=store)
    assert report.read == ("a", "c")
    assert "Permission denied" in report.failures[0].reason


def test_an_interrupt_ends_the_command_and_keeps_what_was_read(folder: Path, tmp_path: Path) -> None:
    for number in range(300):
        (folder / f"x{number:03}.txt").write_text(TEXT.replace("ABC123", f"ABC{number + 124}"), encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", str(folder), "--store", str(tmp_path / "store"), "--workers", "2"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True, cwd=ROOT)
    while not (tmp_path / "store" / "texts").is_dir() and running.poll() is None:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
    said = running.communicate(timeout=120)[1]
    assert running.returncode == 130
    assert said.splitlines()[-1].startswith("kg: interrupted; what has been read is in ")
    assert "Traceback" not in said
    with open_store(tmp_path / "store", read_only=True) as opened:
        held = sum("/graph/filing-" in graph.value for graph in opened.named_graphs())
        assert 0 < held < 303
        assert opened.ledger.note("derived")


def test_a_build_that_is_killed_or_without_room_loses_nothing() -> None:
    counts = f"--kills {KILLS} --real 0 --disks 2 --workers-killed 1 --copies 1"
    command = [sys.executable, "-m", "benchmarks.faults", *counts.split()]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False, timeout=1800)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["kills"] >= KILLS
    assert told["workers killed"] == 1
    assert told.get("lost", 0) == 0
