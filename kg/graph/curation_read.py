"""What persons say of facts, read back from the graph of curation."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.graph import iris
from kg.graph.namespace import term
from kg.graph.source import Source
from kg.model import CuratorsWord

_ACTIONS = {"pipe:confirmedBy": "confirmed", "pipe:rejectedBy": "rejected", "pipe:addedBy": "added"}
"""Of several words on one fact the last of these holds."""


def curators_words(source: Source) -> dict[str, CuratorsWord]:
    """Return what persons say of facts, by the IRIs of the statements."""
    graph = NamedNode(iris.CURATION_GRAPH)
    entries: dict[str, dict[str, str]] = defaultdict(dict)
    for prop in ("pipe:curatedOn", "pipe:curationReason", "prov:wasAttributedTo"):
        for quad in source.quads(None, term(prop), None, graph):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                entries[quad.subject.value][prop] = quad.object.value
    names = source.quads(None, term("pipe:curatorName"), None, graph)
    people = {q.subject.value: q.object.value for q in names if isinstance(q.subject, NamedNode)
              and isinstance(q.object, Literal)}  # fmt: skip
    found: dict[str, CuratorsWord] = {}
    for prop, action in _ACTIONS.items():
        marks = (q for q in source.quads(None, term(prop), None, graph))
        for quad in sorted(marks, key=lambda q: (str(q.subject), str(q.object))):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                entry = entries[quad.object.value]
                found[quad.subject.value] = CuratorsWord(
                    action,
                    people[entry["prov:wasAttributedTo"]],
                    date.fromisoformat(entry["pipe:curatedOn"]),
                    entry["pipe:curationReason"],
                )
    return found
