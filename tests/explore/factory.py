"""Invented facts about things that do not exist, in all predicates, with hostile text among them."""

from __future__ import annotations

from datetime import date

from kg.model import (
    DateRange,
    Entity,
    EntityType,
    Evidence,
    Fact,
    FilingSummary,
    Modality,
    Predicate,
    Qualifier,
    StoredFact,
)

HOSTILE = '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">&amp;\u2028\u202e\'"`${1}<!--'

NORVEX = Entity(EntityType.ORGANIZATION, "Norvex Therapeutics, Inc.", ("Norvex",), {"ticker": "NVXX"})
QUILLON = Entity(EntityType.ORGANIZATION, "Quillon AG", ("Quillon",))
OBANE = Entity(EntityType.ORGANIZATION, "Obane Labs")
ALPHA = Entity(EntityType.COMPOUND, "NVX-101", ("zeltuzumab torvatecan", "Zt-TVC"))
BETA = Entity(EntityType.COMPOUND, "QLN-20")
GAMMA = Entity(EntityType.COMPOUND, "Müllerib")
EVIL = Entity(EntityType.COMPOUND, f"=HYPER {HOSTILE}", (f"alias {HOSTILE}",))
ZELTUZUMAB = Entity(EntityType.ANTIBODY, "zeltuzumab")
TORVATECAN = Entity(EntityType.PAYLOAD, "torvatecan", ("TVC",))
GLYLINK = Entity(EntityType.LINKER, "Glylink-4")
TARGET = Entity(EntityType.TARGET, "XRP9", ("xenoreceptor protein 9",))
DISEASE = Entity(EntityType.INDICATION, "norvian carcinoma")
LYMPHOMA = Entity(EntityType.INDICATION, "quill-cell lymphoma")
PLATFORM = Entity(EntityType.TECHNOLOGY, "TorvaLock platform")
STUDY = Entity(EntityType.STUDY, "LANTERN-1")

FIRST = FilingSummary(
    "urn:filing:1",
    "norvex-8k-2019",
    "8-K",
    "Norvex Therapeutics, Inc.",
    date(2019, 3, 4),
    "0000000001-19-000001",
    "a" * 64,
)
SECOND = FilingSummary(
    "urn:filing:2",
    "norvex-10k-2021",
    "10-K",
    "Norvex Therapeutics, Inc.",
    date(2021, 2, 26),
    "0000000001-21-000007",
    "b" * 64,
)

_YEAR = DateRange("2019", date(2019, 1, 1), date(2019, 12, 31), "year", "2019")


def iri(entity: Entity) -> str:
    """Return the IRI that the tests give an entity."""
    return f"https://example.org/{entity.type}/{abs(sum(ord(c) * i for i, c in enumerate(entity.name, 1)))}"


def stored(
    subject: Entity,
    predicate: Predicate,
    value: Entity | str,
    /,
    *,
    filing: FilingSummary = FIRST,
    quote: str | None = None,
    modality: Modality = Modality.ASSERTED,
    confidence: float = 0.9,
    **qualifiers: Qualifier,
) -> StoredFact:
    """Return a stored fact whose IRI and offsets follow from what it says."""
    words = quote or f"{subject.name} {predicate} {value.name if isinstance(value, Entity) else value}"
    start = 100 + sum(map(ord, words)) % 9000
    evidence = Evidence("ex-99-1", "Recent progress", words, start, start + len(words))
    fact = Fact(subject, predicate, value, (evidence,), qualifiers, modality, confidence, "test-rule", "said plainly")
    return StoredFact(
        f"https://example.org/fact/{filing.name}/{fact.key}",
        fact,
        filing,
        iri(subject),
        iri(value) if isinstance(value, Entity) else None,
    )


