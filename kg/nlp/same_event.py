"""Which claims of a stage or a designation tell of the same event, so that each line holds what all of them say.

A release speaks of one trial in several sentences: its phase in one, its disease in another, its name and who runs it
in a third. Claims of one compound and stage that contradict each other in nothing are one line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import DateRange, Entity, Modality, Predicate, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Qualifier
    from kg.nlp.drafts import Draft

_EVENTS = frozenset({Predicate.HAS_STAGE, Predicate.HAS_DESIGNATION})
_OF_TRIAL = ("indication", "study", "sponsor")
"""What belongs to a trial whatever happens to it: shared by its start, its running and its end."""


@dataclass(slots=True)
class _Event:
    """What several claims say together."""

    known: dict[str, Qualifier]
    members: list[int]


def unite(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts, with the claims of one event given all that any of them says of it."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        if draft.predicate in _EVENTS:
            groups[draft.subject, draft.predicate, draft.object, draft.modality].append(index)
    out: list[Draft | None] = list(drafts)
    for members in groups.values():
        for event in _events(drafts, members):
            for index in event.members:
                out[index] = replace(drafts[index], qualifiers=dict(event.known))
    return _trials_completed([d for d in out if d is not None])


def _events(drafts: list[Draft], members: list[int]) -> list[_Event]:
    events: list[_Event] = []
    # The claims that say most come first; a status that is not said goes with the one event that it can be of.
    ranked = sorted(members, key=lambda i: ("status" not in drafts[i].qualifiers, -len(drafts[i].qualifiers), i))
    for index in ranked:
        told = drafts[index].qualifiers
        fitting = [e for e in events if _agree(told, e.known)]
        if len(fitting) > 1:
            same = [e for e in fitting if all(_plain(e.known.get(k)) == _plain(v) for k, v in told.items())]
            fitting = same[:1] or fitting
        if len(fitting) == 1:
            fitting[0].known = _union(fitting[0].known, told)
            fitting[0].members.append(index)
        else:
            events.append(_Event(dict(told), [index]))
    return events


def _agree(one: Mapping[str, Qualifier], other: Mapping[str, Qualifier]) -> bool:
    if "status" in one and "status" not in other:
        return False
    return all(key not in other or _same(key, value, other[key]) for key, value in one.items())


def _same(key: str, one: Qualifier, other: Qualifier) -> bool:
    if _plain(one) == _plain(other):
        return True
    if key == "indication":
        return _narrower(one, other) or _narrower(other, one)
    return key == "eventDate" and (_within(one, other) or _within(other, one))


def _union(one: Mapping[str, Qualifier], other: Mapping[str, Qualifier]) -> dict[str, Qualifier]:
    out = dict(one)
    for key, value in other.items():
        exact = key == "indication" and key in out and _narrower(value, out[key])
        dated = key == "eventDate" and key in out and _within(value, out[key])
        if key not in out or exact or dated:
            out[key] = value
    return out


def _narrower(one: Qualifier, other: Qualifier) -> bool:
    """Tell whether a disease's name has all the words of another and more: "small cell lung cancer", "lung cancer"."""
    words, others = _words(one), _words(other)
    return bool(others) and others < words


def _words(value: Qualifier) -> frozenset[str]:
    name = value.name if isinstance(value, Entity) else str(value)
    return frozenset(w.rstrip("s") for w in re.findall(r"[\w+]+", name.lower()))


def _within(one: Qualifier, other: Qualifier) -> bool:
    if not isinstance(one, DateRange) or not isinstance(other, DateRange):
        return False
    return other.earliest <= one.earliest and one.latest <= other.latest


def _plain(value: Qualifier | None) -> object:
    return None if value is None else plain(value)


def _trials_completed(drafts: list[Draft]) -> list[Draft]:
    """Give the lines of a compound's only trial of a stage its disease, name and sponsor, wherever they are said."""
    known: dict[tuple[Entity, object], list[Mapping[str, Qualifier]]] = defaultdict(list)
    for draft in drafts:
        if draft.predicate is Predicate.HAS_STAGE and draft.modality is not Modality.NEGATED:
            known[draft.subject, draft.object].append(draft.qualifiers)
    return [
        _filled(d, known[d.subject, d.object])
        if d.predicate is Predicate.HAS_STAGE and d.object != "preclinical"
        else d
        for d in drafts
    ]


def _filled(draft: Draft, lines: Iterable[Mapping[str, Qualifier]]) -> Draft:
    trial = [line for line in lines if _of_one_trial(draft.qualifiers, line)]
    out = draft
    for key in _OF_TRIAL:
        values = {str(_plain(line[key])): line[key] for line in trial if key in line}
        if key not in draft.qualifiers and len(values) == 1:
            out = out.with_qualifiers(**{key: next(iter(values.values()))})
    return out


def _of_one_trial(one: Mapping[str, Qualifier], other: Mapping[str, Qualifier]) -> bool:
    return all(key not in one or key not in other or _same(key, one[key], other[key]) for key in _OF_TRIAL)


def with_only_disease(drafts: list[Draft]) -> list[Draft]:
    """Give what is said of a compound that the text has for one disease alone that disease."""
    diseases: dict[Entity, set[Entity]] = defaultdict(set)
    for draft in drafts:
        if draft.predicate is Predicate.HAS_INDICATION and isinstance(draft.object, Entity):
            diseases[draft.subject].add(draft.object)
    only = {c: one for c, found in diseases.items() if (one := _narrowest(found)) is not None}
    return [
        d.with_qualifiers(indication=only[d.subject])
        if d.predicate in _EVENTS
        and d.subject in only
        and d.object != "preclinical"
        and "indication" not in d.qualifiers
        else d
        for d in drafts
    ]


def _narrowest(diseases: set[Entity]) -> Entity | None:
    """Return the disease that all others are wider names of, if there is one."""
    ranked = sorted(diseases, key=lambda e: (-len(_words(e)), e.name))
    return ranked[0] if all(_narrower(ranked[0], e) for e in ranked[1:]) else None
