"""Agreements that never took effect: what they foresaw is neither granted nor owed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Entity, Predicate
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.nlp.agreements import Agreement
    from kg.nlp.context import Sentence
    from kg.nlp.document import Paragraph
    from kg.nlp.drafts import Draft

_GRANTED = frozenset({Predicate.LICENSED_TO, Predicate.OWNED_BY, Predicate.ACQUIRED_BY, Predicate.PAYS})
_ONLY_IF = re.compile(r"\b(?:if|unless|in the event|should)\b", re.IGNORECASE)


def without_unclosed(
    drafts: Sequence[Draft], sentences: Sequence[Sentence], agreements: Sequence[Agreement | None]
) -> list[Draft]:
    """Return the drafts without the grants and open payments of agreements that were given up before they began.

    `agreements` are those of `read_agreements`. What a paragraph says in front of "it never closed" is dropped where
    it is told of two companies that the sentence's agreement joins, or that the paragraph speaks of without one; what
    has been paid stays.
    """
    ends: list[tuple[Paragraph, int, frozenset[Entity]]] = []
    for sentence, agreement in zip(sentences, agreements, strict=True):
        said = cue("agreements.never_closed").search(sentence.text)
        if said and not _ONLY_IF.search(sentence.text[: said.start()]):
            ends.append((sentence.paragraph, sentence.end, frozenset(agreement.parties if agreement else ())))
    return [d for d in drafts if not any(_is_of(d, *end) for end in ends)] if ends else list(drafts)


def _is_of(draft: Draft, paragraph: Paragraph, end: int, parties: frozenset[Entity]) -> bool:
    if draft.predicate not in _GRANTED or not paragraph.start <= draft.start < end:
        return False
    if draft.predicate is Predicate.PAYS and draft.qualifiers.get("status") == "paid":
        return False
    joined = {e for e in (draft.subject, draft.object) if isinstance(e, Entity)}
    return not parties or bool(joined & parties)
