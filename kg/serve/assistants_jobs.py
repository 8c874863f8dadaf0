"""The jobs behind the assistants' tools: each takes what a tool was given, and gives data and the same in words.

An answer of many parts is given in pieces: ``limit`` of them from ``offset`` on, with the whole number beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import QueryError, StoreError
from kg.explain import explain_stored
from kg.graph import iris
from kg.graph.namespace import term
from kg.graph.read import facts_of
from kg.graph.read_tallies import stored_tallies
from kg.graph.store import GraphStore
from kg.graph.texts import filing_text
from kg.model import EntityType, StoredFact
from kg.names import fold_name
from kg.query import (
    Change,
    CheckKind,
    Table,
    as_of,
    checks,
    difference,
    entity_card,
    fact_id,
    find_entity,
    find_fact,
    list_questions,
    load_question,
    run_question,
    run_sparql,
    timeline,
)
from kg.query.card import GROUPS
from kg.query.catalogue import find_questions
from kg.query.questions import LATEST
from kg.query.values import Iri
from kg.serve import assistants_text as words
from kg.serve.api import question_view
from kg.serve.assistants_views import (
    change_view,
    check_view,
    event_view,
    match_view,
    source_view,
    stated_view,
    undated_in,
)
from kg.serve.desk import Desk
from kg.serve.reply import Reply, json_reply
from kg.serve.views import View, record

_T = TypeVar("_T")
Given = Mapping[str, Any]
_NEAR = 8
_OF_ROW, _OF_ROWS = 5, 40
"""Facts that are given with a row which has no quote of its own, and with all such rows."""
_AROUND = 400
"""Characters of a filing's text that are shown before and after a quote."""
_QUOTED_ROWS = 200
"""Rows of an answer whose words are looked up, so that a large answer does not take for ever."""


def _told(data: View, say: Callable[[View], str]) -> Reply:
    return json_reply({"data": data, "text": say(data)})


def find(desk: Desk, given: Given) -> Reply:
    """Find what a name means: the one thing, or those that it may mean."""
    name, limit = _name(given), given["limit"]
    kinds = [EntityType(given["kind"])] if given["kind"] else []
    suits = [known for known in desk.things if not kinds or known.kind in kinds]
    by_iri = {known.iri: known for known in suits}
    try:
        found = by_iri.get(find_entity(desk.source, name, kinds=kinds).iri)
    except QueryError:
        found = None
    same = [known for known in suits if fold_name(name) in known.folded and known is not found]
    holding = [known for known in desk.search(name, limit=len(desk.things)) if known.iri in by_iri]
    others = [known for known in dict.fromkeys([*same, *holding]) if known is not found]
    outcome = "found" if found else "ambiguous" if len(same) > 1 else "near"
    if not found and not others:
        others = [known for known in desk.near(name, limit=_NEAR) if known.iri in by_iri]
    if not found and not others:
        outcome = "none"
    data = {
        "name": name,
        "outcome": outcome,
        "found": match_view(found) if found else None,
        "candidates": [match_view(known) for known in others[:limit]],
        "total": len(others),
    }
    return _told(data, words.found)


def describe(desk: Desk, given: Given) -> Reply:
    """Give the card of a thing."""
    until = _day(given, "as_of")
    kind = EntityType(given["kind"]) if given["kind"] else None
    groups = _among(given["groups"], [title for title, _ in GROUPS], "groups")
    card = entity_card(desk.source, _name(given), kind=kind, as_of=until)
    facts = [(title, stored) for title, among in card.groups if not groups or title in groups for stored in among]
    shown = _page(facts, given)
    data = {
        "name": card.entity.name,
        "kind": str(card.entity.type),
        "iri": card.iri,
        "aliases": list(card.entity.aliases),
        "attributes": dict(sorted(card.entity.attributes.items())),
        "categories": list(card.categories),
        "identifiers": list(card.identifiers),
        "history": list(card.history),
        "as_of": until.isoformat() if until else None,
        "undated_filings": undated_in(card.facts) if until else [],
        "groups": [
            {"title": title, "total": len(among), "facts": [stated_view(s) for t, s in shown if t == title]}
            for title, among in card.groups
            if not groups or title in groups
        ],
        **_extent(facts, shown, given),
    }
    return _told(data, words.card)


