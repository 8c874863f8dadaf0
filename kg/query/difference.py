"""What has changed between two states of knowledge: two days, two filings or two stores.

Facts are compared by what they mean, not by their words: a claim that is restated, worded with more or less detail, or
told as history is no change. What only the newer state says is new to the reader, which is all that can be known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.model import StoredFact
from kg.query.difference_deals import designation_changes, payment_changes, result_changes, rights_changes
from kg.query.difference_names import name_changes, silences
from kg.query.difference_plans import plan_changes
from kg.query.difference_stages import stage_changes
from kg.query.meaning import SUBMITTED, fits, rank_of
from kg.query.state import Change, Difference, State, said_on, state_of

_Rule = Callable[[State, State], Iterator[Difference]]
_RULES: tuple[_Rule, ...] = (
    stage_changes,
    designation_changes,
    rights_changes,
    payment_changes,
    result_changes,
    plan_changes,
    name_changes,
    silences,
)
_KINDS = list(Change)
_RESTS_ON_BOTH = frozenset({Change.SET_BACK, Change.FULFILLED, Change.SLIPPED, Change.BROUGHT_FORWARD})
"""Changes that are none unless the older state's fact is right."""
_DETAILS = ("indication", "study", "region", "compound", "type", "amount", "population", "dose", "event")


def difference(
    old: Iterable[StoredFact], new: Iterable[StoredFact], *, min_confidence: float = 0.5
) -> tuple[Difference, ...]:
    """Return the changes from an older to a newer state, by kind, then subject and topic.

    Facts that both states have are the ground on which the others are judged, so that two days of one store and two
    filings are compared alike. Facts less sure than `min_confidence` show no change; those of the older state still
    count as said. That something is no longer mentioned is said only where the same registrant has filed in the newer
    state, and does not mean that it was discontinued.

    >>> import kg
    >>> kg.difference([], [])
    ()
    """
    earlier = tuple(old)
    known = {stored.iri for stored in earlier}
    before = state_of(earlier)
    after = state_of((s for s in new if s.iri not in known), min_confidence=min_confidence)
    found = (change for rule in _RULES for change in rule(before, after))
    sure = (
        c for c in found if c.kind not in _RESTS_ON_BOTH or (c.before and c.before.fact.confidence >= min_confidence)
    )
    return tuple(sorted(_distinct(sure), key=_order))


def _distinct(found: Iterable[Difference]) -> list[Difference]:
    """Return the changes without those that say again what another one says: the first filing to say it counts."""
    kept: dict[tuple[Change, str, str], list[Difference]] = {}
    for change in sorted(found, key=_precedence):
        gist = "" if change.kind is Change.ADVANCED else _gist(change)
        group = kept.setdefault((change.kind, change.subject_iri, gist), [])
        if not any(_again(change, other) for other in group):
            group.append(change)
    return [change for group in kept.values() for change in group]


def _gist(change: Difference) -> str:
    stored = change.after or change.before
    return f"{stored.object_iri or stored.fact.object}" if stored else change.now


def _again(one: Difference, other: Difference) -> bool:
    first, second = one.after or one.before, other.after or other.before
    if first is None or second is None:
        return False
    if one.kind is Change.ADVANCED:
        return fits(first, second, ("indication", "region") if rank_of(first) >= SUBMITTED else ("indication",))
    return fits(first, second, _DETAILS)


def _precedence(change: Difference) -> tuple[object, ...]:
    stored = change.after or change.before
    assert stored is not None
    furthest = -rank_of(stored) if change.kind is Change.ADVANCED else 0
    return (
        furthest,
        said_on(stored),
        -len(stored.fact.qualifiers),
        -stored.fact.confidence,
        stored.filing.name,
        stored.iri,
    )


def _order(change: Difference) -> tuple[object, ...]:
    stored = change.after or change.before
    return (
        *(_KINDS.index(change.kind), change.subject.casefold(), change.subject_iri, change.topic, change.now),
        *(change.was, stored.iri if stored else ""),
    )
