"""Which rule made a fact, and where it is written: from a rule's id to the row of the rule file, or to its family."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import VocabularyError
from kg.resources import rules_dir

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ID = re.compile(r"""^id\s*=\s*["'](?P<id>[^"']+)["']\s*$""")


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Where a rule is written."""

    rule: str
    says: str
    """What a family of rules does; of a rule that is a row of its own, the row as it is written."""
    places: tuple[str, ...]
    """``file:line`` of the row, or the files of its words and the code that applies them; lines count from 1."""


def rule_source(rule: str) -> RuleSource | None:
    """Return where a rule is written; `None` for a rule that this version does not have.

    >>> rule_source("target.verb").places[0].split(":")[0]
    'data/rules/relations.toml'
    >>> rule_source("stage.phase 1").places[-1]
    'kg/nlp/stages.py'
    """
    rows = _rows()
    if rule in rows:
        return rows[rule]
    families = [f for f in _families() if rule.startswith(f["begins"])]
    if not families:
        return None
    best = max(families, key=lambda f: len(f["begins"]))
    return RuleSource(rule, best["says"], (*(f"data/rules/{name}" for name in best["files"]), best["code"]))


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How often a rule's facts were right where gold tables tell."""

    right: int
    wrong: int


def track_record(rule: str) -> TrackRecord | None:
    """Return how a rule did on the gold sets; `None` for one that made no fact of them."""
    return track_records().get(rule)


@cache
def track_records() -> dict[str, TrackRecord]:
    """Return the record of every rule that has one, as ``data/rules/track_record.tsv`` has it.

    Raises `VocabularyError` naming file and line where a row is not a rule and two counts.
    """
    path = rules_dir() / "track_record.tsv"
    found: dict[str, TrackRecord] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        rule, _, counts = line.partition("\t")
        right, _, wrong = counts.partition("\t")
        if not (rule and right.isdecimal() and wrong.isdecimal()):
            raise VocabularyError(f"{path}:{number}: {line!r} must be a rule, how often right and how often wrong")
        found[rule] = TrackRecord(int(right), int(wrong))
    return found


@cache
def _rows() -> dict[str, RuleSource]:
    return {source.rule: source for path in sorted(rules_dir().glob("*.toml")) for source in _rows_of(path)}


def _rows_of(path: Path) -> Iterator[RuleSource]:
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("[[")]
    for begin, end in itertools.pairwise([*starts, len(lines)]):
        row = [line for line in lines[begin + 1 : end] if line.strip() and not line.startswith("#")]
        ids = [match["id"] for line in row if (match := _ID.match(line))]
        if ids:
            text = "\n".join(line for line in row if not _ID.match(line))
            yield RuleSource(ids[0], text, (f"data/rules/{path.name}:{begin + 1}",))


@cache
def _families() -> list[dict[str, str]]:
    return list(tomllib.loads((rules_dir() / "families.toml").read_text(encoding="utf-8"))["family"])
