"""Names that the vocabulary has or that have the shape of a compound's name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.found import Found
from kg.nlp.rules import read_toml
from kg.vocabulary.match import find_names
from kg.vocabulary.shapes import find_codes, find_conjugates, find_inn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.vocabulary.load import Vocabulary


# A marked name is a product, unless what follows shows it to be a platform (technologies have a weightier finding).
_BRAND = re.compile(r"(?<![\w-])([A-Z][A-Za-z][A-Za-z-]{2,20})(?=[®™])(?![®™]\s+(?:platform|technolog|system|assay|test|software|engine|format|index|trial|study))")


def find_known(text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield the vocabulary's names in a text. Diseases come with the words of the text, others with the entry."""
    for match in find_names(text, vocabulary):
        words = " ".join(text[match.start : match.end].split())
        yield Found(match.entry.type, match.start, match.end, words, "vocabulary", entry=match.entry, weight=4)


def find_compounds(text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield development codes, international nonproprietary names and conjugates by their shape."""
    for conjugate in find_conjugates(text, vocabulary):
        pieces = tuple(
            Found(piece.type, piece.start, piece.end, text[piece.start : piece.end], "name.piece", hidden=True)
            for piece in conjugate.pieces
        )
        yield Found(
            EntityType.COMPOUND, conjugate.start, conjugate.end, text[conjugate.start : conjugate.end], "name.conjugate",
            weight=6, pieces=pieces,
        )
    for code in find_codes(text, vocabulary):
        yield Found(EntityType.COMPOUND, code.start, code.end, code.text, "name.code", weight=2)
    for brand in _BRAND.finditer(text):
        yield Found(EntityType.COMPOUND, brand.start(1), brand.end(1), brand.group(1), "name.brand", weight=1)
    yield from _parts(text)
    for inn in find_inn(text, vocabulary):
        yield Found(inn.type, inn.start, inn.end, inn.text, "name.inn", weight=2)


def _parts(text: str) -> Iterator[Found]:
    """Yield linkers, payloads and antibodies by what is said of them, where no vocabulary has them."""
    patterns, generic = _part_patterns()
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            words = match["n"].split()
            while words and words[0].lower().strip(",") in generic:
                words.pop(0)
            if not words or words[-1].lower() in generic or len(" ".join(words)) < 3:
                continue
            start = match.end("n") - len(match["n"].rstrip()) + match["n"].rstrip().rindex(words[0]) if len(words) == 1 else text.index(words[0], match.start("n"))
            end = match.start("n") + len(match["n"].rstrip())
            yield Found(kind, start, end, " ".join(text[start:end].split()), f"name.{kind.lower()}", weight=1)


@cache
def _part_patterns() -> tuple[tuple[tuple[EntityType, re.Pattern[str]], ...], frozenset[str]]:
    rules = read_toml("parts.toml")
    kinds = {"linker": EntityType.LINKER, "payload": EntityType.PAYLOAD, "antibody": EntityType.ANTIBODY}
    patterns = tuple((kind, re.compile(p)) for name, kind in kinds.items() for p in rules[name])
    return patterns, frozenset(rules["generic"])
