"""The table of what cannot both hold: ``ontology/contradictions.toml``, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import VocabularyError
from kg.graph.claims import QUALIFIERS
from kg.model import Predicate
from kg.resources import ontology_dir

OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Rule:
    """When two statements about one subject cannot both hold; the file's head says what the fields mean."""

    sort: str
    """``one``, ``denied`` or ``apart``."""
    name: str
    predicate: Predicate
    verdict: str
    why: str
    of: str = OBJECT
    objects: frozenset[str] = frozenset()
    where: Mapping[str, str] = field(default_factory=dict, hash=False)
    kinds: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    same: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    within: str = ""
    days: int = 0


_SETS = ("objects", "kinds", "unless")
_QUALIFIED = ("same", "exact", "alike")
_FIELDS = {
    "one": {*Rule.__slots__} - {"sort"},
    "denied": {"name", "predicate", "verdict", "why", "objects", *_QUALIFIED},
    "apart": {"name", "kinds", "verdict", "why"},
}


@cache
def contradiction_rules(file: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules, in the order of the file. Raises `VocabularyError` naming the rule that is wrong."""
    file = file or ontology_dir() / "contradictions.toml"
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{file}: not TOML: {error}") from error
    unknown = sorted(set(read) - set(_FIELDS))
    if unknown:
        raise VocabularyError(f"{file}: {', '.join(unknown)} is none of {', '.join(_FIELDS)}")
    return tuple(_rule(file, sort, row) for sort in _FIELDS for row in read.get(sort, ()))


def _rule(file: Path, sort: str, row: dict[str, Any]) -> Rule:
    where = f"{file}: [[{sort}]] {row.get('name', 'without a name')!r}"
    unknown = sorted(set(row) - _FIELDS[sort])
    missing = sorted({"name", "verdict", "why"} - set(row))
    if unknown or missing:
        raise VocabularyError(f"{where}: {', '.join(unknown or missing)} {'is unknown' if unknown else 'is missing'}")
    named = [
        *(key for field_ in _QUALIFIED for key in row.get(field_, ())),
        *row.get("where", ()),
        row.get("of", OBJECT),
    ]
    wrong = sorted(set(named) - set(QUALIFIERS) - {OBJECT})
    if wrong:
        raise VocabularyError(f"{where}: {', '.join(wrong)} is none of {', '.join(sorted(QUALIFIERS))}")
    try:
        predicate = Predicate(row.get("predicate", Predicate.COMPOUND_TYPE))
    except ValueError as error:
        raise VocabularyError(f"{where}: predicate must be one of {', '.join(Predicate)}") from error
    if row.get("within", "filing") != "filing":
        raise VocabularyError(f"{where}: within is {row['within']!r}, must be 'filing' or left out")
    given = {key: value for key, value in row.items() if key not in {*_SETS, *_QUALIFIED, "predicate"}}
    given |= {key: frozenset(row[key]) for key in _SETS if key in row}
    given |= {key: tuple(row[key]) for key in _QUALIFIED if key in row}
    return Rule(sort=sort, predicate=predicate, **given)
