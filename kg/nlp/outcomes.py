"""What trials found: responses, survival, tolerated doses, side effects and their stated absence, enrolment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from kg.model import EntityType, Modality, Predicate
from kg.nlp.drafts import Draft, claim
from kg.nlp.frames import Clause, clause_of, main_compounds
from kg.nlp.modality import cue_in
from kg.nlp.quantities import (
    find_counts,
    find_doses,
    find_durations,
    find_grades,
    find_percentages,
    find_schedules,
)
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Qualifier
    from kg.nlp.context import Sentence
    from kg.nlp.quantities import Count, Dose, Duration, Percentage
    from kg.nlp.trials import Trial, Trials
    from kg.vocabulary.load import Vocabulary

_RESPONSES = frozenset(
    {
        "objective response",
        "complete response",
        "partial response",
        "stable disease",
        "disease control",
        "response rate",
    }
)
_TIMES = frozenset({"duration of response", "progression-free survival", "overall survival", "half-life"})
_LEADING = re.compile(
    r"(longer|improved|prolonged|higher|superior|increased|durable|ongoing|median|shorter)\s+(?:median\s+)?$",
    re.IGNORECASE,
)


T = TypeVar("T", "Count", "Percentage", "Duration", "Dose")


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What a sentence counts and measures; offsets are those of the sentence."""

    counts: list[Count]
    percentages: list[Percentage]
    durations: list[Duration]
    doses: list[Dose]


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    name: str
    words: str


@lru_cache(maxsize=4)
def outcome_words(
    vocabulary: Vocabulary,
) -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], dict[str, str]]:
    """Return patterns of measures by object, one of adverse events, and their names by lower-case form."""
    measures: dict[str, list[str]] = {k: list(v) for k, v in read_toml("outcomes.toml")["measure"].items()}
    for term in vocabulary.measures:
        for form in (term.name, *term.aliases):
            plain = form.removeprefix("=")
            flags = (
                rf"(?-i:\b{re.escape(plain)}\b)"
                if vocabulary.is_exact("measures", plain)
                else rf"\b{re.escape(plain)}s?\b"
            )
            if term.category:
                measures.setdefault(term.category, []).append(flags)
    compiled = tuple((name, re.compile(f"(?:{'|'.join(words)})", re.IGNORECASE)) for name, words in measures.items())
    names: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for term in vocabulary.adverse_events:
        for form in (term.name, *term.aliases):
            plain = form.removeprefix("=")
            names.setdefault(plain.lower(), term.name)
            if vocabulary.is_exact("adverse_events", plain):
                spelled[plain.lower()] = plain
    ranked = sorted(names, key=lambda n: (-len(n), n))
    exact = {n for n in ranked if n in spelled}
    words = [f"(?-i:{re.escape(spelled[n])})" if n in exact else re.escape(n) for n in ranked]
    events = re.compile(rf"(?<![\w-])(?:{'|'.join(words) or '(?!)'})(?![\w-])", re.IGNORECASE)
    return compiled, events, names


def outcome_drafts(sentence: Sentence, trials: Trials, vocabulary: Vocabulary) -> Iterator[Draft]:
    """Yield the results that a sentence reports."""
    compounds = (
        [s.entity for s in main_compounds(sentence)]
        or list(sentence.topic)
        or (list(sentence.lead.topic) if sentence.lead else [])
    )
    unique = list(dict.fromkeys(compounds))
    if not unique or (len(unique) > 1 and not sentence.of_type(EntityType.COMPOUND)):
        return
    measures, events, names = outcome_words(vocabulary)
    numbers = _Numbers(
        find_counts(sentence.text),
        find_percentages(sentence.text),
        find_durations(sentence.text),
        find_doses(sentence.text),
    )
    compound = unique[0]
    trial = trials.at(compound, sentence)
    hits = _hits(sentence, measures)
    found = [
        *_measured(sentence, hits, numbers),
        *_adverse(sentence, events, names, numbers, hits),
        *_phrases(sentence),
        *_enrolled(sentence, numbers, hits),
    ]
    for object_, rule, modality, qualifiers, confidence in found:
        named = bool(sentence.of_type(EntityType.COMPOUND))
        yield claim(
            sentence,
            compound,
            Predicate.HAS_OUTCOME,
            object_,
            rule=rule,
            confidence=confidence,
            modality=modality,
            named=named,
        ).with_qualifiers(**qualifiers, **_of_trial(trial, sentence))


