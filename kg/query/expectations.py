"""What was announced, and what became of it: carried out, moved, given up, or passed over in silence.

An announcement is a stage, a designation, a meeting, a result or a payment that a filing plans or expects. Later
words count for it where they speak of the same drug, event and goal, and where no detail (disease, study, region)
says that another one is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kg.model import DateRange, Modality, Predicate, StoredFact
from kg.query.meaning import (
    APPROVED,
    CLINICAL,
    LAST_PHASE,
    SUBMITTED,
    event_of,
    fits,
    is_ahead,
    is_planned,
    is_stated,
    rank_of,
    status_of,
    value_of_object,
)
from kg.query.subjects import registrants

P = Predicate
ANNOUNCED = frozenset({P.HAS_STAGE, P.HAS_DESIGNATION, P.PRESENTED_AT, P.HAS_OUTCOME, P.PAYS, P.LICENSED_TO})
_DETAILS = ("indication", "study", "region", "setting", "abstract")
_PAYMENT_DETAILS = ("type", "compound", "amount", "currency")
_OPEN_ENDED = frozenset({"open-year", "fiscal-year-end", "relative"})
"""Precisions of deadlines: they begin on the day of the report, whatever the plan."""

_EARLY = timedelta(days=183)
"""How long before its time an announcement may be carried out."""


class Status(StrEnum):
    """What has become of something announced, as far as filings say."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    SLIPPED = "slipped"
    BROUGHT_FORWARD = "brought forward"
    DROPPED = "dropped"
    OVERDUE = "overdue"
    """Its time is over, the registrant has filed since, and no filing says a word about it."""
    PASSED = "passed"
    """Its time is over, and the registrant has filed nothing since that is known here: nothing can be said."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What has become of an announcement, and the fact that says so, where one does."""

    status: Status
    by: StoredFact | None = None


def goal(stored: StoredFact) -> str:
    """Return what an announcement wants done with its stage: ``completed``, or ``reached``."""
    return "completed" if status_of(stored) == "completed" else "reached"


def same_goal(one: StoredFact, other: StoredFact) -> bool:
    """Tell whether two announcements may be of one event."""
    if one.subject_iri != other.subject_iri or one.fact.predicate is not other.fact.predicate:
        return False
    if one.fact.predicate is P.PAYS:
        return one.object_iri == other.object_iri and fits(one, other, _PAYMENT_DETAILS)
    return value_of_object(one) == value_of_object(other) and goal(one) == goal(other) and fits(one, other, _DETAILS)


def fulfils(later: StoredFact, plan: StoredFact) -> bool:
    """Tell whether a fact says that an announcement has been carried out.

    It must be of the same filing day or later, stated and not announced itself, and its event, where it has a time,
    must not have been over when the announcement was made: the trial before is not the trial announced.
    """
    if later.subject_iri != plan.subject_iri or later.fact.predicate is not plan.fact.predicate:
        return False
    if not is_stated(later) or not _after(later, plan) or status_of(later) in {"discontinued", "on hold"}:
        return False
    event, said = event_of(later), plan.filing.reported_on
    if (event and said and event.latest < said) or _too_early(later, plan):
        return False
    if plan.fact.predicate is P.PAYS:
        paid = status_of(later) in {"paid", "due"} and status_of(later) != status_of(plan)
        return paid and later.object_iri == plan.object_iri and fits(later, plan, _PAYMENT_DETAILS)
    return _reaches(later, plan) and fits(later, plan, _DETAILS)


def _too_early(later: StoredFact, plan: StoredFact) -> bool:
    """Tell whether a fact is of a time long before that of an announcement: then it is of another event."""
    wanted, event = event_of(plan), event_of(later)
    done = event.latest if event else later.filing.reported_on
    return bool(wanted and done and wanted.earliest - done > _EARLY)


def _reaches(later: StoredFact, plan: StoredFact) -> bool:
    if plan.fact.predicate is P.HAS_STAGE:
        wanted, got = rank_of(plan), rank_of(later)
        if wanted == SUBMITTED and got == APPROVED:
            return True
        if wanted == CLINICAL and goal(plan) == "reached":
            return CLINICAL <= got <= LAST_PHASE
        return wanted == got and (goal(plan) == "reached" or status_of(later) == "completed")
    return value_of_object(later) == value_of_object(plan)


def moved(later: StoredFact, plan: StoredFact) -> int:
    """Return 1 where a later announcement puts the event at a later time, -1 at an earlier one, and 0 otherwise.

    A time that is only worded more or less exactly has not moved: "2025" after "mid-2025" is no slip. Times that
    overlap have moved where both are of one precision and both ends did, or where both are deadlines.
    """
    then, now = event_of(plan), event_of(later)
    if not then or not now or not _after(later, plan) or not same_goal(later, plan) or not is_planned(later):
        return 0
    return _shift(then, now)


