"""The terms of a payment in the text's words: its rate, what makes it due, an amount that is only described."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Described:
    """An amount without figures: "in the low hundred millions". Offsets are code points, half-open."""

    start: int
    end: int
    text: str


def find_described(text: str) -> Iterator[Described]:
    """Yield the amounts that a text only describes.

    >>> [d.text for d in find_described("an option fee in the low to mid-single digit millions")]
    ['in the low to mid-single digit millions']
    """
    for match in cue("payments.described").finditer(text):
        yield Described(match.start("t"), match.end("t"), match["t"].strip())


_UP_TO = re.compile(r"\s+to\s+(?:the\s+)?\d+(?:\.\d+)?(?:%| percent)", re.IGNORECASE)


@cache
def _rate() -> re.Pattern[str]:
    return re.compile(read_toml("payments.toml")["rate"], re.IGNORECASE)


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(read_toml("payments.toml")["trigger"], re.IGNORECASE)


def rate_of(text: str, kind: str, at: int) -> str | None:
    """Return the rate of a royalty or share: the nearest behind the kind's words, else the first of the sentence."""
    if kind in {"royalty", "sublicense fee"}:
        said = _rate().search(text, at) or _rate().search(text)
        if said:
            rest = _UP_TO.match(text, said.end())
            return re.sub(r"^(?:of|from|ranging from)\s+", "", said.group().strip() + (rest.group() if rest else ""))
        tiered = cue("payments.tiered").search(text)
        return tiered.group().lower() if tiered else None
    if kind in {"cost share", "profit share"}:
        share = cue("payments.share").search(text)
        return share.group().strip() if share else None
    return None


def trigger_of(text: str, kind: str, at: int, behind: int) -> str | None:
    """Return what makes a payment due: the event named behind it, the kind of milestone, the sales, a condition."""
    if kind == "royalty":
        sales = cue("payments.sales").search(text, at) or cue("payments.sales").search(text)
        if sales:
            return sales.group().strip()
    cause = _trigger().search(text, behind)
    if cause is None and kind == "milestone":
        nature = cue("payments.nature").search(text, max(0, at - 90)) or cue("payments.nature").search(text)
        if nature:
            return nature.group().strip()
    cause = cause or _trigger().search(text) or cue("payments.condition").search(text)
    return cause["t"].strip(" ,") if cause else None
