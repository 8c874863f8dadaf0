"""Companies and institutes by the shape of their names and by what is said of them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.found import Found
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = (
    r"(?>[A-Z]\.|[A-Z]\w{0,40}+(?:(?![’']s\b)[’'.-]+\w{1,40}+){0,4}+"
    r"|[a-z]{1,3}[A-Z]\w{1,40}+|\d[\w-]{0,20}[A-Z]\w{0,20}+)"
)
_LINK = r"(?>\s+(?:of|the|for|de|der|du|and|&)\s+|\s*&\s*|\s+|/)"
_TWO = re.compile(r"(.+?\b(?:Inc\.?|LLC|Ltd\.?|Corp\.?|AG|GmbH|plc|S\.A\.|N\.V\.|AB|Limited)),? (?:and|or) (?=[A-Z])")
_CAPITALS = rf"{_WORD}(?:{_LINK}{_WORD}){{0,6}}"


@cache
def _patterns() -> tuple[
    re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], frozenset[str], frozenset[str]
]:
    rules = read_toml("organizations.toml")
    sector = "|".join(re.escape(w) for w in sorted(rules["sector_words"], key=len, reverse=True))
    legal = "|".join(sorted(rules["legal_forms"], key=len, reverse=True))
    institute = "|".join(rules["institutes"])
    formal = re.compile(
        rf"(?<![\w&.-])(?P<name>{_CAPITALS}?(?:,?\s+(?:{legal})(?![\w])|(?<=[\w.])\s+(?:{sector})(?![\w-])))"
        rf"(?P<legal>,?\s+(?:{legal})(?!\w))?"
    )
    academic = re.compile(rf"(?<![\w&.-])(?:{_WORD}(?:{_LINK}{_WORD}){{0,6}}?\s+)?(?:{institute})(?!\w)")
    before = re.compile(rf"(?<!\w)(?:{'|'.join(rules['before'])})(?P<name>{_CAPITALS})", 0)
    after = re.compile(rf"(?<![\w&.-])(?P<name>{_WORD}(?:(?:\s+|-){_WORD}){{0,3}})(?=(?:{'|'.join(rules['after'])}))")
    return formal, academic, before, after, frozenset(rules["never"]), frozenset(rules["openers"])


def find_organizations(text: str) -> Iterator[Found]:
    """Yield companies and institutes that a text names.

    >>> [f.name for f in find_organizations("a license agreement with Acme Bio AG and by Zeta Therapeutics, Inc.")]
    ['Acme Bio AG', 'Zeta Therapeutics, Inc.']
    """
    formal, academic, *_ = _patterns()
    for match in formal.finditer(text):
        yield from _found(text, match.start(), match.end(), "organization.form", weight=3)
    for match in academic.finditer(text):
        yield from _found(text, match.start(), match.end(), "organization.institute", weight=2)


def find_organizations_in_context(text: str) -> Iterator[Found]:
    """Yield names in capitals that stand where a company stands: after "licensed to", before "(Nasdaq:"."""
    _, _, before, after, *_ = _patterns()
    for pattern in (before, after):
        for match in pattern.finditer(text):
            yield from _found(text, match.start("name"), match.end("name"), "organization.context", weight=0)
    lower = Counter(m["name"] for m in _lower().finditer(text))
    for match in _lower().finditer(text):
        if lower[match["name"]] > 1:
            yield Found(
                EntityType.ORGANIZATION, match.start("name"), match.end("name"), match["name"], "organization.context"
            )


@cache
def _lower() -> re.Pattern[str]:
    return re.compile(read_toml("organizations.toml")["lower_before"])


def _is_common(text: str, words: str) -> bool:
    """Tell whether a lone capitalised word is an ordinary one: an adverb, or a word that the text also writes small."""
    if " " in words or not words.isalpha():
        return False
    return words.endswith("ly") or _stands_in(text, words.lower())


def _stands_in(text: str, word: str) -> bool:
    """Tell whether a word stands in a text by itself; found by its letters, a long text is read in no time."""
    at = text.find(word)
    while at >= 0:
        around = (text[at - 1 : at], text[at + len(word) : at + len(word) + 1])
        if not any(c.isalnum() or c in ("_", "-") for c in around):
            return True
        at = text.find(word, at + 1)
    return False


def _found(text: str, start: int, end: int, rule: str, *, weight: int) -> Iterator[Found]:
    *_, never, openers = _patterns()
    words = text[start:end]
    if "\t" in words or "\n" in words:
        return
    if (place := re.match(r"(.{2,30}?) and (?=[A-Z])", words)) and place[1] in never:
        start, words = start + place.end(), words[place.end() :]
    if two := _TWO.match(words):
        yield from _found(text, start, start + two.end(1), rule, weight=weight)
        yield from _found(text, start + two.end(), end, rule, weight=weight)
        return
    while (first := re.match(r"[\w.’']+", words)) and first.group() in openers:
        rest = words[first.end() :].lstrip(" ,&-/")
        start = end - len(rest)
        words = rest
    while lower := re.match(r"(?:the|of|and|for|&)\s+", words):
        start, words = start + lower.end(), words[lower.end() :]
    words = re.sub(r"(?:’s|'s|[\s,]+(?:and|of|for|the|&))+$", "", words)
    end = start + len(words)
    rules = read_toml("organizations.toml")
    words = cue("organizations.tail").sub("", words)
    if title := cue("organizations.title").match(words):
        start, words = start + title.end(), words[title.end() :]
    if rule == "organization.institute":
        words = re.sub(r"(?<=[a-z]{3})\.$", "", words)  # a sentence's stop
    end = start + len(words)
    if rule == "organization.context" and _is_common(text, words):
        return
    generic = {*rules["sector_words"], *rules["common_first"], *rules["openers"], *never}
    if all(word.strip(",.") in generic for word in words.split()):
        return
    if len(words) < 2 or " ".join(words.split()) in never:
        return
    if re.fullmatch(r"[IVX]+|[A-Z]\.?|\d+", words):
        return
    yield Found(EntityType.ORGANIZATION, start, end, " ".join(words.split()), rule, weight=weight)
