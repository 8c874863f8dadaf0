"""Questions without the facts that persons reject: each group of a query that speaks of statements leaves them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.query.tokens import Token, tokens

_MARKS = frozenset(
    {
        *("pipe:modality", "pipe:confidence", "pipe:about", "pipe:mainEvidence", "pipe:hasEvidence", "pipe:reportedIn"),
        *("rdf:predicate", "rdf:subject", "pipe:Statement", "pipe:RelationStatement", "pipe:DevelopmentStatement"),
        *("pipe:DesignationStatement", "pipe:OutcomeObservation", "pipe:AdverseEventObservation", "pipe:RightsGrant"),
        *("pipe:Payment", "pipe:program", "pipe:status", "pipe:paymentStatus"),
    }
)
"""Terms that only what is said of a statement has, or that do no harm where something else has them."""
_ENDS = frozenset({".", "{", "}", ")"})


@dataclass(slots=True)
class _Group:
    in_graph: bool
    statements: set[str] = field(default_factory=set)


def without_rejected(text: str) -> str:
    """Return a query that leaves rejected facts out of every group in which a variable stands for a statement.

    >>> without_rejected("SELECT * { ?s a pipe:Payment }")
    'SELECT * { ?s a pipe:Payment FILTER NOT EXISTS { ?s pipe:rejectedBy ?rejecting } }'
    """
    listed = tokens(text)
    stack: list[_Group] = []
    added: list[tuple[int, str]] = []
    for number, token in enumerate(listed):
        if token.kind == "sign" and token.text == "{":
            stack.append(_Group(number >= 2 and listed[number - 2].text.upper() == "GRAPH"))
        elif token.kind == "sign" and token.text == "}" and stack:
            group = stack.pop()
            if group.in_graph and stack:
                stack[-1].statements |= group.statements
            elif group.statements:
                added.append((token.start, "".join(map(_filter, sorted(group.statements)))))
        elif token.kind == "name" and token.text in _MARKS and stack:
            subject = _subject(listed, number)
            if subject:
                stack[-1].statements.add(subject)
    for place, words in reversed(added):
        text = f"{text[:place]}{words}{text[place:]}"
    return text


def _filter(variable: str) -> str:
    return f"FILTER NOT EXISTS {{ {variable} pipe:rejectedBy ?rejecting }} "


def _subject(listed: Sequence[Token], number: int) -> str | None:
    """Return the variable of which the triple at a place speaks."""
    start = number
    while start > 0 and not (listed[start - 1].kind == "sign" and listed[start - 1].text in _ENDS):
        start -= 1
    return listed[start].text if listed[start].kind == "variable" else None
