"""Doses and how often they are given.

>>> [(d.text, d.comparator) for d in find_doses("at doses up to and including 168 mg/m^2, given weekly")]
[('up to and including 168 mg/m²', '<=')]
>>> [s.text for s in find_schedules("2.4 or 3.6 mg/kg, dosed once every three weeks")]
['once every three weeks']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.nlp.gates import sift
from kg.nlp.quantities_bounds import after_bound, before_bound
from kg.nlp.quantities_numbers import DASH, FIGURES, SPACE, number_value


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount given. `start` and `end` are code points, half-open, and take in the words of a bound."""

    start: int
    end: int
    text: str
    """As the fact table's ``dose`` has it: the text's words, units in one spelling (``mg/m²``, ``µg/kg``)."""
    numbers: tuple[Decimal, ...]
    unit: str
    comparator: str
    """``>``, ``>=``, ``<``, ``<=`` for a bound, ``-`` for a range, else empty."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often something is given, in the text's words, white space folded. Offsets are code points, half-open."""

    start: int
    end: int
    text: str


_S = f"{SPACE}{{1,3}}"
_S0 = f"{SPACE}{{0,2}}"
_MASS = r"(?:mg|mcg|μg|µg|ug|ng|kg|g|mEq|milligrams?|micrograms?|grams?|nanograms?)"
_PER_BODY = rf"(?:{_S0}/{_S0}|{_S}per{_S})(?:kg|kilogram|m{_S0}\^?{_S0}2|m²|m\^\{{2\}}|square{_S}meter)(?![\w²])"
_PER_TIME = rf"(?:{_S0}/{_S0}|{_S}per{_S})(?:day|d|week|wk|dose|hr|hour|min|h|month|eye|injection)(?!\w)"
_IU = r"(?:IU|MIU|U|MU|units|international units|mCi|µCi|MBq|GBq|kBq|Gy|cGy|nmol|µmol|mmol|PFU|pfu|CFU|cfu)"
_CELLS = (
    rf"(?:(?:[\w+αβγδ/-]{{1,16}}{_S}){{0,3}}cells|vg|gc|GC|vector{_S}genomes|viral{_S}genomes|viral{_S}particles|vp|PFU|pfu"
    r"|CFU|cfu|TU|TCID50|IFU)"
)
_POWER = (
    rf"(?:{FIGURES}{_S0}[x×X*·]{_S0}10{_S0}(?:\^{_S0}\{{?\d{{1,2}}\}}?|[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}}|(?:e|E)\d{{1,2}}|\d{{1,2}}(?!\d))"
    r"|10(?:\^\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})|\d(?:\.\d{1,3})?[eE]\+?\d{1,2})"
)
_BIG = rf"(?:{FIGURES}{_S}(?:million|billion|trillion)|\d{{1,3}}(?:,\d{{3}}){{2,4}})"
_UNIT = rf"(?P<unit>(?:{_MASS}(?:{_PER_BODY})?|{_IU}(?:{_PER_BODY})?)(?:{_PER_TIME})?)(?![\w²^]|{_S0}/{_S0}[A-Za-z\d])"
_CELL_UNIT = rf"(?P<unit>{_CELLS}(?:{_PER_BODY})?(?:{_PER_TIME})?)(?![\w]|{_S0}/{_S0}[A-Za-z])"
_BEFORE_NUMBER = r"(?<![\w.,$€£¥/^-])(?<!\d[–—])"
# The unit may stand once behind the last number of a list, or behind each.
_SEPARATOR = (
    rf"(?:(?:,|;){_S}(?:and{_S}|or{_S}|to{_S})?|,?{_S}(?:and|or|to|through|versus|vs\.?|followed{_S}by){_S}|{_S0}{DASH}{_S0}"
    rf"|{_S0}/{_S0})(?:up{_S}to{_S})?"
)
_EACH = rf"(?:{_S}|{DASH}|)(?:{_MASS}(?:{_PER_BODY})?|{_IU}(?:{_PER_BODY})?)(?![\w²^])"
_DOSES = sift(
    rf"{_BEFORE_NUMBER}(?P<numbers>{FIGURES}(?:(?:{_EACH})?{_SEPARATOR}{FIGURES}){{0,9}})(?:{_S}|{DASH}|){_UNIT}"
)
_ONE_UNIT = re.compile(
    rf"{_BEFORE_NUMBER}(?P<numbers>{FIGURES}(?:{_SEPARATOR}{FIGURES}){{0,9}})(?:{_S}|{DASH}|){_UNIT}"
)
_CELL_DOSES = sift(
    rf"{_BEFORE_NUMBER}(?P<numbers>(?:{_POWER}|{_BIG})(?:(?:{_S}{_CELLS}(?:{_PER_BODY})?)?{_SEPARATOR}(?:{_POWER}|{_BIG})){{0,5}})"
    rf"{_S0}{_CELL_UNIT}"
)
_BETWEEN = re.compile(rf"(?<!\w)(?:between|from|ranging{_S}from|ranged{_S}from){_S}\Z", re.IGNORECASE)
_NOT_DOSE = re.compile(
    rf"{_S}(?:of{_S}(?:protein|fat|carbohydrate|sodium|DNA|RNA|tumou?r))|{_S}(?:body{_S})?weight\b", re.IGNORECASE
)
_EACH_UNIT = re.compile(rf"(?<=\d)(?:{_S}|{DASH}|)((?:{_MASS}|{_IU})(?:{_PER_BODY})?)(?![\w²^])")
_ALONE = {"kg", "ng", "U", "units"}
"""Units that need another beside them (U/kg) to be those of a dose."""
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = re.compile(r"(?<=10\^)[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}")
_SPELLINGS = (
    (re.compile(rf"(?<=\d){_S0}{DASH}?{_S0}(?=(?:{_MASS}|{_IU})(?![a-z]))"), " "),
    (re.compile(r"\b(?:mcg|ug|μg|micrograms?)\b"), "µg"),
    (re.compile(r"\bmilligrams?\b"), "mg"),
    (re.compile(r"\bgrams?\b"), "g"),
    (re.compile(rf"(?:{_S0}/{_S0}|{_S}per{_S})(?:kilogram|kg)\b"), "/kg"),
    (re.compile(rf"(?:{_S0}/{_S0}|{_S}per{_S})(?:m{_S0}\^?{_S0}\{{?2\}}?|m²|square{_S}meter)(?![\w²])"), "/m²"),
    (re.compile(rf"(?:{_S0}/{_S0}|{_S}per{_S})(?:day|d)\b"), "/day"),
    (re.compile(rf"(?:{_S0}/{_S0}|{_S}per{_S})(?:week|wk)\b"), "/week"),
    (re.compile(rf"(?<=\d){_S0}[x×X*·]{_S0}10{_S0}\^?{_S0}\{{?([⁰¹²³⁴⁵⁶⁷⁸⁹\d]{{1,2}})\}}?"), r" x 10^\1"),
    (re.compile(r"(?<!\d)10(?=[⁰¹²³⁴⁵⁶⁷⁸⁹])"), "10^"),
    (re.compile(rf"{SPACE}{{1,8}}"), " "),
)


