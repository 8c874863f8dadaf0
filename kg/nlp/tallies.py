"""What filers count themselves: "five compounds in clinical testing".

A tally is no fact about a thing, and no fact depends on it: it is kept to be held against what the graph has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Tally
from kg.nlp.quantities_numbers import WORDS, number_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.nlp.context import Sentence
    from kg.nlp.document import Document

_MOST = 60
"""Nobody develops more drugs at once: larger numbers count patients, patents or years."""

_THINGS = r"(?:compounds|candidates|programs|programmes|drugs|ADCs|antibodies|conjugates|therapies|molecules|products)"
_KIND = (
    r"(?:(?!(?:of|on|in|is|are|and|or|with|that|which|who|for|to|from|by|at|as|the|an?|our|its|their|these|those|has|"
    r"have)\b)[^\W\d_][\w®™+/-]{0,24}[ -]){0,4}?"
)
"""Adjectives and nouns before the noun; a preposition or a verb would be the end of what is counted."""
_TALLY = re.compile(
    rf"(?<![\w.,$€£-])(?P<count>\d{{1,2}}|{WORDS}) (?P<things>{_KIND}{_THINGS})\b(?P<between>[^.;:–—]{{0,60}}?)"
    r"(?P<verb>\b(?:are|is|now|currently|being)\b[^.;:–—]{0,20}?)?\bin (?:the )?(?P<stage>"
    r"clinic\b|clinical (?:testing|trials|development|studies)|(?:ongoing |active )?phases? "
    r"(?:1/2|1|2/3|2|3|III|II|I/II|I)(?! ?/)\b|preclinical (?:testing|development|studies|trials))",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:will|would|could|may|might|should|expects?|plans?|anticipates?|intends?|goals?|aims?|hopes?|had|were|was|if|"
    r"at least|at most|more than|over|up to|as many as|nearly|approximately|about|no|not|neither|nor|next|each|another|"
    r"other)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r" [–—-]{1,2} ?\S|: ?\S|[–—]\S")
"""What leads to the names of what was counted."""
_ROMAN = {"iii": "3", "ii": "2", "i": "1", "i/ii": "1/2", "ii/iii": "2/3"}


def read_tallies(sentences: Iterable[Sentence], document: Document) -> tuple[Tally, ...]:
    """Return the tallies of a document, in order.

    Counts that are planned, past, denied or not exact are none. Where a list item, heading or table holds it, no
    sentence does, and it is left out.
    """
    return tuple(tally for sentence in sentences for tally in _read(sentence, document))


def _read(sentence: Sentence, document: Document) -> Iterator[Tally]:
    if " in " not in sentence.text or len(sentence.text) > 1_000:
        return
    for match in _TALLY.finditer(sentence.text):
        count = number_value(match["count"])
        before = sentence.text[max(0, match.start() - 40) : match.start()]
        if count is None or not 2 <= count <= _MOST or _NOT_SO.search(before) or _NOT_SO.search(match.group()):
            continue
        yield Tally(
            count=int(count),
            things=" ".join(match["things"].split()),
            stage=_stage(match["stage"]),
            evidence=document.cite(sentence.start, sentence.end),
            words=" ".join(match.group().split()),
            lists=_LIST.search(sentence.text, match.end()) is not None,
        )


def _stage(words: str) -> str:
    folded = " ".join(words.lower().split())
    if "preclinical" in folded:
        return "preclinical"
    phase = re.search(r"phases? (\S+)", folded)
    return f"phase {_ROMAN.get(phase[1], phase[1])}" if phase else "clinical"
