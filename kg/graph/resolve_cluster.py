"""From reasons to decisions: what is one thing, what is left unsure, and which thing's IRI stands for all.

Pairs are joined from the best founded to the least, and never two things of which something says that they are two.
Where links that weigh the same would together join such things, every link of the shortest way between them is cut.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from kg.graph import iris
from kg.graph.resolve_links import Links, Reason, Sets, pair, support
from kg.graph.resolve_names import DRUGS, NameKind, difference_of_form, identity_key, name_kind, preference, settings
from kg.graph.resolve_read import Naming, Pair
from kg.model import EntityType

Verdict = Callable[[Pair], "tuple[float, tuple[str, ...]]"]


class Status(StrEnum):
    """What was decided of things that might be one."""

    MERGED = "merged"
    UNSURE = "unsure"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of some entities, and why. Entities are told by their IRIs as extracted."""

    status: Status
    members: tuple[str, ...]
    canonical: str
    """The IRI that stands for all; empty where they stay apart."""
    score: float
    reasons: tuple[Reason, ...]
    against: tuple[str, ...] = ()
    """What speaks against it, in words."""


@dataclass(slots=True)
class Objections:
    """What speaks against taking two entities for one."""

    naming: Naming
    apart: set[Pair] = field(default_factory=set)
    """Pairs that a fact names side by side."""
    separate: set[Pair] = field(default_factory=set)
    contrasts: set[Pair] = field(default_factory=set)
    rejected: dict[Pair, str] = field(default_factory=dict)
    """Pairs that a person keeps apart, with the reason."""
    accepted: set[Pair] = field(default_factory=set)
    """Pairs that a person takes for one."""

    def penalty(self, of: Pair) -> tuple[float, list[str]]:
        """Return what is taken off a pair's support, and why."""
        if of in self.accepted or of not in self.separate:
            return 0.0, []
        return settings().penalties["separate"], [settings().words["separate"]]

    def between(self, one: str, other: str, *, generic: bool) -> str | None:
        """Return why two entities are two things, or `None`. `generic`: a filing equates their generic names."""
        both = pair(one, other)
        if both in self.rejected:
            return self.rejected[both]
        if both in self.accepted:
            return None
        if both in self.apart:
            return settings().words["apart"]
        if both in self.contrasts:
            return settings().words["contrast"]
        if one in self.naming.vocabulary and other in self.naming.vocabulary:
            return "the vocabulary has both, as two things"
        numbers = self.naming.ciks.get(one, set()), self.naming.ciks.get(other, set())
        if all(numbers) and not numbers[0] & numbers[1]:
            return "they file under different numbers of the SEC"
        return self._by_names(one, other, generic=generic)

    def _by_names(self, one: str, other: str, *, generic: bool) -> str | None:
        kind = iris.entity_type(one)
        if kind not in DRUGS:
            return None
        for mine in sorted(self.naming.filed[one]):
            for theirs in sorted(self.naming.filed[other]):
                difference = difference_of_form(kind, mine, theirs)
                if difference:
                    return difference
        mine_generic, theirs_generic = self._generic(one, kind), self._generic(other, kind)
        if mine_generic and theirs_generic and not mine_generic & theirs_generic and not generic:
            return f"they have different generic names: {min(mine_generic)}, {min(theirs_generic)}"
        return None

    def _generic(self, iri: str, kind: EntityType) -> set[str]:
        names = (name for name in self.naming.filed[iri] if name_kind(kind, name) is NameKind.GENERIC)
        return {identity_key(kind, name) for name in names}


def decide(links: Links, objections: Objections) -> list[Decision]:
    """Return what is merged, unsure and rejected, the same for the same names whatever order they came in."""
    net: dict[Pair, float] = {}
    for of, reasons in links.reasons.items():
        net[of] = max(0.0, round(support(reasons) - objections.penalty(of)[0], 4))
        if of in objections.accepted:
            net[of] = 1.0
    joined, refused = _joined(links, objections, net)
    naming = objections.naming
    members = {iri for of in links.reasons for iri in of}
    decisions = [
        _merged(group, links, net, naming)
        for group in joined.groups(members)
        if len(group) > 1 and any(iri in naming.first for iri in group)
    ]
    decisions += _apart(links, objections, net, joined, refused)
    return sorted(decisions, key=lambda d: (d.status, -d.score, d.members))


def _joined(links: Links, objections: Objections, net: Mapping[Pair, float]) -> tuple[Sets, dict[Pair, str]]:
    levels: dict[float, list[Pair]] = defaultdict(list)
    for of, score in net.items():
        if score >= settings().merged:
            levels[score].append(of)
    sets, refused = Sets(), dict[Pair, str]()
    members: dict[str, set[str]] = {}
    for score in sorted(levels, reverse=True):
        for component in _components(sorted(levels[score]), sets):
            kept = _without_conflicts(component, sets, members, _judge(links, objections), refused)
            for one, other in kept:
                low, high = sorted((sets.root(one), sets.root(other)))
                if low != high:
                    sets.join(one, other)
                    members[low] = members.get(low, {low}) | members.pop(high, {high})
    return sets, refused


def _judge(links: Links, objections: Objections) -> Callable[[str, str], str | None]:
    def judge(one: str, other: str) -> str | None:
        reasons = links.reasons.get(pair(one, other), set())
        generic = any(r.comparator in {"generic", "written-otherwise", "curation"} for r in reasons)
        return objections.between(one, other, generic=generic)

    return judge


