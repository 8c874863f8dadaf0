"""Extractions and vocabularies become quads: a named graph for each filing, and one for what vocabularies know."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib import metadata

from pyoxigraph import Literal, Quad

from kg.graph import iris
from kg.graph.claims import ATTRIBUTES, ENTITY_CLASSES
from kg.graph.curated import vocabulary_quads
from kg.graph.iris import EntityIris
from kg.graph.namespace import term
from kg.graph.quads import Sheet, nquads, text
from kg.graph.statements import IriOf, Writing, write_statements
from kg.graph.tallies import write_tallies
from kg.model import Entity, EntityType, Extraction, Filing, Qualifier, Registrant, VocabularyEntry
from kg.names import fold_name

__all__ = ["extractor_version", "filing_quads", "vocabulary_quads"]


@cache
def extractor_version() -> str:
    """Return the version of this library, which stands on every run that names no other."""
    try:
        return metadata.version("biotech-pipeline-kg")
    except metadata.PackageNotFoundError:
        return "unversioned"


def filing_quads(
    extraction: Extraction,
    *,
    vocabulary: Sequence[VocabularyEntry] | EntityIris = (),
    extractor: str = "",
    read_at: datetime | None = None,
) -> list[Quad]:
    """Return an extraction as the quads of its filing's named graph, each once.

    The same extraction gives the same quads, except for the time `read_at`, which is on the run node only. Pass an
    `EntityIris` in place of the vocabulary where many filings are written. Raises `StoreError` where a fact has a
    qualifier or a value that the fact table does not allow.
    """
    filing = extraction.filing
    minter = vocabulary if isinstance(vocabulary, EntityIris) else EntityIris(vocabulary)
    registrant = _registrant_iri(extraction, minter)
    scope = registrant.rsplit("/", 1)[1] if registrant else ""
    known: dict[tuple[EntityType, str, tuple[str, ...]], str] = {}

    def iri_of(entity: Entity) -> str:
        key = (entity.type, entity.name, entity.aliases)
        if key not in known:
            known[key] = minter.iri(entity, registrant=scope)
        return known[key]

    sheet = Sheet(iris.graph_iri(filing.name))
    _write_filing(sheet, extraction, registrant)
    for entity in _entities(extraction):
        _write_entity(sheet, entity, iri_of)
    writing = Writing(sheet, filing, iri_of)
    write_statements(writing, extraction.facts)
    write_tallies(writing, extraction.tallies)
    _write_run(sheet, filing, extractor or extractor_version(), read_at)
    return sheet.quads()


def _entities(extraction: Extraction) -> list[Entity]:
    """Return the entities listed, and those that only facts name."""
    found = list(extraction.entities)
    for fact in extraction.facts:
        values: list[Qualifier] = [fact.subject, fact.object, *fact.qualifiers.values()]
        found += [value for value in values if isinstance(value, Entity)]
    return found


def _registrant_iri(extraction: Extraction, minter: EntityIris) -> str:
    registrant = extraction.filing.registrant
    if not registrant:
        return ""
    name = fold_name(registrant.name)
    for entity in extraction.entities:
        if entity.type is EntityType.ORGANIZATION and name in map(fold_name, (entity.name, *entity.aliases)):
            return minter.iri(entity)
    return minter.iri(Entity(EntityType.ORGANIZATION, registrant.name))


def _write_filing(sheet: Sheet, extraction: Extraction, registrant: str) -> None:
    filing = extraction.filing
    node = iris.filing_iri(filing.name)
    sheet.type(node, "pipe:Filing", "prov:Entity")
    sheet.words(node, "dcterms:identifier", filing.name)
    sheet.words(node, "pipe:contentHash", filing.content_hash)
    sheet.words(node, "pipe:fileFormat", filing.format)
    sheet.words(node, "pipe:formType", filing.form)
    sheet.words(node, "pipe:accessionNumber", filing.accession)
    sheet.days(node, "pipe:eventReportedOn", filing.report_date)
    sheet.days(node, "pipe:filedOn", filing.filed_date)
    sheet.days(node, "pipe:reportedOn", filing.reported_on)
    if filing.registrant:
        sheet.link(node, "pipe:registrant", registrant)
        sheet.words(node, "pipe:registrantName", filing.registrant.name)
        _write_registrant(sheet, registrant, filing.registrant)
    parts = {part.id: (part.type, part.title) for part in filing.parts}
    cited = {e.part for fact in extraction.facts for e in fact.evidence}
    cited |= {tally.evidence.part for tally in extraction.tallies}
    for part in sorted(set(parts) | cited):
        kind, title = parts.get(part, ("", ""))
        section = iris.section_iri(filing.name, part)
        sheet.type(section, "pipe:FilingSection", "prov:Entity")
        sheet.words(section, "dcterms:identifier", part)
        sheet.words(section, "pipe:partType", kind)
        sheet.words(section, "pipe:sectionTitle", title)
        sheet.link(section, "dcterms:isPartOf", node)
        sheet.link(node, "dcterms:hasPart", section)


def _write_registrant(sheet: Sheet, node: str, registrant: Registrant) -> None:
    sheet.type(node, "pipe:Organization", "pipe:Entity", "org:FormalOrganization")
    sheet.words(node, "pipe:name", registrant.name)
    stated = {
        "pipe:cik": registrant.cik,
        "pipe:ticker": registrant.ticker,
        "pipe:exchange": registrant.exchange,
        "pipe:jurisdiction": registrant.jurisdiction,
        "pipe:commissionFileNumber": registrant.file_number,
        "pipe:irsNumber": registrant.irs_number,
        "pipe:city": registrant.city,
    }
    for prop, value in stated.items():
        sheet.words(node, prop, value)


def _write_entity(sheet: Sheet, entity: Entity, iri_of: IriOf) -> None:
    node = iri_of(entity)
    sheet.type(node, ENTITY_CLASSES[entity.type], "pipe:Entity")
    if entity.type is EntityType.ORGANIZATION:
        sheet.type(node, "org:FormalOrganization")
    sheet.add(node, "pipe:filedAs", text(entity.name))
    sheet.add(node, "pipe:name", text(entity.name), *map(text, entity.aliases))
    for key, value in entity.attributes.items():
        prop = ATTRIBUTES.get(key)
        sheet.words(node, prop or "pipe:attribute", value if prop else f"{key}={value}")


def _write_run(sheet: Sheet, filing: Filing, extractor: str, read_at: datetime | None) -> None:
    node = iris.run_iri(filing.name)
    sheet.type(node, "pipe:ExtractionRun", "prov:Activity")
    sheet.link(node, "prov:used", iris.filing_iri(filing.name))
    wholes = "\n".join(nquads(sheet.quads()))
    sheet.words(node, "pipe:outputDigest", hashlib.sha256(wholes.encode()).hexdigest())
    # not part of the digest: another version may come to the same
    sheet.words(node, "pipe:extractorVersion", extractor)
    if read_at:
        moment = Literal(read_at.isoformat(), datatype=term("xsd:dateTime"))
        sheet.add(node, "prov:endedAtTime", moment)
