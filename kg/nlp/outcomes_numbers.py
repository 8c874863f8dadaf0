"""The numbers of a sentence that reports results, and which of them belongs to which measure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.nlp.outcomes_words import RESPONSES, TIMES
from kg.nlp.quantities import (
    Count,
    find_counts,
    find_doses,
    find_durations,
    find_grades,
    find_percentages,
    find_schedules,
    parse_number,
)
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Qualifier
    from kg.nlp.outcomes_words import Hit
    from kg.nlp.quantities import Dose, Duration, Grade, Percentage, Schedule


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a reader takes it: a count, its whole and its share are one ("12 of 40 patients (30%)")."""

    start: int
    end: int
    count: Count | None = None
    share: Percentage | None = None
    span: Duration | None = None

    @property
    def qualifiers(self) -> dict[str, Qualifier | None]:
        """The amount as the fact table has it."""
        out: dict[str, Qualifier | None] = {}
        if self.count is not None:
            out = {"count": bounded(self.count), "outOf": self.count.out_of}
        if self.share is not None:
            out |= {"value": self.share.value, "unit": "%"}
        if self.span is not None:
            out |= {"value": self.span.value, "unit": self.span.unit}
        return out


def bounded(count: Count) -> int | str:
    """Return a count as the fact table has it: a lower bound keeps its sign, a range its hyphen."""
    if count.high is not None:
        return f"{count.count}-{count.high}"
    return f"{count.comparator}{count.count}" if count.comparator in {">", ">=", "<"} else count.count


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a sentence counts and measures; offsets are those of the sentence."""

    counts: list[Count]
    percentages: list[Percentage]
    durations: list[Duration]
    doses: list[Dose]
    schedules: list[Schedule]
    grades: list[Grade]
    whole: Count | None
    """The patients that the other counts are part of: 24 in "Among the 24 patients, nine had …"."""
    amounts: list[Amount]
    """Counts with their shares, shares and spans, in order; without those of comparators and without the whole."""


def read_numbers(text: str, *, whole: Count | None = None) -> Numbers:
    """Return the numbers of a sentence. `whole` is what an introducing sentence counts."""
    counts, shares = find_counts(text), [p for p in find_percentages(text) if not _is_threshold(text, p)]
    durations = [d for d in find_durations(text) if not _is_moment(text, d)]
    own = _whole(text, counts)
    if own or whole or shares or any(c.noun and c.count > 1 for c in counts):
        counts = _with_bare(text, counts)
    amounts = _amounts(text, [c for c in counts if c is not own], shares, durations)
    amounts = [_in_whole(a, own or whole) for a in amounts if not is_comparator(text, a.start, a.end)]
    doses, schedules, grades = find_doses(text), find_schedules(text), find_grades(text)
    return Numbers(counts, shares, durations, doses, schedules, grades, own or whole, amounts)


def _is_threshold(text: str, share: Percentage) -> bool:
    """Tell whether a share only says what counts as an effect: "PSA declines of 50% or more were seen in …"."""
    if re.match(r"(?i)\s+or (?:more|greater|better|higher|above)\b", text[share.end : share.end + 20]):
        return True
    return bool(
        re.match(
            r"(?i)\s+(?:reduction|decline|decrease|improvement|increase|shrinkage)", text[share.end : share.end + 20]
        )
        and share.comparator == ">="
    )


def whole_of(text: str) -> Count | None:
    """Return the patients that a sentence's counts are part of: those it begins with, "Of the 24 patients …"."""
    return _whole(text, find_counts(text))


def _whole(text: str, counts: Sequence[Count]) -> Count | None:
    return next((c for c in counts if c.out_of is None and c.count > 1 and _is_whole(text, c)), None)


def _is_whole(text: str, count: Count) -> bool:
    before = text[max(0, count.start - 60) : count.start]
    return bool(count.noun and cue("outcomes.whole_before").search(before))


def _is_moment(text: str, duration: Duration) -> bool:
    """Tell whether a span says when, not how long: "the 12-month survival rate", "at 6 months"."""
    if duration.unit is None:
        return False
    words = text[duration.start : duration.end]
    before, after = text[max(0, duration.start - 24) : duration.start], text[duration.end : duration.end + 30]
    return bool(
        (re.search(r"\d-[a-z]", words) and re.match(r"\s[a-zA-Z]", after) and not duration.median)
        or re.search(r"(?i)\b(?:at|by|after|follow-?\s?up(?: period)? (?:of|was)|through|every|within)\s+$", before)
        or re.match(r"(?i)\s+(?:after|of follow|follow-?up|from (?:baseline|the|first))\b", after)
    )


