"""Times: what is found, what it means, and what is no time."""

from __future__ import annotations

import time
from datetime import date

import pytest

from kg.nlp.dates import Precision, find_dates

REPORTED = date(2007, 6, 4)


def read(text: str, *, month: int | None = None) -> list[tuple[str, str, str]]:
    found = find_dates(text, reported_on=REPORTED, fiscal_year_end_month=month)
    for mention in found:
        assert text[mention.start : mention.end] == mention.range.text
    return [(m.range.text, m.range.iso, m.range.precision) for m in found]


@pytest.mark.parametrize(
    ("text", "words", "iso", "precision"),
    [
        ("on June 4, 2007 it", "June 4, 2007", "2007-06-04", "day"),
        ("on June 4 , 2007 it", "June 4 , 2007", "2007-06-04", "day"),
        ("on JUNE 4, 2007 it", "JUNE 4, 2007", "2007-06-04", "day"),
        ("on June 4 2007 it", "June 4 2007", "2007-06-04", "day"),
        ("on June 4th, 2007 it", "June 4th, 2007", "2007-06-04", "day"),
        ("on 4 June 2007 it", "4 June 2007", "2007-06-04", "day"),
        ("on the 4th of June 2007", "4th of June 2007", "2007-06-04", "day"),
        ("on 04-Jun-2007", "04-Jun-2007", "2007-06-04", "day"),
        ("on 04JUN2007", "04JUN2007", "2007-06-04", "day"),
        ("on 06/04/2007", "06/04/2007", "2007-06-04", "day"),
        ("on 24/06/2007", "24/06/2007", "2007-06-24", "day"),
        ("on 2007-06-04", "2007-06-04", "2007-06-04", "day"),
        ("on Jun. 4, 2007", "Jun. 4, 2007", "2007-06-04", "day"),
        ("on Sept. 9, 2022", "Sept. 9, 2022", "2022-09-09", "day"),
        ("by May\u00a01,\u00a02020", "May\u00a01,\u00a02020", "2020-05-01", "day"),
        ("on February 29, 2024", "February 29, 2024", "2024-02-29", "day"),
        ("in Lyon, June 1-5, 2007.", "June 1-5, 2007", "2007-06-01/2007-06-05", "day-range"),
        ("June 1–5, 2007", "June 1–5, 2007", "2007-06-01/2007-06-05", "day-range"),
        ("June 1 to 5, 2007", "June 1 to 5, 2007", "2007-06-01/2007-06-05", "day-range"),
        ("June 1 through June 5, 2007", "June 1 through June 5, 2007", "2007-06-01/2007-06-05", "day-range"),
        ("April 5 and 6, 2023", "April 5 and 6, 2023", "2023-04-05/2023-04-06", "day-range"),
        ("1-5 June 2007", "1-5 June 2007", "2007-06-01/2007-06-05", "day-range"),
        ("May 31 – June 4, 2024", "May 31 – June 4, 2024", "2024-05-31/2024-06-04", "day-range"),
        ("December 30 – January 3, 2024", "December 30 – January 3, 2024", "2023-12-30/2024-01-03", "day-range"),
        (
            "from January 2, 2023 to March 3, 2023",
            "January 2, 2023 to March 3, 2023",
            "2023-01-02/2023-03-03",
            "day-range",
        ),
        ("in June 2007", "June 2007", "2007-06", "month"),
        ("in June of 2007", "June of 2007", "2007-06", "month"),
        ("in June, 2007", "June, 2007", "2007-06", "month"),
        ("in mid-June 2007", "mid-June 2007", "2007-06", "month"),
        ("in late June 2007", "late June 2007", "2007-06", "month"),
        ("at the end of June 2007", "end of June 2007", "2007-06", "month"),
        ("in November of last year", "November of last year", "2006-11", "month"),
        ("in September of this year", "September of this year", "2007-09", "month"),
        ("this June", "this June", "2007-06", "month"),
        ("last November", "last November", "2006-11", "month"),
        ("next March", "next March", "2008-03", "month"),
        ("last month", "last month", "2007-05", "month"),
        ("this month", "this month", "2007-06", "month"),
        ("in June/July 2007", "June/July 2007", "2007-06/2007-07", "month-range"),
        ("between June and July 2007", "June and July 2007", "2007-06/2007-07", "month-range"),
        ("from June to September 2023", "June to September 2023", "2023-06/2023-09", "month-range"),
        ("in December/January 2008", "December/January 2008", "2007-12/2008-01", "month-range"),
        ("late May/early June 2007", "late May/early June 2007", "2007-05/2007-06", "month-range"),
        ("September 2023 through March 2024", "September 2023 through March 2024", "2023-09/2024-03", "month-range"),
        ("in the first quarter of 2023", "first quarter of 2023", "2023-01/2023-03", "quarter"),
        ("in the 2nd quarter 2023", "2nd quarter 2023", "2023-04/2023-06", "quarter"),
        ("its first-quarter 2023 call", "first-quarter 2023", "2023-01/2023-03", "quarter"),
        ("third calendar quarter of 2023", "third calendar quarter of 2023", "2023-07/2023-09", "quarter"),
        ("the last quarter of 2023", "last quarter of 2023", "2023-10/2023-12", "quarter"),
        ("fourth quarter of this year", "fourth quarter of this year", "2007-10/2007-12", "quarter"),
        ("first quarter of next year", "first quarter of next year", "2008-01/2008-03", "quarter"),
        ("Q3 2025", "Q3 2025", "2025-07/2025-09", "quarter"),
        ("Q3 of 2025", "Q3 of 2025", "2025-07/2025-09", "quarter"),
        ("Q3’25", "Q3’25", "2025-07/2025-09", "quarter"),
        ("3Q25", "3Q25", "2025-07/2025-09", "quarter"),
        ("3Q 2025", "3Q 2025", "2025-07/2025-09", "quarter"),
        ("3Q2025", "3Q2025", "2025-07/2025-09", "quarter"),
        ("2025 Q3", "2025 Q3", "2025-07/2025-09", "quarter"),
        ("next quarter", "next quarter", "2007-07/2007-09", "quarter"),
        ("end of the third quarter of 2023", "end of the third quarter of 2023", "2023-07/2023-09", "quarter"),
        ("early in the third quarter of 2023", "early in the third quarter of 2023", "2023-07/2023-09", "quarter"),
        ("quarter ended September 30, 2023", "quarter ended September 30, 2023", "2023-07/2023-09", "quarter"),
        ("three months ended June 30, 2025", "three months ended June 30, 2025", "2025-04/2025-06", "quarter"),
        ("second or third quarter of 2024", "second or third quarter of 2024", "2024-04/2024-09", "month-range"),
        ("Q2/Q3 2024", "Q2/Q3 2024", "2024-04/2024-09", "month-range"),
        ("Q4 2024 or Q1 2025", "Q4 2024 or Q1 2025", "2024-10/2025-03", "month-range"),
        ("nine months ended September 30, 2024", "nine months ended September 30, 2024", "2024-01/2024-09",
         "month-range"),
        ("1H 2026", "1H 2026", "2026-01/2026-06", "half-year"),
        ("| 2H 2023 IND |", "2H 2023", "2023-07/2023-12", "half-year"),
        ("1H26", "1H26", "2026-01/2026-06", "half-year"),
        ("H2 2024", "H2 2024", "2024-07/2024-12", "half-year"),
        ("first half of 2023", "first half of 2023", "2023-01/2023-06", "half-year"),
        ("by the second half of 2023", "second half of 2023", "2023-07/2023-12", "half-year"),
        ("the latter half of 2023", "latter half of 2023", "2023-07/2023-12", "half-year"),
        ("in the second half of the year", "second half of the year", "2007-07/2007-12", "half-year"),
        ("first-half 2024", "first-half 2024", "2024-01/2024-06", "half-year"),
        ("six months ended June 30, 2025", "six months ended June 30, 2025", "2025-01/2025-06", "half-year"),
        ("in the summer of 2023", "summer of 2023", "2023", "season"),
        ("in Fall 2023", "Fall 2023", "2023", "season"),
        ("this summer", "this summer", "2007", "season"),
        ("next spring", "next spring", "2008", "season"),
        ("last fall", "last fall", "2006", "season"),
        ("in mid-2024", "mid-2024", "2024", "part-of-year"),
        ("by early 2025", "early 2025", "2025", "part-of-year"),
        ("in late 2023", "late 2023", "2023", "part-of-year"),
        ("late in 2023", "late in 2023", "2023", "part-of-year"),
        ("mid-to-late 2024", "mid-to-late 2024", "2024", "part-of-year"),
        ("early to mid-2025", "early to mid-2025", "2025", "part-of-year"),
        ("at the end of 2024", "end of 2024", "2024", "part-of-year"),
        ("by year-end 2024", "year-end 2024", "2024", "part-of-year"),
        ("by mid-year 2024", "mid-year 2024", "2024", "part-of-year"),
        ("by year end", "year end", "2007", "part-of-year"),
        ("before year-end", "year-end", "2007", "part-of-year"),
        ("by the end of the year", "end of the year", "2007", "part-of-year"),
        ("by the end of this year", "end of this year", "2007", "part-of-year"),
        ("early next year", "early next year", "2008", "part-of-year"),
        ("the first part of 2024", "first part of 2024", "2024", "part-of-year"),
        ("in 2021", "2021", "2021", "year"),
        ("since 2021.", "2021", "2021", "year"),
        ("Over the course of 2023", "2023", "2023", "year"),
        ("calendar year 2024", "2024", "2024", "year"),
        ("Form 10-K for 2006", "2006", "2006", "year"),
        ("this year", "this year", "2007", "year"),
        ("next year", "next year", "2008", "year"),
        ("last year", "last year", "2006", "year"),
        ("year ended December 31, 2022", "year ended December 31, 2022", "2022", "year"),
        ("2019 to 2021", "2019 to 2021", "2019/2021", "year-range"),
        ("from 2023 through 2025", "2023 through 2025", "2023/2025", "year-range"),
        ("2024-2025", "2024-2025", "2024/2025", "year-range"),
        ("between 2019 and 2021", "2019 and 2021", "2019/2021", "year-range"),
        ("late 2024 or early 2025", "late 2024 or early 2025", "2024/2025", "year-range"),
        ("fiscal year 2008", "fiscal year 2008", "2008", "fiscal-year"),
        ("fiscal 2008", "fiscal 2008", "2008", "fiscal-year"),
        ("FY2025", "FY2025", "2025", "fiscal-year"),
        ("FY25", "FY25", "2025", "fiscal-year"),
        ("third quarter of fiscal 2008", "third quarter of fiscal 2008", "2008", "fiscal-year"),
        ("fiscal year ended June 30, 2006", "fiscal year ended June 30, 2006", "2005-07/2006-06", "fiscal-year"),
        ("by the end of our fiscal year in June 2008", "end of our fiscal year in June 2008", "2008-06",
         "fiscal-year-end"),
        ("later in 2007", "later in 2007", "2007", "open-year"),
        ("later this year", "later this year", "2007", "open-year"),
        ("later in the year", "later in the year", "2007", "open-year"),
        ("earlier this year", "earlier this year", "2007", "open-year"),
        ("for the remainder of 2007", "remainder of 2007", "2007", "open-year"),
        ("in the next few weeks", "in the next few weeks", "2007-06/2007-07", "relative"),
        ("in the coming months", "in the coming months", "2007-06/2007-12", "relative"),
        ("in coming weeks", "in coming weeks", "2007-06/2007-07", "relative"),
        ("within the next 12 months", "within the next 12 months", "2007-06/2008-06", "relative"),
        ("in the next 12-18 months", "in the next 12-18 months", "2007-06/2008-12", "relative"),
        ("over the past two years", "over the past two years", "2005-06/2007-06", "relative"),
        ("earlier this month", "earlier this month", "2007-06", "relative"),
        ("last week", "last week", "2007-05/2007-06", "relative"),
        ("announced today that", "today", "2007-06-04", "day"),
        ("announced yesterday", "yesterday", "2007-06-03", "day"),
    ],
)  # fmt: skip
def test_one_time(text: str, words: str, iso: str, precision: str) -> None:
    assert read(text) == [(words, iso, precision)]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("June/July 2007", "2007-06-01", "2007-07-31"),
        ("later in 2007", "2007-06-04", "2007-12-31"),
        ("later in 2009", "2009-01-01", "2009-12-31"),
        ("earlier this year", "2007-01-01", "2007-06-04"),
        ("by the end of our fiscal year in June 2008", "2007-06-04", "2008-06-30"),
        ("at the end of our fiscal year in June 2008", "2008-06-01", "2008-06-30"),
        ("this summer", "2007-06-01", "2007-08-31"),
        ("in the next few weeks", "2007-06-04", "2007-07-16"),
        ("early 2025", "2025-01-01", "2025-04-30"),
        ("mid-2024", "2024-05-01", "2024-08-31"),
        ("late 2023", "2023-09-01", "2023-12-31"),
        ("mid-to-late 2024", "2024-05-01", "2024-12-31"),
        ("by the end of 2007", "2007-06-04", "2007-12-31"),
        ("by year end", "2007-06-04", "2007-12-31"),
        ("early June 2024", "2024-06-01", "2024-06-10"),
        ("late June 2024", "2024-06-21", "2024-06-30"),
        ("end of the third quarter of 2023", "2023-09-01", "2023-09-30"),
        ("winter of 2023", "2023-01-01", "2023-12-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
        ("fiscal year 2008", "2007-02-01", "2008-12-31"),
        ("year ended January 2, 2021", "2020-01-01", "2020-12-31"),
        ("last week", "2007-05-28", "2007-06-03"),
    ],
)
def test_days_it_may_mean(text: str, earliest: str, latest: str) -> None:
    (found,) = find_dates(text, reported_on=REPORTED)
    assert (found.range.earliest.isoformat(), found.range.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("in 2019, 2020 and 2021", ["2019", "2020", "2021"]),
        ("December 31, 2022 and 2021", ["2022-12-31", "2021-12-31"]),
        ("three months ended June 30, 2025 and 2024", ["2025-04/2025-06", "2024-04/2024-06"]),
        ("in March, June and September 2021", ["2021-03", "2021-06", "2021-09"]),
        ("in May 2007 and June 2008", ["2007-05", "2008-06"]),
        ("On June 4, 2007, it said that dosing began in May 2006.", ["2007-06-04", "2006-05"]),
        ("first quarter of 2023 and second half of 2024", ["2023-01/2023-03", "2024-07/2024-12"]),
        ("fiscal years 2007 and 2008", ["2007", "2008"]),
    ],
)
def test_several_times(text: str, isos: list[str]) -> None:
    assert [iso for _, iso, _ in read(text)] == isos


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("fiscal year 2008", "2007-07/2008-06", "fiscal-year"),
        ("third quarter of fiscal 2008", "2008-01/2008-03", "quarter"),
        ("fiscal third quarter of 2008", "2008-01/2008-03", "quarter"),
        ("Q1 FY2008", "2007-07/2007-09", "quarter"),
        ("by the end of fiscal year 2008", "2008-06", "fiscal-year-end"),
        ("third quarter of 2008", "2008-07/2008-09", "quarter"),
    ],
)
def test_fiscal_year_that_ends_in_june(text: str, iso: str, precision: str) -> None:
    assert [(i, p) for _, i, p in read(text, month=6)] == [(iso, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "Section 13", "Rule 14a-12", "(617) 555-2007", "0-17999", "Phase 1/2", "1-3 weeks", "the 2019 Plan",
        "under its 2019 Equity Incentive Plan", "COVID-19", "24/7", "February 30, 2007", "31/31/2007", "2007-02-30",
        "April 31, 2020", "Act of 1934", "Litigation Reform Act of 1995", "Code of 1986", "in 2000 patients",
        "of 2000 shares", "up to 2000 mg", "we may 2007", "Suite 2000", "we march in step",
        "In May and June", "$2,007", "$2007", "#2007",
        "clone H225", "Q325R", "file 2007-06-04-11", "3.6 mg/kg", "4 of the 10 patients", "in 2024-based units",
        "the second quarter", "on June 4", "soon", "in the near future", "over time", "May 32, 2007", "in 20071",
        "version 1.2.2021.3", "2,021 patients", "in 2021%", "12/10/11", "the end of the study", "the years",
        "mid-single digit", "late-stage", "early clinical data", "a 5-year plan", "every quarter",
    ],
)  # fmt: skip
def test_no_time(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["today", "this year", "later this year", "in the next few weeks", "by year end"])
def test_what_hangs_on_a_report_needs_one(text: str) -> None:
    assert find_dates(text, reported_on=None) == []


