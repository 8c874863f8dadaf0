"""The facts that rows of a curation file speak of: found, to be confirmed or rejected, or written, to be added."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.errors import StoreError
from kg.graph import iris
from kg.graph.claims import CLAIMS, ENTITY_CLASSES, Kind, qualifier_home
from kg.graph.curation import Row
from kg.graph.curation_rows import Hearing
from kg.graph.namespace import concept, schemes, term
from kg.graph.quads import Sheet
from kg.graph.statements import Writing, write_statements
from kg.graph.store import GraphStore
from kg.model import (
    DateRange,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Filing,
    FilingFormat,
    Modality,
    Predicate,
    Qualifier,
)
from kg.names import fold_name

_STATEMENTS = f"{iris.BASE}statement/"
T, P = EntityType, Predicate
_OBJECTS = {
    P.HAS_ANTIBODY: T.ANTIBODY,
    P.HAS_PAYLOAD: T.PAYLOAD,
    P.HAS_LINKER: T.LINKER,
    P.HAS_TARGET: T.TARGET,
    P.USES_TECHNOLOGY: T.TECHNOLOGY,
    P.HAS_INDICATION: T.INDICATION,
    P.EXPRESSED_IN: T.INDICATION,
    P.COMBINED_WITH: T.COMPOUND,
}
"""What the object of a predicate is; of the others it is a company, or a value."""
_SUBJECTS = {
    P.COLLABORATES_WITH: T.ORGANIZATION,
    P.ACQUIRED_BY: T.ORGANIZATION,
    P.PAYS: T.ORGANIZATION,
    P.EXPRESSED_IN: T.TARGET,
}
"""What the subject of a predicate is where it is no drug."""
_QUALIFIERS = {
    "indication": T.INDICATION,
    "sponsor": T.ORGANIZATION,
    "study": T.STUDY,
    "licensor": T.ORGANIZATION,
    "compound": T.COMPOUND,
}


def find_facts(store: GraphStore, row: Row, hearing: Hearing, mapping: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the statements of filings that a row selects, and words on what they are, or why there are none."""
    if "fact" in row.fields:
        return _by_id(store, row)
    known = len(hearing.outcomes)
    found = hearing.names.find(row.text("subject"))
    subjects = sorted({mapping.get(iri, iri) for iri in found})
    if not subjects:
        del hearing.outcomes[known:]
        return [], hearing.names.near(row.text("subject"))
    chosen: list[str] = []
    others: dict[str, None] = {}
    for subject in subjects:
        for quad in store.inner.quads_for_pattern(None, term("pipe:about"), NamedNode(subject), None):
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.graph_name, NamedNode):
                continue
            if not quad.graph_name.value.startswith(iris.FILING_GRAPHS):
                continue
            node = _node(store, quad.subject, quad.graph_name)
            if _fits(store, row, node, quad.graph_name, hearing, mapping):
                chosen.append(quad.subject.value)
            else:
                others[_told(store, node)] = None
    what = " ".join(filter(None, (row.text(f) for f in ("subject", "predicate", "object"))))
    if chosen:
        return sorted(set(chosen)), what
    listed = "; ".join(sorted(others)[:5])
    return [], f"no fact says {what!r}" + (f"; of {row.text('subject')} filings say: {listed}" if listed else "")


def _by_id(store: GraphStore, row: Row) -> tuple[list[str], str]:
    wanted = row.text("fact").removeprefix(_STATEMENTS).strip().lower()
    quads = store.inner.quads_for_pattern(None, term("rdf:type"), term("pipe:Statement"), None)
    known = {
        q.subject.value.removeprefix(_STATEMENTS)
        for q in quads
        if isinstance(q.subject, NamedNode)
        and isinstance(q.graph_name, NamedNode)
        and q.graph_name.value.startswith(iris.FILING_GRAPHS)
    }
    found = sorted(each for each in known if each.startswith(wanted))
    if len(found) == 1 and len(wanted) >= 4:
        return [_STATEMENTS + found[0]], found[0]
    if found:
        return [], f"{len(found)} facts begin with {wanted!r}, give more of it: {', '.join(found[:5])}"
    return [], f"no fact has the id {wanted!r}; kg show NAME lists facts with theirs"


