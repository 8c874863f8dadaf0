"""Drugs with names that nothing else tells: words that are no English and stand where a drug's name stands."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.found import Found
from kg.nlp.rules import read_toml
from kg.nlp.syntax import model_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"(?<![\w.@/’'-])[a-z]{6,18}(?![\w@’'-])|(?<![\w.@/’'-])[A-Z][a-z]{5,17}(?![\w@’'-])")
# Codes too short to tell a drug's from a room's, a form's or a vitamin's by their shape: A-101, K-877.
_CODE = re.compile(r"(?<![\w.@/’'-])[A-Z]-\d{2,4}(?![\w@-])")
_AROUND = 90


@cache
def english_words() -> frozenset[str]:
    """Return the words that the language model has met in ordinary texts, in lower case.

    They are read from the model's own list, which no text that is processed later can change.
    """
    package = import_module(model_name())
    for path in Path(str(package.__file__)).parent.rglob("vocab/strings.json"):
        words = json.loads(path.read_text(encoding="utf-8"))
        return frozenset(word.lower() for word in words if word.isalpha())
    return frozenset()


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...], re.Pattern[str]]:
    rules = read_toml("drug_words.toml")
    word = "(?:\u0000)"  # what stands for the word in a text in which it is masked

    def compiled(rows: list[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(rf"(?<![\w-]){row.replace('X', word)}" if row[0] == "X" else rf"\b{row.replace('X', word)}")
            for row in rows
        )

    return compiled(rules["telling"]), compiled(rules["usual"]), re.compile(rf"{rules['no_drug']}$")


def find_drug_words(text: str, *, known: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Yield drugs by what stands beside their names. `known` are words that mean something else, in lower case.

    >>> [f.name for f in find_drug_words("Patients on zelvipan capsules fared better. Then zelvipan was stopped.")]
    ['zelvipan', 'zelvipan']
    """
    codes: dict[str, list[tuple[int, int]]] = {}
    for match in _CODE.finditer(text):
        codes.setdefault(match.group(), []).append(match.span())
    for code, spans in codes.items():
        if _is_drug(text, spans):
            yield from _found(spans, code)
    places: dict[str, list[tuple[int, int]]] = {}
    for match in _WORD.finditer(text):
        places.setdefault(match.group().lower(), []).append(match.span())
    no_drug = _patterns()[2]
    english = english_words()
    for word, spans in places.items():
        if word in english or word in known or no_drug.search(word):
            continue
        if _is_drug(text, spans):
            yield from _found(spans, word)


def _found(spans: list[tuple[int, int]], name: str) -> Iterator[Found]:
    for start, end in spans:
        yield Found(EntityType.COMPOUND, start, end, name, "name.drug-word", weight=1)


def _is_drug(text: str, spans: list[tuple[int, int]]) -> bool:
    telling, usual, _ = _patterns()
    seen: Counter[int] = Counter()
    for start, end in spans:
        masked = f"{text[max(0, start - _AROUND) : start]}\u0000{text[end : end + _AROUND]}"
        if any(pattern.search(masked) for pattern in telling):
            return True
        seen.update(index for index, pattern in enumerate(usual) if pattern.search(masked))
    return seen.total() >= 2
