"""What is said of a drug's effect in words or by a change: endpoints met, levels lowered, activity, tolerability."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Modality
from kg.nlp.gates import sift
from kg.nlp.outcomes_said import clause_span, given, is_ahead, is_denied, population_in
from kg.nlp.outcomes_words import Finding
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kg.model import Qualifier
    from kg.nlp.context import Sentence
    from kg.nlp.outcomes_numbers import Amount, Numbers
    from kg.nlp.outcomes_words import Hit


def tolerated(sentence: Sentence, numbers: Numbers) -> Iterator[Finding]:
    """Yield what a sentence says of safety as a whole: well tolerated, a manageable profile, no new signals."""
    for pattern in read_toml("outcomes.toml")["phrases"]["tolerability"]:
        match = sift(pattern, re.IGNORECASE).search(sentence.text)
        if match is None or is_ahead(sentence, match.start(), match.end()):
            continue
        words = re.sub(r"^(?:was|been|is|were|to be|be)\s+", "", match.group(), flags=re.IGNORECASE)
        denied = is_denied(sentence, match.start(), match.end())
        modality = Modality.NEGATED if denied else Modality.ASSERTED
        words = "tolerated well" if re.fullmatch(r"(?i)tolerated .+ well", words) else words
        dose = given(numbers, match.start(), match.end(), limit=60)["dose"]
        qualifiers: dict[str, Qualifier | None] = {"value": " ".join(words.split()).lower(), "dose": dose}
        yield Finding("tolerability", "outcome.tolerability", match.start(), match.end(), qualifiers, 0.84, modality)


def findings(sentence: Sentence) -> Iterator[Finding]:
    """Yield findings in words that have no measure of their own: "robust antitumor activity", "positive data"."""
    rules = read_toml("outcomes.toml")["phrases"]
    text = sentence.text
    pattern = sift(f"{rules['resistant']}|{rules['finding']}|{rules['positive']}", re.IGNORECASE)
    for match in pattern.finditer(text):
        if is_ahead(sentence, match.start(), match.end()) or is_denied(sentence, match.start(), match.end()):
            continue
        clause = text[slice(*clause_span(sentence, match.start(), match.end()))]
        if not cue("outcomes.shown").search(text) or cue("outcomes.only_hoped").search(clause):
            continue
        words = match.group().lower().strip()
        positive = words.startswith("positive")
        words = "highly sensitive" if words.startswith("highly sensitive") else words
        rule = "outcome.positive" if positive else "outcome.finding"
        qualifiers: dict[str, Qualifier | None] = {"value": words, "population": population_in(sentence)}
        yield Finding("other", rule, match.start(), match.end(), qualifiers, 0.72)


def endpoints(sentence: Sentence, hits: Sequence[Hit]) -> Iterator[Finding]:
    """Yield endpoints that were met or missed. An endpoint with a measure's name is that measure."""
    text = sentence.text
    for match in cue("outcomes.endpoint").finditer(text):
        start, end = match.span()
        if is_ahead(sentence, start, end) or cue("outcomes.conditional").search(text[max(0, start - 50) : start]):
            continue
        missed = bool(match.groupdict().get("miss") or match.groupdict().get("missed"))
        before = text[max(0, start - 40) : start]
        missed = missed or bool(match["e3"] and cue("outcomes.fell_short").search(before))
        words = match["e1"] or match["e2"] or match["e3"] or ""
        event = re.sub(
            r"^(?:(?:both|all|each|every|any)\s+)?(?:(?:of )?(?:its|the|their|his)\s+)?",
            "",
            words.strip(),
            flags=re.IGNORECASE,
        )
        measures = _of_endpoint(text, end, hits)
        qualifiers: dict[str, Qualifier | None] = {"event": event or "endpoint", "value": "met"}
        modality = Modality.NEGATED if missed or is_denied(sentence, start, end) else Modality.ASSERTED
        for object_ in measures or ["other"]:
            yield Finding(object_, "outcome.endpoint", start, end, qualifiers, 0.84, modality)
        if more := cue("outcomes.more_endpoints").match(text, end):
            told = {**qualifiers, "event": " ".join(more["e"].split())}
            yield Finding("other", "outcome.endpoint", *more.span("e"), told, 0.84, modality)
    for match in cue("outcomes.significance").finditer(text):
        if not is_ahead(sentence, *match.span()):
            denied = " not " in match.group() or is_denied(sentence, *match.span())
            modality = Modality.NEGATED if denied else Modality.ASSERTED
            said: dict[str, Qualifier | None] = {"value": "statistical significance"}
            yield Finding("other", "outcome.significance", *match.span(), said, 0.78, modality)


def _of_endpoint(text: str, end: int, hits: Sequence[Hit]) -> list[str]:
    """Return the measures that endpoints are said to be: "the co-primary endpoints of PFS and OS"."""
    out: list[str] = []
    for hit in hits:
        limit, joined = (28, _AND) if out else (45, None)
        gap = text[end : hit.start]
        if 0 <= hit.start - end <= limit and (joined.fullmatch(gap) if joined else _names_endpoint(gap)):
            out.append(hit.name)
            end = hit.end
    return list(dict.fromkeys(out))


