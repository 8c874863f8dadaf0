"""What the pipeline reads out of a few sentences: a filing made from a text, and facts as short lines.

A line is ``subject | predicate | object``, then any of ``key value`` (a qualifier that the fact must have), ``key -``
(one that it must not have) and a modality; without one the claim is asserted.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model import (
    Block,
    BlockKind,
    Entity,
    EntityType,
    Fact,
    Filing,
    FilingFormat,
    Modality,
    OffsetMap,
    Part,
    Predicate,
    Registrant,
    Section,
    SectionKind,
    plain,
)
from kg.nlp.extract import extract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Extraction

FILER = "Larkfield Biosciences, Inc."
REPORTED_ON = date(2021, 5, 4)
_BLOCK = re.compile(r"(?P<mark># |- )?(?P<text>\S(?:.|\n(?!\s*\n|- |# ))*)")
_KINDS = {"# ": BlockKind.HEADING, "- ": BlockKind.LIST_ITEM, None: BlockKind.PARAGRAPH}


def filing_of(
    text: str,
    *,
    filer: str | None = FILER,
    reported_on: date | None = REPORTED_ON,
    section: SectionKind | None = None,
    markup: bool = False,
) -> Filing:
    """Return a filing of one part: a cover that names the filer, then the text.

    Blank lines part paragraphs; ``# `` opens a heading, ``- `` a list's item.
    """
    cover = f"{filer}\n\n" if filer else ""
    text = cover + text
    blocks = tuple(Block(_KINDS[m["mark"]], m.start("text"), m.end()) for m in _BLOCK.finditer(text))
    runs = ((0, 0, len(text), len(text)),) if text else ()
    sections = [Section(SectionKind.COVER, "", 0, len(cover))] if filer else []
    if section:
        sections.append(Section(section, "", len(cover), len(text)))
    part = Part("main", "8-K", "", text, OffsetMap(runs), blocks, tuple(sections), markup=markup)
    return Filing(
        name="report",
        source=text,
        content_hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        format=FilingFormat.TEXT,
        form="8-K",
        registrant=Registrant(filer, cik="0009999999") if filer else None,
        accession=None,
        report_date=reported_on,
        filed_date=None,
        parts=(part,),
    )


@lru_cache(maxsize=2048)
def read(text: str, *, filer: str | None = FILER, section: SectionKind | None = None) -> Extraction:
    """Return what the pipeline reads out of a text."""
    return extract(filing_of(text, filer=filer, section=section))


def names(text: str, kind: EntityType | str, *, filer: str | None = FILER) -> set[str]:
    """Return the names of a type that a text has, the filer's left out."""
    return {e.name for e in read(text, filer=filer).entities if e.type == kind and e.name != filer}


def entity(text: str, name: str) -> Entity:
    """Return the entity of a name or alias."""
    (one,) = [e for e in read(text).entities if name in (e.name, *e.aliases)]
    return one


def line(fact: Fact) -> str:
    """Return a fact as a line."""
    object_ = fact.object.name if isinstance(fact.object, Entity) else fact.object
    told = [f"{key} {plain(value)}" for key, value in sorted(fact.qualifiers.items())]
    said = [] if fact.modality is Modality.ASSERTED else [str(fact.modality)]
    return " | ".join([fact.subject.name, str(fact.predicate), object_, *told, *said])


def lines(text: str, *predicates: Predicate) -> list[str]:
    """Return the facts of some predicates (of all, without one) as lines."""
    return [line(f) for f in read(text).facts if not predicates or f.predicate in predicates]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line, parsed."""

    triple: tuple[str, str, str]
    modality: Modality
    qualifiers: tuple[tuple[str, str], ...]

    def is_met_by(self, fact: Fact) -> bool:
        """Tell whether a fact says this."""
        object_ = fact.object.name if isinstance(fact.object, Entity) else fact.object
        if (fact.subject.name, str(fact.predicate), object_) != self.triple or fact.modality is not self.modality:
            return False
        told = {key: str(plain(value)) for key, value in fact.qualifiers.items()}
        return all(told.get(key, "-") == value for key, value in self.qualifiers)


def wanted(text: str) -> Wanted:
    """Parse a line."""
    subject, predicate, object_, *more = (piece.strip() for piece in text.split(" | "))
    assert predicate in set(Predicate), f"{predicate!r} is no predicate: {text}"
    modality = Modality.ASSERTED
    qualifiers = []
    for piece in more:
        if piece in set(Modality):
            modality = Modality(piece)
        else:
            key, value = piece.split(" ", 1)
            qualifiers.append((key, value))
    return Wanted((subject, predicate, object_), modality, tuple(qualifiers))


def assert_says(text: str, expected: str, predicates: Iterable[Predicate]) -> None:
    """Assert that a text says what the expected lines say, and of these predicates nothing else."""
    asked = frozenset(predicates)
    facts = [f for f in read(text).facts if f.predicate in asked]
    rows = [wanted(row) for row in expected.splitlines() if row.strip()]
    assert {row.triple[1] for row in rows} <= asked
    missing = [row for row in rows if not any(row.is_met_by(f) for f in facts)]
    spurious = [line(f) for f in facts if not any(row.is_met_by(f) for row in rows)]
    assert not missing, f"not said: {missing}\nread: {[line(f) for f in facts]}"
    assert not spurious, f"said besides: {spurious}"
