"""The graph of curation: what persons say of things and facts, with who, when and why; nothing of a filing is changed.

A rejected fact stays in its filing's graph and is marked here; a fact that a person adds is a statement of this graph,
with the person's words and their source as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import KgError
from kg.graph import iris
from kg.graph.curation import Curation, Row, parse_curation
from kg.graph.curation_facts import added_fact, find_facts
from kg.graph.curation_rows import Hearing
from kg.graph.namespace import term
from kg.graph.quads import Sheet, day
from kg.graph.store import GraphStore, replace_graph


def kept_curation(store: GraphStore) -> Curation:
    """Return the curation that was last applied to a store."""
    graph = NamedNode(iris.CURATION_GRAPH)
    for quad in store.inner.quads_for_pattern(graph, term("pipe:curationText"), None, graph):
        if isinstance(quad.object, Literal):
            return parse_curation(quad.object.value, place="the curation that the store keeps")
    return Curation()


def put_graph(store: GraphStore, graph: str, quads: Iterable[Quad]) -> bool:
    """Put quads in place of a named graph where they are others than before; tell whether they were."""
    wanted = set(quads)
    if wanted == set(store.inner.quads_for_pattern(None, None, None, NamedNode(graph))):
        return False
    replace_graph(store, graph, wanted)
    return True


def write_curation(store: GraphStore, curation: Curation, hearing: Hearing, mapping: Mapping[str, str]) -> bool:
    """Write the graph of curation, and tell whether it is another than before.

    `mapping` leads from IRIs of extraction to those that stand for them.
    """
    sheet = Sheet(iris.CURATION_GRAPH)
    if curation.rows:
        sheet.words(iris.CURATION_GRAPH, "pipe:curationText", curation.text)
    to = _Writing(store, sheet, hearing, mapping)
    for row in curation.rows:
        _WRITERS.get(row.action, _write_identity)(to, row)
    before = dict(_relabelled(store))
    _relabel(store, sheet, before)
    return put_graph(store, iris.CURATION_GRAPH, sheet.quads())


@dataclass(frozen=True, slots=True)
class _Writing:
    """What rows are written with."""

    store: GraphStore
    sheet: Sheet
    hearing: Hearing
    mapping: Mapping[str, str]


def _entry(sheet: Sheet, row: Row) -> str:
    """Write who says a row, when and why; return its node."""
    node = iris.curation_iri(row.action, row.who, row.when.isoformat(), row.why, sorted(map(str, row.fields.items())))
    person = iris.person_iri(row.who)
    sheet.type(node, "pipe:CurationEntry", "prov:Entity")
    sheet.words(node, "pipe:curationAction", row.action)
    sheet.link(node, "prov:wasAttributedTo", person)
    sheet.add(node, "pipe:curatedOn", day(row.when))
    sheet.words(node, "pipe:curationReason", row.why)
    sheet.type(person, "prov:Agent")
    sheet.words(person, "pipe:curatorName", row.who)
    return node


def _write_identity(to: _Writing, row: Row) -> None:
    things = {to.mapping.get(iri, iri) for iri in to.hearing.about.get(row.line, ())}
    if things:
        to.sheet.link(_entry(to.sheet, row), "pipe:curates", *sorted(things))
    if row.action == "name":
        for iri in things:
            to.sheet.words(iri, "pipe:name", row.text("name"))


def _write_label(to: _Writing, row: Row) -> None:
    found = {to.mapping.get(iri, iri) for iri in to.hearing.one(row, row.text("thing"), row.kind)}
    if len(found) == 1:
        iri = found.pop()
        to.sheet.link(_entry(to.sheet, row), "pipe:curates", iri)
        to.sheet.words(iri, "pipe:preferredName", row.text("label"))
        to.hearing.tell(row, f"{row.text('thing')} is shown as {row.text('label')}")
    elif found:
        to.hearing.tell(row, f"{row.text('thing')!r} is a name of several things; give the IRI of one", applied=False)


def _write_verdict(to: _Writing, row: Row) -> None:
    found, words = find_facts(to.store, row, to.hearing, to.mapping)
    if not found:
        to.hearing.tell(row, words, applied=False)
        return
    entry = _entry(to.sheet, row)
    prop = "pipe:rejectedBy" if row.action == "reject" else "pipe:confirmedBy"
    for statement in found:
        to.sheet.link(statement, prop, entry)
    count = f"{len(found)} fact{'s' if len(found) > 1 else ''}"
    to.hearing.tell(row, f"{count} {'rejected' if row.action == 'reject' else 'confirmed'}: {words}")


def _write_added(to: _Writing, row: Row) -> None:
    scratch = Sheet(iris.CURATION_GRAPH)
    try:
        statements = added_fact(scratch, row, to.hearing, to.mapping)
    except (KgError, ValueError) as error:
        to.hearing.tell(row, str(error), applied=False)
        return
    for quad in scratch.quads():
        to.sheet.take(quad)
    entry = _entry(to.sheet, row)
    for statement in statements:
        to.sheet.link(statement, "pipe:addedBy", entry)
        to.sheet.link(statement, "prov:wasAttributedTo", iris.person_iri(row.who))
    to.hearing.tell(row, f"added: {row.text('subject')} {row.text('predicate')} {row.text('object')}")


_WRITERS = {"label": _write_label, "confirm": _write_verdict, "reject": _write_verdict, "add": _write_added}


def _relabelled(store: GraphStore) -> Iterable[tuple[NamedNode, Literal]]:
    """Yield the vocabulary's own labels of things that a person shows under another."""
    graph = NamedNode(iris.CURATION_GRAPH)
    for quad in store.inner.quads_for_pattern(None, term("pipe:vocabularyLabel"), None, graph):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject, quad.object


