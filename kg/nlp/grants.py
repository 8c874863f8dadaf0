"""Grants of rights: whatever the words between them, who gives, who gets, and what.

The reader looks for the noun ("an exclusive license", "rights to develop", "an option"), then for the verb that
governs it, and fills what the sentence leaves open from the agreement that it speaks of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.frames import clause_of, date_for
from kg.nlp.modality import modality_of
from kg.nlp.parties import SYMBOL, actor_before, after_preposition, companies, object_at
from kg.nlp.rights import exclusivity, field_of_use, territory
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kg.model import DateRange
    from kg.nlp.agreements import Agreement
    from kg.nlp.context import Sentence, Slot
    from kg.nlp.gates import Sifted
    from kg.nlp.patterns import Coded


_MEANT = "what the agreement is about"


@dataclass(frozen=True, slots=True)
class _Grant:
    """A grant as one sentence tells it; offsets are those of the coded text."""

    start: int
    end: int
    giver: Entity | None
    taker: Entity | None
    option: bool
    confidence: float


def grant_drafts(
    sentence: Sentence,
    coded: Coded,
    agreement: Agreement | None,
    *,
    reported_on: date | None,
    registrant: Entity | None,
) -> Iterator[Draft]:
    """Yield the licences that a sentence grants; `agreement` is the one that the sentence speaks of."""
    if cue("grants.hypothetical").search(coded.text):
        return
    for grant in (*_grants(coded), *_licensees(sentence, coded, registrant)):
        giver, taker = _with_parties(grant, agreement, registrant)
        if taker is None or giver is None or giver == taker:
            continue
        things, named = _things(sentence, coded, grant, agreement)
        place = (coded.source(grant.start), coded.source(grant.end))
        when = _when(sentence, place, (giver, taker), agreement, reported_on)
        for thing in things:
            draft = _draft(sentence, grant, thing, (giver, taker), place).with_qualifiers(eventDate=when)
            if not named:
                draft = replace(draft, rule="grant.of-agreement", confidence=draft.confidence - 0.08, reason=_MEANT)
            yield draft


def _grants(coded: Coded) -> Iterator[_Grant]:
    told = -1
    for right in cue("grants.right").finditer(coded.text):
        if cue("grants.kept").search(coded.text[: right.start()]):
            continue  # what somebody retains, nobody grants
        if cue("grants.all_title").match(coded.text, right.start()):
            continue  # who gets the title owns it
        option = right.group().lower().startswith("option")
        grant = _given(coded, right, option=option) or _taken(coded, right, option=option) or _passive(coded, right)
        if grant is not None and grant.start != told:  # "an option to obtain a license" is one grant
            told = grant.start
            yield grant


def _licensees(sentence: Sentence, coded: Coded, registrant: Entity | None) -> Iterator[_Grant]:
    """Yield who is called the registrant's licensee: "Y is our exclusive licensee for …", "our licensee, Y"."""
    for word in cue("grants.licensee").finditer(sentence.text):
        start, end = sentence.start + word.start(), sentence.start + word.end()
        place = (coded.place(start), coded.place(end))
        for slot in coded.slots:
            if slot.type is not EntityType.ORGANIZATION or slot.possessive or slot.entity == registrant:
                continue
            before = sentence.text[max(0, slot.end - sentence.start) : word.start()]
            after = sentence.text[word.end() : max(0, slot.start - sentence.start)]
            near = slot.end <= start and cue("grants.is_a").fullmatch(before)
            if near or (slot.start >= end and after.strip() in ("", ",")) or slot.start == start:
                yield _Grant(*place, registrant, slot.entity, False, 0.84)
                break


