"""What became of announcements, for the page: the later fact that decides it, whatever day the page is set to."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Modality, StoredFact
from kg.query.expectations import ANNOUNCED, Later, fate
from kg.query.meaning import event_of, is_planned


def fates(facts: Sequence[StoredFact]) -> dict[int, tuple[str, int]]:
    """Return, by the number of an announcement, what became of it and the number of the fact that says so.

    Announcements that no later fact decides are left out: whether they are open or overdue depends on the day. As of a
    day, a fate counts if the fact that decides it had been reported by then, because the first such fact decides.
    """
    later = Later(facts)
    numbers = {stored.iri: number for number, stored in reversed(list(enumerate(facts)))}
    found = {}
    for number, stored in enumerate(facts):
        if stored.fact.predicate not in ANNOUNCED or not _is_announced(stored):
            continue
        end = fate(stored, later)
        if end.by is not None:
            found[number] = (str(end.status), numbers[end.by.iri])
    return found


def _is_announced(stored: StoredFact) -> bool:
    possible = stored.fact.modality is Modality.POSSIBLE and event_of(stored) is not None
    return is_planned(stored) or possible
