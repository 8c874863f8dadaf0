"""Stores to ask, and the same question asked of rdflib."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

import pyoxigraph
import rdflib

from kg.graph.derive import derive
from kg.graph.store import GraphStore, memory_store, replace_filings, replace_vocabulary
from kg.model import Extraction, VocabularyEntry
from kg.query import load_question, question_sparql, run_question
from kg.query.run import Given
from tests.query.gold import VOCABULARY, gold_extraction

SAMPLES = ("seattle-genetics-8k-2011-08-19", "immunogen-8k-2013-11-05", "immunogen-8k-2022-11-14")
Rows = list[tuple[object, ...]]


def built(extractions: Sequence[Extraction], vocabulary: Sequence[VocabularyEntry] = ()) -> GraphStore:
    store = memory_store()
    replace_vocabulary(store, vocabulary)
    replace_filings(store, extractions, vocabulary=vocabulary)
    derive(store)
    return store


@cache
def gold_store() -> GraphStore:
    """Return the graph of the samples that have fact tables."""
    return built([gold_extraction(name) for name in SAMPLES], VOCABULARY)


_DATASETS: dict[int, tuple[GraphStore, rdflib.Dataset]] = {}


def rdflib_answer(store: GraphStore, sparql: str) -> rdflib.query.Result:
    """Return what rdflib's own engine answers, from its own memory, to which its own parser read the store's quads."""
    with warnings.catch_warnings():
        # rdflib warns of its own use of what it has deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        if id(store) not in _DATASETS:
            dumped = store.inner.dump(format=pyoxigraph.RdfFormat.N_QUADS)
            assert dumped is not None
            dataset = rdflib.Dataset(default_union=True)
            dataset.parse(data=dumped.decode(), format="nquads")
            _DATASETS[id(store)] = (store, dataset)
        result = _DATASETS[id(store)][1].query(sparql)
        assert result.bindings is not None
        return result


def rdflib_rows(store: GraphStore, name: str, params: Given) -> Rows:
    """Return what rdflib's own engine answers to a question, lists sorted as in tables."""
    question = load_question(name)
    found = rdflib_answer(store, question_sparql(store, question, params))
    lists = [column.kind == "list" for column in question.columns]
    return [
        tuple(_plain(term, is_list=is_list) for term, is_list in zip(row, lists, strict=True))
        for row in found
        if isinstance(row, rdflib.query.ResultRow)
    ]


def _plain(term: object, *, is_list: bool) -> object:
    value = term.toPython() if isinstance(term, rdflib.Literal) else term
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if is_list and isinstance(value, str):
        return "; ".join(sorted({part for part in value.split(" | ") if part}))
    return str(value) if isinstance(value, str) else value


def ask(store: GraphStore, name: str, **params: str | float) -> Rows:
    """Return the rows of an answer, having seen that rdflib's own engine gives the same in the same order."""
    given: Given = {key.rstrip("_").replace("_", "-"): value for key, value in params.items()}
    rows: Rows = list(run_question(store, name, given).rows)
    assert rows == rdflib_rows(store, name, given)
    return rows


def cells(store: GraphStore, name: str, columns: str, **params: str | float) -> Rows:
    """Return some columns of an answer, named in one string; rows as `ask` returns them."""
    names = [column.name for column in load_question(name).columns]
    wanted = [names.index(column) for column in columns.split()]
    return [tuple(row[i] for i in wanted) for row in ask(store, name, **params)]
