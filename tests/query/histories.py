"""Short histories of invented companies: facts as they come out of a store, each of a filing with a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.graph import iris
from kg.model import (
    DateRange,
    Entity,
    EntityType,
    Evidence,
    Fact,
    FilingSummary,
    Modality,
    Predicate,
    Qualifier,
    StoredFact,
    plain,
)

P, M = Predicate, Modality


def thing(kind: EntityType, name: str, *aliases: str) -> Entity:
    return Entity(kind, name, aliases)


ACME = thing(EntityType.ORGANIZATION, "Acme Biologics", "Acme")
GLOBEX = thing(EntityType.ORGANIZATION, "Globex")
INITECH = thing(EntityType.ORGANIZATION, "Initech")
ABC = thing(EntityType.COMPOUND, "abcolimab", "ABC-123", "Abcora")
XYZ = thing(EntityType.COMPOUND, "XYZ-9")
QRS = thing(EntityType.COMPOUND, "QRS-7")
DM7 = thing(EntityType.PAYLOAD, "DM7")
DM8 = thing(EntityType.PAYLOAD, "DM8")
CD999 = thing(EntityType.TARGET, "CD999")
LYMPHOMA = thing(EntityType.INDICATION, "lymphoma")
HODGKIN = thing(EntityType.INDICATION, "Hodgkin lymphoma")
BREAST = thing(EntityType.INDICATION, "breast cancer")
MYELOMA = thing(EntityType.INDICATION, "multiple myeloma")
FIRST = thing(EntityType.STUDY, "BRIGHT-1")
SECOND = thing(EntityType.STUDY, "BRIGHT-2")


def when(text: str, earliest: str, latest: str, precision: str = "quarter") -> DateRange:
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
    return DateRange(text, first, last, precision, f"{earliest}/{latest}")


def year(number: int) -> DateRange:
    return when(str(number), f"{number}-01-01", f"{number}-12-31", "year")


def quarter(number: int, of: int) -> DateRange:
    first = {1: "01-01", 2: "04-01", 3: "07-01", 4: "10-01"}[number]
    last = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}[number]
    return when(f"Q{number} {of}", f"{of}-{first}", f"{of}-{last}")


def on(day: str) -> DateRange:
    return when(day, day, day, "day")


def filing(day: str, *, by: str = "Acme Biologics, Inc.", name: str = "") -> FilingSummary:
    called = name or f"{by.split(maxsplit=1)[0].lower()}-8k-{day or 'undated'}"
    known = date.fromisoformat(day) if day else None
    return FilingSummary(iris.filing_iri(called), called, "8-K", by, known, None, iris.digest(called))


def said(
    day: str,
    subject: Entity,
    predicate: Predicate,
    object_: Entity | str,
    modality: Modality = M.ASSERTED,
    *,
    by: str = "Acme Biologics, Inc.",
    name: str = "",
    quote: str = "",
    sure: float = 0.95,
    **qualifiers: Qualifier,
) -> StoredFact:
    """Return a fact of the filing of a day; ``field_`` is the qualifier ``field``."""
    of = filing(day, by=by, name=name)
    given = {key.rstrip("_"): value for key, value in qualifiers.items()}
    told = object_.name if isinstance(object_, Entity) else object_
    words = quote or f"{subject.name} {predicate} {told}"
    evidence = (Evidence("main", "Item 8.01", words, 10, 10 + len(words)),)
    fact = Fact(subject, predicate, object_, evidence, given, modality, sure, "test-rule")
    claim = [subject.name, told, {key: plain(value) for key, value in given.items()}, modality]
    to = iris.named_iri(object_.type, object_.name) if isinstance(object_, Entity) else None
    iri = iris.statement_iri(predicate, of.name, claim)
    return StoredFact(iri, fact, of, iris.named_iri(subject.type, subject.name), to)


def stage(
    day: str, phase: str, status: str = "", modality: Modality = M.ASSERTED, *, of: Entity = ABC, **more: Qualifier
) -> StoredFact:
    """Return a statement on a stage; names of qualifiers as for `said`."""
    given = {"status": status} if status else {}
    return said(day, of, P.HAS_STAGE, phase, modality, **given, **more)  # type: ignore[arg-type]


def known(day: str, *things: Entity) -> list[StoredFact]:
    """Return facts that do nothing but mention compounds."""
    return [said(day, each, P.DEVELOPED_BY, ACME) for each in things]


Facts = Iterable[StoredFact]
