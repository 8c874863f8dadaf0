"""Companies and institutes by the shape of their names and by what is said of them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kg.model import EntityType
from kg.nlp.found import Found
from kg.nlp.gates import Sifted, sift
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = (
    r"(?>U\.S\.(?:A\.)?|[A-Z]\.|[A-Z]\w{0,40}+(?:(?![’']s\b)[’'.-]+\w{1,40}+){0,4}+"
    r"|[a-z]{1,3}[A-Z]\w{1,40}+|\d[\w-]{0,20}[A-Z]\w{0,20}+)"
)
_LINK = r"(?>\s+(?:of|the|for|de|der|du|and|&)\s+|\s*&\s*|\s+|/)"
_TWO = re.compile(r"(.+?\b(?:Inc\.?|LLC|Ltd\.?|Corp\.?|AG|GmbH|plc|S\.A\.|N\.V\.|AB|Limited)),? (?:and|or) (?=[A-Z])")
_CAPITALS = rf"{_WORD}(?:{_LINK}{_WORD}){{0,6}}"
# "and" before the last word of the first kind joins two companies; before one of the second it is in a company's name.
_AND = re.compile(r"(?P<first>\S.*?)\s+and\s+(?P<second>(?:the\s+)?[A-Za-z].*)")
_ONE_NAME = re.compile(r"(?:Company|Co\.?|Sons|Brothers|Partners|Associates|Development|Research|Biologicals)\b")
_ACADEMIC = frozenset({"University", "Hospital", "School", "Institute", "College", "Center", "Centre"})


class _Patterns(NamedTuple):
    formal: Sifted
    academic: Sifted
    before: Sifted
    after: Sifted
    small: Sifted
    verb: re.Pattern[str]
    ends_formal: re.Pattern[str]
    never: frozenset[str]
    openers: frozenset[str]


@cache
def _patterns() -> _Patterns:
    rules = read_toml("organizations.toml")
    sector = "|".join(re.escape(w) for w in sorted(rules["sector_words"], key=len, reverse=True))
    legal = "|".join(sorted(rules["legal_forms"], key=len, reverse=True))
    institute, region = "|".join(rules["institutes"]), rules["regions"]
    capitals = rf"{_WORD}(?:(?>\s+\({region}\)\s+|{_LINK}){_WORD}){{0,6}}"
    # A unit's country and the holding's word stand on either side of the legal form: "Acme Pharma Japan K.K.".
    unit = rf"(?:\s+(?:{region}|International|Holdings?|Group))"
    formal = sift(
        rf"(?<![\w&.-])(?P<name>{capitals}?(?:,?\s+(?:{legal})(?![\w])|(?<=[\w.])\s+(?:{sector})(?![\w-])))"
        rf"(?P<legal>(?:{unit}|\s+(?:[IVX]{{1,4}}|\d))?,?\s+(?:{legal})(?!\w))?(?P<unit>{unit}(?![\w-]))?"
    )
    academic = sift(rf"(?<![\w&.-])(?:{_WORD}(?:{_LINK}{_WORD}){{0,6}}?\s+)?(?:{institute})(?!\w)")
    before = sift(rf"(?<!\w)(?:{'|'.join(rules['before'])})(?P<name>{_CAPITALS})")
    after = sift(rf"(?<![\w&.-])(?P<name>{_WORD}(?:(?:\s+|-){_WORD}){{0,3}})(?=(?:{'|'.join(rules['after'])}))")
    return _Patterns(
        formal,
        academic,
        before,
        after,
        sift(rules["small_letters"]),
        re.compile(rf"(?:^|\s+){rules['headline_verbs']}(?=\s|$)"),
        re.compile(rf"(?:^|\s|,)(?:{legal}|{sector})$"),
        frozenset(rules["never"]),
        frozenset(rules["openers"]),
    )


def find_organizations(text: str) -> Iterator[Found]:
    """Yield companies and institutes that a text names.

    >>> [f.name for f in find_organizations("a license agreement with Acme Bio AG and by Zeta Therapeutics, Inc.")]
    ['Acme Bio AG', 'Zeta Therapeutics, Inc.']
    """
    patterns = _patterns()
    for match in patterns.formal.finditer(text):
        yield from _found(text, match.start(), match.end(), "organization.form", weight=3)
    never = read_toml("organizations.toml")["small_never"]
    for match in patterns.small.finditer(text):
        if match["name"].split()[0].rstrip(",") not in never:
            yield Found(
                EntityType.ORGANIZATION, match.start(), match.end(), match["name"], "organization.form", weight=3
            )
    for match in patterns.academic.finditer(text):
        yield from _found(text, match.start(), match.end(), "organization.institute", weight=2)


def find_organizations_in_context(text: str) -> Iterator[Found]:
    """Yield names in capitals that stand where a company stands: after "licensed to", before "(Nasdaq:"."""
    patterns = _patterns()
    for pattern in (patterns.before, patterns.after):
        for match in pattern.scan(text):
            yield from _found(text, match.start("name"), match.end("name"), "organization.context", weight=0)
    lower = Counter(m["name"] for m in _lower().scan(text))
    for match in _lower().scan(text):
        if lower[match["name"]] > 1:
            yield Found(
                EntityType.ORGANIZATION, match.start("name"), match.end("name"), match["name"], "organization.context"
            )


@cache
def _lower() -> Sifted:
    return sift(read_toml("organizations.toml")["lower_before"])


def _is_common(text: str, words: str) -> bool:
    """Tell whether a lone capitalised word is an ordinary one: an adverb, or a word that the text also writes small."""
    if " " in words or not words.replace("-", "").isalpha():
        return False
    verbal = len(words) > 6 and words.endswith(("ed", "ing")) and not words.isupper()
    return words.endswith("ly") or (verbal and text.count(words) == 1) or _stands_in(text, words.lower())


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
    words = text[start:end]
    if "\t" in words:
        return
    if "\n" in words:
        last = words.rindex("\n") + 1  # a heading in capitals above a line that begins with a company
        if rule == "organization.form" and _patterns().ends_formal.search(words[last:]):
            yield from _found(text, start + last, end, rule, weight=weight)
        return
    if (place := re.match(r"(.{2,30}?) and (?=[A-Z])", words)) and place[1] in _patterns().never:
        start, words = start + place.end(), words[place.end() :]
    if two := _TWO.match(words):
        yield from _found(text, start, start + two.end(1), rule, weight=weight)
        yield from _found(text, start + two.end(), end, rule, weight=weight)
        return
    if rule in ("organization.form", "organization.context") and (parted := _parted(words)):
        for first, last in parted:
            yield from _found(text, start + first, start + last, rule, weight=weight)
        return
    start, end = _trimmed(words, start)
    if rule == "organization.institute" and re.search(r"[a-z]{3}\.$", text[start:end]):
        end -= 1  # a sentence's stop
    words = " ".join(text[start:end].split())
    if rule == "organization.context" and _is_common(text, words):
        return
    if _STATUTE.match(text, end):
        return  # "the Delaware General Corporation Law"
    if _is_generic(words) or (rule == "organization.form" and _is_class(text, words)):
        return
    yield Found(EntityType.ORGANIZATION, start, end, words, rule, weight=weight)


def _parted(words: str) -> list[tuple[int, int]]:
    """Return the pieces of a run of capitals that is more than one name: companies joined by "and", a headline."""
    patterns = _patterns()
    # A headline's first words are its subject; what follows its verb is another name, if it has a company's form.
    if verb := patterns.verb.search(words):
        pieces = [(0, verb.start())] if patterns.ends_formal.search(words[: verb.start()]) else []
        rest = words[verb.end() :]
        if len(rest.split()) > 1 and not _ONE_NAME.match(rest.strip()):
            pieces.append((verb.end() + len(rest) - len(rest.lstrip()), len(words)))
        return pieces or [(0, 0)]
    joined = _AND.fullmatch(words)
    if joined and len(joined["second"].split()) > 1 and not _ONE_NAME.match(joined["second"]):
        return [joined.span("first"), joined.span("second")]
    return []


def _trimmed(words: str, start: int) -> tuple[int, int]:
    """Return the span of a name without the words around it: "The", "Under", "Chief Executive Officer of"."""
    openers = _patterns().openers
    end = start + len(words)
    while (first := re.match(r"[\w.’']+", words)) and first.group() in openers:
        words = words[first.end() :].lstrip(" ,&-/")
    while lower := re.match(r"(?:the|of|and|for|&)\s+", words):
        words = words[lower.end() :]
    start = end - len(words)
    words = re.sub(r"(?:’s|'s|[\s,]+(?:and|of|for|the|&))+$", "", words)
    words = cue("organizations.tail").sub("", words)
    if title := cue("organizations.title").match(words):
        start, words = start + title.end(), words[title.end() :]
    return start, start + len(words)


_NO_COMPANY = re.compile(
    r"[IVX]+|[A-Z]\.?|\d+|Phase [IVX\d/]+[ab]?"
    r"|.*\b(?:Warrants?|Common Stock|Preferred Stock|Ordinary Shares|Common Shares|Debentures|Senior Notes|ADSs)"
)
_STATUTE = re.compile(r"\s+(?:Law|Act|Code)\b")


def _is_generic(words: str) -> bool:
    """Tell whether a name has no word of its own, or is one that no company has."""
    rules, never = read_toml("organizations.toml"), _patterns().never
    generic = {*rules["sector_words"], *rules["common_first"], *rules["openers"], *never}
    if re.search(r"\bof (?:Our|Its|Their)\b", words):
        return True  # a heading
    if len(words) < 2 or words in never or _NO_COMPANY.fullmatch(words):
        return True
    return all(word.strip(",.") in generic for word in words.split())


def _is_class(text: str, words: str) -> bool:
    """Tell whether capitals are a heading or a class of drugs ("Natural Killer Cell") and no company."""
    rules = read_toml("organizations.toml")
    *front, last = words.replace(",", "").split()
    if cue("organizations.host").search(words):
        return True
    if last not in rules["weak_sector_words"]:
        return False
    if _ACADEMIC.intersection(front):
        return True  # "Acme University Medical", the beginning of a faculty's or a hospital's name
    return all(word.strip("()") in rules["not_before_weak"] or _is_common(text, word) for word in front)
