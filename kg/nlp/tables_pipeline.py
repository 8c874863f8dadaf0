"""Pipeline tables: rows of compounds, columns of targets, diseases, stages, partners and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.frames import regions_in
from kg.nlp.rules import read_toml
from kg.nlp.tables_columns import Columns, aligned
from kg.nlp.tables_grid import NO_CELL, GridCell, GridRow, Segment
from kg.nlp.tables_setting import is_empty, words
from kg.nlp.tables_stages import RANK, Step, furthest, steps_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Entity, Qualifier
    from kg.nlp.tables_setting import Setting

_PLUS = re.compile(
    r"(?:\+|/|&|\b(?:plus|with|and|in combination with|combined with)\b)\s*(?:\S+\s*[/,+]\s*)*$", re.IGNORECASE
)
_PARTS = {
    EntityType.PAYLOAD: Predicate.HAS_PAYLOAD,
    EntityType.LINKER: Predicate.HAS_LINKER,
    EntityType.ANTIBODY: Predicate.HAS_ANTIBODY,
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as read: what it is about, and its cells by kind."""

    compounds: tuple[Entity, ...]
    partners: tuple[Entity, ...]
    name: GridCell
    cells: dict[str, list[tuple[GridCell, int]]]
    stages: list[tuple[str, str]]
    row: GridRow
    exclusive: bool = False
    """Whether header or group say that rights are exclusive."""

    def of(self, *kinds: str) -> list[GridCell]:
        return [cell for kind in kinds for cell, _ in self.cells.get(kind, ())]


def pipeline_drafts(segment: Segment, columns: Columns, setting: Setting) -> Iterator[Draft]:
    """Yield what the rows of a pipeline table say of their compounds."""
    own = _own(segment, setting)
    approved = bool(words("own", "approved").search(f"{segment.title} {setting.caption}"))
    exclusive = any(re.search(r"\bexclusive", cell.text, re.IGNORECASE) for cell in segment.header)
    carried: tuple[tuple[Entity, ...], tuple[Entity, ...], GridCell] = ((), (), NO_CELL)
    group: GridCell | None = None
    for row in segment.rows:
        if row.group is not group:
            group, carried = row.group, ((), (), NO_CELL)
        cells = aligned(row, columns)
        name = cells[columns.compound] if columns.compound < len(cells) else NO_CELL
        compounds, partners = _subjects(name)
        if compounds:
            carried = (compounds, partners, name)
        elif not is_empty(name.text) or not carried[0]:
            carried = ((), (), NO_CELL)  # a name that is not known: the rows below are not the last compound's
            continue
        line = _line(row, cells, columns, carried, exclusive=exclusive or "exclusive" in row.group.text.lower())
        yield from _about(line, setting)
        yield from _stages(line, segment, columns, setting, approved=approved)
        if own and not _partnered(row.group):
            yield from _developed(line, setting, approved=approved)


