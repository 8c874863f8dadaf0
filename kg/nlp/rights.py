"""Who licensed what to whom, in which field and territory, and who works with whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.frames import clause_of, date_for
from kg.nlp.modality import cue_in
from kg.nlp.patterns import load_rules, match_rules
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kg.model import Qualifier
    from kg.nlp.agreements import Agreement
    from kg.nlp.context import Sentence
    from kg.nlp.patterns import Coded, Match

_WORLD = re.compile(r"\b(?:worldwide|world-wide|global)\b", re.IGNORECASE)


def licence_drafts(
    sentence: Sentence,
    coded: Coded,
    agreement: Agreement | None = None,
    *,
    reported_on: date | None,
    registrant: Entity | None,
) -> Iterator[Draft]:
    """Yield the licences that a sentence speaks of; the agreement it is about tells who grants where it does not."""
    if cue("grants.hypothetical").search(coded.text):
        return
    for match in match_rules(coded, load_rules("rights.toml")):
        licensees = [e for role in ("o", "o2") for s in match.roles.get(role, ()) for e in s.entities]
        licensors = [e for s in match.roles.get("licensor", ()) for e in s.entities]
        licensor = licensors[0] if licensors else None
        if not licensees and licensor is not None:
            licensees = _unnamed_licensee(match, coded, licensor, registrant)
        if licensor is None and agreement is not None and licensees:
            licensor = agreement.other(licensees[0])
        if licensor is None and registrant not in licensees:
            licensor = registrant
        if licensor is None and "licen" not in coded.text.lower():
            continue  # the registrant has rights, and nobody is said to have granted them
        for slot in match.roles["s"]:
            after = sentence.text[slot.end - sentence.start :]
            if slot.type is EntityType.TARGET and cue("grants.only_for").match(after):
                continue
            for subject in slot.entities:
                for licensee in licensees:
                    if licensee == licensor:
                        continue
                    yield _licence(sentence, match, subject, licensee, licensor, reported_on)


def _unnamed_licensee(match: Match, coded: Coded, licensor: Entity, registrant: Entity | None) -> list[Entity]:
    """Return who holds what is "licensed from X": the company last named before it, else the registrant."""
    first = match.roles["s"][0].start
    before = [s.entity for s in coded.slots if s.type is EntityType.ORGANIZATION and s.start < first]
    named = [e for e in before if e != licensor]
    holder = named[-1] if named else registrant
    return [holder] if holder is not None and holder != licensor else []


def _licence(
    sentence: Sentence,
    match: Match,
    subject: Entity,
    licensee: Entity,
    licensor: Entity | None,
    reported_on: date | None,
) -> Draft:
    words = sentence.text[match.start - sentence.start :]
    clause = clause_of(sentence, match.start, match.end)
    option = bool(re.search(r"\boption\b", sentence.text) and not re.search(r"\bexercised\b", sentence.text))
    # what follows ("… in exchange for future royalties") says nothing of when the licence is granted
    told = sentence.text[clause.start : max(clause.start, match.end - sentence.start)]
    cue = cue_in(told, kinds=(Modality.NEGATED, Modality.EXPECTED, Modality.PLANNED))
    return Draft(
        subject,
        Predicate.LICENSED_TO,
        licensee,
        sentence.start,
        sentence.end,
        match.rule.id,
        match.rule.confidence,
        Modality.POSSIBLE if option else cue if cue is not Modality.NEGATED else Modality.ASSERTED,
    ).with_qualifiers(
        licensor=licensor,
        exclusive=exclusivity(sentence.text),
        territory=territory(words),
        field=field_of_use(words),
        eventDate=date_for(sentence, clause, match.start, reported_on=reported_on),
    )


def exclusivity(text: str) -> Qualifier | None:
    """Return whether a grant is exclusive, or `None` where the text does not say.

    >>> exclusivity("an exclusive licence"), exclusivity("a non-exclusive licence"), exclusivity("a licence")
    (True, False, None)
    """
    if re.search(r"\bnon-?exclusive", text, re.IGNORECASE):
        return False
    return True if re.search(r"\b(?:exclusive(?:ly)?|sole)\b", text, re.IGNORECASE) else None


def territory(text: str) -> str | None:
    """Return the territory of a grant in the text's words.

    >>> territory("exclusive rights to it in the Asia Pacific region, excluding Japan.")
    'the Asia Pacific region, excluding Japan'
    >>> territory("worldwide rights, excluding the Middle East and North Africa")
    'worldwide, excluding the Middle East and North Africa'
    """
    base = "worldwide" if _WORLD.search(text) else None
    where = re.search(
        rf"\b(?:outside(?: of)?|except(?: in| for)?|excluding|in)\s+(?P<t>{cue('rights.place').pattern}),\s+where\b",
        text,
    )
    if where:
        return where["t"].strip()
    if base is None:
        place = cue("rights.territory").search(text)
        base = place["t"].strip() if place else None
    if base is None:
        return None
    out = cue("rights.except").search(text)
    return f"{base}, excluding {out['t'].strip()}" if out else base


def field_of_use(text: str) -> str | None:
    """Return the field of a grant in the text's words.

    >>> field_of_use("rights to use the platform with antibodies that bind XYZ1")
    'antibodies that bind XYZ1'
    """
    match = cue("rights.field").search(text)
    if not match:
        return None
    return next(g.strip() for g in match.groups() if g)


def collaboration_scope(sentence: Sentence) -> str | None:
    """Return what two companies work on together, in the text's words."""
    match = cue("rights.scope").search(sentence.text)
    if match:
        return " ".join(match["s"].split()).rstrip(" ,")
    compounds = sentence.of_type(EntityType.COMPOUND, named=True)
    return " and ".join(dict.fromkeys(s.entity.name for s in compounds)) or None
