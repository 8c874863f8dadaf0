"""Months and quarters without a year: the last or the next one, as the sentence looks back or ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.nlp import dates_calendar as calendar
from kg.nlp.dates_forms import MONTH, ORDINALS, S0, Anchor, Atom, S, month_number
from kg.nlp.quantities_numbers import DASH

_NEAR = re.compile(
    rf"(?<!\w)(?i:in|during|since|by|until|of|for)(?:{S}the)?{S}(?:(?i:early|mid|late)(?:{S}|{DASH}))?"
    rf"(?P<span>(?P<month>{MONTH})|(?P<n>(?i:first|second|third|fourth)){S}(?i:calendar{S})?(?i:quarter))"
    rf"(?!\w|{S0}{DASH}|{S0}[/&]|,{S}{MONTH}|,?{S}(?:(?i:of|in){S})?\d|{S}(?i:of|in|ended|ending|this|next|last|fiscal|results|and|or|to)\b)"
)
_AHEAD = re.compile(
    r"\b(?:will|would|expect(?:s|ed)?|plan(?:s|ned)?|intend(?:s|ed)?|anticipat(?:es?|ed)|aims?|targets?|on track|is to"
    r"|are to|should|may|could|scheduled|by|look(?:s|ing)? forward|ahead|upcoming|later)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.;!?][ \u00a0]|\n")
_SENTENCE = 200
"""How far to either side the words that look ahead are looked for, within the sentence."""


def near_atoms(text: str, anchor: Anchor) -> Iterator[Atom]:
    """Yield months and quarters that name no year ("In September, it filed"), placed in the year nearest the report.

    A sentence with a word for the future ("expects", "will") means the next one, any other the last one; the report's
    own month or quarter counts for both.
    """
    if anchor.reported_on is None:
        return
    day = anchor.reported_on
    for match in _NEAR.finditer(text):
        if match["month"]:
            month = month_number(match["month"])
            now, then = day.month, month
        else:
            month = ORDINALS[match["n"].lower()]
            now, then = (day.month + 2) // 3, month
        ahead = _looks_ahead(text, *match.span())
        year = day.year + (1 if ahead and then < now else -1 if not ahead and then > now else 0)
        period = calendar.month_of(year, month) if match["month"] else calendar.quarter_of(year, month)
        yield Atom(*match.span("span"), period)


def _looks_ahead(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _SENTENCE) : start]
    stops = [stop.end() for stop in _STOP.finditer(before)]
    after = _STOP.search(text, end, end + _SENTENCE)
    sentence = before[stops[-1] if stops else 0 :] + " " + text[start : after.start() if after else end + _SENTENCE]
    return _AHEAD.search(sentence) is not None
