"""Which filings a changed vocabulary can touch, told from their text alone.

Reading a filing asks the vocabulary only about what stands in its text: whether a name stands there in any of the ways
in which it can be written, whether a word is one of the words that names of diseases, side effects, measures and
meetings are made of. So a filing in which no name of a changed row stands, and no word that came to or left those
words, is read as before. Text and names are compared by their letters and digits only, without case, accents and
spaces, which finds more than reading does and never less. Where other tables have changed (endings of names, rules for
codes, words that are no names), or rows another order, every filing may be touched.

`benchmarks/touched.py` compares this with what changes when rows are left out.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model import Filing, VocabularyEntry
from kg.names import GREEK, fold_name
from kg.vocabulary.load import Term, Vocabulary
from kg.vocabulary.variants import variants

_BY_WORDS = ("Indication", "adverse_events", "measures", "meetings")
"""Types and tables whose single words count too."""
_TERMS = ("adverse_events", "measures", "meetings")
_NO_SIGN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """What extraction knows of a row of a vocabulary table."""

    table: str
    names: tuple[str, ...]
    rest: str
    """Everything else of it, in one string."""
    leans_on: tuple[str, ...] = ()
    """Names of rows that it names itself."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A vocabulary as a store remembers it, to tell later what has changed."""

    rows: tuple[Row, ...]
    others: str
    """A digest of the tables that are not told apart row by row."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed between two vocabularies: marks of which a text holds at least one where it can be touched."""

    marks: tuple[str, ...] = ()
    everything: bool = False
    """Whether any text can be touched."""

    def touch(self, filing: Filing) -> bool:
        """Tell whether a filing can be read otherwise than before."""
        if self.everything or not self.marks:
            return self.everything
        registrant = filing.registrant.name if filing.registrant else ""
        texts = [squeezed(text) for text in (filing.source, registrant, *(part.text for part in filing.parts))]
        return any(mark in text for text in texts for mark in self.marks)


def snapshot(vocabulary: Vocabulary) -> Snapshot:
    """Return what there is to remember of a vocabulary."""
    rows = [_entry_row(vocabulary, entry) for entry in vocabulary.entries]
    for table in _TERMS:
        terms: tuple[Term, ...] = getattr(vocabulary, table)
        rows += [
            Row(table, (t.name, *t.aliases), _rest(vocabulary, table, (t.name, *t.aliases), t.category)) for t in terms
        ]
    others = [
        [repr((s.stem, s.type, s.category, s.word, s.min_length, sorted(s.exclusions))) for s in vocabulary.stems],
        [repr((rule.text, rule.kind)) for rule in vocabulary.code_rules],
        sorted(vocabulary.not_names),
    ]
    return Snapshot(tuple(rows), hashlib.sha256(json.dumps(others).encode()).hexdigest())


def _entry_row(vocabulary: Vocabulary, entry: VocabularyEntry) -> Row:
    table, names = str(entry.type), (entry.name, *entry.aliases)
    related = {name for value in entry.related.values() for name in value.split("|")}
    rest = _rest(vocabulary, table, names, entry.category, entry.broader, dict(entry.related))
    return Row(table, names, rest, tuple(sorted(related | ({entry.broader} if entry.broader else set()))))


def changes(old: Snapshot, new: Snapshot) -> Changes:
    """Return what a text must hold to be touched by the difference of two vocabularies."""
    before, after = dict.fromkeys(old.rows), dict.fromkeys(new.rows)
    kept_before, kept_after = (
        [row for row in rows if row in other] for rows, other in ((before, after), (after, before))
    )
    if old.others != new.others or kept_before != kept_after:
        return Changes(everything=True)
    changed = {row for row in (*before, *after) if (row in before) != (row in after)}
    if not changed:
        return Changes()
    changed |= _leaning(changed, (*before, *after))
    marks = {mark for row in changed for mark in _marks(row)}
    marks |= {squeezed(word) for _, word, _ in _words(old.rows) ^ _words(new.rows)}
    marks.discard("")
    return Changes(tuple(sorted(marks)))


def pack(known: Snapshot) -> bytes:
    """Return a snapshot as bytes to be kept; the same vocabulary, the same bytes."""
    rows = [[row.table, row.names, row.rest, row.leans_on] for row in known.rows]
    return gzip.compress(json.dumps({"others": known.others, "rows": rows}).encode(), mtime=0)


def unpack(packed: bytes) -> Snapshot | None:
    """Return a snapshot that was kept, or `None` where it is damaged."""
    try:
        told: dict[str, Any] = json.loads(gzip.decompress(packed))
        rows = tuple(Row(table, tuple(names), rest, tuple(leans)) for table, names, rest, leans in told["rows"])
        return Snapshot(rows, told["others"])
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return None


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, without case, accents and what stands between them.

    >>> squeezed("Sjögren’s (anti-IL-2Rα)")
    'sjogrensantiil2ralpha'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(GREEK.get(sign, sign) for sign in plain) if not plain.isascii() else plain
    return _NO_SIGN.sub("", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _rest(vocabulary: Vocabulary, kind: str, names: Sequence[str], *others: object) -> str:
    exact = [name for name in names if vocabulary.is_exact(kind, name)]
    return json.dumps([exact, *others], sort_keys=True)


def _leaning(changed: Iterable[Row], rows: Sequence[Row]) -> set[Row]:
    """Return the rows that name a changed row, or one that does."""
    names = {row.names[0] for row in changed}
    found: set[Row] = set()
    while more := {row for row in rows if row not in found and names.intersection(row.leans_on)}:
        found |= more
        names = {row.names[0] for row in more}
    return found


def _marks(row: Row) -> Iterator[str]:
    """Yield what a text holds in which a row's name stands, in any of the ways of writing it."""
    for name in row.names:
        yield squeezed(fold_name(name))
        for form in variants(name, row.table):
            yield squeezed(form)


def _words(rows: Iterable[Row]) -> set[tuple[str, str, bool]]:
    """Return the words of names that count by themselves: of which table, and whether they end a name."""
    return {
        (row.table, word, last)
        for row in rows
        if row.table in _BY_WORDS
        for name in row.names
        for words in [name.split()]
        for word, last in [*((word, False) for word in words[:-1]), (words[-1], True)]
    }
