"""Histories in order of time, and what became of announcements."""

from __future__ import annotations

from datetime import date

import pytest

import kg
from kg.errors import QueryError
from kg.model import Qualifier, StoredFact
from kg.query import TimelineEvent, fact_id, format_timeline, timeline_table
from tests.query.histories import (
    ABC,
    ACME,
    CD999,
    DM7,
    FIRST,
    GLOBEX,
    HODGKIN,
    LYMPHOMA,
    MYELOMA,
    QRS,
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

FILED_LATER = known("2012-06-01", QRS)


def plan(day: str, time: kg.DateRange | None, phase: str = "phase 3", **more: Qualifier) -> StoredFact:
    dated: dict[str, Qualifier] = {"eventDate": time} if time else {}
    return stage(day, phase, "planned", M.PLANNED, **dated, **more)  # type: ignore[arg-type]


FATES = [
    ("carried out", plan("2010-01-01", quarter(2, 2010)), [stage("2010-06-01", "phase 3", "initiated")], "fulfilled"),
    ("carried out late", plan("2010-01-01", quarter(2, 2010)), [stage("2011-06-01", "phase 3", "ongoing")],
     "fulfilled"),
    ("approved, so submitted", plan("2010-01-01", year(2010), "submitted"), [stage("2011-06-01", "approved")],
     "fulfilled"),
    ("in the clinic, so in a phase", plan("2010-01-01", quarter(2, 2010), "clinical"),
     [stage("2010-06-01", "phase 1", "initiated")], "fulfilled"),
    ("another one, long before its time", plan("2010-01-01", year(2014), "submitted"),
     [stage("2011-06-01", "submitted", "ongoing")], "open"),
    ("it was possible", stage("2010-01-01", "phase 3", "", M.POSSIBLE), [stage("2011-06-01", "phase 3")], "fulfilled"),
    ("it is possible", stage("2010-01-01", "phase 3", "", M.POSSIBLE, eventDate=year(2010)), FILED_LATER, "possible"),
    ("put off", plan("2010-01-01", quarter(2, 2010)), [plan("2010-08-01", quarter(4, 2010))], "slipped"),
    ("brought forward", plan("2010-01-01", year(2012)), [plan("2010-08-01", quarter(4, 2011))], "brought forward"),
    ("given up", plan("2010-01-01", year(2011)), [stage("2010-08-01", "phase 2", "discontinued")], "dropped"),
    ("no word of it", plan("2010-01-01", quarter(2, 2010)), FILED_LATER, "overdue"),
    ("nothing filed since", plan("2010-01-01", quarter(2, 2010)), [stage("2012-01-01", "phase 1", of=XYZ)][:0],
     "open"),
    ("its time has not come", plan("2010-01-01", year(2013)), FILED_LATER, "open"),
    ("without a time", plan("2010-01-01", None), FILED_LATER, "open"),
    ("said again", plan("2010-01-01", year(2013)), [plan("2010-08-01", year(2013)), *FILED_LATER], "open"),
    ("said more exactly", plan("2010-01-01", year(2013)), [plan("2010-08-01", quarter(2, 2013)), *FILED_LATER], "open"),
    ("only the trial before it", plan("2010-01-01", quarter(2, 2010)),
     [stage("2010-06-01", "phase 3", "completed", eventDate=year(2008)), *FILED_LATER], "overdue"),
    ("another study begun", plan("2010-01-01", quarter(2, 2010), study=FIRST),
     [stage("2010-06-01", "phase 3", "initiated", study=SECOND), *FILED_LATER], "overdue"),
    ("another disease", plan("2010-01-01", quarter(2, 2010), indication=HODGKIN),
     [stage("2010-06-01", "phase 3", "initiated", indication=MYELOMA), *FILED_LATER], "overdue"),
    ("a wider disease", plan("2010-01-01", quarter(2, 2010), indication=HODGKIN),
     [stage("2010-06-01", "phase 3", "initiated", indication=LYMPHOMA), *FILED_LATER], "fulfilled"),
    ("begun, it may be", plan("2010-01-01", quarter(2, 2010)),
     [stage("2010-06-01", "phase 3", "initiated", M.POSSIBLE), *FILED_LATER], "overdue"),
    ("denied", plan("2010-01-01", quarter(2, 2010)),
     [stage("2010-06-01", "phase 3", "initiated", M.NEGATED), *FILED_LATER], "overdue"),
    ("a completion is no start", plan("2010-01-01", year(2009)), FILED_LATER, "open"),
    ("another company files", plan("2010-01-01", quarter(2, 2010)),
     [said("2012-06-01", XYZ, P.DEVELOPED_BY, GLOBEX, by="Globex plc")], "passed"),
]  # fmt: skip


@pytest.mark.parametrize(("announced", "later", "expected"), [row[1:] for row in FATES], ids=[row[0] for row in FATES])
def test_what_became_of_an_announcement(announced: StoredFact, later: list[StoredFact], expected: str) -> None:
    events = kg.timeline([*later, announced], "abcolimab")
    (event,) = [e for e in events if announced in e.facts]
    assert event.status == expected


def test_an_announcement_and_its_end_lead_to_one_another() -> None:
    first, second = plan("2010-01-01", quarter(2, 2010)), plan("2010-08-01", quarter(4, 2010))
    begun = stage("2010-12-01", "phase 3", "initiated", eventDate=on("2010-11-30"))
    events = kg.timeline([begun, second, first], "ABC-123")
    assert [(e.worded, e.status, e.links) for e in events] == [
        ("Q2 2010", "slipped", (("slipped to", fact_id(second)),)),
        ("Q4 2010", "fulfilled", (("fulfilled by", fact_id(begun)), ("slipped from", fact_id(first)))),
        ("2010-11-30", "stated", (("fulfils", fact_id(second)),)),
    ]
    then = kg.timeline([begun, second, first], "ABC-123", as_of=date(2010, 8, 31))
    assert [(e.worded, e.status) for e in then] == [("Q2 2010", "slipped"), ("Q4 2010", "open")]


def test_what_several_filings_say_is_one_event_of_the_first() -> None:
    facts = [stage(f"201{n}-01-01", "phase 2", "ongoing", indication=HODGKIN) for n in (2, 0, 1)]
    (event,) = kg.timeline(facts, "abcolimab")
    assert [s.filing.name for s in event.facts] == ["acme-8k-2010-01-01", "acme-8k-2011-01-01", "acme-8k-2012-01-01"]
    assert (event.reported, event.filing, event.label, event.topic, event.kind) == (
        *(date(2010, 1, 1), "acme-8k-2010-01-01", "phase 2 ongoing", "Hodgkin lymphoma", "stage"),
    )
    apart = [*facts, stage("2013-01-01", "phase 2", "ongoing", indication=MYELOMA)]
    assert len(kg.timeline(apart, "abcolimab")) == 2


def test_order_is_that_of_the_events_and_not_of_the_reports() -> None:
    facts = [
        stage("2012-01-01", "phase 1", "initiated", eventDate=year(2005)),
        stage("2011-01-01", "phase 2", "ongoing"),
        stage("2010-01-01", "approved", "", M.EXPECTED, eventDate=year(2015)),
        said("2009-01-01", ABC, P.HAS_TARGET, CD999),
    ]
    assert [e.label for e in kg.timeline(facts, "abcolimab")] == ["phase 1 initiated", "phase 2 ongoing", "approved"]
    with_all = kg.timeline(facts, "abcolimab", descriptions=True)
    assert [e.kind for e in with_all] == ["stage", "description", "stage", "stage"]
    late = kg.timeline(facts, "abcolimab", since=date(2010, 6, 1))
    assert [e.label for e in late] == ["phase 2 ongoing", "approved"]


SUBJECTS = [
    ("Abcora", {"phase 1", "phase 2"}),
    ("CD999", {"phase 1", "phase 2"}),
    ("DM7", {"phase 1", "phase 2"}),
    ("acme", {"phase 1", "phase 2"}),
    ("Hodgkin lymphoma", {"phase 2"}),
    ("lymphoma", {"phase 2"}),
    ("ABC-123 in lymphoma", {"phase 2"}),
    ("abcolimab in multiple myeloma", {"phase 1"}),
    ("XYZ-9", {"phase 3"}),
]


@pytest.mark.parametrize(("name", "expected"), SUBJECTS)
def test_whose_history_it_is(name: str, expected: set[str]) -> None:
    facts = [
        said("2009-01-01", ABC, P.HAS_TARGET, CD999),
        said("2009-01-01", ABC, P.HAS_PAYLOAD, DM7),
        said("2009-01-01", ABC, P.DEVELOPED_BY, ACME),
        said("2009-01-01", XYZ, P.HAS_TARGET, CD999, M.NEGATED),
        stage("2010-01-01", "phase 1", indication=MYELOMA),
        stage("2010-01-01", "phase 2", indication=HODGKIN),
        stage("2010-01-01", "phase 3", of=XYZ, indication=QRS_DISEASE),
    ]
    assert {e.label for e in kg.timeline(facts, name)} == expected


SECOND_ABCORA = kg.Entity(kg.EntityType.STUDY, "B1", ("Abcora",))
QRS_DISEASE = kg.Entity(kg.EntityType.INDICATION, "gout")


def test_names_that_lead_nowhere_or_to_several() -> None:
    facts = [stage("2010-01-01", "phase 1"), said("2010-01-01", SECOND_ABCORA, P.HAS_STAGE, "phase 1")]
    with pytest.raises(QueryError, match="no fact is about 'nothing'"):
        kg.timeline(facts, "nothing")
    with pytest.raises(QueryError, match="a name of 2 things, give the IRI of one: Compound abcolimab; Study"):
        kg.timeline(facts, "Abcora")
    (event,) = kg.timeline(facts, facts[0].subject_iri)
    assert isinstance(event, TimelineEvent)


def test_a_history_as_text_and_table() -> None:
    time = when("mid-2011", "2011-05-01", "2011-08-31", "part-of-year")
    done = stage("2011-07-01", "phase 3", "initiated", eventDate=on("2011-06-30"))
    events = kg.timeline([plan("2010-01-01", time), done], "abcolimab")
    told = format_timeline(events, width=100)
    assert told.splitlines()[:5] == [
        "2011-05-01 to 2011-08-31 abcolimab: phase 3 planned [fulfilled]",
        "    planned, said of “mid-2011”, reported 2010-01-01, acme-8k-2010-01-01, id " + events[0].fact_ids[0][:10],
        "    fulfilled by phase 3 initiated (2011-06-30), reported 2011-07-01, id " + fact_id(done)[:10],
        "      “abcolimab hasStage phase 3”",
        "",
    ]
    (first, second) = timeline_table(events).records()
    assert (first["when"], first["earliest"], first["status"]) == ("mid-2011", date(2011, 5, 1), "fulfilled")
    assert second["became"] == "fulfils phase 3 planned (mid-2011), reported 2010-01-01"
