"""Terms of the graph as plain Python values, and plain values as terms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DAY = re.compile(r"-?\d{4,}-\d\d-\d\d")


class Iri(str):
    """An IRI, or a blank node as ``_:name``: text that a table's formats can tell from words."""

    __slots__ = ()


Value = str | int | float | bool | date | datetime | None
"""What a cell of a table holds: `Iri` for a node, `None` where nothing is bound."""

Term = NamedNode | BlankNode | Literal | Triple


def number(digits: str) -> int | float:
    """Return a number as a whole one where it is one.

    >>> number("3.60"), number("40000000.0")
    (3.6, 40000000)
    """
    exact = Decimal(digits)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


_READ: dict[str, Callable[[str], Value]] = {
    "integer": int,
    "decimal": number,
    "double": float,
    "float": float,
    "boolean": lambda words: words in {"true", "1"},
    "date": lambda words: date.fromisoformat(words) if _DAY.fullmatch(words) else words,
    "dateTime": datetime.fromisoformat,
}


def value_of(term: Term | None) -> Value:
    """Return a term as a plain value; a literal that is not of its own datatype stays text.

    >>> value_of(Literal("3.6", datatype=NamedNode(_XSD + "decimal"))), value_of(Literal("x")), value_of(None)
    (3.6, 'x', None)
    """
    if isinstance(term, NamedNode):
        return Iri(term.value)
    if isinstance(term, Literal):
        read = _READ.get(term.datatype.value.removeprefix(_XSD))
        try:
            return read(term.value) if read else term.value
        except (ValueError, ArithmeticError):
            return term.value
    return None if term is None else Iri(str(term))


def literal(value: str | date | Decimal) -> Literal:
    """Return a value of a parameter as a literal: words, a day or a number."""
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(_XSD + "date"))
    if isinstance(value, Decimal):
        return Literal(format(value, "f"), datatype=NamedNode(_XSD + "decimal"))
    return Literal(value)