def facts() -> list[StoredFact]:
    """Return facts in all twenty predicates and all five modalities, from two filings."""
    p, m = Predicate, Modality
    return [
        stored(ALPHA, p.COMPOUND_TYPE, "antibody-drug conjugate"),
        stored(ALPHA, p.HAS_ANTIBODY, ZELTUZUMAB, quote="NVX-101 pairs zeltuzumab with torvatecan."),
        stored(ALPHA, p.HAS_PAYLOAD, TORVATECAN, quote="NVX-101 pairs zeltuzumab with torvatecan."),
        stored(ALPHA, p.HAS_PAYLOAD, TORVATECAN, filing=SECOND, quote="NVX-101 carries torvatecan."),
        stored(ALPHA, p.HAS_LINKER, GLYLINK),
        stored(ZELTUZUMAB, p.HAS_TARGET, TARGET),
        stored(ALPHA, p.USES_TECHNOLOGY, PLATFORM),
        stored(ALPHA, p.HAS_INDICATION, DISEASE, setting="relapsed"),
        stored(ALPHA, p.HAS_INDICATION, LYMPHOMA, modality=m.POSSIBLE),
        stored(TARGET, p.EXPRESSED_IN, DISEASE),
        stored(
            ALPHA,
            p.HAS_STAGE,
            "phase 1",
            status="ongoing",
            indication=DISEASE,
            eventDate=_YEAR,
            study=STUDY,
            quote="NVX-101 is in a Phase 1 trial.",
        ),
        stored(
            ALPHA,
            p.HAS_STAGE,
            "phase 1",
            status="completed",
            indication=DISEASE,
            filing=SECOND,
            quote="The Phase 1 trial is complete.",
        ),
        stored(ALPHA, p.HAS_STAGE, "phase 2", status="planned", modality=m.PLANNED, indication=DISEASE, filing=SECOND),
        stored(BETA, p.HAS_STAGE, "phase 3", status="discontinued", indication=LYMPHOMA, filing=SECOND),
        stored(BETA, p.HAS_STAGE, "IND", status="completed"),
        stored(GAMMA, p.HAS_STAGE, "preclinical", status="on hold"),
        stored(GAMMA, p.HAS_STAGE, "submitted", modality=m.NEGATED),
        stored(ALPHA, p.HAS_DESIGNATION, "orphan drug", region="US"),
        stored(ALPHA, p.COMBINED_WITH, BETA, study=STUDY, modality=m.EXPECTED),
        stored(ALPHA, p.DEVELOPED_BY, NORVEX),
        stored(BETA, p.DEVELOPED_BY, QUILLON),
        stored(BETA, p.ORIGINATED_BY, OBANE),
        stored(ALPHA, p.OWNED_BY, NORVEX),
        stored(ALPHA, p.OWNED_BY, QUILLON, modality=m.NEGATED),
        stored(PLATFORM, p.LICENSED_TO, QUILLON, licensor=NORVEX, exclusive=True, territory="Europe"),
        stored(NORVEX, p.COLLABORATES_WITH, QUILLON),
        stored(OBANE, p.ACQUIRED_BY, QUILLON),
        stored(QUILLON, p.PAYS, NORVEX, type="upfront", amount=12500000, currency="USD", status="paid"),
        stored(QUILLON, p.PAYS, NORVEX, type="milestone", maxAmount=90000000, currency="USD", modality=m.POSSIBLE),
        stored(ALPHA, p.HAS_OUTCOME, "objective response", value=41.5, unit="%", count=17, outOf=41),
        stored(ALPHA, p.PRESENTED_AT, "Annual Meeting of Invented Oncology"),
        stored(EVIL, p.HAS_TARGET, TARGET, quote=f"quote {HOSTILE}", filing=SECOND),
        stored(EVIL, p.HAS_STAGE, "phase 1", status=HOSTILE, filing=SECOND, quote="javascript:alert(1)"),
        stored(EVIL, p.HAS_OUTCOME, HOSTILE, event="@SUM(A1)", filing=SECOND),
    ]
