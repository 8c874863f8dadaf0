"""What the page calls things: words for readers, in the order in which readers expect them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import EntityType, Modality, Predicate


@dataclass(frozen=True, slots=True)
class Wording:
    """How a predicate reads from its subject, how from its object, and under which heading of a card."""

    label: str
    inverse: str
    family: str


COMPOSITION = "Composition"
STAGES = "Stages and designations"
INDICATIONS = "Indications"
RIGHTS = "Rights and partners"
PAYMENTS = "Payments"
OUTCOMES = "Outcomes"

FAMILIES = (COMPOSITION, STAGES, INDICATIONS, RIGHTS, PAYMENTS, OUTCOMES)
"""Headings of an entity's card, in order."""

WORDINGS: dict[Predicate, Wording] = {
    Predicate.COMPOUND_TYPE: Wording("is a", "is the type of", COMPOSITION),
    Predicate.HAS_ANTIBODY: Wording("has antibody", "is the antibody of", COMPOSITION),
    Predicate.HAS_PAYLOAD: Wording("has payload", "is the payload of", COMPOSITION),
    Predicate.HAS_LINKER: Wording("has linker", "is the linker of", COMPOSITION),
    Predicate.HAS_TARGET: Wording("binds target", "is the target of", COMPOSITION),
    Predicate.USES_TECHNOLOGY: Wording("uses technology", "is used by", COMPOSITION),
    Predicate.HAS_STAGE: Wording("has stage", "is the stage of", STAGES),
    Predicate.HAS_DESIGNATION: Wording("has designation", "is the designation of", STAGES),
    Predicate.HAS_INDICATION: Wording("has indication", "is an indication of", INDICATIONS),
    Predicate.EXPRESSED_IN: Wording("is expressed in", "expresses", INDICATIONS),
    Predicate.COMBINED_WITH: Wording("is combined with", "is combined with", STAGES),
    Predicate.DEVELOPED_BY: Wording("is developed by", "develops", RIGHTS),
    Predicate.ORIGINATED_BY: Wording("was originated by", "originated", RIGHTS),
    Predicate.OWNED_BY: Wording("is owned by", "owns", RIGHTS),
    Predicate.LICENSED_TO: Wording("is licensed to", "has licensed", RIGHTS),
    Predicate.COLLABORATES_WITH: Wording("collaborates with", "collaborates with", RIGHTS),
    Predicate.ACQUIRED_BY: Wording("is acquired by", "acquires", RIGHTS),
    Predicate.PAYS: Wording("pays", "is paid by", PAYMENTS),
    Predicate.HAS_OUTCOME: Wording("has outcome", "is an outcome of", OUTCOMES),
    Predicate.PRESENTED_AT: Wording("is presented at", "presents", OUTCOMES),
}

TYPES: dict[EntityType, tuple[str, str]] = {
    EntityType.COMPOUND: ("Compounds", "dot"),
    EntityType.ANTIBODY: ("Antibodies", "triangleDown"),
    EntityType.PAYLOAD: ("Payloads", "star"),
    EntityType.LINKER: ("Linkers", "diamond"),
    EntityType.TARGET: ("Targets", "hexagon"),
    EntityType.INDICATION: ("Indications", "triangle"),
    EntityType.ORGANIZATION: ("Organizations", "box"),
    EntityType.TECHNOLOGY: ("Technologies", "square"),
    EntityType.STUDY: ("Studies", "ellipse"),
}
"""Each type's plural, and its shape in the drawing: no two share a shape, so that colour is never the only sign."""

MODALITIES: dict[Modality, str] = {
    Modality.ASSERTED: "stated as fact",
    Modality.PLANNED: "planned",
    Modality.EXPECTED: "expected",
    Modality.POSSIBLE: "possible",
    Modality.NEGATED: "denied",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the pipeline chart. `always` ones are drawn even where nothing stands in them."""

    stage: str
    label: str
    short: str
    always: bool = True


OTHER_STAGE = "other"
COLUMNS = (
    Column("preclinical", "Preclinical", "Pre"),
    Column("IND", "IND", "IND"),
    Column("clinical", "Clinical", "Clin.", always=False),
    Column("phase 1", "Phase 1", "1"),
    Column("phase 1/2", "Phase 1/2", "1/2"),
    Column("phase 2", "Phase 2", "2"),
    Column("phase 2/3", "Phase 2/3", "2/3"),
    Column("phase 3", "Phase 3", "3"),
    Column("submitted", "Submitted", "Sub"),
    Column("approved", "Approved", "App"),
    Column(OTHER_STAGE, "Other", "Oth", always=False),
)
