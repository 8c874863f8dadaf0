"""Questions on graphs small enough to be read at a glance; rdflib's own engine is asked the same each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.graph.store import GraphStore
from kg.model import DateRange, Entity, EntityType, Extraction, Fact, Modality, Predicate, Tally
from tests.graph import factory
from tests.graph.factory import ABC123, ACME, CD999, DM7, GLOBEX, HUZ9, INITECH, LYMPHOMA, MYELOMA, XYZ9, fact
from tests.query.stores import ask, built, cells

P = Predicate
MAY, JUNE, JULY = date(2007, 5, 1), date(2007, 6, 1), date(2007, 7, 1)


def filed(day: date, *facts: Fact) -> Extraction:
    name = f"acme-8k-{day.isoformat()}"
    return factory.extraction(facts, entities=(), of=factory.filing(name, day=day))


def stage(compound: Entity, phase: str, start: int, modality: str = "asserted", **more: object) -> Fact:
    return fact(compound, P.HAS_STAGE, phase, start, modality=Modality(modality), **more)  # type: ignore[arg-type]


def by(last: date) -> DateRange:
    return DateRange(f"by {last.isoformat()}", last, last, "day", last.isoformat())


def clinic(store: GraphStore, day: date) -> list[tuple[object, ...]]:
    return cells(store, "in-clinic", "phase compound indication status", as_of=day.isoformat())


def test_the_newest_word_on_a_programme_holds() -> None:
    store = built(
        [
            filed(
                MAY,
                stage(ABC123, "phase 1", 0, status="ongoing", indication=LYMPHOMA),
                stage(ABC123, "phase 1", 100, status="ongoing", indication=MYELOMA),
                stage(XYZ9, "preclinical", 200, status="ongoing"),
                stage(XYZ9, "phase 1", 300, "planned", status="planned"),
            ),
            filed(
                JUNE,
                stage(ABC123, "phase 2", 0, status="initiated", indication=LYMPHOMA),
                stage(XYZ9, "phase 1", 100, "negated", status="initiated"),
            ),
            filed(JULY, stage(ABC123, "phase 2", 0, status="discontinued", indication=LYMPHOMA)),
        ]
    )
    in_myeloma = ("phase 1", "ABC123", "CD999+ myeloma", "ongoing")
    assert clinic(store, date(2007, 4, 30)) == []
    assert clinic(store, MAY) == [in_myeloma, ("phase 1", "ABC123", "grey-cell lymphoma", "ongoing")]
    assert clinic(store, JUNE) == [("phase 2", "ABC123", "grey-cell lymphoma", "initiated"), in_myeloma]
    assert clinic(store, JULY) == [in_myeloma]


def test_a_drug_that_is_dropped_altogether_is_out_of_every_programme() -> None:
    store = built(
        [
            filed(MAY, stage(ABC123, "phase 1", 0, status="ongoing", indication=LYMPHOMA)),
            filed(JUNE, stage(ABC123, "phase 1", 0, status="discontinued")),
        ]
    )
    assert len(clinic(store, MAY)) == 1
    assert clinic(store, JUNE) == []


def test_statements_that_are_not_sure_are_left_out_on_demand() -> None:
    store = built([filed(MAY, stage(ABC123, "phase 1", 0, status="ongoing", confidence=0.6))])
    assert len(ask(store, "in-clinic")) == 1
    assert ask(store, "in-clinic", min_confidence=0.61) == []
    assert len(ask(store, "in-clinic", min_confidence=0.6)) == 1


def planned_store() -> GraphStore:
    return built(
        [
            filed(
                MAY,
                stage(ABC123, "phase 2", 0, "expected", status="planned", indication=LYMPHOMA, eventDate=by(JUNE)),
                stage(ABC123, "phase 2", 100, "planned", status="planned", indication=MYELOMA, eventDate=by(JUNE)),
                stage(XYZ9, "IND", 200, "planned", status="planned", sponsor=GLOBEX, eventDate=by(JULY)),
                stage(XYZ9, "submitted", 250, "possible", region="EU", eventDate=by(JUNE)),
                fact(XYZ9, P.PRESENTED_AT, "the Grey Meeting", 300, modality=Modality.PLANNED, eventDate=by(JUNE)),
            ),
            filed(
                date(2007, 6, 15),
                stage(ABC123, "phase 2", 0, status="initiated", indication=LYMPHOMA),
                stage(ABC123, "phase 2", 100, "expected", status="planned", indication=MYELOMA, eventDate=by(JULY)),
                stage(XYZ9, "submitted", 200, region="US"),
            ),
        ]
    )


def test_what_is_planned_and_not_yet_done_or_moved() -> None:
    store = planned_store()
    columns = "compound event indication region by_when latest modality"
    meeting = ("XYZ9", "shown at the Grey Meeting", None, None, "by 2007-06-01", JUNE, "planned")
    abroad = ("XYZ9", "submitted", None, "EU", "by 2007-06-01", JUNE, "possible")
    ind = ("XYZ9", "IND", None, None, "by 2007-07-01", JULY, "planned")
    assert cells(store, "planned-next", columns, as_of="2007-06-14") == [
        ("ABC123", "phase 2", "CD999+ myeloma", None, "by 2007-06-01", JUNE, "planned"),
        ("ABC123", "phase 2", "grey-cell lymphoma", None, "by 2007-06-01", JUNE, "expected"),
        meeting,
        abroad,
        ind,
    ]
    moved = ("ABC123", "phase 2", "CD999+ myeloma", None, "by 2007-07-01", JULY, "expected")
    assert cells(store, "planned-next", columns) == [meeting, abroad, moved, ind]
    assert cells(store, "overdue", columns) == [meeting, abroad]
    assert cells(store, "overdue", columns, as_of="2007-07-01") == [meeting, abroad]
    assert cells(store, "overdue", columns, as_of="2007-07-02") == [meeting, abroad, moved, ind]
    assert cells(store, "overdue", "event", compound="abc-123", as_of="2007-12-31") == [("phase 2",)]
    assert cells(store, "planned-next", "event", company="globex") == [("IND",)]
    assert len(cells(store, "planned-next", "event", company="Acme Biologics")) == 4


def test_guidance_that_slipped() -> None:
    assert cells(
        planned_store(),
        "guidance-slips",
        "compound phase indication first_said first_latest reported then_said then_latest revised",
    ) == [("ABC123", "phase 2", "CD999+ myeloma", "by 2007-06-01", JUNE, MAY, "by 2007-07-01", JULY, date(2007, 6, 15))]


def test_changes_started_and_dropped() -> None:
    store = built(
        [
            filed(
                MAY,
                stage(ABC123, "phase 2", 0, "planned", status="planned", indication=LYMPHOMA),
                stage(XYZ9, "phase 1", 100, status="ongoing"),
            ),
            filed(
                JUNE,
                stage(ABC123, "phase 2", 0, status="initiated", indication=LYMPHOMA),
                stage(XYZ9, "phase 1", 100, status="discontinued"),
            ),
        ]
    )
    columns = "change compound indication was now"
    filings = {"old": "acme-8k-2007-05-01", "new": "acme-8k-2007-06-01"}
    assert cells(store, "changes-between", columns, **filings) == [
        ("dropped", "XYZ9", None, "phase 1", "phase 1 discontinued"),
        ("started", "ABC123", "grey-cell lymphoma", "phase 2 planned", "phase 2 initiated"),
    ]


def test_white_space_and_targets_of_both_kinds() -> None:
    conjugate, antibody = Entity(EntityType.COMPOUND, "huZ9-DM7"), Entity(EntityType.COMPOUND, "naked Z9")
    cd1 = Entity(EntityType.TARGET, "CD1x")
    store = built(
        [
            filed(
                MAY,
                fact(conjugate, P.COMPOUND_TYPE, "antibody-drug conjugate", 0),
                fact(conjugate, P.HAS_ANTIBODY, HUZ9, 10),
                fact(HUZ9, P.HAS_TARGET, CD999, 20),
                fact(antibody, P.COMPOUND_TYPE, "antibody", 30),
                fact(antibody, P.HAS_TARGET, CD999, 40),
                fact(XYZ9, P.HAS_TARGET, cd1, 50),
                fact(cd1, P.EXPRESSED_IN, LYMPHOMA, 60),
                fact(cd1, P.EXPRESSED_IN, MYELOMA, 70),
                stage(XYZ9, "preclinical", 80),
                stage(conjugate, "preclinical", 90),
            ),
            filed(JUNE, stage(conjugate, "phase 1", 0, status="ongoing")),
        ]
    )
    # the conjugate binds what its antibody binds
    assert ask(store, "antibody-and-conjugate-targets") == [("CD999", "naked Z9", "huZ9-DM7", 2, "acme-8k-2007-05-01")]
    open_target = ("CD1x", "CD999+ myeloma; grey-cell lymphoma", "XYZ9", 3, "acme-8k-2007-05-01")
    assert ask(store, "targets-without-clinical-compound", as_of="2007-05-31") == [
        open_target,
        ("CD999", "", "huZ9-DM7; naked Z9", 2, "acme-8k-2007-05-01"),
    ]
    assert ask(store, "targets-without-clinical-compound") == [open_target]


def test_side_effects_with_grades_and_stated_absences() -> None:
    store = built([factory.extraction()])
    columns = "compound payloads seen event grade count dose"
    effusion = ("ABC123", "DM7", "yes", "Pleural effusion", "3/4", 2, None)
    absent = ("ABC123", "DM7", "no", "cardiac toxicity", "severe", None, "up to and including 168 mg/m²")
    assert cells(store, "adverse-events", columns) == [effusion, absent]
    assert cells(store, "adverse-events", columns, min_grade=4) == [effusion]
    assert cells(store, "adverse-events", columns, min_grade=5) == []
    assert cells(store, "adverse-events", columns, event="Cardiac") == [absent]
    assert cells(store, "tolerated-doses-and-toxicities", "payloads measure value unit", payload="dm-7") == [
        ("DM7", "maximum tolerated dose", "3.6", "mg/kg")
    ]


def test_responses_deals_and_money_of_the_full_sample() -> None:
    store = built([factory.extraction()])
    assert cells(store, "response-rates", "measure percent count out_of dose population study") == [
        ("response rate", 82, None, None, None, None, None),
        ("objective response", 40, 4, 10, "2.4 or 3.6 mg/kg", "Cohort 1", "Study 001"),
    ]
    assert cells(store, "rights", "thing licensor licensee exclusive field territory since") == [
        ("ABC123", ACME.name, GLOBEX.name, "exclusive", "oncology", "worldwide", "May 4, 2007"),
        ("CD999", ACME.name, INITECH.name, "non-exclusive", None, None, None),
    ]
    assert cells(store, "payments", "type status at_least at_most rate trigger when") == [
        ("milestone", "due", 1_000_000, 1_000_000, None, "first patient dosed", "May 4, 2007"),
        ("royalty", "potential", 21_500_000, 30_000_000.5, "mid-single digit percentage", None, None),
    ]
    assert cells(store, "owned-outright", "owner thing kind") == [
        (ACME.name, "Hushed Prodrug (HUP) technology", "technology platform")
    ]
    assert cells(store, "combinations", "compound partner study phase indication") == [
        ("ABC123", "coffeinib", "Study 001", "phase 1", "CD999+ myeloma")
    ]


@pytest.mark.parametrize(
    ("tally", "phases", "found"),
    [
        (factory.TALLY, ("phase 1", "phase 2"), ("2", 2, "DRG-1; DRG-2", "yes", 2)),
        (factory.TALLY, ("phase 1", "approved"), ("2", 1, "DRG-1", "no", 1)),
        (factory.TALLY, ("phase 1", "phase 2", "clinical"), ("2", 3, "DRG-1; DRG-2; DRG-3", "no", 3)),
        (factory.TALLY, (), ("2", 0, "", "", 0)),
        (replace(factory.TALLY, things="TAP compounds"), ("phase 1",), ("2", 1, "DRG-1", "no", 1)),
        (replace(factory.TALLY, things="TAP compounds"), ("phase 1",) * 3, ("2", 3, "DRG-1; DRG-2; DRG-3", "", 3)),
        (
            replace(factory.TALLY, evidence=factory.evidence("In the clinic are DRG-1 and DRG-3.", 900), lists=True),
            ("phase 1",) * 3,
            ("2", 2, "DRG-1; DRG-3", "yes", 2),
        ),
    ],
)
def test_the_filers_count_beside_the_graphs(tally: Tally, phases: tuple[str, ...], found: tuple[object, ...]) -> None:
    drugs = [Entity(EntityType.COMPOUND, f"DRG-{number}") for number in range(1, 4)]
    told = [stage(drug, phase, 10 * n) for n, (drug, phase) in enumerate(zip(drugs, phases, strict=False))]
    store = built([replace(filed(MAY, *told), tallies=(tally,))])
    columns = "counted_by claimed drugs compounds agrees statements"
    rows = [row for row in cells(store, "pipeline-counts", columns) if row[0] == "filer"]
    assert rows == [("filer", *found)]
    (quote,) = {row[0] for row in cells(store, "pipeline-counts", "quote") if row[0]}
    assert quote == tally.evidence.quote


def test_the_same_payment_in_two_filings_counts_once() -> None:
    def paid(amount: int, start: int, trigger: str) -> Fact:
        return fact(
            *(GLOBEX, P.PAYS, ACME, start),
            type="milestone",
            amount=amount,
            currency="USD",
            trigger=trigger,
            status="paid",
        )

    store = built(
        [
            filed(MAY, paid(1_000_000, 0, "first"), paid(1_000_000, 50, "second")),
            filed(JUNE, paid(1_000_000, 0, "first")),
        ]
    )
    assert ask(store, "payment-totals") == [
        (GLOBEX.name, ACME.name, "paid", "USD", 2, 2_000_000, 3, "acme-8k-2007-05-01; acme-8k-2007-06-01")
    ]
    assert ask(store, "payment-totals", payee="globex") == []


def test_edges_that_rest_on_one_unsure_statement() -> None:
    store = built(
        [
            filed(
                MAY,
                fact(ABC123, P.HAS_PAYLOAD, DM7, 0, confidence=0.85, reason="far away"),
                fact(HUZ9, P.HAS_TARGET, CD999, 10, confidence=0.85),
                fact(XYZ9, P.HAS_TARGET, CD999, 20, confidence=0.79),
                fact(XYZ9, P.DEVELOPED_BY, ACME, 30, confidence=0.95),
            ),
            filed(JUNE, fact(HUZ9, P.HAS_TARGET, CD999, 0, confidence=0.8)),
        ]
    )
    columns = "subject says what confidence rule reason"
    weak = ("ABC123", "has payload", "DM7", 0.85, "test-rule", "far away")
    assert cells(store, "weak-shortcuts", columns) == [weak]
    assert cells(store, "weak-shortcuts", columns, below=0.99) == [
        weak,
        ("XYZ9", "developed by", ACME.name, 0.95, "test-rule", None),
    ]


@pytest.mark.parametrize("name", ["ABC123", "abc 123", "huz9-dm7", "HuZ9-DM7"])
def test_evidence_under_any_name_with_all_its_places(name: str) -> None:
    store = built([factory.extraction()])
    rows = cells(store, "evidence-for", "says what modality part section start end quote", thing=name)
    carried = [row for row in rows if row[0] == "has payload"]
    assert carried == [
        ("has payload", "DM7", "asserted", "main", "Item 8.01", 5, 16, "carries DM7"),
        ("has payload", "DM7", "asserted", "main", "Item 8.01", 300, 327, "ABC123 hasPayload DM7 (300)"),
        ("has payload", "DM7", "asserted", "main", "Item 8.01", 9000, 9014, "DM7 is carried"),
    ]
    # a linker of which it is not sure is said all the same; the payment for it is about it too
    assert ("has linker", "SPQR") in {row[:2] for row in rows}
    assert [row[1] for row in rows if row[0] == "pays"] == [ACME.name]
