"""The jobs behind the pages: every node of the graph for people, and in RDF for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.explore import Scope, collect_texts, explore_page, select
from kg.explore.labels import TYPES
from kg.graph import iris
from kg.graph.namespace import PREFIXES, schemes
from kg.graph.read import facts_of
from kg.model import StoredFact
from kg.query import as_of, entity_card, list_questions, load_question, run_question
from kg.query.questions import Question
from kg.serve.api import between, day, history_table
from kg.serve.desk import Desk
from kg.serve.errors import RefusedError
from kg.serve.negotiate import GRAPHS, HTML, best, by_name
from kg.serve.rdf import about, graph_reply
from kg.serve.reply import Reply, text_reply
from kg.serve.views import (
    View,
    card_view,
    difference_view,
    fact_view,
    filing_view,
    grouped,
    known_view,
    path_of,
    table_view,
)

ROWS = 1000
"""Rows that a page shows; a download has all."""
FACTS = 500
"""Facts that a page of one node shows."""
_HTML = "text/html"
_REPLACED = NamedNode("http://purl.org/dc/terms/isReplacedBy")
_COUNTS = """SELECT ?kind (COUNT(DISTINCT ?thing) AS ?n) {
  ?thing a ?kind ; pipe:filedAs|pipe:name ?name . FILTER (STRSTARTS(STR(?kind), STR(pipe:)))
} GROUP BY ?kind"""
_TALKED = """SELECT ?thing (SAMPLE(?name) AS ?label) (COUNT(DISTINCT ?s) AS ?n) {
  ?s pipe:about ?thing . ?thing a pipe:Compound ; skos:prefLabel ?name
} GROUP BY ?thing ORDER BY DESC(?n) ?label LIMIT 12"""


def node(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give what is known of a node (``iri``), as a page or in RDF, as the client likes best."""
    iri = given["iri"]
    _require(desk, iri)
    forms = (HTML, *GRAPHS)
    form = by_name(given["format"], forms) if given.get("format") else best(given.get("accept") or "", forms)
    if form is None:
        raise RefusedError(406, f"a node is given as one of {', '.join(f.media_type for f in forms)}")
    if form is not HTML:
        return graph_reply(about(desk, iri, day(given.get("as_of"))), form)
    if iris.entity_type(iri):
        return _entity(desk, given)
    for start, page in ((iris.FILINGS, _filing), (iris.STATEMENTS, _statement), (iris.EVIDENCE, _evidence)):
        if iri.startswith(start) and "--" not in iri.removeprefix(start):
            return page(desk, given)
    return _plain(desk, given)


def _require(desk: Desk, iri: str) -> None:
    """Send on from a node that another one has replaced, and refuse one that is not there, naming what is near."""
    try:
        thing = NamedNode(iri)
    except ValueError as error:
        raise RefusedError(404, f"{iri!r} is no IRI") from error
    for quad in desk.source.quads(thing, _REPLACED):
        if isinstance(quad.object, NamedNode) and path_of(quad.object.value):
            raise RefusedError(301, f"it is now {quad.object.value}", {"Location": path_of(quad.object.value)})
    if desk.source.has(thing):
        return
    if not iris.entity_type(iri) and (desk.source.has(object=thing) or desk.source.has(graph=thing)):
        return
    words = iri.rstrip("/").rsplit("/", 1)[-1]
    near = [(known.label, path_of(known.iri)) for known in desk.near(words, limit=5)]
    hint = f"; names that are near: {', '.join(name for name, _ in near)}" if near else ""
    raise RefusedError(404, f"there is nothing at {path_of(iri)}{hint}", near=near)


def _entity(desk: Desk, given: Mapping[str, Any]) -> Reply:
    until = day(given.get("as_of"))
    card = entity_card(desk.source, given["iri"], as_of=until)
    view = card_view(card, desk)
    return _page("entity", f"{card.entity.name} ({card.entity.type})", given, thing=view, count=len(card.facts))


def _filing(desk: Desk, given: Mapping[str, Any]) -> Reply:
    filing = next((f for f in desk.filings if f.iri == given["iri"]), None)
    if filing is None:
        return _plain(desk, given)
    facts = _facts_in(desk, filing.name)
    things = {s.subject_iri: s.fact.subject for s in facts}
    counted = sorted(things.items(), key=lambda pair: (-sum(s.subject_iri == pair[0] for s in facts), pair[1].name))
    named = [{"name": t.name, "type": str(t.type), "path": path_of(iri)} for iri, t in counted]
    return _page(
        "filing",
        filing.name,
        given,
        filing=filing_view(filing),
        groups=grouped(facts[:FACTS], desk),
        count=len(facts),
        shown=FACTS,
        named=named,
    )