def _given(coded: Coded, right: re.Match[str], *, option: bool) -> _Grant | None:
    """Return a grant told from the giver's side: "X granted Y a license", "granting to Y", "granted a license to Y"."""
    verb = _last(cue("grants.gives"), coded.text, right.start(), 170)
    if verb is None or re.search(r"[;]|\.\s", coded.text[verb.end() : right.start()]):
        return None
    if len(list(companies(coded, verb.end(), right.start()))) > 2 or _denied(coded.text, verb.start()):
        return None
    if re.search(r"\b(?:was|were|been|be|being)\s+(?:\w+\s+)?$", coded.text[: verb.start()]):
        taker = actor_before(coded, verb.start())
        giver = after_preposition(coded, right.end(), "by|from")
        return _Grant(verb.start(), right.end(), _whole(giver), _whole(taker), option, 0.88)
    if verb.group().lower().startswith("licens") and after_preposition(coded, right.end(), "from", within=200):
        return None  # "licensed rights from X" takes them
    taker = object_at(coded, verb.end()) or after_preposition(coded, right.end(), "to", within=200)
    giver = actor_before(coded, verb.start())
    if taker is None and giver is None:
        return None
    if verb.group().lower().startswith("licens") and object_at(coded, verb.end()) is None and giver is not None:
        owner = next((s for m, s in companies(coded, right.end()) if m[3]), None)
        if owner is not None and owner.entity != giver.entity and taker in (None, owner):
            # "X licensed rights to our technology": who licenses what is another's takes it
            return _Grant(verb.start(), right.end(), owner.entity, giver.entity, option, 0.86)
    return _Grant(verb.start(), right.end(), _whole(giver), _whole(taker), option, 0.9)


def _taken(coded: Coded, right: re.Match[str], *, option: bool) -> _Grant | None:
    """Return a grant told from the taker's side: "Y holds exclusive rights", "we obtained from X a license"."""
    verb = _last(cue("grants.takes"), coded.text, right.start(), 150)
    if verb is None or _denied(coded.text, verb.start()):
        return None
    between = coded.text[verb.end() : right.start()]
    if not cue("grants.object").fullmatch(between):
        return None
    taker = actor_before(coded, verb.start())
    if taker is None:
        return None
    if verb.group().lower().startswith(("acquir", "obtain")) and cue("grants.by_takeover").search(
        coded.text, right.end()
    ):
        return None  # who buys a company with its rights owns them
    exercised = verb.group().lower().startswith("exercis")
    giver = after_preposition(coded, verb.end(), "from|by")
    owner = next((s for m, s in companies(coded, verb.end()) if m[3] and s.entity != taker.entity), None)
    source = giver or owner
    if source is None and cue("grants.holds_all").search(coded.text[verb.start() : right.end()]):
        return None  # who "holds all rights" has kept them
    return _Grant(verb.start(), right.end(), _whole(source), taker.entity, option and not exercised, 0.86)


def _passive(coded: Coded, right: re.Match[str]) -> _Grant | None:
    """Return a grant told from the right's side: "the license granted to Y", "rights licensed from X"."""
    verb = cue("grants.granted").match(coded.text, right.end())
    if verb is None or _denied(coded.text, verb.start("verb")):
        return None
    if cue("grants.held").search(verb["verb"]):
        holder = after_preposition(coded, verb.end(), "to|by|with", within=40)
        return _Grant(right.start(), right.end(), None, _whole(holder), False, 0.84) if holder else None
    taker = after_preposition(coded, verb.end(), "to", within=40)
    giver = after_preposition(coded, verb.end(), "by|from", within=90)
    if taker is None and giver is None:
        return None
    return _Grant(right.start(), verb.end(), _whole(giver), _whole(taker), False, 0.86)


def _whole(slot: Slot | None) -> Entity | None:
    return slot.entity if slot is not None else None


def _last(pattern: Sifted, text: str, before: int, window: int) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text, max(0, before - window), before))), None)


def _denied(text: str, at: int) -> bool:
    return bool(cue("grants.denied").search(text[:at]))


def _with_parties(
    grant: _Grant, agreement: Agreement | None, registrant: Entity | None
) -> tuple[Entity | None, Entity | None]:
    """Return giver and taker; who is not named is the other party of the agreement, or the registrant."""
    giver, taker = grant.giver, grant.taker
    if giver == taker:
        giver = None
    if agreement is not None and agreement.kinds != {"acquisition"}:
        giver = giver or agreement.other(taker)
        taker = taker or agreement.other(giver)
    if giver is None and taker is not None and taker != registrant:
        giver = registrant
    if taker is None and giver is not None and giver != registrant:
        taker = registrant
    return giver, taker


