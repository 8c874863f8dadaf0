"""Identity across filings: which extracted entities are one thing, and the graphs of filings rewritten to say so.

Filings' graphs are loaded with the IRIs that each filing gives by itself. `apply_identity` decides from all names
which of them are one thing, rewrites the graphs of the filings concerned, and writes each decision with its reasons
into the graph of merges. What was extracted is kept, so that a decision whose reasons go is undone exactly.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.curation import Curation
from kg.graph.curation_rows import Hearing, Outcome, hear_names, hear_pairs, hear_splits, impose
from kg.graph.curation_write import kept_curation, put_graph, write_curation
from kg.graph.merges import merge_quads
from kg.graph.namespace import term
from kg.graph.resolve_cluster import Decision, Objections, Status, decide
from kg.graph.resolve_links import Links, Sets, find_links, pair
from kg.graph.resolve_names import settings
from kg.graph.resolve_read import Naming, as_extracted, read_naming, told_of
from kg.graph.store import GraphStore, filing_graphs, replace_graph

_PROGRAMS = f"{iris.BASE}program/"
_CROWD = 40
"""From so many candidates for one thing in one filing on, only those that are linked are compared."""


@dataclass(frozen=True, slots=True)
class IdentityReport:
    """What applying identity, and what persons say, did."""

    merged: int
    """How many things have several IRIs of extraction."""
    unsure: int
    rejected: int
    rewritten: tuple[str, ...]
    """The graphs of filings that were written anew."""
    changed: bool
    """Whether anything in the store is another than before."""
    outcomes: tuple[Outcome, ...] = ()
    """What became of each row of the curation file, in the file's order."""


def apply_identity(store: GraphStore, curation: Curation | None = None) -> IdentityReport:
    """Make one node of what is one thing, in all filings of a store, and note why in the graph of merges.

    What a person says comes first: `curation` takes the place of what the store has of it, `None` keeps that. Labels
    and derived facts are not built anew here: call `kg.graph.derive.derive` afterwards where something changed. The
    outcome depends on what the store holds and not on the order in which it came. Raises `StoreError` for a store
    opened only to read, and where what was extracted from a rewritten filing is lost.
    """
    said = kept_curation(store) if curation is None else curation
    naming = read_naming(store)
    hearing = hear_names(naming, said)
    decisions = _decide(store, naming, hearing, said)
    mapping = {
        iri: decision.canonical
        for decision in decisions
        if decision.status is Status.MERGED
        for iri in decision.members
        if iri != decision.canonical
    }
    rewritten = _rewrite(store, naming, mapping, hearing)
    noted = put_graph(store, iris.MERGES_GRAPH, merge_quads(store, decisions, naming))
    noted |= write_curation(store, said, hearing, mapping)
    store.minted.clean({graph.value for graph in filing_graphs(store)})
    counts = {status: sum(d.status is status for d in decisions) for status in Status}
    return IdentityReport(
        counts[Status.MERGED],
        counts[Status.UNSURE],
        counts[Status.REJECTED],
        tuple(rewritten),
        bool(rewritten) or noted,
        tuple(sorted(hearing.outcomes, key=lambda outcome: outcome.row.line)),
    )


def _decide(store: GraphStore, naming: Naming, hearing: Hearing, curation: Curation) -> list[Decision]:
    hear_pairs(hearing, curation)
    links = find_links(naming)
    objections = Objections(naming)
    impose(hearing, links, objections)
    _hear(store, links, objections)
    decisions = decide(links, objections)
    if hear_splits(hearing, curation, decisions):
        impose(hearing, links, objections)
        decisions = decide(links, objections)
    return decisions


def _hear(store: GraphStore, links: Links, objections: Objections) -> None:
    """Ask the filings that name several candidates for one thing whether they tell them apart."""
    candidates = Sets(of for of in links.reasons if links.support(of) >= settings().unsure)
    joined = {iri for of in links.reasons for iri in of}
    naming = objections.naming
    for graph, members in sorted(naming.graphs.items()):
        groups: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(members & joined):
            groups[candidates.root(iri)].append(iri)
        asked = [of for group in groups.values() if len(group) <= _CROWD for of in combinations(group, 2)]
        asked += [
            of for g in groups.values() if len(g) > _CROWD for of in combinations(g, 2) if pair(*of) in links.reasons
        ]
        if asked:
            told = told_of(as_extracted(store, graph, rewritten=graph in naming.rewritten), asked)
            objections.separate |= set(asked)
            objections.apart |= told.apart
            objections.contrasts |= told.contrasts


def _rewrite(store: GraphStore, naming: Naming, mapping: Mapping[str, str], hearing: Hearing) -> list[str]:
    """Rewrite the graphs of filings whose entities stand under other IRIs than before; return them."""
    done = []
    for graph, members in sorted(naming.graphs.items()):
        known = set(members) | {naming.registrants.get(graph, "")}
        own = {iri: mapping[iri] for iri in sorted(known & mapping.keys())}
        own |= {iri: mapping.get(other, other) for iri, other in hearing.moved.get(graph, {}).items()}
        digest = hashlib.sha256(repr(sorted(own.items())).encode()).hexdigest() if own else ""
        if digest == naming.rewritten.get(graph, ""):
            continue
        quads = as_extracted(store, graph, rewritten=graph in naming.rewritten)
        if graph not in naming.rewritten and store.minted.text(graph) is None:
            store.minted.put(graph, quads)  # a store of before the time when this was done at loading
        replace_graph(store, graph, _under(quads, own, graph, digest))
        done.append(graph)
    return done


def _under(quads: list[Quad], mapping: Mapping[str, str], graph: str, digest: str) -> list[Quad]:
    """Return a filing's quads with other IRIs for entities, and for the programs named after them."""
    if not mapping:
        return quads
    nodes = {NamedNode(old): NamedNode(new) for old, new in (dict(mapping) | _programs(quads, mapping)).items()}
    moved = {
        Quad(nodes.get(q.subject, q.subject), q.predicate, nodes.get(q.object, q.object), q.graph_name)  # type: ignore[arg-type]
        for q in quads
    }
    run = NamedNode(f"{iris.BASE}run/{graph.removeprefix(iris.FILING_GRAPHS)}")
    return [*moved, Quad(run, term("pipe:identityDigest"), Literal(digest), NamedNode(graph))]


def _programs(quads: Iterable[Quad], mapping: Mapping[str, str]) -> dict[str, str]:
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    named = {term("pipe:compound"): "compound", term("pipe:indication"): "indication"}
    for quad in quads:
        if quad.predicate not in named:
            continue
        node, part = quad.subject, quad.object
        if isinstance(node, NamedNode) and isinstance(part, NamedNode) and node.value.startswith(_PROGRAMS):
            parts[node.value][named[quad.predicate]] = part.value
    found = {}
    for program, of in parts.items():
        compound, indication = of["compound"], of.get("indication")
        moved = mapping.get(compound, compound), mapping.get(indication, indication) if indication else None
        found[program] = iris.program_iri(*moved)
    return found
