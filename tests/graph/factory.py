"""Small extractions about invented companies and compounds: every predicate and every qualifier, checkable by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from kg.model import (
    DateRange,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Fact,
    Filing,
    FilingFormat,
    Modality,
    OffsetMap,
    Part,
    Predicate,
    Qualifier,
    Registrant,
    Tally,
)

ACME_ATTRIBUTES = {
    "cik": "0000012345",
    "ticker": "ACMB",
    "exchange": "Nasdaq",
    "jurisdiction": "Delaware",
    "commissionFileNumber": "0-12345",
    "irsNumber": "12-3456789",
    "city": "Springfield",
}
ACME = Entity(EntityType.ORGANIZATION, "Acme Biologics, Inc.", ("ACME BIOLOGICS, INC.", "Acme"), ACME_ATTRIBUTES)
GLOBEX = Entity(EntityType.ORGANIZATION, "Globex plc", ("Globex",))
INITECH = Entity(EntityType.ORGANIZATION, "Initech AG")
ABC123 = Entity(EntityType.COMPOUND, "ABC123", ("huZ9-DM7",))
XYZ9 = Entity(EntityType.COMPOUND, "XYZ9")
COFFEINIB = Entity(EntityType.COMPOUND, "coffeinib", (), {"class": "kinase inhibitor"})
HUZ9 = Entity(EntityType.ANTIBODY, "huZ9")
DM7 = Entity(EntityType.PAYLOAD, "DM7")
SPQR = Entity(EntityType.LINKER, "SPQR")
CD999 = Entity(EntityType.TARGET, "CD999", ("CD-999",))
LYMPHOMA = Entity(EntityType.INDICATION, "grey-cell lymphoma", ("GCL",))
MYELOMA = Entity(EntityType.INDICATION, "CD999+ myeloma")
PLATFORM = Entity(EntityType.TECHNOLOGY, "Hushed Prodrug (HUP) technology", ("HUP",))
STUDY = Entity(EntityType.STUDY, "Study 001")

JUNE = DateRange("June/July 2007", date(2007, 6, 1), date(2007, 7, 31), "month-range", "2007-06/2007-07")
MAY_4 = DateRange("May 4, 2007", date(2007, 5, 4), date(2007, 5, 4), "day", "2007-05-04")


def evidence(quote: str, start: int, *, part: str = "main", section: str = "Item 8.01") -> Evidence:
    return Evidence(part, section, quote, start, start + len(quote))


def fact(
    subject: Entity,
    predicate: Predicate,
    object_: Entity | str,
    start: int = 0,
    *,
    modality: Modality = Modality.ASSERTED,
    confidence: float = 0.95,
    rule: str = "test-rule",
    reason: str = "",
    speaker: str | None = None,
    more: Iterable[Evidence] = (),
    **qualifiers: Qualifier,
) -> Fact:
    """Return a fact whose words stand at `start`; qualifiers are keyword arguments (``field_`` is ``field``)."""
    words = f"{subject.name} {predicate} {object_.name if isinstance(object_, Entity) else object_} ({start})"
    named = {key.rstrip("_"): value for key, value in qualifiers.items()}
    found = (evidence(words, start), *more)
    return Fact(subject, predicate, object_, found, named, modality, confidence, rule, reason, speaker)


P = Predicate
FACTS = (
    fact(ABC123, P.COMPOUND_TYPE, "antibody-drug conjugate", 100),
    fact(ABC123, P.HAS_ANTIBODY, HUZ9, 200, confidence=0.8),
    fact(ABC123, P.HAS_PAYLOAD, DM7, 300, more=[evidence("carries DM7", 5), evidence("DM7 is carried", 9000)]),
    fact(ABC123, P.HAS_LINKER, SPQR, 400, confidence=0.79, reason="linker named in another sentence"),
    fact(HUZ9, P.HAS_TARGET, CD999, 500),
    fact(ABC123, P.USES_TECHNOLOGY, PLATFORM, 600),
    fact(ABC123, P.HAS_INDICATION, LYMPHOMA, 700, setting="relapsed"),
    fact(ABC123, P.HAS_INDICATION, MYELOMA, 750, modality=Modality.POSSIBLE),
    fact(CD999, P.EXPRESSED_IN, MYELOMA, 800),
    fact(
        *(ABC123, P.HAS_STAGE, "phase 2", 900),
        modality=Modality.EXPECTED,
        status="planned",
        indication=LYMPHOMA,
        sponsor=GLOBEX,
        study=STUDY,
        eventDate=JUNE,
        region="US",
        speaker="J. Doe, Chief Executive Officer",
    ),
    fact(ABC123, P.HAS_STAGE, "phase 1", 1000, status="ongoing", indication=LYMPHOMA, sponsor=ACME),
    fact(XYZ9, P.HAS_STAGE, "preclinical", 1100),
    fact(ABC123, P.HAS_DESIGNATION, "orphan drug", 1200, indication=LYMPHOMA, region="EU", eventDate=MAY_4),
    fact(ABC123, P.COMBINED_WITH, COFFEINIB, 1300, study=STUDY, stage="phase 1", indication=MYELOMA),
    fact(ABC123, P.DEVELOPED_BY, GLOBEX, 1400),
    fact(ABC123, P.ORIGINATED_BY, ACME, 1500),
    fact(PLATFORM, P.OWNED_BY, ACME, 1600),
    fact(
        *(ABC123, P.LICENSED_TO, GLOBEX, 1700),
        licensor=ACME,
        exclusive=True,
        field_="oncology",
        territory="worldwide",
        eventDate=MAY_4,
    ),
    fact(CD999, P.LICENSED_TO, INITECH, 1800, licensor=ACME, exclusive=False),
    fact(ACME, P.COLLABORATES_WITH, GLOBEX, 1900, scope="two antibodies", eventDate=MAY_4),
    fact(ACME, P.COLLABORATES_WITH, INITECH, 1950, status="ended"),
    fact(INITECH, P.ACQUIRED_BY, GLOBEX, 2000, eventDate=MAY_4),
    fact(
        *(GLOBEX, P.PAYS, ACME, 2100),
        type="milestone",
        amount=1_000_000,
        currency="USD",
        compound=ABC123,
        trigger="first patient dosed",
        status="due",
        eventDate=MAY_4,
    ),
    fact(
        *(GLOBEX, P.PAYS, ACME, 2200),
        type="royalty",
        minAmount=21_500_000,
        maxAmount=30_000_000.5,
        rate="mid-single digit percentage",
        status="potential",
        modality=Modality.POSSIBLE,
    ),
    fact(
        *(ABC123, P.HAS_OUTCOME, "objective response", 2300),
        count=4,
        outOf=10,
        dose="2.4 or 3.6 mg/kg",
        schedule="once every three weeks",
        population="Cohort 1",
        stage="phase 1",
        study=STUDY,
        indication=LYMPHOMA,
    ),
    fact(ABC123, P.HAS_OUTCOME, "maximum tolerated dose", 2400, value=3.6, unit="mg/kg"),
    fact(ABC123, P.HAS_OUTCOME, "duration of response", 2500, value=">6", unit="months"),
    fact(ABC123, P.HAS_OUTCOME, "half-life", 2600, value="6-18", unit="days"),
    fact(ABC123, P.HAS_OUTCOME, "response rate", 2650, value=82, unit="%"),
    fact(ABC123, P.HAS_OUTCOME, "enrollment", 2660, count="20-30"),
    fact(ABC123, P.HAS_OUTCOME, "adverse event", 2700, event="Pleural effusion", grade="3/4", count=2),
    fact(
        *(ABC123, P.HAS_OUTCOME, "adverse event", 2800),
        event="cardiac toxicity",
        grade="severe",
        dose="up to and including 168 mg/m²",
        modality=Modality.NEGATED,
    ),
    fact(ABC123, P.PRESENTED_AT, "Annual Meeting of the Grey Society", 2900, abstract="1042", eventDate=JUNE),
)
"""One fact or more for each predicate, every qualifier at least once."""

TALLY = Tally(
    2, "compounds", "clinical", evidence("Two compounds are in clinical testing.", 40), "Two compounds", False
)

ENTITIES = (
    *(ACME, GLOBEX, INITECH, ABC123, XYZ9, COFFEINIB, HUZ9, DM7, SPQR, CD999, LYMPHOMA, MYELOMA, PLATFORM, STUDY),
)


def filing(name: str = "acme-8k-2007-06-04", *, day: date | None = date(2007, 6, 4), registrant: bool = True) -> Filing:
    part = Part("main", "8-K", "Current report", "", OffsetMap(()), (), (), markup=False)
    exhibit = Part("ex-99-1", "EX-99.1", "", "", OffsetMap(()), (), (), markup=False)
    return Filing(
        name=name,
        source="",
        content_hash=hashlib.sha256(name.encode()).hexdigest(),
        format=FilingFormat.TEXT,
        form="8-K",
        registrant=Registrant(
            "ACME BIOLOGICS, INC.",
            *("0000012345", "ACMB", "Nasdaq", "Delaware", "0-12345", "12-3456789", "Springfield"),
        )
        if registrant
        else None,
        accession="0000012345-07-000001",
        report_date=day,
        filed_date=day,
        parts=(part, exhibit),
    )


def extraction(
    facts: Iterable[Fact] = FACTS,
    *,
    entities: Iterable[Entity] = ENTITIES,
    of: Filing | None = None,
) -> Extraction:
    return Extraction(of or filing(), tuple(entities), (), tuple(facts))
