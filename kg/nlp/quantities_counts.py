"""How many: patients and responses counted, shares of a whole, percentages and their intervals.

>>> [(c.count, c.out_of, c.noun) for c in find_counts("Ten of the 42 patients had fever; two complete responses.")]
[(10, 42, 'patients'), (2, None, 'responses')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.nlp.gates import sift
from kg.nlp.quantities_bounds import Bound, Interval, after_bound, before_bound, find_intervals, interval_after
from kg.nlp.quantities_numbers import DASH, FIGURES, NUMBER, SPACE, number_text, number_value, plain_number


@dataclass(frozen=True, slots=True)
class Count:
    """A number of patients, responses or events. `start` and `end` are code points, half-open."""

    start: int
    end: int
    count: int
    """The number, the lower end of a range; 0 for "none of", 1 for "a patient"."""
    out_of: int | None
    """The whole that it is a part of: 42 in "10 of the 42 patients"."""
    noun: str
    """What is counted, as the text has it (``patients``); empty where the text leaves it out ("5 of 11 had")."""
    modifiers: str = ""
    """The words between number and noun: ``evaluable``, ``additional``, ``ongoing partial``."""
    high: int | None = None
    """The upper end of a range ("20 to 30 patients")."""
    comparator: str = ""
    """``>``, ``>=``, ``<``, ``<=`` for a bound, else empty."""
    approximate: bool = False
    definite: bool = True
    """Whether a number is named; "a patient" may be any patient."""


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share in percent. `start` and `end` are code points, half-open, without the bound's words."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    """Equal to `low` unless a range is stated."""
    comparator: str
    approximate: bool
    interval: Interval | None
    """The confidence interval that follows."""

    @property
    def value(self) -> int | float | str:
        """The fact table's ``value``: a number, a bound with its sign (``>=20``) or a range (``85-90``)."""
        if self.low != self.high:
            return f"{number_text(self.low)}-{number_text(self.high)}"
        return f"{self.comparator}{number_text(self.low)}" if self.comparator else plain_number(self.low)


