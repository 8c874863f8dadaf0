"""What a compound is, is made of and binds."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Predicate
from kg.nlp.context import Slot
from kg.nlp.drafts import Draft
from kg.nlp.gates import Gated, gated
from kg.nlp.rules import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.nlp.context import Sentence
    from kg.nlp.found import Found

_PART_OF = {
    EntityType.ANTIBODY: Predicate.HAS_ANTIBODY,
    EntityType.PAYLOAD: Predicate.HAS_PAYLOAD,
    EntityType.LINKER: Predicate.HAS_LINKER,
}
ADC = "antibody-drug conjugate"


@cache
def _types() -> Gated[tuple[str, re.Pattern[str]]]:
    rows = read_toml("compound_types.toml")["type"]
    return gated(
        (row["object"], re.compile(rf"(?<![\w-])(?:{'|'.join(row['words'])})(?!\w)", re.IGNORECASE)) for row in rows
    )


def type_words(sentence: Sentence) -> list[Slot]:
    """Return the words of a sentence that say what kind of thing a compound is, as value slots coded ``Y``."""
    found: list[Slot] = []
    for name, pattern in _types().open_for(sentence.text):
        for match in pattern.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if not any(start < s.end and s.start < end for s in found):
                found.append(Slot(start, end, value=name, value_code="Y"))
    return sorted(found, key=lambda s: s.start)


def conjugate_drafts(found: Mapping[Found, Entity], starts: Iterable[tuple[int, Sentence]]) -> Iterator[Draft]:
    """Yield what conjugates' own names say: huN1-DM1 has the antibody huN1 and the payload DM1."""
    sentences = dict(starts)
    for item, entity in found.items():
        if item.type is not EntityType.COMPOUND or item.start not in sentences:
            continue
        sentence = sentences[item.start]
        yield from _told_by_name(item, entity, sentence)
        kinds = {piece.type for piece in item.pieces}
        for piece in item.pieces:
            part = found.get(piece)
            if part is not None and part.type in _PART_OF:
                yield Draft(
                    entity,
                    _PART_OF[part.type],
                    part,
                    sentence.start,
                    sentence.end,
                    "name.pieces",
                    0.95,
                    reason="in its own name",
                )
        if EntityType.PAYLOAD in kinds:
            yield Draft(
                entity,
                Predicate.COMPOUND_TYPE,
                ADC,
                sentence.start,
                sentence.end,
                "name.conjugate",
                0.93,
                reason="in its own name",
            )


def _told_by_name(item: Found, entity: Entity, sentence: Sentence) -> Iterator[Draft]:
    """Yield what a name in words says: a "CD19 CAR T" is a cell therapy and binds CD19, "BCMA-CD3" binds both."""
    named = [(slot.start, slot.entity) for slot in sentence.hidden if slot.type is EntityType.TARGET]
    values = [(Predicate.HAS_TARGET, target) for start, target in named if item.start <= start < item.end]
    if values:
        kinds = [k for k, pattern in _types() if pattern.search(item.name)]
        values_all: list[tuple[Predicate, Entity | str]] = [*values, *((Predicate.COMPOUND_TYPE, k) for k in kinds[:1])]
        for predicate, value in values_all:
            yield Draft(
                entity, predicate, value, sentence.start, sentence.end, "name.words", 0.88, reason="in its own name"
            )


def composition_drafts(sentence: Sentence) -> Iterator[Draft]:
    """Yield the antibody, payload, linker of a compound that a sentence takes apart."""
    pattern = _cues()
    parts = sentence.of_type(*_PART_OF, named=True)
    if not parts:
        return
    for cue in pattern.finditer(sentence.text):
        at = sentence.start + cue.start()
        owners = [s for s in sentence.of_type(EntityType.COMPOUND) if s.end <= at]
        if not owners:
            continue
        owner = owners[-1] if len(owners) == 1 else owners[0]
        if re.search(r"[.;]|\bwhile\b|\bwhereas\b", sentence.text[owner.end - sentence.start : cue.start()]):
            continue
        following = [p for p in parts if p.start >= at]
        if not following:
            continue
        for part in following:
            for entity in owner.entities:
                yield Draft(
                    entity,
                    _PART_OF[part.entity.type],
                    part.entity,
                    sentence.start,
                    sentence.end,
                    "composition.cue",
                    0.88,
                )
        if any(p.type is EntityType.PAYLOAD for p in following) and _names_antibody(sentence):
            for entity in owner.entities:
                yield Draft(
                    entity,
                    Predicate.COMPOUND_TYPE,
                    ADC,
                    sentence.start,
                    sentence.end,
                    "composition.antibody-and-payload",
                    0.9,
                )
        return


def _names_antibody(sentence: Sentence) -> bool:
    return bool(re.search(r"\bantibod(?:y|ies)\b", sentence.text, re.IGNORECASE)) or bool(
        sentence.of_type(EntityType.ANTIBODY)
    )


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(read_toml('composition.toml')['cues'])})", re.IGNORECASE)


def conjugating_technologies(sentences: Iterable[Sentence]) -> frozenset[Entity]:
    """Return the platforms that the text itself says join antibodies to cell-killing agents."""
    pattern = re.compile("|".join(read_toml("composition.toml")["conjugating"]), re.IGNORECASE)
    out: set[Entity] = set()
    for sentence in sentences:
        platforms = sentence.of_type(EntityType.TECHNOLOGY)
        if platforms and re.search(r"antibod", sentence.text, re.IGNORECASE) and pattern.search(sentence.text):
            out.update(s.entity for s in platforms)
    return frozenset(out)


def inferred(drafts: list[Draft], conjugating: frozenset[Entity]) -> Iterator[Draft]:
    """Yield what follows from other claims of the same text.

    A compound binds what its antibody binds; a compound made with a conjugating technology is a conjugate.
    """
    antibodies = [(d.subject, d.object) for d in drafts if d.predicate is Predicate.HAS_ANTIBODY]
    for draft in list(drafts):
        if draft.predicate is Predicate.USES_TECHNOLOGY and draft.object in conjugating:
            yield Draft(
                draft.subject,
                Predicate.COMPOUND_TYPE,
                ADC,
                draft.start,
                draft.end,
                "inferred.technology",
                0.85,
                reason="made with a technology that conjugates",
            )
        if draft.predicate is Predicate.HAS_TARGET:
            yield from _shared_targets(draft, antibodies)


def _shared_targets(draft: Draft, antibodies: list[tuple[Entity, Entity | str]]) -> Iterator[Draft]:
    """Yield that a conjugate binds what its antibody binds, and the other way round."""
    for compound, antibody in antibodies:
        if antibody == draft.subject:
            yield replace(
                draft,
                subject=compound,
                rule="inferred.antibody-target",
                confidence=0.86,
                reason="its antibody binds it",
            )
        elif compound == draft.subject and isinstance(antibody, Entity):
            yield replace(
                draft,
                subject=antibody,
                rule="inferred.conjugate-target",
                confidence=0.8,
                reason="its conjugate binds it",
            )