def vocabulary_as_loaded(store: GraphStore) -> set[Quad]:
    """Return the graph of entities with the vocabulary's own labels, whatever a person prefers."""
    graph = NamedNode(iris.ENTITIES_GRAPH)
    quads = set(store.inner.quads_for_pattern(None, None, None, graph))
    for node, label in _relabelled(store):
        quads.discard(Quad(node, term("skos:altLabel"), label, graph))
        quads = {q for q in quads if q.subject != node or q.predicate != term("skos:prefLabel")}
        quads.add(Quad(node, term("skos:prefLabel"), label, graph))
    said = NamedNode(iris.CURATION_GRAPH)
    for quad in store.inner.quads_for_pattern(None, term("pipe:vocabularyAlias"), None, said):
        quads.add(Quad(quad.subject, term("skos:altLabel"), quad.object, graph))
    return quads


def _relabel(store: GraphStore, sheet: Sheet, before: Mapping[NamedNode, Literal]) -> None:
    """Show things of the vocabulary under the names that persons prefer, and others under its own again."""
    prefers = {q.subject: q.object for q in sheet.quads() if q.predicate == term("pipe:preferredName")}
    if not prefers and not before:
        return
    graph, label, other = NamedNode(iris.ENTITIES_GRAPH), term("skos:prefLabel"), term("skos:altLabel")
    quads = vocabulary_as_loaded(store)
    for quad in [q for q in quads if q.predicate == label and q.subject in prefers and q.object != prefers[q.subject]]:
        alias = Quad(quad.subject, other, prefers[quad.subject], graph)
        if alias in quads and isinstance(quad.subject, NamedNode) and isinstance(alias.object, Literal):
            sheet.add(quad.subject.value, "pipe:vocabularyAlias", alias.object)
        quads -= {quad, alias}
        quads |= {
            Quad(quad.subject, other, quad.object, graph),
            Quad(quad.subject, label, prefers[quad.subject], graph),
        }
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            sheet.add(quad.subject.value, "pipe:vocabularyLabel", quad.object)
    put_graph(store, iris.ENTITIES_GRAPH, quads)
