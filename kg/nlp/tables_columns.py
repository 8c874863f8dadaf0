"""What the columns of a pipeline table hold, and rows put under the columns that their cells belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.tables_grid import NO_CELL, GridCell, GridRow, Segment, column_kind, stage_of_column
from kg.nlp.tables_stages import steps_in

if TYPE_CHECKING:
    from collections.abc import Sequence

_TELLING = frozenset(
    [
        "target",
        "indication",
        "stage",
        "stage_column",
        "partner",
        "licensee",
        "licensor",
        "type",
        "payload",
        "linker",
        "antibody",
        "technology",
        "milestone",
        "sponsor",
        "originator",
        "designation",
    ]
)
_OF_COMPOUNDS = frozenset({"target", "indication", "stage", "stage_column"})
_NAMES: dict[str, EntityType] = {
    "target": EntityType.TARGET,
    "indication": EntityType.INDICATION,
    "compound": EntityType.COMPOUND,
    "partner": EntityType.ORGANIZATION,
    "payload": EntityType.PAYLOAD,
    "linker": EntityType.LINKER,
    "antibody": EntityType.ANTIBODY,
    "technology": EntityType.TECHNOLOGY,
    "study": EntityType.STUDY,
    "combination": EntityType.COMPOUND,
    "sponsor": EntityType.ORGANIZATION,
    "licensee": EntityType.ORGANIZATION,
    "licensor": EntityType.ORGANIZATION,
}


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column holds; `stages` gives the stage of columns named after one."""

    kinds: dict[int, str]
    stages: dict[int, str] = field(default_factory=dict)

    @property
    def compound(self) -> int:
        """The column that names the rows' compounds."""
        return next(i for i, k in self.kinds.items() if k == "compound")


def read_columns(segment: Segment) -> Columns | None:
    """Return what the columns of a pipeline table hold; `None` where the table is none."""
    kinds: dict[int, str] = {}
    stages: dict[int, str] = {}
    for index, cell in enumerate(segment.header):
        if stage := stage_of_column(cell.text):
            stages[index] = stage
            kinds[index] = "stage_column"
        elif kind := column_kind(cell.text):
            kinds[index] = kind if kind != "compound" or "compound" not in kinds.values() else "note"
    named = _naming_compounds(segment)
    if named is None or (
        len(stages) < 2 and not set(kinds.values()) - {"compound", "stage_column"} & _TELLING and not stages
    ):
        return None
    own = next((i for i, k in kinds.items() if k == "compound"), None)
    if own is not None and own != named and not any(r.cell(own).of_type(EntityType.COMPOUND) for r in segment.rows):
        kinds[own] = "note"
        own = None
    if own is None:
        naming = sum(1 for r in segment.rows if r.cell(named).of_type(EntityType.COMPOUND))
        if kinds.get(named) == "combination" or naming * 2 < len(segment.rows):
            return None
        kinds[named] = "compound"
    telling = set(kinds.values()) & _TELLING
    if not telling & _OF_COMPOUNDS and any(re.search(r"[$€£¥]", c.text) for r in segment.rows for c in r.cells):
        return None  # what partners pay
    return Columns(kinds, stages) if telling else None


def _naming_compounds(segment: Segment) -> int | None:
    """Return the column in which most rows name a compound, the leftmost of equals."""
    count: dict[int, int] = {}
    for row in segment.rows:
        for index, cell in enumerate(row.cells):
            if cell.named and cell.of_type(EntityType.COMPOUND):
                count[index] = count.get(index, 0) + 1
    return min(count, key=lambda i: (-count[i], i)) if count else None


def aligned(row: GridRow, columns: Columns) -> tuple[GridCell, ...]:
    """Return a row's cells under their columns.

    Where a cell above covers several rows, readers may give its place to the cell that follows it; such a row is moved
    to the right as far as its cells fit the columns best.
    """
    cells = row.cells
    first = columns.compound
    if first >= len(cells) or cells[first].of_type(EntityType.COMPOUND) or not _all_named(cells[first]):
        return cells
    room = 0
    while room < len(cells) and not cells[-1 - room].text:
        room += 1
    width = max(columns.kinds) + 1
    room = min(room + max(0, width - len(cells)), 6)
    shifted = [(NO_CELL,) * by + cells[: max(0, width - by)] for by in range(room + 1)]
    scores = [_fit(candidate, columns) for candidate in shifted]
    best = max(range(len(shifted)), key=lambda i: (scores[i], -i))
    return shifted[best] if scores[best] > scores[0] else cells


def _all_named(cell: GridCell) -> bool:
    """Tell whether a cell holds little but names: it may have lost its column; a compound's new name has not."""
    length = sum(len(f.name) + len(f.setting) for f, _ in cell.named if not f.hidden)
    return bool(cell.text) and length * 3 >= len(cell.text) * 2


def _fit(cells: Sequence[GridCell], columns: Columns) -> int:
    score = 0
    for index, kind in columns.kinds.items():
        cell = cells[index] if index < len(cells) else NO_CELL
        if not cell.text:
            continue
        expected = _NAMES.get(kind)
        if expected is not None:
            score += 1 if cell.of_type(expected) else -1
        elif kind == "stage":
            score += 1 if any(True for _ in islice(steps_in(cell.text, reported_on=None), 1)) else -1
    return score
