"""Tables read as tables: pipeline tables and tables of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Entity
    from kg.nlp.context import Sentence
    from kg.nlp.document import Document
    from kg.nlp.drafts import Draft
    from kg.nlp.found import Found
    from kg.vocabulary.load import Vocabulary


def table_drafts(
    document: Document,
    entities: Mapping[Found, Entity],
    sentences: Sequence[Sentence],
    drafts: Sequence[Draft],
    vocabulary: Vocabulary,
) -> Iterator[Draft]:
    """Yield what a document's tables say."""
    return iter(())
