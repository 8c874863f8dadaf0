"""Reasons to take two entities for one: weighted comparators over names and identifiers, each with its words.

The work grows with the number of names, not of pairs: things that share a name are joined to one of them, the hub.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import prod

from kg.graph.iris import ENTITIES_GRAPH
from kg.graph.resolve_names import (
    DRUGS,
    NameKind,
    identity_key,
    name_kind,
    one_letter_apart,
    settings,
    without_misspelt_form,
)
from kg.graph.resolve_read import Naming, Pair
from kg.model import EntityType

_CROWD = 6
"""From so many things on, a name that they share tells nothing."""
_LIKE = 8
"""Letters from which on a name is long enough that another like it is worth a look."""


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why two entities might be one."""

    comparator: str
    """A key of the weights of ``ontology/identity.toml``."""
    name: str
    """The name or number that both share."""
    weight: float
    graphs: tuple[str, ...] = ()
    """The graphs that give the name to one of them beside another name."""
    words: str = ""

    @property
    def text(self) -> str:
        """The reason in words."""
        return self.words or settings().words[self.comparator].format(name=self.name)


@dataclass(slots=True)
class Links:
    """Pairs of entities with the reasons to take them for one."""

    reasons: dict[Pair, set[Reason]] = field(default_factory=lambda: defaultdict(set))

    def add(self, one: str, other: str, reason: Reason) -> None:
        """Add a reason for a pair."""
        if one != other:
            self.reasons[pair(one, other)].add(reason)

    def support(self, of: Pair) -> float:
        """Return how much speaks for a pair, from 0 to 1: the reasons taken as independent."""
        return support(self.reasons[of])


def pair(one: str, other: str) -> Pair:
    """Return two entities in order."""
    return (one, other) if one < other else (other, one)


def support(reasons: Iterable[Reason]) -> float:
    """Return how much reasons weigh together; likeness adds nothing to another reason."""
    weights = [reason.weight for reason in reasons if reason.comparator != "likeness"]
    return round(1 - prod(1 - w for w in weights), 4) if weights else settings().weights["likeness"]


@dataclass(slots=True)
class _Claimant:
    """An entity that goes by a name: as its fullest name, or as another."""

    filed: bool = False
    spellings: set[str] = field(default_factory=set)
    graphs: set[str] = field(default_factory=set)


_Claims = dict[tuple[EntityType, str], dict[str, _Claimant]]


def find_links(naming: Naming) -> Links:
    """Return the pairs of entities that share a name or an identifier, with the reasons."""
    claims = _claims(naming)
    links = Links()
    _by_identifier(naming, links)
    _by_spelling(claims, links)
    _by_misspelt_form(naming, claims, links)
    _by_strong_names(claims, naming, links)
    known = Sets(p for p, reasons in links.reasons.items() if support(reasons) >= settings().merged)
    _by_weak_names(claims, naming, links, known)
    _by_likeness(claims, links)
    return links


def _claims(naming: Naming) -> _Claims:
    claims: _Claims = defaultdict(dict)
    for iri, kind in sorted(naming.kinds().items()):
        known = kind is EntityType.INDICATION and iri in naming.vocabulary
        for name, graphs in naming.claims[iri].items():
            if known and ENTITIES_GRAPH not in graphs:
                continue  # a filing names a disease more narrowly or widely as it goes on
            key = identity_key(kind, name)
            claimant = claims[kind, key].setdefault(iri, _Claimant())
            claimant.filed |= name in naming.filed[iri]
            claimant.spellings.add(name)
            claimant.graphs |= graphs
    return {key: dict(sorted(found.items())) for key, found in sorted(claims.items())}


def _kind_of_name(kind: EntityType, claimants: Mapping[str, _Claimant]) -> NameKind:
    """Return what a name's form tells; of several spellings the one that tells least."""
    kinds = {name_kind(kind, name) for claimant in claimants.values() for name in claimant.spellings}
    return min(kinds, key=list(NameKind).index)


def _shown(claimants: Mapping[str, _Claimant]) -> str:
    return min(name for claimant in claimants.values() for name in claimant.spellings)


def _by_identifier(naming: Naming, links: Links) -> None:
    by_number: dict[str, list[str]] = defaultdict(list)
    for iri, numbers in sorted(naming.ciks.items()):
        for number in numbers:
            by_number[number].append(iri)
    for number, owners in sorted(by_number.items()):
        for owner in owners[1:]:
            links.add(owners[0], owner, _reason("identifier", number))


def _by_spelling(claims: _Claims, links: Links) -> None:
    """Join things whose fullest names are one name, written differently."""
    for (kind, _), claimants in claims.items():
        filed = [iri for iri, claimant in claimants.items() if claimant.filed]
        form = _kind_of_name(kind, claimants)
        if len(filed) < 2 or form is NameKind.VAGUE:
            continue
        spellings = sorted({name for iri in filed for name in claimants[iri].spellings})
        comparator = "written-otherwise" if len(spellings) > 1 else "same-name"
        if form is NameKind.ABBREVIATION and kind not in DRUGS:
            comparator = "abbreviation"
        for other in filed[1:]:
            links.add(filed[0], other, _reason(comparator, " / ".join(spellings[:4])))


