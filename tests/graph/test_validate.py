from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.derive import derive
from kg.graph.namespace import PREFIXES
from kg.graph.store import GraphStore, memory_store, replace_filing, replace_filings
from kg.graph.validate import Severity, validate
from kg.model import Fact, Modality, Predicate
from tests.graph import factory
from tests.graph.factory import ABC123, ACME, GLOBEX, LYMPHOMA, fact

XSD = PREFIXES["xsd"]
P = Predicate


def store_of(*facts: Fact) -> GraphStore:
    store = memory_store()
    replace_filing(store, factory.extraction(facts or factory.FACTS))
    derive(store)
    return store


def test_what_the_writer_writes_conforms() -> None:
    report = validate(store_of())
    assert report.conforms
    # the royalty of the sample has amounts without a currency
    assert [(f.severity, f.message) for f in report.findings] == [(Severity.WARNING, "an amount has a currency")]


ONE = (
    fact(
        *(ABC123, P.HAS_STAGE, "phase 1"),
        status="ongoing",
        indication=LYMPHOMA,
        eventDate=factory.MAY_4,
    ),
    fact(GLOBEX, P.PAYS, ACME, 500, type="milestone", amount=5, currency="USD"),
    fact(ABC123, P.HAS_OUTCOME, "objective response", 700, count=4, outOf=10, grade="3/4"),
)


def literal(value: str, kind: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + kind))


@pytest.mark.parametrize(
    ("cls", "prop", "value", "severity", "message"),
    [
        ("DevelopmentStatement", "modality", None, "violation", "has one modality"),
        ("DevelopmentStatement", "confidence", literal("1.2", "decimal"), "violation", "a decimal from 0 to 1"),
        ("DevelopmentStatement", "confidence", Literal("high"), "violation", "a decimal from 0 to 1"),
        ("DevelopmentStatement", "reportedIn", None, "violation", "reported in one filing"),
        ("DevelopmentStatement", "hasEvidence", None, "violation", "has evidence"),
        ("DevelopmentStatement", "mainEvidence", None, "violation", "one main piece"),
        ("DevelopmentStatement", "eventDateLatest", literal("2001-01-01", "date"), "violation", "not after the last"),
        ("DevelopmentStatement", "eventDateEarliest", None, "violation", "has a first day"),
        ("DevelopmentStatement", "program", None, "violation", "one program"),
        ("DevelopmentStatement", "phase", NamedNode(iris.VOCAB + "status-ongoing"), "violation", "phase scheme"),
        ("DevelopmentStatement", "status", NamedNode(iris.VOCAB + "phase-1"), "violation", "status scheme"),
        ("DevelopmentStatement", "status", NamedNode(iris.VOCAB + "status-planned"), "warning", "is not asserted"),
        ("DevelopmentStatement", "modality", NamedNode(iris.VOCAB + "modality-planned"), "warning", "has begun"),
        ("Payment", "payer", None, "violation", "one payer"),
        ("Payment", "payee", NamedNode(iris.BASE + "org/globex"), "violation", "another than the payer"),
        ("Payment", "amountMax", literal("4", "decimal"), "violation", "not above the greatest"),
        ("Payment", "currency", Literal("dollars"), "violation", "ISO 4217"),
        ("Payment", "currency", None, "warning", "an amount has a currency"),
        ("Payment", "paymentStatus", NamedNode(iris.VOCAB + "payment-status-potential"), "warning", "possible, not"),
        ("OutcomeObservation", "denominator", literal("3", "integer"), "warning", "no more patients"),
        ("OutcomeObservation", "gradeMax", literal("2", "integer"), "violation", "the lower first"),
        ("Evidence", "quote", Literal("words", language="en"), "violation", "without a language tag"),
        ("Evidence", "quote", Literal("other words"), "violation", "the words of the quote"),
        ("Filing", "contentHash", Literal("abc"), "violation", "SHA-256"),
        ("ExtractionRun", "extractorVersion", None, "violation", "names the version"),
    ],
)
def test_each_rule_finds_what_breaks_it(
    cls: str, prop: str, value: NamedNode | Literal | None, severity: str, message: str
) -> None:
    store = store_of(*ONE)
    assert validate(store).findings == ()
    graph = NamedNode(iris.graph_iri("acme-8k-2007-06-04"))
    node = next(iter(store.inner.quads_for_pattern(None, None, NamedNode(iris.ONTOLOGY + cls), graph))).subject
    predicate = NamedNode(iris.ONTOLOGY + prop)
    for quad in list(store.inner.quads_for_pattern(node, predicate, None, graph)):
        store.inner.remove(quad)
    if value is not None:
        store.inner.add(Quad(node, predicate, value, graph))
    found = validate(store).findings
    assert [f for f in found if f.severity == severity and message in f.message and f.node == str(node)[1:-1]]
    assert validate(store).conforms == (severity == "warning")


def test_a_selector_that_ends_before_it_starts_is_found() -> None:
    store = store_of(*ONE[:1])
    end = NamedNode(f"{PREFIXES['oa']}end")
    quad = next(iter(store.inner.quads_for_pattern(None, end, None, None)))
    store.inner.remove(quad)
    store.inner.add(Quad(quad.subject, end, literal("0", "integer"), quad.graph_name))
    found = validate(store).findings
    assert [(f.path, f.message) for f in found] == [
        (f"{PREFIXES['oa']}start", "a selector starts at one place, before its end")
    ]


def test_entities_need_one_label_without_language() -> None:
    store = memory_store()
    replace_filing(store, factory.extraction(ONE[:1], entities=()))
    assert not validate(store).conforms  # no labels before the derived graph is built
    derive(store)
    assert validate(store).conforms
    label = NamedNode(f"{PREFIXES['skos']}prefLabel")
    second = Quad(
        NamedNode(f"{iris.BASE}compound/abc123"), label, Literal("ABC", language="en"), NamedNode(iris.DERIVED_GRAPH)
    )
    store.inner.add(second)
    messages = {f.message for f in validate(store).findings}
    assert messages == {"an entity has one label, without a language tag (build the derived graph first)"}


def test_one_filing_can_be_checked_alone() -> None:
    store = memory_store()
    wrong = fact(ABC123, P.HAS_STAGE, "phase 1", modality=Modality.PLANNED, status="ongoing")
    other = factory.extraction([wrong], of=factory.filing("other"))
    replace_filings(store, [factory.extraction(ONE), other])
    derive(store)
    assert validate(store, filing="acme-8k-2007-06-04").findings == ()
    assert len(validate(store, filing="other").findings) == 1
    assert len(validate(store).findings) == 1
