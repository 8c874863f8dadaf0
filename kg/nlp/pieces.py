"""Which of all the pieces of letters that patterns need stand in a text: one pass answers for every pattern.

Hundreds of patterns are asked about one sentence, and dozens about each line of a filing. Each needs some pieces of
letters (`kg.nlp.gates` reads them off the pattern). Here all pieces of all patterns are one automaton; what a pattern
asks is then whether two sets of numbers meet.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Iterable

Piece = tuple[str, bool]
"""Letters, and whether their case counts; where it does not, they are folded."""

_OFTEN = 3
"""A text that is asked about so many times is looked through for everything."""
_WAITS = 500
"""After so many questions that could not be answered it is time to take in new pieces."""
_TEXTS = 4096
"""How many texts are remembered."""


class _Index:
    """All pieces so far, by number, and the automata over those that were there when they were last built."""

    def __init__(self) -> None:
        self.numbers: dict[Piece, int] = {}
        self.built = 0
        self.automata: tuple[Any, Any] = (None, None)
        self.asked: dict[str, int | frozenset[int]] = {}
        self.waits = 0

    def build(self) -> None:
        wanted: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for (letters, exact), number in self.numbers.items():
            wanted[exact][letters] = number
        self.automata = (_automaton(wanted[False]), _automaton(wanted[True]))
        self.built = len(self.numbers)
        self.asked.clear()
        lines_of.cache_clear()


_index = _Index()


def number_pieces(clause: Iterable[Piece]) -> frozenset[int]:
    """Return pieces as numbers; new ones are known to `present` from the next building on."""
    numbers = _index.numbers
    return frozenset(numbers.setdefault(piece, len(numbers)) for piece in clause)


def is_built(newest: int) -> bool:
    """Tell whether the automata know a number and all before it."""
    return newest < _index.built


def build_pieces() -> None:
    """Take in the pieces that are new, if they are many: building takes some ten milliseconds."""
    fresh = len(_index.numbers) - _index.built
    if fresh and fresh * 8 >= _index.built:
        _index.build()


def present(text: str) -> frozenset[int] | None:
    """Return the numbers of all pieces in a text that is asked about often; `None` where it is not, or not yet."""
    asked = _index.asked
    state = asked.get(text, 0)
    if isinstance(state, frozenset):
        return state
    if state < _OFTEN or not _index.built:
        if len(asked) >= _TEXTS:
            asked.clear()
        asked[text] = state + 1
        _index.waits += 1
        if not _index.waits % _WAITS:
            build_pieces()
        return None
    found = _found(text)
    asked[text] = found
    return found


def _found(text: str) -> frozenset[int]:
    folded, exact = _index.automata
    found = {number for _, number in folded.iter(fold(text))} if folded is not None else set()
    if exact is not None:
        found.update(number for _, number in exact.iter(text))
    return frozenset(found)


class Lines:
    """A long text by its lines, and in which of them each piece stands."""

    def __init__(self, text: str) -> None:
        self.spans: list[tuple[int, int]] = []
        self.holding: dict[int, list[int]] = {}
        start = 0
        for index, line in enumerate(text.split("\n")):
            self.spans.append((start, start + len(line)))
            start += len(line) + 1
            for number in _found(line):
                self.holding.setdefault(number, []).append(index)

    def with_all(self, clauses: Iterable[frozenset[int]]) -> list[tuple[int, int]]:
        """Return the spans of the lines that hold a piece of every clause, in order."""
        kept: set[int] | None = None
        for clause in clauses:
            lines = {line for number in clause for line in self.holding.get(number, ())}
            kept = lines if kept is None else kept & lines
        return [self.spans[line] for line in sorted(kept or ())]


@lru_cache(maxsize=2)
def lines_of(text: str) -> Lines:
    """Return a text by its lines; that of the last texts is kept."""
    return Lines(text)


def fold(text: str) -> str:
    """Return a text in small letters, as patterns without case compare them.

    >>> fold("Two PHASE ſtudieſ")
    'two phase studies'
    """
    if text.isascii():
        return text.lower()
    # A long s, a dotless i and a dotted one are also taken for the ASCII letter.
    return text.lower().replace("ſ", "s").replace("ı", "i").replace("\u0307", "")


def _automaton(wanted: dict[str, int]) -> Any:
    if not wanted:
        return None
    automaton = ahocorasick.Automaton()
    for letters, number in wanted.items():
        automaton.add_word(letters, number)
    automaton.make_automaton()
    return automaton
