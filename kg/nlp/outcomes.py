"""What trials found: responses, survival, tolerated doses, side effects and their stated absence, enrolment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import EntityType, Modality, Predicate
from kg.names import fold_name
from kg.nlp.drafts import Draft, claim
from kg.nlp.frames import compounds_for, is_beside, main_compounds
from kg.nlp.outcomes_adverse import adverse
from kg.nlp.outcomes_claims import changes, effects, endpoints, findings, responders, tolerated
from kg.nlp.outcomes_enrollment import enrolled
from kg.nlp.outcomes_measures import lasting, lived, measured
from kg.nlp.outcomes_numbers import read_numbers, whole_of
from kg.nlp.outcomes_words import RESPONSES, find_hits, outcome_words, without_definitions
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Entity, Qualifier
    from kg.nlp.context import Sentence, Slot
    from kg.nlp.outcomes_words import Finding, Words
    from kg.nlp.trials import Trial, Trials
    from kg.vocabulary.load import Vocabulary


def outcome_drafts(sentence: Sentence, trials: Trials, vocabulary: Vocabulary) -> Iterator[Draft]:
    """Yield the results that a sentence reports."""
    compounds = _compounds(sentence, trials)
    if not compounds:
        return
    named = bool(sentence.of_type(EntityType.COMPOUND))
    found = list(_found(sentence, outcome_words(vocabulary)))
    effects_seen = [fold_name(str(f.qualifiers["event"])) for f in found if f.rule.startswith("outcome.adverse")]
    for finding in found:
        for compound in _whose(sentence, finding, compounds) if named else compounds[:1]:
            draft = claim(
                sentence,
                compound,
                Predicate.HAS_OUTCOME,
                finding.object,
                rule=finding.rule,
                confidence=finding.confidence,
                modality=finding.modality,
                named=named,
            )
            trial = trials.at(compound, sentence)
            yield draft.with_qualifiers(**finding.qualifiers, **_of_trial(trial, sentence, effects_seen))


def _whose(sentence: Sentence, finding: Finding, compounds: list[Entity]) -> list[Entity]:
    """Return which of a sentence's compounds a finding is about: one, or those listed where it counts nobody."""
    if len(compounds) == 1:
        return compounds
    start, end = sentence.start + finding.start, sentence.start + finding.end
    meant = [e for e in compounds_for(sentence, start, end)[0] if e in compounds] or compounds[:1]
    counted = finding.qualifiers.get("count") is not None or finding.qualifiers.get("unit") is not None
    return meant[:1] if counted or "combin" in sentence.text.lower() else meant


def _compounds(sentence: Sentence, trials: Trials) -> list[Entity]:
    """Return whose results a sentence may report: what it names, its trial's, what it is about, the only one."""
    named = list(dict.fromkeys(s.entity for s in main_compounds(sentence)))
    if named:
        # "The standard of care, docetaxel, …" tells nothing of the drug that is tried.
        tried = [e for e in named if trials.tests(e)]
        elsewhere = trials.are_told and cue("context.other_subject").search(sentence.text)
        return tried if elsewhere else named
    given = [s.entity for s in sentence.of_type(EntityType.COMPOUND) if _is_given(sentence, s, trials)]
    if given:
        return given[:1]
    studied = [c for s in sentence.of_type(EntityType.STUDY, named=True) if (c := trials.compound_of(s.entity))]
    if studied:
        return studied[:1]
    topic = list(sentence.topic) or (list(sentence.lead.topic) if sentence.lead else [])
    if topic:
        return topic if len(topic) == 1 or sentence.of_type(EntityType.COMPOUND) else []
    others = sentence.of_type(EntityType.COMPOUND) or cue("context.other_subject").search(sentence.text)
    return [trials.only] if trials.only is not None and not others else []


def _is_given(sentence: Sentence, slot: Slot, trials: Trials) -> bool:
    """Tell whether a compound is what a sentence's patients are treated with: not before, not as a comparator."""
    before = sentence.text[max(0, slot.start - sentence.start - 70) : slot.start - sentence.start]
    other = sentence.prior and slot.entity not in sentence.prior and not trials.tests(slot.entity)
    if other or cue("outcomes.given_earlier").search(before):
        return False
    after = sentence.text[slot.end - sentence.start :]
    tested = slot.entity in sentence.topic or trials.tests(slot.entity)
    return bool(cue("outcomes.given_before").search(before) or (tested and after.startswith(("-treated", " treated"))))


