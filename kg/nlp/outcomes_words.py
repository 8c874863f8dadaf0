"""What results are named by: measures and side effects, and what a rule finds of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.model import Modality
from kg.nlp.gates import Gated, find_any, gated
from kg.nlp.rules import read_toml

if TYPE_CHECKING:
    from kg.model import Qualifier
    from kg.vocabulary.load import Vocabulary

RESPONSES = frozenset(
    {
        "objective response",
        "complete response",
        "partial response",
        "stable disease",
        "disease control",
        "response rate",
    }
)
TIMES = frozenset({"duration of response", "progression-free survival", "overall survival", "half-life"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a sentence reports: an outcome without its compound. `start` and `end` are offsets in the sentence."""

    object: str
    rule: str
    start: int
    end: int
    qualifiers: dict[str, Qualifier | None]
    confidence: float
    modality: Modality = Modality.ASSERTED


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure named in a sentence. `start` and `end` are offsets in the sentence."""

    start: int
    end: int
    name: str
    words: str
    term: str = ""
    """The measure's own name, for those that are `other` in the fact table."""


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns of measures by object and of side effects, with the names of both by lower-case form."""

    measures: tuple[tuple[str, re.Pattern[str]], ...]
    single: Gated[tuple[str, re.Pattern[str]]]
    """Each alternative of a measure's pattern by itself: a sentence seldom holds more than one or two."""
    events: re.Pattern[str]
    event_names: dict[str, str]
    terms: dict[str, str]


@lru_cache(maxsize=4)
def outcome_words(vocabulary: Vocabulary) -> Words:
    """Return the words for results that the rules and a vocabulary know."""
    measures: dict[str, list[str]] = {k: list(v) for k, v in read_toml("outcomes.toml")["measure"].items()}
    terms: dict[str, str] = {}
    for term in vocabulary.measures:
        for form in (term.name, *term.aliases):
            plain = form.removeprefix("=")
            terms.setdefault(plain.lower(), term.name.removeprefix("="))
            flags = (
                rf"(?-i:\b{re.escape(plain)}\b)"
                if vocabulary.is_exact("measures", plain)
                else rf"\b{re.escape(plain)}s?\b"
            )
            if term.category:
                measures.setdefault(term.category, []).append(flags)
    compiled = tuple((name, re.compile(f"(?:{'|'.join(words)})", re.IGNORECASE)) for name, words in measures.items())
    single = gated(
        (name, re.compile(word, re.IGNORECASE))
        for name, words in measures.items()
        if name not in _UNMEASURED
        for word in words
    )
    return Words(compiled, single, *_events(vocabulary), terms)


def _events(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    names: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for term in vocabulary.adverse_events:
        for form in (term.name, *term.aliases):
            plain = form.removeprefix("=")
            names.setdefault(plain.lower(), term.name)
            if vocabulary.is_exact("adverse_events", plain):
                spelled[plain.lower()] = plain
    ranked = sorted(names, key=lambda n: (-len(n), n))
    words = [f"(?-i:{re.escape(spelled[n])})" if n in spelled else re.escape(n) for n in ranked]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words) or '(?!)'})(?![\w-])", re.IGNORECASE), names


_UNMEASURED = frozenset({"adverse event", "tolerability", "enrollment"})
"""Measures that are read by what is said around them, not by a number beside their name."""


def find_hits(text: str, words: Words) -> list[Hit]:
    """Return the measures that a sentence names, in order; "objective response rate (ORR)" is one."""
    found: list[Hit] = []
    for name, rows in groupby(words.single.open_for(text), key=itemgetter(0)):
        for match in find_any([pattern for _, pattern in rows], text):
            if _LETTER.match(text, match.end()):
                continue  # the agency's refusal, a "complete response letter"
            if not any(match.start() < h.end and h.start < match.end() for h in found):
                term = words.terms.get(match.group().lower(), "") if name == "other" else ""
                found.append(Hit(match.start(), match.end(), name, match.group(), term))
    found.sort(key=lambda h: h.start)
    out: list[Hit] = []
    for hit in found:
        last = out[-1] if out else None
        if last and last.name == hit.name and _ABBREVIATED.fullmatch(text, last.end, hit.start):
            closed = hit.end + (text[hit.end : hit.end + 1] in {")", "]"} and text[hit.end - 1 : hit.end] != ")")
            out[-1] = Hit(last.start, closed, last.name, last.words, last.term or hit.term)
        else:
            out.append(hit)
    return out


_LETTER = re.compile(r"\s+letters?\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\s?[(\[]?\s?(?:rates?\s?\(\s?)?")
_DEFINED = re.compile(
    r"(?:,\s*|\()(?:which (?:is|was) )?(?:defined as|i\.e\.,?|meaning)\s[^;()]{3,160}?"
    r"(?:,\s(?=(?:was|were|of|occurred|had|has|in)\b)|\))",
    re.IGNORECASE,
)


def without_definitions(text: str, hits: list[Hit]) -> list[Hit]:
    """Drop measures named in a definition: "clinical benefit, defined as a response or stable disease, was …"."""
    asides = [m.span() for m in _DEFINED.finditer(text)]
    return [h for h in hits if not any(start <= h.start < end for start, end in asides)]
