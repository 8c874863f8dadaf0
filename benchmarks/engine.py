"""Where the time of a build goes, what its processes need, and what a build costs that has nothing to do.

    python -m benchmarks.engine [--copies 100] [--workers 1 2]

The corpus is copies of the sample filings, each another file. Seconds are of the processor (user and system) unless
they are called wall: those say more on a machine that others use too.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from kg import sample_filings

ROOT = Path(__file__).resolve().parent.parent
_Result = TypeVar("_Result")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=100)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        corpus, store, workers = given.child
        print(json.dumps(_child(Path(corpus), Path(store), int(workers))))
        return
    with tempfile.TemporaryDirectory(prefix="kg-engine-") as place:
        corpus = Path(place) / "corpus"
        corpus.mkdir()
        for copy in range(given.copies):
            for sample in sample_filings():
                name = f"{sample.stem}-{copy:04}{sample.suffix}"
                (corpus / name).write_bytes(sample.read_bytes() + b"\n" * (copy + 1))
        figures: dict[str, Any] = {"stages": stages(sample_filings())}
        for workers in given.workers:
            store = Path(place) / f"store-{workers}"
            figures[f"build, workers {workers}"] = _measured(corpus, store, workers)
        figures["nothing to do"] = _measured(corpus, store, given.workers[-1])
    print(json.dumps(figures, indent=1))


def _measured(corpus: Path, store: Path, workers: int) -> dict[str, Any]:
    child = ["--child", str(corpus), str(store), str(workers)]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.engine", *child], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {"wall": round(time.monotonic() - began, 2)} | told


def _child(corpus: Path, store: Path, workers: int) -> dict[str, Any]:
    """Build as the command does, and tell what that took in this process and in those that read."""
    from kg.build import Limits, build  # noqa: PLC0415

    report = build([corpus], store=store, workers=workers, limits=Limits())
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return {
        "filings": len(report.read) + len(report.unchanged),
        "read": len(report.read),
        "facts": report.facts,
        "seconds of the parent": round(own.ru_utime + own.ru_stime, 2),
        "seconds of the workers": round(theirs.ru_utime + theirs.ru_stime, 2),
        "peak MB of the parent": _peak(own.ru_maxrss / unit),
        "peak MB of a worker": round(theirs.ru_maxrss / unit),
        "spaCy imported by the parent": "spacy" in sys.modules,
    }


def _peak(told: float) -> int:
    """Return the peak of memory of this process; what the system tells may be that of the one that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return round(told)
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6)


def stages(paths: list[Path]) -> dict[str, float]:
    """Return the share of each stage in reading and loading filings, in one process, with everything loaded."""
    from kg.build.settle import counts, settle  # noqa: PLC0415
    from kg.filings import read_filing  # noqa: PLC0415
    from kg.graph.iris import EntityIris  # noqa: PLC0415
    from kg.graph.loading import filing_graph, load_filings  # noqa: PLC0415
    from kg.graph.store import open_or_create_store  # noqa: PLC0415
    from kg.graph.write import filing_quads  # noqa: PLC0415
    from kg.nlp.extract import default_vocabulary, extract  # noqa: PLC0415

    took: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], _Result]) -> _Result:
        began = time.process_time()
        found = work()
        took[stage] = took.get(stage, 0) + time.process_time() - began
        return found

    for path in paths:
        extract(read_filing(path))
    entries = default_vocabulary().entries
    minter, moment = EntityIris(entries), datetime(2026, 1, 1, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as place, open_or_create_store(Path(place) / "store") as store:
        filings = timed("read", lambda: [read_filing(path) for path in paths])
        found = timed("extract", lambda: [extract(filing) for filing in filings])
        timed("quads", lambda: [filing_quads(of, vocabulary=minter, read_at=moment) for of in found])
        graphs = timed("pack", lambda: [filing_graph(of, vocabulary=minter, read_at=moment) for of in found])
        took["pack"] -= took["quads"]
        timed("load", lambda: load_filings(store, graphs))
        timed("identify and derive", lambda: settle(store, entries))
        timed("count", lambda: counts(store))
    whole = sum(took.values())
    return {stage: round(seconds / whole, 3) for stage, seconds in took.items()} | {"seconds": round(whole, 2)}


if __name__ == "__main__":
    main()
