"""The graph of merges: what is taken for one thing, what might be, and why; written and read back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.namespace import concept, concept_label, term
from kg.graph.quads import Sheet, decimal, text
from kg.graph.resolve_cluster import Decision, Status
from kg.graph.resolve_links import Reason
from kg.graph.resolve_read import Naming
from kg.graph.source import Source
from kg.graph.store import GraphStore
from kg.model import EntityType


@dataclass(frozen=True, slots=True)
class MergeReason:
    """Why things were, or might be, taken for one."""

    comparator: str
    weight: float
    words: str
    filings: tuple[str, ...]
    """The names of the filings that equate the names."""
    quotes: tuple[str, ...]
    """Words of those filings that have both names, where a fact cites such."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A decision about some things: one (merged), perhaps one (unsure), or kept apart by a person (rejected)."""

    iri: str
    status: Status
    kind: EntityType
    canonical: str
    """The IRI that stands for all; empty where they stay apart."""
    members: tuple[tuple[str, str], ...]
    """IRI of extraction and name of each, in the order of the IRIs."""
    score: float
    reasons: tuple[MergeReason, ...]
    against: tuple[str, ...]


def merge_quads(store: GraphStore, decisions: Iterable[Decision], naming: Naming) -> list[Quad]:
    """Return decisions as the quads of the graph of merges."""
    sheet = Sheet(iris.MERGES_GRAPH)
    for decision in decisions:
        node = iris.merge_iri(decision.members)
        sheet.type(node, "pipe:MergeDecision", "prov:Entity")
        sheet.add(node, "pipe:mergeStatus", concept("merge-status", decision.status))
        sheet.add(node, "pipe:score", decimal(round(decision.score, 4)))
        sheet.link(node, "pipe:member", *decision.members)
        sheet.words(node, "pipe:against", *decision.against)
        if decision.canonical:
            sheet.link(node, "pipe:canonical", decision.canonical)
            others = [iri for iri in decision.members if iri != decision.canonical]
            for iri in others:
                sheet.link(iri, "dcterms:isReplacedBy", decision.canonical)
        for iri in decision.members:
            sheet.words(node, "pipe:memberName", f"{iri} {_name(iri, naming)}")
        for reason in decision.reasons:
            _write_reason(store, sheet, node, decision, reason, naming)
    return sheet.quads()


def _name(iri: str, naming: Naming) -> str:
    curated = {n for n, graphs in naming.claims.get(iri, {}).items() if iris.ENTITIES_GRAPH in graphs}
    names = naming.filed.get(iri, set()) & curated or naming.filed.get(iri) or set(naming.claims.get(iri, ()))
    return min(names, key=lambda name: (-len(name), name), default=iri.rsplit("/", 1)[-1])


def _write_reason(
    store: GraphStore, sheet: Sheet, node: str, decision: Decision, reason: Reason, naming: Naming
) -> None:
    why = iris.reason_iri(node, reason.comparator, reason.name)
    sheet.link(node, "pipe:mergeReason", why)
    sheet.type(why, "pipe:MergeReason")
    sheet.words(why, "pipe:mergeComparator", reason.comparator)
    sheet.add(why, "pipe:weight", decimal(reason.weight))
    sheet.add(why, "pipe:reasonText", text(reason.text))
    for graph in reason.graphs:
        sheet.link(why, "pipe:equatedIn", graph.replace(iris.FILING_GRAPHS, iris.FILINGS))
    names = {name for iri in decision.members for name in naming.filed.get(iri, ())} - {reason.name}
    sheet.link(why, "pipe:equatedBy", *_evidence(store, reason, names))


_MOST = 3


def _evidence(store: GraphStore, reason: Reason, names: Iterable[str]) -> list[str]:
    """Return evidence that has the shared name and another name of the things, of the filings that equate them."""
    found: list[str] = []
    others = sorted(names)
    for graph in reason.graphs:
        quads = store.inner.quads_for_pattern(None, term("pipe:quote"), None, NamedNode(graph))
        texts = [
            (q.subject.value, q.object.value)
            for q in quads
            if isinstance(q.subject, NamedNode) and isinstance(q.object, Literal)
        ]
        fitting = sorted((len(t), iri) for iri, t in texts if _has(t, reason.name) and any(_has(t, n) for n in others))
        found += [iri for _, iri in fitting[:1]]
    return sorted(found[:_MOST])


def _has(words: str, name: str) -> bool:
    return name in words and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


def stored_merges(
    source: Source, *, status: Status | None = None, entities: Iterable[str] | None = None
) -> tuple[Merge, ...]:
    """Return the decisions in a graph, by status, then kind, then names; those of some entities only, if given."""
    nodes = _nodes(source)
    chosen = None if entities is None else set(entities)
    found = [_merge(source, iri, nodes) for iri in nodes if _is(nodes[iri], "pipe:MergeDecision")]
    kept = [
        merge
        for merge in found
        if (status is None or merge.status is status)
        and (chosen is None or chosen & {merge.canonical, *(iri for iri, _ in merge.members)})
    ]
    order = list(Status)
    return tuple(
        sorted(kept, key=lambda m: (order.index(m.status), m.kind, [n.casefold() for _, n in m.members], m.iri))
    )


def replaced_by(source: Source, iri: str) -> str | None:
    """Return the IRI that stands for one that was merged away; `None` for one that was not."""
    graph = NamedNode(iris.MERGES_GRAPH)
    quads = source.quads(NamedNode(iri), term("dcterms:isReplacedBy"), None, graph)
    return next((quad.object.value for quad in quads if isinstance(quad.object, NamedNode)), None)


_Node = dict[str, list[str]]


def _nodes(source: Source) -> dict[str, _Node]:
    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    for quad in source.quads(None, None, None, NamedNode(iris.MERGES_GRAPH)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return nodes


def _is(node: _Node, cls: str) -> bool:
    return term(cls).value in node.get(term("rdf:type").value, ())


def _values(node: _Node, prop: str) -> list[str]:
    return sorted(node.get(term(prop).value, ()))


def _merge(source: Source, iri: str, nodes: dict[str, _Node]) -> Merge:
    node = nodes[iri]
    named = dict(value.split(" ", 1) for value in _values(node, "pipe:memberName"))
    members = tuple((member, named[member]) for member in _values(node, "pipe:member"))
    kind = iris.entity_type(members[0][0])
    assert kind is not None
    reasons = (_reason(source, nodes[why]) for why in _values(node, "pipe:mergeReason"))
    return Merge(
        iri=iri,
        status=Status(concept_label(_values(node, "pipe:mergeStatus")[0])),
        kind=kind,
        canonical=next(iter(_values(node, "pipe:canonical")), ""),
        members=members,
        score=float(_values(node, "pipe:score")[0]),
        reasons=tuple(sorted(reasons, key=lambda r: (-r.weight, r.words))),
        against=tuple(_values(node, "pipe:against")),
    )


def _reason(source: Source, node: _Node) -> MergeReason:
    return MergeReason(
        comparator=_values(node, "pipe:mergeComparator")[0],
        weight=float(_values(node, "pipe:weight")[0]),
        words=_values(node, "pipe:reasonText")[0],
        filings=tuple(_text(source, iri, "dcterms:identifier") for iri in _values(node, "pipe:equatedIn")),
        quotes=tuple(_text(source, iri, "pipe:quote") for iri in _values(node, "pipe:equatedBy")),
    )


def _text(source: Source, iri: str, prop: str) -> str:
    quads = source.quads(NamedNode(iri), term(prop), None, None)
    return min((quad.object.value for quad in quads if isinstance(quad.object, Literal)), default=iri)
