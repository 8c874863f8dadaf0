from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import StoreError, VocabularyError
from kg.graph import iris
from kg.graph.iris import BASE
from kg.graph.namespace import PREFIXES, term
from kg.graph.quads import nquads
from kg.graph.write import filing_quads, vocabulary_quads
from kg.model import Entity, EntityType, Evidence, Extraction, Fact, Modality, Predicate, Qualifier, VocabularyEntry
from tests.graph import factory
from tests.graph.factory import ABC123, ACME, DM7, GLOBEX, fact

P = Predicate


def described(quads: list[Quad], cls: str) -> dict[str, set[str]]:
    """Return what is said of the only statement of a class, IRIs shortened."""
    nodes = {q.subject for q in quads if q.predicate == term("rdf:type") and q.object == term(cls)}
    assert len(nodes) == 1
    told: dict[str, set[str]] = {}
    for quad in quads:
        if quad.subject in nodes and isinstance(quad.object, NamedNode | Literal):
            told.setdefault(short(quad.predicate.value), set()).add(short(quad.object.value))
    return told


def short(value: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value


def written(*facts: Fact) -> list[Quad]:
    return filing_quads(factory.extraction(facts, entities=()))


def test_a_stage_becomes_a_development_statement() -> None:
    stage = next(f for f in factory.FACTS if f.speaker)
    told = described(written(stage), "pipe:DevelopmentStatement")
    expected = {
        "rdf:type": {"pipe:DevelopmentStatement", "pipe:Statement"},
        "pipe:about": {"cmp:abc123"},
        "pipe:compound": {"cmp:abc123"},
        "pipe:indication": {"ind:grey-cell-lymphoma"},
        "pipe:program": {"prog:abc123--grey-cell-lymphoma"},
        "pipe:phase": {"v:phase-2"},
        "pipe:status": {"v:status-planned"},
        "pipe:sponsor": {"co:globex"},
        "pipe:study": {"stu:acme-biologics-study-001"},
        "pipe:region": {"US"},
        "pipe:modality": {"v:modality-expected"},
        "pipe:confidence": {"0.95"},
        "pipe:attributedTo": {"J. Doe, Chief Executive Officer"},
        "pipe:rule": {"test-rule"},
        "pipe:eventDateText": {"June/July 2007"},
        "pipe:eventDateIso": {"2007-06/2007-07"},
        "pipe:eventDateEarliest": {"2007-06-01"},
        "pipe:eventDateLatest": {"2007-07-31"},
        "pipe:eventDatePrecision": {"v:precision-month-range"},
        "pipe:reportedIn": {"fil:acme-8k-2007-06-04"},
        "pipe:reportedOn": {"2007-06-04"},
        "prov:wasGeneratedBy": {"run:acme-8k-2007-06-04"},
    }
    assert {key: told[key] for key in expected} == expected
    assert set(told) - set(expected) == {"pipe:hasEvidence", "pipe:mainEvidence"}


@pytest.mark.parametrize(
    ("one", "cls", "expected"),
    [
        (
            fact(ABC123, P.HAS_PAYLOAD, DM7),
            "pipe:RelationStatement",
            {
                "rdf:type": {"pipe:RelationStatement", "pipe:Statement", "rdf:Statement"},
                "rdf:subject": {"cmp:abc123"},
                "rdf:predicate": {"pipe:hasPayload"},
                "rdf:object": {"pay:dm7"},
            },
        ),
        (
            fact(GLOBEX, P.PAYS, ACME, type="milestone", amount=1_000_000, currency="USD", status="due"),
            "pipe:Payment",
            {
                "pipe:payer": {"co:globex"},
                "pipe:payee": {"co:acme-biologics"},
                "pipe:paymentType": {"v:payment-milestone"},
                "pipe:paymentStatus": {"v:payment-status-due"},
                "pipe:amount": {"1000000"},
                "pipe:amountMin": {"1000000"},
                "pipe:amountMax": {"1000000"},
            },
        ),
        (
            fact(GLOBEX, P.PAYS, ACME, maxAmount=30_000_000.5),
            "pipe:Payment",
            {"pipe:amountMax": {"30000000.5"}},
        ),
        (
            fact(ABC123, P.LICENSED_TO, GLOBEX, licensor=ACME, exclusive=True, field_="oncology", status="ended"),
            "pipe:RightsGrant",
            {
                "pipe:rightsTo": {"cmp:abc123"},
                "pipe:grantor": {"co:acme-biologics"},
                "pipe:grantee": {"co:globex"},
                "pipe:exclusivity": {"v:exclusivity-exclusive"},
                "pipe:field": {"oncology"},
                "pipe:agreementStatus": {"v:agreement-ended"},
            },
        ),
        (
            fact(ABC123, P.HAS_OUTCOME, "adverse event", event="Pleural Effusion", grade=">1", dose="2.4 or 3.6 mg/kg"),
            "pipe:AdverseEventObservation",
            {
                "rdf:type": {"pipe:AdverseEventObservation", "pipe:OutcomeObservation", "pipe:Statement"},
                "pipe:adverseEvent": {"v:ae-pleural-effusion"},
                "pipe:event": {"Pleural Effusion"},
                "pipe:grade": {">1"},
                "pipe:gradeMin": {"2"},
                "pipe:gradeMax": {"5"},
                "pipe:atDose": {"ds:2.4-mg-kg", "ds:3.6-mg-kg"},
                "pipe:dose": {"2.4 or 3.6 mg/kg"},
            },
        ),
        (
            fact(ABC123, P.HAS_OUTCOME, "half-life", value="6-18", unit="days"),
            "pipe:OutcomeObservation",
            {"pipe:valueText": {"6-18"}, "pipe:valueMin": {"6"}, "pipe:valueMax": {"18"}},
        ),
        (
            fact(ABC123, P.HAS_OUTCOME, "duration of response", value=">6"),
            "pipe:OutcomeObservation",
            {"pipe:valueText": {">6"}, "pipe:valueMin": {"6"}, "pipe:comparator": {">"}},
        ),
        (
            fact(ABC123, P.HAS_OUTCOME, "enrollment", count="20-30"),
            "pipe:OutcomeObservation",
            {"pipe:numeratorText": {"20-30"}, "pipe:numeratorMin": {"20"}, "pipe:numeratorMax": {"30"}},
        ),
        (
            fact(ABC123, P.HAS_OUTCOME, "enrollment", count=">=175", outOf=400),
            "pipe:OutcomeObservation",
            {"pipe:numeratorText": {">=175"}, "pipe:numeratorMin": {"175"}, "pipe:denominator": {"400"}},
        ),
        (
            fact(ABC123, P.HAS_DESIGNATION, "orphan drug"),
            "pipe:DesignationStatement",
            {"pipe:designation": {"v:designation-orphan-drug"}, "pipe:program": {"prog:abc123--unspecified"}},
        ),
    ],
)
def test_each_kind_of_fact_has_its_class_and_fields(one: Fact, cls: str, expected: dict[str, set[str]]) -> None:
    told = described(written(one), cls)
    assert {key: told.get(key) for key in expected} == expected
    # whatever was not expected of values must be absent too
    for key in ("pipe:amountMin", "pipe:valueMax", "pipe:comparator"):
        assert (key in told) == (key in expected) or "pipe:amount" in expected


def test_evidence_is_a_web_annotation_target() -> None:
    piece = Evidence("ex-99-1", "Headline", "ABC123 carries DM7", 40, 58)
    quads = written(replace(fact(ABC123, P.HAS_PAYLOAD, DM7), evidence=(piece,)))
    told = described(quads, "pipe:Evidence")
    selector = described(quads, "oa:TextPositionSelector")
    assert told["oa:hasSource"] == {"fil:acme-8k-2007-06-04--ex-99-1"}
    assert told["pipe:quote"] == {"ABC123 carries DM7"}
    assert told["pipe:sectionTitle"] == {"Headline"}
    assert (selector["oa:start"], selector["oa:end"]) == ({"40"}, {"58"})
    assert selector["oa:exact"] == {"ABC123 carries DM7"}
    assert selector["rdf:type"] == {"oa:TextPositionSelector", "oa:TextQuoteSelector"}


def test_the_filing_node_has_what_the_cover_says() -> None:
    told = described(written(), "pipe:Filing")
    assert told["pipe:formType"] == {"8-K"}
    assert told["pipe:accessionNumber"] == {"0000012345-07-000001"}
    assert told["pipe:registrant"] == {"co:acme-biologics"}
    assert told["pipe:eventReportedOn"] == told["pipe:filedOn"] == {"2007-06-04"}
    assert told["dcterms:hasPart"] == {"fil:acme-8k-2007-06-04--main", "fil:acme-8k-2007-06-04--ex-99-1"}
    company = described(written(), "pipe:Organization")
    assert company["pipe:cik"] == {"0000012345"}
    assert company["pipe:ticker"] == {"ACMB"}


def test_literals_are_plain_and_nothing_is_blank() -> None:
    for quad in filing_quads(factory.extraction()):
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)
        assert quad.graph_name == NamedNode(f"{BASE}graph/filing-acme-8k-2007-06-04")
        if isinstance(quad.object, Literal):
            assert not quad.object.language
    assert "XMLSchema#string" not in "".join(nquads(filing_quads(factory.extraction())))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_facts_and_entities_does_not_matter(seed: int) -> None:
    facts, entities = [*factory.FACTS, factory.FACTS[0]], list(factory.ENTITIES)
    random.Random(seed).shuffle(facts)
    random.Random(seed).shuffle(entities)
    shuffled = filing_quads(factory.extraction(facts, entities=entities))
    assert nquads(shuffled) == nquads(filing_quads(factory.extraction()))


