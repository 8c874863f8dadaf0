"""Tables of results: cohorts against measures, or the other way round; side effects against grades."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import EntityType, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.quantities import find_doses, find_schedules
from kg.nlp.tables_grid import GridCell, GridRow, Segment, column_kind
from kg.nlp.tables_measures import Case, Measure, given, other_measure, read_case, read_measure, row_pattern, with_group
from kg.nlp.tables_setting import is_empty, words
from kg.nlp.tables_stages import stages_in
from kg.nlp.tables_values import Unit, read_value, strip_unit
from kg.nlp.trials import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Entity, Qualifier
    from kg.nlp.tables_setting import Setting

_TRIALS = frozenset({"phase 1", "phase 1/2", "phase 2", "phase 2/3", "phase 3"})
_COLUMNS_READ = 40
"""A table with more columns than this is no table of cohorts."""
_HEAD_ROWS = 60


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one cell states."""

    measure: Measure
    case: Case
    cell: GridCell
    row: GridRow


def result_drafts(segment: Segment, setting: Setting) -> Iterator[Draft]:
    """Yield the results that a table reports; nothing where it is no table of results."""
    if len(segment.header) > _COLUMNS_READ or not _may_hold_results(segment, setting):
        return
    adverse = bool(
        words("results", "adverse").search(f"{segment.title} {segment.column(0).text} {_near_caption(setting)}")
    )
    across = _measure_columns(segment, setting)
    readings = list(_by_rows(segment, setting, across) if across else _by_columns(segment, setting, adverse=adverse))
    readings = [r for r in readings if not r.case.is_control]
    if not any(r.measure.known and r.measure.object != "enrollment" for r in readings) and not _of_cohorts(readings):
        return
    main = _compound(segment, setting, readings)
    for reading in readings:
        compound = _whose(reading.case, main)
        if compound is not None:
            yield from _drafts(reading, compound, setting, named=main in reading.case.compounds)
    yield from _combinations(readings, main, setting)


def _near_caption(setting: Setting) -> str:
    """Return the words next to the table: the sentence before it, or the heading over it."""
    lead = setting.lead
    return "" if lead is None else lead.text


def _may_hold_results(segment: Segment, setting: Setting) -> bool:
    """Tell whether nothing about a table says that it holds something else: money, pages, what patients were like."""
    labels = " \n ".join(row.cell(0).text for row in segment.rows[:_HEAD_ROWS])
    header = " \n ".join(cell.text for cell in segment.header)
    around = _near_caption(setting)
    if words("results", "not_results").search(f"{segment.title} \n {header} \n {labels} \n {around}"):
        return False
    return not any(re.search(r"[$€£¥]", cell.text) for row in segment.rows for cell in row.cells)


def _of_cohorts(readings: list[_Reading]) -> bool:
    """Tell whether a table that only counts patients counts them by cohort, arm or dose."""
    return any(
        r.measure.object == "enrollment"
        and (r.case.dose or re.search(r"\b(?:cohort|arm|group|part)\b", r.case.population or "", re.IGNORECASE))
        for r in readings
    )


# --- rows are measures, columns are cohorts ---------------------------------------------------------------------------


def _by_columns(segment: Segment, setting: Setting, *, adverse: bool) -> Iterator[_Reading]:
    cases = _cases(segment, setting, adverse=adverse)
    if not cases:
        return
    found: list[_Reading] = []
    sure = 0
    for row in segment.rows:
        group_adverse = adverse or bool(words("results", "adverse").search(row.group.text))
        label = row.cell(0)
        measure = read_measure(label.text, setting.terms, adverse=group_adverse)
        if measure is None and not _describes(label.text):
            measure = other_measure(label.text)
        if measure is None:
            continue
        sure += measure.known and measure.object != "enrollment"
        above = read_case(row.group, adverse=group_adverse)
        for index, case in cases.items():
            cell = row.cell(index)
            if not is_empty(cell.text):
                found.append(_Reading(measure, with_group(case, row.group.text, above), cell, row))
    if sure:
        yield from found
    else:
        yield from (r for r in found if r.measure.known)


def _describes(label: str) -> bool:
    """Tell whether a row says who the cohorts are and what they are given."""
    core = strip_unit(label)
    return any(row_pattern(key).search(core) for key in ("dose", "schedule", "indication")) or bool(
        words("results", "population_row").fullmatch(core)
    )


