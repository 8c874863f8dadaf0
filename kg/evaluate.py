"""Extraction against gold: how much of what filings say was found, and how much of what was found they say.

Two names are the same when they are equal after case, white space, hyphens, possessives, marks and a legal form at the
end are folded; two things, when any of their names are. A fact is found when predicate, subject and object agree; what
agrees besides (qualifiers, modality) is counted over the facts found. Figures are sums over all files (micro-averages).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import FactTableError
from kg.facttable import FactTable, read_table
from kg.model import Modality, Predicate
from kg.names import fold_name

CONFIDENT = 0.8
"""Facts with at least this confidence are those that a reader would take without looking at the words."""

_EITHER_ORDER = frozenset({str(Predicate.COLLABORATES_WITH), str(Predicate.COMBINED_WITH)})
_BY_WORDS = frozenset(
    [
        *("scope", "trigger", "population", "field", "setting", "schedule", "event", "abstract", "territory", "rate"),
        *("dose", "grade"),
    ]
)
"""Qualifiers that are free text: compared by their words, and by their numbers, which must be the same."""
_LITTLE_WORDS = frozenset({"the", "a", "an", "of", "in", "and", "for", "to"})

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what is right, spurious and missed."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return _share(self.right, self.right + self.spurious)

    @property
    def recall(self) -> float:
        """The share of what should be found that was; 0 where nothing should."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _share(2 * self.right, 2 * self.right + self.spurious + self.missed)

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.spurious + other.spurious, self.missed + other.missed)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    right: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """The part that is right; 0 of nothing is 0."""
        return _share(self.right, self.total)

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Miss:
    """A line of a fact table that the other side does not have; `spurious` where it is the prediction's."""

    filing: str
    spurious: bool
    row: Row = field(hash=False)

    def __str__(self) -> str:
        row = self.row
        if row["kind"] == "entity":
            what = f"{row['type']}: {row['name']}"
        else:
            told = ", ".join(f"{key} {value}" for key, value in (row.get("qualifiers") or {}).items())
            what = f"{row['subject']} {row['predicate']} {row['object']}{f' ({told})' if told else ''}"
        return f"{self.filing}: {'spurious' if self.spurious else 'missed'} {what}"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every figure of a comparison. `entities` is by type, `facts` by predicate."""

    entities: Mapping[str, Score]
    facts: Mapping[str, Score]
    qualifiers: Score
    modality: Share
    confident: Share
    """Of the facts with at least `CONFIDENT` confidence, those that are right; a fact without one is confident."""
    evidence: Share | None
    """Quotes that stand in the document word for word; `None` where no document was given."""
    missing: tuple[str, ...]
    """Gold files without a prediction; all in them counts as missed."""
    misses: tuple[Miss, ...]

    @property
    def all_entities(self) -> Score:
        """The sum over all types."""
        return sum(self.entities.values(), Score())

    @property
    def all_facts(self) -> Score:
        """The sum over all predicates."""
        return sum(self.facts.values(), Score())

    def figures(self) -> dict[str, Any]:
        """Return all figures as plain values, tables with a row ``all``; shares and F1 are between 0 and 1."""
        return {
            "entities": _table(self.entities),
            "facts": _table(self.facts),
            "qualifiers": self.qualifiers.f1,
            "modality": self.modality.share,
            "evidence": self.evidence.share if self.evidence and self.evidence.total else None,
            "missing": list(self.missing),
            "confident": {"precision": self.confident.share, "facts": self.confident.total},
        }


def evaluate(predicted: Path, gold: Path, text: Path | None = None) -> Evaluation:
    """Compare fact tables with gold ones of the same file name.

    With `text`, a folder with ``NAME.*`` for each table, the documents as a reader sees them, quotes are looked up
    there, white space folded. Raises `FactTableError` for a folder without fact tables, and for a line that is none.
    """
    for folder in (predicted, gold, *([text] if text else [])):
        if not folder.is_dir():
            raise FactTableError(f"{folder} is no folder; give one that holds fact tables or texts")
    names = [path.stem for path in sorted(gold.glob("*.jsonl"))]
    if not names:
        raise FactTableError(f"{gold} holds no fact tables (NAME.jsonl); name the folder of the gold ones")
    missing = tuple(name for name in names if not (predicted / f"{name}.jsonl").is_file())
    if len(missing) == len(names):
        wanted = ", ".join(f"{name}.jsonl" for name in names[:3])
        raise FactTableError(
            f"{predicted} holds no table of the names in {gold} ({wanted}…); extract those filings first"
        )
    sums = _Sums()
    for name in names:
        found = FactTable(name) if name in missing else read_table(predicted / f"{name}.jsonl")
        _compare(_Side(found), _Side(read_table(gold / f"{name}.jsonl")), sums)
        document = _document(text, name) if text else None
        if document is not None:
            sums.evidence = (sums.evidence or Share()) + _quoted(found, document)
    return Evaluation(
        entities=dict(sorted(sums.entities.items())),
        facts=dict(sorted(sums.facts.items())),
        qualifiers=sums.qualifiers,
        modality=sums.modality,
        confident=sums.confident,
        evidence=sums.evidence,
        missing=missing,
        misses=tuple(sums.misses),
    )


def right_facts(found: FactTable, gold: FactTable) -> frozenset[int]:
    """Return which facts of a table, counted from 0, a gold table has too (by subject, predicate and object)."""
    return frozenset(paired_facts(found, gold))


def paired_facts(found: FactTable, gold: FactTable) -> dict[int, int]:
    """Return which gold fact each right fact of a table is; both are counted from 0."""
    return _paired_facts(_Side(found), _Side(gold))


class _Side:
    """A fact table with the names that each name of it can stand for."""

    def __init__(self, table: FactTable) -> None:
        self.table = table
        self.names = [frozenset(map(fold_name, (row["name"], *row.get("aliases", ())))) for row in table.entities]

    def known_as(self, name: object) -> frozenset[str]:
        key = fold_name(str(name))
        return frozenset({key}).union(*(names for names in self.names if key in names))


@dataclass
class _Sums:
    entities: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    facts: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    qualifiers: Score = field(default_factory=Score)
    modality: Share = field(default_factory=Share)
    confident: Share = field(default_factory=Share)
    evidence: Share | None = None
    misses: list[Miss] = field(default_factory=list)


def _compare(found: _Side, gold: _Side, sums: _Sums) -> None:
    things = _paired_entities(found, gold)
    _count(sums.entities, "type", found.table.entities, gold.table.entities, things)
    claims = _paired_facts(found, gold)
    _count(sums.facts, "predicate", found.table.facts, gold.table.facts, claims)
    for one, other in claims.items():
        row, wanted = found.table.facts[one], gold.table.facts[other]
        agreed = _agreement(row, wanted, found, gold)
        sums.qualifiers += Score(agreed, len(_qualifiers(row)) - agreed, len(_qualifiers(wanted)) - agreed)
        sums.modality += Share(int(_modality(row) == _modality(wanted)), 1)
    confident = [index for index, row in enumerate(found.table.facts) if row.get("confidence", 1.0) >= CONFIDENT]
    sums.confident += Share(sum(index in claims for index in confident), len(confident))
    for kind, pairs in (("entities", things), ("facts", claims)):
        ours: tuple[Row, ...] = getattr(found.table, kind)
        theirs: tuple[Row, ...] = getattr(gold.table, kind)
        matched = set(pairs.values())
        sums.misses += [Miss(gold.table.name, True, row) for i, row in enumerate(ours) if i not in pairs]
        sums.misses += [Miss(gold.table.name, False, row) for i, row in enumerate(theirs) if i not in matched]


def _count(
    scores: defaultdict[str, Score], key: str, found: Iterable[Row], gold: Iterable[Row], pairs: Mapping[int, int]
) -> None:
    matched = set(pairs.values())
    for index, row in enumerate(found):
        scores[row[key]] += Score(spurious=int(index not in pairs))
    for index, row in enumerate(gold):
        scores[row[key]] += Score(right=1) if index in matched else Score(missed=1)


def _paired_entities(found: _Side, gold: _Side) -> dict[int, int]:
    """Return which gold entity each entity is: in order, the first of its type that shares a name and is free."""
    pairs: dict[int, int] = {}
    free = dict(enumerate(gold.table.entities))
    for index, row in enumerate(found.table.entities):
        same = (n for n, g in free.items() if g["type"] == row["type"] and found.names[index] & gold.names[n])
        match = next(same, None)
        if match is not None:
            pairs[index] = match
            del free[match]
    return pairs


def _paired_facts(found: _Side, gold: _Side) -> dict[int, int]:
    """Return which gold fact each fact is; those that agree in most besides the triple are paired first."""
    candidates = [
        (_agreement(row, wanted, found, gold) + (_modality(row) == _modality(wanted)), one, other)
        for one, row in enumerate(found.table.facts)
        for other, wanted in enumerate(gold.table.facts)
        if _same_triple(row, wanted, found, gold)
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _same_triple(row: Row, wanted: Row, found: _Side, gold: _Side) -> bool:
    if row["predicate"] != wanted["predicate"]:
        return False
    subject, subject_wanted = found.known_as(row["subject"]), gold.known_as(wanted["subject"])
    if row["predicate"] == Predicate.PRESENTED_AT:  # a meeting, with or without its ordinal and year
        return bool(subject & subject_wanted) and _share_words(row["object"], wanted["object"])
    thing, thing_wanted = found.known_as(row["object"]), gold.known_as(wanted["object"])
    if subject & subject_wanted and thing & thing_wanted:
        return True
    return row["predicate"] in _EITHER_ORDER and bool(subject & thing_wanted and thing & subject_wanted)


def _agreement(row: Row, wanted: Row, found: _Side, gold: _Side) -> int:
    """Return how many qualifiers both facts have with the same value."""
    ours, theirs = _qualifiers(row), _qualifiers(wanted)
    return sum(_same_value(key, ours[key], theirs[key], found, gold) for key in ours if key in theirs)


def _same_value(key: str, one: object, other: object, found: _Side, gold: _Side) -> bool:
    if key in _BY_WORDS:
        return _numbers(one) == _numbers(other) and _share_words(one, other)
    number, number_wanted = _number(one), _number(other)
    if number is not None and number_wanted is not None:
        same = number == number_wanted
    else:
        same = fold_name(str(one)) == fold_name(str(other))
    return same or bool(found.known_as(one) & gold.known_as(other))


def _quoted(found: FactTable, document: str) -> Share:
    quotes = [_spaced(row.get("quote") or "") for row in found.facts]
    return Share(sum(bool(quote) and quote in document for quote in quotes), len(quotes))


def _document(folder: Path, name: str) -> str | None:
    files = sorted(path for path in folder.glob(f"{name}.*") if path.suffix != ".jsonl")
    return _spaced(files[0].read_text(encoding="utf-8", errors="replace")) if files else None


def _words(value: object) -> set[str]:
    return set(re.findall(r"[a-z0-9.]+", unicodedata.normalize("NFKC", str(value)).lower())) - _LITTLE_WORDS


def _numbers(value: object) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", str(value))


def _share_words(one: object, other: object) -> bool:
    """Tell whether the shorter of two texts shares at least half of its words with the longer."""
    words, others = _words(one), _words(other)
    return bool(words and others) and 2 * len(words & others) >= min(len(words), len(others))


def _number(value: object) -> float | None:
    if not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _qualifiers(row: Row) -> Mapping[str, object]:
    return row.get("qualifiers") or {}


def _modality(row: Row) -> str:
    return str(row.get("modality", Modality.ASSERTED))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _table(scores: Mapping[str, Score]) -> dict[str, dict[str, float | int]]:
    rows = {**scores, "all": sum(scores.values(), Score())}
    return {
        name: {"P": s.precision, "R": s.recall, "F": s.f1, "tp": s.right, "fp": s.spurious, "fn": s.missed}
        for name, s in rows.items()
    }