def test_only_the_run_node_knows_the_time() -> None:
    first = set(filing_quads(factory.extraction(), read_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC)))
    second = set(filing_quads(factory.extraction(), read_at=datetime(2027, 1, 2, 3, 4, tzinfo=UTC)))
    assert {q.subject for q in first ^ second} == {NamedNode(iris.run_iri("acme-8k-2007-06-04"))}
    assert {q.predicate for q in first ^ second} == {term("prov:endedAtTime")}


def test_what_is_claimed_twice_is_one_statement_with_the_evidence_of_both() -> None:
    unsure = fact(ABC123, P.HAS_PAYLOAD, DM7, 10, confidence=0.6, rule="weak", reason="far apart")
    sure = fact(ABC123, P.HAS_PAYLOAD, DM7, 500, confidence=0.9, rule="strong")
    told = described(written(unsure, sure), "pipe:RelationStatement")
    assert len(told["pipe:hasEvidence"]) == 2
    assert told["pipe:confidence"] == {"0.9"}
    assert told["pipe:rule"] == {"strong"}
    assert "pipe:reason" not in told
    assert next(iter(told["pipe:mainEvidence"])).endswith("-500-527")
    assert nquads(written(unsure, sure)) == nquads(written(sure, unsure))


def test_claims_that_differ_in_modality_qualifier_or_filing_are_statements_of_their_own() -> None:
    one = fact(ABC123, P.HAS_STAGE, "phase 1", status="ongoing")
    others = [
        replace(one, modality=Modality.NEGATED),
        replace(one, qualifiers={"status": "completed"}),
        replace(one, qualifiers={}),
        replace(one, object="phase 2"),
    ]
    alone = {q.subject for f in [one, *others] for q in written(f) if q.object == term("pipe:Statement")}
    elsewhere = filing_quads(factory.extraction([one], entities=(), of=factory.filing("other")))
    assert len(alone | {q.subject for q in elsewhere if q.object == term("pipe:Statement")}) == 6


