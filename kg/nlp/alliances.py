"""Which companies work together: collaborations that agreements make, or that a sentence goes on about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.agreements import Agreement
from kg.nlp.dates import find_dates
from kg.nlp.drafts import Draft
from kg.nlp.modality import modality_of
from kg.nlp.rights import collaboration_scope
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kg.model import DateRange
    from kg.nlp.context import Sentence


def alliance_drafts(
    sentence: Sentence, agreement: Agreement | None, *, reported_on: date | None, registrant: Entity | None
) -> Iterator[Draft]:
    """Yield the collaborations that a sentence states, and those that it says have ended."""
    agreement = agreement or _between_two(sentence, registrant)
    if agreement is None or len(agreement.parties) < 2:
        return
    named = agreement.stated and "collaboration" in agreement.kinds
    meant = not agreement.stated and cue("alliances.meant").search(sentence.text)
    over = has_ended(sentence.text)
    if over and not agreement.stated and "collaboration" in agreement.kinds:
        meant = meant or cue("alliances.agreement").search(sentence.text)
    if not named and not meant:
        return
    at = agreement.at - sentence.start if agreement.stated else 0
    if not over and not meant and modality_of(without_terms(sentence.text, at), at, at + 1) is not Modality.ASSERTED:
        return
    first, *others = agreement.parties
    for other in others:
        yield Draft(
            first,
            Predicate.COLLABORATES_WITH,
            other,
            sentence.start,
            sentence.end,
            "alliance.agreement" if named else "alliance.meant",
            0.88 if named else 0.82,
            reason="an agreement between the two",
        ).with_qualifiers(
            scope=collaboration_scope(sentence) if named else _names(agreement.subject),
            eventDate=_end(sentence, reported_on) if over else agreement.date,
            status="ended" if over else None,
        )


def _between_two(sentence: Sentence, registrant: Entity | None) -> Agreement | None:
    """Return the collaboration of the registrant with the one other company of a sentence that speaks of one."""
    if registrant is None or not cue("alliances.meant").search(sentence.text):
        return None
    companies = list(dict.fromkeys(e for s in sentence.of_type(EntityType.ORGANIZATION) for e in s.entities))
    others = [e for e in companies if e != registrant]
    if len(others) != 1 or registrant not in companies:
        return None
    return Agreement((registrant, others[0]), frozenset({"collaboration"}), None, (), stated=False)


def without_terms(text: str, at: int) -> str:
    """Return a sentence without what follows from the agreement at an offset: "…, under which they will …".

    >>> without_terms("We have an agreement with X under which we will work.", 10)
    'We have an agreement with X '
    """
    terms = cue("alliances.terms").search(text, at)
    return text[: terms.start()] if terms else text


def has_ended(text: str) -> bool:
    """Tell whether a text says that an agreement is over, or that somebody has decided so.

    >>> has_ended("The collaboration ended in 2019."), has_ended("Either party may terminate the agreement.")
    (True, False)
    """
    return any(not cue("alliances.may_end").search(text[: m.start()]) for m in cue("alliances.ended").finditer(text))


def _end(sentence: Sentence, reported_on: date | None) -> DateRange | None:
    """Return the time nearest to the words that say that it is over."""
    over = cue("alliances.ended").search(sentence.text)
    dates = find_dates(sentence.text, reported_on=reported_on)
    return min(dates, key=lambda d: abs(d.start - over.start())).range if over and dates else None


def _names(entities: tuple[Entity, ...]) -> str | None:
    return " and ".join(e.name for e in entities) or None
