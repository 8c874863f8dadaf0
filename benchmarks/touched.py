"""Whether a changed vocabulary is read again where it must be: rows left out at random, and what that changes.

    python -m benchmarks.touched [PATH…] [--rounds 100] [--seed 1]

In each round one to five rows are left out of the vocabulary, half of them of those that some filing may name. Each
filing's graph is then compared with that by the whole vocabulary. What changed in a filing that was not expected to be
touched is a miss, and there is to be none.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from kg import sample_filings
from kg.build.touched import changes, snapshot
from kg.filings import find_filings, read_filing
from kg.graph.iris import EntityIris
from kg.graph.write import filing_quads
from kg.model import Filing
from kg.nlp.document import join_parts
from kg.nlp.reading import read_facts, read_mentions
from kg.vocabulary.load import Vocabulary, load_vocabulary

_TABLES = ("entries", "adverse_events", "measures", "meetings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, help="filings or folders; the samples by default")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    filings = [read_filing(path) for path in find_filings(given.paths or sample_filings())]
    whole = load_vocabulary()
    known, before = snapshot(whole), [_graph(filing, whole) for filing in filings]
    text = "".join(part.text for filing in filings for part in filing.parts).lower()
    named = [row for row in _rows(whole) if _is_named(whole, row, text)]
    chance, counts = random.Random(given.seed), Counter[str]()
    for _ in range(given.rounds):
        many = chance.randint(1, 5)
        gone = set(chance.sample(_rows(whole), many)) | set(chance.sample(named, many))
        less = _without(whole, gone)
        found = changes(known, snapshot(less))
        for filing, graph in zip(filings, before, strict=True):
            expected, changed = found.touch(filing), _graph(filing, less) != graph
            counts["filings compared"] += 1
            counts[
                "changed" if changed else "expected, and unchanged" if expected else "left alone, and unchanged"
            ] += 1
            if changed and not expected:
                counts["missed"] += 1
                print(f"MISSED: {filing.name} without {sorted(gone)}", file=sys.stderr)
    print(json.dumps(dict(sorted(counts.items())), indent=1))
    sys.exit(1 if counts["missed"] else 0)


def _rows(vocabulary: Vocabulary) -> list[tuple[str, int]]:
    return [(table, number) for table in _TABLES for number in range(len(getattr(vocabulary, table)))]


def _without(vocabulary: Vocabulary, gone: set[tuple[str, int]]) -> Vocabulary:
    kept = {
        table: tuple(row for number, row in enumerate(getattr(vocabulary, table)) if (table, number) not in gone)
        for table in _TABLES
    }
    return replace(vocabulary, **kept)  # type: ignore[arg-type]


def _is_named(vocabulary: Vocabulary, row: tuple[str, int], text: str) -> bool:
    table, number = row
    item = getattr(vocabulary, table)[number]
    return any(name.lower() in text for name in (item.name, *item.aliases))


def _graph(filing: Filing, vocabulary: Vocabulary) -> set[str]:
    extraction = read_facts(read_mentions(join_parts(filing), vocabulary=vocabulary))
    return {str(quad) for quad in filing_quads(extraction, vocabulary=EntityIris(vocabulary.entries))}


if __name__ == "__main__":
    main()
