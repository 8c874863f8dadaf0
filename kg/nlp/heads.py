"""Where a name that ends in a head word ("… lung cancer") can start: at words that go with heads, left of one.

A pattern of such names tries hundreds of words at each word of a text. Heads are few, and the words in front of one
that a name may take on are fewer still, so the heads are looked up first and the pattern is tried only there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ahocorasick

from kg.nlp.gates import needed
from kg.nlp.pieces import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOUNDARY = re.compile(r"(?<![\w-])\S")
_WORD = re.compile(r"[^\W_]+")
_GLOSS = re.compile(r"\([^\W\d_]+\)\Z")
_JOINS = ("and", "or")
_REACH = 3
"""How many runs of non-space the spelling of a single modifier or head may take up."""


@dataclass(frozen=True)
class Heads:
    """A pattern of names, the pattern of their heads, and what may stand in front of a head."""

    name: re.Pattern[str]
    head: re.Pattern[str]
    shapes: re.Pattern[str]
    words: frozenset[str]
    """Every single word of the words and phrases that may stand in front, in small letters."""

    def names(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what ``name.finditer(text)`` would."""
        folded = fold(text)
        if self._pieces is None or len(folded) != len(text):
            yield from self.name.finditer(text)
            return
        tried = 0
        for end, size in self._pieces.iter(folded):
            first = max(tried, self._reach_back(text, end + 1 - size, tried))
            for boundary in _BOUNDARY.finditer(text, first, end + 1):
                if boundary.start() >= tried:
                    match = self.name.match(text, boundary.start())
                    tried = boundary.start() + 1
                    if match:
                        yield match
                        tried = match.end()
            tried = max(tried, end + 1)

    @cached_property
    def _pieces(self) -> Any:
        """Return an automaton of what a head holds at least; `None` where that cannot be told."""
        # A piece whose case counts stands, in small letters, in the text in small letters.
        clauses = [{fold(piece) for piece, _ in clause} for clause in needed(self.head)]
        if not clauses:
            return None
        automaton = ahocorasick.Automaton()
        for piece in max(clauses, key=lambda c: min(len(piece) for piece in c)):
            automaton.add_word(piece, len(piece))
        automaton.make_automaton()
        return automaton

    def _reach_back(self, text: str, at: int, floor: int) -> int:
        """Return where the words begin that may belong to the name of the head at an offset."""
        start = _chunk_start(text, at, floor)
        while start > floor:
            end = _space_start(text, start, floor)
            before = _chunk_start(text, end, floor)
            if before >= end:
                break
            if not self._goes_with(text, before, end):
                # Only its end may belong to the name: "dyslipidemia/metabolic syndrome".
                inner = _BOUNDARY.search(text, before + 1, end)
                return inner.start() if inner else start
            start = before
        return start

    def _is_known(self, word: str) -> bool:
        # What joins the names of a list may be printed without the space behind it.
        return word in self.words or any(word.startswith(j) and word[len(j) :] in self.words for j in _JOINS)

    def _goes_with(self, text: str, start: int, end: int) -> bool:
        """Tell whether a run of non-space may be part of a name, or of one that began a little before it."""
        chunk = text[start:end]
        if all(self._is_known(word) for word in _WORD.findall(fold(chunk))) or _GLOSS.search(chunk):
            return True
        first = start
        for _ in range(_REACH - 1):
            first = _chunk_start(text, _space_start(text, first, 0), 0)
        return any(
            match.end() > start
            for boundary in _BOUNDARY.finditer(text, first, end)
            for joined in (0, *(len(j) for j in _JOINS if text.startswith(j, boundary.start())))
            for pattern in (self.shapes, self.head)
            if (match := pattern.match(text, boundary.start() + joined))
        )


def _space_start(text: str, at: int, floor: int) -> int:
    while at > floor and text[at - 1].isspace():
        at -= 1
    return at


def _chunk_start(text: str, at: int, floor: int) -> int:
    while at > floor and not text[at - 1].isspace():
        at -= 1
    return at
