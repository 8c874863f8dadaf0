"""How far a compound has come: the stages that sentences tell of, and the diseases it is tried in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import BlockKind, Entity, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft, claim
from kg.nlp.frames import (
    Clause,
    announced_on,
    clause_of,
    compounds_for,
    date_for,
    indications_for,
    regions_in,
    regions_near,
    regions_of_sites,
    report_day,
    sponsor_for,
    study_for,
)
from kg.nlp.gates import sift
from kg.nlp.modality import cue_in
from kg.nlp.rules import cue
from kg.nlp.settings import setting_of
from kg.nlp.stage_words import (
    AHEAD,
    HUMAN,
    PHASES,
    Trigger,
    find_triggers,
    modality_at,
    phases_of_studies,
    status_at,
    trial_stage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kg.model import Qualifier
    from kg.nlp.context import Sentence, Slot
    from kg.nlp.document import Paragraph

UNKNOWN = "?"
"""The stage of a claim that does not say it: "development was discontinued"; it is the one last reached."""

_THE_TRIAL = sift(
    r"\b(?:the|this|that|our|its|which)\s+(?:[\w-]+\s+){0,3}(?:trial|study)\b(?!ing)"
    r"|\b(?:begin|start|initiate|open|launch|commence|conduct|complete|run)s?\s+(?:it|this|that|them)\b",
    re.IGNORECASE,
)


class StageReader:
    """Reads a document's sentences in order. State is the trial that the paragraph last spoke of, hence a class."""

    def __init__(self, sentences: Sequence[Sentence], *, reported_on: date | None) -> None:
        self._phases = phases_of_studies(sentences)
        self._reported_on = reported_on
        self._paragraph: Paragraph | None = None
        self._current: str | None = None
        self._last: list[Draft] = []
        self._tried: dict[Entity, tuple[Entity, ...]] = {}
        self._filed: set[Entity] = set()

    def read(self, sentence: Sentence) -> list[Draft]:
        """Return what a sentence says of how far compounds have come, and of the diseases they are tried in."""
        if sentence.paragraph is not self._paragraph:
            self._paragraph, self._current, self._last = sentence.paragraph, None, []
        out = list(self._read(sentence))
        self._current = trial_stage(sentence) or self._current
        stages = [d for d in out if d.predicate is Predicate.HAS_STAGE]
        if stages:
            self._last = [d for d in stages if d.object in HUMAN]
        for draft in stages:
            study = draft.qualifiers.get("study")
            if draft.object in {"submitted", "approved"}:
                self._filed.add(draft.subject)
            if isinstance(study, Entity):
                self._tried.setdefault(study, (draft.subject,))
        return out

    def _read(self, sentence: Sentence) -> Iterator[Draft]:
        triggers = [t for t in find_triggers(sentence, self._phases) if self._counts(sentence, t)]
        again = _THE_TRIAL.search(sentence.text)
        if self._current and again and not any(t.object in PHASES for t in triggers):
            triggers = [t for t in triggers if t.object != "clinical"]
            triggers.append(Trigger(sentence.start + again.start(), sentence.start + again.end(), self._current))
            triggers.sort(key=lambda t: t.start)
        stopped = list(_stopped(sentence, triggers, self._reported_on))
        over = {d.subject: d.qualifiers for d in stopped if d.modality is Modality.ASSERTED}
        yield from stopped
        if not triggers:
            yield from self._continued(sentence)
            yield from self._from_lead(sentence)
        for index, trigger in enumerate(triggers):
            following = triggers[index + 1].start if index + 1 < len(triggers) else None
            for one in self._of_trigger(sentence, trigger, following):
                draft = one
                if draft.subject in over and draft.qualifiers.get("status") == "ongoing":
                    told = over[draft.subject]  # a trial of what was stopped is not said to go on
                    draft = draft.with_qualifiers(status=told.get("status"), eventDate=told.get("eventDate"))
                yield draft

    def _counts(self, sentence: Sentence, trigger: Trigger) -> bool:
        """Tell whether weak words name a stage where they stand."""
        if not trigger.weak:
            return True
        clause = clause_of(sentence, trigger.start, trigger.end)
        compounds, named = compounds_for(sentence, trigger.start, trigger.end)
        if trigger.object == "submitted":
            filed = cue("stages.filing").search(clause.text) and not cue("stages.other_filing").search(sentence.text)
            return bool(filed) and (named or bool(self._filed & set(compounds)) or bool(regions_in(clause.text)))
        return (named or _starts(clause)) and not _THE_TRIAL.search(clause.text)

    def _continued(self, sentence: Sentence) -> Iterator[Draft]:
        """Yield what a sentence says of the trials of the one before: "Both are ongoing"."""
        if not self._last or not cue("stages.goes_on").match(sentence.text):
            return
        others = {e for s in sentence.of_type(EntityType.COMPOUND) for e in s.entities}
        if others - {d.subject for d in self._last}:
            return
        at = Trigger(sentence.start, sentence.start + 1, "phase 1")
        clause = clause_of(sentence, at.start, at.end)
        modality = cue_in(clause.text)
        if modality in (Modality.NEGATED, Modality.POSSIBLE) or (modality in AHEAD and not _starts(clause)):
            return
        for status in status_at(at, clause, modality):
            when = self._when(sentence, clause, at, status)
            for draft in dict.fromkeys(self._last):
                kept = {k: v for k, v in draft.qualifiers.items() if k not in ("status", "eventDate", "region")}
                yield replace(
                    draft, start=sentence.start, end=sentence.end, qualifiers=kept, modality=modality, confidence=0.76
                ).with_qualifiers(status=status, eventDate=when, region=next(iter(regions_of_sites(clause.text)), None))

    def _from_lead(self, sentence: Sentence) -> Iterator[Draft]:
        """Yield the stage that the sentence in front of a list gives the compound that an item begins with."""
        lead = sentence.lead
        first = next((s for s in sentence.of_type(EntityType.COMPOUND, named=True)), None)
        if lead is None or first is None or sentence.previous is not None or not lead.text.rstrip().endswith(":"):
            return
        if first.start - sentence.start > 40 or lead.of_type(EntityType.COMPOUND):
            return
        for trigger in find_triggers(lead)[-1:]:
            clause = clause_of(lead, trigger.start, trigger.end)
            modality = modality_at(trigger, clause)
            statuses = status_at(trigger, clause, modality) or (["ongoing"] if trigger.object in HUMAN else [])
            diseases = [s for s in sentence.of_type(EntityType.INDICATION, named=True) if s.start > first.end]
            draft = self._draft(sentence, first.entity, trigger.object, modality, named=True, statuses=statuses)
            for status in (*statuses,) or (None,):
                yield from _spread(draft.with_qualifiers(status=status), [], diseases)
            yield from _tried_in(sentence, draft, diseases)

    def _of_trigger(self, sentence: Sentence, trigger: Trigger, stop: int | None) -> Iterator[Draft]:
        compounds, named = compounds_for(sentence, trigger.start, trigger.end)
        if trigger.study is not None and not named:
            compounds = self._tried.get(trigger.study, compounds)
        clause = clause_of(sentence, trigger.start, trigger.end)
        if not compounds or len(compounds) > 6 or _is_background(sentence, trigger, named=named):
            return
        modality = modality_at(trigger, clause)
        refused = trigger.object == "approved" and cue("stages.refused").search(self._words(sentence, trigger))
        modality = Modality.NEGATED if refused else modality
        statuses = status_at(trigger, clause, modality)
        if trigger.object in HUMAN and modality in AHEAD and (going := _goes_on(sentence, trigger)):
            modality, statuses = Modality.ASSERTED, [going]
            if going == "completed":
                clause = Clause(sentence, trigger.start, trigger.end)  # when its data come is not when it ended
        elif not statuses and modality is Modality.ASSERTED and _is_in(sentence, trigger):
            statuses = ["ongoing"]
        study = trigger.study or (study_for(sentence, trigger.start, trigger.end) if trigger.object in HUMAN else None)
        if trigger.object == "clinical" and not statuses and (study is None or trigger.weak):
            return
        if trigger.weak and trigger.object == "clinical" and modality in AHEAD and not _starts(clause):
            return
        if not refused and _is_only_readout(trigger, clause, modality):
            return
        diseases = indications_for(sentence, trigger.start, trigger.end, stop=stop)
        for compound in compounds:
            draft = self._draft(sentence, compound, trigger.object, modality, named=named, statuses=statuses)
            if refused:
                filed = replace(draft, object="submitted", modality=Modality.ASSERTED)
                yield from _spread(filed, regions_in(clause.text), diseases)
            if trigger.object == "submitted" and cue("stages.turned_down").search(clause.text):
                no = replace(draft, object="approved", modality=Modality.NEGATED)
                yield from _spread(no, regions_in(clause.text), diseases)
            for status in (*statuses,) or (None,):
                told = self._qualifiers(sentence, trigger, clause, status)
                one = draft.with_qualifiers(**told, study=study)
                yield from _spread(one, _regions(sentence, trigger, clause, status), diseases)
            if trigger.object in HUMAN | {"approved", "submitted", "IND"}:
                yield from _tried_in(sentence, draft, diseases)

    def _draft(
        self, sentence: Sentence, compound: Entity, stage: str, modality: Modality, *, named: bool, statuses: list[str]
    ) -> Draft:
        return claim(
            sentence,
            compound,
            Predicate.HAS_STAGE,
            stage,
            rule=f"stage.{stage}",
            confidence=(0.86 if named else 0.74) - (0.05 if not statuses and stage in HUMAN else 0.0),
            modality=modality,
            named=named,
        )

    def _words(self, sentence: Sentence, trigger: Trigger) -> str:
        return sentence.text[trigger.start - sentence.start : trigger.end - sentence.start]

    def _qualifiers(
        self, sentence: Sentence, trigger: Trigger, clause: Clause, status: str | None
    ) -> dict[str, Qualifier | None]:
        """Return what happened, who did it, and when."""
        run = trigger.object in HUMAN | {"IND", "submitted"}
        return {
            "status": status,
            "sponsor": sponsor_for(sentence, trigger.start, trigger.end) if run else None,
            "eventDate": self._when(sentence, clause, trigger, status),
        }

    def _when(self, sentence: Sentence, clause: Clause, trigger: Trigger, status: str | None) -> Qualifier | None:
        if status in (None, "ongoing") and trigger.object not in {"approved", "submitted"}:
            return None
        others = [t.start for t in find_triggers(sentence) if t.start != trigger.start]
        when = date_for(sentence, clause, trigger.start, reported_on=self._reported_on, others=others)
        if when is None and status != "planned" and trigger.object != "submitted" and announced_on(sentence):
            return report_day(self._reported_on)
        return None if status == "ongoing" else when