_Finding = tuple[str, str, Modality, "dict[str, Qualifier | None]", float]


def _of_trial(trial: Trial, sentence: Sentence) -> dict[str, Qualifier | None]:
    own = [s.entity for s in sentence.of_type(EntityType.INDICATION, named=True)]
    indication = (
        own[0] if len(set(own)) == 1 else trial.indications[0] if len(trial.indications) == 1 and not own else None
    )
    studies = sentence.of_type(EntityType.STUDY)
    study = studies[0].entity if studies else trial.study
    return {"stage": trial.stage, "study": study, "indication": indication}


def _hits(sentence: Sentence, measures: tuple[tuple[str, re.Pattern[str]], ...]) -> list[_Hit]:
    found: list[_Hit] = []
    for name, pattern in measures:
        for match in pattern.finditer(sentence.text):
            if not any(match.start() < h.end and h.start < match.end() for h in found):
                found.append(_Hit(match.start(), match.end(), name, match.group()))
    found.sort(key=lambda h: h.start)
    # "objective response rate (ORR)" is one measure.
    return [
        h for i, h in enumerate(found) if not (i and found[i - 1].name == h.name and h.start - found[i - 1].end <= 3)
    ]


def _clause(sentence: Sentence, start: int, end: int) -> Clause:
    return clause_of(sentence, sentence.start + start, sentence.start + end)


def _negated(sentence: Sentence, start: int, end: int) -> bool:
    clause = _clause(sentence, start, end)
    return cue_in(clause.text, kinds=(Modality.NEGATED,)) is Modality.NEGATED


def _ahead(sentence: Sentence, start: int, end: int) -> bool:
    cue = cue_in(_clause(sentence, start, end).text, kinds=(Modality.EXPECTED, Modality.PLANNED, Modality.POSSIBLE))
    return cue is not Modality.ASSERTED


def _measured(sentence: Sentence, hits: list[_Hit], numbers: _Numbers) -> Iterator[_Finding]:
    for hit in hits:
        if _ahead(sentence, hit.start, hit.end) or _only_defined(sentence, hit):
            continue
        negated = _negated(sentence, hit.start, hit.end)
        modality = Modality.NEGATED if negated else Modality.ASSERTED
        values = _values(sentence, hit, numbers)
        if not values and not negated and not _stands_alone(sentence, hit):
            continue
        common = {**values, **_given(sentence, numbers, hit), "population": _population(sentence)}
        yield hit.name, f"outcome.{hit.name}", modality, common, 0.85 if values else 0.72


def _only_defined(sentence: Sentence, hit: _Hit) -> bool:
    """Tell whether a measure is only named as what a trial looks at."""
    around = sentence.text[max(0, hit.start - 90) : hit.start]
    return bool(cue("outcomes.only_defined").search(around))


def _stands_alone(sentence: Sentence, hit: _Hit) -> bool:
    clause = _clause(sentence, hit.start, hit.end)
    if hit.name in {"maximum tolerated dose", "dose-limiting toxicity", "half-life"}:
        return False
    return (
        bool(cue("outcomes.had").search(clause.text))
        and hit.name in (_RESPONSES | _TIMES)
        and not hit.words.lower().endswith("rates")
    )


def _values(sentence: Sentence, hit: _Hit, numbers: _Numbers) -> dict[str, Qualifier | None]:
    if hit.name == "maximum tolerated dose":
        dose = _nearest(numbers.doses, hit, limit=120)
        if dose is None or not dose.numbers:
            return {}
        value = dose.numbers[-1]
        return {"value": int(value) if value == int(value) else float(value), "unit": dose.unit}
    if hit.name in _TIMES:
        return _time(sentence, hit, numbers)
    if hit.name in _RESPONSES:
        return _responses(hit, numbers)
    return {}


def _time(sentence: Sentence, hit: _Hit, numbers: _Numbers) -> dict[str, Qualifier | None]:
    duration = _nearest(numbers.durations, hit, limit=110)
    if duration is not None:
        return {"value": duration.value, "unit": duration.unit}
    if lead := _LEADING.search(sentence.text[: hit.start]):
        return {"value": lead.group(1).lower()}
    return {"value": "not reached"} if re.search(r"not (?:been |yet )*reached", sentence.text) else {}


