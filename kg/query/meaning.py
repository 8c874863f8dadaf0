"""When two facts speak of the same thing, whatever words and however many details each of them uses.

A detail that only one of two facts gives does not tell them apart: "Phase 2" and "Phase 2 in lymphoma" may be one
programme. Of two diseases one may be the wider: a statement on breast cancer may be one on HER2-positive breast cancer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from kg.graph.namespace import schemes
from kg.model import DateRange, Entity, EntityType, Modality, Predicate, Qualifier, StoredFact, VocabularyEntry
from kg.names import fold_name
from kg.vocabulary.load import load_vocabulary

UNKNOWN_RANK = -1
CLINICAL = 8
"""The rank of "in clinical testing", the phase not said."""
FIRST_PHASE, LAST_PHASE, SUBMITTED, APPROVED = 10, 30, 40, 50
"""Ranks of phase 1, of phase 3, of an application for marketing and of an approval."""

_WORD = re.compile(r"[^\W_]+")


@cache
def _ranks() -> dict[str, int]:
    known = schemes()
    return {known.label[local]: rank for local, rank in known.rank.items()}


def rank(stage: str) -> int:
    """Return how far a stage is, by the rank that the ontology gives it; `UNKNOWN_RANK` for a stage it does not have.

    >>> rank("preclinical") < rank("clinical") < rank("phase 1") < rank("approved")
    True
    """
    return _ranks().get(stage, UNKNOWN_RANK)


def refines(one: int, other: int) -> bool:
    """Tell whether of two ranks one only says more exactly what the other says: a phase, and "in clinical testing"."""
    low, high = sorted((one, other))
    return low == high or (low == CLINICAL and FIRST_PHASE <= high <= LAST_PHASE)


@cache
def _diseases() -> dict[str, VocabularyEntry]:
    known: dict[str, VocabularyEntry] = {}
    entries = [e for e in load_vocabulary().entries if e.type is EntityType.INDICATION]
    for names in (lambda e: e.aliases, lambda e: (e.name,)):
        known.update({fold_name(name): entry for entry in entries for name in names(entry)})
    return known


@lru_cache(maxsize=20_000)
def wider(name: str) -> frozenset[str]:
    """Return the names, folded, of a disease and of all that the vocabulary says it is a kind of.

    A name that the vocabulary does not have is a kind of the longest name it has that ends it: "HER2-positive
    metastatic breast cancer" is a breast cancer.

    >>> fold_name("lymphoma") in wider("Hodgkin lymphoma"), fold_name("Hodgkin lymphoma") in wider("lymphoma")
    (True, False)
    """
    known = _diseases()
    words = name.split()
    tails = (fold_name(" ".join(words[at:])) for at in range(len(words)))
    entry = next((known[tail] for tail in tails if tail in known), None)
    found = {fold_name(name)}
    while entry is not None and fold_name(entry.name) not in found - {fold_name(name)}:
        found |= {fold_name(entry.name)}
        entry = known.get(fold_name(entry.broader)) if entry.broader else None
    return frozenset(found)


@lru_cache(maxsize=50_000)
def related(one: str, other: str) -> bool:
    """Tell whether of two diseases one may be the other, or a kind of it.

    >>> related("breast cancer", "HER2-positive breast cancer"), related("lung cancer", "breast cancer")
    (True, False)
    """
    if canonical(one) in wider(other) or canonical(other) in wider(one):
        return True
    words, others = _words(one), _words(other)
    return words <= others or others <= words


def canonical(name: str) -> str:
    """Return a disease's name as the vocabulary has it, or its own, folded."""
    entry = _diseases().get(fold_name(name))
    return fold_name(entry.name if entry else name)


@lru_cache(maxsize=20_000)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower().removesuffix("s") for word in _WORD.findall(name))


def agree(one: Qualifier | None, other: Qualifier | None) -> bool:
    """Tell whether two details may be the same: equal, one of them not given, or one disease a kind of the other."""
    if one is None or other is None:
        return True
    if isinstance(one, Entity) and isinstance(other, Entity):
        if one.type is EntityType.INDICATION:
            return related(one.name, other.name)
        return bool(_names(one) & _names(other))
    if isinstance(one, DateRange) and isinstance(other, DateRange):
        return one.earliest <= other.latest and other.earliest <= one.latest
    if isinstance(one, str) and isinstance(other, str):
        return fold_name(one) == fold_name(other)
    return one == other


@lru_cache(maxsize=20_000)
def _names(entity: Entity) -> frozenset[str]:
    return frozenset(map(fold_name, (entity.name, *entity.aliases)))


def fits(one: StoredFact, other: StoredFact, details: Iterable[str]) -> bool:
    """Tell whether two facts may speak of the same as far as these qualifiers go."""
    mine, theirs = one.fact.qualifiers, other.fact.qualifiers
    for key in details:
        value, wanted = mine.get(key), theirs.get(key)
        if value is not None and wanted is not None and value is not wanted and not agree(value, wanted):
            return False
    return True


def value_of_object(stored: StoredFact) -> str:
    """Return a fact's object as text: a thing's name, a stage, a measure."""
    thing = stored.fact.object
    return thing.name if isinstance(thing, Entity) else thing


def rank_of(stored: StoredFact) -> int:
    """Return the rank of the stage that a fact states."""
    return rank(value_of_object(stored))


def status_of(stored: StoredFact) -> str:
    """Return a fact's status; empty where it has none."""
    return str(stored.fact.qualifiers.get("status", ""))


def event_of(stored: StoredFact) -> DateRange | None:
    """Return the time of which a fact speaks."""
    found = stored.fact.qualifiers.get("eventDate")
    return found if isinstance(found, DateRange) else None


def is_ahead(stored: StoredFact) -> bool:
    """Tell whether a fact speaks of a time that was to come when it was reported."""
    event, said = event_of(stored), stored.filing.reported_on
    return bool(event and said and event.earliest > said)


def is_stated(stored: StoredFact) -> bool:
    """Tell whether a fact is stated as so: asserted, not of a status that is only planned, not of a time to come."""
    fact = stored.fact
    return fact.modality is Modality.ASSERTED and status_of(stored) != "planned" and not is_ahead(stored)


def is_planned(stored: StoredFact) -> bool:
    """Tell whether a fact is announced: planned or expected. What is only possible is not."""
    fact = stored.fact
    announced = fact.modality in {Modality.PLANNED, Modality.EXPECTED}
    asserted = fact.modality is Modality.ASSERTED and not is_stated(stored)
    return announced or (asserted and fact.predicate is Predicate.HAS_STAGE)


def text(qualifiers: Mapping[str, Qualifier], key: str) -> str:
    """Return a qualifier as the words to show; empty where it is not given."""
    value = qualifiers.get(key)
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, DateRange):
        return value.text
    return "" if value is None else str(value)


def stands_in(name: str, quote: str) -> bool:
    """Tell whether a name stands in a quote as words of its own."""
    at = quote.find(name)
    while at >= 0:
        end = at + len(name)
        if not (at and quote[at - 1].isalnum()) and not (end < len(quote) and quote[end].isalnum()):
            return True
        at = quote.find(name, at + 1)
    return False


def names_in_words(thing: Entity, stored: StoredFact) -> bool:
    """Tell whether the words of a fact name a thing."""
    return any(stands_in(name, e.quote) for e in stored.fact.evidence for name in (thing.name, *thing.aliases))
