"""What the pipeline chart needs to know of a fact about a stage: its column and its mark."""

from __future__ import annotations

from kg.explore.labels import COLUMNS, OTHER_STAGE
from kg.model import Entity, Fact, Modality, plain

_COLUMN_NUMBERS = {column.stage.casefold(): number for number, column in enumerate(COLUMNS)}
_APPROVED = "approved"
_STATUS_MARKS = {
    "planned": "planned",
    "initiated": "ongoing",
    "ongoing": "ongoing",
    "completed": "completed",
    "discontinued": "discontinued",
    "on hold": "on-hold",
}
_MODALITY_MARKS = {
    Modality.PLANNED: "planned",
    Modality.EXPECTED: "planned",
    Modality.POSSIBLE: "possible",
    Modality.NEGATED: "negated",
}


def column_of(fact: Fact) -> int:
    """Return the chart's column for a fact about a stage."""
    stage = fact.object.name if isinstance(fact.object, Entity) else fact.object
    return _COLUMN_NUMBERS.get(stage.casefold(), _COLUMN_NUMBERS[OTHER_STAGE])


def mark_of(fact: Fact) -> str:
    """Return how a fact about a stage is drawn.

    The modality decides before the status: a completion that is expected has not happened, so it is ``planned``. An
    asserted stage without a status that we know is ``stated``, an approval ``granted``.
    """
    if fact.modality in _MODALITY_MARKS:
        return _MODALITY_MARKS[fact.modality]
    unsaid = "granted" if column_of(fact) == _COLUMN_NUMBERS[_APPROVED] else "stated"
    status = fact.qualifiers.get("status")
    return _STATUS_MARKS.get(str(plain(status)).casefold(), unsaid) if status is not None else unsaid
