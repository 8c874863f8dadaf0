"""What a worker has at hand for its jobs: the graph, and what it has looked up in it before."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from kg.graph import iris
from kg.graph.read import stored_facts, stored_filings
from kg.graph.source import Source
from kg.model import EntityType, FilingSummary, StoredFact
from kg.names import fold_name

_NAMES = """SELECT ?thing ?name ?is_label {
  { ?thing skos:prefLabel ?name BIND (true AS ?is_label) } UNION
  { VALUES ?property { skos:altLabel pipe:filedAs pipe:name } ?thing ?property ?name BIND (false AS ?is_label) }
}"""
_MENTIONED = "SELECT DISTINCT ?thing { ?thing pipe:filedAs|pipe:name ?name }"


@dataclass(frozen=True, slots=True)
class Known:
    """A thing by its names."""

    iri: str
    kind: EntityType
    label: str
    names: tuple[str, ...]
    """All of them, sorted."""
    folded: tuple[str, ...]
    """The same as `kg.names.fold_name` writes them."""
    mentioned: bool
    """Whether a filing names it; else only the vocabulary does."""


@dataclass
class Desk:
    """A graph, and what has been looked up in it. The graph does not change while a worker lives."""

    source: Source

    @cached_property
    def things(self) -> tuple[Known, ...]:
        """All things, by label."""
        labels: dict[str, str] = {}
        names: dict[str, set[str]] = defaultdict(set)
        for thing, name, is_label in self.source.select(_NAMES).rows:
            if isinstance(thing, NamedNode) and isinstance(name, Literal) and iris.entity_type(thing.value):
                names[thing.value].add(name.value)
                if isinstance(is_label, Literal) and is_label.value == "true":
                    labels[thing.value] = min(name.value, labels.get(thing.value, name.value))
        told = {row[0].value for row in self.source.select(_MENTIONED).rows if isinstance(row[0], NamedNode)}
        found = (_known(iri, labels.get(iri) or min(said), said, iri in told) for iri, said in names.items())
        return tuple(sorted(found, key=lambda known: (known.label.casefold(), known.iri)))

    @cached_property
    def by_label(self) -> dict[str, str]:
        """The IRIs of things that filings name and that alone have their label."""
        found: dict[str, set[str]] = defaultdict(set)
        for known in self.things:
            if known.mentioned:
                found[known.label].add(known.iri)
        return {label: next(iter(which)) for label, which in found.items() if len(which) == 1}

    @cached_property
    def filings(self) -> tuple[FilingSummary, ...]:
        """All filings, the latest first."""
        return tuple(reversed(stored_filings(self.source)))

    @cached_property
    def names_of_filings(self) -> frozenset[str]:
        """The names of all filings."""
        return frozenset(filing.name for filing in self.filings)

    @cached_property
    def facts(self) -> Sequence[StoredFact]:
        """All facts. They take long to read, and much memory: only for what needs them all."""
        return tuple(stored_facts(self.source))

    def near(self, words: str, *, limit: int) -> list[Known]:
        """Return the things with a name that is written much like some words."""
        folded = {name: known for known in self.things for name in known.folded}
        close = difflib.get_close_matches(fold_name(words.replace("-", " ")), folded, n=limit * 2, cutoff=0.6)
        return list(dict.fromkeys(folded[name] for name in close))[:limit]

    def search(self, words: str, *, limit: int) -> list[Known]:
        """Return the things whose names are or hold some words, the nearest first; of equals those named in filings."""
        wanted = fold_name(words)
        if not wanted:
            return []
        ranked = [(rank, known) for known in self.things if (rank := _rank(known, wanted)) is not None]
        ranked.sort(key=lambda pair: (pair[0], len(pair[1].label), pair[1].label.casefold(), pair[1].iri))
        return [known for _, known in ranked[:limit]]


def _known(iri: str, label: str, names: set[str], mentioned: bool) -> Known:
    kind = iris.entity_type(iri)
    assert kind is not None
    listed = tuple(sorted(names | {label}))
    return Known(iri, kind, label, listed, tuple(fold_name(name) for name in listed), mentioned)


def _rank(known: Known, wanted: str) -> tuple[int, bool] | None:
    """Return how near a name is: the same, begins so, has a word that begins so, holds it; `None` for none."""
    best = None
    for name, folded in zip(known.names, known.folded, strict=True):
        if folded == wanted:
            near = 0
        elif folded.startswith(wanted):
            near = 1
        elif wanted in folded and any(fold_name(word).startswith(wanted) for word in name.split()):
            near = 2
        elif len(wanted) > 2 and wanted in folded:
            near = 3
        else:
            continue
        best = near if best is None else min(best, near)
    return None if best is None else (best, not known.mentioned)
