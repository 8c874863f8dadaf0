"""Relations as patterns over a sentence in which every name is one symbol.

A sentence is coded by writing each named or referred-to entity as a symbol with the letter of its type, so that a rule
reads like the sentence it is for::

    {C} (?:is|was) created by {O}

In a rule's pattern ``{C}`` stands for one entity of a type (C compound, A antibody, P payload, L linker, T target,
I indication, O organization, K technology, S study, Y a compound type's words; ``{CA}`` for either of two),
``{C+}`` for one or several in a list (``{C++}``: with asides such as "in development by X"),
``<is>``, ``<np>``, ``<mod>`` and ``<noun>`` for the pieces of a description (see ``descriptions.toml``),
``{s:C}`` and ``{o:T+}`` for the fact's subject and object, ``{licensor:O}`` for a qualifier, ``~`` for up to four words
without a name, ``~~`` for anything up to twelve words, ``'s`` for any possessive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import VocabularyError
from kg.model import Predicate
from kg.nlp.gates import Gated, gated
from kg.nlp.rules import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.nlp.context import Sentence, Slot

_OPEN, _CLOSE = "⟦", "⟧"
_MACRO = re.compile(r"\{(?:(?P<role>[a-zA-Z]\w*):)?(?P<types>[A-Z]+)(?P<many>\+{0,2})\}")
_SYMBOL = re.compile(r"⟦([A-Z])(\d+)⟧")
# Possessive repeats: a word is taken whole or not at all, so that no pattern can run wild on hostile text.
_NEAR = r"(?:[\s,]++(?:[^\s,;⟦⟧]++|⟦Y\d++⟧)){0,4}?[\s,]*"
_FAR = r"(?:[\s,]++(?:⟦[A-Z]\d++⟧[^\s,;⟦⟧]{0,12}+|[^\s,;⟦⟧]++)){0,12}?[\s,]*"
_ASIDE = r"(?:\s*,\s*in development by ⟦O\d+⟧)?"
_PLAIN = r"(?:[^.;,:⟦]|⟦[YKTAPL]\d+⟧)"
_VERBS = r"has|have|had|will|would|is|was|were|are|said|announced|today|may|could|can"
_PHRASES = {
    # What joins a name to its description: brackets, then a comma, colon, dash or "is", then how a noun phrase begins.
    "<is>": (
        r"(?:\s*\((?:[^()⟦]|⟦[A-Z]\d+⟧){0,60}\))*"
        r"(?:,\s(?:(?!and\b|or\b)(?:[^,.;:()⟦]|⟦[A-BD-Z]\d+⟧)){1,90},(?=\s(?:is|are|was)\s))?"
        r"(?:(?:,|:|\s-+|,?\s+(?:both|each)\s+of\s+which\s+are|,?\s+which\s+(?:is|was))\s+"
        r"|\s+(?:is|are|was|were|represents?|remains?)\s+)"
        r"(?:(?:also|currently|now|both|potentially|believed to be)\s+)*"
        r"(?=an?\b|the\b|one\b|both\b|its\b|their\b|⟦O\d+⟧'s|⟦[YTK]|anti-|\w+ly\b|[a-z-]+(?:ed|ic|al|ive|ing|an)\b)"
    ),
    "<np>": rf"(?:(?!,\s(?:and|{_VERBS}|in|as|with)\b|\b(?:{_VERBS})\b)(?:[^.;⟦]|⟦[A-BD-Z]\d+⟧)){{0,140}}?",
    "<mod>": (
        r"(?:(?!(?<!-)\b(?:for|of|with|to|by|from|against|in|on|that|which|using|at|and (?:has|is|was)"
        rf"|{_VERBS})\b)(?:{_PLAIN}|,(?= )|⟦O\d+⟧'s)){{0,100}}?"
    ),
    "<noun>": (
        r"\b(?:candidates?|compounds?|programs?|programmes?|products?|therap(?:y|ies)|drugs?|agents?|assets?|molecules?"
        r"|conjugates?|ADCs?|medicines?|inhibitors?|antagonists?|agonists?|immunotherap(?:y|ies)|biologics?|therapeutics?"
        r"|treatments?|formulations?|degraders?|engagers?)\b"
    ),
}
_GLUE = (
    r"(?:\s*\([^()⟦]{1,60}\))?"
    r"(?:\s*,?\s*(?:including|such as|especially|specifically|for example)\s+"
    r"|\s*,\s*(?:and/or\s+|and\s+|or\s+|as well as\s+)?"
    r"|\s+(?:and/or|and|or|as well as)\s+|\s*/\s*)(?:the\s+|an?\s+|other\s+|its\s+)?"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a rule file."""

    id: str
    predicate: Predicate
    pattern: re.Pattern[str]
    confidence: float
    object: str | None
    modality: str | None
    types: Mapping[str, str]
    """The letters that each role takes."""
    by_name: bool = False
    """Whether the fact's object must be named or called by a noun, not by "our" or "its"."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a rule holds: the slots in each role, and the span of the words, in the document's text."""

    rule: Rule
    roles: Mapping[str, tuple[Slot, ...]]
    words: Mapping[str, str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence with its names as symbols."""

    text: str
    slots: tuple[Slot, ...]
    places: tuple[tuple[int, int], ...]
    """For each symbol, ``(offset in the coded text after it, offset in the document after it)``."""
    start: int

    def source(self, offset: int) -> int:
        """Return the document offset of an offset in the coded text."""
        before = (0, self.start)
        for coded, origin in self.places:
            if coded > offset:
                break
            before = (coded, origin)
        return before[1] + offset - before[0]

    def place(self, source: int) -> int:
        """Return the offset in the coded text of a document offset outside its names."""
        before = (0, self.start)
        for coded, origin in self.places:
            if origin > source:
                break
            before = (coded, origin)
        return before[0] + source - before[1]


def code(sentence: Sentence, *, values: Sequence[Slot] = (), appended: Slot | None = None, joint: str = " ") -> Coded:
    """Return a sentence with each slot written as a symbol; ``our`` becomes a symbol with a possessive.

    `values` are further slots, for values; where they overlap with a name, the name stays. `appended` is a name from
    elsewhere, written behind the sentence: what a list's items add to what introduces it; `joint` stands
    between them.
    """
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    place, length = sentence.start, 0
    slots: list[Slot] = []
    named = sentence.slots
    free = [clear for v in values if (clear := _beside_names(v, named, sentence))]
    for slot in _with_brackets(sentence, sorted([*named, *free], key=lambda s: (s.start, -s.end))):
        if slot.start < place:
            continue
        gap = sentence.text[place - sentence.start : slot.start - sentence.start]
        symbol = f"{_OPEN}{slot.code}{len(slots)}{_CLOSE}" + ("'s" if slot.possessive else "")
        pieces += [_plain(gap), symbol]
        length += len(gap) + len(symbol)
        place = slot.end
        places.append((length, place))
        slots.append(slot)
    pieces.append(_plain(sentence.text[place - sentence.start :]))
    if appended is not None:
        pieces.append(f"{joint}{_OPEN}{appended.code}{len(slots)}{_CLOSE}")
        slots.append(appended)
    return Coded("".join(pieces), tuple(slots), tuple(places), sentence.start)


def _beside_names(value: Slot, named: Sequence[Slot], sentence: Sentence) -> Slot | None:
    """Return a value's words without the names among them: of "oral XYZ inhibitor" the word "inhibitor"."""
    inside = [s for s in named if value.start < s.end and s.start < value.end]
    if not inside:
        return value
    first, last = min(s.start for s in inside), max(s.end for s in inside)
    for start, end in ((last, value.end), (value.start, first)):
        words = sentence.text[start - sentence.start : end - sentence.start] if start < end else ""
        if re.search(r"[A-Za-z]{3}", words) and not words.startswith("-"):
            return replace(
                value, start=start + len(words) - len(words.lstrip()), end=end - len(words) + len(words.rstrip())
            )
    return None


def _with_brackets(sentence: Sentence, slots: list[Slot]) -> list[Slot]:
    """Join a name with its other name in brackets, so that "4-1BB (CD137)" is one symbol."""
    out: list[Slot] = []
    for slot in slots:
        last = out[-1] if out else None
        gap = sentence.text[last.end - sentence.start : slot.start - sentence.start] if last else ""
        closing = sentence.text[slot.end - sentence.start : slot.end - sentence.start + 2]
        bracket = _CLOSING.match(closing)
        if last and last.entities and last.entities == slot.entities and _OPENING.fullmatch(gap) and bracket:
            out[-1] = replace(last, end=slot.end + bracket.end())
        else:
            out.append(slot)
    return out


_OPENING = re.compile(r"[®™]?\s*\([\"“”']?(?:the )?[\"“”']?")
_CLOSING = re.compile(r"[\"“”']?\)")


def _plain(text: str) -> str:
    """Fold quotes and dashes, keeping every offset."""
    return text.translate(_FOLD)


_FOLD = str.maketrans(
    {
        "⟦": "[",
        "⟧": "]",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "\u00a0": " ",
        "\n": " ",
        "\t": " ",
        "®": " ",
        "™": " ",
    }
)


@cache
def load_rules(name: str) -> Gated[Rule]:
    """Return the rules of a file in the rules folder. Raises `VocabularyError` naming the rule that is not right."""
    rules = []
    for row in read_toml(name).get("rule", []):
        place = f"{name}: rule {row.get('id', '?')!r}"
        unknown = set(row) - {"id", "predicate", "pattern", "confidence", "object", "modality", "by_name"}
        if unknown or not {"id", "predicate", "pattern"} <= set(row):
            raise VocabularyError(f"{place}: needs id, predicate and pattern; unknown keys: {sorted(unknown)}")
        try:
            pattern = re.compile(expand(row["pattern"]), re.IGNORECASE)
            predicate = Predicate(row["predicate"])
        except (re.error, ValueError) as error:
            raise VocabularyError(f"{place}: {error}") from error
        rules.append(
            Rule(
                row["id"],
                predicate,
                pattern,
                row.get("confidence", 0.85),
                row.get("object"),
                row.get("modality"),
                {m["role"]: m["types"] for m in _MACRO.finditer(row["pattern"]) if m["role"]},
                bool(row.get("by_name", False)),
            )
        )
    return gated(rules, pattern=lambda rule: rule.pattern)


def expand(pattern: str) -> str:
    """Return a rule's pattern as a regular expression over coded text."""
    # What says the kind of a thing ("a bispecific antibody") never stands in the way.
    for name, words in _PHRASES.items():
        pattern = pattern.replace(name, words)
    pattern = pattern.replace("[^.;⟦]{", r"(?:[^.;⟦]|⟦Y\d++⟧){").replace("~~", _FAR).replace("~", _NEAR)

    def symbol(match: re.Match[str]) -> str:
        one = rf"⟦[{match['types']}]\d+⟧"
        aside = _ASIDE if match["many"] == "++" else ""
        body = rf"{one}(?:{aside}{_GLUE}{one})*" if match["many"] else one
        return f"(?P<{match['role']}>{body})" if match["role"] else f"(?:{body})"

    return _MACRO.sub(symbol, pattern)


def match_rules(coded: Coded, rules: Sequence[Rule]) -> Iterator[Match]:
    """Yield where rules hold in a coded sentence."""
    for rule in rules.open_for(coded.text) if isinstance(rules, Gated) else rules:
        for match in rule.pattern.finditer(coded.text):
            roles: dict[str, tuple[Slot, ...]] = {}
            words: dict[str, str] = {}
            for role, text in match.groupdict().items():
                if text is None:
                    continue
                letters = rule.types.get(role, "")
                slots = tuple(coded.slots[int(m[2])] for m in _SYMBOL.finditer(text) if m[1] in letters)
                if slots:
                    roles[role] = slots
                else:
                    words[role] = text
            yield Match(rule, roles, words, coded.source(match.start()), coded.source(match.end()))
