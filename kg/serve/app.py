"""The application: which address is answered by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serve.description import service_description
from kg.serve.errors import RefusedError
from kg.serve.http import Guard, body_of, said, streamed, while_connected
from kg.serve.limits import Limits
from kg.serve.negotiate import GRAPHS, best
from kg.serve.pool import Answer, Pool
from kg.serve.protocol import Asked, asked_by_get, asked_by_post
from kg.serve.wire import Task


@dataclass
class State:
    """What all requests share."""

    queries: Pool
    """Workers for queries that come from outside; they are sealed."""
    pages: Pool
    """Workers for pages, which no query from outside can hold up."""
    limits: Limits


def application(state: State, *, origin: str = "*") -> Starlette:
    """Return the application. `origin` is who may read answers from pages of other servers; empty for nobody."""
    app = Starlette(
        routes=[Route("/sparql", sparql, methods=["GET", "HEAD", "POST"])],
        middleware=[Middleware(Guard, limits=state.limits, origin=origin)],
        exception_handlers={RefusedError: _refused, HTTPException: _http},
    )
    app.state.kg = state
    return app


def state_of(request: Request) -> State:
    """Return what all requests share."""
    state: State = request.app.state.kg
    return state


async def sparql(request: Request) -> Response:
    """Answer the SPARQL 1.1 Protocol, or describe the service where nothing is asked."""
    state = state_of(request)
    if request.method == "POST":
        body = await body_of(request, state.limits)
        content_type = request.headers.get("content-type", "")
        asked = asked_by_post(content_type, request.scope["query_string"], body)
    else:
        found = asked_by_get(request.scope["query_string"])
        if found is None:
            return _description(request)
        asked = found
    answer = await while_connected(request, query(state, asked, accept=request.headers.get("accept", "")))
    return streamed(answer)


async def query(state: State, asked: Asked, *, accept: str) -> Answer:
    """Return the answer to a query. Raises `RefusedError`."""
    given: dict[str, Any] = {
        "query": asked.query,
        "accept": accept,
        "format": asked.format,
        "default_graphs": asked.default_graphs,
        "named_graphs": asked.named_graphs,
        "rows": state.limits.rows,
    }
    return await state.queries.run(Task("sparql", given))


def _description(request: Request) -> Response:
    form = best(request.headers.get("accept", ""), GRAPHS)
    if form is None:
        there = ", ".join(f.media_type for f in GRAPHS)
        raise RefusedError(406, f"the description of the service is given as one of {there}; or ask a query")
    text = service_description(str(request.url.replace(query="")), form.name)
    return Response(text, headers={"Content-Type": form.media_type})


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return said(error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reasons = {404: f"there is nothing at {request.url.path}", 405: f"{request.method} is not answered here"}
    return said(
        RefusedError(error.status_code, reasons.get(error.status_code, error.detail), dict(error.headers or {}))
    )
