"""An entity's card: its names and identifiers, and every fact that has to do with it, with the words that state it."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.graph import iris
from kg.graph.namespace import schemes, term
from kg.graph.read import facts_with, stored_entity
from kg.graph.source import Source
from kg.model import Entity, EntityType, Modality, Predicate, StoredFact, plain
from kg.query.asof import as_of as _known_by
from kg.query.companies import company_history
from kg.query.facts import fact_id
from kg.query.format import hanging
from kg.query.names import find_entity

P = Predicate
_ID_SHOWN = 10
"""Characters of a fact's identifier; should two share them, `find_fact` asks for more."""
GROUPS: tuple[tuple[str, tuple[Predicate, ...]], ...] = (
    ("Composition", (P.COMPOUND_TYPE, P.HAS_ANTIBODY, P.HAS_PAYLOAD, P.HAS_LINKER, P.USES_TECHNOLOGY)),
    ("Targets", (P.HAS_TARGET, P.EXPRESSED_IN)),
    ("Indications", (P.HAS_INDICATION,)),
    ("Stages over time", (P.HAS_STAGE,)),
    ("Combinations", (P.COMBINED_WITH,)),
    ("Designations", (P.HAS_DESIGNATION,)),
    ("Companies", (P.DEVELOPED_BY, P.ORIGINATED_BY, P.OWNED_BY, P.COLLABORATES_WITH, P.ACQUIRED_BY)),
    ("Rights", (P.LICENSED_TO,)),
    ("Payments", (P.PAYS,)),
    ("Outcomes", (P.HAS_OUTCOME,)),
    ("Meetings", (P.PRESENTED_AT,)),
)
"""How a card is divided: every predicate stands in one group."""

_WORDS = {
    P.COMPOUND_TYPE: "is a kind of",
    P.HAS_ANTIBODY: "has antibody",
    P.HAS_PAYLOAD: "has payload",
    P.HAS_LINKER: "has linker",
    P.HAS_TARGET: "targets",
    P.USES_TECHNOLOGY: "uses",
    P.HAS_INDICATION: "is for",
    P.EXPRESSED_IN: "is expressed in",
    P.HAS_STAGE: "is in stage",
    P.HAS_DESIGNATION: "has designation",
    P.COMBINED_WITH: "is combined with",
    P.DEVELOPED_BY: "is developed by",
    P.ORIGINATED_BY: "was originated by",
    P.OWNED_BY: "is owned by",
    P.LICENSED_TO: "is licensed to",
    P.COLLABORATES_WITH: "collaborates with",
    P.ACQUIRED_BY: "is acquired by",
    P.PAYS: "pays",
    P.HAS_OUTCOME: "has outcome",
    P.PRESENTED_AT: "is presented at",
}


@dataclass(frozen=True, slots=True)
class Card:
    """All that a store has of one entity."""

    iri: str
    entity: Entity
    """With all names and attributes that filings and the vocabulary give it."""
    categories: tuple[str, ...]
    identifiers: tuple[str, ...]
    """IRIs of the same thing elsewhere."""
    groups: tuple[tuple[str, tuple[StoredFact, ...]], ...]
    """The groups that have facts, in the order of `GROUPS`; facts by the day on which the filing speaks, then by where
    their words stand."""

    as_of: date | None = None
    """The day whose knowledge it shows; `None` for all."""
    history: tuple[str, ...] = ()
    """Of a company: names under which it has filed, who bought it and whom it bought, in words."""

    @property
    def facts(self) -> tuple[StoredFact, ...]:
        """All facts, in the order of the card."""
        return tuple(fact for _, facts in self.groups for fact in facts)


def entity_card(source: Source, name: str, *, kind: EntityType | None = None, as_of: date | None = None) -> Card:
    """Return the card of the entity that has a name, as `kg.query.names.find_entity` finds it, or that IRI.

    Facts are those in which it takes any part: subject, object or qualifier; with `as_of`, those that filings had
    reported by that day (names and identifiers are those known today). Raises `QueryError` for a name that
    nothing or several things have, listing near names or those things.
    """
    found = find_entity(source, name, kinds=[kind] if kind else [])
    facts: Sequence[StoredFact] = sorted(facts_with(source, found.iri), key=_order)
    if as_of is not None:
        facts = _known_by(facts, as_of)
    grouped = ((title, tuple(f for f in facts if f.fact.predicate in among)) for title, among in GROUPS)
    return Card(
        iri=found.iri,
        entity=stored_entity(source, found.iri),
        categories=_categories(source, found.iri, facts if as_of else None),
        identifiers=_objects(source, found.iri, "skos:exactMatch"),
        groups=tuple((title, facts) for title, facts in grouped if facts),
        as_of=as_of,
        history=company_history(source, found.iri, facts, as_of=as_of),
    )


