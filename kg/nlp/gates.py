r"""Patterns that are only tried where the letters that they need stand in the text.

What a pattern needs is read off the pattern itself: of ``(?:is|was) licensed to (?:a|the) \w+`` every match holds
"licensed to". One automaton for all rows of a table finds in one pass which of them can match at all; what cannot be
told from a pattern leaves its row open. So a gate never changes what is found, only how soon.
"""

from __future__ import annotations

import re
import sys
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, TypeVar

import ahocorasick

from kg.nlp.pieces import Piece, fold, is_built, lines_of, number_pieces, present

# The parser of the standard library's own patterns: private, but what it returns is what the engine runs.
from re import _parser  # type: ignore[attr-defined]  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")

Clause = frozenset[Piece]
"""Pieces of text of which a match holds at least one, each with whether its case counts."""

_MOST = 16
"""How many spellings of one piece are followed up; beyond, the piece ends."""


_SELDOM = 30
"""Reading off what a pattern needs takes as long as some dozens of searches."""
_LETTERS = 300
"""A long text counts as so many sentences of that many letters."""
_OFTEN = 200
"""A pattern that is run so many times is worth taking apart."""
_SEVERAL = 3
"""From so many alternatives on a pattern is tried by those that can match."""


class Gated(tuple[T, ...]):
    """Rows with a pattern each, in order, that also know which of them a text can match."""

    pattern: Callable[[T], re.Pattern[str]]

    def open_for(self, text: str) -> list[T]:
        """Return the rows whose pattern can match in a text, in order.

        >>> rows = gated([("cancer", re.compile("cancers?", re.I)), ("trial", re.compile("(?:trial|stud)(?:s|ies)"))])
        >>> [name for name, _ in rows.open_for("Cancers of the lung")]
        ['cancer']
        """
        numbered = self._numbered
        seen = present(text) if is_built(numbered.newest) else None
        if seen is not None:
            return [self[i] for i in numbered.open_for(text, seen)]
        folded = _folded(text)
        always, rest, automata = self._gate
        found = set(always)
        for automaton, where in zip(automata, (folded, text), strict=True):
            if automaton is not None:
                for _, rows in automaton.iter(where):
                    found.update(rows)
        return [self[i] for i in sorted(found) if not rest[i] or _holds(text, folded, rest[i])]

    def scan(self, text: str) -> Iterator[tuple[T, re.Match[str]]]:
        """Yield each row's matches in the lines of a long text, row by row; no match crosses the end of a line."""
        for row, sifted in zip(self, self._sifted, strict=True):
            for match in sifted.scan(text):
                yield row, match

    @cached_property
    def _sifted(self) -> list[Sifted]:
        return [Sifted(self.pattern(row)) for row in self]

    @cached_property
    def _numbered(self) -> _Numbered:
        return _Numbered([_clauses_asked(self.pattern(row)) for row in self])

    @cached_property
    def _gate(self) -> tuple[list[int], list[list[Clause]], list[Any]]:
        """What is always open; for each row what is asked beyond its best clause; automata without and with case."""
        always: list[int] = []
        rest: list[list[Clause]] = []
        wanted: list[dict[str, list[int]]] = [{}, {}]
        for index, row in enumerate(self):
            clauses = sorted(needed(self.pattern(row)), key=_worth, reverse=True)
            rest.append([c for c in clauses[1:] if len(c) <= _MOST][:3])
            if not clauses:
                always.append(index)
            for piece, exact in clauses[0] if clauses else ():
                wanted[exact].setdefault(piece, []).append(index)
        return always, rest, [_automaton(w) for w in wanted]


def gated(rows: Iterable[T], *, pattern: Callable[[T], re.Pattern[str]] = lambda row: row[1]) -> Gated[T]:  # type: ignore[index]
    """Return rows as they are, gated by their patterns: by default, the second of a pair."""
    out = Gated(rows)
    out.pattern = pattern
    return out


