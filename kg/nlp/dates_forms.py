"""What times look like in filings: one pattern a form, each with what it stands for in the calendar.

The patterns find stretches that carry their own year or hang on the day of the report. What stands around them (early,
by the end of, ranges, lists, lone years) is read by `kg.nlp.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from kg.nlp import dates_calendar as calendar
from kg.nlp.dates_calendar import Period, Precision
from kg.nlp.gates import gated
from kg.nlp.quantities_numbers import DASH, SPACE, number_value

S = f"{SPACE}{{1,3}}"
S0 = f"{SPACE}{{0,3}}"
TO = f"(?:{S0}[-\u2010-\u2015\u2212/]{S0}|{S}(?:to|through|thru|until|till|or){S})"
"""What makes one range of two times."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("January Jan", "February Feb", "March Mar", "April Apr", "May", "June Jun", "July Jul", "August Aug",
         "September Sept Sep", "October Oct", "November Nov", "December Dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NAMES = "|".join(f"{name}|{name.upper()}" for name in _MONTHS if len(name) > 4 or name in {"May", "June", "July"})
_SHORT = "|".join(
    f"{name}|{name.upper()}" for name in _MONTHS if len(name) <= 4 and name not in {"May", "June", "July"}
)
# Lower-case "may" and "march" are verbs, so a month's name begins with a capital.
MONTH = rf"(?:(?:{_NAMES})|(?:{_SHORT})\.?)(?![^\W\d_])"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d(?!\d|,\d{3}(?!\d)|\.\d|%)"
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4,
             "final": 4}  # fmt: skip
_ORDINAL = "(?i:first|second|third|fourth|last|final|1st|2nd|3rd|4th)"
_APART = rf"(?:(?:{S}of)?{S0}(?P<year>{YEAR})|{DASH}(?P<year_>{YEAR})|{S0}['’‘](?P<yy>\d\d)(?!\d))"
_WHICH = "this|the current|the present|next|the coming|the following|the next|last|the previous|the prior|the past|the"
_WHICH_YEAR = rf"(?i:(?P<which>{_WHICH}){S}(?:calendar{S})?year)"
_OF_YEAR = rf"(?:,?{S}(?:(?i:of|in|for){S})?(?:(?i:calendar|the{S}year|year){S})?(?:(?P<year>{YEAR})|{_WHICH_YEAR}))"
_FISCAL = rf"(?:(?i:fiscal(?:{S}years?)?)(?:{S}of)?{S}|FY{S0}[-'’]?)"
_STEPS = {"this": 0, "the": 0, "current": 0, "present": 0, "next": 1, "coming": 1, "following": 1, "upcoming": 1,
          "last": -1, "previous": -1, "prior": -1, "past": -1}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a filing's times hang on: the day of the report, and the month in which the fiscal year ends."""

    reported_on: date | None
    fiscal_year_end_month: int | None


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of text, and the time that it stands for. `whole` tells that it needs no word in front to count."""

    start: int
    end: int
    period: Period
    whole: bool = True


Builder = Callable[[re.Match[str], Anchor], Period | None]


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name as `MONTH` finds it."""
    return _MONTHS[name.rstrip(".").capitalize()]


def day_number(text: str) -> int:
    """Return the number of a day as `DAY` finds it."""
    return int(text.rstrip("stndrh"))


def _year(match: re.Match[str], anchor: Anchor) -> int | None:
    groups = match.groupdict()
    if year := groups.get("year") or groups.get("year_"):
        return int(year)
    if short := groups.get("yy") or groups.get("yy_"):
        return 2000 + int(short)
    if which := groups.get("which"):
        return anchor.reported_on.year + _STEPS[which.lower().split()[-1]] if anchor.reported_on else None
    return None


def _day(match: re.Match[str], _: Anchor) -> Period | None:
    return calendar.day_of(int(match["year"]), month_number(match["month"]), day_number(match["day"]))


def _days(match: re.Match[str], _: Anchor) -> Period | None:
    year, month = int(match["year"]), month_number(match["month"])
    low, high = day_number(match["low"]), day_number(match["high"])
    left, right = calendar.day_of(year, month, low), calendar.day_of(year, month, high)
    if left is None or right is None or ("and" in match["to"] and high != low + 1):
        return None
    return calendar.joined(left, right)


