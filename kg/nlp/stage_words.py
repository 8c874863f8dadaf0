"""The words that name a stage, and what their clause says happens there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.model import EntityType, Modality
from kg.nlp.frames import clause_of
from kg.nlp.gates import Gated, gated
from kg.nlp.modality import cue_in
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Entity
    from kg.nlp.context import Sentence
    from kg.nlp.frames import Clause

PHASES = frozenset({"phase 1", "phase 1/2", "phase 2", "phase 2/3", "phase 3"})
HUMAN = PHASES | {"clinical"}
AHEAD = (Modality.PLANNED, Modality.EXPECTED, Modality.POSSIBLE)
_NEAR = 80
"""How far a study's name may stand from the words for its phase, in characters."""
_AROUND = 60
"""How far from a study's name words may stand that say whether it runs."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name a stage, as offsets in the document's text."""

    start: int
    end: int
    object: str
    study: Entity | None = None
    """The study whose name the words are."""
    weak: bool = False
    """Whether the words alone name no stage: "trial" without a phase, "application" without its kind."""


@cache
def _rows(section: str) -> Gated[tuple[str, re.Pattern[str]]]:
    rows = read_toml("stages.toml")[section]
    return gated((row["object"], re.compile(rf"(?<![\w-])(?:{'|'.join(row['words'])})", re.IGNORECASE)) for row in rows)


@cache
def _statuses() -> Gated[tuple[str, re.Pattern[str]]]:
    table = read_toml("stages.toml")["status"]
    return gated(
        (status, re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE)) for status, words in table.items()
    )


def find_triggers(sentence: Sentence, phases: Mapping[Entity, str] | None = None) -> list[Trigger]:
    """Return the stages that a sentence names, in order; vague ones beside an exact one are left out.

    `phases` are those of studies: the name of a study that is known stands for its phase.
    """
    taken = [(s.start - sentence.start, s.end - sentence.start) for s in sentence.slots if s.found]
    found = _matches(sentence, "stage", taken, weak=False)
    found += _of_studies(sentence, found, phases or {})
    found += _matches(sentence, "weak", taken, weak=True)
    found.sort(key=lambda t: t.start)
    return [t for t in found if (t.object != "clinical" and not t.weak) or not _beside_other(sentence, t, found)]


def _matches(sentence: Sentence, section: str, taken: list[tuple[int, int]], *, weak: bool) -> list[Trigger]:
    found = []
    for name, start, end in _named_in(section, sentence.text):
        if any(start < e and s < end for s, e in taken):
            continue
        taken.append((start, end))
        found.append(Trigger(sentence.start + start, sentence.start + end, name, weak=weak))
    return found


@lru_cache(maxsize=64)
def _named_in(section: str, text: str) -> tuple[tuple[str, int, int], ...]:
    # A sentence is asked twice: for what it tells, and for the trial that the next ones go on about.
    rows = _rows(section).open_for(text)
    return tuple((name, *match.span()) for name, pattern in rows for match in pattern.finditer(text))


def _of_studies(sentence: Sentence, found: Sequence[Trigger], phases: Mapping[Entity, str]) -> list[Trigger]:
    """Return the studies that a sentence names without their phase."""
    out = []
    slots = sentence.of_type(EntityType.STUDY, named=True)
    if len({s.entity for s in slots}) == 1 and any(t.object in PHASES for t in found):
        return []
    for slot in slots:
        near = [t for t in found if t.object in HUMAN and max(t.start - slot.end, slot.start - t.end) < _NEAR]
        if not near and slot.entity in phases:
            out.append(Trigger(slot.start, slot.end, phases[slot.entity], study=slot.entity))
    return out


