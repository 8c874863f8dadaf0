"""Things by their names: any label or alias, however it is written."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.graph import iris
from kg.graph.merges import replaced_by
from kg.graph.namespace import term
from kg.graph.source import Source
from kg.model import EntityType
from kg.names import fold_name

_PREFERRED = "skos:prefLabel"
_NAMES = (_PREFERRED, "skos:altLabel", "pipe:filedAs", "pipe:name")
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class NamedThing:
    """An entity of the graph with the label that the whole graph gives it."""

    iri: str
    kind: EntityType
    label: str


def find_entity(source: Source, name: str, *, kinds: Collection[EntityType] = ()) -> NamedThing:
    """Return the one entity of some kinds that has a name, or the entity of that IRI.

    Case, white space, hyphens and legal forms do not count. A name as it is written goes before one that is alike, a
    label before an alias, and a drug before an antibody that is part of another drug. Raises `QueryError` for a name
    that several have, listing them, and for one that none has, listing names that are near.
    """
    if name.startswith(iris.BASE):
        return _of_iri(source, name)
    for candidates in _candidates(source, name, kinds):
        found = _drug_first(candidates)
        if len(found) == 1:
            return found[0]
        if found:
            listed = "; ".join(f"{thing.kind} {thing.label} <{thing.iri}>" for thing in found[:_SHOWN])
            raise QueryError(f"{name!r} is a name of {len(found)} things, give the IRI of one: {listed}")
    raise QueryError(_unknown(source, name, kinds))


def _drug_first(found: list[NamedThing]) -> list[NamedThing]:
    """Leave out antibodies beside one drug of that name: given as it is, and as what a conjugate is made of."""
    drugs = [thing for thing in found if thing.kind is EntityType.COMPOUND]
    rest = {thing.kind for thing in found} - {EntityType.COMPOUND}
    return drugs if len(drugs) == 1 and rest == {EntityType.ANTIBODY} else found


def label_of(source: Source, iri: str) -> str:
    """Return an entity's label; the end of its IRI where it has none yet."""
    labels = _texts(source, iri, _PREFERRED) or _texts(source, iri, "pipe:filedAs")
    return min(labels, default=iri.rsplit("/", 1)[-1])


def _of_iri(source: Source, iri: str) -> NamedThing:
    if not source.has(NamedNode(iri), term("rdf:type")):
        iri = replaced_by(source, iri) or iri
    kind = iris.entity_type(iri)
    if kind is None or not source.has(NamedNode(iri)):
        raise QueryError(f"{iri} is no thing of this store")
    return NamedThing(iri, kind, label_of(source, iri))


def _candidates(source: Source, name: str, kinds: Collection[EntityType]) -> Iterator[list[NamedThing]]:
    """Yield the entities that have a name, from the strictest sense to the widest; look-ups come before scans."""
    for props in ((_PREFERRED,), _NAMES):
        yield _things(source, _written_so(source, name, props), kinds)
    folded = _folded(source)
    wanted = fold_name(name)
    for preferred in (True, False):
        found = {iri for iri, is_label in folded.get(wanted, ()) if is_label or not preferred}
        yield _things(source, found, kinds)


def _written_so(source: Source, name: str, props: tuple[str, ...]) -> set[str]:
    quads = (q for p in props for q in source.quads(None, term(p), Literal(name), None))
    return {q.subject.value for q in quads if isinstance(q.subject, NamedNode)}


def _folded(source: Source) -> dict[str, set[tuple[str, bool]]]:
    """Return entities by their folded names, and whether the name is the label."""
    found: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for prop in _NAMES:
        for quad in source.quads(None, term(prop), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found[fold_name(quad.object.value)].add((quad.subject.value, prop == _PREFERRED))
    return found


def _things(source: Source, found: set[str], kinds: Collection[EntityType]) -> list[NamedThing]:
    typed = ((iri, iris.entity_type(iri)) for iri in sorted(found))
    return [
        NamedThing(iri, kind, label_of(source, iri)) for iri, kind in typed if kind and (not kinds or kind in kinds)
    ]


def _unknown(source: Source, name: str, kinds: Collection[EntityType]) -> str:
    wanted = " or ".join(sorted(kinds)) if kinds else "thing"
    folded = _folded(source)
    near = difflib.get_close_matches(fold_name(name), folded, n=20, cutoff=0.6)
    things = _things(source, {iri for key in near for iri, _ in folded[key]}, kinds)
    labels = list(dict.fromkeys(thing.label for thing in things))[:_SHOWN]
    hint = f"names that are near: {', '.join(labels)}" if labels else "no name is near; look at what the store has"
    return f"no {wanted} is called {name!r}; {hint}"


def _texts(source: Source, iri: str, prop: str) -> list[str]:
    quads = source.quads(NamedNode(iri), term(prop), None, None)
    return [quad.object.value for quad in quads if isinstance(quad.object, Literal)]