def _numbers(match: re.Match[str], _: Anchor) -> Period | None:
    month, day = int(match["month"]), int(match["day"])
    if match["sep"] == "/" and month > 12:
        month, day = day, month
    return calendar.day_of(int(match["year"]), month, day)


def _month(match: re.Match[str], anchor: Anchor) -> Period | None:
    year = _year(match, anchor)
    return None if year is None else calendar.month_of(year, month_number(match["month"]))


def _quarter(match: re.Match[str], anchor: Anchor) -> Period | None:
    year = _year(match, anchor)
    number = ORDINALS.get((match["n"]).lower()) or int(match["n"])
    if year is None:
        return None
    if match.groupdict().get("fiscal") or match.groupdict().get("fiscal_"):
        return calendar.fiscal_quarter_of(year, number, anchor.fiscal_year_end_month)
    return calendar.quarter_of(year, number)


def _half(match: re.Match[str], anchor: Anchor) -> Period | None:
    year = _year(match, anchor)
    number = {"first": 1, "1st": 1, "front": 1, "1": 1}.get(match["n"].lower(), 2)
    return None if year is None else calendar.half_of(year, number)


def _season(match: re.Match[str], anchor: Anchor) -> Period | None:
    year = _year(match, anchor)
    return None if year is None else calendar.season_of(year, match["season"].lower())


def _this_season(match: re.Match[str], anchor: Anchor) -> Period | None:
    if anchor.reported_on is None or match["season"].lower() == "winter":
        return None
    step, name, year = _STEPS[match["which"].lower().split()[-1]], match["season"].lower(), anchor.reported_on.year
    season = calendar.season_of(year, name)
    if step > 0 and season.earliest <= anchor.reported_on:
        season = calendar.season_of(year + 1, name)
    if step < 0 and season.latest >= anchor.reported_on:
        season = calendar.season_of(year - 1, name)
    return season


def _fiscal_year(match: re.Match[str], anchor: Anchor) -> Period | None:
    year = _year(match, anchor)
    return None if year is None else calendar.fiscal_year_of(year, anchor.fiscal_year_end_month)


def _fiscal_year_end(match: re.Match[str], anchor: Anchor) -> Period | None:
    year, month = int(match["year"]), month_number(match["month"])
    end = calendar.month_of(year, month)
    if match["day"]:
        day = calendar.day_of(year, month, day_number(match["day"]))
        if day is None:
            return None
        end = replace(end, latest=day.latest)
    if match["by"]:
        end = calendar.until(end, anchor.reported_on)
    return replace(end, precision=Precision.FISCAL_YEAR_END)


def _period_ended(match: re.Match[str], _: Anchor) -> Period | None:
    year, month = int(match["year"]), month_number(match["month"])
    end = calendar.day_of(year, month, day_number(match["day"])) if match["day"] else calendar.month_of(year, month)
    if end is None:
        return None
    count: Decimal | None
    if match["count"]:
        count = number_value(match["count"])
        if count not in {3, 6, 9, 12}:
            return None
    else:
        count = Decimal({"quarter": 3, "year": 12}.get(match["unit"].lower().split()[-1], 6))
    return calendar.ended(end, int(count or 0), fiscal="fiscal" in match[0].lower())


def _close_day(match: re.Match[str], anchor: Anchor) -> Period | None:
    if anchor.reported_on is None:
        return None
    day = anchor.reported_on + timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[match[0].lower()])
    return calendar.day_of(day.year, day.month, day.day)


