"""Sentences: never across a block, never after an abbreviation, never inside a number or a name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.nlp.rules import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2500
"""No sentence of a filing is longer, in characters; what is (lists, broken tables) is read in pieces."""

_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s)|[;:](?=\s*\n)")
_WORD_BEFORE = re.compile(r"\S+\Z")
_NEXT_WORD = re.compile(r"[\s\"'“‘(\[]*([\w&]+)")


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    lines = read_lines("abbreviations.txt")
    never = frozenset(line for line in lines if not line.endswith("*"))
    sometimes = frozenset(line[:-1] for line in lines if line.endswith("*"))
    return never, sometimes, frozenset(read_lines("sentence_starters.txt"))


def split_sentences(text: str, *, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``text[start:end]`` as spans without white space at their edges.

    >>> [t[0:19] for t in ["ImmunoCo, Inc. said so. It did."] for _ in [0]]
    ['ImmunoCo, Inc. said']
    >>> text = "Dosing began in the U.S. in May. The MTD is 3.6 mg/kg."
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['Dosing began in the U.S. in May.', 'The MTD is 3.6 mg/kg.']
    """
    stop = len(text) if end is None else end
    begin = start
    for match in _END.finditer(text, start, stop):
        if _ends_sentence(text, match.start(), match.end(), stop):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, stop)


def _ends_sentence(text: str, dot: int, after: int, stop: int) -> bool:
    following = _NEXT_WORD.match(text, after, stop)
    if following is None:
        return True
    word = following.group(1)
    if word[0].islower() and text[dot] == ".":
        return False
    if text[dot] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(0, dot - 30), dot + 1)
    token = (before.group() if before else "").lstrip("(\"'“‘[")
    never, sometimes, starters = _abbreviations()
    if token in never or re.fullmatch(r"[A-Z]\.", token):
        return False
    if token in ("no.", "nos.") and word[0].isdigit():
        return False  # "study no. 12"; "the answer is no." goes on with a word
    if token in sometimes:
        return word in starters
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    finish = end - (len(piece) - len(piece.rstrip()))
    while finish - begin > LONGEST:
        cut = text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
        cut = cut if cut > 0 else begin + LONGEST
        yield begin, cut
        begin = cut + (1 if text[cut] == " " else 0)
    if begin < finish:
        yield begin, finish