def _responses(hit: _Hit, numbers: _Numbers) -> dict[str, Qualifier | None]:
    out: dict[str, Qualifier | None] = {}
    share = _nearest(numbers.percentages, hit, limit=80)
    count = _nearest([c for c in numbers.counts if c.definite], hit, limit=90)
    if count is not None and (count.out_of is not None or not share):
        out = {"count": count.count, "outOf": count.out_of}
    if share is not None:
        out |= {"value": share.value, "unit": "%"}
    elif hit.name == "stable disease" and (duration := _nearest(numbers.durations, hit, limit=60)):
        out |= {"value": duration.value, "unit": duration.unit}
    elif out and count is not None and "ongoing" in count.modifiers:
        out["value"] = "ongoing"
    if hit.words in {"CRi", "CRh", "sCR"}:
        out["event"] = hit.words
    return out


def _nearest(items: list[T], hit: _Hit, *, limit: int) -> T | None:
    def gap(item: T) -> int:
        return max(item.start - hit.end, hit.start - item.end, 0)

    near = [i for i in items if gap(i) <= limit]
    return min(near, key=lambda i: (gap(i), i.start)) if near else None


def _given(sentence: Sentence, numbers: _Numbers, hit: _Hit) -> dict[str, Qualifier | None]:
    schedules = find_schedules(sentence.text)
    dose = None
    if hit.name != "maximum tolerated dose" and numbers.doses:
        dose = _nearest(numbers.doses, hit, limit=160)
    return {"dose": dose.text if dose else None, "schedule": schedules[0].text if schedules else None}


def _population(sentence: Sentence) -> str | None:
    cohort = re.search(r"\b[Cc]ohorts? \d+\w?(?: \([^)]*\))?", sentence.text)
    if cohort:
        return cohort.group()
    match = cue("outcomes.population").search(sentence.text)
    return " ".join(match["p"].split()) if match else None


def _adverse(
    sentence: Sentence, events: re.Pattern[str], names: dict[str, str], numbers: _Numbers, hits: list[_Hit]
) -> Iterator[_Finding]:
    rules = read_toml("outcomes.toml")["adverse"]
    if not re.search(rules["cues"], sentence.text, re.IGNORECASE):
        return
    matches = [m for m in events.finditer(sentence.text) if _is_effect(sentence, m, rules["not_cues"])]
    limiting = next((h for h in hits if h.name == "dose-limiting toxicity"), None)
    for match in matches:
        qualifiers: dict[str, Qualifier | None] = {"event": names.get(match.group().lower(), match.group().lower())}
        qualifiers |= _how_often(sentence, match, numbers, alone=len(matches) == 1)
        qualifiers["grade"] = _grade(sentence, match)
        value = re.search(rules["value_words"], sentence.text, re.IGNORECASE)
        if value is not None and "value" not in qualifiers:
            qualifiers["value"] = value.group().lower()
        dose = _nearest(numbers.doses, _Hit(match.start(), match.end(), "adverse event", match.group()), limit=120)
        qualifiers["dose"] = dose.text if dose else None
        limits = limiting is not None and limiting.start - match.end() < 30
        modality = Modality.NEGATED if _negated(sentence, match.start(), match.end()) else Modality.ASSERTED
        yield "dose-limiting toxicity" if limits else "adverse event", "outcome.adverse", modality, qualifiers, 0.85


def _is_effect(sentence: Sentence, match: re.Match[str], not_cues: str) -> bool:
    """Tell whether a condition is a side effect here: not a disease that is treated, not part of another name."""
    if re.search(not_cues, sentence.text[max(0, match.start() - 40) : match.start()], re.IGNORECASE):
        return False
    at = sentence.start + match.start()
    if any(s.found and s.start <= at < s.end and s.type is not EntityType.INDICATION for s in sentence.slots):
        return False
    clause = _clause(sentence, match.start(), match.end()).text
    if any(s.found and s.start <= at < s.end for s in sentence.slots) and not _TOXIC.search(clause):
        return False  # the disease that is treated, not what the drug does
    return not _ahead(sentence, match.start(), match.end()) and "cause of death" not in clause


