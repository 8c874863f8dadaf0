"""The extraction inside spaCy: components added by name, spans, extensions, sentence starts."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.model import EntityType
from kg.nlp.components import filing_doc, pipeline
from kg.nlp.extract import extract
from tests.nlp.reading import FILER, filing_of

NAMES = ("kg_sentences", "kg_mentions", "kg_facts")
TEXT = "LKB-204 is an antibody-drug conjugate that targets DLL3. Ostrava Pharma AG, Inc. owns it.\n\nDosing began."


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_added_by_name(name: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    assert nlp.pipe_names == [name]
    assert nlp(TEXT).text == TEXT


@pytest.mark.parametrize("name", NAMES)
def test_each_is_found_where_the_package_is_installed_without_an_import(name: str) -> None:
    code = f"import spacy; nlp = spacy.blank('en'); nlp.add_pipe({name!r}); print(len(nlp('LKB-204 is ours.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "4"), done.stderr


def test_the_pipeline_is_made_once_and_in_order() -> None:
    assert pipeline() is pipeline()
    assert pipeline().pipe_names == list(NAMES)


def test_sentences_start_where_they_start() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_sentences")
    doc = nlp(TEXT)
    assert [s.text.strip() for s in doc.sents] == [
        "LKB-204 is an antibody-drug conjugate that targets DLL3.",
        "Ostrava Pharma AG, Inc. owns it.",
        "Dosing began.",
    ]


def test_spans_are_what_is_named_with_its_type() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_mentions")
    doc = nlp(TEXT)
    spans = [(span.text, span.label_) for span in doc.spans["kg"]]
    assert ("LKB-204", "Compound") in spans
    assert ("DLL3", "Target") in spans
    assert all(isinstance(span, Span) and span.label_ in set(EntityType) for span in doc.spans["kg"])
    places = [(span.start, -span.end) for span in doc.spans["kg"]]
    assert places == sorted(places)
    assert [e.name for e in doc._.kg_entities][:1] == ["LKB-204"]


def test_facts_stand_on_the_doc() -> None:
    doc = pipeline()(TEXT)
    said = [(f.subject.name, str(f.predicate), getattr(f.object, "name", f.object)) for f in doc._.kg_facts]
    assert ("LKB-204", "hasTarget", "DLL3") in said
    assert ("LKB-204", "compoundType", "antibody-drug conjugate") in said
    assert doc._.kg_extraction.facts == doc._.kg_facts


def test_facts_alone_find_the_same() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_facts")
    assert nlp(TEXT)._.kg_facts == pipeline()(TEXT)._.kg_facts


def test_evidence_points_into_a_bare_text() -> None:
    doc = pipeline()(TEXT)
    for fact in doc._.kg_facts:
        for one in fact.evidence:
            assert TEXT[one.start : one.end] == one.quote


def test_a_filing_goes_through_as_one_doc() -> None:
    filing = filing_of("We own LKB-204.")
    nlp = pipeline()
    doc = nlp(filing_doc(filing, nlp))
    (fact,) = doc._.kg_facts
    assert (fact.subject.name, fact.object.name) == ("LKB-204", FILER)
    assert doc._.kg_extraction.filing is filing
    assert extract(filing).facts == doc._.kg_facts


def test_extract_takes_somebody_elses_pipeline() -> None:
    nlp = spacy.blank("en")
    for name in NAMES:
        nlp.add_pipe(name)
    filing = filing_of("We own LKB-204.")
    assert extract(filing, nlp=nlp).facts == extract(filing).facts


def test_many_texts_in_a_row_do_not_mix() -> None:
    texts = ["LKB-204 targets GPRC5D.", "LKB-310 targets DLL3.", "Nothing here.", "LKB-204 targets GPRC5D."]
    docs = list(pipeline().pipe(texts))
    told = [[(f.subject.name, getattr(f.object, "name", f.object)) for f in doc._.kg_facts] for doc in docs]
    assert told == [[("LKB-204", "GPRC5D")], [("LKB-310", "DLL3")], [], [("LKB-204", "GPRC5D")]]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No names."])
def test_a_text_without_facts(text: str) -> None:
    doc = pipeline()(text)
    assert isinstance(doc, Doc)
    assert doc._.kg_facts == ()
    assert list(doc.spans["kg"]) == []
