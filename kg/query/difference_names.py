"""New names of known things, and silence about what used to be mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from kg.model import Entity, EntityType, Modality, Predicate, StoredFact
from kg.names import fold_name
from kg.query.difference_stages import change, only_combined
from kg.query.meaning import is_stated, rank_of, stands_in, status_of
from kg.query.state import Change, Difference, State, in_order, said_on
from kg.query.subjects import registrants

P = Predicate
_RENAMED = frozenset({EntityType.COMPOUND, EntityType.ANTIBODY, EntityType.ORGANIZATION})

_CURRENT = timedelta(days=400)
"""How long after its last mention a programme still counts as one of which its company speaks: from one annual report
to the next."""


def name_changes(before: State, after: State) -> Iterator[Difference]:
    """Yield things that the newer state's words call by a name that the older state's words do not use."""
    then, now = _names_used(before.facts), _names_used(after.facts)
    for iri in sorted(set(then) & set(now)):
        used = [fold_name(name) for name in then[iri]]
        new = [n for n in _spelled(now[iri]) if not any(fold_name(n) in u or u in fold_name(n) for u in used)]
        if new:
            old = _spelled(then[iri])
            stored, earlier = _told_by(new[0], now[iri]), _told_by(old[0], then[iri])
            found = change(Change.RENAMED, earlier, stored, was=", ".join(old), now=", ".join(new))
            label = next(thing.name for key, thing in _parties(stored) if key == iri)
            yield Difference(found.kind, label, iri, "", found.was, found.now, earlier, stored)


def _spelled(names: Iterable[str]) -> list[str]:
    """Return names without those that only differ from another in how they are written."""
    return sorted({fold_name(bare): bare for name in sorted(names) if (bare := name.strip("®™ "))}.values())


def _told_by(bare: str, names: Mapping[str, StoredFact]) -> StoredFact:
    return next(stored for name, stored in sorted(names.items()) if name.strip("®™ ") == bare)


def _names_used(facts: Iterable[StoredFact]) -> dict[str, dict[str, StoredFact]]:
    """Return, for each thing, the names by which quotes call it, each with the first fact that has one."""
    used: dict[str, dict[str, StoredFact]] = defaultdict(dict)
    for stored in facts:
        quotes = [evidence.quote for evidence in stored.fact.evidence]
        for iri, thing in _parties(stored):
            if thing.type in _RENAMED:
                for name in (thing.name, *thing.aliases):
                    if name not in used[iri] and any(stands_in(name, quote) for quote in quotes):
                        used[iri][name] = stored
    return {iri: names for iri, names in used.items() if names}


def _parties(stored: StoredFact) -> Iterator[tuple[str, Entity]]:
    yield stored.subject_iri, stored.fact.subject
    if stored.object_iri and isinstance(stored.fact.object, Entity):
        yield stored.object_iri, stored.fact.object


def silences(before: State, after: State) -> Iterator[Difference]:
    """Yield compounds in development of which a registrant that has filed since no longer says a word.

    Left out are those that the older state says were given up, those that others were only combined with, and those
    that had not been mentioned for more than a year when the registrant last filed in the older state.
    """
    partners = only_combined(before)
    names = registrants([*before.facts, *after.facts])
    filers = {names[stored.filing.registrant] for stored in after.facts if stored.filing.registrant}
    last_filed: dict[str, date] = {}
    for stored in before.facts:
        filer = names[stored.filing.registrant or ""]
        last_filed[filer] = max(said_on(stored), last_filed.get(filer, date.min))
    by_compound: dict[str, list[StoredFact]] = defaultdict(list)
    for stored in before.facts:
        if stored.fact.predicate is P.HAS_STAGE and stored.fact.modality is not Modality.NEGATED:
            by_compound[stored.subject_iri].append(stored)
    for iri, told in sorted(by_compound.items()):
        last = max(told, key=in_order)
        given_up = any(is_stated(s) and status_of(s) == "discontinued" for s in told)
        filer = names[last.filing.registrant or ""]
        if given_up or iri in partners or filer not in filers or last_filed[filer] - said_on(last) > _CURRENT:
            continue
        if after.last_mention(iri, last.fact.subject):
            continue
        yield change(Change.NOT_MENTIONED, max(told, key=lambda s: (is_stated(s), rank_of(s), in_order(s))), None)