def _with_bare(text: str, counts: Sequence[Count]) -> list[Count]:
    """Add counts that leave out what is counted: "12 (43%) had", "…, four had a partial response"."""
    out = list(counts)
    for match in cue("outcomes.bare_count").finditer(text):
        value = parse_number(match["n"])
        start, end = match.span("n")
        if isinstance(value, int) and not any(c.start < end and start < c.end for c in out):
            out.append(Count(start, end, value, None, ""))
    return sorted(out, key=lambda c: c.start)


def _in_whole(amount: Amount, whole: Count | None) -> Amount:
    count = amount.count
    if count is None or whole is None or count.out_of is not None or count.count > whole.count or count.comparator:
        return amount
    return replace(amount, count=replace(count, out_of=whole.count))


def _amounts(
    text: str, counts: Sequence[Count], shares: Sequence[Percentage], durations: Sequence[Duration]
) -> list[Amount]:
    taken: set[int] = set()
    out: list[Amount] = []
    for count in counts:
        if not count.definite and not count.modifiers:
            continue
        amount = Amount(count.start, count.end, count)
        for index, share in enumerate(shares):
            inside = count.start <= share.start < count.end
            after = 0 <= share.start - count.end <= 24 and _JOINED.fullmatch(text, count.end, share.start)
            before = 0 <= count.start - share.end <= 12 and _OPENED.fullmatch(text, share.end, count.start)
            if index not in taken and (inside or after or before):
                taken.add(index)
                end = max(count.end, share.end)
                end += text[end : end + 1] in {")", "]"} and text[end : end + 1] != ""
                amount = replace(amount, start=min(count.start, share.start), end=end, share=share)
                break
        out.append(amount)
    out += [Amount(s.start, s.end, share=s) for i, s in enumerate(shares) if i not in taken]
    out += [Amount(d.start, d.end, span=d) for d in durations]
    return sorted(out, key=lambda a: (a.start, a.end))


_JOINED = re.compile(r"\s*(?:patients|subjects|participants)?\s*[,;]?\s*[(\[]?\s*(?:or|i\.e\.,)?\s*")
_OPENED = re.compile(r"\s*[(\[;,]\s*(?:n\s*=\s*|or\s+)?")


def is_comparator(text: str, start: int, end: int) -> bool:
    """Tell whether a number is that of a placebo or control arm, or where a change began."""
    before, after = text[max(0, start - 70) : start], text[end : end + 70]
    return bool(cue("outcomes.comparator_before").search(before) or cue("outcomes.comparator_after").match(after))


def allot(text: str, hits: Sequence[Hit], amounts: Sequence[Amount]) -> dict[int, list[Amount]]:
    """Return for each measure, by its place among `hits`, the numbers that are its own; no number is used twice.

    The nearest number goes with a measure, one that stands to it as a verb or a colon says before others, one beyond
    another measure last. Numbers of the same kind listed behind it are further results of the measure.
    """
    ranked = sorted(
        (cost, i, j)
        for i, hit in enumerate(hits)
        for j, amount in enumerate(amounts)
        if (cost := _cost(text, hits, i, amount)) is not None
    )
    found: dict[int, list[Amount]] = {i: [amounts[j]] for i, j in _respectively(text, hits, amounts)}
    used: set[int] = {j for j, a in enumerate(amounts) for own in found.values() if a in own}
    for _, i, j in ranked:
        if i not in found and j not in used:
            found[i] = [amounts[j]]
            used.add(j)
    for i, own in list(found.items()):
        found[i] = own + _further(text, hits, i, own[0], [a for j, a in enumerate(amounts) if j not in used])
    for amount in amounts:
        if amount.share is not None and not any(amount in own for own in found.values()):
            _rate_again(text, hits, found, amount)
    return found


