"""What the rows of a curation file mean in a store: which things, which facts; and what became of each row."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from kg.graph import iris
from kg.graph.curation import Curation, Row
from kg.graph.resolve_cluster import Decision, Objections, Status
from kg.graph.resolve_links import Links, Reason, pair
from kg.graph.resolve_names import identity_key
from kg.graph.resolve_read import Naming, Pair
from kg.model import EntityType

_NEAR = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: applied, or why not, in words that help to mend it."""

    row: Row
    applied: bool
    words: str


_Index = dict[tuple[EntityType, str], set[str]]


class Names:
    """Finds things by names that a person writes: fullest names first, then all others."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    @cached_property
    def _indexes(self) -> tuple[_Index, _Index]:
        """Things by their fullest names, and by all."""
        naming = self._naming
        filed: _Index = defaultdict(set)
        every: _Index = defaultdict(set)
        for iri, kind in naming.kinds().items():
            if iri not in naming.first and iri not in naming.vocabulary:
                continue
            for name in naming.claims[iri]:
                key = kind, identity_key(kind, name)
                every[key].add(iri)
                if name in naming.filed[iri]:
                    filed[key].add(iri)
        return filed, every

    def find(self, name: str, kind: EntityType | None = None) -> list[str]:
        """Return the IRIs of extraction that a name, or an IRI, may mean."""
        if name.startswith(iris.BASE):
            return [name] if name in self._naming.claims else []
        kinds = [kind] if kind else list(EntityType)
        for index in self._indexes:
            found = {iri for k in kinds for iri in index.get((k, identity_key(k, name)), ())}
            if found:
                return sorted(self._so_called(name, found) or found)
        return []

    def _so_called(self, name: str, found: set[str]) -> set[str]:
        """Return the things that have a name just as it is written: a plural and its singular can be told apart."""
        written = name.casefold()
        return {iri for iri in found if any(each.casefold() == written for each in self._naming.claims[iri])}

    def near(self, name: str) -> str:
        """Return names that are near one that nothing has, in words."""
        spelled = {each.casefold(): each for names in self._naming.claims.values() for each in sorted(names)}
        close = difflib.get_close_matches(name.casefold(), spelled, n=_NEAR, cutoff=0.6)
        listed = ", ".join(spelled[each] for each in close)
        return f"nothing is called {name!r}" + (f"; near it are {listed}" if listed else "")


@dataclass(slots=True)
class Hearing:
    """What a curation file says about identity, found in a store's names."""

    names: Names
    outcomes: list[Outcome] = field(default_factory=list)
    accepted: dict[Pair, Row] = field(default_factory=dict)
    rejected: dict[Pair, Row] = field(default_factory=dict)
    moved: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """Of a filing's graph, the IRIs that mean another thing there."""
    about: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The things that a row, by its line, is about."""

    def tell(self, row: Row, words: str, *, applied: bool = True) -> None:
        """Note what became of a row."""
        self.outcomes.append(Outcome(row, applied, words))

    def one(self, row: Row, name: str, kind: EntityType | None) -> list[str]:
        """Return the IRIs that a name means; none, with a word to the row, where there are none or of two kinds."""
        found = self.names.find(name, kind)
        if not found:
            self.tell(row, self.names.near(name), applied=False)
        kinds = {str(iris.entity_type(iri)) for iri in found}
        if len(kinds) > 1:
            self.tell(row, f"{name!r} is a name of a {' and of a '.join(sorted(kinds))}; give kind", applied=False)
            return []
        return found


def hear_names(naming: Naming, curation: Curation) -> Hearing:
    """Find what rows change of the names themselves, change them in `naming`, and return what is known so far."""
    hearing = Hearing(Names(naming))
    for row in curation.rows:
        if row.action == "split" and "filings" in row.fields:
            _move(naming, hearing, row)
        elif row.action == "name":
            found = hearing.one(row, row.text("thing"), row.kind)
            for iri in found[:1]:
                naming.claims[iri][row.text("name")].add(iris.CURATION_GRAPH)
                hearing.about[row.line].append(iri)
                hearing.tell(row, f"{row.text('name')} is a name of {row.text('thing')}")
    hearing.names = Names(naming)
    return hearing


def _move(naming: Naming, hearing: Hearing, row: Row) -> None:
    found = hearing.one(row, row.text("thing"), row.kind)
    kind = iris.entity_type(found[0]) if found else None
    if kind is None:
        return
    other = iris.named_iri(kind, row.text("called"))
    graphs = {iris.graph_iri(name): name for name in row.texts("filings")}
    done = []
    for graph, name in graphs.items():
        for iri in [iri for iri in found if iri in naming.graphs.get(graph, ()) and iri != other]:
            hearing.moved[graph][iri] = other
            hearing.rejected[pair(iri, other)] = row
            _rename(naming, graph, iri, other)
            done.append(name)
    hearing.about[row.line].append(other)
    missing = sorted(set(graphs.values()) - set(done))
    told = f"what {', '.join(done)} calls {row.text('thing')} is {row.text('called')}" if done else "no filing changed"
    lacking = f"; {row.text('thing')} is not named in {', '.join(missing)}" if missing else ""
    hearing.tell(row, told + lacking, applied=bool(done))


def _rename(naming: Naming, graph: str, iri: str, other: str) -> None:
    naming.graphs[graph].discard(iri)
    naming.graphs[graph].add(other)
    if naming.registrants.get(graph) == iri:
        naming.registrants[graph] = other
    for name, graphs in list(naming.claims[iri].items()):
        if graph in graphs:
            graphs.discard(graph)
            naming.claims[other][name].add(graph)
            if name in naming.filed[iri]:
                naming.filed[other].add(name)
            if not graphs:
                del naming.claims[iri][name]
                naming.filed[iri].discard(name)
    naming.first.setdefault(other, naming.days.get(graph, ""))
    if not naming.claims[iri]:
        del naming.claims[iri]
    if not any(iri in members for members in naming.graphs.values()):
        naming.first.pop(iri, None)


def hear_pairs(hearing: Hearing, curation: Curation) -> None:
    """Find the pairs that rows take for one, or for two."""
    for row in curation.rows:
        if row.action not in {"same", "different"}:
            continue
        groups = _groups(hearing, row)
        if not groups:
            continue
        pairs = [pair(a, b) for one, other in combinations(groups, 2) for a, b in product(one, other) if a != b]
        (hearing.accepted if row.action == "same" else hearing.rejected).update(dict.fromkeys(pairs, row))
        names = " and ".join(row.texts("names"))
        words = f"{names} are {'one thing' if row.action == 'same' else 'different things'}"
        hearing.tell(row, words if pairs else f"{names} are one already: one name, or one IRI of extraction")


def _groups(hearing: Hearing, row: Row) -> list[list[str]]:
    """Return what each name of a row means, of one kind for all; none where a name means nothing."""
    found = [hearing.names.find(name, row.kind) for name in row.texts("names")]
    for name, each in zip(row.texts("names"), found, strict=True):
        if not each:
            hearing.tell(row, hearing.names.near(name), applied=False)
            return []
    shared = set.intersection(*({iris.entity_type(iri) for iri in each} for each in found))
    if len(shared) != 1:
        kinds = " or ".join(sorted(str(kind) for kind in shared)) or "no one kind"
        hearing.tell(row, f"the names are those of {kinds}; give kind", applied=False)
        return []
    groups = [[iri for iri in each if iris.entity_type(iri) in shared] for each in found]
    hearing.about[row.line] += sorted({iri for group in groups for iri in group})
    return groups


def hear_splits(hearing: Hearing, curation: Curation, decisions: Iterable[Decision]) -> bool:
    """Find what rows split off from what would be merged; tell whether there is anything of that."""
    clusters = {iri: d.members for d in decisions if d.status is Status.MERGED for iri in d.members}
    any_split = False
    for row in curation.rows:
        if row.action != "split" or "names" not in row.fields:
            continue
        thing = hearing.one(row, row.text("thing"), row.kind)
        kind = iris.entity_type(thing[0]) if thing else None
        leaving = [iri for name in row.texts("names") for iri in hearing.names.find(name, kind)]
        whole = {iri for one in thing for iri in clusters.get(one, ())}
        parted = sorted(set(leaving) & whole - set(thing))
        if not thing:
            continue
        if not parted:
            words = f"none of {', '.join(row.texts('names'))} is merged with {row.text('thing')}"
            hearing.tell(row, words, applied=False)
            continue
        rest = sorted(whole - set(parted))
        hearing.rejected.update({pair(a, b): row for a, b in product(parted, rest)})
        hearing.accepted.update({pair(a, b): row for side in (parted, rest) for a, b in combinations(side, 2)})
        hearing.about[row.line] += [*thing, *parted]
        hearing.tell(row, f"{', '.join(row.texts('names'))} are no longer {row.text('thing')}")
        any_split = True
    return any_split


def impose(hearing: Hearing, links: Links, objections: Objections) -> None:
    """Make what a person says count among the reasons and objections."""
    for of, row in hearing.rejected.items():
        objections.rejected[of] = f"a person keeps them apart ({row.because})"
    for of, row in hearing.accepted.items():
        if of not in hearing.rejected:
            objections.accepted.add(of)
            names = " / ".join(row.texts("names")) or row.text("thing")
            links.add(*of, Reason("curation", names, 1.0, (), f"a person says so ({row.because})"))