def _things(
    sentence: Sentence, coded: Coded, grant: _Grant, agreement: Agreement | None
) -> tuple[tuple[Entity, ...], bool]:
    """Return what a grant is about, and whether its own words name it.

    That is the first compound, technology or target behind the noun. A technology that follows a target is what is
    licensed, the target its field of use.
    """
    found = [m for m in SYMBOL.finditer(coded.text, grant.end) if m[1] in "CKT" and not m[3]]
    before = [] if found else _named_before(coded, grant)
    if before:
        return _run(coded, before[-1]), True
    found = [m for m in found if not cue("grants.besides").search(coded.text[grant.end : m.start()])]
    if found:
        first = found[0]
        technology = next((m for m in found if m[1] == "K" and m.start() - first.start() < 200), None)
        if first[1] == "T" and technology is None:
            # "a license to MSLN": what is licensed for use with a target is the agreement's technology
            subjects = agreement.subject if agreement is not None else ()
            platforms = tuple(e for e in subjects if e.type is EntityType.TECHNOLOGY)
            return (platforms if len(platforms) == 1 else ()), False
        first = technology if first[1] == "T" and technology else first
        return _run(coded, first), True
    if cue("grants.own_object").match(coded.text, grant.end):
        return (), False
    if agreement is not None and len(agreement.subject) == 1:
        return agreement.subject, False
    meant = cue("grants.the_product").match(coded.text, grant.end) or cue("grants.place_only").match(
        coded.text, grant.end
    )
    if meant and len(sentence.topic) == 1:
        return sentence.topic, False
    return (), False


def _named_before(coded: Coded, grant: _Grant) -> list[re.Match[str]]:
    """Return the compounds named before a grant that only adds a place: "X has the rest of the world"."""
    if not cue("grants.place_only").match(coded.text, grant.end):
        return []
    return [m for m in SYMBOL.finditer(coded.text, 0, grant.start) if m[1] == "C" and not m[3]]


def _run(coded: Coded, first: re.Match[str]) -> tuple[Entity, ...]:
    """Return what stands in a list with a symbol."""
    out = list(coded.slots[int(first[2])].entities)
    end = first.end()
    for symbol in SYMBOL.finditer(coded.text, first.end()):
        if symbol[1] != first[1] or not cue("frames.listed").fullmatch(coded.text, end, symbol.start()):
            break
        out += coded.slots[int(symbol[2])].entities
        end = symbol.end()
    return tuple(dict.fromkeys(out))


def _when(
    sentence: Sentence,
    place: tuple[int, int],
    parties: tuple[Entity, Entity],
    agreement: Agreement | None,
    reported_on: date | None,
) -> DateRange | None:
    """Return when a grant was made: as its clause says, else with the agreement."""
    when = date_for(sentence, clause_of(sentence, *place), place[0], reported_on=reported_on)
    if when is None and agreement is not None and set(parties) <= set(agreement.parties):
        return agreement.date
    return when


def _exclusive(text: str, words: str) -> bool | None:
    """Return whether a grant is exclusive, as its own words say, or the name of its agreement."""
    told = exclusivity(words)
    if told is None and cue("grants.exclusive_agreement").search(text):
        return True
    return bool(told) if told is not None else None


def _draft(
    sentence: Sentence, grant: _Grant, thing: Entity, parties: tuple[Entity, Entity], place: tuple[int, int]
) -> Draft:
    giver, taker = parties
    start, end = place[0] - sentence.start, place[1] - sentence.start
    modality = modality_of(sentence.text, start, end, kinds=(Modality.EXPECTED, Modality.PLANNED))
    words = sentence.text[start:]
    return Draft(
        thing,
        Predicate.LICENSED_TO,
        taker,
        sentence.start,
        sentence.end,
        "grant.stated",
        grant.confidence,
        Modality.POSSIBLE if grant.option else modality,
        reason="verb and its roles",
    ).with_qualifiers(
        licensor=giver,
        exclusive=_exclusive(sentence.text, words),
        territory=territory(words),
        field=field_of_use(words),
    )