def _components(pairs: list[Pair], sets: Sets) -> Iterator[list[Pair]]:
    tentative = Sets((sets.root(one), sets.root(other)) for one, other in pairs)
    found: dict[str, list[Pair]] = defaultdict(list)
    for one, other in pairs:
        found[tentative.root(sets.root(one))].append((one, other))
    yield from found.values()


def _without_conflicts(
    component: list[Pair],
    sets: Sets,
    members: Mapping[str, set[str]],
    judge: Callable[[str, str], str | None],
    refused: dict[Pair, str],
) -> list[Pair]:
    """Return the links of a component without those that would join what is two things."""
    kept = [of for of in component if sets.root(of[0]) != sets.root(of[1])]
    clash = _clashes(kept, sets, members, judge)
    for (one, other), why in sorted(clash.items()):
        while way := _way(kept, sets, one, other):
            refused.update(dict.fromkeys(way, why))
            kept = [of for of in kept if of not in set(way)]
    return kept


def _clashes(
    links: list[Pair], sets: Sets, members: Mapping[str, set[str]], judge: Callable[[str, str], str | None]
) -> dict[Pair, str]:
    roots = sorted({sets.root(iri) for of in links for iri in of})
    found: dict[Pair, str] = {}
    for one, other in combinations(roots, 2):
        sides = sorted(members.get(one, {one})), sorted(members.get(other, {other}))
        why = next((w for a in sides[0] for b in sides[1] if (w := judge(a, b))), None)
        if why:
            found[one, other] = why
    return found


def _way(links: list[Pair], sets: Sets, start: str, end: str) -> list[Pair]:
    """Return the links of the shortest way between two sets, by their roots; none where there is no way."""
    steps: dict[str, list[tuple[str, Pair]]] = defaultdict(list)
    for of in links:
        one, other = sets.root(of[0]), sets.root(of[1])
        steps[one].append((other, of))
        steps[other].append((one, of))
    came: dict[str, tuple[str, list[Pair]]] = {start: (start, [])}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there, _ in sorted(steps[here]):
            if there not in came:
                came[there] = (here, [of for to, of in steps[here] if to == there])
                queue.append(there)
    way: list[Pair] = []
    while end in came and end != start:
        end, passed = came[end]
        way += passed
    return way


def _merged(group: list[str], links: Links, net: Mapping[Pair, float], naming: Naming) -> Decision:
    inside = [of for of in combinations(group, 2) if of in links.reasons and net[of] >= settings().merged]
    reasons = tuple(sorted({reason for of in inside for reason in links.reasons[of]}, key=_by_weight))
    score = min(max((net[of] for of in inside if iri in of), default=0.0) for iri in group)
    return Decision(Status.MERGED, tuple(group), canonical(group, naming), score, reasons)


def _by_weight(reason: Reason) -> tuple[float, Reason]:
    return -reason.weight, reason


def _apart(
    links: Links, objections: Objections, net: Mapping[Pair, float], joined: Sets, refused: Mapping[Pair, str]
) -> Iterator[Decision]:
    """Yield what stays apart though something speaks for its being one."""
    naming, between = objections.naming, defaultdict[Pair, list[Pair]](list)
    stand = {iri: canonical(group, naming) for group in joined.groups(naming.claims) for iri in group}
    for of in links.reasons:
        mentioned = all(iri in naming.first or iri in naming.vocabulary for iri in of)
        known = all(iri in naming.vocabulary for iri in of)
        if joined.root(of[0]) != joined.root(of[1]) and mentioned and not known and _worth_listing(of, net, objections):
            between[pair(stand[of[0]], stand[of[1]])].append(of)
    for members, pairs in sorted(between.items()):
        reasons = tuple(sorted({reason for of in pairs for reason in links.reasons[of]}, key=_by_weight))
        against = {word for of in pairs for word in objections.penalty(of)[1]} | {
            refused[of] for of in pairs if of in refused
        }
        status = Status.REJECTED if any(of in objections.rejected for of in pairs) else Status.UNSURE
        against |= {objections.rejected[of] for of in pairs if of in objections.rejected}
        yield Decision(status, members, "", max(net[of] for of in pairs), reasons, tuple(sorted(against)))


def _worth_listing(of: Pair, net: Mapping[Pair, float], objections: Objections) -> bool:
    return of in objections.rejected or net[of] >= settings().unsure


def canonical(group: Iterable[str], naming: Naming) -> str:
    """Return the IRI that stands for a group.

    That of the vocabulary; else, of drugs, that of a generic name before one of another full name, of a brand, of a
    code and of an abbreviation; else the one that was spoken of first, has the longest name, or comes first.
    """
    return min(group, key=lambda iri: _rank(iri, naming))


def _rank(iri: str, naming: Naming) -> tuple[object, ...]:
    kind = iris.entity_type(iri)
    names = naming.filed.get(iri) or set(naming.claims[iri])
    best = 0
    if kind in DRUGS:
        best = min(preference(kind, name) for name in names)
    elif kind:
        best = int(all(name_kind(kind, name) in {NameKind.ABBREVIATION, NameKind.VAGUE} for name in names))
    longest = max(map(len, names), default=0)
    return iri not in naming.vocabulary, best, naming.first.get(iri, "") or "9", -longest, iri
