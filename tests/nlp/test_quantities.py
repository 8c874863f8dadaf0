"""What is counted and measured: counts, percentages, doses, schedules, durations, grades."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from kg.nlp.quantities import (
    find_counts,
    find_doses,
    find_durations,
    find_grades,
    find_intervals,
    find_percentages,
    find_schedules,
    parse_number,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("eighteen", 18), ("Eighteen", 18), ("zero", 0), ("twenty", 20), ("twenty-one", 21), ("Twenty one", 21),
        ("one hundred", 100), ("a hundred", 100), ("one hundred and twenty-one", 121), ("two thousand", 2000),
        ("two thousand five hundred", 2500), ("five hundred thousand", 500000), ("one million", 1000000),
        ("40,000", 40000), ("approximately 40,000", 40000), ("about five", 5), ("3.6", 3.6), (".05", 0.05), ("18", 18),
        ("1.5 million", 1500000), ("", None), ("few", None), ("hundred", None), ("and", None), ("one two", None),
        ("twenty twenty", None), ("twenty eleven", None), ("1,00", None), ("3.6 mg", None), ("1.2.3", None),
        ("approximately", None), ("two-fold", None),
    ],
)  # fmt: skip
def test_number(text: str, number: float | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "words", "count", "out_of", "noun"),
    [
        ("four of ten patients had", "four of ten patients", 4, 10, "patients"),
        ("4 of the 10 patients", "4 of the 10 patients", 4, 10, "patients"),
        ("Ten of the 42 patients", "Ten of the 42 patients", 10, 42, "patients"),
        ("4 out of 9 mice", "4 out of 9 mice", 4, 9, "mice"),
        ("4/10 patients", "4/10 patients", 4, 10, "patients"),
        ("4 (40%) of 10 patients", "4 (40%) of 10 patients", 4, 10, "patients"),
        ("four patients (40%) of ten patients", "four patients (40%) of ten patients", 4, 10, "patients"),
        ("5 of 11 evaluable patients", "5 of 11 evaluable patients", 5, 11, "patients"),
        ("None of the 12 patients", "None of the 12 patients", 0, 12, "patients"),
        ("5 of 11 (45%)", "5 of 11", 5, 11, ""),
        ("three of five had", "three of five", 3, 5, ""),
        ("40% (4/10)", "4/10", 4, 10, ""),
        ("4/10 (40%)", "4/10", 4, 10, ""),
        ("18 patients", "18 patients", 18, None, "patients"),
        ("Eighteen patients had", "Eighteen patients", 18, None, "patients"),
        ("69 participants", "69 participants", 69, None, "participants"),
        ("5,000 patients", "5,000 patients", 5000, None, "patients"),
        ("nine additional patients", "nine additional patients", 9, None, "patients"),
        ("15 heavily pre-treated adult patients", "15 heavily pre-treated adult patients", 15, None, "patients"),
        ("12 adult and pediatric patients", "12 adult and pediatric patients", 12, None, "patients"),
        ("18 HER2-positive breast cancer patients", "18 HER2-positive breast cancer patients", 18, None, "patients"),
        ("30 healthy volunteers", "30 healthy volunteers", 30, None, "volunteers"),
        ("one hundred and fifty patients", "one hundred and fifty patients", 150, None, "patients"),
        ("an 18-patient study", "18-patient", 18, None, "patient"),
        ("n=18", "18", 18, None, ""),
        ("(N = 1,042)", "1,042", 1042, None, ""),
        ("a patient with", "a patient", 1, None, "patient"),
        ("one patient had", "one patient", 1, None, "patient"),
        ("another patient", "another patient", 1, None, "patient"),
        ("Both patients", "Both patients", 2, None, "patients"),
        ("no patients", "no patients", 0, None, "patients"),
        ("all 12 patients", "12 patients", 12, None, "patients"),
        ("two complete responses", "two complete responses", 2, None, "responses"),
        ("Four ongoing partial responses", "Four ongoing partial responses", 4, None, "responses"),
        ("a complete remission, also", "a complete remission", 1, None, "remission"),
        ("six DLTs", "six DLTs", 6, None, "DLTs"),
        ("44 of a planned 80 patients", "44 of a planned 80 patients", 44, 80, "patients"),
        ("two of these cases", "two of these cases", 2, None, "cases"),
        ("of whom 26 received it", "26", 26, None, ""),
        ("three deaths", "three deaths", 3, None, "deaths"),
    ],
)
def test_count(text: str, words: str, count: int, out_of: int | None, noun: str) -> None:
    (found,) = find_counts(text)
    assert (text[found.start : found.end], found.count, found.out_of, found.noun) == (words, count, out_of, noun)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("approximately 40 patients", (40, None, "", True, "")),
        ("up to 60 evaluable patients", (60, None, "<=", False, "evaluable")),
        ("at least 100 subjects", (100, None, ">=", False, "")),
        ("more than 100 subjects", (100, None, ">", False, "")),
        ("fewer than five patients", (5, None, "<", False, "")),
        ("20 to 30 patients", (20, 30, "", False, "")),
        ("12-15 new patients", (12, 15, "", False, "new")),
    ],
)
def test_count_with_company(text: str, expected: tuple[int, int | None, str, bool, str]) -> None:
    (found,) = find_counts(text)
    assert (found.count, found.high, found.comparator, found.approximate, found.modifiers) == expected


@pytest.mark.parametrize(
    "text",
    ["a patient population", "a response rate", "Phase 2 patients", "Grade 3 events", "Cohort 1 patients",
     "In 2021 patients", "3 weeks in patients", "Phase 1 of 2", "Phase 1/2", "1/2", "24/7", "18 patient samples",
     "100 mg patients", "$18 patients", "three clinical sites enrolled patients", "one of the two studies",
     "the other patient", "an immune response", "a total of patients", "patients", "3.5 patients",
     "five trials of patients", "a patient's", "page 1 of 7."],
)  # fmt: skip
def test_no_count(text: str) -> None:
    assert find_counts(text) == []


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("33%", "33%", 33), ("33.3 %", "33.3 %", 33.3), ("82 percent", "82 percent", 82),
        ("ten percent", "ten percent", 10),
        ("82 per cent", "82 per cent", 82), ("85% to 90%", "85% to 90%", "85-90"), ("85-90%", "85-90%", "85-90"),
        ("eight percent to twelve percent", "eight percent to twelve percent", "8-12"),
        ("between 10% and 20%", "10% and 20%", "10-20"), ("≥20%", "20%", ">=20"), (">50%", "50%", ">50"),
        ("at least 20%", "20%", ">=20"), ("less than 5%", "5%", "<5"), ("up to 5%", "5%", "<=5"),
        ("20% or more", "20%", ">=20"), ("approximately 33%", "33%", 33), ("change of -13%", "-13%", -13),
    ],
)  # fmt: skip
def test_percentage(text: str, words: str, value: float | str) -> None:
    (found,) = find_percentages(text)
    assert (text[found.start : found.end], found.value) == (words, value)


@pytest.mark.parametrize(
    ("text", "values"),
    [("10% and 20%", [10, 20]), ("45%, 50% and 60%", [45, 50, 60]), ("3 percentage points", []), ("33", []),
     ("95% CI: 33.1, 52.9", []), ("from 20% in one to 5% in the other", [20, 5])],
)  # fmt: skip
def test_several_percentages(text: str, values: list[int]) -> None:
    assert [found.value for found in find_percentages(text)] == values


@pytest.mark.parametrize(
    "text",
    ["42% (95% CI: 33.1, 52.9)", "42% (25/60; 95% CI 33.1-52.9)", "42% [95% CI, 33.1% to 52.9%]",
     "42% (95% confidence interval [CI]: 33.1–52.9)", "42%, 95% CI (33.1, 52.9)", "42 percent (95% CI: 33.1 - 52.9)"],
)  # fmt: skip
def test_interval_belongs_to_its_percentage(text: str) -> None:
    (found,) = find_percentages(text)
    assert found.value == 42
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (Decimal("33.1"), Decimal("52.9"))
    assert found.interval.level == Decimal(95)


def test_intervals() -> None:
    found = find_intervals("9.5 months (95% CI: 3.1, not reached) and 7 (range, 1.2-8.5+)")
    assert [(i.low, i.high, i.level) for i in found] == [
        (Decimal("3.1"), None, Decimal(95)),
        (Decimal("1.2"), Decimal("8.5"), None),
    ]


@pytest.mark.parametrize(
    ("text", "dose", "numbers", "unit", "comparator"),
    [
        ("3.6 mg/kg", "3.6 mg/kg", "3.6", "mg/kg", ""),
        ("3.6mg/kg", "3.6 mg/kg", "3.6", "mg/kg", ""),
        ("2.4 or 3.6 mg/kg", "2.4 or 3.6 mg/kg", "2.4 3.6", "mg/kg", ""),
        ("0.3, 0.6, 1.2 and 2.4 mg/kg", "0.3, 0.6, 1.2 and 2.4 mg/kg", "0.3 0.6 1.2 2.4", "mg/kg", ""),
        ("1 mg, 3 mg and 10 mg", "1 mg, 3 mg and 10 mg", "1 3 10", "mg", ""),
        ("5 mg/kg to 10 mg/kg", "5 mg/kg to 10 mg/kg", "5 10", "mg/kg", "-"),
        ("5-10 mg/kg", "5-10 mg/kg", "5 10", "mg/kg", "-"),
        ("between 1 and 3 mg/kg", "1 and 3 mg/kg", "1 3", "mg/kg", "-"),
        ("75/150 mg", "75/150 mg", "75 150", "mg", ""),
        ("168 mg/m²", "168 mg/m²", "168", "mg/m²", ""),
        ("168 mg/m2", "168 mg/m²", "168", "mg/m²", ""),
        ("223 mg/m^2 .", "223 mg/m²", "223", "mg/m²", ""),
        ("30 milligrams per kilogram", "30 mg/kg", "30", "mg/kg", ""),
        ("100 mg twice daily", "100 mg", "100", "mg", ""),
        ("100 mg/day", "100 mg/day", "100", "mg/day", ""),
        ("a 100-mg tablet", "100 mg", "100", "mg", ""),
        ("3,000 mg", "3,000 mg", "3000", "mg", ""),
        ("50 mcg", "50 µg", "50", "µg", ""),
        ("50 μg", "50 µg", "50", "µg", ""),
        ("10 µg/kg/week", "10 µg/kg/week", "10", "µg/kg/week", ""),
        ("10 IU/kg", "10 IU/kg", "10", "IU/kg", ""),
        ("up to and including 168 mg/m²", "up to and including 168 mg/m²", "168", "mg/m²", "<="),
        ("at or below 3.6 mg/kg", "at or below 3.6 mg/kg", "3.6", "mg/kg", "<="),
        ("≥2.4 mg/kg", "≥2.4 mg/kg", "2.4", "mg/kg", ">="),
        ("3.6 mg/kg or higher", "3.6 mg/kg or higher", "3.6", "mg/kg", ">="),
        ("1x10^9 cells", "1 x 10^9 cells", "1e9", "cells", ""),
        ("2 x 10 6 cells/kg", "2 x 10^6 cells/kg", "2e6", "cells/kg", ""),
        ("1.1 × 10¹⁴ vg/kg", "1.1 x 10^14 vg/kg", "1.1e14", "vg/kg", ""),
        ("2E13 vg/kg", "2E13 vg/kg", "2e13", "vg/kg", ""),
        ("150 million cells", "150 million cells", "150e6", "cells", ""),
        ("450 x 10^6 CAR T cells", "450 x 10^6 CAR T cells", "450e6", "CAR T cells", ""),
    ],
)
def test_dose(text: str, dose: str, numbers: str, unit: str, comparator: str) -> None:
    (found,) = find_doses(f"given at {text} in May")
    assert (found.text, found.unit, found.comparator) == (dose, unit, comparator)
    assert found.numbers == tuple(Decimal(number) for number in numbers.split())


def test_doses_with_different_units_stay_apart() -> None:
    assert [d.text for d in find_doses("60 mg or 1 mg/kg")] == ["60 mg", "1 mg/kg"]


@pytest.mark.parametrize(
    "text", ["10 mg/mL", "12 g/dL", "70 kg", "$5 mg", "mg/kg", "5 ng", "12 units", "24 hours", "5 gallons", "3 months"]
)
def test_no_dose(text: str) -> None:
    assert find_doses(text) == []


@pytest.mark.parametrize(
    "schedule",
    ["once every three weeks", "every three weeks", "every 21 days", "every other week", "every 3-4 weeks",
     "every four to six weeks", "every third week", "twice every week", "every day", "weekly", "once weekly",
     "once-daily", "twice daily", "three times a week", "three times weekly", "twice per day", "once a month",
     "monthly", "biweekly", "bi-weekly", "Q3W", "q2w", "QD", "QW", "Q12H", "BID", "TID", "b.i.d.",
     "weekly for three weeks",
     "twice daily for 7 days", "once weekly for three of every four weeks", "in 21-day cycles",
     "three weeks on, one week off", "on days 1, 8 and 15 of a 28-day cycle", "on Days 1-5 every 28 days",
     "on day 1 of each 21-day cycle", "on days 1 and 8"],
)  # fmt: skip
def test_schedule(schedule: str) -> None:
    text = f"It was dosed {schedule}, as planned"
    assert [(s.text, text[s.start : s.end]) for s in find_schedules(text)] == [(schedule, schedule)]


@pytest.mark.parametrize(
    "text",
    ["daily living", "daily activities", "weekly conference call", "quarterly report", "on day 29", "Q3 2025", "BIDDER",
     "every patient", "QDX", "once", "three times higher", "the weekly-call"],
)  # fmt: skip
def test_no_schedule(text: str) -> None:
    assert find_schedules(text) == []


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("for eighteen weeks", "eighteen weeks", 18, "weeks"),
        ("for six to eighteen weeks", "six to eighteen weeks", "6-18", "weeks"),
        ("for 1-3 weeks", "1-3 weeks", "1-3", "weeks"),
        ("for two or three weeks", "two or three weeks", "2-3", "weeks"),
        ("between 4 and 8 weeks", "4 and 8 weeks", "4-8", "weeks"),
        ("for 12.3 months", "12.3 months", 12.3, "months"),
        ("for 7.5 mo", "7.5 mo", 7.5, "months"),
        ("five days", "five days", 5, "days"),
        ("approximately two days", "two days", 2, "days"),
        ("after 24 hours", "24 hours", 24, "hours"),
        ("a two-year study", "two-year", 2, "years"),
        ("a 12-week treatment", "12-week", 12, "weeks"),
        (">6 months", "6 months", ">6", "months"),
        ("greater than 24 months", "24 months", ">24", "months"),
        ("at least six months", "six months", ">=6", "months"),
        ("six months or longer", "six months or longer", ">=6", "months"),
        ("less than one week", "one week", "<1", "weeks"),
        ("up to 12 months", "12 months", "<=12", "months"),
        ("12.3+ months", "12.3+ months", ">=12.3", "months"),
        ("lasting over 12 months", "12 months", ">12", "months"),
        ("over nine years of work", "nine years", 9, "years"),
        ("was not reached", "not reached", "not reached", None),
        ("has not yet been reached", "not yet been reached", "not reached", None),
        ("(median of 7.5)", "7.5", 7.5, None),
    ],
)
def test_duration(text: str, words: str, value: float | str, unit: str | None) -> None:
    (found,) = find_durations(text)
    assert (text[found.start : found.end], found.value, found.unit) == (words, value, unit)


@pytest.mark.parametrize(
    ("text", "median"),
    [
        ("median PFS was 12.3 months", True),
        ("a median duration of response of 10.3 months", True),
        ("median follow-up of approximately 6 months", True),
        ("response lasted 10.3 months", False),
    ],
)
def test_median(text: str, median: bool) -> None:
    assert [d.median for d in find_durations(text)] == [median]


def test_interval_belongs_to_its_duration() -> None:
    (found,) = find_durations("median PFS was 12.3 months (95% CI: 8.1, 15.0)")
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (Decimal("8.1"), Decimal("15.0"))


@pytest.mark.parametrize(
    "text",
    ["12 years of age and older", "aged 18 years", "18-year-old", "18 years old", "three months ended June 30",
     "day 28", "weeks", "95% CI, 3.1 months to not reached", "$5 days", "12 years and older", "3.6 mg/kg"],
)  # fmt: skip
def test_no_duration(text: str) -> None:
    assert find_durations(text) == []


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Grade 1", "1"), ("Grade 5", "5"), ("grade 3.", "3"), ("Grade-3", "3"), ("Grade 3/4", "3/4"),
        ("Grade III", "3"), ("Grade III/IV", "3/4"), ("(Grade 2 and Grade 3)", "2 and 3"), ("grade 1 or 2", "1 or 2"),
        ("Grades 3-4", "3-4"), ("Grade 3–4", "3-4"), ("grade 1 to 2", "1-2"), ("Grades 1 through 3", "1-3"),
        ("Grade 1, 2 and 3", "1, 2 and 3"), ("grade 3 or higher", ">=3"), ("Grade 3 or greater", ">=3"),
        ("grade 3 and above", ">=3"), ("Grade ≥3", ">=3"), ("≥ Grade 3", ">=3"), ("at least Grade 3", ">=3"),
        ("Grade 3+", ">=3"), ("more severe than Grade 1", ">1"), ("greater than Grade 2", ">2"), ("> Grade 2", ">2"),
        ("Grade 2 or lower", "<=2"), ("below Grade 3", "<3"), ("Severe (Grade 3/4)", "3/4"),
        ("mild to moderate (grade 1 or 2)", "1 or 2"), ("mild to moderate", "mild to moderate"),
        ("a severe headache", "severe"), ("Severe headache", "severe"), ("life-threatening", "life-threatening"),
        ("treatment-related Grade 4 events", "4"),
    ],
)  # fmt: skip
def test_grade(text: str, grade: str) -> None:
    assert [found.text for found in find_grades(text)] == [grade]


@pytest.mark.parametrize(
    ("text", "words"),
    [("grade 3 or higher", "3 or higher"), ("Grade ≥3", "≥3"), ("more severe than Grade 1", "more severe than 1")],
)
def test_grade_in_its_own_words(text: str, words: str) -> None:
    assert [found.words for found in find_grades(text)] == [words]


@pytest.mark.parametrize(
    "text",
    ["Grade 10", "Grade 3 glioma", "high-grade", "investment grade", "upgrade 3", "moderate to severe psoriasis",
     "moderate-to-severe asthma", "severe acute respiratory syndrome", "severe combined immunodeficiency", "grade",
     "severely", "less severe", "Grade A", "Grade 3.5"],
)  # fmt: skip
def test_no_grade(text: str) -> None:
    assert find_grades(text) == []


FINDERS: tuple[Callable[[str], object], ...] = (
    find_counts, find_percentages, find_intervals, find_doses, find_schedules, find_durations, find_grades,
)  # fmt: skip


@pytest.mark.parametrize("find", FINDERS)
@pytest.mark.parametrize(
    "run",
    ["1", " ", ",", "1,", "1 ", "1/", "1.", "one ", "twenty-", "a ", "1 of ", "1 mg ", "1, 2, ", "grade 3 and ",
     "every ", "1 x 10", "median ", "up to ", "95% CI ", "range 1 ", "on days 1, ", "12 adult ", "CAR T ", "\u00a0"],
)  # fmt: skip
def test_long_runs_are_read_in_linear_time(find: Callable[[str], object], run: str) -> None:
    text = run * (10_000 // len(run))
    before = time.perf_counter()
    find(text)
    assert time.perf_counter() - before < 5
