"""Stretches of the calendar as filings speak of them: quarters, halves, seasons, fiscal years, and what joins them.

Pure arithmetic; what the words look like is the business of `kg.nlp.dates_forms`. Seasons are those of the northern
hemisphere by whole months. A part of a year (early, mid, late) is one third of it.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a time is stated: the concepts of the ontology's precision scheme."""

    DAY = "day"
    """June 4, 2007."""
    DAY_RANGE = "day-range"
    """June 1-5, 2007."""
    MONTH = "month"
    """June 2007; also early, mid or late June 2007."""
    MONTH_RANGE = "month-range"
    """June/July 2007; also a stretch of quarters, and the nine months that end on a day."""
    QUARTER = "quarter"
    """Third quarter of 2025; also fiscal quarters whose months are known."""
    HALF_YEAR = "half-year"
    """1H 2026; six months that end on a day."""
    SEASON = "season"
    """Summer of 2023."""
    PART_OF_YEAR = "part-of-year"
    """Early 2025, mid-2024, year-end 2024."""
    YEAR = "year"
    """2021; this year."""
    YEAR_RANGE = "year-range"
    """2019 to 2021; late 2024 or early 2025."""
    FISCAL_YEAR = "fiscal-year"
    """Fiscal year 2008; also a fiscal quarter whose months are not known."""
    FISCAL_YEAR_END = "fiscal-year-end"
    """The end of our fiscal year in June 2008."""
    OPEN_YEAR = "open-year"
    """Later in 2007: bounded on one side by the day of the report."""
    RELATIVE = "relative"
    """In the next few weeks: counted from the day of the report."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `earliest` to `latest`, both included; `first` and `last` are its ends as exactly as stated."""

    earliest: date
    latest: date
    precision: Precision
    first: str
    last: str

    @property
    def iso(self) -> str:
        """The form of the fact table: one date or month or year, or two with a slash."""
        return self.first if self.first == self.last else f"{self.first}/{self.last}"


SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""The month in which a season begins."""


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, count: int) -> date:
    """Return the same day some months on (negative: back), or the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + count
    last = month_end(index // 12, index % 12 + 1)
    return last.replace(day=min(day.day, last.day))


def month_name(day: date) -> str:
    """Return the ISO form of a day's month, ``2007-06``."""
    return f"{day.year:04d}-{day.month:02d}"


def day_of(year: int, month: int, day: int) -> Period | None:
    """Return one day, or `None` where the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    at = date(year, month, day)
    return Period(at, at, Precision.DAY, at.isoformat(), at.isoformat())


def months(start: date, count: int, precision: Precision) -> Period:
    """Return whole months from the one that `start` lies in."""
    first = start.replace(day=1)
    last = add_months(first, count - 1)
    return Period(first, month_end(last.year, last.month), precision, month_name(first), month_name(last))


def month_of(year: int, month: int) -> Period:
    """Return one month."""
    return months(date(year, month, 1), 1, Precision.MONTH)


def quarter_of(year: int, number: int) -> Period:
    """Return quarter 1 to 4 of a calendar year."""
    return months(date(year, 3 * number - 2, 1), 3, Precision.QUARTER)


def half_of(year: int, number: int) -> Period:
    """Return half 1 or 2 of a calendar year."""
    return months(date(year, 6 * number - 5, 1), 6, Precision.HALF_YEAR)


def year_of(year: int) -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, f"{year:04d}", f"{year:04d}")


def season_of(year: int, name: str) -> Period:
    """Return a season, with the year as its ISO form.

    "Winter of 2023" may be the one that ends or the one that begins in 2023, so it is any day of that year.
    """
    whole = replace(year_of(year), precision=Precision.SEASON)
    if name == "winter":
        return whole
    month = SEASONS[name]
    return replace(whole, earliest=date(year, month, 1), latest=month_end(year, month + 2))


def fiscal_year_of(year: int, end_month: int | None) -> Period:
    """Return the fiscal year that is named after the calendar year it ends in.

    Without the month in which it ends, it may be any twelve months that do, and its ISO form is the year.
    """
    if end_month is None:
        name = f"{year:04d}"
        return Period(date(year - 1, 2, 1), date(year, 12, 31), Precision.FISCAL_YEAR, name, name)
    whole = months(add_months(date(year, end_month, 1), -11), 12, Precision.FISCAL_YEAR)
    return replace(whole, first=f"{year:04d}", last=f"{year:04d}") if end_month == 12 else whole


def fiscal_quarter_of(year: int, number: int, end_month: int | None) -> Period:
    """Return a quarter of a fiscal year; the whole year where the month in which it ends is not known."""
    whole = fiscal_year_of(year, end_month)
    if end_month is None:
        return whole
    return months(add_months(whole.earliest, 3 * number - 3), 3, Precision.QUARTER)


def ended(end: Period, count: int, *, fiscal: bool) -> Period:
    """Return the `count` months that end with a day or month."""
    precision = {3: Precision.QUARTER, 6: Precision.HALF_YEAR, 12: Precision.FISCAL_YEAR}
    last = end.latest.replace(day=1)
    # Years of 52 weeks end on a weekday near the month's end, so a period that ends in a month's first days (a year
    # ended January 2) is that of the month before.
    if end.precision is Precision.DAY and end.latest.day <= 5:
        last = add_months(last, -1)
    if count == 12 and last.month == 12 and not fiscal:
        return year_of(last.year)
    if count == 12 and last.month == 12:
        return fiscal_year_of(last.year, 12)
    return months(add_months(last, 1 - count), count, precision.get(count, Precision.MONTH_RANGE))


def third_of(period: Period, low: int, high: int) -> Period:
    """Return thirds `low` to `high` (0 early, 1 mid, 2 late) of a period, which keeps its ISO form."""
    count = (period.latest.year - period.earliest.year) * 12 + period.latest.month - period.earliest.month + 1
    if count < 3:
        length = (period.latest - period.earliest).days + 1
        earliest = period.earliest + timedelta(days=length * low // 3)
        latest = period.earliest + timedelta(days=length * (high + 1) // 3 - 1)
    else:
        earliest = add_months(period.earliest, count * low // 3)
        latest = add_months(period.earliest, count * (high + 1) // 3) - timedelta(days=1)
    precision = Precision.PART_OF_YEAR if period.precision is Precision.YEAR else period.precision
    return replace(period, earliest=earliest, latest=latest, precision=precision)


def rest_of(period: Period, reported_on: date | None) -> Period:
    """Return what of a period comes after the day of the report; all of it where that day lies outside."""
    return replace(_open(period), earliest=_inside(period, reported_on, period.earliest))


def past_of(period: Period, reported_on: date | None) -> Period:
    """Return what of a period comes before the day of the report; all of it where that day lies outside."""
    return replace(_open(period), latest=_inside(period, reported_on, period.latest))


def _open(period: Period) -> Period:
    precision = Precision.OPEN_YEAR if period.precision is Precision.YEAR else Precision.RELATIVE
    return replace(period, precision=precision)


def _inside(period: Period, day: date | None, otherwise: date) -> date:
    return day if day is not None and period.earliest <= day <= period.latest else otherwise


def until(period: Period, reported_on: date | None) -> Period:
    """Return the time from the report to a period's end, where the report comes before that end."""
    if reported_on is None or reported_on > period.latest:
        return period
    return replace(period, earliest=reported_on)


def joined(left: Period, right: Period) -> Period | None:
    """Return the stretch from `left` to `right`, or `None` where they are not of one kind or not in order."""
    if len(left.first) != len(right.last) or left.earliest >= right.earliest or left.latest > right.latest:
        return None
    precision = {4: Precision.YEAR_RANGE, 7: Precision.MONTH_RANGE, 10: Precision.DAY_RANGE}[len(left.first)]
    return Period(left.earliest, right.latest, precision, left.first, right.last)


def shifted(period: Period, year: int) -> Period | None:
    """Return the period moved so that it ends in another year ("June 30, 2024 and 2023")."""
    count = year - period.latest.year
    if period.precision is Precision.PART_OF_YEAR:
        return year_of(year)
    try:
        earliest = period.earliest.replace(year=period.earliest.year + count)
    except ValueError:
        return None
    whole_month = period.latest == month_end(period.latest.year, period.latest.month) and period.earliest.day == 1
    latest = month_end(year, period.latest.month) if whole_month else add_months(period.latest, 12 * count)
    first, last = (f"{int(name[:4]) + count:04d}{name[4:]}" for name in (period.first, period.last))
    return Period(earliest, latest, period.precision, first, last)
