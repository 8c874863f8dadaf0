"""Antigens, receptors and genes by the shape of their names and by what is said of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.names import fold_name
from kg.nlp.found import Found
from kg.nlp.gates import Gated, Sifted, gated, sift
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LIST = r"(?:\s*(?:,|/|and/or|and|or|,\s*and)\s*{name}){{0,40}}+"
_PAIR = re.compile(r"([A-Z]{2,}-?\d+[A-Z]?)[-–/]([A-Z]{2,}-?\d+[A-Z]?)")
_CROSSED = re.compile(r"(?<![\w-])([A-Z]{1,6}-?\d{0,4})\s?[x×]\s?([A-Z]{1,6}-?\d{1,4})(?![\w])")
_SKIP = re.compile(
    r"(?:a|an|the|its|our|of|to|with|by|in|and|or|novel|selective|small|molecule|targeting|binding|human|this|that|these|particular"
    r"|certain|given|single|same|different|other|specific|common|key|one|two|each|any|another)\s+"
)


@cache
def _patterns() -> tuple[Gated[tuple[str, re.Pattern[str]]], re.Pattern[str], Sifted, frozenset[str]]:
    rules = read_toml("targets.toml")
    name = f"(?>{rules['name']})"  # atomic: a long run of names is read once
    group = rf"(?P<t>{name}{_LIST.format(name=name)})(?![\w])"
    contexts = gated((c, re.compile(c.replace("{T}", group))) for c in rules["contexts"])
    spelled = sift(rf"(?<![\w-]){rules['spelled']}(?=\s*(?:\(|,? or [A-Z]))")
    return contexts, re.compile(rf"(?<!\w){name}(?!\w)"), spelled, frozenset(rules["never"])


_MUTATION = re.compile(r"(?!S100)[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWYX]")


def find_targets(text: str) -> Iterator[Found]:
    """Yield names that stand where a target stands and look like one.

    >>> sorted({f.name for f in find_targets("an anti-XYZ2 antibody and a CAR directed against QRS3 and/or LMN")})
    ['LMN', 'QRS3', 'XYZ2']
    """
    contexts, single, _, never = _patterns()
    for _, match in contexts.scan(text):
        for name in single.finditer(text, match.start("t"), match.end("t")):
            if name.group() in never or _MUTATION.fullmatch(name.group()):
                continue
            if not _in_capitals(text, name.start(), name.end()):
                yield from _parted(name)
    for match in _CROSSED.finditer(text):
        for side in (1, 2):
            if match[side] not in never and len(match[side]) > 2:
                yield Found(EntityType.TARGET, *match.span(side), match[side], "target.crossed")


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Tell whether a word only looks like a symbol because its whole line is in capitals."""
    if not text[start:end].isalpha() or end - start < 4:
        return False
    around = re.findall(r"[A-Za-z]{4,}", text[max(0, start - 30) : start] + " " + text[end : end + 30])
    return bool(around) and all(word.isupper() for word in around)


def _parted(name: re.Match[str]) -> Iterator[Found]:
    """Yield one target, or both of an interaction such as CD40-CD154."""
    pair = _PAIR.fullmatch(name.group())
    base = name.start() if pair else 0
    for first, last in (pair.span(1), pair.span(2)) if pair else (name.span(),):
        start, end = base + first, base + last
        yield Found(EntityType.TARGET, start, end, name.string[start:end], "target.context")


def find_spelled_targets(text: str) -> Iterator[Found]:
    """Yield targets named in words before their abbreviation: ``oncostatin M receptor beta ("OSMRβ")``."""
    *_, spelled, _ = _patterns()
    for match in spelled.scan(text):
        lead = cue("targets.lead").match(match.group())
        start, words = match.start() + (lead.end() if lead else 0), match.group()[lead.end() if lead else 0 :]
        while skip := _SKIP.match(words):
            start, words = start + skip.end(), words[skip.end() :]
        if len(words.split()) > 1 and not cue("targets.no_antigen").search(words):
            yield Found(EntityType.TARGET, start, match.end(), words, "target.spelled")


def without_history(found: Iterable[Found], text: str) -> list[Found]:
    """Return the findings without targets that only name a kind of cell, or a class of drugs given before."""
    items = list(found)
    named = {_key(f) for f in items if f.type is EntityType.TARGET and not _is_history(text, f)}
    return [f for f in items if f.type is not EntityType.TARGET or _key(f) in named]


def _key(item: Found) -> str:
    return fold_name(item.entry.name if item.entry else item.name)


def _is_history(text: str, item: Found) -> bool:
    if cue("targets.cells_after").match(text, item.end):
        return True  # "CD8+ T cells" names a kind of cell
    kind = cue("targets.class_after").match(text, item.end)
    if kind is None:
        return False
    return bool(kind["h"] or cue("targets.history_before").search(text[max(0, item.start - 90) : item.start]))
