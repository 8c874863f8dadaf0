r"""SPARQL as tokens: what is a word of the language is told from what only stands in a string, a name or a comment.

The tokens are the terminals of the SPARQL 1.1 grammar (section 19.8), which leave no bare word inside a string, an
IRI, a prefixed name, a variable, a language tag or a comment. A query is thus judged by the words that the database
will act on. Escapes of code points (``\u0041``) are resolved first, as section 19.2 says, so that no reader can see
other words than this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import QueryError

_NAME = r"[^\W\d_](?:[\w.\-·]*[\w\-·])?"
_LOCAL = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|\#[^\n]*)
    | (?P<text>\"\"\"(?:\"{{0,2}}(?:[^\"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
              |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<node>_:\w(?:[\w.\-·]*[\w\-·])?)
    | (?P<name>(?:{_NAME})?:(?:{_LOCAL}(?:(?:{_LOCAL}|[.\-·])*(?:{_LOCAL}|[\-·]))?)?)
    | (?P<number>(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign>\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].,;|/^?*+!=<>\-])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_LEAVING = {
    "SERVICE": "asks another server",
    "FROM": "names graphs to read instead of the store's",
}
_CHANGING = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal of the grammar, with its place in the text."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query without white space and comments.

    Raises `QueryError` with the line of the first character that begins no token, such as a quote that is not closed.
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            line = text.count("\n", 0, at) + 1
            raise QueryError(f"not SPARQL: line {line} cannot be read from {text[at : at + 20].splitlines()[0]!r} on")
        if match.lastgroup and match.lastgroup != "space":
            found.append(Token(match.lastgroup, match.group(), at, match.end()))
        at = match.end()
    return found


def resolved(text: str) -> str:
    """Return a query with its escapes of code points resolved and its line ends as line feeds.

    Raises `QueryError` where resolving yields another such escape, which readers of SPARQL would read differently.
    """
    plain = _ESCAPE.sub(_character, text.replace("\r\n", "\n").replace("\r", "\n"))
    if _ESCAPE.search(plain) or "\r" in plain:
        raise QueryError("not SPARQL: an escape of a code point hides another one, or a line end; write it out")
    return plain


def _character(match: re.Match[str]) -> str:
    try:
        return chr(int(match[1] or match[2], 16))
    except (ValueError, OverflowError) as error:
        raise QueryError(f"not SPARQL: {match[0]} is no code point") from error


def contained(text: str) -> str:
    """Return a query, resolved, that can only read the store.

    Raises `QueryError` for one that asks another server, names graphs of its own to read, or changes anything.
    """
    plain = resolved(text)
    for token in tokens(plain):
        word = token.text.upper() if token.kind == "word" else ""
        if word in _LEAVING:
            raise QueryError(f"{word} is refused: it {_LEAVING[word]}; ask of this store only")
        if word in _CHANGING:
            raise QueryError(f"{word} is refused: a question may only read; use SELECT, ASK, CONSTRUCT or DESCRIBE")
    return plain


def data_blocks(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return, for each variable with a dollar sign, the places of its term in ``VALUES ($one $two) { (… …) }``.

    Only blocks of one row count, and ``VALUES $one { … }`` likewise.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    listed = tokens(text)
    for at, token in enumerate(listed):
        if token.kind == "word" and token.text.upper() == "VALUES":
            row = [t for t in _until(listed[at + 1 :], "}") if t.text not in set("(){}")]
            names = [t.text[1:] for t in row if t.kind == "variable"]
            terms = list(_terms([t for t in row if t.kind != "variable"]))
            if row and row[0].text[0] == "$" and len(names) == len(terms):
                for name, place in zip(names, terms, strict=True):
                    found.setdefault(name, []).append(place)
    return found


def _until(listed: Sequence[Token], end: str) -> Sequence[Token]:
    return listed[: next((n for n, token in enumerate(listed) if token.text == end), 0)]


def _terms(listed: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where each term begins and ends; a literal's datatype or language is part of it."""
    start = 0
    for at, token in enumerate(listed):
        after = listed[at + 1 : at + 2]
        goes_on = any(t.text == "^^" or t.kind == "language" for t in after) or token.text in {"^^", "+", "-"}
        start = start if at and _joined(listed[at - 1], token) else token.start
        if not goes_on:
            yield start, token.end


def _joined(before: Token, token: Token) -> bool:
    return token.text == "^^" or token.kind == "language" or before.text in {"^^", "+", "-"}


def with_values(text: str, terms: Mapping[str, str]) -> str:
    """Return a query in which variables have other values: one term a variable, as N-Triples writes it.

    Only the data blocks of the variables change. Raises `KeyError` with the name of a variable that has none.
    """
    blocks = data_blocks(text)
    places = [(start, end, value) for name, value in terms.items() for start, end in blocks[name]]
    for start, end, value in sorted(places, reverse=True):
        text = text[:start] + value + text[end:]
    return text
