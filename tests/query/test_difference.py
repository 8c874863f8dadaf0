"""Two states in, changes out: each row is a history of one or two filings on either side."""

from __future__ import annotations

from datetime import date

import pytest

import kg
from kg.model import Entity, Qualifier, StoredFact
from kg.query import Change, Difference
from tests.query.histories import (
    ABC,
    ACME,
    BREAST,
    FIRST,
    GLOBEX,
    HODGKIN,
    INITECH,
    LYMPHOMA,
    SECOND,
    XYZ,
    M,
    P,
    known,
    on,
    quarter,
    said,
    stage,
    when,
    year,
)

OLD, NEW = "2010-03-01", "2011-03-01"


def kinds(found: tuple[Difference, ...]) -> list[str]:
    return [str(change.kind) for change in found]


STAGES = [
    ("a higher phase", [stage(OLD, "phase 1", "ongoing")], [stage(NEW, "phase 2", "ongoing")], ["advanced"]),
    ("a phase after preclinical work", [stage(OLD, "preclinical")], [stage(NEW, "phase 1")], ["advanced"]),
    ("approved after the clinic", [stage(OLD, "clinical")], [stage(NEW, "approved", region="US")], ["advanced"]),
    (
        "two phases further, told twice: once, the furthest",
        [stage(OLD, "phase 1")],
        [stage(NEW, "phase 2"), stage(NEW, "phase 3", indication=LYMPHOMA)],
        ["advanced"],
    ),
    (
        "approved in one region, then in another",
        [stage(OLD, "approved", region="US")],
        [stage(NEW, "approved", region="EU", status="initiated")],
        ["started"],
    ),
    ("planned, then begun", [stage(OLD, "phase 2", "planned", M.PLANNED)], [stage(NEW, "phase 2", "initiated")],
     ["started", "expectation fulfilled"]),
    ("ongoing, then completed", [stage(OLD, "phase 2", "ongoing")], [stage(NEW, "phase 2", "completed")],
     ["completed"]),
    ("ongoing, then given up", [stage(OLD, "phase 2", "ongoing")], [stage(NEW, "phase 2", "discontinued")],
     ["discontinued"]),
    ("ongoing, then halted", [stage(OLD, "phase 2", "ongoing")], [stage(NEW, "phase 2", "on hold")], ["on hold"]),
    ("halted, then going on", [stage(OLD, "phase 2", "on hold")], [stage(NEW, "phase 2", "ongoing")], ["resumed"]),
    ("another disease", [stage(OLD, "phase 2", indication=LYMPHOMA)], [stage(NEW, "phase 1", indication=BREAST)],
     ["new programme"]),
    ("unknown before", known(OLD, XYZ), [stage(NEW, "phase 1"), *known(NEW, XYZ)], ["new compound"]),
    ("submitted, then refused on a day", [stage(OLD, "submitted", region="US")],
     [stage(NEW, "approved", "", M.NEGATED, eventDate=on("2011-02-01"))], ["set back"]),
    ("reached, then denied", [stage(OLD, "submitted")], [stage(NEW, "submitted", "", M.NEGATED)], ["set back"]),
    ("back from the clinic", [stage(OLD, "phase 1", "ongoing")], [stage(NEW, "preclinical", "ongoing")], ["set back"]),
    ("silent about it", [stage(OLD, "phase 1")], [stage(NEW, "phase 1", of=XYZ), *known(OLD, XYZ)],
     ["new compound", "no longer mentioned"]),
]  # fmt: skip

