"""Where a disease's name begins: behind words for extent, line and course, before the marker of an abbreviation."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.names import fold_name
from kg.nlp.indications import names_disease, strip_setting
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import VocabularyEntry
    from kg.nlp.found import Found
    from kg.vocabulary.load import Vocabulary


def without_settings(found: Iterable[Found], text: str, vocabulary: Vocabulary) -> list[Found]:
    """Return the findings with diseases named without their first words for extent, line or course.

    "metastatic melanoma" is melanoma in the setting "metastatic"; the full phrase becomes another name of it. A
    disease that is called so ("recurrent pericarditis") keeps its words.
    """
    keep = frozenset(read_toml("indications.toml")["called_so"])
    known = _diseases(vocabulary)
    out = []
    for item in found:
        phrase = " ".join(text[item.start : item.end].split())
        if item.type is not EntityType.INDICATION or item.setting or phrase.lower() in keep or " " not in phrase:
            out.append(item)
            continue
        setting, rest, _ = strip_setting(phrase)
        if not setting or not names_disease(rest, "") or fold_name(item.name) != fold_name(phrase):
            out.append(item)
            continue
        start = text.index(rest.split()[0], item.start + len(setting))
        entry = known.get(fold_name(rest))
        out.append(replace(item, start=start, name=rest, aliases=(phrase,), entry=entry, setting=setting))
    return out


@lru_cache(maxsize=4)
def _diseases(vocabulary: Vocabulary) -> dict[str, VocabularyEntry]:
    entries = vocabulary.of_type(EntityType.INDICATION)
    return {fold_name(n.removeprefix("=")): e for e in entries for n in (e.name, *e.aliases)}


def with_markers(found: Iterable[Found], text: str) -> list[Found]:
    """Return the findings with diseases that take in the markers right before them: "PD-L1 negative TNBC"."""
    return [_with_marker(f, text) if f.type is EntityType.INDICATION and not f.hidden else f for f in found]


def _with_marker(item: Found, text: str) -> Found:
    window = text[max(0, item.start - 90) : item.start]
    match = _marker().search(window)
    if not match or cue("indications.not_marker").search(match.group()):
        return item
    start = item.start - len(window) + match.start()
    return _marked(item, start, " ".join(text[start : item.end].split()), " ".join(match.group().split()))


def _marked(item: Found, start: int, name: str, marker: str) -> Found:
    """Return a disease with its marker: an abbreviation's full names take it too, where they do not have it yet."""
    if item.name.lower().startswith(marker.lower()):
        return replace(item, start=start)
    if item.name.lower() in name.lower():
        return replace(item, start=start, name=name, aliases=(), entry=None)
    return replace(item, start=start, name=name, aliases=(f"{marker} {item.name}",), entry=None)


@cache
def _marker() -> re.Pattern[str]:
    one = read_toml("indications.toml")["marker_words"]
    return re.compile(rf"(?<![\w-])(?:{one})(?:(?:,\s*|\s*/\s*|\s+)(?:{one})){{0,2}}\s+$")
