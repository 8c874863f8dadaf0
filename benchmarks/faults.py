"""What is lost when a build is killed, the disk is full, or processes die: counts of what was tried, and of losses.

    python -m benchmarks.faults [--kills 200] [--real 20] [--disks 20] [--workers-killed 20] [--copies 6] [--seed 1]

Builds with two workers, over copies of the sample filings, are ended by SIGKILL at moments drawn from the whole of
their duration, and gone on with until they are done. Every other one starts from a store that has older versions of
half of the filings. After each kill the store is opened (to read, or to write), and every filing must be in it as a
whole, as the old or the new version, with its text and what was extracted; none that was there before may be gone. At
the end the store must hold the same quads as one of a build that nothing disturbed. All filings are read once, before;
the builds that are killed take what was read then, so that most of the time goes into loading. `--real` builds read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.faults_corpus import Replay, graph_forms, make_corpus, quads_of, record
from kg.build import Limits, job, sample_filings
from kg.build import build as build_store
from kg.errors import KgError, StoreError
from kg.graph import loading
from kg.graph.store import is_store, open_store

ROOT = Path(__file__).resolve().parent.parent
DAMAGED = "the store could not be opened, or a filing in it is not whole"


def main() -> None:
    given = _arguments()
    if given.child:
        _child(given)
        return
    with tempfile.TemporaryDirectory(prefix="kg-faults-") as folder:
        bench = Bench(Path(folder), random.Random(given.seed), given.copies)
        bench.prepare()
        bench.kills(given.kills, real=False)
        bench.kills(given.real, real=True)
        bench.killed_workers(given.workers_killed)
        bench.full_disks(given.disks)
    print(json.dumps(dict(sorted(bench.counts.items())), indent=1))
    sys.exit(1 if bench.counts["lost"] else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, default in {
        "kills": 200,
        "real": 20,
        "disks": 20,
        "workers-killed": 20,
        "copies": 6,
        "seed": 1,
    }.items():
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--child", nargs=3, type=Path, metavar=("CORPUS", "STORE", "RECORD"), help=argparse.SUPPRESS)
    parser.add_argument("--file-limit", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _child(given: argparse.Namespace) -> None:
    """Build as ``kg build`` does; with a record, from that."""
    corpus, store, kept = given.child
    if given.file_limit:
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_FSIZE, (given.file_limit, given.file_limit))
    if kept.exists():
        replay = partial(Replay, kept=kept)
        setattr(job, "GraphWork", replay)  # noqa: B010  # what reads filings is replaced
        job._BATCH_BYTES, loading.BULK = 800_000, 400_000  # several loads, of both kinds
    try:
        report = build_store([corpus], store=store, workers=2, limits=Limits())
    except KgError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    sys.exit(3 if report.failures else 0)


@dataclass
class Bench:
    """One run of all that is tried, and its counts."""

    folder: Path
    chance: random.Random
    copies: int
    counts: Counter[str] = field(default_factory=Counter)

    def prepare(self) -> None:
        """Make the corpus, read it, and build what undisturbed builds come to."""
        make_corpus(sample_filings(), self.folder, self.copies)
        record([self.folder / "new", self.folder / "old"], self.record)
        self.run("old", self.folder / "from-old")
        self.run("new", self.folder / "whole")
        self.run("new", self.folder / "from-old-to-new", start=self.folder / "from-old")
        self.wanted = quads_of(self.folder / "whole")
        if quads_of(self.folder / "from-old-to-new") != self.wanted:
            self.lose("a build over an older store comes to something else")
        self.forms = graph_forms(self.record, [self.folder / "whole", self.folder / "from-old"])

    @property
    def record(self) -> Path:
        """What was read, once."""
        return self.folder / "record.pickle"

    def run(self, corpus: str, store: Path, *, start: Path | None = None) -> None:
        """Build without any disturbance."""
        if start:
            shutil.copytree(start, store)
        code = self.start(corpus, store).wait()
        if code:
            self.lose(f"an undisturbed build ended with status {code}")

    def start(
        self, corpus: str, store: Path, *, real: bool = False, more: tuple[str, ...] = ()
    ) -> subprocess.Popen[str]:
        """Start a build as a process."""
        kept = self.folder / "nothing" if real else self.record
        child = ["--child", str(self.folder / corpus), str(store), str(kept), *more]
        command = [sys.executable, "-m", "benchmarks.faults", *child]
        return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8", cwd=ROOT)

    def time(self, *, real: bool) -> float:
        """Return the seconds that an undisturbed build takes."""
        shutil.rmtree(self.folder / "timed", ignore_errors=True)
        began = time.monotonic()
        if self.start("new", self.folder / "timed", real=real).wait():
            self.lose("a build that was only timed failed")
        return time.monotonic() - began

    def kills(self, wanted: int, *, real: bool) -> None:
        """Kill builds until so many kills have hit one."""
        kind = "kills of builds that read" if real else "kills"
        seconds = self.time(real=real) if wanted else 0
        while self.counts[kind] < wanted:
            self.counts["builds"] += 1
            store = self.folder / "killed"
            shutil.rmtree(store, ignore_errors=True)
            if self.counts["builds"] % 2:
                shutil.copytree(self.folder / "from-old", store)
            held: set[str] = set()
            while True:
                build = self.start("new", store, real=real)
                try:
                    last = self.counts[kind] >= wanted
                    build.communicate(timeout=None if last else self.chance.uniform(0.1, 1.0) * seconds)
                    break
                except subprocess.TimeoutExpired:
                    build.kill()
                    build.communicate()
                self.counts[kind] += 1
                held = self.check(store, held)
                if self.counts[kind] % 20 == 0:
                    print(f"{self.counts[kind]} {kind}, {self.counts['lost']} lost", file=sys.stderr, flush=True)
            if build.returncode:
                self.lose(f"a build that went on after kills ended with status {build.returncode}")
            if quads_of(store) != self.wanted:
                self.lose("a build that went on after kills came to something else")

    def check(self, store: Path, held: set[str]) -> set[str]:
        """Look at a store that was left; return the filings that it has in their new form."""
        if not is_store(store):
            return held
        try:
            with open_store(store, read_only=self.chance.random() < 0.5) as opened:
                state = {graph: self.form(opened, graph) for graph in opened.named_graphs() if "filing-" in graph.value}
        except StoreError as error:
            self.lose(f"{DAMAGED}: {error}")
            return held
        for graph, form in state.items():
            self.counts["filings looked at"] += 1
            if form == "?":
                self.lose(f"{DAMAGED}: {graph}")
        now = {graph.value for graph, form in state.items() if form == "new"}
        if held - now:
            self.lose(f"filings that were there are gone: {sorted(held - now)[:3]}")
        return now

    def form(self, opened: Any, graph: Any) -> str:
        """Tell whether a graph is whole, and which: ``old`` or ``new``."""
        told = frozenset(
            str(quad) for quad in opened.inner.quads_for_pattern(None, None, None, graph) if "endedAt" not in str(quad)
        )
        if opened.minted.text(graph.value) is None:
            return "?"
        return str(self.forms.get((graph.value, told), "?"))

    def killed_workers(self, wanted: int) -> None:
        """Kill processes that read, as a system does that is out of memory."""
        seconds = self.time(real=False) if wanted else 0
        while self.counts["workers killed"] < wanted:
            self.counts["builds"] += 1
            store = self.folder / "killed"
            shutil.rmtree(store, ignore_errors=True)
            build = self.start("new", store)
            while build.poll() is None:
                time.sleep(self.chance.uniform(0.05, 0.4) * seconds)
                for child in _children(build.pid)[:1]:
                    if self.counts["workers killed"] < wanted and _end(child):
                        self.counts["workers killed"] += 1
            build.communicate()
            if build.returncode == 3:  # one filing met two kills: it is reported, and the next build reads it
                self.counts["filings reported after two kills"] += 1
                self.start("new", store).communicate()
            elif build.returncode:
                self.lose(f"a build whose processes were killed ended with status {build.returncode}")
            if quads_of(store) != self.wanted:
                self.lose("a build whose processes were killed came to something else")

    def full_disks(self, wanted: int) -> None:
        """Fill the disk: a file system of its own where one can be mounted, else files that may not grow."""
        place = self.folder / "disk"
        place.mkdir()
        mounted = _mount(place, 1)
        for number in range(wanted):
            store = place / "store"
            shutil.rmtree(store, ignore_errors=True)
            room = int(self.largest * (number + 0.5) / wanted)
            more: tuple[str, ...] = () if mounted else ("--file-limit", str(max(room // 4, 20_000)))
            if mounted:
                _mount(place, room, again=True)
            build = self.start("new", store, more=more)
            said = build.communicate()[1].strip()
            self.counts["disks filled" if mounted else "files that could not grow"] += bool(build.returncode)
            if build.returncode not in {0, 1} or "Traceback" in said:
                self.lose(f"a full disk ended a build with status {build.returncode}: {said[-300:]}")
            if mounted:
                _mount(place, 4 * self.largest, again=True)
            self.check(store, set())
            if self.start("new", store).wait():
                self.lose("a build could not go on when there was room again")
            elif quads_of(store) != self.wanted:
                self.lose("a build that went on when there was room again came to something else")
        if mounted:
            subprocess.run(["umount", str(place)], check=True)

    @property
    def largest(self) -> int:
        """Bytes of a whole store."""
        return sum(file.stat().st_size for file in (self.folder / "whole").rglob("*") if file.is_file())

    def lose(self, what: str) -> None:
        """Count a loss, and say which."""
        self.counts["lost"] += 1
        print(f"LOST: {what}", file=sys.stderr)


def _children(process: int) -> list[int]:
    """Return the processes that read for a build."""
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(process)], capture_output=True, encoding="utf-8", check=False
    )
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "spawn_main" in line]


def _end(process: int) -> bool:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _mount(place: Path, size: int, *, again: bool = False) -> bool:
    options = f"{'remount,' if again else ''}size={max(size, 1_000_000)}"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    main()
