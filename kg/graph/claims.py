"""Where each predicate and each qualifier of the fact table lives in the graph: one table, for writing and reading."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.errors import StoreError
from kg.model import Predicate


class Kind(StrEnum):
    """How a value is written."""

    ENTITY = "entity"
    CONCEPT = "concept"
    TEXT = "text"
    INTEGER = "whole number"
    DECIMAL = "number"
    MEASURED = "number or text"
    COUNTED = "whole number or a bound or range of them"
    FLAG = "true or false"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Home:
    """A property, how its value is written, and for a concept its scheme."""

    property: str
    kind: Kind
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """The class of statement that a predicate makes, and where its subject and object go.

    `subject` is empty for relations: their subject is rdf:subject, their object rdf:object, and `object.property` is
    their rdf:predicate.
    """

    cls: str
    subject: str
    object: Home


def _relation(name: str, kind: Kind = Kind.ENTITY, scheme: str = "") -> Claim:
    return Claim("pipe:RelationStatement", "", Home(f"pipe:{name}", kind, scheme))


CLAIMS = {
    Predicate.COMPOUND_TYPE: _relation("compoundType", Kind.CONCEPT, "compound-type"),
    Predicate.HAS_ANTIBODY: _relation("hasAntibody"),
    Predicate.HAS_PAYLOAD: _relation("hasPayload"),
    Predicate.HAS_LINKER: _relation("hasLinker"),
    Predicate.HAS_TARGET: _relation("targets"),
    Predicate.USES_TECHNOLOGY: _relation("usesPlatform"),
    Predicate.HAS_INDICATION: _relation("hasIndication"),
    Predicate.EXPRESSED_IN: _relation("expressedIn"),
    Predicate.COMBINED_WITH: _relation("combinedWith"),
    Predicate.DEVELOPED_BY: _relation("developedBy"),
    Predicate.ORIGINATED_BY: _relation("originatedBy"),
    Predicate.OWNED_BY: _relation("ownedBy"),
    Predicate.COLLABORATES_WITH: _relation("collaboratesWith"),
    Predicate.ACQUIRED_BY: _relation("acquiredBy"),
    Predicate.PRESENTED_AT: _relation("presentedAt", Kind.TEXT),
    Predicate.HAS_STAGE: Claim("pipe:DevelopmentStatement", "pipe:compound", Home("pipe:phase", Kind.CONCEPT, "phase")),
    Predicate.HAS_DESIGNATION: Claim(
        "pipe:DesignationStatement", "pipe:compound", Home("pipe:designation", Kind.CONCEPT, "designation")
    ),
    Predicate.HAS_OUTCOME: Claim(
        "pipe:OutcomeObservation", "pipe:compound", Home("pipe:measure", Kind.CONCEPT, "measure")
    ),
    Predicate.LICENSED_TO: Claim("pipe:RightsGrant", "pipe:rightsTo", Home("pipe:grantee", Kind.ENTITY)),
    Predicate.PAYS: Claim("pipe:Payment", "pipe:payer", Home("pipe:payee", Kind.ENTITY)),
}
"""The statement that each predicate makes."""

ADVERSE = frozenset({"adverse event", "dose-limiting toxicity"})
"""Measures that are side effects: their observations are AdverseEventObservations too."""

QUALIFIERS = {
    "indication": Home("pipe:indication", Kind.ENTITY),
    "sponsor": Home("pipe:sponsor", Kind.ENTITY),
    "study": Home("pipe:study", Kind.ENTITY),
    "licensor": Home("pipe:grantor", Kind.ENTITY),
    "compound": Home("pipe:compound", Kind.ENTITY),
    "stage": Home("pipe:phase", Kind.CONCEPT, "phase"),
    "status": Home("pipe:status", Kind.CONCEPT, "status"),
    "type": Home("pipe:paymentType", Kind.CONCEPT, "payment-type"),
    "exclusive": Home("pipe:exclusivity", Kind.FLAG, "exclusivity"),
    "eventDate": Home("pipe:eventDateText", Kind.DATE),
    "amount": Home("pipe:amount", Kind.DECIMAL),
    "minAmount": Home("pipe:amountMin", Kind.DECIMAL),
    "maxAmount": Home("pipe:amountMax", Kind.DECIMAL),
    "count": Home("pipe:numerator", Kind.COUNTED),
    "outOf": Home("pipe:denominator", Kind.INTEGER),
    "value": Home("pipe:value", Kind.MEASURED),
    "setting": Home("pipe:setting", Kind.TEXT),
    "region": Home("pipe:region", Kind.TEXT),
    "field": Home("pipe:field", Kind.TEXT),
    "territory": Home("pipe:territory", Kind.TEXT),
    "scope": Home("pipe:scope", Kind.TEXT),
    "currency": Home("pipe:currency", Kind.TEXT),
    "trigger": Home("pipe:trigger", Kind.TEXT),
    "rate": Home("pipe:rate", Kind.TEXT),
    "unit": Home("pipe:unit", Kind.TEXT),
    "dose": Home("pipe:dose", Kind.TEXT),
    "schedule": Home("pipe:schedule", Kind.TEXT),
    "event": Home("pipe:event", Kind.TEXT),
    "grade": Home("pipe:grade", Kind.TEXT),
    "population": Home("pipe:population", Kind.TEXT),
    "abstract": Home("pipe:abstract", Kind.TEXT),
}
"""Where each qualifier goes, whatever the predicate."""

_STATUS = {
    Predicate.PAYS: Home("pipe:paymentStatus", Kind.CONCEPT, "payment-status"),
    Predicate.COLLABORATES_WITH: Home("pipe:agreementStatus", Kind.CONCEPT, "agreement-status"),
    Predicate.LICENSED_TO: Home("pipe:agreementStatus", Kind.CONCEPT, "agreement-status"),
}


def qualifier_home(predicate: Predicate, key: str) -> Home:
    """Return where a qualifier goes. Raises `StoreError` for one that the fact table does not have."""
    if key == "status":
        return _STATUS.get(predicate, QUALIFIERS[key])
    if key not in QUALIFIERS:
        raise StoreError(f"{predicate} has a qualifier {key!r}, which is none of {', '.join(sorted(QUALIFIERS))}")
    return QUALIFIERS[key]


ATTRIBUTES = {
    key: f"pipe:{key}"
    for key in ("cik", "ticker", "exchange", "jurisdiction", "commissionFileNumber", "irsNumber", "city")
}
"""Attributes of entities that have a property of their own; others are written as ``key=value``."""

ENTITY_CLASSES = {
    "Compound": "pipe:Compound",
    "Antibody": "pipe:Antibody",
    "Payload": "pipe:Payload",
    "Linker": "pipe:Linker",
    "Target": "pipe:Target",
    "Indication": "pipe:Indication",
    "Organization": "pipe:Organization",
    "Technology": "pipe:TechnologyPlatform",
    "Study": "pipe:ClinicalStudy",
}
"""The class of each kind of entity."""