def questions(_: Desk, given: Given) -> Reply:
    """List the named questions, or those that some words speak for."""
    listed = []
    for question in find_questions(given["about"]) if given["about"].strip() else list_questions():
        view = question_view(question)
        kept = {key: view[key] for key in ("name", "question", "parameters")}
        listed.append({**kept, "columns": [column.name for column in question.columns]})
    return _told({"questions": listed}, words.questions)


def answer(desk: Desk, given: Given) -> Reply:
    """Answer a named question."""
    question = load_question(given["name"])
    table = run_question(desk.source, question.name, given["parameters"], rows=given["offset"] + given["limit"])
    rows = [record(table.columns, row) for row in table.rows][given["offset"] :]
    quoted = "quote" in table.columns
    data = {
        "name": question.name,
        "question": question.question,
        "given": {key: str(value) for key, value in given["parameters"].items()},
        "columns": [{"name": c.name, "holds": str(c.kind), "meaning": c.meaning} for c in question.columns],
        "rows": rows,
        "sources": _sources(desk, [str(row["quote"]) for row in rows if row["quote"]]) if quoted else [],
        "facts": [] if quoted else [stated_view(stored) for stored in _joining(desk, rows, given["parameters"])],
        "offset": given["offset"],
        "complete": table.complete,
        "note": "" if quoted else words.SUMMED,
    }
    return _told(data, words.answer)


def _joining(desk: Desk, rows: Sequence[View], params: Mapping[str, Any]) -> Sequence[StoredFact]:
    """Return some facts of each row: those that join two of the things that it names."""
    found: dict[str, None] = {}
    for row in rows:
        words = [part for cell in row.values() if isinstance(cell, str) for part in cell.split("; ")]
        things = dict.fromkeys(desk.by_label[word] for word in words if word in desk.by_label)
        told: Counter[str] = Counter()
        for thing in things:
            told.update(_statements(desk.source.quads(None, None, NamedNode(thing))))
        found |= dict.fromkeys(sorted(iri for iri, count in told.items() if count > 1)[:_OF_ROW])
    facts = facts_of(desk.source, list(found)[:_OF_ROWS])
    day = str(params.get("as-of") or "")
    return as_of(facts, date.fromisoformat(day)) if day and day != LATEST else facts


