"""Requests of the SPARQL 1.1 Protocol, as far as it reads (https://www.w3.org/TR/sparql11-protocol/, section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.serve.errors import RefusedError

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
_KNOWN = frozenset({"query", "default-graph-uri", "named-graph-uri", "format"})
_READS = "this server only reads: there is no update"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it was sent, not yet looked at."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""
    """The short name of a format, where one is given beside the header; empty where the header decides."""


def asked_by_get(query_string: bytes) -> Asked | None:
    """Return what a GET request asks; `None` where it has no parameter at all, and so asks for the description.

    Raises `RefusedError` for parameters that the protocol does not allow.
    """
    return _asked(parameters(query_string), "GET") if query_string.strip() else None


def asked_by_post(content_type: str, query_string: bytes, body: bytes) -> Asked:
    """Return what a POST request asks, as a form or directly.

    Raises `RefusedError` for content of another kind, text that is not of its charset, or wrong parameters.
    """
    media, charset = _media_type(content_type)
    if media == UPDATE_TYPE:
        raise RefusedError(403, _READS)
    if media == FORM_TYPE:
        given = parameters(query_string) + parameters(_text(body, charset).encode())
        return _asked(given, "POST")
    if media == QUERY_TYPE:
        given = parameters(query_string)
        if any(name == "query" for name, _ in given):
            raise RefusedError(400, f"the query stands in the body of {QUERY_TYPE}; leave the parameter query out")
        return _asked([*given, ("query", _text(body, charset))], "POST")
    raise RefusedError(
        415,
        f"content of type {media or 'unknown'} is not read; send {QUERY_TYPE} or {FORM_TYPE}",
        {"Accept-Post": f"{QUERY_TYPE}, {FORM_TYPE}"},
    )


def parameters(encoded: bytes) -> list[tuple[str, str]]:
    """Return the parameters of a query string or form. Raises `RefusedError` where they are not UTF-8, or too many."""
    try:
        text = encoded.decode("ascii") if encoded.isascii() else encoded.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError) as error:
        raise RefusedError(400, "the parameters are not UTF-8 in percent-encoding, or there are too many") from error


def _asked(given: list[tuple[str, str]], method: str) -> Asked:
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    if "update" in values or {"using-graph-uri", "using-named-graph-uri"} & set(values):
        raise RefusedError(403 if method == "POST" else 400, _READS)
    for name in ("query", "format"):
        if len(values.get(name, [])) > 1:
            raise RefusedError(400, f"the parameter {name} is given {len(values[name])} times; give it once")
    if not values.get("query", [""])[0].strip():
        raise RefusedError(400, "there is no query; give one as the parameter query")
    return Asked(
        query=values["query"][0],
        default_graphs=tuple(v for v in values.get("default-graph-uri", []) if v),
        named_graphs=tuple(v for v in values.get("named-graph-uri", []) if v),
        format=values.get("format", [""])[0],
    )


def _media_type(header: str) -> tuple[str, str]:
    media, *more = [part.strip() for part in header.split(";")]
    charsets = [p.partition("=")[2].strip("\"' ") for p in more if p.lower().startswith("charset=")]
    return media.lower(), charsets[0].lower() if charsets else "utf-8"


def _text(body: bytes, charset: str) -> str:
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError(415, f"text in {charset} is not read; send UTF-8")
    try:
        return body.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the body is not UTF-8: byte {error.start} cannot be read") from error
