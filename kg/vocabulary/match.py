"""Known names found in a text, by one automaton over all of them.

Text and names are squeezed for the comparison: white space, hyphens, apostrophes, ® and ™ are left out. What the
automaton finds is then checked against the text: a match begins and ends at the edge of a word, and a space may stand
for a hyphen but not in the middle of a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

import ahocorasick

from kg.model import EntityType, VocabularyEntry
from kg.names import LEGAL_FORMS
from kg.vocabulary.load import CacheKey, Term, Vocabulary, load_vocabulary
from kg.vocabulary.variants import variants

T = TypeVar("T")

_DROPPED = r"\s\-‐‑‒–’'‘`®™©\u00ad\u200b"
_RUN = re.compile(rf"[^{_DROPPED}]+")
_PIECE = re.compile(rf"([^{_DROPPED}]+)([{_DROPPED}]*)")
_MARKS = "®™©"
_APOSTROPHES = "'’‘`"
_HYPHENS = "-‐‑‒–"
_MIXED = {"plc", "GmbH", "KGaA", "SpA", "S.p.A"}
_LEGAL_FORM = "|".join(
    sorted({*(form.upper() for form in LEGAL_FORMS), *(form.capitalize() for form in LEGAL_FORMS)} | _MIXED, key=len)[
        ::-1
    ]
)
_LEGAL_TAIL = re.compile(
    rf"(?:,?[ \u00a0]+(?:(?:{_LEGAL_FORM})\b\.?|(?:S\.A|N\.V|B\.V|L\.P|L\.L\.C|K\.K|S\.p\.A)\.?(?!\w)))+"
)
_NEGATING = re.compile(r"(?i)\bnon[-‐‑– ]$")


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A place where a text has a known name. `start` and `end` are code points; `alias` is the name as in its table.

    An organization's legal form that follows the name is part of the span, a possessive ``'s`` is not.
    """

    start: int
    end: int
    entry: VocabularyEntry
    alias: str


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A place where a text names an adverse event, a measure or a meeting."""

    start: int
    end: int
    term: Term
    alias: str


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What an index found: the span, the value kept for the name, and the name."""

    start: int
    end: int
    value: T
    alias: str


@dataclass(frozen=True, slots=True)
class _Pattern(Generic[T]):
    squeezed: str
    gaps: frozenset[int]
    """Places in `squeezed` before which the name has a space or hyphen."""
    hyphens: frozenset[int]
    value: T
    alias: str
    plural: bool


class NameIndex(Generic[T]):
    """An automaton over names, each with a value; built once, then searched. Use it also for names a filing defines."""

    def __init__(self, names: Iterable[tuple[str, T, bool, bool]]) -> None:
        """Take (name, value, exact case, whether a plural ``s`` may follow)."""
        self._folded: dict[str, list[_Pattern[T]]] = {}
        self._exact: dict[str, list[_Pattern[T]]] = {}
        for name, value, exact, plural in names:
            pattern = _pattern(name, value, plural=plural, fold=not exact)
            if pattern.squeezed:
                kept = (self._exact if exact else self._folded).setdefault(pattern.squeezed, [])
                if all(other.value is not value for other in kept):
                    kept.append(pattern)
        self._automata = [(_automaton(self._folded), True), (_automaton(self._exact), False)]

    def find(self, text: str) -> list[Found[T]]:
        """Return the longest matches, in the order of the text; those of one span stand side by side."""
        squeezed = _Squeezed(text)
        hits: dict[tuple[int, int], list[Found[T]]] = {}
        for automaton, folded in self._automata:
            if automaton is None:
                continue
            for last, patterns in automaton.iter(squeezed.folded if folded else squeezed.plain):
                self._collect(hits, squeezed, last, patterns)
        return _longest(hits)

    @staticmethod
    def _collect(
        hits: dict[tuple[int, int], list[Found[T]]], squeezed: _Squeezed, last: int, patterns: list[_Pattern[T]]
    ) -> None:
        length = len(patterns[0].squeezed)
        span = squeezed.edges(last + 1 - length, last)
        if span is None:
            return
        for pattern in patterns:
            end = squeezed.closed(span[1], plural=pattern.plural)
            if end is None or not squeezed.allows(span[0], span[1], pattern.gaps, pattern.hyphens):
                continue
            kept = hits.setdefault((span[0], end), [])
            if all(other.value is not pattern.value for other in kept):
                kept.append(Found(span[0], end, pattern.value, pattern.alias))


