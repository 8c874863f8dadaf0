"""How long: spans of time as measured, with bounds, medians and intervals.

>>> [(d.value, d.unit) for d in find_durations("stable disease lasting for six to eighteen weeks")]
[('6-18', 'weeks')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.nlp.gates import sift
from kg.nlp.quantities_bounds import Interval, after_bound, before_bound, find_intervals, interval_after
from kg.nlp.quantities_numbers import DASH, NUMBER, SPACE, number_text, number_value, plain_number


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time, or a median without a unit. `start` and `end` are code points, half-open."""

    start: int
    end: int
    value: int | float | str
    """The fact table's ``value``: a number, a range (``6-18``), a bound with its sign (``>6``), or ``not reached``."""
    unit: str | None
    """``hours``, ``days``, ``weeks``, ``months`` or ``years``; `None` for "not reached" and "median of 7.5"."""
    comparator: str
    median: bool
    approximate: bool
    interval: Interval | None
    """The confidence interval, or the range of values, that follows."""


_S = f"{SPACE}{{1,3}}"
_S0 = f"{SPACE}{{0,2}}"
_UNIT = r"(?P<unit>(?i:seconds?|minutes?|hours?|days?|weeks?|months?|years?)|mos?\.?|yrs?|wks?|hrs?)"
_UNITS = {"mo": "months", "mos": "months", "yr": "years", "yrs": "years", "wk": "weeks", "wks": "weeks", "hr": "hours",
          "hrs": "hours"}  # fmt: skip
_DURATION = sift(
    rf"(?<![$€£¥#/.,-])(?P<low>{NUMBER})(?P<plus>\+)?(?:(?:{_S}|{DASH})(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?))?"
    rf"(?:(?P<to>{_S0}{DASH}{_S0}|{_S}(?:to|or|and){_S})(?P<high>{NUMBER})(?P<plus_>\+)?)?(?:{_S}|{DASH}|(?<=\d)|(?<=\+))"
    rf"{_UNIT}(?![A-Za-z\d])"
)
_AGE_BEFORE = re.compile(
    rf"(?:aged?|ages|age{_S}of|aged{_S}(?:from|between)|than{_S}age)(?:{_S}(?:was|of|between|from))?{_S}(?:[<>≥≤]{_S0})?\Z",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(
    rf"(?:{_S}|{DASH})(?:of{_S}age|olds?\b|(?:and|or){_S}(?:older|younger|above{_S}of{_S}age))", re.IGNORECASE
)
_PERIOD_AFTER = re.compile(rf",?{_S}(?:period{_S})?(?:ended|ending)\b", re.IGNORECASE)
_ORDINAL_BEFORE = re.compile(rf"(?:days?|weeks?|months?|cycles?|phase|grade|part|no\.){_S}\Z", re.IGNORECASE)
_MEDIAN = re.compile(rf"\bmedian\b(?:(?:{_S}|\))[\w()/-]{{1,24}},?){{0,8}}?[:,]?{_S0}[(]?{_S0}\Z", re.IGNORECASE)
_MEDIAN_AFTER = re.compile(rf"{_S}(?:\(median\)|median\b)", re.IGNORECASE)
_MEDIAN_OF = sift(
    rf"\bmedian(?:{_S}of|{_S}was|{_S}is|{_S0}[:=,])?{_S}(?P<low>{NUMBER})(?!{_S0}(?:%|percent)|{DASH}?\w|[.,]\d)",
    re.IGNORECASE,
)
_NOT_REACHED = sift(rf"(?P<value>not(?:{_S}(?:yet|been)){{0,2}}{_S}(?:reached|estimable|evaluable))\b", re.IGNORECASE)
_LASTS = re.compile(rf"(?<!\w)(?:for|of|was|is|lasted|lasting|lasts){_S}\Z", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?<!\w)between{_S}(?:approximately{_S})?\Z", re.IGNORECASE)


def find_durations(text: str) -> list[Duration]:
    """Return the spans of time of a text, in its order and without overlap.

    Ages and the periods of accounts ("three months ended") are left out. A bound in front is part of the value, not
    of the span; "12.3+ months" is ``>=12.3``.
    """
    intervals = find_intervals(text)
    found = [d for match in _DURATION.finditer(text) for d in _durations(match, text, intervals)]
    for match in _NOT_REACHED.finditer(text):
        words = "not " + match["value"].lower().split()[-1]
        if not any(i.start <= match.start() < i.end for i in intervals):
            found.append(Duration(*match.span(), words, None, "", _is_median(text, match.start()), False, None))
    spans = [(d.start, d.end) for d in found]
    for match in _MEDIAN_OF.finditer(text):
        value = number_value(match["low"])
        start, end = match.span("low")
        if value is not None and not any(s < end and start < e for s, e in spans):
            interval = interval_after(text, end, intervals)
            found.append(Duration(start, end, plain_number(value), None, "", True, False, interval))
    return sorted(found, key=lambda duration: duration.start)


def _is_median(text: str, start: int) -> bool:
    return _MEDIAN.search(text, max(0, start - 100), start) is not None


def _durations(match: re.Match[str], text: str, intervals: list[Interval]) -> list[Duration]:
    start, end = match.span()
    if _AGE_BEFORE.search(text, max(0, start - 40), start) or _AGE_AFTER.match(text, end):
        return []
    if _PERIOD_AFTER.match(text, end) or _ORDINAL_BEFORE.search(text, max(0, start - 10), start):
        return []
    low, high = number_value(match["low"]), number_value(match["high"]) if match["high"] else None
    if low is None or any(i.start <= start < i.end for i in intervals):
        return []
    plus = bool(match["plus"] or match["plus_"])
    unit = match["unit"].lower().rstrip(".")
    unit = _UNITS.get(unit) or unit.removesuffix("s") + "s"
    if high is None or high == low:
        return [_duration((start, end), (low, low), unit, text, plus=plus, intervals=intervals)]
    between = _BETWEEN.search(text, max(0, start - 30), start)
    if low > high or ("and" in match["to"] and not between):
        spans = (match.span("low"), (match.start("high"), end))
        return [
            _duration(span, (value, value), unit, text, plus=False, intervals=intervals)
            for span, value in zip(spans, (low, high), strict=True)
        ]
    return [_duration((start, end), (low, high), unit, text, plus=plus, intervals=intervals)]


def _duration(
    span: tuple[int, int],
    ends: tuple[Decimal, Decimal],
    unit: str,
    text: str,
    *,
    plus: bool,
    intervals: list[Interval],
) -> Duration:
    (start, end), (low, high) = span, ends
    bound = before_bound(text, start)
    comparator = ">=" if plus else bound.comparator
    if text[bound.start : start].lower().startswith("over") and not _LASTS.search(
        text, max(0, bound.start - 12), bound.start
    ):
        comparator = ""  # "over nine years" as often means in the course of them
    if not comparator and low == high:
        later = after_bound(text, end)
        comparator, end = later.comparator, later.start
    value: int | float | str = plain_number(low)
    if low != high:
        value = f"{number_text(low)}-{number_text(high)}"
    elif comparator:
        value = f"{comparator}{number_text(low)}"
    median = _is_median(text, bound.start) or bool(_MEDIAN_AFTER.match(text, end))
    interval = interval_after(text, end, intervals)
    return Duration(start, end, value, unit, comparator, median, bound.approximate, interval)
