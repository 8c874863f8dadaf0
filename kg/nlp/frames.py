"""What the words around a trigger say of it: which compound, disease, sponsor and time it goes with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.model import DateRange, Entity, EntityType
from kg.nlp.dates import find_dates
from kg.nlp.gates import Gated, gated, sift
from kg.nlp.modality import clause_around
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kg.nlp.context import Sentence, Slot

_GLUE = re.compile(r"\s*(?:\([^)]*\))?\s*(?:,|/|\+|and|or|and/or|, and|as well as)*\s*(?:the |our )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence around a trigger. `start` and `end` are offsets in the document's text."""

    sentence: Sentence
    start: int
    end: int

    @property
    def text(self) -> str:
        """The clause's words."""
        return self.sentence.text[self.start - self.sentence.start : self.end - self.sentence.start]

    def holds(self, slot: Slot) -> bool:
        """Tell whether a slot lies in the clause."""
        return self.start <= slot.start and slot.end <= self.end


def clause_of(sentence: Sentence, start: int, end: int) -> Clause:
    """Return the clause around a span, given in the document's offsets."""
    begin, finish = clause_around(sentence.text, start - sentence.start, end - sentence.start)
    return Clause(sentence, sentence.start + begin, sentence.start + finish)


def is_partner(sentence: Sentence, slot: Slot) -> bool:
    """Tell whether a compound is only given along, compared with, or was given before."""
    before, after = sentence.text[: slot.start - sentence.start], sentence.text[slot.end - sentence.start :]
    if cue("frames.partner").search(before) or cue("frames.partner_after").match(after):
        return True
    # "After they received X": the drug that the text is about, or else one that goes before it or beside it.
    return bool(_RECEIVED.search(before) and sentence.prior and not set(slot.entities) & set(sentence.prior))


def is_part(sentence: Sentence, slot: Slot) -> bool:
    """Tell whether a drug is only named as what a conjugate is made of: one named after it, spoken of just before."""
    whole = [*sentence.prior, *(e for s in sentence.of_type(EntityType.COMPOUND) for e in s.entities)]
    words = slot.entity.name.lower() + " "
    named = any(name.lower().startswith(words) for e in whole for name in (e.name, *e.aliases))
    return named and bool(cue("frames.composed").search(sentence.text))


_RECEIVED = sift(r"\b(?:received|receiving|receive)\s+(?:\w+\s+)?$", re.IGNORECASE)


_OTHER_NAME = re.compile(r"[®™]?\s*\(\s*")
_WITH = re.compile(r"\s+(?:with|plus|\+)\s+")


def main_compounds(sentence: Sentence) -> list[Slot]:
    """Return the compound slots of a sentence, without combination partners and prior drugs."""
    slots = sentence.of_type(EntityType.COMPOUND)
    key = (sentence.prior, *map(id, slots))
    if key not in sentence.main:
        sentence.main[key] = _main_of(sentence, slots)
    return list(sentence.main[key])


def _main_of(sentence: Sentence, slots: Sequence[Slot]) -> list[Slot]:
    out: list[Slot] = []
    partners_end = -1
    for slot in slots:
        gap = sentence.text[partners_end - sentence.start : slot.start - sentence.start] if partners_end > 0 else None
        given_with = out and _WITH.fullmatch(sentence.text[out[-1].end - sentence.start : slot.start - sentence.start])
        beside = gap is not None and (_GLUE.fullmatch(gap) or _OTHER_NAME.fullmatch(gap))
        if given_with or is_partner(sentence, slot) or beside or is_part(sentence, slot):
            partners_end = slot.end
        else:
            out.append(slot)
            partners_end = -1
    return out


