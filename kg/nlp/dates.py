"""Times in text: what days they mean, how exactly they are stated, and their form in the fact table.

>>> from datetime import date
>>> [(m.range.iso, m.range.precision) for m in find_dates("Dosing began in June/July 2007.", reported_on=None)]
[('2007-06/2007-07', 'month-range')]
>>> later = find_dates("A trial will start later in 2007.", reported_on=date(2007, 6, 4))[0].range
>>> later.iso, later.earliest.isoformat(), later.latest.isoformat()
('2007', '2007-06-04', '2007-12-31')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.model import DateRange
from kg.nlp.dates_calendar import Precision
from kg.nlp.dates_context import now_atoms, ranges_joined, sharing_year, with_lone_years, with_part
from kg.nlp.dates_forms import Anchor, Atom, find_atoms
from kg.nlp.dates_near import near_atoms

__all__ = ["DateMention", "Precision", "find_dates"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time that a text names: code points `start` to `end` (half-open), and the days it may mean."""

    start: int
    end: int
    range: DateRange


def find_dates(text: str, *, reported_on: date | None, fiscal_year_end_month: int | None = None) -> list[DateMention]:
    """Return the times that a text names, in its order and without overlap.

    `reported_on` is the day that "this year" and "in the next few weeks" hang on; without it they are not found.
    `fiscal_year_end_month` (1 to 12) places fiscal years and quarters; without it a fiscal year may be any that ends
    in the year it is named after. A time that hangs together ("between June and July 2007") is one finding; the
    preposition or article in front of it is left out. Days that no calendar has and forms that are not understood are
    not found.
    """
    return list(_dates(text, Anchor(reported_on, fiscal_year_end_month)))


@lru_cache(maxsize=256)
def _dates(text: str, anchor: Anchor) -> tuple[DateMention, ...]:
    # The dates of a sentence are asked for once for each thing that it tells.
    taken = bytearray(len(text))
    atoms = _without_overlap(find_atoms(text, anchor), taken)
    atoms += _without_overlap(now_atoms(text, anchor), taken)
    atoms += _without_overlap(near_atoms(text, anchor), taken)
    mentions: list[Atom] = []
    for atom in with_lone_years(atoms, taken, text):
        floor = mentions[-1].end if mentions else 0
        narrowed = with_part(atom, text, anchor)
        if narrowed.start < floor:
            narrowed = atom
        mentions += [*sharing_year(narrowed, floor, text, anchor), narrowed]
    return tuple(_mention(atom, text) for atom in ranges_joined(mentions, text))


def _without_overlap(atoms: Iterable[Atom], taken: bytearray) -> list[Atom]:
    """Return the times that claim free text, first come first served, and mark what they claim in `taken`."""
    kept = []
    for atom in atoms:
        if not any(taken[atom.start : atom.end]):
            taken[atom.start : atom.end] = b"\x01" * (atom.end - atom.start)
            kept.append(atom)
    return kept


def _mention(atom: Atom, text: str) -> DateMention:
    period = atom.period
    words = text[atom.start : atom.end]
    stated = DateRange(words, period.earliest, period.latest, period.precision.value, period.iso)
    return DateMention(atom.start, atom.end, stated)