def _order(stored: StoredFact) -> tuple[str, str, int, int, str]:
    day, first = stored.filing.reported_on, stored.fact.evidence[0]
    return (day.isoformat() if day else "", stored.filing.name, first.start, first.end, stored.iri)


def _objects(source: Source, iri: str, prop: str) -> tuple[str, ...]:
    quads = source.quads(NamedNode(iri), term(prop))
    return tuple(sorted({q.object.value for q in quads if isinstance(q.object, NamedNode)}))


def _categories(source: Source, iri: str, known: Sequence[StoredFact] | None) -> tuple[str, ...]:
    """Return an entity's categories; with the facts known on a day, only those that they or the vocabulary give."""
    labels = schemes().label
    found: dict[str, set[str]] = defaultdict(set)
    for quad in source.quads(NamedNode(iri), term("pipe:category")):
        if isinstance(quad.object, NamedNode) and isinstance(quad.graph_name, NamedNode):
            local = quad.object.value.removeprefix(iris.VOCAB)
            found[labels.get(local, local)].add(quad.graph_name.value)
    if known is not None:
        stated = {s.fact.object for s in known if s.fact.predicate is P.COMPOUND_TYPE and s.subject_iri == iri}
        return tuple(sorted(c for c, graphs in found.items() if c in stated or graphs != {iris.DERIVED_GRAPH}))
    return tuple(sorted(found))


def format_card(card: Card, *, width: int | None = None) -> str:
    """Return a card as text of at most `width` columns, by default as wide as the terminal; quotes stand in full."""
    columns = max(40, width or shutil.get_terminal_size((100, 24)).columns)
    out = [f"{card.entity.name}  ({', '.join([card.entity.type, *card.categories])})"]
    facts = [("names", "; ".join(card.entity.aliases)), ("identifiers", "; ".join(card.identifiers))]
    facts += sorted(card.entity.attributes.items())
    for key, words in facts:
        if words:
            out += hanging(f"{key}: {words}", columns, indent=2)
    for line in card.history:
        out += hanging(line, columns, indent=2)
    out += hanging(f"iri: {card.iri}", columns, indent=2)
    if card.as_of:
        out += hanging(f"as of {card.as_of}: what filings had reported by then; names are today's", columns, indent=2)
    for title, stored in card.groups:
        out += ["", f"{title} ({len(stored)})"]
        for fact in stored:
            out += _fact_lines(fact, columns)
    if not card.groups:
        out += ["", f"No filing in this store states a fact about it{f' by {card.as_of}' if card.as_of else ''}."]
    return "\n".join(out) + "\n"


def _fact_lines(stored: StoredFact, width: int) -> Iterable[str]:
    fact = stored.fact
    what = fact.object.name if isinstance(fact.object, Entity) else fact.object
    claim = f"{fact.subject.name} {_WORDS[fact.predicate]} {what}"
    if fact.modality is not Modality.ASSERTED:
        claim += f" [{fact.modality}]"
    lines = hanging(f"• {claim}", width, indent=2)
    qualifiers = "; ".join(f"{key}: {_shown(plain(value))}" for key, value in sorted(fact.qualifiers.items()))
    if qualifiers:
        lines += hanging(qualifiers, width, indent=4)
    source = [stored.filing.name, stored.filing.form or "", _day(stored), f"confidence {fact.confidence:.2f}"]
    if fact.speaker:
        source.append(f"said by {fact.speaker}")
    lines += hanging(", ".join(part for part in source if part), width, indent=4)
    if stored.curation:
        word = stored.curation
        lines += hanging(f"{word.action} by {word.who}, {word.when.isoformat()}: {word.why}", width, indent=4)
    lines.append(f"    id {fact_id(stored)[:_ID_SHOWN]}")
    for evidence in fact.evidence:
        lines += hanging(f"“{evidence.quote}”", width, indent=6)
        lines += hanging(f"{evidence.part}, {evidence.section}, {evidence.start}–{evidence.end}", width, indent=6)
    return lines


def _shown(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _day(stored: StoredFact) -> str:
    return f"reported {stored.filing.reported_on.isoformat()}" if stored.filing.reported_on else "day not known"
