"""The graph as files: one writer a format, all fed from the store, all giving the same bytes for the same graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from kg.errors import StoreError
from kg.graph.export_jsonld import jsonld
from kg.graph.export_tables import write_csv, write_graphml
from kg.graph.namespace import PREFIXES, term
from kg.graph.quads import nquads
from kg.graph.store import GraphStore


def export(store: GraphStore, path: Path, *, form: str, times: bool = True) -> list[Path]:
    """Write the graph in a format (a key of `FORMATS`) and return the files written.

    `path` is a file, for ``csv`` a folder. Without `times` the moments at which filings were read are left out, and
    two stores of the same filings give the same bytes. Raises `StoreError` for an unknown format, or where the file
    cannot be written.
    """
    if form not in FORMATS:
        raise StoreError(f"{form!r} is no format; choose one of {', '.join(FORMATS)}")
    try:
        (path if form == "csv" else path.parent).mkdir(parents=True, exist_ok=True)
        return FORMATS[form](store, path, times)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error


def kept_quads(store: GraphStore, *, times: bool) -> list[Quad]:
    """Return all quads of a store, sorted, the ontology's too: the file explains itself."""
    kept = (q for q in store.inner if times or q.predicate != term("prov:endedAtTime"))
    return sorted(kept, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))


def _nquads(store: GraphStore, path: Path, times: bool) -> list[Path]:
    lines = nquads(kept_quads(store, times=times))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return [path]


def _trig(store: GraphStore, path: Path, times: bool) -> list[Path]:
    return _serialize(kept_quads(store, times=times), path, RdfFormat.TRIG)


def _turtle(store: GraphStore, path: Path, times: bool) -> list[Path]:
    """Merge all graphs: what several filings say is there once."""
    triples = {q.triple for q in kept_quads(store, times=times)}
    ordered = sorted(triples, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    return _serialize(ordered, path, RdfFormat.TURTLE)


def _serialize(parts: Iterable[Quad] | Iterable[Triple], path: Path, form: RdfFormat) -> list[Path]:
    """Write the prefixes in order: the serializer shuffles them."""
    text = (pyoxigraph.serialize(parts, format=form, prefixes=PREFIXES) or b"").decode()
    lines = text.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith("@prefix")), len(lines))
    path.write_text("".join([*sorted(lines[:count]), *lines[count:]]), encoding="utf-8", newline="\n")
    return [path]


def _jsonld(store: GraphStore, path: Path, times: bool) -> list[Path]:
    path.write_text(jsonld(kept_quads(store, times=times)), encoding="utf-8", newline="\n")
    return [path]


def _graphml(store: GraphStore, path: Path, times: bool) -> list[Path]:  # noqa: ARG001  # has no times
    return [write_graphml(store, path)]


def _csv(store: GraphStore, path: Path, times: bool) -> list[Path]:  # noqa: ARG001  # has no times
    return write_csv(store, path)


FORMATS: dict[str, Callable[[GraphStore, Path, bool], list[Path]]] = {
    "trig": _trig,
    "turtle": _turtle,
    "nquads": _nquads,
    "jsonld": _jsonld,
    "graphml": _graphml,
    "csv": _csv,
}
"""The formats: ``trig`` and ``nquads`` keep the graphs apart, ``turtle`` merges them, ``jsonld`` is TriG in JSON,
``graphml`` is the graph of things, ``csv`` a folder of tables."""
