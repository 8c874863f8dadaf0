"""Which compounds' results were shown at which scientific meeting."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model import DateRange, EntityType, Modality, Predicate
from kg.nlp.dates import find_dates
from kg.nlp.drafts import Draft
from kg.nlp.frames import main_compounds
from kg.nlp.gates import Sifted, sift
from kg.nlp.modality import modality_of
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kg.model import Entity
    from kg.nlp.context import Sentence
    from kg.nlp.trials import Trials
    from kg.vocabulary.load import Vocabulary

_ABSTRACT = sift(r"abstract\s*(?:#|no\.?|number)?\s*#?\s*([A-Z]{0,4}-?\d{2,6})", re.IGNORECASE)
_AHEAD = (Modality.EXPECTED, Modality.PLANNED)


@lru_cache(maxsize=4)
def _hosts(vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return meetings' names with what each stands for, the longest first."""
    rows = [(n.removeprefix("="), t.name) for t in vocabulary.meetings for n in (t.name, *t.aliases)]
    ranked = sorted(rows, key=lambda row: (-len(row[0]), row[0]))
    return tuple(ranked)


def _stands_in(name: str, form: str) -> bool:
    return form in name and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", name) is not None


@lru_cache(maxsize=4)
def _meetings(vocabulary: Vocabulary) -> tuple[Sifted, ...]:
    names = [n.removeprefix("=") for t in vocabulary.meetings for n in (t.name, *t.aliases)]
    known = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))) or "(?!)"
    keys = ("relations.meeting", "relations.meeting_short", "relations.meeting_bracket")
    return tuple(sift(cue(key).pattern.replace("KNOWN_NAMES", f"(?:{known})")) for key in keys)


def meeting_drafts(
    sentences: Sequence[Sentence], trials: Trials, vocabulary: Vocabulary, *, reported_on: date | None
) -> Iterator[Draft]:
    """Yield which compounds were presented at which meeting; one that is named again in short counts once."""
    told: dict[tuple[Entity, str], list[Draft]] = {}
    for draft in _mentioned(sentences, trials, vocabulary, reported_on=reported_on):
        name = str(draft.object)
        host = next((known for form, known in _hosts(vocabulary) if _stands_in(name, form)), name)
        told.setdefault((draft.subject, host), []).append(draft)
    for drafts in told.values():
        kept: list[Draft] = []
        for draft in sorted(drafts, key=lambda d: (-len(d.qualifiers), -len(str(d.object)), d.start)):
            if not any(_same_talk(draft, other) for other in kept):
                kept.append(draft)
        yield from kept


def _same_talk(draft: Draft, other: Draft) -> bool:
    """Tell whether two mentions may be of one meeting: no other year, no other abstract."""
    years, numbers = [_year(d) for d in (draft, other)], [d.qualifiers.get("abstract") for d in (draft, other)]
    return (None in years or years[0] == years[1]) and (None in numbers or numbers[0] == numbers[1])


def _year(draft: Draft) -> str | None:
    named = re.search(r"\b(?:19|20)\d\d\b", str(draft.object))
    when = draft.qualifiers.get("eventDate")
    return named.group() if named else when.iso[:4] if isinstance(when, DateRange) else None


def _mentioned(
    sentences: Sequence[Sentence], trials: Trials, vocabulary: Vocabulary, *, reported_on: date | None
) -> Iterator[Draft]:
    """Yield a claim for each mention.

    A sentence that gives an abstract's number without a meeting means the meeting last spoken of.
    """
    last: tuple[str, DateRange | None] | None = None
    for sentence in sentences:
        abstracts = list(_ABSTRACT.finditer(sentence.text))
        match = _meeting(sentence, vocabulary)
        if match is not None:
            name = " ".join(match["m"].split())
            last = (name, _date(sentence, match, reported_on) or (last[1] if last and last[0] == name else None))
        elif not abstracts or not last:
            continue
        if last is None:
            continue
        at = match.start() if match else 0
        modality = modality_of(sentence.text, at, at + 1, kinds=_AHEAD)
        if modality is Modality.ASSERTED and cue("relations.to_show").search(sentence.text[:at]):
            modality = Modality.PLANNED  # a headline: "X to Present Data at …"
        for compound in _shown(sentence, trials):
            for number, when in _each(sentence, abstracts, last[1], reported_on):
                yield Draft(
                    compound,
                    Predicate.PRESENTED_AT,
                    last[0],
                    sentence.start,
                    sentence.end,
                    "meeting.presented",
                    0.85,
                    modality,
                ).with_qualifiers(abstract=number, eventDate=when)


def _meeting(sentence: Sentence, vocabulary: Vocabulary) -> re.Match[str] | None:
    if not cue("relations.shown").search(sentence.text):
        return None
    found = (pattern.search(sentence.text) for pattern in _meetings(vocabulary))
    return next((m for m in found if m is not None), None)


def _date(sentence: Sentence, match: re.Match[str], reported_on: date | None) -> DateRange | None:
    """Return when a meeting is: the time told behind its name, else the year in or right behind it."""
    dates = find_dates(sentence.text, reported_on=reported_on)
    exact = [d for d in dates if d.start >= match.start() and d.range.precision != "year"]
    years = [d for d in dates if match.start() <= d.start < match.end() + 8]
    today = [d for d in dates if d.range.precision == "day" and d.start < match.start()]
    shown_today = today if re.search(r"\btoday\b", sentence.text) and not exact else []
    named = re.search(r"\b(?:19|20)\d\d\b", match["m"])
    alone = find_dates(f"in {named.group()}", reported_on=None) if named else []
    # "In June 2021, X presented …"
    opening = [d for d in dates if d.start <= 4 and d.range.precision != "year"]
    chosen = exact or opening or years or shown_today or alone
    return chosen[0].range if chosen else None


def _shown(sentence: Sentence, trials: Trials) -> list[Entity]:
    """Return whose results are shown: the compounds named, else those of the trials named, else what it is about."""
    named = [e for s in main_compounds(sentence) for e in s.entities] or sentence.compounds
    if named:
        return list(dict.fromkeys(named))
    studied = [c for s in sentence.of_type(EntityType.STUDY, named=True) if (c := trials.compound_of(s.entity))]
    about = studied or list(sentence.topic) or ([trials.only] if trials.only is not None else [])
    return list(dict.fromkeys(about)) if len(about) == 1 or studied else []


def _each(
    sentence: Sentence, abstracts: Sequence[re.Match[str]], when: DateRange | None, reported_on: date | None
) -> Iterator[tuple[str | None, DateRange | None]]:
    """Yield each abstract's number with its own year, where several are told ("in 2021 (abstract 3), in 2022 (…)")."""
    if len(abstracts) < 2:
        yield (abstracts[0].group(1) if abstracts else None), when
        return
    dates = find_dates(sentence.text, reported_on=reported_on)
    for number in abstracts:
        near = [d for d in dates if 0 <= number.start() - d.end <= 4]
        yield number.group(1), near[0].range if near else when