_Node = dict[str, list[NamedNode | Literal]]


def _node(store: GraphStore, statement: NamedNode, graph: NamedNode) -> _Node:
    node: _Node = defaultdict(list)
    for quad in store.inner.quads_for_pattern(statement, None, None, graph):
        if isinstance(quad.object, NamedNode | Literal):
            node[quad.predicate.value].append(quad.object)
    return node


def _predicate(node: _Node) -> Predicate | None:
    for predicate, claim in CLAIMS.items():
        if claim.subject and term(claim.cls) in node[term("rdf:type").value]:
            return predicate
        if not claim.subject and term(claim.object.property) in node[term("rdf:predicate").value]:
            return predicate
    return None


def _object(node: _Node, predicate: Predicate) -> NamedNode | Literal:
    claim = CLAIMS[predicate]
    return node[term(claim.object.property if claim.subject else "rdf:object").value][0]


def _fits(
    store: GraphStore, row: Row, node: _Node, graph: NamedNode, hearing: Hearing, mapping: Mapping[str, str]
) -> bool:
    predicate = _predicate(node)
    if predicate is None or ("predicate" in row.fields and predicate != row.text("predicate")):
        return False
    if "filing" in row.fields and graph.value != iris.graph_iri(row.text("filing")):
        return False
    if "object" not in row.fields:
        return True
    stated, wanted = _object(node, predicate), row.text("object")
    things = {mapping.get(iri, iri) for iri in hearing.names.find(wanted)}
    return stated.value in things or fold_name(_label(store, stated)) == fold_name(wanted)


def _label(store: GraphStore, value: NamedNode | Literal) -> str:
    if isinstance(value, Literal):
        return value.value
    local = value.value.removeprefix(iris.VOCAB)
    if local in schemes().label:
        return schemes().label[local]
    names = store.inner.quads_for_pattern(value, term("pipe:filedAs"), None, None)
    return min((q.object.value for q in names if isinstance(q.object, Literal)), default=value.value)


def _told(store: GraphStore, node: _Node) -> str:
    predicate = _predicate(node)
    return f"{predicate} {_label(store, _object(node, predicate))}" if predicate else "what this version does not know"


def added_fact(sheet: Sheet, row: Row, hearing: Hearing, mapping: Mapping[str, str]) -> list[str]:
    """Write a fact that a person adds, with its source and its words, and return its statements.

    Raises `StoreError` or `ValueError`, saying what is wrong, where it cannot be written.
    """
    predicate = Predicate(row.text("predicate"))
    objects = CLAIMS[predicate].object.kind is Kind.ENTITY
    known: dict[Entity, str] = {}

    def thing(name: str, kind: EntityType) -> Entity:
        entity = Entity(kind, name)
        found = sorted({mapping.get(iri, iri) for iri in hearing.names.find(name, kind)})
        if len(found) > 1:
            raise StoreError(f"{name!r} is a name of several things: {', '.join(found)}; give the IRI of one")
        known[entity] = found[0] if found else iris.named_iri(kind, name)
        if not found:
            sheet.type(known[entity], ENTITY_CLASSES[kind], "pipe:Entity")
            sheet.words(known[entity], "pipe:filedAs", name)
            sheet.words(known[entity], "pipe:name", name)
        return entity

    subject = thing(row.text("subject"), _kind(row, "subject_kind", _SUBJECTS.get(predicate, T.COMPOUND)))
    about: Entity | str = row.text("object")
    if objects:
        about = thing(row.text("object"), _kind(row, "object_kind", _OBJECTS.get(predicate, T.ORGANIZATION)))
    qualifiers = {key: _qualifier(predicate, key, v, thing) for key, v in row.fields.get("qualifiers", {}).items()}
    words = row.text("words")
    fact = Fact(
        subject,
        predicate,
        about,
        (Evidence("source", row.text("source"), words, 0, len(words)),),
        qualifiers,
        Modality(row.text("modality") or Modality.ASSERTED),
        1.0,
        "curation",
        f"added by {row.who}: {row.why}",
    )
    source = _source(row)
    before = {quad.subject for quad in sheet.quads()}
    write_statements(Writing(sheet, source, lambda entity: known[entity]), [fact])
    _write_source(sheet, row, source)
    made = {q.subject.value for q in sheet.quads() if q.subject not in before and isinstance(q.subject, NamedNode)}
    return sorted(iri for iri in made if iri.startswith(_STATEMENTS))


