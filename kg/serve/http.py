"""What every request and every answer goes through: limits of size and time, headers of safety, and errors as text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.errors import RefusedError
from kg.serve.limits import Limits
from kg.serve.pool import Answer

_PIECE = 1 << 16
_HEARD = 8
"""Up to so many times the limit a body is read and thrown away: a client that still sends does not hear us."""
_T = TypeVar("_T")

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What our own pages may do: their style and script come from this server, and nothing else runs."""
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_CORS_METHODS = "GET, HEAD, POST, OPTIONS"
_CORS_HEADERS = "Accept, Content-Type"
_CORS_SHOWN = "X-Row-Limit, X-Time-Limit, Retry-After, Content-Disposition"


async def body_of(request: Request, limits: Limits) -> bytes:
    """Return a request's body. Raises `RefusedError` where it is too large, or takes too long to come."""
    announced = request.headers.get("content-length", "0")
    too_large = RefusedError(
        413, f"the body is larger than {limits.body_bytes} bytes, the limit of this server", {"Connection": "close"}
    )
    if announced.isdigit() and int(announced) > limits.body_bytes:
        raise too_large
    found = bytearray()
    try:
        async with asyncio.timeout(limits.body_seconds):
            size = 0
            async for piece in request.stream():
                size += len(piece)
                if size <= limits.body_bytes:
                    found += piece
                elif size > _HEARD * limits.body_bytes:
                    break
            if size > limits.body_bytes:
                raise too_large
    except TimeoutError as error:
        raise RefusedError(
            408, f"the body has not come within {limits.body_seconds:g} s", {"Connection": "close"}
        ) from error
    except ClientDisconnect as error:
        raise RefusedError(400, "the client has gone") from error
    return bytes(found)


async def while_connected(request: Request, work: Awaitable[_T]) -> _T:
    """Return what some work gives, and cancel it when the client goes away. The request's body must have been read."""
    task = asyncio.ensure_future(work)
    watcher = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, watcher}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise RefusedError(400, "the client has gone")
        return task.result()
    finally:
        watcher.cancel()
        task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def streamed(answer: Answer, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer as a response, sent in pieces."""

    async def pieces() -> AsyncIterator[bytes]:
        try:
            while piece := answer.body.read(_PIECE):
                yield piece
        finally:
            answer.body.close()

    kept = {**answer.headers, **(headers or {}), "Content-Length": str(answer.size)}
    media = answer.media_type
    if media.startswith("text/") or media == "application/json":
        media += "; charset=utf-8"
    return StreamingResponse(pieces(), media_type=None, headers={**kept, "Content-Type": media})


def said(error: RefusedError) -> Response:
    """Return an error as a response: one line of text."""
    return Response(f"{error.reason}\n", error.status, error.headers, "text/plain; charset=utf-8")


def html_error(error: RefusedError) -> Response:
    """Return an error as a page."""
    from kg.serve.pages import error_page  # noqa: PLC0415  # templates take long to import

    if error.status in {301, 303}:
        return Response(status_code=error.status, headers=error.headers)
    return Response(error_page(error), error.status, error.headers, "text/html; charset=utf-8")


class Guard:
    """Around the whole application: headers of safety, other origins, and clients that do not read."""

    def __init__(self, app: ASGIApp, *, limits: Limits, origin: str) -> None:
        self.app, self.limits, self.origin = app, limits, origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._headers(message["headers"])}
            async with asyncio.timeout(self.limits.send_seconds):
                await send(message)

        if scope["method"] == "OPTIONS":
            allow = {"Allow": _CORS_METHODS, "Access-Control-Max-Age": "86400"}
            await Response(status_code=204, headers=allow)(scope, receive, guarded)
        else:
            await self.app(scope, receive, guarded)

    def _headers(self, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        names = {name.lower() for name, _ in given}
        more = {**_SAFE, "Content-Security-Policy": PAGE_POLICY, "Vary": "Accept"}
        if self.origin:
            more |= {
                "Access-Control-Allow-Origin": self.origin,
                "Access-Control-Allow-Methods": _CORS_METHODS,
                "Access-Control-Allow-Headers": _CORS_HEADERS,
                "Access-Control-Expose-Headers": _CORS_SHOWN,
            }
        added = [(n.lower().encode(), v.encode()) for n, v in more.items() if n.lower().encode() not in names]
        return [*given, *added]


Handler = Callable[[Request], Awaitable[Response]]
