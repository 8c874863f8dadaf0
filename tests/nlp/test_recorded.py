"""What a change of rules gains and loses: the facts of the samples and of the passages in use, against the last record.

The record is ``recorded_facts.txt``. A change that is meant is recorded with ``python -m tests.nlp.test_recorded``, and
the record's own difference then shows in review what the change did. Passages held out are not recorded.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from kg.changes import fact_line
from kg.facttable import fact_row
from tests.nlp.filings_at_hand import DATA, SAMPLES, extraction_of, files_in, is_held_out

RECORD = Path(__file__).parent / "recorded_facts.txt"


def in_use() -> list[Path]:
    """Return the samples, and the passages that are not held out."""
    passages = [path for folder in ("passages", "restated") for path in files_in(DATA / "gold" / folder)]
    return [*SAMPLES, *(path for path in passages if not is_held_out(path.stem) and path.stem != "README")]


def lines() -> list[str]:
    """Return the facts of the filings in use, a line each, by filing."""
    return [
        line
        for path in in_use()
        for line in sorted(f"{path.stem}: {fact_line(fact_row(fact))}" for fact in extraction_of(path).facts)
    ]


def test_extraction_is_as_recorded() -> None:
    recorded, now = RECORD.read_text(encoding="utf-8").splitlines(), lines()
    changed = [
        line for line in difflib.unified_diff(recorded, now, n=0, lineterm="") if re.match(r"[-+](?![-+])", line)
    ]
    told = "\n".join(changed)
    assert not changed, (
        f"facts lost (-) and gained (+); if that is meant, run python -m tests.nlp.test_recorded:\n{told}"
    )


def test_what_is_held_out_is_not_recorded() -> None:
    assert len(in_use()) >= 50
    assert not any(is_held_out(line) for line in RECORD.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    RECORD.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
