"""Stages in the cells of pipeline tables: a column of stages, columns named after stages, and steps to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.model import Modality
from kg.nlp.dates import find_dates
from kg.nlp.frames import regions_in
from kg.nlp.rules import read_toml
from kg.nlp.tables_setting import cell_pattern, is_empty, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kg.model import DateRange

RANK = (
    "preclinical",
    "IND",
    "clinical",
    "phase 1",
    "phase 1/2",
    "phase 2",
    "phase 2/3",
    "phase 3",
    "submitted",
    "approved",
)
_PIECES = re.compile(
    r"\s*[;|•●▪\n]\s*|(?<!\d)\.\s+(?=[A-Z])|,\s+(?=(?:ph(?:ase|\.)?\s?\d|phase|IND|BLA|NDA|MAA|pre))", re.IGNORECASE
)
_FREE_TEXT = 60
"""A longer text in a column named after a stage is a remark, not a mark."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that a cell speaks of."""

    stage: str
    status: str | None = None
    when: DateRange | None = None
    modality: Modality = Modality.ASSERTED
    regions: tuple[str, ...] = ()
    confidence: float = 0.86


@cache
def _stages() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = [*read_toml("stages.toml")["stage"], *read_toml("tables.toml")["stage_word"]]
    rows.sort(key=lambda row: "/" not in row["object"])
    return tuple(
        (r["object"], re.compile(rf"(?<![\w-])(?:{'|'.join(r['words'])})(?![\w])", re.IGNORECASE)) for r in rows
    )


@cache
def _statuses() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_toml("stages.toml")["status"]
    return tuple((s, re.compile(rf"(?<!\w)(?:{'|'.join(w)})", re.IGNORECASE)) for s, w in table.items())


def stages_in(text: str) -> list[tuple[int, int, str]]:
    """Return the stages that a cell names as ``(start, end, stage)``, in order; "clinical" only where no other is."""
    found: list[tuple[int, int, str]] = []
    for stage, pattern in _stages():
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end, _ in found):
                found.append((match.start(), match.end(), stage))
    exact = [f for f in found if f[2] != "clinical"]
    return sorted(exact or found)


def steps_in(
    text: str, *, reported_on: date | None, milestones: bool = False, expected: bool = False
) -> Iterator[Step]:
    """Yield the steps that a cell of a status column states, one for each stage named.

    In a column of milestones only what starts a stage counts, and all of it lies ahead. `expected` tells that the
    column's header says that they are expected.
    """
    for piece in _pieces(text):
        named = stages_in(piece)
        if not named:
            continue
        if milestones and not _is_start(piece, [stage for _, _, stage in named]):
            continue
        for stage in dict.fromkeys(stage for _, _, stage in (named[-1:] if milestones else named)):
            step = _step(piece, stage, reported_on, ahead=milestones)
            if step is not None:
                yield step if not (expected and step.modality is Modality.PLANNED) else _as_expected(step)


def _as_expected(step: Step) -> Step:
    return Step(step.stage, step.status, step.when, Modality.EXPECTED, step.regions, step.confidence)


def _pieces(text: str) -> list[str]:
    """Return the parts of a cell that speak of one step each; what names no stage goes with what stands before it."""
    out: list[str] = []
    for piece in _PIECES.split(text):
        if out and not stages_in(piece):
            out[-1] = f"{out[-1]}; {piece}"
        else:
            out.append(piece)
    return out


def _is_start(piece: str, stages: Sequence[str]) -> bool:
    """Tell whether a milestone is the start of a stage; an application counts where nothing is only reported."""
    if words("cell", "starts").search(piece):
        return True
    return set(stages) <= {"IND", "submitted", "approved"} and not words("cell", "reports").search(piece)


