"""For whom within a disease: extent, line of therapy, course and age, in front of the disease's name and behind it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.gates import Gated, gated
from kg.nlp.rules import read_toml

if TYPE_CHECKING:
    from kg.nlp.context import Sentence, Slot

_FRONT, _BEHIND = 110, 220
"""How far from the name its setting is looked for, in characters."""
_BRACKETS = re.compile(r"(?:\s*\([^()]{1,60}\))+")
_GLUE = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?(?:,\s*(?:and|or)?|/|and/or|and|or)\s*")

_GIVEN = re.compile(
    r"\s+(?:and )?(?:were|was|is|are|will|ha(?:s|ve) been)(?: then)? (?:given|dosed|enrol|randomi|assigned)"
)
_WITH = re.compile(r"(?: patients)? with(?: |$)", re.IGNORECASE)
_EACH = re.compile(r"\bin (?:either|both|each)\b(?: cases?)?")


@cache
def _patterns(place: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns for the words in front of a name, or those for the words behind it."""
    rules, more = read_toml("settings.toml"), read_toml("indications.toml")["settings"]
    words = [*rules["words"], *(re.escape(w).replace(r"\ ", r"[\s-]") for w in more)]
    word = rf"(?:{'|'.join(sorted(words, key=lambda w: (-len(w), w)))})(?![\w-])"
    joint = r"(?:\s*,?\s+(?:and/or|and|or|to|but)\s+|\s*[,/]\s*|\s+)(?:already\s+|either\s+|even\s+)?"
    pieces = {"words": f"{word}(?:{joint}{word}){{0,5}}", **rules["piece"]}
    return {
        name: re.compile(re.sub(r"<(\w+)>(?!\w)", lambda m: pieces.get(m[1], m[0]), pattern), re.IGNORECASE)
        for name, pattern in rules[place].items()
    }


def setting_of(sentence: Sentence, slot: Slot) -> str:
    """Return the words for extent, line, course and age that go with a disease; empty without any."""
    text, start, end = sentence.text, slot.start - sentence.start, slot.end - sentence.start
    text = text[: _other_subject(sentence, end)]
    said = [slot.found.setting] if slot.found and slot.found.setting else []
    said += _in_front(text[max(0, start - _FRONT) : start]) or _shared(sentence, slot)
    said += _behind(text[_list_end(sentence, slot) - sentence.start if _EACH.search(text, end) else end :][:_BEHIND])
    parts: list[str] = []
    for words in (_WITH.sub(", ", " ".join(w.split())).strip(" ,") for w in said):
        if words and not any(words.lower() in p.lower() for p in parts):
            parts = [p for p in parts if p.lower() not in words.lower()]
            parts.append(words)
    return ", ".join(parts)


_EQUALS = re.compile(r"\b(?:is|are|was|were|remains?|includes?)\s+(?:the\s+|an?\s+)?$")


def _other_subject(sentence: Sentence, end: int) -> int:
    """Return where a sentence goes on to say which drug is given: "the therapy for advanced HCC is sorafenib"."""
    for other in sentence.of_type(EntityType.COMPOUND):
        at = other.start - sentence.start
        if at >= end and (verb := _EQUALS.search(sentence.text, max(end, at - 20), at)):
            return verb.start()
    return len(sentence.text)


def _list_end(sentence: Sentence, slot: Slot) -> int:
    """Return where the list of diseases that a disease opens ends."""
    end = slot.end
    for other in sentence.of_type(EntityType.INDICATION):
        if other.start >= end and _GLUE.fullmatch(sentence.text[end - sentence.start : other.start - sentence.start]):
            end = other.end
    return end


@cache
def _fronts() -> Gated[tuple[str, re.Pattern[str]]]:
    return gated(_patterns("front").items())


def _in_front(before: str) -> list[str]:
    out: list[str] = []
    for _, pattern in _fronts().open_for(before):
        if match := pattern.search(before):
            said = match.groupdict()
            out += [said.get("age") or "", said["w"] or ""]
    return [w for w in out if w]


def _shared(sentence: Sentence, slot: Slot) -> list[str]:
    """Return what stands in front of the list that a disease goes on: "relapsed CLL or SLL"."""
    diseases = sentence.of_type(EntityType.INDICATION)
    before = [d for d in diseases if d.end <= slot.start]
    if not before:
        return []
    gap = sentence.text[before[-1].end - sentence.start : slot.start - sentence.start]
    if len(gap) > 40 or not _GLUE.fullmatch(gap):
        return []
    start = before[-1].start - sentence.start
    return _in_front(sentence.text[max(0, start - _FRONT) : start]) or _shared(sentence, before[-1])


def _behind(after: str) -> list[str]:
    out: list[str] = []
    bracket = _BRACKETS.match(after)
    rest = after[bracket.end() :] if bracket else after
    for _ in range(2):
        match = next((m for pattern in _patterns("behind").values() if (m := pattern.match(rest))), None)
        if not match:
            break
        out.append(_GIVEN.split(match["w"])[0])
        rest = rest[match.end() :]
    return out