def _kind(row: Row, key: str, otherwise: EntityType) -> EntityType:
    return EntityType(row.text(key)) if key in row.fields else otherwise


def _source(row: Row) -> Filing:
    """Return what the added fact's words are from, as a filing is written."""
    told = hashlib.sha256("\n".join((row.text("source"), row.text("words"), row.because)).encode()).hexdigest()
    reported = row.fields.get("reported", row.when)
    name = f"curation-{told[:12]}"
    return Filing(name, "", told, FilingFormat.TEXT, "curation", None, None, reported, None, ())


def _write_source(sheet: Sheet, row: Row, source: Filing) -> None:
    node, section = iris.filing_iri(source.name), iris.section_iri(source.name, "source")
    sheet.type(node, "pipe:CuratedSource", "prov:Entity")
    sheet.words(node, "dcterms:identifier", row.text("source"))
    sheet.words(node, "pipe:contentHash", source.content_hash)
    sheet.words(node, "pipe:formType", "curation")
    sheet.words(node, "pipe:registrantName", row.who)
    sheet.days(node, "pipe:reportedOn", source.reported_on)
    sheet.type(section, "pipe:FilingSection", "prov:Entity")
    sheet.words(section, "dcterms:identifier", "source")
    sheet.link(section, "dcterms:isPartOf", node)
    run = iris.run_iri(source.name)
    sheet.type(run, "pipe:ExtractionRun", "prov:Activity")
    sheet.link(run, "prov:used", node)
    sheet.words(run, "pipe:extractorVersion", "curation")


def _qualifier(predicate: Predicate, key: str, value: Any, thing: Any) -> Qualifier:
    home = qualifier_home(predicate, key)
    if home.kind is Kind.ENTITY:
        found = thing(str(value), _QUALIFIERS[key])
        assert isinstance(found, Entity)
        return found
    if home.kind is Kind.DATE:
        return day_range(value.isoformat() if isinstance(value, date) else str(value))
    if home.kind is Kind.CONCEPT:
        concept(home.scheme, str(value))
    if not isinstance(value, str | int | float | bool):
        raise StoreError(f"{key} is {value!r}, must be text, a number, or true or false")
    return value


def day_range(text: str) -> DateRange:
    """Return a day, month, year or interval of them, as the fact table writes it. Raises `ValueError` for another text.

    >>> day_range("2007-06/2007-07").latest.isoformat(), day_range("2007").precision
    ('2007-07-31', 'year')
    """
    ends = list(_ends(text))
    if not 1 <= len(ends) <= 2:
        raise ValueError(f"{text!r} is no day, month, year or interval such as 2007-06/2007-07")
    precision = ends[0][2] if len(ends) == 1 else f"{ends[0][2]}-range"
    return DateRange(text, ends[0][0], ends[-1][1], precision, text)


def _ends(text: str) -> Iterator[tuple[date, date, str]]:
    for part in text.split("/"):
        match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", part.strip())
        if match is None:
            raise ValueError(f"{text!r} is no day, month, year or interval such as 2007-06/2007-07")
        year, month, number = (int(group) if group else 0 for group in match.groups())
        if number:
            yield date(year, month, number), date(year, month, number), "day"
        elif month:
            yield date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month"
        else:
            yield date(year, 1, 1), date(year, 12, 31), "year"
