"""Where a text says that two names mean the same thing: abbreviations, defined terms, former and other names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED = r"[\"“”'‘]+(?P<q>[^\"“”()]{2,60}?),?[\"“”'’]+"
_PLAIN = r"(?P<p>[A-Za-zα-ω0-9][\w+/.&αβγδ®™ '’-]{0,40}?)"
_BRACKET = re.compile(
    rf"[®™]?\s*\((?:(?:collectively|together|each|hereinafter|hereafter|the|or|our|a|an|an affiliate of \w+|formerly(?: known as)?|f/k/a|also (?:known|referred to) as|now(?: known as)?|previously(?: known as)?|known as|referred to as|i\.e\.),?\s+)*(?:{_QUOTED}|{_PLAIN})(?:,\s[^()]{{0,60}})?\)"
)
_OR = re.compile(
    r",?\s+or\s+(?:the\s+)?(?P<p>[A-Zα-ω0-9][\wαβγδ+/-]*[A-Z0-9αβγδ][\w+αβγδ-]*|[A-Z]\w+(?: [A-Z]\w+)?)(?=,|\)|\.|;|\s+(?:is|and|in|for|to|cells?|patients)\b)"
)
_KNOWN_AS = re.compile(
    r",?\s*\(?,?(?:now|also|formerly|previously|commonly|then)?\s*(?:known|designated|referred to|called)(?:\s+as)?\s+[\"“]?(?P<p>[A-Za-z0-9][\w+/.-]*[\w+](?: [a-z]{6,})?)"
)


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
        for pattern in (_BRACKET, _OR, _KNOWN_AS):
            match = pattern.match(text, anchor)
            if match:
                groups = match.groupdict()
                kind = "q" if groups.get("q") else "p"
                short = match[kind].strip()
                if _plausible(short, quoted=kind == "q"):
                    start = match.start(kind)
                    together = match.group().lstrip("®™ (").startswith(("collectively", "together"))
                    yield Definition(anchor, start, start + len(short), short, kind == "q", together)
                break


def _plausible(short: str, *, quoted: bool) -> bool:
    if re.search(r"(?i)nasdaq|nyse|grade|median|range|abstract|\d%|phase|cohort|n\s*=|poster|http|see\b|“|”", short):
        return False
    if quoted:
        return short.lower() not in {"we", "us", "our", "the company", "company"}
    return bool(re.search(r"[A-Z0-9αβγ]", short)) or bool(
        re.fullmatch(r"[a-z]{6,}(?:mab|tinib|cept|tide|stat|leucel|\w+)", short)
    )
