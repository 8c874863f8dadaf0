"""Direct edges for pleasant questions, built from the statements by the rules in ``ontology/rules``.

The graph of derived facts says how things stand as of its last building; what was said when is in the statements.
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples

from kg.errors import VocabularyError
from kg.graph import iris
from kg.graph.companies import company_quads
from kg.graph.labels import label_quads
from kg.graph.store import GraphStore, replace_graph
from kg.resources import ontology_dir


def rule_files() -> list[Path]:
    """Return the files of the rules, by name."""
    return sorted((ontology_dir() / "rules").glob("*.rq"))


def derive(store: GraphStore) -> int:
    """Build the graph of derived facts anew from all other graphs, and return how many triples it has.

    No rule sees what a rule derived, now or before, so their order does not matter. Raises `VocabularyError` naming
    the file of a rule that cannot be run, and `StoreError` for a store opened only to read.
    """
    replace_graph(store, iris.DERIVED_GRAPH, [])
    quads = dict.fromkeys([*label_quads(store), *company_quads(store)])
    for file in rule_files():
        quads |= dict.fromkeys(_run(store, file))
    replace_graph(store, iris.DERIVED_GRAPH, quads)
    return len(quads)


def _run(store: GraphStore, file: Path) -> list[Quad]:
    graph = NamedNode(iris.DERIVED_GRAPH)
    try:
        found = store.inner.query(file.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise VocabularyError(f"{file}: not SPARQL: {' '.join(str(error).split())}") from error
    if not isinstance(found, QueryTriples):
        raise VocabularyError(f"{file}: must be a CONSTRUCT query")
    return [Quad(t.subject, t.predicate, t.object, graph) for t in found]
