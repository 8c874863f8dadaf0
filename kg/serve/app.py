"""The application: which address is answered by whom."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.graph import iris
from kg.serve.description import service_description
from kg.serve.errors import RefusedError
from kg.serve.http import Guard, body_of, html_error, said, streamed, while_connected
from kg.serve.hub import Hub
from kg.serve.negotiate import GRAPHS, HTML, TABLES, best
from kg.serve.openapi import openapi
from kg.serve.pool import Answer
from kg.serve.protocol import Asked, asked_by_get, asked_by_post
from kg.serve.wire import Task

_EXPLORERS = 4
"""How many interactive pages are kept: they take long to make."""
_FOUND_AT_MOST = 200
_TIMELINE = ("name", "since", "as-of")
_STATIC = {"style.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


@dataclass
class State:
    """What all requests share."""

    hub: Hub
    explorers: OrderedDict[str, tuple[bytes, dict[str, str]]] = field(default_factory=OrderedDict)


def application(hub: Hub, *, origin: str = "*") -> Starlette:
    """Return the application. `origin` is who may read answers from pages of other servers; empty for nobody."""
    reading = ["GET", "HEAD"]
    app = Starlette(
        routes=[
            Route("/sparql", sparql, methods=[*reading, "POST"]),
            Route("/", page("home"), methods=reading),
            Route("/search", page("search", "q"), methods=reading),
            Route("/query", free_query, methods=reading),
            Route("/query/{name}", named_query, methods=reading),
            Route("/timeline", page("timeline", *_TIMELINE), methods=reading),
            Route("/changes", page("changes", "since", "until"), methods=reading),
            Route("/explore", explore, methods=reading),
            Route("/openapi.json", described, methods=reading),
            Route("/static/{name}", static, methods=reading),
            Route("/api/questions", page("api/questions"), methods=reading),
            Route("/api/questions/{name}", api_answer, methods=reading),
            Route("/api/entity", page("api/entity", "name", "kind", "as-of", required="name"), methods=reading),
            Route("/api/search", page("api/search", "q", required="q"), methods=reading),
            Route("/api/filings", page("api/filings"), methods=reading),
            Route("/api/diff", page("api/diff", "since", "until", required="since"), methods=reading),
            Route("/api/timeline", page("api/timeline", *_TIMELINE, "format", required="name"), methods=reading),
            Route("/{path:path}", node, methods=reading),
        ],
        middleware=[Middleware(Guard, limits=hub.limits, origin=origin)],
        exception_handlers={RefusedError: _refused, HTTPException: _http},
        lifespan=_following,
    )
    app.state.kg = State(hub)
    return app


@contextlib.asynccontextmanager
async def _following(app: Starlette) -> AsyncIterator[None]:
    following = asyncio.create_task(app.state.kg.hub.follow())
    try:
        yield
    finally:
        following.cancel()


def hub_of(request: Request) -> Hub:
    """Return the workers."""
    hub: Hub = request.app.state.kg.hub
    return hub


async def sparql(request: Request) -> Response:
    """Answer the SPARQL 1.1 Protocol, or describe the service where nothing is asked."""
    hub = hub_of(request)
    accept = request.headers.get("accept", "")
    if request.method == "POST":
        body = await body_of(request, hub.limits)
        content_type = request.headers.get("content-type", "")
        asked = asked_by_post(content_type, request.scope["query_string"], body)
    else:
        found = asked_by_get(request.scope["query_string"])
        wanted = best(accept, (*TABLES, *GRAPHS, HTML)) if accept else None
        if wanted is HTML and (found is None or not found.format):
            return RedirectResponse(f"/query?{urlencode({'query': found.query})}" if found else "/query", 303)
        if found is None:
            return _description(request)
        asked = found
    return streamed(await while_connected(request, _query(hub, asked, accept)))


async def _query(hub: Hub, asked: Asked, accept: str) -> Answer:
    given: dict[str, Any] = {
        "query": asked.query,
        "accept": accept,
        "format": asked.format,
        "default_graphs": asked.default_graphs,
        "named_graphs": asked.named_graphs,
        "rows": hub.limits.rows,
    }
    return await hub.query(Task("sparql", given))


def _description(request: Request) -> Response:
    form = best(request.headers.get("accept", ""), GRAPHS)
    if form is None:
        there = ", ".join(f.media_type for f in GRAPHS)
        raise RefusedError(406, f"the description of the service is given as one of {there}; or ask a query")
    text = service_description(str(request.url.replace(query="")), form.name)
    return Response(text, headers={"Content-Type": form.media_type})


def page(job: str, *names: str, required: str = "") -> Any:
    """Return a handler that does a job with the parameters of these names; others are refused."""

    async def handler(request: Request) -> Response:
        given = _given(request, *names)
        if required and not given[required.replace("-", "_")]:
            raise RefusedError(400, f"the parameter {required} is missing")
        return await _page(
            request, job, {**given, "limit": _FOUND_AT_MOST, "accept": request.headers.get("accept", "")}
        )

    return handler


async def free_query(request: Request) -> Response:
    """Show the questions, and the answer to a free one."""
    given: dict[str, Any] = {**_given(request, "query"), "table": None, "error": ""}
    if given["query"].strip():
        try:
            answer = await while_connected(request, hub_of(request).query(Task("table", {"query": given["query"]})))
            with answer.body:
                given["table"] = json.loads(answer.body.read())
        except RefusedError as error:
            given["error"] = error.reason
    return await _page(request, "ask", given)


async def named_query(request: Request) -> Response:
    """Show a named question and its answer."""
    params = {key: value for key, value in request.query_params.items() if value.strip()}
    return await _page(request, "named", {"name": request.path_params["name"], "params": params})


async def api_answer(request: Request) -> Response:
    """Answer a named question."""
    params = {key: value for key, value in request.query_params.items() if value.strip()}
    given = {"name": request.path_params["name"], "format": params.pop("format", ""), "params": params}
    rows = hub_of(request).limits.rows
    return await _page(request, "api/answer", {**given, "accept": request.headers.get("accept", ""), "rows": rows})


async def explore(request: Request) -> Response:
    """Give the interactive page; made once for each state of the store."""
    given = _given(request, "entity", "filing", "as-of")
    state: State = request.app.state.kg
    key = json.dumps([state.hub.generation, given])
    if key not in state.explorers:
        answer = await while_connected(request, state.hub.page(Task("explore", given)))
        with answer.body:
            state.explorers[key] = answer.body.read(), {**answer.headers, "Content-Type": "text/html; charset=utf-8"}
        while len(state.explorers) > _EXPLORERS:
            state.explorers.popitem(last=False)
    state.explorers.move_to_end(key)
    text, headers = state.explorers[key]
    return Response(text, headers=headers)


async def node(request: Request) -> Response:
    """Show a node of the graph; the path is that of its IRI."""
    path = request.path_params["path"]
    given = _given(request, "as-of", "format")
    accept = request.headers.get("accept", "")
    return await _page(request, "node", {**given, "iri": iris.BASE + path, "path": f"/{path}", "accept": accept})


async def described(_: Request) -> Response:
    """Describe the JSON interface."""
    return Response(_openapi(), media_type="application/json")


async def static(request: Request) -> Response:
    """Give the style sheet or the icon."""
    name = request.path_params["name"]
    if name not in _STATIC:
        raise RefusedError(404, f"there is nothing at /static/{name}")
    return Response(_asset(name), headers={"Content-Type": _STATIC[name], "Cache-Control": "max-age=3600"})


async def _page(request: Request, job: str, given: Mapping[str, Any]) -> Response:
    return streamed(await while_connected(request, hub_of(request).page(Task(job, dict(given)))))


def _given(request: Request, *names: str) -> dict[str, str]:
    """Return the parameters of a request. Raises `RefusedError` for one that the page does not have."""
    for key in request.query_params:
        if key not in names:
            there = ", ".join(names) or "none"
            raise RefusedError(400, f"there is no parameter {key}; this page has {there}")
    return {name.replace("-", "_"): request.query_params.get(name, "") for name in names}


@cache
def _openapi() -> bytes:
    return json.dumps(openapi(), ensure_ascii=False, indent=1).encode()


@cache
def _asset(name: str) -> bytes:
    return files("kg.serve").joinpath("assets", name).read_bytes()


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    path = request.url.path
    if path.startswith("/api/"):
        text = json.dumps({"error": error.reason}, ensure_ascii=False) + "\n"
        return Response(text, error.status, error.headers, "application/json")
    wants_html = path != "/sparql" and best(request.headers.get("accept", "") or "*/*", (HTML, *GRAPHS)) is HTML
    return html_error(error) if wants_html else said(error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reasons = {404: f"there is nothing at {request.url.path}", 405: f"{request.method} is not answered here"}
    refused = RefusedError(error.status_code, reasons.get(error.status_code, error.detail), dict(error.headers or {}))
    return await _refused(request, refused)