def _subjects(name: GridCell) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Return the compounds that a row is about, and those given along with them ("+ pembrolizumab")."""
    main: list[Entity] = []
    partners: list[Entity] = []
    for found, entity in name.found(EntityType.COMPOUND):
        if main and entity in main:
            continue
        before = name.text[: name.place(found)]
        if main and (partners or _PLUS.search(before)):
            partners.append(entity)
        elif main and before.rstrip().endswith(("(", "[")):
            continue  # another name of it
        else:
            main.append(entity)
    return tuple(dict.fromkeys(main)), tuple(dict.fromkeys(partners))


def _line(
    row: GridRow,
    cells: Sequence[GridCell],
    columns: Columns,
    carried: tuple[tuple[Entity, ...], tuple[Entity, ...], GridCell],
    *,
    exclusive: bool,
) -> _Line:
    by_kind: dict[str, list[tuple[GridCell, int]]] = {}
    for index, cell in enumerate(cells):
        if not is_empty(cell.text):
            by_kind.setdefault(columns.kinds.get(index, "note"), []).append((cell, index))
    stages = [(columns.stages[i], cells[i].text) for i in sorted(columns.stages) if i < len(cells)]
    compounds, partners, name = carried
    return _Line(compounds, partners, name, by_kind, stages, row, exclusive)


def _draft(
    line: _Line, subject: Entity, predicate: Predicate, value: Entity | str, rule: str, *, confidence: float
) -> Draft:
    row = line.row
    return Draft(
        subject, predicate, value, row.start, row.end, f"table.{rule}", confidence, reason="read from a table's row"
    )


def _about(line: _Line, setting: Setting) -> Iterator[Draft]:
    """Yield what the cells say of each of the row's compounds, stages left aside."""
    for compound in line.compounds:
        for cell in line.of("target", "compound"):
            for target in _bound(cell):
                yield _draft(line, compound, Predicate.HAS_TARGET, target, "target", confidence=0.88)
        for cell in line.of("indication", "target", "compound", "study"):
            yield from _diseases(line, compound, cell)
        for cell in line.of("payload", "linker", "antibody", "type"):
            for kind, predicate in _PARTS.items():
                for part in cell.of_type(kind):
                    yield _draft(line, compound, predicate, part, "part", confidence=0.86)
        for technology in [
            t for cells in line.cells.values() for c, _ in cells for t in c.of_type(EntityType.TECHNOLOGY)
        ]:
            yield _draft(line, compound, Predicate.USES_TECHNOLOGY, technology, "technology", confidence=0.84)
        for partner in [*line.partners, *(e for c in line.of("combination") for e in c.of_type(EntityType.COMPOUND))]:
            if partner != compound:
                yield _draft(line, compound, Predicate.COMBINED_WITH, partner, "combination", confidence=0.84)
        yield from _types(line, compound)
        yield from _organizations(line, compound, setting)


def _bound(cell: GridCell) -> list[Entity]:
    """Return the targets that a cell names; one behind a plus is that of a partner."""
    found = cell.found(EntityType.TARGET)
    plus = cell.text.find("+")
    named = cell.of_type(EntityType.COMPOUND)
    return list(dict.fromkeys(e for f, e in found if not (named and 0 <= plus < cell.place(f))))


def _diseases(line: _Line, compound: Entity, cell: GridCell) -> Iterator[Draft]:
    found = cell.found(EntityType.INDICATION)
    after = cell.text[cell.place(found[-1][0]) + found[-1][0].end - found[-1][0].start :] if len(found) == 1 else ""
    line_of_therapy = words("cell", "line").search(after)
    for item, disease in found:
        setting = ", ".join(
            dict.fromkeys(s for s in (item.setting, line_of_therapy.group() if line_of_therapy else "") if s)
        )
        draft = _draft(line, compound, Predicate.HAS_INDICATION, disease, "indication", confidence=0.88)
        yield draft.with_qualifiers(setting=setting or None)


@cache
def _type_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_toml("compound_types.toml")["type"]
    return tuple((r["object"], re.compile(rf"(?<![\w-])(?:{'|'.join(r['words'])})(?!\w)", re.IGNORECASE)) for r in rows)


def _types(line: _Line, compound: Entity) -> Iterator[Draft]:
    for cell in line.of("type", "compound", "technology"):
        for name, pattern in _type_patterns():
            if pattern.search(cell.text):
                yield _draft(line, compound, Predicate.COMPOUND_TYPE, name, "type", confidence=0.86)
                return


def _organizations(line: _Line, compound: Entity, setting: Setting) -> Iterator[Draft]:
    us = setting.registrant
    for kind, predicate in (("sponsor", Predicate.DEVELOPED_BY), ("originator", Predicate.ORIGINATED_BY)):
        for organization in _companies(line, kind):
            yield _draft(line, compound, predicate, organization, kind, confidence=0.86)
    yield from _licences(line, compound, us)
    if us is None:
        return
    for organization in _companies(line, "partner"):
        if organization != us:
            yield _draft(line, us, Predicate.COLLABORATES_WITH, organization, "partner", confidence=0.78)
    for cell in line.of("rights"):
        named = cell.of_type(EntityType.ORGANIZATION)
        if us in named or (not named and words("own", "whole").search(cell.text)):
            yield _draft(line, compound, Predicate.OWNED_BY, us, "rights", confidence=0.8)


def _companies(line: _Line, kind: str) -> list[Entity]:
    return [e for c in line.of(kind) for e in c.of_type(EntityType.ORGANIZATION)]