def _statements(quads: Iterable[Quad]) -> set[str]:
    """Return the statements that are subjects of quads."""
    nodes = (quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
    return {node for node in nodes if node.startswith(iris.STATEMENTS)}


def _sources(desk: Desk, quotes: Iterable[str]) -> list[View]:
    """Return for each of some quotes the facts that rest on it, and the filings that have it."""
    filings = {iris.graph_iri(filing.name): filing for filing in desk.filings}
    found = []
    for quote in list(dict.fromkeys(quotes))[:_QUOTED_ROWS]:
        facts, graphs = set(), set()
        for selector in desk.source.quads(None, term("oa:exact"), Literal(quote)):
            if not isinstance(selector.subject, NamedNode):
                continue
            for evidence in desk.source.quads(None, term("oa:hasSelector"), selector.subject):
                if isinstance(evidence.subject, NamedNode) and isinstance(evidence.graph_name, NamedNode):
                    graphs.add(evidence.graph_name.value)
                    facts |= _statements(desk.source.quads(None, term("pipe:hasEvidence"), evidence.subject))
        said_in = [source_view(filings[graph]) for graph in sorted(graphs) if graph in filings]
        found.append(
            {"quote": quote, "filings": said_in, "fact_ids": sorted(iri.removeprefix(iris.STATEMENTS) for iri in facts)}
        )
    return found


def sparql(desk: Desk, given: Given) -> Reply:
    """Answer a query in SPARQL, with the words of the statements and the filings that its rows name."""
    table = run_sparql(desk.source, given["query"], rows=given["limit"])
    named = list(dict.fromkeys(cell for row in table.rows for cell in row if isinstance(cell, Iri)))
    facts = facts_of(
        desk.source, [iri for iri in named if iri.startswith(iris.STATEMENTS)][:_QUOTED_ROWS], rejected=True
    )
    filings = [filing for filing in reversed(desk.filings) if filing.iri in set(named)]
    data = {
        "columns": list(table.columns),
        "rows": [record(table.columns, row) for row in table.rows],
        "facts": [stated_view(stored) for stored in facts],
        "filings": [source_view(filing) for filing in filings],
        "complete": table.complete,
        "note": "" if facts or not _has_things(table) else words.NO_STATEMENTS,
    }
    return _told(data, words.rows)


def _has_things(table: Table) -> bool:
    return bool(table.rows) and table.columns != ("answer",)


def evidence(desk: Desk, given: Given) -> Reply:
    """Show why a fact is believed."""
    try:
        stored = find_fact(desk.source, given["fact_id"])
    except QueryError as error:
        raise QueryError(str(error).replace("kg show NAME", "describe_entity")) from error
    told = explain_stored(stored)
    data = {
        "fact": stated_view(stored),
        "context": _context(desk, stored),
        "reason": told.reason,
        "rule_says": told.rule_source.says if told.rule_source else None,
        "rule_places": list(told.rule_source.places) if told.rule_source else [],
        "right_on_gold": told.record.right if told.record else None,
        "wrong_on_gold": told.record.wrong if told.record else None,
    }
    return _told(data, words.evidence)


def _context(desk: Desk, stored: StoredFact) -> View | None:
    """Return the text around a fact's first quote; `None` where the filing's text is not at hand."""
    source, first = desk.source, stored.fact.evidence[0]
    if not isinstance(source, GraphStore):
        return None
    try:
        kept = filing_text(source, stored.filing.name)
    except StoreError:
        return None
    place = kept.places.get((first.part, first.start, first.end))
    text = next((part.text for part in kept.parts if part.id == first.part), "")
    if place is None or not text:
        return None
    start, end = place
    return {"before": text[max(0, start - _AROUND) : start], "after": text[end : end + _AROUND]}


def changes(desk: Desk, given: Given) -> Reply:
    """Give what has changed between two days."""
    since, until = _day(given, "since"), _day(given, "until")
    if since is None:
        raise QueryError("since is missing; give a day such as 2013-12-31")
    if until is not None and until < since:
        raise QueryError(f"since ({since}) is after until ({until}); give the older day first")
    kinds = _among(given["kinds"], [str(kind) for kind in Change], "kinds")
    after = as_of(desk.facts, until or date.max)
    found = [c for c in difference(as_of(desk.facts, since), after) if not kinds or c.kind in kinds]
    if given["subject"]:
        wanted = find_entity(desk.source, given["subject"]).iri
        found = [c for c in found if wanted in {c.subject_iri, *_parties(c.before), *_parties(c.after)}]
    shown = _page(found, given)
    data = {
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
        "counts": dict(sorted(Counter(str(change.kind) for change in found).items())),
        "changes": [change_view(change) for change in shown],
        "undated_filings": undated_in(after),
        **_extent(found, shown, given),
    }
    return _told(data, words.changes)


def _parties(stored: StoredFact | None) -> set[str]:
    return {iri for iri in (stored.subject_iri, stored.object_iri) if iri} if stored else set()


def history(desk: Desk, given: Given) -> Reply:
    """Give the history of a thing, in order of time."""
    until, since = _day(given, "as_of"), _day(given, "since")
    name = _name(given)
    try:
        events = timeline(desk.facts, name, as_of=until, since=since, descriptions=given["descriptions"])
    except QueryError as error:
        near = ", ".join(known.label for known in desk.near(name, limit=_NEAR))
        raise QueryError(f"{error}; names that are near: {near}" if near else str(error)) from error
    names = {fact_id(stored): stored for event in events for stored in event.facts}
    shown = _page(events, given)
    data = {
        "name": name,
        "as_of": until.isoformat() if until else None,
        "events": [event_view(event, names) for event in shown],
        "undated_filings": undated_in(names.values()) if until else [],
        **_extent(events, shown, given),
    }
    return _told(data, words.history)


def inconsistencies(desk: Desk, given: Given) -> Reply:
    """Give what to look at: what cannot both hold, what is overdue, counts that do not come out."""
    until = _day(given, "as_of")
    kinds = _among(given["kinds"], [str(kind) for kind in CheckKind], "kinds")
    found = checks(desk.facts, tallies=stored_tallies(desk.source), as_of=until)
    if given["subject"]:
        wanted = find_entity(desk.source, given["subject"]).iri
        found = tuple(c for c in found if any(wanted in _parties(side) for side in c.sides))
    kept = [check for check in found if not kinds or check.kind in kinds]
    shown = _page(kept, given)
    data = {
        "as_of": until.isoformat() if until else None,
        "counts": dict(sorted(Counter(str(check.kind) for check in kept).items())),
        "checks": [check_view(check) for check in shown],
        **_extent(kept, shown, given),
    }
    return _told(data, words.checks)


def filings(desk: Desk, given: Given) -> Reply:
    """List the filings, the latest first."""
    wanted = fold_name(given["registrant"])
    kept = [filing for filing in desk.filings if not wanted or wanted in fold_name(filing.registrant or "")]
    shown = _page(kept, given)
    data = {"filings": [source_view(filing) for filing in shown], **_extent(kept, shown, given)}
    return _told(data, words.filings)


def filing(desk: Desk, given: Given) -> Reply:
    """Give the facts of one filing in the order of its words."""
    found = next((known for known in desk.filings if known.name == given["name"]), None)
    if found is None:
        raise QueryError(f"no filing is called {given['name']!r}; list_filings lists them")
    graph, statement = NamedNode(iris.graph_iri(found.name)), term("pipe:Statement")
    nodes = {
        q.subject.value
        for q in desk.source.quads(None, term("rdf:type"), statement, graph)
        if isinstance(q.subject, NamedNode)
    }
    facts = sorted(
        facts_of(desk.source, nodes), key=lambda s: (s.fact.evidence[0].part, s.fact.evidence[0].start, s.iri)
    )
    shown = _page(facts, given)
    data = {"filing": source_view(found), "facts": [stated_view(s) for s in shown], **_extent(facts, shown, given)}
    return _told(data, words.filing)


def _name(given: Given) -> str:
    name = str(given["name"]).strip()
    if not name:
        raise QueryError("name is empty; give any name of a thing, or its IRI")
    return name


def _page(found: Sequence[_T], given: Given) -> Sequence[_T]:
    return found[given["offset"] : given["offset"] + given["limit"]]


def _extent(found: Sequence[object], shown: Sequence[object], given: Given) -> View:
    end = given["offset"] + len(shown)
    return {"total": len(found), "shown": len(shown), "offset": given["offset"], "complete": end >= len(found)}


def _among(wanted: Sequence[str], there: Sequence[str], what: str) -> set[str]:
    by_fold = {fold_name(one): one for one in there}
    for one in wanted:
        if fold_name(one) not in by_fold:
            raise QueryError(f"{what} has {one!r}, must be of {', '.join(there)}")
    return {by_fold[fold_name(one)] for one in wanted}


def _day(given: Given, key: str) -> date | None:
    text = str(given[key]).strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QueryError(f"{key} is {text!r}, must be a day such as 2013-12-31") from error


ASSISTANTS: dict[str, Callable[[Desk, Given], Reply]] = {
    "assistants/find": find,
    "assistants/describe": describe,
    "assistants/questions": questions,
    "assistants/answer": answer,
    "assistants/sparql": sparql,
    "assistants/evidence": evidence,
    "assistants/changes": changes,
    "assistants/history": history,
    "assistants/checks": inconsistencies,
    "assistants/filings": filings,
    "assistants/filing": filing,
}
"""The jobs, by the names that tasks give them."""
