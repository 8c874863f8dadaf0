"""Numbers in the words of a filing: doses, grades, bounds and ranges. What is not understood yields nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_COMPARATORS = {
    "<=": ("at or below", "up to and including", "up to", "≤", "<=", "no more than", "at most"),
    "<": ("below", "less than", "under", "<"),
    ">=": ("at or above", "at least", "≥", ">=", "no less than"),
    ">": ("above", "more than", "greater than", "over", ">"),
}
_BY_WORDS = {words: sign for sign, all_words in _COMPARATORS.items() for words in all_words}
_SIGN = "|".join(re.escape(words) for words in sorted(_BY_WORDS, key=len, reverse=True))
_UNIT = r"(?:ng|[µμu]g|mcg|mg|g|kg|mL|ml|IU|U|mCi|MBq|cells)(?:/(?:kg|m²|m2|mL|ml|day|dose))*"
_UNIT_LETTERS = str.maketrans({"²": "2", "μ": "u", "µ": "u"})
_DOSE = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s*)?"
    rf"(?P<values>{_NUMBER}(?:\s*(?:mg|[µμ]g)?(?:/\w+)?(?:,| and| or|, and|, or)\s*{_NUMBER})*)"
    rf"\s*(?P<unit>{_UNIT})(?![\w/])",
    re.IGNORECASE,
)
_BOUND = re.compile(rf"(?P<sign>{_SIGN})?\s*(?P<low>-?{_NUMBER})(?:\s*(?:-|–|to)\s*(?P<high>{_NUMBER}))?\s*\+?", re.I)
_GRADE = re.compile(
    r"(?:grades?\s*)?(?P<sign>>=|≥|<=|≤|>|<)?\s*(?P<low>[1-5])"
    r"(?:\s*(?:/|-|–|and|or|to)\s*(?:grades?\s*)?(?P<high>[1-5]))?"
    r"(?P<more>\s*(?:or (?:higher|greater|more)|and above|\+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DoseAmount:
    """An amount with its unit, and a comparator where the text gives a bound."""

    value: Decimal
    unit: str
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a measured value can be; a side that is open is `None`."""

    low: Decimal | None
    high: Decimal | None
    comparator: str = ""


def doses(text: str) -> list[DoseAmount]:
    """Return the doses that a text names; several values may share a unit.

    >>> [(str(d.value), d.unit, d.comparator) for d in doses("2.4 or 3.6 mg/kg")]
    [('2.4', 'mg/kg', ''), ('3.6', 'mg/kg', '')]
    >>> [(str(d.value), d.unit, d.comparator) for d in doses("up to and including 168 mg/m²")]
    [('168', 'mg/m2', '<=')]
    """
    found: list[DoseAmount] = []
    for match in _DOSE.finditer(text):
        unit = (
            match["unit"].replace("²", "2").replace("μ", "u").replace("µ", "u").replace("mcg", "ug").replace("ml", "mL")
        )
        sign = _BY_WORDS.get((match["sign"] or "").lower(), "")
        found += [DoseAmount(number(v), unit, sign) for v in re.findall(_NUMBER, match["values"])]
    return found


def grades(text: str) -> tuple[int, int] | None:
    """Return the lowest and highest CTCAE grade that a text means; `None` for words without a number.

    >>> grades("3/4"), grades("1 or 2"), grades(">1"), grades("≥3"), grades("severe")
    ((3, 4), (1, 2), (2, 5), (3, 5), None)
    """
    match = _GRADE.fullmatch(text.strip())
    if not match:
        return None
    low, sign = int(match["low"]), match["sign"] or ""
    if sign in {">", ">=", "≥"} or match["more"]:
        return (low + 1 if sign == ">" else low), 5
    if sign in {"<", "<=", "≤"}:
        return 1, (low - 1 if sign == "<" else low)
    return low, int(match["high"] or low)


def bounds(text: str) -> Bounds | None:
    """Return what a measured value can be; `None` where the text is no number, bound or range.

    >>> bounds(">6"), bounds("ongoing")
    (Bounds(low=Decimal('6'), high=None, comparator='>'), None)
    >>> bounds("6-18")
    Bounds(low=Decimal('6'), high=Decimal('18'), comparator='')
    """
    match = _BOUND.fullmatch(text.strip())
    if not match:
        return None
    low, sign = number(match["low"]), _BY_WORDS.get((match["sign"] or "").lower(), "")
    if match["high"]:
        return Bounds(low, number(match["high"]))
    if sign in {">", ">="}:
        return Bounds(low, None, sign)
    return Bounds(None, low, sign) if sign else Bounds(low, low)


def number(text: str) -> Decimal:
    """Return a number written with or without commas.

    >>> number("1,000,000")
    Decimal('1000000')
    """
    return Decimal(text.replace(",", ""))
