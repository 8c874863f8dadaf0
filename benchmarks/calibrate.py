"""How sure facts are: measure each rule against gold, fit what moves the odds, and show how well it holds.

    python benchmarks/calibrate.py [--check]

Writes ``data/rules/track_record.tsv`` and ``data/rules/confidence.toml`` (see ``kg/nlp/confidence.py``), and prints a
table of stated against measured. The moves are fitted, and the table is made, on the passages held out from the writing
of rules, each with the counts of all others only. `--check` writes nothing.
"""

from __future__ import annotations

import argparse
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.evaluate import right_facts
from kg.facttable import FactTable, entity_row, fact_row, read_table
from kg.filings import find_filings, read_filing
from kg.nlp.confidence import Moves, combine, rates_of
from kg.nlp.extract import extract
from kg.rulebook import TrackRecord

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "data" / "gold"
SETS = (
    (GOLD, ROOT / "data" / "filings"),
    (GOLD / "passages", GOLD / "passages"),
    (GOLD / "restated", GOLD / "restated"),
)
RULES = ROOT / "data" / "rules"
STATED = 0.85
"""What authors of rules think on average; a fact does not keep what they thought of its own."""
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Case:
    """A fact that was read out of a text that has gold, and whether it is right."""

    text: str
    rule: str
    reason: str
    places: int
    right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only print, write nothing")
    given = parser.parse_args()
    cases = [case for gold, texts in SETS if gold.is_dir() for case in cases_of(gold, texts)]
    held = [case for case in cases if is_held_out(case.text)]
    fitted = fit(held, cases)
    print(
        f"{len(cases)} facts of {len({c.text for c in cases})} texts; fitted on {len(held)} of texts held out: {fitted}"
    )
    print_table(held, cases, fitted)
    if not given.check:
        write_records(cases)
        write_moves(fitted)


def cases_of(gold: Path, texts: Path) -> Iterator[Case]:
    """Yield the facts that are read out of the texts that have a gold table."""
    for path in find_filings([texts]):
        table = gold / f"{path.stem}.jsonl"
        if path.parent != texts or not table.is_file():
            continue
        found = extract(read_filing(path))
        rows = FactTable(path.stem, tuple(map(entity_row, found.entities)), tuple(map(fact_row, found.facts)))
        right = right_facts(rows, read_table(table))
        for index, fact in enumerate(found.facts):
            yield Case(path.stem, fact.rule, fact.reason, len(fact.evidence), index in right)


def is_held_out(text: str) -> bool:
    """Tell whether nobody looked at a text while writing rules: see the README of ``data/gold``."""
    number = re.match(r"([pr])(\d+)-", text)
    return number is not None and int(number[2]) % {"p": 2, "r": 4}[number[1]] == 0


def records_of(cases: Iterable[Case]) -> dict[str, TrackRecord]:
    right, made = Counter[str](), Counter[str]()
    for case in cases:
        made[case.rule] += 1
        right[case.rule] += case.right
    return {rule: TrackRecord(right[rule], made[rule] - right[rule]) for rule in sorted(made)}


def rated(held: Sequence[Case], cases: Sequence[Case]) -> list[tuple[Case, float]]:
    """Return each case with its rule's rate, as the other texts give it."""
    by_text: defaultdict[str, list[Case]] = defaultdict(list)
    for case in held:
        by_text[case.text].append(case)
    out = []
    for text, own in by_text.items():
        rates = rates_of(records_of(c for c in cases if c.text != text))
        out += [(case, rates.of(case.rule, stated=STATED)) for case in own]
    return out


def fit(held: Sequence[Case], cases: Sequence[Case]) -> Moves:
    """Return the moves under which the cases held out are likeliest, by going along one axis after the other.

    A small penalty keeps a move at nought where there is next to nothing to learn it from. Words that name the
    compound, and further places that say the same, never make a fact less sure.
    """
    with_rates = rated(held, cases)
    best = Moves(0.0, 0.0, 0.0)
    step = 1.0
    while step > 0.02:
        tried = [
            replace(best, **{name: round(getattr(best, name) + sign * step, 2)})
            for name in ("optimism", "by_context", "several_places")
            for sign in (-1, 1)
        ]
        near = [moves for moves in tried if moves.by_context <= 0 <= moves.several_places]
        candidate = min([best, *near], key=lambda moves: _loss(with_rates, moves))
        if candidate == best:
            step /= 2
        best = candidate
    return best


def _loss(with_rates: Sequence[tuple[Case, float]], by: Moves) -> float:
    loss = 0.5 * (by.optimism**2 + by.by_context**2 + by.several_places**2)
    for case, rate in with_rates:
        sure = combine(rate, by, reason=case.reason, places=case.places)
        loss -= math.log(sure if case.right else 1 - sure)
    return loss


def print_table(held: Sequence[Case], cases: Sequence[Case], by: Moves) -> None:
    stated: defaultdict[float, list[tuple[float, bool]]] = defaultdict(list)
    for case, rate in rated(held, cases):
        sure = combine(rate, by, reason=case.reason, places=case.places)
        stated[max(low for low in BINS if low <= sure)].append((sure, case.right))
    print("confidence     facts  mean  right")
    for low, high in itertools.pairwise(BINS):
        if found := stated[low]:
            mean, right = (sum(values) / len(found) for values in zip(*found, strict=True))
            print(f"{low:.2f} – {min(high, 1):.2f}  {len(found):6}  {mean:.2f}   {right:.2f}")
    sure_ones = [right for low in BINS if low >= 0.8 for _, right in stated[low]]
    if sure_ones:
        print(f"0.8 and above: {len(sure_ones)} facts, {sum(sure_ones) / len(sure_ones):.2f} right")


def write_records(cases: Sequence[Case]) -> None:
    head = (
        "# How often each rule's facts were right on the gold sets. Written by benchmarks/calibrate.py: do not edit.\n"
    )
    rows = [f"{rule}\t{record.right}\t{record.wrong}\n" for rule, record in records_of(cases).items()]
    (RULES / "track_record.tsv").write_text(f"{head}# rule\tright\twrong\n{''.join(rows)}", encoding="utf-8")


def write_moves(by: Moves) -> None:
    path = RULES / "confidence.toml"
    text = path.read_text(encoding="utf-8")
    for name in ("optimism", "by_context", "several_places"):
        text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {getattr(by, name)}", text)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