_TOXIC = re.compile(r"adverse|TEAE|toxicit|side effect|grade|\d\s?%\)", re.IGNORECASE)


def _how_often(
    sentence: Sentence, match: re.Match[str], numbers: _Numbers, *, alone: bool
) -> dict[str, Qualifier | None]:
    hit = _Hit(match.start(), match.end(), "adverse event", match.group())
    share = next((p for p in numbers.percentages if 0 <= p.start - match.end() <= 4), None)
    if share is None and alone:
        share = _nearest(numbers.percentages, hit, limit=60)
    if share is not None:
        return {"value": share.value, "unit": "%"}
    count = _nearest([c for c in numbers.counts if c.start < match.start()], hit, limit=90)
    if count is None or re.search(r"[;.]", sentence.text[count.end : match.start()]):
        return {}
    return {"count": count.count, "outOf": count.out_of}


def _grade(sentence: Sentence, match: re.Match[str]) -> str | None:
    grades = find_grades(sentence.text)
    following = next((g for g in grades if 0 <= g.start - match.end() <= 3), None)
    leading = [g for g in grades if g.end <= match.start() and match.start() - g.end <= 90]
    grade = following or (leading[-1] if leading else None)
    return grade.text if grade else None


def _phrases(sentence: Sentence) -> Iterator[_Finding]:
    rules = read_toml("outcomes.toml")["phrases"]
    text = sentence.text
    for match in re.finditer("|".join(rules["tolerability"]), text, re.IGNORECASE):
        if not _ahead(sentence, match.start(), match.end()):
            words = re.sub(r"^(?:was|been|is|were|to be)\s+", "", match.group(), flags=re.IGNORECASE)
            yield "tolerability", "outcome.tolerability", Modality.ASSERTED, {"value": words.lower()}, 0.84
            break
    for match in re.finditer(rf"{rules['resistant']}|{rules['finding']}|{rules['positive']}", text, re.IGNORECASE):
        if _ahead(sentence, match.start(), match.end()) or not cue("outcomes.shown").search(text):
            continue
        words = match.group().lower().strip()
        if re.search(
            r"\b(?:designed|intended|believe|may|could|potential)\b", _clause(sentence, match.start(), match.end()).text
        ):
            continue
        words = "highly sensitive" if words.startswith("highly sensitive") else words
        yield "other", "outcome.finding", Modality.ASSERTED, {"value": words, "population": _population(sentence)}, 0.72


def _enrolled(sentence: Sentence, numbers: _Numbers, hits: list[_Hit]) -> Iterator[_Finding]:
    rules = read_toml("outcomes.toml")["enrollment"]
    text = sentence.text
    finished = re.search(rules["finished"], text, re.IGNORECASE)
    if finished and not _ahead(sentence, finished.start(), finished.end()):
        word = re.search(r"complet\w*|finish\w*|clos\w*|fully", finished.group(), re.IGNORECASE)
        said = word.group().lower() if word else "completed"
        said = {"completion": "completed", "complete": "completed", "completes": "completed", "fully": "completed"}.get(
            said, said
        )
        yield "enrollment", "outcome.enrollment", Modality.ASSERTED, {"value": said}, 0.85
    for count in numbers.counts:
        if count.out_of is not None or not re.match(
            r"(?:patients?|participants?|subjects?|volunteers?|adults?|children)", count.noun
        ):
            continue
        after = text[count.end :][:70]
        before = text[max(0, count.start - 60) : count.start]
        passive = re.match(
            rf"\s*(?:who |that |have |had |has |been |were |was |are |receiv)*\s*(?:{rules['verbs']})\b",
            after,
            re.IGNORECASE,
        )
        active = cue("outcomes.enrolled_before").search(before)
        if not (passive or active) or count.count < 2 or _ahead(sentence, count.start, count.end):
            continue
        if any(h.name in _RESPONSES and 0 <= h.start - count.end < 70 for h in hits) and not active:
            continue
        qualifiers: dict[str, Qualifier | None] = {"count": count.count, "population": _population(sentence)}
        if "evaluable" in count.modifiers:
            qualifiers["population"] = "evaluable"
        yield "enrollment", "outcome.enrollment", Modality.ASSERTED, qualifiers, 0.8