NO_CHANGE = [
    ("the same words", [stage(OLD, "phase 2", "ongoing")], [stage(NEW, "phase 2", "ongoing")]),
    ("less exact", [stage(OLD, "phase 2", "ongoing")], [stage(NEW, "clinical", "ongoing")]),
    ("more exact", [stage(OLD, "clinical", "ongoing")], [stage(NEW, "phase 2", "ongoing")]),
    ("a wider disease", [stage(OLD, "phase 2", indication=HODGKIN)], [stage(NEW, "phase 2", indication=LYMPHOMA)]),
    ("a narrower disease", [stage(OLD, "phase 2", indication=LYMPHOMA)], [stage(NEW, "phase 2", indication=HODGKIN)]),
    ("no disease any more", [stage(OLD, "phase 2", indication=LYMPHOMA)], [stage(NEW, "phase 2")]),
    ("a disease added", [stage(OLD, "phase 2")], [stage(NEW, "phase 2", indication=LYMPHOMA)]),
    ("history", [stage(OLD, "phase 2", "ongoing")], [stage(NEW, "phase 1", "initiated", eventDate=year(2005))]),
    ("an early end told late", [stage(OLD, "phase 2")], [stage(NEW, "phase 1", "completed", eventDate=year(2006))]),
    ("a lower phase beside it", [stage(OLD, "phase 2", "ongoing")], [stage(NEW, "phase 1", "ongoing", study=SECOND)]),
    ("a higher phase that may come", [stage(OLD, "phase 1")], [stage(NEW, "phase 2", "", M.POSSIBLE)]),
    ("a higher phase that is denied", [stage(OLD, "phase 1")], [stage(NEW, "phase 2", "", M.NEGATED)]),
    ("not approved, as known", [stage(OLD, "submitted")], [stage(NEW, "approved", "", M.NEGATED)]),
    ("an end that is possible", [stage(OLD, "phase 2")], [stage(NEW, "phase 2", "discontinued", M.POSSIBLE)]),
    ("an end that is denied", [stage(OLD, "phase 2")], [stage(NEW, "phase 2", "discontinued", M.NEGATED)]),
    ("an end told again", [stage(OLD, "phase 2", "discontinued")], [stage(NEW, "phase 2", "discontinued")]),
    ("preclinical data of a clinical drug", [stage(OLD, "phase 2")], [stage(NEW, "preclinical")]),
    ("completed, told again", [stage(OLD, "phase 2", "completed")], [stage(NEW, "phase 2", "completed")]),
    ("too unsure", [stage(OLD, "phase 1")], [stage(NEW, "phase 2", sure=0.3)]),
    ("said before, but unsurely", [stage(OLD, "phase 2", sure=0.3)], [stage(NEW, "phase 2", "initiated")]),
    ("approved, and once submitted", [stage(OLD, "approved")], [stage(NEW, "submitted", "ongoing")]),
    ("silent, but another company files", [stage(OLD, "phase 1")], [said(NEW, XYZ, P.DEVELOPED_BY, ACME, by="Globex")]),
    ("silent for years already", [stage("2005-01-01", "phase 1"), *known(OLD, XYZ)], known(NEW, XYZ)),
    ("given up, then silent", [stage(OLD, "phase 1", "discontinued")], known(NEW, XYZ)),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [row[1:] for row in STAGES], ids=[row[0] for row in STAGES])
def test_changes_of_stage(old: list[StoredFact], new: list[StoredFact], expected: list[str]) -> None:
    found = kg.difference(old, new)
    assert kinds(found) == expected
    assert kg.difference(old, [*old, *new]) == found, "two days of one store give what two filings give"


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in NO_CHANGE], ids=[row[0] for row in NO_CHANGE])
def test_what_is_no_change_of_stage(old: list[StoredFact], new: list[StoredFact]) -> None:
    assert kinds(kg.difference(old, new)) == []
    assert kinds(kg.difference(old, [*old, *new])) == []


def owed(day: str, status: str, payer: Entity = GLOBEX, payee: Entity = ACME) -> StoredFact:
    given: dict[str, Qualifier] = {"type": "milestone", "amount": 10_000_000, "currency": "USD", "compound": ABC}
    return said(day, payer, P.PAYS, payee, M.ASSERTED, status=status, **given)  # type: ignore[arg-type]