def _cases(segment: Segment, setting: Setting, *, adverse: bool) -> dict[int, Case]:
    """Return whom each column of numbers is about, by the header and the rows that describe cohorts."""
    width = min(max(len(segment.header), *(len(r.cells) for r in segment.rows[:_HEAD_ROWS])), _COLUMNS_READ)
    cases = {i: read_case(segment.column(i), adverse=adverse) for i in range(1, width)}
    for row in segment.rows[:_HEAD_ROWS]:
        label = row.cell(0)
        measure = read_measure(label.text, setting.terms, adverse=False)
        for index, case in cases.items():
            cell = row.cell(index)
            if cell.text:
                cases[index] = _described(case, label, cell, measure, adverse=adverse)
    return cases


def _described(case: Case, label: GridCell, cell: GridCell, measure: Measure | None, *, adverse: bool) -> Case:
    if measure is not None:
        return _counted(case, cell, measure)
    core = strip_unit(label.text)
    if not core:
        return _merged(case, read_case(cell, adverse=adverse))
    if words("results", "population_row").fullmatch(core):
        compounds, partners = given(cell)
        control = bool(words("results", "control").search(cell.text)) and not compounds
        return replace(
            case,
            compounds=(*case.compounds, *compounds),
            partners=(*case.partners, *partners),
            is_control=case.is_control or control,
        )
    if row_pattern("indication").search(core):
        diseases = cell.of_type(EntityType.INDICATION)
        return replace(case, indication=case.indication or (diseases[0] if len(diseases) == 1 else None))
    doses, schedules = find_doses(cell.text), find_schedules(f"{cell.text}; {label.text}")
    if row_pattern("dose").search(core) or row_pattern("schedule").search(core):
        dose = doses[0].text if len(doses) == 1 and row_pattern("dose").search(core) else None
        return replace(
            case, dose=case.dose or dose, schedule=case.schedule or (schedules[0].text if schedules else None)
        )
    return case


def _counted(case: Case, cell: GridCell, measure: Measure) -> Case:
    """Return a case with how many patients a row counts, where it counts them."""
    stated = read_value(cell.text, Unit("n"), share=True, total=None).get("count")
    if measure.object != "enrollment" or not isinstance(stated, int):
        return case
    if measure.evaluable:
        return replace(case, evaluable=case.evaluable or stated)
    return replace(case, enrolled=case.enrolled or stated)


def _merged(case: Case, more: Case) -> Case:
    """Return a case with what a nameless row below the header adds: numbers of patients, doses."""
    return replace(
        case, total=case.total or more.total, dose=case.dose or more.dose, schedule=case.schedule or more.schedule,
        grade=case.grade or more.grade, population=case.population or more.population, unit=case.unit or more.unit,
        is_control=case.is_control or more.is_control,
    )  # fmt: skip


# --- columns are measures, rows are cohorts ---------------------------------------------------------------------------


def _measure_columns(segment: Segment, setting: Setting) -> dict[int, Measure]:
    """Return the columns named after measures where the table lies on its side, else nothing."""
    found: dict[int, Measure] = {}
    for index, cell in enumerate(segment.header[1:], start=1):
        measure = read_measure(cell.text, setting.terms, adverse=False)
        if measure is not None and not read_case(cell, adverse=False).total:
            found[index] = measure
    known = [m for m in found.values() if m.object != "enrollment"]
    if not known or any(m.object == "adverse event" for m in known):
        return {}
    first = segment.column(0).text
    by_case = words("results", "label_header").search(first) or column_kind(first) in (
        "combination",
        "indication",
        "study",
        "compound",
    )
    return found if len(found) > 1 or by_case else {}


def _by_rows(segment: Segment, setting: Setting, columns: Mapping[int, Measure]) -> Iterator[_Reading]:
    with_partner = column_kind(segment.column(0).text) == "combination"
    for row in segment.rows:
        label = read_measure(row.cell(0).text, setting.terms, adverse=False)
        # Beside response rates an acronym is no side effect: IRR is who reviewed them.
        if label is not None and not (label.object == "adverse event" and row.cell(0).text.isupper()):
            continue
        case = _row_case(segment, row, columns, with_partner=with_partner)
        case = with_group(case, row.group.text, read_case(row.group, adverse=False))
        for index, measure in columns.items():
            case = _counted(case, row.cell(index), measure)
        for index, measure in columns.items():
            cell = row.cell(index)
            if not is_empty(cell.text):
                yield _Reading(measure, case, cell, row)


def _row_case(segment: Segment, row: GridRow, columns: Mapping[int, Measure], *, with_partner: bool) -> Case:
    label = row.cell(0)
    case = read_case(label, adverse=False)
    if with_partner:
        partners = (*case.compounds, *case.partners)
        case = replace(case, compounds=(), partners=partners, population=label.text or None, is_control=False)
    for index, cell in enumerate(row.cells[1:_COLUMNS_READ], start=1):
        if index not in columns and cell.text:
            case = _described(case, segment.column(index), cell, None, adverse=False)
    return case


