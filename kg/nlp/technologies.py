"""Platforms by their names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.found import Found
from kg.nlp.gates import Sifted, sift
from kg.nlp.rules import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = r"[A-Z][\w-]*[®™]?(?:(?:\s+|[-/])(?:[A-Z][\w-]*[®™]?|and|of|\([A-Z][\w-]*\))){0,9}"


# "our Alpha and Beta platforms": two of them.
_TWO = re.compile(r"([A-Z][\w-]+)[®™]?\s+and\s+([A-Z][\w-]+)[®™]?")


@cache
def _patterns() -> tuple[Sifted, Sifted, Sifted, frozenset[str]]:
    rules = read_toml("technologies.toml")
    named = sift(rf"(?<![\w-])(?P<name>{_NAME})\s+(?P<kind>{rules['kinds']})(?!\w)")
    titled = sift(rf"(?<![\w-])(?P<name>{_NAME}\s+(?:Platform|Technology))(?!\w)")
    marked = sift(rf"(?<![\w-])(?P<name>[A-Z][\w-]+)[®™](?=\s+{rules['marked_after']})")
    return named, titled, marked, frozenset(rules["generic"])


def find_technologies(text: str) -> Iterator[Found]:
    """Yield platforms that a text names.

    >>> [f.name for f in find_technologies("our proprietary Dolaflex platform and Targeted Release (TR) technology")]
    ['Dolaflex', 'Targeted Release (TR) technology']
    """
    named, titled, marked, generic = _patterns()
    for match in (*named.scan(text), *titled.scan(text)):
        words = match["name"]
        start = match.start("name")
        while (first := re.match(r"[\w®™-]+", words)) and first.group().strip("®™") in generic and " " in words:
            rest = words[first.end() :].lstrip()
            start, words = start + len(words) - len(rest), rest
        if match.groupdict().get("kind", "").endswith("s") and (two := _TWO.fullmatch(words)):
            for side in (1, 2):
                yield Found(
                    EntityType.TECHNOLOGY, start + two.start(side), start + two.end(side), two[side], "technology.named"
                )
            continue
        bare = re.sub(r"\s*\([^)]*\)", "", words).strip("®™ ")
        if not words or bare in generic or all(w in generic for w in bare.split()):
            continue
        if re.search(r"\bof (?:Our|Its|The|Their)\b", bare):
            continue  # a heading about the platform
        several = len(bare.split()) > 1
        end = match.end() if several else start + len(words)
        name = " ".join(text[start:end].split()).strip("®™")
        aliases = tuple(dict.fromkeys(a for a in _forms(words, match) if a != name))
        yield Found(EntityType.TECHNOLOGY, start, end, name, "technology.named", aliases)
    for match in marked.scan(text):
        yield Found(EntityType.TECHNOLOGY, match.start(), match.end(), match["name"], "technology.marked")

    yield from _described(text, generic)


def _described(text: str, generic: frozenset[str]) -> Iterator[Found]:
    """Yield platforms by what is said beside the name, in capitals or as words with their abbreviation."""
    rules = read_toml("technologies.toml")
    for kind in ("described", "is_ours", "called", "between", "format", "aimed"):
        for match in sift(rules[kind]).scan(text):
            words = match["name"]
            if words in generic or all(w in generic for w in words.split()):
                continue
            short = match.groupdict().get("short")
            aliases = (short, f"{words} ({short})") if short else ()
            yield Found(
                EntityType.TECHNOLOGY, match.start("name"), match.end("name"), words, "technology.described", aliases
            )
    for match in sift(rules["lettered"]).scan(text):
        yield from _lettered(match)


def _lettered(match: re.Match[str]) -> Iterator[Found]:
    """Yield a platform in small letters whose abbreviation has the first letters of its words."""
    words, letters = match["name"].split("(")[0].split(), match["short"].lower()
    parts = [p for w in words for p in w.split("-")]
    while parts and [p[0].lower() for p in parts] != list(letters):
        words = words[1:]
        parts = [p for w in words for p in w.split("-")]
    if not parts:
        return
    bare = " ".join(words)
    start = match.start("name") + match["name"].index(bare)
    kind = match["name"].split()[-1]
    aliases = (bare, match["short"], f"{bare} {kind}", f"{match['short']} {kind}")
    name = " ".join(match.string[start : match.end("name")].split())
    yield Found(EntityType.TECHNOLOGY, start, match.end("name"), name, "technology.described", aliases, weight=6)


def _forms(words: str, match: re.Match[str]) -> list[str]:
    short = re.search(r"\(([A-Z][\w-]*)\)", words)
    bare = " ".join(re.sub(r"\s*\([^)]*\)", "", words).split()).strip("®™")
    forms = [" ".join(words.split()), bare]
    if short:
        kind = match.groupdict().get("kind") or "technology"
        forms += [short.group(1), f"{short.group(1)} {kind}", f"{bare} {kind}"]
    return forms
