"""How many patients a trial has: enrolled, treated, randomized, evaluable, planned; and enrolment that is closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Modality
from kg.nlp.gates import sift
from kg.nlp.modality import modality_of
from kg.nlp.outcomes_numbers import bounded, is_comparator
from kg.nlp.outcomes_said import given, is_ahead, is_denied
from kg.nlp.outcomes_words import Finding
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Qualifier
    from kg.nlp.context import Sentence
    from kg.nlp.outcomes_numbers import Numbers
    from kg.nlp.quantities import Count

_SAID = {
    "completion": "completed",
    "complete": "completed",
    "completes": "completed",
    "completing": "completed",
    "fully": "completed",
    "full": "completed",
    "last": "completed",
    "final": "completed",
    "finishing": "finished",
    "closes": "closed",
    "finishes": "finished",
}
_FEWEST, _MOST = 2, 50_000
"""No trial that a company runs has more patients; larger numbers count those who have a disease."""
_PEOPLE = re.compile(
    r"(?i)(?:patient|participant|subject|volunteer|individual|people|person|adult|child|infant|adolescent|wom[ae]n"
    r"|m[ae]n|recipient)"
)


def enrolled(sentence: Sentence, numbers: Numbers) -> Iterator[Finding]:
    """Yield how many patients a sentence says a trial has or will have."""
    yield from _finished(sentence)
    last: tuple[int, Modality] | None = None
    for count in numbers.counts:
        if not _PEOPLE.match(count.noun) and not _counts_trial(sentence.text, count):
            continue
        modality = _modality(sentence, count)
        joined = last is not None and re.fullmatch(r",?\s+and\s+", sentence.text[last[0] : count.start])
        if modality is None and last is not None and joined:
            modality = last[1]  # "24 healthy volunteers and 36 patients"
        if modality is None or is_comparator(sentence.text, count.start, count.end):
            continue
        if not _FEWEST <= count.count <= _MOST or not count.definite:
            continue
        last = (count.end, modality)
        qualifiers: dict[str, Qualifier | None] = {"count": bounded(count), "population": _population(sentence, count)}
        qualifiers["outOf"] = count.out_of
        qualifiers |= given(numbers, count.start, count.end, limit=120)
        yield Finding("enrollment", "outcome.enrollment", count.start, count.end, qualifiers, 0.82, modality)


def _finished(sentence: Sentence) -> Iterator[Finding]:
    match = sift(read_toml("outcomes.toml")["enrollment"]["finished"], re.IGNORECASE).search(sentence.text)
    if not match or is_ahead(sentence, match.start(), match.end()) or is_denied(sentence, match.start(), match.end()):
        return
    word = re.search(r"complet\w*|finish\w*|clos\w*|full\w*|last|final", match.group(), re.IGNORECASE)
    said = word.group().lower() if word else "completed"
    yield Finding(
        "enrollment", "outcome.enrollment", match.start(), match.end(), {"value": _SAID.get(said, said)}, 0.85
    )


def _counts_trial(text: str, count: Count) -> bool:
    """Tell whether a number without a noun counts a trial's patients: "the trial (n=412)", "of whom 467 received"."""
    if count.noun or count.out_of is not None:
        return False
    before, after = text[max(0, count.start - 80) : count.start], text[count.end : count.end + 60]
    return bool(
        re.search(r"(?i)\b(?:trial|study|cohort)\b[^.;]{0,40}\(\s*n\s*=\s*$", before)
        or (
            re.search(r"(?i)\bof (?:whom|these|them),?\s*$|(?:\bof whom|,|;|\d%\)) and\s+$|\w and\s+$", before)
            and cue("outcomes.enrolled_after").match(after)
        )
    )


def _modality(sentence: Sentence, count: Count) -> Modality | None:
    """Return how a count of people is one of a trial's patients: asserted, planned; `None` where it is not."""
    text = sentence.text
    before, after = text[max(0, count.start - 110) : count.start], text[count.end : count.end + 130]
    if cue("outcomes.not_enrolled").search(before) or cue("outcomes.not_enrolled_after").match(after):
        return None
    if cue("outcomes.to_enroll_before").search(before) or cue("outcomes.to_enroll_after").match(after):
        return Modality.PLANNED
    sized = cue("outcomes.sized_trial").match(after) if text[count.start : count.end].count("-") else None
    part = count.out_of is not None
    told = cue("outcomes.enrolled_after").match(after) or cue("outcomes.enrolled_before").search(before)
    whole = cue("outcomes.whole_before").search(before) and cue("outcomes.whole_after").match(after)
    if not (told or sized or (whole and not part) or _counts_trial(text, count)):
        return None
    behind = cue("outcomes.enrolled_after").match(after)
    if behind and not whole and cue("outcomes.had_result").match(after, behind.end()):
        return None  # "seven patients treated with X achieved a response" are not all of them
    if part and not re.match(r"(?i)\W*(?:\w+\W+){0,3}?enrol", after) and not re.search(r"(?i)enrolled\s+$", before):
        return None
    if not is_ahead(sentence, count.start, count.end):
        return Modality.ASSERTED
    kind = modality_of(text, count.start, count.end)
    return Modality.PLANNED if kind in (Modality.PLANNED, Modality.EXPECTED) else None


def _population(sentence: Sentence, count: Count) -> str | None:
    """Return which patients are counted, where they are not simply those of the trial."""
    if "evaluable" in count.modifiers:
        return "evaluable"
    cohort = re.search(r"\b[Cc]ohorts? \d+\w?(?: \([^)]*\))?", sentence.text)
    if cohort:
        return cohort.group()
    after = sentence.text[count.end : count.end + 140]
    match = cue("outcomes.such_patients").match(after)
    return " ".join(match["p"].split()) if match else None
