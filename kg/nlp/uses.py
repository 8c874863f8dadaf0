"""What a compound is for, wherever a sentence about it names patients, a treatment or a trial of a disease."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.frames import clause_of, compounds_for, is_history
from kg.nlp.modality import cue_in
from kg.nlp.rules import cue
from kg.nlp.settings import setting_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.nlp.context import Sentence, Slot

_KINDS = (Modality.POSSIBLE, Modality.EXPECTED, Modality.PLANNED)


def use_drafts(sentence: Sentence) -> Iterator[Draft]:
    """Yield the diseases that a sentence says a compound is given, tried, approved or meant for.

    A disease counts where the words in front of it make it a purpose ("treatment of", "aimed at"), the disease of
    patients ("people with"), or that of a trial ("a study in"); not where the sentence tells about the disease itself.
    """
    if cue("uses.background").search(sentence.text):
        return
    diseases = sentence.of_type(EntityType.INDICATION, named=True)
    for slot in diseases:
        role = _role(sentence, slot)
        if role is None:
            continue
        compounds, named = compounds_for(sentence, slot.start, slot.end)
        if not compounds or not (_speaks_of_use(sentence) or (named and role == "purpose")):
            continue
        if len(compounds) > 1 and (len(compounds) > 2 or len(diseases) > 1):
            continue  # which of them is for which disease, the sentence need not say
        modality = _modality(sentence, slot)
        setting = setting_of(sentence, slot)
        for compound in compounds:
            yield Draft(
                compound,
                Predicate.HAS_INDICATION,
                slot.entity,
                sentence.start,
                sentence.end,
                f"use.{role}",
                0.84 if named else 0.78,
                modality,
                {"setting": setting} if setting else {},
                reason="named in the sentence" if named else "meant by the context",
            )


def _role(sentence: Sentence, slot: Slot) -> str | None:
    """Return what makes a disease one that something is for: purpose, patients or trial."""
    before = sentence.text[: slot.start - sentence.start][-160:]
    after = sentence.text[slot.end - sentence.start :][:40]
    first = _first_of_list(sentence, slot)
    if first is not slot:
        before = sentence.text[: first.start - sentence.start][-160:]
    if is_history(sentence, first) or is_history(sentence, slot) or cue("uses.of_others").search(before):
        return None
    for role in ("purpose", "patients", "trial"):
        if cue(f"uses.{role}").search(before):
            return role
    return "patients" if cue("uses.patients_after").match(after) and _speaks_of_use(sentence) else None


def _first_of_list(sentence: Sentence, slot: Slot) -> Slot:
    """Return the disease that opens the list in which a disease stands; itself outside of lists."""
    for other in reversed(sentence.of_type(EntityType.INDICATION)):
        gap = sentence.text[other.end - sentence.start : slot.start - sentence.start]
        if other.end <= slot.start:
            if not cue("uses.listed").fullmatch(gap):
                break
            slot = other
    return slot


def _speaks_of_use(sentence: Sentence) -> bool:
    return bool(cue("uses.given").search(sentence.text))


def _modality(sentence: Sentence, slot: Slot) -> Modality:
    clause = clause_of(sentence, slot.start, slot.end)
    before, after = clause.text[: slot.start - clause.start], clause.text[slot.end - clause.start :]
    if cue("stages.readout").search(clause.text) and cue("uses.of_trial").search(before):
        return Modality.ASSERTED  # what is to come are the data: the trial is there
    ahead = cue("modality.passive").search(after)
    return cue_in(f"{before} {ahead.group()}" if ahead else before, kinds=_KINDS)
