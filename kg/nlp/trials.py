"""Which trial a result belongs to: stage, study and disease, as the text last said of a compound."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import BlockKind, Entity, EntityType, Modality, Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.nlp.context import Sentence
    from kg.nlp.drafts import Draft

_TRIAL = ("phase 1", "phase 1/2", "phase 2", "phase 2/3", "phase 3", "clinical")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is known of the trial that a sentence reports on."""

    stage: str | None = None
    study: Entity | None = None
    indications: tuple[Entity, ...] = ()


@dataclass(slots=True)
class Trials:
    """The trials of a document: what each sentence says of one, by compound, in order."""

    _said: dict[Entity, list[tuple[int, Trial]]] = field(default_factory=dict)
    _headings: list[int] = field(default_factory=list)
    _of_study: dict[Entity, Entity | None] = field(default_factory=dict)
    _indications: dict[Entity, set[Entity]] = field(default_factory=dict)
    _studies: dict[Entity, set[Entity]] = field(default_factory=dict)
    only: Entity | None = None
    """The compound of all trials, where the document speaks of the trials of one only."""

    @property
    def are_told(self) -> bool:
        """Whether the document speaks of any trial."""
        return bool(self._said)

    def tests(self, compound: Entity) -> bool:
        """Tell whether the document speaks of a trial of a compound."""
        return compound in self._said

    def compound_of(self, study: Entity) -> Entity | None:
        """Return the compound that a study tests, where the document says so of one only."""
        return self._of_study.get(study)

    def at(self, compound: Entity, sentence: Sentence) -> Trial:
        """Return the trial that a sentence about a compound reports on: the one last spoken of, else the only one."""
        if re.search(
            r"pre-?clinical|in vivo|in vitro|animal|xenograft|non-human|mouse|mice|primate|toxicology stud",
            sentence.text,
            re.IGNORECASE,
        ):
            return Trial("preclinical")
        said = self._said.get(compound, [])
        own = [t for at, t in said if at == sentence.start]
        floor = max((h for h in self._headings if h <= sentence.start), default=0)
        before = [t for at, t in said if floor <= at <= sentence.start]
        pool = own or before[-1:] or _only(said)
        trial = _completed(pool[0], [t for _, t in said]) if pool else Trial()
        return self._with_only_ones(trial, compound) if said else trial

    def _with_only_ones(self, trial: Trial, compound: Entity) -> Trial:
        """Fill in the study and the disease where the document speaks of one only for a compound."""
        diseases = self._indications.get(compound, set())
        several = len({study for studies in self._studies.values() for study in studies}) > 1
        own = self._studies.get(compound, set())
        study = trial.study or (next(iter(own)) if own and not several else None)
        indications = trial.indications or (tuple(diseases) if len(diseases) == 1 else ())
        return Trial(trial.stage, study, indications)


def _only(said: Sequence[tuple[int, Trial]]) -> list[Trial]:
    stages = {t.stage for _, t in said}
    return [said[-1][1]] if len(stages) == 1 else []


def _completed(trial: Trial, known: Iterable[Trial]) -> Trial:
    """Fill in what other sentences say of the same trial."""
    same = [t for t in known if t.stage == trial.stage and (not t.study or not trial.study or t.study == trial.study)]
    study = trial.study or next((t.study for t in same if t.study), None)
    indications = trial.indications or next((t.indications for t in same if t.indications), ())
    return Trial(trial.stage, study, indications)


def collect_trials(sentences: Sequence[Sentence], drafts: Iterable[Draft]) -> Trials:
    """Return the trials that stage claims speak of."""
    trials = Trials()
    trials._headings.extend(s.start for s in sentences if s.paragraph.block.kind is BlockKind.HEADING)
    rows: dict[tuple[Entity, int, str], list[Draft]] = {}
    told = list(drafts)
    for draft in told:
        disease = draft.object if draft.predicate is Predicate.HAS_INDICATION else draft.qualifiers.get("indication")
        if draft.predicate in (Predicate.HAS_INDICATION, Predicate.HAS_STAGE) and isinstance(disease, Entity):
            trials._indications.setdefault(draft.subject, set()).add(disease)
        if isinstance(study := draft.qualifiers.get("study"), Entity):
            trials._studies.setdefault(draft.subject, set()).add(study)
    staged = [d for d in told if d.predicate is Predicate.HAS_STAGE]
    for draft in staged:
        if draft.object in _TRIAL and draft.modality is Modality.ASSERTED:
            rows.setdefault((draft.subject, draft.start, str(draft.object)), []).append(draft)
    for (compound, start, stage), members in sorted(rows.items(), key=lambda r: (r[0][1], r[0][2])):
        study = next((q for d in members if isinstance(q := d.qualifiers.get("study"), Entity)), None)
        diseases = dict.fromkeys(q for d in members if isinstance(q := d.qualifiers.get("indication"), Entity))
        trials._said.setdefault(compound, []).append((start, Trial(stage, study, tuple(diseases))))
        if study is not None:
            known = trials._of_study.setdefault(study, compound)
            trials._of_study[study] = compound if known == compound else None
    tested = {d.subject for d in staged if d.modality is not Modality.NEGATED}
    trials.only = next(iter(tested)) if len(tested) == 1 else None
    return trials


def study_in(sentence: Sentence) -> Entity | None:
    """Return the study that a sentence names or refers to."""
    slots = sentence.of_type(EntityType.STUDY)
    return slots[0].entity if slots else None