def _stopped(sentence: Sentence, triggers: list[Trigger], reported_on: date | None) -> Iterator[Draft]:
    """Yield that a development has stopped, where the clause names no stage."""
    if cue("stages.termination_right").search(sentence.text):
        return
    for match in cue("stages.stop").finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        clause = clause_of(sentence, start, end)
        if any(clause.start <= t.start < clause.end for t in triggers):
            continue
        compounds, named = compounds_for(sentence, start, end)
        status = "on hold" if match["h"] or match["h2"] or match["h3"] else "discontinued"
        modality = cue_in(cue("stages.not_further").sub(" ", clause.text), kinds=(*AHEAD[::-1], Modality.NEGATED))
        when: Qualifier | None = date_for(sentence, clause, start, reported_on=reported_on)
        now = announced_on(sentence) or re.search(r"\b(?:is|are) (?:\w+ )?\w+ing\b", clause.text)
        if when is None and modality is Modality.ASSERTED and now:
            when = report_day(reported_on)
        stage = "clinical" if re.search(r"\bclinical\b(?! hold)", match.group()) else UNKNOWN
        diseases = [s for s in sentence.of_type(EntityType.INDICATION, named=True) if clause.holds(s) and s.start > end]
        for compound in compounds[:3]:
            draft = claim(
                sentence,
                compound,
                Predicate.HAS_STAGE,
                stage,
                rule="stage.stopped",
                confidence=0.85 if named else 0.75,
                modality=modality,
                named=named,
            )
            yield from _spread(draft.with_qualifiers(status=status, eventDate=when), [], diseases)