# --- what is claimed --------------------------------------------------------------------------------------------------


def _compound(segment: Segment, setting: Setting, readings: list[_Reading]) -> Entity | None:
    """Return the compound that a table is about: the text's topic where the table names it, else the first it names."""
    partners = {p for r in readings for p in r.case.partners}
    cells = [*segment.header, *(row.cell(0) for row in segment.rows[:_HEAD_ROWS])]
    named = [e for cell in cells for e in given(cell)[0]] + [e for r in readings for e in r.case.compounds]
    named = [e for e in dict.fromkeys(named) if e not in partners]
    topic = setting.topic(leave_out=partners)
    return topic if topic in named or not named else named[0]


def _whose(case: Case, main: Entity | None) -> Entity | None:
    """Return the compound that a column's numbers are about; none for an arm that is given something else."""
    if not case.compounds or main in case.compounds:
        return main
    return None


def _drafts(reading: _Reading, compound: Entity, setting: Setting, *, named: bool) -> Iterator[Draft]:
    measure, case = reading.measure, reading.case
    unit = measure.unit or case.unit
    whole = case.out_of(measure)
    if measure.object == "enrollment":
        stated = read_value(reading.cell.text, Unit("n"), share=True, total=None)
        values: dict[str, Qualifier | None] = {"count": stated.get("count")} if stated.get("count") is not None else {}
    else:
        # "22 (15.6%) [10.0%, 22.7%]": the interval behind is no part of the value.
        text = re.sub(r"(?<=[\d%)])\s*\[[^\]]{1,40}\]\s*$", "", reading.cell.text)
        values = dict(read_value(text, unit, share=measure.is_share, total=whole))
    if not values:
        return
    if measure.is_share and whole is not None and ("count" in values or case.total is not None):
        values.setdefault("outOf", whole)
    population = case.population
    if measure.object == "enrollment" and measure.evaluable:
        population = f"{population}, evaluable" if population else "evaluable"
    confidence = (0.88 if measure.known else 0.72) - (0.0 if named else 0.04)
    row = reading.row
    draft = Draft(
        compound, Predicate.HAS_OUTCOME, measure.object, row.start, row.end, f"table.{measure.object}", confidence,
        reason="read from a table's row" if named else "read from a table's row, compound from the context",
    )  # fmt: skip
    grade = measure.grade or (case.grade if measure.object == "adverse event" else None)
    given_so: dict[str, Qualifier | None] = {"population": population, "dose": case.dose, "schedule": case.schedule}
    trial = _of_trial(compound, case, setting)
    yield draft.with_qualifiers(**values, event=measure.event, grade=grade, **given_so, **trial)


def _of_trial(compound: Entity, case: Case, setting: Setting) -> dict[str, Qualifier | None]:
    trial = setting.trials.at(compound, setting.before) if setting.before is not None else Trial()
    if case.study is not None and trial.study is not None and trial.study != case.study:
        trial = Trial()
    indication = case.indication or (trial.indications[0] if len(trial.indications) == 1 else None)
    if trial.stage is None:
        stages = {stage for sentence in setting.led_by for _, _, stage in stages_in(sentence.text)}
        diseases = {
            e for sentence in setting.led_by for s in sentence.of_type(EntityType.INDICATION) for e in s.entities
        }
        trial = Trial(next(iter(stages)) if len(stages) == 1 and stages <= _TRIALS else None, trial.study)
        indication = indication or (next(iter(diseases)) if len(diseases) == 1 and trial.stage else None)
    return {"stage": trial.stage, "study": case.study or setting.study or trial.study, "indication": indication}


def _combinations(readings: list[_Reading], main: Entity | None, setting: Setting) -> Iterator[Draft]:
    """Yield the drugs that cohorts were given along with the compound."""
    seen: set[tuple[Entity, str]] = set()
    for reading in readings:
        for partner in reading.case.partners:
            if main is None or partner == main or _whose(reading.case, main) is None:
                continue
            qualifiers = _of_trial(main, reading.case, setting)
            key = (partner, str(qualifiers))
            if key not in seen:
                seen.add(key)
                row = reading.row
                draft = Draft(
                    main,
                    Predicate.COMBINED_WITH,
                    partner,
                    row.start,
                    row.end,
                    "table.combination",
                    0.82,
                    reason="read from a table",
                )
                yield draft.with_qualifiers(**qualifiers)
