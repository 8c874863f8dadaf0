"""What the rows and columns of result tables are named after: measures, events, patients, doses, cohorts, grades."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.quantities import find_doses, find_grades, find_schedules
from kg.nlp.rules import read_toml
from kg.nlp.tables_setting import Terms, words
from kg.nlp.tables_values import Unit, strip_unit, unit_in

if TYPE_CHECKING:
    from kg.model import Entity
    from kg.nlp.tables_grid import GridCell

SHARES = frozenset(
    {
        "objective response",
        "complete response",
        "partial response",
        "stable disease",
        "disease control",
        "response rate",
        "adverse event",
        "dose-limiting toxicity",
    }
)
_LABEL_LONGEST = 120
_TOTAL = re.compile(r"[(\[]? ?\b[nN] ?= ?(\d{1,3}(?:,\d{3})+|\d{1,6}) ?[)\]]?")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a row (or column) of numbers measures."""

    object: str
    unit: Unit
    event: str | None = None
    grade: str | None = None
    evaluable: bool = False
    known: bool = True
    """False for a measure that is only named by its own words."""

    @property
    def is_share(self) -> bool:
        """Whether its numbers count patients out of a whole."""
        return self.object in SHARES or (self.object == "other" and self.unit.kind in ("n", "%", "n%", ""))


@dataclass(frozen=True, slots=True)
class Case:
    """Whom a column (or row) of numbers is about."""

    population: str | None = None
    dose: str | None = None
    schedule: str | None = None
    grade: str | None = None
    study: Entity | None = None
    indication: Entity | None = None
    compounds: tuple[Entity, ...] = ()
    partners: tuple[Entity, ...] = ()
    total: int | None = None
    """How many there are, where the header says so (n = 104)."""
    enrolled: int | None = None
    evaluable: int | None = None
    unit: Unit = field(default_factory=Unit)
    is_control: bool = False

    def out_of(self, measure: Measure) -> int | None:
        """Return the whole that a count of a measure is part of."""
        if measure.object in ("adverse event", "dose-limiting toxicity"):
            return self.total or self.enrolled or self.evaluable
        return self.evaluable or self.total or self.enrolled


@cache
def _named() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_toml("tables.toml")["results"]["named"]
    return tuple((r["object"], re.compile(rf"(?<![\w-])(?:{r['words']})", re.IGNORECASE)) for r in rows)


@cache
def _measures() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_toml("tables.toml")["results"]["measure"]
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in table.items())


@cache
def row_pattern(key: str) -> re.Pattern[str]:
    """Return the pattern of rows that describe cohorts: ``enrollment``, ``dose``, ``schedule``, ``indication``."""
    return re.compile(read_toml("tables.toml")["results"]["rows"][key], re.IGNORECASE)


def read_measure(label: str, terms: Terms, *, adverse: bool) -> Measure | None:
    """Return what a row's or column's name measures; `None` where that is not known.

    `adverse` tells that the table (or the group of rows) lists side effects, whose names then need not be known.
    """
    if not label or len(label) > _LABEL_LONGEST:
        return None
    unit, core = unit_in(label), strip_unit(label)
    if row_pattern("enrollment").fullmatch(core) or row_pattern("enrollment").fullmatch(label):
        return Measure("enrollment", unit, evaluable=bool(row_pattern("evaluable").search(label)))
    event = _read_event(label, core, terms, adverse=adverse)
    if event is not None and event.known:
        return event
    for object_, pattern in _named():
        if pattern.search(core):
            return Measure(object_, unit, event=_own_name(core))
    standard = _standard(core, terms)
    if standard is not None and (not adverse or standard == "dose-limiting toxicity"):
        return Measure(standard, unit)
    return None if event is None else replace(event, known=True)


def _read_event(label: str, core: str, terms: Terms, *, adverse: bool) -> Measure | None:
    """Return a side effect; not `known` where only the table's purpose makes it one."""
    grades = find_grades(label)
    grade = grades[0].text if grades else None
    bare = _without_grade(core)
    known = terms.events.get(bare.lower())
    if known is not None:
        return Measure("adverse event", unit_in(label), event=known, grade=grade)
    if not adverse or not re.search("[A-Za-z]{3}", bare) or words("results", "skip_rows").match(core):
        return None
    return Measure("adverse event", unit_in(label), event=_lowered(bare), grade=grade, known=False)


def _standard(core: str, terms: Terms) -> str | None:
    """Return the measure that a name speaks of: the one named first in it."""
    own = [(m.start(), -m.end(), name) for name, pattern in _measures() if (m := pattern.search(core))]
    if not own:
        own = [(m.start(), -m.end(), name) for name, pattern in terms.measures if (m := pattern.search(core))]
    return min(own)[2] if own else None


def _own_name(core: str) -> str:
    return re.sub(r"^(?:confirmed|best|median)\s+|\s+rates?$", "", core, flags=re.IGNORECASE)


