"""Statements that cannot both hold, by the rules of ``ontology/contradictions.toml``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.model import DateRange, Entity, EntityType, Modality, Predicate, Qualifier, StoredFact, VocabularyEntry
from kg.names import fold_name
from kg.query.contradiction_rules import OBJECT, Rule, contradiction_rules
from kg.query.meaning import (
    agree,
    event_of,
    fits,
    is_stated,
    names_in_words,
    stands_in,
    status_of,
    text,
    value_of_object,
)
from kg.query.state import in_order, said_on
from kg.vocabulary.load import load_vocabulary

P = Predicate


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot all hold, in order of report: one for each of the things claimed."""

    rule: Rule
    sides: tuple[StoredFact, ...]


def find_contradictions(facts: Iterable[StoredFact]) -> list[Contradiction]:
    """Return what cannot both hold among facts that are all sure enough to count."""
    told: dict[tuple[Predicate, str], list[StoredFact]] = defaultdict(list)
    kinds: dict[str, set[str]] = defaultdict(set)
    for stored in sorted(facts, key=in_order):
        told[stored.fact.predicate, stored.subject_iri].append(stored)
        if stored.fact.predicate is P.COMPOUND_TYPE and is_stated(stored):
            kinds[stored.subject_iri].add(value_of_object(stored))
    companies = _joined_companies(told)
    found: list[Contradiction] = []
    for rule in contradiction_rules():
        for (predicate, subject), listed in told.items():
            if predicate is rule.predicate and _is_of_kind(rule, kinds.get(subject, set())):
                finder = {"one": _one, "denied": _denied, "apart": _apart}[rule.sort]
                found += [c for c in finder(rule, listed) if not _are_joined(c, companies)]
    return list({tuple(sorted(s.iri for s in c.sides)): c for c in found}.values())


def _is_of_kind(rule: Rule, kinds: set[str]) -> bool:
    if rule.sort == "apart":
        return True
    return (not rule.kinds or bool(kinds & rule.kinds)) and not kinds & rule.unless


def _one(rule: Rule, listed: Sequence[StoredFact]) -> Iterator[Contradiction]:
    """Yield facts of which a rule's `of` differs, though all that makes them comparable is the same."""
    among = [s for s in listed if is_stated(s) and _is_among(rule, s) and _value(rule, s) is not None]
    used: set[str] = set()
    for first in among:
        if first.iri in used:
            continue
        others = [s for s in among if s.iri not in used and _comparable(rule, first, s) and _differ(rule, first, s)]
        sides = _surest(rule, [first, *others])
        if len(sides) > 1:
            used |= {s.iri for s in (first, *others)}
            yield Contradiction(rule, sides)


def _surest(rule: Rule, listed: Sequence[StoredFact]) -> tuple[StoredFact, ...]:
    """Return one fact for each value that is claimed, the surest, in order of report."""
    kept: list[StoredFact] = []
    for stored in sorted(listed, key=lambda s: (-s.fact.confidence, in_order(s))):
        if all(_differ(rule, stored, other) for other in kept):
            kept.append(stored)
    return tuple(sorted(kept, key=in_order))


def _is_among(rule: Rule, stored: StoredFact) -> bool:
    if rule.objects and value_of_object(stored) not in rule.objects:
        return False
    given = stored.fact.qualifiers
    return all(text(given, key) == value for key, value in rule.where.items())


def _value(rule: Rule, stored: StoredFact) -> Qualifier | None:
    return stored.fact.object if rule.of == OBJECT else stored.fact.qualifiers.get(rule.of)


def _comparable(rule: Rule, one: StoredFact, other: StoredFact) -> bool:
    mine, theirs = one.fact.qualifiers, other.fact.qualifiers
    if rule.of != OBJECT and value_of_object(one) != value_of_object(other):
        return False
    if rule.within and not (one.filing.iri == other.filing.iri or said_on(one) == said_on(other) != date.min):
        return False
    if not all(text(mine, key) and fold_name(text(mine, key)) == fold_name(text(theirs, key)) for key in rule.same):
        return False
    if not all(fold_name(text(mine, key)) == fold_name(text(theirs, key)) for key in rule.exact):
        return False
    return fits(one, other, rule.alike) and not (rule.within and _share_words(one, other))


def _share_words(one: StoredFact, other: StoredFact) -> bool:
    """Tell whether two figures stand in one sentence or row: then they are of two groups, which it tells apart."""
    spans = [(e.start, e.end) for e in one.fact.evidence]
    return one.filing.iri == other.filing.iri and any(
        e.start < end and start < e.end for e in other.fact.evidence for start, end in spans
    )


