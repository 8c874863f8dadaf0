"""Which mentions of diseases count: not what only explains another, nor what shares an abbreviation with one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.names import fold_name
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.nlp.found import Found

_SHORT = re.compile(r"\(\"?“?(?P<short>[A-Z][A-Za-z]{1,6}?)s?\"?”?\)")
_SMALL = frozenset({"of", "the", "and", "for", "in", "to", "a", "with", "on"})


def other_meanings(text: str, found: Iterable[Found]) -> dict[str, set[EntityType]]:
    """Return the abbreviations that a text spells out by their letters, with the types of what it spells them out as.

    "a paired loop (APL)" tells that APL is not the leukemia here; the set is empty where it is no finding.
    """
    ends: dict[int, set[EntityType]] = {}
    for item in found:
        ends.setdefault(item.end, set()).add(item.type)
    out: dict[str, set[EntityType]] = {}
    for match in _SHORT.finditer(text):
        long = text[max(0, match.start() - 80) : match.start()].rstrip()
        words = [w for w in re.split(r"[\s/-]+", re.split(r"[.;,()]", long)[-1]) if w]
        letters = [c.lower() for c in match["short"]]
        spelled = [w[0].lower() for w in words if w.lower() not in _SMALL][-len(letters) :]
        if letters == spelled:
            here = ends.get(max(0, match.start() - 80) + len(long), set())
            out.setdefault(match["short"], set()).update(here)
    return out


def without_other_meanings(found: Iterable[Found], text: str) -> list[Found]:
    """Return the findings without known abbreviations that the text itself uses for something else."""
    items = list(found)
    other = other_meanings(text, items)
    kept = (EntityType.ORGANIZATION, EntityType.TECHNOLOGY)
    return [f for f in items if f.entry is None or f.type in (*kept, *other.get(f.name, (f.type,)))]


def without_namesakes(found: Iterable[Found], text: str) -> list[Found]:
    """Return the findings without diseases in names of societies and scales, or that only say what "these" are."""
    return [f for f in found if f.type is not EntityType.INDICATION or not _in_a_name(text, f)]


def without_explanations(found: Iterable[Found], text: str) -> list[Found]:
    """Return the findings without diseases that only say what another one is.

    "melanoma, a form of skin cancer", "myeloma, an aggressive blood cancer" and "this lysosomal storage disease"
    speak of the disease before, not of one more.
    """
    items = sorted(found, key=lambda f: (f.start, -f.end))
    out: list[Found] = []
    last: Found | None = None
    for item in items:
        if item.type is not EntityType.INDICATION or item.hidden:
            out.append(item)
            continue
        if last is not None and _explains(text, last, item):
            continue
        if last is None or item.start >= last.end:
            last = item
        out.append(item)
    return out


def _in_a_name(text: str, item: Found) -> bool:
    """Tell whether a disease stands in the name of a society, scale or program, or only says what "these" are."""
    before = text[max(0, item.start - 90) : item.start]
    if cue("indications.named_after").search(before) or cue("indications.name_goes_on").match(text, item.end):
        return True
    return bool(cue("indications.are_a_group").search(before))


def _explains(text: str, last: Found, item: Found) -> bool:
    gap = text[last.end : item.start]
    if len(gap) > 200 or re.search(r"[.;]\s", gap):
        return bool(cue("indications.this").search(text[max(0, item.start - 30) : item.start])) and bool(
            cue("indications.group").search(item.name)
        )
    if fold_name(last.name) == fold_name(item.name):
        return False
    if cue("indications.form_of").search(gap) or cue("indications.is_a").fullmatch(gap):
        return True
    return bool(cue("indications.this").search(gap) and cue("indications.group").search(item.name))
