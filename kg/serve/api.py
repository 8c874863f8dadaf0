"""The jobs behind ``/api``: what the library answers, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kg.errors import QueryError
from kg.model import EntityType
from kg.query import Question, Table, as_of, difference, entity_card, format_table, list_questions, run_question
from kg.query.timeline import timeline, timeline_table
from kg.serve.desk import Desk
from kg.serve.errors import RefusedError
from kg.serve.negotiate import Form, best, by_name
from kg.serve.reply import Reply, json_reply, text_reply
from kg.serve.views import View, card_view, difference_view, filing_view, known_view, public, record

ANSWERS = (
    Form("json", ("application/json",), "json"),
    Form("csv", ("text/csv",), "csv"),
    Form("tsv", ("text/tab-separated-values",), "tsv"),
    Form("srj", ("application/sparql-results+json",), "srj"),
)
"""The formats of the answer to a named question."""
_WRITTEN = {"csv": "csv", "tsv": "tsv", "srj": "json"}


def questions(_: Desk, __: Mapping[str, Any]) -> Reply:
    """List the named questions."""
    return json_reply({"questions": [question_view(question) for question in list_questions()]})


def question_view(question: Question) -> View:
    """Return a question with its parameters and columns."""
    return {
        "name": question.name,
        "title": question.title,
        "question": question.question,
        "path": f"/api/questions/{question.name}",
        "parameters": [
            {
                "name": p.name,
                "takes": str(p.kind),
                "among": list(p.among),
                "default": None if p.required else p.default,
                "required": p.required,
                "meaning": p.meaning,
            }
            for p in question.parameters
        ],
        "columns": [{"name": c.name, "holds": str(c.kind), "meaning": c.meaning} for c in question.columns],
    }


def answer(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Answer a named question (``name``, ``params``) in the format that the client likes best."""
    name, form = given["name"], answer_form(given)
    known = {question.name: question for question in list_questions()}
    if name not in known:
        raise RefusedError(404, f"no question is called {name!r}; /api/questions lists them")
    table = run_question(desk.source, name, given["params"], rows=given["rows"])
    require_whole(table, given["rows"])
    return table_reply(table, form, name, {"name": name, "question": known[name].question, "given": given["params"]})


def table_reply(table: Table, form: Form, name: str, told: View) -> Reply:
    """Return a table in a format; in JSON as records, beside what is told of it."""
    if form.name == "json":
        return json_reply(
            {**told, "columns": table.columns, "rows": [record(table.columns, row) for row in table.rows]}
        )
    headers = {"Content-Disposition": f'inline; filename="{name}.{form.ending}"'}
    return text_reply(form.media_type, format_table(table, _WRITTEN[form.name]), headers)


def answer_form(given: Mapping[str, Any]) -> Form:
    """Return the format of an answer. Raises `RefusedError` where there is none that the client accepts."""
    name = given.get("format") or ""
    form = by_name(name, ANSWERS) if name else best(given.get("accept") or "", ANSWERS)
    if form is None:
        there = ", ".join(f.media_type for f in ANSWERS)
        raise RefusedError(406, f"there is no format {name or given['accept']}; choose one of {there}")
    return form


def require_whole(table: Table, rows: int) -> None:
    """Refuse a table of which the limit has cut something off."""
    if not table.complete:
        reason = f"the answer has more than {rows} rows, the limit of this server; ask for less"
        raise RefusedError(422, reason, {"X-Row-Limit": str(rows)})


def entity(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give the card of a thing (``name``, ``kind``, ``as_of``)."""
    try:
        kind = EntityType(given["kind"]) if given.get("kind") else None
    except ValueError as error:
        raise QueryError(f"type is {given['kind']!r}, must be one of {', '.join(EntityType)}") from error
    until = day(given.get("as_of"))
    try:
        card = entity_card(desk.source, given["name"], kind=kind, as_of=until)
    except QueryError as error:
        raise RefusedError(404, str(error)) from error
    view = card_view(card, desk)
    view["groups"] = [{**g, "facts": [public(fact) for fact in g["facts"]]} for g in view["groups"]]
    return json_reply(view)


def search(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give the things whose names are or hold some words (``q``, ``limit``)."""
    found = desk.search(given["q"], limit=given["limit"])
    return json_reply({"q": given["q"], "found": [known_view(known) for known in found]})


def filings(desk: Desk, _: Mapping[str, Any]) -> Reply:
    """List the filings, the latest first."""
    return json_reply({"filings": [filing_view(filing) for filing in desk.filings]})


def changes(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give what has changed between two days (``since``, ``until``)."""
    found = between(desk, given)
    views = [difference_view(change, desk) for change in found]
    for view in views:
        view |= {side: public(view[side]) for side in ("before", "after") if view[side]}
    return json_reply({"since": given["since"], "until": given.get("until") or None, "changes": views})


def history(desk: Desk, given: Mapping[str, Any]) -> Reply:
    """Give the history of a thing (``name``, ``as_of``, ``since``) in order of time."""
    form = answer_form(given)
    told = {"name": given["name"], "as_of": given.get("as_of") or None, "since": given.get("since") or None}
    return table_reply(history_table(desk, given), form, "timeline", told)


def history_table(desk: Desk, given: Mapping[str, Any]) -> Table:
    """Return the history of a thing as a table. Raises `RefusedError` for a name that nothing has."""
    until, since = day(given.get("as_of")), day(given.get("since"))
    try:
        return timeline_table(timeline(desk.facts, given["name"], as_of=until, since=since))
    except QueryError as error:
        raise RefusedError(404, str(error)) from error


def between(desk: Desk, given: Mapping[str, Any]) -> Any:
    """Return the changes between two days, the second the last of all where it is not given."""
    since = day(given["since"])
    if since is None:
        raise QueryError("the parameter since is missing; give a day such as 2013-12-31")
    until = day(given.get("until")) or date.max
    return difference(as_of(desk.facts, since), as_of(desk.facts, until))


def day(words: str | None) -> date | None:
    """Return a day; `None` for no words. Raises `QueryError` for words that are none."""
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise QueryError(f"{words!r} is no day; write it as 2013-12-31") from error
