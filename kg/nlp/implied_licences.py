"""Licences that a text only names ("a license agreement with X for Y"): who pays for it holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.rights import exclusivity, territory
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.nlp.agreements import Agreement
    from kg.nlp.context import Sentence

_FOR_A_LICENCE = ("upfront", "milestone", "royalty")


def implied_licence_drafts(
    sentences: Sequence[Sentence], agreements: Sequence[Agreement | None], drafts: Sequence[Draft]
) -> Iterator[Draft]:
    """Yield the licences of agreements that no sentence says who was granted.

    The licensee is the party that pays the other; where both pay, or neither is said to, nothing is yielded.
    """
    told = {(d.subject, d.object) for d in drafts if d.predicate is Predicate.LICENSED_TO}
    paid = _payments(drafts)
    for sentence, agreement in zip(sentences, agreements, strict=True):
        if agreement is None or not agreement.stated or not _is_licence(agreement):
            continue
        parties = agreement.parties
        ways = {pair for pair in paid if set(pair) == set(parties)}
        if len(parties) != 2 or len(ways) != 1 or sentence.start > agreement.at:
            continue
        licensee, licensor = ways.pop()
        for compound in _licensed(sentence, agreement):
            if (compound, licensee) in told or (compound, licensor) in told:
                continue
            told.add((compound, licensee))
            yield _draft(sentence, agreement, (compound, licensee, licensor))


def _is_licence(agreement: Agreement) -> bool:
    return "licence" in agreement.kinds and not agreement.kinds & {"option", "acquisition"}


def _payments(drafts: Sequence[Draft]) -> set[tuple[Entity, Entity]]:
    """Return who pays whom in the way that licences are paid."""
    return {
        (d.subject, d.object)
        for d in drafts
        if d.predicate is Predicate.PAYS
        and isinstance(d.object, Entity)
        and d.modality is not Modality.NEGATED
        and d.qualifiers.get("type") in _FOR_A_LICENCE
    }


def _licensed(sentence: Sentence, agreement: Agreement) -> list[Entity]:
    """Return the compounds that an agreement's words say it is for: "… agreement with X for Y"."""
    slots = [s for s in sentence.of_type(EntityType.COMPOUND, named=True) if s.start > agreement.at]
    if not slots:
        return []
    before = sentence.text[agreement.at - sentence.start : slots[0].start - sentence.start]
    return list(slots[0].entities) if cue("licences.is_for").search(before) else []


def _draft(sentence: Sentence, agreement: Agreement, triple: tuple[Entity, Entity, Entity]) -> Draft:
    compound, licensee, licensor = triple
    at = agreement.at - sentence.start
    around = sentence.text[max(0, at - 60) : at + 20]
    return Draft(
        compound,
        Predicate.LICENSED_TO,
        licensee,
        sentence.start,
        sentence.end,
        "licence.implied",
        0.8,
        Modality.ASSERTED,
        reason="who pays for it",
    ).with_qualifiers(
        licensor=licensor,
        exclusive=exclusivity(around),
        territory=territory(around) or territory(sentence.text[at:]),
        eventDate=agreement.date,
    )