def _lowered(name: str) -> str:
    """Return a name without the capital that only begins the cell; an acronym stays as it is."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _without_grade(core: str) -> str:
    text = re.sub(
        r"(?:any|all)[- ](?:ctcae )?grades?|(?:≥|>=) ?grades? ?\d|[,(] ?\)"
        r"|(?:ctcae )?grades? ?(?:≥|>=|>)? ?\d(?: ?[-–/] ?\d| or (?:higher|greater|above)|\+)?",
        " ",
        core,
        flags=re.IGNORECASE,
    )
    return " ".join(text.split()).strip(' ,;:-–—()"“”')


def other_measure(label: str) -> Measure | None:
    """Return a measure of its own name, for a row of a table that is known to hold results."""
    core = strip_unit(label)
    if not re.search("[A-Za-z]{2}", core) or len(core) > 70 or words("results", "skip_rows").search(core):
        return None
    unit = unit_in(label)
    return Measure("other", unit, event=core, known=False) if unit else None


def read_case(cell: GridCell, *, adverse: bool) -> Case:
    """Return whom a column's header (or a row's name) speaks of."""
    text = cell.text
    total = _TOTAL.search(text)
    doses, schedules, grades = find_doses(text), find_schedules(text), find_grades(text)
    compounds, partners = given(cell)
    studies, diseases = cell.of_type(EntityType.STUDY), cell.of_type(EntityType.INDICATION)
    left = _left(cell, [text[d.start : d.end] for d in doses] + [text[s.start : s.end] for s in schedules])
    only_disease = len(diseases) == 1 and len(left.split()) <= 2
    left = "" if only_disease else left
    # A header that names two things at once (a disease and a marker) is kept whole.
    population = _population(text, total) if left else None
    return Case(
        population=population,
        dose=doses[0].text if len(doses) == 1 else None,
        schedule=schedules[0].text if len(schedules) == 1 else None,
        grade=grades[0].text if grades else None,
        study=studies[0] if len(studies) == 1 else None,
        indication=diseases[0] if only_disease else None,
        compounds=compounds,
        partners=partners,
        total=int(total.group(1).replace(",", "")) if total else None,
        unit=unit_in(_TOTAL.sub(" ", text)) if adverse or not doses else Unit(),
        is_control=bool(words("results", "control").search(text)) and not compounds,
    )


def _left(cell: GridCell, taken: list[str]) -> str:
    """Return what a header says beside names, doses, totals, grades and units: the words for a population."""
    text = _TOTAL.sub(" ", cell.text)
    for name in [*taken, *(f.name for f, _ in cell.named), *(a for f, _ in cell.named for a in f.aliases)]:
        text = text.replace(name, " ")
    text = strip_unit(_without_grade(re.sub(r"[®™©]", "", text)))
    text = re.sub(
        r"\b(?:all|any)\b(?= ?$)|\bgrades?\b|\bdose(?: level| cohort)?\b|\bstudy\b|\btrial\b|\bmonotherapy\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    left = " ".join(re.sub(r"[^\w+ ]+", " ", text).split())
    if words("results", "numbers_header").fullmatch(left) or not re.search(r"[A-Za-z]{2}|\b[A-Z]\b|\d", left):
        return ""
    return left


def _population(text: str, total: re.Match[str] | None) -> str | None:
    words_ = text[: total.start()] + " " + text[total.end() :] if total else text
    return strip_unit(words_) or None


def given(cell: GridCell) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Return the compounds that a cell is about, and those behind a plus that are given along."""
    text = cell.text
    main: list[Entity] = []
    partners: list[Entity] = []
    plus = re.search(r"\+|\bplus\b|\bin combination with\b|\bwith\b|\band\b", text)
    for found, entity in cell.found(EntityType.COMPOUND):
        at = cell.place(found)
        if _only_history(text, at, at + found.end - found.start):
            continue
        behind = plus is not None and at > plus.start() and bool(main)
        (partners if behind and entity not in main else main).append(entity)
    return tuple(dict.fromkeys(main)), tuple(dict.fromkeys(partners))


def _only_history(text: str, start: int, end: int) -> bool:
    table = read_toml("tables.toml")["results"]
    before = re.search(rf"(?<!\w)(?:{table['not_given_before']})", text[max(0, start - 30) : start], re.IGNORECASE)
    return bool(before or re.match(table["not_given_after"], text[end:], re.IGNORECASE))


def with_group(case: Case, group: str, above: Case) -> Case:
    """Return a case narrowed by the row across above it, given its words and what they say: grade, cohort, dose."""
    if not group:
        return case
    cohort = re.search(
        r"\b(?:cohort|arm|group|part)s? \w+|mg/kg|evaluable|naive|naïve|positive|negative|high|low\b",
        group,
        re.IGNORECASE,
    )
    named = (case.population, above.population if cohort else None)
    return replace(
        case,
        population=", ".join(p for p in named if p) or None,
        grade=case.grade or above.grade,
        dose=case.dose or above.dose,
        indication=case.indication or above.indication,
        total=case.total or above.total,
    )