_S = f"{SPACE}{{1,3}}"
_S0 = f"{SPACE}{{0,2}}"
_PEOPLE = (
    r"patients?|participants?|subjects?|volunteers?|individuals?|persons?|people|adults?|children|child|infants?"
    r"|adolescents?|wom[ae]n|m[ae]n|donors?|responders?|non-responders?|enrollees?|recipients?|cases?|survivors?"
    r"|mice|rats?|monkeys?|animals?|dogs?"
)
_EVENTS = (
    r"responses?|remissions?|events?|deaths?|discontinuations?|relapses?|progressions?|DLTs?|SAEs?|AEs?|CRs?|PRs?|sCRs?|VGPRs?|CRi|SDs?"
    r"|toxicit(?:y|ies)|fatalit(?:y|ies)"
)
_NOUN = rf"(?P<noun>(?i:{_PEOPLE}|{_EVENTS}))(?![\w’'])"
_SINGULAR = re.compile(
    r"patient|participant|subject|volunteer|individual|person|adult|child|infant|adolescent|wom[a]n|man|donor"
    r"|(?:non-)?responder|enrollee|recipient|case|survivor|rat|monkey|animal|dog|response|remission|event|death"
    r"|discontinuation|relapse|progression|DLT|SAE|AE|CR|CRi|sCR|PR|VGPR|SD|toxicity|fatality",
    re.IGNORECASE,
)
# What may not stand between a number and what it counts: another number's unit, a preposition, a verb, another noun.
_NOT_BETWEEN = (
    r"of|in|with|to|for|from|at|by|on|per|as|were|was|is|are|had|have|has|will|that|which|who|whose|the|an?|this|these"
    r"|those|its|our|their|than|when|where|while|among|after|before|during|until|into|or|m?g|mcg|kg|ml|percent|week|month"
    r"|day|year|hour|minute|dose|cycle|trial|study|site|cent(?:er|re)|cohort|arm|group|line|part|phase|stage|grade|mm"
    r"|million|billion|thousand|enrolls?|treats?|evaluates?|x"
)
_ALREADY = "patient|participant|subject|people|children|women|men|mice|response|remission|event|death|toxicity"
_MODIFIER = (
    rf"(?!(?i:{_NOT_BETWEEN})\b)(?!(?i:{_ALREADY})(?![\w-]))(?![\w’'-]*[^\W\d_su'’]s\b)[A-Za-z][\w+’'/-]{{0,40}},?"
)
_MODIFIERS = rf"(?:(?P<modifiers>{_MODIFIER}(?:{_S}(?:and{_S})?{_MODIFIER}){{0,4}}){_S})?"
_PARTITIVE = (
    rf"(?:{_S}(?:out{_S})?of{_S}(?:(?:the|these|those|its|our|all){_S})?(?:an?{_S})?(?:(?:first|last|initial|total|planned|expected)"
    rf"{_S}(?:of{_S})?)?"
    rf"|{_S0}/{_S0})"
)
_CARDINAL = rf"(?:(?<![\w.,$€£¥#–-])(?:{NUMBER}))"
_PERCENT = rf"(?:{_S0}\({_S0}{FIGURES}{_S0}%{_S0}\))"
_OF_NOUN = sift(
    rf"(?P<n>{_CARDINAL}|(?<![\w-])(?i:none|no|all)){_PERCENT}?(?:{_S}(?P<first>(?i:{_PEOPLE})){_PERCENT}?)?{_PARTITIVE}"
    rf"(?P<of>{NUMBER})(?:{_S}|{DASH})(?:{_S0}){_MODIFIERS}{_NOUN}"
)
_OF_BARE = sift(
    rf"(?P<n>{_CARDINAL}|(?<![\w-])(?i:none)){_PERCENT}?{_S}(?:out{_S})?of{_S}(?:the{_S})?(?P<of>{NUMBER})(?![\w/%])"
    rf"(?={_S0}(?:\({_S0}{FIGURES}{_S0}%|[.;:)\]]|,{_S})|{_S}(?:had|have|has|who|were|was|are|remain|achieved|responded"
    rf"|experienced|showed|with|received|did|reported|demonstrated|in)\b|\Z)"
)
_IN_BRACKETS = re.compile(rf"[(\[]{_S0}(?:n{_S0}={_S0})?(?P<n>\d{{1,5}}){_S0}/{_S0}(?P<of>\d{{1,5}})(?={_S0}[;,)\]])")
_BEFORE_PERCENT = re.compile(
    rf"(?<![\w./,-])(?P<n>\d{{1,5}}){_S0}/{_S0}(?P<of>\d{{1,5}})(?={_S0}[(;,]{_S0}{FIGURES}{_S0}%)"
)
_OF_THESE = sift(rf"(?P<n>{_CARDINAL}){_S}of{_S}(?i:the|these|those|its|our){_S}{_MODIFIERS}{_NOUN}")
_OF_WHOM = sift(rf"(?<!\w)of{_S}(?:whom|them|these|those),?{_S}(?P<n>{_CARDINAL})(?={_S}[a-z]|\Z|[,.;])(?!{_S}of\b)")
_EQUALS = sift(rf"(?<!\w)[nN]{_S0}={_S0}(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})(?![\w.%/]|,\d)")
_OF_THEM = sift(
    rf"(?P<n>{_CARDINAL}|(?<![\w-])(?i:an?|another|both|no))"
    rf"(?:(?:{_S0}{DASH}{_S0}|{_S}(?:to|or){_S})(?P<high>{NUMBER}))?"
    rf"(?:{_S}|{DASH})(?:or{_S}more{_S})?{_MODIFIERS}{_NOUN}"
)
_NAMES_A_NUMBER = re.compile(
    rf"(?:phase|part|grade|stage|cohort|step|page|section|item|study|type|day|week|month|arm|group|level|class|version"
    rf"|figure|table|dose|cycle|line|no\.|number|rule|note|trial|protocol|group)s?(?:{SPACE}|{DASH})[≥>≤<]?{SPACE}?\Z",
    re.IGNORECASE,
)
_YEAR_CUE = re.compile(rf"(?:in|since|during|by|of|through|until|for){_S}(?:19|20)\Z", re.IGNORECASE)
_COMPOUND_NOUN = re.compile(
    rf"(?:{_S}|{DASH})(?:rates?|durations?|populations?|groups?|cohorts?|care|data|safety|advocacy|enrol?lment|samples?"
    rf"|evaluations?|criteria|assessments?|types?|access|organi[sz]ations?|communit(?:y|ies)|registr(?:y|ies)|arms?"
    rf"|reported|needs?|reports?|lives|life|years?|matter|drug|derived|study|management|profile)\b|{DASH}\w",
    re.IGNORECASE,
)
_STUDY = re.compile(
    rf"{_S}(?:[\w/-]{{1,30}}{_S}){{0,3}}(?:study|trial|cohort|arm|portion|expansion|group)\b", re.IGNORECASE
)
_SEEN = re.compile(
    r"\b(?:complete|partial|objective|confirmed|durable|molecular|cytogenetic|fatal|serious)\b", re.IGNORECASE
)
_COUNTS = (_OF_NOUN, _OF_BARE, _IN_BRACKETS, _BEFORE_PERCENT, _EQUALS, _OF_THESE, _OF_THEM, _OF_WHOM)
# All but one hold a number; that one also takes "a patient".
_ANY_NUMBER = re.compile(rf"\d|{NUMBER}")
_FIXED = {"a": 1, "an": 1, "another": 1, "both": 2, "no": 0, "none": 0}