DEALS = [
    ("a designation", known(OLD, ABC), [said(NEW, ABC, P.HAS_DESIGNATION, "fast track")], ["new designation"]),
    ("asked for, then given", [said(OLD, ABC, P.HAS_DESIGNATION, "orphan drug", M.EXPECTED)],
     [said(NEW, ABC, P.HAS_DESIGNATION, "orphan drug")], ["new designation", "expectation fulfilled"]),
    ("rights", known(OLD, ABC), [said(NEW, ABC, P.LICENSED_TO, GLOBEX, licensor=ACME)], ["rights granted"]),
    ("rights returned", [said(OLD, ABC, P.LICENSED_TO, GLOBEX)],
     [said(NEW, ABC, P.LICENSED_TO, GLOBEX, status="ended")], ["rights ended"]),
    ("a partner", known(OLD, ABC), [said(NEW, ACME, P.COLLABORATES_WITH, GLOBEX)], ["new partner"]),
    ("another developer", [said(OLD, ABC, P.DEVELOPED_BY, ACME)], [said(NEW, ABC, P.DEVELOPED_BY, GLOBEX)],
     ["new developer"]),
    ("bought", known(OLD, ABC), [said(NEW, ACME, P.ACQUIRED_BY, GLOBEX)], ["takeover"]),
    ("to be bought", known(OLD, ABC), [said(NEW, ACME, P.ACQUIRED_BY, GLOBEX, M.PLANNED, eventDate=on(NEW))],
     ["takeover"]),
    ("a payment", known(OLD, ABC), [owed(NEW, "due", ACME, GLOBEX)], ["new payment"]),
    ("earned", [owed(OLD, "potential")],
     [owed(NEW, "due")], ["payment earned"]),
    ("paid", [owed(OLD, "due")],
     [owed(NEW, "paid")], ["payment paid"]),
    ("a part of what may come", [said(OLD, GLOBEX, P.PAYS, ACME, type="milestone", maxAmount=2e7, status="potential")],
     [owed(NEW, "due")], ["payment earned"]),
    ("a result", known(OLD, ABC), [said(NEW, ABC, P.HAS_OUTCOME, "response rate", value=40, unit="%")], ["new result"]),
    ("a later figure", [said(OLD, ABC, P.HAS_OUTCOME, "objective response", value=30, unit="%", study=FIRST)],
     [said(NEW, ABC, P.HAS_OUTCOME, "objective response", value=40, unit="%", study=FIRST)], ["new result"]),
    ("put off", [stage(OLD, "phase 3", "planned", M.PLANNED, eventDate=quarter(4, 2010))],
     [stage(NEW, "phase 3", "planned", M.PLANNED, eventDate=quarter(2, 2011))], ["expectation slipped"]),
    ("put off to the end of the next year",
     [stage(OLD, "submitted", "", M.EXPECTED, eventDate=when("by the end of 2011", OLD, "2011-12-31", "open-year"))],
     [stage(NEW, "submitted", "", M.EXPECTED, eventDate=when("by the end of 2012", NEW, "2012-12-31", "open-year"))],
     ["expectation slipped"]),
    ("earlier than thought", [stage(OLD, "phase 3", "planned", M.PLANNED, eventDate=year(2012))],
     [stage(NEW, "phase 3", "planned", M.PLANNED, eventDate=quarter(3, 2011))], ["expectation brought forward"]),
    ("a plan", known(OLD, ABC), [stage(NEW, "phase 2", "planned", M.PLANNED, eventDate=year(2012))],
     ["new expectation"]),
    ("a new name", [said(OLD, ABC, P.HAS_PAYLOAD, XYZ, quote="ABC-123 carries XYZ-9")],
     [said(NEW, ABC, P.HAS_PAYLOAD, XYZ, quote="Abcora carries XYZ-9")], ["new name"]),
]  # fmt: skip

