"""What was known on a day: the facts that filings had reported by then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.model import StoredFact


def as_of(facts: Iterable[StoredFact], day: date) -> tuple[StoredFact, ...]:
    """Return the facts that had been reported by a day, that day included, in the order given.

    Facts of a filing whose day is not known count as of every day; `undated` tells which those are. Names are those
    known today, whenever the filing that equates them was made: a drug is found by its brand name in every year.

    >>> import kg
    >>> kg.as_of([], date(2013, 12, 31))
    ()
    """
    return tuple(s for s in facts if s.filing.reported_on is None or s.filing.reported_on <= day)


def undated(facts: Iterable[StoredFact]) -> tuple[StoredFact, ...]:
    """Return the facts of filings whose day is not known, in the order given."""
    return tuple(s for s in facts if s.filing.reported_on is None)