def test_mid_year_of_a_report_in_autumn_is_not_guessed() -> None:
    assert find_dates("by mid-year", reported_on=date(2007, 10, 17)) == []
    assert [m.range.iso for m in find_dates("this summer", reported_on=date(2007, 10, 17))] == ["2007"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("In March, it filed an application.", "2007-03"),
        ("It filed in September.", "2006-09"),
        ("It expects to file in September.", "2007-09"),
        ("It will file in March.", "2008-03"),
        ("Dosing began in June.", "2007-06"),
        ("It will begin in the fourth quarter.", "2007-10/2007-12"),
        ("It began in the fourth quarter.", "2006-10/2006-12"),
        ("It expects data soon. It filed in September.", "2006-09"),
        ("at its Annual Meeting 2026", "2026"),
        ("shown at the 2023 Lyon Annual Meeting", "2023"),
    ],
)
def test_nearest_month_or_quarter(text: str, iso: str) -> None:
    assert [found for _, found, _ in read(text)] == [iso]


def test_month_without_year_needs_a_report() -> None:
    assert find_dates("In March, it filed.", reported_on=None) == []


def test_every_precision_is_one_of_the_scheme() -> None:
    assert "open-year" in set(Precision)
    text = "in June 2007, Q3 2025, 1H 2026, mid-2024, FY2025, today, later this year, 2019 to 2021, this summer"
    assert {precision for _, _, precision in read(text)} <= {str(p) for p in Precision}


@pytest.mark.parametrize(
    "run", ["1", " ", ",", "1,", "1/", "1-", "June ", "June/", "2021, ", "2021 to ", "the end of ", "early ", "Q1 "]
)
def test_long_runs_are_read_in_linear_time(run: str) -> None:
    text = run * (20_000 // len(run))
    before = time.perf_counter()
    find_dates(text, reported_on=REPORTED)
    assert time.perf_counter() - before < 5