def find_doses(text: str) -> list[Dose]:
    """Return the doses of a text, in its order and without overlap.

    A list or range with one unit ("2.4 or 3.6 mg/kg", "5 mg/kg to 10 mg/kg") is one dose. Concentrations (mg/mL,
    g/dL) are no doses, nor are bare weights in kilograms. How often a dose is given is left to `find_schedules`.
    """
    found = [_dose(match, text) for match in _CELL_DOSES.finditer(text)]
    ends = [(dose.start, dose.end) for dose in found]
    for match in _mass_doses(text):
        if match["unit"] in _ALONE or _NOT_DOSE.match(text, match.end()):
            continue
        if not any(start < match.end() and match.start() < end for start, end in ends):
            found.append(_dose(match, text))
    return sorted(found, key=lambda dose: dose.start)


def _mass_doses(text: str) -> Iterator[re.Match[str]]:
    """Yield lists of numbers with their unit; a list in which the units differ ("60 mg or 1 mg/kg") comes in pieces."""
    for match in _DOSES.finditer(text):
        units = {_spelled(f"0 {unit}") for unit in _EACH_UNIT.findall(match["numbers"])}
        if units - {_spelled(f"0 {match['unit']}")}:
            yield from _ONE_UNIT.finditer(text, *match.span())
        else:
            yield match


def _dose(match: re.Match[str], text: str) -> Dose:
    start, end = match.span()
    bound = before_bound(text, start)
    comparator = bound.comparator
    between = _BETWEEN.search(text, max(0, start - 20), start)
    words = match["numbers"]
    if comparator:
        start = bound.start
    elif (later := after_bound(text, end)).comparator:
        comparator, end = later.comparator, later.start
    elif between or re.search(rf"\d[^\d,;]*(?:{DASH}|{SPACE}to{SPACE}|through)", words):
        comparator = "-"
    spelled = _spelled(text[start:end])
    unit = _spelled(f"0 {match['unit']}")[2:]
    return Dose(start, end, spelled, _numbers(words), unit, comparator)


def _spelled(words: str) -> str:
    for pattern, replacement in _SPELLINGS:
        words = pattern.sub(replacement, words)
    return _RAISED.sub(lambda power: power[0].translate(_SUPERSCRIPT), words).strip()


_ONE_NUMBER = re.compile(
    rf"(?P<base>{FIGURES}){_S0}[x×X*·]{_S0}10{_S0}\^?{_S0}[eE]?\{{?(?P<power>[⁰¹²³⁴⁵⁶⁷⁸⁹\d]{{1,2}})"
    r"|10(?:\^(?P<bare>\d{1,2})|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))"
    rf"|(?P<e>\d(?:\.\d{{1,3}})?)[eE]\+?(?P<to>\d{{1,2}})|(?P<plain>(?<!m)(?<!\^){FIGURES}(?:{_S}(?:million|billion|trillion))?)"
)