class _Squeezed:
    """A text without what names are written with or without, and the way back to its offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        runs = [found.span() for found in _RUN.finditer(text)]
        self._starts = [start for start, _ in runs]
        self._places: list[int] = []
        place = 0
        for start, end in runs:
            self._places.append(place)
            place += end - start
        self.plain = "".join([text[start:end] for start, end in runs])
        folded = self.plain.lower()
        # Only İ grows when lowered; offsets matter more than it.
        self.folded = folded if len(folded) == len(self.plain) else self.plain.replace("İ", "I").lower()

    def _offset(self, place: int) -> int:
        run = bisect_right(self._places, place) - 1
        return self._starts[run] + place - self._places[run]

    def edges(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the span of squeezed characters `first` to `last`, or `None` where it begins inside a word."""
        start = self._offset(first)
        if start and self.text[start - 1].isalnum():
            return None
        return start, self._offset(last) + 1

    def closed(self, end: int, *, plural: bool) -> int | None:
        """Return where a match ends that reaches `end` (after a plural s or ®), or `None` inside a word."""
        text = self.text
        if end < len(text) and text[end].isalnum():
            if not (plural and text[end] == "s") or (end + 1 < len(text) and text[end + 1].isalnum()):
                return None
            end += 1
        while end < len(text) and text[end] in _MARKS:
            end += 1
        return end

    def allows(self, start: int, end: int, gaps: frozenset[int], hyphens: frozenset[int]) -> bool:
        """Tell whether the text's spaces and hyphens can be those of a name that has them at `gaps`."""
        raw = self.text[start:end]
        if not gaps and _RUN.fullmatch(raw):
            return True
        pieces = _PIECE.findall(raw)
        seen: set[int] = set()
        place = 0
        for (piece, between), (following, _) in pairwise(pieces):
            place += len(piece)
            seen.add(place)
            if "\n" in between or (place not in gaps and not _may_part(piece, between, following)):
                return False
        return all(gap in seen or gap in hyphens for gap in gaps)


def _may_part(piece: str, between: str, following: str) -> bool:
    """Tell whether a text may part what a name does not: by a hyphen, before an s, between letter and digit."""
    if any(c in _APOSTROPHES for c in between):
        return following.startswith(("s", "S"))
    if any(c in _HYPHENS for c in between):
        return True
    return not between.strip() and piece[-1].isdigit() != following[0].isdigit()


def _pattern(name: str, value: T, *, plural: bool, fold: bool) -> _Pattern[T]:
    squeezed, gaps, hyphens = "", set[int](), set[int]()
    for piece, between in _PIECE.findall(name):
        squeezed += piece
        if between.strip(_APOSTROPHES + _MARKS):
            gaps.add(len(squeezed))
            if any(c in _HYPHENS for c in between) or squeezed[-1].isdigit():
                hyphens.add(len(squeezed))
    hyphens |= {gap for gap in gaps if gap < len(squeezed) and squeezed[gap : gap + 1].isdigit()}
    gaps.discard(len(squeezed))
    return _Pattern(squeezed.lower() if fold else squeezed, frozenset(gaps), frozenset(hyphens), value, name, plural)


def _automaton(patterns: dict[str, list[_Pattern[T]]]) -> ahocorasick.Automaton | None:
    if not patterns:
        return None
    automaton = ahocorasick.Automaton()
    for squeezed, kept in patterns.items():
        automaton.add_word(squeezed, kept)
    automaton.make_automaton()
    return automaton


def _longest(hits: dict[tuple[int, int], list[Found[T]]]) -> list[Found[T]]:
    chosen: list[Found[T]] = []
    free_from = 0
    for start, end in sorted(hits, key=lambda span: (span[0], -span[1])):
        if start >= free_from:
            chosen.extend(hits[start, end])
            free_from = end
    return chosen


def find_names(text: str, vocabulary: Vocabulary | None = None) -> list[NameMatch]:
    """Return the known names in a text, longest first choice, in the order of the text.

    Where a name belongs to entries of several types (trastuzumab is a compound and an antibody), the span comes once
    for each. Names that count only in their exact case match only so. No match are a name after ``non-``, a company's
    name in lower case, an acronym between words in capitals, and the names that the vocabulary says are none.

    >>> [(m.entry.type.value, m.alias) for m in find_names("HER-2 positive small-cell lung cancers")]
    [('Target', 'HER2'), ('Indication', 'small-cell lung cancer')]
    """
    matches = []
    for found in _entry_index(vocabulary or load_vocabulary()).find(text):
        words = text[found.start : found.end]
        if _NEGATING.search(text, max(0, found.start - 4), found.start) or _is_shouted(text, found):
            continue
        if found.value.type is EntityType.ORGANIZATION and _is_common_word(words, found.alias):
            continue
        end = found.end
        if found.value.type is EntityType.ORGANIZATION and (tail := _LEGAL_TAIL.match(text, end)):
            end = tail.end()
        matches.append(NameMatch(found.start, end, found.value, found.alias))
    return _without_namesakes(text, matches)