@pytest.mark.parametrize(
    ("qualifiers", "message"),
    [
        ({"mood": "good"}, r"hasStage has a qualifier 'mood', which is none of abstract"),
        ({"status": "paused"}, r"status 'paused' is none of completed, discontinued"),
        ({"indication": "lymphoma"}, r"acme-8k-2007-06-04: hasStage indication is 'lymphoma', must be entity"),
        ({"eventDate": "2007"}, r"hasStage eventDate is '2007', must be date"),
        ({"count": "four"}, r"hasStage count is 'four', must be whole number or"),
        ({"count": True}, r"hasStage count is True, must be whole number"),
        ({"exclusive": "yes"}, r"hasStage exclusive is 'yes', must be true or false"),
        ({"region": ACME}, r"hasStage region is Organization 'Acme Biologics, Inc.', must be text"),
        ({"value": float("nan")}, r"nan is no number that can be stored"),
    ],
)
def test_what_the_fact_table_does_not_allow_is_refused(qualifiers: dict[str, Qualifier], message: str) -> None:
    with pytest.raises(StoreError, match=message):
        written(replace(fact(ABC123, P.HAS_STAGE, "phase 1"), qualifiers=qualifiers))


def test_one_span_cannot_be_cited_with_two_wordings() -> None:
    first = replace(fact(ABC123, P.HAS_PAYLOAD, DM7), evidence=(Evidence("main", "", "carries DM7", 5, 16),))
    second = replace(fact(ABC123, P.HAS_STAGE, "IND"), evidence=(Evidence("main", "", "carries DM8", 5, 16),))
    with pytest.raises(StoreError, match="one span has one wording"):
        written(first, second)