_AND = re.compile(r"\s*(?:\([A-Za-z]{2,5}\)?|\))?,?\s*(?:and|as well as|,)\s+(?:median\s+|the\s+)?", re.IGNORECASE)


def _names_endpoint(gap: str) -> bool:
    return (
        re.fullmatch(
            r"(?:,|\s|\(|:|of|for|which|was|were|in|a|the|improv\w+|an|on|by|both|median|\d-?\w*|in terms)*", gap
        )
        is not None
    )


def changes(sentence: Sentence, hits: Sequence[Hit], numbers: Numbers) -> Iterator[Finding]:
    """Yield what a drug lowered or raised, by how much: "reduced LDL-C by 48%", "a 3-fold increase in T cells"."""
    text = sentence.text
    taken: set[int] = set()
    for match in cue("outcomes.change").finditer(text):
        form = next(form for form in "1234" if match[f"n{form}"])
        event, at = _thing(match[f"w{form}"]), match.start(f"n{form}")
        if not event or at in taken or any(h.name != "other" and match.start() <= h.start < match.end() for h in hits):
            continue
        start, end = match.span()
        if is_ahead(sentence, start, end) or cue("outcomes.money").search(text[max(0, start - 80) : end + 40]):
            continue
        if cue("outcomes.comparator_before").search(text[max(0, at - 70) : at]):
            continue
        taken.add(at)
        value = _value(match[f"n{form}"], text[max(0, at - 14) : at])
        denied = is_denied(sentence, start, start + 1)
        common: dict[str, Qualifier | None] = {"event": event, **value, **given(numbers, start, end)}
        common["population"] = population_in(sentence)
        yield Finding(
            "other", "outcome.change", start, end, common, 0.82, Modality.NEGATED if denied else Modality.ASSERTED
        )


_NUMBER = re.compile(r"(?P<n>[<>≥≤~]?\s?\d[\d,.]*\d|\d)\s?-?\s?(?P<u>%|percent|[a-zA-Z][\w/]*)?")


def _value(words: str, before: str) -> dict[str, Qualifier | None]:
    match = _NUMBER.search(words)
    if match is None:
        return {"value": words.strip().lower()}
    number = match["n"].replace(",", "").replace(" ", "").strip("~")
    unit = {"percent": "%"}.get(match["u"] or "", match["u"])
    try:
        plain: Qualifier = float(number) if "." in number else int(number)
    except ValueError:
        plain = number
    bound = re.search(r"(?i)(more than|over|greater than|at least)\s*$", before)
    sign = "" if bound is None else ">=" if bound.group(1).lower() == "at least" else ">"
    return {"value": f"{sign}{plain}" if sign else plain, "unit": unit}


def _thing(words: str) -> str | None:
    """Return what changed, without articles and what only says when or against what."""
    text = re.split(
        r"\b(?:from baseline|compared|than|versus|vs|at (?:week|day|month)|relative|as measured)\b|[,;(]", words
    )[0]
    text = re.sub(
        r"^(?:the|a|an|mean|median|average|patients['’]?|their|his|its|both|overall|serum levels of)\s+",
        "",
        text.strip(),
    )
    text = " ".join(text.split())
    if not re.search(r"[A-Za-z]{2}", text) or len(text) > 90:
        return None
    return None if re.fullmatch(r"(?i)(?:this|these|it|dose|doses|us|patients|which|that)", text) else text


def effects(sentence: Sentence, hits: Sequence[Hit]) -> Iterator[Finding]:
    """Yield effects told in words: "a significant increase in T cells", "blasts decreased", "superiority to X"."""
    text = sentence.text
    for key in ("outcomes.change_seen", "outcomes.change_told"):
        for match in cue(key).finditer(text):
            start, end = match.span("v")[0], match.end()
            if is_ahead(sentence, start, end) or cue("outcomes.money").search(text[max(0, start - 80) : end + 40]):
                continue
            value = re.sub(r"^(?:an?|the)\s+", "", " ".join(match["v"].split()).lower())
            denied = is_denied(sentence, start, end) and key.endswith("seen")
            modality = Modality.NEGATED if denied else Modality.ASSERTED
            measures = [h for h in hits if match.start("w") <= h.start < match.end("w") and h.name != "other"]
            for object_, event in _changed(match["w"], measures):
                told: dict[str, Qualifier | None] = {"value": value, "event": event}
                yield Finding(object_, "outcome.effect", match.start("v"), match.end(), told, 0.74, modality)
    for match in cue("outcomes.better_than").finditer(text):
        if is_ahead(sentence, *match.span()):
            continue
        on = cue("outcomes.for_endpoint").match(text, match.end())
        event = re.sub(r"^(?:the|its)\s+", "", " ".join(on["e"].split())) if on else None
        more = cue("outcomes.more_endpoints").match(text, on.end()) if on else None
        denied = is_denied(sentence, *match.span())
        said: dict[str, Qualifier | None] = {"value": " ".join(match["v"].split()), "event": event}
        modality = Modality.NEGATED if denied else Modality.ASSERTED
        yield Finding("other", "outcome.superior", *match.span(), said, 0.8, modality)
        if more is not None:
            too = {**said, "event": " ".join(more["e"].split())}
            yield Finding("other", "outcome.superior", *more.span("e"), too, 0.8, modality)
    for match in cue("outcomes.none_seen").finditer(text):
        told = {"event": " ".join(match["w"].split())}
        if not is_ahead(sentence, *match.span()):
            yield Finding("other", "outcome.none-seen", *match.span(), told, 0.75, Modality.NEGATED)


