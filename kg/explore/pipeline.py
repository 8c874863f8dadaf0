"""What the pipeline chart needs to know of a fact: its column, its mark, and the groups that a compound falls under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.explore.labels import COLUMNS, OTHER_STAGE
from kg.model import Entity, Fact, Modality, Predicate, StoredFact, plain

_COLUMN_NUMBERS = {column.stage.casefold(): number for number, column in enumerate(COLUMNS)}
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
_COMPANY_PREDICATES = (Predicate.DEVELOPED_BY, Predicate.LICENSED_TO, Predicate.OWNED_BY, Predicate.ORIGINATED_BY)
"""Who stands for a compound: its developer, else whoever has the licence, owns it, or created it."""


def column_of(fact: Fact) -> int:
    """Return the chart's column for a fact about a stage."""
    stage = fact.object.name if isinstance(fact.object, Entity) else fact.object
    return _COLUMN_NUMBERS.get(stage.casefold(), _COLUMN_NUMBERS[OTHER_STAGE])


def mark_of(fact: Fact) -> str:
    """Return how a fact about a stage is drawn.

    The modality decides before the status: a completion that is expected has not happened, so it is ``planned``. An
    asserted stage without a status that we know is ``stated``.
    """
    if fact.modality in _MODALITY_MARKS:
        return _MODALITY_MARKS[fact.modality]
    status = fact.qualifiers.get("status")
    return _STATUS_MARKS.get(str(plain(status)).casefold(), "stated") if status is not None else "stated"


def groups_of(facts: Sequence[StoredFact], numbers: Mapping[str, int]) -> dict[str, dict[str, list[int]]]:
    """Return, by kind of group and by compound, the entities that a compound is grouped under.

    Keys of the inner mappings are the compounds' numbers as text, as JSON has them. What a filing denies groups
    nothing. A compound binds what its antibody binds.
    """
    objects: dict[tuple[str, Predicate], set[int]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    for stored in facts:
        if stored.object_iri is None or stored.object_iri not in numbers or stored.fact.modality is Modality.NEGATED:
            continue
        objects[stored.subject_iri, stored.fact.predicate].add(numbers[stored.object_iri])
        if stored.fact.predicate is Predicate.HAS_ANTIBODY:
            parts[stored.subject_iri].add(stored.object_iri)
    groups: dict[str, dict[str, list[int]]] = {"company": {}, "target": {}, "payload": {}}
    for iri in sorted({stored.subject_iri for stored in facts}):
        companies = next((objects[iri, p] for p in _COMPANY_PREDICATES if objects.get((iri, p))), set())
        targets = set(objects.get((iri, Predicate.HAS_TARGET), ()))
        for part in sorted(parts.get(iri, ())):
            targets |= objects.get((part, Predicate.HAS_TARGET), set())
        payloads = objects.get((iri, Predicate.HAS_PAYLOAD), set())
        for kind, members in (("company", companies), ("target", targets), ("payload", payloads)):
            if members:
                groups[kind][str(numbers[iri])] = sorted(members)
    return groups
