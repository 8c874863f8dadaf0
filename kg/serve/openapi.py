"""The description of what the server gives as JSON (OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

from typing import Any

from kg.graph.namespace import schemes
from kg.model import EntityType, Modality, Predicate
from kg.query import Question, list_questions
from kg.query.questions import Parameter, ParameterKind

_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}
_PLAIN = {"type": ["string", "number", "boolean", "null"]}
_NULLABLE = {"type": ["string", "null"]}


def openapi() -> dict[str, Any]:
    """Return the document: one path for each named question, and those of things, filings, searches and changes."""
    paths = {f"/api/questions/{q.name}": {"get": _question(q)} for q in list_questions()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Biotech pipeline graph",
            "version": "1",
            "description": "What filings say about drug pipelines, each fact with the words that state it. Read only.",
        },
        "paths": {
            "/api/questions": {"get": _get("listQuestions", "List the named questions.", [], "Questions")},
            **paths,
            "/api/entity": {
                "get": _get("entity", "All that is known of a thing, by any of its names.", _ENTITY, "Card")
            },
            "/api/search": {"get": _get("search", "Find things by their names.", [_query("q", _TEXT, True)], "Found")},
            "/api/filings": {"get": _get("filings", "List the filings, the latest first.", [], "Filings")},
            "/api/diff": {"get": _get("diff", "What has changed between two days.", _DAYS, "Changes")},
            "/api/timeline": {
                "get": _get("timeline", "The history of a thing, in order of time.", _TIMELINE, "History")
            },
        },
        "components": {"schemas": _schemas()},
    }


def _query(name: str, schema: dict[str, Any], required: bool = False, words: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "in": "query", "required": required, "schema": schema}
    return found | ({"description": words} if words else {})


_ENTITY = [
    _query("name", _TEXT, True, "Any name, or the IRI."),
    _query("kind", {"enum": [str(t) for t in EntityType]}),
    _query("as-of", _DAY, words="Only what had been reported by this day."),
]
_TIMELINE = [
    _query("name", _TEXT, True, "A drug, company, target or disease, or a drug in a disease."),
    _query("since", _DAY, words="What was over by this day is left out."),
    _query("as-of", _DAY, words="Only what had been reported by this day."),
    _query("format", {"enum": ["json", "csv", "tsv", "srj"]}),
]
_ROWS = {"type": "array", "items": {"type": "object", "additionalProperties": _PLAIN}}
_DAYS = [_query("since", _DAY, True), _query("until", _DAY, words="The last of all days where it is not given.")]


def _get(name: str, words: str, parameters: list[dict[str, Any]], schema: str) -> dict[str, Any]:
    failures = {"400": "A parameter is wrong.", "404": "There is no such thing.", "422": "A limit was passed."}
    failures |= {"503": "Too many requests are waiting.", "504": "It took too long."}
    return {
        "operationId": name,
        "summary": words,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer.", "content": _json(schema)},
            **{status: {"description": told, "content": _json("Error")} for status, told in failures.items()},
        },
    }


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _question(question: Question) -> dict[str, Any]:
    parameters = [_query(p.name, _takes(p), p.required, p.meaning) for p in question.parameters]
    forms = _query("format", {"enum": ["json", "csv", "tsv", "srj"]}, words="Instead of the header Accept.")
    found = _get(f"ask-{question.name}", question.question, [*parameters, forms], "Answer")
    row = {"type": "object", "properties": {c.name: {} for c in question.columns}, "additionalProperties": False}
    row["required"] = [c.name for c in question.columns]
    answer = {"allOf": [_ref("Answer"), {"properties": {"rows": {"items": row}}}]}
    found["responses"]["200"]["content"] = {"application/json": {"schema": answer}} | {
        media: {"schema": _TEXT} for media in ("text/csv", "text/tab-separated-values")
    }
    return found


def _takes(parameter: Parameter) -> dict[str, Any]:
    match parameter.kind:
        case ParameterKind.DATE:
            return {"anyOf": [_DAY, {"const": "latest"}]}
        case ParameterKind.NUMBER:
            return {"type": "number"}
        case ParameterKind.CONCEPT:
            return {"enum": sorted(schemes().by_label[parameter.among[0]])}
    return _TEXT


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _fact() -> dict[str, Any]:
    whole = {"type": "integer"}
    evidence = _object(quote=_TEXT, part=_TEXT, section=_TEXT, start=whole, end=whole)
    return _object(
        id=_TEXT,
        iri=_TEXT,
        subject=_ref("Thing"),
        predicate={"enum": [str(p) for p in Predicate]},
        object=_ref("Thing"),
        modality={"enum": [str(m) for m in Modality]},
        confidence={"type": "number", "minimum": 0, "maximum": 1},
        qualifiers={"type": "object", "additionalProperties": _PLAIN},
        speaker=_NULLABLE,
        filing=_ref("Filing"),
        evidence={**_list(evidence), "minItems": 1},
    )


def _schemas() -> dict[str, Any]:
    thing = {"name": _TEXT, "type": _NULLABLE, "iri": _NULLABLE, "path": _TEXT}
    filing = {"name": _TEXT, "iri": _TEXT, "path": _TEXT, "form": _NULLABLE, "registrant": _NULLABLE}
    side = {"anyOf": [_ref("Fact"), {"type": "null"}]}
    question = _object(name=_TEXT, title=_TEXT, question=_TEXT, parameters=_list({}), columns=_list({}))
    return {
        "Error": _object(error=_TEXT),
        "Thing": _object(**thing),
        "Filing": _object(**filing, reported_on=_NULLABLE, accession=_NULLABLE),
        "Fact": _fact(),
        "Card": _object(
            **thing,
            aliases=_list(_TEXT),
            attributes={"type": "object", "additionalProperties": _TEXT},
            categories=_list(_TEXT),
            identifiers=_list(_TEXT),
            as_of=_NULLABLE,
            groups=_list(_object(title=_TEXT, facts=_list(_ref("Fact")))),
        ),
        "Questions": _object(questions=_list(question)),
        "Answer": _object(name=_TEXT, question=_TEXT, columns=_list(_TEXT), rows=_ROWS),
        "History": _object(name=_TEXT, as_of=_NULLABLE, since=_NULLABLE, columns=_list(_TEXT), rows=_ROWS),
        "Found": _object(q=_TEXT, found=_list(_object(**thing, aliases=_list(_TEXT), in_filings={"type": "boolean"}))),
        "Filings": _object(filings=_list(_ref("Filing"))),
        "Changes": _object(
            since=_TEXT,
            until=_NULLABLE,
            changes=_list(
                _object(kind=_TEXT, subject=_TEXT, topic=_TEXT, was=_TEXT, now=_TEXT, before=side, after=side)
            ),
        ),
    }
