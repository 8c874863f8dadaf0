"""Development codes by their shape: SAR3419, MK-3475, BAY 94-9343, ALG.APV-527, huN901."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.model import EntityType
from kg.names import fold_name
from kg.vocabulary.load import CacheKey, Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A place where a text has a development code: ``text == filing_text[start:end]``, offsets in code points."""

    start: int
    end: int
    text: str


_TOKEN = re.compile(
    r"(?<![\w.$#@%‐‑-])(?<![\w)]/)"
    r"(?=[A-Za-z.\-‐‑']{1,13}\d|'\d)"
    r"[A-Za-z][A-Za-z0-9]*(?:\.[A-Z]{2,4}(?=-\d))?(?:[-‐‑]?[A-Za-z0-9]+)*(?:,\d{3}(?![\d,]))?"
)
_SPACED = re.compile(
    r"(?<![\w.$#@-])([A-Z][A-Za-z]{1,6}) (\d{2,9}(?:-\d{2,6})?[A-Za-z]{0,2})(?![\w%,.]\w|\w|%| ?(?:mg|kg|ml|mL|µg|mcg))"
)
_SLASHED = re.compile(r"(?<=\w)/(?=[A-Z]{2,7}-?\d{2})")
_CORE = re.compile(
    r"(?P<head>[A-Z][A-Za-z]{0,8}(?:\.[A-Z]{2,4})?)(?:(?P<hyphen>[-‐‑])(?P<letters>[A-Za-z]{0,4}[-‐‑]?))?"
    r"(?P<digits>\d{1,9}(?:,\d{3})?)(?P<tail>[A-Za-z]{0,3}\d{0,3}[A-Za-z]?)"
    r"(?P<more>(?:[-‐‑][A-Z]{0,3}\d{1,6}[A-Za-z]?)*(?:[-‐‑]ADC)?)"
)
_STUDY = re.compile(r"[A-Za-z]+-?\d{3,}[-‐‑]\d{3,}[A-Za-z]?")
_ANTIBODY = re.compile(
    r"(?:r?hu|h|ch|ch?i|c|mu?|n|r)(?:[A-Z][A-Za-z]{0,5}\d{1,4}(?:[-.]\d{1,3})?[A-Z]?|[A-Z]{2,5}-?\d{1,4}[A-Z]?)"
)
_LED = re.compile(r"m?RNA-\d{3,5}|[a-z]{2}\d{4,6}")
_HEAD = re.compile(r"[A-Z]{2,7}(?=[-‐‑]?\d)")
_LEAD = re.compile(r"(?:anti|pre|post|with|plus|non)[-‐‑]")
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
def _rules_of(key: CacheKey) -> _Rules:
    vocabulary = key.vocabulary
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


def _rules(vocabulary: Vocabulary) -> _Rules:
    return _rules_of(CacheKey(vocabulary))


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
    known = {match.group() for code in found if (match := _HEAD.match(code.text))}
    taken = {code.start for code in found}
    found.extend(
        CodeMatch(match.start(), match.end(), match.group())
        for match in _SPACED.finditer(text)
        if match.start() not in taken and _is_spaced(match[1], match[2], rules, known)
    )
    return sorted(found, key=lambda code: (code.start, code.end))


def _joined(text: str, rules: _Rules) -> Iterator[CodeMatch]:
    for match in _TOKEN.finditer(text):
        start = match.start()
        for place, piece in _slashed(text, match):
            lead = _LEAD.match(piece)
            skipped = lead.end() if lead else 0
            token = _without_tail(piece[skipped:], rules)
            if token and is_code(token, rules):
                begin = start + place + skipped
                yield CodeMatch(begin, begin + len(token), token)


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
        if last.isalpha() and last != "ADC" and (len(last) > 3 or last.islower()):
            parts = parts[:-2]
            continue
        break
    return "".join(parts)


def is_code(token: str, rules: _Rules) -> bool:
    """Tell whether a token without spaces is a code by its shape and by no rule something else."""
    if token.lower() in rules.words or fold_name(token) in rules.other_names or rules.shape.fullmatch(token):
        return False
    if _LED.fullmatch(token):
        return True
    if _ANTIBODY.fullmatch(token):
        return _is_led(token, rules)
    core = _CORE.fullmatch(token)
    if core is None or _MUTATION.fullmatch(token) or _STUDY.fullmatch(token):
        return False
    head = core["head"]
    if head in rules.makers:
        return core["letters"] is not None or len(re.findall(r"\d", token)) > 1
    return head not in rules.prefixes and _has_code_form(core)


def _is_led(token: str, rules: _Rules) -> bool:
    """Tell whether a token that begins in lower case is an antibody's code and not a gene's (``hCD19``, ``mTOR1``)."""
    bare = re.sub(r"^(?:r?hu|ch?i?|mu?|h|n|r)(?=[A-Z\d])", "", token)
    head = re.match(r"[A-Za-z]*", bare)
    letters = head.group() if head else ""
    if fold_name(bare) in rules.other_names or (len(letters) > 1 and letters in rules.prefixes):
        return False
    return token.startswith(("h", "c", "rhu")) or sum(c.isdigit() for c in token) > 1


def _has_code_form(core: re.Match[str]) -> bool:
    """Tell whether the letters are mostly capitals and the digits many enough for so few letters."""
    head, letters, tail = str(core["head"]).replace(".", ""), str(core["letters"] or ""), str(core["tail"])
    if sum(c.isupper() for c in head) * 2 < len(head):
        return False
    count = sum(c.isdigit() for c in str(core["digits"]) + str(core["more"]))
    if len(head) == 1:
        return count >= 4 or (count == 3 and not core["hyphen"])
    if letters:
        return count + sum(c.isdigit() for c in tail) >= 1 and sum(c.isupper() for c in letters) >= 1
    if len(head) == 2 and count == 2:
        return re.match(r"[a-z]", tail) is None
    return count > 1 or (count == 1 and bool(re.fullmatch(r"[A-Z]\d", tail)) and bool(core["more"]))


def _is_spaced(head: str, number: str, rules: _Rules, known: set[str]) -> bool:
    if head not in rules.makers and head not in known:
        return False
    digits = re.sub(r"\D", "", number)
    year = len(digits) == 4 and digits[:2] in {"19", "20"}
    if len(digits) < 3 or year:
        return False
    return head.isupper() or len(digits) > 3