def _named_unit(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Read "this month", "next quarter", "last year": the calendar's own, not a length of time."""
    if anchor.reported_on is None:
        return None
    day, step, unit = anchor.reported_on, _STEPS[match["which"].lower().split()[-1]], match["unit"].lower()
    if unit == "year":
        return calendar.year_of(day.year + step)
    if unit == "week":
        monday = day + timedelta(days=7 * step - day.weekday())
        sunday = monday + timedelta(days=6)
        names = calendar.month_name(monday), calendar.month_name(sunday)
        return Period(monday, sunday, Precision.RELATIVE, *names)
    if unit == "quarter":
        day = calendar.add_months(day, 3 * step)
        return calendar.quarter_of(day.year, (day.month + 2) // 3)
    day = calendar.add_months(day, step)
    return calendar.month_of(day.year, day.month)


def _named_month(match: re.Match[str], anchor: Anchor) -> Period | None:
    if anchor.reported_on is None:
        return None
    day, month, step = anchor.reported_on, month_number(match["month"]), _STEPS[match["which"].lower()]
    year = day.year
    if step > 0 and month <= day.month:
        year += 1
    if step < 0 and month >= day.month:
        year -= 1
    return calendar.month_of(year, month)


_SOME = {"day": 10, "week": 6, "month": 6, "quarter": 4, "year": 5}
"""How many of a unit "a few", "several" or "the coming" reaches at most."""
_IN_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _length(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Read "next few weeks", "past 12 months": a length of time counted from the day of the report."""
    if anchor.reported_on is None:
        return None
    unit = match["unit"].lower()
    words = match["high"] or match["count"]
    value = number_value(words) if words else Decimal(_SOME[unit] if match["plural"] else 1)
    if value is None and words.lower().startswith("couple"):
        value = Decimal(2)
    count = int(value) if value is not None else _SOME[unit]
    if not 0 < count <= 400:
        return None
    sign = -1 if match["which"].lower() in {"last", "past", "previous", "preceding", "prior", "recent"} else 1
    start = anchor.reported_on
    if unit in _IN_MONTHS:
        end = calendar.add_months(start, sign * count * _IN_MONTHS[unit])
    else:
        end = start + timedelta(days=sign * count * {"day": 1, "week": 7}[unit])
    first, last = min(start, end), max(start, end)
    return Period(first, last, Precision.RELATIVE, calendar.month_name(first), calendar.month_name(last))


_COUNT = (
    f"(?:\\d{{1,3}}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty(?:{DASH}four)?)"
)
# Figures that go on from other figures (file numbers, versions, ratios) are no dates.
_B, _E = r"(?<![\w$€£])(?:(?=\D)|(?<!\d[.,/-]))", r"(?!\w)"
_FORMS: tuple[tuple[str, Builder], ...] = (
    (
        rf"(?P<by>(?i:by|before|until|through){S}(?:the{S})?)?(?P<span>(?i:end|close|completion){S}of{S}"
        rf"(?:[\w’']{{2,20}}{S}){{0,2}}(?i:fiscal{S}year),?{S}(?:(?i:in|on|ending|ended|which{S}ends){S}){{0,2}}"
        rf"(?P<month>{MONTH}){S}(?:(?P<day>{DAY}),?{S})?(?:of{S})?(?P<year>{YEAR}))",
        _fiscal_year_end,
    ),
    (
        rf"(?P<span>(?i:(?:(?P<count>{_COUNT}){DASH}?{S0}months?|(?P<unit>(?:fiscal{S})?quarter|(?:fiscal{S})?year"
        rf"|(?:fiscal{S})?half{DASH}year)),?{S}(?:period{S})?(?:that{S})?(?:ended|ending)(?:{S}on)?){S}"
        rf"(?P<month>{MONTH})(?:{S}(?P<day>{DAY}))?,?{S}(?P<year>{YEAR}))",
        _period_ended,
    ),
    (
        rf"(?P<month>{MONTH}){S}(?P<low>{DAY})(?P<to>{S0}{DASH}{S0}|{S}(?:to|through|and|&){S})(?P<high>{DAY})"
        rf"(?:{S0},{S0}|{S})(?P<year>{YEAR})",
        _days,
    ),
    (
        rf"(?P<low>{DAY})(?P<to>{S0}{DASH}{S0}|{S}(?:to|through|and|&){S})(?P<high>{DAY}){S}(?P<month>{MONTH})"
        rf",?{S}(?P<year>{YEAR})",
        _days,
    ),
    (rf"(?P<month>{MONTH}){S}(?P<day>{DAY})(?:{S0},{S0}|{S})(?P<year>{YEAR})", _day),
    (rf"(?P<day>{DAY})(?:{S}of)?(?:{S}|{DASH})?(?P<month>{MONTH})(?:{S0},{S0}|{S}|{DASH})?(?P<year>{YEAR})", _day),
    (r"(?P<month>\d{1,2})(?P<sep>/)(?P<day>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/-])", _numbers),
    (r"(?P<year>(?:19|20)\d\d)(?P<sep>-)(?P<month>\d\d)-(?P<day>\d\d)(?![\d/-])", _numbers),
    (rf"(?P<month>{MONTH}),?{S}(?i:of{S}|in{S})?(?:(?P<year>{YEAR})|{_WHICH_YEAR})", _month),
    (rf"(?P<fiscal>(?i:fiscal)){S}(?P<n>{_ORDINAL})(?:{S}|{DASH})(?i:quarter){_OF_YEAR}", _quarter),
    (
        rf"(?P<n>{_ORDINAL})(?:{S}|{DASH})(?:(?P<fiscal>(?i:fiscal)){S}|(?i:calendar){S})?(?i:quarters?)"
        rf"(?:,?{S}(?:of{S})?(?P<fiscal_>(?:(?i:our|the){S})?{_FISCAL})(?P<year_>{YEAR})|{_OF_YEAR})",
        _quarter,
    ),
    (rf"Q(?P<n>[1-4]){S}(?:of{S})?(?P<fiscal>{_FISCAL})(?P<year>{YEAR})", _quarter),
    (rf"Q(?P<n>[1-4]){_APART}", _quarter),
    (rf"(?P<n>[1-4])Q(?:{_APART}|(?P<yy_>\d\d))", _quarter),
    (rf"(?P<year>{YEAR})(?:{S}|{DASH})Q(?P<n>[1-4])", _quarter),
    (rf"(?P<year>{YEAR}){S}(?P<n>{_ORDINAL})(?:{S}|{DASH})(?i:quarter)", _quarter),
    (rf"(?P<n>(?i:first|second|1st|2nd|latter|back|last|front))(?:{S}|{DASH})(?i:half){_OF_YEAR}", _half),
    (rf"H(?P<n>[12]){_APART}", _half),
    (rf"(?P<n>[12])H(?:{_APART}|(?P<yy_>\d\d))", _half),
    (rf"(?P<year>{YEAR})(?:{S}|{DASH})H(?P<n>[12])", _half),
    (rf"(?P<season>(?i:spring|summer|fall|autumn|winter)){_OF_YEAR}", _season),
    (rf"(?P<which>(?i:this|next|last|this{S}past)){S}(?P<season>(?i:spring|summer|fall|autumn))", _this_season),
    (rf"{_FISCAL}(?P<year>{YEAR})", _fiscal_year),
    (r"FY(?:[-'’])?(?P<yy>\d\d)", _fiscal_year),
    (rf"(?P<year>{YEAR}){S}(?i:fiscal{S}year)", _fiscal_year),
    (r"(?i:today|yesterday|tomorrow)", _close_day),
    (rf"(?P<which>(?i:this|next|last)){S}(?P<month>{MONTH})", _named_month),
    (
        rf"(?i:(?:(?<=the{SPACE})|(?:in|within|over|during){S}(?:the{S})?(?=(?:next|coming|past|last|recent)))"
        rf"(?P<which>next|coming|upcoming|following|last|past|previous|preceding|prior|recent){S}(?:approximately{S})?"
        rf"(?:(?P<count>{_COUNT}|(?:a{S})?few|several|couple(?:{S}of)?)(?:(?:{S0}{DASH}{S0}|{S}(?:to|or){S})"
        rf"(?P<high>{_COUNT}))?(?:{S}|{DASH}))?(?P<unit>day|week|month|quarter|year)(?P<plural>s)?)",
        _length,
    ),
    (
        rf"(?i:(?P<which>this|next|last|(?:the|our){S}(?:current|present|previous|prior)){S}(?:calendar{S})?"
        rf"(?P<unit>week|month|quarter|year))(?!{DASH}\w)",
        _named_unit,
    ),
)
_COMPILED = gated(
    ((re.compile(f"{_B}(?:{pattern}){_E}"), builder) for pattern, builder in _FORMS), pattern=lambda row: row[0]
)


def find_atoms(text: str, anchor: Anchor) -> Iterator[Atom]:
    """Yield the times that a pattern finds, earlier patterns first; later ones may overlap with them."""
    for pattern, builder in _COMPILED.open_for(text):
        for match in pattern.finditer(text):
            period = builder(match, anchor)
            if period is not None:
                span = match.span("span") if "span" in pattern.groupindex else match.span()
                yield Atom(*span, period)
