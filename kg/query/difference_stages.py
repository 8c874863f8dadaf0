"""Changes of development: what is new, has advanced, started, been completed, halted or given up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from kg.model import Modality, Predicate, StoredFact
from kg.query.meaning import (
    APPROVED,
    CLINICAL,
    SUBMITTED,
    agree,
    event_of,
    fits,
    is_planned,
    is_stated,
    rank_of,
    refines,
    status_of,
)
from kg.query.state import Change, Difference, State, in_order, is_history, said_on, topic, worded

P = Predicate
_ENDS = {"discontinued": Change.DISCONTINUED, "on hold": Change.ON_HOLD}
_RUNS = frozenset({"initiated", "ongoing"})


def stage_changes(before: State, after: State) -> Iterator[Difference]:
    """Yield what has changed in the development of each compound of which the newer state says something new."""
    by_compound: dict[str, list[StoredFact]] = defaultdict(list)
    for stored in after.facts:
        if stored.fact.predicate is P.HAS_STAGE:
            by_compound[stored.subject_iri].append(stored)
    partners = only_combined(after)
    for iri, told in sorted(by_compound.items()):
        mentioned = before.last_mention(iri, told[0].fact.subject)
        if mentioned is None:
            if iri not in partners:
                yield from _new_compound(told)
            continue
        earlier = before.of(iri, P.HAS_STAGE)
        for stored in told:
            yield from _changes(stored, earlier, before, mentioned)
        yield from _returned(told, earlier)


def only_combined(after: State) -> set[str]:
    """Return compounds that others are combined with, and of which nobody is said to develop, own or license them."""
    partners = {s.object_iri for s in after.facts if s.fact.predicate is P.COMBINED_WITH and s.object_iri}
    own = (P.DEVELOPED_BY, P.ORIGINATED_BY, P.OWNED_BY, P.LICENSED_TO)
    return {iri for iri in partners if not any(after.of(iri, predicate) for predicate in own)}


def change(
    kind: Change, before: StoredFact | None, after: StoredFact | None, *, was: str | None = None, now: str | None = None
) -> Difference:
    """Return a change between two facts; `was` and `now` are their claims unless given."""
    shown = after or before
    assert shown is not None
    return Difference(
        kind=kind,
        subject=shown.fact.subject.name,
        subject_iri=shown.subject_iri,
        topic=topic(shown),
        was=(worded(before) if before else "") if was is None else was,
        now=(worded(after) if after else "") if now is None else now,
        before=before,
        after=after,
    )


def _new_compound(told: Sequence[StoredFact]) -> Iterator[Difference]:
    positive = [s for s in told if s.fact.modality is not Modality.NEGATED]
    if positive:
        yield change(Change.NEW_COMPOUND, None, max(positive, key=_telling))


def _telling(stored: StoredFact) -> tuple[bool, int, float, bool, tuple[int, int]]:
    first = stored.fact.evidence[0]
    stated, place = is_stated(stored), (-said_on(stored).toordinal(), -first.start)
    return stated, rank_of(stored), stored.fact.confidence, "indication" in stored.fact.qualifiers, place


def _changes(stored: StoredFact, earlier: Sequence[StoredFact], before: State, mentioned: date) -> Iterator[Difference]:
    """Yield what one new statement changes."""
    if stored.fact.modality is Modality.NEGATED:
        yield from _denied(stored, earlier)
        return
    if not is_stated(stored):
        return
    alike = [s for s in earlier if fits(s, stored, ("indication",))]
    if status_of(stored) in _ENDS:
        yield from _ended(stored, alike)
        return
    if not alike:
        yield from _new_programme(stored, earlier, before, mentioned)
        return
    reached = [s for s in alike if is_stated(s) and _same_market(s, stored)]
    top = max(reached, key=lambda s: (rank_of(s), in_order(s)), default=None)
    if top and rank_of(stored) > rank_of(top) and not refines(rank_of(stored), rank_of(top)):
        if not is_history(stored, said_on(top)):
            yield change(Change.ADVANCED, top, stored)
        return
    yield from _same_phase(stored, alike, top)


def _same_market(earlier: StoredFact, stored: StoredFact) -> bool:
    """Tell whether an earlier stage is a step towards a later one: approvals of one region are none of another."""
    return (
        max(rank_of(earlier), rank_of(stored)) < SUBMITTED
        or rank_of(earlier) < SUBMITTED
        or fits(earlier, stored, ("region",))
    )


def _new_programme(
    stored: StoredFact, earlier: Sequence[StoredFact], before: State, mentioned: date
) -> Iterator[Difference]:
    named = [s for s in before.of(stored.subject_iri, P.HAS_INDICATION) if _for_same_disease(s, stored)]
    if is_history(stored, mentioned):
        return
    if named and status_of(stored) != "initiated":
        return
    if "indication" in stored.fact.qualifiers:
        yield change(Change.NEW_PROGRAMME, named[-1] if named else None, stored)
    elif not earlier:
        yield change(Change.STARTED, None, stored)


def _for_same_disease(named: StoredFact, stored: StoredFact) -> bool:
    disease = named.fact.object
    return not isinstance(disease, str) and agree(disease, stored.fact.qualifiers.get("indication"))


def _same_phase(stored: StoredFact, alike: Sequence[StoredFact], top: StoredFact | None) -> Iterator[Difference]:
    same = [s for s in alike if rank_of(s) == rank_of(stored) and fits(s, stored, ("study", "region"))]
    status = status_of(stored)
    since = max((said_on(s) for s in same), default=None)
    if is_history(stored, since):
        return
    halted = [s for s in same if is_stated(s) and status_of(s) == "on hold"]
    running = [s for s in same if is_stated(s) and status_of(s) != "on hold"]
    plans = [s for s in same if is_planned(s)]
    if status == "completed":
        begun = [s for s in running if status_of(s) != "completed"]
        if (begun or plans) and len(begun) == len(running):
            yield change(Change.COMPLETED, (begun or plans)[-1], stored)
    elif halted and status in _RUNS and not [s for s in running if said_on(s) >= said_on(halted[-1])]:
        yield change(Change.RESUMED, halted[-1], stored)
    elif plans and not running and not halted:
        yield change(Change.STARTED, plans[-1], stored)
    elif not same and status == "initiated" and not is_history(stored, said_on(alike[-1])):
        yield change(Change.STARTED, top, stored)


def _ended(stored: StoredFact, alike: Sequence[StoredFact]) -> Iterator[Difference]:
    """Yield that something was given up or halted, unless the older state says so already."""
    same = [s for s in alike if fits(s, stored, ("study",)) and _of_phase(s, stored)]
    already = any(s.fact.modality is Modality.ASSERTED and status_of(s) == status_of(stored) for s in same)
    current = [s for s in alike if status_of(s) != status_of(stored)]
    if already or not alike:
        return
    if is_history(stored, max(map(said_on, same or alike))):
        return
    yield change(_ENDS[status_of(stored)], (same or current or [*alike])[-1], stored)


def _of_phase(one: StoredFact, other: StoredFact) -> bool:
    return refines(rank_of(one), rank_of(other))


def _denied(stored: StoredFact, earlier: Sequence[StoredFact]) -> Iterator[Difference]:
    """Yield a set-back: what was submitted or approved is denied, refused on a day, or a trial no longer goes on."""
    alike = [s for s in earlier if is_stated(s) and fits(s, stored, ("indication", "region", "study"))]
    if is_history(stored, max(map(said_on, alike), default=None)):
        return
    same = [s for s in alike if rank_of(s) == rank_of(stored)]
    if status_of(stored) in _RUNS:
        found = [s for s in same if status_of(s) in _RUNS]
    elif status_of(stored) or rank_of(stored) < SUBMITTED:
        return
    else:
        refused = rank_of(stored) == APPROVED and event_of(stored) is not None
        found = same or [s for s in alike if refused and rank_of(s) == SUBMITTED]
    if found:
        yield change(Change.SET_BACK, found[-1], stored)


def _returned(told: Sequence[StoredFact], earlier: Sequence[StoredFact]) -> Iterator[Difference]:
    """Yield a return from the clinic to work before it: all that the newer state says of it is before the clinic."""
    stated = [s for s in told if is_stated(s) and status_of(s) not in _ENDS]
    clinical = [s for s in earlier if is_stated(s) and CLINICAL <= rank_of(s) < APPROVED]
    running = [s for s in stated if status_of(s) in _RUNS and event_of(s) is None]
    if running and clinical and all(rank_of(s) < CLINICAL for s in told):
        latest = running[-1]
        same = [s for s in clinical if fits(s, latest, ("indication",))]
        if same and len(same) == len(clinical) and latest.fact.confidence >= 0.8:
            yield change(Change.SET_BACK, same[-1], latest)