def _numbers(words: str) -> tuple[Decimal, ...]:
    values = []
    for match in _ONE_NUMBER.finditer(words):
        base, power = (
            match["base"] or match["e"] or "1",
            match["power"] or match["bare"] or match["raised"] or match["to"],
        )
        value = number_value(match["plain"]) if match["plain"] else number_value(base)
        if value is not None:
            values.append(value * 10 ** int(power.translate(_SUPERSCRIPT)) if power else value)
    return tuple(values)


_FEW = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty(?:-one|-eight)?)"
_TIMES = rf"(?:once|twice|thrice|one{SPACE}time|(?:{_FEW}){SPACE}times)"
_UNIT_OF_TIME = r"(?:days?|weeks?|months?|hours?|years?|cycles?)"
_CYCLE = (
    rf"(?:of|in|every|per|for){_S}(?:an?{_S}|each{_S}|every{_S}|the{_S})?{_FEW}(?:{DASH}|{_S})(?:day|week|month)s?"
    rf"(?:{_S}(?:treatment{_S})?cycles?)?"
)
_N_RANGE = rf"{_FEW}(?:(?:{_S0}{DASH}{_S0}|{_S}(?:to|or){_S}){_FEW})?"
_DAYS = rf"(?:(?:,{_S}?(?:and{_S})?|{_S}(?:and|&|through|to){_S}|{_S0}{DASH}{_S0})\d{{1,3}})"
_PER_CYCLE = rf"(?:,?{_S}(?:{_CYCLE}|of{_S}each{_S}cycle|(?:of{_S})?every{_S}{_FEW}{_S}{_UNIT_OF_TIME}))"
# One day without a cycle ("on day 29") is a time of measurement.
_ON_DAYS = rf"on{_S}(?:study{_S})?days?{_S}\d{{1,3}}(?:{_DAYS}{{1,8}}{_PER_CYCLE}?|{_PER_CYCLE})"
_EVERY = (
    rf"(?:(?:{_TIMES}|an?{_S}dose|one{_S}dose){_S})?every{_S}(?:other{_S}|(?:second|third|fourth|sixth){_S})?(?:{_N_RANGE}"
    rf"(?:{_S}|{DASH}))?{_UNIT_OF_TIME}"
)
_OFTEN = (
    rf"{_TIMES}(?:{_S}|{DASH})(?:(?:a|per|each|every){_S}(?:day|week|month|year|cycle)|daily|weekly|monthly|yearly|annually"
    r"|quarterly)"
)
_SHORT = (
    r"(?:[Qq]\d{1,2}(?:[-–]\d{1,2})?(?:W|D|M|H|w|d|m|h)|QW|QD|QM|QOD|BIW|TIW|BID|TID|QID|qd|qw|bid|tid|qod"
    r"|q\.d\.|b\.i\.d\.|t\.i\.d\.|q\.w\.|[Bb]\.[Ii]\.[Dd]\.)(?![A-Za-z\d])"
)
_PLAIN = r"(?:daily|weekly|bi-?weekly|bi-?monthly|semi-?monthly|fortnightly|monthly)"
_NOT_GIVEN = (
    rf"(?!{_S}(?:activit|li[fv]|basis{_S}point|news|call|report|meeting|newsletter|volume|trading|calendar|sales|revenue"
    rf"|routine|operation|average|closing|function|symptom|conference|diar|fee|payment|rent|statement|press|service|practice)"
    r"|-\w)"
)
_TAIL = (
    rf"(?:,?{_S}for{_S}{_FEW}{_S}(?:out{_S})?of{_S}(?:every{_S})?{_FEW}{_S}weeks"
    rf"|,?{_S}for{_S}(?:up{_S}to{_S})?{_N_RANGE}{_S}(?:consecutive{_S})?(?:weeks?|days?|months?|cycles?|doses?)"
    rf"(?:{_S}(?:of|in|out{_S}of){_S}(?:every{_S}|an?{_S}|each{_S})?{_FEW}(?:{DASH}|{_S})(?:day|week)s?(?:{_S}cycles?)?)?)?"
)
_SCHEDULE = sift(
    rf"(?<![\w/])(?:(?i:{_EVERY}{_TAIL}|{_OFTEN}{_TAIL}(?:,?{_S}{_ON_DAYS})?|{_ON_DAYS}"
    rf"|(?:in|over){_S}{_FEW}{DASH}(?:day|week){_S}(?:treatment{_S})?cycles?"
    rf"|{_FEW}{_S}(?:weeks?|days?){_S}on(?:,|{_S}and|/|{_S}followed{_S}by)?{_S0}{_FEW}{_S}(?:weeks?|days?){_S}off"
    rf"|{_FEW}{_S}(?:out{_S})?of{_S}(?:every{_S})?{_FEW}{_S}weeks"
    rf"|{_PLAIN}(?!\w){_NOT_GIVEN}{_TAIL})|{_SHORT})(?!\w)"
)


def find_schedules(text: str) -> list[Schedule]:
    """Return how often things are given, in the text's order and without overlap: "every 21 days", "Q3W", "BID".

    "Daily", "weekly" and "monthly" are left out where they belong to something else (daily living, weekly call).
    """
    return [Schedule(*match.span(), " ".join(match[0].split())) for match in _SCHEDULE.finditer(text)]