NO_DEALS = [
    ("a designation in another wording", [said(OLD, ABC, P.HAS_DESIGNATION, "fast track", region="US")],
     [said(NEW, ABC, P.HAS_DESIGNATION, "fast track", indication=LYMPHOMA)]),
    ("a designation of old", known(OLD, ABC), [said(NEW, ABC, P.HAS_DESIGNATION, "fast track", eventDate=year(2005))]),
    ("rights that may be given", known(OLD, ABC), [said(NEW, ABC, P.LICENSED_TO, GLOBEX, M.POSSIBLE)]),
    ("rights of old", known(OLD, ABC), [said(NEW, ABC, P.LICENSED_TO, GLOBEX, eventDate=year(2003))]),
    ("rights told less exactly", [said(OLD, ABC, P.LICENSED_TO, GLOBEX, field_="oncology", exclusive=True)],
     [said(NEW, ABC, P.LICENSED_TO, GLOBEX)]),
    ("rights of a parent, in whose place the words name the same holder",
     [said(OLD, ABC, P.LICENSED_TO, INITECH)],
     [said(NEW, ABC, P.LICENSED_TO, GLOBEX, quote="Initech, of the Globex group, has a licence")]),
    ("partners the other way round", [said(OLD, GLOBEX, P.COLLABORATES_WITH, ACME)],
     [said(NEW, ACME, P.COLLABORATES_WITH, GLOBEX)]),
    ("a developer first told", [stage(OLD, "phase 1", sponsor=ACME)], known(NEW, ABC)),
    ("a payment told again", [owed(OLD, "due")],
     [said(NEW, GLOBEX, P.PAYS, ACME, amount=10_000_000, currency="USD", status="due")]),
    ("a payment once due, paid before", [owed(OLD, "paid")],
     [owed(NEW, "due")]),
    ("bought, as was announced", [said(OLD, ACME, P.ACQUIRED_BY, GLOBEX, M.PLANNED)],
     [said(NEW, ACME, P.ACQUIRED_BY, GLOBEX)]),
    ("may be bought", known(OLD, ABC), [said(NEW, ACME, P.ACQUIRED_BY, GLOBEX, M.POSSIBLE)]),
    ("a result with fewer details", [said(OLD, ABC, P.HAS_OUTCOME, "objective response", count=4, outOf=10)],
     [said(NEW, ABC, P.HAS_OUTCOME, "objective response", value=40, unit="%")]),
    ("a result that is denied", known(OLD, ABC), [said(NEW, ABC, P.HAS_OUTCOME, "overall survival", M.NEGATED)]),
    ("worded less exactly", [stage(OLD, "phase 3", "planned", M.PLANNED, eventDate=quarter(2, 2012))],
     [stage(NEW, "phase 3", "planned", M.PLANNED, eventDate=year(2012))]),
    ("worded more exactly", [stage(OLD, "phase 3", "planned", M.PLANNED, eventDate=year(2012))],
     [stage(NEW, "phase 3", "planned", M.PLANNED, eventDate=quarter(2, 2012))]),
    ("of another study", [stage(OLD, "phase 3", "", M.PLANNED, study=FIRST, eventDate=year(2011))],
     [stage(NEW, "phase 3", "completed", study=SECOND, eventDate=year(2009))]),
    ("what may come may come later", [stage(OLD, "phase 3", "", M.POSSIBLE, eventDate=year(2011))],
     [stage(NEW, "phase 3", "", M.POSSIBLE, eventDate=year(2012))]),
    ("a name written otherwise", [said(OLD, ABC, P.HAS_PAYLOAD, XYZ, quote="ABC-123 carries it")],
     [said(NEW, ABC, P.HAS_PAYLOAD, XYZ, quote="ABC-123, as said, carries it")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [row[1:] for row in DEALS], ids=[row[0] for row in DEALS])
def test_changes_of_deals_and_plans(old: list[StoredFact], new: list[StoredFact], expected: list[str]) -> None:
    assert kinds(kg.difference(old, new)) == expected
    assert kinds(kg.difference(old, [*old, *new])) == expected


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in NO_DEALS], ids=[row[0] for row in NO_DEALS])
def test_what_is_no_change_of_deals_and_plans(old: list[StoredFact], new: list[StoredFact]) -> None:
    assert kinds(kg.difference(old, new)) == []


def test_nothing_changes_against_itself() -> None:
    every = [fact for _, old, new, _ in (*STAGES, *DEALS) for fact in (*old, *new)]
    assert kg.difference(every, every) == ()
    assert kg.difference(every, []) == ()


def test_the_order_of_facts_does_not_matter() -> None:
    for _, old, new, _ in (*STAGES, *DEALS):
        assert kg.difference(old[::-1], new[::-1]) == kg.difference(old, new)


def test_as_of_keeps_what_was_reported_by_a_day() -> None:
    facts = [stage(OLD, "phase 1"), stage(NEW, "phase 2"), stage("", "phase 3")]
    assert kg.as_of(facts, date(2010, 3, 1)) == (facts[0], facts[2]), "a fact without a day counts always"
    assert kg.as_of(facts, date(2010, 2, 28)) == (facts[2],)
    assert kg.as_of(facts, date(2011, 3, 1)) == tuple(facts)


def test_a_change_shows_both_facts() -> None:
    before, after = stage(OLD, "phase 1", "ongoing", indication=HODGKIN), stage(NEW, "phase 3", indication=HODGKIN)
    (change,) = kg.difference([before], [after])
    assert change == Difference(
        Change.ADVANCED,
        *("abcolimab", before.subject_iri, "Hodgkin lymphoma", "phase 1 ongoing", "phase 3"),
        *(before, after),
    )