def compounds_for(sentence: Sentence, start: int, end: int) -> tuple[tuple[Entity, ...], bool]:
    """Return the compounds that a trigger at ``start:end`` speaks of, and whether the sentence itself names them."""
    slots = main_compounds(sentence)
    if not slots:
        vague = cue("frames.some_of").search(sentence.text[: start - sentence.start])
        vague = vague or cue("frames.another").search(sentence.text)
        return ((), False) if vague else (sentence.topic, False)
    clause = clause_of(sentence, start, end)
    near = [s for s in slots if clause.holds(s)] or slots
    after = [s for s in near if s.start >= end]
    before = [s for s in near if s.end <= start]
    if after and cue("frames.apposed").fullmatch(sentence.text, end - sentence.start, after[0].start - sentence.start):
        # "… and preclinical candidates, X and Y": what stands in front is of another list.
        return _with_neighbours(sentence, after, after[0]), True
    diseases = sentence.of_type(EntityType.INDICATION)
    linked = [
        s
        for s in after
        if _links(sentence.text[end - sentence.start : s.start - sentence.start])
        and not (before and any(end <= d.start < s.start for d in diseases))
    ]
    chosen = linked[0] if linked else before[-1] if before else after[0] if after else near[0]
    if (
        sentence.about
        and chosen.entity not in sentence.about
        and _TRIAL_WITH.search(sentence.text[: chosen.start - sentence.start])
    ):
        return sentence.about, False  # in a section about X, "a trial with Y" gives Y along with X
    return _with_neighbours(sentence, slots, chosen), True


_TRIAL_WITH = re.compile(r"\b(?:trial|study|testing|cohort)s? with\s+(?:\S+ and\s+)?$")


_UNDER_NAME = re.compile(r"\b(?:under|by|as) the (?:brand |trade |proprietary |trade-?mark )?names?\s*$", re.IGNORECASE)


def _links(gap: str) -> bool:
    if len(gap) < 140 and _UNDER_NAME.search(gap):
        return True
    return len(gap) < 90 and bool(
        cue("frames.linking").match(gap) or re.fullmatch(r"\s*(?:[-–—:]|are|is)?\s*(?:the\s+\w+\s+\w+,\s*)?", gap)
    )


def _with_neighbours(sentence: Sentence, slots: list[Slot], chosen: Slot) -> tuple[Entity, ...]:
    """Return the compounds listed together with one."""
    index = slots.index(chosen)
    first = last = index
    while first > 0 and _listed(sentence, slots[first - 1], slots[first]):
        first -= 1
    while last + 1 < len(slots) and _listed(sentence, slots[last], slots[last + 1]):
        last += 1
    found: dict[Entity, None] = {}
    for slot in slots[first : last + 1]:
        found.update(dict.fromkeys(slot.entities))
    return tuple(found)


def _listed(sentence: Sentence, left: Slot, right: Slot) -> bool:
    gap = sentence.text[left.end - sentence.start : right.start - sentence.start]
    return len(gap) < 90 and bool(cue("frames.listed").fullmatch(gap))


def indications_for(sentence: Sentence, start: int, end: int, *, stop: int | None = None) -> list[Slot]:
    """Return the disease slots that a trigger at ``start:end`` is for: those that follow it, else those before."""
    slots = sentence.of_type(EntityType.INDICATION)
    near = [s for s in slots if 0 <= start - s.end < _BRACKET]
    if near and in_brackets(sentence, start, end):  # "one in asthma (Phase 2) and one in psoriasis (Phase 3)"
        return near[-1:]
    limit = stop if stop is not None else sentence.end
    after = [s for s in slots if end <= s.start < limit and not is_history(sentence, s)]
    if after:
        first = sentence.text[end - sentence.start : after[0].start - sentence.start]
        apart = ";" in first or cue("frames.biology").search(first)
        return _run(sentence, after) if cue("frames.for_whom").search(first) and not apart else []
    clause = clause_of(sentence, start, end)
    return [s for s in slots if s.end <= start and clause.holds(s) and not is_history(sentence, s)]


_BRACKET = 12
"""How far in front of a bracket its disease may end, in characters."""