def test_the_registrant_is_the_organization_that_the_filing_names() -> None:
    renamed = Entity(EntityType.ORGANIZATION, "Acme Therapeutics", ("Acme Biologics",))
    quads = filing_quads(factory.extraction([], entities=[renamed]))
    assert described(quads, "pipe:Filing")["pipe:registrant"] == {"co:acme-therapeutics"}


def test_a_filing_without_registrant_and_dates_is_written_too() -> None:
    bare = replace(factory.filing(registrant=False), report_date=None, filed_date=None, accession=None, form=None)
    told = described(filing_quads(Extraction(bare, (), (), ())), "pipe:Filing")
    assert "pipe:registrant" not in told
    assert "pipe:reportedOn" not in told
    assert told["dcterms:identifier"] == {"acme-8k-2007-06-04"}


def test_vocabulary_entries_have_names_identifiers_parents_categories_and_relations() -> None:
    entries = [
        VocabularyEntry(
            *(EntityType.COMPOUND, "abciximib vedotin", ("ABC123", "Abcenza"), "antibody-drug conjugate"),
            exact_matches=("UNII:0000000000",),
            related={"hasPayload": "MMZZ", "hasTarget": "CD999"},
            source="a list",
        ),
        VocabularyEntry(EntityType.PAYLOAD, "monomethyl zz", ("MMZZ",), "auristatin"),
        VocabularyEntry(EntityType.INDICATION, "grey-cell lymphoma", broader="lymphoma", category="Blood cancer"),
    ]
    quads = {
        (short(str(q.subject)[1:-1]), short(q.predicate.value), short(q.object.value))  # type: ignore[union-attr]
        for q in vocabulary_quads(entries)
    }
    assert {
        ("cmp:abciximib-vedotin", "rdf:type", "pipe:Compound"),
        ("cmp:abciximib-vedotin", "skos:prefLabel", "abciximib vedotin"),
        ("cmp:abciximib-vedotin", "skos:altLabel", "ABC123"),
        ("cmp:abciximib-vedotin", "skos:altLabel", "Abcenza"),
        ("cmp:abciximib-vedotin", "skos:exactMatch", "http://identifiers.org/unii/0000000000"),
        ("cmp:abciximib-vedotin", "pipe:compoundType", "v:compound-type-adc"),
        ("cmp:abciximib-vedotin", "pipe:category", "v:compound-type-adc"),
        ("cmp:abciximib-vedotin", "pipe:curatedPayload", "pay:monomethyl-zz"),
        ("cmp:abciximib-vedotin", "pipe:curatedTarget", "tgt:cd999"),
        ("cmp:abciximib-vedotin", "dcterms:source", "a list"),
        ("pay:monomethyl-zz", "pipe:payloadClass", "v:payload-class-auristatin"),
        ("ind:grey-cell-lymphoma", "skos:broader", "ind:lymphoma"),
        ("ind:grey-cell-lymphoma", "pipe:category", "v:category-blood-cancer"),
        ("v:category-blood-cancer", "skos:inScheme", "v:scheme-category"),
        ("v:category-blood-cancer", "skos:prefLabel", "blood cancer"),
    } <= quads


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (VocabularyEntry(EntityType.TARGET, "CD999", exact_matches=("XYZ:1",)), r"Target 'CD999': 'XYZ:1' is of no"),
        (VocabularyEntry(EntityType.TARGET, "CD999", related={"likes": "x"}), r"Target 'CD999': relation 'likes'"),
        (VocabularyEntry(EntityType.TARGET, "CD999", related={"hasStage": "x"}), r"relation 'hasStage' is none of"),
    ],
)
def test_vocabulary_entries_that_cannot_be_written_are_refused(entry: VocabularyEntry, message: str) -> None:
    with pytest.raises(VocabularyError, match=message):
        vocabulary_quads([entry])


def test_days_are_kept_as_dates() -> None:
    quads = filing_quads(factory.extraction(of=factory.filing(day=date(2013, 11, 5))))
    days = {q.object for q in quads if q.predicate == term("pipe:reportedOn")}
    assert days == {Literal("2013-11-05", datatype=NamedNode(f"{PREFIXES['xsd']}date"))}
