"""Relations that rule files state as patterns: targets, technologies, uses, ownership, partners."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.model import BlockKind, Entity, EntityType, Modality, Predicate
from kg.nlp.alliances import has_ended, without_terms
from kg.nlp.composition import type_words
from kg.nlp.drafts import Draft
from kg.nlp.frames import main_compounds
from kg.nlp.gates import Gated, gated
from kg.nlp.modality import modality_of
from kg.nlp.patterns import code, load_rules, match_rules
from kg.nlp.rights import collaboration_scope
from kg.nlp.rules import cue
from kg.nlp.settings import setting_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.nlp.context import Sentence, Slot
    from kg.nlp.patterns import Coded, Match, Rule

_STATES = frozenset(
    {
        Predicate.COMPOUND_TYPE,
        Predicate.HAS_TARGET,
        Predicate.USES_TECHNOLOGY,
        Predicate.OWNED_BY,
        Predicate.ORIGINATED_BY,
        Predicate.HAS_ANTIBODY,
        Predicate.HAS_PAYLOAD,
    }
)
"""What is so whatever is planned: a design does not hang on "will" or "could" elsewhere in its sentence."""


def relation_drafts(sentence: Sentence, coded: Coded, *, registrant: Entity | None) -> Iterator[Draft]:
    """Yield the relations that rules find in a sentence."""
    for match in match_rules(coded, _rules()):
        for subject_slot in match.roles.get("s", ()) or _default_subject(match, registrant):
            if match.rule.predicate is Predicate.HAS_INDICATION and subject_slot not in main_compounds(sentence):
                continue  # what is only given along is not what the sentence says it of
            for subject in subject_slot.entities:
                for object_, slot in _objects(match, sentence, registrant):
                    if object_ == subject or _others_do(sentence, subject_slot, slot):
                        continue
                    if match.rule.predicate in _OF_THE_WHOLE and _only_a_part(sentence, subject_slot):
                        continue
                    if not (match.rule.object == "NAMED" and slot.found is None):
                        yield _draft(sentence, match, subject, object_, slot)
    yield from _from_lead(sentence, registrant)
    yield from _expressed_by_name(sentence)
    yield from _in_pipeline(sentence, coded)


_OF_THE_WHOLE = frozenset({Predicate.DEVELOPED_BY, Predicate.ORIGINATED_BY, Predicate.OWNED_BY})


def _only_a_part(sentence: Sentence, slot: Slot) -> bool:
    """Tell whether a part of a compound is spoken of: "the antibody component of XY-1 was made by Acme"."""
    return bool(cue("relations.part_of").search(sentence.text[: slot.start - sentence.start]))


def _in_pipeline(sentence: Sentence, coded: Coded) -> Iterator[Draft]:
    """Yield who develops each compound that a pipeline's list has, whatever is said of one before the next."""
    lead = cue("relations.pipeline").search(coded.text)
    if lead is None:
        return
    whose = coded.slots[int(lead["a"] or lead["b"] or lead["c"])]
    rest = coded.text[lead.end() :]
    over = cue("relations.list_ends").search(rest)
    for item in re.finditer(r"⟦C(\d+)⟧", rest[: over.start()] if over else rest):
        if not cue("relations.item").search(rest[max(0, item.start() - 80) : item.start()]):
            continue
        for compound in coded.slots[int(item[1])].entities:
            for company in whose.entities:
                yield Draft(
                    compound,
                    Predicate.DEVELOPED_BY,
                    company,
                    sentence.start,
                    sentence.end,
                    "developed.pipeline",
                    0.86,
                    reason="in its pipeline",
                )


def _others_do(sentence: Sentence, subject: Slot, slot: Slot) -> bool:
    """Tell whether other companies stand between: "in relation to X, companies that are testing drugs against Y"."""
    between = sentence.text[subject.end - sentence.start : max(0, slot.start - sentence.start)]
    return bool(cue("stages.of_companies").search(between))


@cache
def _rules() -> Gated[Rule]:
    files = ("relations.toml", "descriptions.toml", "uses.toml")
    return gated((rule for name in files for rule in load_rules(name)), pattern=lambda rule: rule.pattern)


def _from_lead(sentence: Sentence, registrant: Entity | None) -> Iterator[Draft]:
    """Apply what introduces a list to the compound that each of its items begins with."""
    lead = sentence.lead
    first = next((s for s in sentence.of_type(EntityType.COMPOUND, named=True)), None)
    if lead is None or first is None or sentence.previous is not None:
        return
    is_heading = lead.paragraph.block.kind is BlockKind.HEADING
    if not (is_heading or lead.text.rstrip().endswith(":")):
        return
    if first.start - sentence.start > 40 or lead.of_type(EntityType.COMPOUND):
        return
    coded = code(lead, values=type_words(lead), appended=first, joint=": " if is_heading else " ")
    for match in match_rules(coded, (*load_rules("relations.toml"), *load_rules("descriptions.toml"))):
        if first in match.roles.get("s", ()):
            for object_, slot in _objects(match, lead, registrant):
                if object_ != first.entity:
                    yield _draft(lead, replace(match, end=lead.end), first.entity, object_, slot)