def _without_namesakes(text: str, matches: list[NameMatch]) -> list[NameMatch]:
    """Leave out companies that have a place's name only but for a legal form, where another has it as it stands."""
    spans = Counter((m.start, m.end) for m in matches if m.entry.type is EntityType.ORGANIZATION)
    if not any(count > 1 for count in spans.values()):
        return matches
    exact = {(m.start, m.end) for m in matches if spans[m.start, m.end] > 1 and _is_written_so(text, m)}
    return [
        m
        for m in matches
        if m.entry.type is not EntityType.ORGANIZATION or (m.start, m.end) not in exact or _is_written_so(text, m)
    ]


def _is_written_so(text: str, match: NameMatch) -> bool:
    """Tell whether a name stands as its entry has it, legal form included."""
    words = " ".join(text[match.start : match.end].split()).rstrip(".").lower()
    return words in {n.removeprefix("=").rstrip(".").lower() for n in (match.entry.name, *match.entry.aliases)}


def _is_common_word(words: str, alias: str) -> bool:
    """Tell whether a company's name is written as an ordinary word, which the company itself does not do."""
    return words.islower() and words.isalpha() and not alias.islower()


_BEFORE = re.compile(r"([A-Za-z]{3,})[ ,;]{1,2}$")
_AFTER = re.compile(r"[ ,;]{1,2}([A-Za-z]{3,})")


def _is_shouted(text: str, found: Found[VocabularyEntry]) -> bool:
    """Tell whether an acronym of letters stands between words in capitals, where ALL is only a word."""
    if not re.fullmatch(r"[A-Z]{1,4}", text[found.start : found.end]) or len(found.alias) > 4:
        return False
    before = _BEFORE.search(text, max(0, found.start - 30), found.start)
    after = _AFTER.match(text, found.end)
    around = [match[1] for match in (before, after) if match]
    return all(word.isupper() for word in around) and any(_is_spoken(word) for word in around)


def _is_spoken(word: str) -> bool:
    """Tell whether a word in capitals can be a word and is not an acronym itself."""
    return len(word) > 4 and sum(letter in "AEIOU" for letter in word) > 1


def find_adverse_events(text: str, vocabulary: Vocabulary | None = None) -> list[TermMatch]:
    """Return the adverse events that a text names (whether a disease or an event is meant, the sentence decides)."""
    return _find_terms(text, vocabulary or load_vocabulary(), "adverse_events")


def find_measures(text: str, vocabulary: Vocabulary | None = None) -> list[TermMatch]:
    """Return the outcome measures that a text names; a term's `category` is the measure in the fact table."""
    return _find_terms(text, vocabulary or load_vocabulary(), "measures")


def find_meetings(text: str, vocabulary: Vocabulary | None = None) -> list[TermMatch]:
    """Return the scientific meetings that a text names."""
    return _find_terms(text, vocabulary or load_vocabulary(), "meetings")


def _find_terms(text: str, vocabulary: Vocabulary, table: str) -> list[TermMatch]:
    return [TermMatch(f.start, f.end, f.value, f.alias) for f in _term_index(vocabulary, table).find(text)]


_PLURAL_KINDS = frozenset({EntityType.INDICATION, EntityType.PAYLOAD, EntityType.TECHNOLOGY, "adverse_events"})


def _spellings(
    vocabulary: Vocabulary, kind: str, names: Iterable[str], value: T
) -> Iterator[tuple[str, T, bool, bool]]:
    for name in names:
        if name.lower() in vocabulary.not_names:
            continue
        exact = vocabulary.is_exact(kind, name)
        for form in [name] if exact else variants(name, kind):
            yield form, value, exact or vocabulary.is_exact(kind, form), kind in _PLURAL_KINDS or exact


@lru_cache(maxsize=4)
def _cached_entry_index(key: CacheKey) -> NameIndex[VocabularyEntry]:
    vocabulary = key.vocabulary
    return NameIndex(
        spelling
        for entry in vocabulary.entries
        for spelling in _spellings(vocabulary, entry.type, (entry.name, *entry.aliases), entry)
    )


@lru_cache(maxsize=12)
def _cached_term_index(key: CacheKey, table: str) -> NameIndex[Term]:
    terms: tuple[Term, ...] = getattr(key.vocabulary, table)
    return NameIndex(
        spelling for term in terms for spelling in _spellings(key.vocabulary, table, (term.name, *term.aliases), term)
    )


def _entry_index(vocabulary: Vocabulary) -> NameIndex[VocabularyEntry]:
    return _cached_entry_index(CacheKey(vocabulary))


def _term_index(vocabulary: Vocabulary, table: str) -> NameIndex[Term]:
    return _cached_term_index(CacheKey(vocabulary), table)
