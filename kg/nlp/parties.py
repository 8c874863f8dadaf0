"""Who stands where around the verb of a coded sentence: its subject, whom it is done to, who follows a preposition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Entity
    from kg.nlp.context import Slot
    from kg.nlp.patterns import Coded

SYMBOL = re.compile(r"⟦([A-Z])(\d+)⟧('s?(?!\w))?")
COMPANY = r"⟦O\d+⟧"
_BEFORE = re.compile(
    r"\b(?:with|to|from|by|of|between|under|for|at|through|via|on behalf of)\s+(?:the\s+|our\s+|its\s+)?$"
)

_RELATIVE = re.compile(r"(?:\s*\([^()]{0,80}\))?,\s+(?:which|who)\b")


def companies(coded: Coded, start: int = 0, end: int | None = None) -> Iterator[tuple[re.Match[str], Slot]]:
    """Yield the companies of a stretch of a coded sentence: where the symbol stands, and its slot."""
    for match in SYMBOL.finditer(coded.text, start, len(coded.text) if end is None else end):
        if match[1] == "O":
            yield match, coded.slots[int(match[2])]


def actor_before(coded: Coded, at: int) -> Slot | None:
    """Return the company that is the subject of a verb at an offset of the coded text.

    It stands right before the verb, auxiliaries and asides left out ("X, a company of Y, has also granted"), or opens
    a list of verbs of which this is a later one ("X paid a fee and granted").
    """
    found = [(m, s) for m, s in companies(coded, 0, at) if not m[3]]
    for match, slot in reversed(found):
        if cue("parties.auxiliaries").fullmatch(coded.text, match.end(), at):
            # "with X" is no subject, but "with X, which holds" makes it one
            relative = _RELATIVE.match(coded.text, match.end())
            return slot if relative or not _BEFORE.search(coded.text[: match.start()]) else None
    if not cue("parties.joined").search(coded.text[:at]):
        return None
    return next((s for m, s in found if not _BEFORE.search(coded.text[: m.start()]) and not _aside(coded, m)), None)


def _aside(coded: Coded, match: re.Match[str]) -> bool:
    """Tell whether a company is only named in brackets or after another's name."""
    return bool(re.search(r"[(,]\s*$", coded.text[: match.start()]))


def after_preposition(coded: Coded, at: int, words: str, *, within: int = 160) -> Slot | None:
    """Return the first company behind an offset that follows one of some prepositions, given as alternatives."""
    for match, slot in companies(coded, at, min(len(coded.text), at + within)):
        before = coded.text[at : match.start()]
        if re.search(rf"(?:^|\s)(?:{words})\s+(?:the\s+|our \w+,\s+|its \w+,\s+)?$", before) and ";" not in before:
            return slot
    return None


def object_at(coded: Coded, at: int) -> Slot | None:
    """Return the company that follows a verb, with no more than "to" or "the" in between."""
    match = re.compile(rf"\s+(?:to\s+)?(?:the\s+)?(?={COMPANY})").match(coded.text, at)
    return next((s for m, s in companies(coded, match.end(), match.end() + 12) if not m[3]), None) if match else None


_AND = re.compile(rf"(?:\s*\([^()]*\))?\s*(?:,\s*)?(?:(?:and|as well as|&)\s+)?(?:the\s+)?(?={COMPANY})")


def listed_companies(coded: Coded, at: int) -> list[Entity]:
    """Return the companies of the list that begins at an offset: "X, Y and Z"."""
    out: dict[Entity, None] = {}
    while (symbol := SYMBOL.match(coded.text, at)) and symbol[1] == "O" and not symbol[3]:
        out.update(dict.fromkeys(coded.slots[int(symbol[2])].entities))
        link = _AND.match(coded.text, symbol.end())
        if link is None or not link.group().strip():
            break
        at = link.end()
    return list(out)