def find_counts(text: str) -> list[Count]:
    """Return the counts of people, animals, responses and events in a text, in its order and without overlap.

    A share ("four of ten patients", "4/10 (40%)") is one finding. Numbers that name something (Phase 2 patients,
    Grade 3 events) are not counts. "18-patient study" counts; "a patient population" does not.
    """
    found: list[Count] = []
    taken = bytearray(len(text))
    for pattern in _COUNTS if _ANY_NUMBER.search(text) else (_OF_THEM,):
        for match in pattern.finditer(text):
            count = _count(match, text)
            if count is not None and not any(taken[count.start : count.end]):
                taken[count.start : count.end] = b"\x01" * (count.end - count.start)
                found.append(count)
    return sorted(found, key=lambda count: count.start)


def _integer(words: str) -> int | None:
    fixed = _FIXED.get(words.lower())
    value = number_value(words) if fixed is None else Decimal(fixed)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _count(match: re.Match[str], text: str) -> Count | None:
    groups = match.groupdict()
    words, start = match["n"], match.start("n")
    out_of = _integer(groups["of"]) if groups.get("of") else None
    number = out_of if words.lower() == "all" else _integer(words)
    if number is None or (out_of is not None and number > out_of):
        return None
    noun, high = groups.get("noun") or "", _integer(groups["high"]) if groups.get("high") else None
    if noun and not _counts(match, number, high, text):
        return None
    if _NAMES_A_NUMBER.search(text, max(0, start - 14), start):
        return None
    bound = before_bound(text, start)
    end = match.end() if noun or out_of is None else match.end("of")
    return Count(
        start,
        end,
        number,
        out_of,
        noun,
        (groups.get("modifiers") or "").strip(),
        high,
        bound.comparator,
        bound.approximate,
        words.lower() not in {"a", "an"},
    )


