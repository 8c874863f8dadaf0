"""Development codes by their shape: SAR3419, MK-3475, BAY 94-9343, ALG.APV-527, huN901."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.model import EntityType
from kg.vocabulary.fold import fold_name
from kg.vocabulary.load import Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A place where a text has a development code: ``text == filing_text[start:end]``, offsets in code points."""

    start: int
    end: int
    text: str


_TOKEN = re.compile(
    r"(?<![\w.$#@%])(?<![\w)][-‐‑/])(?:(?<=anti-)|(?<![-‐‑]))"
    r"(?=[A-Za-z.\-‐‑']{1,13}\d|'\d)"
    r"[A-Za-z][A-Za-z0-9]*(?:\.[A-Z]{2,4}(?=-\d))?(?:[-‐‑]?[A-Za-z0-9]+)*(?:,\d{3}(?![\d,]))?"
)
_SPACED = re.compile(
    r"(?<![\w.$#@-])([A-Z][A-Za-z]{1,6}) (\d{2,9}(?:-\d{2,6})?[A-Za-z]{0,2})(?![\w%,.]\w|\w|%| ?(?:mg|kg|ml|mL|µg|mcg))"
)
_SLASHED = re.compile(r"(?<=\w)/(?=[A-Z]{2,7}-?\d{2})")
_CORE = re.compile(
    r"(?P<prefix>[A-Z][A-Za-z]{0,8}?(?:[-‐‑.][A-Z]{1,4})?)(?P<hyphen>[-‐‑]?)"
    r"(?P<letters>[A-Z]{0,4})(?P<digits>\d{1,9}(?:,\d{3})?)(?P<tail>[A-Za-z]{0,3}\d{0,3}[A-Za-z]?)(?P<more>(?:[-‐‑][A-Z]{0,3}\d{1,6}[A-Za-z]?)*)"
)
_ANTIBODY = re.compile(
    r"(?:r?hu|h|ch|ch?i|c|mu?|r)(?:[A-Z][A-Za-z]{0,5}\d{1,4}(?:[-.]\d{1,3})?[A-Z]?|[A-Z]{2,5}\d{1,4}[A-Z]?|\d{2,3}\.\d{1,3})"
)
_LED = re.compile(r"m?RNA-\d{3,5}|[a-z]{2,3}\d{4,6}")
_MUTATION = re.compile(r"[A-Z]\d{2,4}[A-Z]")


@dataclass(frozen=True, slots=True)
class _Rules:
    words: frozenset[str]
    prefixes: frozenset[str]
    makers: frozenset[str]
    shape: re.Pattern[str]
    other_names: frozenset[str]
    """Folded names of targets and other things that are no compounds."""
    payloads: frozenset[str]


@lru_cache(maxsize=4)
def _rules_of(key: int, holder: _Holder) -> _Rules:  # noqa: ARG001
    vocabulary = holder.vocabulary
    by_kind: dict[str, set[str]] = {"word": set(), "prefix": set(), "maker": set(), "shape": set()}
    for rule in vocabulary.code_rules:
        by_kind[rule.kind].add(rule.text)
    others = {
        fold_name(name)
        for entry in vocabulary.entries
        if entry.type in {EntityType.TARGET, EntityType.INDICATION, EntityType.LINKER, EntityType.PAYLOAD}
        for name in (entry.name, *entry.aliases)
    }
    payloads = {
        fold_name(name)
        for entry in vocabulary.entries
        if entry.type is EntityType.PAYLOAD
        for name in (entry.name, *entry.aliases)
    }
    shapes = "|".join(sorted(by_kind["shape"])) or r"(?!)"
    return _Rules(
        frozenset(word.lower() for word in by_kind["word"]),
        frozenset(by_kind["prefix"] - by_kind["maker"]),
        frozenset(by_kind["maker"]),
        re.compile(f"(?:{shapes})"),
        frozenset(others),
        frozenset(payloads),
    )


class _Holder:
    """Keeps a vocabulary out of the cache's hashing; equal only to itself."""

    __slots__ = ("vocabulary",)

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and other.vocabulary is self.vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)


def _rules(vocabulary: Vocabulary) -> _Rules:
    return _rules_of(id(vocabulary), _Holder(vocabulary))


