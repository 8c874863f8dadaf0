"""Code and ontology agree: what is written is declared, and what is declared is written or said to be for later."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, parse

from kg.errors import StoreError, VocabularyError
from kg.graph.claims import ATTRIBUTES, CLAIMS, ENTITY_CLASSES, QUALIFIERS, Kind, qualifier_home
from kg.graph.curated import CATEGORIES, RELATED, vocabulary_quads
from kg.graph.curation import parse_curation
from kg.graph.derive import derive
from kg.graph.iris import FOLDERS, ONTOLOGY, VOCAB
from kg.graph.namespace import PREFIXES, REUSED, concept, declared, ontology_quads, schemes, term
from kg.graph.resolve import apply_identity
from kg.graph.store import memory_store, replace_filing, replace_vocabulary
from kg.model import EntityType, Modality, Predicate, VocabularyEntry
from kg.nlp.dates_calendar import Precision
from kg.resources import ontology_dir
from tests.graph import factory, identity

CODE = Path(__file__).parents[2] / "kg" / "graph"
VALUES = {
    "compound-type": "antibody-drug conjugate|antibody|bispecific antibody|small molecule|fusion protein|vaccine|"
    "cell therapy|gene therapy|oligonucleotide|peptide|other",
    "phase": "preclinical|IND|clinical|phase 1|phase 1/2|phase 2|phase 2/3|phase 3|submitted|approved",
    "status": "planned|initiated|ongoing|completed|discontinued|on hold",
    "designation": "orphan drug|fast track|breakthrough therapy|priority review|accelerated approval|RMAT|PRIME|"
    "rare pediatric disease",
    "payment-type": "milestone|royalty|upfront|option|research funding|manufacturing|equity|profit share|cost share|"
    "maintenance fee|sublicense fee|acquisition|other",
    "payment-status": "due|paid|potential",
    "agreement-status": "ended",
    "measure": "objective response|complete response|partial response|stable disease|disease control|response rate|"
    "duration of response|progression-free survival|overall survival|maximum tolerated dose|dose-limiting toxicity|"
    "adverse event|tolerability|half-life|enrollment|other",
}
"""The values that the fact table allows."""


def planned() -> set[str]:
    marked = (q.subject for q in ontology_quads() if q.predicate == term("pipe:plannedUse"))
    return {s.value.removeprefix(ONTOLOGY) for s in marked if isinstance(s, NamedNode)}


def used_in_rules() -> set[str]:
    texts = [file.read_text(encoding="utf-8") for file in (ontology_dir() / "rules").glob("*.rq")]
    return {name for text in texts for name in re.findall(r"\bpipe:(\w+)", text)}


def written() -> set[str]:
    store = memory_store()
    replace_filing(store, replace(factory.extraction(), tallies=(factory.TALLY,)))
    replace_vocabulary(
        store,
        [
            VocabularyEntry(
                *(EntityType.COMPOUND, "ABC123", ("huZ9-DM7",), "antibody-drug conjugate"),
                related={str(key): "thing" for key in RELATED},
            ),
            VocabularyEntry(EntityType.PAYLOAD, "DM7", (), "maytansinoid"),
            VocabularyEntry(EntityType.LINKER, "SPQR", (), "cleavable"),
            VocabularyEntry(EntityType.TARGET, "CD999", (), "protein"),
            VocabularyEntry(EntityType.ORGANIZATION, "Acme", (), "biotech company"),
        ],
    )
    for each in identity.MERGING:
        replace_filing(store, each)
    for each in identity.RENAMED:
        replace_filing(store, each)
    apply_identity(store, parse_curation(identity.CURATION))
    derive(store)
    quads = [q for q in store.inner if "graph/ontology" not in str(q.graph_name)]
    terms = {t.value for q in quads for t in (q.predicate, q.object) if isinstance(t, NamedNode)}
    return {t.removeprefix(ONTOLOGY) for t in terms if t.startswith(ONTOLOGY)}


def test_every_predicate_qualifier_and_kind_has_its_term() -> None:
    assert set(CLAIMS) == set(Predicate)
    assert set(ENTITY_CLASSES) == {str(kind) for kind in EntityType}
    assert set(FOLDERS) == set(EntityType)
    homes = [qualifier_home(predicate, key) for predicate in Predicate for key in QUALIFIERS]
    homes += [claim.object for claim in CLAIMS.values()]
    for home in homes:
        assert term(home.property)
        assert home.scheme in schemes().by_label or home.kind not in {Kind.CONCEPT, Kind.FLAG}
    for name in (*ENTITY_CLASSES.values(), *ATTRIBUTES.values(), *(claim.cls for claim in CLAIMS.values())):
        assert term(name)
    for prop, scheme in CATEGORIES.values():
        assert term(prop)
        assert scheme in schemes().by_label


@pytest.mark.parametrize(("scheme", "values"), VALUES.items())
def test_every_value_of_the_fact_table_has_its_concept(scheme: str, values: str) -> None:
    known = {schemes().label[local] for local in schemes().by_label[scheme].values()}
    assert set(values.split("|")) <= known


def test_modalities_and_precisions_of_the_code_are_the_schemes_own() -> None:
    assert set(schemes().by_label["modality"]) == {str(modality) for modality in Modality}
    assert set(schemes().by_label["precision"]) == {str(precision) for precision in Precision}


def test_expected_is_narrower_than_planned() -> None:
    quads = {(q.subject, q.predicate, q.object) for q in ontology_quads()}
    assert (concept("modality", "expected"), term("skos:broader"), concept("modality", "planned")) in quads


def test_phases_are_ranked_in_the_order_of_development() -> None:
    ranked = sorted(schemes().rank, key=lambda local: schemes().rank[local])
    assert [schemes().label[local] for local in ranked] == ["discovery", *VALUES["phase"].split("|")]


def test_terms_that_are_written_anywhere_are_declared() -> None:
    files = [*CODE.glob("*.py"), *ontology_dir().rglob("*.rq"), ontology_dir() / "shapes.ttl"]
    assert len(files) > 20
    unknown: dict[str, set[str]] = {}
    for file in files:
        text = (
            re.sub(r"#.*|\"\"\".*?\"\"\"", "", file.read_text(encoding="utf-8"))
            if file.suffix != ".py"
            else (file.read_text(encoding="utf-8"))
        )
        local = set(re.findall(r"\bpipe:(\w+)", text)) - declared()
        local |= {
            f"v:{name}"
            for name in re.findall(r"\bv:([\w-]+)", text)
            if name not in schemes().label and name.removeprefix("scheme-") not in schemes().by_label
        }
        if local:
            unknown[file.name] = local
    assert not unknown


def test_a_term_that_is_not_declared_is_refused() -> None:
    for name in ("pipe:phaze", "skos:hiddenLabel", "foaf:name"):
        with pytest.raises(VocabularyError, match=name):
            term(name)
    with pytest.raises(StoreError, match=r"status 'paused' is none of .*ongoing"):
        concept("status", "paused")


def test_what_is_declared_is_written_or_marked_for_later() -> None:
    used = written() | used_in_rules() | {"plannedUse", "rank"}
    assert declared() - used - planned() == set()
    assert planned() & used == set()


def test_local_names_of_concepts_are_flat_and_unique() -> None:
    concepts = [
        (q.subject, q.object)
        for q in parse(path=str(ontology_dir() / "schemes.ttl"))
        if q.predicate == term("skos:inScheme")
    ]
    counts = Counter(subject for subject, _ in concepts)
    assert max(counts.values()) == 1
    for subject in counts:
        assert isinstance(subject, NamedNode)
        assert re.fullmatch(r"[a-z0-9-]+", subject.value.removeprefix(VOCAB))


def test_the_ontology_has_no_blank_nodes_and_no_language_tags() -> None:
    for quad in ontology_quads():
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)
        assert not (isinstance(quad.object, Literal) and quad.object.language)


def test_every_class_and_property_says_what_it_is() -> None:
    told = {q.subject for q in ontology_quads() if q.predicate.value == f"{PREFIXES['rdfs']}comment"}
    assert {f"{ONTOLOGY}{name}" for name in declared()} == {s.value for s in told if isinstance(s, NamedNode)}


def test_the_context_has_every_property_with_its_range() -> None:
    context = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    ranges = {
        q.subject: q.object.value
        for q in ontology_quads()
        if q.predicate.value == f"{PREFIXES['rdfs']}range" and isinstance(q.object, NamedNode)
    }
    for name in declared():
        node = term(f"pipe:{name}")
        if name[0].isupper() or node not in ranges:
            continue
        xsd = ranges[node].replace(PREFIXES["xsd"], "xsd:")
        kind = {"xsd:string": None}.get(xsd, xsd if xsd.startswith("xsd:") else "@id")
        assert context[name] == {"@id": f"pipe:{name}"} | ({"@type": kind} if kind else {})
    assert {prefix: iri for prefix, iri in context.items() if isinstance(iri, str)} == PREFIXES


def test_alignments_are_of_declared_terms_and_known_prefixes() -> None:
    lines = (ontology_dir() / "alignments.sssom.tsv").read_text(encoding="utf-8").splitlines()
    prefixes = set(re.findall(r"^#  (\w+): http", "\n".join(lines), re.MULTILINE))
    rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    assert len(rows) > 40
    for row in rows:
        prefix, _, local = row["subject_id"].partition(":")
        assert local in (declared() if prefix == "pipe" else schemes().label)
        assert row["object_id"].partition(":")[0] in prefixes
        assert row["predicate_id"] in {f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"


def test_reused_terms_are_all_used() -> None:
    text = "".join(
        file.read_text(encoding="utf-8")
        for file in [*CODE.glob("*.py"), *ontology_dir().rglob("*.rq"), *ontology_dir().glob("*.ttl")]
    )
    for prefix, names in REUSED.items():
        for name in names - {"type"}:
            assert re.search(rf"\b{prefix}:{name}\b", text), f"{prefix}:{name}"


def test_vocabulary_relations_are_apart_from_what_filings_state() -> None:
    entry = VocabularyEntry(EntityType.COMPOUND, "ABC123", related={"hasPayload": "DM7"})
    stated = {claim.object.property for claim in CLAIMS.values()}
    predicates = {q.predicate for q in vocabulary_quads([entry])}
    assert not predicates & {term(prop) for prop in stated}