def _shift(then: DateRange, now: DateRange) -> int:
    if now.earliest > then.latest:
        return 1
    if now.latest < then.earliest:
        return -1
    deadlines = then.precision in _OPEN_ENDED and now.precision in _OPEN_ENDED
    alike = then.precision == now.precision
    if now.latest > then.latest and (deadlines or (alike and now.earliest > then.earliest)):
        return 1
    if now.latest < then.latest and (deadlines or (alike and now.earliest < then.earliest)):
        return -1
    return 0


def drops(later: StoredFact, plan: StoredFact) -> bool:
    """Tell whether a fact says that the programme for which something was announced is given up."""
    return (
        later.subject_iri == plan.subject_iri
        and later.fact.predicate is P.HAS_STAGE
        and plan.fact.predicate in {P.HAS_STAGE, P.HAS_DESIGNATION, P.HAS_OUTCOME}
        and later.fact.modality is Modality.ASSERTED
        and status_of(later) == "discontinued"
        and _after(later, plan)
        and (plan.fact.predicate is not P.HAS_STAGE or rank_of(later) <= rank_of(plan))
        and fits(later, plan, _DETAILS)
    )


def _after(later: StoredFact, earlier: StoredFact) -> bool:
    one, other = earlier.filing.reported_on, later.filing.reported_on
    return bool(one and other and other > one)


class Later:
    """The facts of a state by their subject, and the days on which each registrant filed."""

    def __init__(self, facts: Iterable[StoredFact]) -> None:
        self._by_subject: dict[str, list[StoredFact]] = defaultdict(list)
        self._days: dict[str, set[date]] = defaultdict(set)
        facts = list(facts)
        self._registrants = registrants(facts)
        for stored in facts:
            if stored.filing.reported_on:
                self._by_subject[stored.subject_iri].append(stored)
                if stored.filing.registrant:
                    self._days[self._registrants[stored.filing.registrant]].add(stored.filing.reported_on)
        for told in self._by_subject.values():
            told.sort(key=lambda s: (s.filing.reported_on or date.min, s.iri))

    def about(self, subject: str) -> Sequence[StoredFact]:
        """Return the facts of a subject that have a day, in order of report."""
        return self._by_subject.get(subject, ())

    def filed_since(self, stored: StoredFact, day: date) -> bool:
        """Tell whether the registrant of a fact filed anything after a day."""
        return bool(self.filings_since(stored, day))

    def filings_since(self, stored: StoredFact, day: date) -> list[date]:
        """Return the days after a day on which the registrant of a fact filed, in order; none where it is not known."""
        name = stored.filing.registrant
        if name is None:
            return []
        return sorted(other for other in self._days.get(self._registrants.get(name, name), ()) if other > day)


def fate(plan: StoredFact, later: Later, *, day: date | None = None) -> Fate:
    """Return what has become of an announcement as of a day, by default that of the registrant's last filing.

    The first later fact that carries it out, moves it or gives it up decides.
    """
    for told in later.about(plan.subject_iri):
        if told.iri == plan.iri or (day and told.filing.reported_on and told.filing.reported_on > day):
            continue
        if fulfils(told, plan):
            return Fate(Status.FULFILLED, _plainest(told, plan, later))
        if drops(told, plan):
            return Fate(Status.DROPPED, told)
        shift = moved(told, plan)
        if shift:
            return Fate(Status.SLIPPED if shift > 0 else Status.BROUGHT_FORWARD, told)
    event = event_of(plan)
    if event is None or (day and event.latest >= day) or not is_ahead_or_due(plan):
        return Fate(Status.OPEN)
    if later.filed_since(plan, event.latest):
        return Fate(Status.OVERDUE)
    return Fate(Status.PASSED if day and event.latest < day else Status.OPEN)


def _plainest(first: StoredFact, plan: StoredFact, later: Later) -> StoredFact:
    """Return, of the facts of one day that carry an announcement out, the one that says so most exactly."""
    day = first.filing.reported_on
    done = [s for s in later.about(plan.subject_iri) if s.filing.reported_on == day and fulfils(s, plan)]
    mine = plan.fact.qualifiers
    return max(
        done,
        key=lambda s: (
            value_of_object(s) == value_of_object(plan),
            sum(key in s.fact.qualifiers for key in mine),
            s.fact.confidence,
            s.iri,
        ),
    )


def is_ahead_or_due(plan: StoredFact) -> bool:
    """Tell whether the time of an announcement was not yet over when it was made."""
    event, said = event_of(plan), plan.filing.reported_on
    return is_ahead(plan) or bool(event and said and event.latest >= said)
