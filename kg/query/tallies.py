"""What of the facts a filer's own count is to be held against."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Evidence, Predicate, StoredFact, StoredTally
from kg.names import fold_name
from kg.query.meaning import CLINICAL, LAST_PHASE, is_stated, rank, rank_of, stands_in, status_of
from kg.query.state import in_order

_ANY = frozenset({"product", "drug", "therapeutic", "development", "clinical", "stage", "investigational", "oncology"})
_OPEN = frozenset({"compounds", "candidates", "programs", "programmes", "drugs", "therapies", "molecules", "products"})


def counted_facts(told: StoredTally, facts: Iterable[StoredFact]) -> tuple[StoredFact, ...]:
    """Return the facts of a filing that a count of it is held against, one for each drug, in order of place.

    Where the sentence goes on to name what it counts, those are the stages of the drugs that its words name, wherever
    the filing states them. Otherwise they are all drugs that the filing says are in that stage; and none where the
    count is of drugs of one sort ("ADCs"), of which more are in the clinic than are counted.
    """
    tally = told.tally
    there = [s for s in facts if s.fact.predicate is Predicate.HAS_STAGE and _is_there(s, tally.stage)]
    if tally.lists:
        there = [s for s in there if _is_named(s, tally.evidence)]
    first: dict[str, StoredFact] = {}
    for stored in sorted(there, key=in_order):
        first.setdefault(stored.subject_iri, stored)
    counted = tuple(first.values())
    of_a_sort = not tally.lists and len(counted) > tally.count and not _is_of_any_sort(tally.things)
    return () if of_a_sort else counted


def _is_named(stored: StoredFact, sentence: Evidence) -> bool:
    subject = stored.fact.subject
    if any(stands_in(name, sentence.quote) for name in (subject.name, *subject.aliases)):
        return True
    return any(e.start < sentence.end and sentence.start < e.end for e in stored.fact.evidence)


def _is_there(stored: StoredFact, stage: str) -> bool:
    if not is_stated(stored) or status_of(stored) in {"discontinued", "completed"}:
        return False
    if rank(stage) == CLINICAL:
        return CLINICAL <= rank_of(stored) <= LAST_PHASE
    return fold_name(str(stored.fact.object)) == fold_name(stage)


def _is_of_any_sort(things: str) -> bool:
    *kinds, noun = things.lower().replace("-", " ").split()
    return noun in _OPEN and all(kind in _ANY for kind in kinds)