def in_brackets(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether words stand in brackets of their own."""
    before, after = sentence.text[: start - sentence.start], sentence.text[end - sentence.start :]
    return bool(re.search(r"\([^()]{0,12}$", before) and re.match(r"[^()]{0,25}\)", after))


def is_history(sentence: Sentence, slot: Slot) -> bool:
    """Tell whether a disease is only what patients had before, or what people are counted or die of."""
    before = sentence.text[max(0, slot.start - sentence.start - 60) : slot.start - sentence.start]
    after = sentence.text[slot.end - sentence.start :][:60]
    wide = sentence.text[max(0, slot.start - sentence.start - 170) : slot.start - sentence.start]
    said = cue("frames.only_history").search(before) or cue("uses.kind_of").search(before)
    said = said or cue("uses.of_company").search(wide)
    return bool(said or cue("uses.in_a_name").match(after))


def _run(sentence: Sentence, slots: list[Slot]) -> list[Slot]:
    """Return the first slots of a list that hangs together."""
    out = [slots[0]]
    for slot in slots[1:]:
        gap = sentence.text[out[-1].end - sentence.start : slot.start - sentence.start]
        if len(gap) > 45 or re.search(
            r"[.;]|\bwho\b|\bwhich\b|\bhas\b|\bwith\b(?! or)|phase|\bStudy\b", gap, re.IGNORECASE
        ):
            break
        out.append(slot)
    return out


def date_for(
    sentence: Sentence, clause: Clause, at: int, *, reported_on: date | None, others: Iterable[int] = ()
) -> DateRange | None:
    """Return the time of a clause's event: the one nearest to the trigger, else the sentence's opening one.

    `others` are the places of further triggers; where each has its own time behind it, that one counts.
    """
    dates = find_dates(sentence.text, reported_on=reported_on)
    inside = [
        d for d in dates if clause.start <= sentence.start + d.start < clause.end and not _reporting(sentence, d.start)
    ]
    if len(inside) > 1:
        stops = [*sorted(o for o in others if o > at), clause.end]
        segments = ([d for d in inside if at <= sentence.start + d.start < stop] for stop in stops)
        behind = next((segment for segment in segments if segment), [])
        first = [d for d in inside if sentence.start + d.start < min([at, *others])]
        inside = behind if behind and not first else inside
    if inside:
        return min(inside, key=lambda d: abs(sentence.start + d.start - at)).range
    opening = [d for d in dates if d.start < 6 and not _reporting(sentence, d.start)]
    return opening[0].range if opening and clause.start - sentence.start < 200 else None


def _reporting(sentence: Sentence, start: int) -> bool:
    """Tell whether a time only dates data, a count or a decision to come: "as of June", "a target date of July 1"."""
    return bool(cue("frames.not_of_event").search(sentence.text[max(0, start - 50) : start]))


def announced_on(sentence: Sentence) -> bool:
    """Tell whether the sentence is itself the announcement ("today announced", "the company said today")."""
    return bool(cue("frames.announced").search(sentence.text))


def report_day(reported_on: date | None) -> DateRange | None:
    """Return the day of the report, for what it announces without another date."""
    if reported_on is None:
        return None
    return DateRange("date of report", reported_on, reported_on, "day", reported_on.isoformat())


def sponsor_for(sentence: Sentence, start: int, end: int) -> Entity | None:
    """Return the company that does what a trigger at ``start:end`` says: the actor before it, "by X", "X's trial"."""
    for slot in reversed(sentence.of_type(EntityType.ORGANIZATION)):
        if slot.end > start:
            continue
        gap = sentence.text[slot.end - sentence.start : start - sentence.start]
        if slot.possessive or gap.startswith(("'s", "’s")):
            if len(gap) < 60 and "," not in gap and not re.search(r"\b(?:collaborat|with)\w*", gap):
                return slot.entity
            continue
        if len(gap) < 160 and cue("frames.actor").match(gap):
            return slot.entity
    tail = sentence.text[end - sentence.start :]
    for slot in sentence.of_type(EntityType.ORGANIZATION):
        if slot.start >= end:
            gap = tail[: slot.start - end]
            if len(gap) < 90 and re.search(
                r"(?<!development )(?:by|sponsored by|conducted by|filed by|initiated by)\s+$", gap
            ):
                return slot.entity
    return None


def study_for(sentence: Sentence, start: int, end: int, *, limit: int = 120) -> Entity | None:
    """Return the study that a trigger speaks of: the nearest one, with no other compound in between."""
    best: tuple[int, Entity] | None = None
    several = len({s.entity for s in main_compounds(sentence)}) > 1
    studies = sentence.of_type(EntityType.STUDY)
    limit = limit if several or len(studies) > 1 else 2 * limit
    for slot in studies:
        low, high = min(end, slot.end), max(start, slot.start)
        if is_beside(sentence, slot):
            continue
        other = several and any(low <= c.start < high for c in sentence.of_type(EntityType.COMPOUND))
        if high - low > limit or other:
            continue
        if best is None or high - low < best[0]:
            best = (high - low, slot.entity)
    return best[1] if best else None


_BESIDE_STUDY = re.compile(
    r"\b(?:prior to|before|ahead of|in addition to|unlike|compared (?:to|with)|apart from|besides"
    r"|(?:led|leads|leading) to|(?:basis|groundwork|support) for)"
    r" (?:(?:the|our|its|initiating|starting|completing|completion|start|initiation|of) )*$",
    re.IGNORECASE,
)


def is_beside(sentence: Sentence, study: Slot) -> bool:
    """Tell whether a study is only what something else came before or is compared with: "prior to Study 12, we"."""
    return bool(_BESIDE_STUDY.search(sentence.text[: study.start - sentence.start]))


def regions_in(text: str) -> list[str]:
    """Return the regions a text names, in the short forms of the fact table."""
    return [region for region, pattern in _names("region").open_for(text) if pattern.search(text)]


def regions_near(text: str, start: int, others: Iterable[int]) -> list[str]:
    """Return the regions that words at `start` go with, where others of their kind stand in the same text.

    Each region goes with the last of them before it: "a BLA in the US and an MAA in Europe". Offsets are the text's.
    """
    found = regions_in(text)
    marks = sorted({start, *others})
    if len(found) < 2 or len(marks) < 2:
        return found
    begin = 0 if start == marks[0] else start
    ends = [*(m for m in marks if m > start), len(text)]
    # A name and its abbreviation in brackets are two marks of one thing, hence on to the next that has a region.
    return next((near for end in ends if (near := regions_in(text[begin:end]))), found)


def agencies_in(text: str) -> list[str]:
    """Return the regions of the regulators that a text names."""
    return [region for region, pattern in _names("agency").open_for(text) if pattern.search(text)]


def regions_of_sites(text: str) -> list[str]:
    """Return the regions in which a text says that something takes place: "at centres in the US"."""
    return [region for region, pattern in _sites().open_for(text) if pattern.search(text)]


@cache
def _sites() -> Gated[tuple[str, re.Pattern[str]]]:
    table = read_toml("stages.toml")["region"]
    anywhere = "|".join(w for words in table.values() for w in words)
    listed = rf"(?:(?:{anywhere})(?:,? and|,)? (?:the )?){{0,8}}"
    return gated(
        (region, re.compile(rf"\b(?:in|across|throughout) (?:the |both )*{listed}(?:{'|'.join(words)})"))
        for region, words in table.items()
    )


@cache
def _names(section: str) -> Gated[tuple[str, re.Pattern[str]]]:
    table = read_toml("stages.toml")[section]
    return gated((region, re.compile("|".join(words))) for region, words in table.items())


def entities_of(slots: Iterable[Slot]) -> list[Entity]:
    """Return the entities of slots, each once, in order."""
    found: dict[Entity, None] = {}
    for slot in slots:
        found.update(dict.fromkeys(slot.entities))
    return list(found)
