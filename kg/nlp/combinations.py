"""Which compounds are given together, and in which trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.frames import is_partner, main_compounds
from kg.nlp.modality import modality_of
from kg.nlp.rules import cue
from kg.nlp.stage_words import HUMAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Qualifier
    from kg.nlp.context import Sentence, Slot
    from kg.nlp.trials import Trials


def combination_drafts(sentence: Sentence) -> Iterator[Draft]:
    """Yield the pairs that a sentence says are given together; what is only compared is none."""
    if not cue("combinations.any").search(sentence.text):
        return
    slots = sentence.of_type(EntityType.COMPOUND)
    seen: set[tuple[Entity, Entity]] = set()
    for first, partner in _pairs(sentence, slots):
        at = partner.start - sentence.start
        modality = modality_of(sentence.text, at, partner.end - sentence.start)
        for one in first.entities:
            if one != partner.entity and (one, partner.entity) not in seen:
                seen.add((one, partner.entity))
                yield Draft(
                    one,
                    Predicate.COMBINED_WITH,
                    partner.entity,
                    sentence.start,
                    sentence.end,
                    "combination.with",
                    0.85,
                    modality,
                )


def _pairs(sentence: Sentence, slots: list[Slot]) -> Iterator[tuple[Slot, Slot]]:
    main = main_compounds(sentence)
    for index, slot in enumerate(slots):
        before = sentence.text[: slot.start - sentence.start]
        if index and cue("combinations.preparing").match(sentence.text[: slot.start - sentence.start]):
            main = [m for m in main if m.start < slot.start][:1] or main
            yield from ((m, p) for m in main if m is not slot for p in (slot, *_following(sentence, slot)))
            continue
        if _is_joined(before) and is_partner(sentence, slot):
            subjects = [m for m in main if m.start < slot.start][-1:] or main[:1] or _topic(sentence, slot)
            for subject in subjects:
                gap = sentence.text[max(0, subject.end - sentence.start) : slot.start - sentence.start]
                if not cue("combinations.compared").search(gap):
                    yield from ((subject, p) for p in (slot, *_following(sentence, slot)))
        elif index and (subject := slots[index - 1]) in main:
            gap = sentence.text[subject.end - sentence.start : slot.start - sentence.start]
            ahead = sentence.text[: subject.start - sentence.start]
            behind = sentence.text[slot.end - sentence.start :]
            both = cue("combinations.both").search(ahead) or cue("combinations.after").match(behind)
            if cue("combinations.compared").search(ahead[-40:]):
                continue
            if cue("combinations.with").fullmatch(gap) or (both and cue("combinations.and").fullmatch(gap)):
                yield from ((subject, p) for p in (slot, *_following(sentence, slot)))


def _topic(sentence: Sentence, slot: Slot) -> list[Slot]:
    """Return the compound that the text is about, for a sentence that names only what is given along with it."""
    topic = [e for e in sentence.topic if e != slot.entity]
    return [type(slot)(slot.start, slot.start, (topic[0],))] if len(topic) == 1 else []


def _is_joined(before: str) -> bool:
    return bool(cue("combinations.joined").search(before))


def _following(sentence: Sentence, slot: Slot) -> list[Slot]:
    """Return the compounds that a partner is listed with."""
    out: list[Slot] = []
    last = slot
    for other in sentence.of_type(EntityType.COMPOUND, named=True):
        if other.start <= last.end:
            continue
        gap = sentence.text[last.end - sentence.start : other.start - sentence.start]
        if not cue("combinations.and").fullmatch(gap) or other.entity == slot.entity:
            break  # "with A or A plus B": the second A opens another arm
        out.append(other)
        last = other
    return out


def with_trials(drafts: Sequence[Draft], sentences: Sequence[Sentence], trials: Trials) -> list[Draft]:
    """Give each pair the trial in which it is given: that of its sentence, else the one last spoken of."""
    told: dict[tuple[Entity, int], list[Draft]] = {}
    for draft in drafts:
        if draft.predicate is Predicate.HAS_STAGE and draft.object in HUMAN:
            told.setdefault((draft.subject, draft.start), []).append(draft)
    by_start = {s.start: s for s in sentences}
    out = []
    for draft in drafts:
        if draft.predicate is Predicate.COMBINED_WITH and "stage" not in draft.qualifiers:
            own = told.get((draft.subject, draft.start), [])
            out.append(draft.with_qualifiers(**_trial(draft, own, by_start.get(draft.start), trials)))
        else:
            out.append(draft)
    return out


def _trial(draft: Draft, own: list[Draft], sentence: Sentence | None, trials: Trials) -> dict[str, Qualifier]:
    fitting = [d for d in own if d.modality is draft.modality] or own
    stages = {str(d.object) for d in fitting}
    found: dict[str, Qualifier] = {}
    if len(stages) == 1:
        found["stage"] = stages.pop()
        for key in ("study", "indication"):
            values = list(dict.fromkeys(d.qualifiers[key] for d in fitting if key in d.qualifiers))
            if len(values) == 1:
                found[key] = values[0]
    elif not own and sentence is not None and draft.modality is Modality.ASSERTED:
        trial = trials.at(draft.subject, sentence)
        if trial.stage in HUMAN:
            found["stage"] = str(trial.stage)
            if trial.study is not None:
                found["study"] = trial.study
            if len(trial.indications) == 1:
                found["indication"] = trial.indications[0]
    return found