def _changed(words: str, measures: Sequence[Hit]) -> list[tuple[str, str | None]]:
    """Return what changed as objects with events: measures by their name, other things by theirs."""
    if measures:
        return [(h.name, None) for h in measures]
    things = [_thing(piece) for piece in re.split(r"\s+and\s+(?=\w+\s)|\s*,\s+and\s+", words)]
    return [("other", thing) for thing in things if thing]


def responders(
    sentence: Sentence, hits: Sequence[Hit], numbers: Numbers, *, used: Collection[tuple[int, int]]
) -> Iterator[Finding]:
    """Yield what a share of the patients came to: "62% of patients were free of relapse", "4 of 9 responded"."""
    text = sentence.text
    for amount in numbers.amounts:
        if amount.span is not None or any(s < amount.end and amount.start < e for s, e in used):
            continue
        if amount.share is None and (amount.count is None or amount.count.out_of is None):
            continue
        match = cue("outcomes.came_to").match(text, amount.end)
        if match is None or not _of_patients(text, amount, match):
            yield from _seen_in(sentence, hits, amount)
            continue
        said = " ".join((match["e"] or "").split())
        start, end = amount.start, match.end()
        if not said and not cue("outcomes.verb_alone").match(match["v"]):
            continue  # "… were." tells nothing
        behind = text[match.start("v") : match.end()]
        if cue("outcomes.no_result").search(behind) or is_ahead(sentence, start, end):
            continue
        response = re.match(r"(?i)respon", match["v"]) is not None
        if any(h.name != "other" and match.start("v") <= h.start < match.end() + (0 if response else 30) for h in hits):
            continue
        event = None if response else _claim(match["v"], said)
        alive = re.match(
            r"(?i)(?:alive|survived)\b", f"{match['v']} {said}".removeprefix("remained ").removeprefix("were ")
        )
        object_ = "response rate" if response else "overall survival" if alive else "other"
        qualifiers = {**amount.qualifiers, "event": event, **given(numbers, start, end)}
        yield Finding(object_, "outcome.responders", start, end, qualifiers, 0.8)


def _seen_in(sentence: Sentence, hits: Sequence[Hit], amount: Amount) -> Iterator[Finding]:
    """Yield what was seen in a share of patients: "antibodies were detected in 98% of participants"."""
    text = sentence.text
    match = cue("outcomes.seen_in").search(text[max(0, amount.start - 130) : amount.start])
    people = cue("outcomes.of_people").match(text, amount.end)
    if match is None or people is None or not _PEOPLE.search(text, amount.start, people.end()):
        return
    words = match["e1"] or match["e3"] or " ".join(w for w in (match["v"], match["e2"]) if w)
    words = re.sub(r"(?i)^(?:elicited|induced|produced|generated|achieved)\s+", "", words)
    event, start = _thing(words), max(0, amount.start - 130) + match.start()
    measures = any(h.name != "other" and start <= h.start < amount.start for h in hits)
    if event is None or measures or is_ahead(sentence, start, amount.end) or cue("outcomes.no_result").search(words):
        return
    adverse = cue("outcomes.strong_adverse").search(text) is not None
    response = re.fullmatch(r"(?i)(?:(?:confirmed|tumou?r|clinical|durable) )*responses?", event)
    object_ = "response rate" if response else "adverse event" if adverse else "other"
    event = None if response else event
    yield Finding(object_, "outcome.seen-in", start, amount.end, {**amount.qualifiers, "event": event}, 0.78)


def _of_patients(text: str, amount: Amount, match: re.Match[str]) -> bool:
    return _PEOPLE.search(text, amount.start, match.start("v")) is not None


_PEOPLE = re.compile(
    r"\b(?:patients|subjects|participants|individuals|women|men|children|adults|volunteers|those|them|lesions|eyes"
    r"|infants|whom)\b",
    re.IGNORECASE,
)


def _claim(verb: str, said: str) -> str:
    plain = re.match(
        r"(?i)(?:had|achiev\w+|reach\w+|experienc\w+|show\w+|attain\w+|met|demonstrat\w+|were|are|was)$", verb
    )
    return re.sub(r"^(?:an?|the)\s+", "", said) if plain else f"{verb} {said}".strip()
