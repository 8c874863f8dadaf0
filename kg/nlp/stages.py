"""How far a compound has come: stages, designations, diseases it is tried in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.model import Modality, Predicate
from kg.nlp.drafts import Draft, claim
from kg.nlp.frames import (
    announced_on,
    clause_of,
    compounds_for,
    date_for,
    indications_for,
    regions_in,
    report_day,
    sponsor_for,
    study_for,
)
from kg.nlp.modality import cue_in
from kg.nlp.rules import cue, read_toml
from kg.nlp.settings import setting_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kg.model import Entity, Qualifier
    from kg.nlp.context import Sentence, Slot
    from kg.nlp.frames import Clause

_HUMAN = frozenset({"clinical", "phase 1", "phase 1/2", "phase 2", "phase 2/3", "phase 3"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name a stage or a designation, as offsets in the document's text."""

    start: int
    end: int
    object: str


@cache
def _stages() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_toml("stages.toml")["stage"]
    return tuple((row["object"], re.compile(rf"(?<![\w-])(?:{'|'.join(row['words'])})", re.IGNORECASE)) for row in rows)


@cache
def _statuses() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_toml("stages.toml")["status"]
    return tuple(
        (status, re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE)) for status, words in table.items()
    )


def find_triggers(sentence: Sentence) -> list[Trigger]:
    """Return the stages that a sentence names, in order; vague ones beside an exact one are left out."""
    found: list[Trigger] = []
    taken: list[tuple[int, int]] = [
        (s.start - sentence.start, s.end - sentence.start) for s in sentence.slots if s.found
    ]
    for name, pattern in _stages():
        for match in pattern.finditer(sentence.text):
            if any(match.start() < e and s < match.end() for s, e in taken):
                continue
            taken.append(match.span())
            found.append(Trigger(sentence.start + match.start(), sentence.start + match.end(), name))
    found.sort(key=lambda t: t.start)
    return [t for t in found if t.object != "clinical" or not _beside_phase(sentence, t, found)]


def trial_stage(sentence: Sentence) -> str | None:
    """Return the trial stage that a sentence names last, if it names one."""
    named = [t.object for t in find_triggers(sentence) if t.object in _HUMAN - {"clinical"}]
    return named[-1] if named else None


def _beside_phase(sentence: Sentence, vague: Trigger, found: list[Trigger]) -> bool:
    clause = clause_of(sentence, vague.start, vague.end)
    return any(
        t.object in _HUMAN | {"submitted", "IND"} and t.object != "clinical" and clause.start <= t.start < clause.end
        for t in found
    )


_THE_TRIAL = re.compile(r"\b(?:the|this|that|our|its|which)\s+(?:\w+\s+)?(?:trial|study)\b(?!ing)", re.IGNORECASE)


def stage_drafts(sentence: Sentence, *, reported_on: date | None, current: str | None = None) -> Iterator[Draft]:
    """Yield what a sentence says of how far compounds have come, and of the diseases they are tried in.

    `current` is the stage of the trial that the paragraph last spoke of; "the trial" means that one.
    """
    triggers = find_triggers(sentence)
    if not triggers and current and (again := _THE_TRIAL.search(sentence.text)):
        triggers = [Trigger(sentence.start + again.start(), sentence.start + again.end(), current)]
    yield from _stopped(sentence, triggers, reported_on)
    for index, trigger in enumerate(triggers):
        following = triggers[index + 1].start if index + 1 < len(triggers) else None
        yield from _of_trigger(sentence, trigger, following, reported_on)


UNKNOWN = "?"
"""The stage of a claim that does not say it: "development was discontinued"; it is the one last reached."""


def _stopped(sentence: Sentence, triggers: list[Trigger], reported_on: date | None) -> Iterator[Draft]:
    """Yield that a development has stopped, where the clause names no stage."""
    for match in cue("stages.stop").finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        clause = clause_of(sentence, start, end)
        if any(clause.start <= t.start < clause.end for t in triggers):
            continue
        compounds, named = compounds_for(sentence, start, end)
        status = "discontinued" if match["d"] or match["d2"] else "on hold"
        when = date_for(sentence, clause, start, reported_on=reported_on)
        modality = cue_in(clause.text, kinds=_AHEAD[::-1])
        for compound in compounds[:3]:
            yield claim(
                sentence,
                compound,
                Predicate.HAS_STAGE,
                UNKNOWN,
                rule="stage.stopped",
                confidence=0.85 if named else 0.75,
                modality=modality,
                named=named,
            ).with_qualifiers(status=status, eventDate=when)


def _of_trigger(sentence: Sentence, trigger: Trigger, stop: int | None, reported_on: date | None) -> Iterator[Draft]:
    compounds, named = compounds_for(sentence, trigger.start, trigger.end)
    clause = clause_of(sentence, trigger.start, trigger.end)
    if not compounds or len(compounds) > 6 or _is_background(sentence, trigger, named=named):
        return
    modality = _modality(trigger, clause)
    statuses = _status(trigger, clause, modality)
    if (trigger.object == "clinical" and not statuses) or _is_only_readout(trigger, clause, modality):
        return
    diseases = indications_for(sentence, trigger.start, trigger.end, stop=stop)
    confidence = (0.86 if named else 0.74) - (0.05 if not statuses and trigger.object in _HUMAN else 0.0)
    for compound in compounds:
        draft = claim(
            sentence,
            compound,
            Predicate.HAS_STAGE,
            trigger.object,
            rule=f"stage.{trigger.object}",
            confidence=confidence,
            modality=modality,
            named=named,
        )
        for status in (*statuses,) or (None,):
            qualifiers = _qualifiers(sentence, trigger, clause, status, reported_on)
            yield from _spread(draft.with_qualifiers(**qualifiers), trigger, clause, [s.entity for s in diseases])
        if trigger.object in _HUMAN | {"approved", "submitted", "IND"}:
            yield from _tried_in(sentence, draft, diseases)


