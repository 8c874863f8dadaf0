"""How a claim is put: asserted, planned, expected, possible or negated."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.model import Modality
from kg.nlp.gates import Sifted, sift
from kg.nlp.rules import cue, read_toml

_LOUD = sift(r"\b(?:NOT|NO)\b")
_ORDER = (Modality.NEGATED, Modality.POSSIBLE, Modality.EXPECTED, Modality.PLANNED)


@cache
def _cues() -> tuple[dict[Modality, Sifted], re.Pattern[str], Sifted]:
    rules = read_toml("modality.toml")
    cues = {m: sift("|".join(rules[str(m)]), re.IGNORECASE) for m in _ORDER}
    may = re.compile(r"\bMay\b(?=\s+(?:\d|of\b))")
    ignore = sift("|".join([*rules["ignore"], may.pattern]), re.IGNORECASE)
    return cues, re.compile(rules["boundary"], re.IGNORECASE), ignore


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the clause that holds ``text[start:end]``.

    >>> text = "SAR1 is in Phase 1, and we plan to start Phase 2."
    >>> "plan" in text[slice(*clause_around(text, 11, 18))]
    False
    """
    opening = cue("modality.grounds").match(text)
    begin, finish = 0, len(text)
    if opening is not None:  # on what a decision rests is no part of what is decided
        begin, finish = (opening.end(), finish) if opening.end() <= start else (0, opening.end())
    for first, last in _boundaries(text):
        if last <= start:
            begin = max(begin, last)
        elif first >= end:
            finish = min(finish, first)
            break
    return begin, finish


@lru_cache(maxsize=64)
def _boundaries(text: str) -> tuple[tuple[int, int], ...]:
    # One sentence is asked about by many readers in a row.
    return tuple(match.span() for match in _cues()[1].finditer(text))


def modality_of(text: str, start: int, end: int, *, kinds: tuple[Modality, ...] = _ORDER) -> Modality:
    """Return how the claim at ``text[start:end]`` is put, judged by the cues of its clause.

    >>> modality_of("We expect to begin a Phase 2 trial next year.", 21, 28)
    <Modality.EXPECTED: 'expected'>
    >>> modality_of("No cardiac toxicity was observed.", 3, 19)
    <Modality.NEGATED: 'negated'>
    >>> modality_of("A Phase 1 trial began in May 2019.", 2, 9)
    <Modality.ASSERTED: 'asserted'>
    """
    begin, finish = clause_around(text, start, end)
    return cue_in(text[begin:finish], kinds=kinds)


@lru_cache(maxsize=256)
def cue_in(clause: str, *, kinds: tuple[Modality, ...] = _ORDER) -> Modality:
    """Return the strongest cue of a clause: negated before possible before expected before planned."""
    cues, _, ignore = _cues()
    # NOT in capitals within a running sentence is a name's (a "NOT gate"), not a denial.
    text = clause.replace("’", "'") if clause.isupper() else _LOUD.sub("   ", clause.replace("’", "'"))
    plain = ignore.sub(lambda m: " " * len(m.group()), text)
    for kind in kinds:
        if cues[kind].search(plain):
            return kind
    return Modality.ASSERTED
