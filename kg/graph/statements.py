"""A fact becomes a statement node: its class, its fields, its qualifiers and its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.errors import StoreError
from kg.graph import iris, quantities
from kg.graph.claims import ADVERSE, CLAIMS, Claim, Home, Kind, qualifier_home
from kg.graph.namespace import concept, term
from kg.graph.quads import Sheet, day, decimal, integer, text
from kg.model import DateRange, Entity, Evidence, Fact, Filing, Predicate, Qualifier
from kg.names import slug

IriOf = Callable[[Entity], str]


@dataclass(frozen=True, slots=True)
class Writing:
    """What the statements of one filing share."""

    sheet: Sheet
    filing: Filing
    iri_of: IriOf
    evidence: dict[str, Evidence] = field(default_factory=dict)
    """The evidence written so far, by IRI."""


def write_statements(writing: Writing, facts: Iterable[Fact]) -> None:
    """Write facts as statements; facts that claim the same become one statement with the evidence of all.

    Of such facts the surest gives confidence, rule, reason, speaker and the main evidence. Raises `StoreError` where a
    value is none that the fact table allows.
    """
    alike: dict[str, list[Fact]] = {}
    for fact in facts:
        alike.setdefault(_iri(writing, fact), []).append(fact)
    for iri, same in alike.items():
        surest = max(same, key=_weight)
        evidence = [surest.evidence[0], *(e for fact in same for e in fact.evidence)]
        _write(writing, iri, surest, list(dict.fromkeys(evidence)))


def _weight(fact: Fact) -> tuple[object, ...]:
    first = fact.evidence[0]
    dated = fact.qualifiers.get("eventDate")
    worded = dated.text if isinstance(dated, DateRange) else ""
    return fact.confidence, fact.rule, fact.reason, fact.speaker or "", worded, -first.start, -first.end


def _iri(writing: Writing, fact: Fact) -> str:
    qualifiers = {key: _plain(writing, value) for key, value in fact.qualifiers.items()}
    claim = [_plain(writing, fact.subject), _plain(writing, fact.object), qualifiers, fact.modality]
    return iris.statement_iri(fact.predicate, writing.filing.name, claim)


def _plain(writing: Writing, value: Qualifier) -> str | int | float | bool:
    if isinstance(value, Entity):
        return writing.iri_of(value)
    return value.iso if isinstance(value, DateRange) else value


def _write(writing: Writing, iri: str, fact: Fact, evidence: list[Evidence]) -> None:
    sheet, claim = writing.sheet, CLAIMS[fact.predicate]
    subject = writing.iri_of(fact.subject)
    sheet.type(iri, *_classes(claim, fact))
    sheet.link(iri, "pipe:about", subject)
    if claim.subject:
        sheet.link(iri, claim.subject, subject)
        _write_value(writing, iri, claim.object, fact.object, fact.predicate)
    else:
        sheet.link(iri, "rdf:subject", subject)
        sheet.add(iri, "rdf:predicate", term(claim.object.property))
        relation = Home("rdf:object", claim.object.kind, claim.object.scheme)
        _write_value(writing, iri, relation, fact.object, fact.predicate)
    for key, value in fact.qualifiers.items():
        _write_value(writing, iri, qualifier_home(fact.predicate, key), value, f"{fact.predicate} {key}")
    _write_extras(writing, iri, fact, subject)
    _write_provenance(writing, iri, fact, evidence)


def _classes(claim: Claim, fact: Fact) -> list[str]:
    classes = [claim.cls, "pipe:Statement"]
    if claim.cls == "pipe:RelationStatement":
        classes.append("rdf:Statement")
    if fact.predicate is Predicate.HAS_OUTCOME and fact.object in ADVERSE:
        classes.append("pipe:AdverseEventObservation")
    return classes


def _write_value(writing: Writing, iri: str, home: Home, value: Qualifier, what: str) -> None:
    sheet = writing.sheet
    match home.kind, value:
        case Kind.ENTITY, Entity():
            sheet.link(iri, home.property, writing.iri_of(value))
        case Kind.CONCEPT, str():
            sheet.add(iri, home.property, concept(home.scheme, value))
        case Kind.FLAG, bool():
            sheet.add(iri, home.property, concept(home.scheme, "exclusive" if value else "non-exclusive"))
        case Kind.DATE, DateRange():
            _write_date(sheet, iri, value)
        case Kind.TEXT, str():
            sheet.add(iri, home.property, text(value))
        case Kind.MEASURED, str():
            _write_measured(sheet, iri, value)
        case Kind.COUNTED, str() if quantities.bounds(value):
            _write_counted(sheet, iri, value)
        case ((Kind.INTEGER | Kind.COUNTED), int()) if not isinstance(value, bool):
            sheet.add(iri, home.property, integer(value))
        case ((Kind.DECIMAL | Kind.MEASURED), (int() | float())) if not isinstance(value, bool):
            sheet.add(iri, home.property, decimal(value))
            if home.kind is Kind.MEASURED:
                sheet.add(iri, "pipe:valueMin", decimal(value))
                sheet.add(iri, "pipe:valueMax", decimal(value))
        case _:
            found = f"{value.type} {value.name!r}" if isinstance(value, Entity) else repr(value)
            raise StoreError(f"{writing.filing.name}: {what} is {found}, must be {home.kind}")


def _write_date(sheet: Sheet, iri: str, value: DateRange) -> None:
    sheet.add(iri, "pipe:eventDateText", text(value.text))
    sheet.add(iri, "pipe:eventDateIso", text(value.iso))
    sheet.add(iri, "pipe:eventDateEarliest", day(value.earliest))
    sheet.add(iri, "pipe:eventDateLatest", day(value.latest))
    sheet.add(iri, "pipe:eventDatePrecision", concept("precision", value.precision))


def _write_counted(sheet: Sheet, iri: str, value: str) -> None:
    sheet.add(iri, "pipe:numeratorText", text(value))
    counted = quantities.bounds(value)
    ends = (("pipe:numeratorMin", counted.low), ("pipe:numeratorMax", counted.high)) if counted else ()
    for prop, end in ends:
        if end is not None:
            sheet.add(iri, prop, integer(int(end)))


def _write_measured(sheet: Sheet, iri: str, value: str) -> None:
    sheet.add(iri, "pipe:valueText", text(value))
    bounds = quantities.bounds(value)
    if not bounds:
        return
    sheet.words(iri, "pipe:comparator", bounds.comparator)
    if bounds.low is not None:
        sheet.add(iri, "pipe:valueMin", decimal(bounds.low))
    if bounds.high is not None:
        sheet.add(iri, "pipe:valueMax", decimal(bounds.high))


def _write_extras(writing: Writing, iri: str, fact: Fact, subject: str) -> None:
    """Write what follows from a fact's own fields: programs, dose nodes, grades as numbers, ends of an amount."""
    sheet, qualifiers = writing.sheet, fact.qualifiers
    if fact.predicate in {Predicate.HAS_STAGE, Predicate.HAS_DESIGNATION}:
        _write_program(writing, iri, subject, qualifiers.get("indication"))
    if fact.predicate is Predicate.HAS_OUTCOME:
        _write_doses(sheet, iri, qualifiers.get("dose"), qualifiers.get("schedule"))
        _write_adverse_event(sheet, iri, fact)
    amount = qualifiers.get("amount")
    if isinstance(amount, int | float):
        for key, end in (("minAmount", "pipe:amountMin"), ("maxAmount", "pipe:amountMax")):
            if key not in qualifiers:
                sheet.add(iri, end, decimal(amount))