_A_DOSE = re.compile(
    r"\s+(?:combination |monotherapy )?(?:doses?|regimens?)\b(?![ -](?:escalat|expansion|finding|ranging))",
    re.IGNORECASE,
)
"""What a phase's number goes with in "the recommended Phase 2 dose"."""
_UNDER_NAME = re.compile(r"\bunder the (?:brand |trade )?name\b", re.IGNORECASE)
_STARTS_IT = re.compile(
    r"\b(?:start|begin|began|begun|initiat|launch|commenc|enter|open|conduct)\w*\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE
)
_TO_START = re.compile(r"[^.;]{0,80}\b(?:to|will) (?:start|begin|open|follow)\b", re.IGNORECASE)


def _starts(clause: Clause) -> bool:
    return bool(re.search(r"\b(?:start|begin|initiat|launch|commenc|enter|open|conduct|plan)\w*", clause.text))


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


def _regions(sentence: Sentence, trigger: Trigger, clause: Clause, status: str | None) -> list[str]:
    """Return the regions of an approval or a filing, or those in which a trial has its sites."""
    if trigger.object in {"approved", "submitted", "IND"} or (trigger.object in HUMAN and status == "on hold"):
        others = (t.start - clause.start for t in find_triggers(sentence) if clause.start <= t.start < clause.end)
        return regions_near(clause.text, trigger.start - clause.start, others)
    return regions_of_sites(clause.text) if status is not None else []