def _facts_in(desk: Desk, name: str) -> list[StoredFact]:
    graph = NamedNode(iris.graph_iri(name))
    statement = NamedNode(f"{iris.ONTOLOGY}Statement")
    found = {
        q.subject.value for q in desk.source.quads(None, None, statement, graph) if isinstance(q.subject, NamedNode)
    }
    return sorted(facts_of(desk.source, found), key=lambda s: (s.fact.evidence[0].start, s.iri))


def _statement(desk: Desk, given: Mapping[str, Any]) -> Reply:
    facts = facts_of(desk.source, [given["iri"]])
    if not facts:
        return _plain(desk, given)
    view = fact_view(facts[0], desk)
    title = f"{view['subject']['name']} {view['words']} {view['object']['name']}"
    return _page("statement", title, given, fact=view)


def _evidence(desk: Desk, given: Mapping[str, Any]) -> Reply:
    node = NamedNode(given["iri"])
    found = {q.subject.value for q in desk.source.quads(None, None, node) if isinstance(q.subject, NamedNode)}
    facts = facts_of(desk.source, found)
    if not facts:
        return _plain(desk, given)
    return _page("evidence", "The words of a filing", given, facts=[fact_view(fact, desk) for fact in facts])


def _plain(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Show any other node by what is said of it, and by it."""
    thing = NamedNode(given["iri"])
    said = sorted({(q.predicate.value, _shown(q.object)) for q in desk.source.quads(thing)})
    by = sorted({(_shown(q.subject), q.predicate.value) for q in desk.source.quads(None, None, thing)})
    return _page(
        "node",
        _short(given["iri"]),
        given,
        said=[{"property": _link(p), "value": v} for p, v in map(_linked_value, said[:ROWS])],
        by=[{"subject": _link(s), "property": _link(p)} for s, p in by[:ROWS]],
        count=len(said) + len(by),
    )


def _shown(term: object) -> str:
    return f'"{term.value}' if isinstance(term, Literal) else getattr(term, "value", str(term))


def _linked_value(pair: tuple[str, str]) -> tuple[str, View]:
    value = pair[1]
    return pair[0], {"text": value[1:], "path": ""} if value.startswith('"') else _link(value)


def _link(iri: str) -> View:
    return {"text": _short(iri), "path": path_of(iri)}


def _short(iri: str) -> str:
    """Return an IRI with its prefix, where it has one."""
    found = [(space, prefix) for prefix, space in PREFIXES.items() if iri.startswith(space)]
    if not found:
        return iri
    space, prefix = max(found, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri.removeprefix(space)}"


def home(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give the first page: what there is, what came last, and where to look."""
    kinds = {str(kind): plural for kind, (plural, _) in TYPES.items()}
    counts = {_short(row[0].value).partition(":")[2]: int(row[1].value) for row in desk.source.select(_COUNTS).rows}  # type: ignore[union-attr]
    kinds |= {"TechnologyPlatform": "Technologies", "ClinicalStudy": "Studies"}
    shown = [(kinds[kind], n) for kind, n in counts.items() if kind in kinds]
    statements = desk.source.select("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a pipe:Statement }").rows[0][0]
    talked = [
        {"name": name.value, "path": path_of(thing.value), "count": int(n.value)}  # type: ignore[union-attr]
        for thing, name, n in desk.source.select(_TALKED).rows
    ]
    return _page(
        "home",
        "Pipeline knowledge graph",
        given,
        counts=sorted(shown, key=lambda pair: -pair[1]),
        statements=int(getattr(statements, "value", 0)),
        filings=[filing_view(f) for f in desk.filings[:12]],
        filing_count=len(desk.filings),
        talked=talked,
        questions=list_questions(),
    )


def search(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give the page of what a search has found; where one thing has exactly that name, go there."""
    found = desk.search(given["q"], limit=100)
    exact = [known for known in found if given["q"].strip().casefold() in {n.casefold() for n in known.names}]
    if len(exact) == 1:
        raise RefusedError(303, f"see {path_of(exact[0].iri)}", {"Location": path_of(exact[0].iri)})
    near = [] if found else [known_view(known) for known in desk.near(given["q"], limit=8)]
    title = f"Search: {given['q']}" if given["q"].strip() else "Search"
    return _page("search", title, given, q=given["q"], found=[known_view(k) for k in found], near=near)


def ask(desk: Desk, given: Mapping[str, Any]) -> Reply:  # noqa: ARG001  # a job as any other
    """Give the page of questions: all of them, and a free one (``query``) with its ``table`` or ``error``."""
    return _page(
        "ask",
        "Questions",
        given,
        questions=list_questions(),
        query=given.get("query", ""),
        table=given.get("table"),
        error=given.get("error", ""),
        rows=ROWS,
    )


def named(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give the page of a named question (``name``, ``params``), with its answer where nothing is missing."""
    try:
        question = load_question(given["name"])
    except QueryError as failure:
        raise RefusedError(404, str(failure)) from failure
    table, error = None, ""
    needs = [p.name for p in question.parameters if p.required and not given["params"].get(p.name)]
    if not needs:
        try:
            table = table_view(run_question(desk.source, question.name, given["params"], rows=ROWS), desk)
        except QueryError as failure:
            error = str(failure)
    return _page(
        "question",
        question.title,
        given,
        question=question,
        params={parameter.name: given["params"].get(parameter.name, "") for parameter in question.parameters},
        given_params=given["params"],
        table=table,
        error=error,
        needs=needs,
        rows=ROWS,
        choices=_choices(question),
    )


def _choices(question: Question) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for parameter in question.parameters:
        if parameter.kind == "concept":
            (scheme,) = parameter.among
            locals_ = dict.fromkeys(schemes().by_label[scheme].values())
            found[parameter.name] = sorted(schemes().label[local] for local in locals_)
    return found


def history(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give the page of the history of a thing (``name``, ``as_of``, ``since``)."""
    table, error = None, ""
    if given.get("name"):
        try:
            table = table_view(history_table(desk, given), desk)
        except (QueryError, RefusedError) as failure:
            error = str(failure)
    return _page("history", f"History of {given['name']}" if table else "History", given, table=table, error=error)


def changes(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give the page of what has changed between two days (``since``, ``until``)."""
    found: Sequence[View] | None = None
    error = ""
    if given.get("since"):
        try:
            found = [difference_view(change, desk) for change in between(desk, given)[:FACTS]]
        except QueryError as failure:
            error = str(failure)
    return _page("changes", "What has changed", given, changes=found, error=error, shown=FACTS)


def explore(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give the interactive page, of everything, one thing (``entity``) or one filing (``filing``), as of a day."""
    until = day(given.get("as_of"))
    facts = desk.facts if until is None else as_of(desk.facts, until)
    scope = Scope(entity=given.get("entity") or None, filing=given.get("filing") or None)
    try:
        text = explore_page(facts, scope=scope, texts=collect_texts(desk.source, select(facts, scope)))
    except QueryError as failure:
        raise RefusedError(404, str(failure)) from failure
    # the page carries a policy of its own, with the hashes of its scripts
    return text_reply(_HTML, text, {"Content-Security-Policy": "frame-ancestors 'self'"})


def error_page(error: RefusedError) -> str:
    """Return the page that says why there is none."""
    values = {"status": error.status, "reason": error.reason, "near": error.near}
    return str(_template("error").render(title=error.reason, q="", path="", as_of="", **values))


def _page(template: str, title: str, given: Mapping[str, Any], **values: Any) -> Reply:
    shared = {"title": title, "path": given.get("path", ""), "as_of": given.get("as_of") or "", "q": ""}
    text = _template(template).render(**{**shared, "given": given, **values})
    return text_reply(_HTML, text)


@cache
def _environment() -> Any:
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415  # takes long to import

    def load(name: str) -> str:
        return files("kg.serve").joinpath("assets", f"{name}.html.j2").read_text(encoding="utf-8")

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(load), trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["money"] = lambda n: f"{n:,}"
    return environment


@cache
def _template(name: str) -> Any:
    return _environment().get_template(name)


def prepare() -> None:
    """Read all templates now: a sealed worker cannot do so later."""
    for name in (
        "error",
        "home",
        "entity",
        "filing",
        "statement",
        "evidence",
        "node",
        "search",
        "ask",
        "question",
        "history",
        "changes",
    ):
        _template(name)
