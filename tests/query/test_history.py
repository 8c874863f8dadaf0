"""Three invented filings of one company, read as any others: what changed, what was announced, what became of it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import kg
from kg.model import StoredFact, StoredTally
from tests.query.stores import built

HEAD = """FORM 8-K

CURRENT REPORT

Date of report (Date of earliest event reported): {day}

ACME BIOLOGICS, INC.
(Exact name of registrant as specified in its charter)

Delaware              0-12345                12-3456789

Item 8.01 Other Events

"""
TEXTS = {
    "March 3, 2010": """
Acme Biologics, Inc. develops ABC-123, an antibody-drug conjugate. ABC-123 is in a Phase I trial in multiple myeloma.
Acme plans to start a Phase II trial of ABC-123 in multiple myeloma in the fourth quarter of 2010.
XYZ-900 is in preclinical development for breast cancer. Acme began a Phase I trial of QRS-77 in melanoma in 2005.
Acme expects to file an IND for XYZ-900 in the second quarter of 2010.
""",
    "March 7, 2011": """
The FDA granted ABC-123 orphan drug designation for multiple myeloma on February 1, 2011.
Acme plans to start a Phase II trial of ABC-123 in multiple myeloma in the third quarter of 2011.
Acme began a Phase I trial of ABC-123 in multiple myeloma in 2008.
Three compounds are in clinical testing: ABC-123 and QRS-77.
""",
    "March 5, 2012": """
Acme Biologics, Inc. began a Phase II trial of ABC-123 in multiple myeloma in September 2011.
Acme has discontinued the Phase I trial of QRS-77 in melanoma. ABC-123 is in clinical testing.
""",
}


@cache
def read() -> tuple[tuple[StoredFact, ...], tuple[StoredTally, ...]]:
    with TemporaryDirectory() as folder:
        extractions = []
        for number, (day, text) in enumerate(TEXTS.items(), start=1):
            file = Path(folder) / f"acme-{number}.txt"
            file.write_text(HEAD.format(day=day) + text, encoding="utf-8")
            extractions.append(kg.extract(kg.read_filing(file)))
    store = built(extractions)
    return tuple(kg.stored_facts(store)), tuple(kg.stored_tallies(store))


def changes(old: str, new: str) -> set[tuple[str, str, str, str]]:
    facts, _ = read()
    states = [kg.as_of(facts, date.fromisoformat(day)) for day in (old, new)]
    return {(str(c.kind), c.subject, c.was, c.now) for c in kg.difference(*states)}


def test_what_changed_in_the_first_year() -> None:
    found = changes("2010-12-31", "2011-12-31")
    assert (
        *("expectation slipped", "ABC-123"),
        *("phase 2 planned (fourth quarter of 2010)", "phase 2 planned (third quarter of 2011)"),
    ) in found
    assert ("new designation", "ABC-123", "", "orphan drug (2011-02-01)") in found
    assert {kind for kind, _, _, _ in found} == {"expectation slipped", "new designation", "no longer mentioned"}


def test_what_changed_in_the_second_year() -> None:
    found = changes("2011-12-31", "2012-12-31")
    kinds = {(kind, subject) for kind, subject, _, _ in found}
    assert kinds == {
        *(("advanced", "ABC-123"), ("expectation fulfilled", "ABC-123")),
        *(("discontinued", "QRS-77"), ("no longer mentioned", "XYZ-900")),
    }
    assert "phase 2 initiated (September 2011)" in {now for kind, _, _, now in found if kind == "advanced"}


def test_what_became_of_the_announcements() -> None:
    facts, _ = read()
    events = kg.timeline(facts, "ABC-123 in multiple myeloma")
    assert [(e.label, e.status) for e in events if e.label.startswith("phase 2")] == [
        ("phase 2 planned", "slipped"),
        ("phase 2 planned", "fulfilled"),
        ("phase 2 initiated", "stated"),
    ]
    assert [e.earliest for e in events if e.earliest] == sorted(e.earliest for e in events if e.earliest)
    (overdue,) = [e for e in kg.timeline(facts, "XYZ-900") if e.worded]
    assert (overdue.status, overdue.latest) == ("overdue", date(2010, 6, 30))


def test_what_is_to_be_looked_at() -> None:
    facts, tallies = read()
    found = kg.checks(facts, tallies=tallies)
    assert [(str(c.kind), c.subject) for c in found] == [
        ("overdue", "XYZ-900"),
        ("count", "compounds in clinical"),
    ]
