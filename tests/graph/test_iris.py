from __future__ import annotations

import itertools

import pytest

from kg.graph import iris
from kg.graph.iris import BASE, EntityIris, named_iri
from kg.model import Entity, EntityType, VocabularyEntry
from kg.vocabulary.load import load_vocabulary

T = EntityType

VOCABULARY = (
    VocabularyEntry(T.COMPOUND, "abciximib vedotin", ("ABC-123", "Abcenza")),
    VocabularyEntry(T.COMPOUND, "abciximib", ("ABC-100", "shared code")),
    VocabularyEntry(T.COMPOUND, "zyximab", ("shared code",)),
    VocabularyEntry(T.TARGET, "CD999", ("NCAM99",)),
    VocabularyEntry(T.ORGANIZATION, "Acme Biologics", ("Acme",)),
)


@pytest.mark.parametrize(
    ("kind", "name", "local"),
    [
        (T.COMPOUND, "ABC123", "compound/abc123"),
        (T.COMPOUND, "ABC-123", "compound/abc123"),
        (T.COMPOUND, "ABC 123", "compound/abc123"),
        (T.COMPOUND, "huZ9-DM7", "compound/huz9-dm7"),
        (T.ANTIBODY, "huZ9", "antibody/huz9"),
        (T.TARGET, "HER-2", "target/her2"),
        (T.TARGET, "GM-CSFRα", "target/gm-csfr-alpha"),
        (T.INDICATION, "small-cell lung cancer", "indication/small-cell-lung-cancer"),
        (T.INDICATION, "Small cell lung cancer", "indication/small-cell-lung-cancer"),
        (T.INDICATION, "CD999+ myeloma", "indication/cd999-plus-myeloma"),
        (T.ORGANIZATION, "Acme Biologics, Inc.", "org/acme-biologics"),
        (T.ORGANIZATION, "ACME BIOLOGICS", "org/acme-biologics"),
        (T.ORGANIZATION, "Grey Matter Co., Ltd.", "org/grey-matter"),
        (T.ORGANIZATION, "Inc", "org/inc"),
        (T.STUDY, "STAR-2", "study/star-2"),
    ],
)
def test_an_entity_has_the_iri_of_its_name(kind: EntityType, name: str, local: str) -> None:
    assert named_iri(kind, name) == BASE + local
    assert iris.entity_type(BASE + local) is kind


def test_names_in_other_scripts_stay_apart() -> None:
    first, second = named_iri(T.ORGANIZATION, "灰色生物"), named_iri(T.ORGANIZATION, "白色生物")
    assert first != second
    assert first.isascii()


@pytest.mark.parametrize(
    ("entity", "local"),
    [
        (Entity(T.COMPOUND, "Abciximib-vedotin"), "compound/abciximib-vedotin"),
        (Entity(T.COMPOUND, "abc 123"), "compound/abciximib-vedotin"),
        (Entity(T.COMPOUND, "the lead", ("ABCENZA®",)), "compound/abciximib-vedotin"),
        # the name decides where an alias would lead elsewhere
        (Entity(T.COMPOUND, "abciximib", ("ABC-123",)), "compound/abciximib"),
        # what two entries claim is left to the entity's own name
        (Entity(T.COMPOUND, "shared code"), "compound/shared-code"),
        (Entity(T.COMPOUND, "lead", ("ABC-100", "ABC-123")), "compound/lead"),
        # ... unless an alias tells which of them it is
        (Entity(T.COMPOUND, "shared code", ("Zyxi-mab",)), "compound/zyximab"),
        # the vocabulary's kinds are kept apart
        (Entity(T.ANTIBODY, "abciximib"), "antibody/abciximib"),
        (Entity(T.ORGANIZATION, "ACME, Inc."), "org/acme-biologics"),
        (Entity(T.COMPOUND, "unheard-of"), "compound/unheard-of"),
    ],
)
def test_the_vocabulary_names_what_it_knows(entity: Entity, local: str) -> None:
    for order in itertools.permutations(VOCABULARY):
        assert EntityIris(order).iri(entity) == BASE + local


def test_numbered_studies_are_told_apart_by_their_registrant() -> None:
    minter = EntityIris()
    study = Entity(T.STUDY, "Study 001")
    assert minter.iri(study, registrant="acme") == f"{BASE}study/acme-study-001"
    assert minter.iri(study, registrant="globex") == f"{BASE}study/globex-study-001"
    assert minter.iri(Entity(T.STUDY, "BRIGHTSTAR"), registrant="acme") == f"{BASE}study/brightstar"


def test_filings_whose_names_look_alike_have_their_own_graphs() -> None:
    names = ["acme-8k", "Acme 8k", "acme_8k", "acme 8k"]
    assert len({iris.graph_iri(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("HGNC:1633", "http://identifiers.org/hgnc/1633"),
        ("UniProtKB:P15391", "http://purl.uniprot.org/uniprot/P15391"),
        ("MONDO:0018908", "http://purl.obolibrary.org/obo/MONDO_0018908"),
        ("unii:MRS84YT9L2", "http://identifiers.org/unii/MRS84YT9L2"),
    ],
)
def test_external_identifiers_become_iris_of_one_style(curie: str, iri: str) -> None:
    assert iris.external_iri(curie) == iri


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Merck", "Merck & Co."),
        ("Merck KGaA", "Merck KGaA"),
        ("Merck & Co., Inc.", "Merck & Co."),
        ("MSD", "Merck & Co."),
    ],
)
def test_a_name_as_it_stands_goes_before_one_without_its_legal_form(name: str, entry: str) -> None:
    known = EntityIris(load_vocabulary().entries).entry(Entity(EntityType.ORGANIZATION, name))
    assert known is not None
    assert known.name == entry
