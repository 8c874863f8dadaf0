"""The extraction as a spaCy pipeline: ``kg_sentences``, ``kg_mentions``, ``kg_facts``.

Each is registered under its name, so that `nlp.add_pipe("kg_mentions")` works in anybody's pipeline too. A ``Doc``
holds a whole filing (`filing_doc`) or any text; what is found is in ``doc.spans["kg"]`` (labels are entity types),
``doc._.kg_entities`` and ``doc._.kg_facts``.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy import blank
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.model import Block, BlockKind, Filing, FilingFormat, OffsetMap, Part
from kg.nlp.document import Document, join_parts
from kg.nlp.reading import Reading, read_facts, read_mentions
from kg.nlp.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOCUMENT, _READING = "kg.document", "kg.reading"

Doc.set_extension("kg_entities", getter=lambda doc: _reading(doc).unique_entities(), force=True)
Doc.set_extension("kg_facts", default=(), force=True)
Doc.set_extension("kg_extraction", default=None, force=True)


@cache
def pipeline() -> Language:
    """Return the whole pipeline: English tokens, then the three components. It is made once.

    >>> doc = pipeline()("XY-101 is an antibody-drug conjugate that targets CD19.")
    >>> [(f.subject.name, str(f.predicate), getattr(f.object, "name", f.object)) for f in doc._.kg_facts]
    [('XY-101', 'compoundType', 'antibody-drug conjugate'), ('XY-101', 'hasTarget', 'CD19')]
    """
    nlp = blank("en")
    nlp.max_length = 200_000_000
    for name in ("kg_sentences", "kg_mentions", "kg_facts"):
        nlp.add_pipe(name)
    return nlp


def filing_doc(filing: Filing, nlp: Language) -> Doc:
    """Return a filing's text as an unprocessed ``Doc`` that remembers the filing."""
    document = join_parts(filing)
    doc = nlp.make_doc(document.text)
    doc.user_data[_DOCUMENT] = document
    return doc


@Language.component("kg_sentences")
def sentence_component(doc: Doc) -> Doc:
    """Set where sentences start: at blocks, and behind what ends a sentence in a filing."""
    starts = set(_sentence_starts(_document(doc)))
    # All at once: set token by token, spaCy looks through the whole document for each.
    marks = [1 if token.idx in starts or token.i == 0 else -1 for token in doc]
    if not marks:
        return doc
    values: Any = np.asarray(marks, dtype=np.int64).astype(np.uint64)
    return doc.from_array(["SENT_START"], values)


@Language.component("kg_mentions")
def mention_component(doc: Doc) -> Doc:
    """Find what is named, and which names mean the same."""
    reading = read_mentions(_document(doc))
    doc.user_data[_READING] = reading
    spans = [
        span
        for found, entity in reading.entities.items()
        if isinstance(span := doc.char_span(found.start, found.end, str(entity.type), alignment_mode="expand"), Span)
    ]
    doc.spans["kg"] = sorted(spans, key=lambda s: (s.start, -s.end, s.label_))
    return doc


@Language.component("kg_facts")
def fact_component(doc: Doc) -> Doc:
    """Find what is said of what is named."""
    extraction = read_facts(_reading(doc))
    doc._.kg_facts = extraction.facts
    doc._.kg_extraction = extraction
    return doc


def _sentence_starts(document: Document) -> Iterator[int]:
    for paragraph in document.paragraphs:
        for start, _ in split_sentences(document.text, start=paragraph.start, end=paragraph.end):
            yield start


def _reading(doc: Doc) -> Reading:
    if _READING not in doc.user_data:
        doc.user_data[_READING] = read_mentions(_document(doc))
    reading: Reading = doc.user_data[_READING]
    return reading


def _document(doc: Doc) -> Document:
    if _DOCUMENT not in doc.user_data:
        doc.user_data[_DOCUMENT] = join_parts(_text_filing(doc.text))
    document: Document = doc.user_data[_DOCUMENT]
    return document


def _text_filing(text: str) -> Filing:
    """Return a text that comes without a filing as one of a single part, in which blank lines part paragraphs."""
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, match.start(), match.end()) for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)
    )
    runs = ((0, 0, len(text), len(text)),) if text else ()
    part = Part("main", "", "", text, OffsetMap(runs), blocks, (), markup=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Filing("text", text, digest, FilingFormat.TEXT, None, None, None, None, None, (part,))