def _qualifiers(
    sentence: Sentence, trigger: Trigger, clause: Clause, status: str | None, reported_on: date | None
) -> dict[str, Qualifier | None]:
    """Return who does it, in which study, when."""
    when: Qualifier | None = None
    if _dated(trigger, status):
        when = date_for(sentence, clause, trigger.start, reported_on=reported_on)
        if when is None and status != "planned" and announced_on(sentence):
            when = report_day(reported_on)
    run = trigger.object in _HUMAN | {"IND", "submitted"}
    return {
        "status": status,
        "sponsor": sponsor_for(sentence, trigger.start, trigger.end) if run else None,
        "study": study_for(sentence, trigger.start, trigger.end) if trigger.object in _HUMAN else None,
        "eventDate": when,
    }


def _tried_in(sentence: Sentence, draft: Draft, diseases: list[Slot]) -> Iterator[Draft]:
    modality = Modality.ASSERTED if draft.modality is Modality.NEGATED else draft.modality
    for slot in diseases:
        setting = setting_of(sentence, slot)
        yield replace(
            draft,
            predicate=Predicate.HAS_INDICATION,
            object=slot.entity,
            rule="indication.of-stage",
            modality=modality,
            qualifiers={"setting": setting} if setting else {},
        )


def _spread(draft: Draft, trigger: Trigger, clause: Clause, diseases: list[Entity]) -> Iterator[Draft]:
    """Yield one draft for each disease and region."""
    tied_to_region = trigger.object in {"approved", "submitted"} or draft.qualifiers.get("status") == "ongoing"
    regions = regions_in(clause.text) if tied_to_region else []
    with_regions = [draft.with_qualifiers(region=region) for region in regions] or [draft]
    for one in with_regions:
        if diseases:
            for disease in diseases:
                yield one.with_qualifiers(indication=disease)
        else:
            yield one


def _dated(trigger: Trigger, status: str | None) -> bool:
    return status not in (None, "ongoing") or trigger.object == "approved"


def _modality(trigger: Trigger, clause: Clause) -> Modality:
    text = clause.text
    at = trigger.start - clause.start
    # What comes after the stage's own words seldom says whether it happens, save a passive "is planned".
    tail = text[at + trigger.end - trigger.start :]
    stop = re.search(r"\b(?:to|that|which|who|designed|in (?:patients|adults|subjects)|for the)\b", tail)
    scope = text[: at + trigger.end - trigger.start] + tail[: stop.start() if stop else len(tail)]
    passive = cue("modality.passive").search(tail)
    said = cue_in(scope + (f" {passive.group()}" if passive else ""))
    if said is Modality.POSSIBLE and trigger.object == "approved" and re.search(r"\bif (?:it is )?approved\b", text):
        return Modality.POSSIBLE
    return said


def _status(trigger: Trigger, clause: Clause, modality: Modality) -> list[str]:
    text = clause.text
    kinds = [status for status, pattern in _statuses() if pattern.search(text)]
    if trigger.object == "approved":
        return []
    if trigger.object == "submitted":
        under_review = re.search(r"under review|accepted for (?:review|filing)|pending", text)
        return ["planned"] if modality in _AHEAD else ["ongoing"] if under_review else []
    if "discontinued" in kinds and modality is Modality.ASSERTED:
        return ["discontinued"]
    if modality in _AHEAD:
        return ["planned"]
    if "on hold" in kinds:
        return ["on hold"]
    if trigger.object == "IND":
        accepted = re.search(r"clear|accept|allow|effect|active|approv", text, re.IGNORECASE)
        return ["completed"] if accepted else ["initiated"] if "initiated" in kinds else []
    picked: list[str] = [k for k in ("completed", "initiated", "ongoing") if k in kinds]
    if picked[:2] == ["completed", "initiated"]:
        picked = picked[:1]
    return picked[:2]


_AHEAD = (Modality.PLANNED, Modality.EXPECTED, Modality.POSSIBLE)


def _is_only_readout(trigger: Trigger, clause: Clause, modality: Modality) -> bool:
    """Tell whether data are expected, not a stage; or whether an approval is none of a product."""
    if trigger.object == "approved":
        return modality is Modality.POSSIBLE or bool(cue("stages.no_marketing").search(clause.text))
    return modality in _AHEAD and bool(cue("stages.readout").search(clause.text))


def _is_background(sentence: Sentence, trigger: Trigger, *, named: bool) -> bool:
    """Tell whether a stage's words only describe something else: a company, a market, doses for later testing."""
    before = sentence.text[: trigger.start - sentence.start]
    after = sentence.text[trigger.end - sentence.start :]
    if re.search(r"(?:clinical|late|early|commercial)-stage\s*$", before) or re.match(
        r"-stage (?:bio|company|pharma)", after
    ):
        return True
    if (
        trigger.object in {"approved", "submitted"}
        and not named
        and not re.search(r"\b(?:FDA|EMA|Commission|approved)\b", sentence.text)
    ):
        return True
    if (trigger.object == "clinical" and not named) or re.match(r"\s+(?:SBIR|STTR|contract|grant|award)\b", after):
        return True
    return bool(cue("stages.background").search(before[-40:]))