def find_codes(text: str, vocabulary: Vocabulary | None = None) -> list[CodeMatch]:
    """Return what has the shape of a development code, in the order of the text.

    Gene symbols, forms, cell lines, mutations and the like, as the vocabulary's rules have them, are left out, and so
    are conjugates' names (`find_conjugates` has those). A code may have a space only after letters that a maker is
    known to use, or that begin another code of the same text.

    >>> [m.text for m in find_codes("SAR3419 and MK-3475, on Form S-3 since 2007, in CD19-positive disease")]
    ['SAR3419', 'MK-3475']
    """
    rules = _rules(vocabulary or load_vocabulary())
    found = list(_joined(text, rules))
    known = {match.group() for code in found if (match := re.match(r"[A-Z]{2,7}(?=[-‐‑]?\d)", code.text))}
    taken = {code.start for code in found}
    for match in _SPACED.finditer(text):
        if match.start() not in taken and _is_spaced(match[1], match[2], rules, known):
            found.append(CodeMatch(match.start(), match.end(), match.group()))
    return sorted(found, key=lambda code: (code.start, code.end))


def _joined(text: str, rules: _Rules) -> Iterator[CodeMatch]:
    for match in _TOKEN.finditer(text):
        start = match.start()
        for piece in _slashed(text, match):
            token = _without_tail(piece[1], rules)
            if token and is_code(token, rules):
                yield CodeMatch(start + piece[0], start + piece[0] + len(token), token)


def _slashed(text: str, match: re.Match[str]) -> Iterator[tuple[int, str]]:
    yield 0, match.group()
    end = match.end()
    while (slash := _SLASHED.match(text, end)) and (following := _TOKEN_BODY.match(text, slash.end())):
        yield slash.end() - match.start(), following.group()
        end = following.end()


_TOKEN_BODY = re.compile(r"[A-Z][A-Za-z0-9]*(?:[-‐‑]?[A-Za-z0-9]+)*")


def _without_tail(token: str, rules: _Rules) -> str:
    """Cut words that hang on a code by a hyphen (SAR3419-treated); a payload makes it no code but a conjugate."""
    parts = re.split(r"([-‐‑])", token)
    while len(parts) > 2:
        last = parts[-1]
        if fold_name(last) in rules.payloads or re.fullmatch(r"(?:vc|mc)?MMA[EF]|DXd|DM\d", last):
            return ""
        if (last.islower() and len(last) > 2) or (last.isalpha() and len(last) > 3):
            parts = parts[:-2]
            continue
        break
    return "".join(parts)


def is_code(token: str, rules: _Rules) -> bool:
    """Tell whether a token without spaces is a code by its shape and by no rule something else."""
    if token.lower() in rules.words or fold_name(token) in rules.other_names or rules.shape.fullmatch(token):
        return False
    if _ANTIBODY.fullmatch(token) or _LED.fullmatch(token):
        return _is_led(token, rules)
    core = _CORE.fullmatch(token)
    if core is None or _MUTATION.fullmatch(token):
        return False
    prefix, digits = core["prefix"], core["digits"].replace(",", "")
    letters = re.match(r"[A-Za-z]+", token)
    head = letters.group() if letters else prefix
    if {prefix, head, prefix.split("-")[0]} & rules.prefixes and not {prefix, head} & rules.makers:
        return False
    return _has_code_form(core, head, digits)


def _is_led(token: str, rules: _Rules) -> bool:
    """Tell whether a token that begins in lower case is an antibody's code and not a gene's (``hCD19``, ``mTOR1``)."""
    bare = re.sub(r"^(?:r?hu|ch?i?|mu?|h|r)(?=[A-Z\d])", "", token)
    head = re.match(r"[A-Za-z]*", bare)
    return fold_name(bare) not in rules.other_names and (head is None or head.group() not in rules.prefixes)


def _has_code_form(core: re.Match[str], head: str, digits: str) -> bool:
    hyphen, tail, more = core["hyphen"], core["tail"], core["more"]
    capitals = sum(c.isupper() for c in head)
    if capitals * 2 < len(head):
        return False
    count = len(digits) + sum(c.isdigit() for c in more)
    if len(head) == 1:
        return count >= 4 or (count == 3 and not hyphen) or (count >= 3 and bool(hyphen) and bool(tail))
    if len(head) == 2 and count < 3:
        return count == 2 and not (tail and tail[0].islower())
    if core["letters"] or "-" in core["prefix"] or "." in core["prefix"]:
        return count >= 1 and capitals >= 2
    return count >= 2 and not (head.islower())


def _is_spaced(head: str, number: str, rules: _Rules, known: set[str]) -> bool:
    if head not in rules.makers and head not in known:
        return False
    digits = re.sub(r"\D", "", number)
    year = len(digits) == 4 and digits[:2] in {"19", "20"}
    return len(digits) >= 3 and not year and (head.isupper() or len(digits) >= 4)