def find_any(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """Yield what one pattern with these as its alternatives, in this order, would find in a text.

    >>> [m.group() for m in find_any([re.compile("rate"), re.compile("r[a-z]+e ")], "response rate")]
    ['response ', 'rate']
    """
    place = 0
    ahead = [pattern.search(text) for pattern in patterns]
    while True:
        for index, match in enumerate(ahead):
            if match is not None and match.start() < place:
                ahead[index] = patterns[index].search(text, place)
        first = min((m for m in ahead if m is not None), key=lambda m: m.start(), default=None)
        if first is None:
            return
        yield first
        place = max(first.end(), first.start() + 1)


def _first(patterns: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """Return what one pattern with these as its alternatives would find first."""
    best: re.Match[str] | None = None
    for pattern in patterns:
        match = pattern.search(text)
        if match is not None and (best is None or match.start() < best.start()):
            best = match
    return best


def alternatives(pattern: str) -> list[str]:
    r"""Return the alternatives of a pattern, or the pattern alone where it is no list of them.

    >>> alternatives(r"(?i)\ba(?:b|c)|[|d]|\|e")
    ['(?i)\\ba(?:b|c)', '(?i)[|d]', '(?i)\\|e']
    """
    flags = re.match(r"\(\?[a-zA-Z]+\)", pattern)
    lead, rest = (flags.group(), pattern[flags.end() :]) if flags else ("", pattern)
    out, depth, begun = [], 0, 0
    for token in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", rest, re.DOTALL):
        depth += {"(": 1, ")": -1}.get(token.group(), 0)
        if token.group() == "|" and not depth:
            out.append(rest[begun : token.start()])
            begun = token.end()
    return [lead + part for part in (*out, rest[begun:])]


class _Numbered:
    """What the rows of a table need, as numbers of pieces."""

    def __init__(self, rows: list[list[Clause]]) -> None:
        numbers = [[number_pieces(clause) for clause in clauses if _is_long(clause)] for clauses in rows]
        self._short = [[clause for clause in clauses if not _is_long(clause)] for clauses in rows]
        self.newest = max((n for clauses in numbers for clause in clauses for n in clause), default=-1)
        self._always = [index for index, clauses in enumerate(numbers) if not clauses]
        self._rest = [clauses[1:] for clauses in numbers]
        self._opens: dict[int, list[int]] = {}
        for index, clauses in enumerate(numbers):
            for number in clauses[0] if clauses else ():
                self._opens.setdefault(number, []).append(index)
        self._pieces = frozenset(self._opens)

    def open_for(self, text: str, seen: frozenset[int]) -> list[int]:
        """Return the rows that can match in a text that holds these pieces, in order."""
        found = set(self._always)
        for number in seen & self._pieces:
            found.update(self._opens[number])
        rest, short = self._rest, self._short
        opened = [i for i in sorted(found) if not any(clause.isdisjoint(seen) for clause in rest[i])]
        return [i for i in opened if not short[i] or _holds(text, _folded(text), short[i])]


class Sifted:
    """A pattern that is only run over texts that hold what it needs."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.compiled = pattern
        self.pattern = pattern.pattern
        # Tried at one place only, a pattern fails as soon as its letters can be looked up.
        self.match = pattern.match
        self.fullmatch = pattern.fullmatch
        self._asked = self._tried = 0
        """How often it was asked for, and how often run."""
        self._newest = -1
        """The newest of the numbers of the pieces it needs, or -1 while they have none."""

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Return what the pattern's own method would.

        >>> sift("licen[cs]ed to", re.I).search("It was Licensed to us.").start()
        7
        """
        if not self.may_match(text):
            return None
        self._tried += 1
        # Taking a pattern apart takes as long as some dozens of searches.
        if self._tried < _OFTEN or pos or endpos < len(text) or self._parts is None:
            return self.compiled.search(text, pos, endpos)
        return _first(self._parts.open_for(text), text)

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return what the pattern's own method would."""
        return self.compiled.finditer(text, pos, endpos) if self.may_match(text) else iter(())

    def sub(self, repl: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return what the pattern's own method would."""
        return self.compiled.sub(repl, text) if self.may_match(text) else text

    def scan(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in the lines of a long text: only lines are read that hold what the pattern needs.

        No match crosses the end of a line, which in a filing's clean text is the end of a block or of a row.
        """
        spans: Iterable[tuple[int, int]] = _spans(text)
        signs: list[list[str]] = []
        if self._worth_it(len(text) // _LETTERS):
            if self._numbers and is_built(self._newest):
                spans = lines_of(text).with_all(self._numbers)
            signs = self._signs
        for start, end in spans:
            if all(any(text.find(piece, start, end) >= 0 for piece in pieces) for pieces in signs):
                yield from self.compiled.finditer(text, start, end)

    def may_match(self, text: str) -> bool:
        """Tell whether a text holds what the pattern needs; if not, no part of the text matches either."""
        if not self._worth_it(1):
            return True
        wanted = self._numbers
        seen = present(text) if wanted and is_built(self._newest) else None
        if seen is not None:
            return all(not clause.isdisjoint(seen) for clause in wanted)
        clauses, automata = self._gate
        if not clauses and not automata:
            return True
        folded = _folded(text)
        if not _holds(text, folded, clauses):
            return False
        for automaton, where in zip(automata, (folded, text), strict=False):
            if automaton is not None and next(automaton.iter(where), None) is not None:
                return True
        return not automata

    def _worth_it(self, more: int) -> bool:
        """Tell whether the pattern is asked for so often that what it needs is worth reading off."""
        self._asked += more
        return self._asked > _SELDOM

    @cached_property
    def _numbers(self) -> list[frozenset[int]]:
        """The clauses as numbers of pieces."""
        clauses = [number_pieces(clause) for clause in _clauses_asked(self.compiled) if _is_long(clause)]
        self._newest = max((number for clause in clauses for number in clause), default=-1)
        return clauses

    @cached_property
    def _signs(self) -> list[list[str]]:
        """The clauses of short pieces in which case counts: a sign such as "®", a bracket."""
        short = [clause for clause in _clauses_asked(self.compiled) if not _is_long(clause)]
        return [[piece for piece, _ in clause] for clause in short if all(exact for _, exact in clause)]

    @cached_property
    def _parts(self) -> Gated[re.Pattern[str]] | None:
        """The alternatives of a pattern that is nothing but several, where they can be tried one by one."""
        words = alternatives(self.compiled.pattern)
        if self.compiled.groups or len(words) < _SEVERAL:
            return None
        return gated((re.compile(word, self.compiled.flags) for word in words), pattern=lambda part: part)

    @cached_property
    def _gate(self) -> tuple[list[Clause], list[Any]]:
        clauses = sorted(needed(self.compiled), key=_worth, reverse=True)
        few = [c for c in clauses if len(c) <= _MOST // 2][:3]
        if not clauses or few[:1] == clauses[:1]:
            return few, []
        return few, [_automaton({p: [0] for p, exact in clauses[0] if exact is case}) for case in (False, True)]


@cache
def sift(pattern: str, flags: int = 0) -> Sifted:
    """Return a pattern, compiled once, that is only run over texts that hold what it needs."""
    return Sifted(re.compile(pattern, flags))


@lru_cache(maxsize=16)
def _folded(text: str) -> str:
    # A sentence is asked about by many tables in a row.
    return fold(text)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _clauses_asked(pattern: re.Pattern[str]) -> list[Clause]:
    """Return the clauses that tell most: the best one first, then up to three with few pieces."""
    clauses = sorted(needed(pattern), key=_worth, reverse=True)
    return clauses[:1] + [c for c in clauses[1:] if len(c) <= _MOST][:3]


def _is_long(clause: Clause) -> bool:
    """Tell whether no piece is so short that it stands nearly everywhere."""
    return all(len(piece) > 2 for piece, _ in clause)


@cache
def needed(pattern: re.Pattern[str]) -> list[Clause]:
    """Return what every match of a pattern holds: of each clause, one piece. It may be nothing.

    >>> sorted(needed(re.compile("(?:out-?)?licens(?:e|ing) (?-i:TO)", re.I))[0])
    [('licens', False)]
    """
    return _clauses(_parser.parse(pattern.pattern, pattern.flags), pattern.flags, [("", False)])


def _holds(text: str, folded: str, clauses: list[Clause]) -> bool:
    for clause in clauses:
        for piece, exact in clause:
            if piece in (text if exact else folded):
                break
        else:
            return False
    return True


def _worth(clause: Clause) -> tuple[int, int]:
    """Long pieces are rare ones; symbols of coded sentences (their letter aside) are not."""
    return min(6, *(len(piece) for piece, _ in clause)), -len(clause)


def _automaton(wanted: dict[str, list[int]]) -> Any:
    if not wanted:
        return None
    automaton = ahocorasick.Automaton()
    for piece, rows in wanted.items():
        automaton.add_word(piece, tuple(rows))
    automaton.make_automaton()
    return automaton


def _clauses(parsed: Any, flags: int, runs: list[tuple[str, bool]]) -> list[Clause]:
    """Return the clauses of a parsed sequence. `runs` are the spellings of the piece that leads up to it."""
    out: list[Clause] = []

    def end() -> None:
        nonlocal runs
        if all(piece for piece, _ in runs):
            out.append(_fewest(runs))
        runs = [("", False)]

    for op, value, case in _flat(parsed, flags):
        inner = value if op == "MAYBE" else (op, value)
        letters = _letters(*inner, exact=not case & re.IGNORECASE)
        if letters and (len(letters) * len(runs) > _MOST or any(p and e != letters[0][1] for p, e in runs)):
            end()
        if letters:
            longer = [(piece + letter, exact) for (piece, _), (letter, exact) in product(runs, letters)]
            runs = [*runs, *longer] if op == "MAYBE" else longer
        elif op == "BRANCH":
            best = [max(_clauses(b, case, runs), key=_worth, default=None) for b in value[1]]
            end()
            if all(clause is not None for clause in best):
                out.append(_fewest([piece for clause in best for piece in clause or ()]))
        elif op == "ASSERT":
            out.extend(_clauses(value[1], case, [("", False)]))  # what stands around a match stands in the text
        elif op not in {"AT", "ASSERT_NOT"}:
            end()
    end()
    return out


def _flat(parsed: Any, flags: int) -> Iterator[tuple[str, Any, int]]:
    """Yield operations in a row, groups opened, with the flags that hold for each.

    ``END`` is where a piece must end, ``MAYBE`` an operation that may be left out.
    """
    for op, value in parsed:
        name = str(op)
        if name == "SUBPATTERN":
            _, added, dropped, inner = value
            yield from _flat(inner, (flags | added) & ~dropped)
        elif name == "ATOMIC_GROUP":
            yield from _flat(value, flags)
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, most, inner = value
            if (least, most) == (0, 1) and len(inner) == 1 and name != "POSSESSIVE_REPEAT":
                yield "MAYBE", (str(inner[0][0]), inner[0][1]), flags
                continue
            if least:
                yield from _flat(inner, flags)
            if (least, most) != (1, 1):
                yield "END", None, flags
        else:
            yield name, value, flags


def _fewest(pieces: list[tuple[str, bool]]) -> Clause:
    """Leave out what only stands where a shorter piece stands too."""
    kept: list[tuple[str, bool]] = []
    for piece, exact in sorted(set(pieces), key=lambda p: (len(p[0]), p)):
        if len(kept) > 500 or not any(e == exact and k in piece for k, e in kept):
            kept.append((piece, exact))
    return frozenset(kept)


def _letters(op: str, value: Any, *, exact: bool) -> list[tuple[str, bool]]:
    """Return the letters that an operation stands for, if they are few and known."""
    codes = [value] if op == "LITERAL" else [v for o, v in value if str(o) == "LITERAL"] if op == "IN" else []
    if op == "IN" and len(codes) != len(value):
        return []
    letters = [chr(c) if exact else chr(c).lower() for c in codes]
    if len(letters) > 4 or not (exact or all(a.isascii() or not a.isalpha() for a in letters)):
        return []
    return [(letter, exact) for letter in dict.fromkeys(letters)]
