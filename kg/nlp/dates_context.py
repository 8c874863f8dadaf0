"""What the words around a time do to it: early and late, by the end of, lone years, lists that share a year, ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.nlp import dates_calendar as calendar
from kg.nlp.dates_calendar import Period, Precision
from kg.nlp.dates_forms import (
    DAY,
    MONTH,
    ORDINALS,
    S0,
    TO,
    YEAR,
    Anchor,
    Atom,
    S,
    day_number,
    month_number,
)
from kg.nlp.quantities_numbers import DASH

WINDOW = 64
"""How far around a time its company is looked for; no phrase below is longer."""

_JOIN = rf"(?:{DASH}{S0}|{S}(?:(?:in|of|during){S})?(?:the{S})?(?:calendar{S})?(?:year{S})?)"
_YEAR_END = rf"(?:(?:calendar|full){S})?(?P<yearly>mid{DASH}?year|year(?:{DASH}|{S})?end)"
_PART = re.compile(
    rf"(?<![\w])(?:"
    rf"(?:(?P<from>early|mid|late|beginning|middle)(?:{DASH}|{S}|/)(?:(?:to|or|through|and)(?:{DASH}|{S}))?)?"
    rf"(?P<part>early|mid|late){_JOIN}"
    rf"|(?P<of>beginning|start|middle|end|close|conclusion|(?:early|first|middle|latter|later){S}part){S}of"
    rf"{S}(?:the{S})?(?:calendar{S})?(?:year{S})?"
    rf"|{_YEAR_END}(?:,?{S}(?:of{S}|in{S})?)"
    rf"|(?P<open>later|earlier|rest|remainder|balance)(?:{S}(?:in|during|of))?{S}(?:the{S})?(?:calendar{S})?)\Z",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"(?<!\w)(?:by|before|until|till|through|prior{S}to|no{S}later{S}than|not{S}later{S}than){S}"
    rf"(?:(?:or{S})?(?:at|around|about|approximately){S})?(?:the{S})?\Z",
    re.IGNORECASE,
)
_THIRDS = {"early": 0, "beginning": 0, "start": 0, "first part": 0, "early part": 0, "mid": 1, "middle": 1,
           "middle part": 1}  # fmt: skip
"""Which third of a period a word means; all other words of `_PART` mean the last."""
_ENDS = {"end", "close", "conclusion", "year-end"}

_UNIT_OF_NOW = re.compile(rf"(?<!\w)(?:current{S})?(?P<unit>year|quarter|month)(?!\w|{DASH}\w|{S}\d)", re.IGNORECASE)
_BARE_YEAR_END = re.compile(
    rf"(?<!\w)(?:by|before|until|through|prior{S}to){S}(?:the{S})?(?P<span>{_YEAR_END})"
    rf"(?!\w|{DASH}\w|,?{S}(?:(?:of|in){S})?{YEAR})",
    re.IGNORECASE,
)

_LONE = re.compile(rf"(?<![\w$€£¥#.])(?P<year>{YEAR})(?!\w)(?!{DASH}(?!{YEAR})\w)")
_CUE = re.compile(
    rf"(?<![\w-])(?:in|since|by|during|of|until|till|through|throughout|before|after|for|from|between|around|beyond|"
    rf"years?|calendar|prior{S}to|Meeting|Congress|Conference|Symposium)(?:{S}or{S}(?:around|about|before|after))?{S}(?:the{S})?(?:calendar{S})?(?:year{S})?"
    rf"(?:{S0}\()?\Z",
    re.IGNORECASE,
)
_MEETING = re.compile(rf"{S}(?:[A-Z][\w&'’-]{{0,30}}{S}){{0,8}}(?:Meeting|Congress|Conference|Symposium)\b")
_LAW = re.compile(rf"(?:Act|Code|Law|Rules|Regulations|Statute|Directive|Constitution)(?:{S}\w+)?{S}of{S}\Z")
_COUNTED = re.compile(
    rf"{S}(?:(?:randomi[sz]ed|evaluable|enrolled|treated|adult|healthy|new|additional|total|eligible){S})?"
    r"(?:patients?|subjects|participants|people|individuals|volunteers|shares|cells|cases|samples|compan(?:y|ies)|"
    r"employees|stockholders|women|men|adults|children|doses|sites|cent(?:er|re)s|units|dollars|hours|days|weeks|"
    r"months|years|mg|mcg|kg|g|mL|percent|square|genes|antibodies|compounds|molecules|participants|euros|IU)\b"
    rf"|{S}(?:[A-Z][\w&-]{{0,30}}{S}){{0,5}}(?:Plan|Act|Notes|Warrants|Agreement|ESPP|Report)\b",
)
_NEXT = re.compile(rf"(?:{TO}|,{S}(?:(?:and|or){S})?|{S}(?:and|&){S})(?:the{S})?")
_RANGE = re.compile(rf"{TO}(?:the{S})?")
_AND = re.compile(rf",?{S}(?:and|&){S}(?:the{S})?")
_BETWEEN = re.compile(rf"(?<!\w)between{S}(?:the{S})?\Z", re.IGNORECASE)
_SHARED = rf"(?P<gap>{TO}|,?{S}(?:and|&|or){S}|,{S})(?:the{S})?\Z"
_LEFT_DAY = re.compile(rf"(?<!\w)(?P<month>{MONTH}){S}(?P<day>{DAY}){_SHARED}")
_LEFT_MONTH = re.compile(rf"(?<!\w)(?P<month>{MONTH}){_SHARED}")
_LEFT_QUARTER = re.compile(
    rf"(?<!\w)(?:(?P<word>first|second|third|1st|2nd|3rd)(?:{S}quarter)?|Q(?P<q>[1-4])|(?P<p>[1-4])Q){_SHARED}",
    re.IGNORECASE,
)


def _before(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    return pattern.search(text, max(0, end - WINDOW), end)


def with_part(atom: Atom, text: str, anchor: Anchor) -> Atom:
    """Return the time with the words in front that narrow it (early, mid, the end of, later in), if there are any."""
    match = _before(_PART, text, atom.start)
    if match is None:
        return atom
    start, period = match.start(), atom.period
    if word := match["open"]:
        opened = calendar.past_of if word.lower() == "earlier" else calendar.rest_of
        return Atom(start, atom.end, opened(period, anchor.reported_on))
    word = (match["part"] or match["of"] or match["yearly"]).lower()
    high = _THIRDS.get(" ".join(word.split()), 1 if word.startswith("mid") else 2)
    ends = word in _ENDS or (bool(match["yearly"]) and high == 2)
    low = _THIRDS.get(match["from"].lower(), 2) if match["from"] else high
    narrowed = _narrowed(period, min(low, high), high, ends=ends)
    if ends and _before(_BY, text, start):
        narrowed = calendar.until(narrowed, anchor.reported_on)
    return Atom(start, atom.end, narrowed)


def _narrowed(period: Period, low: int, high: int, *, ends: bool) -> Period:
    if not ends or period.precision is not Precision.FISCAL_YEAR:
        return calendar.third_of(period, low, high)
    if len(period.last) == 4:
        return replace(period, precision=Precision.FISCAL_YEAR_END)
    last = calendar.months(period.latest, 1, Precision.FISCAL_YEAR_END)
    return replace(last, precision=Precision.FISCAL_YEAR_END)


def now_atoms(text: str, anchor: Anchor) -> Iterator[Atom]:
    """Yield "the year", "the quarter", "the month" where a word in front makes a time of them, and "by year end"."""
    if anchor.reported_on is None:
        return
    day = anchor.reported_on
    for match in _UNIT_OF_NOW.finditer(text):
        if text[max(0, match.start() - 4) : match.start()].lower().rstrip() != "the"[-4:]:
            continue
        unit = match["unit"].lower()
        period = calendar.year_of(day.year) if unit == "year" else calendar.month_of(day.year, day.month)
        if unit == "quarter":
            period = calendar.quarter_of(day.year, (day.month + 2) // 3)
        if _before(_PART, text, match.start()):
            yield with_part(Atom(match.start(), match.end(), period), text, anchor)
    for match in _BARE_YEAR_END.finditer(text):
        mid = match["yearly"].lower().startswith("mid")
        if mid and day.month > 6:
            continue  # this year's or the next one's: the text does not say
        part = calendar.third_of(calendar.year_of(day.year), 1 if mid else 2, 1 if mid else 2)
        yield Atom(*match.span("span"), part if mid else calendar.until(part, day))


def with_lone_years(atoms: Sequence[Atom], taken: bytearray, text: str) -> list[Atom]:
    """Return the times together with those lone years that are clearly years, in the order of the text."""
    found = [
        Atom(*match.span("year"), calendar.year_of(int(match["year"])), whole=False)
        for match in _LONE.finditer(text)
        if not any(taken[match.start() : match.end()]) and not _COUNTED.match(text, match.end())
    ]
    every = sorted([*atoms, *found], key=lambda atom: atom.start)
    kept: list[Atom] = []
    for index, atom in enumerate(every):
        if atom.whole:
            kept.append(atom)
            continue
        following = every[index + 1] if index + 1 < len(every) else None
        continued = _continued(kept[-1], atom, text) if kept else None
        if continued is not None:
            kept.append(continued)
        elif _is_year(atom, following, text):
            kept.append(replace(atom, whole=True))
    return kept


def _continued(left: Atom, atom: Atom, text: str) -> Atom | None:
    """Return a year that goes on a list: "June 30, 2024 and 2023", "2019, 2020 and 2021", "2019 to 2021"."""
    gap = text[left.end : atom.start]
    if len(gap) > WINDOW or not _NEXT.fullmatch(gap) or not text[left.end - 1].isdigit():
        return None
    of_years = left.period.precision in {Precision.YEAR, Precision.FISCAL_YEAR, Precision.PART_OF_YEAR}
    if not of_years and not _AND.fullmatch(gap):
        return None
    period = calendar.shifted(left.period, atom.period.earliest.year)
    return None if period is None else replace(atom, period=period, whole=True)


def _is_year(atom: Atom, following: Atom | None, text: str) -> bool:
    if _before(_PART, text, atom.start):
        return True
    if _MEETING.match(text, atom.end):
        return True
    if _before(_CUE, text, atom.start):
        return not _before(_LAW, text, atom.start)
    if following is None or following.whole or text[atom.start - 1 : atom.start] in set("-/–—"):
        return False
    gap = text[atom.end : following.start]
    years = following.period.earliest.year - atom.period.earliest.year
    return len(gap) < WINDOW and 0 < years <= 30 and bool(_RANGE.fullmatch(gap))


def sharing_year(atom: Atom, floor: int, text: str, anchor: Anchor) -> list[Atom]:
    """Return the times in front that borrow the year of this one ("March, June and September 2021"), nearest last.

    Nothing before the offset `floor` is looked at.
    """
    found: list[Atom] = []
    right = atom
    for _ in range(6):
        left = _sharing(right, text)
        if left is None or left.start < floor:
            break
        right = with_part(left, text, anchor)
        if right.start < floor:
            right = left
        found.insert(0, right)
    return found


def _sharing(right: Atom, text: str) -> Atom | None:
    period = right.period
    year = period.earliest.year
    pattern = {Precision.DAY: _LEFT_DAY, Precision.MONTH: _LEFT_MONTH, Precision.QUARTER: _LEFT_QUARTER}
    match = _before(pattern[period.precision], text, right.start) if period.precision in pattern else None
    if match is None:
        return None
    if period.precision is Precision.QUARTER:
        if period.earliest.month % 3 != 1:
            return None
        number = int(match["q"] or match["p"] or ORDINALS[match["word"].lower()])
        left: Period | None = calendar.quarter_of(year, number)
        return Atom(match.start(), match.start("gap"), left) if left else None
    month = month_number(match["month"])
    if month > period.earliest.month:
        # "December/January 2008" crosses the new year; a list does not.
        if not _RANGE.fullmatch(match["gap"]):
            return None
        year -= 1
    day = match.groupdict().get("day")
    left = calendar.day_of(year, month, day_number(day)) if day else calendar.month_of(year, month)
    return Atom(match.start(), match.start("gap"), left) if left else None


def ranges_joined(atoms: Sequence[Atom], text: str) -> list[Atom]:
    """Return the times with neighbours that the text makes one stretch of joined: "X to Y", "between X and Y"."""
    kept: list[Atom] = []
    for atom in atoms:
        whole = _joined(kept[-1], atom, text) if kept else None
        if whole is None:
            kept.append(atom)
        else:
            kept[-1] = whole
    return kept


def _joined(left: Atom, right: Atom, text: str) -> Atom | None:
    gap = text[left.end : right.start]
    if not gap or len(gap) > WINDOW or left.period.precision is Precision.RELATIVE:
        return None
    if not _RANGE.fullmatch(gap) and not (_AND.fullmatch(gap) and _before(_BETWEEN, text, left.start)):
        return None
    period = calendar.joined(left.period, right.period)
    return None if period is None else Atom(left.start, right.end, period)
