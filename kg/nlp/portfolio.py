"""What a company says of all that it has: "we retain worldwide rights to all of our product candidates"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.nlp.context import Sentence


def portfolio_drafts(
    sentences: Sequence[Sentence], drafts: Sequence[Draft], registrant: Entity | None
) -> Iterator[Draft]:
    """Yield that the registrant owns each compound it develops, where it says that it has the rights to all of them.

    What it has licensed out or in, and what somebody else develops too, is left out.
    """
    said = next((s for s in sentences if registrant is not None and _says_all(s, registrant)), None)
    if said is None or registrant is None:
        return
    dealt = {d.subject for d in drafts if d.predicate in (Predicate.LICENSED_TO, Predicate.OWNED_BY)}
    shared = {d.subject for d in drafts if d.predicate is Predicate.DEVELOPED_BY and d.object != registrant}
    own = [
        d.subject
        for d in drafts
        if d.predicate is Predicate.DEVELOPED_BY and d.object == registrant and d.modality is Modality.ASSERTED
    ]
    for compound in dict.fromkeys(own):
        if compound not in dealt | shared:
            yield Draft(
                compound,
                Predicate.OWNED_BY,
                registrant,
                said.start,
                said.end,
                "inferred.portfolio",
                0.82,
                reason="holds the rights to all that it develops",
            )


def _says_all(sentence: Sentence, registrant: Entity) -> bool:
    for slot in sentence.of_type(EntityType.ORGANIZATION):
        before, after = sentence.text[: slot.start - sentence.start], sentence.text[slot.end - sentence.start :]
        ours = slot.possessive and slot.entity == registrant and cue("portfolio.ours").match(after)
        if ours and cue("portfolio.all").search(before):
            return True
    return False
