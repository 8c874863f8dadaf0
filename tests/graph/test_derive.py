from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import VocabularyError
from kg.graph import derive as derive_module
from kg.graph import iris
from kg.graph.derive import derive, rule_files
from kg.graph.namespace import PREFIXES, term
from kg.graph.quads import nquads
from kg.graph.store import GraphStore, memory_store, replace_filing, replace_filings, replace_vocabulary
from kg.model import Entity, EntityType, Extraction, Fact, Modality, Predicate, VocabularyEntry
from tests.graph import factory
from tests.graph.factory import ABC123, ACME, CD999, DM7, GLOBEX, HUZ9, LYMPHOMA, MYELOMA, fact

P = Predicate


def short(value: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value


def derived(store: GraphStore, *, labels: bool = False) -> set[tuple[str, str, str]]:
    """Return the derived triples with short names; labels and statements only if asked for."""
    graph = NamedNode(iris.DERIVED_GRAPH)
    found = set()
    for quad in store.inner.quads_for_pattern(None, None, None, graph):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
        found.add((short(quad.subject.value), short(quad.predicate.value), short(quad.object.value)))
    return {t for t in found if t[1].startswith("skos:") == labels}


def built(*facts: Fact) -> set[tuple[str, str, str]]:
    store = memory_store()
    replace_filing(store, factory.extraction(facts, entities=()))
    derive(store)
    return derived(store)


def test_the_sample_gives_these_edges_and_no_others() -> None:
    assert built(*factory.FACTS) == {
        ("cmp:abc123", "rdf:type", "pipe:AntibodyDrugConjugate"),
        ("cmp:abc123", "pipe:compoundType", "v:compound-type-adc"),
        ("cmp:abc123", "pipe:category", "v:compound-type-adc"),
        ("cmp:abc123", "pipe:hasAntibody", "ab:huz9"),
        ("cmp:abc123", "pipe:hasPayload", "pay:dm7"),
        ("ab:huz9", "pipe:targets", "tgt:cd999"),
        ("cmp:abc123", "pipe:targets", "tgt:cd999"),
        ("cmp:abc123", "pipe:usesPlatform", "plat:hushed-prodrug-hup-technology"),
        ("cmp:abc123", "pipe:hasIndication", "ind:grey-cell-lymphoma"),
        ("tgt:cd999", "pipe:expressedIn", "ind:cd999-plus-myeloma"),
        ("cmp:abc123", "pipe:inTrialFor", "ind:grey-cell-lymphoma"),
        ("cmp:abc123", "pipe:highestPhase", "v:phase-1"),
        ("prog:abc123--grey-cell-lymphoma", "pipe:highestPhase", "v:phase-1"),
        ("cmp:xyz9", "pipe:highestPhase", "v:phase-preclinical"),
        ("prog:xyz9--unspecified", "pipe:highestPhase", "v:phase-preclinical"),
        ("cmp:abc123", "pipe:hasDesignation", "v:designation-orphan-drug"),
        ("cmp:abc123", "pipe:combinedWith", "cmp:coffeinib"),
        ("cmp:coffeinib", "pipe:combinedWith", "cmp:abc123"),
        ("cmp:abc123", "pipe:developedBy", "co:globex"),
        ("cmp:abc123", "pipe:developedBy", "co:acme-biologics"),
        ("cmp:abc123", "pipe:originatedBy", "co:acme-biologics"),
        ("plat:hushed-prodrug-hup-technology", "pipe:ownedBy", "co:acme-biologics"),
        ("cmp:abc123", "pipe:licensedTo", "co:globex"),
        ("tgt:cd999", "pipe:licensedTo", "co:initech"),
        ("co:acme-biologics", "pipe:collaboratesWith", "co:globex"),
        ("co:globex", "pipe:collaboratesWith", "co:acme-biologics"),
        ("co:initech", "pipe:acquiredBy", "co:globex"),
        ("cmp:abc123", "pipe:presentedAt", "Annual Meeting of the Grey Society"),
    }


@pytest.mark.parametrize("modality", [m for m in Modality if m is not Modality.ASSERTED])
def test_only_what_is_asserted_becomes_an_edge(modality: Modality) -> None:
    assert built(*(replace(f, modality=modality) for f in factory.FACTS)) == set()


def test_only_what_is_sure_becomes_an_edge() -> None:
    assert built(*(replace(f, confidence=0.79) for f in factory.FACTS)) == set()
    assert built(replace(factory.FACTS[2], confidence=0.8)) != set()


def test_a_compound_with_antibody_and_payload_is_a_conjugate() -> None:
    parts = fact(ABC123, P.HAS_ANTIBODY, HUZ9), fact(ABC123, P.HAS_PAYLOAD, DM7, 900)
    assert ("cmp:abc123", "rdf:type", "pipe:AntibodyDrugConjugate") in built(*parts)
    assert ("cmp:abc123", "rdf:type", "pipe:AntibodyDrugConjugate") not in built(parts[0])


def test_small_molecules_are_typed() -> None:
    assert ("cmp:xyz9", "rdf:type", "pipe:SmallMolecule") in built(
        fact(factory.XYZ9, P.COMPOUND_TYPE, "small molecule")
    )


def test_a_licence_that_has_ended_is_no_edge() -> None:
    assert built(fact(CD999, P.LICENSED_TO, GLOBEX, licensor=ACME, status="ended")) == set()


def stages(*told: tuple[date, str, str, Modality]) -> GraphStore:
    store = memory_store()
    for number, (day, phase, status, modality) in enumerate(told):
        one = fact(ABC123, P.HAS_STAGE, phase, modality=modality, status=status, indication=LYMPHOMA)
        of = factory.filing(f"filing-{number}", day=day)
        replace_filing(store, Extraction(of, (), (), (one,)))
    derive(store)
    return store


def test_the_highest_phase_is_that_of_all_filings() -> None:
    store = stages(
        (date(2007, 1, 1), "phase 1/2", "completed", Modality.ASSERTED),
        (date(2008, 1, 1), "phase 1", "ongoing", Modality.ASSERTED),
        (date(2008, 2, 1), "phase 3", "planned", Modality.PLANNED),
    )
    assert ("cmp:abc123", "pipe:highestPhase", "v:phase-1-2") in derived(store)
    assert len([t for t in derived(store) if t[1] == "pipe:highestPhase"]) == 2


def test_what_was_dropped_is_in_trial_no_more_until_taken_up_again() -> None:
    running = (date(2007, 1, 1), "phase 1", "ongoing", Modality.ASSERTED)
    dropped = (date(2008, 1, 1), "phase 1", "discontinued", Modality.ASSERTED)
    again = (date(2009, 1, 1), "phase 1", "initiated", Modality.ASSERTED)
    edge = ("cmp:abc123", "pipe:inTrialFor", "ind:grey-cell-lymphoma")
    assert edge in derived(stages(running))
    assert edge not in derived(stages(running, dropped))
    assert edge in derived(stages(running, dropped, again))


def test_a_later_statement_supersedes_the_one_before_it_only() -> None:
    store = stages(
        (date(2007, 1, 1), "phase 1", "planned", Modality.PLANNED),
        (date(2008, 1, 1), "phase 1", "initiated", Modality.ASSERTED),
        (date(2009, 1, 1), "phase 1", "completed", Modality.ASSERTED),
    )
    rows = store.dataset.query(
        "SELECT ?a ?b WHERE { ?x pipe:supersedes ?y . ?x pipe:reportedOn ?a . ?y pipe:reportedOn ?b } ORDER BY ?a"
    )
    assert [(str(row[0]), str(row[1])) for row in rows] == [  # type: ignore[index]
        ("2008-01-01", "2007-01-01"),
        ("2009-01-01", "2008-01-01"),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_rules_on_time_say_of_any_history_what_comparing_all_statements_says(seed: int) -> None:
    chance = random.Random(seed)
    told = [
        fact(
            ABC123,
            P.HAS_STAGE,
            chance.choice(["phase 1", "phase 2", "phase 3"]),
            number,
            modality=chance.choice([Modality.ASSERTED, Modality.ASSERTED, Modality.PLANNED]),
            confidence=chance.choice([0.7, 0.9]),
            indication=chance.choice([LYMPHOMA, MYELOMA]),
            status=chance.choice(["ongoing", "completed", "discontinued"]),
        )
        for number in range(40)
    ]
    store = memory_store()
    for number in range(8):
        day = None if number == 0 else date(2007, 1, chance.choice([1, 2, 3, 4, 5]))
        of = factory.filing(f"filing-{number}", day=day)
        replace_filing(store, Extraction(of, (), (), tuple(told[number * 5 : number * 5 + 5])))
    derive(store)
    found = derived(store)
    said = [Said.of(store, quad.subject) for quad in store.quads(None, term("pipe:program")) if quad.subject]
    assert {t for t in found if t[1] == "pipe:supersedes"} == superseding(said)
    assert {t[2] for t in found if t[1] == "pipe:inTrialFor"} == in_trial(said)


class Said(NamedTuple):
    """What a statement says, with short names; the day as text, empty where there is none."""

    iri: str
    program: str
    phase: str
    indication: str
    status: str
    modality: str
    day: str
    confidence: float

    @classmethod
    def of(cls, store: GraphStore, statement: object) -> Said:
        assert isinstance(statement, NamedNode)
        of = {
            short(q.predicate.value): short(q.object.value)
            for q in store.quads(statement)
            if hasattr(q.object, "value")
        }
        return cls(
            iri=short(statement.value),
            program=of["pipe:program"],
            phase=of["pipe:phase"],
            indication=of["pipe:indication"],
            status=of["pipe:status"],
            modality=of["pipe:modality"],
            day=of.get("pipe:reportedOn", ""),
            confidence=float(of["pipe:confidence"]),
        )


def superseding(said: list[Said]) -> set[tuple[str, str, str]]:
    """Compare each statement with each other one: the slow way, to hold the rule against."""
    sure = [s for s in said if s.confidence >= 0.8 and s.day]
    found = set()
    for old in sure:
        after = [s for s in sure if (s.program, s.phase) == (old.program, old.phase) and s.day > old.day]
        found |= {(s.iri, "pipe:supersedes", old.iri) for s in after if s.day == min(a.day for a in after)}
    return found


def in_trial(said: list[Said]) -> set[str]:
    """Return the diseases, found by comparing each statement with each other one."""
    asserted = [s for s in said if s.modality == "v:modality-asserted"]
    ends = [s for s in asserted if s.status == "v:status-discontinued" and s.day]
    return {
        s.indication
        for s in asserted
        if s.confidence >= 0.8 and not any(e.program == s.program and s.day and e.day >= s.day for e in ends)
    }


def named(*names: str) -> list[Extraction]:
    organizations = [Entity(EntityType.ORGANIZATION, name) for name in names]
    return [
        Extraction(factory.filing(f"filing-{n}", registrant=False), (entity,), (), ())
        for n, entity in enumerate(organizations)
    ]


@pytest.mark.parametrize(
    ("names", "label"),
    [
        # most filings decide, then length, then the alphabet
        (["Acme", "Acme, Inc.", "ACME, INC.", "Acme, Inc."], "Acme, Inc."),
        (["Acme", "Acme, Inc."], "Acme, Inc."),
        (["Acme", "ACME"], "ACME"),
    ],
)
def test_the_label_does_not_depend_on_the_order_of_filings(names: list[str], label: str) -> None:
    for order in (names, names[::-1]):
        store = memory_store()
        replace_filings(store, named(*order))
        derive(store)
        told = derived(store, labels=True)
        assert {t for t in told if t[1] == "skos:prefLabel"} == {("co:acme", "skos:prefLabel", label)}
        others = set(names) - {label}
        assert {t for t in told if t[1] == "skos:altLabel"} == {("co:acme", "skos:altLabel", name) for name in others}


def test_the_vocabulary_has_the_last_word_on_labels() -> None:
    store = memory_store()
    vocabulary = [VocabularyEntry(EntityType.ORGANIZATION, "Acme Biologics", ("Acme, Inc.",))]
    replace_vocabulary(store, vocabulary)
    replace_filings(store, named("Acme, Inc.", "ACME, INC."), vocabulary=vocabulary)
    derive(store)
    asked = "SELECT ?p ?n WHERE { co:acme-biologics ?p ?n FILTER(?p IN (skos:prefLabel, skos:altLabel)) }"
    rows = sorted((short(str(row[0])), str(row[1])) for row in store.dataset.query(asked))  # type: ignore[index]
    assert rows == [
        ("skos:altLabel", "ACME, INC."),
        ("skos:altLabel", "Acme, Inc."),
        ("skos:prefLabel", "Acme Biologics"),
    ]


def test_deriving_again_changes_nothing_and_forgets_what_is_gone() -> None:
    store = memory_store()
    replace_filing(store, factory.extraction())
    count = derive(store)
    before = nquads(store.inner)
    assert derive(store) == count
    assert nquads(store.inner) == before
    replace_filing(store, factory.extraction(factory.FACTS[:1], entities=()))
    derive(store)
    assert {t[1] for t in derived(store)} == {"rdf:type", "pipe:compoundType", "pipe:category"}


def test_every_rule_says_what_it_asks_of_statements() -> None:
    assert len(rule_files()) >= 12
    for file in rule_files():
        text = file.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert "from a confidence of 0.8" in text
        assert ">= 0.8" in text


@pytest.mark.parametrize(
    ("text", "message"), [("CONSTRUCT {", "broken.rq: not SPARQL"), ("SELECT ?s WHERE { ?s ?p ?o }", "CONSTRUCT")]
)
def test_a_rule_that_cannot_be_run_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
    monkeypatch.setattr(derive_module, "rule_files", lambda: [tmp_path / "broken.rq"])
    with pytest.raises(VocabularyError, match=message):
        derive(memory_store())
