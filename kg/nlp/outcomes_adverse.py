"""Side effects: named ones with how often and how severe, those not seen, and what is said of adverse events at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import EntityType, Modality
from kg.nlp.gates import sift
from kg.nlp.outcomes_numbers import bounded
from kg.nlp.outcomes_said import clause_span, given, is_ahead, is_denied
from kg.nlp.outcomes_words import Finding
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Qualifier
    from kg.nlp.context import Sentence
    from kg.nlp.outcomes_numbers import Numbers
    from kg.nlp.outcomes_words import Hit, Words

_TOXIC = re.compile(r"adverse|TEAE|TRAE|toxicit|side effect|grade|\d\s?%\)", re.IGNORECASE)


def adverse(sentence: Sentence, words: Words, hits: Sequence[Hit], numbers: Numbers) -> Iterator[Finding]:
    """Yield the side effects that a sentence reports or says were not seen."""
    rules = read_toml("outcomes.toml")["adverse"]
    lead = sentence.lead.text if sentence.lead is not None else ""
    if not sift(rules["cues"], re.IGNORECASE).search(f"{lead} {sentence.text}"):
        return
    strong = cue("outcomes.strong_adverse").search(f"{lead} {sentence.text}") is not None
    named = [
        m
        for m in words.events.finditer(sentence.text)
        if (strong or cue("outcomes.near_adverse").search(sentence.text, max(0, m.start() - 60), m.end() + 60))
        and _is_effect(sentence, m.start(), m.end())
        and (strong or not any(h.name == "other" and h.start < m.end() and m.start() < h.end for h in hits))
    ]
    spans = [(m.start(), m.end(), _own_words(m.group(), words)) for m in named]
    spans += _listed(sentence, spans, hits)
    spans += _beside(sentence.text, spans) if strong else []
    limiting = [h for h in hits if h.name == "dose-limiting toxicity" and not is_denied(sentence, h.start, h.end)]
    value = re.search(rules["value_words"], sentence.text, re.IGNORECASE)
    severity = cue("outcomes.severity_of_these").search(sentence.text, max((e for _, e, _ in spans), default=0))
    for start, end, name in sorted(spans):
        qualifiers: dict[str, Qualifier | None] = {"event": name}
        qualifiers |= _how_often(sentence, start, end, numbers, alone=len(spans) == 1)
        qualifiers["grade"] = _grade(numbers, start, end) or (severity["g"].lower() if severity else None)
        said = value.group().lower() if value is not None else ""
        if said and "value" not in qualifiers and said not in name and not said.startswith("dose"):
            qualifiers["value"] = said
        qualifiers["dose"] = given(numbers, start, end, limit=120)["dose"]
        limits = any(_limits(sentence.text, h, start, end) for h in limiting)
        denied = is_denied(sentence, start, end)
        if denied:
            qualifiers.pop("count", None)
        object_ = "dose-limiting toxicity" if limits else "adverse event"
        modality = Modality.NEGATED if denied else Modality.ASSERTED
        yield Finding(object_, "outcome.adverse", start, end, qualifiers, 0.85, modality)
    yield from _at_all(sentence, numbers, spans)


def _own_words(text: str, words: Words) -> str:
    """Return a side effect's name as the text has it; an acronym is spelled out."""
    known = words.event_names.get(text.lower(), text.lower())
    text = re.sub(r"\s*\([A-Z]{2,6}s?\)$", "", text)
    if sum(c.isupper() for c in text) > 1 and " " not in text:
        return known
    return " ".join(w if sum(c.isupper() for c in w) > 1 else w.lower() for w in text.split())


def _limits(text: str, hit: Hit, start: int, end: int) -> bool:
    """Tell whether a side effect is what limited the dose: "X was dose-limiting", "dose-limiting toxicities were X"."""
    if hit.start >= end:
        return hit.start - end < 30
    gap = text[hit.end : start]
    return len(gap) < 120 and re.search(r";|\.(?!\d)|\badverse\b|\bAEs?\b|side effect", gap) is None


