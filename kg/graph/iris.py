"""The only place where an IRI is assembled.

Entities have readable IRIs made of a name; statements, evidence and runs have hashes of their content. No IRI depends
on a clock, on chance or on the order in which filings are read.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.model import Entity, EntityType, VocabularyEntry
from kg.names import LEGAL_FORMS, fold_name, slug

BASE = "https://w3id.org/biotech-pipeline/"
ONTOLOGY = f"{BASE}ontology#"
VOCAB = f"{BASE}vocab/"

FOLDERS = {
    EntityType.COMPOUND: "compound",
    EntityType.ANTIBODY: "antibody",
    EntityType.PAYLOAD: "payload",
    EntityType.LINKER: "linker",
    EntityType.TARGET: "target",
    EntityType.INDICATION: "indication",
    EntityType.ORGANIZATION: "org",
    EntityType.TECHNOLOGY: "platform",
    EntityType.STUDY: "study",
}
"""The folder of each kind of entity below `BASE`; it tells the kind from the IRI alone."""

_TYPES = {folder: kind for kind, folder in FOLDERS.items()}

_CODED = frozenset({EntityType.COMPOUND, EntityType.ANTIBODY, EntityType.PAYLOAD, EntityType.TARGET})
_CODE = re.compile(r"([a-z]{2,5})-(\d+[a-z]?)")
"""A development code or a gene's symbol that is its whole name: ``ABC-123`` and ``ABC 123`` are ``ABC123``."""
_LOCAL_STUDY = re.compile(r"(study|trial|protocol|part|cohort)-(no-)?[a-z0-9]{1,4}")
"""A study's name that says nothing outside its sponsor's own filings: ``Study 001``."""


def digest(*parts: object) -> str:
    """Return the SHA-256 of some plain values, in hexadecimal."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def entity_type(iri: str) -> EntityType | None:
    """Return the kind of an entity from its IRI; `None` where it is no entity's.

    >>> str(entity_type("https://w3id.org/biotech-pipeline/org/acme"))
    'Organization'
    """
    return _TYPES.get(iri.removeprefix(BASE).partition("/")[0]) if iri.startswith(BASE) else None


class EntityIris:
    """Gives entities their IRIs: by the vocabulary's name where it knows them, else by their own.

    A vocabulary entry is taken where exactly one of the entity's type has its name, or failing that exactly one has
    any of its aliases. What several entries claim is left to the entity's own name.
    """

    def __init__(self, vocabulary: Iterable[VocabularyEntry] = ()) -> None:
        self._entries: dict[tuple[EntityType, str], dict[str, VocabularyEntry]] = defaultdict(dict)
        for entry in vocabulary:
            for name in (entry.name, *entry.aliases):
                self._entries[entry.type, fold_name(name)][entry.name] = entry

    def entry(self, entity: Entity) -> VocabularyEntry | None:
        """Return the vocabulary's entry for an entity, or `None`."""
        by_name = self._named(entity.type, entity.name)
        if len(by_name) == 1:
            return by_name[0]
        found = {e.name: e for alias in entity.aliases for e in self._named(entity.type, alias)}
        if by_name:
            found = {e.name: e for e in by_name if e.name in found}
        return next(iter(found.values())) if len(found) == 1 else None

    def iri(self, entity: Entity, *, registrant: str = "") -> str:
        """Return an entity's IRI. `registrant` sets apart studies whose names mean something only in one company."""
        entry = self.entry(entity)
        return named_iri(entity.type, entry.name if entry else entity.name, registrant="" if entry else registrant)

    def _named(self, kind: EntityType, name: str) -> list[VocabularyEntry]:
        entries = self._entries.get((kind, fold_name(name)), {})
        # A short name of one company may be the name of another but for its legal form.
        exact = [e for e in entries.values() if name in {n.removeprefix("=") for n in (e.name, *e.aliases)}]
        own = [e for e in entries.values() if fold_name(e.name) == fold_name(name)]
        return exact or own or list(entries.values())


def named_iri(kind: EntityType, name: str, *, registrant: str = "") -> str:
    """Return the IRI of the entity of a kind with a name.

    >>> named_iri(EntityType.COMPOUND, "ABC-123"), named_iri(EntityType.ORGANIZATION, "Acme Biologics, Inc.")[-18:]
    ('https://w3id.org/biotech-pipeline/compound/abc123', 'org/acme-biologics')
    """
    words = name.split()
    if kind is EntityType.ORGANIZATION:
        while len(words) > 1 and words[-1].strip(",.").replace(".", "").lower() in LEGAL_FORMS:
            words.pop()
    local = slug(" ".join(words))
    code = _CODE.fullmatch(local)
    if code and kind in _CODED:
        local = code[1] + code[2]
    if kind is EntityType.STUDY and registrant and _LOCAL_STUDY.fullmatch(local):
        local = f"{slug(registrant)}-{local}"
    return f"{BASE}{FOLDERS[kind]}/{local}"


def _local(iri: str) -> str:
    return iri.rsplit("/", 1)[1]


def program_iri(compound: str, indication: str | None) -> str:
    """Return the IRI of the program of a compound in an indication, both given by their IRIs.

    >>> program_iri(BASE + "compound/abc123", None)
    'https://w3id.org/biotech-pipeline/program/abc123--unspecified'
    """
    return f"{BASE}program/{_local(compound)}--{_local(indication) if indication else 'unspecified'}"


