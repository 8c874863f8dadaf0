"""A state of knowledge, indexed to be compared with another, and a change between two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kg.model import Entity, EntityType, Modality, Predicate, StoredFact
from kg.names import fold_name
from kg.query.meaning import event_of, status_of, text, value_of_object

P = Predicate


class Change(StrEnum):
    """What has changed between two states."""

    NEW_COMPOUND = "new compound"
    NEW_PROGRAMME = "new programme"
    ADVANCED = "advanced"
    STARTED = "started"
    COMPLETED = "completed"
    SET_BACK = "set back"
    ON_HOLD = "on hold"
    RESUMED = "resumed"
    DISCONTINUED = "discontinued"
    RENAMED = "new name"
    NEW_DESIGNATION = "new designation"
    NEW_RIGHTS = "rights granted"
    RIGHTS_ENDED = "rights ended"
    NEW_PARTNER = "new partner"
    NEW_DEVELOPER = "new developer"
    NEW_OWNER = "new owner"
    TAKEOVER = "takeover"
    NEW_PAYMENT = "new payment"
    PAYMENT_EARNED = "payment earned"
    PAYMENT_PAID = "payment paid"
    NEW_RESULT = "new result"
    FULFILLED = "expectation fulfilled"
    SLIPPED = "expectation slipped"
    BROUGHT_FORWARD = "expectation brought forward"
    NEW_EXPECTATION = "new expectation"
    NOT_MENTIONED = "no longer mentioned"
    """The newer state's filings are silent about it. That does not say that it was discontinued."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One change between an older and a newer state, with the fact of each that shows it."""

    kind: Change
    subject: str
    """The name of the drug, company or other thing that has changed."""
    subject_iri: str
    topic: str
    """Which of its programmes, rights or results: a disease, a study, a region, a partner; empty where none is said."""
    was: str
    now: str
    before: StoredFact | None
    """The older state's fact; `None` where the older state is silent."""
    after: StoredFact | None
    """The newer state's fact; `None` where the newer state is silent."""


@dataclass(frozen=True, slots=True)
class State:
    """Facts by subject and predicate, and who is mentioned at all; facts less sure than asked for are left out."""

    facts: tuple[StoredFact, ...]
    told: Mapping[tuple[str, Predicate], Sequence[StoredFact]]
    mentioned: Mapping[str, date]
    """Entities by IRI, with the day on which they were last mentioned."""
    names: Mapping[tuple[EntityType, str], date] = field(default_factory=dict)
    """The same by kind and folded name, for things that only qualifiers name."""

    def of(self, subject: str, predicate: Predicate) -> Sequence[StoredFact]:
        """Return what is said of a subject with a predicate, in order of report."""
        return self.told.get((subject, predicate), ())

    def last_mention(self, iri: str, thing: Entity) -> date | None:
        """Return the day on which a thing was last mentioned, in any part of a fact; `None` where it never was."""
        days = [self.mentioned.get(iri), *(self.names.get((thing.type, fold_name(n))) for n in _named(thing))]
        return max((day for day in days if day), default=None)


def state_of(facts: Iterable[StoredFact], *, min_confidence: float = 0.0) -> State:
    """Return facts as a state. What is mentioned at all is taken from all facts, however sure."""
    every = sorted(facts, key=in_order)
    kept = tuple(s for s in every if s.fact.confidence >= min_confidence)
    told: dict[tuple[str, Predicate], list[StoredFact]] = defaultdict(list)
    mentioned: dict[str, date] = {}
    names: dict[tuple[EntityType, str], date] = {}
    for stored in kept:
        told[stored.subject_iri, stored.fact.predicate].append(stored)
    for stored in every:
        day = said_on(stored)
        for iri in filter(None, (stored.subject_iri, stored.object_iri)):
            mentioned[iri] = max(day, mentioned.get(iri, day))
        for thing in _things(stored):
            key = thing.type, fold_name(thing.name)
            names[key] = max(day, names.get(key, day))
    return State(kept, told, mentioned, names)


def _things(stored: StoredFact) -> Iterator[Entity]:
    for value in stored.fact.qualifiers.values():
        if isinstance(value, Entity):
            yield value


def _named(thing: Entity) -> tuple[str, ...]:
    return (thing.name, *thing.aliases)


def said_on(stored: StoredFact) -> date:
    """Return the day of report, the first of all days where it is not known."""
    return stored.filing.reported_on or date.min


def in_order(stored: StoredFact) -> tuple[date, str, int, str]:
    """Return a key that sorts facts by day of report, filing and place."""
    return said_on(stored), stored.filing.name, stored.fact.evidence[0].start, stored.iri


def is_history(stored: StoredFact, since: date | None) -> bool:
    """Tell whether a fact speaks of a time that was over by a day: told later, it is no change since then."""
    event = event_of(stored)
    return bool(event and since and event.latest < since)


def worded(stored: StoredFact, *, bare: bool = False) -> str:
    """Return a fact's claim in a few words, with its time, and its modality in brackets unless plainly asserted.

    `bare` leaves time and modality out.
    """
    fact = stored.fact
    words = [*_amounts(stored)] if fact.predicate in {P.PAYS, P.HAS_OUTCOME} else [value_of_object(stored)]
    if status_of(stored):
        words.append(status_of(stored))
    event = event_of(stored)
    if event and not bare:
        words.append(f"({event.earliest if event.precision == 'day' else event.text})")
    if fact.modality is not Modality.ASSERTED and fact.modality != status_of(stored) and not bare:
        words.append(f"[{fact.modality}]")
    return " ".join(filter(None, words))


def _amounts(stored: StoredFact) -> Iterator[str]:
    given = stored.fact.qualifiers
    if stored.fact.predicate is P.PAYS:
        yield text(given, "type") or "payment"
        low, high, exact = (given.get(key) for key in ("minAmount", "maxAmount", "amount"))
        if isinstance(exact, int | float):
            yield f"{exact:,}"
        elif isinstance(low, int | float) and isinstance(high, int | float):
            yield f"{low:,} to {high:,}"
        elif isinstance(high, int | float):
            yield f"up to {high:,}"
        elif isinstance(low, int | float):
            yield f"more than {low:,}"
        yield from filter(None, (text(given, "currency"), text(given, "rate")))
        return
    yield value_of_object(stored) if value_of_object(stored) != "other" else text(given, "event")
    if value_of_object(stored) != "other":
        yield from filter(None, (text(given, "event"), text(given, "grade") and f"grade {text(given, 'grade')}"))
    if "count" in given:
        yield f"{text(given, 'count')} of {text(given, 'outOf')}" if "outOf" in given else text(given, "count")
    if "value" in given:
        unit = text(given, "unit")
        yield f"{text(given, 'value')}{unit if unit == '%' else f' {unit}'}".strip()


def topic(stored: StoredFact) -> str:
    """Return which programme, right or result a fact is of: its disease, study, region and population."""
    given = stored.fact.qualifiers
    keys: tuple[str, ...] = ("indication", "study", "region", "territory", "population", "dose")
    if stored.fact.predicate is P.PAYS:
        keys = ("compound", "trigger")
    return ", ".join(dict.fromkeys(filter(None, (text(given, key) for key in keys))))