def _default_subject(match: Match, registrant: Entity | None) -> tuple[Slot, ...]:
    if match.rule.object == "REGISTRANT" and registrant is not None:
        first = match.roles["o"][0]
        return (type(first)(first.start, first.end, (registrant,)),)
    return ()


def _objects(match: Match, sentence: Sentence, registrant: Entity | None) -> Iterator[tuple[Entity | str, Slot]]:
    if match.rule.object == "OTHERS":
        for slot in sentence.of_type(EntityType.ORGANIZATION, named=True):
            if slot.start >= match.end and slot.entity != registrant:
                yield slot.entity, slot
    if match.rule.object == "REGISTRANT-OWNS" and registrant is not None:
        yield registrant, match.roles["s"][0]
    for role in ("o", "o2", "o3"):
        for slot in match.roles.get(role, ()):
            if match.rule.by_name and _pronoun(sentence, slot):
                continue
            if slot.value:
                yield slot.value, slot
            for entity in slot.entities:
                yield entity, slot


def _pronoun(sentence: Sentence, slot: Slot) -> bool:
    words = sentence.text[slot.start - sentence.start : slot.end - sentence.start]
    return words.lower() in {"our", "its", "their", "we", "it"}


def _draft(sentence: Sentence, match: Match, subject: Entity, object_: Entity | str, slot: Slot) -> Draft:
    rule = match.rule
    modality = _modality(sentence, match)
    qualifiers: dict[str, str] = {}
    if rule.predicate is Predicate.HAS_INDICATION and slot.found and (setting := setting_of(sentence, slot)):
        qualifiers["setting"] = setting
    if rule.predicate is Predicate.COLLABORATES_WITH and isinstance(object_, Entity):
        scope = collaboration_scope(sentence)
        if scope:
            qualifiers["scope"] = scope
        if has_ended(sentence.text):
            qualifiers["status"] = "ended"
    return Draft(
        subject,
        rule.predicate,
        object_,
        sentence.start,
        sentence.end,
        rule.id,
        rule.confidence,
        modality,
        dict(qualifiers),
    )


def _modality(sentence: Sentence, match: Match) -> Modality:
    rule = match.rule
    if rule.modality:
        return Modality(rule.modality)
    start, end = match.start - sentence.start, match.end - sentence.start
    kinds: tuple[Modality, ...] = (Modality.NEGATED,)
    if rule.predicate not in _STATES and rule.predicate is not Predicate.EXPRESSED_IN:
        kinds = (Modality.NEGATED, Modality.POSSIBLE, Modality.EXPECTED, Modality.PLANNED)
    if rule.predicate in (Predicate.HAS_INDICATION, Predicate.DEVELOPED_BY):
        kinds = (Modality.POSSIBLE, Modality.EXPECTED, Modality.PLANNED)
    if rule.predicate is Predicate.COLLABORATES_WITH:
        return modality_of(without_terms(sentence.text, start), start, start + 1, kinds=kinds)
    if rule.predicate in _STATES:
        text = sentence.text[start:end]
        return modality_of(text, 0, len(text), kinds=kinds)
    return modality_of(sentence.text, start, end, kinds=kinds)


def _expressed_by_name(sentence: Sentence) -> Iterator[Draft]:
    """Yield that a disease named by a marker expresses it (CD56-positive cancers), and those it includes."""
    for hidden in sentence.hidden:
        if hidden.type is not EntityType.TARGET:
            continue
        for slot in sentence.of_type(EntityType.INDICATION, named=True):
            if not slot.start <= hidden.start < slot.end:
                continue
            words = sentence.text[hidden.end - sentence.start : slot.end - sentence.start]
            around = sentence.text[slot.start - sentence.start : slot.end - sentence.start]
            if not re.match(
                r"[- ](?:positive|expressing|over-?expressing|high|amplified|bearing)|\+", words
            ) and not re.search(r"express\w+ (?:the )?$|positive for $", around[: hidden.start - slot.start]):
                continue
            yield Draft(
                hidden.entity, Predicate.EXPRESSED_IN, slot.entity, sentence.start, sentence.end, "expressed.name", 0.88
            )
            listed = re.match(
                r",?\s+(?:include|includes|including|such as)\b", sentence.text[slot.end - sentence.start :]
            )
            if listed:
                for other in sentence.of_type(EntityType.INDICATION, named=True):
                    if other.start > slot.end:
                        yield Draft(
                            hidden.entity,
                            Predicate.EXPRESSED_IN,
                            other.entity,
                            sentence.start,
                            sentence.end,
                            "expressed.include",
                            0.85,
                        )