def _licences(line: _Line, compound: Entity, us: Entity | None) -> Iterator[Draft]:
    territory = next((c.text for c in line.of("territory")), None)
    exclusive = True if line.exclusive else None
    for organization in _companies(line, "licensee"):
        draft = _draft(line, compound, Predicate.LICENSED_TO, organization, "licensee", confidence=0.86)
        yield draft.with_qualifiers(licensor=us, territory=territory, exclusive=exclusive)
    for organization in _companies(line, "licensor"):
        if us is not None and organization != us:
            draft = _draft(line, compound, Predicate.LICENSED_TO, us, "licensor", confidence=0.84)
            yield draft.with_qualifiers(licensor=organization, territory=territory, exclusive=exclusive)


def _stages(line: _Line, segment: Segment, columns: Columns, setting: Setting, *, approved: bool) -> Iterator[Draft]:
    reported_on = setting.document.reported_on
    steps: list[Step] = list(furthest(line.stages, reported_on=reported_on))
    for cell in line.of("stage"):
        steps.extend(steps_in(cell.text, reported_on=reported_on))
    for cell, index in line.cells.get("milestone", ()):
        expected = bool(re.search(r"expected|anticipated", segment.column(index).text, re.IGNORECASE))
        steps.extend(steps_in(cell.text, reported_on=reported_on, milestones=True, expected=expected))
    if approved and not line.stages and not line.of("stage"):
        header = " ".join(segment.column(i).text for i in columns.kinds)
        steps.append(Step("approved", regions=tuple(regions_in(header)), confidence=0.78))
    diseases = list(dict.fromkeys(e for c in line.of("indication", "target") for e in c.of_type(EntityType.INDICATION)))
    studies = list(
        dict.fromkeys(e for cells in line.cells.values() for c, _ in cells for e in c.of_type(EntityType.STUDY))
    )
    sponsors = [e for c in line.of("sponsor") for e in c.of_type(EntityType.ORGANIZATION)]
    trials = {s.stage for s in steps if s.stage in RANK[2:8]}
    for compound in line.compounds:
        for step in steps:
            sponsor = sponsors[0] if len(sponsors) == 1 and step.stage in RANK[2:8] else None
            study = studies[0] if len(studies) == 1 and len(trials) == 1 and step.stage in trials else None
            draft = _draft(line, compound, Predicate.HAS_STAGE, step.stage, "stage", confidence=step.confidence)
            qualified = draft.with_qualifiers(status=step.status, eventDate=step.when, sponsor=sponsor, study=study)
            yield from _spread(qualified, step, diseases)


def _spread(draft: Draft, step: Step, diseases: Sequence[Entity]) -> Iterator[Draft]:
    """Yield a stage for its disease and region. Of several diseases, only an approval is said to hold for each."""
    for region in step.regions or (None,):
        for disease in diseases if diseases and (len(diseases) == 1 or step.stage == "approved") else (None,):
            one = Draft(
                draft.subject, draft.predicate, draft.object, draft.start, draft.end, draft.rule, draft.confidence,
                step.modality, draft.qualifiers, draft.reason,
            )  # fmt: skip
            more: dict[str, Qualifier | None] = {"indication": disease, "region": region}
            yield one.with_qualifiers(**more)


def _own(segment: Segment, setting: Setting) -> bool:
    """Tell whether the table lists the registrant's own candidates."""
    text = f"{segment.title} {setting.caption}"
    return (
        setting.registrant is not None
        and bool(words("own", "ours").search(text))
        and not words("own", "others").search(text)
    )


def _partnered(group: GridCell) -> bool:
    return bool(
        words("own", "others").search(group.text) or re.search(r"\bpartnered\b|\blicens", group.text, re.IGNORECASE)
    )


def _developed(line: _Line, setting: Setting, *, approved: bool) -> Iterator[Draft]:
    """Yield that the registrant develops the candidates of its own pipeline."""
    others = [e for c in line.of("sponsor", "licensee") for e in c.of_type(EntityType.ORGANIZATION)]
    if setting.registrant is None or approved or any(e != setting.registrant for e in others):
        return
    if any(s.modality is Modality.ASSERTED and s.stage == "approved" for s in furthest(line.stages, reported_on=None)):
        return
    for compound in line.compounds:
        yield _draft(line, compound, Predicate.DEVELOPED_BY, setting.registrant, "developer", confidence=0.78)
