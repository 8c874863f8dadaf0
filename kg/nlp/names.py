"""Names that the vocabulary has or that have the shape of a compound's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.found import Found
from kg.vocabulary.match import find_names
from kg.vocabulary.shapes import find_codes, find_conjugates, find_inn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.vocabulary.load import Vocabulary


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
    for inn in find_inn(text, vocabulary):
        yield Found(inn.type, inn.start, inn.end, inn.text, "name.inn", weight=2)