def filing_slug(name: str) -> str:
    """Return a filing's name as part of an IRI; a name that is not one already gets a hash, so that none clash.

    >>> filing_slug("acme-8k-2007-10-17"), filing_slug("Acme 8-K")
    ('acme-8k-2007-10-17', 'acme-8-k-81acac')
    """
    local = slug(name)
    return local if local == name else f"{local}-{digest(name)[:6]}"


def filing_iri(name: str) -> str:
    """Return the IRI of a filing."""
    return f"{BASE}filing/{filing_slug(name)}"


def section_iri(name: str, part: str) -> str:
    """Return the IRI of a part of a filing."""
    return f"{BASE}filing/{filing_slug(name)}--{slug(part)}"


def graph_iri(name: str) -> str:
    """Return the IRI of a filing's named graph."""
    return f"{BASE}graph/filing-{filing_slug(name)}"


FILINGS = f"{BASE}filing/"
STATEMENTS = f"{BASE}statement/"
EVIDENCE = f"{BASE}evidence/"
FILING_GRAPHS = f"{BASE}graph/filing-"
ENTITIES_GRAPH = f"{BASE}graph/entities"
DERIVED_GRAPH = f"{BASE}graph/derived"
MERGES_GRAPH = f"{BASE}graph/merges"
CURATION_GRAPH = f"{BASE}graph/curation"
ONTOLOGY_GRAPH = f"{BASE}graph/ontology"


def run_iri(name: str) -> str:
    """Return the IRI of the run that read a filing."""
    return f"{BASE}run/{filing_slug(name)}"


def statement_iri(kind: str, filing: str, claim: Sequence[object]) -> str:
    """Return the IRI of a statement of a class in a filing, by what it claims."""
    return f"{BASE}statement/{digest(kind, filing, claim)[:20]}"


def evidence_iri(content_hash: str, filing: str, start: int, end: int) -> str:
    """Return the IRI of a span of a filing's text.

    The filing's name counts beside its text, so that two copies of one text stay two sources.
    """
    return f"{BASE}evidence/{digest(content_hash, filing)[:12]}-{start}-{end}"


def merge_iri(members: Sequence[str]) -> str:
    """Return the IRI of the decision about some entities."""
    return f"{BASE}merge/{digest(sorted(members))[:20]}"


def reason_iri(merge: str, comparator: str, name: str) -> str:
    """Return the IRI of a reason of such a decision."""
    return f"{merge}-{digest(comparator, name)[:8]}"


def curation_iri(*parts: object) -> str:
    """Return the IRI of a row of a curation file, by what it says."""
    return f"{BASE}curation/{digest(*parts)[:20]}"


def change_iri(company: str, before: str, after: str) -> str:
    """Return the IRI of a company's change of name."""
    return f"{BASE}change/{digest(company, before, after)[:20]}"


def person_iri(name: str) -> str:
    """Return the IRI of a person who curates."""
    return f"{BASE}person/{slug(name)}"


def selector_iri(evidence: str) -> str:
    """Return the IRI of the selector of a piece of evidence."""
    return f"{evidence}-sel"


def dose_iri(value: str, unit: str, *, comparator: str = "", schedule: str = "") -> str:
    """Return the IRI of a dose.

    >>> dose_iri("3.6", "mg/kg", comparator="<=")[len(BASE):]
    'dose/le-3.6-mg-kg'
    """
    sign = {"<": "lt-", "<=": "le-", ">": "gt-", ">=": "ge-"}.get(comparator, "")
    return f"{BASE}dose/{sign}{value}-{slug(unit)}{f'-{slug(schedule)}' if schedule else ''}"


def concept_iri(local: str) -> str:
    """Return the IRI of a concept by its local name."""
    return f"{VOCAB}{local}"


def minted_concept_iri(prefix: str, label: str) -> str:
    """Return the IRI of a concept that no scheme declares, such as an adverse event.

    >>> minted_concept_iri("ae", "Pleural effusion")[len(VOCAB):]
    'ae-pleural-effusion'
    """
    return f"{VOCAB}{prefix}-{slug(label)}"


EXTERNAL_PREFIXES = {
    "HGNC": "http://identifiers.org/hgnc/",
    "NCBIGene": "http://identifiers.org/ncbigene/",
    "UniProtKB": "http://purl.uniprot.org/uniprot/",
    "UNII": "http://identifiers.org/unii/",
    "CHEMBL.COMPOUND": "http://identifiers.org/chembl.compound/",
    "DRUGBANK": "http://identifiers.org/drugbank/",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "mesh": "http://id.nlm.nih.gov/mesh/",
    "cik": "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=",
    "lei": "http://identifiers.org/lei/",
    "clinicaltrials": "http://identifiers.org/clinicaltrials/",
}
"""How identifiers of other sources are written as IRIs: one style a source, as Biolink's prefix map has it.

EDGAR is in no prefix registry; its company page is the IRI there."""


def external_iri(curie: str) -> str:
    """Return the IRI of an external identifier. Raises `KeyError` with the prefix where it is unknown.

    >>> external_iri("HGNC:1633")
    'http://identifiers.org/hgnc/1633'
    """
    prefix, _, local = curie.partition(":")
    folded = {known.lower(): iri for known, iri in EXTERNAL_PREFIXES.items()}
    return folded[prefix.lower()] + local
