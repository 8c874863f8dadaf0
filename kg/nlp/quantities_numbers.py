"""Numbers in figures and in words, the ground under counts, doses, durations and money.

`FIGURES` and `WORDS` are regular expressions to build larger ones from; all their repeats are possessive or bounded,
so that a search stays linear on long runs of digits, commas or number words.
"""

from __future__ import annotations

import re
from decimal import Decimal

SPACE = "[ \u00a0\u2007\u2009\u202f]"
"""One space within a line; blocks are separated by line breaks, and no finding reaches over one."""
DASH = "[-\u2010\u2011\u2012\u2013\u2014\u2212]"
GAP = f"(?:{SPACE}{{1,3}}|{SPACE}?{DASH}{SPACE}?)"
"""What stands between a number and its unit: spaces or a hyphen."""

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: number for number, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: number * 10 for number, word in enumerate(_TEN_WORDS.split(), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_ONE_TO_99 = (
    f"(?:(?:{'|'.join(_TENS)})(?:{DASH}{SPACE}?|{SPACE})(?:one|two|three|four|five|six|seven|eight|nine)"
    f"|(?:{'|'.join(_TENS)})|(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))}))"
)
_MORE = f"(?:{SPACE}|{DASH})(?:(?:and{SPACE})?{_ONE_TO_99}|hundred|thousand)(?![^\\W\\d_])"
WORDS = f"(?:(?i:(?:{_ONE_TO_99}|an?{SPACE}(?=hundred|thousand)(?:hundred|thousand))(?![^\\W\\d_])(?:{_MORE}){{0,6}}))"
"""A number below one million in words, in any case: ``eighteen``, ``Twenty-one``, ``one hundred and fifty``."""
FIGURES = r"(?:(?:\d{1,3}(?:,\d{3})++(?!\d)|\d{1,15}+(?!,\d{3}(?!\d)))(?:\.\d{1,12}+)?+|\.\d{1,12}+)"
"""A number in figures: ``40,000``, ``3.6``, ``.05``."""
NUMBER = rf"(?:(?<![\w.,])(?:{FIGURES}|{WORDS})(?!\d))"
"""Either of both, not in the middle of another number or word."""

ABOUT = r"(?:(?:approximately|approx\.?|about|around|roughly|nearly|almost|some|circa|ca\.|an estimated|~|≈))"
"""Words in front of a number that say it is not exact (in lower case)."""
_ABOUT = re.compile(rf"{ABOUT}{SPACE}{{0,3}}", re.IGNORECASE)
_FIGURES_ONLY = re.compile(rf"{FIGURES}\Z")
_WORD = re.compile(r"[a-z]+")


def number_value(text: str) -> Decimal | None:
    """Return the value of a number in figures or words, `None` where the text is not one.

    >>> number_value("one hundred and twenty-one")
    Decimal('121')
    """
    text = text.strip()
    if _FIGURES_ONLY.match(text):
        return Decimal(text.replace(",", ""))
    if not text or len(text) > 200:
        return None
    head, _, scale = text.rpartition(" ")
    if scale.lower() in _SCALES and _FIGURES_ONLY.match(head):
        return Decimal(head.replace(",", "")) * _SCALES[scale.lower()]
    words = _WORD.findall(text.lower())
    if len("".join(words)) != sum(c.isalpha() for c in text) or any(c.isdigit() for c in text):
        return None
    return _words_value(words)


def _words_value(words: list[str]) -> Decimal | None:
    total = group = 0
    last = 1000  # what came before in the group: a word may only add what is smaller
    for position, word in enumerate(words):
        if word == "and" and position and words[position - 1] in _SCALES:
            continue
        if word in {"a", "an"} and position == 0 and len(words) > 1 and words[1] in _SCALES:
            group, last = 1, 1
        elif word in _UNITS and last > 9 and not (last < 100 and _UNITS[word] > 9):
            group, last = group + _UNITS[word], 1
        elif word in _TENS and last >= 100:
            group, last = group + _TENS[word], 10
        elif word == "hundred" and 0 < group < 100:
            group, last = group * 100, 100
        elif word in _SCALES and group:
            total, group, last = total + group * _SCALES[word], 0, 1000
        else:
            return None
    return Decimal(total + group) if words else None


def parse_number(text: str) -> int | float | None:
    """Return a number in figures or words as a plain number; words for "approximately" in front are passed over.

    Returns `None` for anything else: nothing is guessed.

    >>> parse_number("twenty-one"), parse_number("approximately 40,000"), parse_number("3.6"), parse_number("few")
    (21, 40000, 3.6, None)
    """
    about = _ABOUT.match(text.lstrip())
    value = number_value(text.lstrip()[about.end() :] if about else text)
    return None if value is None else plain_number(value)


def plain_number(value: Decimal) -> int | float:
    """Return a decimal as the fact table writes it: whole numbers without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def number_text(value: Decimal) -> str:
    """Return a decimal in plain figures, without an exponent: ``7.5``, ``18``, ``33.10``."""
    return f"{value:f}"
