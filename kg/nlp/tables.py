"""Tables read as tables: pipelines, results and payments; all others say nothing."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from kg.model import BlockKind, EntityType
from kg.nlp.outcomes_words import outcome_words
from kg.nlp.tables_columns import read_columns
from kg.nlp.tables_grid import Grids
from kg.nlp.tables_payments import payment_table_drafts
from kg.nlp.tables_pipeline import pipeline_drafts
from kg.nlp.tables_results import result_drafts
from kg.nlp.tables_setting import Setting, Terms, before_table, claims_of
from kg.nlp.trials import collect_trials

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Entity
    from kg.nlp.context import Sentence
    from kg.nlp.document import Document
    from kg.nlp.drafts import Draft
    from kg.nlp.found import Found
    from kg.nlp.tables_grid import Segment
    from kg.vocabulary.load import Vocabulary


def table_drafts(
    document: Document,
    entities: Mapping[Found, Entity],
    sentences: Sequence[Sentence],
    drafts: Sequence[Draft],
    vocabulary: Vocabulary,
) -> Iterator[Draft]:
    """Yield what a document's tables say.

    `sentences` are those of the running text, in order: what they are about holds for a table that names no compound.
    `drafts` are the claims made so far; their trials are what tables of results report on.
    """
    tables = [p for p in document.paragraphs if p.factual and p.block.kind is BlockKind.TABLE and p.block.table]
    if not tables:
        return
    grids = Grids(document, entities)
    known = outcome_words(vocabulary)
    terms = Terms(known.measures, known.event_names)
    trials = collect_trials(sentences, drafts)
    starts = [s.start for s in sentences]
    claims = claims_of(drafts)
    registrant = _registrant(document, entities)
    for paragraph in tables:
        near = before_table(sentences, bisect_right(starts, paragraph.start), paragraph.part)
        setting = Setting(document, terms, trials, registrant, near, claims, paragraph.start)
        for segment in grids.segments(paragraph):
            yield from _read(segment, setting)


def _registrant(document: Document, entities: Mapping[Found, Entity]) -> Entity | None:
    name = document.filing.registrant.name if document.filing.registrant else None
    return next((e for e in entities.values() if e.type is EntityType.ORGANIZATION and e.name == name), None)


def _read(segment: Segment, setting: Setting) -> Iterator[Draft]:
    columns = read_columns(segment)
    if columns is not None:
        yield from pipeline_drafts(segment, columns, setting)
        return
    yield from result_drafts(segment, setting)
    yield from payment_table_drafts(segment, setting)
