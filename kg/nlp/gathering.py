"""Claims that are one line of the fact table, whichever sentences tell it: a collaboration, a takeover, a licence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Entity, Modality, Predicate, Qualifier, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.nlp.drafts import Draft

_LOOSE = frozenset({"licensor", "field"})
"""Who grants, and for which field, sentences word so differently that this alone makes no second licence."""
_PAIRS = frozenset({Predicate.COLLABORATES_WITH, Predicate.ACQUIRED_BY})


def gathered(drafts: Iterable[Draft], *, registrant: Entity | None) -> list[Draft]:
    """Return the drafts with those that tell the same deal given the same qualifiers, so that they become one fact.

    Two companies' collaboration is one line; so is a takeover. Two licences of the same thing to the same company are
    two only where a qualifier differs. Where nobody is said to grant it to another company, the registrant does.
    """
    out: list[Draft] = []
    groups: dict[tuple[object, ...], list[Draft]] = {}
    for draft in _without_vague_payments([_by_registrant(d, registrant) for d in drafts]):
        if draft.predicate in _PAIRS or draft.predicate is Predicate.LICENSED_TO:
            groups.setdefault(_key(draft), []).append(draft)
        else:
            out.append(draft)
    for members in groups.values():
        out.extend(_as_pair(members) if members[0].predicate in _PAIRS else _as_licences(members))
    return out


def _by_registrant(draft: Draft, registrant: Entity | None) -> Draft:
    if draft.predicate is Predicate.LICENSED_TO and draft.object != registrant:
        return draft.with_qualifiers(licensor=registrant)
    return draft


def _without_vague_payments(drafts: list[Draft]) -> list[Draft]:
    """Drop a payment of no kind where one of the same amount between the same two is said to be of some kind."""
    told = {_amount(d) for d in drafts if d.predicate is Predicate.PAYS and d.qualifiers.get("type") != "other"}
    return [
        d
        for d in drafts
        if not (d.predicate is Predicate.PAYS and d.qualifiers.get("type") == "other" and _amount(d) in told)
        or not {"amount", "maxAmount"} & set(d.qualifiers)
    ]


def _amount(draft: Draft) -> tuple[object, ...]:
    amounts = (draft.qualifiers.get(key) for key in ("amount", "maxAmount", "minAmount", "currency"))
    return (draft.subject, draft.object, *amounts)


def _key(draft: Draft) -> tuple[object, ...]:
    if draft.predicate is Predicate.COLLABORATES_WITH:
        return draft.predicate, frozenset({draft.subject, draft.object})
    if draft.predicate is Predicate.ACQUIRED_BY:
        return draft.predicate, draft.subject, draft.object
    return draft.predicate, draft.subject, draft.object, draft.modality


def _as_pair(members: list[Draft]) -> list[Draft]:
    """Return the claims about a pair of companies, all with the same qualifiers; an assertion outdoes a plan."""
    asserted = [d for d in members if d.modality is Modality.ASSERTED]
    members = asserted or [d for d in members if d.modality is not Modality.POSSIBLE]
    if not members:
        return []  # whom a company may work with some day is no partner
    first = members[0]
    ended = [d for d in members if d.qualifiers.get("status") == "ended"]
    ranked = sorted(members, key=lambda d: (d not in ended, "eventDate" not in d.qualifiers))
    told: dict[str, Qualifier] = {}
    for draft in ranked:
        for key, value in draft.qualifiers.items():
            if not (key == "eventDate" and ended and draft not in ended):
                told.setdefault(key, value)
    return [
        replace(d, subject=first.subject, object=first.object, modality=first.modality, qualifiers=told)
        for d in members
    ]


def _as_licences(members: list[Draft]) -> list[Draft]:
    """Return the claims of a licence, each with what others say of the same licence."""
    licences: list[tuple[dict[str, Qualifier], list[Draft]]] = []
    for draft in sorted(members, key=lambda d: (-len(d.qualifiers), d.start)):
        for told, same in licences:
            if all(_agrees(told.get(key), value) for key, value in draft.qualifiers.items() if key not in _LOOSE):
                told.update({k: v for k, v in draft.qualifiers.items() if k not in told})
                same.append(draft)
                break
        else:
            licences.append((dict(draft.qualifiers), [draft]))
    return [replace(d, qualifiers=told) for told, same in licences for d in same]


def _agrees(one: Qualifier | None, other: Qualifier) -> bool:
    """Tell whether two values may be the same: equal, one part of the other, or one missing."""
    if one is None:
        return True
    if isinstance(one, Entity) or isinstance(other, Entity):
        return one == other
    a, b = str(plain(one)), str(plain(other))
    return a in b or b in a
