"""Changes of what is to come: expectations that are new, fulfilled, or put at another time."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import StoredFact
from kg.query.difference_stages import change
from kg.query.expectations import ANNOUNCED, fulfils, moved, same_goal
from kg.query.meaning import event_of, is_planned, is_stated, rank_of
from kg.query.state import Change, Difference, State, said_on


def plan_changes(before: State, after: State) -> Iterator[Difference]:
    """Yield what has become of the older state's expectations, and the newer state's own."""
    plans = [s for s in before.facts if s.fact.predicate in ANNOUNCED and is_planned(s)]
    for plan in plans:
        later = after.of(plan.subject_iri, plan.fact.predicate)
        done = [s for s in later if fulfils(s, plan)]
        if done:
            if not _was_so(before, plan, done[0]):
                yield change(Change.FULFILLED, plan, done[0])
            continue
        if _is_last_word(before, plan):
            yield from _moved(plan, [s for s in later if moved(s, plan)])
    for stored in after.facts:
        if stored.fact.predicate in ANNOUNCED and is_planned(stored) and event_of(stored):
            yield from _new(before, stored)


def _was_so(before: State, plan: StoredFact, done: StoredFact) -> bool:
    """Tell whether the older state already said what a later fact says: then that is not what was expected."""
    told = before.of(plan.subject_iri, plan.fact.predicate)
    return any(is_stated(s) and fulfils(done, plan) and _states_the_same(s, done) for s in told)


def _states_the_same(one: StoredFact, other: StoredFact) -> bool:
    return same_goal(one, other) and rank_of(one) == rank_of(other)


def _is_last_word(before: State, plan: StoredFact) -> bool:
    """Tell whether no other expectation of the older state took this one's place already."""
    told = before.of(plan.subject_iri, plan.fact.predicate)
    return not any(said_on(s) > said_on(plan) and is_planned(s) and event_of(s) and same_goal(s, plan) for s in told)


def _moved(plan: StoredFact, later: list[StoredFact]) -> Iterator[Difference]:
    if later:
        last = later[-1]
        yield change(Change.SLIPPED if moved(last, plan) > 0 else Change.BROUGHT_FORWARD, plan, last)


def _new(before: State, stored: StoredFact) -> Iterator[Difference]:
    told = before.of(stored.subject_iri, stored.fact.predicate)
    if before.last_mention(stored.subject_iri, stored.fact.subject) is None:
        return
    if not any(same_goal(s, stored) for s in told):
        yield change(Change.NEW_EXPECTATION, None, stored)
