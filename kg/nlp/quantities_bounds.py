"""What stands around a number: bounds in front of or behind it, and intervals in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.nlp.gates import sift
from kg.nlp.quantities_numbers import ABOUT, DASH, FIGURES, SPACE, number_value

_S = f"{SPACE}{{1,3}}"
_S0 = f"{SPACE}{{0,2}}"
_WINDOW = 60


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparator (``>``, ``>=``, ``<``, ``<=`` or empty), whether the number is approximate, and where it begins."""

    comparator: str
    approximate: bool
    start: int


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of a confidence interval or of a range of values. `start` and `end` are code points, half-open."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    """`None` where the upper end is not reached or not evaluable."""
    level: Decimal | None
    """In percent; `None` for a range of values."""


_BEFORE = (
    (">", rf"(?:more|greater|longer|higher|larger|later){_S}than|in{_S}excess{_S}of|exceed(?:s|ed|ing)?|above|over"
     r"|beyond"),
    (">", r"&gt;|>"),
    (">=", rf"at{_S}least|a{_S}minimum{_S}of|no(?:t)?{_S}(?:less|fewer){_S}than|at{_S}or{_S}above|equal{_S}to{_S}or{_S}"
     rf"(?:greater|more|higher){_S}than|greater{_S}than{_S}or{_S}equal{_S}to"),
    (">=", rf"[≥⩾]|>{_S0}=|=>"),
    ("<", rf"(?:less|fewer|lower|shorter){_S}than|below|under"),
    ("<", r"&lt;|<"),
    ("<=", rf"up{_S}to(?:{_S}and{_S}including)?|at{_S}most|a{_S}maximum{_S}of|no(?:t)?{_S}(?:more|greater|longer)"
     rf"{_S}than|at{_S}or{_S}below|as{_S}(?:much|many|high|long){_S}as|less{_S}than{_S}or{_S}equal{_S}to|within"),
    ("<=", rf"[≤⩽]|<{_S0}=|=<"),
)  # fmt: skip
# A longer phrase ends where a shorter one does ("no more than"), so all are tried and the one that begins first wins.
_COMPARED = tuple(
    (sign, re.compile(rf"(?:(?<!\w)(?=\w)|(?=\W))(?:{pattern}){_S0}\Z", re.IGNORECASE)) for sign, pattern in _BEFORE
)
_ABOUT = re.compile(rf"(?<!\w){ABOUT}{_S0}\Z", re.IGNORECASE)
_AN = re.compile(rf"(?<!\w)(?:an?{_S})?(?:additional|total{_S}of|doses?{_S}of|a){_S}\Z", re.IGNORECASE)
_AFTER = (
    (">=", re.compile(rf"{_S}(?:or|and){_S}(?:more|greater|higher|above|longer|over|older)\b|\+", re.IGNORECASE)),
    ("<=", re.compile(rf"{_S}(?:or|and){_S}(?:less|fewer|lower|below|shorter|under|younger)\b", re.IGNORECASE)),
)


def before_bound(text: str, start: int) -> Bound:
    """Return the bound that the words right before an offset put on the number there."""
    window, place, approximate = max(0, start - _WINDOW), start, False
    for _ in range(3):
        signs = [(match.start(), sign) for sign, pattern in _COMPARED if (match := pattern.search(text, window, place))]
        if signs:
            first, sign = min(signs)
            return Bound(sign, approximate, first)
        if about := _ABOUT.search(text, window, place):
            approximate, place = True, about.start()
        elif filler := _AN.search(text, window, place):
            place = filler.start()
        else:
            break
    about = _ABOUT.search(text, window, start)
    return Bound("", approximate, about.start() if about else start)


def after_bound(text: str, end: int) -> Bound:
    """Return the bound that the words right behind a number and its unit put on it; `start` is where they end."""
    for sign, pattern in _AFTER:
        if match := pattern.match(text, end):
            return Bound(sign, False, match.end())
    return Bound("", False, end)


_END = rf"(?:{FIGURES}{_S0}%?\+?|not{_S}(?:yet{_S})?(?:reached|estimable|evaluable)|N[RE]A?)"
_CI = sift(
    rf"(?P<level>\d{{2}}(?:\.\d)?){_S0}%{_S0}(?:CI|confidence{_S}intervals?)(?:{_S0}[\[(]CI[\])])?"
    rf"{_S0}[:,=]?{_S0}(?:of{_S}|from{_S}|was{_S})?[\[(]?{_S0}(?P<low>{FIGURES}){_S0}%?(?:{_S0}(?:months?|weeks?|days?))?"
    rf"{_S0}(?:,|;|{DASH}|to|and){_S0}(?P<high>{_END})",
    re.IGNORECASE,
)
_RANGE = sift(
    rf"(?<!\w)range{_S0}[:,=]?{_S0}(?:of{_S}|from{_S})?[\[(]?{_S0}[<>]?(?P<low>{FIGURES}){_S0}\+?{_S0}(?:,|{DASH}|to){_S0}"
    rf"[<>]?(?P<high>{_END})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"{_S0}(?:months|weeks|days|years|hours)?{_S0}(?:[(\[;,]{_S0}(?:[nN]?{_S0}=?{_S0}\d{{1,5}}{_S0}/{_S0}\d{{1,5}}"
    rf"{_S0}[;,]{_S0})?){{0,2}}(?:with{_S}(?:an?{_S})?)?"
)


def find_intervals(text: str) -> list[Interval]:
    """Return the confidence intervals ("95% CI: 33.1, 52.9") and ranges of values ("range, 1.2-8.5") of a text."""
    found = [
        interval
        for pattern in (_CI, _RANGE)
        for match in pattern.finditer(text)
        if (interval := _interval(match)) is not None
    ]
    return sorted(found, key=lambda interval: interval.start)


def _interval(match: re.Match[str]) -> Interval | None:
    low, high = number_value(match["low"]), number_value(match["high"].rstrip("+% "))
    level = match.groupdict().get("level")
    if low is None or (high is not None and high < low):
        return None
    return Interval(*match.span(), low, high, Decimal(level) if level else None)


def interval_after(text: str, end: int, intervals: Sequence[Interval]) -> Interval | None:
    """Return the interval that follows a number that ends at an offset, with nothing but brackets between."""
    for interval in intervals:
        if end <= interval.start <= end + _WINDOW and _BETWEEN.fullmatch(text, end, interval.start):
            return interval
    return None
