"""How a result is put in its sentence: denied, only looked ahead to, of which patients, at which dose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.nlp.frames import clause_of
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from kg.model import Qualifier
    from kg.nlp.context import Sentence
    from kg.nlp.outcomes_numbers import Numbers


def clause_span(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Return the clause around a span of a sentence, all in the sentence's offsets."""
    clause = clause_of(sentence, sentence.start + start, sentence.start + end)
    return clause.start - sentence.start, clause.end - sentence.start


def is_denied(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether what stands at a span is said not to be: "no X or Y", "X was not seen", "without X".

    A denial in front reaches over a list, not over another verb; one behind only from the span's own verb.
    """
    text = _folded(sentence.text)
    begin, finish = clause_span(sentence, start, end)
    breaks = [m.end() for m in cue("outcomes.new_clause").finditer(text, begin, start)]
    before, after = text[breaks[-1] if breaks else begin : start], text[end:finish]
    if cue("outcomes.denied_before").search(before):
        return True
    return bool(cue("outcomes.denied_after").match(after))


def is_ahead(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether what stands at a span is not yet so: expected, planned, possible, to be looked at."""
    text = _folded(sentence.text)
    begin, finish = clause_span(sentence, start, end)
    before, after = text[begin:start], text[end:finish]
    return bool(cue("outcomes.ahead_before").search(before) or cue("outcomes.ahead_after").match(after))


def _folded(text: str) -> str:
    return text.replace("’", "'").replace("\n", " ")


def given(numbers: Numbers, start: int, end: int, *, limit: int = 160) -> dict[str, Qualifier | None]:
    """Return the dose next to a span and the schedule of its sentence."""
    near = [(max(d.start - end, start - d.end, 0), d.start, d.text) for d in numbers.doses]
    best = min((n for n in near if n[0] <= limit), default=None)
    return {
        "dose": best[2] if best else None,
        "schedule": numbers.schedules[0].text if numbers.schedules else None,
    }


def population_in(sentence: Sentence) -> str | None:
    """Return the words for the patients that a sentence speaks of: a cohort, or "patients with …"."""
    cohort = re.search(r"\b[Cc]ohorts? \d+\w?(?: \([^)]*\))?", sentence.text)
    if cohort:
        return cohort.group()
    match = cue("outcomes.population").search(sentence.text)
    return " ".join(match["p"].split()) if match else None