def _found(sentence: Sentence, words: Words) -> Iterator[Finding]:
    all_hits = find_hits(sentence.text, words)
    hits = without_definitions(sentence.text, all_hits)
    # "Among the 30 patients treated:" counts what the items under it are part of.
    numbers = read_numbers(sentence.text, whole=whole_of(sentence.lead.text) if sentence.lead else None)
    changed = list(changes(sentence, hits, numbers))
    left = [a for a in numbers.amounts if not any(c.start <= a.start < c.end for c in changed)]
    named = [h for h in hits if h.name != "other" or not any(c.start <= h.start < c.end for c in changed)]
    first = [
        *measured(sentence, named, replace(numbers, amounts=left)),
        *lasting(sentence, numbers),
        *lived(sentence, numbers),
        *adverse(sentence, words, hits, numbers),
        *changed,
    ]
    if any(f.object == "dose-limiting toxicity" and f.qualifiers.get("event") for f in first):
        # Told with its event, a dose-limiting toxicity is not told again without.
        first = [f for f in first if f.rule != "outcome.dose-limiting toxicity" or f.modality is Modality.NEGATED]
    in_words = list(effects(sentence, hits))
    first = [f for f in first if not (f.qualifiers.get("value") == "improvement" and f.object in _gains(in_words))]
    counted = list(enrolled(sentence, numbers))
    yield from first
    yield from counted
    yield from tolerated(sentence, numbers)
    yield from endpoints(sentence, hits)
    used = [(a.start, a.end) for a in numbers.amounts if _is_used(a.qualifiers, first)]
    used += [(f.start, f.end) for f in counted]
    used += [(c.start, c.end) for c in changed]
    rest = [*changed, *responders(sentence, hits, numbers, used=used)]
    yield from rest[len(changed) :]
    told = [*in_words, *rest]
    yield from (f for f in told if f not in rest and not any(f.start < r.end and r.start < f.end for r in rest))
    told += [f for f in first if f.object not in {"adverse event", "tolerability"}]
    named_by = [h for h in all_hits if h.name in RESPONSES]
    taken = [(t.start, t.end) for t in told] + [(h.start, h.end) for h in named_by]
    yield from (f for f in findings(sentence) if not any(f.start < end and start < f.end for start, end in taken))


def _gains(in_words: Iterable[Finding]) -> set[str]:
    """Return the measures of which the words tell that there was no gain: told so, they are not told twice."""
    return {f.object for f in in_words if f.modality is Modality.NEGATED}


def _is_used(amount: dict[str, Qualifier | None], found: Iterable[Finding]) -> bool:
    keys = [k for k in ("count", "value") if amount.get(k) is not None]
    return any(all(f.qualifiers.get(k) == amount[k] for k in keys) for f in found) if keys else True


def _of_trial(trial: Trial, sentence: Sentence, seen: list[str]) -> dict[str, Qualifier | None]:
    own = [s.entity for s in sentence.of_type(EntityType.INDICATION, named=True)]
    # A condition that is reported as a side effect is not what the trial treats.
    own = [e for e in own if not any(event.startswith(fold_name(e.name)) for event in seen)]
    indication = (
        own[0] if len(set(own)) == 1 else trial.indications[0] if len(trial.indications) == 1 and not own else None
    )
    studies = [s for s in sentence.of_type(EntityType.STUDY) if not is_beside(sentence, s)]
    study = studies[0].entity if studies else trial.study
    return {"stage": trial.stage, "study": study, "indication": indication}


def without_praise(drafts: Iterable[Draft]) -> list[Draft]:
    """Drop "positive data" of a drug of which results are given in the same text."""
    kept = list(drafts)
    told = {
        (d.subject, study)
        for d in kept
        if d.predicate is Predicate.HAS_OUTCOME and d.rule != "outcome.positive" and d.object != "enrollment"
        for study in (d.qualifiers.get("study"), None)
    }
    return [d for d in kept if d.rule != "outcome.positive" or (d.subject, d.qualifiers.get("study")) not in told]