def _respectively(text: str, hits: Sequence[Hit], amounts: Sequence[Amount]) -> list[tuple[int, int]]:
    """Return pairs of measures and numbers told in the same order: "PFS and OS were 5 and 12 months, respectively"."""
    match = re.search(r"(?i)\brespectively\b", text)
    if match is None:
        return []
    begin = max(text.rfind("; ", 0, match.start()), text.rfind(". ", 0, match.start()), 0)
    near = [j for j, a in enumerate(amounts) if begin <= a.start and a.end <= match.start()]
    behind = [j for j in near if match.start() - amounts[j].end <= 90]
    named = [i for i, h in enumerate(hits) if begin <= h.start < (amounts[behind[0]].start if behind else 0)]
    told = [(i, j) for i, j in zip(named, behind, strict=False) if _fits(hits[i], amounts[j])]
    joined = all(re.fullmatch(_JOINT, text[hits[i].end : hits[k].start]) for i, k in pairwise(named))
    return told if len(named) == len(behind) == len(told) > 1 and joined else []


_JOINT = re.compile(r"\)?(?:\s*\([^)]{1,20}\))?(?:,|\s|\band\b|\bmedian\b|\bthe\b)+")


def _rate_again(text: str, hits: Sequence[Hit], found: dict[int, list[Amount]], amount: Amount) -> None:
    """Give "…, a rate of 77%" and "the rate was 90%" to the response last spoken of."""
    match = cue("outcomes.rate_again").search(text[max(0, amount.start - 90) : amount.start])
    before = [i for i in found if hits[i].name in RESPONSES and hits[i].end <= amount.start]
    if match is None or not before:
        return
    own = found[before[-1]]
    if match["a"].lower() in {"a", "an"} and own[-1].share is None:
        own[-1] = replace(own[-1], share=amount.share)
    else:
        own.append(amount)


def _cost(text: str, hits: Sequence[Hit], index: int, amount: Amount) -> int | None:
    hit = hits[index]
    overlaps = amount.start < hit.end and hit.start < amount.end
    if not _fits(hit, amount) or not (overlaps or amount.count is None or amount.count.definite):
        return None
    gap = max(amount.start - hit.end, hit.start - amount.end, 0)
    if gap > 120:
        return None
    first, last = min(hit.end, amount.end), max(hit.start, amount.start)
    between = text[first:last]
    if re.search(r"[.;]\s", between):
        return None
    if any(first <= h.start and h.end <= last for k, h in enumerate(hits) if k != index):
        gap += 80
        if gap > 150:
            return None
    if overlaps:
        # "a partial response" counts one only where nobody is counted in front of it.
        return -100 if amount.count is None or amount.count.definite else 100
    tied = cue("outcomes.number_then_measure" if amount.end <= hit.start else "outcomes.measure_then_number")
    # "… of 75%, CRs of 50%": a comma alone ties nothing.
    bare_comma = amount.end <= hit.start and re.fullmatch(r"\s*,\s*(?:and\s+|with\s+)?", between)
    return gap - 60 if tied.fullmatch(between) and not bare_comma else gap + (20 if amount.start > hit.end else 0)


def _fits(hit: Hit, amount: Amount) -> bool:
    if hit.name in TIMES:
        return amount.span is not None or (amount.share is not None and _is_rate(hit))
    if hit.term.startswith("time to"):
        return amount.span is not None
    if amount.span is not None:
        return hit.name == "stable disease" and amount.span.unit is not None
    noun = amount.count.noun.upper() if amount.count is not None else ""
    if hit.name == "dose-limiting toxicity":
        return amount.count is not None and amount.count.definite
    if amount.share is None and noun.startswith(("DEATH", "DISCONTINU", "SAE", "AE", "DLT", "TOXIC")):
        return False
    return hit.name in RESPONSES or (hit.name == "other" and hit.term not in _NO_SHARE)


_NO_SHARE = frozenset({"hazard ratio", "AUC", "Cmax", "clearance", "recommended phase 2 dose", "progressive disease"})


def _is_rate(hit: Hit) -> bool:
    return hit.name != "half-life"


def _further(text: str, hits: Sequence[Hit], index: int, first: Amount, free: Sequence[Amount]) -> list[Amount]:
    """Return the numbers of the same kind that follow: "38% in the low-dose and 52% in the high-dose cohort"."""
    hit, out, last = hits[index], [], first
    if first.start < hit.end:
        return []
    for amount in free:
        if amount.start < last.end or type(amount.share) is not type(first.share) or not _fits(hit, amount):
            continue
        gap = text[last.end : amount.start]
        if len(gap) > 90 or any(h.start >= last.end and h.end <= amount.start for h in hits):
            break
        if not cue("outcomes.listed_numbers").search(gap) or (amount.span is None) is not (first.span is None):
            break
        out.append(amount)
        last = amount
    return out