def _step(piece: str, stage: str, reported_on: date | None, *, ahead: bool) -> Step | None:
    if words("cell", "possible").search(piece):
        return None
    dates = find_dates(piece, reported_on=reported_on)
    when = dates[0].range if dates else None
    future = when is not None and (reported_on is None or when.latest > reported_on) and not _past(piece)
    regions = tuple(regions_in(piece)) if stage in ("submitted", "approved") else ()
    if ahead or future or words("cell", "planned").search(piece):
        if when is not None and not future and reported_on is not None and when.latest <= reported_on:
            return None  # a milestone of the past is not ahead, and what became of it is not said
        return Step(stage, "planned", when, Modality.PLANNED, regions, 0.84)
    status = _status(piece, stage)
    dated = stage == "approved" or status in ("initiated", "completed", "discontinued", "on hold")
    return Step(stage, status, when if dated else None, Modality.ASSERTED, regions)


def _past(piece: str) -> bool:
    return bool(
        re.search(
            r"\b(?:complet|initiat|start|discontinu|terminat|approv|accept|clear|submitt|fil)ed\b|\bbegan\b",
            piece,
            re.IGNORECASE,
        )
    )


def _status(piece: str, stage: str) -> str | None:
    kinds = [status for status, pattern in _statuses() if pattern.search(piece)]
    if stage == "approved":
        return None
    if "discontinued" in kinds or "on hold" in kinds:
        return "discontinued" if "discontinued" in kinds else "on hold"
    if stage == "submitted":
        return "ongoing" if re.search(r"review|accepted|pending", piece, re.IGNORECASE) else None
    if stage == "IND":
        cleared = re.search(r"clear|accept|allow|effect|active|approv|open", piece, re.IGNORECASE)
        return "completed" if cleared else "initiated" if "initiated" in kinds else None
    if re.search(r"enrol+(?:ing|ment ongoing)|recruiting|dosing", piece, re.IGNORECASE):
        return "ongoing"
    return next((k for k in ("completed", "initiated", "ongoing") if k in kinds), None)


@dataclass(frozen=True, slots=True)
class _Marked:
    """A cell of a column named after a stage."""

    stage: str
    text: str
    step: Step | None
    reached: bool


def furthest(cells: Sequence[tuple[str, str]], *, reported_on: date | None) -> Iterator[Step]:
    """Yield how far a row's marks reach, given ``(stage of the column, text of the cell)``, and what it plans.

    The furthest column that is marked counts, and those before it only where a cell states a status or a time. A cell
    that plans another step than its own column's (an IND in the preclinical one) has reached its column.
    """
    marked = [m for stage, text in _without_hopes(cells) if (m := _marked(stage, text, reported_on)) is not None]
    reached = [m for m in marked if m.reached]
    last = max(reached, key=lambda m: RANK.index(m.stage), default=None)
    for one in marked:
        step = one.step
        if one is last and (step is None or step.modality is not Modality.ASSERTED):
            yield Step(one.stage, confidence=0.86 if cell_pattern("mark").fullmatch(one.text) else 0.78)
        if step is not None and (one is last or step.status is not None or step.modality is not Modality.ASSERTED):
            yield step


def _without_hopes(cells: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave out words of what may once be done, also where they run on into the columns that follow."""
    hoping = False
    for stage, text in cells:
        plain = is_empty(text) or bool(cell_pattern("mark").fullmatch(text))
        hoping = not plain and (hoping or bool(words("cell", "possible").search(text)))
        if not hoping:
            yield stage, text


def _marked(stage: str, text: str, reported_on: date | None) -> _Marked | None:
    if is_empty(text):
        return None
    if cell_pattern("mark").fullmatch(text):
        return _Marked(stage, text, None, reached=True)
    named = stages_in(text)
    other = next((s for _, _, s in named if s != stage), None)
    step = _step(text, other or stage, reported_on, ahead=False)
    if step is None:
        return None
    ahead = step.modality is not Modality.ASSERTED
    if ahead:
        # Another step planned, named in this column: the column itself has been reached.
        return _Marked(stage, text, step, reached=other is not None)
    if len(text) > _FREE_TEXT and step.status is None:
        return None
    # A bar's own words say how far it reaches better than the column in which they begin.
    return _Marked(step.stage, text, step if step.status or step.when else None, reached=True)