def _by_misspelt_form(naming: Naming, claims: _Claims, links: Links) -> None:
    for iri, kind in sorted(naming.kinds().items()):
        if kind is not EntityType.ORGANIZATION:
            continue
        for name in sorted(naming.filed[iri]):
            bare = without_misspelt_form(name)
            owners = claims.get((kind, identity_key(kind, bare)), {}) if bare else {}
            for owner in (o for o, claimant in owners.items() if claimant.filed and o != iri):
                links.add(owner, iri, _reason("legal-form", name))
                break


def _by_strong_names(claims: _Claims, naming: Naming, links: Links) -> None:
    for (kind, _), claimants in claims.items():
        form = _kind_of_name(kind, claimants) if len(claimants) > 1 else NameKind.VAGUE
        if _is_strong(kind, form) and len(claimants) <= _CROWD:
            _join(kind, claimants, str(form), naming, links)


def _by_weak_names(claims: _Claims, naming: Naming, links: Links, known: Sets) -> None:
    for (kind, _), claimants in claims.items():
        form = _kind_of_name(kind, claimants) if len(claimants) > 1 else NameKind.VAGUE
        if form is NameKind.VAGUE or (_is_strong(kind, form) and len(claimants) <= _CROWD):
            continue
        others = {known.root(iri) for iri, claimant in claimants.items() if not claimant.filed}
        comparator = "contested" if len(others) > 1 or len(claimants) > _CROWD else str(form)
        _join(kind, claimants, comparator, naming, links)


def _is_strong(kind: EntityType, form: NameKind) -> bool:
    """Tell whether a name is one that two things can hardly share: a code, and a drug's generic or brand name."""
    return form in {NameKind.CODE, NameKind.GENERIC} or (form is NameKind.PROPER and kind in DRUGS)


_SHORT = frozenset({"abbreviation", "contested"})


def _by_vocabulary(hub: _Claimant, other: _Claimant) -> bool:
    """Tell whether the vocabulary gives the name to one of two, and the other is called so before all."""
    return (ENTITIES_GRAPH in other.graphs and hub.filed) or (ENTITIES_GRAPH in hub.graphs and other.filed)


def _join(kind: EntityType, claimants: Mapping[str, _Claimant], comparator: str, naming: Naming, links: Links) -> None:
    """Join all that go by a name to one of them: one whose fullest name it is, if there is one.

    Of diseases only the vocabulary's names and abbreviations join any: filings call the narrow by the wide.
    """
    hub = min(claimants, key=lambda iri: (not claimants[iri].filed, iri))
    for iri, claimant in claimants.items():
        if iri == hub or (claimant.filed and claimants[hub].filed):
            continue
        if kind is EntityType.INDICATION and not _by_vocabulary(claimants[hub], claimant) and comparator not in _SHORT:
            continue
        graphs = claimant.graphs | (set() if claimants[hub].filed else claimants[hub].graphs)
        chosen = "vocabulary" if _by_vocabulary(claimants[hub], claimant) and comparator != "contested" else comparator
        if chosen == NameKind.ABBREVIATION and _one_company(claimant, claimants[hub], naming):
            chosen = "abbreviation-own"
        links.add(hub, iri, _reason(chosen, _shown(claimants), graphs - {ENTITIES_GRAPH}))


def _one_company(one: _Claimant, other: _Claimant, naming: Naming) -> bool:
    """Tell whether both use a name in filings of the same company, and nowhere else."""
    users = [{naming.registrants.get(graph, graph) for graph in c.graphs} for c in (one, other)]
    return len(users[0] | users[1]) == 1


def _by_likeness(claims: _Claims, links: Links) -> None:
    """List names that differ in one letter; those with a neighbour are found by what is left without a letter."""
    near: dict[tuple[EntityType, str], list[str]] = defaultdict(list)
    owners: dict[tuple[EntityType, str], str] = {}
    for (kind, key), claimants in claims.items():
        filed = [iri for iri, claimant in claimants.items() if claimant.filed]
        if kind not in _LIKENESS or len(key) < _LIKE or not filed or not key.isalpha():
            continue
        owners[kind, key] = filed[0]
        for place in range(len(key)):
            near[kind, key[:place] + key[place + 1 :]].append(key)
        near[kind, key].append(key)
    for (kind, _), keys in near.items():
        for one, other in combinations(sorted(set(keys)), 2):
            if one_letter_apart(one, other) and owners[kind, one] != owners[kind, other]:
                links.add(owners[kind, one], owners[kind, other], _reason("likeness", f"{one} / {other}"))


_LIKENESS = DRUGS | {EntityType.ORGANIZATION}


def _reason(comparator: str, name: str, graphs: Iterable[str] = ()) -> Reason:
    return Reason(comparator, name, settings().weights[comparator], tuple(sorted(graphs)))


class Sets:
    """Disjoint sets, joined by pairs; the least member of a set stands for it."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._parent: dict[str, str] = {}
        for one, other in pairs:
            self.join(one, other)

    def root(self, iri: str) -> str:
        """Return the member that stands for a set."""
        root = iri
        while self._parent.get(root, root) != root:
            root = self._parent[root]
        while self._parent.get(iri, iri) != root:
            self._parent[iri], iri = root, self._parent[iri]
        return root

    def join(self, one: str, other: str) -> None:
        """Make one set of two."""
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low

    def groups(self, among: Iterable[str]) -> Iterator[list[str]]:
        """Yield the sets of some members, each in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(among):
            found[self.root(iri)].append(iri)
        yield from found.values()