def _counts(match: re.Match[str], number: int, high: int | None, text: str) -> bool:
    """Tell whether a number and a noun belong together."""
    words, end = match["n"], match.end()
    whole = match.groupdict().get("of")
    if not whole and re.fullmatch(r"(?:19|20)\d\d", words):
        start = match.start("n")
        if _YEAR_CUE.search(text, max(0, start - 12), start + 2):
            return False
    if words.lower() in {"a", "an"} and not _one_of_them(match["modifiers"] or "", match["noun"]):
        return False
    singular = _SINGULAR.fullmatch(match["noun"]) is not None
    hyphen = re.match(DASH, text[match.end("n") : match.end("n") + 1]) is not None
    if hyphen and not whole and high is None:
        return singular and bool(_STUDY.match(text, end))
    if singular and _COMPOUND_NOUN.match(text, end):
        return False
    if singular and not whole:
        return number in {0, 1} and high is None
    return number != 1 or bool(whole) or match["noun"].lower() in {"people", "mice"}


def _one_of_them(modifiers: str, noun: str) -> bool:
    """Tell whether "a … noun" speaks of one: not of "a total", nor of "an immune response" in general."""
    if re.match(r"(?:few|number|total|majority|lot)\b", modifiers):
        return False
    return not re.fullmatch(_EVENTS, noun, re.IGNORECASE) or _SEEN.search(modifiers) is not None


_PERCENT_SIGN = rf"(?:{_S0}%(?!\w)|{_S}?{DASH}?(?:percent|per{SPACE}cent|pct)(?![A-Za-z]))"
_ONE_PERCENT = sift(
    rf"(?<![\w.,$€£¥])(?P<low>{FIGURES}|{NUMBER})(?:{_PERCENT_SIGN})?"
    rf"(?:(?:{_S0}{DASH}{_S0}|{_S}(?:to|and){_S})(?P<high>{NUMBER}|{FIGURES}))?{_PERCENT_SIGN}(?!{_S}points?\b)"
)
_SINGLE_PERCENT = re.compile(rf"(?<![\w.,$€£¥])(?P<low>{FIGURES}|{NUMBER}){_PERCENT_SIGN}(?!{_S}points?\b)")
_MINUS = re.compile(r"(?<![\w%).])[-\u2010\u2011\u2212]\Z")
_BETWEEN = re.compile(rf"(?<!\w)(?:between|ranging{_S}from|ranged{_S}from)(?:{_S}approximately)?{_S}\Z", re.IGNORECASE)


def find_percentages(text: str) -> list[Percentage]:
    """Return the percentages of a text, in its order, each with the confidence interval that follows it.

    The level of an interval ("95% CI") and its ends are no findings of their own, nor are percentage points.
    """
    intervals = find_intervals(text)
    taken = bytearray(len(text))
    for interval in intervals:
        taken[interval.start : interval.end] = b"\x01" * (interval.end - interval.start)
    found: list[Percentage] = []
    position = 0
    while match := _ONE_PERCENT.search(text, position):
        low, high = number_value(match["low"]), number_value(match["high"]) if match["high"] else None
        if match["high"] and match["low"][:1].isalpha() != match["high"][:1].isalpha():
            position = match.start("high")  # "20% in one to 5% in the other"
            continue
        joined_by_and = high is not None and "and" in text[match.end("low") : match.start("high")]
        between = joined_by_and and _BETWEEN.search(text, max(0, match.start() - 40), match.start())
        if low is None or (high is not None and (low > high or (joined_by_and and not between))):
            single = _SINGLE_PERCENT.match(text, match.start())
            if single is None or low is None:
                position = match.end("low")
                continue
            match, high = single, None
        position = match.end()
        if not any(taken[match.start() : match.end()]):
            found.append(_percentage(match, (low, high if high is not None else low), text, intervals))
    return found


def _percentage(
    match: re.Match[str], ends: tuple[Decimal, Decimal], text: str, intervals: list[Interval]
) -> Percentage:
    start, end = match.span()
    if _MINUS.search(text, max(0, start - 2), start) and ends[0] == ends[1]:
        start, ends = start - 1, (-ends[0], -ends[1])
    bound = before_bound(text, start)
    if not bound.comparator:
        later = after_bound(text, end)
        bound = Bound(later.comparator, bound.approximate, bound.start)
    interval = interval_after(text, end, intervals)
    return Percentage(start, end, *ends, bound.comparator, bound.approximate, interval)
