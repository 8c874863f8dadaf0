"""What is to be looked at: rows that must be found, and rows that must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import kg
from kg.errors import VocabularyError
from kg.model import Entity, EntityType, Qualifier, StoredFact
from kg.query import CheckKind, checks_table, format_checks
from kg.query.contradiction_rules import contradiction_rules
from tests.query.histories import (
    ABC,
    ACME,
    CD999,
    DM7,
    DM8,
    FIRST,
    GLOBEX,
    HODGKIN,
    INITECH,
    QRS,
    M,
    P,
    known,
    on,
    quarter,
    said,
    stage,
    year,
)

DAY, NEXT = "2010-03-01", "2011-03-01"
MMAE = Entity(EntityType.PAYLOAD, "MMAE")
AURISTATIN = Entity(EntityType.PAYLOAD, "auristatin")
CD7 = Entity(EntityType.TARGET, "CD7")


def result(value: float, at: int, day: str = DAY, group: str = "cohort 2", event: str = "") -> StoredFact:
    """Return a share of the patients of a group who responded; its words stand at a place of their own."""
    of: dict[str, Qualifier] = {"study": FIRST, "indication": HODGKIN, "value": value, "unit": "%"}
    of |= {key: words for key, words in (("population", group), ("event", event)) if words}
    return _moved(said(day, ABC, P.HAS_OUTCOME, "response rate", quote="x" * at, **of), at)  # type: ignore[arg-type]


def _moved(stored: StoredFact, at: int) -> StoredFact:
    """Return a fact whose words stand elsewhere in its filing."""
    first = stored.fact.evidence[0]
    evidence = replace(first, start=at * 1000, end=at * 1000 + len(first.quote))
    return replace(stored, fact=replace(stored.fact, evidence=(evidence,)), iri=f"{stored.iri}{at}")


def adc(day: str = DAY) -> StoredFact:
    return said(day, ABC, P.COMPOUND_TYPE, "antibody-drug conjugate")


CONTRADICTIONS = [
    ("two payloads", [said(DAY, ABC, P.HAS_PAYLOAD, DM7), said(NEXT, ABC, P.HAS_PAYLOAD, DM8)], "one payload"),
    ("two targets of an ADC", [adc(), said(DAY, ABC, P.HAS_TARGET, CD999), said(NEXT, ABC, P.HAS_TARGET, CD7)],
     "one target"),
    ("two originators", [said(DAY, ABC, P.ORIGINATED_BY, ACME), said(NEXT, ABC, P.ORIGINATED_BY, GLOBEX)],
     "one originator"),
    ("two days of approval",
     [stage(DAY, "approved", indication=HODGKIN, region="US", eventDate=on("2010-01-04")),
      stage(NEXT, "approved", indication=HODGKIN, region="US", eventDate=on("2010-02-16"))], "one day of approval"),
    ("two beginnings of a study", [stage(DAY, "phase 2", "initiated", study=FIRST, eventDate=quarter(1, 2010)),
                                   stage(NEXT, "phase 2", "initiated", study=FIRST, eventDate=quarter(4, 2010))],
     "one beginning of a study"),
    ("two figures for one cohort", [result(40, 1), result(55, 2)], "one result"),
    ("two upfront payments",
     [said(DAY, GLOBEX, P.PAYS, ACME, type="upfront", compound=ABC, currency="USD", amount=60_000_000),
      said(NEXT, GLOBEX, P.PAYS, ACME, type="upfront", compound=ABC, currency="USD", amount=65_000_000)],
     "one upfront payment"),
    ("stated, then denied", [said(DAY, ABC, P.HAS_TARGET, CD999), said(NEXT, ABC, P.HAS_TARGET, CD999, M.NEGATED)],
     "stated and denied"),
    ("approved, then never submitted",
     [stage(DAY, "submitted", region="US"), stage(NEXT, "submitted", "", M.NEGATED, region="US")], "stated and denied"),
    ("two kinds", [adc(), said(NEXT, ABC, P.COMPOUND_TYPE, "small molecule")], "one kind of drug"),
]  # fmt: skip

NONE = [
    ("a payload and its class", [said(DAY, ABC, P.HAS_PAYLOAD, MMAE), said(NEXT, ABC, P.HAS_PAYLOAD, AURISTATIN)]),
    ("a payload by a longer name",
     [said(DAY, ABC, P.HAS_PAYLOAD, DM7),
      said(NEXT, ABC, P.HAS_PAYLOAD, Entity(EntityType.PAYLOAD, "DM7 maytansinoid"))]),
    ("words that name both", [said(DAY, ABC, P.HAS_PAYLOAD, DM7, quote="DM7, made of DM8, is its payload"),
                              said(NEXT, ABC, P.HAS_PAYLOAD, DM8)]),
    ("a payload that may be", [said(DAY, ABC, P.HAS_PAYLOAD, DM7), said(NEXT, ABC, P.HAS_PAYLOAD, DM8, M.POSSIBLE)]),
    ("too unsure", [said(DAY, ABC, P.HAS_PAYLOAD, DM7), said(NEXT, ABC, P.HAS_PAYLOAD, DM8, sure=0.5)]),
    ("two targets of what kind is not said",
     [said(DAY, ABC, P.HAS_TARGET, CD999), said(NEXT, ABC, P.HAS_TARGET, CD7)]),
    ("two targets of a bispecific", [adc(), said(DAY, ABC, P.COMPOUND_TYPE, "bispecific antibody"),
                                     said(DAY, ABC, P.HAS_TARGET, CD999), said(NEXT, ABC, P.HAS_TARGET, CD7)]),
    ("an antibody and the conjugate of it", [adc(), said(NEXT, ABC, P.COMPOUND_TYPE, "antibody")]),
    ("an originator that was bought", [said(DAY, ABC, P.ORIGINATED_BY, ACME), said(NEXT, ABC, P.ORIGINATED_BY, GLOBEX),
                                       said(NEXT, ACME, P.ACQUIRED_BY, GLOBEX)]),
    ("approved in two regions",
     [stage(DAY, "approved", indication=HODGKIN, region="US", eventDate=on("2010-01-04")),
      stage(NEXT, "approved", indication=HODGKIN, region="EU", eventDate=on("2011-02-16"))]),
    ("a time told less exactly",
     [stage(DAY, "approved", indication=HODGKIN, region="US", eventDate=on("2010-01-04")),
      stage(NEXT, "approved", indication=HODGKIN, region="US", eventDate=year(2010))]),
    ("released a day later",
     [stage(DAY, "approved", indication=HODGKIN, region="US", eventDate=on("2010-01-04")),
      stage(NEXT, "approved", indication=HODGKIN, region="US", eventDate=on("2010-01-05"))]),
    ("figures of two filings", [result(40, 1), result(55, 2, NEXT)]),
    ("figures in one row", [result(40, 1), result(55, 1)]),
    ("figures of two cohorts", [result(40, 1), result(55, 2, group="cohort 3")]),
    ("figures of two sorts", [result(40, 1), result(55, 2, event="confirmed")]),
    ("a denial that does not name the drug",
     [stage(DAY, "approved", region="US"), stage(NEXT, "approved", "", M.NEGATED, region="US", quote="no approval")]),
    ("words that have both times",
     [stage(DAY, "approved", indication=HODGKIN, region="US", eventDate=year(2008)),
      stage(NEXT, "approved", indication=HODGKIN, region="US", eventDate=year(2009), quote="2009, and 2008")]),
    ("figures of nobody said", [result(40, 1, group=""), result(55, 2, group="")]),
    ("denied, then approved", [stage(DAY, "approved", "", M.NEGATED, region="US"),
                               stage(NEXT, "approved", region="US")]),
    ("denied in another region", [stage(DAY, "approved", region="US"),
                                  stage(NEXT, "approved", "", M.NEGATED, region="EU")]),
    ("not approved at the time", [stage(DAY, "approved", region="US"),
                                  stage(NEXT, "approved", "", M.NEGATED, region="US", eventDate=year(2008))]),
    ("milestones differ",
     [said(DAY, GLOBEX, P.PAYS, ACME, type="milestone", compound=ABC, currency="USD", amount=6),
      said(NEXT, GLOBEX, P.PAYS, ACME, type="milestone", compound=ABC, currency="USD", amount=7)]),
    ("rights of two kinds", [said(DAY, ABC, P.LICENSED_TO, GLOBEX, exclusive=True, field_="oncology"),
                             said(DAY, ABC, P.LICENSED_TO, GLOBEX, exclusive=False, field_="dermatology")]),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "rule"), [row[1:] for row in CONTRADICTIONS], ids=[r[0] for r in CONTRADICTIONS])
def test_what_cannot_both_hold(facts: list[StoredFact], rule: str) -> None:
    (check,) = kg.checks(facts)
    assert (check.kind, check.rule) == (CheckKind.CONTRADICTION, rule)
    assert len(check.sides) == 2
    days = [str(s.filing.reported_on) for s in check.sides]
    assert days == sorted(days)
    assert kg.checks(facts[::-1]) == (check,)


@pytest.mark.parametrize("facts", [row[1] for row in NONE], ids=[row[0] for row in NONE])
def test_what_can_both_hold(facts: list[StoredFact]) -> None:
    assert kg.checks(facts) == ()


def test_three_payloads_are_one_check() -> None:
    facts = [said(DAY, ABC, P.HAS_PAYLOAD, Entity(EntityType.PAYLOAD, name)) for name in ("P1", "Q2", "R3", "Q2")]
    (check,) = kg.checks(facts)
    named = {s.fact.object.name for s in check.sides if isinstance(s.fact.object, Entity)}
    assert (len(check.sides), named) == (3, {"P1", "Q2", "R3"})


def plan(day: str, quarter_: kg.DateRange, **more: kg.Entity) -> StoredFact:
    return stage(day, "phase 2", "planned", M.PLANNED, eventDate=quarter_, **more)


def test_an_announcement_that_nobody_speaks_of_any_more() -> None:
    first = plan("2010-01-01", quarter(2, 2010))
    later = [*known("2010-08-15", QRS), *known("2011-08-15", QRS)]
    (check,) = kg.checks([first, *later])
    assert (check.kind, check.rule, check.sides) == (CheckKind.OVERDUE, "no word since", (first,))
    assert check.verdict == (
        "was to be by 2010-06-30; no word of it in 2 later filings of the registrant, 2010-08-15 to 2011-08-15"
    )
    assert kg.checks([first, *later], as_of=date(2010, 6, 30)) == ()
    assert len(kg.checks([first, *later], as_of=date(2010, 9, 1))) == 1


def test_an_announcement_said_twice_is_overdue_once() -> None:
    first = plan("2010-01-01", quarter(3, 2010))
    again = plan("2010-05-01", quarter(3, 2010), indication=HODGKIN)
    (check,) = kg.checks([first, again, *known("2011-08-15", QRS)])
    assert check.sides == (again,)


NOT_OVERDUE = [
    ("done", [stage("2010-09-01", "phase 2", "initiated")]),
    ("moved", [plan("2010-09-01", quarter(4, 2012))]),
    ("given up", [stage("2010-09-01", "phase 1", "discontinued")]),
    ("filed in the first month after it", known("2010-07-15", QRS)),
    ("only others file", [said("2012-01-01", QRS, P.DEVELOPED_BY, INITECH, by="Initech AG")]),
]


@pytest.mark.parametrize("later", [row[1] for row in NOT_OVERDUE], ids=[row[0] for row in NOT_OVERDUE])
def test_what_is_not_overdue(later: list[StoredFact]) -> None:
    first = plan("2010-01-01", quarter(2, 2010))
    assert [c for c in kg.checks([first, *later]) if c.kind is CheckKind.OVERDUE and first in c.sides] == []
    possible = stage("2010-01-01", "phase 2", "", M.POSSIBLE, eventDate=quarter(2, 2010))
    assert kg.checks([possible, *known("2012-01-01", QRS)]) == ()


def test_a_registrant_that_was_renamed_still_files() -> None:
    renamed = Entity(EntityType.ORGANIZATION, "Newco", ("Acme Biologics, Inc.",))
    later = said("2012-01-01", QRS, P.DEVELOPED_BY, renamed, by="Newco, Inc.")
    (check,) = kg.checks([plan("2010-01-01", quarter(2, 2010)), later])
    assert check.rule == "no word since"


def test_checks_as_text_and_table() -> None:
    found = kg.checks([said(DAY, ABC, P.HAS_PAYLOAD, DM7), said(NEXT, ABC, P.HAS_PAYLOAD, DM8)])
    told = format_checks(found, width=110)
    assert "contradiction: abcolimab: one payload" in told
    assert told.count("“abcolimab hasPayload DM") == 2
    rows = checks_table(found).records()
    assert [(r["check"], r["side"], r["claim"], r["filing"]) for r in rows] == [
        (1, 1, "DM7", "acme-8k-2010-03-01"),
        (1, 2, "DM8", "acme-8k-2011-03-01"),
    ]
    assert format_checks(()) == "nothing to look at: no contradiction, nothing overdue, no count that differs\n"


WRONG = [
    ("[[two]]\nname = 'x'", "two is none of one, denied, apart"),
    ("[[one]]\nname = 'x'\npredicate = 'hasPayload'\nverdict = 'v'", "'x': why is missing"),
    ("[[one]]\nname = 'x'\npredicate = 'has'\nverdict = 'v'\nwhy = 'w'", "predicate must be one of"),
    ("[[one]]\nname = 'x'\npredicate = 'pays'\nverdict = 'v'\nwhy = 'w'\nof = 'sum'", "sum is none of"),
    ("[[one]]\nname = 'x'\npredicate = 'pays'\nverdict = 'v'\nwhy = 'w'\nwithin = 'year'", "within is 'year'"),
    ("[[apart]]\nname = 'x'\nkinds = []\nverdict = 'v'\nwhy = 'w'\nof = 'object'", "of is unknown"),
    ("[[one", "not TOML"),
]


@pytest.mark.parametrize(("text", "said_so"), WRONG)
def test_a_wrong_rule_is_named(tmp_path: Path, text: str, said_so: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"rules\.toml") as raised:
        contradiction_rules(file)
    assert said_so in str(raised.value)


def test_every_rule_of_the_table_has_a_row_that_it_finds_or_is_like_one_that_has() -> None:
    names = {rule.name for rule in contradiction_rules()}
    assert {row[2] for row in CONTRADICTIONS} <= names
