"""`Filing` to `Extraction`: the one door to the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.nlp.components import filing_doc
from kg.nlp.document import join_parts
from kg.nlp.reading import default_vocabulary, read_facts, read_mentions

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.model import Extraction, Filing

__all__ = ["default_vocabulary", "extract"]


def extract(filing: Filing, *, nlp: Language | None = None) -> Extraction:
    """Return what a filing says: its entities, where they are named, and its facts with their evidence.

    `nlp` is a spaCy pipeline that ends in ``kg_facts``. Without one the same steps run as in
    `kg.nlp.components.pipeline`, but no ``Doc`` is made: tokens of the whole text would only be thrown away.
    """
    if nlp is None:
        return read_facts(read_mentions(join_parts(filing)))
    extraction: Extraction = nlp(filing_doc(filing, nlp))._.kg_extraction
    return extraction
