"""Measures with their numbers: response rates, survival, half-lives, tolerated doses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Modality
from kg.nlp.outcomes_numbers import allot
from kg.nlp.outcomes_said import clause_span, given, is_ahead, is_denied, population_in
from kg.nlp.outcomes_words import RESPONSES, TIMES, Finding
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Qualifier
    from kg.nlp.context import Sentence
    from kg.nlp.outcomes_numbers import Amount, Numbers
    from kg.nlp.outcomes_words import Hit

_LEADING = re.compile(
    r"(longer|improved|prolonged|higher|superior|increased|durable|ongoing|shorter)\s+(?:median\s+)?$", re.IGNORECASE
)
_LANDMARK = re.compile(r"(?:\d{1,2}|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]ix)[- ](?:month|year|week)[- ]")
_OWN_NAMES = frozenset({"CRi", "CRh", "sCR", "CRc", "pCR", "VGPR", "CR/CRi", "CR/CRh"})
_DENIABLE = RESPONSES | {"dose-limiting toxicity", "maximum tolerated dose"}


def measured(sentence: Sentence, hits: Sequence[Hit], numbers: Numbers) -> Iterator[Finding]:
    """Yield the measures that a sentence gives a number or a finding in words for, or says were not seen."""
    live = [h for h in hits if not is_ahead(sentence, h.start, h.end)]
    owned = allot(sentence.text, live, numbers.amounts)
    for index, hit in enumerate(live):
        amounts = owned.get(index, [])
        if _only_defined(sentence, hit, amounts):
            continue
        common = {**given(numbers, hit.start, hit.end), "population": population_in(sentence), "event": _event(hit)}
        extra = [given(numbers, a.start, a.end) for a in amounts]
        if hit.name == "maximum tolerated dose" or hit.term == "recommended phase 2 dose":
            yield from _tolerated_dose(sentence, hit, numbers, common)
            continue
        rule = f"outcome.{hit.name}"
        if amounts:
            for place, amount in enumerate(amounts):
                stated = _stated(sentence, hit, amount, numbers)
                told = {**common, **extra[place], **{k: v for k, v in stated.items() if v is not None}}
                yield Finding(hit.name, rule, hit.start, hit.end, told, 0.8 if place else 0.86)
        elif _who_had(sentence.text, hit):
            continue
        elif hit.name in _DENIABLE and is_denied(sentence, hit.start, hit.end):
            yield Finding(hit.name, rule, hit.start, hit.end, common, 0.82, Modality.NEGATED)
        elif hit.name in TIMES and _no_gain(sentence, hit):
            told = {**common, "value": "improvement"}
            yield Finding(hit.name, rule, hit.start, hit.end, told, 0.8, Modality.NEGATED)
        elif words := _in_words(sentence, hit):
            yield Finding(hit.name, rule, hit.start, hit.end, {**words, **common}, 0.8)
        elif _stands_alone(sentence, hit):
            yield Finding(hit.name, rule, hit.start, hit.end, common, 0.72)


def lasting(sentence: Sentence, numbers: Numbers) -> Iterator[Finding]:
    """Yield how long responses lasted, where a verb says so."""
    text = sentence.text
    for match in cue("outcomes.lasting").finditer(text):
        start, end = match.span()
        near = [d for d in numbers.durations if 0 <= d.start - end <= 40]
        if not near or is_ahead(sentence, start, end) or "stable disease" in text[max(0, start - 10) : end].lower():
            continue
        value = near[0].value
        lasted = value.removeprefix("<=") if isinstance(value, str) else value  # "up to 15 months" is the longest
        told: dict[str, Qualifier | None] = {"value": lasted, "unit": near[0].unit}
        kind = re.search(r"(?i)(?:complete|partial|objective|clinical) $", text[max(0, start - 10) : start])
        told["event"] = f"{kind.group().lower()}{match['r']}" if kind else None
        yield Finding("duration of response", "outcome.lasting", start, end, told, 0.84)


def lived(sentence: Sentence, numbers: Numbers) -> Iterator[Finding]:
    """Yield times told as a story: "patients lived for a median of 18 months", "it took 7 months to get worse"."""
    text = sentence.text
    for span in numbers.durations:
        if not span.unit or is_ahead(sentence, span.start, span.end):
            continue
        told: dict[str, Qualifier | None] = {"value": span.value, "unit": span.unit}
        if cue("outcomes.lived").search(text[max(0, span.start - 60) : span.start]):
            yield Finding("overall survival", "outcome.lived", span.start, span.end, told, 0.8)
        elif cue("outcomes.worse_after").match(text, span.end):
            yield Finding("progression-free survival", "outcome.lived", span.start, span.end, told, 0.8)


def _event(hit: Hit) -> str | None:
    if hit.name == "other":
        return hit.words
    return hit.words if hit.words in _OWN_NAMES else None


def _who_had(text: str, hit: Hit) -> bool:
    """Tell whether a response only says which patients are meant: "in patients with a complete response"."""
    before = text[max(0, hit.start - 60) : hit.start]
    return hit.name in RESPONSES and cue("outcomes.who_had").search(before) is not None


def _only_defined(sentence: Sentence, hit: Hit, amounts: Sequence[Amount]) -> bool:
    """Tell whether a measure is only named as what a trial looks at."""
    if amounts and amounts[0].start < hit.end:
        return False  # a count in front of it, or that it is part of: "assessed, there were three responses"
    if amounts:
        between = sentence.text[hit.end : amounts[0].start]
        if re.search(r"\b(?:was|were|reached|came|stood)\b", between):
            return False
    around = sentence.text[max(0, hit.start - 90) : hit.start]
    defined = cue("outcomes.only_defined").search(around)
    # "Approval was based on an ORR of 32%": what a decision rests on was seen.
    return defined is not None and not (amounts and defined["ground"])


def _stated(sentence: Sentence, hit: Hit, amount: Amount, numbers: Numbers) -> dict[str, Qualifier | None]:
    out = amount.qualifiers
    if hit.name in TIMES and amount.share is not None:
        landmark = _LANDMARK.search(sentence.text[max(0, hit.start - 16) : hit.end])
        if landmark:
            out["event"] = sentence.text[max(0, hit.start - 16) : hit.end][landmark.start() :]
    if hit.name == "stable disease" and amount.span is None and amount.share is None:
        lasted = next((d for d in numbers.durations if 0 <= d.start - hit.end <= 60 and d.unit), None)
        out |= {"value": lasted.value, "unit": lasted.unit} if lasted else {}
    if amount.count is not None and "ongoing" in amount.count.modifiers:
        out.setdefault("value", "ongoing")
    return out


def _tolerated_dose(
    sentence: Sentence, hit: Hit, numbers: Numbers, common: dict[str, Qualifier | None]
) -> Iterator[Finding]:
    rule = f"outcome.{hit.name}"
    if is_denied(sentence, hit.start, hit.end):
        yield Finding(hit.name, rule, hit.start, hit.end, common, 0.85, Modality.NEGATED)
        return
    if re.match(r"[^.;]{0,60}?\bexceeded\b", sentence.text[hit.end : hit.end + 80]):
        return
    near = [d for d in numbers.doses if d.numbers and max(d.start - hit.end, hit.start - d.end, 0) <= 120]
    if near:
        dose = min(near, key=lambda d: max(d.start - hit.end, hit.start - d.end, 0))
        value = dose.numbers[-1]
        stated: dict[str, Qualifier | None] = {
            "value": int(value) if value == int(value) else float(value),
            "unit": dose.unit,
        }
        yield Finding(hit.name, rule, hit.start, hit.end, {**stated, **common, "dose": None}, 0.85)


def _in_words(sentence: Sentence, hit: Hit) -> dict[str, Qualifier | None]:
    """Return what is said of a time without a number: longer, not reached."""
    if hit.name not in TIMES or hit.name == "half-life":
        return {}
    begin, end = clause_span(sentence, hit.start, hit.end)
    if re.search(r"not (?:been |yet )*reached", sentence.text[hit.end : end]):
        return {"value": "not reached"}
    lead = _LEADING.search(sentence.text[begin : hit.start])
    return {"value": lead.group(1).lower()} if lead and cue("outcomes.had").search(sentence.text[begin:end]) else {}


def _no_gain(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a time is said not to have become longer."""
    before = sentence.text[max(0, hit.start - 40) : hit.start]
    gain = re.search(r"(?i)\b(?:improve\w*|benefit|advantage|difference|gain|prolong\w*)\b[^.;,]*$", before)
    return gain is not None and is_denied(sentence, hit.start, hit.end)


def _stands_alone(sentence: Sentence, hit: Hit) -> bool:
    if re.match(r"\s+(?:that |which |has |have )?(?:last|persist)", sentence.text[hit.end :]):
        return False
    if hit.name not in RESPONSES or hit.words.lower().endswith(("rates", "rate")) or hit.name == "response rate":
        return False
    begin, end = clause_span(sentence, hit.start, hit.end)
    return bool(cue("outcomes.had").search(sentence.text[begin:end]))
