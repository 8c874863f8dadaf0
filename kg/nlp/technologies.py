"""Platforms by their names, and studies by theirs."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.found import Found
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = r"[A-Z][\w-]*[®™]?(?:(?:\s+|[-/])(?:[A-Z][\w-]*[®™]?|and|of|\([A-Z][\w-]*\))){0,9}"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], frozenset[str]]:
    rules = read_toml("technologies.toml")
    named = re.compile(rf"(?<![\w-])(?P<name>{_NAME})\s+(?P<kind>{rules['kinds']})(?!\w)", 0)
    titled = re.compile(rf"(?<![\w-])(?P<name>{_NAME}\s+(?:Platform|Technology))(?!\w)")
    marked = re.compile(rf"(?<![\w-])(?P<name>[A-Z][\w-]+)[®™](?=\s+{rules['marked_after']})")
    return named, titled, marked, frozenset(rules["generic"])


def find_technologies(text: str) -> Iterator[Found]:
    """Yield platforms that a text names.

    >>> [f.name for f in find_technologies("our proprietary Dolaflex platform and Targeted Release (TR) technology")]
    ['Dolaflex', 'Targeted Release (TR) technology']
    """
    named, titled, marked, generic = _patterns()
    for match in (*named.finditer(text), *titled.finditer(text)):
        words = match["name"]
        start = match.start("name")
        while (first := re.match(r"[\w®™-]+", words)) and first.group().strip("®™") in generic and " " in words:
            rest = words[first.end() :].lstrip()
            start, words = start + len(words) - len(rest), rest
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
    for match in marked.finditer(text):
        yield Found(EntityType.TECHNOLOGY, match.start(), match.end(), match["name"], "technology.marked")

    rules = read_toml("technologies.toml")
    for match in (*re.finditer(rules["described"], text), *re.finditer(rules["between"], text)):
        if match["name"] not in generic and not all(w in generic for w in match["name"].split()):
            yield Found(
                EntityType.TECHNOLOGY, match.start("name"), match.end("name"), match["name"], "technology.described"
            )


def _forms(words: str, match: re.Match[str]) -> list[str]:
    short = re.search(r"\(([A-Z][\w-]*)\)", words)
    bare = " ".join(re.sub(r"\s*\([^)]*\)", "", words).split()).strip("®™")
    forms = [" ".join(words.split()), bare]
    if short:
        kind = match.groupdict().get("kind") or "technology"
        forms += [short.group(1), f"{short.group(1)} {kind}", f"{bare} {kind}"]
    return forms


def find_studies(text: str) -> Iterator[Found]:
    """Yield numbered and named trials.

    >>> [f.name for f in find_studies("in Study 001, the MIRAGE trial (NCT01234567) and a Phase 1b trial (AB12-5001)")]
    ['Study 001', 'MIRAGE', 'NCT01234567', 'AB12-5001']
    """
    for match in cue("technologies.study").finditer(text):
        kind = match.lastgroup or "number"
        start, end = match.span(kind)
        yield Found(EntityType.STUDY, start, end, " ".join(match[kind].split()), f"study.{kind}")
