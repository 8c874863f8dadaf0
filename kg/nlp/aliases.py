"""Where a text says that two names mean the same thing: abbreviations, defined terms, former and other names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Definition:
    """The name that ends at `anchor` is also called ``text[start:end]``."""

    anchor: int
    start: int
    end: int
    short: str
    quoted: bool
    collective: bool = False
    """Whether it is one name for several: "(collectively, …)"."""


def find_definitions(text: str, anchors: frozenset[int]) -> Iterator[Definition]:
    """Yield other names given right behind a name; `anchors` are the offsets at which names end.

    >>> text = 'Primavera Bio, Inc. ("Primavera") studies small-cell lung cancer (SCLC), or SCLC'
    >>> [d.short for d in find_definitions(text, frozenset({19, 64}))]
    ['Primavera', 'SCLC']
    """
    for anchor in sorted(anchors):
        for pattern in (cue("aliases.bracket"), cue("aliases.or"), cue("aliases.known_as")):
            match = pattern.match(text, anchor)
            if match and pattern is cue("aliases.or") and not _may_be_or(match, text, anchor):
                continue
            if match:
                groups = match.groupdict()
                kind = "q" if groups.get("q") else "p"
                short = match[kind].strip()
                sibling = pattern is cue("aliases.or") and _is_sibling(short, text, anchor)
                if not sibling and _plausible(short, quoted=kind == "q"):
                    start = match.start(kind)
                    together = match.group().lstrip("®™ (").startswith(("collectively", "together"))
                    yield Definition(anchor, start, start + len(short), short, kind == "q", together)
                break


def _may_be_or(match: re.Match[str], text: str, anchor: int) -> bool:
    """Tell whether "or" gives another name: behind a comma, or an abbreviation with the letters of the words before."""
    if match.group().lstrip().startswith(",") or not match["p"].isupper():
        return True
    words = re.findall(r"[A-Za-z]+", text[max(0, anchor - 80) : anchor])[-len(match["p"]) :]
    return bool(words) and match["p"][0].lower() in {w[0].lower() for w in words[: max(1, len(words) - 1)]}


def _is_sibling(short: str, text: str, anchor: int) -> bool:
    """Tell whether two symbols are of one family, which makes them two things: "FGFR2 or FGFR3", "IL-1α or IL-1β"."""
    last = re.search(r"\S+$", text[max(0, anchor - 40) : anchor])
    if last is None or last.group() == short:
        return False
    stems = [re.sub(r"[\dαβγδεκ]+[A-Za-z]?$", "", symbol) for symbol in (last.group(), short)]
    return stems[0] == stems[1] != short and len(stems[0]) > 1


def _plausible(short: str, *, quoted: bool) -> bool:
    if cue("aliases.deal").search(short):
        return False  # "(the “Acme Agreement”)" behind a party names the deal
    if re.search(r"(?i)nasdaq|nyse|grade|median|range|abstract|\d%|phase|cohort|n\s*=|poster|http|\bsee\b|“|”", short):
        return False
    if short in {"TM", "R", "SM", "US", "USA", "U.S.", "EU"}:
        return False
    if quoted:
        return short.lower() not in {"we", "us", "our", "the company", "company"}
    return bool(re.search(r"[A-Z0-9αβγ]", short)) or bool(re.fullmatch(r"[a-z-]{5,}(?: [a-z]{5,})?", short))
