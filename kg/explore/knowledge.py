"""What a graph knows of its entities beside what filings state: class, identifiers elsewhere, what is one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.graph.iris import EXTERNAL_PREFIXES
from kg.graph.merges import Merge, stored_merges
from kg.graph.namespace import term
from kg.graph.resolve_cluster import Status
from kg.graph.source import Source


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the vocabulary says of entities, by IRI. None of it is a claim of a filing, and the page says so."""

    classes: Mapping[str, str] = field(default_factory=dict)
    """The concept that an entity falls under: a payload's class, a target's kind."""
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Identifiers of the same thing in other databases, as prefix and number (``HGNC:3430``), sorted."""
    merges: tuple[Merge, ...] = ()
    """What is taken for one thing under several names, and what might be, with the reasons."""


NOTHING_MORE = Knowledge()


def collect_knowledge(source: Source) -> Knowledge:
    """Return what a graph knows of all its entities."""
    labels = dict(_labels(source))
    classes: dict[str, str] = {}
    identifiers: dict[str, set[str]] = defaultdict(set)
    for quad in source.quads(None, term("pipe:category")):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            label = labels.get(quad.object.value) or quad.object.value.rsplit("/", 1)[-1]
            classes[quad.subject.value] = min(label, classes.get(quad.subject.value, label))
    for quad in source.quads(None, term("skos:exactMatch")):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            identifiers[quad.subject.value].add(_short(quad.object.value))
    merges = tuple(merge for merge in stored_merges(source) if merge.status is not Status.REJECTED)
    return Knowledge(classes, {iri: tuple(sorted(found)) for iri, found in identifiers.items()}, merges)


def told_of(knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """Return knowledge as the page's entities carry it, by IRI: ``class``, ``ids`` and ``merges``."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for iri, label in knowledge.classes.items():
        found[iri]["class"] = label
    for iri, identifiers in knowledge.identifiers.items():
        found[iri]["ids"] = list(identifiers)
    for merge in knowledge.merges:
        row = {
            "sure": merge.status is Status.MERGED,
            "score": round(merge.score, 2),
            "names": [name for _, name in merge.members],
            "why": [{"words": r.words, "filings": r.filings, "quotes": r.quotes} for r in merge.reasons],
            "against": merge.against,
        }
        for iri in [merge.canonical] if merge.canonical else [iri for iri, _ in merge.members]:
            found[iri].setdefault("merges", []).append(row)
    return found


def _short(iri: str) -> str:
    found = [f"{prefix}:{iri[len(start) :]}" for prefix, start in EXTERNAL_PREFIXES.items() if iri.startswith(start)]
    return found[0] if found else iri


def _labels(source: Source) -> Iterator[tuple[str, str]]:
    for quad in source.quads(None, term("skos:prefLabel")):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, quad.object.value