def _differ(rule: Rule, one: StoredFact, other: StoredFact) -> bool:
    mine, theirs = _value(rule, one), _value(rule, other)
    if isinstance(mine, Entity) and isinstance(theirs, Entity):
        return not _same_thing(mine, theirs) and not _names_both(one, other)
    if isinstance(mine, DateRange) and isinstance(theirs, DateRange):
        gap = max(mine.earliest, theirs.earliest) - min(mine.latest, theirs.latest)
        return gap > timedelta(days=rule.days) and not _has_words(other, mine.text) and not _has_words(one, theirs.text)
    return not agree(mine, theirs)


def _has_words(stored: StoredFact, words: str) -> bool:
    """Tell whether the words of a fact have the time that another gives: then they may give it for the same event."""
    return any(stands_in(words, evidence.quote) for evidence in stored.fact.evidence)


def _names_both(one: StoredFact, other: StoredFact) -> bool:
    """Tell whether the words of one fact name the other's object too: then they say how the two hang together."""
    pairs = ((one, other.fact.object), (other, one.fact.object))
    return any(isinstance(thing, Entity) and names_in_words(thing, stored) for stored, thing in pairs)


def _same_thing(one: Entity, other: Entity) -> bool:
    """Tell whether two names may be of one thing, or one of the kind that the other is."""
    if agree(one, other):
        return True
    folded = fold_name(one.name), fold_name(other.name)
    if folded[0] in folded[1] or folded[1] in folded[0]:
        return True
    return folded[0] in _kinds_of(other) or folded[1] in _kinds_of(one)


@cache
def _entries() -> dict[tuple[EntityType, str], VocabularyEntry]:
    return {(e.type, fold_name(name)): e for e in load_vocabulary().entries for name in (*e.aliases, e.name)}


def _kinds_of(thing: Entity) -> set[str]:
    """Return what the vocabulary says a thing is a kind of, folded."""
    entry = _entries().get((thing.type, fold_name(thing.name)))
    found: set[str] = set()
    while entry and (wide := entry.broader or "") and fold_name(wide) not in found:
        found |= {fold_name(wide), fold_name(entry.category or "")}
        entry = _entries().get((thing.type, fold_name(wide)))
    return found


def _denied(rule: Rule, listed: Sequence[StoredFact]) -> Iterator[Contradiction]:
    """Yield what is denied on the day of a statement or later, each denial with the statement it denies."""
    for denial in listed:
        if denial.fact.modality is not Modality.NEGATED or not _is_among(rule, denial):
            continue
        if not names_in_words(denial.fact.subject, denial):
            continue
        stated = [s for s in listed if is_stated(s) and said_on(s) <= said_on(denial) and _is_denied(rule, s, denial)]
        if stated:
            surest = max(stated, key=lambda s: (s.fact.confidence, in_order(s)))
            yield Contradiction(rule, tuple(sorted((surest, denial), key=in_order)))


def _is_denied(rule: Rule, stated: StoredFact, denial: StoredFact) -> bool:
    one, other = stated.fact.object, denial.fact.object
    same = _same_thing(one, other) if isinstance(one, Entity) and isinstance(other, Entity) else one == other
    mine, theirs = stated.fact.qualifiers, denial.fact.qualifiers
    given = all(text(mine, key) and text(mine, key) == text(theirs, key) for key in rule.same)
    given = given and all(text(mine, key) == text(theirs, key) for key in rule.exact)
    shared = any(a.start < b.end and b.start < a.end for a in stated.fact.evidence for b in denial.fact.evidence)
    one_sentence = shared and stated.filing.iri == denial.filing.iri
    return same and given and fits(stated, denial, rule.alike) and not one_sentence and not _is_over(denial)


def _is_over(denial: StoredFact) -> bool:
    """Tell whether a denial is of a time gone by ("had not been approved in 2005")."""
    event, said = event_of(denial), denial.filing.reported_on
    return bool(event and said and event.latest < said) or status_of(denial) == "planned"


def _apart(rule: Rule, listed: Sequence[StoredFact]) -> Iterator[Contradiction]:
    first: dict[str, StoredFact] = {}
    for stored in sorted(listed, key=lambda s: (-s.fact.confidence, in_order(s))):
        if is_stated(stored) and value_of_object(stored) in rule.kinds:
            first.setdefault(value_of_object(stored), stored)
    if len(first) > 1:
        yield Contradiction(rule, tuple(sorted(first.values(), key=in_order)))


def _joined_companies(told: dict[tuple[Predicate, str], list[StoredFact]]) -> set[frozenset[str]]:
    """Return pairs of companies of which one took over the other, or that work together."""
    joining = {P.ACQUIRED_BY, P.COLLABORATES_WITH, P.OWNED_BY}
    return {
        frozenset((subject, s.object_iri))
        for (predicate, subject), listed in told.items()
        if predicate in joining
        for s in listed
        if s.object_iri
    }


def _are_joined(found: Contradiction, companies: set[frozenset[str]]) -> bool:
    objects = [s.object_iri for s in found.sides]
    return (
        found.rule.predicate is P.ORIGINATED_BY and len(objects) == 2 and frozenset(filter(None, objects)) in companies
    )