def _write_program(writing: Writing, iri: str, compound: str, indication: Qualifier | None) -> None:
    disease = writing.iri_of(indication) if isinstance(indication, Entity) else None
    program = iris.program_iri(compound, disease)
    sheet = writing.sheet
    sheet.link(iri, "pipe:program", program)
    sheet.type(program, "pipe:DevelopmentProgram")
    sheet.link(program, "pipe:compound", compound)
    if disease:
        sheet.link(program, "pipe:indication", disease)


def _write_doses(sheet: Sheet, iri: str, dose: Qualifier | None, schedule: Qualifier | None) -> None:
    timing = schedule if isinstance(schedule, str) else ""
    for amount in quantities.doses(dose) if isinstance(dose, str) else ():
        value = decimal(amount.value)
        node = iris.dose_iri(value.value, amount.unit, comparator=amount.comparator, schedule=timing)
        sheet.link(iri, "pipe:atDose", node)
        sheet.type(node, "pipe:Dose")
        sheet.add(node, "pipe:doseValue", value)
        sheet.words(node, "pipe:doseUnit", amount.unit)
        sheet.words(node, "pipe:comparator", amount.comparator)
        sheet.words(node, "pipe:schedule", slug(timing).replace("-", " ") if timing else "")


def _write_adverse_event(sheet: Sheet, iri: str, fact: Fact) -> None:
    event, grade = fact.qualifiers.get("event"), fact.qualifiers.get("grade")
    if fact.object in ADVERSE and isinstance(event, str):
        local = iris.minted_concept_iri("ae", event)
        sheet.link(iri, "pipe:adverseEvent", local)
        sheet.type(local, "skos:Concept")
        sheet.link(local, "skos:inScheme", iris.concept_iri("scheme-adverse-event"))
        sheet.words(local, "skos:prefLabel", slug(event).replace("-", " "))
    ends = quantities.grades(grade) if isinstance(grade, str) else None
    if ends:
        sheet.add(iri, "pipe:gradeMin", integer(ends[0]))
        sheet.add(iri, "pipe:gradeMax", integer(ends[1]))