def _is_effect(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a condition is a side effect here: not a disease that is treated, not part of another name."""
    before = sentence.text[max(0, start - 60) : start]
    if re.search(read_toml("outcomes.toml")["adverse"]["not_cues"], before, re.IGNORECASE):
        return False
    if cue("outcomes.not_effect_after").match(sentence.text, end):
        return False
    at = sentence.start + start
    if any(s.found and s.start <= at < s.end and s.type is not EntityType.INDICATION for s in sentence.slots):
        return False
    clause = sentence.text[slice(*clause_span(sentence, start, end))]
    disease = any(s.found and s.start <= at < s.end for s in sentence.slots)
    seen = is_denied(sentence, start, end) and cue("outcomes.seen").search(clause)
    named_first = re.search(r"(?i)\b(?:no|neither|without)\s+(?:(?:cases?|signs?|any|evidence|of)\s+)*$", before)
    if disease and not _TOXIC.search(clause) and not seen and not named_first:
        return False  # the disease that is treated, not what the drug does
    return not is_ahead(sentence, start, end) and "cause of death" not in clause


_ITEM = re.compile(
    r"(?:[,;:]\s+(?:and\s+|or\s+)?|\b(?:and|were|was|including|included|include|are|of|with|by)\s+)"
    r"(?P<e>[a-z][a-z'’/-]+(?:\s+[a-z][a-z'’/-]+){0,4}?)(?:\s+\([A-Z]{2,5}\))?\s*[(,]\s*(?:n\s*=\s*\d+[,;]\s*)?(?=\d[\d.]*\s?%)"
)


def _listed(
    sentence: Sentence, known: Sequence[tuple[int, int, str]], hits: Sequence[Hit]
) -> list[tuple[int, int, str]]:
    """Return side effects that no list knows, from their place in one: "fatigue (33%), taste loss (12%)"."""
    text = sentence.text
    lead = cue("outcomes.adverse_list").search(text)
    if lead is None:
        return []
    out = []
    for match in _ITEM.finditer(text, lead.end() - 12 if lead.end() > 12 else 0):
        start, end = match.span("e")
        taken = any(s < end and start < e for s, e, _ in known) or any(h.start < end and start < h.end for h in hits)
        if not taken and start >= lead.start() and not cue("outcomes.no_event_name").search(match["e"]):
            out.append((start, end, match["e"]))
    return out


_LAST = re.compile(
    r"(?:,\s+(?:and\s+)?|\s+and\s+)(?P<e>[a-z][\w-]+(?:\s+[a-z][\w-]+){0,2}?)(?=\s*[.,;(]|\s+(?:were|was|led|and)\b|\s*$)"
)


def _beside(text: str, known: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return names that only their form shows to be side effects, where they stand in a list with known ones."""
    out = []
    for _, end, _ in known:
        match = _LAST.match(text, end)
        while match is not None:
            start, stop = match.span("e")
            if any(s < stop and start < e for s, e, _ in known) or not cue("outcomes.event_form").search(match["e"]):
                break
            out.append((start, stop, match["e"]))
            match = _LAST.match(text, stop)
    return out


def _how_often(
    sentence: Sentence, start: int, end: int, numbers: Numbers, *, alone: bool
) -> dict[str, Qualifier | None]:
    share = next(
        (
            p
            for p in numbers.percentages
            if (0 <= p.start - end <= 12 and _HANGS_ON.fullmatch(sentence.text, end, p.start))
            or (0 <= p.start - end <= 60 and _OCCURRED_IN.fullmatch(sentence.text, end, p.start))
        ),
        None,
    )
    if share is None and alone:
        near = [(max(p.start - end, start - p.end, 0), p.start, p) for p in numbers.percentages]
        best = min((n for n in near if n[0] <= 60), key=lambda n: n[:2], default=None)
        share = best[2] if best else None
    if share is not None:
        whole = next((a for a in numbers.amounts if a.share is share), None)
        return whole.qualifiers if whole is not None else {"value": share.value, "unit": "%"}
    before = [c for c in numbers.counts if c.count and c.start < start <= c.end + 90 and c is not numbers.whole]
    graded = next((g.end for g in numbers.grades if 0 <= g.start - end <= 4), end)
    behind = [c for c in numbers.counts if 0 <= c.start - graded <= 40 and _SEEN_IN.match(sentence.text, graded)]
    count = behind[0] if behind else before[-1] if before else None
    if count is None or re.search(r"[;.]", sentence.text[count.end : start]):
        return {}
    out_of = count.out_of or (numbers.whole.count if numbers.whole and count.count <= numbers.whole.count else None)
    return {"count": bounded(count), "outOf": out_of}


_HANGS_ON = re.compile(r"\s?(?:\([A-Z]{2,6}\)\s?)?(?:[(,:\[]|in|at)\s?(?:n\s?=\s?\d+[,;]\s?)?")
_OCCURRED_IN = re.compile(
    r"\s?(?:\([A-Z]{2,6}s?\)\s?)?(?:,\s(?:which|that))?(?:\s?(?:of any grade|any grade))?"
    r"(?:\s?\b(?:was|were|has been|have been|occurred|observed|seen|reported|noted|developed|experienced))+"
    r"\s(?:in|by|among)\s(?:approximately\s|about\s|only\s)?"
)
_SEEN_IN = re.compile(r"(?:\s+(?:was|were|occurred|observed|seen|reported|noted|developed|in|has|have|been|only))+\s+")


def _grade(numbers: Numbers, start: int, end: int) -> str | None:
    following = next((g for g in numbers.grades if 0 <= g.start - end <= 4), None)
    leading = [g for g in numbers.grades if g.end <= start and start - g.end <= 90]
    grade = following or (leading[-1] if leading else None)
    return grade.text if grade else None


def _at_all(sentence: Sentence, numbers: Numbers, named: Sequence[tuple[int, int, str]]) -> Iterator[Finding]:
    """Yield what is said of adverse events without naming one: how many, how severe, or that there were none."""
    text = sentence.text
    for match in cue("outcomes.events_at_all").finditer(text):
        start, end = match.span()
        if is_ahead(sentence, start, end) or any(s < end and start < e for s, e, _ in named):
            continue
        name = " ".join(match.group().split()).lower()
        near = [g for g in numbers.grades if g.start - end <= 90 and start - g.end <= 40]
        qualifiers: dict[str, Qualifier | None] = {"event": name, "grade": near[0].text if near else None}
        qualifiers["dose"] = given(numbers, start, end, limit=90)["dose"]
        if is_denied(sentence, start, end):
            if not cue("outcomes.denial_of_more").search(text[max(0, start - 20) : end + 80]):
                yield Finding("adverse event", "outcome.adverse-none", start, end, qualifiers, 0.82, Modality.NEGATED)
            continue
        if (stopped := cue("outcomes.stopped_for").search(text, max(0, start - 90), start)) is not None:
            before = [a for a in numbers.amounts if a.span is None and stopped.start() - 60 <= a.start < start]
            said = {**qualifiers, **before[-1].qualifiers, "event": f"discontinuation due to {name}"} if before else {}
            if said:
                yield Finding("adverse event", "outcome.adverse-all", start, end, said, 0.8)
            continue
        stated = _rate_at_all(text, end, numbers) or _counted(numbers, start)
        if (described := cue("outcomes.described_after").match(text, end)) is not None and not stated:
            told = {**qualifiers, "value": " ".join(described["w"].lower().split())}
            yield Finding("adverse event", "outcome.adverse-all", start, end, told, 0.8)
            continue
        severity = cue("outcomes.severity_after").match(text, end)
        if stated or severity:
            if severity and not stated:
                most = re.search(
                    r"(?i)\b(most|majority|all|nearly all|almost all|generally)\b",
                    text[max(0, start - 40) : severity.end()],
                )
                qualifiers["value"] = most.group(1).lower() if most else None
                qualifiers["grade"] = " ".join(severity["g"].split()).removeprefix("Grade ").removeprefix("grade ")
            yield Finding("adverse event", "outcome.adverse-all", start, end, {**qualifiers, **stated}, 0.8)


def _counted(numbers: Numbers, start: int) -> dict[str, Qualifier | None]:
    """Return how many events the words in front count: "three serious adverse events"."""
    near = [c for c in numbers.counts if c.definite and c.count and c.start < start and -40 <= start - c.end <= 2]
    events = [c for c in near if c.noun.lower().startswith(("event", "death", "sae", "ae", "toxicit"))]
    return {"count": events[0].count} if events else {}


def _rate_at_all(text: str, end: int, numbers: Numbers) -> dict[str, Qualifier | None]:
    rate = cue("outcomes.rate_of_events").match(text, end)
    if rate is None:
        return {}
    for amount in numbers.amounts:
        if amount.span is None and 0 <= amount.start - rate.end() <= 2:
            return amount.qualifiers
    return {}