def phases_of_studies(sentences: Sequence[Sentence]) -> dict[Entity, str]:
    """Return the phase of each study that a document names: that of the words nearest to its name, at first mention."""
    out: dict[Entity, str] = {}
    seen: dict[Entity, None] = {}
    for sentence in sentences:
        slots = sentence.of_type(EntityType.STUDY, named=True)
        if not slots:
            continue
        triggers = [t for t in find_triggers(sentence) if t.object in PHASES]
        for slot in slots:
            seen.setdefault(slot.entity)
            near = [(max(t.start - slot.end, slot.start - t.end), t.object) for t in triggers]
            if near and min(near)[0] < _NEAR:
                out.setdefault(slot.entity, min(near)[1])
    return {study: out.get(study, "clinical") for study in seen}


def trial_stage(sentence: Sentence) -> str | None:
    """Return the trial stage that a sentence names last, if it names one."""
    named = [t.object for t in find_triggers(sentence) if t.object in PHASES]
    return named[-1] if named else None


def _beside_other(sentence: Sentence, vague: Trigger, found: list[Trigger]) -> bool:
    """Tell whether a clause has better words for what vague ones mean."""
    clause = clause_of(sentence, vague.start, vague.end)
    return any(
        t is not vague
        and not (t.weak and t.start >= vague.start)
        and (t.object in PHASES | {"submitted", "IND"} or vague.weak)
        and clause.start <= t.start < clause.end
        for t in found
    )


def modality_at(trigger: Trigger, clause: Clause) -> Modality:
    """Return how a clause puts a stage."""
    text = clause.text
    at = trigger.start - clause.start
    if trigger.study is not None:  # what is said of its patients is not said of the study
        near = text[max(0, at - _AROUND) : at + trigger.end - trigger.start + _AROUND]
        return cue_in(near, kinds=(Modality.EXPECTED, Modality.PLANNED))
    # What comes after the stage's own words seldom says whether it happens, save a passive "is planned".
    tail = text[at + trigger.end - trigger.start :]
    stop = cue("stages.tail").search(tail)
    scope = text[: at + trigger.end - trigger.start] + tail[: stop.start() if stop else len(tail)]
    passive = cue("modality.passive").search(tail)
    said = cue_in(scope + (f" {passive.group()}" if passive else ""))
    if said is Modality.POSSIBLE and trigger.object == "approved" and re.search(r"\bif (?:it is )?approved\b", text):
        return Modality.POSSIBLE
    return said


def status_at(trigger: Trigger, clause: Clause, modality: Modality) -> list[str]:
    """Return what a clause says happens to a stage: the statuses of the fact table that fit it."""
    text = clause.text
    if trigger.study is not None:
        at = trigger.start - clause.start
        text = text[max(0, at - _AROUND) : at + trigger.end - trigger.start + _AROUND]
    # That enrolment is complete does not end a trial: it runs.
    plain = cue("stages.enrolled").sub(lambda m: " ongoing".ljust(len(m.group())), text)
    kinds = [status for status, pattern in _statuses().open_for(plain) if pattern.search(plain)]
    if trigger.object == "approved":
        return []
    if trigger.object == "submitted":
        under_review = cue("stages.under_review").search(text)
        return ["ongoing"] if under_review and modality not in AHEAD else []
    if trigger.object in HUMAN and {"discontinued", "on hold"} & set(kinds) and _succeeded(clause):
        return [] if modality in AHEAD or cue("stages.advised").search(clause.sentence.text) else ["completed"]
    if "discontinued" in kinds and modality is Modality.ASSERTED:
        return ["discontinued"]
    if cue("stages.hold_lifted").search(text) and trigger.object in HUMAN:
        return ["on hold", "ongoing"]
    if modality in AHEAD:
        return ["planned"]
    if "on hold" in kinds:
        return ["on hold"]
    if trigger.object == "IND":
        accepted = cue("stages.cleared").search(text)
        return ["completed"] if accepted else ["initiated"] if "initiated" in kinds else []
    picked: list[str] = [k for k in ("completed", "initiated", "ongoing") if k in kinds]
    if picked[:2] == ["completed", "initiated"]:
        picked = picked[:1]
    return picked[:2]


def _succeeded(clause: Clause) -> bool:
    """Tell whether a trial was stopped because it had shown what it should."""
    return bool(cue("stages.succeeded").search(clause.sentence.text))
