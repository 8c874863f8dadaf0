"""Who develops what under a deal: a party that is made responsible, and two companies that work on it together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.modality import modality_of
from kg.nlp.parties import SYMBOL, actor_before, companies, listed_companies
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.nlp.agreements import Agreement
    from kg.nlp.context import Sentence
    from kg.nlp.patterns import Coded


def joint_work_drafts(
    sentence: Sentence, coded: Coded, agreement: Agreement | None, *, registrant: Entity | None
) -> Iterator[Draft]:
    """Yield who develops what, and who works with whom, as duties and joint work tell it."""
    if cue("grants.hypothetical").search(coded.text):
        return
    yield from _duties(sentence, coded, agreement)
    yield from _together(sentence, coded, registrant)
    yield from _partners(sentence, coded, registrant)


def _duties(sentence: Sentence, coded: Coded, agreement: Agreement | None) -> Iterator[Draft]:
    """Yield who must develop: "X is responsible for development", "X must use reasonable efforts to develop"."""
    for duty in cue("work.duty").finditer(coded.text):
        actor = actor_before(coded, duty.start())
        if actor is None or cue("grants.denied").search(coded.text[: duty.start()]):
            continue
        compounds = _compounds(coded, duty.end())
        if not compounds and agreement is not None and len(agreement.subject) == 1:
            compounds = [e for e in agreement.subject if e.type is EntityType.COMPOUND]
        named = bool(compounds)
        if not compounds and len(sentence.topic) == 1:
            compounds = list(sentence.topic)
        ahead = re.search(r"\b(?:will|shall|would|to)\b", coded.text[max(0, duty.start() - 12) : duty.end()])
        planned = bool(ahead) and "efforts" not in duty.group() and "assumed" not in duty.group()
        for compound in compounds[:1]:
            for company in actor.entities:
                yield _claim(
                    sentence,
                    (compound, Predicate.DEVELOPED_BY, company),
                    "work.duty",
                    0.86 if named else 0.78,
                    Modality.PLANNED if planned else Modality.ASSERTED,
                )


def _compounds(coded: Coded, at: int) -> list[Entity]:
    """Return the compounds named behind an offset, before the clause ends."""
    stop = re.compile(r"[;:]|\.\s|,\s+(?:and|while|which|with)\s+⟦O").search(coded.text, at)
    end = stop.start() if stop else len(coded.text)
    slots = [coded.slots[int(m[2])] for m in SYMBOL.finditer(coded.text, at, end) if m[1] == "C"]
    return [e for s in slots for e in s.entities]


def _together(sentence: Sentence, coded: Coded, registrant: Entity | None) -> Iterator[Draft]:
    """Yield what two develop together: "developing it in collaboration with Y", "X and Y jointly develop it"."""
    for work in cue("work.together").finditer(coded.text):
        partner = next((s for m, s in companies(coded, work.end(), work.end() + 12) if not m[3]), None)
        if partner is None or cue("grants.denied").search(coded.text[: work.start()]):
            continue
        verb = cue("work.develops").search(coded.text, max(0, work.start() - 160), work.end())
        first = _first(coded, verb.start() if verb else work.start(), registrant)
        if first is None or first in partner.entities:
            continue
        at = work.start() if verb is None else verb.start()
        place = coded.source(at) - sentence.start
        modality = modality_of(sentence.text, place, place + 1)
        if modality in (Modality.NEGATED, Modality.POSSIBLE):
            continue
        yield _claim(sentence, (first, Predicate.COLLABORATES_WITH, partner.entity), "work.with", 0.86, modality)
        for compound in _worked_on(coded, verb, work):
            for company in (first, *partner.entities):
                yield _claim(sentence, (compound, Predicate.DEVELOPED_BY, company), "work.with", 0.86, modality)


def _first(coded: Coded, at: int, registrant: Entity | None) -> Entity | None:
    """Return who works with somebody: the verb's subject; the registrant where a compound is the subject."""
    actor = actor_before(coded, at)
    if actor is not None:
        return actor.entity
    before = [m for m in SYMBOL.finditer(coded.text, 0, at) if m[1] in "OC"]
    return registrant if not before or before[-1][1] == "C" or before[-1][3] else None


def _worked_on(coded: Coded, verb: re.Match[str] | None, work: re.Match[str]) -> list[Entity]:
    """Return the compound that is developed: the verb's object, what follows the partner, or a passive's subject."""
    found: list[re.Match[str]] = []
    if verb is not None:
        found = [m for m in SYMBOL.finditer(coded.text, verb.start(), work.end()) if m[1] == "C"][:1]
        if not found and cue("work.passive").search(coded.text[: verb.start()]):
            before = [m for m in SYMBOL.finditer(coded.text, 0, verb.start()) if m[1] == "C"]
            # "X, which it develops": the second of two that stand together is who does it
            apart = len(before) < 2 or before[-1].start() - before[-2].end() > 1
            found = before[-1:] if apart else before[-2:-1]
    if not found:
        after = [m for m in SYMBOL.finditer(coded.text, work.end()) if m[1] == "C"]
        found = [m for m in after if cue("work.to_develop").search(coded.text[work.end() : m.start()])][:1]
    return [e for m in found for e in coded.slots[int(m[2])].entities]


def _partners(sentence: Sentence, coded: Coded, registrant: Entity | None) -> Iterator[Draft]:
    """Yield who is called somebody's partner: "Y, our development partner", "our collaborator Y"."""
    for listed in cue("work.partners").finditer(coded.text):
        owner = next((s for m, s in companies(coded, listed.start(), listed.end()) if m[3]), None)
        first = owner.entity if owner else registrant
        for company in listed_companies(coded, listed.end()):
            if first is not None and company != first:
                yield _claim(
                    sentence, (first, Predicate.COLLABORATES_WITH, company), "work.partners", 0.86, Modality.ASSERTED
                )
    for match in cue("work.partner").finditer(coded.text):
        owner = next((s for m, s in companies(coded, match.start(), match.end()) if m[3]), None)
        partner = next((s for m, s in companies(coded, match.start(), match.end()) if not m[3]), None)
        first = owner.entity if owner else registrant
        if partner is None or first is None or first == partner.entity:
            continue
        yield _claim(
            sentence, (first, Predicate.COLLABORATES_WITH, partner.entity), "work.partner", 0.86, Modality.ASSERTED
        )


def _claim(
    sentence: Sentence, triple: tuple[Entity, Predicate, Entity], rule: str, confidence: float, modality: Modality
) -> Draft:
    subject, predicate, value = triple
    draft = Draft(subject, predicate, value, sentence.start, sentence.end, rule, confidence, modality)
    if predicate is not Predicate.COLLABORATES_WITH:
        return draft
    about = sentence.compounds or list(sentence.topic)
    return draft.with_qualifiers(scope=about[0].name if len(about) == 1 else None)