def _write_provenance(writing: Writing, iri: str, fact: Fact, evidence: list[Evidence]) -> None:
    sheet, filing = writing.sheet, writing.filing
    sheet.add(iri, "pipe:modality", concept("modality", fact.modality))
    sheet.add(iri, "pipe:confidence", decimal(fact.confidence))
    sheet.words(iri, "pipe:rule", fact.rule)
    sheet.words(iri, "pipe:reason", fact.reason)
    sheet.words(iri, "pipe:attributedTo", fact.speaker)
    sheet.link(iri, "pipe:reportedIn", iris.filing_iri(filing.name))
    sheet.days(iri, "pipe:reportedOn", filing.reported_on)
    sheet.link(iri, "prov:wasGeneratedBy", iris.run_iri(filing.name))
    nodes = [write_evidence(writing, piece) for piece in evidence]
    sheet.link(iri, "pipe:mainEvidence", nodes[0])
    sheet.link(iri, "pipe:hasEvidence", *nodes)


def write_evidence(writing: Writing, evidence: Evidence) -> str:
    """Write a piece of evidence and return its IRI. Raises `StoreError` for a span that was cited in other words."""
    sheet, filing = writing.sheet, writing.filing
    node = iris.evidence_iri(filing.content_hash, filing.name, evidence.start, evidence.end)
    if writing.evidence.setdefault(node, evidence) != evidence:
        place = f"{filing.name}: {evidence.start}:{evidence.end}"
        raise StoreError(f"{place} is cited as {evidence} and as {writing.evidence[node]}; one span has one wording")
    selector = iris.selector_iri(node)
    source = iris.section_iri(filing.name, evidence.part)
    sheet.type(node, "pipe:Evidence", "oa:SpecificResource")
    sheet.link(node, "oa:hasSource", source)
    sheet.link(node, "oa:hasSelector", selector)
    sheet.add(node, "pipe:quote", text(evidence.quote))
    sheet.words(node, "pipe:sectionTitle", evidence.section)
    sheet.type(selector, "oa:TextPositionSelector", "oa:TextQuoteSelector")
    sheet.add(selector, "oa:start", integer(evidence.start))
    sheet.add(selector, "oa:end", integer(evidence.end))
    sheet.add(selector, "oa:exact", text(evidence.quote))
    return node