def _goes_on(sentence: Sentence, trigger: Trigger) -> str | None:
    """Return the status of a trial that is called ongoing or completed, whatever is planned with it."""
    said = cue("stages.running").search(sentence.text[: trigger.start - sentence.start][-80:])
    return None if said is None else "ongoing" if said["on"] else "completed"


def _is_in(sentence: Sentence, trigger: Trigger) -> bool:
    """Tell whether a compound is said to be in a stage without a verb: in a list, or behind a colon."""
    before, after = sentence.text[: trigger.start - sentence.start], sentence.text[trigger.end - sentence.start :]
    if trigger.object not in HUMAN | {"preclinical"}:
        return False
    if cue("stages.is_in").search(before[-40:]) and cue("stages.is_in_after").match(after):
        return True
    lead = before.rpartition(":")[0]  # "is being studied in two trials: a Phase 1 trial in ..."
    return bool(lead and ". " not in lead and cue("stages.being_tried").search(lead))


def _spread(draft: Draft, regions: list[str], diseases: list[Slot]) -> Iterator[Draft]:
    """Yield one draft for each disease and region."""
    for one in [draft.with_qualifiers(region=region) for region in regions] or [draft]:
        yield from [one.with_qualifiers(indication=d.entity) for d in diseases] or [one]


def _is_only_readout(trigger: Trigger, clause: Clause, modality: Modality) -> bool:
    """Tell whether data are expected, not a stage; or whether an approval is none of a product."""
    if trigger.object == "approved":
        return modality is Modality.POSSIBLE or bool(cue("stages.no_marketing").search(clause.text))
    if modality is Modality.POSSIBLE and cue("stages.risk").search(clause.text):
        return True
    words = clause.sentence.text if re.search(r"\bwould\b", clause.text) else clause.text
    if modality is Modality.POSSIBLE and cue("stages.of_payment").search(words):
        return True
    return modality in AHEAD and bool(cue("stages.readout").search(clause.text))


_ANY_PRODUCT = re.compile(r"\b(?:an?|any|each|every|such|other|newly|previously) $", re.IGNORECASE)


def _is_background(sentence: Sentence, trigger: Trigger, *, named: bool) -> bool:
    """Tell whether a stage's words only describe something else: a company, a market, doses for later testing."""
    before = sentence.text[: trigger.start - sentence.start]
    after = sentence.text[trigger.end - sentence.start :]
    later = any(s.start >= trigger.end for s in sentence.of_type(EntityType.COMPOUND))
    if re.search(r"(?:clinical|late|early|commercial)-stage\s*$", before) or re.match(
        r"-stage (?:bio|company|pharma)", after
    ):
        return True
    if trigger.object == "approved" and not later and _UNDER_NAME.search(after[:160]):
        return True  # what is sold under a name that the text does not know is not what was named before
    if re.match(r"[^.;,]{0,40}\b(?:may|might|could) (?:not|fail)\b", after):
        return True  # a risk: "clinical trials may not confirm …"
    if _A_DOSE.match(after):
        return True
    heading = sentence.paragraph.block.kind is BlockKind.HEADING
    if not later and cue("stages.of_others").search(before[-100:]):
        return True
    if (
        trigger.object in {"approved", "submitted"}
        and not named
        and not heading
        and not sentence.about
        and not regions_in(sentence.text)
        and not re.search(r"\bapproved\b", sentence.text)
    ):
        return True
    known = trigger.study or study_for(sentence, trigger.start, trigger.end)
    vague = trigger.object == "clinical" and (known is None or len(sentence.topic) != 1)
    begun = _STARTS_IT.search(before[-80:]) or _TO_START.match(after)
    one = len(sentence.topic) == 1 and begun and not cue("stages.any_trials").search(sentence.text)
    if (vague and not named and not one) or re.match(r"\s+(?:SBIR|STTR|contract|grant|award)\b", after):
        return True
    if cue("stages.of_companies").search(before[-180:]):
        return True
    if trigger.object in {"approved", "submitted"} and cue("stages.of_duty").search(before[-200:]):
        return True
    if trigger.object == "approved" and not named and _ANY_PRODUCT.search(before):
        return True
    return bool(cue("stages.background").search(before[-90:]))
